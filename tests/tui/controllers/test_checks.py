"""What is to be put right for a verdict, and what is not: the words with what was cut off, the name, the citation."""

import pytest

from reader.errors import SessionError
from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.tui.check_client import FoundPassage, QuotationCheck
from reader.tui.controllers.checks import what_is_wrong
from reader.verification import Attribution, Citation, CitationResult, Frame

DRAFT = "Lee spoke. “The harbour should close,” she said. “The ships,” she said, “are gone.”\n"

TALK = "https://example.org/talk"


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
    ("attribution", "by", "cited", "written"),
    [
        ("same", "Ann Lee", "elsewhere", [TALK]),
        ("same", "Ann Lee", "same", None),
        ("same", "Ann Lee", "absent", None),
        ("other", "Ann Lee", "same", ["Ann Lee"]),
        ("other", "Ann Lee", "elsewhere", ["Ann Lee", TALK]),
        ("other", "", "absent", None),
        (None, "Ann Lee", None, None),
    ],
)
def test_who_speaks_and_what_is_cited_are_put_right(
    attribution: Attribution | None, by: str, cited: CitationResult | None, written: list[str] | None
) -> None:
    quoted = "The harbour should close,"
    passage = FoundPassage("a", "A Talk", TALK, Span(0, 24), "The harbour should close", by, "¶ 1", "", 0)
    span = Span(DRAFT.index(quoted), DRAFT.index(quoted) + len(quoted))
    citation = cited and Citation("Another", cited)
    check = QuotationCheck(
        span, quoted, "Lee", "verbatim", attribution, (), (), passage, citation=citation, named=Span(0, 3)
    )
    if written is None:
        with pytest.raises(SessionError, match="its words are right"):
            what_is_wrong(check, read_plain(DRAFT))
    else:
        found = what_is_wrong(check, read_plain(DRAFT))
        assert [each.new for each in found] == written
        assert [each.cited for each in found if each.cited] == ["Another"] * (TALK in written)


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
