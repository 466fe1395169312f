"""The dialogs that review a note, its passage then and now or its conflicting texts, and that choose one of several.

Each returns the answer or None, and changes nothing itself. Words that differ are bold and underlined, so that they do
not depend on colours.
"""

import re
from collections.abc import Callable, Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import OptionList, Static

from reader.analysis import Analysis, Quote
from reader.analysis.anaphora.reference import may_mean
from reader.analysis.explain import contender_title, explain, list_reasons
from reader.annotations.notes import Note, NoteRevision
from reader.document.article import Article, cited_page
from reader.search import Elsewhere
from reader.session.placement import Piece, Review, ReviewPassage, diff_words
from reader.system.paths import STYLES
from reader.text.format import counted, in_quotation_marks
from reader.text.sanitize import clean, clean_line
from reader.text.width import cut
from reader.tui.dialogs import SCROLL_KEYS, SHEET, Dialog

WIDE = 100  # the minimum width, in cells, for showing two passages side by side
ROOM = 70  # the width of a line, in cells
NUMBERED = 9  # the number of notes that can be chosen by a digit

PARAGRAPH_END = re.compile(r"\n\s*\n")


class PanelDialog(Dialog[str | None]):
    """Texts side by side, or below each other where there is little room, and keys to answer with."""

    BOX = "review-box"
    CSS_PATH: ClassVar = [SHEET, STYLES / "review.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q", "dismiss(None)", "cancel"), *SCROLL_KEYS]

    def __init__(self, title: str, about: Content, panels: Sequence[tuple[str, Content]], hint: str) -> None:
        """`about` stands above the panels, each a title and its words, and scrolls with them."""
        super().__init__(title, hint)
        self.about = about
        self.panels = panels

    def compose_box(self) -> ComposeResult:
        with VerticalScroll(id="review-scroll"):
            yield Static(self.about, id="review-told")
            with Container(id="review-panels"):
                for title, words in self.panels:
                    with Vertical(classes="review-panel"):
                        yield Static(Content(title), classes="review-head")
                        yield Static(words, classes="review-words")

    def on_resize(self) -> None:
        self.set_class(self.app.size.width < WIDE or len(self.panels) > 2, "-stacked")


class ReviewDialog(PanelDialog):
    """A passage then and now; returns "accept", "choose", "edit" or None."""

    TITLE = "Reviewing a note"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "accept", "accept the new wording"),
        Binding("c", "dismiss('choose')", "choose other words"),
        Binding("e", "dismiss('edit')", "edit the note"),
    ]

    def __init__(self, review: Review) -> None:
        then = "Then" + (f", under “{clean_line(review.heading)}”" if review.heading else "")
        panels = [(then, passage_content(review.then))]
        if review.now is not None:
            panels.append(("The nearest words now" if review.lost else "Now", passage_content(review.now)))
        title = "Passage no longer in the article" if review.lost else "Its words have changed"
        if review.note.placement and review.note.placement.said_by:
            title = f"Now said by {clean_line(review.note.placement.said_by)}"
        about = Content(clean(review.note.text.strip()) or "A highlight")
        if review.now is None:
            about = Content.assemble(about, "\nNothing similar was found.")
        accept = "" if review.now is None else "Enter: accept · "
        hint = f"{accept}c: pick another passage · e: edit note · Esc: decide later"
        super().__init__(title, about, panels, hint)
        self._review = review

    def action_accept(self) -> None:
        if self._review.now is not None:
            self.dismiss("accept")


class ConflictDialog(PanelDialog):
    """Texts of a note to choose from; returns the number of the chosen one from 1 on, "both", or None."""

    TITLE = "Choosing between texts of a note"
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(str(number), f"choose({number})", f"keep text {number}") for number in range(1, 10)),
        Binding("b", "dismiss('both')", "edit all of them as one", priority=True),
    ]

    def __init__(self, conflict: Sequence[NoteRevision], title: str = "") -> None:
        """`conflict` are at least two revisions of a note; without a `title` they are in conflict."""
        first, second = conflict[:2]
        apart = len({head.anchor for head in conflict}) > 1
        panels = []
        for number, head in enumerate(conflict, 1):
            _, pieces = diff_words((second if head is first else first).text, head.text)
            panels.append((f"{number}  {describe_revision(head, apart)}", mark_differences(pieces)))
        self._count = len(conflict)
        passage = f"On “{clean_line(first.anchor.exact)}”" if first.anchor else "On the article"
        numbers = f"1 {'to' if self._count > 2 else 'or'} {min(self._count, 9)}"
        super().__init__(
            title or "Conflict: changed in two places",
            Content(passage),
            panels,
            f"{numbers}: keep that text · b: edit all as one · Esc: decide later",
        )

    def action_choose(self, number: int) -> None:
        if number <= self._count:
            self.dismiss(str(number))


