"""Notes on parallel statements, log lines, rows, refrains and questions stay on their own."""

import re
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Placement, describe, place
from reader.text.span import Span
from tests.anchoring.parallels import FIRST, LAST, TIMES, Revision, revisions

OPENING = "Talks went on through the night in Geneva, and nobody left the room."
CLOSING = "The delegates are expected back in March for another round."


def article(sentences: list[str], between: str = "\n\n") -> str:
    return between.join([OPENING, *sentences, CLOSING])


def statement(number: int) -> str:
    name = f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}"
    return f"“We will leave the alliance by {TIMES[number % len(TIMES)]},” said Minister {name} in Oslo."


def agreement(number: int) -> str:
    return f"“I agree,” said {FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}."


def quoted(sentence: str) -> str:
    return sentence[sentence.index("“") : sentence.index("”") + 1]


def notes_on_quotes(sentences: list[str], text: str, new: str) -> list[Placement]:
    """Place a note on the quoted words of each sentence of the old text."""
    spans = []
    for sentence in sentences:
        start = text.index(sentence)
        spans.append(Span(start, start + len(quoted(sentence))))
    return place([describe(text, span) for span in spans], new, text)


@given(
    st.sampled_from([statement, agreement]),
    st.integers(2, 8),
    st.sampled_from(["\n\n", " ", "\n"]),
    st.data(),
)
def test_statements_keep_their_notes_when_they_are_permuted_cut_or_doubled(
    make: Callable[[int], str], number: int, between: str, data: st.DataObject
) -> None:
    sentences = [make(at) for at in range(number)]
    kept = data.draw(st.lists(st.sampled_from(sentences), min_size=1, max_size=number + 2))
    text, new = article(sentences, between), article(kept, between)
    for sentence, found in zip(sentences, notes_on_quotes(sentences, text, new), strict=True):
        if sentence not in kept:
            assert found.state == "orphaned"
        elif found.span is not None:
            assert found.state == "exact"
            assert new.startswith(sentence, found.span.start)
        else:
            assert kept.count(sentence) > 1


@pytest.mark.parametrize("between", ["\n\n", " "])
def test_a_note_is_not_put_on_the_copy_of_a_statement_between_moved_ones(between: str) -> None:
    anna, karl, ola, mina, tom = sentences = [agreement(at) for at in range(5)]
    text, new = article(sentences, between), article([karl, anna, tom, anna, karl, mina], between)
    (found,) = notes_on_quotes([ola], text, new)
    assert found.state == "orphaned"


@given(st.permutations(range(6)), st.sampled_from([statement, agreement]))
def test_statements_that_change_places_take_their_notes_along(order: list[int], make: Callable[[int], str]) -> None:
    sentences = [make(at) for at in range(6)]
    text, new = article(sentences), article([sentences[at] for at in order])
    for sentence, found in zip(sentences, notes_on_quotes(sentences, text, new), strict=True):
        assert found.state == "exact"
        assert found.span is not None
        assert new.startswith(sentence, found.span.start)


def test_a_statement_is_not_followed_to_a_parallel_one_in_its_place() -> None:
    text = article([agreement(0), agreement(1), agreement(2)])
    new = article([agreement(0), agreement(5), agreement(2)])
    assert notes_on_quotes([agreement(1)], text, new)[0].state == "orphaned"


def test_a_statement_is_followed_when_it_is_reworded_beside_parallel_ones() -> None:
    sentences = [statement(at) for at in range(3)]
    reworded = sentences[1].replace("leave the alliance", "leave this alliance")
    new = article([sentences[0], reworded, sentences[2]])
    found = notes_on_quotes([sentences[1]], article(sentences), new)[0]
    assert found.state == "changed"
    assert found.span is not None
    assert found.span.of(new) == quoted(reworded)


def test_a_copy_of_a_reworded_sentence_does_not_take_its_note() -> None:
    sentence = "“Nobody told the harbour board about the second contract,” said Ann Lee."
    text = article([sentence])
    new = article([sentence.replace("second", "other")]) + f"\n\nLater that week the council met again.\n\n{sentence}"
    found = notes_on_quotes([sentence], text, new)[0]
    assert found.state == "changed"
    assert found.span is not None
    assert found.span.of(new) == "“Nobody told the harbour board about the other contract,”"


@pytest.mark.parametrize("cut", range(4))
def test_a_refrain_is_never_taken_for_that_of_another_stanza(cut: int) -> None:
    refrain = "And the wind blows cold on the quay"
    stanzas = [f"{first} left the harbour in {time}\n{refrain}" for first, time in zip(FIRST[:4], TIMES, strict=False)]
    text = article(stanzas)
    new = article([stanza for at, stanza in enumerate(stanzas) if at != cut])
    for at, stanza in enumerate(stanzas):
        start = text.index(stanza) + stanza.index(refrain)
        found = place([describe(text, Span(start, start + len(refrain)))], new, text)[0]
        if at == cut:
            assert found.state == "orphaned"
        elif found.span is not None:
            assert new.startswith(stanza, found.span.end - len(stanza))


