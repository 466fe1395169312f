"""Poems in books and web pages: lines that are elements stay lines of one stanza."""

import pytest
from lxml import html

from reader.sources.html.walker import read_tree


def words(markup: str) -> list[str]:
    return [piece.text for piece in read_tree(html.fromstring(f"<body>{markup}</body>")).pieces]


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='linegroup'><div>April is</div> <div>the cruellest</div></div>",
        "<p class='poem'>April is</p><p class='poem'>the cruellest</p>",
        "<p class='poem-first'>April is</p><p class='poem-first'>the cruellest</p>",
        "<div class='stanza'><span class='line'>April is</span><span class='line'>the cruellest</span></div>",
        "<div class='poem'><div><p>April is</p><p class='indent'>the cruellest</p></div></div>",
        "<p class='verse'>April is<br>the cruellest</p>",
    ],
)
def test_lines_of_a_stanza_are_one_block(markup: str) -> None:
    assert words(f"<p>Before.</p>{markup}<p>After.</p>") == ["Before.", "April is\nthe cruellest", "After."]


def test_stanzas_and_titles_are_apart() -> None:
    stanza = "<div class='stanza'><p>one</p><p>two</p></div>"
    assert words(f"<div class='poem'><p class='poem-title'>Sea</p><p class='x-author'>A. B.</p>{stanza * 2}</div>") == [
        "Sea",
        "A. B.",
        "one\ntwo",
        "one\ntwo",
    ]


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='entry'><p>one</p><p>two</p></div>",
        "<p class='universe'>one</p><p class='universe'>two</p>",
        "<div class='poem'><p>one<br>more</p><p>two</p></div>",
        f"<div class='poem'><p>{'long ' * 30}</p><p>two</p></div>",
        "<div class='poem'><p>one</p>and<p>two</p></div>",
        "<div class='verse'><div><div><div><div><p>one</p><p>two</p></div></div></div></div></div>",
    ],
)
def test_paragraphs_stay_paragraphs(markup: str) -> None:
    assert len(words(markup)) >= 2


def test_marks_and_ids_are_where_their_lines_are() -> None:
    tree = html.fromstring("<div class='poem'><p>one</p><p id='b'><i>two</i> three</p></div>")
    result = read_tree(tree)
    (stanza,) = result.pieces
    (mark,) = stanza.marks
    assert mark.span.of(stanza.text) == "two"
    assert stanza.ids == (("b", 4),)


def test_numbers_at_the_margin_are_no_words() -> None:
    lines = "<p class='line'>into the Hofgarten,<span class='lnum'>10</span></p><p>see <b class='lnum'>note</b></p>"
    assert words(lines) == ["into the Hofgarten,", "see note"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        (
            "<span class='num'>12</span><span>[Suta]</span><br><span class='num'>१३</span><span>कृत</span>",
            "12 [Suta]\n१३ कृत",
        ),
        ("<span class='v'>3</span>In the beginning", "3 In the beginning"),
        ("<span class='dropcap'>1</span>st of May", "1st of May"),
        ("<span class='n'>1</span><sup>st</sup> of May", "1st of May"),
        ("in <span class='n'>3</span>D", "in 3D"),
        ("<span>3</span>D", "3D"),
    ],
)
def test_number_of_a_verse_is_apart_from_its_words(markup: str, text: str) -> None:
    assert words(f"<p>{markup}</p>") == [text]
