"""Run a language model over an article and map its names and subjects to our tokens.

The model is behind `Tagger`, which knows only texts and characters, so that it can run in another process or be
another model. `tag` prepares the texts and maps the answers to tokens. All running text is read for names, but only
the sentences with a quotation and those before them are parsed, with whole quoted sentences replaced by a short
clause: `“It was late. We had to go home,” she said.` is read as `"It is so," she said.` So the parser is not misled by
them, and has less to read. A few quoted words are kept, since they belong to the sentence around them. Pitfall: offsets
in a masked text are not offsets in the article; `Masked.place` converts them.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, groupby, takewhile
from typing import NamedTuple, Protocol

from reader.analysis import EntityKind
from reader.analysis.lexicon import CUE_VERBS
from reader.analysis.tokens import TERMINATORS, QuotedTokens, TokenizedArticle, TokenizedPassage

SUBJECTS = frozenset({"nsubj", "nsubjpass", "nsubj:pass"})  # the dependency labels of a subject

SHARED = frozenset({"conj", "advcl", "xcomp", "acl", "dep", "pcomp", "prep"})
"""The labels of a verb that shares the subject of its head: "rallied supporters, saying"."""

RELATIVE = frozenset({"relcl", "acl:relcl"})

APART = RELATIVE | {"advcl"}
"""The labels of a clause whose verb its head does not report: "the mayor, who said …, left", "he left, as she said
…"."""

REPORTED = "ccomp"
"""The label of what a verb reports, with all that belongs to it: "Lee said Ray was right when he said …"."""

MARKER = "mark"  # the label of a word that opens a clause: "while"

CONTRASTING = frozenset({"while", "whereas"})
"""They open a clause in which somebody else speaks: "Lee said so, while Ray said …"."""

BELOW_NOUNS = frozenset({"pobj", "pcomp", "acl"})
"""The labels of what belongs to a noun or a preposition, not to a verb."""

NOUN_PARTS = frozenset({"det", "amod", "compound", "nummod", "poss", "case", "nmod", "quantmod", "predet", "advmod"})
"""The labels of words before a noun that belong to its phrase."""

DASHES = frozenset({"(", "-", "–", "—"})

LONGEST_DATELINE = 6
"""Tokens before the dash: "NEW YORK, Dec. 7"."""

LONGEST_TEXT = 20_000  # maximum characters read at a time, so that memory does not grow with the length of a line

BLOB = re.compile(r"\S{100,}")
"""An address or a row of signs, neither a word nor a name, which a tokeniser would split sign by sign."""

LONGEST_PHRASE = 8  # maximum words before a noun in its phrase
LONGEST_CLIMB = 8  # maximum words from a quotation up to the verb that governs it


class FoundName(NamedTuple):
    """A name in a text read by a model, in characters, half open."""

    start: int
    end: int
    kind: EntityKind


class Word(NamedTuple):
    """A word of a text parsed by a model, in characters, half open, with the index of its head."""

    start: int
    end: int
    head: int
    """Its own index for a root."""
    relation: str
    """The dependency label ("nsubj")."""


class Tagger(Protocol):
    """A language model that answers for each of several texts, in order."""

    engine: str
    """Its name and version."""

    def names(self, texts: Sequence[str]) -> Iterator[list[FoundName]]: ...

    def parses(self, texts: Sequence[str]) -> Iterator[list[Word]]: ...


def in_groups(texts: Iterable[str], most: int) -> Iterator[list[str]]:
    """Yield the texts in order, those together that have at most `most` characters; a longer one is alone."""
    group: list[str] = []
    length = 0
    for text in texts:
        if group and length + len(text) > most:
            yield group
            group, length = [], 0
        group.append(text)
        length += len(text)
    if group:
        yield group


class Tagged(NamedTuple):
    """A name as tokens of the article, both inclusive."""

    first: int
    last: int
    kind: EntityKind


