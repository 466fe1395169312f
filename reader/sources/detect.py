"""The kinds of sources: one row each, from which detection, `--format`, help and messages follow.

A row tells how a source is recognized, which function reads it, and what has to be installed for that. Recognized is a
source by its first bytes, its media type and its suffix, in this order; any other text by how it looks. Pitfall: many
servers declare a type without knowing it, so the types in `DEFAULT_TYPES` count for nothing.
"""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from reader.document import ORIGINAL, WHOLE_PAGE
from reader.errors import SourceError
from reader.sources.encoding import wide_encoding
from reader.sources.refusals import ZIP, describe_refused
from reader.text.sanitize import clean_line

PDF, PDF_WITHIN = b"%PDF-", 1024  # the signature of a PDF, within its first bytes
EPUB = b"mimetypeapplication/epub+zip"  # the signature of an EPUB, by its first file

OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument.text"

WORD = re.compile(rb"word/document\d*\.xml")

FEED_SIGN = rb"(?is)(?:\xef\xbb\xbf)?\s*+(?:<\?[^>]*+>\s*+|<!--.{0,2000}?-->\s*+)*+<(?:rss|rdf:RDF|feed)\b"
SIGN_WITHIN = 4096  # how a feed begins, and the bytes in which such a sign is

SPEECH_SIGNS = (
    rb'"(?:tStartMs|start|ts|start_time|offsets)"\s*:',
    rb'"(?:utf8|text|word|transcript|punctuated_word|value|content)"\s*:',
)
"""What the transcripts of speech recognition (JSON) have: a time and words."""

NOTEBOOK_SIGNS = (rb'"cells"\s*:\s*\[', rb'"nbformat"\s*:\s*\d')  # what the notebooks of Jupyter (JSON) have


class SourceData(NamedTuple):
    """The bytes of a source and its metadata before it is read."""

    name: str
    """The name in messages."""
    place: str
    """The article's source."""
    data: bytes
    suffix: str = ""
    """Of the file name, in lower case."""
    media_type: str = ""
    """As declared by the server."""
    charset: str = ""
    """As declared by the server."""
    base: str = ""
    """The base of its links, if that is not `place`."""


@dataclass(frozen=True, slots=True)
class DocumentNote:
    """A highlight or comment of another program in a document."""

    words: str
    """The words it is on, a line for each of the page; "" if there are none."""
    place: float
    """The share of the document's or page's letters before these words: 0 at the beginning, 1 at the end."""
    text: str
    author: str
    created: str
    """ISO 8601; "" if unknown."""
    name: str
    """The identifier that its program gave it, or ""."""
    kind: str = "highlight"
    """Or "underline", "strikeout" or "comment"."""
    page: str = ""
    """The label of its page, if it has one."""
    before: str = ""
    """Words before these, as far as they tell one place from another."""
    updated: str = ""
    color: tuple[int, int, int] | None = None
    """Red, green and blue, to 255."""


def _is_pdf(source: SourceData) -> bool:
    return PDF in source.data[:PDF_WITHIN] and source.suffix != ".txt"


def _begins(sign: bytes) -> Callable[[SourceData], bool]:
    return lambda source: source.suffix != ".txt" and re.match(sign, source.data[:SIGN_WITHIN]) is not None


def _json_with(signs: Iterable[bytes], suffix: str, *begins: bytes) -> Callable[[SourceData], bool]:
    """Return whether a source is JSON that has all these `signs`."""
    return lambda source: (
        source.suffix in ("", ".json", suffix)
        and source.data.lstrip().startswith(begins)
        and all(re.search(sign, source.data) for sign in signs)
    )


def _is_mailbox(source: SourceData) -> bool:
    """Whether a source is more than one mail; one alone is read as a mail."""
    return source.data.startswith(b"From ") and len(list(islice(re.finditer(MAIL_BEGINS, source.data), 2))) == 2


def _zip_of(name: str) -> Callable[[SourceData], bool]:
    return lambda source: _zipped_format(source) == name


def _zipped_format(source: SourceData) -> str:
    """Return the format of a zip; "" if it is none of ours. A zip that begins with a PDF is read as that PDF."""
    if not source.data.startswith(ZIP) or _is_pdf(source):
        return ""
    if EPUB in source.data[:100] or source.suffix == ".epub":
        return "epub"
    if OPEN_DOCUMENT in source.data[:120]:
        return "odt"
    return "docx" if source.suffix == ".docx" or WORD.search(source.data) else ""


class SourceFormat(NamedTuple):
    name: str
    """As `--format` names it."""
    reader: str
    """The function that reads it, as `module:function` in `reader.sources`.

    It gets the `SourceData` and a `Progress`, but without an `extra` the decoded text and the `SourceData`.
    """
    label: str = ""
    """Its name in the list of what can be opened; "" if that does not name it."""
    what: str = ""
    """A source of this kind in messages: "an EPUB"."""
    extra: str = ""
    """The extra that installs its libraries, so that it is read in a child process; "" if it needs none."""
    suffixes: str = ""
    media_types: str = ""
    """Separated by spaces, as the suffixes are."""
    has_signature: Callable[[SourceData], bool] | None = None
    """Whether its bytes are certainly of this kind, whatever its suffix and media type say."""
    is_packed: bool = False
    """Its bytes are not text."""
    notes: str = ""
    """The function that reads the notes of other programs in it; "" if it has none."""


