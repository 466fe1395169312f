"""What the rest of a sentence, or a comment on it, makes of a stretch, and what was left out within it made of it."""

from collections.abc import Sequence

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.before import is_addition
from reader.analysis.assertion.clauses import DASHES, Clause, split_clauses
from reader.analysis.assertion.predicates import ends_in_others_view, reports_of_others
from reader.analysis.assertion.words import ENDS, MARKS, FrameKind, Framing, Surroundings, Words, framing_by
from reader.analysis.lexicon import FUNCTION_WORDS, PREPOSITIONS

LEADS = frozenset(("but", "and", "though", "although", "albeit", "just"))
"""Words before what takes something back: ", albeit in part"."""


TRUE = frozenset(("true", "right", "so", "correct"))


def read_after(around: Surroundings) -> Framing | None:
    """Return what the rest of the sentence makes of a stretch: ", but only if the money is there"."""
    words = Words(word for word in around.after if word.lower not in MARKS)
    own = Words(word for word in words if word.lower[0] not in ENDS)
    last = around.quoted.plain.last
    complete = last in lex.ENDINGS or last not in lex.VERBS | lex.NEGATIONS | FUNCTION_WORDS | lex.NOMINATIVES
    direct = bool(own) and words.first[0].isalnum() and complete and not around.attributed
    clauses = [clause for clause in split_clauses(own) if clause.words or clause.opener not in ("", ",")]
    if around.attributed:
        clauses = [each for each in clauses if not each.words.is_report]
    for number, clause in enumerate(clauses):
        rest = Words(word for word in own if word.start >= clause.start).plain
        goes_on = clause.opener in ("and", "so", "yet") and not rest.opens(("and only", "so long"))
        if goes_on or (number and clause.opener == "or"):
            break
        start = clause.start if clause.opener else own[0].start
        kind = reserving_kind(clause, rest, number, direct, clause is clauses[-1])
        if kind is not None and not (around.attributed and kind == "reported"):
            certain = not number or clauses[number - 1].opener in ("but", ",", *DASHES) or kind != "denied"
            return Framing(kind, certain, start, own[-1].end)
        if clause.opener == "but" and clause.words.first in lex.POINTING:
            return Framing("restricted", False, start, own[-1].end)  # "…, but that was before the flood"
    if around.attributed:
        return None
    return (denying_rest(around, own.plain) if direct else None) or limiting_rest(own.plain, clauses, direct)


def limiting_rest(own: Words, clauses: Sequence[Clause], direct: bool) -> Framing | None:
    """Return what is cut off behind a stretch if it may take something back: "when the wind is right", "my foot"."""
    first = next((each for each in clauses if each.words.plain), None)
    if first is None:
        return None
    names = first.words.names
    if (
        not direct
        and len(own) <= lex.SHORT
        and (first.opener in (*DASHES, "or") or own.first in ("that", "this", "those"))
    ):
        rest = own.part(own.first == "or")
        if rest and (comment := read_comment(rest)) is not None:
            return comment
    past = names & lex.PAST or any(lower.endswith("ed") for lower in names)
    generic = first.opener in ("when", "where", "while") and not (past or lex.FIRST_PERSON & names)
    only = first.opener == "" and names & {"only", "partly", "possibly", "perhaps", "maybe", "allegedly"}
    apart = first.opener in (",", *DASHES) and not is_addition(first, False)
    return framing_by(first.words, "restricted", False) if ((generic or only) if direct else apart) else None


def reserving_kind(clause: Clause, rest: Words, number: int, direct: bool, is_last: bool) -> FrameKind | None:
    """Return how a clause behind a stretch takes something back, by its first words."""
    words, bare = clause.words, rest
    if rest.opens(lex.NO_CONDITIONS):
        return None
    if not number and rest.opens(lex.MOCKERY):
        return "denied"
    while bare.first in LEADS and (not number or clause.opener == bare.first):
        bare = bare.part(1)
    if bare.opens(lex.RESERVING_PHRASES) and (bare.first != "not" or direct or bare != rest):
        return "restricted"
    first = bare.first
    excepted = not direct and first == "with" and lex.EXCEPTIONS & words.names
    if excepted or clause.opener in lex.RESERVATIONS or first in lex.RESERVATIONS - {"only"}:
        return "restricted"
    if clause.opener in ("if", "whenever", "wherever") or first in ("if", "assuming", "supposing"):
        return "supposed"
    trusted = words.names & (lex.AUTHORITIES | lex.FIRST_PERSON)
    if bare.opens(lex.HEARSAY | lex.ACCORDING) and not trusted:
        return "reported"
    if clause.opener == "or" and words.first in lex.VERBS:
        return "restricted"  # "…, or would have"
    return insertion_kind(words) if clause.opener in (",", *DASHES, "as", "or", "so") and is_last else None


def denying_rest(around: Surroundings, words: Words) -> Framing | None:
    """Return a denial of a stretch that is a subject: "the idea that … is nonsense", “…” is a lie."""
    if words.first not in ("is", "was", "are", "'s", "would", "has"):
        return None
    near = words.part(0, lex.SHORT)
    if bool(near.names & (lex.DENYING | lex.EVALUATING)) != (near.is_negated and not near.names.isdisjoint(TRUE)):
        return framing_by(words, "denied", bool(around.before))
    known = near.names & (lex.FACTIVE | lex.AFFIRMING | TRUE)
    return None if known else framing_by(words, "denied", False)


