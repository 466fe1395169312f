"""A note stays on its passage when the passage itself is edited, whatever was copied, moved or inserted around it."""

import pytest

from reader.anchoring import Placement, describe, place
from reader.anchoring.transfer import HALFWAY, KEPT, SHORT, SURE, WHOLE, FoundPlace, NeighbourCount
from reader.text.span import Span

OPENING = "The harbour office opened at seven, as it had done every morning since the flood."
BEFORE = "Marta Lind carried the ledgers up the narrow stairs herself, and trusted nobody with the figures."
NOTED = "The mayor, who had promised two new boats in April, looked out of the window at the grey water for a while."
EDITED = "The mayor, who had promised three new boats in April, stared out of the window at the grey water for a while."
AFTER = "Three weeks later the money was found in the road fund, and the hills wrote angry letters about potholes."
CLOSING = "By the end of summer both boats were painted, named and sailing."
ALIEN = (
    "Bread rises because yeast eats sugar and gives off gas, and warm dough works faster than cold dough.",
    "Most bakers weigh their flour, since a cup can hold very different amounts, depending on how it is filled.",
    "Let the loaf cool before it is cut, or the crumb will tear and the crust will soften in its own steam.",
)
STORY = f"{OPENING} {BEFORE}\n\n{NOTED} {AFTER}\n\n{CLOSING}"


def placed(words: str, new: str, old: str = STORY) -> Placement:
    """Place a note on words of the old text."""
    start = old.index(words)
    return place([describe(old, Span(start, start + len(words)))], new, old)[0]


def words_at(found: Placement, text: str) -> str | None:
    return None if found.span is None else found.span.of(text)


@pytest.mark.parametrize(
    "new",
    [
        f"{OPENING} {BEFORE}\n\n{ALIEN[0]} {NOTED} {ALIEN[1]}\n\n{EDITED} {AFTER}\n\n{CLOSING}",
        f"{OPENING} {BEFORE}\n\n{EDITED} {ALIEN[0]}\n\n{ALIEN[1]} {NOTED} {ALIEN[2]}\n\n{AFTER}\n\n{CLOSING}",
        f"{OPENING} {BEFORE}\n\n{EDITED} {AFTER}\n\n{CLOSING}\n\n{ALIEN[0]} {NOTED} {ALIEN[1]}",
        f"{ALIEN[0]} {NOTED} {ALIEN[1]}\n\n{OPENING} {BEFORE}\n\n{EDITED} {AFTER}\n\n{CLOSING}",
    ],
    ids=["copied right before it", "copied right after it", "copied to the end", "copied to the beginning"],
)
def test_a_note_stays_on_its_edited_sentence_when_an_exact_copy_appears(new: str) -> None:
    found = placed(NOTED, new)
    assert (found.state, words_at(found, new)) == ("changed", EDITED)


def test_a_note_stays_on_an_unchanged_sentence_with_new_neighbours() -> None:
    new = f"{OPENING} {BEFORE}\n\n{ALIEN[0]}\n\n{NOTED}\n\n{ALIEN[1]}\n\n{AFTER}\n\n{CLOSING}"
    found = placed(NOTED, new)
    assert (found.state, words_at(found, new)) == ("exact", NOTED)


def test_the_sentences_of_a_long_passage_confirm_each_other() -> None:
    """Its first half and all before it were written anew, and a paragraph was inserted after it."""
    new = f"{ALIEN[0]}\n\n{NOTED} {AFTER}\n\n{ALIEN[1]} {ALIEN[2]}\n\n{CLOSING}"
    found = placed(f"{OPENING} {BEFORE}\n\n{NOTED} {AFTER}", new, f"News of the day.\n\n{STORY}")
    assert (found.state, words_at(found, new)) == ("changed", f"{NOTED} {AFTER}")


@pytest.mark.parametrize("words", [NOTED, "new boats in April, looked out of the window"])
def test_a_note_follows_a_paragraph_that_was_moved_and_edited(words: str) -> None:
    new = f"{CLOSING}\n\n{EDITED} {AFTER}\n\n{OPENING} {BEFORE}"
    found = placed(words, new)
    assert found.state == "changed"
    assert words_at(found, new) == words.replace("two", "three").replace("looked", "stared")


