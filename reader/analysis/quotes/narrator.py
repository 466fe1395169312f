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

ADDRESSED = 2
"""Times that the narrator must be addressed by name."""


def find_narrator(
    tokenized: TokenizedArticle, candidates: Sequence[Candidate], known: Sequence[ResolvedEntity]
) -> Candidate | None:
    """Return the name that "I" stands for outside quotations; None if nobody tells the text, or has no single name."""
    if sum(candidate.agreement == "I" for candidate in candidates) < TOLD:
        return None
    named: dict[int, Name] = {}
    addressed: Counter[int] = Counter()
    for index, one in enumerate(known):
        if one.entity.kind == "place":
            continue
        outside = [name for name in one.names if tokenized.quotation_of[name.first] < 0]
        if any(_is_told(tokenized, name) for name in outside):
            named[index] = one.names[0]
        elif not outside:
            addressed[index] = sum(is_addressed(tokenized, name) for name in one.names)
    if not named:
        likely = addressed.most_common(2)
        if not likely or likely[0][1] < ADDRESSED or (len(likely) > 1 and likely[1][1] == likely[0][1]):
            return None
        named[likely[0][0]] = known[likely[0][0]].names[0]
    (index, name), *others = named.items()
    return None if others else Candidate(name.first, name.last, "name", index, "person", known[index].gender)


def _is_told(tokenized: TokenizedArticle, name: Name) -> bool:
    """Return whether the narrator tells the name: "my name is Ann Lee"."""
    words = [token.lower for token in tokenized.tokens[max(0, name.first - 3) : name.first]]
    return words in (["my", "name", "is"], ["my", "name", "was"])
