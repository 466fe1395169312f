"""What stands in the margin, by the genre of the text."""

from dataclasses import replace
from pathlib import Path

import pytest

from reader.analysis import Analysis, Entity, Quote, Speaker
from reader.analysis.engine import analyze
from reader.anchoring import Anchor
from reader.annotations.proposals import AddNote, new_proposal
from reader.document.article import Article, Page
from reader.sources.markdown import read_markdown
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.text.width import cells_of
from reader.tui.chrome.margin_entries import (
    ENTRIES,
    FEW_QUOTES,
    MOST_ROWS,
    MarginEntry,
    SpeakerEntries,
    WordsEntry,
    cards_of,
    entries_of,
    named_entries,
)
from reader.tui.controllers.genre import GENRE_VIEWS
from reader.tui.widgets.quote_rows import ListedQuotes
from reader.tui.widgets.rows import format_day

NEWS = (
    "The Vote\n\n“We were not told,” said Maria Ortiz, the mayor. “Nobody told us,” she said. “It was late,” said Tom "
    "Ray.\n\n“We shall see,” Ortiz said.\n"
)

PAPER = """# Cracks

Riveted joints give warning late [7], as Figure 2 shows. Others agree [8].

Figure 2 was drawn again.

Figure 2: Crack length of both girders.

See Table 1.

## References

[7] Osei, Brandt. Rivets after a century. Steel and Time 18.

[8] Kovac. Overloaded once.
"""

PATCH = """diff --git a/reader/words.py b/reader/words.py
--- a/reader/words.py
+++ b/reader/words.py
@@ -10,4 +10,5 @@ def count(words: str) -> int:
     line
-    gone
+    new
+    newer
     line
"""


def written(entry: MarginEntry, width: int = 60) -> list[str]:
    return ["".join(words for words, _ in line).rstrip() for line in entry.lines(width)]


def speakers(article: Article, analysis: Analysis, *, in_turns: bool = False) -> SpeakerEntries:
    return SpeakerEntries(ListedQuotes(article, analysis), analysis.entities, in_turns=in_turns)


def test_a_speaker_is_named_once_in_a_paragraph_with_the_role_that_the_text_gives() -> None:
    article = read_plain(NEWS)
    found = list(speakers(article, analyze(article, "rules")))
    assert [" ".join(written(entry)[0].split()) for entry in found] == [
        "Maria Ortiz mayor 2 quotes",
        "Tom Ray",
        "Maria Ortiz mayor",
    ]
    assert [article.text.count("“", 0, entry.span.start + 1) for entry in found] == [1, 3, 4]


def test_a_doubtful_speaker_is_marked_and_kept_and_nobody_is_said_to_be_nobody() -> None:
    article = read_plain("“One,” somebody said.\n\n“Two,” it said.\n")
    doubtful = Quote(Span(0, 6), Speaker("Ann Lee", Span(7, 15)), None, 0.4)
    nobody = Quote(article.block_at(25).span, None, None, 0.0)
    found = list(speakers(article, Analysis("rules", (), (doubtful, nobody))))
    assert [written(entry) for entry in found] == [["? Ann Lee"], ["? speaker not found"]]
    assert [entry.is_kept for entry in found] == [True, False]


def test_a_turn_whose_label_names_the_speaker_is_told_only_from_above() -> None:
    article = read_plain("Ann Lee: Were you told?\n\nQ: And then?\n")
    said = [Quote(article.block_at(at).span, Speaker("Ann Lee", Span(0, 7)), None, 1.0) for at in (0, 25)]
    said[0] = replace(said[0], span=Span(9, 23))
    entries = list(speakers(article, Analysis("rules", (), tuple(said)), in_turns=True))
    assert [entry.is_told for entry in entries] == [False, True]
    assert all(entry.reaches_on for entry in entries)


@pytest.mark.parametrize("quotes", range(FEW_QUOTES + 2))
def test_people_are_named_where_there_are_few_quotations(quotes: int) -> None:
    article = read_plain("Ann Lee met Tom Ray in Leith. " + "“So it goes.” " * quotes)
    at = [article.text.index("“") + 14 * number for number in range(quotes)]
    said = tuple(Quote(Span(start, start + 13), None, None, 0.0) for start in at)
    people = tuple(Entity(name, "person", (), (Span(at, at + 7),)) for name, at in (("Tom Ray", 12), ("Ann Lee", 0)))
    leith = Entity("Leith", "place", (), (Span(23, 28),))
    found = named_entries((*people, leith), ListedQuotes(article, Analysis("rules", (), said)))
    expected = ["Ann Lee", "Tom Ray"] if quotes < FEW_QUOTES else []
    assert [written(entry)[0].split("  ")[0] for entry in found] == expected


