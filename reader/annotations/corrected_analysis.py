"""An analysis with corrections applied, in order of time, each to the result of those before it.

Pure functions. Pitfall: a short name may mean another entity in a changed text ("May" is a month, then Theresa May), so
an entity matches only if it is called by a remembered name, or if a remembered name of several words is among its
spellings.
"""

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from reader.analysis import Analysis, Contender, Entity, EntityKind, Quote, Speaker
from reader.analysis.chains import following
from reader.analysis.queries import closest_quote, fold_name, nearest_span
from reader.anchoring import place
from reader.annotations.corrections import (
    AddName,
    AddQuote,
    Attribute,
    Change,
    Correction,
    Dismiss,
    Merge,
    MoveAlias,
    MoveMention,
    Names,
    Rename,
    Retype,
    active_corrections,
    names_of,
)
from reader.document.article import Article
from reader.text.normalize import find_folded
from reader.text.span import Span

FOLLOWS = 0.9  # the confidence in a speaker that follows from a correction: on news to develop with all were right
NEARBY = 2000  # characters on either side of a quote that are searched for the name of its speaker: a page


def apply_corrections(analysis: Analysis, corrections: Iterable[Correction], article: Article) -> Analysis:
    """Return the analysis with corrections applied, given in any order; unplaced quotes are found by their words."""
    active = place_corrections(active_corrections(corrections), article.text)
    if not active:
        return analysis
    work = _Work(analysis, article)
    for correction in active:
        work.apply(correction)
    return work.done(analysis)


def ineffective_corrections(
    analysis: Analysis, corrections: Iterable[Correction], article: Article
) -> tuple[Correction, ...]:
    """Return the corrections that change nothing in the current text; `analysis` is uncorrected."""
    work, before = _Work(analysis, article), analysis
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
    mentions: Sequence[Span]
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


