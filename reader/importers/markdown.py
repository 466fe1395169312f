"""Import edits of a Markdown export: the text and tags of its notes, and nothing else.

The grammar is that of `export.markdown.excerpt`: a note begins after its `^rd-<id>` (one on the whole article ends
with it) and ends with the line that closes with its date. A note counts as edited only if it differs from what the
export had made of it; the export's `as-of` tells the revision. Pitfall: the export escapes and closes Markdown, lowers
headings and adapts tags to Obsidian, so a note is compared with its exported form, and a tag that is still there keeps
its spelling in the library.
"""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
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

BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^rd-(?P<id>[A-Za-z0-9-]+)[ \t]*$")

OUR_COMMENT = re.compile(r"<!-- (?:reader |one tag here, )")
"""A comment that an export writes above the notes."""

BETWEEN, TAG = " · ", re.compile("#.")


@dataclass(frozen=True, slots=True)
class EditedNote:
    """A note in the file."""

    id: str
    """As it is written in the file."""
    text: str
    tags: tuple[str, ...]
    """The tags in its last line, as written."""


@dataclass(frozen=True, slots=True)
class FileNotes:
    """The notes in a file that the library has."""

    clear: tuple[tuple[EditedNote, Note], ...]
    """Those whose end is unambiguous, each with the note in the library."""
    seen: frozenset[str]
    """The ids of all notes in the file."""
    remarks: tuple[str, ...]
    """Remarks on those that were skipped."""


def read(file: ImportFile) -> list[ImportedArticle] | None:
    """Read an edited Markdown export; None if the file is none. Raises NoteImportError, ExportError."""
    region, library = find_region(file.text), file.library
    if region is None:
        return None
    if region.article_id == COLLECTION:
        if not region.edited:
            return []
        return list(parse_collection(region, library.notes() + library.notes(deleted=True)))
    record = library.article(region.article_id)
    if record is None:
        raise NoteImportError(
            f"the library has no article {clean_line(region.article_id)}; Markdown brings back edits alone, "
            "`--format json` takes notes from one library to another"
        )
    if not region.edited:
        return [ImportedArticle(ArticleInfo(id=record.id), (), (), ("it was not edited",))]
    notes = library.notes(record.id) + library.notes(record.id, deleted=True)
    return [parse_edits(region, notes, ArticleInfo(id=record.id))]


def parse_edits(region: Region, notes: Sequence[Note], about: ArticleInfo) -> ImportedArticle:
    """Parse the edits in the export of an article; `notes` are all of its notes, deleted ones too."""
    known = {linkable_id(note.id): note for note in notes}
    found = notes_in_file(region, known, "not in this article")
    clear = tuple(compare_note(each, note, region.as_of) for each, note in found.clear)
    missing = missing_notes(known, found.seen, region.as_of)
    gone = remarks_on({"no longer in the file, but kept; `reader delete` removes:": missing})
    return ImportedArticle(about, clear, remarks=(*gone, *found.remarks))


def parse_collection(region: Region, notes: Sequence[Note]) -> Iterator[ImportedArticle]:
    """Parse the edits in the export of several articles; `notes` are all of the library, deleted ones too."""
    known = {linkable_id(note.id): note for note in notes}
    found = notes_in_file(region, known, "not in the library")
    edits: dict[str, list[ImportedNote]] = {}
    for each, note in found.clear:
        edits.setdefault(note.article, []).append(compare_note(each, note, region.as_of))
    for article, edited in edits.items():
        yield ImportedArticle(ArticleInfo(id=article), tuple(edited))
    if found.remarks and notes:
        yield ImportedArticle(ArticleInfo(id=next(iter(edits), notes[0].article)), (), remarks=found.remarks)


