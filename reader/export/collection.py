"""Notes and quotes of several articles as one export: those that match a query, or were picked by hand.

Each article is an `ExportData` of its own with some of its notes and quotes. Formats for people group them by article,
speaker or tag; a note that belongs in several groups is whole in the first.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal, get_args

from reader.analysis import Quote
from reader.annotations.notes import Note, text_order
from reader.export.export_data import ExportData, attributions_of
from reader.text.format import UNTITLED
from reader.text.span import Span

COLLECTION = "collection"  # stands for the id of an article in files with several

Grouping = Literal["article", "speaker", "tag"]

GROUPINGS: tuple[Grouping, ...] = get_args(Grouping)


@dataclass(frozen=True)
class Collection:
    """The data of an export of several articles."""

    parts: tuple[ExportData, ...]
    """In the order of their dates; the quotes of each are those in its `chosen`."""
    title: str
    query: str = ""
    """What the notes and quotes match; "" if they were picked by hand."""
    grouping: Grouping = "article"
    shared_tags: frozenset[str] = frozenset()
    """Tags that were asked for, which therefore group nothing that has another."""
    id: str = COLLECTION

    @property
    def notes(self) -> tuple[Note, ...]:
        return tuple(note for part in self.parts for note in part.notes)

    def cited_by(self, keys: Mapping[str, str]) -> "Collection":
        return replace(self, parts=tuple(replace(part, key=keys.get(part.id) or part.id) for part in self.parts))

    def without_findings(self) -> "Collection":
        return replace(self, parts=tuple(part.without_findings() for part in self.parts if part.notes))

    def relative_to(self, folder: Path) -> "Collection":
        return replace(self, parts=tuple(part.relative_to(folder) for part in self.parts))


Exported = ExportData | Collection


@dataclass(frozen=True, slots=True)
class Entry:
    """A note or a quote of a collection."""

    part: ExportData
    note: Note | None = None
    quote: Quote | None = None

    @property
    def speakers(self) -> Sequence[str]:
        """Who says the words, or is quoted in them."""
        if self.quote is not None:
            return (self.quote.speaker.name,) if self.quote.speaker else ()
        return tuple(attributions_of(self.part.analysis, self.note.span)) if self.note and self.note.span else ()

    @property
    def tags(self) -> Sequence[str]:
        return self.note.tags if self.note else ()


@dataclass(frozen=True, slots=True)
class Group:
    """Entries under one heading; `name` is that of an article, a speaker or a tag, "" for none."""

    name: str
    entries: tuple[Entry, ...]


def entries_of(part: ExportData) -> Iterator[Entry]:
    """Yield the notes and quotes of an article: first those on all of it, then in text order, then orphans.

    A quote that lies in an exported passage is left out, since its words are there.
    """
    covered = [note.span for note in part.notes if note.span]
    quotes = chosen_quotes(part)
    kept = [quote for quote in quotes if not any(span.holds(quote.span) for span in covered)]
    ordered = [((1, quote.span.start, "", ""), Entry(part, quote=quote)) for quote in kept]
    ordered += [(text_order(note), Entry(part, note)) for note in part.notes]
    yield from (entry for _, entry in sorted(ordered, key=lambda pair: pair[0]))


def chosen_quotes(part: ExportData) -> tuple[Quote, ...]:
    """Return the quotes of an article that were chosen, indirect ones too."""
    return (*part.chosen.quotes, *part.chosen.indirect) if part.chosen else ()


def group_entries(collection: Collection) -> list[Group]:
    """Return the entries in groups: articles by date, speakers by appearance, tags by name; those without any last."""
    if collection.grouping == "article":
        groups = [Group(part.title or UNTITLED, tuple(entries_of(part))) for part in collection.parts]
        return [group for group in groups if group.entries]
    found: dict[str, list[Entry]] = {}
    for entry in (entry for part in collection.parts for entry in entries_of(part)):
        telling = [tag for tag in entry.tags if tag not in collection.shared_tags] or entry.tags
        for name in (entry.speakers if collection.grouping == "speaker" else telling) or ("",):
            found.setdefault(name, []).append(entry)
    order = sorted(found, key=str.casefold) if collection.grouping == "tag" else list(found)
    order.sort(key=lambda name: not name)
    return [Group(name, tuple(found[name])) for name in order]


NAMELESS: dict[Grouping, str] = {"article": UNTITLED, "speaker": "Unattributed", "tag": "Untagged"}


def heading_words(group: Group, grouping: Grouping) -> str:
    if not group.name:
        return NAMELESS[grouping]
    return f"#{group.name}" if grouping == "tag" else group.name


@dataclass
class PickedEntries:
    notes: set[str] = field(default_factory=set)
    """Their ids."""
    quotes: set[Span] = field(default_factory=set)
    """Their places in the text that the article was last opened with."""


Picks = Mapping[str, PickedEntries]  # what was picked, by the id of the article
