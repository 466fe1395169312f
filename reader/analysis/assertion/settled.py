"""Constructions that settle what they make of a stretch, whatever else stands around it: "rather than | …".

A phrase is one of them if it names something new: what is not there, or only may be, is nobody's to quote as a thing.
"""

from dataclasses import replace

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.after import read_after
from reader.analysis.assertion.before import read_before
from reader.analysis.assertion.clauses import split_clauses
from reader.analysis.assertion.words import NO_WORDS, FrameKind, Framing, Surroundings, Words, framing_by
from reader.analysis.lexicon import DETERMINERS, PREPOSITIONS

KNOWN = DETERMINERS - {"a", "an", "any", "no", "another", "some"}  # first words of what is there, deny it who may


def read_settled(around: Surroundings) -> Framing | None:
    """Return what a construction makes of a stretch that needs no weighing."""
    before, after, quoted = around.before.plain, around.after.plain, around.quoted.plain
    own = split_clauses(around.before)[-1].words.plain
    means = after.first == "by" and after.part(1, 2).last.endswith("ing")
    views = before.last == "as" and before.first in lex.PERSONS and before.names & lex.VIEWING
    rows: tuple[tuple[object, FrameKind, Words], ...] = (
        (before.ends(lex.AVOIDING) and not quoted[0].begins_subject, "denied", around.before),
        (views and not around.attributed, "reported", around.before),  # "some see the plan as | …"
        (quoted.first == "because" and own.names & lex.POSSIBLY, "supposed", around.before),  # "they may go | because"
        (means and quoted.is_negated and not around.attributed, "restricted", around.after),  # "we can not go | by"
    )
    found = next((framing_by(words, kind) for holds, kind, words in rows if holds), None)
    phrase = phrase_of(quoted)
    return found or (read_phrase(replace(around, quoted=phrase), own) if phrase else None)


def phrase_of(quoted: Words) -> Words:
    """Return a stretch up to a question in it if it has no verb before that: "limits on | how it is used"."""
    inner = (at for at, lower in enumerate(quoted.lowers) if lower in lex.QUESTION_STARTS - lex.VERBS)
    phrase = quoted.part(0, next(inner, None))
    acts = not phrase or phrase.has_verb or phrase.first.endswith(("ed", "ing"))
    return NO_WORDS if acts or phrase.first in PREPOSITIONS else phrase


def read_phrase(around: Surroundings, own: Words) -> Framing | None:
    """Return whether a phrase is what its clause, whose `own` words stand before it, denies or supposes."""
    found = read_before(around)
    sure = found and (found.certain or own.last == "any")  # "they did not impose any | limits"
    if found and sure and (found.kind == "denied" or (found.kind == "supposed" and own.names & lex.POSSIBLY)):
        return replace(found, certain=True)
    if around.before.has(lex.COUNTERFACTUAL):
        return framing_by(around.before, "supposed")  # "it could have been: here is | another war"
    if own.literal.is_negated and own.last in PREPOSITIONS - {"in", "of", "on"}:
        return framing_by(own, "denied", certain=False)
    rest = None if around.attributed else read_after(around)
    brief = rest and rest.certain and rest.kind == "restricted" and len(around.quoted) <= lex.ASIDE
    open_ended = rest and rest.certain and rest.kind == "supposed" and own.names & lex.CONDITIONAL_VERBS
    return rest if brief or open_ended else None
