"""An article with notes, and notes about it in the formats of other tools."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import strategies as st

from reader.annotations.notes import Note
from reader.document.article import Article
from reader.importers import ImportResult
from reader.importers.apply import apply_import
from reader.importers.detect import open_text, parse_import
from reader.library.library import Library
from reader.session.note_editing import clean_note_text
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.fixtures.note_edits import rewrite
from tests.fixtures.note_texts import NOTES

STORY = (
    "The Harbour Vote\n\n"
    "The council of Leith voted on Friday. Nobody was told.\n\n"
    "“We were not told until Friday,” Maria Ortiz said. The sale brings in five million pounds, net of tax.\n\n"
    "Voters decide in May, and a pension fund waits for them.\n"
)


def story(source: str = "https://example.org/harbour") -> Article:
    return read_plain(STORY, source)


def places_in(folder: Path) -> UserPaths:
    return UserPaths(folder / "library.json", folder / "state", folder / "cache")


@contextmanager
def new_session(article: Article | None = None) -> Iterator[Session]:
    """A session over an empty library; a fixture would be shared by all examples of a hypothesis test."""
    with TemporaryDirectory() as folder:
        session = Session(article or story(), places_in(Path(folder)))
        session.record_opening()
        yield session


def import_text(library: Library, text: str) -> ImportResult:
    return apply_import(library, parse_import(open_text(text, library)))


def sample(name: str) -> str:
    """A file of another program, made here in its real form."""
    return (Path(__file__).parent / "samples" / name).read_bytes().decode("utf-8-sig")


def everything(library: Library, article_id: str) -> dict[str, Note]:
    found = library.notes(article_id) + library.notes(article_id, deleted=True)
    return {note.id: replace(note, placement=None) for note in found}


def values(notes: dict[str, Note]) -> dict[str, object]:
    """The current values of notes, without their history."""
    return {own: (note.head.values, note.created, note.updated, note.article) for own, note in notes.items()}


TAGS = st.lists(st.sampled_from(["a", "budget", "city/housing", "Über_1", "x-1", "2024a"]), max_size=3)


TEXTS = NOTES.map(clean_note_text)


SPANS = st.one_of(
    st.none(),
    st.tuples(st.integers(0, len(STORY) - 2), st.integers(1, 80)).map(
        lambda pair: Span(pair[0], min(len(STORY) - 1, pair[0] + pair[1]))
    ),
)


WRITTEN = st.lists(st.tuples(SPANS, TEXTS, TAGS, st.booleans()), max_size=4)


def write(session: Session, written: list[tuple[Span | None, str, list[str], bool]]) -> None:
    for span, text, tags, again in written:
        note = session.article_notes.annotate(span, text, tags)
        if again:
            rewrite(session, note.id, f"{text}\nmore #later", tags)


def annotation(**more: object) -> str:
    """A Web Annotation of another tool on the story."""
    made = {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": "https://notes.example/7",
        "type": "Annotation",
        "created": "2026-01-02T03:04:05Z",
        "body": [
            {"type": "TextualBody", "value": "Net or gross? #money"},
            {"type": "TextualBody", "value": "city hall", "purpose": "tagging"},
        ],
        "target": {
            "source": "http://www.example.org/harbour#part",
            "selector": {"type": "TextQuoteSelector", "exact": "five million pounds", "prefix": "brings in "},
        },
    }
    return json.dumps({**made, **more})


def row(own: str, **more: object) -> dict[str, object]:
    """An annotation as the API of Hypothesis answers it."""
    selectors = [
        {"type": "RangeSelector", "startContainer": "/p[1]", "startOffset": 3, "endContainer": "/p[1]", "endOffset": 9},
        {"type": "TextPositionSelector", "start": 1017, "end": 1036},
        {
            "type": "TextQuoteSelector",
            "exact": "five million pounds",
            "prefix": "sale brings in ",
            "suffix": ", net of",
        },
    ]
    return {
        "id": own,
        "created": "2026-03-02T08:00:00.123456+00:00",
        "updated": "2026-03-02T09:00:00.123456+00:00",
        "user": "acct:ann@hypothes.is",
        "uri": "https://example.org/harbour",
        "text": "Net or gross?",
        "tags": ["money", "to check"],
        "target": [{"source": "https://example.org/harbour", "selector": selectors}],
        "document": {"title": ["The Harbour Vote"]},
        **more,
    }
