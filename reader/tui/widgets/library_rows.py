"""The rows of the library: articles, dossiers, what leads to them, hits, notes and tags."""

import re
from collections.abc import Sequence, Set
from datetime import datetime
from functools import cached_property

from reader.analysis import NOT_FOUND, NOT_SOUGHT
from reader.search import Hit, Listed, ListedDossier, Origin, Pieces
from reader.search.picks import find_picks, make_picks, picks_of_articles
from reader.search.query import parse_query
from reader.search.snippets import plain
from reader.sources.detect import site_of
from reader.system.paths import home_as_tilde
from reader.text.format import UNTITLED, counted
from reader.text.width import cells_of, cut, cut_start, drawn
from reader.tui.widgets.rows import (
    INDENT,
    About,
    ListRow,
    Pick,
    StyledText,
    filled,
    format_day,
    indented,
    justify,
    truncate_pieces,
    wrap_pieces,
    wrap_text,
)
from reader.verification import SIGNS
from reader.view.progress import format_minutes

BOXES = 4  # small squares that tell how much of a text was read
BESIDE_BOXES = " " * (BOXES + 2)  # what stands in their place below the title
READ_FROM = 95  # percent from which a text counts as read: at its end the caret is somewhere in the last screen


class ArticleRow(ListRow):
    """An article: how much of it was read, its title, when it was opened; who wrote it and when; the last note."""

    listed: Listed
    draft: bool = False
    """True if it is a draft in the dossier that is listed."""
    gap: int = 0

    @cached_property
    def about(self) -> About:
        origin = self.listed.origin
        return About(origin.title, target=(origin, None), pick=pick_of_article(origin))

    def lines(self, width: int) -> list[list[StyledText]]:
        listed = self.listed
        opened = format_opened(listed.opened)
        is_new = listed.progress is None and not self.draft
        state = [
            *([("  • ", "note"), ("new", "dim")] if is_new else []),
            ("  archived" if listed.archived else "", "dim"),
        ]
        boxes = [
            (progress_boxes(listed.progress, draft=self.draft), "note" if self.draft else "dim"),
            (f"  {drawn(listed.origin.title or UNTITLED)}", "dim" if listed.archived else "strong"),
        ]
        told = "".join(words for words, _ in state)
        beside = cells_of(f"{told}{opened}") + (2 if told else 1)
        title = [*truncate_pieces(boxes, max(width // 2, width - beside)), *state]
        about: list[StyledText] = [(f"{BESIDE_BOXES}{self._about(width)}", "dim"), *check_pieces(listed, "  ")]
        return [justify(title, (opened, "dim"), width), truncate_pieces(about, width), *self._last(width)]

    def _about(self, width: int) -> str:
        """Return who wrote it where and when, and how long it takes to read."""
        listed, source = self.listed, self.listed.origin.source
        site = site_of(source)
        paged = [form.upper() for form in ("pdf", "epub") if source.lower().endswith(f".{form}")]
        path = "standard input" if source == "-" else drawn(home_as_tilde(source.partition("://")[2] or source))
        by = listed.by or ("" if self.draft else cut_start(path, width // 2))
        where = site if site and site not in by else ""
        day = format_day(listed.published[:10], "%B")  # as it is dated, wherever that was
        parts = ["draft" if self.draft else "", by, where, day, *paged, time_left(listed)]
        return " · ".join(drawn(words) for words in parts if words)

    def _last(self, width: int) -> list[list[StyledText]]:
        """Return the line with the worst verdict, or else the last note and the tags; none if there is neither."""
        listed = self.listed
        if (check := listed.checked) is not None and check.verdict:
            sign = SIGNS["complaint" if check.complaints else "doubtful"]
            kind = "orphaned" if check.complaints else "uncertain"
            verdict = f"  {cut(drawn(check.verdict), width // 2)}"
            words = [(f"{BESIDE_BOXES}{sign} ", kind), (drawn(check.worst), "")]
            return [[*truncate_pieces(words, width - cells_of(verdict)), (verdict, kind)]]
        tags = " ".join(f"#{drawn(tag)}" for tag in listed.tags if f"#{tag}" not in listed.note)
        if not (listed.note or tags):
            return []
        count = counted(listed.notes, "note") if listed.notes > 1 else ""
        sign = "● " if listed.note else ""
        pieces = [(f"{BESIDE_BOXES}{sign}", "note"), *tagged(listed.note), (f"  {tags}" if tags else "", "tag")]
        return [justify(pieces, (count, "dim"), width)]


class DossierRow(ListRow):
    """A dossier: its name, how many texts it has, how much of them was read, and the last note."""

    dossier: ListedDossier
    query: str
    """What finds its texts."""
    gap: int = 0
    beside: bool = False
    """True in a side pane, which has less room."""

    @property
    def about(self) -> About:
        return About(self.dossier.name, key=("dossier", self.query))

    def lines(self, width: int) -> list[list[StyledText]]:
        dossier = self.dossier
        about = [(f"{progress_boxes(dossier.progress)}  {unread_words(dossier.unread)}", "dim")]
        if dossier.note and not self.beside:
            about += [("  ● ", "note"), (drawn(dossier.note), "")]
        name = [(drawn(dossier.name), "strong")]
        return [
            justify(name, (counted(dossier.texts, "text"), "dim"), width),
            justify(about, (format_opened(dossier.opened, day_only=self.beside), "dim"), width),
        ]


class PlaceRow(ListRow):
    """A line that leads somewhere: to one of the lists over everything, to a text, or to what begins the library."""

    place: str
    """The id of a command or of an article."""
    sign: str
    label: str
    right: str = ""
    help: str = ""
    """What it is for, in a line of its own."""
    listed: Listed | None = None

    @property
    def about(self) -> About:
        target = None if self.listed is None else (self.listed.origin, None)
        return About(self.label, key=("place", self.place), target=target)

    def lines(self, width: int) -> list[list[StyledText]]:
        first = justify([(f"{self.sign} ", "note"), (drawn(self.label), "")], (self.right, "dim"), width)
        return [first, *indented([(line, "dim")] for line in wrap_text(self.help, width - len(INDENT)))]


class PairRow(ListRow):
    """Two rows of one line beside each other."""

    left: ListRow
    right: ListRow | None

    @property
    def about(self) -> About:
        return About(f"{self.left.about.words} {self.right.about.words if self.right else ''}")

    def lines(self, width: int) -> list[list[StyledText]]:
        half = (width - len(BESIDE_BOXES)) // 2
        first = filled(self.left.lines(half)[0], half + len(BESIDE_BOXES))
        return [[*first, *(self.right.lines(half)[0] if self.right else ())]]


class HitRow(ListRow):
    """A hit: its article, the speaker or the passage of a note, and its words."""

    hit: Hit

    gap = 1

    @cached_property
    def about(self) -> About:
        hit, own = self.hit, self.hit.origin.id
        picks = make_picks([(own, hit.kind, hit.note, hit.span)])
        picked = Pick((hit.kind, hit.note or (own, hit.span)), lambda db: picks)
        pick = pick_of_article(hit.origin) if hit.kind == "article" else picked
        return About(plain(hit.pieces), target=(hit.origin, hit.span), pick=pick)

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


class TagRow(ListRow):
    name: str
    count: int
    folded: bool | None
    """None if it has no sub-tags."""

    @cached_property
    def about(self) -> About:
        pick = Pick(("tag", self.name), lambda db: find_picks(db, parse_query(f"in:notes tag:{self.name}")))
        return About(self.name, pick=pick)

    def lines(self, width: int) -> list[list[StyledText]]:
        depth = self.name.count("/")
        sign = {None: "  ", True: "▸ ", False: "▾ "}[self.folded]
        name = f"#{drawn(self.name)}" if depth == 0 else drawn(self.name.rpartition("/")[2])
        return [justify([(INDENT * depth + sign, "dim"), (name, "tag")], (str(self.count), "dim"), width)]


def pick_of_article(origin: Origin) -> Pick:
    return Pick(("article", origin.id), lambda db: picks_of_articles(db, [origin.id]))


def article_rows(articles: Sequence[Listed], drafts: Set[str] = frozenset(), gap: int = 0) -> list[ListRow]:
    """Return a row for each article, with the ids of `drafts`, which stand first."""
    ordered = sorted(articles, key=lambda listed: listed.origin.id not in drafts)
    return [ArticleRow(listed, listed.origin.id in drafts, gap) for listed in ordered]


def tag_rows(counts: Sequence[tuple[str, int]], folded: Set[str]) -> list[ListRow]:
    """Return the tags as a tree, without the sub-tags of folded ones."""
    names = {name for name, _ in counts}
    holders = {name.rpartition("/")[0] for name in names if "/" in name}
    rows: list[ListRow] = []
    for name, count in counts:
        parts = name.split("/")
        if not any("/".join(parts[:depth]) in folded for depth in range(1, len(parts))):
            rows.append(TagRow(name, count, name in folded if name in holders else None))
    return rows


def progress_boxes(percent: int | None, *, draft: bool = False) -> str:
    """Return how much of a text was read, as in ■■□□; a pencil for a draft."""
    full = min(BOXES, max(int(bool(percent)), round(BOXES * (percent or 0) / 100)))
    return "✎".ljust(BOXES) if draft else "■" * full + "□" * (BOXES - full)


def unread_words(count: int) -> str:
    """Return how many texts were never opened."""
    return f"{count} unread" if count else "all opened"


def check_pieces(listed: Listed, lead: str) -> list[StyledText]:
    """Return the counts of the last check of a text, as in 1 ✓  3 ✗  of 4; nothing if it was never checked."""
    check = listed.checked
    if check is None:
        return []
    counts = zip(("fine", "uncertain", "orphaned"), SIGNS.values(), check[:3], strict=True)
    signs = [(f"{count} {sign}  ", kind) for kind, sign, count in counts if count]
    since = "" if check.sha256 == listed.origin.sha256 else ", changed since"
    return [(lead, ""), *signs, (f"of {counted(sum(check[:3]), 'quotation')}{since}", "dim")]


def time_left(listed: Listed) -> str:
    """Return how long the rest takes to read: "6 min left"; "2 min" of a text that is new."""
    if (listed.progress or 0) >= READ_FROM:
        return "read"
    left = listed.minutes * (100 - (listed.progress or 0)) / 100
    return f"{format_minutes(left)}{' left' if listed.progress else ''}" if left else ""


def tagged(words: str) -> list[StyledText]:
    """Return the words of a note, its tags in their colour."""
    return [(drawn(part), "tag" if part.startswith("#") else "") for part in re.split(r"((?<!\S)#[\w/-]+)", words)]


def format_opened(moment: str, *, day_only: bool = False) -> str:
    """Return an ISO time as a local day, today's with the time of day unless it is `day_only`."""
    try:
        time = datetime.fromisoformat(moment).astimezone()
    except ValueError:
        return moment[:10]
    days = (datetime.now().astimezone().date() - time.date()).days
    today = "today" if day_only else f"today {time:%H:%M}"
    return today if days == 0 else "yesterday" if days == 1 else format_day(moment)


def styled(pieces: Pieces, kind: str) -> list[StyledText]:
    return [(drawn(text), "strong" if found else kind) for text, found in pieces]
