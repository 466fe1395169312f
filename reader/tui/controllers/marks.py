"""What is marked in the text, and how: all that was found, quotes and notes, or notes only; plain or decorated.

Both are kept for the user, for all articles; the configuration may set them. Some is left unmarked at first, whatever
was chosen before: what the genre of the text leaves out, and quotes in an article that is mostly quotations, since a
page of one colour marks nothing. Pitfall: the first part of an analysis decides about that, before anything is painted.
"""

from reader.config import MARK_LAYERS, user_config, with_keys
from reader.session.state import Appearance
from reader.system.paths import STYLES
from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller, View
from reader.tui.controllers.genre import GenreView
from reader.tui.themes import read_sheets
from reader.tui.widgets.text_layers import FOUND, NAMES, SPEECH

MARKS_SHEET = STYLES / "marks.tcss"

DECORATED = "decorated"

MOSTLY_QUOTATIONS = 0.4  # the share of words in quotations above which quotes are not marked at first
UNMARKED = {"all": frozenset[str](), "quotes": frozenset(NAMES), "notes": FOUND}  # what is not marked, by what is

NOT_BESIDE = {"all": frozenset[str](), "quotes": frozenset({"names"}), "notes": frozenset({"names", "speakers"})}
"""The kinds of entries that the margin leaves out."""

MARKED = {"all": "names, quotes and notes", "quotes": "quotes and notes", "notes": "notes only"}


def are_decorated(appearance: Appearance) -> bool:
    """Return whether the user wants marks told apart without colour."""
    return (user_config().marks or appearance.marks) == DECORATED


class MarkController(Controller):
    def __init__(self, view: View, appearance: Appearance) -> None:
        super().__init__(view)
        wanted = user_config().layers or appearance.layers
        self.layers = wanted if wanted in MARK_LAYERS else MARK_LAYERS[0]
        """What is marked, one of `MARK_LAYERS`."""
        self.left_out = frozenset[str]()
        """The kinds that are not marked because of what the article is, until the user asks for them."""
        self._decided = False
        self.steps = 0
        """How often the user has changed what is marked."""
        self.article.set_class(are_decorated(appearance), f"-{DECORATED}")
        self._show()

    def commands(self) -> Handlers:
        return {"marks": (self._step, always), "decorate": (self._decorate, always)}

    def text_changed(self) -> None:
        """Decide anew what is left out: another text is shown, or as another genre."""
        self._decided = self.steps > 0
        self.left_out = frozenset()
        self._show()

    def analysis_shown(self, genre: GenreView, quoted: float) -> None:
        """Leave out, once, what the genre does, and quotes if `quoted`, their share of the words, is high."""
        mostly_quotations = quoted > MOSTLY_QUOTATIONS
        if self._decided or not (genre.unmarked or mostly_quotations):
            return
        self._decided = True
        self.left_out = genre.unmarked | (frozenset(SPEECH) if mostly_quotations else frozenset())
        self._show()
        if self.layers != "notes":
            mostly = f"quotations are {quoted:.0%} of the words: not marked · {{marks}} marks them"
            self.status.say(with_keys(f"{genre.genre}: {genre.remark}" if genre.unmarked else mostly))

    def _step(self) -> None:
        """Mark less, or all again; what was left out comes first."""
        self.steps += 1
        self._decided = True
        if not self.left_out or self.layers == "notes":
            self.layers = MARK_LAYERS[(MARK_LAYERS.index(self.layers) + 1) % len(MARK_LAYERS)]
            self.view.keeper.keep_appearance(layers=self.layers)
        self.left_out = frozenset()
        self._show()
        self.status.say(f"marked: {MARKED[self.layers]}")

    def _show(self) -> None:
        self.article.hide_marks(UNMARKED[self.layers] | self.left_out)
        self.panes.hide_beside(NOT_BESIDE[self.layers])

    def _decorate(self) -> None:
        """Tell marks apart by underline and italics too, or by colour only."""
        decorated = not self.article.has_class(f"-{DECORATED}")
        stylesheet = self.panes.screen.app.stylesheet
        if decorated:
            read_sheets(stylesheet, [MARKS_SHEET])
            stylesheet.parse()
        self.article.set_class(decorated, f"-{DECORATED}")
        self.view.keeper.keep_appearance(marks=DECORATED if decorated else "plain")
        self.status.say("names and quotes: underline and italics" if decorated else "names and quotes: colour only")
