"""The weights with which a candidate speaker is scored, each with its reason in the words that a reader is shown.

A candidate's score is the sum of what speaks for it; the highest wins if it reaches `ENOUGH`. All are set by hand.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """What one hint adds to a candidate's score, and how "why?" says it."""

    points: float
    words: str


SAY = Weight(5.0, "subject of a reporting verb, like “said”")
DESCRIBE = Weight(3.5, "subject of a verb like “called”, “hailed”")
MENTION = Weight(2.0, "subject of a verb like “offered”, “wanted”")
ACCORDING = Weight(5.0, "behind “according to” or “as per”")

AFTER_COMMA = Weight(6.0, "at once after a comma: “…,” he said")
"""Hardly ever wrong."""
AFTER_ADJACENT = Weight(3.0, "at once after the quotation, with its verb")
AFTER_TAIL = Weight(3.0, "ends the sentence: “a mess” for all, he said")
AFTER_FAR = Weight(0.5, "its verb somewhere behind the quotation")
SUBJECT_ACROSS = Weight(-1.0, "before the quotation, its verb behind it")
"""The quotation is then likelier its object."""
AFTER_PER_TOKEN = Weight(-0.15, "words between quotation and verb")
"""For each, up to FAR of them."""

BEFORE_ADJACENT = Weight(4.0, "its verb directly before: he said that “…")
BEFORE_NEAR = Weight(3.0, "its verb before it in the sentence")
BEFORE_PER_TOKEN = Weight(-0.12, "words between verb and quotation")
"""For each, up to FAR of them."""
FAR = 20
"""Words between a verb and a quotation that count, at most."""

SIGNED = Weight(9.0, "signs it: “…” — Ann Lee")
LEADS = Weight(14.0, "named before the colon: Ann Lee: “…”")

ACROSS_QUOTATION = Weight(-2.0, "another quotation stands between")
BY = Weight(3.0, "behind “by”: called so by …")
"""There a preposition does not count against it."""
MAIN_VERB = Weight(1.0, "its verb is the sentence’s main one")
"""One in a clause that it governs comes later."""
OWN_CUE = 8.0
"""With a cue of its own of so many points a quotation needs no hints from its sentence's subject or its neighbours."""

MAIN_SUBJECT = Weight(2.5, "subject of the sentence")
SUBJECT_DIRECTLY_BEHIND = Weight(6.0, "at once after a comma, with any verb")
SUBJECT_BEHIND = Weight(1.5, "first subject behind the quotation")
TRANSCRIBED = Weight(12.0, "named where it opens: “WALLACE: …”")
OWNER_ADJACENT = Weight(1.5, "owns the words: Trump’s “wall”")

SAME_SENTENCE_SPEAKER = Weight(3.5, "spoke just before in the sentence")
SAME_PASSAGE_SPEAKER = Weight(5.0, "spoke just before, and this stands alone")
SAME_PASSAGE_NEAR = Weight(1.0, "spoke just before in the paragraph")
NEXT_IN_PASSAGE = Weight(3.5, "speaks next: “No! We won’t,” he said")
COLON_BEFORE = Weight(7.0, "subject of the sentence that ends in a colon")
SENTENCE_BEFORE_CUE = Weight(2.5, "said something in the sentence before")
SENTENCE_BEFORE = Weight(2.0, "subject of the sentence before")
NOT_ALONE = 0.3
"""So much of the hints of the sentence before counts where the quotation's own sentence has candidates."""
RUNS_ON = Weight(9.0, "spoke what the paragraph before left open")
PASSAGE_BEFORE_SPEAKER = Weight(3.5, "spoke last in the paragraph before")
PASSAGE_BEFORE_QUOTED = Weight(2.0, "spoke in the paragraph before")
PASSAGE_BEFORE_CUE = Weight(2.0, "said something, a paragraph before")
PASSAGE_BEFORE = Weight(1.5, "subject at the end of the paragraph before")

THAT_CLAUSE = Weight(4.0, "a clause behind its verb: said that …")
BARE_CLAUSE = Weight(2.0, "what looks like a clause behind its verb")
CLAUSE_BEFORE = Weight(4.0, "ends the sentence: …, officials said")
CLAUSE_BEHIND = Weight(4.0, "opens the sentence: according to officials, …")

PERSON = Weight(0.6, "a person")
"""People speak most."""
HE_OR_SHE = Weight(0.8, "“he” or “she”")
PHRASE = Weight(0.2, "a phrase for a person, or “they”")
ORGANISATION = Weight(0.0, "an organisation")
"""It speaks, but is more often spoken of."""
PLACE = Weight(-1.0, "a place, which seldom speaks")
OTHER_NAME = Weight(-1.0, "neither person, organisation nor place")
IT = Weight(-1.0, "“it”, which is seldom anybody")
FIRST_PERSON = Weight(-1.0, "“I” or “we”, the writer")
GOVERNED = Weight(-2.0, "behind a preposition")
OWNER = Weight(-1.0, "before ’s: something of it is the subject")
ADDED = Weight(-1.5, "only describes the name before it")

PARSED_SAY = Weight(4.0, "by the parse, subject of the verb that reports it")
PARSED_INNER = Weight(-1.0, "by the parse, its verb is reported itself")
"""Cruz said that Rubio thinks “…”: the outermost speaks."""
PARSED_VERB = Weight(0.5, "by the parse, subject of the verb that governs it")

ENOUGH = 1.0
"""With less than this nobody is named."""

NAMES = {weight: name for name, weight in list(globals().items()) if isinstance(weight, Weight)}
"""The name of each weight, by which an analysis tells which hints counted."""
BY_NAME = {name: weight for weight, name in NAMES.items()}
