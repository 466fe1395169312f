"""The contexts of the screen: one record for each part, mode and tab, with its footer, and its help.

The footer and the help name the few commands that matter there, described for that context. Keys are never written
here, only the commands that have them (footer and help look up the user's), so that no key is documented that does not
work; other entries are the keys of a text field (`enter`) and what is typed into one (`tag:city`). A tab is a context,
and a command that opens it. Pitfall: the screens name their context by its id (`CommandScreen.place`), and a test goes
to each of them. This is imported before the first paint, so it needs nothing.
"""

from collections.abc import Mapping
from typing import NamedTuple


class KeyHint(NamedTuple):
    """The use of some commands in a context, or of text that is typed there."""

    words: str
    names: tuple[str, ...]
    """Ids of commands; else a key or words to be typed."""


class Context(NamedTuple):
    id: str
    title: str
    footer: tuple[tuple[str, str], ...]
    """The commands that it names while they would do something and have a key, or keys of a field; with labels."""
    hints: tuple[KeyHint, ...]


class Tab(NamedTuple):
    """One of the lists of the side pane, or of the library."""

    context: Context
    """Has the id of the tab, which is also that of the command that opens it."""
    keys: str
    """With spaces between; the first is its number."""
    help: str
    """Of the command, as are the synonyms."""
    synonyms: str
    empty: str
    """What it says without entries; {} enclose commands whose keys are named."""
    orders: tuple[str, ...] = ()
    """The orders of its entries, the usual one first (`reader.tui.widgets.tab_rows`)."""
    on_request: bool = False
    """True if it is there once it was asked for."""

    @property
    def id(self) -> str:
        return self.context.id

    @property
    def title(self) -> str:
        return self.id.removeprefix("all-").capitalize()


def hint(words: str, *names: str) -> KeyHint:
    return KeyHint(words, names)


def context(name: str, title: str, footer: str, *hints: KeyHint) -> Context:
    """Return a context; its footer is "COMMAND: LABEL · COMMAND: LABEL"."""
    entries = (entry.partition(": ") for entry in footer.split(" · "))
    return Context(name, title, tuple((command, label) for command, _, label in entries), hints)


PROGRAM = " · palette: Commands · help: Help"

EVERYWHERE = " · library: Library" + PROGRAM

BACK = " · filter: Filter · next-pane: Text" + EVERYWHERE

IN_LIBRARY = " · search-library: Search" + PROGRAM

INTO_LIST = "enter: Into the list · escape: Clear"

ANY_WORDS = hint("all words must match", "any words")

CLEAR_FILTER = hint("clear the filter", "step-back")

TO_TEXT = hint("back to the text", "next-pane", "step-back")

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

OPEN_LIBRARY_TABS = hint("articles, notes, tags, people", "all-articles", "all-notes", "all-tags", "all-people")

PICKS = hint("pick entries; export those, or all that is listed", "pick", "export")

TYPED = hint("into the list", "enter", "down")


def beside(name: str, footer: str, *hints: KeyHint, noun: str = "", title: str = "") -> Context:
    """Return the context of a tab of the side pane, which lists what `noun` says, or else its name."""
    last = (hint(f"filter the {noun or name}", "filter"), TO_TEXT)
    return context(name, title or f"In the list of {name}", footer + BACK, LIST_MOVES, *hints, *last)


