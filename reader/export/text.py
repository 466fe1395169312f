"""An article as plain text for reading aloud, with quotes and notes after their paragraph.

For screen readers, braille lines and pipes: no sign, colour or position carries meaning, and each item is a line of its
own that begins with what it is. Words in quotation marks are the article's.
"""

from collections import defaultdict
from collections.abc import Iterator

from reader.annotations.notes import Note
from reader.document.article import Block
from reader.export.export_data import ExportData
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line

SHAPES = {"item": "List item", "quotation": "Quotation", "code": "Code", "table": "Table", "rule": "Section break"}

STATES = {"exact": "in place", "changed": "its words have changed", "orphaned": "its words are gone"}


def render_linear(exported: ExportData) -> Iterator[str]:
    article = exported.article
    after: dict[int, list[str]] = defaultdict(list)
    for quote in exported.analysis.quotes:
        who = f"said by {clean_line(quote.speaker.name)}" if quote.speaker else quote.without_speaker
        sure = ", which is uncertain" if quote.uncertain else ""
        words = collapse_line(quote.span.of(article.text))
        after[article.block_index(quote.span.start)].append(f"  Quote, {who}{sure}: {words}")
    for note in exported.notes:
        if note.anchor is not None and note.span is not None:
            after[article.block_index(note.span.start)] += note_lines(note, note.span.of(article.text))
    yield f"Title: {clean_line(article.title) or UNTITLED}"
    yield f"{counted(exported.notes, 'note')}, {counted(exported.analysis.quotes, 'quote')}."
    for note in exported.notes:
        if note.anchor is None:
            yield from note_lines(note, "")
    for number, block in enumerate(article.blocks):
        text = collapse_line(block.span.of(article.text)) if block.kind != "code" else block.span.of(article.text)
        yield from ("", f"{block_label(block)}{text}", *after[number])
    gone = [(note, note.anchor.exact) for note in exported.notes if note.anchor and note.span is None]
    if gone:
        yield from ("", "Notes whose words are gone from the article:")
    for note, words in gone:
        yield from note_lines(note, words)


def block_label(block: Block) -> str:
    if block.kind == "heading":
        return f"Heading {block.level}: " if block.level else "Heading: "
    return f"{SHAPES[block.kind]}: " if block.kind in SHAPES else ""


def note_lines(note: Note, passage: str) -> Iterator[str]:
    """Yield a note in words: its kind, passage, state, text, tags and id."""
    what = "Note" if note.text else "Highlight"
    where = f"on “{collapse_line(passage)}”" if passage else "on the article as a whole"
    state = f", {STATES[note.placement.state]}" if note.placement is not None and note.anchor is not None else ""
    conflict = ", with two texts to choose from" if note.conflict else ", not verified" if note.unverified else ""
    says = f": {collapse_line(note.text)}" if note.text else ""
    yield f"  {what} {where}{state}{conflict}{says}"
    if beside := note.tags_beside:
        yield f"    Tags: {', '.join(beside)}"
    yield f"    Id: {note.id}"


def collapse_line(words: str) -> str:
    return clean_line(" ".join(words.split()))
