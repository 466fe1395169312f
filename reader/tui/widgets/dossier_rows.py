"""The rows of a dossier in the side pane: its texts, who speaks across them, the notes on them."""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.document.article import Article
from reader.search import Hit, Listed, Origin
from reader.search.people import Person
from reader.search.snippets import plain
from reader.text.format import UNTITLED, counted
from reader.text.width import cut, drawn
from reader.tui.widgets.rows import (
    BAR_WIDTH,
    INDENT,
    ListRow,
    RowActions,
    StyledText,
    count_bar,
    filled,
    justify,
    truncate_pieces,
)

BOXES = 4
"""Small squares that tell how much of a text was read."""

MOST_PEOPLE, MOST_NOTES = 12, 12
"""The library has the others."""

Section = tuple[str, str]
"""The heading over rows of one kind, and what stands at the end of it."""

NOTES: Section = ("My notes", "")


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
    """Whether it is the one that is read."""

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
        progress = self.listed.progress
        full = 0 if progress is None else min(BOXES, round(BOXES * progress / 100))
        boxes = "✎" + " " * (BOXES - 1) if self.is_draft else "■" * full + "□" * (BOXES - full)
        title = (drawn(self.listed.origin.title or UNTITLED), "strong" if self.is_here else "")
        return [justify([(f"{boxes} ", "dim"), title], ("•" if progress is None else "", "note"), width)]


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
        figure = f" {self.person.quotes:>{len(str(self.most))}}"
        room = width - BAR_WIDTH - 1 - len(figure)
        name = truncate_pieces([(drawn(self.person.name), kind)], room)
        return [[*filled(name, room), (f" {count_bar(self.person.quotes, self.most)}", "bar"), (figure, "dim")]]


@dataclass(frozen=True)
class DossierNoteRow(ListRow):
    """A note on one of the texts."""

    section: Section
    hit: Hit
    is_here: bool
    """Whether its place is one in the text that is read."""

    @property
    def key(self) -> object:
        return "note", self.hit.note

    @property
    def words(self) -> str:
        return f"{plain(self.hit.pieces)} {' '.join(f'#{tag}' for tag in self.hit.tags)}"

    def choose(self, actions: RowActions, *, again: bool) -> None:
        if not self.is_here:
            actions.open_article(self.hit.origin, self.hit.span)
        elif self.hit.span is not None:
            actions.go_to(self.hit.span, into_text=again)

    def lines(self, width: int) -> list[list[StyledText]]:
        hit = self.hit
        words = drawn(plain(hit.pieces) or plain(hit.passage))
        tags = " ".join(f"#{tag}" for tag in hit.tags if f"#{tag}" not in words)
        title = "" if self.is_here else cut(drawn(hit.origin.title or UNTITLED), width // 2)
        first = truncate_pieces([("● " if hit.pieces else "○ ", "note"), (words, "")], width)
        return [first, justify([(INDENT, ""), (tags, "tag")], (title, "dim"), width)] if tags or title else [first]


def dossier_rows(contents: DossierContents, article_id: str, article: Article) -> list[ListRow]:
    """Return the rows of a dossier, beside one of its texts."""
    most = max((person.quotes for person in contents.people), default=0)
    unread, size = sum(listed.progress is None for listed in contents.texts), counted(contents.texts, "text")
    texts, people = (contents.name, f"{unread} unread" if unread else size), ("Who speaks", f"in {size}")
    return [
        *(
            TextRow(texts, each, each.origin.id in contents.drafts, is_same_text(each.origin, article_id, article))
            for each in contents.texts
        ),
        *(SpeakingRow(people, person, most) for person in contents.people[:MOST_PEOPLE]),
        *(DossierNoteRow(NOTES, hit, hit.origin.sha256 == article.sha256) for hit in contents.notes[:MOST_NOTES]),
    ]


def is_same_text(origin: Origin, article_id: str, article: Article) -> bool:
    """Return whether an article of the library is the one that is read."""
    return origin.id == article_id or origin.source == article.source != "-"
