"""Detect the format of a source: by its first bytes, its media type, its suffix, and how its text looks.

Pitfall: many servers declare a type without knowing it, so the types in `DEFAULT_TYPES` count for nothing.
"""

import os
import re

from reader.document import WHOLE_PAGE
from reader.errors import SourceError
from reader.sources.encoding import wide_encoding
from reader.sources.formats import MEDIA_TYPES, READABLE, ROWS, SUFFIXES, SourceData
from reader.text.sanitize import clean_line

DEFAULT_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download", "text/plain"})
"""Media types that servers send by default; the name and the text itself decide."""

GUESS_LENGTH = 1 << 16
"""Characters that detection looks at."""

CONTROLS = bytes({*range(0x01, 0x07), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
"""Control characters that text does not have; BEL to CR and ESC occur in terminal logs."""

BINARY, BINARY_WITHIN = 0.1, 1 << 18
"""Share of such controls in the first bytes above which a file is binary; a NUL anywhere makes it so."""

WEB_NULS = 0.01
"""Share of NULs that a web page may have: browsers leave them out, so nobody notices them."""

OLD_OFFICE, ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage"
"""The signature of documents before 2007, which those with a password still have, and a name in the latter."""

URL = re.compile(r"https?://", re.IGNORECASE)

HTML_SIGN = r"(?is)\s*+(?:<\?xml\b[^>]*+>\s*+|<!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b"

MARKDOWN_SIGN = (
    r"(?:\A|\n[ \t]*\n)#{1,6}[ \t]+[^\s#][^\n]*(?:\n[ \t]*\n|\n?\Z)"  # a heading between blank lines; a comment is not
    r"|(?:\A|\n)(?P<fence>```|~~~)[^\n`]*\n(?:[^\n]*\n)*?(?P=fence)"  # fenced code, to its end
    r"|(?<!!)\[[^\[\]\n]+\]\(https?://[^)\s]{1,1000}\)"  # a link
)


SUBTITLES_SIGN = r"WEBVTT(?:[ \t\n]|\Z)|\s*\d{1,6}[ \t]*\n\d{1,3}:\d\d:\d\d[,.]\d{3}[ \t]*-->"
"""How subtitles begin."""

HEADER = r"[!-9;-~]{1,80}:|[ \t]"
"""How a line of headers begins."""

MAIL_HEADERS = frozenset("date delivered-to message-id mime-version received return-path subject to".split())
"""Headers of which a mail has some."""

PATCH_SIGN = r"From [0-9a-f]{40} "
"""How a patch that is sent by mail begins."""


def is_article_name(name: str) -> bool:
    """Return whether a file with this name may be an article: by its suffix, or without one."""
    return os.path.splitext(name)[1].lower() in (*SUFFIXES, "", ".")


def is_url(source: str) -> bool:
    """Return whether `source` is the URL of a web page."""
    return URL.match(source) is not None


def is_web_page(source: str, form: str) -> bool:
    """Return whether the article at `source`, read in the format `form` ("": detected), is likely to be a web page."""
    if form:
        return form in ("html", WHOLE_PAGE)
    return is_url(source) or SUFFIXES.get(os.path.splitext(source)[1].lower()) == "html"


def detect_format(source: SourceData) -> str:
    """Return the format of `source`, one of FORMATS; "" if only the text itself can tell. Raises SourceError."""
    for row in ROWS:
        if row.has_signature is not None and row.has_signature(source):
            return row.name
    if source.data.startswith(OLD_OFFICE):
        raise SourceError(_explain_old_office(source))
    if source.media_type not in DEFAULT_TYPES:
        if known := MEDIA_TYPES.get(source.media_type):
            return known
        if not source.media_type.startswith(("text/", "application/json", "application/xml")):
            raise SourceError(
                f"{source.name} is {clean_line(source.media_type)}, nothing to read; what can be opened is {READABLE}"
            )
        return "text"
    of_another_suffix = "text" if source.suffix and os.path.isabs(source.place) else ""
    return SUFFIXES.get(source.suffix, of_another_suffix)


def _explain_old_office(source: SourceData) -> str:
    if ENCRYPTED.encode("utf-16-le") in source.data:
        return f"{source.name} is protected with a password; save it without, and open that"
    return f"{source.name} is a document in the format of Word 97 or older; save it as .docx, and open that"


def looks_like_html(text: str) -> bool:
    """Return whether `text`, not sanitized, begins like an HTML page."""
    return re.match(HTML_SIGN, text[:GUESS_LENGTH]) is not None


def mail_format(text: str) -> str:
    """Return the format of `text` if it begins with the headers of a mail or a saved page; "" if it does not."""
    head = text.partition("\n\n")[0]
    if re.match(PATCH_SIGN, head):
        return ""
    lines = head.split("\n")[1 if head.startswith("From ") else 0 :]
    if not all(re.match(HEADER, line) for line in lines):
        return ""
    names = {line.partition(":")[0].lower() for line in lines if not line[:1].isspace()}
    if "snapshot-content-location" in names:
        return "mhtml"
    return "eml" if "from" in names and len(names & MAIL_HEADERS) > 1 else ""


def looks_like_subtitles(text: str) -> bool:
    """Return whether `text` begins like subtitles."""
    return re.match(SUBTITLES_SIGN, text) is not None


def looks_like_markdown(text: str) -> bool:
    """Return whether `text`, of which nothing else is known, is certainly Markdown.

    It is if it begins with front matter, or has a `#` heading between blank lines, a closed fenced code block, or a
    link to the web. Stars, dashes and `>` prove nothing: mails and notes are full of them.
    """
    from reader.sources.markdown.front_matter import read_front_matter

    head = text[:GUESS_LENGTH]
    return read_front_matter(head).length > 0 or re.search(MARKDOWN_SIGN, head) is not None


def is_binary(data: bytes, charset: str, *, nuls: float = 0) -> bool:
    """Return whether `data` is binary: it has NULs or many control characters, and is not UTF-16.

    `nuls` is the share of NULs that is not too much.
    """
    if charset.lower().startswith(("utf-16", "utf-32")) or wide_encoding(data):
        return False
    head = data[:BINARY_WITHIN]
    has_nuls = b"\0" in data and data.count(b"\0") > nuls * len(data)  # hardly any has one, which is faster to see
    return has_nuls or len(head) - len(head.translate(None, CONTROLS)) > BINARY * len(head)
