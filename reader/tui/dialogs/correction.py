"""The boxes in which the analysis is told something: about a name, about who said a quote.

A box makes `Change`s of what is filled in and hands them on; it closes when they are safe and stays open with a
complaint when not. The lists are narrowed as one types, and the keys stay in the line that is typed into. The traps:
names are foreign text and reach widgets only as `Content`; and Enter must come after the letters typed before it, so it
is no priority binding.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import ClassVar, get_args

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static

from reader.analysis import Analysis, Entity, EntityKind, Quote
from reader.analysis.queries import (
    find_entity,
    fold_name,
    matches_names,
    nearest_span,
    rank_merge_targets,
    speakers_near,
)
from reader.analysis.quotes.explain import verdict
from reader.anchoring import describe
from reader.annotations.corrections import Attribute, Change, Dismiss, Merge, Names, Rename, Retype, names_of
from reader.document.article import Article
from reader.system.paths import STYLES
from reader.text.format import counted
from reader.text.width import cells_of, cut, drawn
from reader.tui.dialogs.note import show_complaint
from reader.tui.widgets.rows import collapse_whitespace, in_quotation_marks

Attempt = Callable[[Sequence[Change]], Awaitable[str | None]]
"""Tells the analysis something; what went wrong, or None."""

ROOM = 57
"""Cells of a choice: what the box has beside its labels, without a scroll bar."""

MAX_LIST_HEIGHT = 9
"""Lines of the list that are seen at once."""

MAX_CHOICES = 50
"""Names in the list: nobody goes further by arrows, and a book has thousands."""

FRAME_HEIGHT = 14
"""Lines of a box without its list, where a quote or a hint takes several, and a line above and below it."""

CURRENT = "now"
"""Said of the speaker whom a quote has; to choose that one is to say that the uncertain is certain."""

KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


@dataclass(frozen=True)
class NameChoice:
    """One of the things that can be chosen."""

    words: str
    beside: str
    """Said at its right."""
    names: Names
    """What it stands for; empty for nobody."""

    @property
    def content(self) -> Content:
        right = cut(self.beside, ROOM // 2)
        left = cut(self.words, ROOM - cells_of(right) - 1)
        return Content.assemble(left, " " * (ROOM - cells_of(left) - cells_of(right)), (right, "dim"))


class CorrectionDialog(ModalScreen[bool]):
    """A line to type into over a list that it narrows; closes with whether something was told."""

    CSS_PATH: ClassVar = [STYLES / "note.tcss", STYLES / "correction.tcss"]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(False)", "leave it", priority=True),
        Binding("enter", "submit", "do it"),
        Binding("down", "go(1)", "next"),
        Binding("up", "go(-1)", "previous"),
    ]

    def __init__(self, attempt: Attempt) -> None:
        super().__init__()
        self._attempt = attempt
        self._offered: Sequence[NameChoice] = ()
        self._trying = False

    def label(self, words: str) -> Static:
        return Static(words, classes="label", markup=False)

    def choice_list(self) -> OptionList:
        choices = OptionList(id="choices", markup=False)
        choices.can_focus = False
        return choices

    def on_resize(self, event: events.Resize) -> None:
        """The list gives way where there are few lines, so that the hint stays in sight."""
        self.query_one("#choices").styles.max_height = max(1, min(MAX_LIST_HEIGHT, event.size.height - FRAME_HEIGHT))

    # ------------------------------------------------------------------ what can be chosen

    def offered(self, typed: str) -> Sequence[NameChoice]:
        """What is listed when `typed` stands in the line."""
        raise NotImplementedError

    def offer(self, typed: str, first: bool) -> None:
        """List what fits; with `first` the first one is chosen until another is."""
        self._offered = self.offered(typed)
        choices = self.query_one("#choices", OptionList)
        choices.clear_options()
        choices.add_options([choice.content for choice in self._offered])
        choices.highlighted = 0 if first and self._offered else None
        choices.display = bool(self._offered)

    @property
    def chosen(self) -> NameChoice | None:
        at = self.query_one("#choices", OptionList).highlighted
        return None if at is None else self._offered[at]

    def move(self, way: int) -> bool:
        """Choose the next or the previous one in the list; whether there is one."""
        choices = self.query_one("#choices", OptionList)
        at = -1 if choices.highlighted is None else choices.highlighted
        if not 0 <= at + way < len(self._offered):
            return False
        choices.highlighted = at + way
        return True

    @on(OptionList.OptionSelected)
    @on(Input.Submitted)
    async def _submitted(self) -> None:
        await self.action_submit()

    # ------------------------------------------------------------------ answers

    def action_go(self, way: int) -> None:
        self.move(way)

    def changes(self) -> Sequence[Change]:
        """What is filled in."""
        raise NotImplementedError

    async def action_submit(self) -> None:
        changes = self.changes()
        if changes:
            await self.submit_changes(*changes)
        else:
            show_complaint(self, "nothing is changed yet")

    async def submit_changes(self, *changes: Change) -> None:
        if self._trying:
            return
        self._trying = True
        complaint = await self._attempt(changes)
        self._trying = False
        if complaint is None:
            self.dismiss(True)
        else:
            show_complaint(self, complaint)


class KindSelector(Static, can_focus=True):
    """The kinds of names, one of them chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "turn(1)", "next kind"),
        Binding("left,h", "turn(-1)", "previous kind"),
    ]

    def __init__(self, kind: EntityKind) -> None:
        super().__init__(id="kind", markup=False)
        self.kind = kind
        self._edges: list[int] = []

    def on_mount(self) -> None:
        self._draw()

    def _draw(self) -> None:
        parts: list[tuple[str, str] | str] = []
        self._edges, at = [], 0
        for kind in KINDS:
            parts.append((f" {kind} ", "reverse bold" if kind == self.kind else ""))
            at += len(kind) + 2
            self._edges.append(at)
        self.update(Content.assemble(*parts, ("  ← →", "dim") if self.has_focus else ""))

    def action_turn(self, way: int) -> None:
        self._take(KINDS[(KINDS.index(self.kind) + way) % len(KINDS)])

    def on_click(self, event: events.Click) -> None:
        kind = next((kind for kind, edge in zip(KINDS, self._edges, strict=True) if event.x < edge), None)
        if kind is not None:
            self._take(kind)

    def _take(self, kind: EntityKind) -> None:
        self.kind = kind
        self._draw()

    def on_focus(self) -> None:
        self._draw()

    def on_blur(self) -> None:
        self._draw()


