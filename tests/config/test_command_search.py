"""Which commands the palette finds, and which keys a user can write: golden files to read."""

from reader.config.command_search import rank_commands
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