class Governor(NamedTuple):
    """A verb above a quotation and the head of its subject, as tokens."""

    verb: int
    subject: int


@dataclass(frozen=True, slots=True)
class Tagging:
    names: list[Tagged] = field(default_factory=list)
    """In text order, without overlaps; none in headlines, where every word has a capital."""
    subjects: dict[int, int] = field(default_factory=dict)
    """For a verb's token, its subject's head."""
    phrases: dict[int, int] = field(default_factory=dict)
    """For the token of a subject's head, the first token of its phrase: "the" of "the former goalkeeper"."""
    governors: dict[int, list[Governor]] = field(default_factory=dict)
    """For a quotation, by its index, the verbs above it that have a subject, nearest first."""


UNREAD = Tagging()  # the results for an article that no model has read
Step = Callable[[float], None]  # called with the share of the work that is done, 0 to 1


def tag(tokenized: TokenizedArticle, headlines: frozenset[int], tagger: Tagger, step: Step | None = None) -> Tagging:
    """Return the results of `tagger` for `tokenized`; `step` is called with the share that is done.

    Passages in `headlines` are not read for names, since every word there has a capital.
    """
    pieces = [
        piece
        for number, passage in enumerate(tokenized.passages)
        if number not in headlines
        for piece in _pieces(tokenized, passage)
    ]
    masked = _mask_quotations(tokenized)
    total = sum(len(text) for text, _ in pieces) + sum(len(each.text) for each in masked)
    done = 0

    def advance(text: str) -> None:
        nonlocal done
        done += len(text)
        if step is not None and total:
            step(done / total)

    tagging = Tagging()
    for (text, start), found in zip(pieces, tagger.names([_legible(text) for text, _ in pieces]), strict=True):
        for name in found:
            first, last = (_token_at(tokenized, start + at) for at in (name.start, name.end - 1))
            if first <= last and (not tagging.names or tagging.names[-1].last < first):
                tagging.names.append(Tagged(first, last, name.kind))
        advance(text)
    for each, words in zip(masked, tagger.parses([_legible(each.text) for each in masked]), strict=True):
        _take_parse(tokenized, each, words, tagging)
        advance(each.text)
    return tagging


def _legible(text: str) -> str:
    """Return `text` with an x for each sign of a blob, so that a model takes about the same time for any text."""
    return BLOB.sub(lambda blob: "x" * len(blob[0]), text)


def _pieces(tokenized: TokenizedArticle, passage: TokenizedPassage) -> Iterator[tuple[str, int]]:
    """Yield a passage, cut between sentences if it is very long."""
    first = passage.first
    for token in range(passage.first, passage.last + 1):
        begins = token > first and tokenized.sentence_of[token] != tokenized.sentence_of[token - 1]
        if begins and tokenized.tokens[token].start - tokenized.tokens[first].start > LONGEST_TEXT:
            yield _cased(tokenized, first, token - 1, dateline=first == passage.first)
            first = token
    yield _cased(tokenized, first, passage.last, dateline=first == passage.first)


def _cased(tokenized: TokenizedArticle, first: int, last: int, dateline: bool) -> tuple[str, int]:
    """Return the text of tokens `first` to `last` and its offset, "Paris (" in place of a dateline "PARIS ("."""
    start = tokenized.tokens[first].start
    text = tokenized.text[start : tokenized.tokens[last].end]
    words = [token.text for token in tokenized.tokens[first : min(last, first + LONGEST_DATELINE * dateline)]]
    end = first + sum(1 for _ in takewhile(lambda word: word.isupper() or word in ",/.", words))
    if dateline and end > first and tokenized.tokens[end].text in DASHES:
        length = tokenized.tokens[end].start - start
        plain = text[:length].title()
        if len(plain) == length:  # as for nearly all letters
            text = plain + text[length:]
    return text, start