ROWS = (
    SourceFormat("text", "plain:read_text", "text", suffixes=".txt"),
    SourceFormat(
        *("markdown", "markdown:read_text", "Markdown"),
        suffixes=".md .markdown .mdown .mkd",
        media_types="text/markdown text/x-markdown",
    ),
    SourceFormat("diff", "diff:read_source", suffixes=".diff .patch", media_types="text/x-diff text/x-patch"),
    SourceFormat("man", "terminal:read_source"),
    SourceFormat(
        *("html", "webpage:read_page", "HTML", "a web page", "web", ".html .htm .xhtml"),
        media_types="text/html application/xhtml+xml",
    ),
    SourceFormat(WHOLE_PAGE, "webpage:read_whole_page", "", "a web page", "web"),
    SourceFormat(
        *("epub", "epub:read_source", "EPUB", "an EPUB", "ebook", ".epub", "application/epub+zip"),
        *(_zip_of("epub"), True),
    ),
    SourceFormat(
        *("pdf", "pdf:read_source", "PDF", "a PDF", "pdf", ".pdf", "application/pdf application/x-pdf"),
        *(_is_pdf, True, "pdf.annotations:read_annotations"),
    ),
    SourceFormat(
        *("docx", "office.docx:read_source", "DOCX", "a Word document", "office", ".docx"),
        *("application/vnd.openxmlformats-officedocument.wordprocessingml.document", _zip_of("docx"), True),
        notes="office.docx:read_comments",
    ),
    SourceFormat(ORIGINAL, "office.docx:read_original", "", "a Word document", "office", is_packed=True),
    SourceFormat(
        *("odt", "office.odt:read_source", "ODT", "an OpenDocument text", "office", ".odt .ott .fodt"),
        *("application/vnd.oasis.opendocument.text", _zip_of("odt"), True),
    ),
    SourceFormat(
        *("rtf", "office.rtf:read_source", "RTF", "an RTF document", "office", ".rtf", "application/rtf text/rtf"),
        *(_begins(rb"{\\rtf"), True),
    ),
    SourceFormat("eml", "mail:read_source", "mail", "a mail", "mail", ".eml", "message/rfc822", is_packed=True),
    SourceFormat(
        *("mbox", "mail:read_mailbox", "mbox", "a mailbox", "mail", ".mbox", "application/mbox", _is_mailbox, True)
    ),
    SourceFormat(
        *("mhtml", "mail:read_saved_page", "", "a saved web page", "web", ".mhtml .mht"),
        media_types="multipart/related application/x-mimearchive",
        is_packed=True,
    ),
    SourceFormat("srt", "subtitles:read_subtitles", "subtitles", "", "", ".srt", "application/x-subrip"),
    SourceFormat("vtt", "subtitles:read_subtitles", suffixes=".vtt", media_types="text/vtt"),
    SourceFormat(
        *("speech", "speech:read_speech", "speech recognition (JSON)", "", "", ".json3"),
        has_signature=_json_with(SPEECH_SIGNS, ".json3", b"{", b"["),
    ),
    SourceFormat(
        *("notebook", "notebook:read_notebook", "Jupyter notebook", "", "", ".ipynb", "application/x-ipynb+json"),
        has_signature=_json_with(NOTEBOOK_SIGNS, ".ipynb", b"{"),
    ),
    SourceFormat(
        *("feed", "feed:read_source", "", "a feed", "feed", ".rss .atom"),
        media_types="application/rss+xml application/atom+xml application/rdf+xml",
        has_signature=_begins(FEED_SIGN),
    ),
)

SOURCES: Mapping[str, SourceFormat] = {row.name: row for row in ROWS}

FORMATS = tuple(SOURCES)  # the names, as `--format` takes them

SUFFIXES = {suffix: row.name for row in ROWS for suffix in row.suffixes.split()}
MEDIA_TYPES = {media_type: row.name for row in ROWS for media_type in row.media_types.split()}

_LABELS = [row.label for row in ROWS if row.label]
READABLE = f"{', '.join(_LABELS[:-1])} or {_LABELS[-1]}"  # what can be opened, in messages

DEFAULT_TYPES = frozenset({"", "application/octet-stream", "binary/octet-stream", "application/download", "text/plain"})
"""Media types that servers send by default; the name and the text itself decide."""

GUESS_LENGTH = 1 << 16  # characters that detection looks at

CONTROLS = bytes({*range(0x01, 0x07), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F})
"""Control characters that text does not have; BEL to CR and ESC occur in terminal logs."""

BINARY, BINARY_WITHIN = 0.1, 1 << 18
"""Share of such controls in the first bytes above which a file is binary; a NUL anywhere makes it so."""

WEB_NULS = 0.01  # share of NULs that a web page may have: browsers leave them out, so nobody notices them

