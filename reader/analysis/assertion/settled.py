"""Constructions that settle what they make of a stretch, whatever else stands around it: "rather than | …".

A phrase is one of them if it names something new: what is not there, or only may be, is nobody's to quote as a thing.
"""

from dataclasses import replace
from itertools import pairwise

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.after import read_after
from reader.analysis.assertion.before import read_before
from reader.analysis.assertion.beside import read_question
from reader.analysis.assertion.clauses import split_clauses
from reader.analysis.assertion.words import NO_WORDS, FrameKind, Framing, Surroundings, Words, framing_by
from reader.analysis.lexicon import DETERMINERS, FUNCTION_WORDS, PREPOSITIONS

OWNED = DETERMINERS - {"a", "an", "any", "no", "another", "some"}  # words before what is there, suppose who may
ATTACHED = FUNCTION_WORDS | PREPOSITIONS | lex.VERBS | lex.ADVERBIAL  # words behind a phrase that is no part of one
GAP = 3  # maximum signs before a phrase, a quotation mark among them: more are an author's words between two quotations


def read_settled(around: Surroundings) -> Framing | None:
    """Return what a construction makes of a stretch that needs no weighing."""
    before, after, quoted = around.before.plain, around.after.plain, around.quoted.plain
    clauses = split_clauses(around.before)
    own = clauses[-(1 + (clauses[-1].opener == "that" and not clauses[-1].words))].words.plain
    means = around.after.first == "without" or (after.first == "by" and after.part(1, 2).last.endswith("ing"))
    means = means or (after.first.endswith("ally") and after.first not in lex.FULLY)  # "it does not help us | legally"
    views = before.last == "as" and before.part(0, lex.ASIDE).names & lex.PERSONS and before.names & lex.VIEWING
    whose = {"their", "his", "her"} & own.part(0, 1).names and own.names & (lex.REPORTS | lex.ANSWERS)
    pairs = pairwise(around.previous.plain.lowers)
    past = any(a in ("you", "we", "they") and (b.endswith("ed") or b in lex.PAST) for a, b in pairs)
    imagined = past and around.previous.plain.first == "imagine" and not before
    limited = after.opens(lex.PASSING) and quoted.names & lex.OPEN_ENDED
    new = any(each.opener == "if" and each.words.names & lex.SOMEBODY for each in clauses)
    meant = quoted.first in lex.THIRD_PERSON and around.before.last == ","
    hoped = before.last in ("while", "although", "though") and quoted.names & lex.OUTGROWN
    rows: tuple[tuple[object, FrameKind, Words], ...] = (
        (before.ends(lex.AVOIDING) and not quoted[0].begins_subject, "denied", around.before),
        (views and not around.attributed, "reported", around.before),  # "some see the plan as | …"
        (whose and own.last in lex.COPULAS and not around.attributed, "reported", around.before),
        (quoted.first == "because" and own.names & lex.POSSIBLY, "supposed", around.before),  # "they may go | because"
        (imagined and quoted.first not in lex.POINTERS, "supposed", around.previous),  # "Imagine that they left. | …"
        (new and meant, "supposed", around.before),  # "if you have somebody who did it, | they know"
        (hoped and around.after, "restricted", around.after),  # "while | we expected some, what we saw was more"
        (means and quoted.is_negated and not around.attributed, "restricted", around.after),  # "we can not go | by"
        (limited and not around.attributed, "restricted", around.after),  # "it will please them | for a while"
    )
    found = next((framing_by(words, kind) for holds, kind, words in rows if holds), None)
    phrase = phrase_of(quoted)
    return found or (read_phrase(replace(around, quoted=phrase), own) if phrase else None)


def phrase_of(quoted: Words) -> Words:
    """Return a stretch up to a question in it if it has no verb before that: "limits on | how it is used"."""
    inner = (at for at, lower in enumerate(quoted.lowers) if lower in lex.QUESTION_STARTS - lex.VERBS)
    phrase = quoted.part(0, next(inner, None))
    acts = not phrase or phrase.has_verb or phrase.first.endswith(("ed", "ing"))
    placed = phrase.first in PREPOSITIONS and not phrase.opens(("at least", "at most", "up to"))
    return NO_WORDS if acts or placed else phrase


def read_phrase(around: Surroundings, own: Words) -> Framing | None:
    """Return whether a phrase is what its clause, whose `own` words stand before it, denies or supposes."""
    before, after, quoted = around.before, around.after, around.quoted
    apart = before and quoted[0].start - before[-1].end > GAP
    if apart or (after and after.first[0].isalpha() and after.first not in ATTACHED):
        return None  # "they did not see any “top secret” letters"
    asked = read_question(around) if len(own) <= lex.ASIDE and own.names & lex.INVERTING else None
    if asked and asked.certain:
        return asked  # "are they | a good team?"
    found = read_before(around)
    denied = found and found.certain and (own.literal.is_negated or own.has(lex.DENYING_PHRASES))
    if found and found.kind == "denied" and (own.last == "any" or (denied and quoted.first != "the")):
        return replace(found, certain=True)  # "they did not impose any | limits"
    led = own.last == "to" and split_clauses(before)[-1].opener == "if"  # "if you try to | lock it, …"
    hedged = own.names & (lex.POSSIBLY | lex.PERHAPS | (lex.CONDITIONAL_VERBS if "if" in before.names else set()))
    if found and found.kind == "supposed" and (led or (found.certain and hedged and own.last not in OWNED)):
        return found
    if before.has(lex.COUNTERFACTUAL) or (own.names & lex.PERHAPS and own.has(("is to",))):
        return framing_by(before, "supposed")  # "it could have been: here is | a war", "our aim is to have | …"
    if own.literal.is_negated and own.last in PREPOSITIONS - {"in", "of", "on"}:
        return framing_by(own, "denied", certain=False)
    rest = None if around.attributed else read_after(around)
    brief = rest and rest.certain and rest.kind == "restricted" and after.plain.first == "but"
    open_ended = rest and rest.certain and rest.kind == "supposed" and own.names & lex.CONDITIONAL_VERBS
    return rest if brief or open_ended else None


def read_limit(around: Surroundings) -> Framing | None:
    """Return what may limit a stretch, if that was cut off: ", but not for us", "sometimes | …"."""
    quoted, after, following = around.quoted.plain, around.after.plain, around.following.plain
    against = following if not after and following.first in ("but", "however") else after
    possible = against.is_negated and quoted.names & {"can", "may"}  # "it may be so. But it is not …"
    neither = against.is_negated and quoted.is_negated and "either" in against.names  # "not for it, but not … either"
    contrasts = quoted.has_verb and against.first in ("but", "however")
    turned = contrasts and (quoted.has(lex.CONCEDED) or possible or neither or against.opens(("but not because",)))
    rare = around.before.part(-1) if around.before.ends(lex.AT_TIMES) and quoted.starts_clause else NO_WORDS
    return framing_by(against if turned else rare, "restricted", certain=False) if turned or rare else None
