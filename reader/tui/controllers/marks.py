"""What is marked in the text, and how: all that was found, quotes and notes, or notes only; plain or decorated.

Both are kept for the user, for all articles; the configuration may set them. In an article that is mostly quotations, a
novel or an interview, quotes are not marked at first, whatever was chosen before: a page of one colour marks nothing.
Pitfall: the first part of an analysis decides about that, before anything is painted.
"""

from reader.config import MARK_LAYERS, user_config, with_keys
from reader.session.state import Appearance
from reader.system.paths import STYLES
from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller, View
from reader.tui.themes import read_sheets
from reader.tui.widgets.text_layers import FOUND, NAMES, SPEECH

MARKS_SHEET = STYLES / "marks.tcss"
"""Rules for decorated marks."""

DECORATED = "decorated"

MOSTLY_QUOTATIONS = 0.4
"""The share of words in quotations above which quotes are not marked at first."""

UNMARKED = {"all": frozenset[str](), "quotes": frozenset(NAMES), "notes": FOUND}
"""What is not marked, by what is."""

MARKED = {"all": "names, quotes and notes", "quotes": "quotes and notes", "notes": "notes only"}


def are_decorated(appearance: Appearance) -> bool:
    """Return whether the user wants marks told apart without colour."""
    return (user_config().marks or appearance.marks) == DECORATED


class MarkController(Controller):
    """The choice of what is marked in one article."""

    def __init__(self, view: View, appearance: Appearance) -> None:
        super().__init__(view)
        wanted = user_config().layers or appearance.layers
        self.layers = wanted if wanted in MARK_LAYERS else MARK_LAYERS[0]
        """What is marked, one of `MARK_LAYERS`."""
        self.quotes_unmarked = False
        """True if quotes are not marked because most of the article is quotations."""
        self._decided = False
        self.steps = 0
        """How often the user has changed what is marked."""
        self.article.set_class(are_decorated(appearance), f"-{DECORATED}")
        self._show()

    def commands(self) -> Handlers:
        return {"marks": (self._step, always), "decorate": (self._decorate, always)}

    def text_changed(self) -> None:
        """Decide anew about the quotes: another text is shown."""
        self._decided = self.steps > 0
        self.quotes_unmarked = False
        self._show()

    def analysis_shown(self, quoted: float) -> None:
        """Leave quotes unmarked if `quoted`, their share of the words, is high; asked until the user chooses."""
        if self._decided or quoted <= MOSTLY_QUOTATIONS:
            return
        self._decided = self.quotes_unmarked = True
        self._show()
        if self.layers != "notes":
            self.status.say(with_keys(f"quotations are {quoted:.0%} of the words: not marked · {{marks}} to mark them"))

    def _step(self) -> None:
        """Mark less, or all again; quotes that were left unmarked come first."""
        self.steps += 1
        self._decided = True
        if not self.quotes_unmarked or self.layers == "notes":
            self.layers = MARK_LAYERS[(MARK_LAYERS.index(self.layers) + 1) % len(MARK_LAYERS)]
            self.view.keeper.keep_appearance(layers=self.layers)
        self.quotes_unmarked = False
        self._show()
        self.status.say(f"marked: {MARKED[self.layers]}")

    def _show(self) -> None:
        self.article.hide_marks(UNMARKED[self.layers] | (frozenset(SPEECH) if self.quotes_unmarked else frozenset()))
        self.panes.marks_changed()

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
