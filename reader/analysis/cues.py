"""Words that report speech, and whom they make its speaker.

A cue is a verb ("said"), "according to" and its like. The subject of a verb is found without a parse: behind it after a
quotation ('," said Hill'), else before it, past adverbs and auxiliaries, past what stands between commas ("Hill, a doctor,
said"), past prepositions ("a spokesman for Clinton said"). A participle ("hailing the two nations") has no subject of its
own; it takes that of its sentence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from reader.analysis.candidates import PRONOUNS, Candidate
from reader.analysis.lexicon import BETWEEN, DESCRIBE, MENTION, PASSIVE, SAY
from reader.analysis.page import Page

Strength = Literal["say", "describe", "mention", "according"]

BE = frozenset({"was", "were", "is", "are", "been", "being", "be", "get", "gets", "got"})

BY_REACH = 6
"""Tokens from a passive verb to its "by"."""

ACCORDING_REACH = 5
"""Tokens from "according to" to the speaker: "according to the latest report by police"."""

BEFORE_NOUNS = frozenset({"the", "a", "an", "his", "her", "their", "this", "of", "'s", "’s", "its"})
"""After one of these a word such as "claims" is a noun."""

LIGHT_VERBS = frozenset(
    "laugh laughed sigh sighed cry cried snap snapped begin began shot fired read reads post posts posting report reports reporting reason comment comments note notes state states claim claims demand demands plan request wishes think post".split()
)
"""Reporting verbs that are more often something else."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A word that reports speech with its subject."""

    token: int
    strength: Strength
    subject: Candidate | None
    inverted: bool = False
    """The subject stands behind it."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence's tokens (both inclusive) and candidates."""

    first: int
    last: int
    candidates: Sequence[Candidate]

    def starting(self, token: int) -> Candidate | None:
        return next((c for c in self.candidates if c.first == token), None)

    def main_subject(self, before: int) -> Candidate | None:
        """The first candidate that can be a subject and ends before `before`."""
        free = (c for c in self.candidates if c.last < before and not c.governed and not c.owner and not c.added)
        return next(free, None)


def find_cues(page: Page, sentence: Sentence) -> list[Cue]:
    """The cues of a sentence outside its quotations, in order."""
    found: list[Cue] = []
    token = sentence.first
    while token <= sentence.last:
        if page.quotation_of[token] >= 0:
            token = page.quotations[page.quotation_of[token]].last + 1
            continue
        cue = _cue_at(page, sentence, token, found[-1] if found else None)
        if cue is not None:
            found.append(cue)
        token += 1
    return found


def _cue_at(page: Page, sentence: Sentence, token: int, former: Cue | None) -> Cue | None:
    lower = page.tokens[token].lower
    if lower == "according" and token + 2 <= sentence.last:
        return Cue(token, "according", _behind(sentence, token + 1, ACCORDING_REACH), True)
    if lower == "per" and token < sentence.last:
        behind = _behind(sentence, token, 2)
        return Cue(token, "according", behind, True) if behind is not None else None
    if lower in SAY:
        strength: Strength = "say"
    elif lower in DESCRIBE:
        strength = "describe"
    elif lower in MENTION:
        strength = "mention"
    else:
        return None
    if page.tokens[token].capital and token > sentence.first and page.quotation_of[token - 1] < 0:
        return None
    if token > sentence.first and page.tokens[token - 1].lower in BEFORE_NOUNS and not _is_contraction(page, token - 1):
        return None
    if any(c.first <= token <= c.last for c in sentence.candidates):
        return None
    subject, inverted = _subject(page, sentence, token, former)
    return Cue(token, strength, subject, inverted)


def _is_contraction(page: Page, token: int) -> bool:
    """Whether the 's at `token` is "is" or "has": "he's said"."""
    return page.tokens[token].lower in ("'s", "’s") and page.tokens[token - 1].lower in PRONOUNS


def _behind(sentence: Sentence, token: int, reach: int) -> Candidate | None:
    """The first candidate that begins within `reach` tokens behind `token`."""
    return next((c for c in sentence.candidates if token < c.first <= token + reach), None)


def _after_quotation(page: Page, sentence: Sentence, token: int) -> bool:
    """Whether a quotation ends directly before `token`, a comma or dash between at most."""
    at = token - 1
    while (
        at >= sentence.first
        and page.quotation_of[at] < 0
        and page.tokens[at].text in (",", "-", "–", "—", ".", "then", "and")
    ):
        at -= 1
    return at >= sentence.first and page.quotation_of[at] >= 0


