"""The commands of the screen: one row for each, with its id, its keys and the words for it.

The screens make their bindings, the help and the command palette from `COMMANDS`, and `reader keys` prints them, so
that no key is documented that does not work. Users may give commands other keys: `user_config` knows them, so whoever
shows keys asks there. The names of keys are Textual's; `reader.config.key_names` translates them.

A command's id is its name in a user's table of keys. It stands in its row and with its handler, and in the contexts
that name it. The commands that open a tab come from the table of the tabs.
"""

from collections.abc import Iterable
from typing import NamedTuple

from reader.config.contexts import LIBRARY_TABS, SIDE_TABS, Tab
from reader.config.key_names import key_label

SHOWN_KEYS = 4
"""The most keys beside one description: more do not fit in 80 columns."""


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
    def is_new(self) -> bool:
        """True if it came after the last release, so that a keymap may give its keys away without knowing it."""
        return self.id in NEW

    @property
    def keys_label(self) -> str:
        """Its keys as they are written on a keyboard; “palette” without any."""
        return "  ".join(map(key_label, self.keys[:SHOWN_KEYS])) or "palette"


MOVE, FIND, SELECT, NOTE, PANES, PROGRAM = "Move", "Find", "Select", "Notes", "Panes", "Program"

WHOLE, LIBRARY = "The whole library", "In the library"

TEXT, TEXT_AND_LIST = ("article",), ("article", "list")

ARTICLE, SHELVES = ("screen",), ("library",)

BROWSING = ("library", "search", "page", "versions")

VERSIONS = ("versions",)

SEEKING = ("library", "search")

NAMING, QUOTING, CHANGING = ("screen", "search"), ("screen", "page"), ("screen", "library")

EVERYWHERE = ("screen", *BROWSING)

NEW = frozenset(
    """
next-entry previous-entry checks verify accept-check put-right check-speakers marks versions older-version newer-version
all-people repeat pick put-in-dossier dossier next-text previous-text whole-page genre turns beside choose-theme repaint
interrupt
""".split()
)
"""The commands that came after the last release."""

SCREENS = (("screen", "article", "list"), *((scope, "list") for scope in BROWSING))
"""The scopes whose keys hold at one time: on one screen no key means two things."""


def row(name: str, keys: str, words: str, synonyms: str, scopes: tuple[str, ...] = ()) -> Command:
    """Return a command of a group that gives it its scopes, unless it has its own; spaces stand between its keys."""
    return Command(name, tuple(keys.split()), words, "", scopes, synonyms)


def opening(tab: Tab) -> Command:
    return row(tab.id, tab.keys, tab.help, tab.synonyms)


def grouped(group: str, scopes: tuple[str, ...], *rows: Command) -> tuple[Command, ...]:
    return tuple(each._replace(group=group, scopes=each.scopes or scopes) for each in rows)


