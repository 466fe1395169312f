"""Notes and their tags.

A note is a list of revisions (`reader.annotations.revisions`); its text, tags and anchor are those of the current one.
Two conflicting texts are both kept until the user chooses."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from reader.anchoring import Anchor
from reader.annotations.revisions import Authorship, RevisedEntry, Revision, new_id, now
from reader.text.span import Span

Tags = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NoteRevision(Revision):
    """The content of a note from one moment on."""

    text: str
    tags: Tags
    anchor: Anchor | None
    """None: the note is on the article as a whole."""
    color: str = ""
    """The name of the highlight's colour; "" for the usual one."""

    @property
    def values(self) -> tuple[str, Tags, Anchor | None, bool, str]:
        return self.text, self.tags, self.anchor, self.deleted, self.color

    def canonical(self) -> dict[str, object]:
        anchor = self.anchor
        return {
            **Revision.canonical(self),
            "text": self.text,
            "tags": list(self.tags),
            "anchor": anchor and [anchor.exact, anchor.prefix, anchor.suffix, anchor.start, anchor.end],
            "color": self.color,
        }


@dataclass(frozen=True)
class Note(RevisedEntry[NoteRevision]):
    """A note on a passage, or on the article as a whole; without text it is a highlight."""

    @property
    def text(self) -> str:
        return self.head.text

    @property
    def tags(self) -> Tags:
        return self.head.tags

    @property
    def tags_beside(self) -> Tags:
        """The tags that are not in the text."""
        written = inline_tags(self.text)
        return tuple(tag for tag in self.tags if tag not in written)

    @property
    def anchor(self) -> Anchor | None:
        return self.head.anchor

    @property
    def color(self) -> str:
        return self.head.color

    @property
    def author(self) -> Authorship:
        return min(self.revisions, key=lambda revision: (revision.at, revision.id)).by

    @property
    def span(self) -> Span | None:
        """The place of its passage; None for a note on the article as a whole, or if the passage was not found."""
        return self.placement.span if self.placement else None

    @property
    def is_changed(self) -> bool:
        """True if its passage was found, but with other words or said by someone else."""
        return self.placement is not None and self.placement.state == "changed"

    @property
    def is_orphaned(self) -> bool:
        return self.placement is not None and self.placement.state == "orphaned"


def new_note(article: str, made_on: str, anchor: Anchor | None, text: str, tags: Tags, color: str = "") -> Note:
    first = NoteRevision("", None, now(), text, tags, anchor, color).sealed()
    return Note(new_id(), article, made_on, (first,))


TAG = re.compile(r"(?<!\S)#([\w/-]+)")
"""A tag starts a word; its name consists of the letters, digits and `_ - /` that follow."""

NOT_TAGS = re.compile(
    r"^(?P<fence>```+|~~~+).*?(?:^(?P=fence)|\Z)"  # a fenced block, to its end or the end of the note
    r"|(?P<ticks>(?<!`)`++).+?(?<!`)(?P=ticks)(?!`)"  # `code`
    r"|\[[^][\n]*\]\([^()\n]*\)"  # [a link](to somewhere); no brackets inside, so that a run of them takes linear time
    r"|^(?: {4}|\t).*$",  # indented code
    re.MULTILINE | re.DOTALL,
)


def tag_name(word: str) -> str | None:
    """Return `word` as the name of a tag, without its `#`; None if invalid (no letter, a space, other signs)."""
    name = word.strip().removeprefix("#").strip("/")
    return name if re.fullmatch(r"[\w/-]+", name) and re.search(r"[^\d]", name) else None


def inline_tags(text: str) -> Tags:
    """Return the tags written in a note's text as `#tag`, in order, each once; code and links are skipped."""
    return all_tags(name for found in _tags_of(text) if (name := tag_name(found[1])))


def map_inline_tags(text: str, renamed: Callable[[str], str]) -> str:
    """Return `text` with each `#tag` in it replaced by what `renamed` returns for it."""
    for found in reversed(list(_tags_of(text))):
        if name := tag_name(found[1]):
            at = text.index(name, found.start(1))  # a leading slash is not part of the name
            text = text[:at] + renamed(name) + text[at + len(name) :]
    return text


def _tags_of(text: str) -> Iterator[re.Match[str]]:
    return TAG.finditer(NOT_TAGS.sub(lambda found: " " * len(found[0]), text))


def all_tags(*groups: Iterable[str]) -> Tags:
    """Return every tag of `groups` once, in order."""
    return tuple(dict.fromkeys(tag for group in groups for tag in group))


def are_by_several(notes: Iterable[Note]) -> bool:
    """Return whether notes have several authors, so that each is to be shown; those without a name count as one.

    A note that was proposed and accepted has two.
    """
    authors = [note.author for note in notes]
    return len({author.name for author in authors}) > 1 or any(author.accepted_by for author in authors)


def text_order(note: Note) -> tuple[int, int, str, str]:
    """A sort key: notes on the whole article first, then those with a place in text order, then the others."""
    if note.anchor is None:
        return 0, 0, note.created, note.id
    return (1, note.span.start, note.created, note.id) if note.span else (2, note.anchor.start, note.created, note.id)