def _subject(page: Page, sentence: Sentence, token: int, former: Cue | None) -> tuple[Candidate | None, bool]:
    """The subject of the verb at `token`, and whether it stands behind it."""
    tokens, lower = page.tokens, page.tokens[token].lower
    if lower in PASSIVE and _is_passive(page, sentence, token):
        by = next((t for t in range(token + 1, min(token + BY_REACH, sentence.last + 1)) if tokens[t].lower == "by"), 0)
        return (_behind(sentence, by, 3) if by else None), True
    behind = sentence.starting(token + 1) or (
        sentence.starting(token + 2)
        if token + 1 <= sentence.last
        and tokens[token + 1].lower in ("then", "later", "also", "former", "fellow", "president")
        else None
    )
    if _after_quotation(page, sentence, token) and behind is not None and not lower.endswith("ing"):
        return behind, True
    if _after_quotation(page, sentence, token) and not lower.endswith("ing"):
        titled = next((c for c in sentence.candidates if token < c.first <= token + 6 and c.form == "name"), None)
        if titled is not None and all(tokens[t].text not in (",", ".") for t in range(token, titled.first)):
            return titled, True
    if (
        behind is not None
        and behind.form == "name"
        and token > sentence.first
        and tokens[token - 1].text == ","
        and not lower.endswith("ing")
    ):
        if behind.last == sentence.last or tokens[behind.last + 1].text in (",", ".", ":"):
            return behind, True
    left = _left_subject(page, sentence, token, former)
    if left is None and behind is not None and token == sentence.first:
        return behind, True
    return left, False


def _is_passive(page: Page, sentence: Sentence, token: int) -> bool:
    at = token - 1
    while at > sentence.first and (
        page.tokens[at].lower.endswith("ly")
        or page.tokens[at].lower in ("also", "not", "being", "been", "then", "once")
    ):
        if page.tokens[at].lower in BE:
            return True
        at -= 1
    if page.tokens[at].lower not in BE or page.tokens[token].lower in ("quoted", "cited"):
        return page.tokens[at].lower in BE and page.tokens[token].lower == "cited"
    return True


def _left_subject(page: Page, sentence: Sentence, token: int, former: Cue | None) -> Candidate | None:
    tokens, lower = page.tokens, page.tokens[token].lower
    at = token - 1
    while (
        at >= sentence.first
        and page.quotation_of[at] < 0
        and (tokens[at].lower in BETWEEN or tokens[at].lower.endswith("ly"))
    ):
        at -= 1
    if at < sentence.first:
        return None
    before = [c for c in sentence.candidates if c.last <= at]
    if not before:
        return None
    word = tokens[at].lower
    if lower.endswith("ing") or word in ("and", "but", "or", "then", "by") or page.quotation_of[at] >= 0:
        if former is not None and former.subject is not None and former.strength in ("say", "describe"):
            return former.subject
        return sentence.main_subject(token) or before[-1]
    if word in ("who", "which", "that"):
        return _nearest(before, at)
    if word == ",":
        return _before_comma(page, sentence, before, at)
    return _nearest(before, at)


def _nearest(before: list[Candidate], at: int) -> Candidate:
    """The nearest candidate that no preposition governs and that owns nothing, or else the nearest of all."""
    del at
    for candidate in reversed(before):
        if not candidate.governed and not candidate.owner and not candidate.added:
            return candidate
    return before[-1]


def _before_comma(page: Page, sentence: Sentence, before: list[Candidate], comma: int) -> Candidate | None:
    """Whom the words between two commas, the later one at `comma`, were added to: "Hill, a doctor, said"."""
    at = comma - 1
    while at >= sentence.first and (page.tokens[at].text != "," or page.quotation_of[at] >= 0):
        at -= 1
    outer = [
        c for c in before if c.last < at and page.quotation_of[at] < 0 and not _quotation_between(page, c.last, at)
    ]
    free = [c for c in outer if not c.governed and not c.owner and not c.added]
    if free:
        return free[-1]
    return sentence.main_subject(comma) or before[-1]


def _quotation_between(page: Page, first: int, last: int) -> bool:
    return any(page.quotation_of[t] >= 0 for t in range(first, last + 1))
