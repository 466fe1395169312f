"""The commands of the screen: one row for each, with its id, its keys and the words for it.

The screens make their bindings, the help and the command palette from `COMMANDS`, and `reader keys` prints them, so
that no key is documented that does not work. Users may give commands other keys: `user_config` knows them, so whoever
shows keys asks there. The names of keys are Textual's; `reader.config.key_names` translates them.

A command's id is its name in a user's table of keys. It stands in its row and with its handler, and in the contexts
that name it. The commands that open a tab come from the table of the tabs.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reader.config.contexts import LIBRARY_TABS, SIDE_TABS, Tab
from reader.config.key_names import key_label

SHOWN_KEYS = 4  # the most keys beside one description: more do not fit in 80 columns


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
    def keys_label(self) -> str:
        """Its keys as they are written on a keyboard; “palette” without any."""
        return "  ".join(map(key_label, self.keys[:SHOWN_KEYS])) or "palette"


MOVE = "Move"

NEW = frozenset(
    """
next-entry previous-entry checks verify accept put-right check-speakers marks versions older-version newer-version
all-people repeat pick put-in-dossier dossier next-text previous-text whole-page genre turns beside choose-theme repaint
interrupt approve ask-for-changes statement
""".split()
)
"""The commands that came after the last release: a keymap may give their keys away without knowing them."""

SCREENS = (("screen", "article", "list"), *((scope, "list") for scope in ("library", "search", "page", "versions")))
"""The scopes whose keys hold at one time: on one screen no key means two things."""


def rows_of(tabs: Iterable[Tab]) -> str:
    """Return the rows of the commands that open these tabs."""
    return "\n".join(f"{tab.id} | {tab.keys} | {tab.help} | {tab.synonyms}" for tab in tabs)


TABLE = f"""
{MOVE}: article
line-down | j down | a line down | move cursor caret scroll | article list
line-up | k up | a line up | move cursor caret scroll | article list
character-left | h left | a character left | move cursor caret
character-right | l right | a character right | move cursor caret
word-left | B ctrl+left | a word left | move cursor caret
word-right | W ctrl+right | a word right | move cursor caret
line-start | 0 | start of the line | move beginning home
line-end | dollar_sign | end of the line | move
page-down | space pagedown | a page down | scroll turn screen | article list
page-up | b pageup | a page up | scroll turn screen | article list
half-page-down | d ctrl+d | half a page down | scroll | article list
half-page-up | u ctrl+u | half a page up | scroll | article list
top | g home | to the top | start beginning first home | article list
bottom | G end | to the end | last finish | article list
previous-paragraph | left_curly_bracket | previous paragraph | move cursor caret
next-paragraph | right_curly_bracket | next paragraph | move cursor caret
previous-sentence | left_parenthesis | previous sentence | move cursor caret
next-sentence | right_parenthesis | next sentence | move cursor caret
back | ctrl+o backspace alt+left | go back to where you were before a jump \
    | return previous place history jump | screen library search page versions
forward | ctrl+n alt+right | go forward again through the places you visited \
    | next place history jump | screen library search page versions
set-mark | m | mark this place with a letter | bookmark remember set place position letter | screen
go-to-mark | apostrophe | jump to a mark ('' = last position) | bookmark jump place position letter | screen

Find: screen
search | slash | search in the article | find look for words text
next-hit | n | next hit, or next mention of the chosen name | search find result match occurrence again
previous-hit | N | previous hit or mention | search find result match occurrence again
next-entry | J | next entry of the open list: quote, note, mention | step following quote note mention heading
previous-entry | K | previous entry of the open list | step quote note mention heading
filter | ampersand | filter the side pane | narrow list find search
why | w | why this speaker, or what states author and date \
    | who said this explain reason attribution evidence confidence uncertain speaker title author date source
indirect | i | show or hide indirect speech | reported speech said that paraphrase without quotation marks | screen page
correct | c | correct a name or a speaker, or add what is selected \
    | fix wrong mistake missed missing add rename merge same person alias dismiss speaker attribution kind type

Select: article
select-characters | v | select characters, then move | mark block visual passage words
select-paragraphs | V | select paragraphs, then move | mark block visual passage words
select-line-up | shift+up | select a line up | mark selection
select-line-down | shift+down | select a line down | mark selection
select-character-left | shift+left | select a character left | mark selection
select-character-right | shift+right | select a character right | mark selection
select-word-left | ctrl+shift+left | select a word left | mark selection
select-word-right | ctrl+shift+right | select a word right | mark selection
swap-ends | O | swap selection ends | other side start exchange selection
copy | y | copy the selection, or the sentence under the caret | clipboard yank | screen
copy-quotation | Y | copy it as a Markdown quotation with its source \
    | clipboard yank cite citation quote reference | screen

Notes: screen
annotate | a | note on the selection, the chosen quote or this sentence | comment write add new annotation remark
annotate-article | A | note on the article as a whole | comment write add new annotation summary
highlight | H | highlight without a note; again: the next colour \
    | mark underline colour color marker passage yellow green pink violet
tag | t | tag the note under the caret, or the selection | label keyword category
repeat | full_stop | repeat the last tag or highlight | again same once more
edit | e | edit the note; of a proposal, edit and accept it | change rewrite comment annotation
edit-outside | ctrl+e | edit the note in $EDITOR | change external vim nano editor comment
delete | x delete | delete the note, or reject a proposal | remove erase throw away comment annotation
relink | R | move the note to other words: select them, then Enter | move note another passage reattach anchor orphaned
fit | f | adjust the range of the note | range resize extend shrink grow adjust boundaries longer shorter passage ends
undo | U ctrl+z | undo the last change of notes | take back revert mistake | screen library
redo | ctrl+y | redo | again repeat | screen library
previous-note | left_square_bracket | previous note | comment annotation jump go
next-note | right_square_bracket | next note | comment annotation jump go

