"""The boxes in which a note is reviewed: its passage then and now, or two texts of it to choose from.

Each closes with what was chosen or None and changes nothing itself. The words that differ are bold and underlined, so
they can be told without colours. The trap: foreign text reaches widgets only as `Content`.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from reader.annotations.notes import Note, NoteRevision
from reader.session.placement import Piece, Review, ReviewPassage, diff_words
from reader.system.paths import STYLES
from reader.text.sanitize import clean
from reader.text.width import cut

Answer = Literal["accept", "choose", "edit"]

WIDE = 100
"""Columns from which two passages stand side by side."""

DIFFERS = "bold underline"
AROUND = "dim"

PARAGRAPH_END = re.compile(r"\n\s*\n")

PASSAGE_LIMIT = 4000
"""Characters of a passage that are shown: more than anybody compares by eye."""


@dataclass(frozen=True)
class TextPanel:
    """One of the texts that stand side by side."""

    title: str
    content: Content


class PanelDialog(ModalScreen[str | None]):
    """Texts side by side, or one below the other where there is little room, and keys to answer with."""

    CSS_PATH = STYLES / "review.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "answer('')", "leave it"),
        Binding("j,down", "scroll(1)", "down"),
        Binding("k,up", "scroll(-1)", "up"),
        Binding("space,pagedown", "scroll(10)", "page down"),
        Binding("b,pageup", "scroll(-10)", "page up"),
    ]

    def __init__(self, title: str, describe_revision: str, panels: Sequence[TextPanel], hint: str) -> None:
        super().__init__()
        self._title = title
        self._told = describe_revision
        self._panels = panels
        self._hint = hint

    def compose(self) -> ComposeResult:
        with Vertical(id="review-box"):
            yield Static(Content(self._title), id="review-title")
            yield Static(Content(self._told), id="review-told")
            with VerticalScroll(id="review-scroll"), Container(id="review-panels"):
                for panel in self._panels:
                    with Vertical(classes="review-panel"):
                        yield Static(Content(panel.title), classes="review-head")
                        yield Static(panel.content, classes="review-words")
            yield Static(Content(self._hint), id="review-hint")

    def on_mount(self) -> None:
        self._fit()
        self.query_one(VerticalScroll).focus()

    def on_resize(self, event: events.Resize) -> None:
        self._fit()

    def _fit(self) -> None:
        self.set_class(self.app.size.width < WIDE or len(self._panels) > 2, "-stacked")

    def action_scroll(self, lines: int) -> None:
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)

    def action_answer(self, answer: str) -> None:
        self.dismiss(answer or None)


class ReviewDialog(PanelDialog):
    """A passage then and now; closes with an `Answer` or None."""

    TITLE = "Reviewing a note"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "put the note on today's words"),
        Binding("c", "answer('choose')", "choose other words"),
        Binding("e", "answer('edit')", "edit the note"),
    ]

    def __init__(self, review: Review) -> None:
        then = "Then" + (f", under “{cut(review.heading, 60)}”" if review.heading else "")
        panels = [TextPanel(then, passage_content(review.then))]
        if review.now is not None:
            panels.append(TextPanel("The nearest words now" if review.lost else "Now", passage_content(review.now)))
        title = "No longer found in the article" if review.lost else "Its words have changed"
        if review.now is None:
            title += ", and nothing there is like them"
        taken = "the nearest words" if review.lost else "today's words"
        accept = "" if review.now is None else f"Enter takes {taken} · "
        others = "others" if accept else "other words"
        hint = f"{accept}c chooses {others} · e edits · Esc leaves it"
        super().__init__(title, note_summary(review.note), panels, hint)
        self._acceptable = review.now is not None

    def action_accept(self) -> None:
        if self._acceptable:
            self.dismiss("accept")


class ConflictDialog(PanelDialog):
    """The texts of a conflict; closes with the number of the one that was chosen from 1 on, "both", or None."""

    TITLE = "Choosing between texts of a note"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"choose({number})", f"take text {number}") for number in range(1, 10)),
        Binding("b", "answer('both')", "edit all of them as one", priority=True),
    ]

    def __init__(self, conflict: Sequence[NoteRevision]) -> None:
        """`conflict`: at least two heads of a note."""
        first, rest = conflict[0], conflict[1:]
        apart = len({head.anchor for head in conflict}) > 1
        panels = [
            TextPanel(
                f"1  {describe_revision(first, apart)}", mark_differences(diff_words(rest[0].text, first.text)[1])
            )
        ]
        for number, head in enumerate(rest, 2):
            panels.append(
                TextPanel(
                    f"{number}  {describe_revision(head, apart)}",
                    mark_differences(diff_words(first.text, head.text)[1]),
                )
            )
        self._count = len(conflict)
        passage = f"On “{cut(' '.join(first.anchor.exact.split()), 200)}”" if first.anchor else "On the article"
        numbers = " or ".join(map(str, range(1, min(self._count, 9) + 1)))
        super().__init__(
            "Conflict: this note was changed in two places",
            passage,
            panels,
            f"{numbers} takes that text · b edits them as one · Esc leaves all",
        )

    def action_choose(self, number: int) -> None:
        if number <= self._count:
            self.dismiss(str(number))


# ---------------------------------------------------------------------- words


def describe_revision(head: NoteRevision, apart: bool) -> str:
    """When a text was written, its tags, its passage if they are `apart`, and that it was deleted there."""
    parts = [head.at[:16].replace("T", " ") + " UTC", *(f"#{tag}" for tag in head.tags)]
    if apart and head.anchor:
        parts.append(f"on “{cut(' '.join(head.anchor.exact.split()), 40)}”")
    return " · ".join([*parts, *(["deleted"] if head.deleted else [])])


def note_summary(note: Note) -> str:
    """What the note says, on one line."""
    return cut(" ".join(note.text.split()) or "A highlight", 300)


def passage_content(passage: ReviewPassage) -> Content:
    """A passage between what stands around it."""
    return Content.assemble(
        (clean(context_before(passage.before)), AROUND),
        mark_differences(passage.pieces),
        (clean(context_after(passage.after)), AROUND),
    )


def context_before(before: str) -> str:
    """What stands before a passage in its paragraph, on one line and from a whole word on."""
    *earlier, here = PARAGRAPH_END.split(before)
    words = here.split()
    shown = " ".join(words) if earlier else "…" + " ".join(words[1:] or words)
    return shown + (" " if here[-1:].isspace() else "") if words else ""


def context_after(after: str) -> str:
    """The same of what stands behind it."""
    here, *later = PARAGRAPH_END.split(after)
    words = here.split()
    shown = " ".join(words) if later else " ".join(words[:-1] or words) + "…"
    return (" " if here[:1].isspace() else "") + shown if words else ""


def mark_differences(pieces: Sequence[Piece]) -> Content:
    """Words, those that differ set apart."""
    parts: list[tuple[str, str]] = []
    room = PASSAGE_LIMIT
    for words, differs in pieces:
        if len(words) > room:
            parts.append((clean(words[:room]) + "…", DIFFERS if differs else ""))
            break
        parts.append((clean(words), DIFFERS if differs else ""))
        room -= len(words)
    return Content.assemble(*parts)
