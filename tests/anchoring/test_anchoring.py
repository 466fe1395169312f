"""Notes find their words again in an edited, moved or rewrapped text, and never other words."""

import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise, takewhile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.anchoring import CONTEXT, Anchor, Placement, describe, place
from reader.anchoring.diff import align, count_common, count_common_backwards
from reader.anchoring.exact_match import FEW, RememberedText, find_cores
from reader.anchoring.fuzzy_match import join_pieces
from reader.anchoring.relocation import has_neighbours, make_placement, touching_words, trimmed_joints
from reader.anchoring.transfer import WHOLE
from reader.anchoring.words import WordSequence
from reader.text.normalize import fold
from reader.text.span import Span
from tests.anchoring.parallels import revisions
from tests.fixtures.golden import check_golden
from tests.fixtures.report_edits import EDITS, REPORTS, Edit
from tests.quality.evaluate import read

STORY = """The harbour office opened at seven, as it had done every morning since the flood of 1953.

Marta Lind carried the ledgers up the narrow stairs herself. She trusted nobody with the figures, least of all her \
brother, who had once lost a whole winter of them in a bar.

"The ferries will not wait for a budget," she told the council on Tuesday. Nobody answered. The mayor, who had \
promised two new boats in April, looked out of the window at the grey water.

Three weeks later the money was found. It came from the road fund, and the villages in the hills wrote angry letters \
about potholes and forgotten bridges.

By the end of summer both boats were painted, named and sailing, and the ledgers had moved to a dry room on the \
ground floor."""

OTHER = """Bread rises because yeast eats sugar and gives off gas. Warm dough works faster than cold dough, and a slow \
night in the refrigerator brings out more flavour than an hour beside the stove.

Most bakers weigh their flour. A cup can hold very different amounts, depending on how it is filled, and salt slows \
everything down a little. Let the loaf cool before it is cut."""

WORDS = "Nobody answered. The mayor, who had promised two new boats in April, looked out of the window"

Change = Callable[[str], str]

KEEPING = pytest.mark.parametrize("kept", [True, False], ids=["old text kept", "old text lost"])


def anchor_of(words: str, text: str = STORY) -> Anchor:
    start = text.index(words)
    return describe(text, Span(start, start + len(words)))


def placed(words: str, text: str, kept: bool, old: str = STORY) -> Placement:
    return place([anchor_of(words, old)], text, old if kept else None)[0]


def words_at(found: Placement, text: str) -> str | None:
    return None if found.span is None else found.span.of(text)


# Describing


def test_an_anchor_has_the_words_and_their_context() -> None:
    anchor = anchor_of("the road fund")
    assert anchor.exact == "the road fund"
    assert len(anchor.prefix) == len(anchor.suffix) == CONTEXT
    assert STORY[anchor.start - CONTEXT : anchor.end + CONTEXT] == anchor.prefix + anchor.exact + anchor.suffix


def test_context_is_shorter_at_the_ends_of_the_text() -> None:
    assert describe("abc", Span(0, 3)) == Anchor("abc", "", "", 0, 3)


@pytest.mark.parametrize("span", [Span(-1, 2), Span(2, 1), Span(0, 4), Span(4, 4)])
def test_a_passage_outside_the_text_is_refused(span: Span) -> None:
    with pytest.raises(ValueError, match="no passage from"):
        describe("abc", span)


# The text is the same


@given(st.text(max_size=200), st.data())
def test_passages_of_an_unchanged_text_stay_in_place(text: str, data: st.DataObject) -> None:
    bounds = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=5))
    spans = [Span(min(pair), max(pair)) for pair in bounds]
    anchors = [describe(text, span) for span in spans]
    for before in (text, None):
        assert place(anchors, text, before) == [Placement(span, "exact") for span in spans]


