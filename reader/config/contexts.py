"""The contexts of the screen: one block for each part, mode and tab, with its footer, and its help.

The footer and the help name the few commands that matter there, described for that context. Keys are never written
here, only the commands that have them (footer and help look up the user's), so that no key is documented that does not
work; other entries are the keys of a text field (`enter`) and what is typed into one (`tag:city`). A tab is a context,
and a command that opens it. Pitfall: the screens name their context by its id (`CommandScreen.place`), and a test goes
to each of them. This is imported before the first paint, so it needs nothing.
"""

from collections.abc import Iterator, Mapping
from itertools import starmap
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


PROGRAM = "palette: Commands · help: Help"

EVERYWHERE = f"library: Library · {PROGRAM}"

BACK = f"filter: Filter · next-pane: Text · {EVERYWHERE}"

IN_LIBRARY = f"search-library: Search · {PROGRAM}"

LIST_MOVES = "line-down, line-up | next item, previous item"

OPEN_LIBRARY_TABS = "all-articles, all-notes, all-tags, all-people | articles, notes, tags, people"

PICKS = "pick, export | pick entries; export those, or all that is listed"

FILTERS = """\
harbour vote | all words must match; the last may be a prefix
"a phrase" | an exact phrase
harbour OR quay | one of the two
-harbour | without this; so for fields
tag:city | with this tag or a sub-tag
speaker:ortiz | quotes by a speaker
entity:leith | mentions of a name
state:changed | notes by their state: changed, orphaned, conflict
author:lee | by the author or site of the article
after:2026-05 | since a year, month or day; before: until it"""


def blocks_of(table: str) -> Iterator[list[str]]:
    """Yield the lines of each block of a table; empty lines separate them."""
    return (block.split("\n") for block in table.split("\n\n"))


def parse_context(head: str, footer: str, *hints: str) -> Context:
    """Return a context; `footer` is "COMMAND: LABEL · COMMAND: LABEL", a hint is "COMMAND, COMMAND | WORDS"."""
    name, title, *_ = head.split(" | ")
    labels = (entry.strip().partition(": ") for entry in footer.split("·"))
    uses = (line.partition(" | ") for line in hints)
    shown = tuple((command, label) for command, _, label in labels)
    return Context(name, title, shown, tuple(KeyHint(words, tuple(names.split(", "))) for names, _, words in uses))


def parse_tab(head: str, synonyms: str, empty: str, footer: str, *hints: str) -> Tab:
    """Return a tab; `head` is "ID | TITLE | KEYS | HELP | ORDER, ORDER | on request"."""
    _, _, keys, words, *rest = head.split(" | ")
    orders = tuple(rest[0].split(", ")) if rest else ()
    shown = parse_context(head, footer, LIST_MOVES, *hints)
    return Tab(shown, keys, words, synonyms, empty, orders, on_request=rest[1:] == ["on request"])


SIDE = f"""\
names | In the list of names | 1 | names: who is in it | by count, by appearance, A–Z
people persons organisations organizations places entities characters show list
No names found. Press {{search}} to search the text for any word.
open: Go to · next-hit: Next mention · page-of-name: All articles · correct: Correct · {BACK}
names | list them in another order
open | go to its first mention; again: to the next one
next-hit, previous-hit | next mention, previous mention
correct | rename, merge or dismiss it
page-of-name | what this person said in every article, and more
filter | filter the names

quotes | In the list of quotes | 2 | quotes: who said what | by speaker, in text order
quotations speakers statements show list
No quotations found. Press {{indirect}} to include indirect speech.
open: Go to · why: Why · annotate: Note · correct: Speaker · copy-quotation: Cite · {BACK}
quotes | list them in another order
open | go to the quote; again: into the text
why | explain its speaker
correct | say who said it
annotate | write a note on it
copy-quotation | copy it as a Markdown quotation with its speaker
indirect | show or hide indirect speech
page-of-name | what this speaker said in every article
statement | the same statement elsewhere
filter | filter the quotes

notes | In the list of notes | 3 | your notes | in text order, newest first
comments annotations highlights show list
No notes yet. Press {{annotate}} to write one on the sentence under the caret, or {{select-characters}} \
to select words first.
open: Go to · edit: Edit · tag: Tag · delete: Delete · annotate-article: Note on all · {BACK}
notes | list them in another order
open | go to it; review it if its words changed or are gone
edit, edit-outside | edit it; in your own editor
tag | tag it
relink, fit | move it to other words; adjust its range
delete | delete it, which can be undone
undo, redo | undo, redo
annotate-article | write a note on the article as a whole
filter | filter the notes

outline | In the outline | 4 o | outline | in text order
headings contents toc chapters sections structure show list
This article has no headings. {{previous-paragraph}} and {{next-paragraph}} go from paragraph to paragraph.
open: Go to · {BACK}
open | go to the heading; again: into the text
filter | filter the headings

checks | In the list of checks | 5 | checks: are its quotations real | in text order, to look at first | on request
verify verdicts quotations sources fact-check show list
No quotations checked. Press {{verify}} to check them against your library.
open: Source · put-right: Put right · accept: Checked · annotate: Note · verify: Again · {BACK}
checks | list them in another order
open, back | open the source there; back to this list
put-right | put it right in the file
accept | accept the verdict: checked by you
annotate | write a note on the quotation
verify | check the quotations again
undo, redo | undo, redo
filter | filter the checks

dossier | In the dossier | 6 | dossier: its texts, and who speaks in them | by kind | on request
project case story folder group collection files drafts show list
This text is in no dossier. {{library}} shows the library, and there {{put-in-dossier}} puts it into one.
open: Open · next-text: Next text · {BACK}
open | read the text, at the note; all that the person said
next-text, previous-text | the next text, the previous one
filter | filter the texts of the dossier"""

