"""Rows of every kind at several widths, with the styles of their words, and what they do: golden files to read.

A style is written behind its words, as in ‹words|style›.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from reader.analysis import Entity
from reader.document.article import Block
from reader.search import Hit, Listed, ListedDossier, Origin
from reader.search.people import Mention, Remark, Saying
from reader.session.state import LastCheck
from reader.text.span import Span
from reader.text.width import cells_of
from reader.tui.chrome.scene import head_words
from reader.tui.screens.versions import report_rows
from reader.tui.widgets.check_rows import SourcedRow
from reader.tui.widgets.library_rows import DossierRow, HitRow, PairRow, PlaceRow, article_rows, tag_rows
from reader.tui.widgets.note_rows import DraftRow
from reader.tui.widgets.rows import HeadingRow, ListRow, NameRow, OutlineRow
from reader.tui.widgets.saying_rows import MentionRow, SayingRow, group_by_article
from tests.fixtures.golden import check_golden
from tests.tui.screens.test_versions import report
from tests.tui.widgets.test_check_rows import DIFFERENCES, check
from tests.tui.widgets.test_rows import note_row, quote_row

WIDTHS = (26, 44, 70, 110)

VOTE = Origin("a", "The Harbour Vote of the Council of Leith", "/news/2026/the-harbour-vote.epub", "2026-03-02", "")
NOON = Origin("b", "", "https://example.org/another/day/in/leith.html", "2026", "")
PIPED = Origin("c", "漢字の記事", "-", "", "")

SAID = "Nobody should pay for a harbour twice, and nobody who has seen one fall into the sea would ask anybody to."


def written(rows: Sequence[ListRow], width: int) -> Iterator[str]:
    """Yield the lines of rows, none wider than there is room."""
    for row in rows:
        yield from [""] * row.gap
        for line in row.lines(width):
            assert sum(cells_of(words) for words, _ in line) <= width
            yield "".join(f"‹{words}|{kind}›" if kind else words for words, kind in line if words)


def articles() -> list[ListRow]:
    listed = [
        Listed(
            VOTE,
            "Ann Lee, Bo Chen",
            "2016-03-02T10:00",
            "2026-03-03",
            "2016-03-04T11:00:00Z",
            False,
            12,
            ("x", "city"),
            45,
            "Who was told? #x",
            90,
        ),
        Listed(NOON, "", "2016-11-09", "2026-04-05", "never", True, 0, (), None, minutes=1.4),
        Listed(PIPED, "", "2025", "2026-04-05", "2015-12-31T12:00:00Z", False, 1, ("漢字",), 100, "", 8),
        Listed(
            VOTE,
            "Ann Lee",
            "",
            "",
            "never",
            False,
            0,
            (),
            3,
            checked=LastCheck(1, 0, 3, "¶ 2  “A limit would keep it open,”", "torn: she says the opposite", ""),
        ),
        Listed(NOON, "Bo", "", "", "never", False, 0, (), 3, checked=LastCheck(2, 1, 0, "¶ 9  “No.”", "doubtful", "?")),
    ]
    return [*article_rows(listed), *article_rows(listed[3:4], {VOTE.id})]


def dossiers() -> list[ListRow]:
    dossier = ListedDossier("The harbour", 12, 3, "2016-03-04T11:00:00Z", f"Who was told? {SAID}", 40)
    read = ListedDossier("Old", 1, 0, "never", "", 100)
    shown = [DossierRow(each, "", beside=beside) for each in (dossier, read) for beside in (False, True)]
    places = [PlaceRow("all-notes", "2", "All notes", "1,204"), PlaceRow("add", "•", "A file", help=f"of yours {SAID}")]
    return [*shown, *places, PairRow(places[0], places[0]), PairRow(places[0], None)]


def hits() -> list[ListRow]:
    words = (("Nobody should pay for a ", False), ("harbour", True), (f" twice. {SAID}", False))
    return [
        HitRow(Hit("article", VOTE, words, None)),
        HitRow(Hit("quote", NOON, words, Span(1, 9), speaker="Maria Ortiz", uncertain=True, indirect=True)),
        HitRow(Hit("quote", PIPED, words, Span(1, 9))),
        HitRow(Hit("note", VOTE, words, Span(1, 9), "n", ((SAID, False),), ("x", "harbour"), "changed", author="Bo")),
        HitRow(Hit("note", VOTE, (), None, "n", ((SAID, False),), ("x",), "orphaned")),
        HitRow(Hit("note", VOTE, (("#x", True),), None, "n", (), ("x",), "exact")),
    ]


def people() -> list[ListRow]:
    sayings = [
        Saying(VOTE, Span(0, 9), SAID, "Ann", True, None, False, 3),
        Saying(
            VOTE,
            Span(9, 12),
            "“No.”",
            "Ann",
            False,
            None,
            True,
            12,
            (Remark("m", "why?", ("x",)), Remark("n", "", ("y", "z"))),
        ),
        Saying(NOON, Span(0, 9), "“漢字”", "", True, None, True, 1),
    ]
    mentions = [
        Mention(VOTE, Span(9, 12), "When it rained in the long winter of the harbour, ", "Ortiz", " went out to see."),
        Mention(NOON, Span(0, 5), "", "Ortiz", f" said so. {SAID}"),
    ]
    return [*group_by_article(sayings, SayingRow), *group_by_article(mentions, MentionRow)]


def tags() -> list[ListRow]:
    counts = [("city", 12), ("city/harbour", 9), ("city/harbour/quay", 1), ("harbour", 3), ("old", 1), ("old/er", 1)]
    return tag_rows(counts, {"old"})


def checks() -> list[ListRow]:
    return [
        SourcedRow(check(), 3),
        SourcedRow(check("altered", "other", differences=DIFFERENCES, remarks=("a negation is left out: “not”",)), 12),
        SourcedRow(check("adapted", "unknown", differences=DIFFERENCES * 9), 3),
        SourcedRow(check("missing", None, None), 3, "2026-11-26T10:00:00Z"),
    ]


def versions() -> list[ListRow]:
    said = "The council of Leith voted on Friday.\n\n“It was fair,” said Ann Lee."
    old = f"The Vote\n\n{said}\n\n{SAID}\n\nThe end is near.\n"
    new = old.replace("Friday", "Monday night").replace("Ann Lee", "Tom Ray").replace("The end is near.\n", "")
    return list(report_rows(report(old, f"{new}\nIt began to rain.\n\n“Why?” asked Bo Chen.\n")))


def test_rows_are_drawn_as_they_were_read() -> None:
    parts: list[str] = []
    for make in (articles, dossiers, hits, people, tags, checks, versions):
        for width in WIDTHS:
            parts += [f"== {make.__name__}, {width} cells", *written(make(), width)]
    check_golden("rows.txt", "\n".join(parts) + "\n")


def in_text() -> list[ListRow]:
    """Rows of the side pane: names, quotes, notes and headings of the text."""
    seen, unseen = (Entity(name, "person", ("Ortiz",), at) for name, at in (("Maria Ortiz", (Span(3, 9),)), ("Bo", ())))
    quotes = (quote_row(), quote_row(0.4), quote_row(0.8, "", indirect=True), quote_row(page="12"))
    made = (note_row("Why?\nWhen?", ("x",)), note_row(""))
    notes = (replace(row, note=replace(row.note, id=f"note {number}")) for number, row in enumerate(made))
    return [
        HeadingRow("People"),
        *(NameRow(each, 9) for each in (seen, unseen)),
        *quotes,
        *notes,
        *(DraftRow("By whom", "d", place) for place in (Span(3, 9), None)),
        OutlineRow(Block(Span(7, 12), "heading", 2), "The vote", 1),
    ]


def told(value: object) -> str:
    match value:
        case Span(start, end):
            return f"{start}–{end}"
        case Origin(own):
            return f"article {own}"
        case str() | bool() | int() | None:
            return repr(value)
        case tuple():
            return f"({', '.join(map(told, value))})"
    return type(value).__name__


class Recorder:
    """What rows have the screen do, in words."""

    def __init__(self) -> None:
        self.done: list[str] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        def record(*values: object, **named: object) -> None:
            shown = [*map(told, values), *(f"{key}={told(value)}" for key, value in named.items())]
            self.done.append(f"{name}({', '.join(shown)})")

        return record


def test_what_rows_are_and_do_is_as_it_was_read() -> None:
    parts: list[str] = []
    for make in (in_text, articles, dossiers, hits, people, tags, checks, versions):
        parts.append(f"== {make.__name__}")
        rows = make()
        for number, row in enumerate(rows):
            actions: Any = Recorder()
            for again in (False, True):
                row.choose(actions, again=again)
            about = {
                "summary": row.summary,
                "key": row.key,
                "spans": tuple(row.spans),
                "a passage": row.is_passage,
                "leads to": row.about.target,
                "like": tuple(index for index, other in enumerate(make()) if row.similarity(other)),
            }
            known = ((name, value) for name, value in about.items() if value not in (None, (), (number,)))
            facts = [f"{name}: {told(value)}" for name, value in known if value is not False]
            facts += [word for word, holds in (("fixed", not row.selectable), ("counted", row.counted)) if holds]
            parts.append(f"-- {type(row).__name__} {row.about.words!r}\n   {', '.join(facts)}")
            parts += [f"   {each}" for each in actions.done]
    check_golden("rows-do.txt", "\n".join(parts) + "\n")


def test_heads_are_drawn_as_they_were_read() -> None:
    parts: list[str] = []
    for title, remarks in (
        ("vote.txt", ("3 min", "¶ 1 · 0%")),
        ("", ("", "0%")),
        ("A long title of an article", ()),
    ):
        for width in range(3, 48, 4):
            parts.append("".join(words for words, _ in head_words(width, True, title, remarks)))
            assert cells_of(parts[-1]) == width
    check_golden("heads.txt", "\n".join(parts) + "\n")
