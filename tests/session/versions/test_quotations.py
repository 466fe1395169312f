"""Quotations and speakers that changed between two texts."""

import pytest

from reader.analysis.engine import analyze
from reader.session.versions import describe_quotes
from reader.session.versions.passages import TextComparison
from reader.session.versions.quotations import ChangedQuote, compare_quotes
from reader.sources.plain import read_plain

OLD = """The Harbour Vote

“We were not told until Friday,” Maria Ortiz said. “It was fair,” said Ann Lee.

“Nobody asked the people of Leith,” Tom Gray told the council.
"""


Compared = tuple[list[ChangedQuote], list[str], list[str]]


def compare(new: str, old: str = OLD) -> Compared:
    before, after = read_plain(old), read_plain(new)
    return compare_quotes(TextComparison(before, after), analyze(before, "rules"), analyze(after, "rules"))


def kinds(found: Compared) -> list[str]:
    return [each.change for each in found[0]]


def test_the_same_text_has_the_same_quotations() -> None:
    assert compare(OLD) == ([], [], [])


@pytest.mark.parametrize(
    ("was", "now", "change"),
    [
        ("until Friday,", "until late on Monday,", "reworded"),
        ("said Ann Lee", "said Bob Stone", "speaker"),
        ("“Nobody asked the people of Leith,” Tom Gray told the council.\n", "Nobody spoke.\n", "removed"),
        ("told the council.", "told the council. “Not once,” said Bob Stone.", "added"),
    ],
)
def test_each_kind_of_change(was: str, now: str, change: str) -> None:
    assert kinds(compare(OLD.replace(was, now))) == [change]


def test_a_moved_quotation_is_no_change() -> None:
    head, first, second = OLD.strip().split("\n\n")
    assert kinds(compare("\n\n".join([head, second, first]))) == []


def test_one_person_under_two_names_is_no_change() -> None:
    assert kinds(compare(OLD.replace("Maria Ortiz said", "Ms Ortiz said"))) == []


def test_speakers_come_and_go() -> None:
    quotes, appeared, former = compare(OLD.replace("said Ann Lee", "said Bob Stone"))
    assert (appeared, former) == (["Bob Stone"], ["Ann Lee"])
    assert describe_quotes(each.change for each in quotes) == "1 changed"


def test_quotations_are_listed_in_the_order_of_the_text() -> None:
    new = OLD.replace("“We were not told until Friday,” Maria Ortiz said. ", "“At last,” said Bob Stone. ")
    assert kinds(compare(new.replace("Nobody asked", "No one asked"))) == ["removed", "added", "reworded"]
