"""The words right beside a stretch in their order, and its own shape, as signs: "just before: not to".

A word of a list that is closed stands for itself, another by its list, else by its ending. So the points learn what
one or two words do beside a stretch that no reader knows: "a far cry from | …", "… | in name only".
"""

from collections.abc import Iterator, Sequence
from functools import cache

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.words import Surroundings, Words
from reader.analysis.lexicon import DETERMINERS, PREPOSITIONS

CLOSED = PREPOSITIONS.union(
    lex.NEGATIONS, lex.CONDITIONS, lex.CONDITIONAL_VERBS, lex.POSSIBLY, lex.RESERVATIONS, lex.COMPLEMENTS,
    lex.COORDINATORS, lex.ADVERBIAL, lex.NOMINATIVES, lex.COPULAS
)  # fmt: skip
OPEN = (
    "DENYING FACTIVE PROVING SUPPOSING WANTING PERHAPS ASKING EVALUATING BELIEVING REPORTS AFFIRMING LIMITING TIMES"
).split()
ENDINGS = ("ly", "ing", "ed", "s")
SIGNS = {",": "comma", ":": "colon", ";": "semicolon", "?": "?", "—": "dash", "–": "dash", "--": "dash", "'s": "'s"}
LONGEST = 5  # steps of three words by which a stretch is long, and of four by which a sentence beside it is


@cache
def shape_of(lower: str) -> str:
    """Return what a word is to its neighbours: itself, its list, or its ending."""
    if lower in CLOSED or lower in SIGNS.values() or lower in ("0", "^", "$"):
        return lower
    if lower in DETERMINERS:
        return "DETERMINERS"
    key = next((each for each in OPEN if lower in lex.LISTS[each]), "")
    ending = next((each for each in ENDINGS if lower.endswith(each)), "")
    return key or (lower if lower in lex.VERBS else f"-{ending}")


def signs_beside(around: Surroundings) -> Iterator[str]:
    """Yield the words next to a stretch on either side, its first, last and telling words, and the sentences beside."""
    before, after = (in_order(words) for words in (around.before, around.after))
    own, previous, following = (in_order(w.plain) for w in (around.quoted, around.previous, around.following))
    left, right = ["^", *before], [*after, "$"]
    yield f"just before: {left[-1]}"
    yield f"just before: {' '.join(left[-2:])}"
    for length in (1, 2, 3):
        yield f"shapes before: {shapes(left[-length:])}"
        yield f"shapes behind: {shapes(right[:length])}"
    yield from (f"just behind: {' '.join(right[:length])}" for length in (1, 2))
    yield f"begins: {own[0]}"
    yield from (f"begins: {shapes(own[:length])}" for length in (1, 2))
    yield f"joins: {shapes([left[-1], own[0]])}"
    yield f"joins: {shapes([*left[-2:], own[0]])}"
    yield f"ends: {shapes([own[-1], right[0]])}"
    yield from (f"inside: {shape}" for shape in map(shape_of, own) if shape[0] != "-")
    yield f"long: {min(LONGEST, len(own) // 3)}"
    yield f"negated: {around.quoted.is_negated} {not lex.NEGATIONS.isdisjoint(before)}"
    yield f"whole: {not before} {not after} {bool(previous)} {bool(following)}"
    if previous and not before:
        yield f"sentence before: {previous[0]}"
        yield f"sentence before: {shapes(previous[:2])} …"
        yield f"sentence before: … {shapes(previous[-2:])}"
        yield f"sentence before: long {min(LONGEST, len(previous) // 4)}"
    if following and not after:
        yield f"sentence behind: {following[0]}"
        yield from (f"sentence behind: {shapes(following[:length])} …" for length in (2, 3))
        yield f"sentence behind: long {min(LONGEST, len(following) // 4)}"


def in_order(words: Words) -> list[str]:
    """Return words and the signs that part clauses, all numbers as one."""
    kept = (SIGNS.get(each, each) for each in words.lowers if each[0].isalnum() or each in SIGNS)
    return ["0" if each[0].isdigit() else each for each in kept]


def shapes(lowers: Sequence[str]) -> str:
    return " ".join(map(shape_of, lowers))
