"""Split an article into passages, tokens, quotations and sentences.

A `TokenizedPassage` is a stretch of text that neither a sentence nor a quotation crosses: a block, or one line of it
where lines are not wrapped by hand. The tokens of all passages are in one list; their attributes are in parallel
lists with the same indices. Sentences are split with the quotations masked: `"Why? It is mine," he said.` is one
sentence.

Pitfall: token indices and text offsets are both integers. Names of token indices contain `token`, `first` or `last`
(both inclusive).
"""

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from reader.analysis.lexicon import PEOPLE_NOUNS, PHRASAL_VERBS, REPORTING_VERBS, read_section
from reader.analysis.speech import find_spoken
from reader.analysis.speech.quotation_marks import Quotation, find_quotations, uses_single_marks
from reader.document.article import Article, Block, BlockKind
from reader.text.span import Span

READ_KINDS = frozenset({"paragraph", "item", "quotation", "table", "heading"})
READ_ROLES = frozenset({"body", "title", "standfirst", "repeat"})

TOKEN = re.compile(
    r"(?:[^\W\d_]-)?(?:[^\W\d_]\.){2,}"  # U.S., D-N.Y.
    r"|[^\W\d_](?:\w|[-‑&](?=\w)|['’‘](?![sS]\b)(?=\w)|[\u0300-\u036f])*(?<!_)"  # a word, with its hyphens,
    # apostrophes and accents that are signs of their own, but without its 's and the marks of _italics_
    r"|\d(?:[\d.,:]*\d)?(?:-?\w)*"
    r"|['’][sS]\b"
    r"|[\"“”„‟«»‘’'`]{4,}|([^\w\s])\1{3,}"  # an ornament is one sign
    r"|[^\s\u200b\u2060\ufeff]"  # signs without a width are none
)

LINE = re.compile(r"[^\n]+")
ACCENT = re.compile("[\u0300-\u036f]")

ABBREVIATIONS = read_section("grammar", "abbreviations")
NOTED = 9  # maximum tokens of what stands in brackets between two sentences
SENTENCE_STARTS = read_section("grammar", "sentence starts")

TERMINATORS = frozenset(".!?…")
OPENING = frozenset("“„«\"‘'`(")
CLOSING = frozenset("”»\"’'“")
LINE_STARTS = frozenset("•*:(;")  # signs after which a capital is not evidence of a name
CONTRACTION = re.compile("['’](?:d|ll|ve|re|m)$")  # a contraction of a pronoun, never the end of a name: "he’d"

POSSESSIVES = ("'s", "’s", "'S", "’S")

END_VERBS = read_section("speech", "ends")
NOT_INTRODUCED = read_section("speech", "not introduced")

INTRODUCTION_REACH = 4
"""Maximum tokens between a reporting verb and the comma before a quotation: "told the Leith Herald,"."""

CLOSING_BRACKETS = frozenset(")]")

LONGEST_SENTENCE = 150
"""Tokens after which a sentence is ended by force, so that texts without full stops take no longer than others."""

QUOTATION_COUNTS = 10  # tokens that a quotation counts as in LONGEST_SENTENCE

NAME_REACH = 8  # maximum tokens of a name with its titles: `Harbour Board President Ann Lee said`
ADDITION_REACH = 20  # maximum tokens between the commas after a name: `Ann Lee, the head of the port, said`


class Token(NamedTuple):
    start: int
    text: str
    """The same string wherever the word occurs: a book has half a million words, but few thousand different ones."""
    lower: str
    capital: bool
    """True if it begins with a capital letter."""

    @property
    def end(self) -> int:
        """Computed, since a book has half a million."""
        return self.start + len(self.text)


class Spelling(NamedTuple):
    """What all tokens of one spelling share."""

    text: str
    lower: str
    capital: bool
    abbreviation: "Spelling | None" = None
    """The same with a full stop, if that abbreviates it: "Mr.", "J.", and the state in "(R-Ky.)"."""


@dataclass(frozen=True, slots=True)
class TokenizedPassage:
    """A stretch of text that quotations and sentences do not cross, with the indices of its tokens."""

    span: Span
    first: int
    last: int
    heading: bool
    kind: BlockKind


