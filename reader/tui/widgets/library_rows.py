"""The rows of the screens over the whole library: articles, hits, notes, tags, quotes and mentions of a name."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from reader.analysis import NOT_FOUND, NOT_SOUGHT
from reader.search import Hit, Listed, ListedDossier, Origin, Pieces
from reader.search.people import Mention, Person, Saying
from reader.search.picks import find_picks, picks_of_articles, picks_of_hits, picks_of_saying
from reader.search.query import parse_query
from reader.search.snippets import plain
from reader.system.paths import home_as_tilde
from reader.text.format import UNTITLED, collapse_whitespace, counted
from reader.text.span import Span
from reader.text.width import cells_of, cut, drawn
from reader.tui.widgets.rows import (
    INDENT,
    HeadingRow,
    ListRow,
    Pick,
    StyledText,
    indented,
    justify,
    truncate_pieces,
    wrap_pieces,
    wrap_two_lines,
)

Located = TypeVar("Located", Saying, Mention)

COLUMNS_FROM = 110
"""Cells from which the list of articles has columns instead of two lines for each."""

BAR = 5
"""Cells of the bar for how much of an article was read."""

GAP = 2
"""Cells before each column but the first."""

NOTES, OPENED = 5, 10
"""Cells of the columns for the number of notes and the day of the last opening."""

COLUMN_NAMES = ("Article", "Author or file", "Read", "Notes", "Tags", "Opened")
TITLE_COLUMN, SOURCE_COLUMN, READ_COLUMN, NOTES_COLUMN, TAGS_COLUMN, OPENED_COLUMN = COLUMN_NAMES


@dataclass(frozen=True, slots=True)
class ArticleColumns:
    """The widths of the columns that may be empty in all rows of a list, with their gaps; those have none then."""

    progress: int = GAP + BAR
    notes: int = GAP + NOTES
    tags: int = 0
    """That of the longest tags, which are cut if there is no room."""

    def widths(self, width: int) -> tuple[int, ...]:
        """Return the widths of all columns of a list that is `width` cells wide, in the order of `COLUMN_NAMES`."""
        opened = GAP + OPENED
        room = width - self.progress - self.notes - opened
        tags, about = min(self.tags, room * 2 // 10), room * 3 // 10
        return room - tags - about, about, self.progress, self.notes, tags, opened


@dataclass(frozen=True)
class ArticleRow(ListRow):
    """An article: its title and when it was opened; its author, date, progress, notes and tags."""

    listed: Listed
    columns: ArticleColumns = ArticleColumns()
    draft: bool = False
    """True if it is a draft in the dossier that is listed."""

    @property
    def words(self) -> str:
        return self.listed.origin.title

    @property
    def _standing(self) -> str:
        """What is said after the title."""
        return f"{'  draft' if self.draft else ''}{'  archived' if self.listed.archived else ''}"

    @property
    def target(self) -> tuple[Origin, Span | None]:
        return self.listed.origin, None

    @property
    def pick(self) -> Pick:
        article_id = self.listed.origin.id
        return Pick(("article", article_id), lambda db: picks_of_articles(db, [article_id]))

    def lines(self, width: int) -> list[list[StyledText]]:
        return [self._columns(width)] if width >= COLUMNS_FROM else self._two_lines(width)

    def _columns(self, width: int) -> list[StyledText]:
        """Return title, author or path, progress, notes, tags and the day of the last opening beside each other."""
        listed = self.listed
        title, about, progress, notes, tags, opened = self.columns.widths(width)
        words = drawn(listed.by or end_of_source(listed.origin.source, about - GAP))
        name = f"{drawn(listed.origin.title or UNTITLED)}{self._standing}"
        count = str(listed.notes or "")
        return [
            (pad(name, title), "dim" if listed.archived else "strong"),
            (pad(f"  {words}", about), "dim"),
            (pad(f"  {progress_bar(listed.progress)}", progress), "dim"),
            (pad(f"  {count:>4}{'●' if count else ''}", notes), "note"),
            (pad(f"  {tags_line(listed)}", tags), "tag"),
            (f"{format_opened(listed.opened):>{opened}}", "dim"),
        ]

    def _two_lines(self, width: int) -> list[list[StyledText]]:
        listed = self.listed
        title = [(drawn(listed.origin.title or UNTITLED), "strong"), (self._standing, "dim")]
        source = listed.origin.source
        path = end_of_source(source, width // 2)
        paged = [form.upper() for form in ("pdf", "epub") if source.lower().endswith(f".{form}")]
        about = [listed.by or path, listed.published[:10], *paged]  # there may be several forms with one title
        read = "" if listed.progress is None else f"  {progress_bar(listed.progress)} {listed.progress}%"
        pieces = [
            (f"{INDENT}{' · '.join(drawn(words) for words in about if words)}", "dim"),
            (read, "dim"),
            (f"  {counted(listed.notes, 'note')}" if listed.notes else "", "note"),
            (f"  {tags_line(listed)}" if listed.tags else "", "tag"),
        ]
        return [justify(title, (format_opened(listed.opened), "dim"), width), truncate_pieces(pieces, width)]


@dataclass(frozen=True)
class DossierRow(ListRow):
    """A dossier: its name, how many texts it has, how many of them are unread, and the last note."""

    dossier: ListedDossier

    @property
    def words(self) -> str:
        return self.dossier.name

    @property
    def key(self) -> object:
        return "dossier", self.dossier.name

    def lines(self, width: int) -> list[list[StyledText]]:
        dossier = self.dossier
        unread = f"{dossier.unread} unread" if dossier.unread else "all read"
        about = f"{INDENT}{counted(dossier.texts, 'text')} · {unread}"
        note: list[StyledText] = [("  ● ", "note"), (drawn(dossier.note), "")] if dossier.note else []
        name = [(drawn(dossier.name), "strong")]
        return [
            justify(name, (format_opened(dossier.opened), "dim"), width),
            truncate_pieces([(about, "dim"), *note], width),
        ]


@dataclass(frozen=True)
class HitRow(ListRow):
    """A hit: its article, the speaker or the passage of a note, and its words."""

    hit: Hit

    gap = 1

    @property
    def words(self) -> str:
        return plain(self.hit.pieces)

    @property
    def target(self) -> tuple[Origin, Span | None]:
        return self.hit.origin, self.hit.span

    @property
    def pick(self) -> Pick:
        hit, article_id = self.hit, self.hit.origin.id
        if hit.kind == "article":
            return Pick(("article", article_id), lambda db: picks_of_articles(db, [article_id]))
        return Pick((hit.kind, hit.note or (article_id, hit.span)), lambda db: picks_of_hits([hit]))

    def lines(self, width: int) -> list[list[StyledText]]:
        hit, room = self.hit, width - len(INDENT)
        signs = {"article": ("¶ ", "dim"), "quote": ("“ ", "quote"), "note": ("● " if hit.pieces else "○ ", "note")}
        title = (drawn(hit.origin.title or UNTITLED), "strong" if hit.kind == "article" else "")
        style = "quote" if hit.kind == "quote" else ""
        return [
            justify([signs[hit.kind], title], (hit.origin.day, "dim"), width),
            *self._speaker(width),
            *indented(wrap_pieces(styled(hit.passage, "quote"), room, 1)),
            *indented(wrap_pieces(styled(hit.pieces, style), room, 2)),
            *self._beside(width),
        ]

    def _speaker(self, width: int) -> list[list[StyledText]]:
        """Return the line with the speaker of a quote; none for other hits."""
        hit = self.hit
        if hit.kind != "quote":
            return []
        absent = NOT_SOUGHT if hit.certainty is None else NOT_FOUND
        who = (drawn(hit.speaker), "strong") if hit.speaker else (absent, "dim")
        marks = [("?  uncertain" if hit.uncertain else "", "dim"), ("  indirect" if hit.indirect else "", "dim")]
        return [truncate_pieces([(INDENT, ""), who, *marks], width)]

    def _beside(self, width: int) -> list[list[StyledText]]:
        """Return the line with the author, the state and the other tags of a note; none if it has none of them."""
        hit = self.hit
        tags = [f"#{drawn(tag)}" for tag in hit.tags if f"#{tag}" not in plain(hit.pieces)]
        state = hit.state if hit.state not in ("", "exact") else ""
        if hit.kind != "note" or not (tags or state or hit.author):
            return []
        author = (f"{INDENT}{drawn(hit.author)}" if hit.author else "", "dim")
        standing = (f"{INDENT}{state}" if state else "", "orphaned" if "orphaned" in state else "changed")
        return [truncate_pieces([author, standing, (f"{INDENT}{' '.join(tags)}", "tag")], width)]


@dataclass(frozen=True)
class TagRow(ListRow):
    name: str
    count: int
    folded: bool | None
    """None if it has no sub-tags."""

    @property
    def words(self) -> str:
        return self.name

    @property
    def pick(self) -> Pick:
        return Pick(("tag", self.name), lambda db: find_picks(db, parse_query(f"in:notes tag:{self.name}")))

    def lines(self, width: int) -> list[list[StyledText]]:
        depth = self.name.count("/")
        sign = {None: "  ", True: "▸ ", False: "▾ "}[self.folded]
        name = f"#{drawn(self.name)}" if depth == 0 else drawn(self.name.rpartition("/")[2])
        return [justify([(INDENT * depth + sign, "dim"), (name, "tag")], (str(self.count), "dim"), width)]


@dataclass(frozen=True)
class PersonRow(ListRow):
    """Who is quoted: the name, how texts introduce the person, how much is said in how many."""

    person: Person

    @property
    def words(self) -> str:
        return f"{self.person.name} {' '.join(self.person.roles)}"

    def lines(self, width: int) -> list[list[StyledText]]:
        person = self.person
        counts = f"{counted(person.quotes, 'quote')} in {counted(person.articles, 'text')}"
        roles = drawn(" · ".join(person.roles))
        name = [(drawn(person.name), "strong"), (f"  {roles}" if roles else "", "dim")]
        return [justify(name, (counts, "dim"), width)]


@dataclass(frozen=True)
class SayingRow(ListRow):
    saying: Saying

    @property
    def words(self) -> str:
        return self.saying.words

    @property
    def target(self) -> tuple[Origin, Span | None]:
        return self.saying.origin, self.saying.span

    @property
    def pick(self) -> Pick:
        return Pick(("quote", (self.saying.origin.id, self.saying.span)), lambda db: picks_of_saying(self.saying))

    def lines(self, width: int) -> list[list[StyledText]]:
        saying = self.saying
        marks = [*(["uncertain"] if saying.uncertain else []), *(["indirect"] if saying.indirect else [])]
        where = "  ".join([*marks, f"¶ {saying.paragraph}"])
        first, *rest = wrap_two_lines(saying.words, width - len(INDENT) - cells_of(where) - 2)
        lines: list[list[StyledText]] = [justify([(INDENT, ""), (first, "quote")], (where, "dim"), width)]
        lines += [[(INDENT, ""), (line, "quote")] for line in rest]
        for note in saying.notes:
            tags = " ".join(f"#{tag}" for tag in note.tags if f"#{tag}" not in note.text)
            words = f"{'●' if note.text else '○'} {collapse_whitespace(note.text)}".rstrip()
            lines.append(truncate_pieces([(INDENT, ""), (drawn(words), "note"), (f"  {drawn(tags)}", "tag")], width))
        return lines


@dataclass(frozen=True)
class MentionRow(ListRow):
    """A mention of a name, with the line around it."""

    mention: Mention

    @property
    def words(self) -> str:
        return f"{self.mention.before}{self.mention.words}{self.mention.after}"

    @property
    def target(self) -> tuple[Origin, Span | None]:
        return self.mention.origin, self.mention.span

    def lines(self, width: int) -> list[list[StyledText]]:
        spot = self.mention
        room = max(8, width - len(INDENT) - cells_of(spot.words))
        before = drawn(spot.before)
        while before and cells_of(before) > room // 2:
            before = "… " + before.removeprefix("… ").partition(" ")[2] if " " in before.removeprefix("… ") else ""
        return [
            truncate_pieces([(f"{INDENT}{before}", ""), (drawn(spot.words), "strong"), (drawn(spot.after), "")], width)
        ]


def group_by_article(things: Sequence[Located], make_row: Callable[[Located], ListRow]) -> list[ListRow]:
    rows: list[ListRow] = []
    last = ""
    for thing in things:
        if thing.origin.id != last:
            heading = "  ".join(filter(None, [thing.origin.day, thing.origin.title or UNTITLED]))
            rows.append(HeadingRow(heading, gap=bool(rows)))
            last = thing.origin.id
        rows.append(make_row(thing))
    return rows


def article_rows(articles: Sequence[Listed], drafts: Set[str] = frozenset()) -> list[ListRow]:
    """Return a row for each article, with the ids of `drafts`; columns that are empty in all rows have no width."""
    columns = ArticleColumns(
        GAP + BAR if any(listed.progress is not None for listed in articles) else 0,
        GAP + NOTES if any(listed.notes for listed in articles) else 0,
        max((GAP + cells_of(tags_line(listed)) for listed in articles if listed.tags), default=0),
    )
    return [ArticleRow(listed, columns, listed.origin.id in drafts) for listed in articles]


def column_names(rows: Sequence[ListRow], width: int) -> Iterator[str]:
    """Yield the name of each column of a list of articles, as wide as it; nothing for a list without columns."""
    row = next((row for row in rows if isinstance(row, ArticleRow)), None)
    if width < COLUMNS_FROM or row is None:
        return
    for name, cells in zip(COLUMN_NAMES, row.columns.widths(width), strict=True):
        if name == OPENED_COLUMN:
            yield f"{name:>{cells}}"
        else:
            yield pad(name if name == TITLE_COLUMN else f"  {name}", cells)


def tag_rows(counts: Sequence[tuple[str, int]], folded: Iterable[str]) -> list[ListRow]:
    """Return the tags as a tree, without the sub-tags of folded ones."""
    closed = set(folded)
    names = {name for name, _ in counts}
    holders = {name.rpartition("/")[0] for name in names if "/" in name}
    rows: list[ListRow] = []
    for name, count in counts:
        parts = name.split("/")
        if not any("/".join(parts[:depth]) in closed for depth in range(1, len(parts))):
            rows.append(TagRow(name, count, name in closed if name in holders else None))
    return rows


def end_of_source(source: str, room: int) -> str:
    """Return the end of a path, or a URL without its scheme, in at most `room` cells; its beginning is left out."""
    words = source.partition("://")[2] or source
    words = "standard input" if words == "-" else drawn(home_as_tilde(words))
    while cells_of(words) > max(room, 1):
        words = f"…{words.removeprefix('…')[1:]}"
    return words


def tags_line(listed: Listed) -> str:
    return " ".join(f"#{drawn(tag)}" for tag in listed.tags)


def progress_bar(percent: int | None) -> str:
    """Return how much of an article was read, as in ▰▰▱▱▱; blank if it was never opened on the screen."""
    if percent is None:
        return " " * BAR
    full = min(BAR, max(int(percent > 0), round(BAR * percent / 100)))
    return "▰" * full + "▱" * (BAR - full)


def pad(words: str, width: int) -> str:
    """Return `words` cut or filled up to `width` cells."""
    shown = cut(words, width)
    return shown + " " * (width - cells_of(shown))


def format_opened(moment: str) -> str:
    """Return an ISO time as a local date, or as a time of day if it is today."""
    try:
        time = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment[:10]
    return f"{time:%H:%M}" if time.date() == datetime.now().astimezone().date() else f"{time:%Y-%m-%d}"


def styled(pieces: Pieces, kind: str) -> list[StyledText]:
    return [(drawn(text), "strong" if found else kind) for text, found in pieces]
