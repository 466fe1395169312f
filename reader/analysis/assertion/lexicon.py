"""The words by which clauses are denied, supposed, asked, reported or restricted: the lists of `lexicon/frames.txt`.

A list that is joined of others is made here; any other is named as its section is: `lexicon.NO_BELIEF`.
"""

from collections.abc import Iterator

from reader.analysis.lexicon import read_sections

ASIDE = 4  # maximum words that may stand between a negation or reservation and the end of what was left out around them
SHORT = 9  # maximum words of a sentence that only takes back the one before it, or introduces the next


def forms_of(entry: str) -> Iterator[str]:
    """Yield an entry, and the other forms of a regular verb: "deny~" is also denies, denied and denying."""
    verb = entry.removesuffix("~")
    yield verb
    if verb == entry:
        return
    changes = verb.endswith("y") and verb[-2] not in "aeiou"
    silent = verb.endswith("e") and not verb.endswith("ee")
    yield f"{verb[:-1]}ies" if changes else verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    yield f"{verb[:-1]}ied" if changes else f"{verb.removesuffix('e')}ed"
    yield f"{verb[:-1] if silent else verb}ing"


LISTS = {
    key.upper().replace(" ", "_"): frozenset(form for entry in entries for form in forms_of(entry))
    for key, entries in read_sections("frames").items()
}
LISTS["BELIEVING"] |= LISTS["REPORTING"]
LISTS["WISHES"] |= LISTS["CONDITIONAL_VERBS"]
LISTS["OPEN_ENDED"] |= LISTS["CONDITIONAL_VERBS"]
LISTS["INVERTING"] = LISTS["QUESTION_STARTS"] & LISTS["VERBS"]  # verbs that stand before the subject of a question
LISTS["IMAGINED"] = frozenset(each for each in LISTS["HYPOTHETICAL"] if not each.startswith("the "))  # anywhere
LISTS["NEAR"] = LISTS["POINTERS"] | {"all", "both", "us", "your"}  # second words of "in this house"
LISTS["ENDINGS"] |= LISTS["REFERRING"]
LISTS["BEHIND"] |= LISTS["TIMES"] | LISTS["NEGATIONS"]
LISTS["DASHES"] = frozenset(("—", "–", "--", "-"))
LISTS["SEPARATING"] = LISTS["DASHES"] | frozenset(",()")  # signs around an insertion
LISTS["PREDICATES"] = frozenset[str]().union(
    *(
        LISTS[key]
        for key in "DENYING EVALUATING FACTIVE PROVING BELIEVING REPORTS SUPPOSING WANTING PERHAPS ASKING".split()
    )
)


def __getattr__(name: str) -> frozenset[str]:
    """Return a list by its name. Raises AttributeError."""
    try:
        return LISTS[name]
    except KeyError:
        raise AttributeError(name) from None
