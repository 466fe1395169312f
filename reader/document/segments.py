"""Words, sentences and paragraphs of an article, for moving the caret and selecting, and passages by their words.

Pure functions of an article and an offset that return offsets and spans of its text. Folded blocks are skipped, since
they are not on the screen. Sentences are guessed from punctuation, capitals and a short list of abbreviations, within
one block: good enough for a selection that can be adjusted.
"""

import re
from itertools import takewhile

from reader.document.article import Article, Block
from reader.errors import SessionError
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.text.width import next_cluster, previous_cluster

WORD = r"\w+(?:['’\-]\w+)*"

SENTENCE_END = r"[.!?…]+[\"'”’»)\]]*\s+(?![\"'“‘«(\[]*[a-zß-öø-ÿα-ωа-я])|[。！？]+[」』”]*\s*|\n"
"""Compiled when a key first needs them and cached by `re`; the first paint does not."""

ABBREVIATIONS = frozenset(
    "Mr Mrs Ms Dr Prof St Sen Rep Gov Gen Col Lt Sgt Capt Hon Rev Jr Sr vs No Inc Ltd Co Corp cf ca approx Jan Feb Mar "
    "Apr Jun Jul Aug Sep Sept Oct Nov Dec U.S U.K U.N e.g i.e a.m p.m".split()
)
"""A full stop after these, or after one capital letter, seldom ends a sentence."""

LISTED = 10  # the number of places that an error message lists


def shown_blocks(article: Article) -> list[Block]:
    return [block for block in article.blocks if block.role != "repeat"]


def nearest_shown_offset(article: Article, offset: int) -> int:
    """Return the nearest offset where the caret can be: in a shown block, or at its end."""
    if not article.blocks:
        return 0
    index = article.block_index(max(0, min(offset, len(article.text))))
    block = article.blocks[index]
    if block.role == "repeat":
        later = (b.span.start for b in article.blocks[index + 1 :] if b.role != "repeat")
        return next(later, max((b.span.end for b in shown_blocks(article)), default=0))
    return max(block.span.start, min(offset, block.span.end))


def character_step(article: Article, offset: int, direction: int) -> int:
    """Return the start of the next character (`direction` 1) or of the previous one (-1), at the ends of blocks too."""
    block = article.block_at(offset).span
    if direction > 0:
        return next_cluster(article.text, offset) if offset < block.end else paragraph_step(article, offset, 1)
    if offset > block.start:
        return previous_cluster(article.text, offset)
    before = paragraph_step(article, offset, -1)
    return article.block_at(before).span.end if before < offset else offset


def word_at(article: Article, offset: int) -> Span:
    """Return the word at `offset`, or the single character there."""
    block = article.block_at(offset).span
    near = max(block.start, article.text.rfind(" ", block.start, offset) + 1)
    words = takewhile(lambda found: found.start() <= offset, re.compile(WORD).finditer(article.text, near, block.end))
    here = (Span(*found.span()) for found in words if offset < found.end())
    return next(here, Span(offset, min(offset + 1, len(article.text))))


def word_step(article: Article, offset: int, direction: int) -> int:
    """Return the start of the next word (`direction` 1) or of the previous one (-1)."""
    text = article.text
    if direction > 0:
        found = re.compile(WORD).search(text, max(offset + 1, word_at(article, offset).end))
        return nearest_shown_offset(article, found.start() if found else len(text))
    start = paragraph_step(article, offset, -1)
    end = min(offset, article.block_at(start).span.end)
    before = [found.start() for found in re.compile(WORD).finditer(text, start, end)]
    return before[-1] if before else start


def word_end(article: Article, offset: int) -> int:
    """Return the last character of the word at `offset`; at its last character already, that of the next word."""
    text = article.text
    near = max(article.block_at(offset).span.start, text.rfind(" ", 0, offset) + 1)
    ends = (previous_cluster(text, found.end()) for found in re.compile(WORD).finditer(text, near))
    later = (end for end in ends if end > offset and nearest_shown_offset(article, end) == end)
    return next(later, nearest_shown_offset(article, len(text)))