def occurrences(words: str, text: str, new: str) -> list[Placement]:
    """Place a note on each occurrence of `words` in the old text."""
    spans = [Span(found.start(), found.end()) for found in re.finditer(re.escape(words), text)]
    return place([describe(text, span) for span in spans], new, text)


@pytest.mark.parametrize(
    ("text", "new", "words"),
    [
        ("Row, boys, row.\nRow, boys, row.", "Row, boys, row. Row, boys, row.", "Row, boys, row"),
        ("Why? Why? Nobody answered.", "Why? Why?", "Why"),
    ],
)
def test_repetitions_keep_their_notes_in_order(text: str, new: str, words: str) -> None:
    starts = [found.start() for found in re.finditer(words, new)]
    assert [found.span and found.span.start for found in occurrences(words, text, new)] == starts


@pytest.mark.parametrize(
    ("text", "new", "words", "states"),
    [
        ("Never. Never.", "Never. Always.", "Never", ["orphaned", "orphaned"]),
        (
            "Who was told?\n\nWho was told? The board.",
            "Who was told? Who was told?",
            "Who was told",
            ["exact", "orphaned"],
        ),
        ("Why?\n\nWhy?\nNobody knew.\n\nWhy?", "Why?\n\nWhy?\n\nWhy?", "Why", ["orphaned"] * 3),
    ],
    ids=["one is gone", "an answer is gone", "a line between is gone"],
)
def test_a_repetition_that_may_be_another_one_keeps_no_note(text: str, new: str, words: str, states: list[str]) -> None:
    assert [found.state for found in occurrences(words, text, new)] == states


def test_a_sentence_reworded_within_much_new_text_keeps_its_note_from_a_copy() -> None:
    sentence = "“Nobody told the harbour board about the second contract,” said Ann Lee."
    added = " ".join(statement(number) for number in range(4))
    new = f"{article([added, sentence.replace('second', 'other')])}\n\nLater they met again.\n\n{sentence}"
    (found,) = notes_on_quotes([sentence], article([sentence]), new)
    assert found.state == "changed"
    assert found.span is not None
    assert found.span.of(new) == "“Nobody told the harbour board about the other contract,”"


def test_short_units_are_not_matched_across_a_long_gap() -> None:
    """Among a hundred new lines, an old one of two words that occurs once more is a coincidence."""
    names = [f"{first} {last}" for first in FIRST for last in LAST]
    text = article([f"{names[0]} voted.", "No comment.", f"{names[1]} voted."], "\n")
    lines = [f"{name} abstained." for name in names[2:]]
    lines.insert(60, "No comment.")
    new = article(lines, "\n")
    assert occurrences("No comment", text, new)[0].state == "orphaned"
    assert [found.state for found in occurrences(OPENING, text, new) + occurrences(CLOSING, text, new)] == ["exact"] * 2


def outcome(revision: Revision, kept: bool) -> Counter[str]:
    """Count the passages that are right, orphaned or wrong."""
    anchors = [describe(revision.old, passage.span) for passage in revision.passages]
    found = place(anchors, revision.new, revision.old if kept else None)
    counts: Counter[str] = Counter()
    for passage, placement in zip(revision.passages, found, strict=True):
        if placement.span is None:
            counts["orphaned" if passage.right else "right"] += 1
        else:
            counts["right" if any(overlaps(placement.span, span) for span in passage.right) else "wrong"] += 1
    return counts


def overlaps(one: Span, other: Span) -> bool:
    """Return whether two spans share at least half of what they cover."""
    common = min(one.end, other.end) - max(one.start, other.start)
    return 2 * common >= max(one.end, other.end) - min(one.start, other.start)


def test_hardly_a_note_in_a_repetitive_text_is_lost_or_misplaced() -> None:
    counts: Counter[str] = Counter()
    for revision in revisions(8):
        counts += outcome(revision, kept=True)
    total = sum(counts.values())
    assert counts["wrong"] <= 0.004 * total
    assert counts["right"] >= 0.99 * total


@pytest.mark.parametrize("whole", [True, False], ids=["line", "message"])
@pytest.mark.parametrize("kept", [True, False], ids=["old text kept", "old text lost"])
def test_a_deleted_log_line_does_not_leave_its_note_on_another(whole: bool, kept: bool) -> None:
    hosts = ["alpha", "bravo", "bravo", "kilo", "bravo", "lima"]
    lines = [f"2026-03-02 10:46:{8 + 7 * at:02} WARN db: connection to {host} lost" for at, host in enumerate(hosts)]
    for line in lines:
        text = article(lines, "\n")
        new = article([other for other in lines if other != line], "\n")
        start = text.index(line) if whole else text.index(line) + line.index("connection")
        anchor = describe(text, Span(start, text.index(line) + len(line)))
        assert place([anchor], new, text if kept else None)[0].state == "orphaned"
