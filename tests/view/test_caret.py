"""The caret and the selection that begins at it."""

from reader.document.article import Article, Block
from reader.text.span import Span
from reader.view.caret import Caret

TEXT = "The council voted.\n\nNobody was told.\n\nIt rained."
STARTS = (0, 20, 38)
ARTICLE = Article(TEXT, tuple(Block(Span(start, TEXT.find("\n\n", start) % (len(TEXT) + 1))) for start in STARTS))


def selected(caret: Caret) -> str:
    return caret.selection.of(TEXT) if caret.selection else ""


def test_selection_by_letters_has_the_one_under_the_caret() -> None:
    caret = Caret(ARTICLE, TEXT.index("council"))
    caret.begin("characters")
    assert selected(caret) == "c"
    caret.move(TEXT.index(" voted") - 1)
    assert selected(caret) == "council"
    caret.move(0)
    assert selected(caret) == "The c"


def test_held_selection_ends_before_the_caret_and_with_a_move() -> None:
    caret = Caret(ARTICLE, 4)
    caret.move(11, extending=True)
    assert selected(caret) == "council"
    caret.move(12)
    assert selected(caret) == ""


def test_selection_by_paragraphs_has_all_that_it_touches() -> None:
    caret = Caret(ARTICLE, 5)
    caret.begin("paragraphs")
    assert selected(caret) == "The council voted."
    caret.move(22)
    assert selected(caret) == "The council voted.\n\nNobody was told."


def test_selection_that_is_begun_again_ends_or_changes_its_unit() -> None:
    caret = Caret(ARTICLE, 5)
    caret.begin("characters")
    caret.begin("paragraphs")
    assert selected(caret) == "The council voted."
    caret.begin("characters")
    assert selected(caret) == "o"
    caret.begin("characters")
    assert selected(caret) == ""


def test_selection_down_to_the_first_letter_of_a_paragraph_leaves_it_out() -> None:
    caret = Caret(ARTICLE, 4)
    caret.begin("characters")
    caret.move(20)
    assert selected(caret).rstrip() == "council voted."
    caret.move(21)
    assert selected(caret) == "council voted.\n\nNo"


def test_ends_of_a_selection_can_be_swapped() -> None:
    caret = Caret(ARTICLE, 4)
    assert caret.swap() is None
    caret.begin("characters")
    caret.move(10)
    there = caret.swap()
    assert there == 4
    caret.move(there)
    assert selected(caret) == "council"
    assert caret.clear()
    assert not caret.clear()