def test_an_unchanged_text_is_not_aligned() -> None:
    program = (
        "import sys; from reader.anchoring import describe, place; from reader.text.span import Span\n"
        "place([describe('one two', Span(0, 3))], 'one two', 'one two')\n"
        "sys.exit('rapidfuzz' in sys.modules or 'difflib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_without_anchors_there_are_no_placements() -> None:
    assert place([], STORY) == place([], STORY, OTHER) == []


# Stories


@KEEPING
@pytest.mark.parametrize(
    ("change", "state"),
    [
        (lambda text: text.replace("promised", "promissed"), "changed"),
        (lambda text: text.replace("two new boats", "three new boats"), "changed"),
        (lambda text: text.replace(" ", "\n", 60), "exact"),
        (lambda text: text.replace(" ", "  "), "exact"),
        (lambda text: text.upper(), "exact"),
        (lambda text: text.replace("window", "win\xaddow"), "exact"),
        (lambda text: "A new headline\n\n" + text, "exact"),
        (lambda text: text.replace("least of all her brother", "not even her brother"), "exact"),
    ],
    ids=["typo", "word", "rewrapped", "spaced", "case", "hyphenated", "headline", "edited elsewhere"],
)
def test_an_edit_keeps_the_note(kept: bool, change: Change, state: str) -> None:
    text = change(STORY)
    found = placed(WORDS, text, kept)
    assert found.state == state
    assert found.span is not None
    assert fold(found.span.of(text)).text.startswith("nobody answered")
    assert fold(found.span.of(text)).text.endswith("window")


@KEEPING
def test_curly_quotes_are_the_same_quotes(kept: bool) -> None:
    text = STORY.replace(' "', " “").replace('"The', "“The").replace(',"', ",”")
    found = placed('"The ferries will not wait for a budget,"', text, kept)
    assert (found.state, words_at(found, text)) == ("exact", "“The ferries will not wait for a budget,”")


@KEEPING
def test_a_note_moves_with_its_paragraph(kept: bool) -> None:
    paragraphs = STORY.split("\n\n")
    text = "\n\n".join([paragraphs[3], *paragraphs[:3], paragraphs[4]])
    found = placed("the villages in the hills wrote angry letters", text, kept)
    assert (found.state, words_at(found, text)) == ("exact", "the villages in the hills wrote angry letters")


@KEEPING
def test_a_deleted_passage_is_not_put_on_its_twin(kept: bool) -> None:
    """The same words in another sentence may be offered, but not used."""
    deleted = STORY.replace(WORDS, "")
    twin = "Later she wrote: nobody replied. The mayor, who had promised two new boats in April, looked out of windows."
    text = deleted + "\n\n" + OTHER + "\n\n" + twin
    found = placed(WORDS, text, kept)
    assert (found.span, found.state) == (None, "orphaned")
    assert found.guess is not None
    assert "promised two new boats in April" in found.guess.of(text)


def test_an_edited_passage_is_not_put_on_its_exact_copy_elsewhere() -> None:
    text = STORY.replace("two new boats in April", "two big boats in May") + f"\n\n{OTHER} {WORDS}."
    found = placed(WORDS, text, kept=True)
    assert found.state == "changed"
    assert found.span is not None
    assert "two big boats in May" in found.span.of(text)


def test_neighbours_elsewhere_are_evidence_against_a_place() -> None:
    """A nearly identical sentence was inserted after the place from which the passage was deleted."""
    left, right = "We had walked all day along the empty coast road.", "Then it rained for an hour."
    old = f"{OTHER} {left} {WORDS}. {right} {STORY.replace(WORDS, '')}"
    twin = WORDS.replace("mayor", "teacher")
    text = f"{OTHER} {left} {right} {OTHER.upper().replace('S', 'Z')} {twin}. {STORY.replace(WORDS, '')}"
    found = placed(WORDS, text, kept=True, old=old)
    assert found.state == "orphaned"
    assert found.guess is not None
    assert "The teacher, who had promised" in found.guess.of(text)


def test_half_a_passage_with_half_its_neighbours_is_only_a_guess() -> None:
    """Without the old text, the sentence may have begun like another one."""
    kept, rest = "the money was found.", " It came from the road"
    text = STORY[: STORY.index(rest)] + " " + OTHER
    found = placed(f"later {kept}{rest}", text, kept=False)
    assert found.state == "orphaned"
    assert found.guess is not None
    assert kept.rstrip(".") in found.guess.of(text)


def test_a_place_that_belongs_to_another_passage_is_never_taken() -> None:
    old = f"One line here. The price is 40 crowns. {OTHER} Another line. The price is 40 crowns. The end."
    text = old.replace("The price is 40 crowns. ", "", 1)
    found = place([describe(old, Span(15, 38))], text, old)[0]
    assert found.state == "orphaned"


@KEEPING
def test_a_deleted_passage_is_orphaned(kept: bool) -> None:
    found = placed(WORDS, STORY.replace(WORDS, ""), kept)
    assert (found.span, found.state) == (None, "orphaned")


@KEEPING
def test_indistinguishable_copies_orphan_the_note(kept: bool) -> None:
    line = "Nothing new today."
    old = "\n\n".join([OTHER, line, STORY])
    text = "\n\n".join([line, "x", line, "y", line])
    assert placed(line, text, kept, old).state == "orphaned"


@KEEPING
def test_another_article_gets_none_of_the_notes(kept: bool) -> None:
    anchors = [describe(STORY, Span(at, at + 40)) for at in range(0, len(STORY) - 40, 20)]
    assert {found.state for found in place(anchors, OTHER, STORY if kept else None)} == {"orphaned"}


@KEEPING
def test_a_dash_is_found_between_its_words(kept: bool) -> None:
    old = STORY.replace("Nobody answered.", "Nobody - nobody at all - answered.")
    start = old.index(" - ") + 1
    text = f"News.\n\n{old}"
    found = place([describe(old, Span(start, start + 1))], text, old if kept else None)[0]
    assert (found.state, found.span) == ("exact", Span(start + 7, start + 8))


def test_a_dash_is_found_although_a_comma_was_added_before_it() -> None:
    old = "The vote — a narrow one — was over. Nobody spoke."
    new = "The vote, — a narrow one — was over. Nobody spoke."
    assert placed("—", new, kept=True, old=old).span == Span(new.index("—"), new.index("—") + 1)


def test_a_passage_keeps_its_place_in_a_moved_paragraph_that_is_edited_elsewhere() -> None:
    paragraphs = STORY.split("\n\n")
    moved = paragraphs.pop(2).replace("grey water", "cold water")
    words = "promised two new boats in April, looked out of the window"
    new = "\n\n".join([moved, *paragraphs])
    found = placed(words, new, kept=True)
    assert (found.state, words_at(found, new)) == ("exact", words)


@pytest.mark.parametrize(("words", "state"), [(10, "changed"), (500, "orphaned")])
def test_misspelt_words_are_found_within_a_few_lines_and_not_on_a_rewritten_page(words: int, state: str) -> None:
    chance = random.Random(1)
    before, after = "lorem ipsum dolor sit amet elit".split(), "quartz jumbo vexing fjord waltz nymph".split()
    passage = "the extraordinarily complicated municipal budget proposal"
    misspelt = "the extraordinarilly complicatd municipall budgett proposel"
    old = " ".join(["Begin.", *chance.choices(before, k=20), passage, *chance.choices(before, k=20), "The end."])
    new = " ".join(["Begin.", *chance.choices(after, k=words), misspelt, *chance.choices(after, k=words), "The end."])
    found = placed(passage, new, kept=True, old=old)
    assert (found.state, words_at(found, new)) == (state, misspelt if state == "changed" else None)


@KEEPING
def test_punctuation_at_the_edges_stays_with_the_passage(kept: bool) -> None:
    found = placed(
        "(or so they said),", f"Old. {STORY} (or so they said), {OTHER}", kept, f"{STORY} (or so they said), x"
    )
    assert found.state == "exact"


@KEEPING
def test_half_a_word_stays_half_a_word(kept: bool) -> None:
    text = f"News.\n\n{STORY}"
    found = placed("otholes and forgotten brid", text, kept)
    assert words_at(found, text) == "otholes and forgotten brid"


@KEEPING
def test_chinese_words_are_distinguished(kept: bool) -> None:
    old = "港务局早上七点开门。玛尔塔亲自把账本搬上狭窄的楼梯。市长望着窗外灰色的水面。三周后钱找到了。"
    text = old.replace("亲自把", "自己把").replace("港务局", "昨天港务局")
    found = placed("玛尔塔亲自把账本搬上", text, kept, old)
    assert (found.state, words_at(found, text)) == ("changed", "玛尔塔自己把账本搬上")


@pytest.mark.parametrize(("word", "text"), [("cat", "On education"), ("Linus", "chines"), ("he", "Other men")])
def test_a_word_is_not_found_inside_another(word: str, text: str) -> None:
    anchor = describe(word, Span(0, len(word)))
    assert place([anchor], text)[0].state == place([anchor], text, word)[0].state == "orphaned"


# Order and company


def test_an_anchor_of_another_text_is_searched_for_by_its_words() -> None:
    anchors = [anchor_of("the road fund"), anchor_of("Most bakers weigh their flour", OTHER)]
    text = f"{OTHER}\n\n{STORY}"
    assert [words_at(found, text) for found in place(anchors, text, STORY)] == [
        "the road fund",
        "Most bakers weigh their flour",
    ]


def test_placements_are_in_the_order_of_the_anchors() -> None:
    wanted = ["ground floor", "The harbour office", "the road fund", "the road", "road fund"]
    text = f"News.\n\n{STORY}"
    for before in (STORY, None):
        found = place([anchor_of(words) for words in wanted], text, before)
        assert [words_at(one, text) for one in found] == wanted


def test_other_notes_decide_between_two_copies() -> None:
    """Alone the anchor fits both copies; a note before and one after it leave only one."""
    old = "\n\n".join([STORY, OTHER])
    text = "\n\n".join([OTHER, "In the news.", STORY, OTHER])
    wanted = anchor_of("Most bakers weigh their flour", old)
    assert place([wanted], text)[0].state == "orphaned"
    company = [anchor_of(words, old) for words in ("The harbour office opened", "both boats were painted")]
    found = place([*company, wanted], text)[-1]
    assert found.span is not None
    assert found.span.start > text.index("ground floor")


@pytest.mark.parametrize("words", ["boats", "the mayor looked out", "Nobody answered"])
def test_the_place_with_more_context_wins(words: str) -> None:
    """Of two places with the same words, the one with more of the old neighbours is preferred."""
    left, right = "in the grey morning light the tired old clerk saw that", "before he put the last heavy ledger away"
    old = f"{OTHER} {left} {words} {right}. {STORY}"
    start = len(OTHER) + len(left) + 2
    anchor = describe(old, Span(start, start + len(words)))
    for share in range(3, 12):
        better = " ".join(left.split()[-share:])
        worse = " ".join(left.split()[-1:])
        for parts in ([better, worse], [worse, better]):
            one, two = (f"{part} {words} {right if part == better else 'and so on'}" for part in parts)
            text = f"Alpha beta. {one}. Gamma delta epsilon zeta eta theta iota kappa lambda. {two}. Mu nu xi."
            at = text.index(f"{better} {words} {right}") + len(better) + 1
            found = place([anchor], text)[0]
            assert found.span in (None, Span(at, at + len(words)))


def test_adjacent_notes_move_with_their_paragraph() -> None:
    """Without the old text, sentences that stayed must not keep their moved neighbours."""
    old = f"{OTHER}\n\n{STORY}"
    paragraphs = old.split("\n\n")
    text = "\n\n".join([*paragraphs[1:4], paragraphs[0], *paragraphs[4:]])
    spans = [Span(at, at + 40) for at in range(0, len(old) - 40, 50)]
    found = place([describe(old, span) for span in spans], text)
    for span, placed in zip(spans, found, strict=True):
        if "\n\n" not in span.of(old):
            assert (words_at(placed, text) or "").strip() == span.of(old).strip()


def test_a_repetitive_text_aligns_with_itself() -> None:
    """None of its word sequences is unique, as in a refrain, a table or a log."""
    verse = "It said that the boats were few and the quay was old and that nobody had asked for the money".split()
    old = ["They", "sang", *verse * 14, "at", "last"]
    new = [{"boats": "ships", "few": "many", "They": "We", "last": "night"}.get(word, word) for word in old]
    assert align(old, new).size == len(old) - 14 * 2 - 2
    line = align(old, new).line
    assert all(run.old == run.new for run in line)


def test_unique_words_outweigh_a_longer_refrain() -> None:
    """The only verse was moved before the refrain, which would be the longer match."""
    refrain = "row the boat and row it home".split() * 6
    verse = "but Marta Lind kept her own ledgers dry".split()
    old = ["They", "sang", *refrain, *verse, "at", "last"]
    new = ["We", "hear", *verse, *refrain, "all", "night"]
    assert [old[run.old : run.old + run.size] for run in align(old, new).line] == [verse]


def test_a_refrain_is_not_evidence_in_a_long_text() -> None:
    """Two unrelated books may share a phrase that each repeats."""
    refrain = "as he had said so many times before".split()
    old, new = ([*(f"{book}{number}" for number in range(1300)), *refrain] * 2 + [book] for book in ("a", "b"))
    assert align(old, new).size == 0


def test_common_words_are_counted_in_both_directions() -> None:
    same = [f"w{number}" for number in range(100)]
    for size in range(len(same)):
        old, new = same[:size], ["x", "y", *same[:size]]
        assert count_common(["p", *old, "q"], 1, size + 2, [*new, "z"], 2, size + 3) == size
        assert count_common_backwards(["p", *old, "q"], 0, size + 1, [*new, "z"], 0, size + 2) == size


# What is left of a lost text


def test_pieces_that_overlap_or_touch_are_joined() -> None:
    cuts = [(300, 420), (100, 180), (180, 260), (400, 500), (120, 150), (501, 600)]
    known = join_pieces([RememberedText(low, STORY[low:high], 20, 25) for low, high in cuts])
    assert [(stretch.at, stretch.text) for stretch in known] == [
        (low, STORY[low:high]) for low, high in [(100, 260), (300, 500), (501, 600)]
    ]
    assert [stretch.passages for stretch in known] == [
        {1: (20, 25), 4: (40, 45), 2: (100, 105)},
        {0: (20, 25), 3: (120, 125)},
        {5: (20, 25)},
    ]


def test_pieces_of_different_texts_stay_apart() -> None:
    pieces = [RememberedText(100, STORY[100:180], 20, 25), RememberedText(150, OTHER[150:250], 20, 25)]
    assert [stretch.text for stretch in join_pieces(pieces)] == [piece.text for piece in pieces]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 20)), min_size=1, max_size=8))
