"""What the library lists: a row of `VIEWS` for each tab, and the side pane that leads to all of them.

The lists are made from the index in a thread, without the screen: of what is `Wanted`, as it was when the screen asked.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from sqlite3 import Connection
from typing import NamedTuple

from reader.config import with_keys
from reader.config.contexts import LIBRARY_TABS, TABS
from reader.export.collection import Picks
from reader.search import Listed, ListedDossier, queries
from reader.search.people import figure_in, find_sayings, speakers_in
from reader.search.picks import find_picks, merge_picks, picks_of_articles, picks_of_saying
from reader.search.query import Query, in_dossier, parse_query
from reader.text.format import UNTITLED
from reader.tui.screens.collection import ListedEntries
from reader.tui.widgets import library_rows
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import HeadingRow, ListRow
from reader.tui.widgets.saying_rows import PersonRow
from reader.tui.widgets.side_pane import filter_rows

NOTE_LIMIT = 500  # notes that are listed; a filter finds the others
PEOPLE_LIMIT = 500  # people that are listed, those in most texts: a filter by a dossier or a folder shows the others
RECENT = 5  # texts of the side pane that were read lately

ARTICLES, NOTES, TAGS, PEOPLE = (tab.id for tab in LIBRARY_TABS)

TITLES = {ARTICLES: "All texts", NOTES: "All notes", TAGS: "Tags", PEOPLE: "People"}

HOW_TO_BEGIN = "No dossiers yet: pick texts with {pick}, then {put-in-dossier} makes a dossier of them."


@dataclass(frozen=True, slots=True)
class SortOrder:
    words: str
    key: Callable[[Listed], object]
    descending: bool = False


SORT_ORDERS = (
    SortOrder("last opened", lambda listed: listed.opened, descending=True),
    SortOrder("title", lambda listed: listed.origin.title.casefold()),
    SortOrder("author or site", lambda listed: (not listed.by, listed.by.casefold())),
    SortOrder("published", lambda listed: listed.origin.day, descending=True),
    SortOrder("progress", lambda each: -1 if each.progress is None else each.progress, descending=True),
    SortOrder("most notes", lambda listed: listed.notes, descending=True),
    SortOrder("last added", lambda listed: listed.added, descending=True),
)

Rows = tuple[list[ListRow], int]  # what a tab lists, and how many entries there are


class Wanted(NamedTuple):
    """What is to be listed, as the screen was when it asked."""

    query: Query
    articles: list[Listed]
    order: SortOrder
    folded: Set[str]
    gap: int
    """Empty lines between texts."""


def counts_of(db: Connection) -> dict[str, int]:
    """Return the number of entries of the lists over everything, where they are not costly to count."""
    return {NOTES: queries.list_notes(db, Query(), 0)[1], TAGS: len(queries.tag_counts(db))}


def side_rows(
    dossiers: Sequence[ListedDossier], counts: Mapping[str, int], articles: Sequence[Listed]
) -> list[ListRow]:
    """Return the rows of the side pane: dossiers, or how one begins; the lists of everything; what was read lately."""
    rows: list[ListRow] = [
        library_rows.DossierRow(each, in_dossier(each.name), gap=1, beside=True) for each in dossiers
    ]
    rows = rows or [HeadingRow(with_keys(HOW_TO_BEGIN), "dim")]
    kept = [each for each in articles if not each.archived]
    counts = {ARTICLES: len(kept), **counts}
    rows.append(HeadingRow("Everything", gap=2))
    for tab, label in TITLES.items():
        rows.append(library_rows.PlaceRow(tab, TABS[tab].keys, label, f"{counts[tab]:,}" if tab in counts else ""))
    if dossiers and kept:
        rows.append(HeadingRow("Lately", gap=1))
    for each in kept[: RECENT * bool(dossiers)]:
        day = library_rows.format_opened(each.opened, day_only=True)
        rows.append(library_rows.PlaceRow(each.origin.id, " ", each.origin.title or UNTITLED, day, listed=each))
    return rows


def list_articles(db: Connection, wanted: Wanted) -> Rows:
    query, found = wanted.query, wanted.articles
    if not query.empty:
        fitting = queries.fitting_articles(db, query)
        if any(state.text == "removed" for state in query.terms("state")):
            found = [*found, *queries.list_articles(db, removed=True)]
        found = [listed for listed in found if listed.origin.id in fitting]
    else:
        found = [listed for listed in found if not listed.archived]
    if query.folders:
        found = [listed for listed in found if queries.is_in(listed.origin.source, query.folders)]
    rows = sorted(found, key=wanted.order.key, reverse=wanted.order.descending)  # type: ignore[arg-type]
    if words := [term.text.casefold() for term in query.words]:  # what is called so stands before what mentions it
        rows.sort(key=lambda each: not all(word in each.origin.title.casefold() for word in words))
    listed = library_rows.article_rows(rows, queries.drafts_in(db, query.limits), wanted.gap)
    return listed, len(rows)


def list_notes(db: Connection, wanted: Wanted) -> Rows:
    hits, count = queries.list_notes(db, wanted.query, NOTE_LIMIT)
    more = [HeadingRow(f"{count - len(hits):,} more; press / to filter", "dim")] if count > len(hits) else []
    return [*map(library_rows.HitRow, hits), *more], count


def list_tags(db: Connection, wanted: Wanted) -> Rows:
    query = wanted.query
    words = [term.text.casefold() for term in (*query.words, *query.terms("tag"))]
    found = queries.tag_counts(db, query.limits)
    counts = [pair for pair in found if all(word in pair[0].casefold() for word in words)]
    return library_rows.tag_rows(counts, wanted.folded), len(counts)


def list_people(db: Connection, wanted: Wanted) -> Rows:
    """List who is quoted in the articles within the limits of the filter, with its words in their names and roles."""
    rows: list[ListRow] = list(map(PersonRow, speakers_in(db, wanted.query, limit=PEOPLE_LIMIT)))
    if words := [term.text.casefold() for term in (*wanted.query.words, *wanted.query.terms("speaker"))]:
        rows = filter_rows(rows, words)
    return rows, len(rows)


def notes_on_articles(words: str, shown: RowList) -> ListedEntries | None:
    articles = [each.listed.origin.id for each in shown.rows if isinstance(each, library_rows.ArticleRow)]
    return ListedEntries(words or "All articles", lambda db: picks_of_articles(db, articles)) if articles else None


def matching_notes(words: str, _: RowList) -> ListedEntries:
    query = parse_query(f"in:notes {words}")
    return ListedEntries(words or "All notes", lambda db: find_picks(db, query), f"in:notes {words}".strip())


def notes_with_tag(_: str, shown: RowList) -> ListedEntries | None:
    if not isinstance(row := shown.row, library_rows.TagRow) or row.about.pick is None:
        return None
    return ListedEntries(f"tag:{row.name}", row.about.pick.find, f"tag:{row.name}")


def said_by_person(_: str, shown: RowList) -> ListedEntries | None:
    """Return what the chosen person says in the articles of the list."""
    if not isinstance(row := shown.row, PersonRow):
        return None
    person = row.person
    article, name, kind = person.known_in

    def find(db: Connection) -> Picks:
        said = find_sayings(db, figure_in(db, article, name, (), kind))
        return merge_picks(picks_of_saying(each) for each in said if each.origin.id in person.articles)

    return ListedEntries(person.name, find)


class View(NamedTuple):
    rows: Callable[[Connection, Wanted], Rows]
    """Lists its rows; called in a thread, since there may be thousands."""
    exported: Callable[[str, RowList], ListedEntries | None]
    """Returns what of the list for a query is exported."""


VIEWS: Mapping[str, View] = {
    ARTICLES: View(list_articles, notes_on_articles),
    NOTES: View(list_notes, matching_notes),
    TAGS: View(list_tags, notes_with_tag),
    PEOPLE: View(list_people, said_by_person),
}
