"""The YAML at the head of an export."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import Analysis, Entity
from reader.export.export_data import ExportData
from reader.export.markdown.front_matter import obsidian_tag
from reader.export.markdown.region import to_markdown
from reader.text.sanitize import HOSTILE
from reader.text.span import Span
from tests.fixtures.harbour import ID, NOTHING, plain, values


@given(st.text(max_size=40), st.text(max_size=40))
def test_values_are_json_without_control_characters(title: str, author: str) -> None:
    article = replace(plain("Words."), title=title, author=(author,))
    markdown = to_markdown(ExportData(article, ID, NOTHING, ()))
    assert values(markdown).get("title", "") == title
    assert values(markdown)["author"] == [author]
    assert not HOSTILE.search(markdown)


def test_empty_keys_are_omitted() -> None:
    markdown = to_markdown(ExportData(plain("Words."), ID, NOTHING, ()))
    assert set(values(markdown)) == {"title", "reader_id", "reader_sha256"}


def test_names_become_valid_obsidian_links() -> None:
    entities = (Entity("A|B [C] #D^E", "person", (), (Span(0, 1),)), Entity("[]", "place", (), (Span(0, 1),)))
    exported = ExportData(plain("Words."), ID, Analysis("rules 1", entities, ()), ())
    assert values(to_markdown(exported))["people"] == ["[[A B C D E]]"]
    assert "places" not in values(to_markdown(exported))
    assert r"- **A\|B \[C\] \#D\^E** · 1 mention (¶ 1)" in to_markdown(exported)


@pytest.mark.parametrize(
    ("name", "tag"),
    [("city hall", "city-hall"), ("#x", "x"), ("2024", "_2024"), ("a//b/", "a/b"), ("Über_1", "Über_1"), (" # ", "")],
)
def test_tags_become_valid_obsidian_tags(name: str, tag: str) -> None:
    assert obsidian_tag(name) == tag
