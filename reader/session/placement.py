"""Place the notes of an article in its current text, and compare a note's passage then and now.

`place_entries` finds the passages again, each with the help of the kept text that the note was made on; `build_review`
sets both versions side by side for a passage that has changed or is gone. A re-linked anchor belongs to a later text
than the one the note was made on, so the words decide which kept text an anchor belongs to.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from reader.anchoring import Anchor, Placement, place
from reader.annotations.notes import Note
from reader.document.article import Article
from reader.text.sanitize import clean_line
from reader.text.span import Span

if TYPE_CHECKING:
    from reader.annotations.corrections import Correction
    from reader.library.library import ArticleRecord

TextLoader = Callable[[str], str | None]
"""The kept text with a sha256, if it is to be had."""

PlacedEntry = TypeVar("PlacedEntry", Note, "Correction")

Piece = tuple[str, bool]
"""Words, and whether they differ from those on the other side."""

BY_HAND = 2000
"""Words up to which every single one is compared; longer passages are aligned by what they have in common."""

CONTEXT = 64
"""Characters shown on either side of a passage, as many as an anchor remembers."""


def place_entries(
    notes: Sequence[PlacedEntry], article: Article, record: "ArticleRecord", kept: TextLoader
) -> list[PlacedEntry]:
    """The notes, or corrections, with their placement in today's text, in the given order."""
    placements: dict[str, Placement] = {}
    made_on: dict[str, list[tuple[str, Anchor]]] = {}
    for note in notes:
        if note.anchor is not None:
            made_on.setdefault(note.made_on, []).append((note.id, note.anchor))
    for digest, anchored in made_on.items():
        for before, group in group_by_text(anchored, candidate_texts(digest, article, record, kept)):
            found = place([anchor for _, anchor in group], article.text, before)
            placements |= zip((note_id for note_id, _ in group), found, strict=True)
    return [replace(note, placement=placements.get(note.id)) for note in notes]


def candidate_texts(made_on: str, article: Article, record: "ArticleRecord", kept: TextLoader) -> Iterator[str]:
    """The texts that a note may have been made on, the likeliest first."""
    for digest in dict.fromkeys((made_on, *reversed(record.texts))):
        text = article.text if digest == article.sha256 else kept(digest)
        if text is not None:
            yield text


def group_by_text(
    anchored: list[tuple[str, Anchor]], texts: Iterator[str]
) -> Iterable[tuple[str | None, list[tuple[str, Anchor]]]]:
    """The anchors beside the text that they were described on, or None where it is not to be had."""
    left = anchored
    while left and (text := next(texts, None)) is not None:
        here: list[tuple[str, Anchor]] = []
        elsewhere: list[tuple[str, Anchor]] = []
        for note_id, anchor in left:
            (here if is_at_offsets(anchor, text) else elsewhere).append((note_id, anchor))
        if here:
            yield text, here
        left = elsewhere
    if left:
        yield None, left


def is_at_offsets(anchor: Anchor, text: str) -> bool:
    return text[anchor.start : anchor.end] == anchor.exact


# ---------------------------------------------------------------------- then and now


@dataclass(frozen=True, slots=True)
class ReviewPassage:
    """A passage and what stands around it."""

    before: str
    pieces: tuple[Piece, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Review:
    """What became of the passage of a note."""

    note: Note
    then: ReviewPassage
    now: ReviewPassage | None
    """Where it is, or where it may have gone; None where nothing is like it."""
    place: Span | None
    """Where that is in today's text."""
    heading: str = ""
    """The heading it stood under, if that is known."""

    @property
    def lost(self) -> bool:
        """Whether `now` is only a guess."""
        return self.note.placement is None or self.note.placement.span is None


def build_review(note: Note, article: Article, record: "ArticleRecord", kept: TextLoader) -> Review:
    """Then and now of a note that has an anchor and was placed in `article`."""
    anchor, placement = note.anchor, note.placement
    assert anchor is not None
    span = (placement.span or placement.guess) if placement else None
    text = article.text
    old, new = diff_words(anchor.exact, span.of(text) if span else anchor.exact)
    now = None
    if span is not None:
        now = ReviewPassage(text[max(0, span.start - CONTEXT) : span.start], new, text[span.end : span.end + CONTEXT])
    was = next(
        (
            old_text
            for old_text in candidate_texts(note.made_on, article, record, kept)
            if is_at_offsets(anchor, old_text)
        ),
        "",
    )
    heading = heading_above(was, anchor.start, article) if was else ""
    return Review(note, ReviewPassage(anchor.prefix, old, anchor.suffix), now, span, heading)


def heading_above(old: str, at: int, today: Article) -> str:
    """The nearest heading above `at` in an old text: a line that is a heading today, or looks like one."""
    from reader.sources.plain import read_plain

    known = {clean_line(block.span.of(today.text)).strip() for block in today.headings}
    end = at
    while (end := old.rfind("\n", 0, end)) >= 0:
        line = old[old.rfind("\n", 0, end) + 1 : end].strip()
        if line in known:
            return line
    looks = read_plain(old).heading_at(at)
    return clean_line(looks.span.of(old)).strip() if looks else ""


def diff_words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Both texts in pieces that tell which words the other one does not have at that place; white space is kept.

    Case, quotation marks, dashes and the like do not count, as in placing.
    """
    from difflib import SequenceMatcher  # only what is reviewed needs these

    from reader.anchoring.diff import align
    from reader.text.normalize import fold

    olds, news = old.split(), new.split()
    first, second = ([fold(word).text for word in words] for words in (olds, news))
    if max(len(olds), len(news)) <= BY_HAND:
        blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
        runs = [(block.a, block.b, block.size) for block in blocks]
    else:
        runs = [(run.old, run.new, run.size) for run in align(first, second).line]
    same_old = {at + step for at, _, size in runs for step in range(size)}
    same_new = {at + step for _, at, size in runs for step in range(size)}
    return diff_pieces(olds, same_old), diff_pieces(news, same_new)


def diff_pieces(words: Sequence[str], same: set[int]) -> tuple[Piece, ...]:
    """Words in runs that differ or not, a space between any two."""
    found: list[Piece] = []
    for number, word in enumerate(words):
        differs = number not in same
        spaced = word if number == 0 else f" {word}"
        if found and found[-1][1] == differs:
            found[-1] = (found[-1][0] + spaced, differs)
        elif number:  # the space before a marked word is not marked
            found[-1] = (found[-1][0] + " ", found[-1][1]) if differs else found[-1]
            found.append((word if differs else spaced, differs))
        else:
            found.append((spaced, differs))
    return tuple(found)
