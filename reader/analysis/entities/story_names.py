"""Names of people as a story calls them: without what is said to them, and as it calls them most.

News introduces people by their full names; a story speaks of Ahab five hundred times, so that a word before the name
belongs to it only if it stands there often: “O Ahab”, “poor Ahab”, “Massa Ahab” and “Thereupon Ahab” are all Ahab.
Pitfall: “Old Pipes” is a name where nobody is called Pipes.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.analysis import lexicon
from reader.analysis.entities.mentions import Name, in_small_letters, spelling
from reader.analysis.lexicon import is_english, read_section, read_sections
from reader.analysis.tokens import CONTRACTION, TokenizedArticle

CALLS = read_section("stories", "calls")

Counts = Counter[tuple[str, ...]]  # how often each name is written, by its words

IN_DIALECT = dict(entry.split(" = ") for entry in read_sections("stories")["in dialect"])
"""Titles as they are spoken, with those that they stand for."""

TITLES = {**IN_DIALECT, **dict(entry.split(" = ") for entry in read_sections("stories")["titles"])}
"""These, and other titles that only stories use."""

RARER = 8  # times that a name without its first word must be commoner than with it, for a word that is no first name
FULL = 0.05  # minimum share of a person's mentions that are the full name by which the person is shown
TITLED = 0.5  # minimum share of the mentions of a name that have a title, for it to be shown with the title


def in_story(tokenized: TokenizedArticle, names: Sequence[Name]) -> Iterator[Name]:
    """Yield the names of a story, without the words beside them that are no part of them."""
    counts = Counter(name.words for name in names)
    alone = Counter(name.words for name in names if tokenized.lower(name.first - 1) not in lexicon.ARTICLES)
    for name in names:
        *before, last = name.words
        several = name.title and last.endswith("s") and counts[*before, last[:-1]]
        if several and tokenized.lower(name.start - 1) in lexicon.ARTICLES:
            continue  # "the Miss Bennets" are a family
        name = replace(name, words=(*before, CONTRACTION.sub("", last)))
        while len(name.words) > 1 and not name.title:
            first, rest = name.words[0], name.words[1:]
            if (title := TITLES.get(_plain(first))) is not None:
                name = Name(name.first + 1, name.last, rest, title)
            elif stray := int(first in CALLS) or _stray(tokenized, name, counts, alone):
                name = replace(name, first=name.first + stray, words=name.words[stray:])
            else:
                break
        if len(name.words) > 1 or (_plain(name.words[0]) not in TITLES and name.words[0] not in CALLS):
            yield name


def _plain(word: str) -> str:
    return word.lower().replace("’", "'")


def _stray(tokenized: TokenizedArticle, name: Name, counts: Counts, alone: Counts) -> int:
    """Return how many words at the beginning of a name do not belong to it."""
    whole = counts[name.words]
    for length, first in enumerate(name.words[:-1], 1):
        rest = name.words[length:]
        if first in lexicon.FIRST_NAMES or len(first.rstrip(".")) == 1 or rest[-1] in lexicon.NON_PERSON_HEADS:
            return 0
        ordinary = is_english(first.lower()) and (tokenized.opens[name.first] or counts[rest] >= whole)
        rare = counts[rest] >= RARER * whole and alone[first,] < whole
        if counts[rest] and (ordinary or rare):
            return length
    return 0


def called_most(tokenized: TokenizedArticle, names: Sequence[Name]) -> str:
    """Return what a story calls somebody most: the full name if that is common enough, or with the usual title."""
    spelled = Counter(spelling(name.words) for name in names)
    full = [form for form in _full_names(spelled) if spelled[form] >= FULL * spelled.total()]
    shown = max(full or _proper(spelled), key=lambda form: (spelled[form], len(form)))
    return in_small_letters(shown) if full else titled(tokenized, names, shown, TITLED) or in_small_letters(shown)


def told_apart(tokenized: TokenizedArticle, names: Sequence[Name], shown: str) -> str:
    """Return the name of somebody who shares the one `shown` with another: in full, or with a title."""
    spelled = Counter(spelling(name.words) for name in names)
    full = max(_full_names(spelled), key=lambda form: spelled[form], default="")
    return in_small_letters(full) or titled(tokenized, names, shown, 0.0) or shown


def _proper(spelled: Counter[str]) -> list[str]:
    """Return the forms that are not shouted."""
    return [form for form in spelled if not form.isupper()] or list(spelled)


def _full_names(spelled: Counter[str]) -> list[str]:
    """Return the forms of several words, without initials, that are not the end of another: "Suu Kyi"."""
    tails = {form[at + 1 :] for form in spelled for at, sign in enumerate(form) if sign == " "}
    return [
        form for form in _proper(spelled) if len(form.split()[0].rstrip(".")) > 1 and " " in form and form not in tails
    ]


def titled(tokenized: TokenizedArticle, names: Sequence[Name], shown: str, share: float) -> str:
    """Return a name with its commonest title, if that share of its mentions has the title; else an empty string."""
    same = [name for name in names if spelling(name.words) == shown]
    written = (
        " ".join(token.text for token in tokenized.tokens[name.start : name.first]) for name in same if name.title
    )
    titles = Counter(in_small_letters(title) for title in written if _plain(title) not in IN_DIALECT)
    for title, count in titles.most_common(1):
        if count >= share * len(same):
            return f"{title} {in_small_letters(shown)}"
    return ""
