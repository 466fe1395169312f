"""The rows of a dossier: its texts, who speaks across them, the notes on them.

All of them stand in the side pane beside one of its texts. The library shows some as a preview of what its cursor is
on: who speaks in a dossier, or where a text was left.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from sqlite3 import Connection

from reader.document.article import Article
from reader.search import Hit, Listed, Origin, queries
from reader.search.people import Person, speakers_in
from reader.search.query import parse_query
from reader.search.snippets import plain
from reader.text.format import UNTITLED, counted
from reader.text.width import cut, drawn
from reader.tui.widgets.library_rows import PairRow, check_pieces, progress_boxes, tagged, unread_words
from reader.tui.widgets.rows import INDENT, About, HeadingRow, ListRow, RowActions, StyledText, justify, truncate_pieces
from reader.tui.widgets.saying_rows import people_rows

MOST_PEOPLE, MOST_NOTES = 12, 12  # the library has the others
Preview = tuple[str, str, Sequence[ListRow]]  # a title, a remark, and rows to be looked at

NOTHING: Preview = ("", "", ())


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


class TextRow(ListRow):
    """A text of the dossier, with how much of it was read."""

    listed: Listed
    is_draft: bool
    is_here: bool

    @property
    def about(self) -> About:
        return About(self.listed.origin.title, key=("text", self.listed.origin.id))

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


class DossierNoteRow(ListRow):
    """A note on one of the texts."""

    hit: Hit
    is_inside: bool
    """Whether its place is one in the text that is read."""

    @cached_property
    def about(self) -> About:
        words = f"{plain(self.hit.pieces)} {' '.join(f'#{tag}' for tag in self.hit.tags)}"
        return About(words, self.hit.span if self.is_inside else None, key=("note", self.hit.note))

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
    texts = []
    for listed in sorted(contents.texts, key=lambda each: each.origin.id not in contents.drafts):
        is_here = is_same_text(listed.origin, article_id, article)
        shown = replace(listed, progress=progress) if is_here else listed
        texts.append(TextRow(shown, listed.origin.id in contents.drafts, is_here))
    sources = len(texts) - len(contents.drafts)
    notes = [DossierNoteRow(hit, hit.origin.sha256 == article.sha256) for hit in contents.notes]
    return [
        *under("Texts", unread_words(sum(row.listed.progress is None for row in texts)), texts),
        *under("Who speaks", f"in {counted(sources, 'source')}", people_rows(contents.people[:MOST_PEOPLE])),
        *under("My notes", "", notes),
    ]


def under(title: str, right: str, rows: Sequence[ListRow]) -> list[ListRow]:
    """Return rows under a heading; nothing if there are none."""
    return [HeadingRow(title, gap=1, right=right), *rows] if rows else []


def is_same_text(origin: Origin, article_id: str, article: Article) -> bool:
    """Return whether an article of the library is the one that is read."""
    return origin.id == article_id or origin.source == article.source != "-"


def preview_of_text(db: Connection, listed: Listed) -> Preview:
    """Return where a text was left, or how it begins."""
    _, text = queries.text_from(db, listed.origin.id)
    paragraphs = filter(None, map(str.strip, text[: queries.EXCERPT].splitlines()))
    rows = [HeadingRow(paragraph, "", gap=1) for paragraph in paragraphs]
    return ("Where you stopped" if listed.progress else "How it begins", "", rows) if rows else NOTHING


def preview_of_dossier(db: Connection, within: str, *, is_beside: bool) -> Preview:
    """Return who speaks in a dossier: in two columns, or in one that `is_beside` its texts, above the notes."""
    query = parse_query(within)
    people = speakers_in(db, query, limit=MOST_PEOPLE)
    speaking = people_rows(people)
    half = (len(people) + 1) // 2
    rows: list[ListRow] = [*(speaking if is_beside else map(PairRow, speaking[:half], (*speaking[half:], None)))]
    hits = queries.list_notes(db, query, MOST_NOTES)[0] if is_beside else []
    notes: list[ListRow] = [DossierNoteRow(hit, is_inside=False) for hit in hits]
    if not people:
        return ("My notes", "", notes) if notes else NOTHING
    said = counted(sum(person.quotes for person in people), "quotation") if len(people) < MOST_PEOPLE else ""
    return "Who speaks", said, [*rows, *under("My notes", "", notes)]
