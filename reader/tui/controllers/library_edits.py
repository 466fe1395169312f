"""Changing what is in the library, from its list: articles added, tagged, put away; tags called anew.

Each change is done in a thread, said when it is durable, and can be taken back as long as the list is open. What an
article itself is tagged with is a note on it as a whole that says nothing else. The trap: the index learns of a change
only when it is brought up to date, so the row that it concerns is changed at once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from textual import work

from reader.annotations.notes import Note, Tags, new_note
from reader.config import with_keys
from reader.errors import ReaderError, SessionError, SourceError
from reader.search import Listed
from reader.session.note_editing import checked_tags, renamed_notes
from reader.text.format import UNTITLED
from reader.text.sanitize import clean_line
from reader.tui.library_client import LibraryClient
from reader.tui.locations import LibraryChanged
from reader.tui.screens.browse import BrowseScreen
from reader.tui.widgets.library_rows import ArticleRow, TagRow

if TYPE_CHECKING:
    from reader.library.codec.records import Shelf
    from reader.library.library import Library

T = TypeVar("T")

RENAME_QUESTION = "Call #{} and what is nested in it by another name; one that is in use takes it in"

TITLE_LENGTH = 40
"""Characters of a title in a message."""

Attempt = Callable[[str, bool], Awaitable[str | None]]

LibraryChange = Callable[["Library"], None]


@dataclass(frozen=True, slots=True)
class LibraryEdit:
    """Something that was done here and can be taken back."""

    words: str
    undo: LibraryChange
    do: LibraryChange


class Shelving(BrowseScreen):
    """What changes the library."""

    def __init__(self, holdings: LibraryClient, placeholder: str, hint: str) -> None:
        super().__init__(holdings, placeholder, hint)
        self.articles: list[Listed] = []
        self._done: list[LibraryEdit] = []
        self._undone: list[LibraryEdit] = []
        self._changes = asyncio.Lock()

    def show(self, keep: bool = True) -> object:
        """Show what is in `articles` now."""
        raise NotImplementedError

    # ------------------------------------------------------------------ how a change is made

    async def changed(self, change: "Callable[[Library], T]") -> T | None:
        """What a change answers when it is durable; None, and a complaint, if it failed."""
        async with self._changes:
            result = await self.asked(lambda: self.library_client.changed(change))
        for notice in self.library_client.library.take_notices():
            self.status.complain(notice)
        self.post_message(LibraryChanged())
        return result

    async def take(self, step: LibraryEdit) -> bool:
        """Do a step; whether it was done."""
        done = await self.changed(with_result(step.do))
        if done:
            self._done.append(step)
            self._undone.clear()
            self.status.say(f"{step.words}; {with_keys('{undo} takes it back')}")
        return bool(done)

    @work(group="notes")
    async def undo(self) -> None:
        await self._walk(self._done, self._undone, undoing=True)

    @work(group="notes")
    async def redo(self) -> None:
        await self._walk(self._undone, self._done, undoing=False)

    @property
    def can_undo(self) -> bool:
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    async def _walk(self, source: list[LibraryEdit], target: list[LibraryEdit], *, undoing: bool) -> None:
        if not source:
            self.status.say(f"nothing to {'undo' if undoing else 'redo'} here")
            return
        step = source.pop()
        change = step.undo if undoing else step.do
        if await self.changed(with_result(change)):
            target.append(step)
            self.status.say(f"{'undone' if undoing else 'done again'}: {step.words}")
        else:
            source.append(step)

    # ------------------------------------------------------------------ articles

    @property
    def article(self) -> Listed | None:
        row = self.list.row
        if isinstance(row, ArticleRow):
            return row.listed
        self.status.say("no article here: 1 lists them")
        return None

    @work(group="notes")
    async def archive_article(self) -> None:
        if (listed := self.article) is None:
            return
        own, title = listed.origin.id, quoted_title(listed)
        before: Shelf = "archived" if listed.archived else ""
        after: Shelf = "" if listed.archived else "archived"
        words = f"{title} {'taken out of the archive' if listed.archived else 'archived: state:archived shows it'}"
        step = LibraryEdit(
            words, lambda library: library.put_on(before, own), lambda library: library.put_on(after, own)
        )
        if await self.take(step):
            self._replace(own, replace(listed, archived=not listed.archived))

    @work(group="notes")
    async def remove_article(self, *, with_notes: bool) -> None:
        if (listed := self.article) is None:
            return
        own, words = listed.origin.id, f"{quoted_title(listed)} removed{' with its notes' if with_notes else ''}"
        before: Shelf = "archived" if listed.archived else ""
        if listed.notes and not with_notes:
            words += ", its notes are kept"
        gone: list[Note] = []

        def do(library: "Library") -> None:
            gone[:] = [note.settled(deleted=True) for note in library.notes(own)] if with_notes else []
            library.save(*gone)
            library.put_on("removed", own)

        def undo(library: "Library") -> None:
            revert_notes(library, gone)
            library.put_on(before, own)

        if await self.take(LibraryEdit(words, undo, do)):
            self._replace(own, None)

    def _replace(self, own: str, listed: Listed | None) -> None:
        """Change an article's row before the index knows."""
        changed = (listed if each.origin.id == own else each for each in self.articles)
        self.articles = [each for each in changed if each is not None]
        self.show()

    @work(group="box", exclusive=True)
    async def add_article(self) -> None:
        """Ask for a path or URL, and put the article there into the library."""
        from reader.tui.dialogs.note import PromptDialog

        async def attempt(answer: str, _: bool) -> str | None:
            try:
                title = await asyncio.to_thread(self._entered_article, answer.strip())
            except ReaderError as error:
                return str(error)
            self.status.say(f"added {title}")
            self.post_message(LibraryChanged())
            return None

        await self.app.push_screen_wait(PromptDialog("Add an article by its path or URL", "", attempt))

    def _entered_article(self, source: str) -> str:
        """Raises NoteError."""
        from os.path import expanduser

        from reader.session.reopen import open_known
        from reader.sources import is_url, open_source

        if source in ("", "-"):
            raise SessionError("give the path of a file, or a URL")

        def enter(library: "Library") -> str:
            article = open_known(library, source).article if is_url(source) else open_source(expanduser(source))
            library.enter(article)
            return article.title or UNTITLED

        try:
            return f"“{self.library_client.changed(enter)}”"
        except SourceError as error:
            raise SessionError(str(error)) from error

    # ------------------------------------------------------------------ tags

    @work(group="box", exclusive=True)
    async def tag_row(self) -> None:
        """Ask for the tags of an article as a whole; in the list of tags, for another name of one."""
        from reader.tui.dialogs.note import PromptDialog

        if isinstance(row := self.list.row, TagRow):
            await self.app.push_screen_wait(
                PromptDialog(RENAME_QUESTION.format(row.name), row.name, self._renaming(row.name))
            )
        elif (listed := self.article) is not None:
            own = await self.changed(lambda library: find_tag_note(library.notes(listed.origin.id)))
            known = " ".join(own.tags) if own else ""
            await self.app.push_screen_wait(
                PromptDialog(f"Tags of {quoted_title(listed)}, with spaces between", known, self._tagging(listed))
            )

    def _renaming(self, name: str) -> Attempt:
        async def attempt(answer: str, _: bool) -> str | None:
            changed: list[Note] = []

            def do(library: "Library") -> None:
                changed[:] = renamed_notes(library, name, answer)
                library.save(*changed)

            step = LibraryEdit(
                f"#{name} is #{clean_line(answer)} now", lambda library: revert_notes(library, changed), do
            )
            return None if await self.take(step) else self.status.message

        return attempt

    def _tagging(self, listed: Listed) -> Attempt:
        async def attempt(answer: str, _: bool) -> str | None:
            try:
                tags = checked_tags(answer.replace(",", " ").split())
            except ReaderError as error:
                return str(error)
            written: list[Note] = []

            def do(library: "Library") -> None:
                written[:] = tag_article(library, listed, tags)
                library.save(*written)

            words = (
                f"{quoted_title(listed)} tagged {' '.join(f'#{tag}' for tag in tags)}" if tags else "its tags are gone"
            )
            done = await self.take(LibraryEdit(words, lambda library: revert_notes(library, written), do))
            return None if done else self.status.message

        return attempt


