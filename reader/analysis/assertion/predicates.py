"""What a clause says of the clause that it governs, by its predicate, that predicate's subject, and what negates it.

A predicate has a signature, after Nairn, Condoravdi and Karttunen, "Computing relative polarity for textual inference"
(2006): what becomes of its clause where it is affirmed, and where it is negated.

    factive      know, regret       the clause is so           it is so
    proving      show, find         it is so                   open
    denying      deny, doubt        it is not so               it is so
    believing    think, say, claim  so for its subject         not so, or open
    supposing    imagine, wish      open                       open
    wanting      demand, require    open                       open
    asking       wonder             open                       open
    evaluating   absurd             a fact; "absurd to say that" denies it

A believing predicate is the speaker's own word if the speaker is its subject, and all words between them are known to
leave that so (`transparent`): "I was brought up to believe that" is left open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.clauses import Clause, split_clauses
from reader.analysis.assertion.words import NO_WORDS, FrameKind, Sign, Words, first_that_holds, is_negated, without
from reader.analysis.lexicon import ARTICLES, DETERMINERS, PREPOSITIONS


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a clause says of the clause that it governs."""

    kind: FrameKind | None = None
    certain: bool = True
    denials: int = 0
    is_factive: bool = False
    is_unknown: bool = False
    """True if nobody knows what it says of it."""


SO = Predicate(is_factive=True)
OPEN = Predicate(certain=False, denials=1)


def read_predicate(clauses: Sequence[Clause], at: int) -> Predicate:
    """Return what the clause at `at` says of the clause that it governs."""
    clause = clauses[at]
    words = clause.words.literal
    if not words:
        return Predicate()
    text, left = words.text, words.names
    minded = clause.words.ends(("keep in mind", "bear in mind")) and not words.is_negated
    if minded or words.last in ("given", "considering") or words.first == "look":
        return SO
    places = [number for number, word in enumerate(words) if word.lower in lex.PREDICATES]
    if not places:
        return read_copula(clauses, at, words, text)
    ahead, head = words.part(0, places[-1]), words[places[-1]].lower
    names = words.names & lex.PREDICATES
    infinitive = ahead.last == "to"
    phrase = words.has(lex.DENYING_PHRASES) or (infinitive and "too" in left)
    told = clause.opener == "who" and head in lex.REPORTING  # "a tenant who has not paid since May told us that"
    scope = words.part(max(0, places[-1] - lex.ASIDE)).text if told else text
    denied = is_negated(without(scope, lex.DENYING_PHRASES)) or subject_of(clauses, at).is_negated
    evaluated = names & lex.EVALUATING and head in lex.BELIEVING and ahead.part(-2).lowers != ["as", "to"]
    deny = bool(names & lex.DENYING) or phrase or bool(evaluated)  # not "never so naive as to think that"
    regretted = denied and head.endswith("ing") and ahead.names & (lex.FACTIVE | lex.EVALUATING)
    confirmed = head in lex.REPORTS and words.last in lex.TRUE - {"so"} and not (denied or deny)
    rows: tuple[tuple[object, Predicate | None], ...] = (
        (confirmed, SO),  # "the rumours are true: "
        (regretted, Predicate()),  # "I do not regret saying that"
        (denied and left & {"can", "could"} and left & {"too", "enough"}, SO),  # "I cannot say often enough that"
        (clause.opener == "than", Predicate(denials=1)),  # "rather than saying that"
        (words.last == "not" and not deny, Predicate(denials=1)),  # "the truth is not that"
        (True, read_known(clause, words, ahead, head, denied, deny)),
        (
            denied
            and head in lex.TELLING
            and words.names & {"me", "us", "you"}
            and not words.names & {"let", "please"},
            OPEN,  # "nobody told me that"
        ),
    )
    if (known := next((said for holds, said in rows if holds and said), None)) is not None:
        return known
    kind, certain = kind_of(clauses, at, head, names)
    kind = None if deny and kind == "supposed" else kind  # "anyone would deny that"
    relied = ahead.names & (lex.AUTHORITIES - {"me", "us", "experts", "scientists"})  # "history has taught us that"
    unknown = kind is None and not (denied or deny or relied or is_transparent(ahead))
    illusory = head in lex.ILLUSIONS or words.has(lex.ILLUSIONS)
    denials = 1 if illusory else int(denied) + int(deny)
    return Predicate(kind, certain or deny or (denied and kind is not None), denials, is_unknown=unknown)


