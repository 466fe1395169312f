"""What you told the analysis: that two names are one, what somebody is called, who said a quote.

A correction says one thing for good; its revisions only tell whether it holds (`reader.annotations.revisions`). It
remembers a name by its spellings and a quote by its words, so it is applied again to every new analysis and to a text
that has changed; one that finds nothing today does nothing and is kept. `apply_corrections` is a pure function: the
corrections take effect one after the other in order of time, each on what the ones before it have made.

The trap: a name that is short may be somebody else's tomorrow ("May" is a month, then Theresa May), so an entity is the
one that was meant only if it is called by a remembered name, or has the remembered name of several words among its
spellings.
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
"""What an entity is called, the name a reader is shown first, then its other spellings."""

NEARBY = 2000
"""Characters on either side of a quote in which the words are looked for that name its speaker: a page."""

SHOWN = 40
"""Characters of a quote by which it is told in a message."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Two names are one: the first is another spelling of the second."""

    word: ClassVar[str] = "merge"
    names: Names
    into: Names


@dataclass(frozen=True, slots=True)
class Rename:
    """What a reader is to be shown. A name that another entity has already makes the two one."""

    word: ClassVar[str] = "rename"
    names: Names
    name: str


@dataclass(frozen=True, slots=True)
class Retype:
    """A person, organisation, place or other name."""

    word: ClassVar[str] = "retype"
    names: Names
    kind: EntityKind


@dataclass(frozen=True, slots=True)
class Dismiss:
    """Not a name at all. Its quotes keep their speaker in the words of the text."""

    word: ClassVar[str] = "dismiss"
    names: Names


@dataclass(frozen=True, slots=True)
class Attribute:
    """Who said a quote."""

    word: ClassVar[str] = "attribute"
    quote: Anchor
    speaker: Names
    """Empty: nobody who can be named."""


Change = Merge | Rename | Retype | Dismiss | Attribute

CHANGES = (Merge, Rename, Retype, Dismiss, Attribute)
"""Each has a `word` by which the library and the exports tell it from the others."""


@dataclass(frozen=True)
class Correction(RevisedEntry[Revision]):
    """One thing that you told the analysis."""

    change: Change
    placement: Placement | None = None
    """Where the words of its quote are in today's text; None where that has not been found out, or it has no quote."""

    @property
    def anchor(self) -> Anchor | None:
        return self.change.quote if isinstance(self.change, Attribute) else None


def new_correction(article: str, made_on: str, change: Change, at: str) -> Correction:
    """A correction that holds from `at` on."""
    return Correction(new_id(), article, made_on, (Revision(new_id(), None, at),), change)


def names_of(entity: Entity) -> Names:
    return (entity.name, *entity.aliases)


def active_corrections(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Those that are not deleted, each once, in the order in which they take effect."""
    known = {correction.id: correction for correction in corrections if not correction.deleted}
    return tuple(sorted(known.values(), key=lambda correction: (correction.created, correction.id)))


KIND_WORDS: dict[EntityKind, str] = {
    "person": "a person",
    "organisation": "an organisation",
    "place": "a place",
    "other": "another name",
}


def describe_change(change: Change) -> str:
    """What a correction says, for a message of one line."""
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


# ---------------------------------------------------------------------- applying them


def apply_corrections(analysis: Analysis, corrections: Iterable[Correction], article: Article) -> Analysis:
    """`analysis`, which is of `article`, as the reader has corrected it.

    The same for the same corrections in whatever order they are given. Quotes whose place is not known yet are looked
    for by their words alone.
    """
    told = place_corrections(active_corrections(corrections), article.text)
    if not told:
        return analysis
    work = _Work.on(analysis, article)
    for correction in told:
        work.apply(correction)
    return work.done(analysis)


def ineffective_corrections(
    analysis: Analysis, corrections: Iterable[Correction], article: Article
) -> tuple[Correction, ...]:
    """Those of `corrections` that find nothing to change today; `analysis` is uncorrected."""
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
    """`corrections` with a placement for each that has an anchor."""
    unplaced = [c for c in corrections if c.anchor is not None and c.placement is None]
    found = dict(zip((c.id for c in unplaced), place([c.anchor for c in unplaced if c.anchor], text), strict=True))
    return tuple(replace(c, placement=found.get(c.id, c.placement)) for c in corrections)


@dataclass(slots=True, eq=False)
class _Name:
    """An entity on its way to what the reader says it is."""

    name: str
    kind: EntityKind
    spellings: list[str]
    """In the text."""
    mentions: tuple[Span, ...]
    called: set[str] = field(default_factory=set)
    """Every name that it was shown by, folded."""
    known: set[str] = field(default_factory=set)
    """Those and its spellings, folded."""
    became: "_Name | None" = None
    """What it was merged into."""
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
    def today(self) -> "_Name":
        """What it is by now."""
        return self.became.today if self.became else self

    def entity(self) -> Entity:
        aliases = tuple(dict.fromkeys(spelling for spelling in self.spellings if spelling != self.name))
        return Entity(self.name, self.kind, aliases, self.mentions)


@dataclass(slots=True, eq=False)
class _Work:
    """An analysis while it is corrected: its names, and who says which quote."""

    article: Article
    names: list[_Name]
    first: dict[str, _Name]
    """The names by what the engine calls them."""
    quotes: list[Quote]
    """Direct and indirect speech."""
    said: list[_Name | None]
    """For each quote the name of its speaker, if that is one."""

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
        """The entity that was meant: one called by any of `names`, the first before the others."""
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
            same = quote.speaker and (before.today is name if before else quote.speaker.name == shown)
            named = quote.speaker.span if quote.speaker and same else self._naming(quote, names, name)
            speaker = Speaker(shown, named)
        self.said[index] = name
        self.quotes[index] = replace(quote, speaker=speaker, confidence=1.0, contenders=())

    def _naming(self, quote: Quote, names: Names, name: _Name | None) -> Span:
        """The words of the text that name the speaker: those nearest to the quote; without any, nothing before it."""
        if name is not None:
            for contender in quote.contenders:
                if (known := self.first.get(contender.name)) and known.today is name:
                    return contender.span
            places = list(name.mentions)
        else:
            start = max(0, quote.span.start - NEARBY)
            around = self.article.text[start : quote.span.end + NEARBY]
            places = [Span(start + span.start, start + span.end) for span in find_folded(names[0], around)]
        nothing = Span(quote.span.start, quote.span.start)
        return nearest_span(places, quote.span) if places else nothing

    # ------------------------------------------------------------------ what has come of it

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
        """`quote` as it is shown; most are as they were, and a book has thousands."""
        speaker, contenders = quote.speaker, quote.contenders
        if speaker is not None and name is not None:
            shown = self._shown(name.today, speaker.span) or speaker.name
            speaker = speaker if shown == speaker.name else replace(speaker, name=shown)
        if contenders:
            told = tuple(map(self._contender, contenders))
            contenders = contenders if told == contenders else told
        if speaker is quote.speaker and contenders is quote.contenders:
            return quote
        return replace(quote, speaker=speaker, contenders=contenders)

    def _contender(self, contender: Contender) -> Contender:
        name = self.first.get(contender.name)
        shown = self._shown(name.today, contender.span) if name else contender.name
        return contender if shown in ("", contender.name) else replace(contender, name=shown)

    def _shown(self, name: _Name, written: Span) -> str:
        """What a reader is shown of whoever is named at `written`."""
        return " ".join(written.of(self.article.text).split()) if name.dismissed else name.name
