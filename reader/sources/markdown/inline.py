"""The inline tokens of markdown-it as the text of one block and its marks; HTML within Markdown without its tags.

The tokens carry no positions and need none: the text of the article is what they *show*, so offsets are counted while
the text is put together. Offsets are characters in the text of the block.

Of HTML only what changes the text matters: tags that begin a block, `<br>`, headings, `<pre>`, the alternative text of
an image; comments, scripts and styles are dropped. Pitfall: time: every pattern below ends at the next `<` or at the
end of the text, so that no input makes it slow.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import accumulate, pairwise
from typing import Final
from urllib.parse import unquote

from markdown_it.common.html_blocks import block_names
from markdown_it.token import Token

from reader.document.article import Mark, MarkKind
from reader.sources.builder import BlockText, InlineText, bracket_reading, raise_digits, trim
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span
from reader.text.word_lists import read_sections

ATTRIBUTES = r"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""

TAG = (
    r"(?is)<!--.*?(?:-->|\Z)"
    rf"|<(?P<unseen>script|style|template|noframes)\b{ATTRIBUTES}>.*?(?:</(?P=unseen)\s*>|\Z)"
    r"|<[!?][^<>]*>"
    rf"|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>{ATTRIBUTES})>"
)
"""Compiled at the first tag and cached by `re`: little Markdown has any."""

ANCHOR = rf"(?is)<(?P<close>/?)a\b(?P<attributes>{ATTRIBUTES})>"

VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""

ELEMENTS = read_sections("sources/lexicon/elements")
BLOCKS = frozenset((*ELEMENTS["blocks"], *ELEMENTS["blocks of their own"]))  # they begin a new paragraph

CELLS = frozenset({"td", "th"})

TAGS = frozenset(block_names).union(ELEMENTS["inline"])


def html_tag_name(tag: str) -> str:
    """Return the name of a tag in lower case, with its `/` if it closes; "" for a comment."""
    found = re.match(TAG, tag)
    if found is None:
        return ""
    return (found["unseen"] or f"{found['close'] or ''}{found['name'] or ''}").lower()


def _tag_text(tag: re.Match[str]) -> str:
    """Return the text of a single tag: a line break, an image's alternative text, mostly nothing."""
    name = (tag["name"] or "").lower()
    if name == "br":
        return "\n"
    if name == "img":
        return _attribute(tag, "alt")
    return " " if name in CELLS else ""


def _attribute(tag: re.Match[str], name: str) -> str:
    found = re.search(rf"(?i)\b{name}{VALUE}", tag["attributes"])
    return unescape(found[1] or found[2] or found[3] or "") if found else ""


def split_html_paragraphs(html: str) -> Iterator[tuple[BlockText, int, bool]]:
    """Yield the paragraphs of a block of HTML: the text, never empty, the level of a heading, and if it is verbatim."""
    line = InlineText()
    level, verbatim, linked, end = 0, False, False, 0

    def taken() -> Iterator[tuple[BlockText, int, bool]]:
        text, marks = line.take_raw()
        words = BlockText("" if text.isspace() else text) if verbatim else _finished(text, marks)
        if words.text:
            yield words, level, verbatim

    for tag in re.finditer(TAG, html):
        line.add(unescape(html[end : tag.start()]), verbatim=verbatim)
        end = tag.end()
        name, opens = (tag["name"] or "").lower(), not tag["close"]
        if linked and (name == "a" or name in BLOCKS):
            line.close_mark()
            linked = False
        if name in BLOCKS:
            yield from taken()
            level = int(name[1]) if opens and len(name) == 2 and name[1] in "123456" else 0
            verbatim = opens and name == "pre"
        elif name == "a" and opens and (href := _attribute(tag, "href")):
            line.open_mark("link", clean_line(href))
            linked = True
        elif name == "img":
            line.open_mark("picture", "" if linked else clean_line(_attribute(tag, "src")))
            line.add(_tag_text(tag) or _file_name(_attribute(tag, "src")))
            line.close_mark()
        elif name == "br" and (verbatim or not line.break_line()):
            line.add("\n", verbatim=True)
        elif name in CELLS:
            line.add(" ", verbatim=verbatim)
    line.add(unescape(html[end:]), verbatim=verbatim)
    yield from taken()


BETWEEN_BADGES = " · "


