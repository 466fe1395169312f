"""Combine the rules' names with those of a language model.

The rules' names stay, with the model's classification as evidence for `classifier`: alone, the rules are right more
often than a small model. A model's organisation that spans several of the rules' names ("Bild am Sonntag") or more
words ("Third Reich") replaces them if none of them is certain. A name that only the model finds is kept if it is a
name elsewhere in the article.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.analysis.entities.chunker import can_be_in_name
from reader.analysis.entities.classifier import evidence_from_words
from reader.analysis.entities.mentions import Name, names_between, spelling
from reader.analysis.lexicon import ARTICLES, FIRST_NAMES, KNOWN_NAMES, TITLES, read_section
from reader.analysis.model.tagger import Tagged, Tagging
from reader.analysis.tokens import TokenizedArticle

APART = frozenset('/()[]"“”‘’«»,;:•*|')
"""Signs that do not occur in an organisation's name; with one of them, the model has joined several names."""

WITHIN = read_section("grammar", "within names of the model")  # words in lower case within an organisation's name


def fuse_model_names(tokenized: TokenizedArticle, names: Sequence[Name], tagging: Tagging) -> list[Name]:
    """Return the names of the running text after a model has read it, in order, without overlaps."""
    forms = Counter(name.words for name in names)
    known = {spelling(name.words[start:]).lower() for name in names for start in {0, len(name.words) - 1}}
    starts = [name.first for name in names]
    found: list[Name] = []
    done = 0
    for tag in tagging.names:
        if done and names[done - 1].last >= tag.first:
            continue  # a second one within a name
        low = bisect_left(starts, tag.first, lo=done)
        if low > done and names[low - 1].last >= tag.first:
            low -= 1
        high = bisect_right(starts, tag.last, lo=low)
        found += [replace(name, taken_for="nothing") for name in names[done:low]]
        found += _decided(tokenized, tag, names[low:high], forms, known)
        done = high
    return found + [replace(name, taken_for="nothing") for name in names[done:]]


def _decided(
    tokenized: TokenizedArticle, tag: Tagged, inside: Sequence[Name], forms: Counter[tuple[str, ...]], known: set[str]
) -> Iterator[Name]:
    """Return the names where the model sees one: the rules' `inside` it, the model's instead, or the model's alone."""
    first, last = tag.first, tag.last
    while first < last and (not tokenized.tokens[first].capital or tokenized.tokens[first].lower in ARTICLES):
        first += 1
    while last > first and not tokenized.tokens[last].capital:
        last -= 1
    if not inside:
        yield from _added(tokenized, first, last, tag, known)
    elif tag.kind == "organisation" and _is_believed(tokenized, first, last, inside, forms):
        words = tuple(token.text for token in tokenized.tokens[first : last + 1])
        yield Name(first, last, words, taken_for=tag.kind)
    else:
        part = tag.kind != "person" and (len(inside) > 1 or first < inside[0].first)
        yield from (replace(name, taken_for=None if part else tag.kind) for name in inside)


def _is_believed(
    tokenized: TokenizedArticle, first: int, last: int, inside: Sequence[Name], forms: Counter[tuple[str, ...]]
) -> bool:
    """Return whether the organisation that the model sees at tokens `first` to `last` is better than those `inside`.

    It may also be longer than they are, by words that occur in names or if all is in capitals, where the end of a name
    is hard to see; but not by a title.
    """
    words = [token.text for token in tokenized.tokens[first : last + 1]]
    if not APART.isdisjoint("".join(words)) or any(_stands_alone(name, forms) for name in inside):
        return False
    start, end = inside[0].first, inside[-1].last
    if len(inside) > 1 and (first, last) == (start, end):
        return not any(
            forms[name.words] > 1 and tokenized.tokens[min(name.last + 1, last)].lower == "the" for name in inside[:-1]
        )  # "told Lee the Harbour Union's plan"
    wider = first <= start and end <= last and last - first > end - start
    return wider and _is_one_name(words) and " ".join(words[end + 1 - first :]).lower() not in TITLES


def _is_one_name(words: Sequence[str]) -> bool:
    """Return whether words can be one name: all in capitals, or each has a capital or occurs within names."""
    return all(map(str.isupper, words)) or all(
        word[0].isupper() or word in WITHIN or (word == "the" and before in WITHIN)
        for before, word in zip(("", *words), words, strict=False)
    )


def _stands_alone(name: Name, forms: Counter[tuple[str, ...]]) -> bool:
    """Return whether a name is certain: listed, titled, or of a known kind and found elsewhere too."""
    if spelling(name.words) in KNOWN_NAMES or name.words[0] in FIRST_NAMES or name.title:
        return True
    return forms[name.words] > 1 and evidence_from_words(name.words).kind != "other"


def _added(tokenized: TokenizedArticle, first: int, last: int, tag: Tagged, known: set[str]) -> Iterator[Name]:
    """Return the names within one that only the model sees, if each is `known` as a name or a name's last word."""
    if all(can_be_in_name(tokenized, token) for token in range(first, last + 1)):
        for name in names_between(tokenized, first, last):
            if spelling(name.words).lower() in known:
                yield replace(name, taken_for=tag.kind)
