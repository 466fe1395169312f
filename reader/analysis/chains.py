"""What follows when the speaker of a quote was wrong: the quotes that hang on the same "he", description or last name.

A pronoun is resolved by what was resolved before it, so that one wrong answer is passed on: what "he" says afterwards
is the same wrong person's, until the text calls that person by name again. A last name or a description that was given
to the wrong person was so wherever it stands. Pure functions of an analysis: a model need not read the text again.
Pitfall: where the engine took the wrong words for those of the speaker ("she" for what he says), what follows is wrong,
too; so nothing follows in a story unless the words stand beside the quote.
"""

from bisect import bisect_left
from collections.abc import Collection, Sequence

from reader.analysis import Quote
from reader.analysis.queries import fold_name
from reader.text.span import Span

PRONOUNS = frozenset(("he", "she", "they", "it", "who"))
"""Pronouns that are resolved by what was said before; not "I", who is the same throughout."""


def following(
    quotes: Sequence[Quote],
    corrected: Quote,
    names: Sequence[str],
    mentions: Collection[Span],
    text: str,
    *,
    story: bool,
) -> list[int]:
    """Return the indices of the `quotes` of `text` whose speaker is wrong if `names` are those of the `corrected` one.

    `mentions` are where the text names who was thought to speak. Quotes that the user has answered are left alone, and
    so are pronouns that are sure. In a `story`, "the man" is many people.
    """
    wrong = corrected.speaker
    if wrong is None or not names:
        return []
    first, then = sorted((wrong.span, corrected.span))
    if story and "\n" in text[first.end : then.start]:
        return []  # nothing beside the quote tells who speaks: it was a wrong turn, not a wrong "he"
    called = fold_name(wrong.span.of(text))
    by_pronoun, described = called in PRONOUNS, called.startswith("the ") and wrong.span not in mentions
    parts = (f" {fold_name(each)} " for each in names)
    shared = called != fold_name(wrong.name) and any(f" {called} " in each for each in parts)  # a last name of both
    if not (described or by_pronoun or shared):
        return []
    everywhere = not by_pronoun and not (described and story)
    found: list[int] = []
    passed_on = False
    for span, at in _places(quotes, wrong.name, mentions):
        here, quote = fold_name(span.of(text)), None if at < 0 else quotes[at]
        if quote is not None and quote.confidence == 1:
            passed_on = False
        elif (quote is not None and quote.span == corrected.span) or (everywhere and here == called):
            passed_on = True
        elif here not in PRONOUNS:
            passed_on = False
        follows = passed_on and (here == called or not by_pronoun) and (quote is None or quote.span != corrected.span)
        if follows and quote is not None and (quote.certainty != "sure" or here not in PRONOUNS):
            found.append(at)
    return found


def _places(quotes: Sequence[Quote], name: str, mentions: Collection[Span]) -> list[tuple[Span, int]]:
    """Return where the text tells that `name` speaks, with the index of the quote, or names them else, with -1."""
    speakers = ((quote.speaker, at) for at, quote in enumerate(quotes))
    places = [(speaker.span, at) for speaker, at in speakers if speaker and speaker.name == name]
    named = sorted(set(mentions).difference(span for span, _ in places))
    for quote in quotes:  # what is said of somebody calls nobody anew
        first, end = (bisect_left(named, Span(edge, 0)) for edge in (quote.span.start, quote.span.end))
        del named[first:end]
    return sorted([*places, *((span, -1) for span in named)])
