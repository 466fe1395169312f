"""What the keys do where you are: for each place of the screen the few that count there, in words for that place.

The help shows these first. A key is never written here, only the action that has it, so that none is told that does not
work; what is told without an action is typed into a line (`tag:city`) or is that line's own Enter. The trap: a place is
named by the screens (`ReadingScreen.place`, `Browsing.place`), and a test goes to each of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from reader.config import user_config
from reader.config.command_search import fits
from reader.config.commands import ACTIONS, SCREENS, Action, shown

SHOWN_KEYS = 4
"""Keys of one line: what stands beside its words in 80 columns."""


@dataclass(frozen=True, slots=True)
class Line:
    """What some actions do in a place, or what is typed there."""

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

LIST_MOVES = line("from one to the next, and back", "line(1)", "line(-1)")

LIBRARY_TABS = line("articles, notes, tags", "view('articles')", "view('notes')", "view('tags')")

TYPED = line("into the list", "enter", "down")

PLACES = {
    "text": Place(
        "In the text",
        (
            line("a line down, a line up", "line(1)", "line(-1)"),
            line("a page down, a page up", "page(1)", "page(-1)"),
            line("search; then the next hit, the previous", "search", "next_hit(1)", "next_hit(-1)"),
            line("select: move on, then note, tag or copy it", "select('characters')", "select('paragraphs')"),
            line("write a note on the selection, or on this sentence", "annotate"),
            line("highlight it without a note", "highlight"),
            line("open the note, link, name or quote under the caret", "open"),
            line("why the quote under the caret has its speaker", "why"),
            line("previous note, next note", "note(-1)", "note(1)"),
            line(
                "names, quotes, notes, outline beside the text",
                "tab('names')",
                "tab('quotes')",
                "tab('notes')",
                "tab('outline')",
            ),
            line("into the pane beside the text, and back", "focus_pane(1)"),
            line("back to where you were before a jump; forward again", "back", "forward"),
        ),
    ),
    "selection": Place(
        "With words selected",
        (
            line("select more, or less: any move does", "line(1)", "line(-1)", "step('word',1)"),
            line("to their other end", "swap_ends"),
            line("write a note on them", "annotate"),
            line("highlight them", "highlight"),
            line("tag them", "tag"),
            line("copy them; as a Markdown quotation with its source", "copy", "copy_quotation"),
            line("select nothing", "step_back"),
        ),
    ),
    "choosing": Place(
        "Choosing other words for a note",
        (
            line("begin to select, then move to the last word", "select('characters')", "select('paragraphs')"),
            line("put the note on what is selected", "open"),
            line("leave the note where it is", "step_back"),
        ),
    ),
    "fitting": Place(
        "Moving the ends of a note",
        (
            line("one character less, or more", "step('character',-1)", "step('character',1)"),
            line("one word less, or more; other moves do too", "step('word',-1)", "step('word',1)"),
            line("to the other end", "focus_pane(1)", "swap_ends"),
            line("keep it on what is selected", "open"),
            line("leave the note where it was", "step_back"),
        ),
    ),
    "names": Place(
        "In the list of names",
        (
            LIST_MOVES,
            line("go to its first mention; again: to the next one", "open"),
            line("next mention, previous mention", "next_hit(1)", "next_hit(-1)"),
            line("rename it, merge it, or say that it is no name", "correct"),
            line("what this person said in every article, and more", "page_of_name"),
            line("show only names that hold some words", "filter"),
            line("back to the text", "focus_pane(1)", "step_back"),
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
            line("copy it as a Markdown quotation with its speaker", "copy_quotation"),
            line("show what was said without quotation marks too", "indirect"),
            line("what this speaker said in every article", "page_of_name"),
            line("show only quotes that hold some words", "filter"),
            line("back to the text", "focus_pane(1)", "step_back"),
        ),
    ),
    "notes": Place(
        "In the list of notes",
        (
            LIST_MOVES,
            line("go to it; review it if its words changed or are gone", "open"),
            line("edit it; in your own editor", "edit", "edit_outside"),
            line("tag it", "tag"),
            line("put it on other words; move its ends", "relink", "fit"),
            line("delete it, which can be undone", "delete"),
            line("undo, redo", "undo", "redo"),
            line("write a note on the article as a whole", "annotate_article"),
            line("show only notes that hold some words", "filter"),
            line("back to the text", "focus_pane(1)", "step_back"),
        ),
    ),
    "outline": Place(
        "In the outline",
        (
            LIST_MOVES,
            line("go to the heading; again: into the text", "open"),
            line("show only headings that hold some words", "filter"),
            line("back to the text", "focus_pane(1)", "step_back"),
        ),
    ),
    "filter": Place(
        "Filtering the side pane",
        (
            line("only what holds all of these words stays listed", "any words"),
            line("into the list", "enter"),
            line("all of it again", "step_back"),
        ),
    ),
    "searching": Place(
        "Searching in the article",
        (
            line("found across lines, whatever the quotation marks", "any words"),
            line("go to the first hit, back in the text", "enter"),
            line("then the next hit, the previous", "next_hit(1)", "next_hit(-1)"),
            line("leave the search", "step_back"),
        ),
    ),
    "articles": Place(
        "In the list of articles",
        (
            LIST_MOVES,
            line("read it, from where you left it", "open"),
            line("filter the list", "browse"),
            line("sort it another way", "sort(-1)", "sort(1)"),
            line("add an article by its path or URL", "add"),
            line("tag the article", "tag_article"),
            line("archive it, or take it back", "archive"),
            line("remove it and keep its notes; remove its notes too", "remove(False)", "remove(True)"),
            line("undo, redo", "undo", "redo"),
            LIBRARY_TABS,
            line("search all articles, quotes and notes", "search_library"),
        ),
    ),
    "all notes": Place(
        "In the list of all notes",
        (
            LIST_MOVES,
            line("open the article at the note", "open"),
            line("filter the list", "browse"),
            LIBRARY_TABS,
            line("search all articles, quotes and notes", "search_library"),
        ),
    ),
    "tags": Place(
        "In the list of tags",
        (
            LIST_MOVES,
            line("show the notes that have it", "open"),
            line("fold what is nested in it, unfold it", "fold(True)", "fold(False)"),
            line("call it by another name, in all notes", "tag_article"),
            line("undo, redo", "undo", "redo"),
            line("filter the list", "browse"),
            LIBRARY_TABS,
        ),
    ),
    "library filter": Place("Filtering the library", (*FILTERS, TYPED, line("all of it again", "step_back"))),
    "search line": Place(
        "Searching everything you have read",
        (
            *FILTERS,
            line("only notes; or in:quotes, in:articles", "in:notes"),
            TYPED,
            line("leave the search", "step_back"),
        ),
    ),
    "hits": Place(
        "In what was found",
        (
            LIST_MOVES,
            line("open the article there; back from there to this list", "open", "back"),
            line("what the speaker of the quote said in every article", "page_of_name"),
            line("go on typing", "browse"),
            line("leave the search", "step_back"),
        ),
    ),
    "page": Place(
        "On the page of a name",
        (
            LIST_MOVES,
            line("open the article there", "open"),
            line("show what was said without quotation marks too", "indirect"),
            line("filter the list", "browse"),
            line("back", "step_back"),
        ),
    ),
    "page filter": Place(
        "Filtering the page of a name",
        (
            line("only what holds all of these words stays listed", "any words"),
            TYPED,
            line("all of it again", "step_back"),
        ),
    ),
}
"""Every place of the screens; boxes tell their own keys."""

NAMES = {action.name for action in ACTIONS}


def by_name() -> dict[str, Action]:
    """The actions with the keys that the user has for them."""
    return {action.name: action for action in user_config().actions}


def rows_of(place: Place) -> tuple[tuple[str, str], ...]:
    """The lines of a place as (keys, words)."""
    return tuple((keys_of(each.names), each.words) for each in place.lines)


def actions_of(place: Place) -> list[Action]:
    """The actions that count there, the first first."""
    known = by_name()
    return [known[name] for each in place.lines for name in each.names if name in known]


def keys_of(names: Iterable[str]) -> str:
    """The keys of one action, or the first key of each of several."""
    actions = by_name()
    known = [actions.get(name) for name in names]
    if len(known) == 1 and known[0] is not None:
        return written(known[0])
    firsts = [action.keys[:1] if action else (name,) for name, action in zip(names, known, strict=True)]
    return "  ".join(shown(key) for keys in firsts for key in keys) or "palette"


def first_key(name: str) -> str:
    """The key of an action that is told where there is room for one."""
    return shown((by_name()[name].keys or ("palette",))[0])


def written(action: Action) -> str:
    """All keys of an action; one that has none is in the palette."""
    return "  ".join(map(shown, action.keys[:SHOWN_KEYS])) or "palette"


def all_keys(room: str) -> list[Section]:
    """Every action by group: those of the screen that `room` is on, then those of the others."""
    own = next(rooms for rooms in SCREENS if room in rooms)
    here: dict[str, list[tuple[str, str]]] = {}
    there: dict[str, list[tuple[str, str]]] = {}
    for action in user_config().actions:
        groups = here if set(action.where).intersection(own) else there
        groups.setdefault(action.group, []).append((written(action), action.words))
    elsewhere = [Section(f"Elsewhere: {group}", tuple(rows)) for group, rows in there.items()]
    return [*(Section(group, tuple(rows)) for group, rows in here.items()), *elsewhere]


def narrowed(sections: Iterable[Section], asked: str) -> list[Section]:
    """What is left of `sections` when words are asked for."""
    kept = (
        Section(section.title, tuple(row for row in section.rows if fits(asked, f"{row[0]} {row[1]}")))
        for section in sections
    )
    return [section for section in kept if section.rows]
