"""Find quotations that are set apart instead of marked: block quotations and signed pull quotes.

A block quotation (of Markdown, HTML or a mail) is speech if the passage before it announces it ("Lee wrote:") or a
signature ends it ("— Ann Lee, head of the port"); any other passage only if it is signed and somebody speaks in it
("We have no choice. — Ann Lee"). Words in quotation marks are left to their marks.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from reader.analysis.lexicon import PHRASAL_VERBS, REPORTING_VERBS, SPEECH_NOUNS, TITLES
from reader.analysis.speech.hypotheses import ADDRESS
from reader.analysis.speech.layouts import OPENING, line_starts, may_be_spoken
from reader.analysis.speech.transcripts import Turn, whole_turn
from reader.document.article import Article, Block
from reader.text.span import Span

ANNOUNCEMENT = 200  # maximum characters of an announcement that are examined: those before the quotation

SENTENCE_END = re.compile(r"[.!?]\s")

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*\.?")

SIGNATURE = re.compile(r"(?:[—–―]|--)[ \t]*(?P<name>@?[^\W\d_][^\n—–―]{0,88})$")
"""A dash and a name at the end of a passage."""

LONGEST_SIGNATURE = 92

BEFORE_SIGNATURE = frozenset(".!?…\n\"”’»'])")
"""Characters that may end the words before a signature; after others a dash belongs to the sentence."""

ABBREVIATED = 4  # maximum letters of a word that a full stop abbreviates: "Gov."; after a longer one it ends a sentence


def find_block_quotations(article: Article) -> list[Turn]:
    """Return the block quotations and signed passages that are speech, in text order."""
    found: list[Turn] = []
    runs = [list(run) for _, run in groupby(article.blocks, key=lambda each: (each.kind, each.role, each.prefix))]
    for before, run, after in zip([[], *runs], runs, [*runs[1:], []], strict=False):
        if run[0].kind == "quotation" and run[0].role == "body":
            found += _set_apart(article.text, run, before[-1:], after[:1])
        else:
            found += (turn for block in run if (turn := _pull_quote(article.text, block)))
    return found


def _set_apart(text: str, run: Sequence[Block], before: Sequence[Block], after: Sequence[Block]) -> Iterator[Turn]:
    """Yield the paragraphs of adjacent block quotations if the block before announces them, or they are signed."""
    announced = bool(before) and _announces(text, before[0])
    part: list[Block] = []
    for block in run:
        part.append(block)
        if (signature := find_signature_start(text, block.span)) is not None:
            yield from _paragraphs(text, part, signature)
            part, announced = [], False
    signed_below = bool(after) and find_signature_start(text, after[0].span) == after[0].span.start
    if part and (announced or signed_below):
        yield from _paragraphs(text, part, part[-1].span.end)


def _paragraphs(text: str, part: Sequence[Block], end: int) -> Iterator[Turn]:
    """Yield the paragraphs of one block quotation, whose words end at `end`."""
    words = [Span(block.span.start, min(block.span.end, end)).stripped(text) for block in part]
    kept = [(block.span, span) for block, span in zip(part, words, strict=True) if is_unmarked(text, span)]
    for number, (passage, span) in enumerate(kept, 1):
        yield whole_turn(passage, span, continued=number < len(kept))


def _pull_quote(text: str, block: Block) -> Turn | None:
    """Return a signed passage in which somebody speaks as a turn."""
    signature = find_signature_start(text, block.span) if may_be_spoken(block) else None
    if signature is None:
        return None
    words = Span(block.span.start, signature).stripped(text)
    personal = is_unmarked(text, words) and ADDRESS.search(text, words.start, words.end)
    return whole_turn(block.span, words) if personal else None


def find_signature_start(text: str, span: Span) -> int | None:
    """Return where the signature of a passage begins, with its dash; None if it has none."""
    match = SIGNATURE.search(text, max(span.start, span.end - LONGEST_SIGNATURE), span.end)
    if match is None:
        return None
    before = text[span.start : match.start()].rstrip(" \t")
    name = match["name"]
    words = [word.lower() for word in WORD.findall(name)]
    if (before and before[-1] not in BEFORE_SIGNATURE) or not (name[0] == "@" or name[0].isupper()):
        return None
    if any(word[-1] == "." and len(word) > ABBREVIATED + 1 and word not in TITLES for word in words):
        return None
    return match.start() if REPORTING_VERBS.isdisjoint(words) and not name.rstrip().endswith(tuple("!?:;")) else None


def _announces(text: str, block: Block) -> bool:
    """Return whether a passage ends with words like "Lee wrote:" or "In a statement:"."""
    words = text[max(block.span.start, block.span.end - ANNOUNCEMENT) : block.span.end].rstrip()
    if not words.endswith(":") or not may_be_spoken(block):
        return False
    sentence = [word.lower() for word in WORD.findall(SENTENCE_END.split(words)[-1])]
    pairs = {" ".join(pair) for pair in pairwise(sentence)}
    reports = not (REPORTING_VERBS | SPEECH_NOUNS).isdisjoint(sentence) or not PHRASAL_VERBS.isdisjoint(pairs)
    return reports and len(sentence) > 1


def is_unmarked(text: str, span: Span) -> bool:
    """Return whether a passage has words and does not begin with a quotation mark."""
    words = span.of(text)
    return any(sign.isalnum() for sign in words) and words[0] not in OPENING


LABEL = re.compile(r"[ \t]*(?P<label>(?:[^\W\d_][^\n@:()]{0,48} \()?@\w{1,30}\)?)[ \t]?:[ \t]+(?=\S)")
"""A handle at the start of a line, with or without the name before it: "@annlee:", "Ann Lee (@annlee):"."""

HANDLE = re.compile(r"\(@\w{1,30}\)")  # a handle behind a name


def find_posts(article: Article) -> list[Turn]:
    """Return the posts with a label or a signature, in text order."""
    if "@" not in article.text:
        return []
    blocks = [block for block in article.blocks if may_be_spoken(block)]
    found: list[Turn] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        found += _labelled(article.text, block) or _signed(article.text, block, before, found)
    return found


def _labelled(text: str, block: Block) -> list[Turn]:
    """Return the posts of a block, each with its label, up to the next."""
    found = [match for start in line_starts(text, block.span) if (match := LABEL.match(text, start, block.span.end))]
    ends = [*(match.start() for match in found[1:]), block.span.end]
    turns = (
        whole_turn(Span(match.start(), end), Span(match.end(), end).stripped(text), Span(*match.span("label")))
        for match, end in zip(found, ends, strict=False)
    )
    return [turn for turn in turns if any(sign.isalnum() for sign in turn.words.of(text))]


def _signed(text: str, block: Block, before: Block | None, found: Sequence[Turn]) -> Iterator[Turn]:
    """Yield the post that the signature of a block ends: the words before it, there or in the block before."""
    signature = find_signature_start(text, block.span)
    if signature is None or not HANDLE.search(text, signature, block.span.end):
        return
    words = Span(block.span.start, signature).stripped(text)
    passage = block.span
    if not words and before is not None and before.kind != "item":
        passage = words = before.span
    if words and is_unmarked(text, words) and not (found and found[-1].span.overlaps(passage)):
        yield whole_turn(passage, words)
