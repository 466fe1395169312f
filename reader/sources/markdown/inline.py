"""The inline tokens of markdown-it as the text of one block and its marks.

The tokens carry no positions and need none: the text of the article is what they *show*, so offsets are counted while
the text is put together. Offsets are characters in the text of the block. Most blocks never come here: see
`simple_inline`.
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import unquote

from markdown_it.token import Token

from reader.document.article import Mark, MarkKind
from reader.sources.builder import BlockText, trim
from reader.sources.markdown.embedded_html import html_tag_name, inline_tag_text, picture_address
from reader.sources.raised import bracket_reading, raise_digits
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

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
