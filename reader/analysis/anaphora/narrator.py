"""Find who says "I" in a text told in the first person: "my name is Ann Lee", or the one whom others address so.

A narrator's name is seldom written but by those who speak to the narrator: “Come, Watson,” he said. So a person who is
named in quotations only, and addressed there more than once, is the narrator of a text with many an "I".
"""

from collections import Counter
from collections.abc import Sequence

from reader.analysis.entities.coreference import ResolvedEntity
from reader.analysis.entities.mentions import Name
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.quotes.turns import is_addressed
from reader.analysis.tokens import TokenizedArticle

TOLD = 3
"""Times that "I" must stand outside quotations."""

OFTEN = 20
"""Times from which it is surely a narrator's, who need be addressed only once."""

ADDRESSED = 2
"""Times that another narrator must be addressed by name."""

ACTING = 1
"""Maximum times that a narrator's name is a subject outside quotations: "Lee, commonly called Ann Lee"."""


def find_narrator(
    tokenized: TokenizedArticle, candidates: Sequence[Candidate], known: Sequence[ResolvedEntity]
) -> Candidate | None:
    """Return the name that "I" stands for outside quotations; None if nobody tells the text, or has no single name."""
    told = sum(candidate.agreement == "I" for candidate in candidates)
    if told < TOLD:
        return None
    subjects = {candidate.first for candidate in candidates if candidate.form == "name" and candidate.is_free}
    named: set[int] = set()
    unseen: Counter[int] = Counter()
    hardly_seen: Counter[int] = Counter()
    for index, one in enumerate(known):
        if one.entity.kind == "place":
            continue
        outside = [name for name in one.names if tokenized.quotation_of[name.first] < 0]
        if any(_is_told(tokenized, name) for name in outside):
            named.add(index)
        addressed = sum(is_addressed(tokenized, name) for name in one.names if tokenized.quotation_of[name.first] >= 0)
        if not outside:
            unseen[index] = addressed
        elif one.entity.kind == "person" and sum(name.first in subjects for name in outside) <= ACTING:
            hardly_seen[index] = addressed
    likely = _most_addressed((unseen, hardly_seen), 1) if told >= OFTEN else _most_addressed((unseen,), ADDRESSED)
    index = likely if not named else next(iter(named)) if len(named) == 1 else -1
    if index < 0:
        return None
    name = known[index].names[0]
    return Candidate(name.first, name.last, "name", index, "person", known[index].gender)


def _most_addressed(counts: Sequence[Counter[int]], least: int) -> int:
    """Return who is addressed most, and at least so many times, in the first of the counts that has one; or -1."""
    for count in counts:
        likely = [*count.most_common(2), (-1, 0)]
        if likely[0][1] >= least and likely[0][1] > likely[1][1]:
            return likely[0][0]
    return -1


def _is_told(tokenized: TokenizedArticle, name: Name) -> bool:
    """Return whether the narrator tells the name: "my name is Ann Lee"."""
    words = [token.lower for token in tokenized.tokens[max(0, name.first - 3) : name.first]]
    return words in (["my", "name", "is"], ["my", "name", "was"])
