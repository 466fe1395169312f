"""Sanitizing keeps every offset."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.sanitize import HOSTILE, SIGNS, clean, clean_line

ANY_TEXT = st.text(st.characters())  # with surrogates, which st.text() leaves out by default
CONTROLS = [*range(0x20), *range(0x7F, 0xA0)]
BIDI = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]
EVERY = "".join(map(chr, range(sys.maxunicode + 1)))


@given(ANY_TEXT)
def test_cleaned_text_keeps_its_length_without_controls(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) == len(text)
    assert not [sign for sign in cleaned if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"]
    assert not [sign for sign in cleaned if ord(sign) in BIDI]
    assert cleaned.encode().decode() == cleaned


@given(ANY_TEXT)
def test_cleaning_keeps_plain_text_and_is_idempotent(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert all(
        after == before
        for before, after in zip(text, cleaned, strict=True)
        if unicodedata.category(before) not in {"Cc", "Cs", "Zl", "Zp"} and ord(before) not in BIDI
    )


def test_controls_except_newline_and_tab_are_made_visible() -> None:
    kept = [code for code in CONTROLS if clean(chr(code)) == chr(code)]
    assert kept == [ord("\t"), ord("\n")]


def test_pattern_and_table_have_the_same_characters() -> None:
    """The pattern decides whether a text is cleaned, the table which characters are replaced."""
    assert [f"U+{ord(found):04X}" for found in HOSTILE.findall(EVERY)] == [f"U+{code:04X}" for code in sorted(SIGNS)]


def test_only_hostile_characters_change() -> None:
    changed = [f"U+{ord(before):04X}" for before, after in zip(EVERY, clean(EVERY), strict=True) if before != after]
    hostile = [
        code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code)) in {"Cc", "Cs", "Zl", "Zp"}
    ]
    assert changed == [f"U+{code:04X}" for code in sorted({*hostile, *BIDI} - {ord("\n"), ord("\t")})]


@pytest.mark.parametrize("code", BIDI)
def test_bidi_controls_are_made_visible(code: int) -> None:
    assert clean(f"a{chr(code)}b") == "a\ufffdb"


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("\x1b]52;c;AAAA\x07", "␛]52;c;AAAA␇"),
        ("\x1b[2J", "␛[2J"),
        ("\x9d0;title\x9c", "\ufffd0;title\ufffd"),
        ("\x7f\x00\r", "␡␀␍"),
        ("one\u2028two", "one␤two"),
        ("\ud83d", "\ufffd"),
        ("\x1b10\u202f000\t€\n", "␛10\u202f000\t€\n"),
    ],
)
def test_escape_sequences_become_readable_text(hostile: str, shown: str) -> None:
    assert clean(hostile) == shown


@pytest.mark.parametrize(
    "honest", ["עברית \u200f(שלום)\u200e", "👩‍🚀 e\u0301 \ufeff", "[bold]not markup[/oops]", "a\tb\nc"]
)
def test_plain_text_is_unchanged(honest: str) -> None:
    assert clean(honest) is honest


@given(ANY_TEXT)
def test_clean_line_keeps_the_length(text: str) -> None:
    line = clean_line(text)
    assert len(line) == len(text)
    assert "\t" not in line
    assert len(line.splitlines()) <= 1
