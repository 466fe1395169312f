"""The verdicts on the quotations of a draft as JSON objects."""

from reader.analysis import Speaker
from reader.sources.detect import is_url
from reader.verification import Check, Difference, Place
from reader.verification.source_text import SourceText
from reader.verification.verdict import CheckedDraft


def check_objects(checked: CheckedDraft) -> list[dict[str, object]]:
    """Return the verdicts as JSON objects, in text order."""
    return [check_object(checked, check) for check in checked.checks]


def check_object(checked: CheckedDraft, check: Check) -> dict[str, object]:
    """Return a verdict as `reader verify --json` prints it."""
    place, span = check.place, check.quotation.span
    return {
        "start": span.start,
        "end": span.end,
        "text": check.text,
        "speaker": speaker_fields(check.quotation.speaker),
        "words": check.words,
        "attribution": check.attribution,
        "diff": [difference_fields(each) for each in place.differences] if place and place.differences else None,
        "confidence": check.confidence,
        "remarks": list(check.remarks),
        "source": place_fields(place, checked.sources[place.source]) if place else None,
        "others": [place_fields(other, checked.sources[other.source]) for other in check.others],
    }


def speaker_fields(speaker: Speaker | None) -> dict[str, object] | None:
    if speaker is None:
        return None
    return {"name": speaker.name, "start": speaker.span.start, "end": speaker.span.end}


def difference_fields(difference: Difference) -> dict[str, object]:
    return {"draft": difference.draft, "source": difference.source, "equal": difference.equal}


def place_fields(place: Place, source: SourceText) -> dict[str, object]:
    """Return a place in a source as a JSON object."""
    article = source.article
    return {
        "url" if is_url(article.source) else "path": article.source,
        "article": source.article_id,
        "title": article.title,
        "start": place.span.start,
        "end": place.span.end,
        "text": place.text,
        "speaker": speaker_fields(place.speaker),
        "paragraph": place.paragraph,
        "page": place.page or None,
    }