def test_pieces_of_one_text_become_stretches_of_it(cuts: list[tuple[int, int, int]]) -> None:
    pieces = [RememberedText(at, STORY[at : at + before + own + 5], before, before + own) for at, before, own in cuts]
    known = join_pieces(pieces)
    assert sorted(number for stretch in known for number in stretch.passages) == list(range(len(pieces)))
    for stretch in known:
        assert stretch.text == STORY[stretch.at : stretch.at + len(stretch.text)]
        for number, (start, end) in stretch.passages.items():
            piece = pieces[number]
            assert (stretch.at + start, end - start) == (piece.at + piece.start, piece.end - piece.start)
    assert all(one.at + len(one.text) < other.at for one, other in pairwise(known))


# Properties

VOCABULARY = tuple(sorted({word.strip('.,"') for word in f"{STORY} {OTHER}".split()} - {""}))
prose = st.lists(st.sampled_from(VOCABULARY), min_size=0, max_size=30).map(" ".join)
few_words = st.lists(st.sampled_from(["one", "two"]), max_size=20)
fresh = st.lists(st.text("qxzwvk", min_size=3, max_size=8), max_size=30).map(" ".join)


@given(few_words, few_words, few_words, st.data())
def test_counting_common_words_matches_a_naive_count(
    before: list[str], same: list[str], after: list[str], data: st.DataObject
) -> None:
    old, new = [*before, *same, *after], [*after, *same, *before]
    a0, a1 = sorted(data.draw(st.tuples(st.integers(0, len(old)), st.integers(0, len(old)))))
    b0, b1 = sorted(data.draw(st.tuples(st.integers(0, len(new)), st.integers(0, len(new)))))

    def agreeing(olds: list[str], news: list[str]) -> int:
        return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(olds, news, strict=False))))

    assert count_common(old, a0, a1, new, b0, b1) == agreeing(old[a0:a1], new[b0:b1])
    assert count_common_backwards(old, a0, a1, new, b0, b1) == agreeing(old[a0:a1][::-1], new[b0:b1][::-1])