Panes: screen
next-pane | tab | next pane | switch window focus panel | screen library
previous-pane | shift+tab | previous pane | switch window focus panel | screen library
{rows_of(SIDE_TABS)}
verify | C | check its quotations against the library | verify fact-check sources real misquoted draft proof
next-text | greater_than_sign | next text of the dossier | following article file open other
previous-text | less_than_sign | previous text of the dossier | article file open other
accept | p | accept what is here: a verdict, a proposal | verify approve done seen confirm check off agent
put-right | F | put it right in the file: the source's words, name or link \
    | fix repair mend replace correct quotation verdict draft
open | enter | open the selected item, or the link, note or name here \
    | go follow link browser enter | screen library search page versions
check-speakers | I | check the doubtful speakers, one by one \
    | who said uncertain doubt question mark identify speakers attribution review
beside | Z | beside the text: side pane, margin, nothing | margin panel cards split lists change
side-pane | z | hide or show the side pane | panel sidebar split zen full width distraction
marks | M | marks in the text: all, quotes, notes only | names quotes hide show fewer none calm plain clean
decorate | | underline and italics for names and quotes, or colour only \
    | marks decorated colour-blind accessibility tell apart contrast
wider | plus | wider text | columns margin measure line length size zoom
narrower | minus | narrower text | columns margin measure line length size zoom
usual-width | equals_sign | default text width | columns margin measure line length size zoom

The whole library: screen library search page versions
library | L | the library: all articles, notes and tags | articles home all books overview history recent
search-library | s | search all articles, quotes and notes | find everywhere global full text
page-of-name | S | everything a person said; every mention of a name \
    | person speaker profile everything quotes who statements across | screen search
statement | asterisk | this statement elsewhere: who cut or changed it \
    | quote quoted retold wording wordings places where else rival speakers negation earliest | screen
versions | | versions: what changed between the texts of the article \
    | history diff compare changed before earlier edits correction update silent | screen
older-version | less_than_sign | compare the version before with the one before that \
    | previous earlier diff history | versions
newer-version | greater_than_sign | compare with the version after | next later diff history | versions

In the library: library
{rows_of(LIBRARY_TABS)}
browse | slash ampersand | filter the list, or edit the search | narrow search find type | library search page versions
next-order | greater_than_sign | sort the articles by the next order | order arrange title date author
previous-order | less_than_sign | sort the articles by the previous order | order arrange title date author
pick | v | pick the entry to export it, or drop it again \
    | select choose mark several check tick export | library search page versions
put-in-dossier | f | put into a dossier what is picked, or this article \
    | file project case story folder group collection set together draft source | library search
add | a | add an article by its path or URL | new import file url web page book pdf open
tag-article | t | tag the article, or rename the tag | label keyword rename
archive | D | archive the article, or restore it | put away hide done unarchive restore
remove | x delete | remove the article; its notes are kept | delete throw away trash
remove-with-notes | X | remove the article and its notes | delete throw away trash
fold | h left | fold the tag | collapse expand nested tree open close
unfold | l right | unfold the tag | collapse expand nested tree open close

Program: screen library search page versions
export | E | export notes, quotes and names to a file \
    | save as write share markdown obsidian logseq html csv json file notes out
reload | r | reload the article | refresh again update changed fetch | screen
whole-page | | show the web page whole, or only its article again \
    | left out everything comments full complete all missing site extract | screen
theme | | switch between the light and the dark theme \
    | dark light night day colours colors mode appearance paper ink look
genre | | genre…: what kind of text this is \
    | interview transcript novel fiction paper manual code prose turns speakers read as wrong | screen
turns | | turns: read the labels as those of speakers | interview transcript dialogue speakers genre read as | screen
choose-theme | | theme…: choose one | colours colors appearance look list
tour | | the one-minute tour on the sample article | tutorial introduction learn beginner start guide lesson
help | question_mark f1 | these keys | keys shortcuts keyboard bindings manual how
palette | colon ctrl+p | command palette: every action by name | commands actions menu run
repaint | ctrl+l | repaint the whole screen \
    | redraw refresh clear display garbled wrong marks left over leftovers terminal fix
suspend | | suspend to the shell (fg resumes) | background shell stop pause job
approve | P | approve the text: end its review | review done accept good pass decide | screen
ask-for-changes | X | ask for changes: end its review | review reject decide not yet | screen
step-back | escape | cancel / go back (never quits) | escape cancel close leave
interrupt | ctrl+c | copy the selection, if there is one | stop break
quit | q ctrl+q | quit; drafts are kept | exit leave close bye end
"""
"""A group with its scopes, then its commands: id, keys, help, synonyms, and scopes other than those of the group."""


def parse_commands(table: str) -> Iterator[Command]:
    group = scopes = ""
    for line in filter(None, table.splitlines()):
        name, *cells = (cell.strip() for cell in line.split("|"))
        if cells:
            keys, words, synonyms, *own = cells
            reach = own[0] if own else scopes
            yield Command(name, tuple(keys.split()), words, group, tuple(reach.split()), synonyms)
        else:
            group, _, scopes = name.partition(": ")


COMMANDS = tuple(parse_commands(TABLE))


def groups(commands: Iterable[Command] = COMMANDS) -> dict[str, list[Command]]:
    """Return the commands by group, in the order in which they are shown."""
    found: dict[str, list[Command]] = {}
    for command in commands:
        found.setdefault(command.group, []).append(command)
    return found
