"""The commands that the footer names in each context, with a label for that context.

Only those that would do something are shown, and only those that have a key. Text that is typed into a field is handled
by the field, so there the keys of the field are named (`enter`). Pitfall: this is imported before the first paint, so
it needs nothing but the commands.
"""

from typing import NamedTuple

from reader.config import user_config
from reader.config.key_names import key_label

MOST = 8
"""The most commands shown at one time, besides the help."""


AFTER_FIRST_PAINT = frozenset(("edit", "why"))
"""Commands that need the notes or the analysis to say whether they would do something."""


class FooterEntry(NamedTuple):
    """A command, or a key of a text field, and its label."""

    name: str
    """The id of a command; else a key."""
    label: str


def entries(*pairs: tuple[str, str]) -> tuple[FooterEntry, ...]:
    return tuple(FooterEntry(name, label) for name, label in pairs)


EVERYWHERE = entries(("library", "Library"), ("palette", "Commands"), ("help", "Help"))

BACK = entries(("next-pane", "Text"), ("library", "Library"), ("palette", "Commands"), ("help", "Help"))

IN_LIBRARY = entries(("search-library", "Search"), ("palette", "Commands"), ("help", "Help"))

FOOTERS: dict[str, tuple[FooterEntry, ...]] = {
    "text": entries(
        ("annotate", "Note"),
        ("highlight", "Highlight"),
        ("select-characters", "Select"),
        ("search", "Find"),
        ("edit", "Edit note"),
        ("why", "Why"),
        ("marks", "Marks"),
    )
    + EVERYWHERE,
    "selection": entries(
        ("annotate", "Note"),
        ("highlight", "Highlight"),
        ("tag", "Tag"),
        ("copy", "Copy"),
        ("copy-quotation", "Cite"),
        ("step-back", "Clear"),
        ("swap-ends", "Other end"),
        ("help", "Help"),
    ),
    "choosing": entries(
        ("select-characters", "Select words"), ("open", "Move the note here"), ("step-back", "Cancel"), ("help", "Help")
    ),
    "fitting": entries(
        ("character-left", "Shorter"),
        ("character-right", "Longer"),
        ("next-pane", "Other end"),
        ("open", "Keep"),
        ("step-back", "Cancel"),
        ("help", "Help"),
    ),
    "names": entries(
        ("open", "Go to"),
        ("next-hit", "Next mention"),
        ("page-of-name", "All articles"),
        ("correct", "Correct"),
        ("filter", "Filter"),
    )
    + BACK,
    "quotes": entries(
        ("open", "Go to"),
        ("why", "Why"),
        ("annotate", "Note"),
        ("correct", "Speaker"),
        ("copy-quotation", "Cite"),
        ("filter", "Filter"),
    )
    + BACK,
    "notes": entries(
        ("open", "Go to"),
        ("edit", "Edit"),
        ("tag", "Tag"),
        ("delete", "Delete"),
        ("annotate-article", "Note on all"),
        ("filter", "Filter"),
    )
    + BACK,
    "checks": entries(
        ("open", "Source"),
        ("accept-check", "Checked"),
        ("annotate", "Note"),
        ("verify", "Again"),
        ("filter", "Filter"),
    )
    + BACK,
    "outline": entries(("open", "Go to"), ("filter", "Filter")) + BACK,
    "filter": entries(("enter", "Into the list"), ("escape", "Clear")),
    "searching": entries(("enter", "Go to the hit"), ("escape", "Close")),
    "articles": entries(
        ("open", "Read"),
        ("browse", "Filter"),
        ("next-order", "Sort"),
        ("add", "Add"),
        ("tag-article", "Tag"),
        ("archive", "Archive"),
        ("remove", "Remove"),
    )
    + IN_LIBRARY,
    "all notes": entries(
        ("open", "Read"), ("browse", "Filter"), ("pick", "Pick"), ("export", "Export"), ("all-articles", "Articles")
    )
    + IN_LIBRARY,
    "tags": entries(
        ("open", "Show notes"), ("fold", "Fold"), ("unfold", "Unfold"), ("tag-article", "Rename"), ("browse", "Filter")
    )
    + IN_LIBRARY,
    "library filter": entries(("enter", "Into the list"), ("escape", "Clear")),
    "search line": entries(("enter", "Open the first"), ("escape", "Close")),
    "hits": entries(
        ("open", "Read"),
        ("page-of-name", "Speaker"),
        ("browse", "Edit search"),
        ("pick", "Pick"),
        ("export", "Export"),
        ("step-back", "Close"),
    )
    + EVERYWHERE,
    "page": entries(
        ("open", "Read"),
        ("browse", "Filter"),
        ("indirect", "Indirect"),
        ("pick", "Pick"),
        ("export", "Export"),
        ("step-back", "Back"),
    )
    + EVERYWHERE,
    "versions": entries(
        ("open", "Read"),
        ("older-version", "Earlier"),
        ("newer-version", "Later"),
        ("browse", "Filter"),
        ("step-back", "Back"),
    )
    + EVERYWHERE,
    "versions filter": entries(("enter", "Into the list"), ("escape", "Clear")),
    "page filter": entries(("enter", "Into the list"), ("escape", "Clear")),
}
"""By the names of `reader.config.contexts`."""


class FooterKey(NamedTuple):
    """A key in the footer."""

    key: str
    """As it is written on a keyboard."""
    label: str
    command: str = ""
    """The id of the command that a click runs; empty for a key of a text field."""


def footer_keys(context: str) -> tuple[FooterKey, ...]:
    """Return all keys that the footer may show in a context, with the user's keys."""
    commands = {command.id: command for command in user_config().commands}
    found: list[FooterKey] = []
    for entry in FOOTERS[context]:
        if (command := commands.get(entry.name)) is None:
            found.append(FooterKey(key_label(entry.name), entry.label))
        elif command.keys:
            found.append(FooterKey(key_label(command.keys[0]), entry.label, command.id))
    return tuple(found)
