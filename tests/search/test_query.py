"""What queries mean, and which words of a text are shown for what was found: golden files to read."""

from collections.abc import Iterator

import pytest

from reader.search.query import MAX_LENGTH, parse_query
from reader.search.snippets import BEGIN, END, Marked, plain
from tests.fixtures.golden import check_golden

QUERIES = """
harbour
harbour vote
"harbour vote"
"harbour vote
“harbour vote”
harbour OR quay
harbour OR quay OR pier vote
OR harbour
harbour OR
harbour AND vote
harbour NOT vote
-harbour
- harbour
-"harbour vote" quay
tag:city
tag:City/Harbour
tag:#city
tag:
tag:"city hall"
-tag:city
tag:city OR tag:port
tag:city OR harbour
speaker:ortiz
speaker:"Maria Ortiz" budget
-speaker:ortiz
entity:leith
author:lee OR author:chen
source:example.org
folder:/news
folder:/news folder:/old
-folder:/news
folder:"/my news" harbour
after:2026
after:2026-05
after:2026-05-09
after:2026-13
after:2026-5
after:May
before:2026-05-09
before:2026 after:2025
state:changed
state:archived
state:removed OR state:orphaned
-state:archived
state:lost
in:notes
in:note kind:quotes
kind:articles harbour
in:books
color:red
http://example.org
time:12
a:b
tag:city state:changed in:notes harbour
speaker:ortiz in:articles
港口 投票
"""

TEXT = (
    "The council of Leith voted on Friday, after a debate that began at nine in the morning and ended when the last "
    "ferry had long gone.\n\n“We were not told until Friday,” said Maria Ortiz. Nobody in the gallery seemed to know "
    "what the vote would mean for the harbour, nor for the ferry to the harbour on the other side of the harbour."
)


def meant(text: str, typing: bool) -> Iterator[str]:
    query = parse_query(text, typing=typing)
    yield f"{text} {'…' if typing else ''}"
    if query.problem:
        yield f"    problem: {query.problem}"
        return
    on_shelves = any(each.is_shelf and not each.negated for each in query.conditions)
    yield f"    {', '.join(sorted(query.result_kinds))}{', on shelves' if on_shelves else ''}"
    for clause in query.clauses:
        conditions = (f"{'-' * each.negated}{each.field}:{each.term.text}{'*' * each.term.begun}" for each in clause)
        yield "    " + " OR ".join(conditions)
    yield f"    folders {query.folders} kinds {query.kinds} empty {query.empty}"


def test_queries_mean_what_was_read() -> None:
    asked = QUERIES.strip().splitlines()
    lines = (line for text in asked for typing in (False, True) for line in meant(text, typing))
    check_golden("queries.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize(("length", "kept"), [(MAX_LENGTH, MAX_LENGTH), (MAX_LENGTH + 1, MAX_LENGTH)])
def test_a_query_is_cut_that_was_pasted_by_mistake(length: int, kept: int) -> None:
    (term,) = parse_query("x" * length).words
    assert len(term.text) == kept


def test_snippets_show_what_was_read() -> None:
    parts: list[str] = []
    for wanted in ("council", "ferry", "Friday", "harbour", "Nobody", "ferry harbour", "Friday told Ortiz", "side"):
        marked = TEXT
        for word in wanted.split():
            marked = marked.replace(word, f"{BEGIN}{word}{END}")
        for room in (12, 40, 90, 400):
            found = Marked.of(marked)
            assert found.text == TEXT
            pieces = found.pieces(room, found.best(room))
            parts.append(f"{wanted}, {room}: " + "".join(f"[{words}]" if lit else words for words, lit in pieces))
            assert "\n" not in plain(pieces)
    parts.append("from the beginning: " + plain(Marked.of(TEXT).pieces(30)))
    check_golden("snippets.txt", "\n".join(parts) + "\n")
