"""The one-minute tour: the sample article over a throw-away library, and a panel that says what to try next.

A step is over when the reader has done it, which is seen on the screen and in the session, by whatever key. Whoever
calls `run_tour` gives it folders that are deleted afterwards, so nothing of a tour is left. The trap: the panel must be
read while a box is open too, so it moves to whatever screen is uppermost.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from reader.config.contexts import first_key
from reader.session.session import Session
from reader.system.paths import STYLES
from reader.tui.app import ReaderApp, terminal_colours
from reader.tui.commands import always
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.review import PanelDialog
from reader.tui.screens.reading import ReadingScreen
from reader.tui.themes import Colours

POLL_INTERVAL = 0.1
"""Seconds between two looks at what the reader has done: no longer than it takes to wonder."""

CLOSE_FIRST = "Esc closes this box. Then: "

NO_LIBRARY = "the library waits until the tour is over"


class TourScreen(ReadingScreen):
    """The sample article; what leads out of it waits."""

    exporting = False
    """Whether the reader has asked where an export would go."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.router.add(
            {
                "export": (self._export, always),
                "step-back": (self._leave, always),
                "library": (self._wait, always),
                "search-library": (self._wait, always),
                "page-of-name": (self._wait, always),
            }
        )

    def _export(self) -> None:
        self.exporting = True
        self.output.export()

    def _leave(self) -> None:
        """Leave a line or a selection, else the tour."""
        if not (self.side.close_filter() or self.article.clear_selection()):
            self.quit()

    def _wait(self) -> None:
        self.status.say(NO_LIBRARY)


@dataclass(frozen=True, slots=True)
class TourStep:
    """One thing to try."""

    title: str
    words: str
    """With {} where the keys of `actions` belong, one for each."""
    actions: tuple[str, ...]
    done: Callable[[TourScreen], bool]
    """Whether the reader has done it."""

    @property
    def told(self) -> str:
        return self.words.format(*map(first_key, self.actions))


def has_moved(screen: TourScreen) -> bool:
    return screen.article.caret.offset > 0


def chose_quote(screen: TourScreen) -> bool:
    chosen = screen.article.painter.layers.get("chosen")
    quote = screen.targets.quote
    return chosen is not None and quote is not None and quote.span in chosen.spans


def opened_explanation(screen: TourScreen) -> bool:
    return isinstance(screen.app.screen, PanelDialog)


def wrote_note(screen: TourScreen) -> bool:
    return any(note.text for note in screen.session.notes)


def used_tag(screen: TourScreen) -> bool:
    return any(note.tags for note in screen.session.notes)


def shows_notes(screen: TourScreen) -> bool:
    return screen.panes.side_shown and screen.side.tab == "notes"


def chose_name(screen: TourScreen) -> bool:
    return bool(screen.find.trail.spans) and not screen.find.trail.label.startswith("/")


def opened_export(screen: TourScreen) -> bool:
    return screen.exporting


def never(screen: TourScreen) -> bool:
    return False


STEPS = (
    TourStep(
        "Move",
        "{} and {} or the arrows move by a line, {} by a page. Move a little.",
        ("line-down", "line-up", "page-down"),
        has_moved,
    ),
    TourStep(
        "Who said what",
        "{} lists the quotes with their speakers. Press it, go down with {}, and press {} on one.",
        ("quotes", "line-down", "open"),
        chose_quote,
    ),
    TourStep(
        "How sure is that?", "Press {}: why this speaker was chosen, and who came next.", ("why",), opened_explanation
    ),
    TourStep(
        "Write a note",
        "{} writes a note on the quote: some words and a #tag, then Ctrl-S saves it.",
        ("annotate",),
        wrote_note,
    ),
    TourStep(
        "Tag it",
        "Saved. A word with # before it is a tag: press {}, add one like #check, and Ctrl-S.",
        ("edit",),
        used_tag,
    ),
    TourStep(
        "Find it again",
        "It stays on its words, also when the article changes. {} lists your notes, {} and {} go through them.",
        ("notes", "previous-note", "next-note"),
        shows_notes,
    ),
    TourStep(
        "Who is in it",
        "{} lists people, organisations and places. {} on a name goes there, {} on to the next place.",
        ("names", "open", "next-hit"),
        chose_name,
    ),
    TourStep(
        "Take it along",
        "{} exports the notes, quotes and names as Markdown. Here it would go to a folder that is thrown away.",
        ("export",),
        opened_export,
    ),
    TourStep(
        "And everything else",
        "{} shows the keys of where you are, {} finds anything by plain words. "
        "{} ends the tour; nothing of it is kept.",
        ("help", "palette", "quit"),
        never,
    ),
)


class TourPanel(Static):
    """What to try next."""

    def show(self, number: int, *, over_a_box: bool) -> None:
        """Tell step `number`, from 0 on, in the text or over a box that is to be closed first."""
        step = STEPS[number]
        head = f" Tour {number + 1} of {len(STEPS)}  {step.title} "
        first = CLOSE_FIRST if over_a_box else ""
        self.update(Content.assemble((head, "bold reverse"), f"  Esc in the text leaves the tour\n{first}{step.told}"))


class TourApp(ReaderApp):
    """`reader`, with somebody who shows you around."""

    MORE_SHEETS: ClassVar = (STYLES / "tour.tcss",)

    def __init__(self, session: Session, colours: Colours = "many") -> None:
        super().__init__(session, None, colours)
        self._desk = TourScreen(session)
        self.step = 0
        """The number of the step that is shown."""

    def get_default_screen(self) -> Screen[None]:
        return self._desk

    def on_mount(self) -> None:
        self.set_interval(POLL_INTERVAL, self.look)
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """See what the reader has done, and tell what comes next on the uppermost screen."""
        if not self._desk.side.is_mounted:
            return
        while STEPS[self.step].done(self._desk):
            self.step += 1
        panels = self.screen.query(TourPanel)
        if not panels:
            self.screen.mount(TourPanel())
        for panel in self.screen.query(TourPanel):
            panel.show(self.step, over_a_box=not isinstance(self.screen, TourScreen | NoteDialog))

    def action_tour(self) -> None:
        """Begin again."""
        self.step = 0
        self._desk.exporting = False
        self._desk.article.go(0)


def run_tour(session: Session) -> int:
    """Show the tour of an article until the reader leaves it; the exit code."""
    return TourApp(session, terminal_colours()).run() or 0