class EntityDialog(CorrectionDialog):
    """What a name is called, what it is, and which other name it is another spelling of."""

    TITLE = "Correcting a name"
    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+d", "no_name", "it is no name", priority=True)]

    def __init__(self, entity: Entity, analysis: Analysis, attempt: Attempt) -> None:
        super().__init__(attempt)
        self._entity = entity
        self._others = rank_merge_targets(entity, (other for other in analysis.entities if other != entity))

    def compose(self) -> ComposeResult:
        entity = self._entity
        known = f"{entity.kind} · {counted(entity.mentions, 'mention')}"
        if entity.aliases:
            known += f" · also {', '.join(entity.aliases)}"
        with Vertical(id="correction-box"):
            yield Static(Content(display_name(entity.name)), id="corrected")
            yield Static(Content(display_name(known)), id="known")
            with Horizontal(classes="line"):
                yield self.label("Name")
                yield Input(entity.name, id="name", compact=True, select_on_focus=False)
            with Horizontal(classes="line"):
                yield self.label("Kind")
                yield KindSelector(entity.kind)
            with Horizontal(classes="line"):
                yield self.label("Same as")
                yield Input(placeholder="type to narrow the list", id="narrow", compact=True)
            yield self.choice_list()
            yield Static("Enter does it · ↑ ↓ other lines · Ctrl-D no name · Esc leaves it", id="hint", markup=False)

    def on_mount(self) -> None:
        self.offer("", first=False)
        name = self.query_one("#name", Input)
        name.focus()
        name.cursor_position = len(name.value)

    def offered(self, typed: str) -> Sequence[NameChoice]:
        fitting = (other for other in self._others if matches_names(names_of(other), typed))
        return [
            NameChoice(display_name(other.name), f"{other.kind} {len(other.mentions):>4}", names_of(other))
            for other in islice(fitting, MAX_CHOICES)
        ]

    @on(Input.Changed, "#narrow")
    def _narrow(self, event: Input.Changed) -> None:
        self.offer(event.value, first=bool(event.value.strip()))

    def action_go(self, way: int) -> None:
        """In the list from one to the next, else from line to line."""
        if self.focused is not None and self.focused.id == "narrow":
            if self.move(way):
                return
            if way < 0:
                self.offer(self.query_one("#narrow", Input).value, first=False)
                self.focus_previous()
        elif way > 0:
            self.focus_next()
        else:
            self.focus_previous()

    def changes(self) -> Sequence[Change]:
        names, other = names_of(self._entity), self.chosen
        name, kind = self.query_one("#name", Input).value.strip(), self.query_one(KindSelector).kind
        changes: list[Change] = []
        if other is not None:
            changes.append(Merge(names, other.names))
            names = other.names
        if name != self._entity.name:
            changes.append(Rename(names, name))
        if kind != self._entity.kind:
            changes.append(Retype(names, kind))
        return changes

    async def action_no_name(self) -> None:
        await self.submit_changes(Dismiss(names_of(self._entity)))