@dataclass(frozen=True, slots=True)
class QuotedTokens:
    """A quotation with its tokens (both inclusive), its passage and the sentence around it."""

    span: Span
    first: int
    last: int
    passage: int
    sentence: int
    closed: bool
    ends_sentence: bool
    """True if another sentence follows."""


@dataclass(frozen=True, slots=True)
class TokenizedArticle:
    """All that the rules read before they find names."""

    text: str
    tokens: list[Token] = field(default_factory=list)
    passages: list[TokenizedPassage] = field(default_factory=list)
    quotations: list[QuotedTokens] = field(default_factory=list)
    passage_of: "array[int]" = field(default_factory=lambda: array("i"))
    sentence_of: "array[int]" = field(default_factory=lambda: array("i"))
    """Sentence numbers, counted through the article; a sentence never crosses passages."""
    quotation_of: "array[int]" = field(default_factory=lambda: array("i"))
    """The index of the quotation that includes the token, or -1."""
    labels: dict[int, tuple[int, int]] = field(default_factory=dict)
    """In a transcript, the first and the last token of the label before a quotation, by the quotation's index."""
    answers: set[int] = field(default_factory=set)
    """The indices of quotations that answer a question without a label."""
    set_apart: set[int] = field(default_factory=set)
    """The indices of quotations that are told by the layout, not by marks."""
    opens: "array[int]" = field(default_factory=lambda: array("b"))
    """True for a token that begins a sentence, a quotation or a line, whose capital is not evidence of a name."""
    technical: bool = False
    """True if it is about code, or quotes some: there most names that no list has are names of things."""
    decomposed: bool = False
    """True if accents are signs of their own somewhere; the lists have letters with their accents."""

    def span(self, first: int, last: int) -> Span:
        """Return the span of the tokens `first` to `last`, both inclusive."""
        return Span(self.tokens[first].start, self.tokens[last].end)

    def lower(self, token: int) -> str:
        """Return a token in lower case; an empty string if it is before the first or behind the last one."""
        return self.tokens[token].lower if 0 <= token < len(self.tokens) else ""


def tokenize(article: Article, *, technical: bool = False) -> TokenizedArticle:
    """Split `article`, a `technical` one or not, into passages, tokens, quotations and sentences."""
    code = [mark.span for mark in article.marks if mark.kind == "code"]
    technical = technical or bool(code) or any(block.kind == "code" for block in article.blocks)
    tokenized = TokenizedArticle(article.text, technical=technical, decomposed=bool(ACCENT.search(article.text)))
    turns = {turn.span.start: turn for turn in find_spoken(article)}
    lines = list(reading_lines(article, sorted(turns)))
    single = uses_single_marks(article.text, [span for span, _ in lines])
    sentence = 0
    spellings: dict[str, Spelling] = {}
    for span, block in lines:
        first = len(tokenized.tokens)
        tokenized.tokens.extend(_without_names(_tokens(article.text, span, spellings), code))
        if len(tokenized.tokens) > first:
            heading = block.kind == "heading" or block.role == "title"
            tokenized.passages.append(TokenizedPassage(span, first, len(tokenized.tokens) - 1, heading, block.kind))
            turn = turns.get(span.start)
            quotations = list(turn.quotations) if turn else find_quotations(article.text, span, single)
            number = len(tokenized.quotations)
            repeated = block.role == "repeat"  # found where they stand first
            sentence = _divide(tokenized, [] if repeated else quotations, sentence) + 1
            if turn:
                tokenized.set_apart.update(range(number, len(tokenized.quotations)))
                if turn.label:
                    _add_label(tokenized, turn.label)
                elif turn.answers:
                    tokenized.answers.add(len(tokenized.quotations) - 1)
    return tokenized


def _add_label(tokenized: TokenizedArticle, label: Span) -> None:
    """Note the label of the last quotation, which stands anywhere before it."""
    first = bisect_right(tokenized.tokens, label.start, key=lambda token: token.end)
    last = bisect_left(tokenized.tokens, label.end, first, key=lambda token: token.start) - 1
    if first <= last:
        tokenized.labels[len(tokenized.quotations) - 1] = first, last