def read_between(words: Words) -> Framing | None:
    """Return what words that were left out within a sentence made of the rest: "is *not* permitted"."""
    own = words.plain
    if not own:
        return None
    if own.has(lex.DENYING_PHRASES) and not own.is_negated:
        return framing_by(own, "denied")
    if own.is_negated:
        beside = {own.first, own.last} & lex.NEGATIONS or len(own) <= lex.ASIDE
        return framing_by(own, "denied", bool(beside))
    bare = own.part(1) if own.first in ("but", "and") else own
    if bare.first in lex.RESERVATIONS - {"only"} or bare.opens(lex.RESERVING_PHRASES):
        return framing_by(own, "restricted")
    if bare.first in lex.CONDITIONS and not bare.opens(lex.NO_CONDITIONS):
        return framing_by(own, "supposed")
    if bare.opens(lex.HEARSAY) or (len(own) <= lex.SHORT and own.last in lex.REPORTING and ends_in_others_view(own)):
        return framing_by(own, "reported")
    return framing_by(own, "restricted", False) if lex.LIMITING & own.names else None


def insertion_kind(words: Words) -> FrameKind | None:
    """Return what a short clause beside a stretch makes of it: "I hope", "say the experts", "they say"."""
    names, first = words.names, words.first
    if not words or names & lex.NEGATIONS or len(words) > lex.SHORT:
        return None
    if names & (lex.PERHAPS | lex.SUPPOSING) and first in ("i", "we", "one", "let", "it", "hopefully"):
        return "supposed"
    if first in ("it", "this"):
        return "reported" if words.last in lex.REPORTING else None  # "…, it said"
    led = first in lex.REPORTING and len(words) > 1 and not names & (lex.FIRST_PERSON | {"what"})
    if led and words[1].lower not in ("that", "it"):
        return "reported"
    known = words.part(0, 2).names & (lex.CONCESSIVE | {"you"})
    return "reported" if ends_in_others_view(words) and not known else None


def takes_back(words: Words) -> bool:
    """Return whether a sentence or clause says of the one before that it is not so: "that is a lie"."""
    names = words.names
    if names & {"other", "else"}:
        return False  # "no other country can say that"
    pointing = {"that", "this", "it", "so", "those", "none", "nothing", "not", "nobody", "never"}
    if not {words.first, *words.lowers[-2:]} & pointing and len(words) > lex.ASIDE:
        return False  # "I do not think it is rocket science"
    denying = bool(names & lex.DENYING - {"refuse", "oppose", "dismiss", "reject"})
    points = names & (lex.POINTERS | {"so", "word"}) or len(words) <= 3
    return bool(points) and denying != words.is_negated and (denying or bool(names & lex.NO_BELIEF))


def read_comment(words: Words) -> Framing | None:
    """Return what a short sentence about what was said makes of it: "that's the spin", "wrong", "only not here"."""
    names = words.names
    if words.opens(lex.MOCKERY) or words.lowers[:2] == ["i", "wish"]:
        return framing_by(words, "denied")
    if names & lex.QUOTING or ("what" in names and words[2:] and reports_of_others(words)):
        points = words.first in lex.POINTERS and "what" in words.lowers[:4] and reports_of_others(words.part(3))
        return framing_by(words, "reported", points)
    if words.first == "so" and (names & lex.PERHAPS or ends_in_others_view(words.part(1))):
        return framing_by(words, "supposed" if names & lex.PERHAPS else "reported")
    pointing = words.first in lex.POINTERS or words.opens(("so goes", "so runs"))
    if pointing and (framing := read_pointing(words)) is not None:
        return framing
    if words.first == "with" and names & lex.EXCEPTIONS:
        return framing_by(words, "restricted")
    if names & {"opposite", "contrary", "reverse"} and (pointing or words.first == "the" or not words.acts):
        return framing_by(words, "denied")
    if words.acts or len(words) > lex.SHORT or names & lex.FIRST_PERSON:
        return None
    if names & (lex.EVALUATING | lex.DENYING | {"hardly"}) and not words.part(0, -1).is_negated:
        return framing_by(words, "denied")
    return framing_by(words, "restricted", False) if names & lex.LIMITING else None


def read_pointing(words: Words) -> Framing | None:
    """Return what a sentence makes of the one that it points at: "that is what they say", "that would be my wish"."""
    names = words.names
    if names & (lex.REPORTS | {"words"}) and not names & {"my", "our"}:
        return framing_by(words, "reported", not words.part(0, 3).is_negated)
    if names & {"how", "what"} and names & (lex.THIRD_PERSON | lex.REPORTING) and not names & lex.FIRST_PERSON:
        return framing_by(words, "reported", False)
    if names & {"how", "what", "who", "way", "case"} and words.part(0, lex.ASIDE).is_negated:
        return framing_by(words, "denied", False)
    if names & (lex.PERHAPS | lex.SUPPOSING):
        return framing_by(words, "supposed", bool(names & (lex.SUPPOSING | {"would", "plan", "hope"})))
    return None


def read_fragment(words: Words, after_denial: bool) -> Framing | None:
    """Return what a few words without a verb make of the sentence before them: "Absolutely not.", "Within reason."."""
    names = words.names
    if names & lex.NEGATIONS:
        return None if after_denial else framing_by(words, "denied", "not" in names)
    if words.has_owner:
        return framing_by(words, "reported", False)
    known = not names.isdisjoint(lex.ADDING | lex.TIMES | lex.AFFIRMING | lex.FACTIVE | {"why", "how", "who"})
    known = known or any(word.capital for word in words[1:])
    if known and not names & lex.LIMITING and (words.first not in PREPOSITIONS or names & lex.TIMES):
        return None
    return framing_by(words, "restricted", False)
