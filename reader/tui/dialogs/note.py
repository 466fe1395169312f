"""The note box.

The function that handles the answer is passed in and returns an error message or None, so that a dialog that cannot
save stays open with what was typed.
"""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Protocol

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.suggester import Suggester
from textual.timer import Timer
from textual.widgets import Input, Static, TextArea

from reader.annotations.notes import Tags
from reader.errors import NoteError
from reader.session.drafts import Draft, typed_words, write_words
from reader.system.paths import STYLES
from reader.text.sanitize import clean, clean_line
from reader.tui.dialogs import SHEET, Dialog
from reader.tui.dialogs.prompt import PromptDialog
from reader.tui.external_editor import edit_externally
from reader.tui.widgets.rows import wrap_at_most

DRAFT_DELAY = 0.4  # seconds without a key after which a draft is saved
MAX_DRAFT_DELAY = 1.2  # seconds from the first unsaved key after which a draft is saved however steadily one types
RETRY_DELAY = 2.0  # seconds after which a draft that could not be saved is tried again

PASSAGE_LINES, DISPLACED_LINES = 3, 12
"""The most lines of the passage that are shown above the text; more where they are then and now."""

LOW = 12  # fewer lines of the terminal than these have room for one line of the passage only

LONGEST_PASSAGE = 8000
"""Characters that are more than all its lines in any terminal, so that no long selection is wrapped whole."""

TAG_SUGGESTIONS = 8  # the number of known tags shown: one line of the dialog


class TagSuggester(Suggester):
    """Completes the last word with the most used tag that begins with it."""

    def __init__(self, known: Tags) -> None:
        super().__init__(case_sensitive=True)
        self.known = known

    async def get_suggestion(self, value: str) -> str | None:
        head, _, last = value.rpartition(" ")
        word = last.removeprefix("#")
        found = next((tag for tag in self.known if word and tag.startswith(word) and tag != word), None)
        return None if found is None else f"{head}{' ' if head else ''}{last[: len(last) - len(word)]}{found}"


class NoteActions(Protocol):
    """What a note box is about, and what it does with the text and tags."""

    draft: Draft
    """As it was last kept, saved or placed."""

    @property
    def passage(self) -> str:
        """The words above the text."""

    async def save(self, text: str, tags: list[str]) -> str | None:
        """Save the note; return an error message, or None."""

    def keep(self, text: str, tags: list[str]) -> Callable[[], str | None]:
        """Take over a draft; what is returned keeps it, and returns why that fails. None means that it is durable."""


