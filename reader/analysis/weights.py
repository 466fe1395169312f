"""The weights with which a candidate speaker is scored, each with its reason.

A candidate's score is the sum of what speaks for it; the highest wins if it reaches `ENOUGH`. All are set by hand.
"""

SAY = 5.0
"""Subject of a plain reporting verb: "said"."""
DESCRIBE = 3.5
"""Subject of a verb that quotes in passing: "called"."""
MENTION = 2.0
"""Subject of a verb that now and then stands before quoted words: "offered"."""
ACCORDING = 5.0
"""Behind "according to", "as per"."""

AFTER_COMMA = 6.0
"""The cue or its subject follows at once a quotation that ended in a comma: ',” he said'. Hardly ever wrong."""
AFTER_ADJACENT = 3.0
"""It follows at once, but the quotation ended in another way."""
AFTER_TAIL = 3.0
"""It ends the sentence after a comma: '“a mess” for us all, he said'."""
AFTER_FAR = 0.5
"""It stands somewhere behind the quotation in its sentence."""
SUBJECT_ACROSS = -1.0
"""Such a cue has its subject before the quotation, which is then likelier its object."""
AFTER_PER_TOKEN = -0.15
"""For each token between a quotation and a cue behind it, up to FAR tokens."""

BEFORE_ADJACENT = 4.0
"""The cue stands directly before the quotation: 'said: “', 'said that “'."""
BEFORE_NEAR = 3.0
"""It stands before it in the sentence."""
BEFORE_PER_TOKEN = -0.12
"""For each token between a cue and a quotation behind it, up to FAR tokens."""
FAR = 20

ACROSS_QUOTATION = -2.0
"""Another quotation stands between cue and quotation."""
MAIN_VERB = 1.0
"""The cue is the first in its sentence: the main verb, not one in a clause that it governs."""
OWN_CUE = 8.0
"""With so strong a cue of its own a quotation needs no hints from its sentence's subject or its neighbours."""

MAIN_SUBJECT = 2.5
"""The first subject before the quotation in its sentence, with whatever verb."""
SUBJECT_DIRECTLY_BEHIND = 6.0
"""Follows at once a quotation that ended in a comma, with whatever verb: '“No,” Trump went on'."""
SUBJECT_BEHIND = 1.5
"""The first subject behind the quotation in its sentence."""
OWNER_ADJACENT = 1.5
"""Owns the quoted words: Trump's “wall”."""

SAME_SENTENCE_SPEAKER = 3.5
"""Spoke the quotation before this one in the sentence."""
SAME_PASSAGE_SPEAKER = 5.0
"""Spoke the quotation before this one in the paragraph, and this one has no words of its sentence around it."""
SAME_PASSAGE_NEAR = 1.0
"""Spoke the quotation before this one in the paragraph, though this one has a sentence around it."""
NEXT_IN_PASSAGE = 3.5
"""Speaks the next quotation in the paragraph, and this one opens it: '“No! We won't,” he said'."""
COLON_BEFORE = 7.0
"""Subject of the sentence before, which ended in a colon."""
SENTENCE_BEFORE_CUE = 2.5
"""Subject of a cue in the sentence before."""
SENTENCE_BEFORE = 2.0
"""Main subject of the sentence before."""
NOT_ALONE = 0.3
"""So much of the hints of the sentence before counts where the quotation's own sentence has candidates."""
RUNS_ON = 9.0
"""Spoke the quotation that the paragraph before left open."""
PASSAGE_BEFORE_SPEAKER = 3.5
"""Spoke last in the paragraph before, which ended in a quotation; this paragraph is all quotation."""
PASSAGE_BEFORE_QUOTED = 2.0
"""Spoke last in the paragraph before, which went on after it."""
PASSAGE_BEFORE_CUE = 2.0
"""Subject of a cue in the last sentence of the paragraph before."""
PASSAGE_BEFORE = 1.5
"""Main subject of the last sentence of the paragraph before."""

PERSON = 0.6
"""A person's name: people speak most."""
HE_OR_SHE = 0.8
"""A pronoun of a person already spoken of."""
PHRASE = 0.2
"""A phrase such as "the minister", or "they"."""
ORGANISATION = 0.0
"""An organisation's name: it speaks, but is more often spoken of."""
PLACE = -1.0
"""A place speaks seldom; "according to" makes up for it."""
OTHER_NAME = -1.0
"""A law, an event."""
IT = -1.0
""""It" is seldom anybody."""
FIRST_PERSON = -1.0
"""I and we outside quotations are the writer."""
GOVERNED = -2.0
"""Behind a preposition: hardly a subject."""
OWNER = -1.0
"""Before 's: something of it is the subject."""
ADDED = -1.5
"""Added to a name: the name says more."""

ENOUGH = 1.0
"""With less than this nobody is named."""