class ChooseNoteDialog(Dialog[Note | None]):
    """A list of notes, the shortest first; returns the chosen one. The highlighted note is shown in the text."""

    BOX = "which-box"
    TITLE = "Choosing one of several notes"
    CSS_PATH: ClassVar = [SHEET, STYLES / "note.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "dismiss", "cancel"),
        Binding("j,down,tab", "go(1)", "next"),
        Binding("k,up,shift+tab", "go(-1)", "previous"),
        *(Binding(str(number), f"take({number})", f"note {number}") for number in range(1, NUMBERED + 1)),
    ]

    def __init__(self, notes: Sequence[Note], point: Callable[[Note], object], above: bool = False) -> None:
        """`point` is called with the highlighted note; `above`: show the dialog at the top of the screen."""
        title = f"{len(notes)} notes are on these words: which one?"
        super().__init__(title, "Enter or number: choose · j k: show each · Esc: cancel", above=above)
        self._notes = notes
        self._point = point

    def compose_box(self) -> ComposeResult:
        notes = (Content(summarize_note(note, number)) for number, note in enumerate(self._notes, 1))
        yield OptionList(*notes, id="notes", markup=False, compact=True)

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0

    @on(OptionList.OptionHighlighted)
    def _pointed(self, event: OptionList.OptionHighlighted) -> None:
        self._point(self._notes[event.option_index])

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._notes[event.option_index])

    def action_go(self, way: int) -> None:
        notes = self.query_one(OptionList)
        (notes.action_cursor_down if way > 0 else notes.action_cursor_up)()

    def action_take(self, number: int) -> None:
        if number <= len(self._notes):
            self.dismiss(self._notes[number - 1])


