"""Tell whether a quotation only tidies speech: without "um", repeated words, "gonna", or with its numbers in digits.

The quotation and a transcript are brought to one form (`spoken_words`), and compared word by word.
"""

from collections.abc import Iterator
from difflib import SequenceMatcher

from reader.verification import Place
from reader.verification.pattern import ELLIPSIS, EqualWords, Found, Pattern
from reader.verification.source_text import SourceText
from reader.verification.spoken_words import CHANGED, SpokenWords, tidy

KEPT = 5  # minimum letters of words that tidying leaves as they are: a text without one of them is not read further


def find_tidied(pattern: Pattern, source: SourceText) -> list[Found]:
    """Return the places in a transcript of the stretches of a quotation, in order, if its speech was only tidied."""
    stretches = [stretch for stretch in pattern.stretches if stretch]
    kept = {key for key in pattern.keys if len(key) >= KEPT and key.isalpha() and key not in CHANGED}
    if not stretches or not source.vocabulary.issuperset(kept):
        return []
    if any(joint.kind == "bracket" for joint in pattern.joints) or not source.is_spoken:
        return []
    own = [SpokenWords(tidy(pattern.words.keys[stretch.start : stretch.stop])) for stretch in stretches]
    places = [list(source.spoken.find(words)) for words in own]
    found = []
    for start in places[0] if all(places) else ():
        chain = [start]
        for candidates in places[1:]:
            block = source.block_of(chain[-1][1] - 1)
            after = (each for each in candidates if each[0] >= chain[-1][1] and source.block_of(each[0]) == block)
            chain += [each for _, each in zip(range(1), after, strict=False)]
        if len(chain) == len(stretches):
            pairs = zip(stretches, chain, strict=True)
            rows = tuple(row for stretch, at in pairs for row in equal_rows(pattern, stretch, source, at))
            found.append(Found(source, source.whole, rows, "adapted", is_tidied=True))
    return found


def equal_rows(pattern: Pattern, stretch: range, source: SourceText, at: tuple[int, int]) -> Iterator[EqualWords]:
    """Yield the rows of words that a stretch and a passage of a source, `at` (half open), have alike.

    The first and the last row may be empty: they are where the passage begins and ends.
    """
    yield EqualWords(stretch.start, stretch.start, at[0], at[0])
    keys, words = pattern.words.keys[stretch.start : stretch.stop], source.words.keys[at[0] : at[1]]
    for block in SequenceMatcher(None, keys, words, autojunk=False).get_matching_blocks():
        if block.size:
            begin, there = stretch.start + block.a, at[0] + block.b
            yield EqualWords(begin, begin + block.size, there, there + block.size)
    yield EqualWords(stretch.stop, stretch.stop, at[1], at[1])


def tidied_remark(place: Place) -> Iterator[str]:
    changes = [
        each for each in place.differences if not each.equal and not ELLIPSIS.search(each.draft.replace("…", "..."))
    ]
    said = (f"“{each.source}” → “{each.draft}”" if each.draft else f"“{each.source}” left out" for each in changes)
    if changes:
        yield f"tidied: {', '.join(said)}"