SIDE_TABS = (
    Tab(
        beside(
            "names",
            "open: Go to · next-hit: Next mention · page-of-name: All articles · correct: Correct",
            hint("list them in another order", "names"),
            hint("go to its first mention; again: to the next one", "open"),
            hint("next mention, previous mention", "next-hit", "previous-hit"),
            hint("rename, merge or dismiss it", "correct"),
            hint("what this person said in every article, and more", "page-of-name"),
        ),
        keys="1",
        help="names: who is in it",
        synonyms="people persons organisations organizations places entities characters show list",
        empty="No names found. Press {search} to search the text for any word.",
        orders=("by count", "by appearance", "A–Z"),
    ),
    Tab(
        beside(
            "quotes",
            "open: Go to · why: Why · annotate: Note · correct: Speaker · copy-quotation: Cite",
            hint("list them in another order", "quotes"),
            hint("go to the quote; again: into the text", "open"),
            hint("explain its speaker", "why"),
            hint("say who said it", "correct"),
            hint("write a note on it", "annotate"),
            hint("copy it as a Markdown quotation with its speaker", "copy-quotation"),
            hint("show or hide indirect speech", "indirect"),
            hint("what this speaker said in every article", "page-of-name"),
            hint("the same statement elsewhere", "statement"),
        ),
        keys="2",
        help="quotes: who said what",
        synonyms="quotations speakers statements show list",
        empty="No quotations found. Press {indirect} to include indirect speech.",
        orders=("by speaker", "in text order"),
    ),
    Tab(
        beside(
            "notes",
            "open: Go to · edit: Edit · tag: Tag · delete: Delete · annotate-article: Note on all",
            hint("list them in another order", "notes"),
            hint("go to it; review it if its words changed or are gone", "open"),
            hint("edit it; in your own editor", "edit", "edit-outside"),
            hint("tag it", "tag"),
            hint("move it to other words; adjust its range", "relink", "fit"),
            hint("delete it, which can be undone", "delete"),
            hint("undo, redo", "undo", "redo"),
            hint("write a note on the article as a whole", "annotate-article"),
        ),
        keys="3",
        help="your notes",
        synonyms="comments annotations highlights show list",
        empty="No notes yet. Press {annotate} to write one on the sentence under the caret, or {select-characters} to "
        "select words first.",
        orders=("in text order", "newest first"),
    ),
    Tab(
        beside(
            "outline",
            "open: Go to",
            hint("go to the heading; again: into the text", "open"),
            noun="headings",
            title="In the outline",
        ),
        keys="4 o",
        help="outline",
        synonyms="headings contents toc chapters sections structure show list",
        empty="This article has no headings. {previous-paragraph} and {next-paragraph} go from paragraph to paragraph.",
        orders=("in text order",),
    ),
    Tab(
        beside(
            "checks",
            "open: Source · put-right: Put right · accept: Checked · annotate: Note · verify: Again",
            hint("list them in another order", "checks"),
            hint("open the source there; back to this list", "open", "back"),
            hint("put it right in the file", "put-right"),
            hint("accept the verdict: checked by you", "accept"),
            hint("write a note on the quotation", "annotate"),
            hint("check the quotations again", "verify"),
            hint("undo, redo", "undo", "redo"),
        ),
        keys="5",
        help="checks: are its quotations real",
        synonyms="verify verdicts quotations sources fact-check show list",
        empty="No quotations checked. Press {verify} to check them against your library.",
        orders=("in text order", "to look at first"),
        on_request=True,
    ),
    Tab(
        beside(
            "dossier",
            "open: Open · next-text: Next text",
            hint("read the text, at the note; all that the person said", "open"),
            hint("the next text, the previous one", "next-text", "previous-text"),
            noun="texts of the dossier",
            title="In the dossier",
        ),
        keys="6",
        help="dossier: its texts, and who speaks in them",
        synonyms="project case story folder group collection files drafts show list",
        empty="This text is in no dossier. {library} shows the library, and there {put-in-dossier} puts it into one.",
        orders=("by kind",),
        on_request=True,
    ),
)
"""In the order of their numbers, as are those of the library."""

USUAL_TABS = tuple(tab for tab in SIDE_TABS if not tab.on_request)

LIBRARY_TABS = (
    Tab(
        context(
            "all-articles",
            "In the list of articles",
            "open: Read · browse: Filter · next-order: Sort · add: Add · tag-article: Tag · "
            "put-in-dossier: Dossier · archive: Archive" + IN_LIBRARY,
            LIST_MOVES,
            hint("read it, from where you left it", "open"),
            hint("filter the list", "browse"),
            hint("sort it another way", "previous-order", "next-order"),
            hint("add an article by its path or URL", "add"),
            hint("tag the article", "tag-article"),
            hint("archive it, or restore it", "archive"),
            hint("put it into a dossier, or what is picked", "put-in-dossier"),
            hint("remove it and keep its notes; remove its notes too", "remove", "remove-with-notes"),
            hint("undo, redo", "undo", "redo"),
            PICKS,
            OPEN_LIBRARY_TABS,
            hint("search all articles, quotes and notes", "search-library"),
        ),
        keys="1",
        help="all articles",
        synonyms="show list books",
        empty="No articles yet. {add} adds one by its path or URL; {palette} and “tour” show you around in a minute.",
    ),
    Tab(
        context(
            "all-notes",
            "In the list of all notes",
            "open: Read · browse: Filter · pick: Pick · export: Export · all-articles: Articles" + IN_LIBRARY,
            LIST_MOVES,
            hint("open the article at the note", "open"),
            hint("filter the list", "browse"),
            PICKS,
            OPEN_LIBRARY_TABS,
            hint("search all articles, quotes and notes", "search-library"),
        ),
        keys="2",
        help="all notes",
        synonyms="show list comments annotations highlights",
        empty="No notes yet. Open an article and press {annotate}.",
    ),
    Tab(
        context(
            "all-tags",
            "In the list of tags",
            "open: Show notes · fold: Fold · unfold: Unfold · tag-article: Rename · browse: Filter" + IN_LIBRARY,
            LIST_MOVES,
            hint("show its notes", "open"),
            hint("fold it, unfold it", "fold", "unfold"),
            hint("rename it in all notes", "tag-article"),
            PICKS,
            hint("undo, redo", "undo", "redo"),
            hint("filter the list", "browse"),
            OPEN_LIBRARY_TABS,
        ),
        keys="3",
        help="all tags",
        synonyms="show list labels keywords",
        empty="No tags yet: #words in a note become tags, and {tag-article} tags an article.",
    ),
    Tab(
        context(
            "all-people",
            "In the list of people",
            "open: All they said · browse: Filter · export: Export · all-articles: Articles" + IN_LIBRARY,
            LIST_MOVES,
            hint("what this person said, in every article", "open"),
            hint("filter the list", "browse"),
            hint("export what this person said", "export"),
            OPEN_LIBRARY_TABS,
        ),
        keys="4",
        help="who is quoted, in how many texts",
        synonyms="show list speakers persons who says across dossier",
        empty="Nobody is quoted yet: names are found in each article that was opened.",
    ),
)

