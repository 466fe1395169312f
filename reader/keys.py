"""The actions of the screen, their keys and the words for them, each written once.

The screen makes its bindings, its help and its command palette from `ACTIONS`, and `reader keys` prints them, so that
no key is documented that does not work. The names of keys are Textual's ("ctrl+d", "left_square_bracket"); `shown`
turns them into what is on the keyboard. The trap: an action's name is that of an `action_` method of the rooms in
`where`, which a test holds true.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the screen can do."""

    name: str
    """With its arguments, as Textual calls it: `tab('names')`."""
    keys: tuple[str, ...]
    words: str
    """What it does, for the help and the palette; lower case, no full stop."""
    group: str
    where: tuple[str, ...] = ("screen",)
    """The rooms that have it as an `action_` method: the "article" pane, a "list", the whole reading "screen"; and the
    screens over the whole library: the "library" itself, the "search" in it, the "page" of a name."""


MOVE, FIND, SELECT, NOTE, PANES, PROGRAM = "Move", "Find", "Select", "Notes", "Panes", "Program"

WHOLE, LIBRARY = "The whole library", "In the library"

TEXT, TEXT_AND_LIST = ("article",), ("article", "list")

BROWSING = ("library", "search", "page")

NAMING = ("screen", "search")

EVERYWHERE = ("screen", *BROWSING)

SCREENS = (("screen", "article", "list"), *((room, "list") for room in BROWSING))
"""The rooms whose keys hold at one time: on one screen no key means two things."""

