"""Quotations that only tidy what a transcript has."""

import pytest

from tests.fixtures.golden import check_golden
from tests.verification.drafts import check_of

TALK = """A Talk

[00:00:05] Host: Welcome to the show, it's good to have you here today.

[00:00:12] Ann Lee: Well, um, we're, we're gonna need twenty-five ferries, you know, by twenty twenty-six, and \
the the city can't pay.

[00:01:40] Host: Is that so? And who pays then?

[00:02:03] Ann Lee: I, uh, I mean, I would never say that the poor should starve. Taxes pay five million dollars of it.
"""


@pytest.mark.parametrize(
    ("quoted", "words", "page"),
    [
        ("We're going to need 25 ferries by 2026, and the city can't pay", "adapted", "0:12"),
        ("We're gonna need twenty-five ferries", "verbatim", "0:12"),
        ("We are going to need 25 ferries … the city cannot pay", "adapted", "0:12"),
        ("Taxes pay $5 million of it", "adapted", "2:03"),
        ("Taxes pay $6 million of it", "altered", "2:03"),
        ("We're not gonna need twenty-five ferries", "altered", "0:12"),
    ],
)
def test_tidied_speech(quoted: str, words: str, page: str) -> None:
    check = check_of(f"“{quoted},” Ann Lee said.", TALK)
    assert check.place is not None
    assert (check.words, check.place.page, check.attribution) == (words, page, "same")
    assert any(remark.startswith("tidied: ") for remark in check.remarks) == (words == "adapted")


def test_tidied_speech_is_torn_from_its_sentence_too() -> None:
    check = check_of("“The poor should starve,” said Ann Lee.", TALK)
    assert check.frame is not None
    assert (check.frame.kind, check.frame.text) == ("denied", "I, uh, I mean, I would never say that")


def test_a_text_that_is_no_transcript_is_quoted_as_it_is_written() -> None:
    story = "A Story\n\n“We are gonna need ferries in the spring,” Ann Lee said.\n"
    assert check_of("“We are going to need ferries in the spring,” Ann Lee said.", story).words == "altered"


@pytest.mark.parametrize(
    ("quoted", "words"),
    [
        ("We are going to need 25 ferries by 2026 and the city cannot pay … Is that so", "missing"),
        ("The city cannot pay … is that so", "altered"),
        ("It is good to have you here today … we are going to need 25 ferries by 2026", "missing"),
    ],
)
def test_the_words_of_two_speakers_are_not_tidied_into_one_quotation(quoted: str, words: str) -> None:
    assert check_of(f"“{quoted},” Ann Lee said.", TALK).words == words


QUOTED = (
    "We're going to need 25 ferries by 2026, and the city can't pay",
    "We are going to need 25 ferries … the city cannot pay",
    "… need 25 ferries … by 2026 …",
    "Need 25 ferries, you know, by 2026",
    "Taxes pay $5 million of it",
    "Taxes pay $6 million of it",
    "Well, we're gonna need twenty-five ferries, by twenty twenty-six",
    "We're not gonna need twenty-five ferries",
    "I would never say the poor should starve",
    "It is good to have you here",
    "Welcome to the show … to have you here",
    "Is that so? Who pays then?",
)


def test_what_is_told_of_tidied_speech_is_as_it_was_read() -> None:
    """Its place, what differs there (the words of the draft first), and the remarks."""
    lines = []
    for quoted in QUOTED:
        check = check_of(f"“{quoted},” Ann Lee said.", TALK)
        lines.append(f"== {quoted}\n{check.words}, {check.attribution}")
        if check.place is not None:
            lines.append(f"{check.place.page}: {check.place.span.of(TALK)}")
            lines += [
                f"  {each.draft or '-'} | {each.source or '-'}" for each in check.place.differences if not each.equal
            ]
        lines += check.remarks
    check_golden("spoken.txt", "\n".join(lines) + "\n")
