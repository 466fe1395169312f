"""Notes as a table, one note a row, for spreadsheets and statistics; of several articles, also the chosen quotes.

The columns follow Taguette (`id`, `document`, `content`) and Hypothesis (quote, comment, tags, URL), with one cell for
all tags of a note. A byte order mark may come first, without which Excel reads “ as â€œ. Pitfall: a spreadsheet runs a
cell that begins like a formula, so such a cell gets an apostrophe in front, as OWASP advises
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate

from reader.analysis import NOT_SOUGHT, Quote
from reader.annotations.notes import Note
from reader.export.collection import COLLECTION, Entry, Exported, entries_of
from reader.export.export_data import ExportData, attributions_of, label_speaker
from reader.export.links import BackLinks, is_web_address
from reader.export.markdown import passage_text
from reader.text.sanitize import clean

COLUMNS = (
    "id document tags content comment type color speaker paragraph page url state start end created updated author"
    " published source fetched sha256 note_author article"
).split()

NEW_COLUMNS = ("note_author", "author published source fetched sha256", "color")
"""Columns that tables of earlier versions have not, the newest first."""

KNOWN = tuple(
    accumulate(NEW_COLUMNS, lambda last, new: [each for each in last if each not in new.split()], initial=COLUMNS)
)
"""The columns of tables of this and earlier versions."""

BYTE_ORDER_MARK = "\ufeff"

FORMULA = re.compile(r"[\s'\"]*[=+\-@＝＋－＠]")
"""The beginning of a formula; some programs strip what precedes it, and full-width signs count too."""

BETWEEN = ", "  # separates the tags of a note, and the speakers of a passage; no tag has a comma


def to_csv(exported: Exported) -> str:
    """Return the table with a header row and lines ended as in RFC 4180."""
    return format_table(COLUMNS, (row for part in exported.parts for row in table_rows(part)))


def to_marked_csv(exported: Exported) -> str:
    return BYTE_ORDER_MARK + to_csv(exported)


def table_rows(part: ExportData) -> Iterator[Iterator[str | int]]:
    links = BackLinks(part.article)
    for entry in (Entry(part, note) for note in part.notes) if part.chosen is None else entries_of(part):
        if entry.note is not None:
            yield note_row(part, entry.note, links)
        elif entry.quote is not None:
            yield quote_cells(part, entry.quote, links)


def format_table(columns: Sequence[str], rows: Iterable[Iterable[object]]) -> str:
    """Return rows of cells below a header row; none of them can be taken for a formula."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow(["" if cell is None else neutralize_formula(str(cell)) for cell in row])
    return table.getvalue()


def note_row(exported: ExportData, note: Note, links: BackLinks) -> Iterator[str | int]:
    """Yield a note's cells in the order of `COLUMNS`."""
    article, span = exported.article, note.span
    yield from (note.id, article.title, BETWEEN.join(note.tags))
    yield passage_text(article, span) if span else note.anchor.exact if note.anchor else ""
    yield note.text
    yield "page note" if note.anchor is None else "annotation" if note.text else "highlight"
    yield note.color
    speakers = attributions_of(exported.analysis, span) if span else {}
    yield BETWEEN.join(label_speaker(name, uncertain) for name, uncertain in speakers.items())
    yield article.paragraph_number(span.start) if span else ""
    yield article.page_at(span.start) if span else ""
    address = links.address(span) if span else None
    yield address or (article.source if is_web_address(article.source) else "")
    yield note.placement.state if note.placement else ""
    yield from (span.start, span.end) if span else ("", "")
    yield from (note.created, note.updated)
    yield from source_cells(exported, note.author.signature)


def quote_cells(exported: ExportData, quote: Quote, links: BackLinks) -> Iterator[str | int]:
    """Yield a quote's cells in the order of `COLUMNS`."""
    article, span = exported.article, quote.span
    yield from ("", article.title, "", passage_text(article, span), "")
    yield from ("quote" if quote in exported.analysis.quotes else "indirect quote", "")
    yield label_speaker(quote.speaker.name, quote.uncertain) if quote.speaker else "" if quote.sought else NOT_SOUGHT
    yield from (article.paragraph_number(span.start), article.page_at(span.start), links.address(span) or "", "")
    yield from (span.start, span.end, "", "")
    yield from source_cells(exported)


def source_cells(exported: ExportData, note_author: str = "") -> Iterator[str]:
    """Yield the cells that say where the words of an article are from, and who wrote the note."""
    article = exported.article
    yield BETWEEN.join(article.author)
    yield from (article.published, "" if article.source == "-" else article.source, article.fetched)
    yield from (exported.sha256, note_author, exported.article_id)


def neutralize_formula(cell: str) -> str:
    """Return `cell` sanitized, with an apostrophe in front if it is a formula."""
    safe = clean(cell)
    return f"'{safe}" if FORMULA.match(safe) else safe


def is_table_of(existing: str, article_id: str) -> bool:
    """Return whether a file is an exported table with rows of this article alone, or of any for a collection.

    A row or a column that was added by hand makes it another table, which is written over only by force.
    """
    csv.field_size_limit(max(csv.field_size_limit(), len(existing)))  # a passage may be as long as a book
    try:
        heading, *rows = csv.reader(io.StringIO(existing.removeprefix(BYTE_ORDER_MARK), newline=""))
    except (csv.Error, ValueError):  # nothing in it
        return False
    if heading not in KNOWN or not all(len(row) == len(heading) for row in rows):
        return False
    articles = {row[-1] for row in rows}
    return all(articles) if article_id == COLLECTION else articles <= {article_id}
