"""The facts of a draft beside what the sources have for them."""

import pytest

from reader.sources.markdown import read_markdown
from reader.verification.facts import check_facts
from tests.verification.drafts import source

FLOOD = """The Flood

The flood killed 23 people in the three villages below the dam on 12 March, said Ann Lee, the finance minister.

The bakery of Tom Ray sells 71 loaves a day.
"""


@pytest.mark.parametrize(
    ("draft", "rows"),
    [
        ("More than 20 people died in the flood below the dam.", ["same 20 23"]),
        ("The flood killed 32 people below the dam.", ["differs 32 23"]),
        ("The flood below the dam on 13 March killed people in villages.", ["differs 13 March 12 March"]),
        (
            "The flood below the dam killed people, the foreign minister said.",
            ["differs foreign minister finance minister"],
        ),
        ("Tom Ray sells 17 loaves a day in the bakery.", ["same Tom Ray Tom Ray", "differs 17 71"]),
        ("The flood killed 23 people, said Anna Lee, below the dam.", ["same 23 23", "differs Anna Lee Ann Lee"]),
        ("Ann Lee opened a zoo.", ["same Ann Lee Ann Lee"]),
        ("The lighthouse has 99 steps and a red lamp.", ["not_found 99 -"]),
        ("The flood killed 450 cows below the dam.", ["not_found 450 -"]),
        ("72 loaves.", ["not_found 72 -"]),
        ("99 villages burned.", ["not_found 99 -"]),
    ],
)
def test_facts(draft: str, rows: list[str]) -> None:
    checks = check_facts(read_markdown(draft, "draft.md"), [source(FLOOD)])
    own = [check.other.span.of(FLOOD_TEXT) if check.other else "-" for check in checks]
    assert [f"{check.result} {check.text} {there}" for check, there in zip(checks, own, strict=True)] == rows


FLOOD_TEXT = source(FLOOD).article.text


def test_a_text_is_never_against_itself() -> None:
    checks = check_facts(source(FLOOD).article, [source(FLOOD), source(FLOOD.replace("23", "24"), "/other.txt")])
    assert {check.result for check in checks} == {"same"}


@pytest.mark.parametrize(
    ("there", "rows"),
    [
        ("they counted 98", ["differs 99"]),
        ("they counted 98 and 97", ["not_found 99"]),
        ("there are 98 lions", ["not_found 99"]),
    ],
    ids=["one figure without a noun", "two of them", "of another thing"],
)
def test_a_figure_without_a_noun_is_compared_only_if_it_is_the_only_one(there: str, rows: list[str]) -> None:
    lamp = source(f"The Lamp\n\nUp to the lamp of the old lighthouse {there}, said Ann Lee.\n")
    checks = check_facts(read_markdown("99 steps lead up to the lamp of the old lighthouse.", "draft.md"), [lamp])
    assert [f"{check.result} {check.text}" for check in checks] == rows


@pytest.mark.parametrize(
    ("there", "rows"),
    [
        ("the finance minister", ["differs foreign minister"]),
        ("the finance minister and the health minister", ["not_found foreign minister"]),
    ],
)
def test_an_office_is_compared_only_if_it_is_the_only_one(there: str, rows: list[str]) -> None:
    lamp = source(f"The Lamp\n\nThe lamp of the old lighthouse was lit by {there}, said Ann Lee.\n")
    draft = read_markdown("The lamp of the old lighthouse was lit by the foreign minister.", "draft.md")
    assert [f"{check.result} {check.text}" for check in check_facts(draft, [lamp])] == rows
