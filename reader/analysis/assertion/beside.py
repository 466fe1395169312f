"""What the sentences beside a stretch make of it, and the question of which it is a part."""

from dataclasses import replace
from itertools import pairwise

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.clauses import split_clauses
from reader.analysis.assertion.comments import read_comments
from reader.analysis.assertion.predicates import expects_nobody, read_predicate, reports_of_others
from reader.analysis.assertion.words import MARKS, Framing, Surroundings, Words, framing_by
from reader.analysis.tokens import TERMINATORS

INTRODUCING = 14  # maximum words of "you know what the lobbyists told us?"


def read_question(around: Surroundings) -> Framing | None:
    """Return whether a stretch is part of a question of which the question was cut off."""
    signs = [each for n, each in enumerate(around.after.lowers) if each[0] in TERMINATORS or (n and each in MARKS)]
    before, after = around.before.plain, around.after.plain
    if not signs or "?" not in signs[0] or around.attributed or (after.lowers[:2] == ["you", "know"] and not before):
        return None  # what is in marks is another question: "you ask them, ‘Where is it?’"
    start = around.quoted.plain.part(around.quoted.plain.first in lex.COORDINATORS)
    asks, joints = lex.QUESTION_STARTS - lex.VERBS, lex.COORDINATORS - {"or"} | lex.DASHES | {","}
    asked = lex.NOMINATIVES | {"it"}
    inner = any(
        (one in asks and other in lex.INVERTING)
        or (number and one in lex.INVERTING and (other in asked or (other == "you" and one not in ("is", "was"))))
        for number, (one, other) in enumerate(pairwise(start.lowers))
    )
    if inner or (start.first in lex.QUESTION_STARTS and not (before and after)):
        return None  # it is the question itself, or has it
    own = before.first not in lex.QUESTION_STARTS
    rest = split_clauses(around.after)
    if own and any(each.opener in lex.COORDINATORS - {"or"} and each.words for each in rest):
        return None  # "…, but where is it?"
    later = any(one in joints and other in asks for one, other in pairwise(around.after.lowers))
    if not before and later:
        return None  # "… – so why not ridicule it?"
    if not before:
        tag = ("not" in after.names and len(after) < lex.ASIDE) or (len(after) == 1 and after.first in lex.TAGS)
        return framing_by(around.after, "asked", not tag)
    if own and {around.quoted.plain.last, after.last} & lex.TAGS:
        return framing_by(around.after, "asked", False)  # "I know that …, right?"
    counted = before.opens(("how many", "how much", "how often", "who here", "who among"))  # "how many of you knew"
    doubted = before.first in ("how", "who", "what", "where", "since") and not counted
    if expects_nobody(before):
        return None
    clauses = split_clauses(before)
    if not doubted and read_predicate(clauses, 1 if counted else 0).is_factive:
        return None
    is_asked = clauses[-1].opener not in lex.ADVERBIAL | {"where", "which", "who", "what"}
    return framing_by((*before, *(around.after if after else ())), "asked", is_asked)