@given(fresh, fresh, st.integers(0, len(STORY) - 1), st.integers(1, 120), st.booleans())
@example("", "", STORY.index("."), 1, False)  # belongs to no sentence by its words
def test_text_before_and_after_never_loses_a_passage(
    before: str, after: str, start: int, length: int, kept: bool
) -> None:
    span = Span(start, min(start + length, len(STORY)))
    text = f"{before}\n\n{STORY}\n\n{after}"
    found = place([describe(STORY, span)], text, STORY if kept else None)[0]
    if fold(span.of(STORY)).text.strip():
        assert found.span is not None
        assert fold(found.span.of(text)).text.strip() == fold(span.of(STORY)).text.strip()
        assert found.state == "exact"
        assert abs(found.span.start - (span.start + len(before) + 2)) <= 2


@given(st.integers(0, 2**32), st.floats(0, 1), st.booleans())
def test_exact_means_equal_words_and_places_are_inside_the_text(seed: int, share: float, kept: bool) -> None:
    """Any words may be replaced, dropped or doubled."""
    rng = random.Random(seed)
    words = [rng.choice(VOCABULARY) if rng.random() < share else word for word in STORY.split(" ")]
    words = [word for word in words for _ in range(rng.choice((0, 1, 1, 1, 1, 1, 1, 2)))]
    text = " ".join(words)
    spans = [Span(at, min(len(STORY), at + rng.randrange(80))) for at in rng.choices(range(len(STORY)), k=8)]
    anchors = [describe(STORY, span) for span in spans]
    for anchor, found in zip(anchors, place(anchors, text, STORY if kept else None), strict=True):
        assert (found.span is None) == (found.state == "orphaned")
        for span in (found.span, found.guess):
            assert span is None or 0 <= span.start <= span.end <= len(text)
        if found.state == "orphaned":
            continue
        assert found.span is not None
        same = fold(found.span.of(text)).text.strip() == fold(anchor.exact).text.strip()
        assert (found.state == "exact") == same
        assert found.guess is None


