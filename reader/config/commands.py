"""The actions of the screen, their keys and the words for them, each written once.

The screen makes its bindings, its help and its command palette from `ACTIONS`, and `reader keys` prints them, so that
no key is documented that does not work. Users may give actions other keys: `config` tells which, so whoever shows keys
asks there. The names of keys are Textual's ("ctrl+d", "left_square_bracket"); `shown` turns them into what is on the
keyboard, and `key_named` back. The trap: an action's name is that of an `action_` method of the rooms in `where`, which
a test holds true.
"""

import unicodedata
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import product


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

    @property
    def called(self) -> str:
        """Its name for those who give it other keys: `quotes`, `word-left`."""
        return CALLED.get(self.name) or self.name.replace("_", "-")


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
    Action("step('word',-1)", ("B", "ctrl+left"), "a word left", MOVE, TEXT),
    Action("step('word',1)", ("W", "ctrl+right"), "a word right", MOVE, TEXT),
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
    Action("back", ("ctrl+o", "backspace", "alt+left"), "back to where you were before a jump", MOVE, EVERYWHERE),
    Action("forward", ("ctrl+n", "alt+right"), "forward again through the places you were at", MOVE, EVERYWHERE),
    Action("set_mark", ("m",), "mark this place with a letter", MOVE),
    Action("go_to_mark", ("apostrophe",), "go to a mark; twice: to and fro", MOVE),
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
    Action("swap_ends", ("O",), "to the other end of the selection", SELECT, TEXT),
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
    Action("fit", ("f",), "move the ends of the note's passage", NOTE),
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
    Action("suspend", (), "suspend: back to the shell; fg there comes back", PROGRAM, EVERYWHERE),
    Action("step_back", ("escape",), "one step back; never quits", PROGRAM, EVERYWHERE),
    Action("quit", ("q", "ctrl+q"), "quit; drafts are kept", PROGRAM, EVERYWHERE),
)

CALLED = {
    "line(1)": "line-down",
    "line(-1)": "line-up",
    "step('character',-1)": "character-left",
    "step('character',1)": "character-right",
    "step('word',-1)": "word-left",
    "step('word',1)": "word-right",
    "page(1)": "page-down",
    "page(-1)": "page-up",
    "half_page(1)": "half-page-down",
    "half_page(-1)": "half-page-up",
    "step('paragraph',-1)": "previous-paragraph",
    "step('paragraph',1)": "next-paragraph",
    "step('sentence',-1)": "previous-sentence",
    "step('sentence',1)": "next-sentence",
    "next_hit(1)": "next-hit",
    "next_hit(-1)": "previous-hit",
    "select('characters')": "select-characters",
    "select('paragraphs')": "select-paragraphs",
    "extend('line',-1)": "select-line-up",
    "extend('line',1)": "select-line-down",
    "extend('character',-1)": "select-character-left",
    "extend('character',1)": "select-character-right",
    "extend('word',-1)": "select-word-left",
    "extend('word',1)": "select-word-right",
    "note(-1)": "previous-note",
    "note(1)": "next-note",
    "focus_pane(1)": "next-pane",
    "focus_pane(-1)": "previous-pane",
    "tab('names')": "names",
    "tab('quotes')": "quotes",
    "tab('notes')": "notes",
    "tab('outline')": "outline",
    "width(2)": "wider",
    "width(-2)": "narrower",
    "width(0)": "usual-width",
    "view('articles')": "all-articles",
    "view('notes')": "all-notes",
    "view('tags')": "all-tags",
    "sort(1)": "next-order",
    "sort(-1)": "previous-order",
    "remove(False)": "remove",
    "remove(True)": "remove-with-notes",
    "fold(True)": "fold",
    "fold(False)": "unfold",
}
"""What those who give an action other keys call it, where its own name has arguments."""

SIGNS = {
    "ampersand": "&",
    "apostrophe": "'",
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


MODIFIERS = ("ctrl", "alt", "shift")

ALIKE = {"ctrl+i": "tab", "ctrl+m": "enter", "ctrl+h": "backspace", "ctrl+left_square_bracket": "escape"}
"""What a terminal cannot tell apart."""

RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}
"""Signs that Textual calls otherwise than Unicode does."""

NAMED = {
    *("backspace", "delete", "down", "end", "enter", "escape", "home", "insert", "left", "pagedown", "pageup", "right"),
    *("space", "tab", "up", *(f"f{number}" for number in range(1, 25))),
}
"""Keys that write nothing, and Space."""

SPELLED = {"del": "delete", "esc": "escape", "ins": "insert", "pgdn": "pagedown", "pgup": "pageup", "return": "enter"}
"""What is written on keyboards, or by those who type names of keys."""


MOST_GAPS = 6
"""Between the words of a sign's name, for signs that are on keyboards."""


def shown(key: str) -> str:
    """A key as it is written on a keyboard: "ctrl+d" is Ctrl-D, "left_curly_bracket" is {."""
    *modifiers, last = key.split("+")
    name = SIGNS.get(last) or (sign_of(last) or last)
    if name == last and (modifiers or last[1:].isdigit()):
        name = last.upper()
    return "-".join([*(word.capitalize() for word in modifiers), name])


def sign_of(name: str) -> str | None:
    """The sign that a key writes, for one that is named by its sign."""
    first, *words = {renamed: name for name, renamed in RENAMED.items()}.get(name, name).split("_")
    if len(words) > MOST_GAPS:
        return None
    for gaps in product(" -", repeat=len(words)):  # which of the two a name had is not told any more
        with suppress(KeyError):
            return unicodedata.lookup(first + "".join(map("".join, zip(gaps, words, strict=True))))
    return None


def name_of(sign: str) -> str | None:
    """The name of the key that writes a sign; None for what is no sign."""
    if not sign.isprintable() or sign.isspace():
        return None
    name = unicodedata.name(sign, "").lower().replace("-", "_").replace(" ", "_")
    return RENAMED.get(name, name) or None


def key_named(words: str) -> str | None:
    """The key that is meant by "Ctrl-D", "ctrl+d", "{", "left_curly_bracket" or "PgDn"; None where no key is."""
    modifiers: list[str] = []
    rest = words.strip()
    while len(rest) > 1:
        first = next((word for word in MODIFIERS if rest.lower().startswith((f"{word}-", f"{word}+"))), None)
        if first is None:
            break
        modifiers.append(first)
        rest = rest[len(first) + 1 :]
    last = _last_named(rest, bool(modifiers))
    if last is None:
        return None
    if modifiers == ["shift"] and len(last) == 1:
        return last.upper()  # what a terminal sends of it is the capital alone
    key = "+".join([*(word for word in ("alt", "ctrl", "shift") if word in modifiers), last])
    return ALIKE.get(key, key)


def _last_named(word: str, modified: bool) -> str | None:
    """The key in `word` without what is held beside it."""
    by_sign = {sign.lower(): name for name, sign in SIGNS.items()}
    low = word.lower()
    if len(word) == 1 and word.isalnum():
        return low if modified else word
    if found := SPELLED.get(low) or by_sign.get(low):
        return found
    if low in NAMED or low in SIGNS:
        return low
    name = name_of(word) if len(word) == 1 else low
    sign = sign_of(name) if name else None
    return name if sign and name_of(sign) == name else None  # Unicode knows other names too, which are no keys


def groups(actions: Iterable[Action] = ACTIONS) -> dict[str, list[Action]]:
    """The actions by group, in the order in which they are shown."""
    found: dict[str, list[Action]] = {}
    for action in actions:
        found.setdefault(action.group, []).append(action)
    return found
