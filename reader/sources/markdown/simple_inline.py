"""Blocks with simple marks only, without the parser: nearly every block of a book, which is read in half the time.

Measured on 3 MB: 220 ms instead of 460. One pattern finds simple marks. Whatever markdown-it might read differently is
left to it: marks within marks, escapes, entities, HTML, images, references, emphasis within a word. Pitfall: whether
a star is emphasis depends on the characters beside it, so the pattern looks at both sides.
"""

import re
from collections.abc import Iterator

from reader.document.article import Mark, MarkKind
from reader.sources.builder import BlockText
from reader.text.span import Span

SIGNS = "\n\\`*_[]<&~"
"""Characters at which rules of markdown-it begin; an exclamation mark only before a bracket."""

PLAIN = rf"[^{re.escape(SIGNS)}]"

BEFORE = r"""(?<![^\s("'“‘—–/,.:;-])"""
AFTER = r"""(?![^\s)"'”’—–/,.:;?-])"""
"""Beside an emphasis: white space, or punctuation in Markdown's sense."""

EMPHASIZED = rf"[^\W_](?:{PLAIN}*[^\W_])?[.,!?;:]?"

MARKED = re.compile(
    rf"{BEFORE}\*(?P<emphasis>{EMPHASIZED})\*(?!\*){AFTER}"
    rf"|{BEFORE}\*\*(?P<strong>{EMPHASIZED})\*\*(?!\*){AFTER}"
    r"|`(?P<code>[^`\s](?:[^`\n]*[^`\s])?)`(?!`)"
    rf"|\[(?P<link>{PLAIN}+)\]\((?P<href>https?://[a-z0-9]+(?:[.-][a-z0-9]+)*(?:/[A-Za-z0-9/]*)?)\)"
)

KINDS: dict[str | None, MarkKind] = {"emphasis": "emphasis", "strong": "strong", "code": "code", "href": "link"}


def parse_simple_inline(content: str) -> BlockText | None:
    """Render `content` (sanitized, without soft breaks) like `render_inline`; None if only the parser can tell."""
    if "![" in content or content.count("$") > 1 or content != content.strip():
        return None
    parts: list[str] = []
    marks: list[Mark] = []
    at = length = 0
    for place in sorted(find_signs(content)):
        if place < at:
            continue
        found = MARKED.match(content, place)
        if found is None:
            return None
        kind = KINDS[found.lastgroup]
        words = found[kind]
        length += place - at
        marks.append(Mark(Span(length, length + len(words)), kind, found["href"] or ""))
        length += len(words)
        parts += (content[at:place], words)
        at = found.end()
    text = "".join((*parts, content[at:]))
    return BlockText(text, tuple(marks)) if text == text.strip() else None


def find_signs(content: str) -> Iterator[int]:
    """Return offsets of special characters. Finding them one by one is five times as fast as any pattern."""
    for marker in SIGNS:
        place = content.find(marker)
        while place >= 0:
            yield place
            place = content.find(marker, place + 1)
