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

A believing predicate counts as the speaker's own word if the speaker is its subject, and all words between them are
known to leave that so (`transparent`): "I was brought up to believe that" is left open.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.clauses import COORDINATORS, Clause
from reader.analysis.assertion.words import (
    FrameKind,
    Word,
    has_phrase,
    is_negated,
    is_report,
    lowers_of,
    text_of,
    without,
    without_idioms,
)

ILLUSIONS = frozenset(("delusion", "delusions", "illusion", "illusions", "misconception", "misapprehension"))
"""What is no more so for nobody having it: "nobody is under the illusion that"."""

COPULAS = frozenset(("is", "was", "are", "'s", "be", "not", "so", "such"))
"""Words before "that" in "the good news is that"."""

NO_OWNERS = frozenset(("what", "who", "where", "how", "here", "let", "thing", "fact", "truth"))
"""Words after which "'s" is a verb."""

POSSIBLE_DENIALS = frozenset("impossible unlikely inconceivable unthinkable unimaginable implausible".split())
"""What is only possible if it is negated."""

POINTERS = COPULAS - {"not"} | {"this", "that", "it", "here", "and", "but"}

WISHES = lex.CONDITIONAL_VERBS | frozenset("want wants wanted need needs will".split())
"""Verbs of a clause whose last noun is only wished for: "I want a country where"."""

