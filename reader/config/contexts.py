"""What the keys do where you are: for each place of the screen the few that count there, in words for that place.

The help shows these first. A key is never written here, only the command that has it, so that none is told that does
not work; what is told without a command is typed into a line (`tag:city`) or is that line's own Enter. The trap: a
place is named by the screens (`ReadingScreen.place`, `Browsing.place`), and a test goes to each of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.config import user_config
from reader.config.command_search import fits
from reader.config.commands import COMMANDS, SCREENS, Command
from reader.config.key_names import shown

SHOWN_KEYS = 4
"""Keys of one line: what stands beside its words in 80 columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """What some commands do in a place, or what is typed there."""

    names: tuple[str, ...]
    """Of `reader.config.commands`; else a key or words to be typed."""
    words: str


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere on the screen."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """Keys as they are shown under a title: (keys, words)."""

    title: str
    rows: tuple[tuple[str, str], ...]


def line(words: str, *names: str) -> Line:
    return Line(names, words)


FILTERS = (
    line("words that must all occur; the last may be begun", "harbour vote"),
    line("words as they stand together", '"a phrase"'),
    line("what has this tag, or one nested in it", "tag:city"),
    line("what somebody said", "speaker:ortiz"),
    line("where somebody or something is named", "entity:leith"),
    line("notes by their state: changed, orphaned, conflict", "state:changed"),
)

LIST_MOVES = line("from one to the next, and back", "line-down", "line-up")

LIBRARY_TABS = line("articles, notes, tags", "all-articles", "all-notes", "all-tags")

TYPED = line("into the list", "enter", "down")

PLACES = {
    "text": Place(
        "In the text",
        (
            line("a line down, a line up", "line-down", "line-up"),
            line("a page down, a page up", "page-down", "page-up"),
            line("search; then the next hit, the previous", "search", "next-hit", "previous-hit"),
            line("select: move on, then note, tag or copy it", "select-characters", "select-paragraphs"),
            line("write a note on the selection, or on this sentence", "annotate"),
            line("highlight it without a note", "highlight"),
            line("open the note, link, name or quote under the caret", "open"),
            line("why the quote under the caret has its speaker", "why"),
            line("previous note, next note", "previous-note", "next-note"),
            line(
                "names, quotes, notes, outline beside the text",
                "names",
                "quotes",
                "notes",
                "outline",
            ),
            line("into the pane beside the text, and back", "next-pane"),
            line("back to where you were before a jump; forward again", "back", "forward"),
        ),
    ),
    "selection": Place(
        "With words selected",
        (
            line("select more, or less: any move does", "line-down", "line-up", "word-right"),
            line("to their other end", "swap-ends"),
            line("write a note on them", "annotate"),
            line("highlight them", "highlight"),
            line("tag them", "tag"),
            line("copy them; as a Markdown quotation with its source", "copy", "copy-quotation"),
            line("select nothing", "step-back"),
        ),
    ),
    "choosing": Place(
        "Choosing other words for a note",
        (
            line("begin to select, then move to the last word", "select-characters", "select-paragraphs"),
            line("put the note on what is selected", "open"),
            line("leave the note where it is", "step-back"),
        ),
    ),
    "fitting": Place(
        "Moving the ends of a note",
        (
            line("one character less, or more", "character-left", "character-right"),
            line("one word less, or more; other moves do too", "word-left", "word-right"),
            line("to the other end", "next-pane", "swap-ends"),
            line("keep it on what is selected", "open"),
            line("leave the note where it was", "step-back"),
        ),
    ),
    "names": Place(
        "In the list of names",
        (
            LIST_MOVES,
            line("go to its first mention; again: to the next one", "open"),
            line("next mention, previous mention", "next-hit", "previous-hit"),
            line("rename it, merge it, or say that it is no name", "correct"),
            line("what this person said in every article, and more", "page-of-name"),
            line("show only names that hold some words", "filter"),
            line("back to the text", "next-pane", "step-back"),
        ),
    ),
    "quotes": Place(
        "In the list of quotes",
        (
            LIST_MOVES,
            line("go to the quote; again: into the text", "open"),
            line("why it has its speaker", "why"),
            line("say who said it", "correct"),
            line("write a note on it", "annotate"),
            line("copy it as a Markdown quotation with its speaker", "copy-quotation"),
            line("show what was said without quotation marks too", "indirect"),
            line("what this speaker said in every article", "page-of-name"),
            line("show only quotes that hold some words", "filter"),
            line("back to the text", "next-pane", "step-back"),
        ),
    ),
    "notes": Place(
        "In the list of notes",
        (
            LIST_MOVES,
            line("go to it; review it if its words changed or are gone", "open"),
            line("edit it; in your own editor", "edit", "edit-outside"),
            line("tag it", "tag"),
            line("put it on other words; move its ends", "relink", "fit"),
            line("delete it, which can be undone", "delete"),
            line("undo, redo", "undo", "redo"),
            line("write a note on the article as a whole", "annotate-article"),
            line("show only notes that hold some words", "filter"),
            line("back to the text", "next-pane", "step-back"),
        ),
    ),
    "outline": Place(
        "In the outline",
        (
            LIST_MOVES,
            line("go to the heading; again: into the text", "open"),
            line("show only headings that hold some words", "filter"),
            line("back to the text", "next-pane", "step-back"),
        ),
    ),
    "filter": Place(
        "Filtering the side pane",
        (
            line("only what holds all of these words stays listed", "any words"),
            line("into the list", "enter"),
            line("all of it again", "step-back"),
        ),
    ),
    "searching": Place(
        "Searching in the article",
        (
            line("found across lines, whatever the quotation marks", "any words"),
            line("go to the first hit, back in the text", "enter"),
            line("then the next hit, the previous", "next-hit", "previous-hit"),
            line("leave the search", "step-back"),
        ),
    ),
    "articles": Place(
        "In the list of articles",
        (
            LIST_MOVES,
            line("read it, from where you left it", "open"),
            line("filter the list", "browse"),
            line("sort it another way", "previous-order", "next-order"),
            line("add an article by its path or URL", "add"),
            line("tag the article", "tag-article"),
            line("archive it, or take it back", "archive"),
            line("remove it and keep its notes; remove its notes too", "remove", "remove-with-notes"),
            line("undo, redo", "undo", "redo"),
            LIBRARY_TABS,
            line("search all articles, quotes and notes", "search-library"),
        ),
    ),
    "all notes": Place(
        "In the list of all notes",
        (
            LIST_MOVES,
            line("open the article at the note", "open"),
            line("filter the list", "browse"),
            LIBRARY_TABS,
            line("search all articles, quotes and notes", "search-library"),
        ),
    ),
    "tags": Place(
        "In the list of tags",
        (
            LIST_MOVES,
            line("show the notes that have it", "open"),
            line("fold what is nested in it, unfold it", "fold", "unfold"),
            line("call it by another name, in all notes", "tag-article"),
            line("undo, redo", "undo", "redo"),
            line("filter the list", "browse"),
            LIBRARY_TABS,
        ),
    ),
    "library filter": Place("Filtering the library", (*FILTERS, TYPED, line("all of it again", "step-back"))),
    "search line": Place(
        "Searching everything you have read",
        (
            *FILTERS,
            line("only notes; or in:quotes, in:articles", "in:notes"),
            TYPED,
            line("leave the search", "step-back"),
        ),
    ),
    "hits": Place(
        "In what was found",
        (
            LIST_MOVES,
            line("open the article there; back from there to this list", "open", "back"),
            line("what the speaker of the quote said in every article", "page-of-name"),
            line("go on typing", "browse"),
            line("leave the search", "step-back"),
        ),
    ),
    "page": Place(
        "On the page of a name",
        (
            LIST_MOVES,
            line("open the article there", "open"),
            line("show what was said without quotation marks too", "indirect"),
            line("filter the list", "browse"),
            line("back", "step-back"),
        ),
    ),
    "page filter": Place(
        "Filtering the page of a name",
        (
            line("only what holds all of these words stays listed", "any words"),
            TYPED,
            line("all of it again", "step-back"),
        ),
    ),
}
"""Every place of the screens; boxes tell their own keys."""

IDS = {command.id for command in COMMANDS}


def by_name() -> dict[str, Command]:
    """The commands with the keys that the user has for them."""
    return {command.id: command for command in user_config().commands}


def rows_of(place: Place) -> tuple[tuple[str, str], ...]:
    """The lines of a place as (keys, words)."""
    return tuple((keys_of(each.names), each.words) for each in place.lines)


def commands_of(place: Place) -> list[Command]:
    """The commands that count there, the first first."""
    known = by_name()
    return [known[name] for each in place.lines for name in each.names if name in known]


def keys_of(names: Iterable[str]) -> str:
    """The keys of one command, or the first key of each of several."""
    commands = by_name()
    known = [commands.get(name) for name in names]
    if len(known) == 1 and known[0] is not None:
        return written(known[0])
    firsts = [command.keys[:1] if command else (name,) for name, command in zip(names, known, strict=True)]
    return "  ".join(shown(key) for keys in firsts for key in keys) or "palette"


def first_key(name: str) -> str:
    """The key of a command that is told where there is room for one."""
    return shown((by_name()[name].keys or ("palette",))[0])


def written(command: Command) -> str:
    """All keys of a command; one that has none is in the palette."""
    return "  ".join(map(shown, command.keys[:SHOWN_KEYS])) or "palette"


def all_keys(scope: str) -> list[Section]:
    """Every command by group: those of the screen that `scope` is on, then those of the others."""
    own = next(scopes for scopes in SCREENS if scope in scopes)
    here: dict[str, list[tuple[str, str]]] = {}
    there: dict[str, list[tuple[str, str]]] = {}
    for command in user_config().commands:
        groups = here if set(command.scopes).intersection(own) else there
        groups.setdefault(command.group, []).append((written(command), command.help))
    elsewhere = [Section(f"Elsewhere: {group}", tuple(rows)) for group, rows in there.items()]
    return [*(Section(group, tuple(rows)) for group, rows in here.items()), *elsewhere]


def narrowed(sections: Iterable[Section], asked: str) -> list[Section]:
    """What is left of `sections` when words are asked for."""
    kept = (
        Section(section.title, tuple(row for row in section.rows if fits(asked, f"{row[0]} {row[1]}")))
        for section in sections
    )
    return [section for section in kept if section.rows]
