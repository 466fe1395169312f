"""Links for the terminal: only safe ones, in harmless characters."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.view.hyperlink import LONGEST, are_links_understood, is_safe, terminal_link


@pytest.mark.parametrize(
    ("href", "sent"),
    [
        ("https://example.org/a?b=c&d=%20#e", "https://example.org/a?b=c&d=%20#e"),
        ("HTTP://example.org", "HTTP://example.org"),
        ("mailto:ann@example.org", "mailto:ann@example.org"),
        ("https://example.org/é 漢", "https://example.org/%C3%A9%20%E6%BC%A2"),
        ("https://example.org/\x1b]52;c;aGk=\x07", "https://example.org/%1B]52;c;aGk=%07"),
        ("https://example.org/\x9c\ud800", "https://example.org/%C2%9C%3F"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ssh://example.org", ""),
        ("#heading", ""),
        ("", ""),
        ("https://" + "a" * (LONGEST - 8), "https://" + "a" * (LONGEST - 8)),
        ("https://" + "a" * (LONGEST - 7), ""),
    ],
)
def test_only_safe_links_are_sent(href: str, sent: str) -> None:
    assert terminal_link(href) == sent


@given(st.text(st.characters(), max_size=80))
def test_nothing_that_ends_a_sequence_is_sent(words: str) -> None:
    assert re.fullmatch(r"https://[!-~]*", terminal_link(f"https://{words}"))
    assert is_safe(f"https://{words}")


@pytest.mark.parametrize(
    ("term", "understood"),
    [("xterm-256color", True), ("tmux", True), ("linux", False), ("vt100", False), ("dumb", False)],
)
def test_terminals_that_may_print_the_sequence_get_none(term: str, understood: bool) -> None:
    assert are_links_understood({"TERM": term}) == understood
    assert are_links_understood({})