def read_previous(around: Surroundings) -> Framing | None:
    """Return what the sentence before makes of a stretch that begins its own: "Imagine this.", "They say this:"."""
    words, before = around.previous.plain, around.before.plain
    fronted = before.first in lex.COORDINATORS | {"then"} and len(before) <= lex.ASIDE
    if not words or (before and not fronted):
        return None
    while len(words) > 1 and words.first in lex.COORDINATORS | {"now", "well", "just"}:
        words = words.part(1)
    names, whole = words.names, around.previous
    conditional = bool(around.quoted.names & lex.CONDITIONAL_VERBS)
    let = words.opens(("let 's", "let us")) and words.part(2, 4).names & (lex.SUPPOSING | {"say"})
    if words.first in lex.SUPPOSING or let or words.has(lex.SCENARIOS):
        points = words.has(lex.SCENARIOS) or not names.isdisjoint(lex.POINTING) or len(words) <= 2
        return framing_by(whole, "supposed", conditional or (points and len(words) <= lex.SHORT))
    joined = (before or around.quoted).first in lex.COORDINATORS | {"then"}
    future = around.quoted.part(0, lex.SHORT).names & {"will", "'ll"}
    if words.first in ("if", "unless") and (conditional or (joined and future) or whole.last == ";"):
        return framing_by(whole, "supposed", joined)
    if len(words) > INTRODUCING or not names & lex.POINTING or (words.last == "so" and whole.last == "."):
        return None  # "My boss told me so."
    clauses = split_clauses(words)
    said = read_predicate(clauses, max((n for n, each in enumerate(clauses) if each.words), default=0))
    ends = lex.BELIEVING | lex.DENYING | lex.REPORTS | (lex.POINTING - {"it"}) | {"us", "me", "you", "true"}
    if said.is_factive or words.last not in ends:
        return None
    if words.last not in lex.POINTING and words.part(-2, -1).names & {"this", "that", "these", "those"}:
        return None  # "he is innocent of this charge"
    neutral = words.last in lex.SAID - lex.SLOGANS and not (words.has_owner or names & lex.THIRD_PERSON)
    if neutral or words.first == "please":
        return None  # "that is the message", "please consider the following"
    own = names & {"i", "we"} and not names & {"hear", "heard", "hearing", "read", "told"}
    if said.kind == "reported" and not (own or words.is_negated or around.attributed or words.opens(("can you",))):
        return framing_by(whole, "reported")
    what = names & {"what", "following"} or ("this" in names and not names & lex.DENYING)
    if said.denials % 2 and names & lex.BELIEVING and what:
        return framing_by(whole, "denied", len(words) <= lex.SHORT)
    return None


def read_following(around: Surroundings) -> Framing | None:
    """Return whether the sentence after a stretch takes it back: "Not a word of that is true.", "That is, if …"."""
    words, whole = around.following.plain, around.following
    if not words or around.after.plain or any("?" in word.lower for word in whole):
        return None
    if len(words) > 2 and words.first in ("but", "or", "well") and not words.opens(lex.RESERVING_PHRASES | lex.HEARSAY):
        words = words.part(1)
    if words.opens(("at least that", "at least this", "that is if", "that is unless", "that is only")):
        words = words.part(2)
    if words.opens(lex.NO_CONDITIONS):
        return None
    if len(words) <= lex.SHORT and words.opens(lex.MOCKERY):
        confirms = around.quoted.is_negated and words.opens(lex.CONFIRMING)  # "It is not over. Far from it."
        return None if confirms else framing_by(whole, "denied")
    short = len(words) <= lex.SHORT
    if words.opens(("if", "unless", "only if", "provided", "except", "assuming")):
        asides = (whole.plain.first == "that") + 2 * words.has(("of course",)) + words.ends(("that is",))
        main = any(words.is_verb(at) and words[at - 1].begins_subject for at in range(4, len(words)))
        whole_sentence = main and not words.part(1, 4).names & lex.PREDICATES
        fragment = len(words) <= lex.SHORT + 3 and whole.part(0, -2).lowers.count(",") <= asides
        fragment = fragment and not whole_sentence  # "If it rains it is worse."
        return framing_by(whole, "restricted") if fragment else None
    if short and (words.opens(lex.HEARSAY) or (words.opens(lex.RESERVING_PHRASES) and not words.has_clause)):
        return framing_by(whole, "restricted" if words.opens(lex.RESERVING_PHRASES) else "reported")
    comment = read_comments(Words(word for word in whole if word.start >= words[0].start))
    if comment is None:
        return None
    whose = comment.kind == "denied" and reports_of_others(around.quoted.plain)  # of what they say, or that they do
    return replace(comment, certain=comment.certain and not whose, start=whole[0].start, end=whole[-1].end)
