"""The output of `git show` and `diff`: the message is prose, the lines of the change stay lines.

Read as prose, a patch would be spoilt: `-` and `+` are not bullets, and lines must not be joined. Each changed file is
a heading, so that the outline leads to it; nothing is removed.
"""

import re
from collections.abc import Iterator

from reader.document.article import Article, Block
from reader.text.format import first_words
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

PATCH = re.compile(
    r"(?:From [0-9a-f]{40} .*\n|commit [0-9a-f]{7,64}\b.*\n(?:[A-Z][A-Za-z]+: .*\n)+"
    r"|diff --git .*\n|--- \S.*\n\+\+\+ \S.*\n@@ |Index: .*\n=+\n)"
)
"""The beginning of such output."""

COMMIT = re.compile(r"commit [0-9a-f]{7,64}\b.*")
FILE = re.compile(r"diff (?:--git|--cc|-[a-zA-Z]) .*|Index: .+")
MESSAGE = re.compile(r" {4}(?P<words>\S.*)")
HUNK = "@@"
FIELD = re.compile(r"[A-Z][A-Za-z-]+: .*")

LONGEST = 400
"""Lines of one block: an added file is split so that it can be drawn."""


def is_patch(text: str) -> bool:
    return PATCH.match(text) is not None


def read_patch(text: str, source: str = "-") -> Article:
    """Read `text`, sanitized, as an article; every character keeps its position."""
    text = clean(text)
    blocks = tuple(_blocks(text))
    message = next((block for block in blocks if block.kind == "paragraph" and block.prefix), None)
    title = (message or blocks[0]).span.of(text).partition("\n")[0] if blocks else ""
    return Article(text, blocks, clean_line(title.strip() or first_words(text)), source=source)


def _blocks(text: str) -> Iterator[Block]:
    changing = False
    """True within the change of a file."""
    run: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        span, words = Span(*line.span()), line[0]
        heading = COMMIT.fullmatch(words) or FILE.fullmatch(words)
        if (
            heading
            or (changing and words.startswith(HUNK))
            or len(run) >= LONGEST
            or _is_separated(text, run, span, changing)
        ):
            yield from _make_blocks(text, run, changing)
            run = []
        if heading:
            changing = COMMIT.fullmatch(words) is None
            yield Block(span, "heading", 2 if changing else 1)
        else:
            run.append(span)
    yield from _make_blocks(text, run, changing)


def _is_separated(text: str, run: list[Span], span: Span, changing: bool) -> bool:
    """Return whether a blank line separates `span` from the lines before it, outside a change."""
    return bool(run) and not changing and span.start - run[-1].end > 1


def _make_blocks(text: str, run: list[Span], changing: bool) -> Iterator[Block]:
    if not run:
        return
    whole = Span(run[0].start, run[-1].end)
    if changing:
        yield Block(whole, "code", language="diff")
    elif all(MESSAGE.fullmatch(span.of(text)) for span in run):
        indent = " " * 4
        yield from (Block(Span(span.start + 4, span.end), prefix=indent, hang=indent) for span in run)
    else:
        yield Block(whole, role="furniture" if FIELD.match(text, run[0].start) else "body")
