"""The one-minute tour: the sample article over a temporary library, and a panel that says what to try next.

A step is complete when its effect is visible on the screen or in the session, by whatever key. The caller of `run_tour`
provides folders that are deleted afterwards. Pitfall: the panel must be visible over dialogs too, so it moves to the
topmost screen.
"""

from collections.abc import Callable
from typing import ClassVar, NamedTuple

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from reader.config import with_keys
from reader.session.session import Session
from reader.system.paths import STYLES
from reader.tui.app import ReaderApp, run_app, terminal_colours
from reader.tui.command_router import always
from reader.tui.dialogs.note import NoteDialog
from reader.tui.dialogs.review import PanelDialog
from reader.tui.screens.reading import ReadingScreen
from reader.tui.themes import Colours

CLOSE_FIRST = "Esc closes this box. Then: "

NO_LIBRARY = "the library opens after the tour"


class TourScreen(ReadingScreen):
    """The sample article, without the commands that leave it."""

    exporting = False
    _is_leaving = False
    """True after a key that leaves the tour if it is pressed again."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        wait = (lambda: self.status.say(NO_LIBRARY), always)
        self.router.add(dict.fromkeys(("library", "search-library", "page-of-name"), wait))
        self.router.add({"export": (self._export, always), "step-back": (self._leave, always)})

    async def action_run(self, command: str) -> None:
        self._is_leaving = self._is_leaving and command == "step-back"
        await super().action_run(command)

    def _export(self) -> None:
        self.exporting = True
        self.output.export()

    def _leave(self) -> None:
        """Close the filter or clear the selection, else leave the tour when asked again: Esc often means one step."""
        if self.side.close_filter() or self.article.clear_selection():
            return
        if self._is_leaving:
            self.quit()
        else:
            self._is_leaving = True
            self.status.say("Esc again leaves the tour")


def chose_quote(screen: TourScreen) -> bool:
    chosen, quote = screen.article.painter.layers.get("chosen"), screen.targets.quote
    return chosen is not None and quote is not None and quote.span in chosen.spans


class TourStep(NamedTuple):
    title: str
    words: str
    """With commands in {} for their keys."""
    done: Callable[[TourScreen], bool]


STEPS = (
    TourStep(
        "Move",
        "{line-down} and {line-up} or the arrows move by a line, {page-down} by a page. Move a little.",
        lambda screen: screen.article.caret.offset > 0,
    ),
    TourStep(
        "Who said what",
        "{quotes} lists the quotes with their speakers. Press it, go down with {line-down}, and press {open} on one.",
        chose_quote,
    ),
    TourStep(
        "How sure is that?",
        "Press {why}: why this speaker was chosen, and who came next.",
        lambda screen: isinstance(screen.app.screen, PanelDialog),
    ),
    TourStep(
        "Write a note",
        "{annotate} writes a note on the quote: type some words, then Ctrl-S saves them.",
        lambda screen: any(note.text for note in screen.session.notes),
    ),
    TourStep(
        "Tag it",
        "Saved. A word with # before it is a tag: press {edit}, add one like #check, and Ctrl-S.",
        lambda screen: any(note.tags for note in screen.session.notes),
    ),
    TourStep(
        "Find it again",
        "It stays on its words when the article changes. {notes} lists your notes; {next-entry} and {previous-entry} "
        "step through any list.",
        lambda screen: screen.panes.side_shown and screen.side.tab == "notes",
    ),
    TourStep(
        "Who is in it",
        "{names} lists all names; {names} again sorts them another way. {open} on a name goes there, "
        "{next-hit} to its next place.",
        lambda screen: bool(screen.find.trail.spans) and not screen.find.trail.label.startswith("/"),
    ),
    TourStep(
        "As calm as you like",
        "{marks} marks less in the text, then all again. Hard to tell the colours apart? "
        "Type “decorate” after {palette}.",
        lambda screen: screen.marks.steps > 0,
    ),
    TourStep(
        "Take it along",
        "{export} exports the notes, quotes and names as Markdown, HTML or CSV. "
        "Here it would go to a temporary folder.",
        lambda screen: screen.exporting,
    ),
    TourStep(
        "And everything else",
        "{help} shows the keys of where you are, {palette} finds anything by plain words. "
        "{quit} ends the tour; nothing is saved.",
        lambda _: False,
    ),
)


class TourApp(ReaderApp):
    CSS_PATH: ClassVar = [*ReaderApp.CSS_PATH, STYLES / "tour.tcss"]

    def __init__(self, session: Session, colours: Colours = "many") -> None:
        super().__init__(session, None, colours)
        self._reading = TourScreen(session)
        self.step = 0
        self._shown: set[int] = set()
        """The steps that have been shown: one that was complete before its turn is not counted."""

    def get_default_screen(self) -> Screen[None]:
        return self._reading

    def on_mount(self) -> None:
        self.set_interval(0.1, self.look)
        self.call_after_refresh(self.look)

    def look(self) -> None:
        """Skip complete steps, and show the next one on the topmost screen; over a dialog, ask to close that first."""
        if not self.is_running or not self._reading.side.is_mounted:  # at the end there are no screens
            return
        while STEPS[self.step].done(self._reading):
            self.step += 1
        self._shown.add(self.step)
        step, number = STEPS[self.step], len(self._shown)
        head = f" Tour {number} of {number + len(STEPS) - self.step - 1}  {step.title} "
        first = "" if isinstance(self.screen, TourScreen | NoteDialog) else CLOSE_FIRST
        words = f"  Esc Esc leaves the tour\n{first}{with_keys(step.words)}"
        if not self.screen.query("#tour"):
            self.screen.mount(Static(id="tour"))
        for panel in self.screen.query("#tour").results(Static):
            panel.update(Content.assemble((head, "bold reverse"), words))

    def action_tour(self) -> None:
        self.step = 0
        self._shown.clear()
        self._reading.exporting = False
        self._reading.article.go(0)


def run_tour(session: Session) -> int:
    """Show the tour of an article until the user leaves it; return the exit code."""
    return run_app(TourApp(session, terminal_colours()))
