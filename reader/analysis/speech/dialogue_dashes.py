"""Find dialogue that is opened by dashes: `— We were told, he said. By whom?`

A dash at the start of a line opens speech, and nothing closes it: what the author says in between ("he said") is told
by its words and signs. A few such lines are no dialogue but a list or signatures; in a dialogue people ask and address
each other, and hardly anything else stands in quotation marks.
"""

import re
from collections.abc import Iterator

from reader.analysis.lexicon import FUNCTION_WORDS, REPORTING_VERBS, read_section
from reader.analysis.speech.hypotheses import ADDRESS, is_sentence, share_of
from reader.analysis.speech.layouts import line_starts, may_be_spoken
from reader.analysis.speech.quotation_marks import Quotation
from reader.analysis.speech.transcripts import Turn
from reader.document.article import Article, Block
from reader.text.span import Span

DASH = re.compile(r"[ \t]*(?:[—–―]|--)[ \t]*(?=[^\W\d_a-z]|[…¿¡'’])")  # a dash that opens a line, before a capital

MARK = re.compile(r"[ \t]*[“„«\"]")

FEWEST = 4  # minimum lines with a dash of a dialogue

SENTENCES, ADDRESSED = 3 / 4, 1 / 3
"""Minimum shares of them that are sentences, and in which somebody asks, or says "I", "we" or "you"."""

CLAUSE = re.compile(r"[^.,!?…:;—–]*(?:[.,!?…:;—–]+['’”\"]*|$)[ \t\n]*")
"""Words up to the next sign that can end a clause, with it."""

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")

TELLABLE = frozenset(",!?…—–")  # signs after which the author may speak; after a full stop the speech goes on
SUBJECT = 5  # maximum words of a subject: "the old Mr Dedalus", "a voice"

PRONOUNS = read_section("grammar", "subjects")
BEFORE_NOUNS = read_section("grammar", "before nouns")

FIRST_AND_SECOND = read_section("grammar", "first and second")
"""Subjects of verbs that have no ending in the present: "I say, come up!" is speech, "I said" is not."""

PAST = ("d", "t", "n", "g")  # last letters of verbs in the past: "said", "thought", "began", "sang"


def find_dashed_dialogue(article: Article) -> list[Turn]:
    """Return the lines of a dialogue that dashes open, in text order."""
    blocks = (block for block in article.blocks if may_be_spoken(block) and block.kind != "item")
    lines = [line for block in blocks for line in dashed_lines(article.text, block, DASH)]
    said = [words.of(article.text) for _, words in lines]
    talk = share_of(map(is_sentence, said)) >= SENTENCES and share_of(map(ADDRESS.search, said)) >= ADDRESSED
    marked = sum(bool(MARK.match(article.text, block.span.start)) for block in article.blocks)
    if len(lines) < FEWEST or not talk or marked > len(lines):
        return []
    turns = (Turn(span, tuple(_spoken(article.text, words))) for span, words in lines)
    return [turn for turn in turns if turn.quotations]


def dashed_lines(text: str, block: Block, dash: re.Pattern[str]) -> Iterator[tuple[Span, Span]]:
    """Yield the lines of a block that a dash opens, each with its words."""
    starts = [block.span.start] if block.reflow else list(line_starts(text, block.span))
    for start, end in zip(starts, [*starts[1:], block.span.end], strict=True):
        if found := dash.match(text, start, end):
            yield Span(start, end), Span(found.end(), end).stripped(text)


def _spoken(text: str, words: Span) -> Iterator[Quotation]:
    """Yield the parts of a line that are spoken: those outside clauses like "he said, looking up."."""
    start: int | None = words.start
    parts: list[Span] = []
    former = ""
    for match in CLAUSE.finditer(text, words.start, words.end):
        clause = match[0]
        if start is not None and match.start() > words.start and _tells(clause, former):
            parts.append(Span(start, match.start()))
            start = None
        elif start is None:
            word = WORD.search(clause)
            capital = former[-1:] in ",;—–" and word is not None and word[0][0].isupper()
            start = match.start() if capital or former[-1:] in ".!?…:" else None  # speech goes on
        former = clause.rstrip() or former
    if start is not None:
        parts.append(Span(start, words.end))
    return (Quotation(part.stripped(text), True) for part in parts if WORD.search(text, part.start, part.end))


def _tells(clause: str, former: str) -> bool:
    """Return whether the author speaks in a clause: "Ann Lee said", "said Ann Lee", or, after "What!", "he rose"."""
    words = WORD.findall(clause)[: SUBJECT + 2]
    small = [word.lower() for word in words]
    if not words or former[-1:] not in TELLABLE:
        return False
    verb = next((at for at, word in enumerate(small) if word in REPORTING_VERBS), -1)
    if verb == 0:
        return words[0].islower() and len(words) > 1 and _is_subject(words[1:], small[1:])
    tense = small[verb].endswith(PAST) or small[0] not in FIRST_AND_SECOND
    return verb > 0 and tense and _is_subject(words[:verb], small[:verb]) and len(words[:verb]) <= SUBJECT


def _is_subject(words: list[str], small: list[str]) -> bool:
    """Return whether words are, or begin with, a pronoun, a name or "the captain"."""
    named = words[0][0].isupper() and small[0] not in FUNCTION_WORDS
    return (small[0] in PRONOUNS and len(words) == 1) or small[0] in BEFORE_NOUNS or named
