"""The text of one Markdown block and its marks.

    parse_simple_inline   blocks with simple marks only, without the parser: nearly every block of a book
    render_inline         the inline tokens of markdown-it

One pattern finds simple marks, twenty times as fast as markdown-it's rules. Whatever markdown-it might read differently
is left to it: marks within marks, escapes, entities, HTML, images, references, emphasis within a word. Its inline
tokens carry no positions and need none: the text of the article is what they *show*, so offsets are counted while the
text is put together. Offsets are characters in the text of the block. Pitfall: whether a star is emphasis depends on
the characters beside it, so the pattern looks at both sides.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final
from urllib.parse import unquote

from markdown_it.token import Token

from reader.document.article import Mark, MarkKind
from reader.sources.builder import BlockText, trim
from reader.sources.markdown.embedded_html import html_tag_name, inline_tag_text, picture_address
from reader.sources.raised import bracket_reading, raise_digits
from reader.text.sanitize import clean, clean_line
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


# -- the tokens of markdown-it -----------------------------------------------------------------------------------------


OPENING: Final[dict[str, MarkKind]] = {
    "strong_open": "strong",
    "em_open": "emphasis",
    "s_open": "strike",
    "link_open": "link",
}

RAISED_TAGS = ("sup", "sub", "rt", "rp")

UNSEEN = ("script", "style", "template")


def render_inline(tokens: Sequence[Token]) -> BlockText:
    """Render `tokens`, the children of an inline token, as text with marks.

    An image shows its alternative text, or else the name of its file, marked as a picture; the content of a script is
    dropped.
    """
    parts: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[int, Token]] = []
    length = 0
    raised: list[int] = []
    for token in _visible_tokens(tokens):
        if token.type == "html_inline" and (name := html_tag_name(token.content)).lstrip("/") in RAISED_TAGS:
            if not name.startswith("/"):
                raised.append(len(parts))
            elif raised:
                at = raised.pop()
                said = "".join(parts[at:])
                shown = _raise(said, name[1:], "".join(parts[:at]))
                parts[at:] = [shown]
                length += len(shown) - len(said)
            continue
        if token.type in OPENING:
            opened.append((length, token))
            continue
        if token.nesting < 0:
            start, opening = opened.pop()
            marks.append(_make_mark(Span(start, length), OPENING[opening.type], opening.attrs.get("href")))
            continue
        shown = _token_text(token)
        span = Span(length, length + len(shown))
        if token.type == "code_inline":
            marks.append(Mark(span, "code"))
        elif (address := _picture_address(token)) and all(opening.type != "link_open" for _, opening in opened):
            marks.append(_make_mark(span, "picture", address))
        parts.append(shown)
        length = span.end
    return trim(clean("".join(parts)), marks)


def _raise(said: str, tag: str, before: str) -> str:
    """Return what is shown of the content of a tag; the brackets of `rp` are for programs that know no readings."""
    if tag == "rt":
        return bracket_reading(said.strip(), before) if said.strip() else ""
    return "" if tag == "rp" else raise_digits(said, lowered=tag == "sub")


def _make_mark(span: Span, kind: MarkKind, href: object) -> Mark:
    return Mark(span, kind, clean_line(str(href or "")))


def _picture_address(token: Token) -> str:
    """Return the address of the picture that a token shows; "" if it shows none."""
    if token.type == "html_inline":
        return picture_address(token.content)
    return str(token.attrs.get("src") or "") if token.type == "image" else ""


def _file_name(address: str) -> str:
    """Return the name of the file at an address; "" for data within the text."""
    path = address.partition("?")[0].partition("#")[0]
    return "" if address.startswith("data:") else clean_line(unquote(path.rpartition("/")[2]))


def _token_text(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return inline_tag_text(token.content)
        case "image":
            words = " ".join("".join(map(_token_text, token.children or ())).split())
            return words or _file_name(_picture_address(token))
        case _:  # text, text_special, code_inline; marks within an image's alternative text have no content
            return token.content


def _visible_tokens(tokens: Sequence[Token]) -> Sequence[Token]:
    """Drop the tokens between the tags of a script or style; an unclosed tag hides nothing."""
    tags = {index: token.content for index, token in enumerate(tokens) if token.type == "html_inline"}
    if not tags:
        return tokens
    names = {index: html_tag_name(tag) for index, tag in tags.items()}
    last = {name: index for index, name in names.items()}
    seen: list[Token] = []
    hidden_to = -1
    for index, token in enumerate(tokens):
        name = names.get(index)
        if index > hidden_to and name in UNSEEN and last.get(f"/{name}", -1) > index:
            hidden_to = next(later for later in range(index, len(tokens)) if names.get(later) == f"/{name}")
        if index > hidden_to:
            seen.append(token)
    return seen