COMMANDS = (
    *grouped(
        MOVE,
        TEXT,
        row("line-down", "j down", "a line down", "move cursor caret scroll", TEXT_AND_LIST),
        row("line-up", "k up", "a line up", "move cursor caret scroll", TEXT_AND_LIST),
        row("character-left", "h left", "a character left", "move cursor caret"),
        row("character-right", "l right", "a character right", "move cursor caret"),
        row("word-left", "B ctrl+left", "a word left", "move cursor caret"),
        row("word-right", "W ctrl+right", "a word right", "move cursor caret"),
        row("line-start", "0", "start of the line", "move beginning home"),
        row("line-end", "dollar_sign", "end of the line", "move"),
        row("page-down", "space pagedown", "a page down", "scroll turn screen", TEXT_AND_LIST),
        row("page-up", "b pageup", "a page up", "scroll turn screen", TEXT_AND_LIST),
        row("half-page-down", "d ctrl+d", "half a page down", "scroll", TEXT_AND_LIST),
        row("half-page-up", "u ctrl+u", "half a page up", "scroll", TEXT_AND_LIST),
        row("top", "g home", "to the top", "start beginning first home", TEXT_AND_LIST),
        row("bottom", "G end", "to the end", "last finish", TEXT_AND_LIST),
        row("previous-paragraph", "left_curly_bracket", "previous paragraph", "move cursor caret"),
        row("next-paragraph", "right_curly_bracket", "next paragraph", "move cursor caret"),
        row("previous-sentence", "left_parenthesis", "previous sentence", "move cursor caret"),
        row("next-sentence", "right_parenthesis", "next sentence", "move cursor caret"),
        row(
            "back",
            "ctrl+o backspace alt+left",
            "go back to where you were before a jump",
            "return previous place history jump",
            EVERYWHERE,
        ),
        row(
            "forward",
            "ctrl+n alt+right",
            "go forward again through the places you visited",
            "next place history jump",
            EVERYWHERE,
        ),
        row("set-mark", "m", "mark this place with a letter", "bookmark remember set place position letter", ARTICLE),
        row(
            "go-to-mark",
            "apostrophe",
            "jump to a mark ('' = last position)",
            "bookmark jump place position letter",
            ARTICLE,
        ),
    ),
    *grouped(
        FIND,
        ARTICLE,
        row("search", "slash", "search in the article", "find look for words text"),
        row(
            "next-hit", "n", "next hit, or next mention of the chosen name", "search find result match occurrence again"
        ),
        row("previous-hit", "N", "previous hit or mention", "search find result match occurrence again"),
        row(
            "next-entry",
            "J",
            "next entry of the open list: quote, note, mention",
            "step following quote note mention heading",
        ),
        row("previous-entry", "K", "previous entry of the open list", "step quote note mention heading"),
        row("filter", "ampersand", "filter the side pane", "narrow list find search"),
        row(
            "why",
            "w",
            "why this speaker, or what states author and date",
            "who said this explain reason attribution evidence confidence uncertain speaker title author date source",
        ),
        row(
            "indirect",
            "i",
            "show or hide indirect speech",
            "reported speech said that paraphrase without quotation marks",
            QUOTING,
        ),
        row(
            "correct",
            "c",
            "correct a name or a speaker, or add what is selected",
            "fix wrong mistake missed missing add rename merge same person alias dismiss speaker attribution kind type",
        ),
    ),
    *grouped(
        SELECT,
        TEXT,
        row("select-characters", "v", "select characters, then move", "mark block visual passage words"),
        row("select-paragraphs", "V", "select paragraphs, then move", "mark block visual passage words"),
        row("select-line-up", "shift+up", "select a line up", "mark selection"),
        row("select-line-down", "shift+down", "select a line down", "mark selection"),
        row("select-character-left", "shift+left", "select a character left", "mark selection"),
        row("select-character-right", "shift+right", "select a character right", "mark selection"),
        row("select-word-left", "ctrl+shift+left", "select a word left", "mark selection"),
        row("select-word-right", "ctrl+shift+right", "select a word right", "mark selection"),
        row("swap-ends", "O", "swap selection ends", "other side start exchange selection"),
        row("copy", "y", "copy the selection, or the sentence under the caret", "clipboard yank", ARTICLE),
        row(
            "copy-quotation",
            "Y",
            "copy it as a Markdown quotation with its source",
            "clipboard yank cite citation quote reference",
            ARTICLE,
        ),
    ),
    *grouped(
        NOTE,
        ARTICLE,
        row(
            "annotate",
            "a",
            "note on the selection, the chosen quote or this sentence",
            "comment write add new annotation remark",
        ),
        row("annotate-article", "A", "note on the article as a whole", "comment write add new annotation summary"),
        row(
            "highlight",
            "H",
            "highlight without a note; again: the next colour",
            "mark underline colour color marker passage yellow green pink violet",
        ),
        row("tag", "t", "tag the note under the caret, or the selection", "label keyword category"),
        row("repeat", "full_stop", "repeat the last tag or highlight", "again same once more"),
        row("edit", "e", "edit the note", "change rewrite comment annotation"),
        row("edit-outside", "ctrl+e", "edit the note in $EDITOR", "change external vim nano editor comment"),
        row("delete", "x delete", "delete the note", "remove erase throw away comment annotation"),
        row(
            "relink",
            "R",
            "move the note to other words: select them, then Enter",
            "move note another passage reattach anchor orphaned",
        ),
        row(
            "fit",
            "f",
            "adjust the range of the note",
            "range resize extend shrink grow adjust boundaries longer shorter passage ends",
        ),
        row("undo", "U ctrl+z", "undo the last change of notes", "take back revert mistake", CHANGING),
        row("redo", "ctrl+y", "redo", "again repeat", CHANGING),
        row("previous-note", "left_square_bracket", "previous note", "comment annotation jump go"),
        row("next-note", "right_square_bracket", "next note", "comment annotation jump go"),
    ),
    *grouped(
        PANES,
        ARTICLE,
        row("next-pane", "tab", "next pane", "switch window focus panel"),
        row("previous-pane", "shift+tab", "previous pane", "switch window focus panel"),
        *map(opening, SIDE_TABS),
        row(
            "verify",
            "C",
            "check its quotations against the library",
            "verify fact-check sources real misquoted draft proof",
        ),
        row("next-text", "greater_than_sign", "next text of the dossier", "following article file open other"),
        row("previous-text", "less_than_sign", "previous text of the dossier", "article file open other"),
        row(
            "accept-check", "p", "accept the verdict: checked by you", "verify pass approve done seen confirm check off"
        ),
        row(
            "put-right",
            "F",
            "put it right in the file: the source's words, name or link",
            "fix repair mend replace correct quotation verdict draft",
        ),
        row(
            "open",
            "enter",
            "open the selected item, or the link, note or name here",
            "go follow link browser enter",
            EVERYWHERE,
        ),
        row(
            "check-speakers",
            "I",
            "check the doubtful speakers, one by one",
            "who said uncertain doubt question mark identify speakers attribution review",
        ),
        row("beside", "Z", "beside the text: side pane, margin, nothing", "margin panel cards split lists change"),
        row("side-pane", "z", "hide or show the side pane", "panel sidebar split zen full width distraction"),
        row(
            "marks",
            "M",
            "marks in the text: all, quotes, notes only",
            "names quotes hide show fewer none calm plain clean",
        ),
        row(
            "decorate",
            "",
            "underline and italics for names and quotes, or colour only",
            "marks decorated colour-blind accessibility tell apart contrast",
        ),
        row("wider", "plus", "wider text", "columns margin measure line length size zoom"),
        row("narrower", "minus", "narrower text", "columns margin measure line length size zoom"),
        row("usual-width", "equals_sign", "default text width", "columns margin measure line length size zoom"),
    ),
    *grouped(
        WHOLE,
        EVERYWHERE,
        row(
            "library",
            "L",
            "the library: all articles, notes and tags",
            "articles home all books overview history recent",
        ),
        row("search-library", "s", "search all articles, quotes and notes", "find everywhere global full text"),
        row(
            "page-of-name",
            "S",
            "everything a person said; every mention of a name",
            "person speaker profile everything quotes who statements across",
            NAMING,
        ),
        row(
            "versions",
            "",
            "versions: what changed between the texts of the article",
            "history diff compare changed before earlier edits correction update silent",
            ARTICLE,
        ),
        row(
            "older-version",
            "less_than_sign",
            "compare the version before with the one before that",
            "previous earlier diff history",
            VERSIONS,
        ),
        row(
            "newer-version", "greater_than_sign", "compare with the version after", "next later diff history", VERSIONS
        ),
    ),
    *grouped(
        LIBRARY,
        SHELVES,
        *map(opening, LIBRARY_TABS),
        row("browse", "slash ampersand", "filter the list, or edit the search", "narrow search find type", BROWSING),
        row(
            "next-order", "greater_than_sign", "sort the articles by the next order", "order arrange title date author"
        ),
        row(
            "previous-order",
            "less_than_sign",
            "sort the articles by the previous order",
            "order arrange title date author",
        ),
        row(
            "pick",
            "v",
            "pick the entry to export it, or drop it again",
            "select choose mark several check tick export",
            BROWSING,
        ),
        row(
            "put-in-dossier",
            "f",
            "put into a dossier what is picked, or this article",
            "file project case story folder group collection set together draft source",
            SEEKING,
        ),
        row("add", "a", "add an article by its path or URL", "new import file url web page book pdf open"),
        row("tag-article", "t", "tag the article, or rename the tag", "label keyword rename"),
        row("archive", "D", "archive the article, or restore it", "put away hide done unarchive restore"),
        row("remove", "x delete", "remove the article; its notes are kept", "delete throw away trash"),
        row("remove-with-notes", "X", "remove the article and its notes", "delete throw away trash"),
        row("fold", "h left", "fold the tag", "collapse expand nested tree open close"),
        row("unfold", "l right", "unfold the tag", "collapse expand nested tree open close"),
    ),
    *grouped(
        PROGRAM,
        EVERYWHERE,
        row(
            "export",
            "E",
            "export notes, quotes and names to a file",
            "save as write share markdown obsidian logseq html csv json file notes out",
        ),
        row("reload", "r", "reload the article", "refresh again update changed fetch", ARTICLE),
        row(
            "whole-page",
            "",
            "show the web page whole, or only its article again",
            "left out everything comments full complete all missing site extract",
            ARTICLE,
        ),
        row(
            "theme",
            "",
            "switch between the light and the dark theme",
            "dark light night day colours colors mode appearance paper ink look",
        ),
        row(
            "genre",
            "",
            "genre…: what kind of text this is",
            "interview transcript novel fiction paper manual code prose turns speakers read as wrong",
            ARTICLE,
        ),
        row(
            "turns",
            "",
            "turns: read the labels as those of speakers",
            "interview transcript dialogue speakers genre read as",
            ARTICLE,
        ),
        row("choose-theme", "", "theme…: choose one", "colours colors appearance look list"),
        row(
            "tour",
            "",
            "the one-minute tour on the sample article",
            "tutorial introduction learn beginner start guide lesson",
        ),
        row("help", "question_mark f1", "these keys", "keys shortcuts keyboard bindings manual how"),
        row("palette", "colon ctrl+p", "command palette: every action by name", "commands actions menu run"),
        row(
            "repaint",
            "ctrl+l",
            "repaint the whole screen",
            "redraw refresh clear display garbled wrong marks left over leftovers terminal fix",
        ),
        row("suspend", "", "suspend to the shell (fg resumes)", "background shell stop pause job"),
        row("step-back", "escape", "cancel / go back (never quits)", "escape cancel close leave"),
        row("interrupt", "ctrl+c", "copy the selection, if there is one", "stop break"),
        row("quit", "q ctrl+q", "quit; drafts are kept", "exit leave close bye end"),
    ),
)


def groups(commands: Iterable[Command] = COMMANDS) -> dict[str, list[Command]]:
    """Return the commands by group, in the order in which they are shown."""
    found: dict[str, list[Command]] = {}
    for command in commands:
        found.setdefault(command.group, []).append(command)
    return found
