"""Which commands the palette finds, and which keys a user can write: golden files to read."""

from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from reader.config.command_search import FORGIVING, is_near_miss, rank_commands
from reader.config.commands import COMMANDS
from reader.config.key_names import key_label, parse_key
from tests.fixtures.golden import check_golden

ASKED = (
    "note",
    "notes",
    "a note on the article",
    "write a note",
    "delete",
    "remove the article",
    "sort",
    "exprot",
    "eport",
    "exports",
    "who said",
    "why",
    "theme",
    "dark",
    "copy as markdown",
    "copy",
    "next hit",
    "hit next",
    "left",
    "wider text",
    "quit",
    "q",
    "the",
    "",
    "zzz",
    "note zzz",
    "library search",
    "undo the last change of notes",
    "tag an article",
    "hihglight",
    "highligt",
    "hilight",
)

KEYS = r"""
a A é ctrl+d Ctrl-D CTRL-d alt-x Alt-Ctrl-x ctrl+alt+x shift+tab Shift-Tab shift-a Shift-A shift+f5
F5 f24 f25 { left_curly_bracket PgDn pagedown page-down Esc escape Return enter ctrl+m ctrl-i
ctrl+h ctrl-[ Ctrl-{ space Space + ctrl++ ctrl-- - minus plus ← left Del delete ins Home / slash \
backslash @ at _ underscore # € ß 漢 😀 ctrl+é ab ctrl+ ctrl- shift- alt+ctrl+shift+delete
ctrl+shift+alt+F1 hyphen_minus low_line commercial_at full_stop . comma , greek_small_letter_alpha
α tilde ~ ctrl+space ctrl-@ ' " ` ctrl+ctrl+x no_break_space
"""


def test_commands_are_found_as_they_were_read() -> None:
    lines: list[str] = []
    for asked in ASKED:
        found = [command.id for _, command in rank_commands(asked, COMMANDS)[:6]]
        lines.append(f"{asked!r}: {', '.join(found)}")
    check_golden("commands.txt", "\n".join(lines) + "\n")


def test_keys_are_read_and_shown_as_they_were_read() -> None:
    keys = ((words, parse_key(words)) for words in KEYS.split())
    lines = [f"{words} {key} {key_label(key)}" if key else f"{words} is no key" for words, key in keys]
    check_golden("keys.txt", "\n".join(lines) + "\n")


@given(st.text("abc", max_size=7), st.text("abc", max_size=7))
def test_a_near_miss_is_one_edit_away(word: str, other: str) -> None:
    near = OSA.distance(word, other) <= 1
    assert is_near_miss(word, other) == (near and min(len(word), len(other)) >= FORGIVING)


@given(st.text("abcd", min_size=FORGIVING + 1, max_size=9), st.integers(0, 8), st.sampled_from("aceX"))
def test_each_slip_in_a_word_is_a_near_miss(word: str, at: int, letter: str) -> None:
    at %= len(word)
    assert is_near_miss(word, word)
    assert is_near_miss(word[:at] + letter + word[at:], word)
    assert is_near_miss(word[:at] + letter + word[at + 1 :], word)
    assert is_near_miss(word[:at] + word[at + 1 :], word)
    assert is_near_miss(word[:at] + word[at : at + 2][::-1] + word[at + 2 :], word)