def reading_lines(article: Article, turns: Sequence[int] = ()) -> Iterator[tuple[Span, Block]]:
    """Yield the spans to read, each with its block, which is split where `turns` of a transcript begin in it."""
    for block in article.blocks:
        if block.kind not in READ_KINDS or block.role not in READ_ROLES:
            continue
        within = turns[bisect_left(turns, block.span.start) : bisect_left(turns, block.span.end)]
        if within or block.reflow:
            edges = [block.span.start, *(turn for turn in within if turn > block.span.start), block.span.end]
            yield from ((Span(start, end), block) for start, end in pairwise(edges))
        else:
            lines = LINE.finditer(article.text, block.span.start, block.span.end)
            yield from ((Span(*line.span()), block) for line in lines)


def _tokens(text: str, span: Span, spellings: dict[str, Spelling]) -> Iterator[Token]:
    """Yield the tokens of a span; `spellings` has those found so far."""
    taken, before = span.start, ""
    for match in TOKEN.finditer(text, span.start, span.end):
        start, end = match.span()
        if start < taken:
            continue  # the full stop of an abbreviation
        word = match[0]
        if (spelling := spellings.get(word)) is None:
            spelling = spellings[word] = _spelling(word)
        platform = word == "X" and before in ("on", "to", "via")  # "wrote on X."
        if spelling.abbreviation and not platform and end < span.end and text[end] == ".":
            end += 1
            spelling = spelling.abbreviation
        taken, before = end, word
        yield Token(start, spelling.text, spelling.lower, spelling.capital)


def _spelling(word: str) -> Spelling:
    lower, capital = word.lower(), word[0].isupper()
    is_abbreviated = lower in ABBREVIATIONS or lower.partition("-")[2] in ABBREVIATIONS
    if is_abbreviated or (len(word) == 1 and word.isupper()):
        return Spelling(word, lower, capital, Spelling(f"{word}.", f"{lower}.", capital))
    return Spelling(word, lower, capital)


def _without_names(tokens: Iterator[Token], code: Sequence[Span]) -> Iterator[Token]:
    """Return the tokens, those in the spans of `code` without their capitals: what code is called is no name."""
    if not code:
        return tokens
    starts = [span.start for span in code]
    return (
        token._replace(capital=False)
        if (at := bisect_right(starts, token.start)) and token.start < code[at - 1].end
        else token
        for token in tokens
    )


def _divide(tokenized: TokenizedArticle, quotations: list[Quotation], sentence: int) -> int:
    """Number the sentences of the last passage from `sentence` on, add its quotations, and return the last number."""
    passage = tokenized.passages[-1]
    token, waiting = passage.first, iter(quotations)
    quotation = next(waiting, None)
    fresh, length = True, 0  # the next token begins a sentence; length of the current one
    while token <= passage.last:
        here = tokenized.tokens[token]
        quoted = quotation is not None and here.start >= quotation.span.start
        plain = here.text[0].isalpha() or here.text in CLOSING_BRACKETS  # "(R-Wis.) said" goes on
        starts = quoted or here.capital or not plain or token == passage.first
        starts = (starts and fresh) or length > LONGEST_SENTENCE
        sentence += starts and token > passage.first
        length = (0 if starts else length) + (QUOTATION_COUNTS if quoted else 1)
        if quotation is not None and quoted:
            token, fresh = _place(tokenized, quotation, token, sentence)
            quotation = next(waiting, None)
            continue
        tokenized.passage_of.append(len(tokenized.passages) - 1)
        tokenized.sentence_of.append(sentence)
        tokenized.quotation_of.append(-1)
        tokenized.opens.append(starts or tokenized.tokens[token - 1].text in LINE_STARTS)
        fresh = _ends(tokenized, token, passage.last) or (fresh and not starts and not here.text[0].isalnum())
        token += 1
    return sentence


def _ends(tokenized: TokenizedArticle, token: int, last: int) -> bool:
    text = tokenized.tokens[token].text
    if text[0] in TERMINATORS:
        return True
    acronym = text[-1] == "." and text.count(".") > 1
    return acronym and token < last and tokenized.tokens[token + 1].text in SENTENCE_STARTS


