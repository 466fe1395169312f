"""Find whom the labels of a transcript name: "LEE", "Mr Lee" and "AL" are Ann Lee, and "A" is who is interviewed."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from reader.analysis.entities import ResolvedEntity
from reader.analysis.lexicon import PEOPLE_NOUNS, TITLES
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.speech.layouts import ANSWER, letter_of
from reader.analysis.tokens import TokenizedArticle

INITIALS = range(2, 4)  # letters of a label that are initials

ONESELF, LONGEST_ONESELF = re.compile(r"\b(?:I['’]m|I am|[Mm]y name(?:['’]s| is)) \Z"), 12
"""How people introduce themselves, before their name."""

HANDLE = re.compile(
    r" ?\(@(?P<handle>\w{1,30})\)|(?:(?:(?: [-–—]|,) [^\n()│]{1,40})? ?\(| *│ *)(?P<short>[A-Z]{2,4})(?=\)| *(?:│|\n|$))"
)
"""A handle of a social network after a name, or the letters by which minutes name somebody: in brackets, perhaps behind
whom they speak for, or in the next cell of a table of those present."""


def with_labels(
    candidates: Sequence[Candidate], tokenized: TokenizedArticle, known: Sequence[ResolvedEntity]
) -> list[Candidate]:
    """Return the candidates of an article with those that its labels are, in text order."""
    if tokenized.answers:
        start = tokenized.quotations[min(tokenized.answers)].first
        for index in _who_answers(start, tokenized, known):
            name = known[index].names[0]
            tokenized.labels.update(dict.fromkeys(tokenized.answers, (name.first, name.last)))
    if not tokenized.labels:
        return list(candidates)
    labels = sorted({*tokenized.labels.values()})
    inside = {token for first, last in labels for token in range(first, last + 1)}
    kept = [candidate for candidate in candidates if inside.isdisjoint((candidate.first, candidate.last))]
    return sorted([*kept, *_label_candidates(labels, tokenized, known)], key=lambda candidate: candidate.first)


def _label_candidates(
    labels: Sequence[tuple[int, int]], tokenized: TokenizedArticle, known: Sequence[ResolvedEntity]
) -> Iterator[Candidate]:
    named = {name.first: index for index, entity in enumerate(known) for name in entity.names}
    by_word, by_initials = _people(known)
    by_handle = _handles(tokenized, known)
    answering = _who_answers(labels[0][0], tokenized, known)
    for first, last in labels:
        words = [token.lower.rstrip(".") for token in tokenized.tokens[first : last + 1]]
        label = tokenized.span(first, last).of(tokenized.text)
        letter = letter_of(label)
        found: set[int] = set()
        if words[0] == "@":
            found = by_handle[label[1:].lower()]
        elif label.isupper() and label in by_handle:
            found = by_handle[label]
        elif letter:
            found = answering if letter == ANSWER else set()
        elif len(words) == 1 or (len(words) == 2 and words[0] in TITLES):
            found = by_word[words[-1]] or by_initials[words[-1]]
        if len(found) != 1 and not letter and words[0] != "the" and words[-1] not in PEOPLE_NOUNS:
            found = {named[token] for token in range(first, last + 1) if token in named}
        if len(found) == 1:
            (index,) = found
            entity = known[index]
            yield Candidate(first, last, "name", index, entity.entity.kind, entity.gender)
        else:
            yield Candidate(first, last, "phrase")


def _people(known: Sequence[ResolvedEntity]) -> tuple[defaultdict[str, set[int]], defaultdict[str, set[int]]]:
    """Return the people with two names or more, by the last of them, and by their initials."""
    by_word: defaultdict[str, set[int]] = defaultdict(set)
    by_initials: defaultdict[str, set[int]] = defaultdict(set)
    for index, entity in enumerate(known):
        words = [word for word in entity.entity.name.lower().split() if word.rstrip(".") not in TITLES]
        if entity.entity.kind == "person" and len(words) > 1:
            by_word[words[-1]].add(index)
            if len(words) in INITIALS:
                by_initials["".join(word[0] for word in words)].add(index)
    return by_word, by_initials


def _handles(tokenized: TokenizedArticle, known: Sequence[ResolvedEntity]) -> defaultdict[str, set[int]]:
    """Return whom each handle names: where the text puts it after a name, "Ann Lee (@annlee)", or "annlee" itself; and
    whom letters do that stand so, "Ann Lee (ALE)"."""
    handles: defaultdict[str, set[int]] = defaultdict(set)
    for index, entity in enumerate(known):
        for form in (entity.entity.name, *entity.entity.aliases):
            handles["".join(sign for sign in form.lower() if sign.isalnum())].add(index)
    for index, entity in enumerate(known):
        for name in entity.names:
            handle = HANDLE.match(tokenized.text, tokenized.tokens[name.last].end)
            if handle and (handle["handle"] or handle["short"][0] == tokenized.text[tokenized.tokens[name.first].start]):
                handles[handle["handle"].lower() if handle["handle"] else handle["short"]] = {index}
    return handles


def _who_answers(start: int, tokenized: TokenizedArticle, known: Sequence[ResolvedEntity]) -> set[int]:
    """Return the only person who is named before the token `start`: in the title, after "with", or anywhere; else the
    only one who says "I'm Ann Lee"."""
    title, partner, anyone, oneself = set[int](), set[int](), set[int](), set[int]()
    for index, entity in enumerate(known):
        for name in entity.names if entity.entity.kind == "person" else ():
            begin = tokenized.tokens[name.first].start
            if ONESELF.search(tokenized.text, max(0, begin - LONGEST_ONESELF), begin):
                oneself.add(index)
            if " " in entity.entity.name and entity.entity.name in tokenized.title:
                title.add(index)
            above = tokenized.passages[tokenized.passage_of[name.first]]
            if name.first >= start or (above.heading and tokenized.tokens[above.last].text == "?"):
                continue
            anyone.add(index)
            if tokenized.lower(name.start - 1) == "with":
                partner.add(index)
            if above.heading:
                title.add(index)
    return next((found for found in (title, partner, anyone, oneself) if len(found) == 1), set())
