"""HTML within Markdown: its text without the tags.

Not a browser: tags are dropped and their content is kept. Only what changes the text matters: tags that begin a block,
`<br>`, headings, `<pre>`, the alternative text of an image. Comments, scripts and styles are dropped. Pitfall: time:
every pattern below ends at the next `<` or at the end of the text, so that no input makes it slow.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

ATTRIBUTES = r"""(?:[^<>"']++|"[^"<]*+"|'[^'<]*+')*+"""

TAG = (
    r"(?is)<!--.*?(?:-->|\Z)"
    rf"|<(?P<unseen>script|style|template|noframes)\b{ATTRIBUTES}>.*?(?:</(?P=unseen)\s*>|\Z)"
    r"|<[!?][^<>]*>"
    rf"|<(?P<close>/?)(?P<name>[a-zA-Z][a-zA-Z0-9-]*)(?P<attributes>{ATTRIBUTES})>"
)
"""Compiled at the first tag and cached by `re`: little Markdown has any."""

VALUE = r"""\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))"""

BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer"
    " form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody tfoot thead title"
    " tr ul".split()
)
"""Tags that begin a new paragraph."""

CELLS = frozenset({"td", "th"})


@dataclass(frozen=True, slots=True)
class HtmlParagraph:
    """A paragraph of HTML; `level` is 1 to 6 for a heading, and `verbatim` text keeps its white space."""

    text: str
    level: int = 0
    verbatim: bool = False


def inline_tag_text(tag: str) -> str:
    """Return the text of a single inline tag: a line break, an image's alternative text, mostly nothing."""
    found = re.fullmatch(TAG, tag)
    return _tag_text(found) if found else ""


def picture_address(tag: str) -> str:
    """Return the address of the picture that a single inline tag shows; "" if it shows none."""
    found = re.fullmatch(TAG, tag)
    return _attribute(found, "src") if found and (found["name"] or "").lower() == "img" else ""


def html_tag_name(tag: str) -> str:
    """Return the name of a tag in lower case, with its `/` if it closes; "" for a comment."""
    found = re.match(TAG, tag)
    if found is None:
        return ""
    return (found["unseen"] or f"{found['close'] or ''}{found['name'] or ''}").lower()


def _tag_text(tag: re.Match[str]) -> str:
    name = (tag["name"] or "").lower()
    if name == "br":
        return "\n"
    if name == "img":
        return _attribute(tag, "alt")
    return " " if name in CELLS else ""


def _attribute(tag: re.Match[str], name: str) -> str:
    found = re.search(rf"(?i)\b{name}{VALUE}", tag["attributes"])
    return unescape(found[1] or found[2] or found[3] or "") if found else ""


def split_html_paragraphs(html: str) -> Iterator[HtmlParagraph]:
    """Yield the paragraphs of a block of HTML in order; none is empty."""
    words: list[str] = []
    level, verbatim, end = 0, False, 0
    for tag in re.finditer(TAG, html):
        words.append(_text_between(html[end : tag.start()], verbatim))
        end = tag.end()
        name, opens = (tag["name"] or "").lower(), not tag["close"]
        if name in BLOCKS:
            yield from _make_paragraph(words, level, verbatim)
            words.clear()
            level = int(name[1]) if opens and len(name) == 2 and name[1] in "123456" else 0
            verbatim = opens and name == "pre"
        else:
            words.append(_tag_text(tag))
    words.append(_text_between(html[end:], verbatim))
    yield from _make_paragraph(words, level, verbatim)


def _text_between(text: str, verbatim: bool) -> str:
    return unescape(text if verbatim else re.sub(r"[ \t\n\r\f]+", " ", text))


def _make_paragraph(words: list[str], level: int, verbatim: bool) -> Iterator[HtmlParagraph]:
    text = "".join(words)
    if not verbatim:
        text = re.sub(r" *\n *", "\n", re.sub(r"  +", " ", text))
    if text and not text.isspace():
        yield HtmlParagraph(text if verbatim else text.strip(), level, verbatim)
