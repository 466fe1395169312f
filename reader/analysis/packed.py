"""Findings in arrays of numbers, made into objects when they are looked at.

A book has thirty thousand names and quotes: as objects they take fifteen megabytes in the screen's process, here one.
"""

from array import array
from collections.abc import Iterable
from dataclasses import replace

from reader.analysis import Analysis, Contender, Hint, Quote, Speaker
from reader.text.span import Packed, Span, Spans

ABSENT = (-1, -1)  # in place of a span that there is not
NOT_SOUGHT = -1.0  # the confidence of a quote whose speaker nobody looked for
OF_QUOTE = 8  # numbers: its span, the speaker's name and span, the cue, and its first contender
OF_CONTENDER = 4  # numbers: the name, the span, and the first hint


class Quotes(Packed[Quote]):
    """Quotes with their contenders: about a hundred bytes each."""

    __slots__ = ("_confidence", "_contenders", "_hints", "_known_hints", "_likely", "_names", "_quotes")

    def __init__(self, quotes: Iterable[Quote] = ()) -> None:
        names: dict[str, int] = {}
        hints: dict[Hint, int] = {}
        self._quotes, self._contenders, self._hints = array("i"), array("i"), array("i")
        self._confidence, self._likely = array("d"), bytearray()
        for quote in quotes:
            speaker = quote.speaker
            self._quotes.extend(edges(quote.span))
            self._quotes.append(-1 if speaker is None else names.setdefault(speaker.name, len(names)))
            self._quotes.extend((*edges(speaker.span if speaker else None), *edges(quote.cue)))
            self._quotes.append(len(self._contenders) // OF_CONTENDER)
            self._confidence.append(quote.confidence if quote.sought else NOT_SOUGHT)
            self._likely.append(quote.likely)
            for contender in quote.contenders:
                name = names.setdefault(contender.name, len(names))
                self._contenders.extend((name, *edges(contender.span), len(self._hints)))
                self._hints.extend(hints.setdefault(hint, len(hints)) for hint in contender.hints)
        self._names, self._known_hints = tuple(names), tuple(hints)

    def __len__(self) -> int:
        return len(self._confidence)

    def make(self, index: int) -> Quote:
        at = index * OF_QUOTE
        start, end, name, *named, cue, cue_end, first = self._quotes[at : at + OF_QUOTE]
        stop = at + 2 * OF_QUOTE - 1
        last = self._quotes[stop] if stop < len(self._quotes) else len(self._contenders) // OF_CONTENDER
        return Quote(
            Span(start, end),
            None if name < 0 else Speaker(self._names[name], Span(*named)),
            None if cue < 0 else Span(cue, cue_end),
            max(0.0, self._confidence[index]),
            tuple(map(self._contender, range(first, last))),
            bool(self._likely[index]),
            self._confidence[index] != NOT_SOUGHT,
        )

    def _contender(self, index: int) -> Contender:
        at = index * OF_CONTENDER
        name, start, end, first = self._contenders[at : at + OF_CONTENDER]
        stop = at + 2 * OF_CONTENDER - 1
        last = self._contenders[stop] if stop < len(self._contenders) else len(self._hints)
        hints = tuple(self._known_hints[hint] for hint in self._hints[first:last])
        return Contender(self._names[name], Span(start, end), hints)


def edges(span: Span | None) -> tuple[int, int]:
    return ABSENT if span is None else (span.start, span.end)


def pack(analysis: Analysis) -> Analysis:
    """Return an equal analysis whose findings are in arrays."""
    return replace(
        analysis,
        entities=tuple(replace(entity, mentions=Spans(entity.mentions)) for entity in analysis.entities),
        quotes=Quotes(analysis.quotes),
        indirect=Quotes(analysis.indirect),
    )