URL = re.compile(r"https?://", re.IGNORECASE)

HTML_SIGN = r"(?is)\s*+(?:<\?xml\b[^>]*+>\s*+|<!--.{0,2000}?-->\s*+)*+<(?:!doctype\s+html|html|head|body)\b"

MARKDOWN_SIGN = (
    r"(?:\A|\n[ \t]*\n)#{1,6}[ \t]+[^\s#][^\n]*(?:\n[ \t]*\n|\n?\Z)"  # a heading between blank lines; a comment is not
    r"|(?:\A|\n)(?P<fence>```|~~~)[^\n`]*\n(?:[^\n]*\n)*?(?P=fence)"  # fenced code, to its end
    r"|(?<!!)\[[^\[\]\n]+\]\(https?://[^)\s]{1,1000}\)"  # a link
)

SUBTITLES_SIGN = r"WEBVTT(?:[ \t\n]|\Z)|\s*\d{1,6}[ \t]*\n\d{1,3}:\d\d:\d\d[,.]\d{3}[ \t]*-->"

HEADER = r"[!-9;-~]{1,80}:|[ \t]"  # how a line of headers begins

MAIL_HEADERS = frozenset("date delivered-to message-id mime-version received return-path subject to".split())
"""Headers of which a mail has some."""

PATCH_SIGN = r"From [0-9a-f]{40} "  # how a patch that is sent by mail begins

MAIL_BEGINS = rb"(?m)^From (?![0-9a-f]{40} )[^\n]{0,200}\b(?:19|20)\d\d\b[^\n]{0,40}\n(?=[!-9;-~]{1,80}:)"
"""How a mail in a mailbox begins."""


def is_article_name(name: str) -> bool:
    """Return whether a file with this name may be an article: by its suffix, or without one."""
    return suffix_of(name) in (*SUFFIXES, "", ".")


def suffix_of(name: str) -> str:
    """Return the suffix of a name in lower case; of a packed file that of what is in it: ".html" for `a.html.gz`."""
    stem, suffix = os.path.splitext(name.lower())
    return os.path.splitext(stem)[1] if suffix == ".gz" else suffix


def split_mail(source: str) -> tuple[str, int]:
    """Return the mailbox and the number of the mail that a source like `FILE#3` names; 0 for any other source."""
    path, sign, number = source.rpartition("#")
    if not path or not sign or not re.fullmatch(r"[0-9]{1,7}", number) or is_url(source) or os.path.lexists(source):
        return source, 0
    return path, int(number)


def mails_in(data: bytes) -> list[slice]:
    """Return where the mails of a mailbox are, without the line that each begins with."""
    begins = [found.span() for found in re.finditer(MAIL_BEGINS, data)]
    return [slice(start, end) for (_, start), (end, _) in pairwise([*begins, (len(data), 0)])]


def is_url(source: str) -> bool:
    return URL.match(source) is not None


def site_of(source: str) -> str:
    """Return the host of a web page; "" for a file."""
    with suppress(ValueError):
        return (urlsplit(source).hostname or "").removeprefix("www.") if "://" in source else ""
    return ""


def is_web_page(source: str, form: str) -> bool:
    """Return whether the article at `source`, read in the format `form` ("": detected), is likely to be a web page."""
    if form:
        return form in ("html", WHOLE_PAGE)
    return is_url(source) or SUFFIXES.get(suffix_of(source)) == "html"


def detect_format(source: SourceData) -> str:
    """Return the format of `source`, one of FORMATS; "" if only the text itself can tell. Raises SourceError."""
    for row in ROWS:
        if row.has_signature is not None and row.has_signature(source):
            return row.name
    known = MEDIA_TYPES.get(source.media_type) if source.media_type not in DEFAULT_TYPES else None
    declared = SOURCES.get(known or SUFFIXES.get(source.suffix, ""))
    zipped = declared is not None and declared.is_packed and source.data.startswith(ZIP)
    if not zipped and (what := describe_refused(source.data)):  # the reader of a zip sees if it is damaged
        raise SourceError(f"{source.name} is {what}")
    if source.media_type not in DEFAULT_TYPES:
        if known:
            return known
        if not source.media_type.startswith(("text/", "application/json", "application/xml")):
            raise SourceError(
                f"{source.name} is {clean_line(source.media_type)}, nothing to read; what can be opened is {READABLE}"
            )
        return "text"
    of_another_suffix = "text" if source.suffix and os.path.isabs(source.place) else ""
    return SUFFIXES.get(source.suffix, of_another_suffix)


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


def file_beside(source: str, href: str) -> str | None:
    """Return the path of the readable file that a relative link of the file `source` leads to, if there is one."""
    path = path_beside(source, href)
    return path if path is not None and is_article_name(path) and os.path.isfile(path) else None


def path_beside(source: str, href: str) -> str | None:
    """Return the path that a relative link of the file `source` leads to; None if it is no such link."""
    link = urlsplit(href)
    if link.scheme or link.netloc or not link.path or not os.path.isabs(source):
        return None
    return os.path.normpath(os.path.join(os.path.dirname(source), unquote(link.path)))