def expects_nobody(question: Words) -> bool:
    """Return whether the words before "?" ask who denies what they take for granted: "who can deny that"."""
    asks = question.plain.first in ("who", "how")
    return asks and read_predicate(split_clauses(question), 0).denials % 2 == 1


def read_known(clause: Clause, words: Words, ahead: Words, head: str, denied: bool, deny: bool) -> Predicate | None:
    """Return what a factive, evaluating or proving predicate says, or one in a construction of its own."""
    own, names = words.names & lex.FIRST_PERSON, words.names
    told, near = lex.TELLING | lex.FACTIVE, ahead.part(-lex.ASIDE).names
    needed = words.has(("need", "needs", "have to", "had to", "take", "takes")) and (denied or "only" in names)
    needless = needed and head in told | {"find", "learn", "discover"}
    untold = denied or words.has(("fails to", "failed to", "fail to"))
    unnamed = clause.opener == "what" and words.last in lex.COPULAS and not (own or names & lex.PROVING)
    proves = head in lex.PROVING and (clause.opener == "who" or words.first == "whoever")
    what = "what" in (clause.opener, words.first)
    cleft = what and names & {"me", "us"} and words.part(words.first == "what").first not in lex.SUBJECTS
    seen_to = head == "see" and ahead.last == "to" and not ahead.names & (lex.AFFIRMING | lex.FACTIVE | lex.FAIR)
    unknowing = names & lex.UNKNOWING and not (names & lex.CONDITIONAL_VERBS or own) and head in lex.SEEMING
    fact = head in ("fact", "truth") and near & ARTICLES and not (denied or words.has(lex.DENYING_PHRASES))
    taken = fact or (head in lex.FACTIVE and not (near & lex.DENYING and own) and not words.has(lex.HYPOTHETICAL))
    possible = names & lex.POSSIBLE_DENIALS or words.has(lex.POSSIBLE_DENIALS)
    learned = (
        ahead.last == "to" and ahead.names & (lex.FACTIVE | lex.AFFIRMING) and head in lex.PROVING | {"hear", "read"}
    )
    rows: tuple[tuple[object, Predicate], ...] = (
        (needless, SO),  # "you need no degree to see that"
        ("took" in names and ahead.last == "to" and head in told | lex.PROVING, SO),  # "it took years to prove that"
        (learned and not denied and not names & lex.CONDITIONAL_VERBS and own, SO),  # "I was shocked to find that"
        (untold and unnamed, SO),  # "what nobody tells you is that"
        (cleft and not denied, SO),  # "what worries me is that"
        (ahead.ends(("right to",)) and not denied, SO),  # "you are right to say that"
        (words.first == "even" and head in lex.CONCEDING, SO),  # "even my critics concede that"
        (denied and own and head == "believe" and ahead.ends(("can not",)), OPEN),  # "I can't believe that"
        (denied and not own and "can" in names and head in lex.BEARING, SO),  # "they can't accept that"
        (seen_to, Predicate("supposed", False)),  # "our policy is to see that"
        (head in lex.FACTIVE and reports_of_others(ahead), Predicate("reported", False)),  # "he accuses us of hiding"
        (denied and not deny and head in lex.SEEMING and not unknowing, OPEN),  # "I do not see that"
        (taken or (head in lex.EVALUATING and not denied), SO),
        (proves and "can" in names, Predicate("supposed")),  # "anyone who can prove that"
        (denied and possible, Predicate("supposed", False)),  # "it is not impossible that"
    )
    known = next((said for holds, said in rows if holds), None)
    return known or (read_proof(words, ahead, head) if head in lex.PROVING and not (denied or deny) else None)


