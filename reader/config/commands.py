"""The commands of the screen: one row for each, with its id, its keys and the words for it.

The screens make their bindings, the help and the command palette from `COMMANDS`, and `reader keys` prints them, so
that no key is documented that does not work. Users may give commands other keys: `user_config` knows them, so whoever
shows keys asks there. The names of keys are Textual's; `reader.config.key_names` translates them.

A command's id is its name in a user's table of keys. It stands in its row and with its handler, nowhere else.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Command(NamedTuple):
    """One thing that the screen can do."""

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
    is_new: bool = False
    """True if it came after the last release, so that a keymap may give its keys away without knowing it."""


MOVE, FIND, SELECT, NOTE, PANES, PROGRAM = "Move", "Find", "Select", "Notes", "Panes", "Program"

WHOLE, LIBRARY = "The whole library", "In the library"

TEXT, TEXT_AND_LIST = ("article",), ("article", "list")

ARTICLE, SHELVES = ("screen",), ("library",)

BROWSING = ("library", "search", "page", "versions")

VERSIONS = ("versions",)

NAMING, QUOTING, CHANGING = ("screen", "search"), ("screen", "page"), ("screen", "library")

EVERYWHERE = ("screen", *BROWSING)

SCREENS = (("screen", "article", "list"), *((scope, "list") for scope in BROWSING))
"""The scopes whose keys hold at one time: on one screen no key means two things."""

COMMANDS = (
    Command("line-down", ("j", "down"), "a line down", MOVE, TEXT_AND_LIST, "move cursor caret scroll"),
    Command("line-up", ("k", "up"), "a line up", MOVE, TEXT_AND_LIST, "move cursor caret scroll"),
    Command("character-left", ("h", "left"), "a character left", MOVE, TEXT, "move cursor caret"),
    Command("character-right", ("l", "right"), "a character right", MOVE, TEXT, "move cursor caret"),
    Command("word-left", ("B", "ctrl+left"), "a word left", MOVE, TEXT, "move cursor caret"),
    Command("word-right", ("W", "ctrl+right"), "a word right", MOVE, TEXT, "move cursor caret"),
    Command("line-start", ("0",), "start of the line", MOVE, TEXT, "move beginning home"),
    Command("line-end", ("dollar_sign",), "end of the line", MOVE, TEXT, "move"),
    Command("page-down", ("space", "pagedown"), "a page down", MOVE, TEXT_AND_LIST, "scroll turn screen"),
    Command("page-up", ("b", "pageup"), "a page up", MOVE, TEXT_AND_LIST, "scroll turn screen"),
    Command("half-page-down", ("d", "ctrl+d"), "half a page down", MOVE, TEXT_AND_LIST, "scroll"),
    Command("half-page-up", ("u", "ctrl+u"), "half a page up", MOVE, TEXT_AND_LIST, "scroll"),
    Command("top", ("g", "home"), "to the top", MOVE, TEXT_AND_LIST, "start beginning first home"),
    Command("bottom", ("G", "end"), "to the end", MOVE, TEXT_AND_LIST, "last finish"),
    Command("previous-paragraph", ("left_curly_bracket",), "previous paragraph", MOVE, TEXT, "move cursor caret"),
    Command("next-paragraph", ("right_curly_bracket",), "next paragraph", MOVE, TEXT, "move cursor caret"),
    Command("previous-sentence", ("left_parenthesis",), "previous sentence", MOVE, TEXT, "move cursor caret"),
    Command("next-sentence", ("right_parenthesis",), "next sentence", MOVE, TEXT, "move cursor caret"),
    Command(
        "back",
        ("ctrl+o", "backspace", "alt+left"),
        "go back to where you were before a jump",
        MOVE,
        EVERYWHERE,
        "return previous place history jump",
    ),
    Command(
        "forward",
        ("ctrl+n", "alt+right"),
        "go forward again through the places you visited",
        MOVE,
        EVERYWHERE,
        "next place history jump",
    ),
    Command(
        "set-mark",
        ("m",),
        "mark this place with a letter",
        MOVE,
        ARTICLE,
        "bookmark remember set place position letter",
    ),
    Command(
        "go-to-mark",
        ("apostrophe",),
        "jump to a mark ('' = last position)",
        MOVE,
        ARTICLE,
        "bookmark jump place position letter",
    ),
    Command("search", ("slash",), "search in the article", FIND, ARTICLE, "find look for words text"),
    Command(
        "next-hit",
        ("n",),
        "next hit, or next mention of the chosen name",
        FIND,
        ARTICLE,
        "search find result match occurrence again",
    ),
    Command(
        "previous-hit", ("N",), "previous hit or mention", FIND, ARTICLE, "search find result match occurrence again"
    ),
    Command(
        "next-entry",
        ("J",),
        "next entry of the open list: quote, note, mention",
        FIND,
        ARTICLE,
        "step following quote note mention heading",
        is_new=True,
    ),
    Command(
        "previous-entry",
        ("K",),
        "previous entry of the open list",
        FIND,
        ARTICLE,
        "step quote note mention heading",
        is_new=True,
    ),
    Command("filter", ("ampersand",), "filter the side pane", FIND, ARTICLE, "narrow list find search"),
    Command(
        "why",
        ("w",),
        "why: how the speaker of the quote was chosen",
        FIND,
        ARTICLE,
        "who said this explain reason attribution evidence confidence uncertain speaker",
    ),
    Command(
        "indirect",
        ("i",),
        "show or hide indirect speech",
        FIND,
        QUOTING,
        "reported speech said that paraphrase without quotation marks",
    ),
    Command(
        "correct",
        ("c",),
        "correct a name or a speaker, or add what is selected",
        FIND,
        ARTICLE,
        "fix wrong mistake missed missing add rename merge same person alias dismiss speaker attribution kind type",
    ),
    Command(
        "select-characters", ("v",), "select characters, then move", SELECT, TEXT, "mark block visual passage words"
    ),
    Command(
        "select-paragraphs", ("V",), "select paragraphs, then move", SELECT, TEXT, "mark block visual passage words"
    ),
    Command("select-line-up", ("shift+up",), "select a line up", SELECT, TEXT, "mark selection"),
    Command("select-line-down", ("shift+down",), "select a line down", SELECT, TEXT, "mark selection"),
    Command("select-character-left", ("shift+left",), "select a character left", SELECT, TEXT, "mark selection"),
    Command("select-character-right", ("shift+right",), "select a character right", SELECT, TEXT, "mark selection"),
    Command("select-word-left", ("ctrl+shift+left",), "select a word left", SELECT, TEXT, "mark selection"),
    Command("select-word-right", ("ctrl+shift+right",), "select a word right", SELECT, TEXT, "mark selection"),
    Command("swap-ends", ("O",), "swap selection ends", SELECT, TEXT, "other side start exchange selection"),
    Command(
        "copy",
        ("y",),
        "copy the selection, or the sentence under the caret",
        SELECT,
        ARTICLE,
        "clipboard yank",
    ),
    Command(
        "copy-quotation",
        ("Y",),
        "copy it as a Markdown quotation with its source",
        SELECT,
        ARTICLE,
        "clipboard yank cite citation quote reference",
    ),
    Command(
        "annotate",
        ("a",),
        "note on the selection, the chosen quote or this sentence",
        NOTE,
        ARTICLE,
        "comment write add new annotation remark",
    ),
    Command(
        "annotate-article",
        ("A",),
        "note on the article as a whole",
        NOTE,
        ARTICLE,
        "comment write add new annotation summary",
    ),
    Command(
        "highlight",
        ("H",),
        "highlight without a note; again: the next colour",
        NOTE,
        ARTICLE,
        "mark underline colour color marker passage yellow green pink violet",
    ),
    Command("tag", ("t",), "tag the note under the caret, or the selection", NOTE, ARTICLE, "label keyword category"),
    Command("edit", ("e",), "edit the note", NOTE, ARTICLE, "change rewrite comment annotation"),
    Command(
        "edit-outside",
        ("ctrl+e",),
        "edit the note in $EDITOR",
        NOTE,
        ARTICLE,
        "change external vim nano editor comment",
    ),
    Command("delete", ("x", "delete"), "delete the note", NOTE, ARTICLE, "remove erase throw away comment annotation"),
    Command(
        "relink",
        ("R",),
        "move the note to other words: select them, then Enter",
        NOTE,
        ARTICLE,
        "move note another passage reattach anchor orphaned",
    ),
    Command(
        "fit",
        ("f",),
        "adjust the range of the note",
        NOTE,
        ARTICLE,
        "range resize extend shrink grow adjust boundaries longer shorter passage ends",
    ),
    Command("undo", ("U", "ctrl+z"), "undo the last change of notes", NOTE, CHANGING, "take back revert mistake"),
    Command("redo", ("ctrl+y",), "redo", NOTE, CHANGING, "again repeat"),
    Command("previous-note", ("left_square_bracket",), "previous note", NOTE, ARTICLE, "comment annotation jump go"),
    Command("next-note", ("right_square_bracket",), "next note", NOTE, ARTICLE, "comment annotation jump go"),
    Command("next-pane", ("tab",), "next pane", PANES, ARTICLE, "switch window focus panel"),
    Command("previous-pane", ("shift+tab",), "previous pane", PANES, ARTICLE, "switch window focus panel"),
    Command(
        "names",
        ("1",),
        "names: who is in it",
        PANES,
        ARTICLE,
        "people persons organisations organizations places entities characters show list",
    ),
    Command("quotes", ("2",), "quotes: who said what", PANES, ARTICLE, "quotations speakers statements show list"),
    Command("notes", ("3",), "your notes", PANES, ARTICLE, "comments annotations highlights show list"),
    Command(
        "outline", ("4", "o"), "outline", PANES, ARTICLE, "headings contents toc chapters sections structure show list"
    ),
    Command(
        "checks",
        ("5",),
        "checks: are its quotations real",
        PANES,
        ARTICLE,
        "verify verdicts quotations sources fact-check show list",
        is_new=True,
    ),
    Command(
        "verify",
        ("C",),
        "check its quotations against the library",
        PANES,
        ARTICLE,
        "verify fact-check sources real misquoted draft proof",
        is_new=True,
    ),
    Command(
        "accept-check",
        ("p",),
        "accept the verdict: checked by you",
        PANES,
        ARTICLE,
        "verify pass approve done seen confirm check off",
        is_new=True,
    ),
    Command(
        "open",
        ("enter",),
        "open the selected item, or the link, note or name here",
        PANES,
        EVERYWHERE,
        "go follow link browser enter",
    ),
    Command(
        "side-pane",
        ("z",),
        "hide or show the side pane",
        PANES,
        ARTICLE,
        "panel sidebar split zen full width distraction",
    ),
    Command(
        "marks",
        ("M",),
        "marks in the text: all, quotes, notes only",
        PANES,
        ARTICLE,
        "names quotes hide show fewer none calm plain clean",
        is_new=True,
    ),
    Command(
        "decorate",
        (),
        "underline and italics for names and quotes, or colour only",
        PANES,
        ARTICLE,
        "marks decorated colour-blind accessibility tell apart contrast",
    ),
    Command("wider", ("plus",), "wider text", PANES, ARTICLE, "columns margin measure line length size zoom"),
    Command("narrower", ("minus",), "narrower text", PANES, ARTICLE, "columns margin measure line length size zoom"),
    Command(
        "usual-width",
        ("equals_sign",),
        "default text width",
        PANES,
        ARTICLE,
        "columns margin measure line length size zoom",
    ),
    Command(
        "library",
        ("L",),
        "the library: all articles, notes and tags",
        WHOLE,
        EVERYWHERE,
        "articles home all books overview history recent",
    ),
    Command(
        "search-library",
        ("s",),
        "search all articles, quotes and notes",
        WHOLE,
        EVERYWHERE,
        "find everywhere global full text",
    ),
    Command(
        "page-of-name",
        ("S",),
        "everything a person said; every mention of a name",
        WHOLE,
        NAMING,
        "person speaker profile everything quotes who statements across",
    ),
    Command(
        "versions",
        (),
        "versions: what changed between the texts of the article",
        WHOLE,
        ARTICLE,
        "history diff compare changed before earlier edits correction update silent",
        is_new=True,
    ),
    Command(
        "older-version",
        ("less_than_sign",),
        "compare the version before with the one before that",
        WHOLE,
        VERSIONS,
        "previous earlier diff history",
        is_new=True,
    ),
    Command(
        "newer-version",
        ("greater_than_sign",),
        "compare with the version after",
        WHOLE,
        VERSIONS,
        "next later diff history",
        is_new=True,
    ),
    Command("all-articles", ("1",), "all articles", LIBRARY, SHELVES, "show list books"),
    Command("all-notes", ("2",), "all notes", LIBRARY, SHELVES, "show list comments annotations highlights"),
    Command("all-tags", ("3",), "all tags", LIBRARY, SHELVES, "show list labels keywords"),
    Command(
        "browse",
        ("slash", "ampersand"),
        "filter the list, or edit the search",
        LIBRARY,
        BROWSING,
        "narrow search find type",
    ),
    Command(
        "next-order",
        ("greater_than_sign",),
        "sort the articles by the next order",
        LIBRARY,
        SHELVES,
        "order arrange title date author",
    ),
    Command(
        "previous-order",
        ("less_than_sign",),
        "sort the articles by the previous order",
        LIBRARY,
        SHELVES,
        "order arrange title date author",
    ),
    Command(
        "pick",
        ("v",),
        "pick the entry to export it, or drop it again",
        LIBRARY,
        BROWSING,
        "select choose mark several check tick export",
        is_new=True,
    ),
    Command(
        "add",
        ("a",),
        "add an article by its path or URL",
        LIBRARY,
        SHELVES,
        "new import file url web page book pdf open",
    ),
    Command(
        "tag-article",
        ("t",),
        "tag the article, or rename the tag",
        LIBRARY,
        SHELVES,
        "label keyword rename",
    ),
    Command(
        "archive",
        ("D",),
        "archive the article, or restore it",
        LIBRARY,
        SHELVES,
        "put away hide done unarchive restore",
    ),
    Command(
        "remove", ("x", "delete"), "remove the article; its notes are kept", LIBRARY, SHELVES, "delete throw away trash"
    ),
    Command(
        "remove-with-notes", ("X",), "remove the article and its notes", LIBRARY, SHELVES, "delete throw away trash"
    ),
    Command(
        "fold",
        ("h", "left"),
        "fold the tag",
        LIBRARY,
        SHELVES,
        "collapse expand nested tree open close",
    ),
    Command("unfold", ("l", "right"), "unfold the tag", LIBRARY, SHELVES, "collapse expand nested tree open close"),
    Command(
        "export",
        ("E",),
        "export notes, quotes and names to a file",
        PROGRAM,
        EVERYWHERE,
        "save as write share markdown obsidian logseq html csv json file notes out",
    ),
    Command("reload", ("r",), "reload the article", PROGRAM, ARTICLE, "refresh again update changed fetch"),
    Command(
        "whole-page",
        (),
        "show the web page whole, or only its article again",
        PROGRAM,
        ARTICLE,
        "left out everything comments full complete all missing site extract",
        is_new=True,
    ),
    Command(
        "theme",
        (),
        "switch between the light and the dark theme",
        PROGRAM,
        EVERYWHERE,
        "dark light night day colours colors mode appearance paper ink look",
    ),
    Command(
        "choose-theme",
        (),
        "theme…: choose one",
        PROGRAM,
        EVERYWHERE,
        "colours colors appearance look list",
        is_new=True,
    ),
    Command(
        "tour",
        (),
        "the one-minute tour on the sample article",
        PROGRAM,
        EVERYWHERE,
        "tutorial introduction learn beginner start guide lesson",
    ),
    Command(
        "help",
        ("question_mark", "f1"),
        "these keys",
        PROGRAM,
        EVERYWHERE,
        "keys shortcuts keyboard bindings manual how",
    ),
    Command(
        "palette",
        ("colon", "ctrl+p"),
        "command palette: every action by name",
        PROGRAM,
        EVERYWHERE,
        "commands actions menu run",
    ),
    Command(
        "repaint",
        ("ctrl+l",),
        "repaint the whole screen",
        PROGRAM,
        EVERYWHERE,
        "redraw refresh clear display garbled wrong marks left over leftovers terminal fix",
        is_new=True,
    ),
    Command(
        "suspend",
        (),
        "suspend to the shell (fg resumes)",
        PROGRAM,
        EVERYWHERE,
        "background shell stop pause job",
    ),
    Command(
        "step-back", ("escape",), "cancel / go back (never quits)", PROGRAM, EVERYWHERE, "escape cancel close leave"
    ),
    Command(
        "interrupt",
        ("ctrl+c",),
        "copy the selection, if there is one",
        PROGRAM,
        EVERYWHERE,
        "stop break",
        is_new=True,
    ),
    Command("quit", ("q", "ctrl+q"), "quit; drafts are kept", PROGRAM, EVERYWHERE, "exit leave close bye end"),
)


def groups(commands: Iterable[Command] = COMMANDS) -> dict[str, list[Command]]:
    """Return the commands by group, in the order in which they are shown."""
    found: dict[str, list[Command]] = {}
    for command in commands:
        found.setdefault(command.group, []).append(command)
    return found
