"""Signatures below quotations: a dash and a name at the end of a passage."""

import pytest

from reader.analysis.speech.block_quotations import find_signature_start
from reader.text.span import Span


@pytest.mark.parametrize(
    "text",
    [
        "We go. |— Ann Lee",
        "We go. |— Dr. Ann Lee",
        "We go. |— Sgt. Lee",
        "We go. |— Prof. Lee",
        "We go.” |– J. R. Lee",
        "We go\n|— Ann Lee, mayor",
        "We go. |-- Ann Lee",
        "We go. |― @ann",
        "|— Ann Lee",
        f"We go. |— {'x' * 88}".replace("— x", "— X"),
    ],
)
def test_a_signature_begins_with_its_dash(text: str) -> None:
    before, _, signature = text.partition("|")
    assert find_signature_start(before + signature, Span(0, len(text) - 1)) == len(before)
    longer = f"Ann said.\n\n{before}{signature}\n\nMore."
    assert find_signature_start(longer, Span(11, 10 + len(text))) == 11 + len(before)


@pytest.mark.parametrize(
    "text",
    [
        "We go. — said Ann",
        "We go. — Ann Lee said",
        "We go. — Ann Lee?",
        "We go. — Ann Lee! ",
        "We go. — There was nobody. Lee left",
        "We go — Ann Lee",
        "We go. - Ann Lee",
        "We go. — Ann — Lee was there",
        f"We go. — X{'x' * 89}",
        "We go.",
        "",
    ],
)
def test_a_dash_within_a_sentence_or_before_one_is_no_signature(text: str) -> None:
    assert find_signature_start(text, Span(0, len(text))) is None
