"""Signatures below quotations: a dash and a name at the end of a passage."""

import pytest

from reader.analysis.speech.block_quotations import find_posts, find_signature_start
from reader.sources.plain import read_plain
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


@pytest.mark.parametrize(
    ("text", "posts"),
    [
        ("We go. — Ann Lee (@ann)", ["We go."]),
        ("We go.\n\n— Ann Lee (@ann)", ["We go."]),
        ("@ann: We go.\n\n— Tom Ray (@tom)", ["We go."]),
        (
            "It rained.\n\n@ann: We go.\n\nWe stay. — Tom Ray (@tom)\n\nWe wait.\n\n— Bo Chen (@bo)",
            ["We go.", "We stay.", "We wait."],
        ),
        ("“We go.” — Ann Lee (@ann)", []),
        ("We go. — Ann Lee", []),
    ],
)
def test_posts_are_the_words_before_a_signature_or_after_a_label(text: str, posts: list[str]) -> None:
    article = read_plain(f"The Vote\n\n{text}\n")
    assert [turn.words.of(article.text) for turn in find_posts(article)] == posts
