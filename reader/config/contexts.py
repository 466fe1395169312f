"""The help for each context of the screen: the few commands that matter there, described for that context.

The help shows these first. Keys are never written here, only the commands that have them, so that no key is documented
that does not work; other entries are what is typed into a line (`tag:city`), or that line's own Enter. Pitfall: the
screens name their context by a string (`CommandScreen.place`), and a test goes to each of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.config import user_config
from reader.config.command_search import matches_words
from reader.config.commands import COMMANDS, SCREENS, Command
from reader.config.key_names import key_label

SHOWN_KEYS = 4
"""The most keys beside one description: more do not fit in 80 columns."""


@dataclass(frozen=True, slots=True)
class KeyHint:
    """The use of some commands in a context, or of text that is typed there."""

    names: tuple[str, ...]
    """Ids of commands; else a key or words to be typed."""
    words: str


@dataclass(frozen=True, slots=True)
class Context:
    """The help for one part or mode of a screen."""

    title: str
    lines: tuple[KeyHint, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of (keys, description) under a title."""

    title: str
    rows: tuple[tuple[str, str], ...]


def hint(words: str, *names: str) -> KeyHint:
    return KeyHint(names, words)


FILTERS = (
    hint("all words must match; the last may be a prefix", "harbour vote"),
    hint("an exact phrase", '"a phrase"'),
    hint("one of the two", "harbour OR quay"),
    hint("without this; so for fields", "-harbour"),
    hint("with this tag or a sub-tag", "tag:city"),
    hint("quotes by a speaker", "speaker:ortiz"),
    hint("mentions of a name", "entity:leith"),
    hint("notes by their state: changed, orphaned, conflict", "state:changed"),
    hint("by the author or site of the article", "author:lee"),
    hint("since a year, month or day; before: until it", "after:2026-05"),
)

LIST_MOVES = hint("next item, previous item", "line-down", "line-up")

LIBRARY_TABS = hint("articles, notes, tags", "all-articles", "all-notes", "all-tags")

PICKS = hint("pick entries; export those, or all that is listed", "pick", "export")

TYPED = hint("into the list", "enter", "down")

