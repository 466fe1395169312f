"""Place the notes of an article in its current text, and compare a note's passage then and now.

`place_entries` finds the passages again, using the stored text that each note was made on; `build_review` shows both
versions of a passage that has changed or is gone. Pitfall: a re-linked anchor belongs to a later text than the one
the note was made on, so the words decide which stored text an anchor belongs to.

A passage counts as changed, too, if its words are now said by someone else. Only the paragraphs around it are analyzed,
then and now, by the rules: a note is placed before the article's analysis is there, and the old text's is gone. So a
speaker who is named elsewhere is not known, and then nothing is reported. Pitfall: one person under two names is no
change, so surnames are compared.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from reader.analysis import Speaker
from reader.anchoring import Anchor, Placement, place
from reader.annotations.notes import Note
from reader.document.article import Article
from reader.sources.plain import read_plain
from reader.text.normalize import fold
from reader.text.sanitize import clean_line
from reader.text.span import Span, grouped

if TYPE_CHECKING:
    from reader.annotations.corrections import Correction
    from reader.annotations.proposals import Proposal
    from reader.library.library import ArticleRecord

TextLoader = Callable[[str], str | None]  # returns the stored text with a sha256, or None

PlacedEntry = TypeVar("PlacedEntry", Note, "Correction", "Proposal")

Piece = tuple[str, bool]  # words, and whether they differ from the other version
BY_HAND = 2000  # up to this many words, every single one is compared; longer passages are aligned
CONTEXT = 64  # characters shown on either side of a passage, as many as an anchor remembers


def place_entries(
    notes: Sequence[PlacedEntry], article: Article, record: "ArticleRecord", kept: TextLoader
) -> list[PlacedEntry]:
    """Return the notes, or corrections, in the given order, with their placement in today's text."""
    placements: dict[str, Placement] = {}
    made_on = grouped((note.made_on, (note.id, note.anchor)) for note in notes if note.anchor is not None)
    for digest, anchored in made_on.items():
        for before, group in group_by_text(anchored, candidate_texts(digest, article, record, kept)):
            found = place([anchor for _, anchor in group], article.text, before)
            older = before if before != article.text else None
            for (note_id, anchor), one in zip(group, found, strict=True):
                speaker = changed_speaker(anchor, older, one, article.text) if older else ""
                placements[note_id] = replace(one, state="changed", said_by=speaker) if speaker else one
    return [replace(note, placement=placements.get(note.id), placed_on=article.sha256) for note in notes]


def candidate_texts(made_on: str, article: Article, record: "ArticleRecord", kept: TextLoader) -> Iterator[str]:
    """Yield the texts that a note may have been made on, the likeliest first."""
    for digest in dict.fromkeys((made_on, *reversed(record.texts))):
        text = article.text if digest == article.sha256 else kept(digest)
        if text is not None:
            yield text


def group_by_text(
    anchored: list[tuple[str, Anchor]], texts: Iterator[str]
) -> Iterable[tuple[str | None, list[tuple[str, Anchor]]]]:
    """Yield the anchors grouped by the text they were described on; None if it is not available."""
    left = anchored
    while left and (text := next(texts, None)) is not None:
        if here := [pair for pair in left if is_at_offsets(pair[1], text)]:
            yield text, here
        left = [pair for pair in left if not is_at_offsets(pair[1], text)]
    if left:
        yield None, left


def is_at_offsets(anchor: Anchor, text: str) -> bool:
    return text[anchor.start : anchor.end] == anchor.exact


@dataclass(frozen=True, slots=True)
class ReviewPassage:
    before: str
    pieces: tuple[Piece, ...]
    after: str


@dataclass(frozen=True, slots=True)
class Review:
    """A note's passage then and now."""

    note: Note
    then: ReviewPassage
    now: ReviewPassage | None
    """The passage or a guess in today's text; None if nothing is similar."""
    place: Span | None
    """The span of `now` in today's text."""
    heading: str = ""
    """The heading above it in the old text, if known."""

    @property
    def lost(self) -> bool:
        """True if `now` is only a guess."""
        return self.note.placement is None or self.note.placement.span is None


