"""A window without Textual: the reading screen's own parts, put together as the screen does, and driven step by step.

The session, the drafts, the queue of changes, the reading state and the note box are those of the program; only the
panes are stubs. Every step runs to its end, so a test can choose what happens between two steps.
"""

import asyncio
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from reader.anchoring import describe, place
from reader.annotations.notes import Note, all_tags
from reader.document.segments import sentence_at
from reader.session.drafts import Draft
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui.controllers import Changes
from reader.tui.controllers.notes import NoteBox
from reader.tui.controllers.reading_state import DraftKeeper, StateKeeper


class StubStatus:
    """The footer: its last message."""

    def __init__(self) -> None:
        self.message = ""

    def say(self, message: str) -> None:
        self.message = message

    def complain(self, message: str) -> None:
        self.message = message

    def work(self, task: str, words: str = "") -> None:
        pass


@dataclass
class OpenBox:
    """An open note box, and what was typed into it."""

    box: NoteBox
    seen: str | None
    """The passage above the text when the box opened; None on the article as a whole, or for a note that exists."""
    text: str
    tags: list[str]
    fresh: set[str] = field(default_factory=set)
    """Words that nothing was reported of yet."""

    def type(self, word: str, *, as_tag: bool) -> None:
        if as_tag:
            self.tags.append(word)
        else:
            self.text = f"{self.text} {word}".strip()
        self.fresh.add(word)


@dataclass(frozen=True)
class ChosenWords:
    """Words that were chosen for a note, and the text they were chosen in."""

    note: str
    span: Span
    sha256: str
    words: str


class Window:
    """A window on one article."""

    def __init__(self, path: Path, paths: UserPaths) -> None:
        self.session = Session(open_source(str(path)), paths)
        self.status = StubStatus()
        self.panes: Any = SimpleNamespace(
            status=self.status, article=SimpleNamespace(caret=SimpleNamespace(offset=0), go=lambda offset: None)
        )
        self.changes = Changes(lambda: self.session, self.status)  # type: ignore[arg-type]
        self.keeper = StateKeeper(lambda: self.session, self.session.load_state(), self.panes)  # type: ignore[arg-type]
        self.drafts = DraftKeeper(lambda: self.session)
        self.entered = False
        """False while the library is being opened."""
        self.open_box: OpenBox | None = None
        self.chosen: ChosenWords | None = None

    @property
    def notes(self) -> tuple[Note, ...]:
        return self.session.notes

    async def enter(self) -> None:
        """Open the library, as a screen does after its first paint."""
        if not self.entered:
            entered = await self.changes.make(self.session.record_opening, said="")
            self.keeper.adopt()
            await self.drafts.load()
            self.entered = entered is not None

    async def reload(self) -> None:
        """Read the article again, and place in it what is open."""
        fresh = await asyncio.to_thread(self.session.fetch)
        if fresh.article.text != self.session.article.text:
            await self.changes.make(fresh.record_opening, said="", then=lambda _: self._show_text(fresh))

    async def _show_text(self, fresh: Session) -> None:
        placed = await self.drafts.placed(fresh)
        former, self.session = self.session, fresh
        self.drafts.text_changed(placed)
        if self.open_box is not None:
            self.open_box.box.text_changed()
        if (chosen := self.chosen) is not None:
            (found,) = place([describe(former.article.text, chosen.span)], fresh.article.text)
            exact = found.span if found.state == "exact" else None
            self.chosen = None if exact is None else replace(chosen, span=exact, sha256=fresh.article.sha256)

    # ------------------------------------------------------------------ the note box

    def sentence(self, pick: int) -> Span:
        article = self.session.article
        return sentence_at(article, pick % len(article.text)).stripped(article.text)

    def write_on_sentence(self, pick: int) -> None:
        self.write(self.session.article_notes.draft_on(self.sentence(pick)))

    def write_on_words(self, words: str) -> None:
        self.write(self.session.article_notes.draft_on(self.session.article_notes.find_passage(words)))

    def edit(self, note: Note) -> None:
        """Edit a note; of one in conflict all texts."""
        draft = self.session.article_notes.draft_of(note)
        if heads := note.conflict:
            texts = dict.fromkeys(head.text for head in heads if head.text)
            tags = all_tags(draft.tags, *(head.tags for head in heads))
            base = tuple(head.id for head in note.heads)
            draft = replace(draft, text="\n\n".join(texts), tags=tags, base=base)
        self.write(draft)

    def write(self, draft: Draft) -> None:
        """Open the note box with a draft, or the one that was kept for the same place."""
        draft = self.drafts.matching(draft)
        box = NoteBox(self, draft, on_tags=False, above=False)  # type: ignore[arg-type]
        seen = draft.anchor.exact if draft.anchor is not None and draft.note is None else None
        self.open_box = OpenBox(box, seen, draft.text, list(draft.tags))

    async def keep(self) -> bool:
        """Keep the draft; return whether that is reported as done."""
        opened = self.open_box
        return opened is not None and await asyncio.to_thread(opened.box.keep(opened.text, opened.tags)) is None

    async def save(self) -> bool:
        """Save the note; return whether that is reported as done. The box stays open until then."""
        opened = self.open_box
        if opened is None or await opened.box.save(opened.text, opened.tags) is not None:
            return False
        self.open_box = None
        return True

    def quit(self) -> bool:
        """End as SIGTERM does; return whether what was typed is kept."""
        opened = self.open_box
        kept = opened is not None and opened.box.keep(opened.text, opened.tags)() is None
        self.keeper.keep()
        return kept

    # ------------------------------------------------------------------ other commands

    async def delete(self, note: Note) -> bool:
        return await self.changes.make(lambda: self.session.article_notes.delete(note.id)) is not None

    async def take_back(self, *, undoing: bool) -> bool:
        """Undo or redo; return whether anything was done."""
        done = await self.changes.make(self.session.article_notes.undo if undoing else self.session.article_notes.redo)
        return done is not None

    async def settle(self, note: Note, head: str) -> bool:
        return await self.changes.make(lambda: self.session.article_notes.settle(note.id, head)) is not None

    def choose_words(self, note: Note, pick: int) -> None:
        span = self.sentence(pick)
        article = self.session.article
        self.chosen = ChosenWords(note.id, span, article.sha256, span.of(article.text))

    async def relink(self, chosen: ChosenWords) -> bool:
        self.chosen = None
        notes = self.session.article_notes
        return await self.changes.make(lambda: notes.relink(chosen.note, chosen.span, chosen.sha256)) is not None

    @property
    def all_drafts(self) -> tuple[Draft, ...]:
        """The drafts, with that of the open box as it was placed last."""
        opened = () if self.open_box is None else (self.open_box.box.draft,)
        return (*self.drafts.all, *opened)