@given(fresh, st.integers(0, len(STORY) - 1), st.integers(1, 120), st.booleans())
def test_words_that_do_not_occur_get_no_place(text: str, start: int, length: int, kept: bool) -> None:
    anchor = describe(STORY, Span(start, min(start + length, len(STORY))))
    if any(character.isalnum() for character in anchor.exact):
        assert place([anchor], text, STORY if kept else None)[0].state == "orphaned"


@given(st.lists(prose, min_size=1, max_size=4), st.data())
def test_any_anchor_can_be_placed_in_any_text(texts: list[str], data: st.DataObject) -> None:
    """Anchors made by hand may not fit any text."""
    parts = st.text("ab .\n—漢", max_size=12)
    anchors = data.draw(st.lists(st.builds(Anchor, parts, parts, parts, st.integers(-9, 99), st.integers(-9, 99))))
    for text in texts:
        assert len(place(anchors, text, texts[0])) == len(place(anchors, text)) == len(anchors)


# Edges


@KEEPING
@pytest.mark.parametrize("text", ["", " ", "\n\n", "…", "x"])
def test_a_nearly_empty_text(text: str, kept: bool) -> None:
    assert placed(WORDS, text, kept).state == "orphaned"


@KEEPING
def test_a_note_made_on_an_empty_text(kept: bool) -> None:
    assert place([describe("", Span(0, 0))], STORY, "" if kept else None)[0].state == "orphaned"


