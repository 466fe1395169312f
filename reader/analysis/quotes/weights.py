"""Weights for scoring candidate speakers, each with the reason shown to readers.

A candidate's score is the sum of its points; the highest wins if it reaches `ENOUGH`. All weights are set by hand.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weight:
    """The points that one piece of evidence adds to a candidate's score, and the reason in words."""

    points: float
    words: str
    """As it is listed among others."""
    clause: str = ""
    """As a clause about "{name}"; empty for evidence that leads to no speaker alone."""
    neutral: str = ""
    """The clause for what may be unable to speak, such as “the visit”, so that its verb may be none of saying."""


SAY = Weight(5.0, "subject of a reporting verb, like “said”", "the subject of a verb of saying is {name}")
DESCRIBE = Weight(3.0, "subject of a verb like “called”, “hailed”", "the subject of a verb like “called” is {name}")
MENTION = Weight(1.5, "subject of a verb like “offered”, “wanted”", "the subject of a verb like “offered” is {name}")
ACCORDING = Weight(9.0, "follows “according to” or “as per”", "“according to” or “as per” names {name}")

AFTER_COMMA = Weight(6.0, "directly follows the quote: “…,” he said", "{name} directly follows the quotation")
"""Almost always right."""
AFTER_ADJACENT = Weight(
    3.0, "directly follows the quote, with its verb", "{name} directly follows the quotation with a verb"
)
AFTER_TAIL = Weight(3.0, "ends the sentence: “a mess” for all, he said", "{name} ends the sentence of the quotation")
AFTER_FAR = Weight(-0.5, "its verb comes later in the sentence")
SUBJECT_ACROSS = Weight(-2.0, "before the quote, with its verb after it")
"""The quotation is then more likely its object."""
AFTER_PER_TOKEN = Weight(-0.15, "words between quote and verb")  # for each word, up to FAR of them

BEFORE_ADJACENT = Weight(
    4.0, "its verb directly precedes: he said that “…", "a verb of {name} directly precedes the quotation"
)
BEFORE_NEAR = Weight(3.0, "its verb comes earlier in the sentence", "a verb of {name} comes earlier in the sentence")
BEFORE_PER_TOKEN = Weight(-0.08, "words between verb and quote")  # for each word, up to FAR of them
FAR = 20  # maximum words between a verb and a quotation that count

SIGNED = Weight(12.0, "signature: “…” — Ann Lee", "{name} signed the quotation")
"""More than for a quotation that runs on: an announced one may be followed by another's, signed."""
LEADS = Weight(20.0, "label before a colon: Ann Lee: “…”", "the label “{name}:” introduces the quotation")

ACROSS_QUOTATION = Weight(-1.0, "another quote in between")
BY = Weight(3.0, "after “by”: called so by …", "“by” names {name}")  # in place of the penalty for a preposition
MAIN_VERB = Weight(1.0, "its verb is the main verb of the sentence")
"""A verb in a subordinate clause comes later in the sentence."""
OWN_CUE = 9.0  # points of a quotation's own cue from which its sentence's subject and its neighbours are not consulted

MAIN_SUBJECT = Weight(2.0, "subject of the sentence", "the subject of the sentence is {name}")
SUBJECT_DIRECTLY_BEHIND = Weight(8.0, "directly after a comma, with any verb", "{name} directly follows the quotation")
SUBJECT_BEHIND = Weight(2.5, "first subject after the quotation", "the first subject after the quotation is {name}")
TRANSCRIBED = Weight(12.0, "transcript label: “WALLACE: …”", "the label of {name} introduces the quotation")
OWNER_ADJACENT = Weight(1.5, "possessive: Trump’s “wall”", "the quoted words are called those of {name}")
OWNER_ALONE = Weight(
    8.5, "possessive, and no verb tells another speaker: Trump’s “wall”", "the quoted words are called those of {name}"
)
FOR_WHOM = Weight(10.0, "“for” opens the clause: For Lee it is “…”", "“for” names {name}")

