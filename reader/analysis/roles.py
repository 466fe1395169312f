"""How a text introduces a person: "Vladimir Putin, the Russian president", "Mayor Ana Ortiz".

A role stands beside a mention of the name: after it between commas, before it as a title, or before it with a comma. It
counts only if its head is a noun for people, so that a clause between commas ("…, in the end, …") is none.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from reader.text.span import Span

MENTIONS = 12  # mentions that are looked at: a text introduces somebody at the first ones
LONGEST = 90  # characters of a role: more is a clause

QUALIFIERS = frozenset("former deputy vice prime acting assistant associate chief senior interim honorary co".split())
"""Words that stand before a title and belong to it."""

MOST_WORDS = 6  # words before the first preposition of a role: more are a clause
AFTER = re.compile(rf",\s+([^,.;:()“”\"–—\n]{{3,{LONGEST}}})(?=[,.;)–—\n])")  # what follows a name between commas

BEFORE = re.compile(rf"(?:^|[\s(“\"])((?:the|an?)\s[^,.;:()“”\"\n]{{3,{LONGEST}}}),\s$", re.IGNORECASE)
"""What stands before a name with a comma."""

WORDS_BEFORE = re.compile(r"((?:[\w’'-]+[ ]){1,5})$")

HEAD_ENDS = re.compile(r"\s(?:of|at|for|in|on|with|to|from|who|and)\s")  # what the head of a noun phrase stands before

DETERMINER = re.compile(r"\A(?:the|an?)\s", re.IGNORECASE)


def find_roles(text: str, mentions: Iterable[Span]) -> Iterator[str]:
    """Yield the roles beside the mentions of one person in a text, as it has them, each once."""
    first, known = tuple(islice(mentions, MENTIONS)), _known_in(text)
    if first not in known:
        known[first] = _roles_at(text, first)
    yield from known[first]


@lru_cache(maxsize=4)  # the draft, which is asked again for each quotation, stays, and the texts of an archive go
def _known_in(_text: str) -> dict[tuple[Span, ...], tuple[str, ...]]:
    """The roles beside mentions in a text, once they were read."""
    return {}


def _roles_at(text: str, mentions: tuple[Span, ...]) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for span in mentions:
        before = text[max(0, span.start - 2 * LONGEST) : span.start]
        after = text[span.end : span.end + 2 * LONGEST]
        phrases = [match[1] for match in (AFTER.match(after), BEFORE.search(before)) if match and is_role(match[1])]
        for role in filter(None, (*phrases, title_before(before))):
            found[DETERMINER.sub("", " ".join(role.split()))] = None
    return tuple(found)


def title_before(before: str) -> str:
    """Return the title before a name, with what belongs to it: "Russian President"."""
    from reader.analysis.lexicon import COURTESY_TITLES, DEMONYMS, FUNCTION_WORDS, PEOPLE_NOUNS, TITLES  # slow to load

    match = WORDS_BEFORE.search(before)
    words = match[1].split() if match else []
    last = words[-1].lower() if words else ""
    if (last not in TITLES and last not in PEOPLE_NOUNS) or last in COURTESY_TITLES or last in FURTHER_COURTESY:
        return ""
    first = len(words) - 1
    noun = next((at for at in range(first, -1, -1) if words[at].lower() in ("a", "an", "the")), -1)
    if noun >= 0 and not any(word.lower() in FUNCTION_WORDS for word in words[noun + 1 :]):
        return " ".join(words[noun + 1 :])  # a whole noun phrase: "the union leader"
    while first and (words[first - 1].lower() in QUALIFIERS or words[first - 1] in DEMONYMS):
        first -= 1
    return " ".join(words[first:])


FURTHER_COURTESY = frozenset("mx lady lord madam".split())
"""Titles that are no role, besides those that the lexicon knows."""


def is_role(phrase: str) -> bool:
    """Return whether the head of a phrase, its last word before a preposition, is a noun for people."""
    from reader.analysis.lexicon import FUNCTION_WORDS, LEADER_NOUNS, PEOPLE_NOUNS, TITLES

    head = [word.lower() for word in HEAD_ENDS.split(f" {phrase} ")[0].split()]
    if head[:1] in (["the"], ["a"], ["an"]):
        head = head[1:]
    if not head or len(head) > MOST_WORDS or not FUNCTION_WORDS.isdisjoint(head):
        return False
    return head[-1] in TITLES | PEOPLE_NOUNS | LEADER_NOUNS