@KEEPING
@pytest.mark.parametrize("span", [Span(0, 0), Span(50, 50), Span(len(STORY), len(STORY)), Span(89, 91)])
def test_punctuation_or_white_space_alone_is_not_searched_for(span: Span, kept: bool) -> None:
    found = place([describe(STORY, span)], f"x {STORY}", STORY if kept else None)[0]
    assert found.state == "orphaned"


@KEEPING
def test_the_whole_text_is_a_passage(kept: bool) -> None:
    text = STORY.replace("Marta", "Martha")
    found = place([describe(STORY, Span(0, len(STORY)))], text, STORY if kept else None)[0]
    assert found == Placement(Span(0, len(text)), "changed")


@KEEPING
@pytest.mark.parametrize("words", ["The harbour office opened at seven", "room on the ground floor."])
def test_the_first_and_last_words_are_passages(words: str, kept: bool) -> None:
    text = STORY.replace("whole winter", "winter")
    found = placed(words, text, kept)
    assert (found.state, words_at(found, text)) == ("exact", words)


@KEEPING
@pytest.mark.parametrize("character", ["M", "7", "“"])
def test_one_character_is_a_passage(character: str, kept: bool) -> None:
    old = STORY.replace("seven", "7").replace('"The', "“The")
    text = f"Good morning.\n\n{old}"
    found = placed(character, text, kept, old)
    assert (found.state, found.span) == ("exact", Span(old.index(character) + 15, old.index(character) + 16))


