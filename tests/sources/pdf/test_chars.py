"""Accents beside their letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.pdf.chars import COMBINING, compose_accents


@pytest.mark.parametrize(
    ("drawn", "meant"),
    [
        ("na¨ıve", "naïve"),
        ("caf´e", "café"),
        ("M¨uller,", "Müller,"),
        ("Erd˝os", "Erdős"),
        ("Fran¸cois", "François"),
        ("Ho`ang", "Hoàng"),
        ("¨Uber", "Über"),
        ("ˇCapek", "Čapek"),
        ("(¨Oster)", "(Öster)"),
    ],
)
def test_an_accent_is_put_onto_its_letter(drawn: str, meant: str) -> None:
    assert compose_accents(drawn) == meant


@pytest.mark.parametrize("word", ["``code''", "`a", "´a", "don´t", "20˚C", "x¨", "¨1", "naive", "naïve", "˜100"])
def test_what_makes_no_letter_stays(word: str) -> None:
    assert compose_accents(word) == word


@given(st.text(alphabet=[*COMBINING, *"aeiouıczTQ1 .é"], max_size=20))
def test_nothing_but_accents_goes(word: str) -> None:
    composed = compose_accents(word)
    assert len(composed) <= len(word)
    assert composed.count(" ") == word.count(" ")
    assert letters(composed) == letters(word)


def letters(word: str) -> int:
    return sum(sign.isalpha() and sign not in COMBINING for sign in word)