def _token_at(tokenized: TokenizedArticle, character: int) -> int:
    return bisect_right(tokenized.tokens, character, key=lambda token: token.start) - 1


CLAUSE = "It is so"  # the replacement of a whole quoted sentence
SHORTEST = 4  # minimum words of a quotation that is replaced
LONGEST = 4000  # maximum characters of neighbouring sentences that are parsed together


class Part(NamedTuple):
    """A stretch of a masked text: its start there and in the article, and the quotation it replaces, or -1."""

    start: int
    at: int
    quotation: int


@dataclass(frozen=True, slots=True)
class Masked:
    """Neighbouring sentences of a passage as a parser reads them."""

    text: str
    parts: tuple[Part, ...]

    def place(self, character: int) -> tuple[int, int]:
        """Return the offset in the article of a character of the masked text, and the quotation it replaces, or -1."""
        part = self.parts[bisect_right(self.parts, character, key=lambda part: part.start) - 1]
        return part.at + (character - part.start if part.quotation < 0 else 0), part.quotation


def _mask_quotations(tokenized: TokenizedArticle) -> list[Masked]:
    """Return the sentences with a quotation and those before them in text order, neighbours in one passage joined."""
    wanted = {number for quotation in tokenized.quotations for number in (quotation.sentence, quotation.sentence - 1)}
    runs: list[tuple[int, int]] = []
    for number, tokens in groupby(range(len(tokenized.tokens)), tokenized.sentence_of.__getitem__):
        if number in wanted:
            sentence = list(tokens)
            first, last = sentence[0], sentence[-1]
            start, end = runs[-1] if runs else (first, -1)
            near = first == end + 1 and tokenized.passage_of[first] == tokenized.passage_of[end]
            if runs and near and tokenized.tokens[last].end - tokenized.tokens[start].start <= LONGEST:
                first, _ = runs.pop()
            runs.append((first, last))
    masked: list[Masked] = []
    for first, last in runs:
        texts, places, quotations = zip(*_stretches(tokenized, first, last), strict=True)
        starts = accumulate(map(len, texts[:-1]), initial=0)
        masked.append(Masked("".join(texts), tuple(map(Part, starts, places, quotations))))
    return masked


def _stretches(tokenized: TokenizedArticle, first: int, last: int) -> Iterator[tuple[str, int, int]]:
    """Yield the text of tokens `first` to `last` in stretches, each with its offset and its quotation, or -1."""
    at = tokenized.tokens[first].start
    for number in sorted({*tokenized.quotation_of[first : last + 1]} - {-1}):
        quotation = tokenized.quotations[number]
        if clause := _clause(tokenized, quotation):
            if at < quotation.span.start:
                yield tokenized.text[at : quotation.span.start], at, -1
            yield clause, quotation.span.start, number
            at = quotation.span.end
    if at < tokenized.tokens[last].end:
        yield tokenized.text[at : tokenized.tokens[last].end], at, -1


def _clause(tokenized: TokenizedArticle, quotation: QuotedTokens) -> str:
    """Return the replacement of a quotation, with its final sign; empty for one that is kept."""
    tokens = tokenized.tokens[quotation.first : quotation.last + 1]
    words = [token for token in tokens if token.text[0].isalnum()]
    signs = (token.text[0] for token in reversed(tokens) if not token.text[0].isalnum())
    final = next((sign for sign in signs if sign in TERMINATORS or sign == ","), "")
    whole = len(words) >= SHORTEST and (words[0].capital or final)
    return f'"{CLAUSE}{final}"' if whole else ""


