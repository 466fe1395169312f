"""Corrections of the analysis: merge, rename, retype or dismiss a name, set the speaker of a quote.

The content of a correction never changes; its revisions say only whether it is active (`reader.annotations.revisions`).
It refers to a name by its spellings and to a quote by its words, so it also applies to new analyses and to a changed
text; one that finds nothing has no effect and is kept. `apply_corrections` is a pure function that applies corrections
in order of time, each to the result of those before it.

Pitfall: a short name may mean another entity in a changed text ("May" is a month, then Theresa May), so an entity
matches only if it is called by a remembered name, or if a remembered name of several words is among its spellings.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from reader.analysis import Analysis, Contender, Entity, EntityKind, Quote, Speaker
from reader.analysis.queries import closest_quote, fold_name, nearest_span
from reader.anchoring import Anchor, Placement, place
from reader.annotations.revisions import RevisedEntry, Revision, new_id
from reader.document.article import Article
from reader.text.normalize import find_folded
from reader.text.sanitize import clean_line
from reader.text.span import Span

Names = tuple[str, ...]
"""The names of an entity: the displayed one, then its other spellings."""

NEARBY = 2000
"""Characters on either side of a quote that are searched for the name of its speaker: a page."""

SHOWN = 40
"""Characters of a quote shown in a message."""


@dataclass(frozen=True, slots=True)
class Merge:
    """The first name is another spelling of the second."""

    word: ClassVar[str] = "merge"
    names: Names
    into: Names


@dataclass(frozen=True, slots=True)
class Rename:
    """A new displayed name. If another entity has it already, the two are merged."""

    word: ClassVar[str] = "rename"
    names: Names
    name: str


@dataclass(frozen=True, slots=True)
class Retype:
    """A new kind."""

    word: ClassVar[str] = "retype"
    names: Names
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Not a name. Its quotes keep their speaker, as written in the text."""

    word: ClassVar[str] = "dismiss"
    names: Names


@dataclass(frozen=True, slots=True)
class Attribute:
    """The speaker of a quote."""

    word: ClassVar[str] = "attribute"
    quote: Anchor
    speaker: Names
    """Empty: unattributed."""


Change = Merge | Rename | Retype | Dismiss | Attribute

CHANGES = (Merge, Rename, Retype, Dismiss, Attribute)
"""Each has a `word` that identifies it in the library and in exports."""


@dataclass(frozen=True)
class Correction(RevisedEntry[Revision]):
    """A correction of the analysis of one article."""

    change: Change
    placement: Placement | None = None
    """The place of its quote in the text `placed_on`; None if it was not looked for, or if the change has no quote."""
    placed_on: str = ""
    """The sha256 of the text that the placement refers to."""

    @property
    def anchor(self) -> Anchor | None:
        return self.change.quote if isinstance(self.change, Attribute) else None


def new_correction(article: str, made_on: str, change: Change, at: str) -> Correction:
    """Return a correction that is active from `at` on."""
    return Correction(new_id(), article, made_on, (Revision("", None, at).sealed(),), change)


def names_of(entity: Entity) -> Names:
    """Return the names of an entity."""
    return (entity.name, *entity.aliases)