def test_both_parts_of_a_short_passage_with_a_remark_inserted_are_kept() -> None:
    old = f"{OPENING}\n\n* bitrate\n* format\n\n{CLOSING}"
    new = f"{OPENING}\n\n* bitrate (in kilobits per second, with units)\n* format\n\n{CLOSING}"
    found = placed("bitrate\n* format", new, old)
    assert (found.state, words_at(found, new)) == (
        "changed",
        "bitrate (in kilobits per second, with units)\n* format",
    )


def test_a_word_that_recurs_far_from_the_rest_is_not_part_of_the_passage() -> None:
    """The heading “The Last …” was edited, and “the last rays” were inserted a paragraph before it."""
    heading = "The Last of the Blind Man"
    old = f"{OPENING}\n\n5\n\n{heading}\n\n{NOTED} {AFTER}"
    lead = f"Outside, the last rays of the sun fell on the empty square. {ALIEN[0]}"
    new = f"{OPENING}\n\n5\n\n{lead}\n\nThe Trees of the Blind Man\n\n{EDITED} {AFTER}"
    found = placed(f"{heading}\n\n{NOTED}", new, old)
    assert (found.state, words_at(found, new)) == ("changed", f"of the Blind Man\n\n{EDITED}")


def test_what_replaced_an_end_of_a_passage_is_not_taken_in_if_it_is_longer() -> None:
    old = f"{OPENING} He said: do as I ask! {AFTER}"
    new = f"{OPENING} He said: do as the harbourmaster! {AFTER}"
    assert words_at(placed("do as I", new, old), new) == "do as"


def test_few_unchanged_words_are_found_by_neighbours_on_both_sides() -> None:
    old = f"{OPENING} Thanks to these people who have submitted features and fixes: Anna, Karl, Ola, Tom.\n\n{CLOSING}"
    new = f"{OPENING} We thank the contributors, who submitted features and fixes! Join them today.\n\n{CLOSING}"
    found = placed("features and", new, old)
    assert (found.state, words_at(found, new)) == ("exact", "features and")


def test_a_phrase_of_a_moved_paragraph_is_only_a_guess_if_its_sentence_was_rewritten_beside_it() -> None:
    rewritten = "The mayor, who had promised two new boats in April, went home."
    new = f"{CLOSING}\n\n{rewritten} {AFTER}\n\n{OPENING} {BEFORE}"
    found = placed("in April", new)
    assert (found.state, found.guess and found.guess.of(new)) == ("orphaned", "in April")
    assert placed("new boats in April", new).state == "exact"


def test_half_a_passage_whose_halves_were_torn_apart_is_only_a_guess() -> None:
    """A page was inserted in the middle of it, and what came after the page was written anew."""
    lead, tail = "The keywords are chosen by the present sole owner of", f"table of names. {AFTER}\n\n{CLOSING}"
    old = f"{OPENING}\n\n{lead} a project. Its licence is a {tail}"
    new = "\n\n".join([OPENING, f"{lead} our town.", *ALIEN, f"A permit has one {tail}"])
    found = placed("the present sole owner of a project. Its licence", new, old)
    assert (found.state, found.guess and found.guess.of(new)) == ("orphaned", "the present sole owner of")


@pytest.mark.parametrize(
    ("lead", "state"),
    [("All else was left to", "changed"), ("Nobody doubts", "orphaned")],
    ids=["neighbours on both sides", "neighbours on one side"],
)
def test_a_word_is_a_correction_of_another_only_between_its_neighbours(lead: str, state: str) -> None:
    tail = f"of the harbour, which met on Fridays. {AFTER}"
    old = f"{OPENING} {BEFORE}\n\nAll else was left to the committee {tail}"
    new = f"{OPENING} {ALIEN[0]}\n\n{lead} the commitment {tail}"
    assert placed("committee", new, old).state == state


