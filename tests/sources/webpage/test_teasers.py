"""Links to other articles and credits of pictures are the site's; an author's own links are not."""

import pytest
from lxml import html

from reader.sources.html.walker import read_tree
from reader.sources.webpage.teasers import mark_teasers
from tests.sources.webpage.pages import SENTENCE


def furniture(inserted: str) -> list[str]:
    """Return the blocks that are the site's of an article with `inserted` between its paragraphs."""
    tree = html.fromstring(f"<article><p>First: {SENTENCE}</p>{inserted}<p>Last: {SENTENCE}</p></article>")
    return [
        piece.text for piece in mark_teasers(read_tree(tree, "http://example.org/").pieces) if piece.role == "furniture"
    ]


@pytest.mark.parametrize(
    "teaser",
    [
        "Read also: <a href=/a>Council votes on boats</a>",
        "<a href=/a>Related: Council votes on boats</a>",
        "<a href=/a>COUNCIL VOTES ON BOATS AGAIN</a>",
        "Lea también: <a href=/a>El puerto sigue abierto</a>",
        "Lesen Sie auch: <a href=/a>Der Hafen bleibt offen</a>",
        "À lire aussi : <a href=/a>Le port reste ouvert</a>",
        "Czytaj też: <a href=/a>Port pozostaje otwarty</a>",
    ],
)
def test_labelled_link_is_the_sites(teaser: str) -> None:
    (found,) = furniture(f"<p>{teaser}</p>")
    assert found


def test_links_below_a_label_are_the_sites() -> None:
    links = "<p><a href=/a>Who will vote on boats?</a></p><p><a href=/b>The boats of Leith</a></p>"
    assert furniture(f"<h3>More stories</h3>{links}<p>Boats in Leith:</p>") == [
        "More stories",
        "Who will vote on boats?",
        "The boats of Leith",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "<a href=/a>The report of the council</a>",
        "Read also the <a href=/a>report</a> of the council, which tells more about boats.",
        "Related work was done by <a href=/a>Lee</a>",
        "Photo: Boats at Leith. They had been there for years, and nobody knew why",
        "The paper sold its pictures to Reuters",
        "THE HARBOUR STAYS OPEN TODAY",
        "<a href=/a>READ THIS</a>",
        "Sign up for nothing, Ann Lee told them.",
        "Follow us to the harbour, he shouted!",
        "Read more than the first page of a contract before you sign it",
    ],
)
def test_what_only_resembles_it_is_the_authors(line: str) -> None:
    assert furniture(f"<p>{line}</p>") == []


def test_headings_without_a_text_are_the_sites() -> None:
    teasers = "<h2><a href=/a>Boats in the north</a></h2><h2><a href=/b>Boats in the south</a></h2>"
    assert furniture(teasers) == ["Boats in the north", "Boats in the south"]
    assert furniture("<h2><a href=/a>Boats in the north</a></h2>") == []


@pytest.mark.parametrize(
    "line", ["dpa/" * 50_000 + "!", "photo:" * 50_000 + "!", "more on " * 50_000 + "!", "/" * 200_000]
)
def test_endless_line_is_the_authors(line: str) -> None:
    """No time is measured: a pattern that is tried at each sign would not finish."""
    assert furniture(f"<p>{line}</p><p><a href=/a>{line}</a></p>") == []