def read_proof(words: Words, ahead: Words, head: str) -> Predicate:
    """Return what a proving predicate says that is not denied: its clause is so, unless it is only to be proved."""
    conditional = words.names & lex.CONDITIONAL_VERBS
    if ahead.last == "to" and (conditional or words.names & (lex.WANTING | lex.PERHAPS | lex.TRYING)):
        return Predicate("supposed")  # "we intend to prove that"
    if words.names & {"may", "might", "could"} or (conditional and not words.names & lex.FIRST_PERSON):
        return Predicate("supposed")  # "that would mean that"
    by_others = head in ("find", "finds", "found") and not words.names & (lex.FIRST_PERSON | lex.AUTHORITIES)
    return Predicate(is_unknown=by_others or (ahead.last == "to" and not is_transparent(ahead)))


def read_copula(clauses: Sequence[Clause], at: int, words: Words, text: str) -> Predicate:
    """Return what a clause without a known predicate says of the one that it governs: "the good news is that"."""
    names, opener = words.names, clauses[at].opener
    phrase = words.has(lex.DENYING_PHRASES)
    denied = is_negated(without(text, lex.DENYING_PHRASES))
    if names <= lex.COPULAS - {"not"} | lex.POINTERS | {"here", "and", "but"}:
        return Predicate()  # "this is why"
    if words.has(lex.HEARSAY) or words.ends(("has it", "have it", "had it")):
        return Predicate("reported", True, int(denied))
    supposed = words.has(lex.IMAGINED)
    if supposed or names & (lex.CONDITIONAL_VERBS | {"may"}):
        return Predicate("supposed", supposed, int(denied))
    near = lex.AFFIRMING & (names if words.last in lex.COPULAS else words.part(-3).names)
    last = max((n for n, word in enumerate(words) if word.lower in lex.AFFIRMING), default=0)
    theirs = names & lex.THIRD_PERSON and not names & {"do", "does", "did"}  # not "what they did was"
    cleft = (opener == "what" or words != clauses[at].words) and not theirs
    ahead = Words(word for word in words.part(0, last) if word.lower != "other")
    simple = not (ahead.has_owner or ahead.names & (lex.LIMITING | lex.THIRD_PERSON | lex.NEGATIONS))
    affirmed = near and (opener != "" or simple or is_transparent(words.part(0, last)))
    if words.last in (lex.FAIR if denied else ("right", "correct")):
        return SO  # "it is not fair that", "he is right that"
    if words.has(("is only", "'s only")) and not names & lex.TIMES:
        return Predicate("restricted")  # "it is only in films that"
    exists = words.part(-2, -1).names == {"there"}  # "there are | …"
    known = denied or phrase or cleft or affirmed or exists or names & (lex.AUTHORITIES - {"me", "us"})
    unknown = not known or (words.has_owner and not near)
    certain = phrase or not denied or words.last in ("not", "anyone", "anybody", "nobody", "one")  # "… who"
    is_unknown = unknown and not is_head_of_relative(clauses, at)
    return Predicate(None, certain, int(denied) + int(phrase), is_unknown=is_unknown)


def is_transparent(words: Words) -> bool:
    """Return whether all words before a predicate leave its clause as it is, from the last "I" or "we" on."""
    own = max((number for number, word in enumerate(words) if word.lower in lex.FIRST_PERSON - {"me"}), default=0)
    return all(
        word.lower in lex.TRANSPARENT | lex.PREDICATES | lex.TIMES | lex.AFFIRMING
        or (word.lower.endswith("ly") and word.lower not in lex.LIMITING)
        or not word.lower[0].isalnum()
        for word in words[own:]
    )


def is_head_of_relative(clauses: Sequence[Clause], at: int) -> bool:
    """Return whether the clause at `at` ends in what the next one is about: "the people who"."""
    opener = clauses[at + 1].opener if at + 1 < len(clauses) else ""
    words = clauses[at].words
    wished = opener == "where" and words.names & lex.WISHES
    about = words.last in lex.ANYTHING or (
        at + 1 < len(clauses) and clauses[at + 1].words[:1] and clauses[at + 1].words.is_verb(0)
    )
    return (opener in ("who", "which", "where") and not wished) or (opener == "that" and bool(about))


