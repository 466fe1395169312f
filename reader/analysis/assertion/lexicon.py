"""The words by which clauses are denied, supposed, asked, reported or restricted: the lists of `lexicon/frames.txt`.

A list that is joined of others is made here; any other is named as its section is: `lexicon.NO_BELIEF`.
"""

from reader.analysis.lexicon import read_sections

ASIDE = 4
"""Maximum words that may stand between a negation or reservation and the end of what was left out around them."""

SHORT = 9
"""Maximum words of a sentence that only takes back the one before it, or introduces the next."""

LISTS = {key.upper().replace(" ", "_"): frozenset(words) for key, words in read_sections("frames").items()}
LISTS["BELIEVING"] |= LISTS["REPORTING"]
LISTS["NO_NEGATIONS"] = frozenset(phrase.replace("cannot", "can not") for phrase in LISTS["NO_NEGATIONS"])
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
