"""Remarks on lost negations, joined passages and misspelled names."""

import pytest

from reader.verification.remarks import capitalized_names
from tests.verification.drafts import HARBOUR, check_of, checked, source


@pytest.mark.parametrize(
    ("draft", "remark"),
    [
        ("“We were … told until Friday,” Maria Ortiz said.", "a negation is left out: “not”"),
        ("“We were told until Friday that the old ferry would stop,” Ortiz said.", "a negation is left out: “not”"),
        ("“The budget was not clear to everybody who can read,” Tom Ray said.", "a negation is added: “not”"),
        (
            "“A harbour is a promise and that the old ferry would stop running,” Wang Yiwei said.",
            "two passages are joined: “A harbour is a promise” is in ¶ 4",
        ),
        (
            "“A harbour is a promise,” said Wang Yi Wei.",
            "no source has the name “Wang Yi Wei”, but one has “Wang Yiwei”",
        ),
        (
            "“The council of Leith voted for the new quay on Friday,” said Maria Ortiz.",
            "the words are the source's own",
        ),
        ("The paper had it: “The council of Leith voted for the new quay on Friday.”", ""),
    ],
)
def test_remarks(draft: str, remark: str) -> None:
    assert list(check_of(draft).remarks) == ([remark] if remark else [])


@pytest.mark.parametrize(
    "draft",
    [
        "“We were not … until Friday,” Maria Ortiz said.",
        "There are forty-three ferries, said Tom Ray, and “the budget was clear to everybody.”",
        "There are 12 lighthouses, said Tom Ray, and “the budget was clear to everybody.”",
        "“A harbour is a promise,” said Wang Yiwei.",
        "“A harbour is a promise,” said Wang.",
    ],
)
def test_nothing_to_remark(draft: str) -> None:
    assert check_of(draft).remarks == ()


def test_figures_within_quotations_are_not_beside_them() -> None:
    draft = "“The budget was clear to everybody,” said Tom Ray, and “34 ferries are enough.”"
    assert all(not check.remarks for check in checked(draft, [source(HARBOUR)]).checks)


def test_words_that_a_source_reports_as_indirect_speech() -> None:
    text = "A Story\n\nAnn Lee was late. She said that the harbour would be closed for a year.\n"
    check = check_of("“The harbour would be closed for a year,” Ann Lee said.", text)
    assert check.attribution == "other"
    assert check.remarks == ("the source has it as indirect speech of Ann Lee: the words are its own",)


def test_a_misspelled_name_is_told_once_with_the_nearest_quotation() -> None:
    draft = (
        "“A harbour is a promise,” said Wang Yi Wei.\n\n“The budget was clear to everybody,” Tom Ray told Wang Yi Wei."
    )
    assert [len(check.remarks) for check in checked(draft, [source(HARBOUR)]).checks] == [1, 0]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("nobody was there", []),
        ("then Ortiz spoke", ["Ortiz"]),
        ("Maria Ortiz’s brother", ["Maria", "Maria Ortiz", "Ortiz"]),
        ("A B C D E", "A|A B|A B C|A B C D|B|B C|B C D|B C D E|C|C D|C D E|D|D E|E".split("|")),
    ],
)
def test_parts_of_rows_of_capitalized_words(text: str, names: list[str]) -> None:
    assert list(capitalized_names(text)) == names
