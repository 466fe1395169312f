"""Find out whether the words of a note are now said by someone else.

Only the paragraphs around the passage are analyzed, then and now, by the rules: a note is placed before the article's
analysis is there, and the old text's is gone. So a speaker who is named elsewhere is not known, and then nothing is
reported. Pitfall: one person under two names is no change, so surnames are compared.
"""

from reader.analysis import Speaker
from reader.anchoring import Anchor, Placement
from reader.sources.plain import read_plain
from reader.text.normalize import fold
from reader.text.span import Span

HEAD = "Statements\n\n"
"""Stands before a paragraph, which would else be read as a title."""

LONGEST = 4000
"""Characters of a paragraph on either side of a passage; more is not prose."""

MARKS = frozenset("“”„«»\"‘’'`")


def changed_speaker(anchor: Anchor, before: str, placement: Placement, text: str) -> str:
    """Return who says the words of a note now, if someone else said them in the text they were noted in; else "".

    `before` is the text the anchor was made on, `placement` its place in `text`.
    """
    if placement.span is None:
        return ""
    was, then = paragraph_at(before, Span(anchor.start, anchor.end))
    now, there = paragraph_at(text, placement.span)
    if MARKS.isdisjoint(was) or MARKS.isdisjoint(now) or fold(was).text == fold(now).text:
        return ""
    first, second = speaker_in(was, then), speaker_in(now, there)
    return second.name if first and second and surname(first) != surname(second) else ""


def paragraph_at(text: str, span: Span) -> tuple[str, Span]:
    """Return the paragraphs that a passage touches, and the passage's place in them."""
    start = max(text.rfind("\n\n", 0, span.start) + 1, span.start - LONGEST, 0)
    end = text.find("\n\n", span.end)
    end = min(len(text) if end < 0 else end, span.end + LONGEST)
    return text[start:end], Span(span.start - start, span.end - start)


def speaker_in(paragraph: str, passage: Span) -> Speaker | None:
    """Return the named speaker of the quotation that a passage of the paragraph lies in, if there is one."""
    from reader.analysis.pipeline import analyze_by_rules  # word lists: slow to load
    from reader.analysis.quotes.candidates import PRONOUNS

    shifted = Span(passage.start + len(HEAD), passage.end + len(HEAD))
    quotes = analyze_by_rules(read_plain(HEAD + paragraph)).quotes
    speaker = next((quote.speaker for quote in quotes if quote.speaker and quote.span.holds(shifted)), None)
    named = speaker is not None and speaker.name[:1].isupper() and speaker.name.lower() not in PRONOUNS
    return speaker if named else None


def surname(speaker: Speaker) -> str:
    return fold(speaker.name.split()[-1]).text