def _place(tokenized: TokenizedArticle, quotation: Quotation, first: int, sentence: int) -> tuple[int, bool]:
    """Add a quotation that begins at token `first`. Return the token after it, and whether that begins a sentence."""
    passage = tokenized.passages[-1]
    last = first
    while last < passage.last and tokenized.tokens[last + 1].start < quotation.span.end:
        last += 1
    ends = _ends_sentence(tokenized, first, last)
    number = len(tokenized.passages) - 1
    tokenized.quotations.append(QuotedTokens(quotation.span, first, last, number, sentence, quotation.closed, ends))
    size = last + 1 - first
    tokenized.passage_of.extend([number] * size)
    tokenized.sentence_of.extend([sentence] * size)
    tokenized.quotation_of.extend([len(tokenized.quotations) - 1] * size)
    fresh = True
    for token in tokenized.tokens[first : last + 1]:
        word = token.text[0].isalnum()
        tokenized.opens.append(fresh and word)
        fresh = token.text[0] in TERMINATORS or (fresh and not word)
    return last + 1, ends


def _ends_sentence(tokenized: TokenizedArticle, first: int, last: int) -> bool:
    """Return whether the sentence ends with the quoted tokens `first` to `last`: `"Go!"`, not `"Go!" he said`."""
    tokens, passage = tokenized.tokens, tokenized.passages[-1]
    if last >= passage.last:
        return True
    final = next((tokens[token].text for token in range(last, first, -1) if tokens[token].text not in CLOSING), "")
    following = last + 1
    closing = {"(": ")", "[": "]"}.get(tokens[following].text)  # a note, or the source: “…” (CNBC)
    reach = range(following, min(following + NOTED, passage.last))
    following = next((at + 1 for at in reach if tokens[at].text == closing), following)
    after = tokens[following]
    if final[:1] not in TERMINATORS or not (after.capital or after.text in OPENING):
        return False
    verb = _only_verb(tokens, following, passage.last)
    if final == ".":
        return verb not in END_VERBS
    if after.text in OPENING or _is_introduced(tokens, passage.first, first):
        return True
    return not (_speaks_at_length(tokens, following, passage.last) or verb.endswith("ed"))


def _is_introduced(tokens: list[Token], begin: int, first: int) -> bool:
    """Return whether a subject, a reporting verb and a comma or colon stand before token `first`: `Lee told us, “`.

    Not so in `When asked about it, “`.
    """
    if first <= begin or tokens[first - 1].text not in (",", ":"):
        return False
    for at in range(first - 2, max(begin, first - 2 - INTRODUCTION_REACH), -1):
        if _reports(tokens, at):
            return tokens[at - 1].text[0].isalpha() and tokens[at - 1].lower not in NOT_INTRODUCED
        if not tokens[at].text[0].isalnum():
            return False
    return False


def _only_verb(tokens: list[Token], first: int, last: int) -> str:
    """Return the verb if a name and that are all that follows, up to token `last`: `“Why?” Ann Lee puzzled.`"""
    at = first
    while at <= min(last, first + NAME_REACH) and (
        tokens[at].capital or (tokens[at].text == "." and tokens[at - 1].lower in ABBREVIATIONS)
    ):
        at += 1
    return tokens[at].lower if first < at < last and tokens[at + 1].text in ".," else ""


def _speaks_at_length(tokens: list[Token], first: int, last: int) -> bool:
    """Return whether a name, an apposition and a reporting verb follow from `first` on, up to token `last`.

    `Harbour Board President Ann Lee said`, `Ann Lee, head of the port, said`; not `The bridge, Lee said, is shut`.
    """
    at = first
    while at <= min(last, first + NAME_REACH) and _belongs_to_name(tokens[at], at > first):
        at += 1
    if at > last or at == first:
        return False
    if tokens[at].text == ",":
        reach = range(at + 1, min(last, at + ADDITION_REACH))
        at = next((end + 1 for end in reach if tokens[end].text == "," and _reports(tokens, end + 1)), first)
    return _reports(tokens, at)


def _belongs_to_name(token: Token, begun: bool) -> bool:
    """Return whether a token can be part of a name with its role: "Lee's niece"."""
    role = token.text in POSSESSIVES or token.lower in PEOPLE_NOUNS
    return token.capital or token.text in "()-" or (begun and role)


def _reports(tokens: list[Token], token: int) -> bool:
    """Return whether there is a reporting verb at `token`: "said", "went on"."""
    lower = tokens[token].lower
    return lower in REPORTING_VERBS or (
        token + 1 < len(tokens) and f"{lower} {tokens[token + 1].lower}" in PHRASAL_VERBS
    )
