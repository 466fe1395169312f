"""The words of one Markdown block, and the marks on them.

markdown-it's inline tokens carry no positions, and need none: the text of the article is what they *show*, so the
offsets are made here, while the words are put together. Offsets are characters into the words of the block.
"""

from collections.abc import Sequence
from typing import Final

from markdown_it.token import Token

from reader.document.article import Mark, MarkKind
from reader.sources.markdown.embedded_html import html_tag_name, inline_tag_text
from reader.sources.words import BlockText, trim
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

OPENING: Final[dict[str, MarkKind]] = {
    "strong_open": "strong",
    "em_open": "emphasis",
    "s_open": "strike",
    "link_open": "link",
}

UNSEEN = ("script", "style", "template")


def render_inline(tokens: Sequence[Token]) -> BlockText:
    """What `tokens`, the children of an inline token, show.

    An image shows its alternative text, as a link to it; a script between its tags shows nothing.
    """
    parts: list[str] = []
    marks: list[Mark] = []
    opened: list[tuple[int, Token]] = []
    length = 0
    for token in _visible_tokens(tokens):
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
        elif token.type == "image" and all(opening.type != "link_open" for _, opening in opened):
            marks.append(_make_mark(span, "link", token.attrs.get("src")))
        parts.append(shown)
        length = span.end
    return trim(clean("".join(parts)), marks)


def _make_mark(span: Span, kind: MarkKind, href: object) -> Mark:
    return Mark(span, kind, clean_line(str(href or "")))


def _token_text(token: Token) -> str:
    match token.type:
        case "softbreak":
            return " "
        case "hardbreak":
            return "\n"
        case "html_inline":
            return inline_tag_text(token.content)
        case "image":
            return " ".join("".join(map(_token_text, token.children or ())).split())
        case _:  # text, text_special, code_inline; the marks within an image's alternative text hold nothing
            return token.content


def _visible_tokens(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens without those between the tags of a script or style; a tag that is never closed hides nothing."""
    names = {index: html_tag_name(token.content) for index, token in enumerate(tokens) if token.type == "html_inline"}
    if not names:
        return tokens
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
