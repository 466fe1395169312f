"""Passages from other programs, which trim or rewrite the white space of the context, are placed by their words."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Anchor, Placement, describe, place
from reader.text.span import Span

COUNCILS = "The Bridge\n\n" + "\n\n".join(
    f"In year {year} the council of {town} voted for bridge number {year}, and the mayor of {town} signed it on day "
    f"{year} of the month."
    for year, town in enumerate(("Arden", "Borrow", "Calder", "Dunmore", "Elstow", "Farley", "Gorse", "Hallow"))
)
"""Parallel statements: every phrase has a look-alike a few lines away."""

REWRITINGS: dict[str, Callable[[str], str]] = {
    "trimmed": str.strip,
    "collapsed": lambda context: " ".join(context.split()),
    "newlines as spaces": lambda context: context.replace("\n", " "),
    "no-break spaces": lambda context: context.replace(" ", "\xa0"),
    "paragraphs joined": lambda context: re.sub(r"\s*\n\s*", "", context),
    "widened": lambda context: re.sub(r"\s", "  \n", context),
    "nothing": lambda context: "",
}
rewriting = st.sampled_from(sorted(REWRITINGS))


def foreign(
    words: str, text: str = COUNCILS, before: str = "trimmed", after: str = "trimmed", size: int = 32
) -> Anchor:
    """Return words of a text as other programs write them: with a rewritten context, and without an offset."""
    return rewritten(text, text.index(words), text.index(words) + len(words), before, after, size)


def rewritten(text: str, start: int, end: int, before: str, after: str, size: int) -> Anchor:
    prefix, suffix = text[max(0, start - size) : start], text[end : end + size]
    return Anchor(
        text[start:end], REWRITINGS[before](prefix), REWRITINGS[after](suffix), 0, end - start
    )  # such files have no offsets


def placed(anchor: Anchor, text: str = COUNCILS) -> Placement:
    return place([anchor], text)[0]


def test_words_with_trimmed_context_are_placed_exactly() -> None:
    phrases = [
        match[0] for match in re.finditer(r"bridge number \d|council of \w+|signed it on day \d|mayor of \w+", COUNCILS)
    ]
    for found, words in zip(place([foreign(words) for words in phrases], COUNCILS), phrases, strict=True):
        assert (found.state, found.span) == ("exact", Span(COUNCILS.index(words), COUNCILS.index(words) + len(words)))


@pytest.mark.parametrize("size", [8, 16, 64])
@pytest.mark.parametrize("before", REWRITINGS)
@pytest.mark.parametrize("after", REWRITINGS)
def test_white_space_of_the_context_is_no_evidence(before: str, after: str, size: int) -> None:
    words = "mayor of Calder"
    found = placed(foreign(words, before=before, after=after, size=size))
    assert (found.state, found.span) == ("exact", Span(COUNCILS.index(words), COUNCILS.index(words) + len(words)))


def test_context_without_white_space_distinguishes_repeated_words() -> None:
    for match in re.finditer("the council of|signed it on", COUNCILS):
        assert placed(rewritten(COUNCILS, *match.span(), "trimmed", "trimmed", 40)).span == Span(*match.span())


def test_words_that_their_context_does_not_distinguish_are_not_placed() -> None:
    text = f"{COUNCILS}\n\nThe clerk kept a copy.\n\n{COUNCILS}"
    assert placed(foreign("mayor of Calder", text), text).state == "orphaned"


def test_repeated_words_without_context_are_not_placed() -> None:
    anchor = foreign("for bridge number", before="nothing", after="nothing")
    assert placed(anchor) == Placement(None, "orphaned", Span(COUNCILS.index("for bridge"), COUNCILS.index(" 0, and")))


def test_the_context_may_have_changed_too() -> None:
    """The last word before the passage was replaced, and the note still has its own words only."""
    text = COUNCILS.replace("and the mayor of Calder", "while a mayor of Calder")
    found = placed(foreign("mayor of Calder"), text)
    assert (found.state, found.span and found.span.of(text)) == ("exact", "mayor of Calder")


def test_a_line_of_a_log_is_found_by_its_own_time() -> None:
    """The trimmed context ends in the time of another record, which would belong to this line as well."""
    lines = [
        f"2026-11-{day:02} 10:{minute:02} the server {did} the mail queue"
        for day, minute, did in [
            (1, 0, "opened"),
            (1, 5, "closed"),
            (2, 0, "opened"),
            (2, 7, "flushed"),
            (3, 1, "closed"),
        ]
    ]
    text = "\n".join(lines)
    for line in lines:
        found = placed(foreign(line, text, size=90), text)
        assert (found.state, found.span and found.span.of(text)) == ("exact", line)


def test_half_a_word_is_not_taken_for_a_word_with_trimmed_context() -> None:
    text = "At the end she said nothing more about the money, and the ledgers went home."
    anchor = Anchor("he", "", "said nothing more about the money, and", 0, 2)
    assert placed(anchor, text).state == "orphaned"
    whole = replace(anchor, exact="she")
    assert (placed(whole, text).state, placed(whole, text).span) == ("exact", Span(11, 14))


def test_part_of_a_word_stays_part_of_it_in_another_text() -> None:
    start = COUNCILS.index("ouncil of Dunmor")
    anchor = describe(COUNCILS, Span(start, start + len("ouncil of Dunmor")))
    text = f"News.\n\n{COUNCILS}"
    assert placed(anchor, text) == Placement(Span(start + 7, start + 7 + len(anchor.exact)), "exact")


@given(st.data())
def test_a_unique_agreement_without_white_space_is_the_place(data: st.DataObject) -> None:
    """Whatever is done to white space around them, words whose context is there once are placed on themselves."""
    words = list(re.finditer(r"\S+", COUNCILS))
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, min(first + 12, len(words) - 1)))
    start, end = words[first].start(), words[last].end()
    anchor = rewritten(COUNCILS, start, end, data.draw(rewriting), data.draw(rewriting), data.draw(st.integers(12, 64)))
    lead = data.draw(st.sampled_from(["", "News of the day. ", "Corrected.\n\n"]))
    text = lead + COUNCILS
    found = placed(anchor, text)
    known = squeezed(anchor.prefix + anchor.exact + anchor.suffix)
    if squeezed(text).count(known) == 1 and len(known) > 40:
        assert found == Placement(Span(start + len(lead), end + len(lead)), "exact")
    elif found.span:
        assert squeezed(anchor.exact) in squeezed(found.span.of(text))


def squeezed(text: str) -> str:
    return "".join(text.split())
