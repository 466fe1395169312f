"""The facts that a text states, and when two say the same."""

import pytest

from reader.verification.figures import find_facts
from tests.fixtures.golden import check_golden


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("It cost $4.98 million.", ["figure $4.98 million"]),
        (
            "Two hundred and fifty ferries, 12 per cent of them old",
            ["figure Two hundred and fifty", "figure 12 per cent"],
        ),
        ("Lee, 54, left on 12 March 2019 at 2:30 p.m.", ["figure 54", "date 12 March 2019", "date 2:30 p.m."]),
        ("In 1999 they sold 1999 tickets.", ["date 1999", "figure 1999"]),
        ("Finance minister Ann Lee spoke on Monday.", ["title Finance minister", "name Ann Lee", "date Monday"]),
        ("He was secretary of state until September.", ["title secretary of state", "date September"]),
        ("One of them may come.", []),
        ("Between two thousand and five thousand came.", ["figure two thousand", "figure five thousand"]),
        ("Between one hundred and two hundred boats sank.", ["figure one hundred", "figure two hundred"]),
        (
            "Between twenty and thirty of a hundred and twenty came.",
            ["figure twenty", "figure thirty", "figure a hundred and twenty"],
        ),
        (
            "In 2025, 1,520 ferries ran; in 2024, 1.5 million.",
            ["date 2025", "figure 1,520", "date 2024", "figure 1.5 million"],
        ),
    ],
)
def test_facts_of_a_text(text: str, facts: list[str]) -> None:
    assert [f"{fact.kind} {fact.span.of(text)}" for fact in find_facts(text)] == facts


@pytest.mark.parametrize(
    ("draft", "source", "same"),
    [
        ("more than 20", "23", True),
        ("more than 30", "23", False),
        ("fewer than 30", "23", True),
        ("about 5 million", "4.98 million", True),
        ("about 6 million", "4.98 million", False),
        ("12%", "twelve percent", True),
        ("2,500", "two thousand five hundred", True),
        ("2,000", "two thousand five hundred", False),
        ("2,005", "two thousand and five", True),
        ("4.2 million", "4,200,000", True),
        ("$3 billion", "$3 million", False),
        ("12 March", "March 12, 2019", True),
        ("12 May", "March 12, 2019", False),
        ("yesterday", "11 March 2026", True),
        ("yesterday", "Tuesday", False),
        ("14:30", "2:30 p.m.", True),
        ("chief of police", "police chief", True),
        ("deputy mayor", "mayor", False),
        ("minister", "finance minister", True),
        ("Ann Lee", "Ann Maria Lee", True),
        ("Ann Lee", "Tom Lee", False),
    ],
)
def test_what_says_the_same(draft: str, source: str, same: bool) -> None:
    (one,), (other,) = find_facts(draft, "2026-03-12"), find_facts(source, "2026-03-12")
    assert one.sort == other.sort
    assert one.agrees(other) == other.agrees(one) == same


def test_a_date_that_cannot_be_is_none() -> None:
    assert "date" not in {fact.kind for fact in find_facts("31 February 2019, 2019-02-31 and yesterday")}


PHRASES = """
in January, February, March, May or December
he may march in august company
on Sunday and on Monday, yesterday, today or tomorrow
12 March 2019, March 12, 2019, Mar. 3, 2019-03-12, 12th of March, March 2019, the 1st May
31 February 2019
2:30 p.m., 12 a.m., 12:05 pm, 9am, 14:30, 00:15, 25:30
1999, in 1999, since 2025, the 1990s, in 12345
Ann Lee, 54, and Tom Ray, aged 7; a 12-year-old; Bo, 130, came
more than 20 boats, at least 20, over 20, no fewer than 20
fewer than 30 boats, up to 30, at most 30, under 30
about 5 million, some 480 people, nearly 500, around 512, almost 1,000, about 0, roughly 0.5
$4.98 million, $5 million, 5m dollars, £3bn, €2.50, 3 billion euros, $12
12%, 12.5 per cent, twelve percent, 0.3 percentage points
one of them, zero boats, one million, a hundred boats, one percent, two
two hundred and fifty ferries, twenty-five old boats, one and two and three boats
between two hundred and three hundred boats, from twenty to thirty boats, between 20 and 30 boats
2,500 boats, 2500 boats, 1,520.25 tonnes of grain, 1.5 old ferries, 12 of the old red boats of Leith
dozens of boats, a dozen boats, two dozen, thousands of people, half a million, about half a billion dollars, a quarter
twice, three times, the third time, the 21st century, first
finance minister Ann Lee, secretary of state, deputy mayor, police chief, chief of police, former president
Mayor Maria Ortiz-Vega of the Port Authority of Leith met Bo
"""


def test_the_values_of_facts_are_as_they_were_read() -> None:
    lines = []
    for phrase in PHRASES.strip().splitlines():
        lines.append(f"== {phrase}")
        for fact in find_facts(phrase, "2026-03-12"):
            values = "" if fact.sort in ("day", "name", "title") else f" {fact.low:.12g} to {fact.high:.12g}"
            day = f" {'-'.join(map(str, fact.day))}" if fact.sort == "day" else ""
            words = f" ({' '.join(sorted(fact.words))})" if fact.words else ""
            lines.append(f"{fact.kind} {fact.sort} “{fact.span.of(phrase)}”{values}{day}{words}")
    check_golden("facts.txt", "\n".join(lines) + "\n")