def kind_of(clauses: Sequence[Clause], at: int, head: str, names: frozenset[str]) -> tuple[FrameKind | None, bool]:
    """Return how a clause frames what it governs, if it is not negated, by its last predicate and all `names`."""
    words = clauses[at].words
    lowers, own = words.names, words.names & lex.FIRST_PERSON
    others = tells_others_view(clauses, at, head)
    conditional = lowers & lex.CONDITIONAL_VERBS
    believing = head in lex.BELIEVING
    shared = words.first == "there" and head in lex.SHARED  # "there is a feeling among voters that"
    expected = own and words.has(lex.EXPECTED) and believing  # "we are supposed to accept that"
    hearsay = words.has(lex.HEARSAY) or words.ends(("has it", "have it", "had it"))
    past = head in lex.OUTGROWN or (head in lex.ATTITUDES and lowers & {"was", "were"})
    unaddressed = words.first == "let" or not lowers & {"me", "us"}
    doubtful = conditional and head not in ("believe", "think") and words.first not in lex.PERSONS
    last = max((number for number, word in enumerate(words) if word.lower in lex.REPORTS), default=0)
    noun = head in lex.REPORTS or (names & lex.REPORTS and not believing)
    theirs = not words.part(max(0, last - 3), last).names & {"my", "our"}
    bidden = words.part(0, -1).last == "to"
    signs: tuple[Sign, ...] = (
        (words.has(lex.HYPOTHETICAL), "supposed", True),
        (names & (lex.ASKING | lex.WANTING) and bidden, "supposed", True),  # "I dare him to say that"
        (shared or expected or hearsay, "reported", True),
        (own and past and not lowers & {"have", "has", "'ve"}, "supposed", False),  # "I believed that", and now?
        (names & lex.ASKING, "asked", True),
        (head in lex.WANTING and not (others and head in lex.REPORTING), "supposed", head not in lex.REPORTING),
        (head in lex.SUPPOSING and not others, "supposed", not own - {"me"} or head.startswith("wish")),
        (head == "thought" and words.part(-2, -1).names & ARTICLES, "supposed", True),  # "the thought that"
        (conditional and believing and lowers & {"you", "need", "anybody", "anyone"}, "supposed", True),
        (head in lex.PERHAPS and unaddressed, "supposed", others or head not in lex.DREADING),
        (others, "reported", head not in lex.ANNOUNCING and not doubtful),
        (noun and theirs, "reported", not lowers & {"i", "we"}),
        (conditional and not own, "supposed", False),
    )
    return first_that_holds(signs)


def tells_others_view(clauses: Sequence[Clause], at: int, head: str) -> bool:
    """Return whether a clause tells what somebody else says or thinks, or what is theirs: "his hope is that"."""
    clause = clauses[at]
    to_us = head in lex.TELLING and clause.words.last in ("me", "us") and clause.words.first == head
    if reports_of_others(clause.words, subject_of(clauses, at)) or (
        (clause.opener in ("who", "which") and head in lex.REPORTING) or (clause.opener == "and" and to_us)
    ):
        return True  # "they called and tell us that"
    bidden = clause.words.last in lex.COPULAS and clause.words.has((f"to {head}",))  # "your failure to follow them is"
    owned = clause.words.has_owner and clause.words.names & {"is", "was", "are", "were", "be", "been"} and not bidden
    theirs = clause.words.first in lex.PERSONS or owned
    return bool(theirs) and head in lex.BELIEVING | lex.PERHAPS and not lex.FIRST_PERSON & clause.words.names


def subject_of(clauses: Sequence[Clause], at: int) -> Words:
    """Return the words among which the subject of a clause is: those of the clause before if it has none itself."""
    first = clauses[at].words.first
    alone = first in lex.PREDICATES or first in ("then", "keep", "also")
    if not (alone and at and clauses[at].opener in lex.COORDINATORS | {","}):
        return NO_WORDS
    if clauses[at - 1].words.first in lex.PREDICATES:
        return subject_of(clauses, at - 1)  # "I never promised, hinted or implied that"
    return clauses[at - 1].words