ACTIONS = (
    Action("line(1)", ("j", "down"), "a line down", MOVE, TEXT_AND_LIST),
    Action("line(-1)", ("k", "up"), "a line up", MOVE, TEXT_AND_LIST),
    Action("step('character',-1)", ("h", "left"), "a character left", MOVE, TEXT),
    Action("step('character',1)", ("l", "right"), "a character right", MOVE, TEXT),
    Action("step('word',-1)", ("ctrl+left",), "a word left", MOVE, TEXT),
    Action("step('word',1)", ("ctrl+right",), "a word right", MOVE, TEXT),
    Action("line_start", ("0",), "start of the line", MOVE, TEXT),
    Action("line_end", ("dollar_sign",), "end of the line", MOVE, TEXT),
    Action("page(1)", ("space", "pagedown"), "a page down", MOVE, TEXT_AND_LIST),
    Action("page(-1)", ("b", "pageup"), "a page up", MOVE, TEXT_AND_LIST),
    Action("half_page(1)", ("d", "ctrl+d"), "half a page down", MOVE, TEXT_AND_LIST),
    Action("half_page(-1)", ("u", "ctrl+u"), "half a page up", MOVE, TEXT_AND_LIST),
    Action("top", ("g", "home"), "to the top", MOVE, TEXT_AND_LIST),
    Action("bottom", ("G", "end"), "to the end", MOVE, TEXT_AND_LIST),
    Action("step('paragraph',-1)", ("left_curly_bracket",), "previous paragraph", MOVE, TEXT),
    Action("step('paragraph',1)", ("right_curly_bracket",), "next paragraph", MOVE, TEXT),
    Action("step('sentence',-1)", ("left_parenthesis",), "previous sentence", MOVE, TEXT),
    Action("step('sentence',1)", ("right_parenthesis",), "next sentence", MOVE, TEXT),
    Action("back", ("ctrl+o", "backspace"), "back to where you were before a jump", MOVE),
    Action("search", ("slash",), "search in the article", FIND),
    Action("next_hit(1)", ("n",), "next hit, or next mention of the chosen name", FIND),
    Action("next_hit(-1)", ("N",), "previous hit or mention", FIND),
    Action("filter", ("ampersand",), "filter the side pane", FIND),
    Action("why", ("w",), "why: how the speaker of the quote was chosen", FIND),
    Action("indirect", ("i",), "show indirect speech too, or hide it", FIND, ("screen", "page")),
    Action("correct", ("c",), "correct a name or a speaker", FIND),
    Action("select('characters')", ("v",), "select characters, then move", SELECT, TEXT),
    Action("select('paragraphs')", ("V",), "select paragraphs, then move", SELECT, TEXT),
    Action("extend('line',-1)", ("shift+up",), "select a line up", SELECT, TEXT),
    Action("extend('line',1)", ("shift+down",), "select a line down", SELECT, TEXT),
    Action("extend('character',-1)", ("shift+left",), "select a character left", SELECT, TEXT),
    Action("extend('character',1)", ("shift+right",), "select a character right", SELECT, TEXT),
    Action("extend('word',-1)", ("ctrl+shift+left",), "select a word left", SELECT, TEXT),
    Action("extend('word',1)", ("ctrl+shift+right",), "select a word right", SELECT, TEXT),
    Action("copy", ("y", "ctrl+c"), "copy the selection, or the sentence under the caret", SELECT),
    Action("copy_quotation", ("Y",), "copy it as a Markdown quotation with its source", SELECT),
    Action("annotate", ("a",), "note on the selection, the chosen quote or this sentence", NOTE),
    Action("annotate_article", ("A",), "note on the article as a whole", NOTE),
    Action("highlight", ("H",), "highlight without a note", NOTE),
    Action("tag", ("t",), "tag the note under the caret, or the selection", NOTE),
    Action("edit", ("e",), "edit the note", NOTE),
    Action("edit_outside", ("ctrl+e",), "edit the note in $EDITOR", NOTE),
    Action("delete", ("x", "delete"), "delete the note", NOTE),
    Action("relink", ("R",), "put the note on other words: select them, then Enter", NOTE),
    Action("undo", ("U", "ctrl+z"), "undo the last change of notes", NOTE, ("screen", "library")),
    Action("redo", ("ctrl+y",), "redo", NOTE, ("screen", "library")),
    Action("note(-1)", ("left_square_bracket",), "previous note", NOTE),
    Action("note(1)", ("right_square_bracket",), "next note", NOTE),
    Action("focus_pane(1)", ("tab",), "next pane", PANES),
    Action("focus_pane(-1)", ("shift+tab",), "previous pane", PANES),
    Action("tab('names')", ("1",), "names: who is in it", PANES),
    Action("tab('quotes')", ("2",), "quotes: who said what", PANES),
    Action("tab('notes')", ("3",), "your notes", PANES),
    Action("tab('outline')", ("4", "o"), "outline", PANES),
    Action(
        "open",
        ("enter",),
        "go to what is chosen, or open what is under the caret",
        PANES,
        EVERYWHERE,
    ),
    Action("side_pane", ("z",), "hide or show the side pane", PANES),
    Action("width(2)", ("plus",), "wider text", PANES),
    Action("width(-2)", ("minus",), "narrower text", PANES),
    Action("width(0)", ("equals_sign",), "text as wide as reads well", PANES),
    Action("library", ("L",), "the library: all articles, notes and tags", WHOLE, EVERYWHERE),
    Action("search_library", ("s",), "search all articles, quotes and notes", WHOLE, EVERYWHERE),
    Action("page_of_name", ("S",), "what somebody said in every article; all places of a name", WHOLE, NAMING),
    Action("view('articles')", ("1",), "all articles", LIBRARY, ("library",)),
    Action("view('notes')", ("2",), "all notes", LIBRARY, ("library",)),
    Action("view('tags')", ("3",), "all tags", LIBRARY, ("library",)),
    Action("browse", ("slash", "ampersand"), "filter, or go on typing what is searched", LIBRARY, BROWSING),
    Action("sort(1)", ("greater_than_sign",), "sort the articles in the next order", LIBRARY, ("library",)),
    Action("sort(-1)", ("less_than_sign",), "sort them in the previous order", LIBRARY, ("library",)),
    Action("add", ("a",), "add an article by its path or URL", LIBRARY, ("library",)),
    Action("tag_article", ("t",), "tag the article, or call the tag by another name", LIBRARY, ("library",)),
    Action("archive", ("D",), "archive the article, or take it back", LIBRARY, ("library",)),
    Action("remove(False)", ("x", "delete"), "remove the article; its notes are kept", LIBRARY, ("library",)),
    Action("remove(True)", ("X",), "remove the article and its notes", LIBRARY, ("library",)),
    Action("fold(True)", ("h", "left"), "fold what is nested in the tag", LIBRARY, ("library",)),
    Action("fold(False)", ("l", "right"), "unfold it", LIBRARY, ("library",)),
    Action("export", ("E",), "export the article's notes as Markdown", PROGRAM),
    Action("reload", ("r",), "read the article again", PROGRAM),
    Action("theme", (), "change between the light and the dark theme", PROGRAM, EVERYWHERE),
    Action("tour", (), "the one-minute tour on the sample article", PROGRAM, EVERYWHERE),
    Action("help", ("question_mark", "f1"), "these keys", PROGRAM, EVERYWHERE),
    Action("palette", ("colon", "ctrl+p"), "command palette: every action by name", PROGRAM, EVERYWHERE),
    Action("step_back", ("escape",), "one step back; never quits", PROGRAM, EVERYWHERE),
    Action("quit", ("q", "ctrl+q"), "quit; drafts are kept", PROGRAM, EVERYWHERE),
)

SIGNS = {
    "ampersand": "&",
    "backspace": "Backspace",
    "colon": ":",
    "delete": "Del",
    "dollar_sign": "$",
    "down": "↓",
    "end": "End",
    "enter": "Enter",
    "equals_sign": "=",
    "escape": "Esc",
    "greater_than_sign": ">",
    "home": "Home",
    "left": "←",
    "left_curly_bracket": "{",
    "left_parenthesis": "(",
    "left_square_bracket": "[",
    "less_than_sign": "<",
    "minus": "-",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "plus": "+",
    "question_mark": "?",
    "right": "→",
    "right_curly_bracket": "}",
    "right_parenthesis": ")",
    "right_square_bracket": "]",
    "slash": "/",
    "space": "Space",
    "tab": "Tab",
    "up": "↑",
}


def shown(key: str) -> str:
    """A key as it is written on a keyboard: "ctrl+d" is Ctrl-D, "left_curly_bracket" is {."""
    *modifiers, last = key.split("+")
    name = SIGNS.get(last, last.upper() if modifiers or last[1:].isdigit() else last)
    return "-".join([*(word.capitalize() for word in modifiers), name])


def groups() -> dict[str, list[Action]]:
    """The actions by group, in the order in which they are shown."""
    found: dict[str, list[Action]] = {}
    for action in ACTIONS:
        found.setdefault(action.group, []).append(action)
    return found