def build_review(note: Note, article: Article, record: "ArticleRecord", kept: TextLoader) -> Review:
    """Build the comparison of a note that has an anchor and was placed in `article`."""
    anchor, placement = note.anchor, note.placement
    assert anchor is not None
    span = (placement.span or placement.guess) if placement else None
    text = article.text
    old, new = diff_words(anchor.exact, span.of(text) if span else anchor.exact)
    now = None
    if span is not None:
        now = ReviewPassage(text[max(0, span.start - CONTEXT) : span.start], new, text[span.end : span.end + CONTEXT])
    texts = candidate_texts(note.made_on, article, record, kept)
    was = next((before for before in texts if is_at_offsets(anchor, before)), "")
    heading = heading_above(was, anchor.start, article) if was else ""
    return Review(note, ReviewPassage(anchor.prefix, old, anchor.suffix), now, span, heading)


def heading_above(old: str, at: int, today: Article) -> str:
    """Return the nearest heading above `at` in an old text: a line that is a heading today, or looks like one."""
    known = {clean_line(block.span.of(today.text)).strip() for block in today.headings}
    end = at
    while (end := old.rfind("\n", 0, end)) >= 0:
        line = old[old.rfind("\n", 0, end) + 1 : end].strip()
        if line in known:
            return line
    looks = read_plain(old).heading_at(at)
    return clean_line(looks.span.of(old)).strip() if looks else ""


def diff_words(old: str, new: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Split both texts into pieces that differ or not, compared folded, as in placing; white space is kept."""
    olds, news = old.split(), new.split()
    first, second = ([fold(word).text for word in words] for words in (olds, news))
    if max(len(olds), len(news)) <= BY_HAND:
        blocks = SequenceMatcher(None, first, second, autojunk=False).get_matching_blocks()
        runs = [(block.a, block.b, block.size) for block in blocks]
    else:
        from reader.anchoring.diff import align  # loads rapidfuzz

        runs = [(run.old, run.new, run.size) for run in align(first, second).line]
    same_old = {at + step for at, _, size in runs for step in range(size)}
    same_new = {at + step for _, at, size in runs for step in range(size)}
    return diff_pieces(olds, same_old), diff_pieces(news, same_new)


def diff_pieces(words: Sequence[str], same: set[int]) -> tuple[Piece, ...]:
    """Group words into runs that differ or not, with a space between any two; one between runs is not marked."""
    runs = [
        (" ".join(word for _, word in run), differs)
        for differs, run in groupby(enumerate(words), key=lambda numbered: numbered[0] not in same)
    ]
    last = len(runs) - 1
    return tuple(
        (run if differs else f"{' ' * (at > 0)}{run}{' ' * (at < last)}", differs)
        for at, (run, differs) in enumerate(runs)
    )


HEAD = "Statements\n\n"  # stands before a paragraph, which would else be read as a title
LONGEST = 4000  # characters of a paragraph on either side of a passage; more is not prose

MARKS = frozenset("“”„«»\"‘’'`")


def changed_speaker(anchor: Anchor, before: str, placement: Placement, text: str) -> str:
    """Return who says a note's words now, if someone else did in the text `before` that it was made on; else ""."""
    if placement.span is None:
        return ""
    was, then = paragraph_at(before, Span(anchor.start, anchor.end))
    now, there = paragraph_at(text, placement.span)
    if MARKS.isdisjoint(was) or MARKS.isdisjoint(now) or fold(was).text == fold(now).text:
        return ""
    first, second = speaker_in(was, then), speaker_in(now, there)
    return second.name if first and second and surname(first) != surname(second) else ""


def paragraph_at(text: str, span: Span) -> tuple[str, Span]:
    """Return the paragraphs that a passage touches, and the passage's place in them."""
    start = max(text.rfind("\n\n", 0, span.start) + 1, span.start - LONGEST, 0)
    end = text.find("\n\n", span.end)
    end = min(len(text) if end < 0 else end, span.end + LONGEST)
    return text[start:end], Span(span.start - start, span.end - start)


def speaker_in(paragraph: str, passage: Span) -> Speaker | None:
    """Return the named speaker of the quotation that a passage of the paragraph lies in, if there is one."""
    from reader.analysis.pipeline import analyze_by_rules  # word lists: slow to load
    from reader.analysis.quotes.candidates import PRONOUNS

    shifted = Span(passage.start + len(HEAD), passage.end + len(HEAD))
    quotes = analyze_by_rules(read_plain(HEAD + paragraph)).quotes
    speaker = next((quote.speaker for quote in quotes if quote.speaker and quote.span.holds(shifted)), None)
    named = speaker is not None and speaker.name[:1].isupper() and speaker.name.lower() not in PRONOUNS
    return speaker if named else None


def surname(speaker: Speaker) -> str:
    return fold(speaker.name.split()[-1]).text