def _finished(text: str, marks: Sequence[Mark]) -> BlockText:
    """Return the text of a block; one of nothing but pictures, several or with links, is a row of badges."""
    text = clean(text)
    words = [mark.span for mark in marks if mark.kind == "picture" and mark.span.of(text).strip()]
    linked = any(mark.kind == "link" and mark.href for mark in marks)
    rest = "".join(text[one.end : two.start] for one, two in pairwise([Span(0, 0), *words, Span(len(text), len(text))]))
    if not words or rest.strip() or not (linked or len(words) > 1):
        return trim(text, marks)
    starts = list(accumulate((len(span) + len(BETWEEN_BADGES) for span in words), initial=0))
    moved = []
    for mark in marks:
        within = [number for number, span in enumerate(words) if mark.span.holds(span)]
        if within:
            end = starts[within[-1]] + len(words[within[-1]])
            moved.append(replace(mark, span=Span(starts[within[0]], end)))
    row = trim(BETWEEN_BADGES.join(" ".join(span.of(text).split("\n")) for span in words), moved)
    return replace(row, badges=True)


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
    line = InlineText()
    raised: list[int] = []
    links = 0
    for token in _with_anchors(_visible_tokens(tokens)):
        if token.type == "html_inline" and (name := html_tag_name(token.content)).lstrip("/") in RAISED_TAGS:
            if not name.startswith("/"):
                raised.append(len(line.parts))
            elif raised:
                at = raised.pop()
                line.replace_since(at, _raise(line.text_since(at), name[1:], "".join(line.parts[:at])))
        elif token.type in OPENING:
            links += token.type == "link_open"
            line.open_mark(OPENING[token.type], clean_line(str(token.attrs.get("href") or "")))
        elif token.nesting < 0:
            links -= token.type == "link_close"
            line.close_mark()
        else:
            address = clean_line(_picture_address(token))
            if address or token.type == "code_inline":
                line.open_mark("picture" if address else "code", "" if links else address)
            line.add(_token_text(token), verbatim=True)
            if address or token.type == "code_inline":
                line.close_mark()
    return _finished(*line.take_raw())


def _with_anchors(tokens: Sequence[Token]) -> Sequence[Token]:
    """Return the tokens with links for pairs of the tags `<a href=…>` and `</a>`, and words in angle brackets as text:
    what is no tag, has no attributes, and is never closed."""
    if not any(token.type == "html_inline" for token in tokens):
        return tokens
    changed = [*tokens]
    names = {html_tag_name(token.content) for token in tokens if token.type == "html_inline"}
    words = {f"<{name}>" for name in names if name[:1] != "/" and name not in TAGS and f"/{name}" not in names}
    opened: tuple[int, str] | None = None
    for index, token in enumerate(tokens):
        tag = re.fullmatch(ANCHOR, token.content) if token.type == "html_inline" else None
        if tag and not tag["close"]:
            opened = index, _attribute(tag, "href")
        elif tag and opened:
            at, address = opened
            changed[at] = Token("link_open", "a", 1, {"href": address})
            changed[index] = Token("link_close", "a", -1)
            opened = None
        elif token.type == "html_inline" and token.content.lower() in words:
            changed[index] = Token("text", "", 0, content=token.content)
    return changed


def _raise(said: str, tag: str, before: str) -> str:
    """Return what is shown of the content of a tag; the brackets of `rp` are for programs that know no readings."""
    if tag == "rt":
        return bracket_reading(said.strip(), before) if said.strip() else ""
    return "" if tag == "rp" else raise_digits(said, lowered=tag == "sub")


def _picture_address(token: Token) -> str:
    if token.type == "html_inline":
        tag = re.fullmatch(TAG, token.content)
        return _attribute(tag, "src") if tag and (tag["name"] or "").lower() == "img" else ""
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
            tag = re.fullmatch(TAG, token.content)
            return _tag_text(tag) if tag else ""
        case "image":
            words = " ".join("".join(map(_token_text, token.children or ())).split())
            return words or _file_name(_picture_address(token))
        case _:  # text, text_special, code_inline; marks within an image's alternative text have no content
            return token.content


def _visible_tokens(tokens: Sequence[Token]) -> Sequence[Token]:
    """Drop the tokens between the tags of a script or style; an unclosed tag hides nothing."""
    names = {at: html_tag_name(token.content) for at, token in enumerate(tokens) if token.type == "html_inline"}
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