def active_corrections(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that are not deleted, each once, in the order in which they apply."""
    known = {correction.id: correction for correction in corrections if not correction.deleted}
    return tuple(sorted(known.values(), key=lambda correction: (correction.created, correction.id)))


KIND_WORDS: dict[EntityKind, str] = {
    "person": "a person",
    "organisation": "an organisation",
    "place": "a place",
    "other": "another name",
}


def describe_change(change: Change) -> str:
    """Return a one-line description of a change."""
    match change:
        case Merge(names, into):
            return f"{names[0]} and {into[0]} merged"
        case Rename(names, name):
            return f"{names[0]} renamed to {name}"
        case Retype(names, kind):
            return f"{names[0]} made {KIND_WORDS[kind]}"
        case Dismiss(names):
            return f"{names[0]} dismissed as no name"
        case Attribute(quote, speaker):
            words = " ".join(clean_line(quote.exact[: 2 * SHOWN]).split())
            begun = words if len(words) <= SHOWN else f"{words[:SHOWN].rstrip()}…"
            quoted = begun if begun[:1] in '"“‘«„' else f"“{begun}”"
            return f"{quoted} said by {speaker[0] if speaker else 'nobody'}"


# ---------------------------------------------------------------------- application


def apply_corrections(analysis: Analysis, corrections: Iterable[Correction], article: Article) -> Analysis:
    """Return `analysis`, which is of `article`, with the corrections applied.

    The order in which they are given does not matter. Quotes without a placement are found by their words alone.
    """
    active = place_corrections(active_corrections(corrections), article.text)
    if not active:
        return analysis
    work = _Work.on(analysis, article)
    for correction in active:
        work.apply(correction)
    return work.done(analysis)


def ineffective_corrections(
    analysis: Analysis, corrections: Iterable[Correction], article: Article
) -> tuple[Correction, ...]:
    """Return the corrections that change nothing in the current text; `analysis` is uncorrected."""
    work, before = _Work.on(analysis, article), analysis
    idle: list[Correction] = []
    for correction in place_corrections(active_corrections(corrections), article.text):
        work.apply(correction)
        after = work.done(analysis)
        if after == before:
            idle.append(correction)
        before = after
    return tuple(idle)


def place_corrections(corrections: Sequence[Correction], text: str) -> tuple[Correction, ...]:
    """Return `corrections` with a placement for each that has an anchor."""
    unplaced = [c for c in corrections if c.anchor is not None and c.placement is None]
    found = dict(zip((c.id for c in unplaced), place([c.anchor for c in unplaced if c.anchor], text), strict=True))
    return tuple(replace(c, placement=found.get(c.id, c.placement)) for c in corrections)


@dataclass(slots=True, eq=False)
class _Name:
    """An entity while corrections are applied to it."""

    name: str
    kind: EntityKind
    spellings: list[str]
    """Spellings in the text."""
    mentions: tuple[Span, ...]
    called: set[str] = field(default_factory=set)
    """Every name that it was displayed by, folded."""
    known: set[str] = field(default_factory=set)
    """The same and its spellings, folded."""
    became: "_Name | None" = None
    """The entity that it was merged into."""
    dismissed: bool = False

    @classmethod
    def of(cls, entity: Entity) -> "_Name":
        names = names_of(entity)
        known = set(map(fold_name, names))
        return cls(entity.name, entity.kind, list(names), entity.mentions, {fold_name(entity.name)}, known)

    def call(self, name: str) -> None:
        self.name = name
        self.called.add(fold_name(name))
        self.known.add(fold_name(name))

    def take(self, other: "_Name") -> None:
        self.spellings += other.spellings
        self.known |= other.known
        self.mentions = tuple(sorted({*self.mentions, *other.mentions}))
        other.became = self

    @property
    def current(self) -> "_Name":
        """The entity that it is now, after merges."""
        return self.became.current if self.became else self

    def entity(self) -> Entity:
        aliases = tuple(dict.fromkeys(spelling for spelling in self.spellings if spelling != self.name))
        return Entity(self.name, self.kind, aliases, self.mentions)


@dataclass(slots=True, eq=False)
class _Work:
    """An analysis while corrections are applied: its names, and the speaker of each quote."""

    article: Article
    names: list[_Name]
    first: dict[str, _Name]
    """The names by the engine's name for each."""
    quotes: list[Quote]
    """Direct and indirect speech."""
    said: list[_Name | None]
    """The entity of the speaker of each quote, if there is one."""

    @classmethod
    def on(cls, analysis: Analysis, article: Article) -> "_Work":
        names = [_Name.of(entity) for entity in analysis.entities]
        first = {name.name: name for name in reversed(names)}
        quotes = [*analysis.quotes, *analysis.indirect]
        said = [first.get(quote.speaker.name) if quote.speaker else None for quote in quotes]
        return cls(article, names, first, quotes, said)

    def apply(self, correction: Correction) -> None:
        match correction.change:
            case Merge(names, into):
                self._merge(self._find(names), self._find(into))
            case Rename(names, called):
                self._rename(self._find(names), called)
            case Retype(names, kind):
                if (found := self._find(names)) is not None:
                    found.kind = kind
            case Dismiss(names):
                if (found := self._find(names)) is not None:
                    found.dismissed = True
                    self.names.remove(found)
            case Attribute(_, speaker):
                if correction.placement and correction.placement.span:
                    self._attribute(correction.placement.span, speaker)

    def _find(self, names: Names) -> _Name | None:
        """Return the entity that `names` refer to: one called by any of them, preferably the first."""
        wanted = set(map(fold_name, names))
        shown = fold_name(names[0])
        fitting = [name for name in self.names if not wanted.isdisjoint(name.called)]
        if not fitting and " " in shown:
            fitting = [name for name in self.names if shown in name.known]
        return max(fitting, key=lambda name: (shown in name.called, len(wanted & name.known)), default=None)

    def _merge(self, name: _Name | None, into: _Name | None) -> None:
        if name is not None and into is not None and name is not into:
            into.take(name)
            self.names.remove(name)

    def _rename(self, name: _Name | None, called: str) -> None:
        if name is None:
            return
        namesake = next(
            (other for other in self.names if other is not name and fold_name(other.name) == fold_name(called)), None
        )
        if namesake is None:
            name.call(called)
        else:
            self._merge(name, namesake)

    def _attribute(self, span: Span, names: Names) -> None:
        index = closest_quote(self.quotes, span)
        if index is None:
            return
        quote, before, speaker = self.quotes[index], self.said[index], None
        name = self._find(names) if names else None
        if names:
            shown = name.name if name else names[0]
            same = quote.speaker and (before.current is name if before else quote.speaker.name == shown)
            named = quote.speaker.span if quote.speaker and same else self._naming(quote, names, name)
            speaker = Speaker(shown, named)
        self.said[index] = name
        self.quotes[index] = replace(quote, speaker=speaker, confidence=1.0, contenders=())

    def _naming(self, quote: Quote, names: Names, name: _Name | None) -> Span:
        """Return the mention of the speaker nearest to the quote; an empty span before it if there is none."""
        if name is not None:
            for contender in quote.contenders:
                if (known := self.first.get(contender.name)) and known.current is name:
                    return contender.span
            places = list(name.mentions)
        else:
            start = max(0, quote.span.start - NEARBY)
            around = self.article.text[start : quote.span.end + NEARBY]
            places = [Span(start + span.start, start + span.end) for span in find_folded(names[0], around)]
        nothing = Span(quote.span.start, quote.span.start)
        return nearest_span(places, quote.span) if places else nothing

    # ------------------------------------------------------------------ result

    def done(self, analysis: Analysis) -> Analysis:
        entities = [name.entity() for name in self.names]
        quotes = [self._quote(quote, name) for quote, name in zip(self.quotes, self.said, strict=True)]
        direct = len(analysis.quotes)
        return replace(
            analysis,
            entities=tuple(sorted(entities, key=lambda entity: (-len(entity.mentions), entity.mentions[:1]))),
            quotes=tuple(quotes[:direct]),
            indirect=tuple(quotes[direct:]),
        )

    def _quote(self, quote: Quote, name: _Name | None) -> Quote:
        """Return `quote` with its names corrected; the same object if nothing changed, as in most of thousands."""
        speaker, contenders = quote.speaker, quote.contenders
        if speaker is not None and name is not None:
            shown = self._shown(name.current, speaker.span) or speaker.name
            speaker = speaker if shown == speaker.name else replace(speaker, name=shown)
        if contenders:
            corrected = tuple(map(self._contender, contenders))
            contenders = contenders if corrected == contenders else corrected
        if speaker is quote.speaker and contenders is quote.contenders:
            return quote
        return replace(quote, speaker=speaker, contenders=contenders)

    def _contender(self, contender: Contender) -> Contender:
        name = self.first.get(contender.name)
        shown = self._shown(name.current, contender.span) if name else contender.name
        return contender if shown in ("", contender.name) else replace(contender, name=shown)

    def _shown(self, name: _Name, written: Span) -> str:
        """Return the displayed name of the entity mentioned at `written`."""
        return " ".join(written.of(self.article.text).split()) if name.dismissed else name.name
