"""Find whom the labels of a transcript name: "LEE", "Mr Lee" and "AL" are Ann Lee, and "A" is who is interviewed."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence

from reader.analysis.entities import ResolvedEntity
from reader.analysis.entities.mentions import Name, words_of
from reader.analysis.lexicon import PEOPLE_NOUNS, TITLES
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.speech.layouts import ANSWER, letter_of
from reader.analysis.tokens import TokenizedArticle

ONESELF, LONGEST_ONESELF = re.compile(r"\b(?:I['’]m|I am|[Mm]y name(?:['’]s| is)) \Z"), 12
"""How people introduce themselves, before their name."""

HANDLE = re.compile(
    r" ?\(@(?P<handle>\w{1,30})\)"
    r"|(?:(?:(?: [-–—]|,) [^\n()│]{1,40})? ?\(| *│ *)(?P<short>[A-Z]{2,4})(?=\)| *(?:│|\n|$))"
)
"""A handle of a social network after a name, or the letters by which minutes name somebody: in brackets, perhaps behind
whom they speak for, or in the next cell of a table of those present."""


def with_surnames(names: list[Name], tokenized: TokenizedArticle) -> list[Name]:
    """Return the names of an article with the labels that are a surname of one, in text order: "Thompson", "MORRIS"."""
    surnames = {name.words[-1].lower() for name in names if len(name.words) > 1}
    taken = {token for name in names for token in range(name.first, name.last + 1)}
    alone = {first for first, last in tokenized.labels.values() if first == last and first not in taken}
    found = (Name(at, at, words_of(tokenized, at, at)) for at in alone if tokenized.lower(at) in surnames)
    return sorted([*names, *found], key=lambda name: name.first)


def with_labels(
    candidates: Sequence[Candidate], tokenized: TokenizedArticle, known: Sequence[ResolvedEntity], title: str
) -> list[Candidate]:
    """Return the candidates of an article with its `title` and those that its labels are, in text order."""
    starts = [first for first, _ in tokenized.labels.values()]
    starts += [tokenized.quotations[number].first for number in tokenized.answers]
    answering = _who_answers(min(starts), tokenized, known, title) if starts else ()
    for index in answering:
        name = known[index].names[0]
        tokenized.labels.update(dict.fromkeys(tokenized.answers, (name.first, name.last)))
    labelled = list(_label_candidates(tokenized, known, answering)) if starts else []
    inside = {token for each in labelled for token in range(each.first, each.last + 1)}
    kept = [candidate for candidate in candidates if inside.isdisjoint((candidate.first, candidate.last))]
    return sorted([*kept, *labelled], key=lambda candidate: candidate.first)


def _label_candidates(
    tokenized: TokenizedArticle, known: Sequence[ResolvedEntity], answering: Collection[int]
) -> Iterator[Candidate]:
    named = {name.first: index for index, entity in enumerate(known) for name in entity.names}
    by_word, by_short = _short_forms(tokenized, known)
    for first, last in sorted({*tokenized.labels.values()}):
        words = [token.lower.rstrip(".") for token in tokenized.tokens[first : last + 1]]
        label = tokenized.span(first, last).of(tokenized.text)
        letter = letter_of(label)
        found: Collection[int] = ()
        if letter:
            found = answering if letter == ANSWER else ()
        elif words[0] == "@":
            found = by_short[label[1:].lower()]
        elif len(words) == 1 or (len(words) == 2 and words[0] in TITLES):
            found = by_short.get(label) or by_word[words[-1]] or by_short[label.upper()]
        if len(found) != 1 and not letter and words[0] != "the" and words[-1] not in PEOPLE_NOUNS:
            found = {named[token] for token in range(first, last + 1) if token in named}
        if len(found) == 1:
            (index,) = found
            entity = known[index]
            yield Candidate(first, last, "name", index, entity.entity.kind, entity.gender)
        else:
            yield Candidate(first, last, "phrase")


def _short_forms(
    tokenized: TokenizedArticle, known: Sequence[ResolvedEntity]
) -> tuple[defaultdict[str, set[int]], defaultdict[str, set[int]]]:
    """Return the people with two names or more by the last of them; and whom initials and letters in capitals name, and
    handles in small ones: as the text puts them after a name, "Ann Lee (@annlee)", "Ann Lee (ALE)", else "annlee"."""
    by_word: defaultdict[str, set[int]] = defaultdict(set)
    by_short: defaultdict[str, set[int]] = defaultdict(set)
    for index, entity in enumerate(known):
        words = [word for word in entity.entity.name.lower().split() if word.rstrip(".") not in TITLES]
        if entity.entity.kind == "person" and len(words) > 1:
            by_word[words[-1]].add(index)
            for initials in {words[0][0] + words[-1][0], "".join(word[0] for word in words)}:
                by_short[initials.upper()].add(index)
        for form in (entity.entity.name, *entity.entity.aliases):
            by_short["".join(sign for sign in form.lower() if sign.isalnum())].add(index)
    for index, entity in enumerate(known):
        for name in entity.names:
            handle = HANDLE.match(tokenized.text, tokenized.tokens[name.last].end)
            if handle and (
                handle["handle"] or handle["short"][0] == tokenized.text[tokenized.tokens[name.first].start]
            ):
                by_short[handle["handle"].lower() if handle["handle"] else handle["short"]] = {index}
    return by_word, by_short


def _who_answers(start: int, tokenized: TokenizedArticle, known: Sequence[ResolvedEntity], title: str) -> set[int]:
    """Return the only person who is named before the token `start`, but not in a question: in the title, after "with",
    or most often; else the only one who says "I'm Ann Lee"."""
    titled, partner, oneself, times = set[int](), set[int](), set[int](), Counter[int]()
    for index, entity in enumerate(known):
        for name in entity.names if entity.entity.kind == "person" else ():
            begin = tokenized.tokens[name.first].start
            if ONESELF.search(tokenized.text, max(0, begin - LONGEST_ONESELF), begin):
                oneself.add(index)
            if " " in entity.entity.name and entity.entity.name in title:
                titled.add(index)
            above = tokenized.passages[tokenized.passage_of[name.first]]
            if name.first >= start or tokenized.tokens[above.last].text == "?":
                continue
            times[index] += 1
            if tokenized.lower(name.start - 1) == "with":
                partner.add(index)
            if above.heading:
                titled.add(index)
    often = {index for index in times if times[index] == max(times.values())}
    return next((found for found in (titled, partner, often, oneself) if len(found) == 1), set())
