"""Explain in words why a speaker was chosen, for `w` on the screen and `reader analyze --explain`.

First one sentence: the strongest evidence, in the article's own words where there is a verb of saying. Then who came
second and why not; then the scores.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reader.analysis import Contender, Quote
from reader.analysis.quotes.weights import BY_NAME

SMALLEST = 0.05  # the smallest number of points that shows with one decimal
STRONG = 0.5  # points of evidence that is worth a word
REACH = 60  # the maximum number of characters of the words that name speaker and verb; of more, the middle is left out
WHOLE_WORDS = re.compile(r"(?:\bas )?\Z", re.IGNORECASE)  # what belongs to a cue and stands before it: “as per”
POSSESSION = re.compile(r"['’]s? \w+")  # what belongs to a name and stands after it: “Xi's statement”

LABEL = re.compile(r"(?:parse|possessive): ")
"""What stands before a reason among the scores, and is too much in a sentence."""

PRONOUNS = {"They": "they", "It": "it"}  # pronouns that may stand for nobody in particular, within a sentence
UNLIKELY = ("PHRASE", "PLACE", "OTHER_NAME", "IT")  # evidence that a contender may be unable to speak

OWN_CUES = ("SAY", "DESCRIBE", "MENTION", "ACCORDING", "PARSED_SAY", "TRANSCRIBED", "LEADS", "SIGNED", "BY")
"""Evidence that links a name to this quotation by a verb, a label or a signature."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a quote has its speaker, in words."""

    sentence: str
    """The evidence for the speaker, and the best for another one."""
    figure: str
    """How sure that is: "63 of 100"; empty if there is nothing to be sure of, or the user has said so."""
    second: str
    """Who came second, and why not; empty if nobody did."""


def explain(quote: Quote, text: str) -> Explanation:
    if not quote.sought:
        return Explanation("The speaker was not looked for: speakers are found in English only.", "", "")
    if not quote.contenders:
        if quote.speaker is None and quote.confidence < 1:
            return Explanation("No possible speaker was found near the quotation.", "", "")
        follows = "This follows from another speaker that you set."
        return Explanation("You set this speaker." if quote.confidence == 1 else follows, "", "")
    first, *others = quote.contenders
    evidence = _clause_with_cue(quote, first, text) or _clause(first, text)
    if quote.speaker is None:
        whole = f"No speaker: {evidence}, which is not enough" if evidence else "No speaker: there is no evidence"
    else:
        whole = evidence or f"{first.name} is the nearest name"
        if others and (rival := _clause(others[0], text)):
            if whole.endswith("follows the quotation"):
                rival = rival.replace("directly follows the quotation", "follows it, too")
            whole = f"{whole}, though {rival}" if _is_unlikely(others[0]) else f"{whole}; {rival}"
    figure = f"{100 * quote.confidence:.0f} of 100" if quote.speaker else ""
    second = _why_not(others[0], quote) if others else ""
    return Explanation(f"{whole[:1].upper()}{whole[1:]}.", figure, second)


def _clause_with_cue(quote: Quote, contender: Contender, text: str) -> str:
    """Return what the article itself says of the speaker and where; empty if no verb does."""
    if quote.cue is None or not any(hint.weight in OWN_CUES for hint in contender.hints):
        return ""
    cue, named = quote.cue, contender.span
    start, end = min(cue.start, named.start), max(cue.end, named.end)
    if quote.span.start < end and start < quote.span.end:
        return ""
    start -= len(WHOLE_WORDS.search(text, max(0, start - 3), start)[0])  # type: ignore[index]  # it always matches
    if end == named.end and (owned := POSSESSION.match(text, end)):
        end = owned.end()
    words = " ".join(text[start:end].split())
    if len(words) > REACH or any(mark in words for mark in '“”"'):
        ends = sorted((cue, named))
        words = " … ".join(" ".join(span.of(text).split()) for span in ends)
    who = "" if _is_in(contender.name, words) else f" ({contender.name})"
    return f"“{words}”{who} {'follows' if start >= quote.span.end else 'precedes'} the quotation"


def _is_in(name: str, words: str) -> bool:
    """Return whether a name, or a part of one that is not a phrase, is among `words`."""
    return name.casefold() in words.casefold() or any(
        re.search(rf"\b{re.escape(part)}\b", words) for part in name.split() if part[:1].isupper()
    )


def _short_name(contender: Contender, text: str) -> str:
    """Return the name of a contender as the text has it, the full one for a pronoun; a phrase in quotation marks."""
    words = " ".join(contender.span.of(text).split())
    if any(hint.weight in ("PHRASE", "IT") for hint in contender.hints):
        return f"“{PRONOUNS.get(contender.name, contender.name)}”"
    return words if _is_in(contender.name, words) else contender.name


def _clause(contender: Contender, text: str) -> str:
    """Return the heaviest evidence for a contender as a clause; empty if there is none."""
    strong = [hint for hint in contender.hints if hint.weight in BY_NAME and hint.points >= STRONG]
    known = [hint for hint in strong if BY_NAME[hint.weight].clause]
    if not known:
        return ""
    heaviest = BY_NAME[max(known, key=lambda hint: hint.points).weight]
    clause = heaviest.neutral if heaviest.neutral and _is_unlikely(contender) else heaviest.clause
    return clause.format(name=_short_name(contender, text))


def _is_unlikely(contender: Contender) -> bool:
    return any(hint.weight in UNLIKELY for hint in contender.hints)


def _why_not(contender: Contender, quote: Quote) -> str:
    """Return who came second, and the best reason against."""
    against = min(contender.hints, key=lambda hint: hint.points, default=None)
    linked = any(hint.weight in OWN_CUES for hint in contender.hints)
    if against is not None and against.points <= -1 and against.weight in BY_NAME:
        reason = LABEL.sub("", BY_NAME[against.weight].words)
    elif not linked and quote.cue is not None:
        reason = "no verb links it to these words"
    elif not linked:
        reason = "the evidence is further away"
    else:
        reason = "the evidence is weaker"
    return f"Second: {contender.name} — {reason}."


def list_reasons(contender: Contender) -> list[str]:
    """List the evidence for and against a contender with its points, heaviest first.

    A hint that this version does not know, from another version's analysis, is shown by its name.
    """
    hints = sorted(contender.hints, key=lambda hint: -abs(hint.points))
    return [
        f"{hint.points:+5.1f}  {BY_NAME[hint.weight].words if hint.weight in BY_NAME else hint.weight}"
        for hint in hints
        if abs(hint.points) >= SMALLEST
    ]


def contender_title(contender: Contender, text: str) -> str:
    """Return the name of a contender, with the words of the text that name it if they differ."""
    words = " ".join(contender.span.of(text).split())
    return contender.name if words == contender.name else f"{contender.name} (“{words}”)"


def explanation_lines(quote: Quote, text: str) -> Iterator[str]:
    """Yield the explanation in lines: the sentence, who came second, then each contender with its evidence."""
    told = explain(quote, text)
    yield f"{told.sentence}{f' ({told.figure})' if told.figure else ''}"
    if told.second:
        yield told.second
    for contender in quote.contenders:
        yield contender_title(contender, text)
        yield from (f"  {reason}" for reason in list_reasons(contender))