@pytest.mark.parametrize(
    ("of", "near", "away", "vouches", "objects"),
    [
        (6, 3, 3, True, False),
        (6, 2, 4, False, True),
        (5, 2, 3, False, True),
        (5, 3, 2, True, False),
        (1, 1, 0, True, False),
        (1, 0, 1, False, True),
        (1, 0, 0, False, False),
        (0, 0, 0, False, False),
    ],
)
def test_half_of_the_neighbours_vouch_for_a_place_and_more_than_half_object(
    of: int, near: int, away: int, vouches: bool, objects: bool
) -> None:
    count = NeighbourCount(of, near, away)
    assert (count.vouches, count.objects) == (vouches, objects)


HERE, AWAY, GONE, NONE = (NeighbourCount(*each) for each in ((6, 6, 0), (6, 0, 6), (6, 0, 0), (0, 0, 0)))


def found(
    words: int, share: float, left: NeighbourCount, right: NeighbourCount, *, said: str = "", coherent: bool = False
) -> FoundPlace:
    """Return a place; it is "altered", or even "corrected"."""
    return FoundPlace((0, 9), words, share, coherent, said != "", said == "corrected", left, right)


@pytest.mark.parametrize(
    ("place", "believed"),
    [
        (found(WHOLE, KEPT, AWAY, AWAY), True),
        (found(WHOLE - 1, 1, AWAY, AWAY), False),
        (found(WHOLE, 1, AWAY, AWAY, said="altered"), False),
        (found(WHOLE, 1, AWAY, AWAY, said="altered", coherent=True), True),
        (found(SHORT, SURE, GONE, GONE), True),
        (found(SHORT - 1, 1, GONE, GONE), False),
        (found(SHORT, SURE - 0.01, GONE, GONE), False),
        (found(SHORT, 1, NeighbourCount(6, 0, 3), NeighbourCount(6, 0, 3)), False),
        (found(SHORT, 1, NeighbourCount(6, 0, 3), NeighbourCount(6, 0, 2)), True),
        (found(1, KEPT, HERE, GONE), True),
        (found(1, KEPT - 0.01, HERE, HERE), False),
        (found(1, KEPT, NONE, NONE), True),
        (found(1, KEPT, NONE, GONE), False),
        (found(1, KEPT, HERE, AWAY), False),
        (found(1, HALFWAY, HERE, AWAY), True),
        (found(1, HALFWAY - 0.01, AWAY, HERE), False),
        (found(1, KEPT, AWAY, GONE), False),
        (found(1, KEPT, HERE, GONE, said="corrected"), False),
        (found(1, KEPT, HERE, NONE, said="corrected"), True),
        (found(1, KEPT, NeighbourCount(6, 2, 0), NeighbourCount(6, 1, 0)), True),
        (found(1, KEPT, NeighbourCount(6, 1, 0), NeighbourCount(6, 1, 0)), False),
        (found(1, KEPT, NeighbourCount(7, 3, 0), NeighbourCount(7, 3, 0)), True),
        (found(1, KEPT, NeighbourCount(7, 3, 0), NeighbourCount(7, 3, 0), said="altered"), False),
    ],
)
def test_words_in_their_order_are_believed_with_neighbours_or_if_they_are_many(
    place: FoundPlace, believed: bool
) -> None:
    assert place.believed is believed


@pytest.mark.parametrize(
    ("place", "carried"),
    [
        (found(SHORT - 1, 0.1, HERE, HERE), True),
        (found(SHORT - 1, 1, HERE, NONE), True),
        (found(SHORT - 1, 1, HERE, GONE), False),
        (found(SHORT - 1, 1, HERE, HERE, said="altered"), False),
        (found(SHORT, SURE, HERE, GONE), True),
        (found(SHORT, SURE, GONE, HERE), True),
        (found(SHORT, SURE - 0.01, HERE, HERE), False),
        (found(SHORT, 1, GONE, NONE), False),
        (found(WHOLE, SURE, GONE, GONE), True),
        (found(WHOLE - 1, 1, GONE, GONE), False),
        (found(WHOLE, SURE, GONE, GONE, said="altered"), False),
        (found(WHOLE, SURE, GONE, HERE, said="altered"), True),
        (found(SHORT, SURE, HERE, HERE, said="altered"), True),
        (found(SHORT, SURE, HERE, GONE, said="altered"), False),
    ],
)
def test_moved_words_need_more_evidence(place: FoundPlace, carried: bool) -> None:
    assert place.carried is carried