class NoteDialog(Dialog[bool]):
    """The note box; returns whether the note was saved, and closes without that only when its draft is kept."""

    BOX = "note-box"
    TITLE = "In the note box"
    HINT = "Ctrl-S: save · Esc: close and keep the draft · Ctrl-E: $EDITOR"
    CSS_PATH: ClassVar = [SHEET, STYLES / "note.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "save", "save", priority=True),
        Binding("ctrl+e", "edit_outside", "in $EDITOR", priority=True),
        Binding("ctrl+o", "write_elsewhere", "write to a file", priority=True),
        Binding("tab", "next_field", "complete a tag, or next field", priority=True),
        Binding("shift+tab", "next_field", "next field", priority=True),
        Binding("escape", "close", "close, keeping the draft", priority=True),
    ]

    def __init__(
        self, actions: NoteActions, known_tags: Tags, *, kept: bool = True, on_tags: bool = False, above: bool = False
    ) -> None:
        """`known_tags` are to be completed, the most used first; `on_tags`: focus the tags instead of the text.

        `kept` is False for a draft that could not be kept yet.
        """
        super().__init__("Note", self.HINT, above=above)
        self._note_actions = actions
        self._draft = draft = actions.draft
        self._known_tags = known_tags
        self._on_tags = on_tags
        self._kept = (draft.text, list(draft.tags)) if kept else None
        """Text and tags as they were last kept, written to a file, or when the box opened; None if they are nowhere."""
        self._is_composed = False
        self._pause: Timer | None = None
        self._deadline: Timer | None = None
        self._keeping = False
        self._saving = False
        self._unkept = False
        """The hint says that the draft cannot be kept."""

    def compose_box(self) -> ComposeResult:
        self._area = TextArea(
            self._draft.text, id="text", soft_wrap=True, show_line_numbers=False, tab_behavior="focus"
        )
        self._tags = Input(
            " ".join(self._draft.tags),
            placeholder="tags, with spaces between",
            id="tags",
            compact=True,
            select_on_focus=False,
            suggester=TagSuggester(self._known_tags),
        )
        self._is_composed = True
        about = self._note_actions
        yield Static(Content(about.passage), id="passage", classes="-changed" if about.draft.displaced else None)
        yield self._area
        yield self._tags
        yield Static(id="offered", markup=False)

    def on_mount(self) -> None:
        self._area.move_cursor(self._area.document.end)
        (self._tags if self._on_tags else self._area).focus()
        self._offer()
        if self._kept is None:
            self._deadline = self.set_timer(RETRY_DELAY, self._keep_soon)

    def on_resize(self) -> None:
        self.call_after_refresh(self.show_passage)

    def show_passage(self) -> None:
        """Show as many lines of the passage as there is room for, "…" at the end where there are more."""
        displaced = self._note_actions.draft.displaced
        for widget in self.query("#passage").results(Static):
            widget.set_class(displaced, "-changed")
            most = DISPLACED_LINES if displaced else PASSAGE_LINES if self.size.height >= LOW else 1
            if (room := widget.content_size.width) < 1:
                continue
            passage = self._note_actions.passage[: LONGEST_PASSAGE + 1]
            if len(wrap_at_most(passage, room, most + 1)) > most or len(passage) > LONGEST_PASSAGE:
                passage = "\n".join(wrap_at_most(passage, room, most))
            widget.update(Content(passage))

    @property
    def text(self) -> str:
        return self._area.text if self._is_composed else self._draft.text

    @property
    def tags(self) -> list[str]:
        return self._tags.value.replace(",", " ").split() if self._is_composed else list(self._draft.tags)

    @on(TextArea.Changed)
    @on(Input.Changed)
    def _changed(self) -> None:
        self._offer()
        if not self._has_changed:
            return
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(DRAFT_DELAY, self._keep_soon)
        if self._deadline is None:
            self._deadline = self.set_timer(MAX_DRAFT_DELAY, self._keep_soon)

    @property
    def _has_changed(self) -> bool:
        return (self.text, self.tags) != self._kept

    def _stop_timers(self) -> None:
        for timer in (self._pause, self._deadline):
            if timer is not None:
                timer.stop()
        self._pause = self._deadline = None

    @work(group="draft")
    async def _keep_soon(self) -> None:
        """Keep the draft, unless that is being done; then it is done again at its end."""
        self._stop_timers()
        if self._keeping:
            return
        self._keeping = True
        try:
            while self._has_changed and await self._keep() is None:
                pass
        finally:
            self._keeping = False

    async def _keep(self) -> str | None:
        """Keep the draft if anything has changed; return why that fails, or None when it is durable."""
        if not self._has_changed:
            return None
        text, tags = self.text, self.tags
        return self._show_kept(text, tags, await asyncio.to_thread(self._note_actions.keep(clean(text), tags)))

    def _show_kept(self, text: str, tags: list[str], error: str | None) -> str | None:
        if error is not None:
            self.complain(f"draft not kept: {error} · Ctrl-O: write to a file")
            self._unkept = True
            self._stop_timers()
            self._deadline = self.set_timer(RETRY_DELAY, self._keep_soon)
        else:
            self._kept = (text, tags)
            if self._unkept:
                self._unkept = False
                self.show_hint()
        return error

    def keep_draft(self) -> str | None:
        """Do the same at once, without the event loop."""
        if not self._has_changed:
            return None
        text, tags = self.text, self.tags
        return self._show_kept(text, tags, self._note_actions.keep(clean(text), tags)())

    def words(self) -> str:
        return typed_words(self.text, self.tags)

    def _begun_tag(self) -> str | None:
        """Return the tag that is being typed at the cursor in the text, without its #."""
        area = self._area
        row, column = area.cursor_location
        last = area.document.get_line(row)[:column].rsplit(None, 1)[-1:] or [""]
        return last[0][1:] if area.has_focus and last[0].startswith("#") else None

    def _offer(self) -> None:
        """Show known tags: those that begin with what is being typed, else the most used."""
        begun = self._begun_tag()
        known = [tag for tag in self._known_tags if begun is None or tag.startswith(begun)]
        offered = "  ".join(f"#{tag}" for tag in known[:TAG_SUGGESTIONS])
        self.query_one("#offered", Static).update(Content(f"{offered}  (Tab)" if begun and known else offered))

    def action_next_field(self) -> None:
        begun = self._begun_tag()
        match = next((tag for tag in self._known_tags if begun and tag.startswith(begun) and tag != begun), None)
        if match is not None and begun is not None:
            self._area.insert(match[len(begun) :] + " ")
        else:
            self.focus_next()

    @on(Input.Submitted)
    async def action_save(self) -> None:
        """Save the note. If that takes long, the text is kept as a draft meanwhile; what is typed meanwhile stays."""
        if self._saving:
            return
        self._saving = True
        text, tags = self.text, self.tags
        complaint = await self._note_actions.save(text, tags)
        self._saving = False
        if complaint is not None:
            self.complain(complaint)
            return
        self._kept = (text, tags)
        if not self._has_changed:
            self._stop_timers()
            self.dismiss(True)
        else:
            self._keep_soon()
            self.show_hint("Saved, without what you typed since · Ctrl-S: save that too · Esc: keep it as a draft")

    async def action_close(self) -> None:
        if not self._saving and await self._keep() is None:
            self.dismiss(False)

    def action_write_elsewhere(self) -> None:
        async def attempt(answer: str) -> str | None:
            text, tags = self.text, self.tags
            path = Path(answer.strip()).expanduser()
            try:
                await asyncio.to_thread(write_words, typed_words(clean(text), tags), path)
            except OSError as error:
                return f"not written: {error.strerror or error}"
            self._kept = (text, tags)
            self._stop_timers()
            self.complain(f"written to {clean_line(str(path))} · Esc: close")
            return None

        suggested = str(Path.home() / "note.txt")
        self.app.push_screen(PromptDialog("Write this note to a new file", suggested, attempt, "write"))

    def action_edit_outside(self) -> None:
        self.keep_draft()  # the program waits for the editor, however long that takes
        try:
            text, failure = edit_externally(self.app, self.text)
        except NoteError as error:
            self.complain(str(error))
            return
        self._area.text = text
        if self.keep_draft() is not None:
            return
        if failure:
            self.complain(f"{failure}; its text is here, not saved yet")
        else:
            self.show_hint()
