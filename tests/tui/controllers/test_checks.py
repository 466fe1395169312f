"""What is to be put right for a verdict, and what is not: the words with what was cut off, the name, the citation."""

import pytest

from reader.errors import SessionError
from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.tui.check_client import FoundPassage, QuotationCheck
from reader.tui.controllers.checks import what_is_wrong
from reader.verification import Frame

DRAFT = "Lee spoke. “The harbour should close,” she said. “The ships,” she said, “are gone.”\n"


def torn(said: str, cut: str, words: str, quoted: str = "The harbour should close,", certain: bool = True) -> list[str]:
    """Return what would be written for a quotation of the draft from which `cut` was cut off; `said` is the source."""
    begin, at = DRAFT.index(quoted.partition(" … ")[0]), said.index(words)
    end = DRAFT.index(quoted.rpartition(" … ")[2]) + len(quoted.rpartition(" … ")[2])
    passage = FoundPassage("a", "A Talk", "", Span(at, at + len(words)), words, "Ann Lee", "¶ 1", said, 0)
    frame = Frame("denied", certain, cut, Span(said.index(cut), said.index(cut) + len(cut)))
    text = quoted.replace(" … ", " ")
    check = QuotationCheck(Span(begin, end), text, "Ann Lee", "verbatim", "same", (), (), passage, frame)
    return [each.words for each in what_is_wrong(check, read_plain(DRAFT))]


@pytest.mark.parametrize(
    ("said", "cut", "written"),
    [
        ("I would never say that the harbour should close.", "I would never say that", None),
        ("The harbour should close? No.", "?", "The harbour should close?"),
        ("Should we say that the harbour should close?", "Should we say that", None),
        ("the harbour should close, if it leaks.", "if it leaks", "the harbour should close, if it leaks,"),
    ],
)
def test_what_was_cut_off_is_quoted_with_the_words(said: str, cut: str, written: str | None) -> None:
    words = said[said.casefold().index("the harbour") :][: len("the harbour should close")]
    assert torn(said, cut, words) == [written or f"{cut} the harbour should close,"]


@pytest.mark.parametrize(
    ("said", "cut", "words", "quoted", "certain", "told"),
    [
        ("If the ships are gone, we leave.", "If", "the ships are gone", "The ships, … are gone.", True, "interrupted"),
        ("They say “the harbour should close”.", "They say", "the harbour should close", "", True, "for you"),
        ("He may say the harbour should close.", "He may say", "the harbour should close", "", False, "for you"),
    ],
)
def test_what_cannot_be_put_right_says_why(
    said: str, cut: str, words: str, quoted: str, certain: bool, told: str
) -> None:
    with pytest.raises(SessionError, match=told):
        torn(said, cut, words, quoted or "The harbour should close,", certain)