def notes_in_file(region: Region, known: dict[str, Note], unknown: str) -> FileNotes:
    """Read the notes in a file that are in `known`; `unknown` says of others where they are not."""
    lines = region.text.replace("\r\n", "\n").split("\n")
    marks = list(find_block_ids(lines))
    seen = Counter(note_id for _, note_id, _ in marks)
    found = {each.id: each for each in find_notes(lines, marks, known)}
    skipped = {
        f"{unknown}, skipped:": [note_id for note_id in seen if note_id not in known],
        "without a closing line, skipped:": [note_id for note_id in seen if note_id in known and note_id not in found],
        "several times in the file, skipped:": [note_id for note_id in found if seen[note_id] > 1],
    }
    clear = tuple((each, known[note_id]) for note_id, each in found.items() if seen[note_id] == 1)
    return FileNotes(clear, frozenset(seen), tuple(remarks_on(skipped)))


def remarks_on(notes: dict[str, list[str]]) -> Iterator[str]:
    """Yield a line for each list of note ids, with the words that stand for it."""
    return (f"{counted(ids, 'note')} {words} {' '.join(ids)}" for words, ids in notes.items() if ids)


def missing_notes(known: dict[str, Note], seen: Collection[str], as_of: str) -> list[str]:
    """Return the ids of exported notes that are no longer in the file."""
    exported = (note for note in known.values() if not as_of or note.created <= as_of)
    return [note.id for note in exported if not note.deleted and linkable_id(note.id) not in seen]


# ---------------------------------------------------------------------- the file


def find_block_ids(lines: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """Yield the line number of each note id, the id, and whether it is alone on its line."""
    for number, line in enumerate(lines):
        if found := BLOCK_ID.search(line):
            yield number, found["id"], not line[: found.start()].strip()


def find_notes(
    lines: Sequence[str], marks: Sequence[tuple[int, str, bool]], known: dict[str, Note]
) -> Iterator[EditedNote]:
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
    """Return whether a line closes a note of that date."""
    return line.strip().split(BETWEEN)[-1] == date


def note_text(lines: Sequence[str]) -> str:
    """Return the lines of a note without blank ones at both ends."""
    return coerce.to_text("\n".join(lines)).strip("\n")


def tags_in_line(line: str) -> tuple[str, ...]:
    """Return the tags in the last line of a note: the parts that hold only tags."""
    parts = (part.split() for part in line.split(BETWEEN))
    return tuple(word[1:] for words in parts if words and all(map(TAG.match, words)) for word in words)


# ---------------------------------------------------------------------- then and now


def compare_note(found: EditedNote, note: Note, as_of: str) -> ImportedNote:
    """Compare a note in the file with the exported revision; return that unless it was edited."""
    base = exported_revision(note, as_of)
    text = (
        base.text
        if any(same_lines(found.text, was) for was in export_variants(base.text))
        else restore_lines(found.text, base.text)
    )
    beside = changed_tags(found, base)
    if text == base.text and beside is None:
        return ImportedNote(note.id, text, base.tags, base.anchor, base=base.id)
    tags = all_tags(own_tags(base) if beside is None else beside, inline_tags(text))
    return ImportedNote(note.id, text, tags, base.anchor, base=base.id)


def exported_revision(note: Note, as_of: str) -> NoteRevision:
    """Return the revision that was current at the time of the export."""
    then = [revision for revision in note.revisions if revision.at <= as_of]
    return heads(then)[0] if then else note.head


def export_variants(text: str) -> Iterator[str]:
    """Yield the text of a note as exported at each heading level."""
    for level in range(SECTION_LEVEL, DEEPEST_SECTION + 1):
        yield contain_note(text, level)


def restore_lines(text: str, was: str) -> str:
    """Return an edited text whose unedited lines are restored to `was`, the text before the export changed it."""
    before = was.split("\n")
    now = text.split("\n")
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
    return [line.rstrip() for line in one.strip("\n").split("\n")] == [
        line.rstrip() for line in other.strip("\n").split("\n")
    ]


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
    hidden: Iterable[str] = (tag for written, tag in known.items() if written in there)
    return all_tags(coerce.to_tags([known.get(tag.casefold(), tag) for tag in found.tags], ""), hidden)
