"""Whom a mention may stand for."""

import pytest

from reader.analysis.anaphora.reference import may_mean
from reader.analysis.engine import analyze
from reader.sources.plain import read_plain
from reader.text.span import Span

STORY = """A Story

Health Minister Stéphanie Rist met Tom Ray on Monday. Bob Hill left early.

Ray was tired. “We were not told,” he said. France's health minister laughed.
"""


def meant(words: str, text: str = STORY) -> list[str]:
    article = read_plain(text)
    at = text.rindex(f"{words} ") if f" {words} " not in text else text.index(f" {words} ") + 1
    found = may_mean(Span(at, at + len(words)), article, analyze(article, "rules"))
    assert sum(each.certainty for each in found) <= 1.0001
    assert [each.certainty for each in found] == sorted((each.certainty for each in found), reverse=True)
    return [each.entity.name for each in found]


@pytest.mark.parametrize(
    ("words", "names"),
    [("Bob Hill", ["Bob Hill"]), ("Ray", ["Tom Ray"]), ("France's health minister", ["Stéphanie Rist"]), ("left", [])],
)
def test_a_name_and_a_description(words: str, names: list[str]) -> None:
    assert [name.removeprefix("Health Minister ") for name in meant(words)] == names


def test_a_pronoun_is_the_subject_just_before_rather_than_somebody_farther_back() -> None:
    names = meant("he")
    assert names[0] == "Tom Ray"
    assert "Bob Hill" in names
    assert not any("Rist" in name for name in names)


def test_nobody_is_meant_where_nobody_is_named() -> None:
    assert meant("she", "A Story\n\nSo she said.\n") == []
