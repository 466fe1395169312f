"""Convert an analysis to JSON and back.

    to_wire     one object, as `reader analyze` prints it
    to_lines    a line for each finding, for the cache and the screen: that of a book is never in memory as a whole

This is the only place where an analysis is a dict. Offsets are characters into the analyzed text, half open.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain, islice
from typing import Any, TypeVar

from reader.analysis import CERTAIN, KIND_TITLES, Analysis, Contender, Entity, FoundGenre, Hint, Quote, Speaker
from reader.analysis.identity import keyed_entities
from reader.analysis.packed import Quotes
from reader.document.article import GENRES
from reader.system import fast_json
from reader.text.span import Span, Spans

Name = TypeVar("Name", bound=str)

DIGITS = 2  # decimals of confidence and points; more would claim a precision that hand-set weights do not have


def to_wire(
    article_id: str, title: str, article_text: str, analysis: Analysis, *, indirect: bool = True, explained: bool = True
) -> dict[str, Any]:
    """Return one article's analysis as a JSON object; spans are offsets into `article_text`.

    `indirect` and `explained` include indirect speech, and the contenders for each quote.
    """

    def quotes(found: Iterable[Quote]) -> list[dict[str, Any]]:
        return [quote_to_wire(quote, {"text": quote.span.of(article_text)}, explained) for quote in found]

    return {
        "id": article_id,
        "title": title,
        "engine": analysis.engine,
        "language": analysis.language,
        "genre": analysis.genre.genre,
        "entities": [
            {**entity_to_wire(entity), "keys": sorted(keys)}
            for entity, keys in islice(keyed_entities(analysis), len(analysis.entities))
        ],
        "quotes": quotes(analysis.quotes),
        **({"indirect": quotes(analysis.indirect)} if indirect else {}),
    }


def entity_to_wire(entity: Entity) -> dict[str, Any]:
    """Return an entity without what identifies it in other articles."""
    return {
        "name": entity.name,
        "kind": entity.kind,
        "aliases": list(entity.aliases),
        "mentions": [[mention.start, mention.end] for mention in entity.mentions],
    }


def quote_to_wire(quote: Quote, text: Mapping[str, str], explained: bool) -> dict[str, Any]:
    """Return a quote with its `text`, if that is to be told, and if `explained` with its contenders."""
    return {
        **_ends(quote.span),
        **text,
        "speaker": quote.speaker and {"name": quote.speaker.name, **_ends(quote.speaker.span)},
        "cue": quote.cue and _ends(quote.cue),
        "confidence": round(quote.confidence, DIGITS),
        "certainty": quote.certainty,
        **({"contenders": [_contender_to_wire(one) for one in quote.contenders]} if explained else {}),
    }


def _contender_to_wire(contender: Contender) -> dict[str, Any]:
    return {
        "name": contender.name,
        **_ends(contender.span),
        "hints": [[hint.weight, round(hint.points, DIGITS)] for hint in contender.hints],
    }


def to_lines(analysis: Analysis, **about: object) -> Iterator[bytes]:
    """Yield the analysis as lines of JSON: what the findings have in common, with `about`, then one line for each."""
    found = (analysis.entities, analysis.quotes, analysis.indirect)
    head = {
        "engine": analysis.engine,
        "language": analysis.language,
        "genre": list(analysis.genre),
        "found": list(map(len, found)),
        **about,
    }
    quotes = (quote_to_wire(quote, {}, True) for quote in chain(analysis.quotes, analysis.indirect))
    for line in chain([head], map(entity_to_wire, analysis.entities), quotes):
        yield fast_json.dumps(line) + b"\n"


def from_lines(lines: Iterable[bytes], head: Mapping[str, Any] | None = None) -> Analysis:
    """Return the analysis that `to_lines` wrote, its findings in arrays; no line after them is taken.

    `head` is the first line, if it was read before. Raises ValueError if the lines are not an analysis.
    """
    objects = map(fast_json.loads, lines)
    try:
        head = next(objects) if head is None else head
        entities, quotes, indirect = head["found"]
        made = Analysis(
            _text(head["engine"]),
            tuple(map(_entity, islice(objects, entities))),
            Quotes(map(_quote, islice(objects, quotes))),
            Quotes(map(_quote, islice(objects, indirect))),
            _text(head["language"]),
            _genre(*head["genre"]),
        )
    except (KeyError, TypeError, AttributeError, ValueError, OverflowError, StopIteration) as error:
        raise ValueError(f"not an analysis: {type(error).__name__} {error}") from error
    if [len(made.entities), len(made.quotes), len(made.indirect)] != [entities, quotes, indirect]:
        raise ValueError("not an analysis: some findings are missing")
    return made


def _ends(span: Span) -> dict[str, int]:
    return {"start": span.start, "end": span.end}


def _span(start: object, end: object) -> Span:
    if type(start) is not int or type(end) is not int or not 0 <= start <= end:
        raise ValueError(f"no span: {start!r} to {end!r}")
    return Span(start, end)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError(f"no text: {value!r}")
    return value


def _one_of(names: Iterable[Name], value: object) -> Name:
    for name in names:
        if value == name:
            return name
    raise ValueError(f"no genre or kind of entity: {value!r}")


def _genre(genre: object, evidence: object, chosen: object, doubtful: Iterable[object] = ()) -> FoundGenre:
    return FoundGenre(_one_of(GENRES, genre), _text(evidence), chosen is True, tuple(map(str, doubtful)))


def _entity(obj: Mapping[str, Any]) -> Entity:
    mentions = Spans(_span(start, end) for start, end in obj["mentions"])
    return Entity(_text(obj["name"]), _one_of(KIND_TITLES, obj["kind"]), tuple(map(_text, obj["aliases"])), mentions)


def _quote(obj: Mapping[str, Any]) -> Quote:
    speaker, cue, confidence = obj["speaker"], obj["cue"], obj["confidence"]
    if not isinstance(confidence, int | float):
        raise ValueError(f"no confidence: {confidence!r}")
    return Quote(
        _span(obj["start"], obj["end"]),
        speaker and Speaker(_text(speaker["name"]), _span(speaker["start"], speaker["end"])),
        cue and _span(cue["start"], cue["end"]),
        float(confidence),
        tuple(_contender(contender) for contender in obj.get("contenders", ())),
        obj["certainty"] == "likely" and confidence < CERTAIN,  # in fiction
        obj["certainty"] is not None,
    )


def _contender(obj: Mapping[str, Any]) -> Contender:
    hints = tuple(_hint(weight, points) for weight, points in obj["hints"])
    return Contender(_text(obj["name"]), _span(obj["start"], obj["end"]), hints)


@lru_cache(maxsize=4096)  # a book has thousands of quotes, each with some of the same few dozen hints
def _hint(weight: object, points: object) -> Hint:
    if not isinstance(points, int | float):
        raise ValueError(f"no points: {points!r}")
    return Hint(_text(weight), float(points))