SAME_SENTENCE_SPEAKER = Weight(
    3.5,
    "spoke earlier in the sentence",
    "{name} spoke earlier in the sentence",
    "an earlier subject in the sentence is {name}",
)
SAME_PASSAGE_SPEAKER = Weight(
    5.0,
    "spoke just before; this quote has no cue of its own",
    "{name} spoke just before",
    "the subject just before is {name}",
)
SAME_PASSAGE_NEAR = Weight(
    2.0, "spoke earlier in the paragraph", "{name} spoke just before", "an earlier subject in the paragraph is {name}"
)
NEXT_IN_PASSAGE = Weight(
    3.5, "speaks next: “No! We won’t,” he said", "{name} speaks next", "the next subject is {name}"
)
COLON_BEFORE = Weight(
    7.0, "subject of a sentence that ends in a colon", "the subject of the sentence that ends in a colon is {name}"
)
SENTENCE_BEFORE_CUE = Weight(
    2.5,
    "said something in the previous sentence",
    "{name} said something in the sentence before",
    "the subject of the sentence before is {name}",
)
SENTENCE_BEFORE = Weight(1.0, "subject of the previous sentence", "the subject of the sentence before is {name}")
NOT_ALONE = 0.3  # factor for the previous sentence's points where the quotation's own sentence has candidates
RUNS_ON = Weight(
    9.0, "continues an open quote of the previous paragraph", "the quotation goes on with what {name} says"
)
PASSAGE_BEFORE_SPEAKER = Weight(
    3.5,
    "spoke last in the previous paragraph",
    "{name} spoke last in the paragraph before",
    "the last subject of the paragraph before is {name}",
)
PASSAGE_BEFORE_QUOTED = Weight(
    2.0,
    "spoke in the previous paragraph",
    "{name} spoke in the paragraph before",
    "a subject of the paragraph before is {name}",
)
PASSAGE_BEFORE_CUE = Weight(
    3.0,
    "said something in the previous paragraph",
    "{name} said something in the paragraph before",
    "a subject of the paragraph before is {name}",
)
PASSAGE_BEFORE = Weight(
    1.5, "last subject of the previous paragraph", "the last subject of the paragraph before is {name}"
)

SPOKE_RECENTLY = Weight(1.5, "spoke last; nothing tells of another", "{name} spoke last")

ALTERNATES = Weight(3.0, "its turn: two speakers alternate")  # in a story, each paragraph of speech is the other's
ANSWERS = Weight(4.0, "was addressed just before: “Well, Lee?”")
BEAT = Weight(4.0, "does something right after the quote: “Well.” She rose.")
SPOKE_LAST = Weight(-3.0, "has just spoken; now it is another’s turn")
LISTENS = Weight(-4.0, "is addressed in the quote: “Come, Lee!”")

CLAUSE_SUBJECT = Weight(
    1.5, "subject of the clause before the quote", "the subject of the clause before the quotation is {name}"
)
COLON_CLAUSE = Weight(
    3.5, "subject of the clause that ends in a colon", "the subject of the clause that ends in a colon is {name}"
)
THAT_QUOTED = Weight(1.5, "its verb introduces the quote: claimed on Friday that “…")
INNER = Weight(-2.5, "its verb is itself reported: Cruz said that Rubio thinks “…")  # the outermost speaker speaks
INNER_SAYS = Weight(4.0, "its words are reported: Cruz said that Rubio told him “…")  # not what he thinks
ANSWERED = Weight(-2.5, "its verb reports an earlier quote")
SAME_CLAUSE = Weight(3.0, "its verb and the quote open the sentence: When Lee said “…,” Ray left")
OTHER_CLAUSE = Weight(-2.0, "its verb opens the sentence, the quote comes later: When Lee said so, …")
CREDIT = Weight(-10.0, "only passes on what the other said: “…,” Lee said, according to the Herald")
OPENS_ACCORDING = Weight(4.0, "opens the sentence: According to Lee, …")

THAT_CLAUSE = Weight(4.0, "a clause follows its verb: said that …", "the subject of “said that …” is {name}")
BARE_CLAUSE = Weight(2.0, "probably a clause follows its verb", "the subject of a verb with a clause is {name}")
CLAUSE_BEFORE = Weight(4.0, "ends the sentence: …, officials said", "{name} ends the sentence")
CLAUSE_BEHIND = Weight(4.0, "opens the sentence: according to officials, …", "{name} opens the sentence")

PERSON = Weight(0.6, "a person")  # most speakers are people
HE_OR_SHE = Weight(0.8, "“he” or “she”")
PHRASE = Weight(-0.5, "a phrase for a person, or “they”")
ORGANISATION = Weight(0.0, "an organisation")  # organisations speak, but are more often spoken about
PLACE = Weight(-1.0, "a place (places seldom speak)")
OTHER_NAME = Weight(-1.0, "not a person, organisation or place")
IT = Weight(-1.0, "“it” (seldom a speaker)")
FIRST_PERSON = Weight(-1.0, "“I” or “we” (the writer)")
GOVERNED = Weight(-1.0, "after a preposition")
OWNER = Weight(-1.0, "possessive: its possession is the subject")
ADDED = Weight(-1.5, "only describes the preceding name")

PARSED_SAY = Weight(4.0, "parse: subject of the reporting verb", "the subject of a verb of saying is {name}")
PARSED_INNER = Weight(-1.0, "parse: its verb is itself reported")
"""In 'Cruz said that Rubio thinks “…”' the outermost speaks."""
PARSED_VERB = Weight(
    1.0, "parse: subject of the governing verb", "the subject of the verb that governs the quotation is {name}"
)

ENOUGH = 1.0  # the minimum score of a speaker that is named

NAMES = {weight: name for name, weight in list(globals().items()) if isinstance(weight, Weight)}
"""The name of each weight, which identifies it in an analysis."""
BY_NAME = {name: weight for weight, name in NAMES.items()}
