"""Bibliographies in BibTeX."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export.citations.bibtex import is_bibtex_of, to_bibtex
from reader.export.collection import COLLECTION, Collection
from tests.export.citations.test_csl import CITED, hostile
from tests.fixtures.harbour import ID


def test_an_article_is_an_entry() -> None:
    article = replace(
        CITED.article, site="Leith & Hull", fetched="2026-03-04", author=("Ann Lee", "The Associated Press")
    )
    assert to_bibtex(replace(CITED, article=article)) == (
        "@misc{lee2026-harbour-vote,\n"
        "  author = {Lee, Ann and {The Associated Press}},\n"
        "  title = {{The Harbour Vote}},\n"
        "  year = {2026},\n"
        "  month = mar,\n"
        "  organization = {Leith \\& Hull},\n"
        "  url = {https://example.org/harbour},\n"
        "  urldate = {2026-03-04},\n"
        f"  readerid = {{{ID}}},\n"
        f"  sha256 = {{{article.sha256}}},\n"
        "}\n"
    )


def test_a_paper_is_an_article_of_its_journal() -> None:
    paper = replace(
        CITED.article, source="/papers/a.pdf", site="Journal of Harbours", doi="10.1000/h_1", published="2010"
    )
    made = to_bibtex(replace(CITED, article=paper))
    assert made.startswith("@article{")
    for line in ("year = {2010}", "journal = {Journal of Harbours}", "doi = {10.1000/h\\_1}"):
        assert f"  {line},\n" in made
    assert "organization" not in made
    assert to_bibtex(replace(CITED, article=replace(paper, doi=""))).startswith("@misc{")


def test_a_date_in_words_has_its_year() -> None:
    article = replace(CITED.article, published="Monday, 2 March 2026")
    made = to_bibtex(replace(CITED, article=article))
    assert "  year = {2026},\n" in made
    assert "month" not in made


@pytest.mark.parametrize("existing", ["", "@misc{x,\n}\n", "readerid"])
def test_a_bibliography_with_entries_of_the_users_own_is_not_written_over(existing: str) -> None:
    assert not is_bibtex_of(existing, ID)
    assert not is_bibtex_of(existing, COLLECTION)
    made = to_bibtex(CITED)
    assert is_bibtex_of(made, ID)
    assert not is_bibtex_of(f"{made}\n@book{{mine,\n  title = {{Mine}},\n}}\n", ID)
    two = to_bibtex(Collection((CITED, replace(CITED, article_id="zzzzzzzzzz")), ""))
    assert is_bibtex_of(two, COLLECTION)
    assert not is_bibtex_of(two, ID)


@given(st.text(), st.text())
def test_braces_are_balanced_whatever_the_title_and_author_are(title: str, author: str) -> None:
    made = to_bibtex(hostile(title, author))
    depth = 0
    for before, sign in zip(f" {made}", made, strict=False):
        depth += (sign == "{") - (sign == "}") if before != "\\" else 0
        assert depth >= 0
    assert depth == 0
    assert is_bibtex_of(made, ID)
    assert len([line for line in made.splitlines() if line.startswith("@")]) == 1