def test_an_anchor_with_wrong_offsets_is_still_found() -> None:
    anchor = replace(anchor_of("the road fund"), start=3, end=16)
    assert words_at(place([anchor], STORY, STORY)[0], STORY) == "the road fund"


def test_inserted_text_with_the_same_first_word_does_not_extend_the_passage() -> None:
    old = "A first line stands here. It goes on for some words.\n\nThree is last of all the lines here."
    new = "A new start.\n\nA first line stands here. It goes on for some words.\n\nNothing like it was."
    (placed,) = place([describe(old, Span(0, 25))], new, before=old)
    assert placed == Placement(Span(14, 39), "exact")


@given(st.lists(st.sampled_from("a b c d ae 日 x1 . “ \n".split(" ")), max_size=120), st.data())
def test_many_pieces_are_found_where_single_ones_are(words: list[str], data: st.DataObject) -> None:
    """Searched for by their rarest words in one pass, or one by one in the whole text."""
    text = fold(data.draw(st.sampled_from((" ", "-"))).join(words)).text
    ends = st.integers(0, len(text))
    cuts = [sorted((data.draw(ends), data.draw(ends))) for _ in range(4)]
    pieces = [text[low:high] for low, high in cuts] + [STORY]
    new = WordSequence.of(text)
    long_enough = {number: piece for number, piece in enumerate(pieces) if len(WordSequence.of(piece)) >= WHOLE}
    others = {len(pieces) + number: STORY for number in range(FEW)}
    together = {number: sorted(places) for number, places in find_cores(long_enough | others, new)}
    for number, piece in long_enough.items():
        ((_, places),) = find_cores({number: piece}, new)
        assert together[number] == list(places)


def test_a_thousand_notes_are_found_without_the_old_text() -> None:
    rng = random.Random(7)
    words = [f"w{number % 700}" for number in rng.sample(range(9000), 9000)]
    text = " ".join(words)
    anchors = [describe(text, Span(start, start + 40)) for start in range(100, len(text) - 100, 45)]
    moved = [replace(anchor, start=anchor.start + 5, end=anchor.end + 5) for anchor in anchors]
    shifted = f"In front. {text}"
    found = place(moved, shifted)
    for here, one in zip(found, anchors, strict=True):
        assert here.span
        assert abs(here.span.start - one.start - 10) <= 1  # a blank at an end is not a word
        assert here.span.of(shifted).strip() == one.exact.strip()
    assert {here.state for here in found} == {"exact"}


# ---------------------------------------------------------------------- golden files: what becomes of notes


LONGEST = 2600
"""Characters of a report: some are long, and more of the same shows nothing more."""

NOTES = 12
"""Notes on a report."""


def passages(text: str, chance: random.Random) -> Iterator[Span]:
    """Yield passages to note: a few words, half a sentence, or more than one."""
    words = [Span(*found.span()) for found in re.finditer(r"\S+", text)]
    for number in range(NOTES):
        first = chance.randrange(len(words) - 30)
        yield Span(words[first].start, words[first + (1, 4, 10, 25)[number % 4] - 1].end)


def line(text: str, span: Span, new: str, placement: Placement) -> str:
    there = placement.span or placement.guess
    words = [" ".join(at.of(of).split()) if at else "" for at, of in ((span, text), (there, new))]
    shown = [part if len(part) <= 44 else f"{part[:20]} … {part[-20:]}" for part in words]
    return f"{placement.state}: {shown[0]} → {'=' if words[0] == words[1] else shown[1]}"


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_notes_on_edited_reports_are_where_they_were_read(edit: Edit) -> None:
    parts = []
    for number, report in enumerate(read(REPORTS)[::2]):
        chance = random.Random(number)
        text = report["text"][:LONGEST]
        sentences = re.split(r"(?<=[.!?”\"])\s+(?=[A-Z“\"])", text)
        new = " ".join(edit(sentences, chance))
        spans = list(passages(text, chance))
        anchors = [describe(text, span) for span in spans]
        for how, placed in (("with", place(anchors, new, text)), ("without", place(anchors, new))):
            found = (line(text, span, new, each) for span, each in zip(spans, placed, strict=True))
            parts.append(f"== {report['id']} {how} the old text\n" + "\n".join(found))
    check_golden(f"notes/{edit.__name__}.txt", "\n\n".join(parts) + "\n")