@pytest.mark.parametrize(
    ("width", "told"),
    [
        (40, "→ example.org/a/path/to/page.html#part"),
        (30, "→ example.org/…/page.html#part"),
        (12, "→ example.o…"),
    ],
)
def test_of_a_long_address_its_site_and_its_end_are_told(width: int, told: str) -> None:
    article = read_markdown("See [it](https://example.org/a/path/to/page.html#part).\n")
    (entry,) = entries_of(article, ("links",))
    ((line,),) = entry.lines(width)
    assert line == (told, "dim")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("#how-it-ends", "↓ How it ends ¶ 1"),
        ("#", "→ #"),
        ("#x", "✗ no heading #x"),
        ("gone.md", "✗ no such file: gone.md"),
        ("here.md", "→ here.md"),
        ("http://example.org", "→ http://example.org"),
    ],
)
def test_where_a_link_leads_or_that_it_leads_nowhere(address: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "here.md").touch()
    text = f"See [it]({address}).\n\n# How it ends\n\nWell.\n"
    (entry,) = entries_of(read_markdown(text, str(tmp_path / "story.md")), ("links",))
    assert [" ".join(line.split()) for line in written(entry)] == [told]


def test_a_paper_tells_its_references_and_captions() -> None:
    article = read_markdown(PAPER)
    found = {
        article.text[entry.span.start : entry.span.end]: written(entry)
        for entry in entries_of(article, ("footnotes", "captions"))
    }
    assert found["[7]"] == ["[7] Osei, Brandt. Rivets after a century. Steel and Time 18."]
    assert found["[8]"] == ["[8] Kovac. Overloaded once."]
    assert found["Figure 2"] == ["▣ Figure 2  Crack length of both girders."]
    assert "Table 1" not in found, "it has no caption"


def test_a_diff_tells_file_line_function_and_size(tmp_path: Path) -> None:
    (tmp_path / "words.diff").write_text(PATCH, encoding="utf-8")
    article = open_source(str(tmp_path / "words.diff"))
    (entry,) = entries_of(article, ("hunks",))
    assert written(entry) == ["words.py  line 10 · def count(words: str) -> int       +2 −1"]
    assert entry.reaches_on


def test_a_recording_tells_the_time_of_each_paragraph() -> None:
    article = replace(read_plain("One two.\n\nThree.\n"), pages=(Page(0, "0:01"), Page(4, "0:03"), Page(10, "1:02:03")))
    assert [written(entry) for entry in entries_of(article, ("times",))] == [["0:01"], ["1:02:03"]]
    assert entries_of(replace(article, pages=(Page(0, "12"),)), ("times",)) == []


@pytest.mark.parametrize("width", [1, 8, 20, 44])
def test_an_entry_fits_its_width_and_few_rows(width: int) -> None:
    entry = WordsEntry(Span(0, 1), (("[7] ", "tag"), ("words and words " * 20, "")), "p. 9")
    for entry_now in (entry, replace(entry, right="")):
        lines = entry_now.lines(width)
        assert len(lines) <= MOST_ROWS
        assert all(sum(cells_of(words) for words, _ in line) <= max(width, cells_of("p. 9")) for line in lines)
        assert sum(cells_of(words) for words, _ in entry_now.short(width)) <= max(width, cells_of("p. 9"))


def test_each_genre_names_kinds_that_there_are() -> None:
    named = {kind for view in GENRE_VIEWS for kind in view.beside}
    assert named == {*ENTRIES, "speakers", "names"}
    assert all(view.margin_title for view in GENRE_VIEWS)


def test_what_is_proposed_is_grey_and_dashed_in_one_row_and_in_many() -> None:
    anchor = Anchor("on Friday", "voted ", ".", 0, 9)
    proposal = new_proposal("a" * 10, "", AddNote(anchor, "Which? #check", ("check", "budget")), "agent:clerk")
    (entry,) = cards_of((), [proposal], False)
    assert (entry.framed, entry.proposed, entry.noted) == (True, proposal, None)
    assert {kind for line in (*entry.lines(30), entry.short(30)) for _, kind in line} <= {"dim", ""}
    assert "".join(text for text, _ in entry.short(24)) == "┆ Which? #check #budget…"
    assert ["".join(text for text, _ in line) for line in entry.lines(80)] == [
        "Which? #check",
        f"#budget{f'by agent:clerk · {format_day(proposal.created)}':>73}",
    ]
