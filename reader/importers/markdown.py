"""Our Markdown after somebody has edited it: the text and the tags of notes are taken back, and nothing else.

The grammar is that of `export.document`: a note begins behind its `^rd-<id>` (one on the whole article ends with it)
and ends with the line that closes with its date. A note counts as edited only if it says something else than what the
export had made of it: the export's `as-of` tells which revision that was. The trap: the export escapes, closes and
lowers what is in a note, and makes tags fit for Obsidian, so a note is compared with what the export makes of it, and
a tag that is still there keeps the spelling that the library knows.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from reader.annotations.notes import Note, NoteRevision, Tags, all_tags, inline_tags
from reader.annotations.revisions import heads
from reader.export.markdown.document import DEEPEST_SECTION, SECTION_LEVEL, linkable_id, tags_beside
from reader.export.markdown.escape import escape_markdown
from reader.export.markdown.front_matter import obsidian_tag
from reader.export.markdown.note_body import contain_note
from reader.export.markdown.region import Region
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, coerce
from reader.text.format import counted

BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^rd-(?P<id>[A-Za-z0-9-]+)[ \t]*$")

OUR_COMMENT = re.compile(r"<!-- (?:reader |one tag here, )")
"""What an export says above the notes."""

BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class EditedNote:
    """A note as it stands in the file."""

    id: str
    """As it is written there."""
    text: str
    tags: tuple[str, ...]
    """Those in its last line, as they are written there."""


def parse_edits(region: Region, notes: Sequence[Note], about: ArticleInfo) -> ImportedArticle:
    """Parse the edits in a region; `notes` are all notes of the article, deleted ones too."""
    known = {linkable_id(note.id): note for note in notes}
    lines = region.text.replace("\r\n", "\n").split("\n")
    marks = list(find_block_ids(lines))
    seen = Counter(own for _, own, _ in marks)
    found = {each.id: each for each in find_notes(lines, marks, known)}
    clear = [compare_note(each, known[own], region.as_of) for own, each in found.items() if seen[own] == 1]
    odd = {
        "no longer in the file, but kept; `reader delete` removes:": missing_notes(known, seen, region.as_of),
        "not in this article, skipped:": [own for own in seen if own not in known],
        "without a closing line, skipped:": [own for own in seen if own in known and own not in found],
        "several times in the file, skipped:": [own for own in found if seen[own] > 1],
    }
    remarks = (f"{counted(ids, 'note')} {words} {' '.join(ids)}" for words, ids in odd.items() if ids)
    return ImportedArticle(about, tuple(clear), remarks=tuple(remarks))


def missing_notes(known: dict[str, Note], seen: Counter[str], as_of: str) -> list[str]:
    """The notes that the export had and the file has no more."""
    exported = (note for note in known.values() if not as_of or note.created <= as_of)
    return [note.id for note in exported if not note.deleted and linkable_id(note.id) not in seen]


# ---------------------------------------------------------------------- the file


def find_block_ids(lines: Sequence[str]) -> Iterator[tuple[int, str, bool]]:
    """The lines with the id of a note, the id, and whether it stands alone there."""
    for number, line in enumerate(lines):
        if found := BLOCK_ID.search(line):
            yield number, found["id"], not line[: found.start()].strip()


def find_notes(
    lines: Sequence[str], marks: Sequence[tuple[int, str, bool]], known: dict[str, Note]
) -> Iterator[EditedNote]:
    """The notes of the file that are `known` and whose end is clear."""
    free = 0
    nexts = [*(number for number, _, _ in marks), len(lines)][1:]
    for (number, own, alone), after in zip(marks, nexts, strict=True):
        note = known.get(own)
        date = escape_markdown(note.created[:10]) if note else ""
        if not alone:
            closing = BLOCK_ID.sub("", lines[number]).rstrip()
            if note and is_closing_line(closing, date):
                yield EditedNote(own, note_text(drop_comments(lines[free:number])), tags_in_line(closing))
            free = number + 1
        elif note:
            last = next((at for at in range(after - 1, number, -1) if is_closing_line(lines[at], date)), None)
            if last is not None:
                yield EditedNote(own, note_text(lines[number + 1 : last]), tags_in_line(lines[last]))
                free = last + 1


def is_closing_line(line: str, date: str) -> bool:
    """Return whether a line closes a note of that date."""
    return line.strip().split(BETWEEN)[-1] == date


def drop_comments(lines: Sequence[str]) -> list[str]:
    return [line for line in lines if not OUR_COMMENT.match(line)]


def note_text(lines: Sequence[str]) -> str:
    """The lines of a note, without blank ones at both ends."""
    return coerce.to_text("\n".join(lines)).strip("\n")


def tags_in_line(line: str) -> tuple[str, ...]:
    """The tags in the last line of a note: the parts of it that hold nothing else."""
    parts = (part.split() for part in line.split(BETWEEN))
    return tuple(word[1:] for words in parts if words and all(map(is_tag_word, words)) for word in words)


def is_tag_word(word: str) -> bool:
    return word.startswith("#") and len(word) > 1


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
    """The revision that counted when the export was made."""
    then = [revision for revision in note.revisions if revision.at <= as_of]
    return heads(then)[0] if then else note.head


def export_variants(text: str) -> Iterator[str]:
    """The text of a note as exported at each heading level."""
    for level in range(SECTION_LEVEL, DEEPEST_SECTION + 1):
        yield contain_note(text, level)


def restore_lines(text: str, was: str) -> str:
    """An edited text whose untouched lines are as they `was` before the export lowered and escaped them."""
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
    """Equal but for white space at the ends of lines, which editors take away."""
    return [line.rstrip() for line in one.strip("\n").split("\n")] == [
        line.rstrip() for line in other.strip("\n").split("\n")
    ]


def own_tags(revision: NoteRevision) -> Tags:
    written = inline_tags(revision.text)
    return tuple(tag for tag in revision.tags if tag not in written)


def changed_tags(found: EditedNote, base: NoteRevision) -> Tags | None:
    """The tags beside the text, in the spelling of the library; None where they are what the export wrote."""
    now = set(map(str.casefold, found.tags))
    if any(now == set(map(str.casefold, tags_beside(base.tags, was))) for was in export_variants(base.text)):
        return None
    known = {obsidian_tag(tag).casefold(): tag for tag in own_tags(base)}
    there = {tag.casefold() for tag in inline_tags(found.text)}
    hidden: Iterable[str] = (tag for written, tag in known.items() if written in there)
    return all_tags(coerce.to_tags([known.get(tag.casefold(), tag) for tag in found.tags], ""), hidden)