LEAVE_SIDE = "next-pane, step-back | back to the text"

SIDE_TABS = tuple(parse_tab(*block, LEAVE_SIDE) for block in blocks_of(SIDE))
"""In the order of their numbers, as are those of the library."""

USUAL_TABS = ", ".join(tab.id for tab in SIDE_TABS if not tab.on_request)

LIBRARY = f"""\
all-articles | In the list of articles | 1 | all articles
show list books
No articles yet. {{add}} adds one by its path or URL; {{palette}} and “tour” show you around in a minute.
open: Read · browse: Filter · next-order: Sort · add: Add · tag-article: Tag · put-in-dossier: Dossier \
    · archive: Archive · {IN_LIBRARY}
open | read it, from where you left it
browse | filter the list
previous-order, next-order | sort it another way
add | add an article by its path or URL
tag-article | tag the article
archive | archive it, or restore it
put-in-dossier | put it into a dossier, or what is picked
remove, remove-with-notes | remove it and keep its notes; remove its notes too
undo, redo | undo, redo
{PICKS}
{OPEN_LIBRARY_TABS}
search-library | search all articles, quotes and notes

all-notes | In the list of all notes | 2 | all notes
show list comments annotations highlights
No notes yet. Open an article and press {{annotate}}.
open: Read · browse: Filter · pick: Pick · export: Export · all-articles: Articles · {IN_LIBRARY}
open | open the article at the note
browse | filter the list
{PICKS}
{OPEN_LIBRARY_TABS}
search-library | search all articles, quotes and notes

all-tags | In the list of tags | 3 | all tags
show list labels keywords
No tags yet: #words in a note become tags, and {{tag-article}} tags an article.
open: Show notes · fold: Fold · unfold: Unfold · tag-article: Rename · browse: Filter · {IN_LIBRARY}
open | show its notes
fold, unfold | fold it, unfold it
tag-article | rename it in all notes
{PICKS}
undo, redo | undo, redo
browse | filter the list
{OPEN_LIBRARY_TABS}

all-people | In the list of people | 4 | who is quoted, in how many texts
show list speakers persons who says across dossier
Nobody is quoted yet: names are found in each article that was opened.
open: All they said · browse: Filter · export: Export · all-articles: Articles · {IN_LIBRARY}
open | what this person said, in every article
browse | filter the list
export | export what this person said
{OPEN_LIBRARY_TABS}"""

LIBRARY_TABS = tuple(starmap(parse_tab, blocks_of(LIBRARY)))