CONTEXTS = {
    "text": Context(
        "In the text",
        (
            hint("a line down, a line up", "line-down", "line-up"),
            hint("a page down, a page up", "page-down", "page-up"),
            hint("search; then the next hit, the previous", "search", "next-hit", "previous-hit"),
            hint("select: move, then note, tag or copy", "select-characters", "select-paragraphs"),
            hint("write a note on the selection, or on this sentence", "annotate"),
            hint("highlight it without a note; again: the next colour", "highlight"),
            hint("open the note, link, name or quote at the cursor", "open"),
            hint("explain the speaker of the quote at the cursor", "why"),
            hint("previous note, next note", "previous-note", "next-note"),
            hint(
                "names, quotes, notes, outline beside the text",
                "names",
                "quotes",
                "notes",
                "outline",
            ),
            hint("into the pane beside the text, and back", "next-pane"),
            hint("what is marked in the text: all, quotes, notes only", "marks"),
            hint("back to where you were before a jump; forward again", "back", "forward"),
        ),
    ),
    "selection": Context(
        "With words selected",
        (
            hint("extend or shrink the selection: any move", "line-down", "line-up", "word-right"),
            hint("swap selection ends", "swap-ends"),
            hint("write a note on them", "annotate"),
            hint("highlight them", "highlight"),
            hint("tag them", "tag"),
            hint("add them as a quote or a name that was missed", "correct"),
            hint("copy them; as a Markdown quotation with its source", "copy", "copy-quotation"),
            hint("select nothing", "step-back"),
        ),
    ),
    "choosing": Context(
        "Choosing other words for a note",
        (
            hint("begin to select, then move to the last word", "select-characters", "select-paragraphs"),
            hint("move the note to the selection", "open"),
            hint("cancel", "step-back"),
        ),
    ),
    "fitting": Context(
        "Adjusting the range of a note",
        (
            hint("a character less, or more", "character-left", "character-right"),
            hint("a word less, or more; other moves work too", "word-left", "word-right"),
            hint("swap ends", "next-pane", "swap-ends"),
            hint("keep the selected range", "open"),
            hint("cancel", "step-back"),
        ),
    ),
    "names": Context(
        "In the list of names",
        (
            LIST_MOVES,
            hint("go to its first mention; again: to the next one", "open"),
            hint("next mention, previous mention", "next-hit", "previous-hit"),
            hint("rename, merge or dismiss it", "correct"),
            hint("what this person said in every article, and more", "page-of-name"),
            hint("filter the names", "filter"),
            hint("back to the text", "next-pane", "step-back"),
        ),
    ),
    "quotes": Context(
        "In the list of quotes",
        (
            LIST_MOVES,
            hint("go to the quote; again: into the text", "open"),
            hint("explain its speaker", "why"),
            hint("say who said it", "correct"),
            hint("write a note on it", "annotate"),
            hint("copy it as a Markdown quotation with its speaker", "copy-quotation"),
            hint("show or hide indirect speech", "indirect"),
            hint("what this speaker said in every article", "page-of-name"),
            hint("filter the quotes", "filter"),
            hint("back to the text", "next-pane", "step-back"),
        ),
    ),
    "notes": Context(
        "In the list of notes",
        (
            LIST_MOVES,
            hint("go to it; review it if its words changed or are gone", "open"),
            hint("edit it; in your own editor", "edit", "edit-outside"),
            hint("tag it", "tag"),
            hint("move it to other words; adjust its range", "relink", "fit"),
            hint("delete it, which can be undone", "delete"),
            hint("undo, redo", "undo", "redo"),
            hint("write a note on the article as a whole", "annotate-article"),
            hint("filter the notes", "filter"),
            hint("back to the text", "next-pane", "step-back"),
        ),
    ),
    "outline": Context(
        "In the outline",
        (
            LIST_MOVES,
            hint("go to the heading; again: into the text", "open"),
            hint("filter the headings", "filter"),
            hint("back to the text", "next-pane", "step-back"),
        ),
    ),
    "checks": Context(
        "In the list of checks",
        (
            LIST_MOVES,
            hint("open the source there; back to this list", "open", "back"),
            hint("accept the verdict: checked by you", "accept-check"),
            hint("write a note on the quotation", "annotate"),
            hint("check the quotations again", "verify"),
            hint("undo, redo", "undo", "redo"),
            hint("filter the checks", "filter"),
            hint("back to the text", "next-pane", "step-back"),
        ),
    ),
    "filter": Context(
        "Filtering the side pane",
        (
            hint("all words must match", "any words"),
            hint("into the list", "enter"),
            hint("clear the filter", "step-back"),
        ),
    ),
    "searching": Context(
        "Searching in the article",
        (
            hint("matches across lines and any quotation marks", "any words"),
            hint("go to the first hit, back in the text", "enter"),
            hint("then the next hit, the previous", "next-hit", "previous-hit"),
            hint("close the search", "step-back"),
        ),
    ),
    "articles": Context(
        "In the list of articles",
        (
            LIST_MOVES,
            hint("read it, from where you left it", "open"),
            hint("filter the list", "browse"),
            hint("sort it another way", "previous-order", "next-order"),
            hint("add an article by its path or URL", "add"),
            hint("tag the article", "tag-article"),
            hint("archive it, or restore it", "archive"),
            hint("remove it and keep its notes; remove its notes too", "remove", "remove-with-notes"),
            hint("undo, redo", "undo", "redo"),
            PICKS,
            LIBRARY_TABS,
            hint("search all articles, quotes and notes", "search-library"),
        ),
    ),
    "all notes": Context(
        "In the list of all notes",
        (
            LIST_MOVES,
            hint("open the article at the note", "open"),
            hint("filter the list", "browse"),
            PICKS,
            LIBRARY_TABS,
            hint("search all articles, quotes and notes", "search-library"),
        ),
    ),
    "tags": Context(
        "In the list of tags",
        (
            LIST_MOVES,
            hint("show its notes", "open"),
            hint("fold it, unfold it", "fold", "unfold"),
            hint("rename it in all notes", "tag-article"),
            PICKS,
            hint("undo, redo", "undo", "redo"),
            hint("filter the list", "browse"),
            LIBRARY_TABS,
        ),
    ),
    "library filter": Context("Filtering the library", (*FILTERS, TYPED, hint("clear the filter", "step-back"))),
    "search line": Context(
        "Searching everything you have read",
        (
            *FILTERS,
            hint("only notes; or in:quotes, in:articles", "in:notes"),
            hint("open the first hit", "enter"),
            hint("into the list", "down"),
            hint("close the search", "step-back"),
        ),
    ),
    "hits": Context(
        "In the search results",
        (
            LIST_MOVES,
            hint("open the article there; back from there to this list", "open", "back"),
            hint("there: next hit, previous hit", "next-hit", "previous-hit"),
            hint("what the speaker of the quote said in every article", "page-of-name"),
            PICKS,
            hint("edit the search", "browse"),
            hint("close the search", "step-back"),
        ),
    ),
    "page": Context(
        "On the page of a name",
        (
            LIST_MOVES,
            hint("open the article there", "open"),
            hint("show or hide indirect speech", "indirect"),
            PICKS,
            hint("filter the list", "browse"),
            hint("back", "step-back"),
        ),
    ),
    "versions": Context(
        "What changed in an article",
        (
            LIST_MOVES,
            hint("open the article there", "open"),
            hint("compare earlier versions, later ones", "older-version", "newer-version"),
            hint("filter the list", "browse"),
            hint("back", "step-back"),
        ),
    ),
    "versions filter": Context(
        "Filtering what changed",
        (
            hint("all words must match", "any words"),
            TYPED,
            hint("clear the filter", "step-back"),
        ),
    ),
    "page filter": Context(
        "Filtering the page of a name",
        (
            hint("all words must match", "any words"),
            TYPED,
            hint("clear the filter", "step-back"),
        ),
    ),
}
"""By their names; dialogs describe their own keys."""

