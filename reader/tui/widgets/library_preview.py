"""What the chosen row of the library is about: who speaks in a dossier, or where a text was left.

It is read from the index in a thread, and is there to be looked at only.
"""

from collections.abc import Sequence
from sqlite3 import Connection

from reader.search import Listed, queries
from reader.search.people import speakers_in
from reader.search.query import parse_query
from reader.text.format import counted
from reader.tui.widgets.dossier_rows import MOST_NOTES, MOST_PEOPLE, DossierNoteRow, under
from reader.tui.widgets.library_rows import PairRow, people_rows
from reader.tui.widgets.rows import HeadingRow, ListRow

Preview = tuple[str, str, Sequence[ListRow]]
"""A title, a remark, and rows."""

NOTHING: Preview = ("", "", ())


def preview_of_text(db: Connection, listed: Listed) -> Preview:
    """Return where a text was left, or how it begins."""
    paragraphs = filter(None, map(str.strip, queries.text_from_caret(db, listed.origin.id).splitlines()))
    rows = [HeadingRow(paragraph, "", gap=1) for paragraph in paragraphs]
    return ("Where you stopped" if listed.progress else "How it begins", "", rows) if rows else NOTHING


def preview_of_dossier(db: Connection, within: str, *, is_beside: bool) -> Preview:
    """Return who speaks in a dossier: in two columns, or in one that `is_beside` its texts, above the notes."""
    query = parse_query(within)
    people = speakers_in(db, query, limit=MOST_PEOPLE)
    speaking = people_rows(people)
    half = (len(people) + 1) // 2
    rows: list[ListRow] = [*(speaking if is_beside else map(PairRow, speaking[:half], (*speaking[half:], None)))]
    hits = queries.list_notes(db, query, MOST_NOTES)[0] if is_beside else []
    notes: list[ListRow] = [DossierNoteRow(hit, is_inside=False) for hit in hits]
    if not people:
        return ("My notes", "", notes) if notes else NOTHING
    said = counted(sum(person.quotes for person in people), "quotation") if len(people) < MOST_PEOPLE else ""
    return "Who speaks", said, [*rows, *under("My notes", "", notes)]
