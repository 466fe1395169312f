"""The rows of a dossier in the side pane: its texts, who speaks across them, the notes on them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.document.article import Article
from reader.search import Hit, Listed, Origin
from reader.search.people import Person
from reader.search.snippets import plain
from reader.text.format import UNTITLED, counted
from reader.text.span import Span
from reader.text.width import cut, drawn
from reader.tui.widgets.library_rows import check_pieces, progress_boxes, tagged
from reader.tui.widgets.rows import (
    INDENT,
    ListRow,
    RowActions,
    StyledText,
    count_line,
    justify,
    truncate_pieces,
)

MOST_PEOPLE, MOST_NOTES = 12, 12
"""The library has the others."""

Section = tuple[str, str]
"""The heading over rows of one kind, and what stands at the end of it."""


@dataclass(frozen=True)
class DossierContents:
    """What a dossier has, as the index knows it."""

    name: str
    texts: Sequence[Listed]
    drafts: frozenset[str]
    """The ids of those that are drafts."""
    people: Sequence[Person]
    notes: Sequence[Hit]
    """The one changed last first."""


@dataclass(frozen=True)
class TextRow(ListRow):
    """A text of the dossier, with how much of it was read."""

    section: Section
    listed: Listed
    is_draft: bool
    is_here: bool

    @property
    def key(self) -> object:
        return "text", self.listed.origin.id

    @property
    def words(self) -> str:
        return self.listed.origin.title

    def choose(self, actions: RowActions, *, again: bool) -> None:
        if not self.is_here:
            actions.open_article(self.listed.origin, None)

    def lines(self, width: int) -> list[list[StyledText]]:
        listed = self.listed
        boxes = progress_boxes(listed.progress, draft=self.is_draft)
        title = (drawn(listed.origin.title or UNTITLED), "strong" if self.is_here else "")
        is_new = listed.progress is None and not self.is_draft
        first = [(f"{boxes} ", "note" if self.is_draft else "dim"), title]
        lines = [justify(first, ("•" if is_new else "", "note"), width)]
        checked = check_pieces(listed, " " * len(f"{boxes} ")) if self.is_draft else []
        return [*lines, truncate_pieces(checked, width)] if checked else lines


@dataclass(frozen=True)
class SpeakingRow(ListRow):
    """Who is quoted in the texts: the name, and how often."""

    section: Section
    person: Person
    most: int

    @property
    def key(self) -> object:
        return "person", self.person.known_in

    @property
    def words(self) -> str:
        return f"{self.person.name} {' '.join(self.person.roles)}"

    def choose(self, actions: RowActions, *, again: bool) -> None:
        actions.open_person(self.person)

    def lines(self, width: int) -> list[list[StyledText]]:
        _, _, kind = self.person.known_in
        return [count_line([(drawn(self.person.name), kind)], self.person.quotes, self.most, width)]


@dataclass(frozen=True)
class DossierNoteRow(ListRow):
    """A note on one of the texts."""

    section: Section
    hit: Hit
    is_inside: bool
    """Whether its place is one in the text that is read."""

    @property
    def span(self) -> Span | None:
        return self.hit.span if self.is_inside else None

    @property
    def key(self) -> object:
        return "note", self.hit.note

    @property
    def words(self) -> str:
        return f"{plain(self.hit.pieces)} {' '.join(f'#{tag}' for tag in self.hit.tags)}"

    def choose(self, actions: RowActions, *, again: bool) -> None:
        if self.is_inside:
            super().choose(actions, again=again)
        else:
            actions.open_article(self.hit.origin, self.hit.span)

    def lines(self, width: int) -> list[list[StyledText]]:
        hit = self.hit
        words = plain(hit.pieces) or plain(hit.passage)
        tags = " ".join(f"#{tag}" for tag in hit.tags if f"#{tag}" not in words)
        title = "" if self.is_inside else cut(drawn(hit.origin.title or UNTITLED), width // 2)
        first = truncate_pieces([("● " if hit.pieces else "○ ", "note"), *tagged(words)], width)
        return [first, justify([(INDENT, ""), (tags, "tag")], (title, "dim"), width)] if tags or title else [first]


def dossier_rows(contents: DossierContents, article_id: str, article: Article, progress: int) -> list[ListRow]:
    """Return the rows of a dossier, beside one of its texts, of which `progress` percent have been read."""
    most = max((person.quotes for person in contents.people), default=0)
    here = [is_same_text(listed.origin, article_id, article) for listed in contents.texts]
    listed = [replace(each, progress=progress) if own else each for each, own in zip(contents.texts, here, strict=True)]
    unread = sum(each.progress is None for each in listed)
    texts, notes = ("Texts", f"{unread} unread" if unread else "all read"), ("My notes", str(len(contents.notes) or ""))
    people = "Who speaks", f"in {counted(contents.texts, 'text')}"
    rows = [
        TextRow(texts, each, each.origin.id in contents.drafts, own) for each, own in zip(listed, here, strict=True)
    ]
    return [
        *sorted(rows, key=lambda row: not row.is_draft),
        *(SpeakingRow(people, person, most) for person in contents.people[:MOST_PEOPLE]),
        *(DossierNoteRow(notes, hit, hit.origin.sha256 == article.sha256) for hit in contents.notes[:MOST_NOTES]),
    ]


def is_same_text(origin: Origin, article_id: str, article: Article) -> bool:
    """Return whether an article of the library is the one that is read."""
    return origin.id == article_id or origin.source == article.source != "-"