class _Work:
    """An analysis while corrections are applied: its names, and the speaker of each quote."""

    def __init__(self, analysis: Analysis, article: Article) -> None:
        self.article = article
        self.names = [_Name.of(entity) for entity in analysis.entities]
        self.first = {name.name: name for name in reversed(self.names)}
        """The names by the engine's name for each."""
        self.quotes = [*analysis.quotes, *analysis.indirect]
        """Direct and indirect speech."""
        self.said = [self.first.get(quote.speaker.name) if quote.speaker else None for quote in self.quotes]
        """The entity of the speaker of each quote, if there is one."""
        self.direct = len(analysis.quotes)
        """The number of quotes that are direct speech: the first ones."""
        self.is_story = analysis.genre.genre == "fiction"

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
            case MoveAlias(names, alias, into):
                if (found := self._find(names)) is not None:
                    spans = {m for m in found.mentions if fold_name(m.of(self.article.text)) == fold_name(alias)}
                    self._move(found, spans, into)
            case _:
                if correction.placement and correction.placement.span:
                    self._apply_at(correction.placement.span, correction.change)

    def _apply_at(self, span: Span, change: Change) -> None:
        match change:
            case Attribute(_, speaker, spreads):
                self._attribute(span, speaker, spreads=spreads)
            case AddQuote(_, speaker):
                self._add_quote(span, speaker)
            case AddName(_, names, kind):
                self._add_name(span, names, kind)
            case MoveMention(_, into):
                for source in list(self.names):
                    self._move(source, {mention for mention in source.mentions if mention.overlaps(span)}, into)

    def _find(self, names: Names) -> _Name | None:
        """Return the entity that `names` refer to: one called by any of them, preferably the first."""
        wanted = set(map(fold_name, names))
        shown = fold_name(names[0])
        fitting = [name for name in self.names if not wanted.isdisjoint(name.called)]
        if not fitting and " " in shown:
            fitting = [name for name in self.names if shown in name.known]
        return max(fitting, key=lambda name: (shown in name.called, len(wanted & name.known)), default=None)

    def _find_or_add(self, names: Names, kind: EntityKind) -> _Name:
        """Return the entity that `names` refer to, a new one without mentions if there is none."""
        if (found := self._find(names)) is not None:
            return found
        name = _Name(names[0], kind, [], ())
        name.call(names[0])
        self.names.append(name)
        return name

    def _merge(self, name: _Name | None, into: _Name | None) -> None:
        if name is not None and into is not None and name is not into:
            into.take(name)
            self.names.remove(name)

    def _rename(self, name: _Name | None, called: str) -> None:
        if name is None:
            return
        namesakes = [other for other in self.names if other is not name and fold_name(other.name) == fold_name(called)]
        if namesakes:
            self._merge(name, namesakes[0])
        else:
            name.call(called)

    def _attribute(self, span: Span, names: Names, *, spreads: bool = False) -> None:
        index = closest_quote(self.quotes, span)
        if index is None:
            return
        quote, before, speaker = self.quotes[index], self.said[index], None
        name = self._find(names) if names else None
        if spreads and not (name and before and before.current is name):
            self._spread(quote, before.current.mentions if before else (), names, name)
        if names:
            shown = name.name if name else names[0]
            same = quote.speaker and (before.current is name if before else quote.speaker.name == shown)
            named = quote.speaker.span if quote.speaker and same else self._naming(quote, names, name)
            speaker = Speaker(shown, named)
        self.said[index] = name
        self.quotes[index] = replace(quote, speaker=speaker, confidence=1.0, contenders=(), sought=True)

    def _spread(self, corrected: Quote, mentions: Sequence[Span], names: Names, name: _Name | None) -> None:
        """Give the quotes to a speaker that were somebody else's only because `corrected` was."""
        called = (*names, name.name, *name.spellings) if name else names
        for index in following(self.quotes, corrected, called, set(mentions), self.article.text, story=self.is_story):
            if (old := self.quotes[index]).speaker is not None:
                speaker = replace(old.speaker, name=name.name if name else names[0])
                self.quotes[index] = replace(old, speaker=speaker, confidence=FOLLOWS, contenders=())
                self.said[index] = name

    def _move(self, source: _Name, spans: set[Span], names: Names) -> None:
        """Give some mentions of an entity to another one, which is made if there is none."""
        if not spans or (into := self._find_or_add(names, source.kind)) is source:
            return
        for at, (quote, said) in enumerate(zip(self.quotes, self.said, strict=True)):
            if quote.speaker and said and said.current is source and quote.speaker.span in spans:
                self.quotes[at], self.said[at] = replace(quote, speaker=replace(quote.speaker, name=into.name)), into
        self._take_away(source, spans)
        self._mention(into, spans)

    def _mention(self, name: _Name, spans: Iterable[Span]) -> None:
        name.mentions = tuple(sorted({*name.mentions, *spans}))
        for span in spans:
            spelling = " ".join(span.of(self.article.text).split())
            if spelling not in name.spellings:
                name.spellings.append(spelling)
            name.known.add(fold_name(spelling))

    def _take_away(self, name: _Name, spans: set[Span]) -> None:
        """Take mentions away from an entity, with the spellings that only they had; without mentions it is gone."""
        before = {fold_name(span.of(self.article.text)) for span in name.mentions}
        name.mentions = tuple(span for span in name.mentions if span not in spans)
        gone = before - {fold_name(span.of(self.article.text)) for span in name.mentions}
        name.spellings = [spelling for spelling in name.spellings if fold_name(spelling) not in gone]
        name.known -= gone - {fold_name(name.name)}
        if not name.mentions:
            self.names.remove(name)

    def _add_name(self, span: Span, names: Names, kind: EntityKind) -> None:
        """Add a mention at `span`, and wherever the same words stand that are in no other mention."""
        text = self.article.text
        for other in list(self.names):
            if wrong := {mention for mention in other.mentions if mention.overlaps(span) and mention != span}:
                self._take_away(other, wrong)
        name = self._find_or_add(names, kind)
        taken = sorted({span, *(mention for other in self.names for mention in other.mentions)})
        again = find_folded(span.of(text), text)
        free = [found for found in again if is_whole(text, found) and not overlaps_any(taken, found)]
        self._mention(name, [span, *free])

    def _add_quote(self, span: Span, names: Names) -> None:
        """Add a direct quote in the place of those that it overlaps."""
        kept = [at for at, quote in enumerate(self.quotes) if at >= self.direct or not quote.span.overlaps(span)]
        removed = len(self.quotes) - len(kept)
        self.quotes, self.said = [self.quotes[at] for at in kept], [self.said[at] for at in kept]
        self.direct += 1 - removed
        at = bisect_left(self.quotes, span, hi=self.direct - 1, key=lambda quote: quote.span)
        self.quotes.insert(at, Quote(span, None, None, 1.0))
        self.said.insert(at, None)
        self._attribute(span, names)

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
            places = [span.moved(start) for span in find_folded(names[0], around)]
        return nearest_span(places, quote.span) if places else Span(quote.span.start, quote.span.start)

    def done(self, analysis: Analysis) -> Analysis:
        found = (name.entity() for name in self.names)
        entities = tuple(sorted(found, key=lambda entity: (-len(entity.mentions), entity.mentions[:1])))
        quotes = tuple(map(self._quote, self.quotes, self.said))
        return replace(analysis, entities=entities, quotes=quotes[: self.direct], indirect=quotes[self.direct :])

    def _quote(self, quote: Quote, name: _Name | None) -> Quote:
        """Return `quote` with its names corrected; the same object if nothing changed, as in most of thousands."""
        speaker = quote.speaker
        if speaker is not None and name is not None:
            speaker = replace(speaker, name=self._shown(name.current, speaker.span) or speaker.name)
        made = replace(quote, speaker=speaker, contenders=tuple(map(self._contender, quote.contenders)))
        return quote if made == quote else made

    def _contender(self, contender: Contender) -> Contender:
        name = self.first.get(contender.name)
        shown = self._shown(name.current, contender.span) if name else contender.name
        return contender if shown in ("", contender.name) else replace(contender, name=shown)

    def _shown(self, name: _Name, written: Span) -> str:
        """Return the displayed name of the entity mentioned at `written`."""
        return " ".join(written.of(self.article.text).split()) if name.dismissed else name.name


def overlaps_any(spans: Sequence[Span], span: Span) -> bool:
    """Return whether `span` overlaps one of `spans`, which are sorted and do not overlap each other."""
    after = bisect_left(spans, Span(span.end, 0))
    return after > 0 and spans[after - 1].overlaps(span)


def is_whole(text: str, span: Span) -> bool:
    """Return whether no letter or digit stands directly before or after `span`."""
    return not text[span.start - 1 : span.start].isalnum() and not text[span.end : span.end + 1].isalnum()
