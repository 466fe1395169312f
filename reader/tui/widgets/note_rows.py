"""The rows of notes and drafts in the side pane: the words of their author in full, below two lines of the passage."""

from collections.abc import Sequence
from functools import cached_property
from typing import ClassVar

from reader.annotations.notes import Note, are_by_several
from reader.annotations.proposals import Proposal
from reader.document.article import Article, cited_page
from reader.text.format import collapse_whitespace, in_quotation_marks
from reader.text.span import Span
from reader.text.width import cells_of, cut, drawn
from reader.tui.widgets.rows import (
    DASHED_EDGE,
    INDENT,
    About,
    ListRow,
    RowActions,
    StyledText,
    as_proposed,
    justify,
    signed_day,
    unverified_words,
    with_day,
    wrap_at_most,
    wrap_text,
)

SIGNS = {"changed": ("◐ ", "changed"), "orphaned": ("✕ ", "orphaned")}
"""What stands before a note that is not exactly on its words, and its style."""


class NoteRow(ListRow):
    """A note in full: its passage and whether that is still there, its text, its tags and its day."""

    note: Note
    passage: str
    paragraph: int | None
    page: str = ""
    """Of the source, if it has any."""
    author: str = ""
    """The name of its author, where notes are by several."""

    gap = 1

    @property
    def state(self) -> str:
        return self.note.placement.state if self.note.placement else "exact"

    @property
    def noted(self) -> Note | None:  # type: ignore[override]
        return self.note

    @cached_property
    def about(self) -> About:
        note = self.note
        texts = " ".join(head.text for head in note.conflict) or note.text
        state = f"{self.state} {'conflict' if note.conflict else 'unverified' if note.unverified else ''}"
        words = f"{texts} {self.author} {self.passage} {' '.join(f'#{tag}' for tag in note.tags)} {state}"
        return About(words, note.span, note.id, summary=collapse_whitespace(note.text) or "a highlight")

    def choose(self, actions: RowActions, *, again: bool) -> None:
        undecided = bool(self.note.choices) or self.state != "exact"
        if undecided:
            actions.review_note(self.note)
        super().choose(actions, again=again and not undecided)

    def lines(self, width: int) -> list[list[StyledText]]:
        sign, kind = SIGNS.get(self.state, ("● " if self.note.text else "○ ", ""))
        room = width - len(INDENT)
        passage = in_quotation_marks(self.passage) if self.passage else "On the article"
        first, *more = wrap_at_most(passage, max(4, room - cells_of(self._place) - 2), 2) or [""]
        head: list[StyledText] = [(sign, kind or "note"), (first, kind or "dim")]
        below = self._below(room)
        day = signed_day(self.note, self.author, room)
        beside = f"{day}  {self._place}".strip()
        if not (more or below) and len(INDENT) + cells_of(first) + 2 + cells_of(beside) <= width:
            return [justify(head, (beside, "dim"), width)]
        passage_below = [[(INDENT, ""), (line, kind or "dim")] for line in more]
        return with_day([justify(head, (self._place, "dim"), width), *passage_below, *below], day, width)

    def _below(self, room: int) -> list[list[StyledText]]:
        """Return the lines below the passage: what has become of it, what is to be decided, the text, its tags."""
        note = self.note
        decision = "conflict: two texts, Enter chooses" if note.conflict else unverified_words(note)
        texts = [f"{number} {head.text}" for number, head in enumerate(note.conflict, 1)] or [note.text]
        tags = " ".join(f"#{tag}" for tag in note.tags_beside)
        parts = [(self._change, self.state), (decision, "changed"), *((text, "") for text in texts), (tags, "tag")]
        return [[(INDENT, ""), (line, kind)] for words, kind in parts for line in wrap_text(words, room)]

    @property
    def _place(self) -> str:
        if self.page:
            return cited_page(drawn(self.page))
        return f"¶ {self.paragraph}" if self.paragraph else "" if self.state == "exact" else self.state

    @property
    def _change(self) -> str:
        """How its passage has changed; "" if it has not."""
        if self.state == "exact":
            return ""
        said_by = self.note.placement.said_by if self.note.placement else ""
        if said_by:
            return f"changed: now said by {drawn(said_by)}"
        return "its words have changed" if self.state == "changed" else "no longer found in the article"


class DraftRow(ListRow):
    text: str
    id: str
    span: Span | None = None

    gap = 1
    counted: ClassVar[bool] = False

    @property
    def about(self) -> About:
        return About(f"draft {self.text}", key=f"draft {self.id}")

    def choose(self, actions: RowActions, *, again: bool) -> None:
        actions.continue_draft(self.id)

    def lines(self, width: int) -> list[list[StyledText]]:
        first: list[StyledText] = [(cut("✎ Draft — Enter to continue", width), "tag")]
        return [first, *([(INDENT, ""), (line, "")] for line in wrap_text(self.text, width - len(INDENT)))]


class ProposalRow(NoteRow):
    """What a program proposes: as the note that it would be, but grey, with a dashed edge."""

    proposed: Proposal | None = None

    counted: ClassVar[bool] = False

    @property
    def key(self) -> object:
        return f"proposal {self.note.id}"

    @property
    def noted(self) -> None:  # type: ignore[override]
        return None

    def choose(self, actions: RowActions, *, again: bool) -> None:
        ListRow.choose(self, actions, again=again)

    def lines(self, width: int) -> list[list[StyledText]]:
        grey = as_proposed(super().lines(width))
        return [[(DASHED_EDGE, "dim"), (first[len(DASHED_EDGE) :], "dim"), *more] for (first, _), *more in grey]


def note_rows(notes: Sequence[Note], article: Article) -> list[NoteRow]:
    """Return the orphaned notes first, then the others in the given order."""
    authored = are_by_several(notes)
    rows = [NoteRow(*place_of(note, article), note.author.signature if authored else "") for note in notes]
    return sorted(rows, key=lambda row: row.state != "orphaned")


def place_of(note: Note, article: Article) -> tuple[Note, str, int | None, str]:
    """Return a note with its passage, its paragraph and its page."""
    if (place := note.span) is None:
        return note, note.anchor.exact if note.anchor else "", None, ""
    return note, place.of(article.text), article.paragraph_number(place.start), article.page_at(place.start)
