"""What the dialogs that review a note say: passages then and now, revisions to choose from, notes on the same words."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from textual.content import Content

from reader.analysis.engine import analyze
from reader.anchoring import Anchor, Placement
from reader.annotations.notes import Note, NoteRevision
from reader.annotations.revisions import Authorship
from reader.document.article import Evidence
from reader.search import Elsewhere
from reader.session.placement import Review, ReviewPassage, diff_words
from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.text.width import cells_of
from reader.tui.dialogs.review import (
    ROOM,
    ConflictDialog,
    EvidenceDialog,
    ExplanationDialog,
    PanelDialog,
    ReviewDialog,
    context_after,
    context_before,
    describe_revision,
    summarize_note,
)
from tests.fixtures.golden import check_golden

ANCHOR = Anchor("not told\nuntil Friday", "", "", 0, 21)
AT = "2026-03-05T09:15:02.000000Z"


def revision(
    text: str = "", tags: tuple[str, ...] = (), anchor: Anchor | None = ANCHOR, *, deleted: bool = False, by: str = ""
) -> NoteRevision:
    return NoteRevision("r", None, AT, text, tags, anchor, deleted=deleted, by=Authorship(name=by))


@pytest.mark.parametrize(
    ("before", "shown"),
    [
        ("", ""),
        ("   ", ""),
        ("rds were said here ", "…were said here "),
        ("rds were said (", "…were said ("),
        ("alone ", "…alone "),
        ("First paragraph.\n\nThe whole\nof it ", "The whole of it "),
        ("First paragraph.\n \nIt ", "It "),
        ("First paragraph.\n\n", ""),
    ],
)
def test_the_words_before_a_passage_begin_with_a_whole_word_of_its_paragraph(before: str, shown: str) -> None:
    assert context_before(before) == shown


@pytest.mark.parametrize(
    ("after", "shown"),
    [
        ("", ""),
        ("\n", ""),
        (" as they sa", " as they…"),
        (", as they sa", ", as they…"),
        (" alone", " alone…"),
        (" the whole\nof it.\n\nThe next", " the whole of it."),
        ("\n\nThe next", ""),
    ],
)
def test_the_words_after_a_passage_end_with_a_whole_word_of_its_paragraph(after: str, shown: str) -> None:
    assert context_after(after) == shown


@pytest.mark.parametrize(
    ("head", "apart", "said"),
    [
        (revision(), False, "2026-03-05 09:15 UTC"),
        (revision(by="Ann"), False, "2026-03-05 09:15 UTC · Ann"),
        (revision(tags=("a", "b"), deleted=True), False, "2026-03-05 09:15 UTC · #a · #b · deleted"),
        (revision(by="Ann"), True, "2026-03-05 09:15 UTC · Ann · on “not told until Friday”"),
        (revision(anchor=None), True, "2026-03-05 09:15 UTC"),
    ],
)
def test_a_revision_is_told_by_its_time_author_tags_and_place(head: NoteRevision, apart: bool, said: str) -> None:
    assert describe_revision(head, apart) == said


@pytest.mark.parametrize(
    ("head", "number", "line"),
    [
        (revision("ask\nher"), 1, "1  ask her  “not told until Friday”"),
        (revision("ask #money", ("money", "late")), 9, "9  ask #money  #late  “not told until Friday”"),
        (revision(), 10, "   a highlight  “not told until Friday”"),
        (revision("x" * 60), 1, f"1  {'x' * 42}…  “not told until Frida…"),
    ],
)
def test_a_note_is_a_line_with_a_digit_while_there_are_some(head: NoteRevision, number: int, line: str) -> None:
    found = summarize_note(Note("n", "a", "v", (head,)), number)
    assert found == line
    assert cells_of(found) <= ROOM


TEXT = (
    "Ann Lee came, and Tom Ray left with Bo Chen. “The harbour should close,” she said. “It should not,” he said. "
    "There was a “sudden urge to mend it” in Leith.\n"
)


def now(note: Note, words: str | None, heading: str = "", *, said_by: str = "") -> Review:
    """Return what is to be reviewed: a note whose words were others; None if nothing is similar."""
    then, new = (
        ReviewPassage("They were said (", pieces, ") again.") for pieces in diff_words("told them", words or "")
    )
    span = Span(0, 9) if words == "told her" else None
    placed = replace(note, placement=Placement(span, "changed" if span else "orphaned", said_by=said_by))
    return Review(placed, then, None if words is None else new, span, heading)


def boxes() -> Iterator[PanelDialog]:
    note = Note("n", "a", "v", (revision("By\x1b whom?"),))
    yield ReviewDialog(now(note, "told her", "The\nvote"))
    yield ReviewDialog(now(note, "told her", said_by="Tom\tRay"))
    yield ReviewDialog(now(replace(note, revisions=(revision(),)), "had told"))
    yield ReviewDialog(now(note, None))
    first, second = revision("By whom, and when?", ("late",)), revision("By him, and when?", by="Ann")
    yield ConflictDialog([first, second])
    yield ConflictDialog([first, second, replace(second, anchor=None, deleted=True)], "Two drafts")
    yield ConflictDialog([replace(first, anchor=None), *[replace(second, anchor=None)] * 10])
    article = read_plain(TEXT)
    analysis = analyze(article, "rules")
    for quote, elsewhere in zip(
        (*analysis.quotes, replace(analysis.quotes[0], speaker=None), replace(analysis.quotes[0], contenders=())),
        (Elsewhere(), Elsewhere(1, ("Tom Ray",)), Elsewhere(12, ("Bo Chen", "Eva Kern")), Elsewhere(3), Elsewhere()),
        strict=True,
    ):
        yield ExplanationDialog(quote, article, analysis, elsewhere, above=quote is analysis.quotes[0])
    yield EvidenceDialog(article)
    stated = (
        Evidence("title", "page", "The Vote", "xii"),
        Evidence("published", "json-ld", "2 March"),
        Evidence("feed", "other", "https://example.org/rss"),
    )
    about = replace(
        article, title="The Vote", author=("Ann Lee", "Bo"), site="Courier", evidence=stated, doubt="It is\ncut."
    )
    yield EvidenceDialog(about)


def styled(words: Content) -> str:
    """Return words with those that have a style in brackets."""
    pieces = ((str(part), {str(span.style) for span in part.spans}) for part in words.divide(edges_of(words)))
    return "".join(f"‹{part}|{' '.join(sorted(styles))}›" if styles else part for part, styles in pieces)


def edges_of(words: Content) -> list[int]:
    return sorted({edge for span in words.spans for edge in (span.start, span.end)} - {0, len(words.plain)})


def test_what_the_boxes_say_is_as_it_was_read() -> None:
    parts = []
    for box in boxes():
        panels = [f"-- {title}\n{styled(words)}" for title, words in box.panels]
        classes = " ".join(sorted(box.classes))
        parts.append("\n".join([f"== {box.heading} {classes}".rstrip(), styled(box.about), *panels, f".. {box.keys}"]))
    check_golden("boxes.txt", "\n\n".join(parts) + "\n")
