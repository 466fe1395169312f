"""What you wrote about an article, as files to keep and to share.

This page is the door: what an export is made of, Markdown and JSON, and the shape of a note in JSON. One module a
format, imported only when something is exported:

    document.py      the Markdown; `escape` and `note_text` make words safe in it, `index` lists quotes and names,
                     `front_matter` and `region` write into a file that is there already
    as_json.py       nothing lost
    as_csv.py        for a spreadsheet
    as_w3c.py        Web Annotations, JSON-LD
    template.py      whatever a template of the user's says
    page/            one HTML page to share
    backlink.py      links back to a passage
    file.py          an export as a file
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from itertools import islice, takewhile

from reader.analysis import Analysis
from reader.annotations.corrections import Correction
from reader.annotations.notes import Note
from reader.document.article import Article
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

LONGEST_NAME = 120
"""Bytes of a file's name before its suffix: some file systems end at 143, all else at 255."""

FORBIDDEN = re.compile(r'[<>:"/\\|?*#^\[\]]+')
"""What Windows or a link in Obsidian does not take in a file's name."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Devices of Windows, whatever the suffix."""


@dataclass(frozen=True)
class ExportData:
    """The data of one export."""

    article: Article
    article_id: str
    analysis: Analysis
    """As the reader has corrected it."""
    notes: tuple[Note, ...]
    """The notes that are not deleted; their placements are in `article.text`."""
    corrections: tuple[Correction, ...] = ()
    """What made the analysis what it is, in the order in which it took effect."""


def to_markdown(exported: ExportData, existing: str | None = None, *, force: bool = False) -> str:
    """The export as Markdown: a new file, or `existing` with our region and our keys in its front matter written anew.

    Raises ExportError if that would destroy what the user wrote; with `force` only if the file holds another article's
    notes or its `reader:` comments are not one pair.
    """
    from reader.export.markdown import front_matter
    from reader.export.markdown.document import MarkdownDocument
    from reader.export.markdown.region import replaceable_region, wrap_region

    document, fields = MarkdownDocument(exported), front_matter.front_matter_fields(exported)
    region = document.region()
    as_of = max((note.updated for note in exported.notes), default="")
    block = wrap_region(region, exported.article_id, as_of)
    if existing is None or not existing.strip("\ufeff \t\r\n"):
        return f"{front_matter.render_front_matter(fields)}{document.title}\n\n{block}\n"
    newline = "\r\n" if "\r\n" in existing else "\n"
    old = replaceable_region(existing, exported.article_id, region, force=force)
    block = block.replace("\n", newline)
    ended = existing if existing.endswith("\n") else existing + newline
    whole = old.before + block + old.after if old else f"{ended}{newline}{block}{newline}"
    head, rest = front_matter.split_front_matter(whole)
    if not head:
        return front_matter.render_front_matter(fields).replace("\n", newline) + whole.removeprefix("\ufeff")
    exported_tags = re.findall(r"(?<!\S)#([\w/-]+)", old.text) if old else ()
    return front_matter.update_front_matter(head, fields, exported_tags) + rest


def to_json(exported: ExportData) -> str:
    """The export as one JSON object, nothing lost."""
    from reader.export.json import render_json

    return render_json(exported)


def quotation(article: Article, span: Span, speaker: str | None) -> str:
    """The passage as a Markdown quotation that says who, where and in which article."""
    from reader.export.links import BackLinks
    from reader.export.markdown.escape import block_quote, escape_markdown, passage_text

    place = BackLinks(article).place(span)
    title = escape_markdown(article.title)
    where = ", ".join(filter(None, [title, escape_markdown(place.words)]))
    source = f"[{where}]({place.url})" if place.url else where
    told = f"**{escape_markdown(speaker)}**" if speaker else ""
    author = f"by {escape_markdown(' and '.join(article.author))}" if article.author else ""
    credit = ", ".join(filter(None, [told, source, author, escape_markdown(article.published)]))
    return f"{block_quote(passage_text(article, span))}\n>\n> — {credit}\n"


def speaker_of(analysis: Analysis, span: Span) -> str | None:
    """The speaker of the words of `span`; None unless they are within a quote whose speaker is known."""
    index = bisect_right(analysis.quotes, span.start, key=lambda quote: quote.span.start) - 1
    quote = analysis.quotes[index] if index >= 0 else None
    return quote.speaker.name if quote and quote.speaker and quote.span.holds(span) else None


def speakers_of(analysis: Analysis, span: Span) -> tuple[str, ...]:
    """The speaker of the words of `span`, or else the speakers quoted in them, in order."""
    if inside := speaker_of(analysis, span):
        return (inside,)
    first = bisect_left(analysis.quotes, span.start, key=lambda quote: quote.span.start)
    within = takewhile(lambda quote: span.holds(quote.span), islice(analysis.quotes, first, None))
    return tuple(dict.fromkeys(quote.speaker.name for quote in within if quote.speaker))


def note_object(
    note: Note, article_id: str, title: str, source: str, speaker: str | None, page: str = ""
) -> dict[str, object]:
    """A note as `reader notes --json` prints it; `page` is where its passage begins, if the article has pages."""
    anchor, placement = note.anchor, note.placement
    span = placement.span if placement else None
    return {
        "id": note.id,
        "article": article_id,
        "title": title,
        "source": source,
        "quote": anchor.exact if anchor else None,
        "speaker": speaker,
        "text": note.text,
        "tags": list(note.tags),
        "state": placement.state if placement else None,
        "start": span.start if span else None,
        "end": span.end if span else None,
        **({"page": page} if page else {}),
        "created": note.created,
        "updated": note.updated,
        **({"conflict": [head.text for head in note.conflict]} if note.conflict else {}),
    }


def export_file_name(title: str, article_id: str, suffix: str, taken: Collection[str] = ()) -> str:
    """A name for an article's export (`suffix` with its dot) that Linux, macOS, Windows and Obsidian take.

    One that is `taken`, whatever its case, gets the article's id, and a number if need be.
    """
    words = unicodedata.normalize("NFC", clean_line(clean(title)))
    words = " ".join(FORBIDDEN.sub(" ", words).split()).strip(" .-")
    if RESERVED.match(words):
        words = f"_{words}"
    words = _shorten(words) or article_id
    used = {unicodedata.normalize("NFC", name).casefold() for name in taken}
    endings = ["", f" {article_id}", *(f" {article_id} {number}" for number in range(2, len(used) + 3))]
    names = (f"{words}{ending}{suffix}" for ending in endings)
    return next(name for name in names if name.casefold() not in used)


def _shorten(words: str) -> str:
    encoded = words.encode()
    return words if len(encoded) <= LONGEST_NAME else encoded[:LONGEST_NAME].decode(errors="ignore").rstrip(" .-")