class _Parse:
    """Parsed sentences, with the page's token for each of their words."""

    def __init__(self, tokenized: TokenizedArticle, masked: Masked, words: Sequence[Word]) -> None:
        self.words = words
        self.tokens: list[int] = []
        """The page's token for each word; -1 for a word that replaces a quotation."""
        self.quotations: list[int] = []
        """The index of the quotation that includes the word, or that it replaces; else -1."""
        for word in words:
            at, quotation = masked.place(word.start)
            token = _token_at(tokenized, at) if quotation < 0 else -1
            self.tokens.append(token)
            self.quotations.append(tokenized.quotation_of[token] if quotation < 0 else quotation)
        subjects = [index for index, word in enumerate(words) if word.relation in SUBJECTS and self.tokens[index] >= 0]
        self.shared = {words[index].head: index for index in reversed(subjects)}
        """The subject that a verb shares with those that continue its clause: its first one."""
        self.contrasted = {
            word.head
            for word, token in zip(words, self.tokens, strict=True)
            if word.relation == MARKER and token >= 0 and tokenized.tokens[token].lower in CONTRASTING
            if word.head in self.shared and words[word.head].head < word.head
        }
        """The verbs of later clauses in which somebody else speaks: "Lee said so, while Ray said …"."""
        self.subjects = self.shared | {
            words[word.head].head: index
            for index, word in enumerate(words)
            if word.relation == "pobj" and words[word.head].relation == "agent" and self.tokens[index] >= 0
        }
        """Who does what a verb tells: of a passive one the word after "by"."""

    def subject_of(self, index: int) -> int:
        """Return the subject of a verb, its own or a shared one; -1 if there is none.

        In "Lee was joined by Ray and joked" Ray joined her, but Lee joked.
        """
        if index in self.subjects:
            return self.subjects[index]
        for _ in range(LONGEST_CLIMB):
            if index in self.shared:
                return self.shared[index]
            word = self.words[index]
            if word.head == index or word.relation not in SHARED:
                break
            index = word.head
        return -1

    def phrase_start(self, index: int) -> int:
        """Return the first token of the phrase of a noun."""
        first = index
        while first > max(0, index - LONGEST_PHRASE) and self.tokens[first - 1] >= 0:
            word = self.words[first - 1]
            if not first - 1 < word.head <= index or word.relation not in NOUN_PARTS:
                break
            first -= 1
        return self.tokens[first]

    def heads(self) -> dict[int, int]:
        """Return, for each quotation, the word that connects it to its sentence."""
        found: dict[int, int] = {}
        for index, word in enumerate(self.words):
            quotation = self.quotations[index]
            outward = word.head == index or self.quotations[word.head] != quotation
            if quotation >= 0 and outward and word.relation != "punct":
                found.setdefault(quotation, index)
        return found

    def governors(self, index: int) -> Iterator[Governor]:
        """Yield the verbs above a word with their subjects, nearest first, up to the verb of a separate clause.

        The verb above "footage of Lee saying" does not report what she says, nor does the verb before "and Lee said".
        """
        found = apart = False
        for _ in range(LONGEST_CLIMB):
            word = self.words[index]
            if word.head == index or index in self.contrasted:
                return
            if word.relation in APART and index in self.subjects:
                if word.relation in RELATIVE:
                    return
                apart = True
            if found and (word.relation in BELOW_NOUNS or (word.relation == "conj" and index in self.shared)):
                return
            index = word.head
            reports = word.relation == REPORTED or not apart
            if reports and index in self.subjects and self.tokens[index] >= 0:
                found = True
                yield Governor(self.tokens[index], self.tokens[self.subjects[index]])


def _take_parse(tokenized: TokenizedArticle, masked: Masked, words: Sequence[Word], tagging: Tagging) -> None:
    parse = _Parse(tokenized, masked, words)
    for index, token in enumerate(parse.tokens):
        if token >= 0 and tokenized.tokens[token].lower in CUE_VERBS and (subject := parse.subject_of(index)) >= 0:
            tagging.subjects.setdefault(token, parse.tokens[subject])
            tagging.phrases.setdefault(parse.tokens[subject], parse.phrase_start(subject))
    for quotation, index in parse.heads().items():
        if found := list(parse.governors(index)):
            tagging.governors[quotation] = found
