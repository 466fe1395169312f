"""Names of people as a story calls them: without what is said to them, and as it calls them most.

News introduces people by their full names; a story speaks of “Ahab” five hundred times and of “the Parsee Ahab” never, so
that a word beside a name belongs to it only if it stands there often. “O Ahab”, “poor old Ahab”, “Massa Ahab” and
“Thereupon Ahab” are all Ahab. Pitfall: “Old Pipes” is a name where nobody is called Pipes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.analysis import lexicon
from reader.analysis.entities.mentions import Name, in_small_letters
from reader.analysis.lexicon import is_english, read_section, read_sections
from reader.analysis.tokens import TokenizedArticle

CALLS = read_section("stories", "calls")
"""Words before a name that call somebody, and belong to no name."""

IN_DIALECT = dict(entry.split(" = ") for entry in read_sections("stories")["in dialect"])
"""Titles as they are spoken, with those that they stand for."""

RARER = 8
"""Times that a name without its first word must be commoner than with it, for a word that is no first name."""

FULL = 0.05
"""Minimum share of a person's mentions that are the full name by which the person is shown."""

TITLED = 0.5
"""Minimum share of the mentions of a name that have a title, for it to be shown with the title."""


def in_story(tokenized: TokenizedArticle, names: Sequence[Name]) -> list[Name]:
    """Return the names of a story, without the words beside them that are no part of them."""
    counts = Counter(name.words for name in names)
    alone = Counter(name.words for name in names if tokenized.lower(name.first - 1) not in lexicon.ARTICLES)
    return list(_told(tokenized, names, counts, alone))


def _told(
    tokenized: TokenizedArticle, names: Sequence[Name], counts: Counter[tuple[str, ...]], alone: Counter[tuple[str, ...]]
) -> Iterator[Name]:
    for name in names:
        while len(name.words) > 1 and not name.title:
            first, rest = name.words[0], name.words[1:]
            if (title := IN_DIALECT.get(_plain(first))) is not None:
                name = Name(name.first + 1, name.last, rest, title)
            elif first in CALLS or _is_stray(tokenized, name, counts, alone):
                name = replace(name, first=name.first + 1, words=rest)
            else:
                break
        if len(name.words) > 1 or (_plain(name.words[0]) not in IN_DIALECT and name.words[0] not in CALLS):
            yield name


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _is_stray(
    tokenized: TokenizedArticle, name: Name, counts: Counter[tuple[str, ...]], alone: Counter[tuple[str, ...]]
) -> bool:
    """Return whether the first word of a name does not belong to it."""
    first, rest = name.words[0], name.words[1:]
    if first in lexicon.FIRST_NAMES or len(first.rstrip(".")) == 1 or not counts[rest]:
        return False
    if rest[-1] in lexicon.NON_PERSON_HEADS:
        return False
    ordinary = is_english(first.lower())
    if ordinary and (tokenized.opens[name.first] or counts[rest] >= counts[name.words]):
        return True
    return counts[rest] >= RARER * counts[name.words] and alone[first,] < counts[name.words]


def called_most(tokenized: TokenizedArticle, names: Sequence[Name]) -> str:
    """Return what a story calls somebody most: the full name if that is common enough, or with the usual title."""
    spelled = Counter(" ".join(name.words) for name in names)
    total = spelled.total()
    tails = {form[at + 1 :] for form in spelled for at, sign in enumerate(form) if sign == " "}
    proper = [form for form in spelled if not form.isupper()] or list(spelled)
    full = [form for form in proper if " " in form and form not in tails and spelled[form] >= FULL * total]
    shown = max(full or proper, key=lambda form: (spelled[form], len(form)))
    if full:
        return shown
    return titled(tokenized, names, shown, TITLED) or in_small_letters(shown)


def titled(tokenized: TokenizedArticle, names: Sequence[Name], shown: str, share: float) -> str:
    """Return a name with its commonest title, if that share of its mentions has the title; else an empty string."""
    same = [name for name in names if " ".join(name.words) == shown]
    for title, count in Counter(name.title for name in same if name.title).most_common(1):
        if count >= share * len(same):
            one = next(name for name in same if name.title == title)
            words = " ".join(token.text for token in tokenized.tokens[one.start : one.first])
            return f"{in_small_letters(words)} {in_small_letters(shown)}"
    return ""
