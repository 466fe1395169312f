"""Edits of the library from its lists: add, archive, remove and tag articles, rename tags, dossiers; undo and redo.

Each change runs in a thread, is reported when it is durable, and can be undone as long as the list is open. The tags of
an article itself are those of a note on the whole article that has no text. Pitfall: the index learns of a change only
when it is updated, so the row of the article is replaced at once.

Into a dossier goes what is picked, or the article of the row, from every list.
"""

import os
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from sqlite3 import Connection

from textual.app import ComposeResult
from textual.widgets import Input

from reader.annotations.dossiers import Member, Role, dossier_name
from reader.annotations.notes import Note, Tags, new_note
from reader.config import with_keys
from reader.errors import ReaderError, SessionError
from reader.library.codec.records import Shelf
from reader.library.library import Library
from reader.search import Listed, Origin
from reader.search.queries import dossier_names
from reader.search.query import parse_query
from reader.session.dossiers import put_in_dossier, revert, take_out_of_dossier
from reader.session.note_editing import notes_with_renamed_tag, parse_tags
from reader.session.reopen import open_known
from reader.sources.detect import is_url
from reader.sources.open import open_source
from reader.text.format import UNTITLED, counted, in_quotation_marks
from reader.text.sanitize import clean_line
from reader.text.width import cut
from reader.tui.command_router import Handlers, always
from reader.tui.dialogs import field
from reader.tui.dialogs.prompt import AddDialog, PromptDialog
from reader.tui.dialogs.selector import Selector
from reader.tui.locations import LibraryChanged
from reader.tui.screens.browse import BrowseScreen
from reader.tui.widgets.library_rows import ArticleRow, TagRow

ROLES: dict[str, Role | None] = {"source": "source", "draft": "draft", "take it out": None}

SHOWN = 6  # names of dossiers that the box lists

TITLE_LENGTH = 41  # cells of the title of an article in a message

LibraryChange = Callable[[Library], object]


@dataclass(frozen=True, slots=True)
class LibraryEdit:
    """A change that can be undone."""

    words: str
    undo: LibraryChange
    do: LibraryChange


