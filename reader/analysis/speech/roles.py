"""Whom labels stand for that name no one: who examines (`Q.`), who was sworn (`A.`, `THE WITNESS`), who chairs.

Each is named elsewhere: above the question and answer, or at the beginning, where those present are listed.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence

from reader.analysis.speech.layouts import ANSWER, BEFORE, CHAIRS, QUESTION, WITNESS, Labelled
from reader.text.span import Span
from reader.text.word_lists import read_patterns

EXAMINED_BY = re.compile(rf"(?m)^{BEFORE}(?:(?:[A-Z-]+ )*EXAMINATION )?BY (?P<name>[A-Z][\w .'’-]{{1,39}}):?[ \t]*$")
"""Who asks from here on, in court."""

PATTERNS = read_patterns("analysis/lexicon/speaker_patterns")
SWORN, EXAMINED = PATTERNS["sworn"], PATTERNS["examined"]

PERSON = r"(?P<name>[A-Z][\w.’'-]*(?: (?:[A-Z][\w.’'-]*|de|van|von|la)){1,4})"

PRESIDING = (
    re.compile(
        rf"\b(?:Hon\.|Senator|Representative|Mr\.|Mrs\.|Ms\.|Dr\.)\s+{PERSON}[,\s\[(]+(?:the\s+)?(?i:chair\w*)\b"
        r"[^.]{0,100}?\bpresiding\b"
    ),
    re.compile(rf"(?m)^[ \t]*{PERSON}(?:, [A-Z][\w. ]{{2,25}})?,? ?[,(–—-] ?(?i:chair(?:man|woman|person)?)\)?[ \t]*$"),
    re.compile(rf"(?m)^[ \t]*(?i:chair(?:man|woman|person)?):[ \t]+{PERSON}[ \t]*$"),
)
"""Who chairs: "Hon. Ann Lee, chairwoman of the committee, presiding", "ANN LEE, Maine, Chairwoman", "Chair: Lee"."""


def find_holders(text: str, keys: Iterable[str]) -> dict[str, list[Span]]:
    """Return the names of those who hold the roles that labels with these keys stand for, in text order by the key."""
    searched = ((key, [list(pattern.finditer(text)) for pattern in HOLDERS.get(key, ())]) for key in keys)
    return {key: [Span(*match.span("name")) for match in next(filter(None, found), ())] for key, found in searched}


def name_of(line: Labelled, holders: Mapping[str, Sequence[Span]]) -> Span:
    """Return the name of who speaks in a line, by its label or above it."""
    found = holders[line.key]
    before = bisect_right(found, line.start, key=lambda name: name.end)
    return found[before - 1] if before else line.label


HOLDERS = {
    QUESTION: (EXAMINED_BY,),
    ANSWER: (SWORN, EXAMINED),
    WITNESS: (SWORN, EXAMINED),
    **dict.fromkeys(CHAIRS, PRESIDING),
}
"""What names who holds a role, by the key of its label; the first pattern that is found anywhere is right."""
