"""The parts of authors' names."""

import pytest

from reader.export.citations.authors import AuthorName, parse_author


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ann Lee", AuthorName("Lee", "Ann")),
        ("Lee, Ann", AuthorName("Lee", "Ann")),
        ("Ann B. Lee", AuthorName("Lee", "Ann B.")),
        ("Ursula von der Leyen", AuthorName("Leyen", "Ursula", "von der")),
        ("von der Leyen, Ursula", AuthorName("Leyen", "Ursula", "von der")),
        ("Martin Luther King Jr.", AuthorName("King", "Martin Luther", suffix="Jr.")),
        ("Martin Luther King, Jr.", AuthorName("King", "Martin Luther", suffix="Jr.")),
        ("Xi Jinping", AuthorName("Xi", "Jinping")),
        ("The Associated Press", AuthorName("The Associated Press")),
        ("Reuters", AuthorName("Reuters")),
        ("Ministry of Justice", AuthorName("Ministry of Justice")),
        ("Ann Lee and Bo Ray", AuthorName("Ann Lee and Bo Ray")),
        ("李安", AuthorName("李安")),
        ("", AuthorName("")),
        (",", AuthorName("")),
    ],
)
def test_a_name_is_divided_or_kept_whole(name: str, parts: AuthorName) -> None:
    assert parse_author(name) == parts
    assert parse_author(name).is_whole == (not parts.given)