class LibraryEdits:
    def __init__(self, view: BrowseScreen, replace_row: Callable[[str, Listed | None], object]) -> None:
        """`replace_row` replaces or removes the row of an article, by its id, before the index knows."""
        self._view = view
        self._replace_row = replace_row
        self._done: list[LibraryEdit] = []
        self._undone: list[LibraryEdit] = []

    def commands(self) -> Handlers:
        def on_article() -> bool:
            return isinstance(self._view.list.row, ArticleRow)

        ask = partial(self._view.run_worker, group="box", exclusive=True)
        change = partial(self._view.run_worker, group="notes")
        return {
            "add": (partial(ask, self.add_article), always),
            "tag-article": (partial(ask, self.tag_row), lambda: isinstance(self._view.list.row, ArticleRow | TagRow)),
            "archive": (partial(change, partial(self.shelve, "archived")), on_article),
            "remove": (partial(change, partial(self.shelve, "removed")), on_article),
            "remove-with-notes": (partial(change, partial(self.shelve, "removed", with_notes=True)), on_article),
            "undo": (partial(change, partial(self._walk, undoing=True)), lambda: bool(self._done)),
            "redo": (partial(change, partial(self._walk, undoing=False)), lambda: bool(self._undone)),
        }

    async def do(self, step: LibraryEdit) -> bool:
        """Make a change that can be undone, and say so; return whether it was made."""
        if not await self._view.change_library(step.do):
            return False
        self._done.append(step)
        self._undone.clear()
        self._view.status.say(f"{step.words}; {with_keys('{undo} to undo')}")
        return True

    async def _save(self, words: str, changed: Callable[[Library], list[Note]]) -> str | None:
        """Save the notes that `changed` returns; return an error message, or None."""
        saved: list[Note] = []

        def do(library: Library) -> None:
            saved[:] = changed(library)
            library.save(*saved)

        done = await self.do(LibraryEdit(words, lambda library: revert(library, saved), do))
        return None if done else self._view.status.message

    async def _walk(self, *, undoing: bool) -> None:
        source, target = (self._done, self._undone) if undoing else (self._undone, self._done)
        if not source:
            self._view.status.say(f"nothing to {'undo' if undoing else 'redo'} here")
            return
        step = source.pop()
        if await self._view.change_library(step.undo if undoing else step.do):
            target.append(step)
            self._view.status.say(f"{'undone' if undoing else 'redone'}: {step.words}")
        else:
            source.append(step)

    @property
    def _article(self) -> Listed | None:
        row = self._view.list.row
        if isinstance(row, ArticleRow):
            return row.listed
        self._view.status.say("no article here: 1 lists them")
        return None

    async def shelve(self, wanted: Shelf, *, with_notes: bool = False) -> None:
        """Archive the chosen article, or restore it; or remove it from the list, and its notes if wanted."""
        if (listed := self._article) is None:
            return
        article_id, gone = listed.origin.id, list[Note]()
        before: Shelf = "archived" if listed.archived else ""
        after: Shelf = "" if wanted == before else wanted
        kept = ", its notes are kept" if listed.notes else ""
        done: dict[Shelf, str] = {
            "": "taken out of the archive",
            "archived": "archived: state:archived shows it",
            "removed": f"removed{' with its notes' if with_notes else kept}",
        }

        def do(library: Library) -> None:
            gone[:] = [note.settled(deleted=True) for note in library.notes(article_id)] if with_notes else []
            library.save(*gone)
            library.shelve(after, article_id)

        def undo(library: Library) -> None:
            revert(library, gone)
            library.shelve(before, article_id)

        if await self.do(LibraryEdit(f"{quoted_title(listed.origin.title)} {done[after]}", undo, do)):
            self._replace_row(article_id, None if after == "removed" else replace(listed, archived=not listed.archived))

    async def add_article(self) -> None:
        box = AddDialog(self._add)
        await self._view.app.push_screen_wait(box)
        if box.added:
            self._view.status.say(f"added {box.added}")
            self._view.post_message(LibraryChanged())

    def _add(self, source: str) -> str:
        """Add an article to the library and return its title in quotation marks. Raises ReaderError."""
        if source in ("", "-"):
            raise SessionError("give the path of a file, or a URL")

        library = self._view.library_client.library
        article = open_known(library, source).article if is_url(source) else open_source(os.path.expanduser(source))
        library.record_opening(article)
        return f"“{article.title or UNTITLED}”"

    async def tag_row(self) -> None:
        """Ask for the tags of an article; in the list of tags, for a new name of the tag."""
        if isinstance(row := self._view.list.row, TagRow):
            name = row.name

            async def rename(answer: str) -> str | None:
                words = f"#{name} is #{clean_line(answer)} now"
                return await self._save(words, lambda library: notes_with_renamed_tag(library, name, answer))

            about = "and its sub-tags; a name that exists merges them"
            box = PromptDialog(f"Rename #{name}", name, rename, "rename", about)
        elif (listed := self._article) is not None:
            origin, client = listed.origin, self._view.library_client
            title = quoted_title(origin.title)
            note = await self._view.ask(lambda: find_tag_note(client.library.notes(origin.id)))

            async def tag(answer: str) -> str | None:
                try:
                    tags = parse_tags(answer.replace(",", " ").split())
                except ReaderError as error:
                    return str(error)
                words = f"{title} tagged {' '.join(f'#{tag}' for tag in tags)}" if tags else "its tags are gone"
                return await self._save(words, lambda library: tag_article(library, listed, tags))

            known = " ".join(note.tags) if note else ""
            box = PromptDialog(f"Tags of {title}", known, tag, "save", "with spaces between")
        else:
            return
        await self._view.app.push_screen_wait(box)


