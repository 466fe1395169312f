"""Examples of each command, shown at the end of its help and of its manual page.

Each is what one wants to do, and the line to type. A test parses every line.
"""

Example = tuple[str, str]
"""A purpose, and a command line."""

TABLE = """
| read an article, and take notes on it | reader story.md
| read a web page | reader https://example.org/story
| the library of all that you have read | reader
| a guided tour of one minute | reader tour
show | the text, with quotes, speakers and notes in words | reader show story.md --annotated
show | the headings of a book | reader show book.epub --json | jq -c '.blocks[] | select(.kind == "heading")'
add | the readable files of a folder | reader add articles/
add | a list of addresses | reader add - < addresses.txt
review | annotate what a program wrote, and pass the notes on | git diff | reader review - > notes.md
review | with the numbers of lines | reader review draft.md --json
note | on a passage, with a tag \
    | reader note story.md --quote "told until Friday" --text "By whom? Ask the clerk." --tag budget
note | on the article as a whole | reader note story.md --text "Compare with the minutes."
notes | of one article | reader notes story.md
notes | with a tag, of all articles | reader notes --tag budget
notes | whose words have changed or are gone | reader notes story.md --state changed
edit | another text, without the tag | reader edit NOTE_ID --text "Checked." --untag budget
edit | the notes with one tag get another | reader notes --tag budget --ids | xargs -n 1 reader edit --tag money
relink | after its words have changed | reader relink NOTE_ID --quote "told on Friday"
delete | a note | reader delete NOTE_ID
delete | all notes with a tag | reader notes --tag done --ids | xargs reader delete
restore | a note that was deleted | reader restore NOTE_ID
tags | how often each is used | reader tags
tags | another name, in all notes | reader tags rename budget money
correct | two names of one person | reader correct story.md --entity Ortiz --same-as "Maria Ortiz"
correct | who said it | reader correct story.md --quote "We must leave" --speaker "Maria Ortiz"
correct | what was corrected, and how to undo it | reader correct story.md --list
dossier | begin one, or add to it | reader dossier harbour articles/ minutes.pdf --draft story.md
dossier | who speaks in its texts | reader dossier harbour --people
dossier | take a text out of it | reader dossier harbour --remove minutes.pdf
dossier | open it | reader dossier harbour
export | notes and quotes as Markdown | reader export story.md -o story.notes.md
export | a page to share | reader export story.md --format html -o story.html
export | all that is tagged, from all articles, by speaker \
    | reader export --query "tag:harbour after:2026-01-01" --by speaker -o harbour.md
export | every article with notes, one file each | reader export --all -o notes/
export | a project for qualitative analysis | reader export --query kind:note --format qdpx -o notes.qdpx
import | an export that you have edited | reader import story.notes.md
import | highlights and comments of another program | reader import paper.pdf
statement | wherever it was said, or told | reader statement "We were not told until Friday"
statement | of a quote, as JSON for other programs | reader statement --quote QUOTE_ID --json
analyze | names and quotes with their speakers | reader analyze story.md
analyze | a folder of any size, which can be stopped and continued | reader analyze archive/ --jsonl -o archive.jsonl
search | words and a speaker | reader search harbour speaker:ortiz
search | one of two phrases | reader search '"berth fees" OR "mooring fees"' after:2026-01-01
quotes | who said what in an article | reader quotes story.md
quotes | all that one person said, everywhere | reader quotes --speaker "Maria Ortiz"
quotes | how much each speaks | reader quotes story.md --by-speaker
verify | against all that you have read | reader verify draft.md
verify | against these sources alone | reader verify draft.md --against interviews/ https://example.org/story
verify | the draft with a footnote at each quotation | reader verify draft.md --markdown -o checked.md
index | from the beginning | reader index --rebuild
library | as JSON, for other programs | reader library --json
versions | since it was opened before | reader versions story.md
versions | between two of its texts | reader versions https://example.org/story --from 1 --to 3
merge | the notes of another device | reader merge laptop/library.json
merge | as the merge driver of git | reader merge --driver %O %A %B
check | is it sound? | reader check
check | save what can be read of a damaged library | reader check --repair
tour | nothing is saved | reader tour
keys | with your own keys | reader keys
keys | the beginning of a file of your own keys | reader keys --print-default
completion | for the shell you use | reader completion --install
completion | for this session | eval "$(reader completion bash)"
config | every setting, and where it comes from | reader config
help | the options of a command | reader help export
"""
"""A line for each: the name of the command, "" for `reader` without one; the purpose; the command line."""


def parse_examples(table: str) -> dict[str, list[Example]]:
    found: dict[str, list[Example]] = {}
    for line in filter(None, table.splitlines()):
        name, purpose, typed = (cell.strip() for cell in line.split("|", 2))  # which may have a pipe
        found.setdefault(name, []).append((purpose, typed))
    return found


EXAMPLES = parse_examples(TABLE)
"""Examples by the name of the command."""


def example_lines(name: str) -> list[str]:
    """Return the lines of a command's examples: a comment, then the line to type."""
    return [line for purpose, typed in EXAMPLES[name] for line in (f"  # {purpose}", f"  {typed}")]