COMMAND_IDS = {command.id for command in COMMANDS}


def commands_by_id() -> dict[str, Command]:
    """Return the commands with the user's keys."""
    return {command.id: command for command in user_config().commands}


def hint_rows(place: Context) -> tuple[tuple[str, str], ...]:
    """Return the hints of a context as (keys, description)."""
    return tuple((keys_label(each.names), each.words) for each in place.lines)


def context_commands(place: Context) -> list[Command]:
    """Return the commands of a context, in the order of its hints."""
    known = commands_by_id()
    return [known[name] for each in place.lines for name in each.names if name in known]


def keys_label(names: Iterable[str]) -> str:
    """Return the keys of one command, or the first key of each of several."""
    commands = commands_by_id()
    known = [commands.get(name) for name in names]
    if len(known) == 1 and known[0] is not None:
        return command_keys(known[0])
    firsts = [command.keys[:1] if command else (name,) for name, command in zip(names, known, strict=True)]
    return "  ".join(key_label(key) for keys in firsts for key in keys) or "palette"


def first_key(name: str) -> str:
    """Return the first key of a command, as it is written on a keyboard."""
    return key_label((commands_by_id()[name].keys or ("palette",))[0])


def command_keys(command: Command) -> str:
    """Return the keys of a command; “palette” for one that has none."""
    return "  ".join(map(key_label, command.keys[:SHOWN_KEYS])) or "palette"


def all_keys(scope: str) -> list[Section]:
    """Return every command by group: first those of the screen with this scope, then those of the others."""
    own = next(scopes for scopes in SCREENS if scope in scopes)
    here: dict[str, list[tuple[str, str]]] = {}
    there: dict[str, list[tuple[str, str]]] = {}
    for command in user_config().commands:
        groups = here if set(command.scopes).intersection(own) else there
        groups.setdefault(command.group, []).append((command_keys(command), command.help))
    elsewhere = [Section(f"Elsewhere: {group}", tuple(rows)) for group, rows in there.items()]
    return [*(Section(group, tuple(rows)) for group, rows in here.items()), *elsewhere]


def filter_sections(sections: Iterable[Section], asked: str) -> list[Section]:
    """Return the rows of `sections` that match the words, under their titles."""
    kept = (
        Section(section.title, tuple(row for row in section.rows if matches_words(asked, f"{row[0]} {row[1]}")))
        for section in sections
    )
    return [section for section in kept if section.rows]