PARTS_AND_MODES = (
    context(
        "text",
        "In the text",
        "annotate: Note · highlight: Highlight · select-characters: Select · search: Find · "
        "edit: Edit note · why: Why · marks: Marks" + EVERYWHERE,
        hint("a line down, a line up", "line-down", "line-up"),
        hint("a page down, a page up", "page-down", "page-up"),
        hint("search; then the next hit, the previous", "search", "next-hit", "previous-hit"),
        hint("select: move, then note, tag or copy", "select-characters", "select-paragraphs"),
        hint("write a note on the selection, or on this sentence", "annotate"),
        hint("highlight it without a note; again: the next colour", "highlight"),
        hint("open the note, link, name or quote at the cursor", "open"),
        hint("explain the speaker of the quote at the cursor", "why"),
        hint("previous note, next note", "previous-note", "next-note"),
        hint(f"{', '.join(tab.title.lower() for tab in USUAL_TABS)} beside the text", *(tab.id for tab in USUAL_TABS)),
        hint("into the pane beside the text, and back", "next-pane"),
        hint("what is marked in the text: all, quotes, notes only", "marks"),
        hint("back to where you were before a jump; forward again", "back", "forward"),
    ),
    context(
        "verdict",
        "On a quotation that was checked",
        "put-right: Put right · open: Source · accept: Checked · annotate: Note · next-entry: Next · "
        "verify: Again · checks: List" + EVERYWHERE,
        hint("put it right in the file", "put-right"),
        hint("open the source there; back to this text", "open", "back"),
        hint("accept the verdict: checked by you", "accept"),
        hint("next quotation, previous quotation", "next-entry", "previous-entry"),
        hint("check the quotations again", "verify"),
        hint("the verdicts as a list", "checks"),
        hint("verdicts beside the text, the lists, or nothing", "beside"),
        hint("undo, redo", "undo", "redo"),
    ),
    context(
        "margin",
        "In the margin",
        "open: Open · annotate: Note · why: Why · correct: Speaker · copy-quotation: Cite · edit: Edit note · "
        "next-pane: Next part" + EVERYWHERE,
        hint("next entry, previous entry; those counted as +2, too", "line-down", "line-up"),
        hint("open its note, source, reference, caption or link", "open"),
        hint("keys for notes and quotes apply to it", "annotate", "tag", "edit", "why", "correct"),
        hint("next part of the screen, previous one", "next-pane", "previous-pane"),
        hint("back to the text", "step-back"),
    ),
    context(
        "review",
        "In a text under review",
        "annotate: Note · approve: Approve · ask-for-changes: Ask for changes · select-characters: Select · "
        "edit: Edit note · search: Find" + EVERYWHERE,
        hint("approve the text; ask for changes: both end its review", "approve", "ask-for-changes"),
        hint("write a note; previous note, next note", "annotate", "previous-note", "next-note"),
        hint("leave it open; the notes are printed all the same", "quit"),
    ),
    context(
        "proposal",
        "On what a program proposes",
        "accept: Accept · edit: Edit · delete: Reject · open: Go to · next-note: Next note · notes: List" + EVERYWHERE,
        hint("accept it: a note by the program and you", "accept"),
        hint("change its words, and accept that", "edit"),
        hint("reject it: its author cannot bring it again", "delete"),
        hint("undo, redo", "undo", "redo"),
    ),
    context(
        "selection",
        "With words selected",
        "annotate: Note · highlight: Highlight · tag: Tag · copy: Copy · copy-quotation: Cite · "
        "step-back: Clear · swap-ends: Other end · help: Help",
        hint("extend or shrink the selection: any move", "line-down", "line-up", "word-right"),
        hint("swap selection ends", "swap-ends"),
        hint("write a note on them", "annotate"),
        hint("highlight them", "highlight"),
        hint("tag them", "tag"),
        hint("add them as a quote or a name that was missed", "correct"),
        hint("copy them; as a Markdown quotation with its source", "copy", "copy-quotation"),
        hint("select nothing", "step-back"),
    ),
    context(
        "choosing",
        "Choosing other words for a note",
        "select-characters: Select words · open: Move the note here · step-back: Cancel · help: Help",
        hint("begin to select, then move to the last word", "select-characters", "select-paragraphs"),
        hint("move the note to the selection", "open"),
        hint("cancel", "step-back"),
    ),
    context(
        "fitting",
        "Adjusting the range of a note",
        "character-left: Shorter · character-right: Longer · next-pane: Other end · open: Keep · "
        "step-back: Cancel · help: Help",
        hint("a character less, or more", "character-left", "character-right"),
        hint("a word less, or more; other moves work too", "word-left", "word-right"),
        hint("swap ends", "next-pane", "swap-ends"),
        hint("keep the selected range", "open"),
        hint("cancel", "step-back"),
    ),
    context(
        "checking speakers",
        "Checking the doubtful speakers",
        "names: First · quotes: Second · open: Accept · search-library: Skip · correct: Another · why: Why · "
        "step-back: Leave · help: Help",
        hint("the first or the second of the two likeliest speakers", "names", "quotes"),
        hint("accept the speaker that is shown", "open"),
        hint("skip this quote", "search-library"),
        hint("say that it was somebody else; explain the choice", "correct", "why"),
        hint("undo the last answer", "undo"),
        hint("leave", "step-back"),
    ),
    context("filter", "Filtering the side pane", INTO_LIST, ANY_WORDS, hint("into the list", "enter"), CLEAR_FILTER),
    context(
        "searching",
        "Searching in the article",
        "enter: Go to the hit · escape: Close",
        hint("matches across lines and any quotation marks", "any words"),
        hint("go to the first hit, back in the text", "enter"),
        hint("then the next hit, the previous", "next-hit", "previous-hit"),
        hint("close the search", "step-back"),
    ),
    context(
        "dossiers",
        "In the list of dossiers",
        "open: Go on reading · next-pane: Texts · add: Add · browse: Filter" + IN_LIBRARY,
        hint("next dossier, previous dossier", "line-down", "line-up"),
        hint("go on with the text that you read last", "open"),
        hint("to its texts, and back", "next-pane", "unfold", "fold"),
        hint("add an article by its path or URL", "add"),
        OPEN_LIBRARY_TABS,
        hint("search there, or in everything", "search-library"),
    ),
    context("library filter", "Filtering the library", INTO_LIST, *FILTERS, TYPED, CLEAR_FILTER),
    context(
        "search filter",
        "Searching everything you have read",
        "enter: Open the first · escape: Close",
        *FILTERS,
        hint("only notes; or in:quotes, in:articles", "in:notes"),
        hint("open the first hit", "enter"),
        hint("into the list", "down"),
        hint("close the search", "step-back"),
    ),
    context(
        "search",
        "In the search results",
        "open: Read · page-of-name: Speaker · browse: Edit search · pick: Pick · export: Export · step-back: Close"
        + EVERYWHERE,
        LIST_MOVES,
        hint("open the article there; back from there to this list", "open", "back"),
        hint("there: next hit, previous hit", "next-hit", "previous-hit"),
        hint("what the speaker of the quote said in every article", "page-of-name"),
        PICKS,
        hint("edit the search", "browse"),
        hint("close the search", "step-back"),
    ),
    context(
        "page",
        "On the page of a name",
        "open: Read · browse: Filter · indirect: Indirect · pick: Pick · export: Export · step-back: Back" + EVERYWHERE,
        LIST_MOVES,
        hint("open the article there", "open"),
        hint("show or hide indirect speech", "indirect"),
        PICKS,
        hint("filter the list", "browse"),
        hint("back", "step-back"),
    ),
    context(
        "versions",
        "What changed in an article",
        "open: Read · older-version: Earlier · newer-version: Later · browse: Filter · step-back: Back" + EVERYWHERE,
        LIST_MOVES,
        hint("open the article there", "open"),
        hint("compare earlier versions, later ones", "older-version", "newer-version"),
        hint("filter the list", "browse"),
        hint("back", "step-back"),
    ),
    context("versions filter", "Filtering what changed", INTO_LIST, ANY_WORDS, TYPED, CLEAR_FILTER),
    context("page filter", "Filtering the page of a name", INTO_LIST, ANY_WORDS, TYPED, CLEAR_FILTER),
)
"""Dialogs describe their own keys."""

TABS: Mapping[str, Tab] = {tab.id: tab for tab in (*SIDE_TABS, *LIBRARY_TABS)}

CONTEXTS = {each.id: each for each in (*PARTS_AND_MODES, *(tab.context for tab in TABS.values()))}
