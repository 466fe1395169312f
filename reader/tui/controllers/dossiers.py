"""Put articles into a dossier from a list of the library: what is picked, or the article of the row.

The box asks for the name and the role, or takes them out. In the list of articles the change can be undone.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.widgets import Input

from reader.annotations.dossiers import Member, Role
from reader.errors import ReaderError
from reader.search.queries import dossier_names
from reader.search.query import parse_query
from reader.session.dossiers import put_in_dossier, revert_members, take_out_of_dossier, valid_name
from reader.text.format import counted
from reader.tui.command_router import Handlers
from reader.tui.controllers.library_edits import LibraryEdit, quoted_title
from reader.tui.dialogs import field
from reader.tui.dialogs.prompt import PromptDialog
from reader.tui.dialogs.selector import Selector
from reader.tui.screens.browse import BrowseScreen

if TYPE_CHECKING:
    from sqlite3 import Connection

    from reader.library.library import Library

ROLES: dict[str, Role | None] = {"source": "source", "draft": "draft", "take it out": None}

SHOWN = 6
"""Names of dossiers that the box lists."""


class DossierEdits:
    def __init__(self, view: BrowseScreen, do: Callable[[LibraryEdit], Awaitable[bool]]) -> None:
        """`do` makes a change, and says so; it returns whether it was made."""
        self._view = view
        self._do = do

    def commands(self) -> Handlers:
        def ask() -> object:
            return self._view.run_worker(self.put(), group="box", exclusive=True)

        def has_articles() -> bool:
            row = self._view.list.row
            return self._view.picked.entries is not None or (row is not None and row.target is not None)

        return {"put-in-dossier": (ask, has_articles)}

    async def put(self) -> None:
        """Ask for a dossier, and put what is picked into it, or the article of the row."""
        articles = await self._view.ask_index(self._articles)
        names = await self._view.ask_index(dossier_names)
        if not articles or names is None:
            return
        limits = parse_query(self._view.line.value).limits
        named = [each.term.text for each in limits if each.field == "dossier"]
        first = next((name for name in names if name.casefold() in named), names[0] if len(names) == 1 else "")
        more = " …" if len(names) > SHOWN else ""
        about = f"dossiers: {', '.join(names[:SHOWN])}{more}" if names else "a name begins one"
        title = f"Put {self._what(articles)} into a dossier"
        box = DossierDialog(title, first, lambda name: self._attempt(box, name, articles), "save", about)
        await self._view.app.push_screen_wait(box)

    def _what(self, articles: Sequence[str]) -> str:
        row = self._view.list.row
        if self._view.picked.entries is None and row is not None and row.target is not None:
            return quoted_title(row.target[0].title)
        return counted(articles, "article")

    def _articles(self, db: "Connection") -> Sequence[str]:
        if (picked := self._view.picked.entries) is not None:
            return list(picked.find(db))
        row = self._view.list.row
        return [row.target[0].id] if row is not None and row.target is not None else []

    async def _attempt(self, box: "DossierDialog", answer: str, articles: Sequence[str]) -> str | None:
        try:
            name = valid_name(answer)
        except ReaderError as error:
            return str(error)
        changed: list[Member] = []
        role = box.role

        def do(library: "Library") -> None:
            if role is None:
                changed[:] = take_out_of_dossier(library, name, articles)
            else:
                changed[:] = put_in_dossier(library, name, dict.fromkeys(articles, role))

        put = "taken out of" if role is None else f"{'is' if len(articles) == 1 else 'are'} in"
        words = f"{self._what(articles)} {put} the dossier “{name}”"
        made = await self._do(LibraryEdit(words, lambda library: revert_members(library, changed), do))
        return None if made else self._view.status.message


class DossierDialog(PromptDialog):
    HINT = "Enter: save · Tab: to the role · ← →: choose · Esc: cancel"

    def compose_more(self) -> ComposeResult:
        yield field("As", Selector([*ROLES], 0, "role"))

    def show_end(self) -> None:
        super().show_end()
        self.query_one("#answer", Input).select_all()  # another name is typed over it

    @property
    def role(self) -> Role | None:
        """The chosen role; None to take the articles out."""
        return ROLES[self.query_one("#role", Selector).word]
