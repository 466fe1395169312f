"""The dialogs that correct a name, or the speaker of a quote, or add what was missed.

A dialog makes `Change`s of what is filled in and passes them on; it closes when they are durable, and stays open with
an error message if not. Typing filters the list, while the focus stays in the input. Pitfalls: names are foreign text
and reach widgets only as `Content`; and Enter is not a priority binding, since it must come after the letters typed
before it.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from reader.analysis import Analysis, Entity, EntityKind, Quote, queries
from reader.analysis.explain import explain
from reader.anchoring import describe
from reader.annotations import corrections
from reader.document.article import Article
from reader.system.paths import STYLES
from reader.text.format import collapse_whitespace, counted, in_quotation_marks
from reader.text.span import Span
from reader.text.width import cells_of, cut, drawn
from reader.tui.dialogs import SHEET, Dialog, field
from reader.tui.dialogs.selector import KINDS, Selector

Attempt = Callable[
    [Sequence[corrections.Change]], Awaitable[str | None]
]  # stores corrections; returns an error message, or None
ROOM = 57  # the maximum width of a choice in cells: that of the dialog without labels and scroll bar
BESIDE_CHOICES = 17  # cells of a narrow screen that are not the list's: margin, frame, labels and scroll bar

MAX_LIST_HEIGHT = 9

MAX_CHOICES = 50  # the maximum number of names in the list; a book has thousands
FRAME_HEIGHT = 14  # lines of the dialog without its list, with a line above and below it
MAX_SPELLINGS = 2  # spellings of a name that fit on the line beside the other choices

QUOTATION_MARKS = frozenset('"“”‘«»„「『')

NAME_WORDS = 4  # more selected words than these are taken for a quote at first
ALL = "every mention"  # the scope of most corrections of a name
CURRENT = "now"  # the label of the current speaker; choosing that one confirms it


@dataclass(frozen=True)
class NameChoice:
    words: str
    beside: str
    """A label on the right."""
    names: corrections.Names
    """The spellings of the name; empty for nobody."""

    def content(self, room: int) -> Content:
        """Return it on one line of `room` cells."""
        right = cut(self.beside, room // 2)
        left = cut(self.words, room - cells_of(right) - 1)
        return Content.assemble(left, " " * (room - cells_of(left) - cells_of(right)), (right, "dim"))


NOBODY = NameChoice("nobody", "leave the quote unattributed", ())


class CorrectionDialog(Dialog[bool]):
    """An input over a list that it filters; returns whether a correction was made."""

    BOX = "correction-box"
    CSS_PATH: ClassVar = [SHEET, STYLES / "note.tcss", STYLES / "correction.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "cancel", priority=True),
        Binding("enter", "submit", "save"),
        Binding("down", "go(1)", "next"),
        Binding("up", "go(-1)", "previous"),
    ]

    takes_first = False
    """True if the first choice is highlighted before anything is typed."""

    def __init__(self, title: str, keys: str, article: Article, attempt: Attempt) -> None:
        super().__init__(title, keys)
        self._article = article
        self._attempt = attempt
        self._offered: Sequence[NameChoice] = ()
        self.choices = OptionList(id="choices", markup=False)
        self.choices.can_focus = False  # the keys go to the input

    def on_resize(self, event: events.Resize) -> None:
        """Shrink the list where there are few lines, so that the hint stays visible."""
        self.choices.styles.max_height = max(1, min(MAX_LIST_HEIGHT, event.size.height - FRAME_HEIGHT))

    def offered(self, typed: str) -> Sequence[NameChoice]:
        raise NotImplementedError

    @on(Selector.Turned)
    @on(Input.Changed, "#narrow")
    def offer(self) -> None:
        """List the choices for what is typed."""
        self._offered = self.offered(self.typed)
        choices = self.choices
        choices.clear_options()
        room = max(1, min(ROOM, self.app.size.width - BESIDE_CHOICES))
        choices.add_options([choice.content(room) for choice in self._offered])
        choices.highlighted = 0 if self._offered and (self.takes_first or self.typed.strip()) else None
        choices.display = bool(self._offered)

    @property
    def typed(self) -> str:
        return self.query_one("#narrow", Input).value

    @property
    def chosen(self) -> NameChoice | None:
        at = self.choices.highlighted
        return None if at is None else self._offered[at]

    def action_go(self, way: int) -> bool:
        """Highlight the next or previous choice; return whether there is one."""
        at = -1 if self.choices.highlighted is None else self.choices.highlighted
        if not 0 <= at + way < len(self._offered):
            return False
        self.choices.highlighted = at + way
        return True

    def changes(self) -> Sequence[corrections.Change]:
        raise NotImplementedError

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    def action_submit(self) -> None:
        if changes := self.changes():
            self.submit_changes(*changes)
        else:
            self.complain("nothing has changed yet")

    def submit_changes(self, *changes: corrections.Change) -> None:
        self.try_to_close(lambda: self._attempt(changes), True)


class EntityDialog(CorrectionDialog):
    """The dialog for a name: how it is shown, its kind, and what else it is, or one mention or spelling of it."""

    TITLE = "Correcting a name"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+d", "no_name", "not a name; drop it", priority=True)]

    def __init__(
        self, entity: Entity, analysis: Analysis, article: Article, attempt: Attempt, mention: Span | None = None
    ) -> None:
        """`mention` is the one at the cursor."""
        keys = "Enter: save · ↑ ↓: fields · Ctrl-D: not a name · Esc: cancel"
        super().__init__("Correct a name", keys, article, attempt)
        self._entity = entity
        self._mention = mention
        self._spellings = spellings_of(entity, article.text, mention)
        self._others = queries.rank_merge_targets(entity, (other for other in analysis.entities if other != entity))

    def compose_box(self) -> ComposeResult:
        entity = self._entity
        known = f"{entity.kind} · {counted(entity.mentions, 'mention')}"
        if entity.aliases:
            known += f" · also {', '.join(entity.aliases)}"
        yield Static(Content(display_name(entity.name)), id="corrected")
        yield Static(Content(display_name(known)), id="known")
        yield field("Name", Input(entity.name, id="name", compact=True, select_on_focus=False))
        yield field("Kind", Selector(KINDS, KINDS.index(entity.kind), "kind"))
        if len(entity.mentions) > 1 and (self._spellings or self._mention):
            words = [ALL, *(f"“{spelling}”" for spelling in self._spellings)]
            yield field("Change", Selector([*words, *(["this mention"] if self._mention else [])], 0, "scope"))
        yield field("Same as", Input(placeholder="type to narrow the list", id="narrow", compact=True))
        yield self.choices

    def on_mount(self) -> None:
        self.offer()

    def offered(self, typed: str) -> Sequence[NameChoice]:
        fitting = (other for other in self._others if queries.matches_names(corrections.names_of(other), typed))
        choices = [
            NameChoice(display_name(other.name), f"{other.kind} {len(other.mentions):>4}", corrections.names_of(other))
            for other in islice(fitting, MAX_CHOICES)
        ]
        return choices if self._scope == ALL else [*choices, *typed_choice(typed, choices)]

    @property
    def _scope(self) -> str:
        """What is changed: `ALL`, a spelling, or "" for the mention at the cursor."""
        chosen = next((selector.chosen for selector in self.query("#scope").results(Selector)), 0)
        return ALL if chosen == 0 else "" if chosen > len(self._spellings) else self._spellings[chosen - 1]

    def action_go(self, way: int) -> bool:
        """Move within the list, else from field to field."""
        if self.query_one("#narrow").has_focus:
            if super().action_go(way) or way > 0:
                return True
            self.choices.highlighted = None
        (self.focus_next if way > 0 else self.focus_previous)()
        return True

    def changes(self) -> Sequence[corrections.Change]:
        names, other, scope = corrections.names_of(self._entity), self.chosen, self._scope
        if scope and scope != ALL:
            return (corrections.MoveAlias(names, scope, other.names),) if other else ()
        if not scope:
            mention = self._mention
            return (
                (corrections.MoveMention(describe(self._article.text, mention), other.names),)
                if other and mention
                else ()
            )
        name, kind = self.query_one("#name", Input).value.strip(), KINDS[self.query_one("#kind", Selector).chosen]
        changes: list[corrections.Change] = []
        if other is not None:
            changes.append(corrections.Merge(names, other.names))
            names = other.names
        if name != self._entity.name:
            changes.append(corrections.Rename(names, name))
        if kind != self._entity.kind:
            changes.append(corrections.Retype(names, kind))
        return changes

    def action_no_name(self) -> None:
        self.submit_changes(corrections.Dismiss(corrections.names_of(self._entity)))


class SpeakerDialog(CorrectionDialog):
    """The dialog for the speaker of a quote: a name of the article, any other name, or nobody."""

    TITLE = "Correcting a speaker"
    takes_first = True

    def __init__(self, quote: Quote, analysis: Analysis, article: Article, attempt: Attempt) -> None:
        super().__init__("Correct a speaker", "Enter: save · ↑ ↓: choose · Esc: cancel", article, attempt)
        self._quote = quote
        speaker = quote.speaker
        now = queries.find_entity(analysis, speaker.name) if speaker else None
        self._now: list[NameChoice] = []
        if speaker is not None:
            names = corrections.names_of(now) if now else (speaker.name,)
            self._now.append(NameChoice(display_name(speaker.name), CURRENT, names))
        self._near = [entity for entity in queries.speakers_near(analysis, quote) if entity != now]

    def compose_box(self) -> ComposeResult:
        speaker = self._quote.speaker
        certain = explain(self._quote, self._article.text).figure or "set by you"
        now = f"now {display_name(speaker.name)}, {certain}" if speaker else "now nobody"
        said = drawn(in_quotation_marks(self._quote.span.of(self._article.text)))
        yield Static(Content(said), id="corrected", classes="-quote")
        yield Static(Content(now), id="known")
        yield field("Said by", Input(placeholder="type a name from the list or any other", id="narrow", compact=True))
        yield self.choices

    def on_mount(self) -> None:
        self.offer()
        if self._offered and self._offered[0].beside == CURRENT and not self._quote.uncertain:
            self.action_go(1)

    def offered(self, typed: str) -> Sequence[NameChoice]:
        places = ((one, queries.nearest_span(one.mentions, self._quote.span).start) for one in self._near)
        number = self._article.paragraph_number
        near = (NameChoice(display_name(one.name), f"¶ {number(at)}", corrections.names_of(one)) for one, at in places)
        fitting = (choice for choice in chain(self._now, near) if queries.matches_names(choice.names, typed))
        choices = list(islice(fitting, MAX_CHOICES))
        choices += typed_choice(typed, choices)
        return [*choices, NOBODY] if self._quote.speaker else choices

    def changes(self) -> Sequence[corrections.Change]:
        anchor, choice = describe(self._article.text, self._quote.span), self.chosen
        return () if choice is None else (corrections.Attribute(anchor, choice.names),)


class AdditionDialog(CorrectionDialog):
    TITLE = "Adding a quote or a name"

    def __init__(self, span: Span, analysis: Analysis, article: Article, attempt: Attempt) -> None:
        keys = "Enter: add · Tab, ← →: what it is · ↑ ↓: choose · Esc: cancel"
        super().__init__("Add a quote or a name", keys, article, attempt)
        self._span = span
        self._words = collapse_whitespace(span.of(article.text))
        self._speakers = queries.speakers_near(analysis, Quote(span, None, None, 1.0))
        self._entities = analysis.entities

    def compose_box(self) -> ComposeResult:
        is_quote = not QUOTATION_MARKS.isdisjoint(self._words) or len(self._words.split()) > NAME_WORDS
        yield Static(Content(drawn(self._words)), id="corrected", classes="-quote")
        yield Static("missed by the analysis, or found with the wrong ends", id="known", markup=False)
        yield field("It is", Selector(("a quote", *KINDS), 0 if is_quote else 1, "what"))
        with Horizontal(classes="line"):
            yield Static(id="who", classes="label", markup=False)
            yield Input(id="narrow", compact=True)
        yield self.choices

    def on_mount(self) -> None:
        self._turned()
        self.offer()
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

    @property
    def takes_first(self) -> bool:  # type: ignore[override]
        return self._kind is None

    def offered(self, typed: str) -> Sequence[NameChoice]:
        is_name = self._kind is not None
        known = self._entities if is_name else self._speakers
        fitting = islice((one for one in known if queries.matches_names(corrections.names_of(one), typed)), MAX_CHOICES)
        choices = [NameChoice(display_name(one.name), one.kind, corrections.names_of(one)) for one in fitting]
        return choices if is_name else [*choices, *typed_choice(typed, choices), NOBODY]

    def changes(self) -> Sequence[corrections.Change]:
        anchor, kind, choice = describe(self._article.text, self._span), self._kind, self.chosen
        if kind is not None:
            return (corrections.AddName(anchor, choice.names if choice else (self._words,), kind),)
        return (corrections.AddQuote(anchor, choice.names if choice else ()),)


def typed_choice(typed: str, choices: Sequence[NameChoice]) -> list[NameChoice]:
    """Return what was typed as a choice, unless it is a name in the list."""
    words = collapse_whitespace(typed)
    known = any(queries.fold_name(words) in map(queries.fold_name, choice.names) for choice in choices)
    return [NameChoice(drawn(words), "as typed", (words,))] if words and not known else []


def spellings_of(entity: Entity, text: str, mention: Span | None) -> list[str]:
    """Return the spellings of an entity that can be given to another one: that of `mention`, else the shortest ones."""
    found = dict.fromkeys(collapse_whitespace(span.of(text)) for span in ([mention] if mention else entity.mentions))
    return sorted((word for word in found if queries.fold_name(word) != queries.fold_name(entity.name)), key=len)[
        :MAX_SPELLINGS
    ]


def display_name(words: str) -> str:
    """Return a name on one line, as the terminal draws it."""
    return drawn(collapse_whitespace(words))