def reports_of_others(words: Words, before: Words = NO_WORDS) -> bool:
    """Return whether a clause tells what somebody else says or thinks; `before` has its subject if it has none."""
    says = (lex.REPORTING | {"put", "puts"}) if words.last == "it" else lex.REPORTING
    verbs = (n for n, word in enumerate(words) if word.lower in says and (not word.capital or not n))
    place = max((n for n in verbs if not n or words[n - 1].lower not in ARTICLES), default=-1)
    if place < 0:
        return False
    head, ahead = words[place].lower, [*before.lowers, *words.lowers[:place]]
    if {"a", "an"} & {*ahead[-3:]} and f"{head}s" in lex.REPORTING:
        return False  # "a clear rule"
    attitude = head in lex.ATTITUDES
    if attitude and ahead[:1] and ahead[0] in ("you", "one", "nothing", "something", "what", "there"):
        return False
    if head in ("heard", "hear", "hearing", "read", "rumoured", "rumored"):
        return bool(ahead)
    passive = not attitude and not {"was", "were", "been", "being", "is", "are", "am", "be"}.isdisjoint(ahead[-3:])
    if passive and head.endswith(("ed", "said", "told", "thought", "held", "felt", "written", "taught")):
        return True
    if ahead[-1:] == ["to"] and words.last in lex.COPULAS:
        return False  # "the first thing to say is that"
    if not ahead or ahead[0] == "let" or not (lex.AUTHORITIES - {"us", "me"}).isdisjoint(ahead):
        return False
    silent = lex.TRANSPARENT | lex.NEGATIONS | lex.PREDICATES | lex.TRYING
    if len(ahead) > 1 and head.endswith("ing") and ahead[-1] not in silent:
        return True  # "I got a letter saying that"
    subjects = lex.FIRST_PERSON - (set() if ahead[-1] in ("me", "to") else {"me"}) | {"he", "she", "they", "you"}
    near = next((word for word in reversed(ahead) if word in subjects), "")
    whoever = ahead[0] in lex.SUBJECTS - lex.NOMINATIVES - lex.POINTERS and "thing" not in ahead
    if near in ("i", "we") and whoever and ahead[1] != near:
        return True  # "every economist I know argues that"
    if near:
        return near not in lex.FIRST_PERSON or (near in ("us", "me") and near == ahead[-1])
    empty = lex.VERBS | {"to", "also", "always"}
    return ahead[0] not in ("this", "that", "it", "which", "let") and not set(ahead) <= empty


def ends_in_others_view(words: Words) -> bool:
    """Return whether a short clause ends in what somebody else says: "they say", "my opponent likes to put it"."""
    if words.plain.part(-2, -1).names & (PREPOSITIONS | DETERMINERS):
        return False  # "out of an abundance of caution"
    return words.plain.last in lex.REPORTING | {"us", "me", "it", "you", "that"} and reports_of_others(words)


def without_insertions(clauses: Sequence[Clause]) -> list[Clause]:
    """Return clauses without what is set apart before "that" or a verb: "I say, and mean it, that" is "I say that"."""
    kept: list[Clause] = []
    last = clauses[-1]
    if last.opener in lex.DASHES and not last.words:  # "if – and nobody knows this yet – | …"
        begin = max((n for n, each in enumerate(clauses[:-1]) if each.opener in lex.DASHES), default=len(clauses))
        clauses = clauses[:begin]
    for clause in clauses:
        closed = clause.opener in lex.COMPLEMENTS and kept and kept[-1].opener in lex.SEPARATING and not kept[-1].words
        resumed = clause.opener in lex.SEPARATING and clause.words.first in lex.VERBS | lex.PREDICATES
        told = bool(kept) and kept[-1].words.is_report  # "the fees, she said, will"
        resumed = resumed and (clause is not clauses[-1] or told)  # or a question begins: "when you come, are | you …"
        governs = lex.VERBS | lex.PREDICATES | lex.AFFIRMING
        begins = range(len(kept) - 1 - bool(closed), 0, -1) if closed or resumed else ()
        opens = (n for n in begins if kept[n].opener in lex.SEPARATING and kept[n - 1].words)
        begin = next((n for n in opens if resumed or kept[n - 1].words.names & governs), len(kept))
        inserted = begin < len(kept) and not ends_in_others_view(Words(w for each in kept[begin:] for w in each.words))
        del kept[begin if inserted else len(kept) :]
        if resumed and kept and (inserted or clause.words.names <= lex.VERBS):
            clause = Clause(kept[-1].opener, Words((*kept[-1].words, *clause.words)), kept.pop().start)
        kept.append(clause)
    return kept
