"""What the dialogs that review a note say: passages then and now, revisions to choose from, notes on the same words."""

import pytest

from reader.anchoring import Anchor
from reader.annotations.notes import Note, NoteRevision
from reader.annotations.revisions import Authorship
from reader.text.width import cells_of
from reader.tui.dialogs.review import ROOM, context_after, context_before, describe_revision, summarize_note

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