def summarize_note(note: Note, number: int) -> str:
    """Return a line with the number, text, tags and passage of a note."""
    said = " ".join(note.text.split()) or "a highlight"
    tags = " ".join(f"#{tag}" for tag in note.tags if f"#{tag}" not in said)
    passage = " ".join(note.anchor.exact.split()) if note.anchor else ""
    head = cut(f"{number if number <= NUMBERED else ' '}  {said}  {tags}".rstrip(), ROOM * 2 // 3)
    return cut(f"{head}  “{passage}”", ROOM)


def describe_revision(head: NoteRevision, apart: bool) -> str:
    """Return the time, author and tags of a revision, its passage if they are `apart`, and whether it is a deletion."""
    when = head.at[:16].replace("T", " ") + " UTC"
    parts = [*filter(None, [when, clean_line(head.by.name)]), *(f"#{tag}" for tag in head.tags)]
    if apart and head.anchor:
        parts.append(f"on “{clean_line(head.anchor.exact)}”")
    return " · ".join([*parts, *(["deleted"] if head.deleted else [])])


def passage_content(passage: ReviewPassage) -> Content:
    return Content.assemble(
        (clean(context_before(passage.before)), "dim"),
        mark_differences(passage.pieces),
        (clean(context_after(passage.after)), "dim"),
    )


def context_before(before: str) -> str:
    """Return the words before a passage in its paragraph, on one line, without a partial first word."""
    *earlier, here = PARAGRAPH_END.split(before)
    words = here.split()
    shown = " ".join(words) if earlier else "…" + " ".join(words[1:] or words)
    return shown + (" " if here[-1:].isspace() else "") if words else ""


def context_after(after: str) -> str:
    """Return the words after a passage in its paragraph, on one line, without a partial last word."""
    here, *later = PARAGRAPH_END.split(after)
    words = here.split()
    shown = " ".join(words) if later else " ".join(words[:-1] or words) + "…"
    return (" " if here[:1].isspace() else "") + shown if words else ""


def mark_differences(pieces: Sequence[Piece]) -> Content:
    return Content.assemble(*((clean(words), "bold underline" if differs else "") for words, differs in pieces))


MEANINGS = 3  # the people of whom is told that words may stand for them: one line


def meanings(quote: Quote, article: Article, analysis: Analysis) -> str:
    """Return whom the words that name a speaker may stand for: "“he” may be Ann Lee (70 of 100) or …", if several."""
    found = may_mean(quote.speaker.span, article, analysis)[:MEANINGS] if quote.speaker else ()
    if quote.speaker is None or not found[1:]:
        return ""
    each = (f"{one.entity.name} ({100 * one.certainty:.0f} of 100)" for one in found)
    return f"{in_quotation_marks(quote.speaker.span.of(article.text))} may be {' or '.join(each)}."


class ExplanationDialog(PanelDialog):
    """Why a quote has its speaker, and who says the same elsewhere; returns a speaker to be set, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "unfold", "show or hide the scores"),
        Binding("c", "correct", "take the speaker that it has elsewhere"),
    ]

    def __init__(
        self, quote: Quote, article: Article, analysis: Analysis, elsewhere: Elsewhere, *, above: bool
    ) -> None:
        """`above`: at the top of the screen, so that the quotation below stays in sight."""
        told = explain(quote, article.text)
        said = in_quotation_marks(quote.span.of(article.text))
        panels = [
            (
                f"{'Second: ' if number else ''}{clean_line(contender_title(contender, article.text))}",
                Content("\n".join(list_reasons(contender))),
            )
            for number, contender in enumerate(quote.contenders)
        ]
        scores = "Enter: scores · " if panels else ""
        about = Content.assemble(
            (clean_line(told.sentence), "$foreground bold"),
            (f" ({told.figure})" if told.figure else "", "$text-warning" if quote.uncertain else ""),
            *(f"\n{clean_line(line)}" for line in (told.second, meanings(quote, article, analysis), said) if line),
        )
        title = f"Why {quote.speaker.name}?" if quote.speaker else "Why no speaker?"
        take = ""
        if rivals := elsewhere.speakers:
            names, more = clean_line(" and ".join(rivals)), counted(elsewhere.places, "other place")
            words = f"\nElsewhere it is said by {names}; {more} in the library."
            about, take = Content.assemble(about, (words, "$text-warning")), f"c: {clean_line(rivals[0])} said it · "
        super().__init__(title, about, panels, f"{take}{scores}j k: scroll · Esc: close")
        self.add_class("-above" if above else "-below")
        self._rivals = rivals

    def on_mount(self) -> None:
        self.query_one("#review-panels").display = False

    def action_correct(self) -> None:
        if self._rivals:
            self.dismiss(self._rivals[0])

    def action_unfold(self) -> None:
        panels = self.query_one("#review-panels")
        panels.display = not panels.display


FACTS = {
    "title": "Title",
    "author": "Author",
    "published": "Date",
    "site": "Published in",
    "doi": "DOI",
    "feed": "Feed",
}
"""The facts about an article that are shown with what states them."""

ORIGINS = {
    "json-ld": "structured data of the page",
    "meta": "metadata of the page",
    "time": "a time on the page",
    "byline": "the byline",
    "page": "on the page",
    "pdf": "data of the file",
}
"""Where a fact stands, in words."""


class EvidenceDialog(PanelDialog):
    """Where the title, author and date of an article are stated."""

    def __init__(self, article: Article) -> None:
        stated = {each.fact: each for each in article.evidence}
        lines: list[tuple[str, str] | str] = []
        for fact, label in FACTS.items():
            evidence = stated.get(fact)
            value = getattr(article, fact, evidence.text if evidence else "")
            said = ", ".join(value) if isinstance(value, tuple) else value
            if said or evidence or fact in ("author", "published"):
                lines.append((f"{label}: {clean_line(said) or 'not stated'}\n", "$foreground bold"))
            if evidence:
                place = f", {cited_page(evidence.page)}" if evidence.page else ""
                lines.append(
                    f"  “{clean_line(evidence.text)}” ({ORIGINS.get(evidence.origin, evidence.origin)}{place})\n"
                )
        lines.append((f"\n{clean_line(article.doubt)}" if article.doubt else "", "$text-warning"))
        super().__init__("Who says so?", Content.assemble(*lines), [], "j k: scroll · Esc: close")
