"""Who is the same in two articles."""

import pytest

from reader.people import circle, full_name, keys_of


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("Vladimir Putin", "vladimir putin"),
        ("President Vladimir Putin", "vladimir putin"),
        ("Mr. John Smith", "john smith"),
        ("Putin", ""),
        ("President Putin", ""),
        ("Mr. Smith", ""),
        ("J. Smith", ""),
        ("J Smith", ""),
        ("J. K. Rowling", ""),
        ("Jean-Luc O'Neill", "jean-luc o'neill"),
        ("", ""),
    ],
)
def test_a_full_name_has_two_words_that_are_neither_titles_nor_initials(name: str, full: str) -> None:
    assert full_name(name) == full


def test_a_lone_last_name_is_a_key_of_nobody() -> None:
    assert keys_of("Smith", ("Mr. Smith",), "person") == frozenset()
    assert keys_of("John Smith", ("Smith", "J. Smith"), "person") == {"john smith"}


def test_what_is_no_person_goes_by_the_name_that_is_shown() -> None:
    assert keys_of("Beijing", (), "place") == {"beijing"}
    assert keys_of("Port Authority", ("Authority", "Leith Port Authority"), "organisation") == {
        "port authority",
        "leith port authority",
    }


def test_those_who_share_a_full_name_are_one_also_by_way_of_a_third() -> None:
    everybody = [
        keys_of("Maria Ortiz", ("Ortiz",), "person"),
        keys_of("Maria Ortiz Vega", ("Maria Ortiz", "Ortiz"), "person"),
        keys_of("Maria Ortiz Vega", (), "person"),
        keys_of("Carla Ortiz", ("Ortiz",), "person"),
        keys_of("Ortiz", (), "person"),
    ]

    def known_by(key: str) -> list[tuple[int, frozenset[str]]]:
        return [(number, keys) for number, keys in enumerate(everybody) if key in keys]

    assert set(circle(everybody[0], known_by)) == {0, 1, 2}
    assert set(circle(everybody[3], known_by)) == {3}
    assert set(circle(everybody[4], known_by)) == set()
