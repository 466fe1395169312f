"""Which titles and passages tell one article from another."""

from pathlib import Path

import pytest

from reader.anchoring import Anchor
from reader.document.article import Article
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote
from reader.importers.targets import KnownArticles, find_target, is_evidence, title_keys, words_of
from reader.library.library import Library


@pytest.mark.parametrize(
    ("title", "keys"),
    [
        ("Emma", {"emma"}),
        ("The Harbour: A History: 2nd ed.", {"theharbourahistory2nded", "theharbour"}),
        ("The Harbour (Ports, 3)", {"theharbourports3", "theharbour"}),
        ("The Harbour — in Leith", {"theharbourinleith", "theharbour"}),
        (": A History", {"ahistory"}),
        ("…", set()),
    ],
)
def test_a_title_is_known_by_its_letters_with_and_without_a_subtitle(title: str, keys: set[str]) -> None:
    assert title_keys(title) == keys


def test_names_are_known_by_their_words_without_initials() -> None:
    assert words_of(["J. K. Lee", "ÉMILE du Bois"]) == {"lee", "émile", "du", "bois"}


@pytest.mark.parametrize(
    ("anchor", "tells"),
    [
        (Anchor("until Friday, so", "", "", 0, 16), False),
        (Anchor("until Friday, sosx", "", "", 0, 17), True),
        (Anchor("so", "until ", "", 0, 2), True),
        (Anchor("so", "", " it was", 0, 2), True),
    ],
)
def test_a_passage_tells_a_text_by_fifteen_letters_or_by_what_stands_beside_it(anchor: Anchor, tells: bool) -> None:
    assert is_evidence(anchor) == tells


TEXT = "The council of Leith voted on Friday to sell the harbour."


@pytest.mark.parametrize(
    ("title", "authors", "words", "known"),
    [
        ("Harbour Vote", (), "", False),  # eleven letters may be a title of two works
        ("Harbour Vote", ("B. Hill",), "", False),
        ("Harbour Vote", ("Lee, Ann",), "", True),
        ("Harbour Vote: A History", ("Ann Lee",), "", False),
        ("Harbour Votes", (), "", True),
        ("HARBOUR VOTES", (), "", True),
        ("Harbour Votes", ("Ann Hill",), "", True),  # a word of the name
        ("Harbour Votes", ("Bob Hill",), "", False),
        ("Harbour Votes: A History", (), "", False),
        ("Harbour Vote: A History", (), "voted on Friday to sell", True),
        ("Harbour Vote", (), "voted on Monday to keep", False),
        ("Harbour Vote", ("Bob Hill",), "voted on Friday to sell", False),
        ("Harbour Votes", ("Ann Lee",), "voted on Monday to keep", False),
        ("Harbour Votes", ("Ann Lee",), "voted", True),  # too few words to tell
    ],
)
def test_an_article_is_known_by_title_and_author_or_by_the_words_that_were_noted(
    title: str, authors: tuple[str, ...], words: str, known: bool, tmp_path: Path
) -> None:
    library = Library(tmp_path / "library.json")
    for own in ("Harbour Vote", "Harbour Votes"):
        text = f"{own}\n\n{TEXT}"
        article = Article(text, (), title=own, source=f"https://example.org/{len(own)}", author=("Ann Lee",))
        library.record_opening(article)
    anchor = Anchor(words, "", "", 0, len(words)) if words else None
    batch = ImportedArticle(ArticleInfo(title=title, author=authors), (ImportedNote("one", "Why?", (), anchor),))
    found = find_target(KnownArticles(library), batch)
    assert found.known == known
    if known:
        assert title_keys(found.record.title) & title_keys(title)


@pytest.mark.parametrize("has_text", [True, False])
def test_an_article_of_an_earlier_import_is_joined_with_one_of_its_title_only_without_a_text(
    has_text: bool, tmp_path: Path
) -> None:
    library = Library(tmp_path / "library.json")
    about = ArticleInfo(title="Harbour Votes", author=("Ann Lee",))
    waiting = find_target(KnownArticles(library), ImportedArticle(about, ())).record
    library.add([waiting], (), (), ())
    if has_text:
        library.record_opening(Article(f"{TEXT} It is another edition.", (), title="An Edition", source="/edition.txt"))
        library.join(waiting.id, library.articles("/edition.txt")[0].id)
    library.record_opening(Article(TEXT, (), title="Harbour Votes", author=("Ann Lee",), source="/other.txt"))
    anchor = Anchor("voted on Friday to sell", "", "", 0, 23)
    found = find_target(KnownArticles(library), ImportedArticle(about, (ImportedNote("one", "Why?", (), anchor),)))
    assert len(library.articles()) == (2 if has_text else 1)
    assert ("/other.txt" in found.record.sources) is not has_text