def sentences(article: Article, block: Block) -> list[Span]:
    """Return the sentences of a block, without the white space between them."""
    text, start, stop = article.text, block.span.start, block.span.end
    spans = []
    for end in re.compile(SENTENCE_END).finditer(text, start, stop):
        head = text[start : end.start()].rsplit(None, 1)
        last = head[-1].lstrip("(\"'“‘«[") if head else ""
        if end[0].startswith(".") and (last in ABBREVIATIONS or (len(last) == 1 and last.isupper())):
            continue
        if end[0] == "\n" and block.reflow:
            continue
        words = text[start : end.end()]
        if words.strip():
            spans.append(Span(start, start + len(words.rstrip())))
        start = end.end()
    if text[start:stop].strip():
        spans.append(Span(start, stop))
    return spans


def sentence_at(article: Article, offset: int) -> Span:
    """Return the sentence at `offset`, or the one before if it is between two. The article must have blocks."""
    block = article.block_at(offset)
    found = sentences(article, block)
    return next((span for span in reversed(found) if span.start <= offset), found[0] if found else block.span)


def sentence_step(article: Article, offset: int, direction: int) -> int:
    """Return the start of the next sentence (`direction` 1); or (-1) of this one, or of the previous one."""
    here = sentences(article, article.block_at(offset))
    if direction > 0:
        after = [span.start for span in here if span.start > offset]
        return after[0] if after else paragraph_step(article, offset, 1)
    if before := [span.start for span in here if span.start < offset]:
        return before[-1]
    target = paragraph_step(article, offset, -1)
    return target if target == offset else sentences(article, article.block_at(target))[-1].start


def sentence_end(article: Article, offset: int) -> int:
    """Return the last character of the sentence at `offset`; at that already, of the next sentence."""
    later = (block for block in article.blocks[article.block_index(offset) :] if block.role != "repeat")
    ends = (previous_cluster(article.text, span.end) for block in later for span in sentences(article, block))
    return next((end for end in ends if end > offset), nearest_shown_offset(article, len(article.text)))


def paragraph_step(article: Article, offset: int, direction: int) -> int:
    """Return the start of the next block (1), or the end of the text; or (-1) of this block, or of the previous one."""
    index = article.block_index(offset)
    if direction > 0:
        later = (b.span.start for b in article.blocks[index + 1 :] if b.role != "repeat")
        return next(later, article.blocks[-1].span.end)
    start = article.blocks[index].span.start
    if offset > start:
        return start
    earlier = (b.span.start for b in reversed(article.blocks[:index]) if b.role != "repeat")
    return next(earlier, start)


def paragraphs(article: Article, a: int, b: int) -> Span:
    """Return the span of whole blocks from the one at `a` to the one at `b`, in either order."""
    first, last = article.block_at(min(a, b)), article.block_at(max(a, b))
    return Span(first.span.start, last.span.end)


def find_passage(article: Article, words: str, before: str = "", after: str = "") -> Span:
    """Return the one place of `words` in the text, compared after folding.

    `before` and `after` are words directly beside the passage. Raises SessionError if there is no such place, or more
    than one.
    """
    from reader.text.normalize import fold, occurrences  # not needed before the first words

    folded, wanted = fold(article.text), fold(words).text.strip()
    left, right = fold(before).text.strip(), fold(after).text.strip()
    if not wanted:
        raise SessionError("the quote is empty: give words of the article")
    places = [
        folded.span(at, at + len(wanted))
        for at in occurrences(wanted, folded.text)
        if folded.text[max(0, at - len(left) - 1) : at].rstrip().endswith(left)
        and folded.text[at + len(wanted) : at + len(wanted) + len(right) + 1].lstrip().startswith(right)
    ]
    if not places:
        beside = " with those words beside it" if before or after else ""
        quoted = f"“{clean_line(words)}”{beside}"
        raise SessionError(f"the article does not have {quoted}; quote it as `reader show` prints it")
    if len(places) > 1:
        where = ", ".join(f"¶ {article.paragraph_number(place.start)}" for place in places[:LISTED])
        where += f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
        found = f"“{clean_line(words)}” occurs in {len(places)} places ({where})"
        raise SessionError(f"{found}; say which with --before or --after, or quote more words")
    return places[0]
