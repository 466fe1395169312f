"""The dialog for selected words that are a quote or a name which was missed."""

from collections.abc import Sequence
from itertools import islice

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from reader.analysis import Analysis, EntityKind, Quote
from reader.analysis.queries import matches_names, speakers_near
from reader.anchoring import describe
from reader.annotations.corrections import AddName, AddQuote, Change, names_of
from reader.document.article import Article
from reader.text.format import collapse_whitespace
from reader.text.span import Span
from reader.text.width import drawn
from reader.tui.chrome.hint_line import HintLine
from reader.tui.dialogs import Box, field
from reader.tui.dialogs.correction import (
    MAX_CHOICES,
    NOBODY,
    Attempt,
    CorrectionDialog,
    NameChoice,
    display_name,
    typed_choice,
)
from reader.tui.dialogs.selector import KINDS, Selector

QUOTATION_MARKS = frozenset('"“”‘«»„「『')

NAME_WORDS = 4
"""More selected words than these are taken for a quote at first."""


class AdditionDialog(CorrectionDialog):
    TITLE = "Adding a quote or a name"

    def __init__(self, span: Span, analysis: Analysis, article: Article, attempt: Attempt) -> None:
        super().__init__(attempt)
        self._span = span
        self._article = article
        self._words = collapse_whitespace(span.of(article.text))
        self._speakers = speakers_near(analysis, Quote(span, None, None, 1.0))
        self._entities = analysis.entities

    def compose(self) -> ComposeResult:
        is_quote = not QUOTATION_MARKS.isdisjoint(self._words) or len(self._words.split()) > NAME_WORDS
        with Box("Add a quote or a name", id="correction-box"):
            yield Static(Content(drawn(self._words)), id="corrected", classes="-quote")
            yield Static("missed by the analysis, or found with the wrong ends", id="known", markup=False)
            yield field("It is", Selector(("a quote", *KINDS), 0 if is_quote else 1, "what"))
            with Horizontal(classes="line"):
                yield Static(id="who", classes="label", markup=False)
                yield Input(id="narrow", compact=True)
            yield self.choices
            yield HintLine("Enter: add · Tab, ← →: what it is · ↑ ↓: choose · Esc: cancel")

    def on_mount(self) -> None:
        self._turned()
        self.query_one("#narrow").focus()

    @property
    def _kind(self) -> EntityKind | None:
        chosen = self.query_one("#what", Selector).chosen
        return KINDS[chosen - 1] if chosen else None

    @on(Selector.Turned)
    def _turned(self) -> None:
        narrow, is_name = self.query_one("#narrow", Input), self._kind is not None
        self.query_one("#who", Static).update("Same as" if is_name else "Said by")
        narrow.placeholder = (
            "a name from the list; without one, a new name" if is_name else "a name, from the list or not"
        )
        self._narrow()

    @on(Input.Changed, "#narrow")
    def _narrow(self) -> None:
        self.offer(first=self._kind is None or bool(self.typed.strip()))

    def offered(self, typed: str) -> Sequence[NameChoice]:
        is_name = self._kind is not None
        known = self._entities if is_name else self._speakers
        fitting = islice((one for one in known if matches_names(names_of(one), typed)), MAX_CHOICES)
        choices = [NameChoice(display_name(one.name), one.kind, names_of(one)) for one in fitting]
        return choices if is_name else [*choices, *typed_choice(typed, choices), NOBODY]

    def changes(self) -> Sequence[Change]:
        anchor, kind, choice = describe(self._article.text, self._span), self._kind, self.chosen
        if kind is not None:
            return (AddName(anchor, choice.names if choice else (self._words,), kind),)
        return (AddQuote(anchor, choice.names if choice else ()),)