class SpeakerDialog(CorrectionDialog):
    """Who said a quote: somebody of the article, anybody else, or nobody who can be named."""

    TITLE = "Correcting a speaker"

    def __init__(self, quote: Quote, analysis: Analysis, article: Article, attempt: Attempt) -> None:
        super().__init__(attempt)
        self._quote = quote
        self._article = article
        speaker = quote.speaker
        now = find_entity(analysis, speaker.name) if speaker else None
        self._now = (
            [NameChoice(display_name(speaker.name), CURRENT, names_of(now) if now else (speaker.name,))]
            if speaker
            else []
        )
        self._near = [entity for entity in speakers_near(analysis, quote) if entity != now]

    def compose(self) -> ComposeResult:
        speaker = self._quote.speaker
        now = f"now {display_name(speaker.name)}, {verdict(self._quote)}" if speaker else "now nobody"
        said = drawn(in_quotation_marks(self._quote.span.of(self._article.text)))
        with Vertical(id="correction-box"):
            yield Static(Content(said), id="corrected", classes="-quote")
            yield Static(Content(now), id="known")
            with Horizontal(classes="line"):
                yield self.label("Said by")
                yield Input(placeholder="type a name, one of these or any other", id="narrow", compact=True)
            yield self.choice_list()
            yield Static("Enter takes it · ↑ ↓ choose · Esc leaves it", id="hint", markup=False)

    def on_mount(self) -> None:
        self.offer("", first=True)
        if self._offered and self._offered[0].beside == CURRENT and not self._quote.uncertain:
            self.move(1)
        self.query_one("#narrow").focus()

    def offered(self, typed: str) -> Sequence[NameChoice]:
        near = (NameChoice(display_name(one.name), self._where(one), names_of(one)) for one in self._near)
        fitting = (choice for choice in chain(self._now, near) if matches_names(choice.names, typed))
        choices = list(islice(fitting, MAX_CHOICES))
        words = collapse_whitespace(typed)
        if words and not any(fold_name(words) in map(fold_name, choice.names) for choice in choices):
            choices.append(NameChoice(drawn(words), "as typed", (words,)))
        return [*choices, NameChoice("nobody", "no name can be given", ())] if self._quote.speaker else choices

    def _where(self, entity: Entity) -> str:
        return f"¶ {self._article.paragraph_number(nearest_span(entity.mentions, self._quote.span).start)}"

    @on(Input.Changed, "#narrow")
    def _narrow(self, event: Input.Changed) -> None:
        self.offer(event.value, first=True)

    def changes(self) -> Sequence[Change]:
        choice = self.chosen
        if choice is None:
            return ()
        return (Attribute(describe(self._article.text, self._quote.span), choice.names),)


def display_name(words: str) -> str:
    """Names on one line, as a terminal draws them."""
    return drawn(collapse_whitespace(words))