ANYTHING = frozenset("everything something anything nothing one ones those all".split())


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a clause says of the clause that it governs."""

    kind: FrameKind | None = None
    certain: bool = True
    denials: int = 0
    is_factive: bool = False
    is_unknown: bool = False
    """True if nobody knows what it says of it."""


def read_predicate(clauses: Sequence[Clause], at: int) -> Predicate:
    """Return what the clause at `at` says of the clause that it governs."""
    clause = clauses[at]
    text = without_idioms(text_of(clause.words))
    left = set(text.split())
    words = tuple(word for word in clause.words if word.lower in left)
    if not words:
        return Predicate()
    places = [number for number, word in enumerate(words) if word.lower in lex.PREDICATES]
    if not places:
        return read_copula(clauses, at, text)
    head = words[places[-1]].lower
    names = {words[number].lower for number in places}
    infinitive = words[places[-1] - 1].lower == "to"
    phrase = has_phrase(text, lex.DENYING_PHRASES) or (infinitive and "too" in left)
    denied = is_negated(without(text, lex.DENYING_PHRASES))
    if (
        denied
        and head.endswith("ing")
        and any(words[number].lower in lex.FACTIVE | lex.EVALUATING for number in places[:-1])
    ):
        return Predicate()  # "I do not regret saying that"
    if clause.opener == "than":
        return Predicate(denials=1)  # "rather than saying that"
    if [word.lower for word in words] == ["say"] and clause.opener == "":
        return Predicate("supposed", False)  # "say it rains"
    deny = bool(names & lex.DENYING) or phrase or (bool(names & lex.EVALUATING) and head in lex.BELIEVING)
    if clause.opener == "what" and denied and words[-1].lower in COPULAS:
        return Predicate(is_factive=True)  # "what nobody tells you is that"
    if words[-1].lower == "not" and not deny:
        return Predicate(denials=1)  # "the truth is not that"
    if head in lex.FACTIVE and reports_of_others(words[: places[-1]]):
        return Predicate("reported", False)  # "he accuses us of hiding that"
    if denied and not deny and head in lex.SEEMING and "you" not in left:
        return Predicate(certain=False, denials=1)  # "I do not see that"
    if (head in lex.FACTIVE and not deny) or (head in lex.EVALUATING and not denied):
        return Predicate(is_factive=True)
    denials = int(denied and head not in ILLUSIONS) + int(deny)
    if denied and names & POSSIBLE_DENIALS:
        return Predicate("supposed", False)  # "it is not impossible that"
    if head in lex.PROVING and not (denied or deny):
        found = head in ("find", "finds", "found") and not left & (lex.FIRST_PERSON | lex.AUTHORITIES)
        return Predicate(is_unknown=found or (infinitive and not is_transparent(words[: places[-1] - 1])))
    kind, certain = kind_of(clauses, at, head, names)
    unknown = kind is None and not denials and not is_transparent(since_own_subject(words[: places[-1]]))
    return Predicate(kind, certain or deny or (denied and kind is not None), denials, is_unknown=unknown)


def is_factive(clauses: Sequence[Clause], at: int) -> bool:
    return any(word.lower in lex.FACTIVE for word in clauses[at].words)


def read_copula(clauses: Sequence[Clause], at: int, text: str) -> Predicate:
    """Return what a clause without a known predicate says of the one that it governs: "the good news is that"."""
    words, left = clauses[at].words, set(text.split())
    phrase = has_phrase(text, lex.DENYING_PHRASES)
    denied = is_negated(without(text, lex.DENYING_PHRASES))
    if left <= POINTERS:
        return Predicate()  # "this is why"
    if has_phrase(text, lex.HEARSAY):
        return Predicate("reported", True, int(denied))
    if has_phrase(text, lex.HYPOTHETICAL) or left & (lex.CONDITIONAL_VERBS | {"may"}):
        return Predicate("supposed", has_phrase(text, lex.HYPOTHETICAL), int(denied))
    near = left if words[-1].lower in COPULAS else set(lowers_of(words[-3:]))
    cleft = clauses[at].opener == "what" or text != text_of(words)
    owned = has_owner(words) and not near & lex.AFFIRMING
    last = max((n for n, word in enumerate(words) if word.lower in lex.AFFIRMING), default=0)
    affirmed = near & lex.AFFIRMING and (clauses[at].opener != "" or is_transparent(since_own_subject(words[:last])))
    cleft = cleft and not left & lex.THIRD_PERSON
    known = denied or phrase or cleft or affirmed or left & lex.AUTHORITIES - {"me", "us"}
    certain = phrase or not denied or words[-1].lower == "not"
    unknown = (not known or owned) and not is_head_of_relative(clauses, at)
    return Predicate(None, certain, int(denied) + int(phrase), is_unknown=unknown)


def has_owner(words: Sequence[Word]) -> bool:
    """Return whether what a clause is about belongs to somebody else: "his excuse", "the other lawyer's case"."""
    return any(
        word.lower in ("his", "her", "their", "your", "its", "other")
        or word.lower.endswith("s'")
        or (word.lower == "'s" and at > 0 and words[at - 1].lower not in lex.SUBJECTS | NO_OWNERS)
        for at, word in enumerate(words)
    )


def since_own_subject(words: Sequence[Word]) -> Sequence[Word]:
    """Return words from the last "I" or "we" on, or all: "at noon | I told the crowd"."""
    own = [number for number, word in enumerate(words) if word.lower in lex.FIRST_PERSON - {"me"}]
    return words[own[-1] :] if own else words


def is_transparent(words: Sequence[Word]) -> bool:
    """Return whether all words before a predicate are known to leave its clause as it is."""
    return all(
        word.lower in lex.TRANSPARENT | lex.PREDICATES | lex.TIMES | lex.AFFIRMING
        or (word.lower.endswith("ly") and word.lower not in lex.LIMITING)
        or not word.lower[0].isalnum()
        for word in words
    )


def is_head_of_relative(clauses: Sequence[Clause], at: int) -> bool:
    """Return whether the clause at `at` ends in what the next one is about: "the people who"."""
    opener = clauses[at + 1].opener if at + 1 < len(clauses) else ""
    lowers = lowers_of(clauses[at].words)
    wished = opener == "where" and WISHES & set(lowers)
    noun = not ANYTHING.isdisjoint(lowers[-1:])
    return bool((opener in ("who", "which", "where") and not wished) or (opener == "that" and noun))


def kind_of(clauses: Sequence[Clause], at: int, head: str, names: set[str]) -> tuple[FrameKind | None, bool]:
    """Return how a clause frames what it governs, if it is not negated, by its last predicate and all `names`."""
    words = clauses[at].words
    lowers = set(lowers_of(words))
    own = lowers & lex.FIRST_PERSON
    others = tells_others_view(clauses, at, head)
    if has_phrase(text_of(words), lex.HEARSAY):
        return "reported", True
    if names & lex.ASKING:
        return "asked", True
    if head in lex.WANTING and not (others and head in lex.REPORTING):
        return "supposed", head not in lex.REPORTING
    if head in lex.SUPPOSING and not others:
        return "supposed", not own - {"me"} or head.startswith("wish")
    if "you" in lowers and lowers & lex.CONDITIONAL_VERBS and head in lex.BELIEVING:
        return "supposed", True
    if head in lex.PERHAPS and not lowers & {"me", "us"}:
        return "supposed", others or head not in lex.DREADING
    if {"like", "want", "love"} & lowers and head in ("believe", "think", "hope", "imagine") and not others:
        return "supposed", False  # "I would like to believe that"
    if others:
        return "reported", head not in lex.ANNOUNCING and not (
            lowers & lex.CONDITIONAL_VERBS and head not in ("believe", "think")
        )
    if head in lex.REPORTS or (names & lex.REPORTS and head not in lex.BELIEVING):
        at = max(n for n, word in enumerate(words) if word.lower in lex.REPORTS)
        if not set(lowers_of(words[max(0, at - 3) : at])) & {"my", "our"}:
            return "reported", not lowers & {"i", "we"}
    if lowers & lex.CONDITIONAL_VERBS and not own:
        return "supposed", False
    return None, True


def tells_others_view(clauses: Sequence[Clause], at: int, head: str) -> bool:
    """Return whether a clause tells what somebody else says or thinks, or what is theirs: "his hope is that"."""
    words = clauses[at].words
    if reports_of_others(words, subject_of(clauses, at)) or (clauses[at].opener == "who" and head in lex.REPORTING):
        return True
    subject = words[0].lower if words else ""
    personal = subject in ("he", "she", "they", "you", "some", "others", "people", "many", "most")
    return (
        head in lex.BELIEVING | lex.PERHAPS
        and (personal or has_owner(words))
        and not lex.FIRST_PERSON & set(lowers_of(words))
    )


def subject_of(clauses: Sequence[Clause], at: int) -> Sequence[Word]:
    """Return the words among which the subject of a clause is: those of the clause before if it has none itself."""
    words = clauses[at].words
    alone = bool(words) and (words[0].lower in lex.PREDICATES or words[0].lower in ("then", "keep", "also"))
    if not (alone and at and clauses[at].opener in COORDINATORS | {","}):
        return ()
    inserted = at > 1 and clauses[at - 1].opener == clauses[at].opener == "," and is_report(clauses[at - 1].words)
    return clauses[at - 2 if inserted else at - 1].words  # "the brochure, Lee said, promises that"


def reports_of_others(words: Sequence[Word], before: Sequence[Word] = ()) -> bool:
    """Return whether a clause tells what somebody else says or thinks; `before` has its subject if it has none."""
    says = (lex.REPORTING | {"put", "puts"}) if words and words[-1].lower == "it" else lex.REPORTING
    places = [n for n, word in enumerate(words) if word.lower in says and (not word.capital or not n)]
    if not places:
        return False
    place = places[-1]
    ahead = lowers_of((*before, *words[:place]))
    if (
        words[place].lower in lex.ATTITUDES
        and ahead[:1]
        and ahead[0] in ("one", "nothing", "something", "what", "there")
    ):
        return False
    passive = words[place].lower not in lex.ATTITUDES and bool(
        {"was", "were", "been", "being", "is", "are", "am", "be"} & set(ahead[-3:])
    )
    if words[place].lower in ("heard", "hear", "read", "rumoured", "rumored"):
        return bool(ahead)
    if passive and words[place].lower.endswith(("ed", "said", "told", "thought", "held", "felt", "written")):
        return True
    if not ahead or ahead[0] == "let" or set(ahead) & lex.AUTHORITIES - {"us", "me"}:
        return False
    near = next((word for word in reversed(ahead) if word in lex.FIRST_PERSON | {"he", "she", "they", "you"}), "")
    if near:
        return near not in lex.FIRST_PERSON or (near in ("us", "me") and near == ahead[-1])
    return ahead[0] not in ("this", "that", "it", "which", "let") and not set(ahead) <= lex.VERBS | {
        "to",
        "also",
        "always",
    }
