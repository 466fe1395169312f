"""Bibliographies in CSL-JSON."""

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.citations.csl import csl_date, is_csl_of, to_csl
from reader.export.collection import COLLECTION, Collection
from reader.export.export_data import ExportData
from tests.fixtures.harbour import ID, harbour, one_note

CITED = replace(harbour(), key="lee2026-harbour-vote")


def test_an_article_is_an_item_with_all_that_is_known_of_it() -> None:
    article = replace(CITED.article, site="The Leith Courier", fetched="2026-03-04", language="en")
    (item,) = json.loads(to_csl(replace(CITED, article=article)))
    assert item == {
        "id": "lee2026-harbour-vote",
        "type": "webpage",
        "title": "The Harbour Vote",
        "author": [{"family": "Lee", "given": "Ann"}],
        "issued": {"date-parts": [[2026, 3, 2]]},
        "accessed": {"date-parts": [[2026, 3, 4]]},
        "container-title": "The Leith Courier",
        "URL": "https://example.org/harbour",
        "language": "en",
        "custom": {"reader_id": ID, "sha256": article.sha256},
    }


def test_a_file_is_known_by_its_path() -> None:
    (item,) = json.loads(to_csl(replace(one_note("Words.", source="/home/ann/notes.epub"), key="notes")))
    assert (item["type"], item["custom"]["source"], "URL" in item) == ("book", "/home/ann/notes.epub", False)


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026", {"date-parts": [[2026]]}),
        ("2026-03", {"date-parts": [[2026, 3]]}),
        ("2026-03-02T10:00:00Z", {"date-parts": [[2026, 3, 2]]}),
        ("2026-13-45", {"literal": "2026-13-45"}),
        ("2 March 2026", {"literal": "2 March 2026"}),
        ("", {}),
    ],
)
def test_dates_are_in_parts_or_as_they_are_written(written: str, date: object) -> None:
    assert csl_date(written) == date


@pytest.mark.parametrize("existing", ["", "[]", "{}", "null", '[{"id": "x"}]', '[{"custom": 1}]', '["custom"]'])
def test_only_a_bibliography_of_ours_is_written_over(existing: str) -> None:
    assert not is_csl_of(existing, ID)
    assert not is_csl_of(existing, COLLECTION)
    made = to_csl(CITED)
    assert is_csl_of(made, ID)
    assert is_csl_of(made, COLLECTION)
    assert not is_csl_of(to_csl(Collection((CITED, replace(CITED, article_id="zzzzzzzzzz")), "")), ID)


def hostile(title: str, author: str) -> ExportData:
    """Return an export with this title and author."""
    return replace(CITED, article=replace(CITED.article, title=title, author=(author,), published=title))


@given(st.text(), st.text())
def test_any_title_and_author_make_a_bibliography(title: str, author: str) -> None:
    made = to_csl(hostile(title, author))
    assert is_csl_of(made, ID)
    assert "\x1b" not in made
