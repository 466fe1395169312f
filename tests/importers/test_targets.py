"""Which titles and passages tell one article from another."""

import pytest

from reader.anchoring import Anchor
from reader.importers.targets import is_evidence, title_keys, words_of


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
