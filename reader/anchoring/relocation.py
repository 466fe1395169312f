"""Place anchors again in a text that has changed.

Anchors made on the known old text are transferred along the alignment of both texts; the others are searched for by
their own words. A `Place` has offsets in folded texts, a `Span` in original ones.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import islice, takewhile

from reader.anchoring.anchor import CONTEXT, Anchor, Placement
from reader.anchoring.exact_match import RememberedText, find_unique
from reader.anchoring.fuzzy_match import find_places, guess_places
from reader.anchoring.transfer import PassageTracer, Place
from reader.anchoring.units import SEED
from reader.anchoring.words import BREAK, WORD, WordSequence
from reader.text.normalize import Folded, fold, is_word_part, whole_places

Joint = tuple[str, str]  # the words on both sides of the border between a passage and its context
BESIDE = 12  # characters of context that identify a neighbour: two or three words


def place_again(anchors: Sequence[Anchor], text: str, before: str | None) -> list[Placement]:
    """Transfer the anchors that were made on `before`, and search for the others by their words.

    Words without context, as others quote them, are where they occur once.
    """
    now = fold(text)
    new = WordSequence.of_folded(now, text)
    found: dict[int, tuple[Place | None, Place | None]] = {}
    if before is not None:
        was = fold(before)
        trace = PassageTracer.of(WordSequence.of_folded(was, before), new)
        for number, anchor in enumerate(anchors):
            if before[anchor.start : anchor.end] == anchor.exact:
                found[number] = trace.find(was.offset(anchor.start), was.offset(anchor.end))
    gone = [number for number, places in found.items() if places == (None, None)]
    for number, anchor in enumerate(anchors):
        if number not in found and not (anchor.prefix or anchor.suffix):
            places = [(place.start, place.end) for place in islice(whole_places(anchor.exact, now), 2)]
            if places:
                found[number] = (places[0], None) if len(places) == 1 else (None, places[0])
    unknown = [number for number in range(len(anchors)) if number not in found]
    guesses = guess_places(remembered_texts([anchors[number] for number in gone], new), new)
    found |= {number: (None, guess) for number, guess in zip(gone, guesses, strict=True)}
    found |= dict(zip(unknown, search([anchors[number] for number in unknown], new), strict=True))
    return [make_placement(anchor, now, *found[number]) for number, anchor in enumerate(anchors)]


def search(anchors: Sequence[Anchor], new: WordSequence) -> Iterator[tuple[Place | None, Place | None]]:
    """Yield the place of each anchor by its own words, or None and the best guess."""
    pieces = remembered_texts(anchors, new)
    verbatim = find_unique(pieces, new)
    for number, (place, guess) in enumerate(find_places(pieces, new, verbatim)):
        lost = place is not None and number not in verbatim and is_in_other_unit(anchors[number], new, place)
        yield (None, place) if lost else (place, guess)


def is_in_other_unit(anchor: Anchor, new: WordSequence, place: Place) -> bool:
    """Return whether a place is in the unit directly before or after that of the anchor, or in another record.

    So the anchor's own unit, such as a line of a log, has been deleted.
    """
    word, end_word = new.within(*place)
    if word == end_word:
        return False  # punctuation alone, such as the stop between two sentences
    index = new.unit(word)
    unit = new.words[new.units[index] : new.units[index + 1] if index + 1 < len(new.units) else len(new)]
    text = anchor.prefix + anchor.exact + anchor.suffix
    start, end = len(anchor.prefix), len(anchor.prefix) + len(anchor.exact)
    edges = [0, *(match.end() for match in BREAK.finditer(text)), len(text)]
    first = bisect_right(edges, start, hi=len(edges) - 1) - 1
    last = bisect_left(edges, end, lo=1)
    if last - first > 1:
        return False  # the passage has several units
    low, high = edges[first], edges[last]
    own = WORD.findall(fold(text[low:high]).text)
    stamp = list(takewhile(str.isdecimal, own)) if low else []
    if len(stamp) > 1 and unit[: len(stamp)] != stamp:
        return True  # a record with another date, time or number
    before, after = edges[max(0, first - 1)], edges[min(last + 1, len(edges) - 1)]
    left = WORD.findall(fold(text[before:low]).text)[0 if before or not low else 1 :]
    right = WORD.findall(fold(text[high:after]).text)[: None if after < len(text) else -1]
    return (len(left) >= SEED and unit[-len(left) :] == left and own[-len(left) :] != left) or (
        len(right) >= SEED and unit[: len(right)] == right and own[: len(right)] != right
    )


def has_neighbours(anchor: Anchor, text: str, start: int, end: int) -> bool:
    """Return whether the folded words directly before or after [start, end) are those that the anchor remembers."""
    before, after = fold(anchor.prefix[-BESIDE:]).text.strip(), fold(anchor.suffix[:BESIDE]).text.strip()
    left, right = text[max(0, start - BESIDE) : start].rstrip(), text[end : end + BESIDE].lstrip()
    return bool((before and left.endswith(before)) or (after and right.startswith(after)))


def remembered_texts(anchors: Sequence[Anchor], new: WordSequence) -> list[RememberedText]:
    """Return what the anchors remember, with the white space between passage and context if it was trimmed."""
    joints = [trimmed_joints(anchor) for anchor in anchors]
    words = {word for pair in joints for joint in pair if joint for word in (*joint, "".join(joint))}
    known = words.intersection(new.words) if words else words

    def lost(joint: Joint | None) -> str:
        return " " if joint and not known.isdisjoint(joint) and "".join(joint) not in known else ""

    found: list[RememberedText] = []
    for anchor, (left, right) in zip(anchors, joints, strict=True):
        prefix = anchor.prefix + lost(left)
        start, end = len(prefix), len(prefix) + len(anchor.exact)
        text = prefix + anchor.exact + lost(right) + anchor.suffix
        found.append(RememberedText(anchor.start - start, text, start, end))
    return found


def trimmed_joints(anchor: Anchor) -> tuple[Joint | None, Joint | None]:
    """Return the words that touch at either end of the passage if the context there may have been trimmed.

    Context of full length was not, so the passage begins or ends within a word.
    """
    left = len(anchor.prefix) != min(CONTEXT, anchor.start) and touching_words(anchor.prefix, anchor.exact)
    right = len(anchor.suffix) != CONTEXT and touching_words(anchor.exact, anchor.suffix)
    return left or None, right or None


def touching_words(left: str, right: str) -> Joint | None:
    """Return the last word of a text and the first of the next, folded, if no white space or sign is between them."""
    if not (left and right and is_word_part(left[-1]) and is_word_part(right[0])):
        return None
    return WORD.split(fold(left).text)[-2], WORD.split(fold(right).text)[1]


def make_placement(anchor: Anchor, now: Folded, place: Place | None, guess: Place | None) -> Placement:
    """Convert a folded place to a placement, narrowed to the anchor's words if it includes them and more."""
    wanted = fold(anchor.exact).text.strip()
    if place is None or not wanted:  # punctuation alone does not identify a place
        guess = place or guess
        return Placement(None, "orphaned", now.span(*guess) if guess else None)
    if now.text.count(wanted, *place) == 1:
        at = now.text.index(wanted, *place)
        within = (at, at + len(wanted))
        if place != within and has_neighbours(anchor, now.text, *within):
            place = within
    return Placement(now.span(*place), "exact" if wanted == now.text[slice(*place)].strip() else "changed")