def quoted_title(title: str) -> str:
    """Return the title of an article in quotation marks, cut to `TITLE_LENGTH`."""
    return in_quotation_marks(cut(title or UNTITLED, TITLE_LENGTH))


def find_tag_note(notes: Iterable[Note]) -> Note | None:
    """Return the note that only holds the tags of the article."""
    return next((note for note in notes if note.anchor is None and not note.text), None)


def tag_article(library: Library, listed: Listed, tags: Tags) -> list[Note]:
    """Return the note to save so that the article has exactly these tags; empty if it has them already."""
    known = find_tag_note(library.notes(listed.origin.id))
    if known is None:
        return [new_note(listed.origin.id, listed.origin.sha256, None, "", tags)] if tags else []
    if known.tags == tags:
        return []
    return [known.settled(tags=tags) if tags else known.settled(deleted=True)]


class DossierEdits:
    def __init__(self, view: BrowseScreen, do: Callable[[LibraryEdit], Awaitable[bool]]) -> None:
        """`do` makes a change, and says so; it returns whether it was made."""
        self._view = view
        self._do = do

    def commands(self) -> Handlers:
        ask = partial(self._view.run_worker, group="box", exclusive=True)
        return {"put-in-dossier": (partial(ask, self.put), lambda: bool(self._view.picked.entries or self._origin))}

    @property
    def _origin(self) -> Origin | None:
        """The article of the row, unless something is picked."""
        row = self._view.list.row
        return None if self._view.picked.entries or row is None or row.about.target is None else row.about.target[0]

    async def put(self) -> None:
        """Ask for a dossier and the role, and put what is picked into it, or the article of the row, or take it out."""
        articles = await self._view.ask_index(self._articles)
        names = await self._view.ask_index(dossier_names)
        if not articles or names is None:
            return
        limits = parse_query(self._view.query_text).limits
        named = [each.term.text for each in limits if each.field == "dossier"]
        first = next((name for name in names if name.casefold() in named), names[0] if len(names) == 1 else "")
        more = " …" if len(names) > SHOWN else ""
        about = f"dossiers: {', '.join(names[:SHOWN])}{more}" if names else "a name begins one"
        title = f"Put {self._what(articles)} into a dossier"
        box = DossierDialog(title, first, lambda name: self._attempt(box, name, articles), "save", about)
        await self._view.app.push_screen_wait(box)

    def _what(self, articles: Sequence[str]) -> str:
        return quoted_title(origin.title) if (origin := self._origin) else counted(articles, "article")

    def _articles(self, db: Connection) -> Sequence[str]:
        if (picked := self._view.picked.entries) is not None:
            return list(picked.find(db))
        return [origin.id] if (origin := self._origin) else []

    async def _attempt(self, box: "DossierDialog", answer: str, articles: Sequence[str]) -> str | None:
        try:
            name = dossier_name(answer)
        except ReaderError as error:
            return str(error)
        changed: list[Member] = []
        role = box.role

        def do(library: Library) -> None:
            if role is None:
                changed[:] = take_out_of_dossier(library, name, articles)
            else:
                changed[:] = put_in_dossier(library, name, dict.fromkeys(articles, role))

        put = "taken out of" if role is None else f"{'is' if len(articles) == 1 else 'are'} in"
        words = f"{self._what(articles)} {put} the dossier “{name}”"
        made = await self._do(LibraryEdit(words, lambda library: revert(library, changed), do))
        return None if made else self._view.status.message


class DossierDialog(PromptDialog):
    HINT = "Enter: save · Tab: to the role · ← →: choose · Esc: cancel"

    def compose_box(self) -> ComposeResult:
        yield from super().compose_box()
        yield field("As", Selector([*ROLES], 0, "role"))

    def show_end(self) -> None:
        super().show_end()
        self.query_one("#answer", Input).select_all()  # another name is typed over it

    @property
    def role(self) -> Role | None:
        """The chosen role; None to take the articles out."""
        return ROLES[self.query_one("#role", Selector).word]
