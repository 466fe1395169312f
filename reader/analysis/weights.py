"""The weights with which a candidate speaker is scored, each with its reason in the words that a reader is shown.

A candidate's score is the sum of what speaks for it; the highest wins if it reaches `ENOUGH`. All are set by hand.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """What one hint adds to a candidate's score, and how "why?" says it."""

    points: float
    words: str


SAY = Weight(5.0, "is the subject of a reporting verb (“said”)")
DESCRIBE = Weight(3.5, "is the subject of a verb that quotes in passing (“called”)")
MENTION = Weight(2.0, "is the subject of a verb that now and then stands before quoted words (“offered”)")
ACCORDING = Weight(5.0, "stands behind “according to”, “as per”")

AFTER_COMMA = Weight(6.0, "follows at once, with its verb, a quotation that ended in a comma: “…,” he said")
"""Hardly ever wrong."""
AFTER_ADJACENT = Weight(3.0, "follows the quotation at once, with its verb")
AFTER_TAIL = Weight(3.0, "ends the sentence after a comma: “a mess” for us all, he said")
AFTER_FAR = Weight(0.5, "has its verb somewhere behind the quotation")
SUBJECT_ACROSS = Weight(-1.0, "stands before the quotation and its verb behind it")
"""The quotation is then likelier its object."""
AFTER_PER_TOKEN = Weight(-0.15, "words between the quotation and the verb behind it")
"""For each, up to FAR of them."""

BEFORE_ADJACENT = Weight(4.0, "has its verb directly before the quotation: said that “…")
BEFORE_NEAR = Weight(3.0, "has its verb before the quotation in the sentence")
BEFORE_PER_TOKEN = Weight(-0.12, "words between the verb and the quotation behind it")
"""For each, up to FAR of them."""
FAR = 20
"""Words between a verb and a quotation that count, at most."""

ACROSS_QUOTATION = Weight(-2.0, "has another quotation between its verb and this one")
MAIN_VERB = Weight(1.0, "its verb is the sentence’s main one")
"""One in a clause that it governs comes later."""
OWN_CUE = 8.0
"""With a cue of its own of so many points a quotation needs no hints from its sentence's subject or its neighbours."""

MAIN_SUBJECT = Weight(2.5, "is the subject of the sentence")
SUBJECT_DIRECTLY_BEHIND = Weight(
    6.0, "follows at once a quotation that ended in a comma, whatever the verb: “No,” Trump went on"
)
SUBJECT_BEHIND = Weight(1.5, "is the first subject behind the quotation")
OWNER_ADJACENT = Weight(1.5, "owns the quoted words: Trump’s “wall”")

SAME_SENTENCE_SPEAKER = Weight(3.5, "spoke the quotation before in this sentence")
SAME_PASSAGE_SPEAKER = Weight(
    5.0, "spoke the quotation before in this paragraph, and nothing else stands around this one"
)
SAME_PASSAGE_NEAR = Weight(1.0, "spoke the quotation before in this paragraph")
NEXT_IN_PASSAGE = Weight(3.5, "speaks the next quotation in the paragraph that this one opens: “No! We won’t,” he said")
COLON_BEFORE = Weight(7.0, "is the subject of the sentence before, which ended in a colon")
SENTENCE_BEFORE_CUE = Weight(2.5, "said or called something in the sentence before")
SENTENCE_BEFORE = Weight(2.0, "is the subject of the sentence before")
NOT_ALONE = 0.3
"""So much of the hints of the sentence before counts where the quotation's own sentence has candidates."""
RUNS_ON = Weight(9.0, "spoke the quotation that the paragraph before left open")
PASSAGE_BEFORE_SPEAKER = Weight(3.5, "spoke last in the paragraph before, and this paragraph is all quotation")
PASSAGE_BEFORE_QUOTED = Weight(2.0, "spoke last in the paragraph before, which went on after it")
PASSAGE_BEFORE_CUE = Weight(2.0, "said or called something at the end of the paragraph before")
PASSAGE_BEFORE = Weight(1.5, "is the subject of the last sentence of the paragraph before")

THAT_CLAUSE = Weight(4.0, "has a clause behind its verb: said that …")
BARE_CLAUSE = Weight(2.0, "has what looks like a clause behind its verb: said China would …")
CLAUSE_BEFORE = Weight(4.0, "ends the sentence that tells it: …, officials said")
CLAUSE_BEHIND = Weight(4.0, "opens the sentence that tells it: according to officials, …")

PERSON = Weight(0.6, "is a person")
"""People speak most."""
HE_OR_SHE = Weight(0.8, "is a pronoun of a person already spoken of")
PHRASE = Weight(0.2, "is a phrase that can mean a person, or “they”")
ORGANISATION = Weight(0.0, "is an organisation")
"""It speaks, but is more often spoken of."""
PLACE = Weight(-1.0, "is a place, which seldom speaks")
OTHER_NAME = Weight(-1.0, "is neither person, organisation nor place")
IT = Weight(-1.0, "is “it”, which is seldom anybody")
FIRST_PERSON = Weight(-1.0, "is “I” or “we”, the writer")
GOVERNED = Weight(-2.0, "stands behind a preposition")
OWNER = Weight(-1.0, "stands before ’s: something of it is the subject")
ADDED = Weight(-1.5, "only describes the name before it")

ENOUGH = 1.0
"""With less than this nobody is named."""

NAMES = {weight: name for name, weight in list(globals().items()) if isinstance(weight, Weight)}
"""The name of each weight, by which an analysis tells which hints counted."""
BY_NAME = {name: weight for weight, name in NAMES.items()}
