"""Text around the body of a plain text: title and standfirst above, site furniture below.

    head    the title, its repeats, one standfirst, bylines: single lines before the first paragraph
    tail    furniture: short lines below the last sentence, from the first that is known as such

Pitfall: a poem, a letter, a list of names or a transcript is plain text too. So a text without prose has neither head
nor tail, a title is alone on its line, and lines that are not known furniture are the author's.
"""

import re
from collections.abc import Sequence

from reader.document.article import Block
from reader.sources.plain import line_patterns
from reader.text.format import same_words
from reader.text.span import Span

HEAD_LINES = 6  # lines of a head: a title, a repeat or two, a standfirst, a byline and a date
STANDFIRST_WORDS, STANDFIRST_LENGTH = 5, 250  # minimum words and maximum characters of a standfirst: a sentence or two
BYLINE_LENGTH = 120  # characters of a byline: three names and their papers
TAIL_LINES = 60  # lines of furniture: labels, and the names of categories, tags and share buttons below them
TAIL_WORDS, TAIL_LENGTH = 12, 100  # characters of a line below a label: the headline of another article
REPORT = r"""[.!?]\s|["“”„«»]|^[A-Z][A-Z .,/'’]+\b.{0,20}(?:[-–—]|\()"""  # a second sentence, a quotation, a dateline

SPEAKER = r"[^:\n]{1,30}:\s"


def split_head(text: str, paragraphs: list[list[Span]], wrapped: bool) -> tuple[list[Block], list[list[Span]]]:
    """Return the blocks of the head, one per line, and the remaining paragraphs. Without a title there is no head."""
    if not paragraphs or not _is_titled(text, paragraphs, wrapped):
        return [], paragraphs
    first = paragraphs[0][0]
    title = first.of(text)
    head = [Block(first, "heading", 1, "title")]
    rest = _drop_first_line(paragraphs)
    while rest and len(head) < HEAD_LINES:
        line = rest[0][0]
        words = line.of(text)
        if same_words(words, title):
            head.append(Block(line, "heading", 1, "repeat"))
        elif all(block.role != "standfirst" for block in head) and _is_standfirst(text, rest, title, wrapped):
            head.append(Block(line, role="standfirst"))
        elif line_patterns.is_byline(words) and len(words) <= BYLINE_LENGTH and not line_patterns.ends_sentence(words):
            head.append(Block(line))
        else:
            break
        rest = _drop_first_line(rest)
    return head, rest


def _drop_first_line(paragraphs: list[list[Span]]) -> list[list[Span]]:
    rest = paragraphs[0][1:]
    return [rest, *paragraphs[1:]] if rest else paragraphs[1:]


def _is_titled(text: str, paragraphs: Sequence[line_patterns.Paragraph], wrapped: bool) -> bool:
    """Return whether the first line is a title: it looks like one, stands alone, and has a body below it."""
    first, *others = paragraphs
    title = first[0].of(text)
    if (
        not line_patterns.looks_like_title(title)
        or line_patterns.ITEM.match(title)
        or line_patterns.QUOTED.match(title)
    ):
        return False
    if line_patterns.begins_chapter(title) and any(line_patterns.begins_chapter(lines[0].of(text)) for lines in others):
        return False  # the first of several chapters, whose name is not that of the text
    if others and re.match(SPEAKER, title) and re.match(SPEAKER, others[0][0].of(text)):
        return False  # the first line of a transcript
    if not line_patterns.has_prose(text, (first[1:], *others)):
        return False
    below = first[1].of(text) if len(first) > 1 else ""
    return (
        not below
        or same_words(below, title)
        or line_patterns.is_byline(below)
        or line_patterns.RULE.fullmatch(below) is not None
        or (not wrapped and len(below) >= 2 * len(title) and line_patterns.ends_sentence(below))
    )


def _is_standfirst(text: str, paragraphs: list[list[Span]], title: str, wrapped: bool) -> bool:
    """Return whether the first line is a standfirst: a sentence on its own line, shorter than the paragraphs below.

    With a full stop it is more likely a short first paragraph. So it must be one sentence, at most half as long as the
    paragraphs that follow, and neither quote nor begin with a place, as reports do.
    """
    words = paragraphs[0][0].of(text)
    if len(words) > STANDFIRST_LENGTH or len(words.split()) < STANDFIRST_WORDS or words.endswith((":", ",", ";")):
        return False
    if line_patterns.is_byline(words) or line_patterns.ITEM.match(words) or line_patterns.QUOTED.match(words):
        return False
    below = _drop_first_line(paragraphs[: HEAD_LINES + 1])
    while below and same_words(below[0][0].of(text), title):
        below = _drop_first_line(below)
    if below and below[0][-1] == paragraphs[0][-1]:  # no blank lines: each line is a paragraph
        below = [] if wrapped else [[line] for line in below[0][:HEAD_LINES]]
    if not below:
        return False
    lengths = [lines[-1].end - lines[0].start for lines in below]
    if line_patterns.ends_sentence(words):
        if re.search(REPORT, words):
            return False
        return min(lengths[0], sorted(lengths)[len(lengths) // 2]) >= 2 * len(words)
    return lengths[0] > len(words) and line_patterns.ends_sentence(below[0][-1].of(text))


def split_tail(text: str, paragraphs: list[list[Span]]) -> tuple[list[list[Span]], list[Block]]:
    """Return the paragraphs without the site's furniture below them, and its blocks, one per line."""
    tail: list[Span] = []  # from the last line up
    labelled = 0  # up to the topmost that is known as furniture
    pairs = [pair for lines in paragraphs[-TAIL_LINES:] for pair in zip((None, *lines), lines, strict=False)]
    for above, line in reversed(pairs[-TAIL_LINES:]):
        words = line.of(text)
        if len(words) > TAIL_LENGTH or len(words.split()) > TAIL_WORDS or line_patterns.ends_sentence(words):
            break
        tail.append(line)
        if line_patterns.is_furniture(words) and (
            above is None or len(above) < line_patterns.WRAPPED.start or line_patterns.ends_sentence(above.of(text))
        ):
            labelled = len(tail)  # a full hard-wrapped line above would continue here
    if not labelled or not line_patterns.has_prose(text, paragraphs):
        return paragraphs, []
    start = tail[labelled - 1].start
    body = ([line for line in lines if line.start < start] for lines in paragraphs)
    return [lines for lines in body if lines], [Block(line, role="furniture") for line in tail[labelled - 1 :: -1]]
