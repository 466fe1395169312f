"""The commands of the screen: one row for each in `commands.txt`, with its id, its keys and the words for it.

The screens make their bindings, the help and the command palette from `COMMANDS`, and `reader keys` prints them, so
that no key is documented that does not work. Users may give commands other keys: `user_config` knows them, so whoever
shows keys asks there. The names of keys are Textual's; `reader.config.key_names` translates them.

A command's id is its name in a user's table of keys. It stands in its row and with its handler, and in the contexts
that name it. The commands that open a tab come from the table of the tabs.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from reader.config.contexts import LIBRARY_TABS, SIDE_TABS, Tab
from reader.config.key_names import key_label
from reader.text.span import grouped

SHOWN_KEYS = 4  # the most keys beside one description: more do not fit in 80 columns


class Command(NamedTuple):
    id: str
    """Its name for users who give it other keys: `quotes`, `word-left`."""
    keys: tuple[str, ...]
    help: str
    """A label for the help and the palette; lower case, no full stop."""
    group: str
    scopes: tuple[str, ...]
    """The parts of the screen that have it: the "article" pane, a "list", the whole reading "screen"; and the screens
    over the whole library: the "library" itself, the "search" in it, the "page" of a name, the "versions" of an
    article."""
    synonyms: str
    """Other words that people have for it, for the palette."""

    @property
    def keys_label(self) -> str:
        """Its keys as they are written on a keyboard; “palette” without any."""
        return "  ".join(map(key_label, self.keys[:SHOWN_KEYS])) or "palette"


MOVE = "Move"  # the first group

NEW = frozenset(
    """
next-entry previous-entry checks verify accept put-right check-speakers marks versions older-version newer-version
all-people repeat pick put-in-dossier dossier next-text previous-text whole-page genre turns beside choose-theme repaint
interrupt approve ask-for-changes statement
""".split()
)
"""The commands that came after the last release: a keymap may give their keys away without knowing them."""

SCREENS = (("screen", "article", "list"), *((scope, "list") for scope in ("library", "search", "page", "versions")))
"""The scopes whose keys hold at one time: on one screen no key means two things."""


def rows_of(tabs: Iterable[Tab]) -> str:
    """Return the rows of the commands that open these tabs."""
    return "\n".join(f"{tab.id} | {tab.keys} | {tab.help} | {tab.synonyms}" for tab in tabs)


def parse_commands(table: str) -> Iterator[Command]:
    """Yield the commands of a table, whose head in `commands.txt` says what a row has."""
    group = scopes = ""
    for line in table.splitlines():
        if not line or line.startswith("# "):
            continue
        name, *cells = (cell.strip() for cell in line.split("|"))
        if cells:
            keys, words, synonyms, *own = cells
            reach = own[0] if own else scopes
            yield Command(name, tuple(keys.split()), words, group, tuple(reach.split()), synonyms)
        else:
            group, _, scopes = name.partition(": ")


ROWS = Path(__file__).with_suffix(".txt").read_text("utf-8")
COMMANDS = tuple(parse_commands(ROWS.format(side_tabs=rows_of(SIDE_TABS), library_tabs=rows_of(LIBRARY_TABS))))


def groups(commands: Iterable[Command] = COMMANDS) -> dict[str, list[Command]]:
    """Return the commands by group, in the order in which they are shown."""
    return grouped((command.group, command) for command in commands)