def test_notes_on_repetitive_texts_are_where_they_were_read() -> None:
    parts = []
    for revision in revisions(1):
        anchors = [describe(revision.old, passage.span) for passage in revision.passages]
        for how, old in (("with", revision.old), ("without", None)):
            placed = zip(revision.passages, place(anchors, revision.new, old), strict=True)
            found = (line(revision.old, passage.span, revision.new, each) for passage, each in placed)
            parts.append(f"== {revision.name} {how} the old text\n" + "\n".join(found))
    check_golden("notes/repetitive.txt", "\n\n".join(parts) + "\n")


# Placing


@pytest.mark.parametrize(
    ("text", "found", "guess", "state", "words"),
    [
        ("So, We  were told, he said.", "we were told", "", "exact", "We  were told"),
        ("So we were not told, he said.", "we were not told", "", "changed", "we were not told"),
        ("So he knew we were told early.", "he knew we were told early", "", "exact", "we were told"),
        ("Then we were told of it.", "then we were told of it", "", "changed", "Then we were told of it"),
        ("So we were told, we were told.", "we were told, we were told", "", "changed", "we were told, we were told"),
        ("So we were told.", "", "we were", "orphaned", "we were"),
        ("So we were told.", "", "", "orphaned", None),
    ],
)
def test_a_place_is_narrowed_to_the_words_if_it_has_them_once_beside_their_neighbours(
    text: str, found: str, guess: str, state: str, words: str | None
) -> None:
    now = fold(text)
    place, guessed = (
        (now.text.index(each), now.text.index(each) + len(each)) if each else None for each in (found, guess)
    )
    made = make_placement(Anchor("We were told", "He knew ", " early on", 3, 15), now, place, guessed)
    span = made.guess if made.state == "orphaned" else made.span
    assert (made.state, None if span is None else span.of(text)) == (state, words)


def test_white_space_is_never_found_but_its_place_is_guessed() -> None:
    made = make_placement(Anchor(" ", "He", "knew", 2, 3), fold("He knew"), (2, 3), (0, 2))
    assert (made.state, made.span, made.guess) == ("orphaned", None, Span(2, 3))


@pytest.mark.parametrize(
    ("prefix", "suffix", "text", "has"),
    [
        ("the mayor ", "", "The mayor said no", True),
        ("the mayor ", " twice and", "said  twice and", True),
        ("the mayor ", " twice", "yesterday said on friday", False),
        ("", "", "he said no", False),
        ("a ", "", "a said", True),
        ("a much longer context than is read: he ", "", "she he said no", False),
        ("a much longer context than is read: he ", "", "xx is read: he said no", True),
        ("", " no, and a much longer context", "said no, and a mu", True),
        ("", " no, and a much longer context", "said no, and a l", False),
    ],
)
def test_neighbours_are_the_words_right_beside(prefix: str, suffix: str, text: str, has: bool) -> None:
    folded = fold(text).text
    at = folded.index("said")
    assert has_neighbours(Anchor("said", prefix, suffix, 0, 4), folded, at, at + 4) is has


@pytest.mark.parametrize(
    ("left", "right", "joint"),
    [
        ("they were un", "Told it", ("un", "told")),
        ("they were ", "told", None),
        ("were,", "told", None),
        ("were", "“told", None),
        ("", "told", None),
        ("were", "", None),
        ("a1", "2b", ("a1", "2b")),
    ],
)
def test_words_touch_where_nothing_is_between_them(left: str, right: str, joint: tuple[str, str] | None) -> None:
    assert touching_words(left, right) == joint


@pytest.mark.parametrize(
    ("prefix", "suffix", "start", "joints"),
    [
        ("un", "ly so", 90, (("un", "told"), ("told", "ly"))),
        ("un", "ly so", 2, (None, ("told", "ly"))),  # all that is before it
        ("x" * CONTEXT, "y" * CONTEXT, 90, (None, None)),
        ("x" * (CONTEXT - 1), "y" * (CONTEXT + 1), 90, (("x" * (CONTEXT - 1), "told"), ("told", "y" * (CONTEXT + 1)))),
        ("un ", " so", 90, (None, None)),
    ],
)
def test_context_that_is_short_may_have_been_trimmed(prefix: str, suffix: str, start: int, joints: object) -> None:
    assert trimmed_joints(Anchor("told", prefix, suffix, start, start + 4)) == joints
