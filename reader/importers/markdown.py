"""Import edits of a Markdown export: the text and tags of its notes, and nothing else.

The grammar is that of `export.markdown.excerpt`: a note begins after its `^rd-<id>` (one on the whole article ends
with it) and ends with the line that closes with its date. A note counts as edited only if it differs from what the
export had made of it; the export's `as-of` tells the revision. Pitfall: the export escapes and closes Markdown, lowers
headings and adapts tags to Obsidian, so a note is compared with its exported form, and a tag that is still there keeps
its spelling in the library.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reader.annotations.notes import Note, NoteRevision, Tags, all_tags, inline_tags
from reader.annotations.revisions import heads
from reader.errors import NoteImportError
from reader.export.collection import COLLECTION
from reader.export.markdown import escape_markdown
from reader.export.markdown.collection import NOTE_BEGINS
from reader.export.markdown.document import DEEPEST_SECTION
from reader.export.markdown.excerpt import SECTION_LEVEL, linkable_id, tags_beside
from reader.export.markdown.front_matter import obsidian_tag
from reader.export.markdown.note_body import contain_note
from reader.export.markdown.region import Region, find_region
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.text.format import counted
from reader.text.sanitize import clean_line
from reader.text.span import grouped

BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^rd-(?P<id>[A-Za-z0-9-]+)[ \t]*$")

OUR_COMMENT = re.compile(r"<!-- (?:reader |one tag here, )")  # a comment that an export writes above the notes

BETWEEN, TAG = " · ", re.compile("#.")


@dataclass(frozen=True, slots=True)
class EditedNote:
    id: str
    """As it is written in the file."""
    text: str
    tags: tuple[str, ...]
    """The tags in its last line, as written."""


Mark = tuple[int, str, bool]  # the number of a line that has a note's id, the id, and whether it is alone on its line


def read(file: ImportFile) -> list[ImportedArticle] | None:
    """Read an edited Markdown export; None if the file is none. Raises NoteImportError, ExportError."""
    region, library = find_region(file.text), file.library
    if region is None:
        return None
    if region.article_id == COLLECTION:
        return list(parse_collection(region, library.notes() + library.notes(deleted=True))) if region.edited else []
    record = library.article(region.article_id)
    if record is None:
        unknown = f"the library has no article {clean_line(region.article_id)}; Markdown brings back edits alone"
        raise NoteImportError(f"{unknown}, `--format json` takes notes from one library to another")
    if not region.edited:
        return [ImportedArticle(ArticleInfo(id=record.id), (), (), ("it was not edited",))]
    notes = library.notes(record.id) + library.notes(record.id, deleted=True)
    return [parse_edits(region, notes, ArticleInfo(id=record.id))]


def parse_edits(region: Region, notes: Sequence[Note], about: ArticleInfo) -> ImportedArticle:
    """Parse the edits in the export of an article; `notes` are all of its notes, deleted ones too."""
    known = {linkable_id(note.id): note for note in notes}
    clear, seen, skipped = notes_in_file(region, known, "not in this article")
    gone = [note for note_id, note in known.items() if note_id not in seen and not note.deleted]
    missing = [note.id for note in gone if not region.as_of or note.created <= region.as_of]  # that were exported
    remarks = remarks_on({"no longer in the file, but kept; `reader delete` removes:": missing})
    return ImportedArticle(about, tuple(clear), remarks=(*remarks, *skipped))


def parse_collection(region: Region, notes: Sequence[Note]) -> Iterator[ImportedArticle]:
    """Parse the edits in the export of several articles; `notes` are all of the library, deleted ones too."""
    known = {linkable_id(note.id): note for note in notes}
    clear, _, skipped = notes_in_file(region, known, "not in the library")
    edits = grouped((known[linkable_id(each.id)].article, each) for each in clear)
    for article, edited in edits.items():
        yield ImportedArticle(ArticleInfo(id=article), tuple(edited))
    if skipped and notes:
        yield ImportedArticle(ArticleInfo(id=next(iter(edits), notes[0].article)), (), remarks=skipped)


def notes_in_file(
    region: Region, known: dict[str, Note], unknown: str
) -> tuple[list[ImportedNote], Collection[str], tuple[str, ...]]:
    """Return the notes in a file that are in `known`, the ids of all in it, and remarks on those that were skipped.

    `unknown` says where those are not that are not in `known`.
    """
    lines = region.text.replace("\r\n", "\n").split("\n")
    ids = ((number, line, BLOCK_ID.search(line)) for number, line in enumerate(lines))
    marks: list[Mark] = [(at, block["id"], not line[: block.start()].strip()) for at, line, block in ids if block]
    seen = Counter(note_id for _, note_id, _ in marks)
    found = {each.id: each for each in find_notes(lines, marks, known)}
    skipped = {
        f"{unknown}, skipped:": [note_id for note_id in seen if note_id not in known],
        "without a closing line, skipped:": [note_id for note_id in seen if note_id in known and note_id not in found],
        "several times in the file, skipped:": [note_id for note_id in found if seen[note_id] > 1],
    }
    clear = [compare_note(each, known[each.id], region.as_of) for each in found.values() if seen[each.id] == 1]
    return clear, seen, tuple(remarks_on(skipped))


def remarks_on(notes: dict[str, list[str]]) -> Iterator[str]:
    """Yield a line for each list of note ids, with the words that stand for it."""
    return (f"{counted(ids, 'note')} {words} {' '.join(ids)}" for words, ids in notes.items() if ids)


def find_notes(lines: Sequence[str], marks: Sequence[Mark], known: dict[str, Note]) -> Iterator[EditedNote]:
    """Yield the notes that are in `known` and whose end is unambiguous."""
    free = 0
    nexts = [*(number for number, _, _ in marks), len(lines)][1:]
    for (number, note_id, alone), after in zip(marks, nexts, strict=True):
        note = known.get(note_id)
        date = escape_markdown(note.created[:10]) if note else ""
        if not alone:
            closing = BLOCK_ID.sub("", lines[number]).rstrip()
            if note and is_closing_line(closing, date):
                begin = max((at + 1 for at in range(free, number) if lines[at] == NOTE_BEGINS), default=free)
                own = [line for line in lines[begin:number] if not OUR_COMMENT.match(line)]
                yield EditedNote(note_id, note_text(own), tags_in_line(closing))
            free = number + 1
        elif note:
            last = next((at for at in range(after - 1, number, -1) if is_closing_line(lines[at], date)), None)
            if last is not None:
                yield EditedNote(note_id, note_text(lines[number + 1 : last]), tags_in_line(lines[last]))
                free = last + 1


def is_closing_line(line: str, date: str) -> bool:
    return line.strip().split(BETWEEN)[-1] == date


def note_text(lines: Sequence[str]) -> str:
    """Return the lines of a note without blank ones at both ends."""
    return coerce.to_text("\n".join(lines)).strip("\n")


def tags_in_line(line: str) -> tuple[str, ...]:
    """Return the tags in the last line of a note: the parts that hold only tags."""
    parts = (part.split() for part in line.split(BETWEEN))
    return tuple(word[1:] for words in parts if words and all(map(TAG.match, words)) for word in words)


def compare_note(found: EditedNote, note: Note, as_of: str) -> ImportedNote:
    """Compare a note in the file with the exported revision; return that unless it was edited."""
    then = [revision for revision in note.revisions if revision.at <= as_of]
    base = heads(then)[0] if then else note.head
    unchanged = any(same_lines(found.text, was) for was in export_variants(base.text))
    text = base.text if unchanged else restore_lines(found.text, base.text)
    beside = changed_tags(found, base)
    if text == base.text and beside is None:
        tags = base.tags
    else:
        tags = all_tags(own_tags(base) if beside is None else beside, inline_tags(text))
    return ImportedNote(note.id, text, tags, base.anchor, base=base.id)


def export_variants(text: str) -> Iterator[str]:
    """Yield the text of a note as exported at each heading level."""
    return (contain_note(text, level) for level in range(SECTION_LEVEL, DEEPEST_SECTION + 1))


def restore_lines(text: str, was: str) -> str:
    """Return an edited text whose unedited lines are restored to `was`, the text before the export changed it."""
    before, now = was.split("\n"), text.split("\n")
    best, most = text, 0
    for made in export_variants(was):
        exported = made.split("\n")
        if len(exported) != len(before):
            continue
        blocks = SequenceMatcher(None, exported, now, autojunk=False).get_matching_blocks()
        if (count := sum(block.size for block in blocks)) > most:
            lines = list(now)
            for block in blocks:
                lines[block.b : block.b + block.size] = before[block.a : block.a + block.size]
            best, most = "\n".join(lines), count
    return best


def same_lines(one: str, other: str) -> bool:
    """Compare without white space at the ends of lines, which editors remove."""
    first, second = ([line.rstrip() for line in text.strip("\n").split("\n")] for text in (one, other))
    return first == second


def own_tags(revision: NoteRevision) -> Tags:
    written = inline_tags(revision.text)
    return tuple(tag for tag in revision.tags if tag not in written)


def changed_tags(found: EditedNote, base: NoteRevision) -> Tags | None:
    """Return the tags outside the text, in the library's spelling; None if they are those of the export."""
    now = set(map(str.casefold, found.tags))
    if any(now == set(map(str.casefold, tags_beside(base.tags, was))) for was in export_variants(base.text)):
        return None
    known = {obsidian_tag(tag).casefold(): tag for tag in own_tags(base)}
    there = {tag.casefold() for tag in inline_tags(found.text)}
    hidden = (tag for written, tag in known.items() if written in there)
    return all_tags(coerce.to_tags([known.get(tag.casefold(), tag) for tag in found.tags], ""), hidden)