# ---------------------------------------------------------------------- words and notes


def with_result(change: LibraryChange) -> "Callable[[Library], bool]":
    """A change that answers that it was done."""

    def done(library: "Library") -> bool:
        change(library)
        return True

    return done


def quoted_title(listed: Listed) -> str:
    title = listed.origin.title or UNTITLED
    return f"“{title if len(title) <= TITLE_LENGTH else f'{title[:TITLE_LENGTH].rstrip()}…'}”"


def find_tag_note(notes: Iterable[Note]) -> Note | None:
    """The note that says nothing but how the article as a whole is tagged."""
    return next((note for note in notes if note.anchor is None and not note.text), None)


def tag_article(library: "Library", listed: Listed, tags: Tags) -> list[Note]:
    """The note by which an article has these tags and no others of that kind, to be saved; nothing if it has them."""
    known = find_tag_note(library.notes(listed.origin.id))
    if known is None:
        return [new_note(listed.origin.id, listed.origin.sha256, None, "", tags)] if tags else []
    if known.tags == tags:
        return []
    return [known.settled(tags=tags) if tags else known.settled(deleted=True)]


def revert_notes(library: "Library", notes: Iterable[Note]) -> None:
    """Take back the last change of each of `notes`, whatever has been changed since."""
    for note in notes:
        stored = library.note(note.id)
        if stored is not None and any(revision.id == note.head.id for revision in stored.revisions):
            library.save(stored.without(note.head.id))