PARTS = f"""\
text | In the text
annotate: Note · highlight: Highlight · select-characters: Select · search: Find · edit: Edit note · why: Why \
    · marks: Marks · {EVERYWHERE}
line-down, line-up | a line down, a line up
page-down, page-up | a page down, a page up
search, next-hit, previous-hit | search; then the next hit, the previous
select-characters, select-paragraphs | select: move, then note, tag or copy
annotate | write a note on the selection, or on this sentence
highlight | highlight it without a note; again: the next colour
open | open the note, link, name or quote at the cursor
why | explain the speaker of the quote at the cursor
previous-note, next-note | previous note, next note
{USUAL_TABS} | {USUAL_TABS} beside the text
next-pane | into the pane beside the text, and back
marks | what is marked in the text: all, quotes, notes only
back, forward | back to where you were before a jump; forward again

verdict | On a quotation that was checked
put-right: Put right · open: Source · accept: Checked · annotate: Note · next-entry: Next · verify: Again \
    · checks: List · {EVERYWHERE}
put-right | put it right in the file
open, back | open the source there; back to this text
accept | accept the verdict: checked by you
next-entry, previous-entry | next quotation, previous quotation
verify | check the quotations again
checks | the verdicts as a list
beside | verdicts beside the text, the lists, or nothing
undo, redo | undo, redo

margin | In the margin
open: Open · annotate: Note · why: Why · correct: Speaker · copy-quotation: Cite · edit: Edit note \
    · next-pane: Next part · {EVERYWHERE}
line-down, line-up | next entry, previous entry; those counted as +2, too
open | open its note, source, reference, caption or link
annotate, tag, edit, why, correct | keys for notes and quotes apply to it
next-pane, previous-pane | next part of the screen, previous one
step-back | back to the text

review | In a text under review
annotate: Note · approve: Approve · ask-for-changes: Ask for changes · select-characters: Select \
    · edit: Edit note · search: Find · {EVERYWHERE}
approve, ask-for-changes | approve the text; ask for changes: both end its review
annotate, previous-note, next-note | write a note; previous note, next note
quit | leave it open; the notes are printed all the same

proposal | On what a program proposes
accept: Accept · edit: Edit · delete: Reject · open: Go to · next-note: Next note · notes: List · {EVERYWHERE}
accept | accept it: a note by the program and you
edit | change its words, and accept that
delete | reject it: its author cannot bring it again
undo, redo | undo, redo

selection | With words selected
annotate: Note · highlight: Highlight · tag: Tag · copy: Copy · copy-quotation: Cite · step-back: Clear \
    · swap-ends: Other end · help: Help
line-down, line-up, word-right | extend or shrink the selection: any move
swap-ends | swap selection ends
annotate | write a note on them
highlight | highlight them
tag | tag them
correct | add them as a quote or a name that was missed
copy, copy-quotation | copy them; as a Markdown quotation with its source
step-back | select nothing

choosing | Choosing other words for a note
select-characters: Select words · open: Move the note here · step-back: Cancel · help: Help
select-characters, select-paragraphs | begin to select, then move to the last word
open | move the note to the selection
step-back | cancel

fitting | Adjusting the range of a note
character-left: Shorter · character-right: Longer · next-pane: Other end · open: Keep · step-back: Cancel · help: Help
character-left, character-right | a character less, or more
word-left, word-right | a word less, or more; other moves work too
next-pane, swap-ends | swap ends
open | keep the selected range
step-back | cancel

checking speakers | Checking the doubtful speakers
names: First · quotes: Second · open: Accept · search-library: Skip · correct: Another · why: Why \
    · step-back: Leave · help: Help
names, quotes | the first or the second of the two likeliest speakers
open | accept the speaker that is shown
search-library | skip this quote
correct, why | say that it was somebody else; explain the choice
undo | undo the last answer
step-back | leave

filter | Filtering the side pane
enter: Into the list · escape: Clear
any words | all words must match
enter | into the list
step-back | clear the filter

searching | Searching in the article
enter: Go to the hit · escape: Close
any words | matches across lines and any quotation marks
enter | go to the first hit, back in the text
next-hit, previous-hit | then the next hit, the previous
step-back | close the search

dossiers | In the list of dossiers
open: Go on reading · next-pane: Texts · add: Add · browse: Filter · {IN_LIBRARY}
line-down, line-up | next dossier, previous dossier
open | go on with the text that you read last
next-pane, unfold, fold | to its texts, and back
add | add an article by its path or URL
{OPEN_LIBRARY_TABS}
search-library | search there, or in everything

library filter | Filtering the library
enter: Into the list · escape: Clear
{FILTERS}
enter, down | into the list
step-back | clear the filter

search filter | Searching everything you have read
enter: Open the first · escape: Close
{FILTERS}
in:notes | only notes; or in:quotes, in:articles
enter | open the first hit
down | into the list
step-back | close the search

search | In the search results
open: Read · page-of-name: Speaker · browse: Edit search · pick: Pick · export: Export \
    · step-back: Close · {EVERYWHERE}
{LIST_MOVES}
open, back | open the article there; back from there to this list
next-hit, previous-hit | there: next hit, previous hit
page-of-name | what the speaker of the quote said in every article
{PICKS}
browse | edit the search
step-back | close the search

page | On the page of a name
open: Read · browse: Filter · indirect: Indirect · pick: Pick · export: Export · step-back: Back · {EVERYWHERE}
{LIST_MOVES}
open | open the article there
indirect | show or hide indirect speech
{PICKS}
browse | filter the list
step-back | back

versions | What changed in an article
open: Read · older-version: Earlier · newer-version: Later · browse: Filter · step-back: Back · {EVERYWHERE}
{LIST_MOVES}
open | open the article there
older-version, newer-version | compare earlier versions, later ones
browse | filter the list
step-back | back

versions filter | Filtering what changed
enter: Into the list · escape: Clear
any words | all words must match
enter, down | into the list
step-back | clear the filter

page filter | Filtering the page of a name
enter: Into the list · escape: Clear
any words | all words must match
enter, down | into the list
step-back | clear the filter"""

PARTS_AND_MODES = tuple(starmap(parse_context, blocks_of(PARTS)))  # dialogs describe their own keys

TABS: Mapping[str, Tab] = {tab.id: tab for tab in (*SIDE_TABS, *LIBRARY_TABS)}

CONTEXTS = {each.id: each for each in (*PARTS_AND_MODES, *(tab.context for tab in TABS.values()))}
