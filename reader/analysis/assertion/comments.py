"""What a few words say of the words beside them: "that is a lie", "so they say", "wrong", "within reason"."""

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.before import is_placed
from reader.analysis.assertion.predicates import ends_in_others_view, reports_of_others
from reader.analysis.assertion.words import Framing, Words, framing_by

TRUE = frozenset(("true", "right", "so", "correct"))

POINTING = frozenset("that this it so those none nothing not nobody never one".split())

BEHIND = frozenset("any anymore at for in either one now today no not".split())
"""Words that may follow what a sentence about a stretch ends in: "nobody believes that any more"."""

OPPOSITE = frozenset(("opposite", "contrary", "reverse"))

NO_DENIALS = frozenset("refuse refuses refused oppose opposed dismiss dismissed reject rejects rejected".split())
"""Denying words that rather say what somebody does than what is so."""

PRAISED = frozenset("good great bad best worst beautiful wonderful terrible".split())


def read_comment(words: Words, points: bool = False) -> Framing | None:
    """Return what some words about what was said make of it; `points` if their first word stands for it."""
    names = words.names
    points = points or words.first in lex.POINTERS or words.opens(("so goes", "so runs"))
    if (framing := read_retraction(words, points) or read_telling(words)) is not None:
        return framing
    if points and (framing := read_pointing(words)) is not None:
        return framing
    if words.first == "with" and names & lex.EXCEPTIONS:
        return framing_by(words, "restricted")
    if names & OPPOSITE and (points or words.first == "the" or not words.acts):
        return framing_by(words, "denied")
    if words.acts or len(words) > lex.SHORT or names & lex.FIRST_PERSON:
        return None
    if words.literal.names & (lex.EVALUATING | lex.DENYING | {"hardly"}) and not words.part(0, -1).is_negated:
        return framing_by(words, "denied", bool(names & (lex.DENYING | {"wrong", "mistaken", "hardly"})))
    return framing_by(words, "restricted", False) if names & lex.LIMITING else None


def read_retraction(words: Words, points: bool) -> Framing | None:
    """Return whether words take back or only suppose what was said: "I take that back", "just imagine"."""
    names = words.names
    supposes = words.first in ("imagine", "picture") or words.opens(("just imagine", "only imagine"))
    wish = words.lowers[:2] == ["i", "wish"] and (not words[2:] or words[2].lower in ("i", "it", "that", "this"))
    nothing = words.first == "there" and words.literal.is_negated  # "there is no truth in that"
    denied = wish or (nothing and (names & lex.PROVING or words.ends(lex.IN_IT)))
    short = len(words) <= lex.SHORT
    if words.opens(lex.MOCKERY) or mocks(words) or (not supposes and (denied or (short and takes_back(words, points)))):
        return framing_by(words, "denied")
    hopes = names & lex.PERHAPS and names & {"i", "we", "one"} and lex.NEGATIONS.isdisjoint(names)
    if words.has(lex.UNSURE) or (len(words) <= lex.ASIDE and (supposes or hopes)):
        return framing_by(words, "supposed")  # "but I may be wrong", "we can hope"
    return None


def read_telling(words: Words) -> Framing | None:
    """Return whether words tell that others said what was said: "so they say", "I am quoting the minister"."""
    names = words.names
    negated = not lex.NEGATIONS.isdisjoint(names)
    quoting = names & lex.QUOTING and not negated and "me" not in names
    if quoting or ("what" in names and words[2:] and reports_of_others(words)):
        told = words.first in lex.POINTERS and "what" in words.lowers[:4] and reports_of_others(words.part(3))
        return framing_by(words, "reported", told or not names.isdisjoint(lex.THIRD_PERSON | {"opponent"}))
    so = words.first == "so" and (ends_in_others_view(words.part(1)) or words.part(1, 2).names & lex.REPORTING)
    if words.first == "so" and names & lex.PERHAPS:
        return framing_by(words, "supposed")
    others = says_it(words) and not negated and reports_of_others(words)  # "they actually said that"
    return framing_by(words, "reported") if so or others else None


def mocks(words: Words) -> bool:
    """Return whether a mocking phrase that cannot be meant otherwise is among some words: "give me a break"."""
    return words.has(phrase for phrase in lex.MOCKERY if phrase.count(" ") and not phrase.startswith("as "))


def says_it(words: Words) -> bool:
    """Return whether a verb of saying or believing among some words points at what was said: "nobody believes that"."""
    lowers = words.literal.lowers
    rows = zip(lowers, lowers[1:], [*lowers[2:], ""], strict=False)
    return any(
        a in lex.NO_BELIEF | lex.BELIEVING | lex.PROVING and (b == "such" or (b in POINTING and (not c or c in BEHIND)))
        for a, b, c in rows
    )


def takes_back(words: Words, points: bool) -> bool:
    """Return whether words say of those before them that they are not so: "that is a lie", "nobody believes that"."""
    literal = words.literal
    names = literal.names
    boasts = {"say", "can"} <= names and not names & lex.FIRST_PERSON  # "nobody else can say that"
    if names & {"other", "else", "always", "every", "often"} or {"you", "can"} <= names or boasts:
        return False  # "no other country can say that"
    ends = {literal.first, *literal.lowers[-2:]} & POINTING
    is_object = says_it(words)
    if not (points or ends or is_object or "word" in names or len(literal) <= lex.ASIDE):
        return False  # "I do not think it is rocket science"
    own = literal.first in ("i", "we") and literal.last in POINTING  # "we rejected that"
    denying, negated = (
        bool(names & (lex.DENYING - (frozenset() if own else NO_DENIALS))),
        not lex.NEGATIONS.isdisjoint(names),
    )
    denying = denying or (len(literal) <= 3 and bool(names & {"wrong", "mistaken"}))  # "I was wrong"
    about = points or is_object or names & (lex.POINTERS | {"so", "word"}) or len(literal) <= 3
    return bool(about) and denying != negated and (denying or is_object or bool(names & lex.NO_BELIEF))


def read_pointing(words: Words) -> Framing | None:
    """Return what a sentence makes of the one that it points at: "that is what they say", "that would be my wish"."""
    names = words.names
    own = frozenset[str]() if words.has_owner else names & {"my", "our", "mine", "ours"}
    if "was" in names and names & {"then", "past", "before"} and len(words) <= lex.ASIDE:
        return framing_by(words, "restricted", False)  # "that was then"
    if names & {"mistake", "error", "wrong", "mistaken"} and not words.is_negated:
        return framing_by(words, "denied", False)
    if names & {"half", "part", "whole"} and names & (lex.REPORTS | {"truth"}):
        return framing_by(words, "restricted", False)
    if names & (lex.REPORTS | lex.SAID) and (bool(own) == words.is_negated or "mine" in names) and not names & PRAISED:
        return framing_by(words, "reported")
    if names & {"how", "what"} and names & (lex.THIRD_PERSON | lex.REPORTING) and not names & lex.FIRST_PERSON:
        asked = next(at for at, lower in enumerate(words.lowers) if lower in ("how", "what"))
        return framing_by(words, "reported", reports_of_others(words.part(asked + 1)))
    if "what" in names and names & lex.CONDITIONAL_VERBS and not names & lex.FIRST_PERSON:
        return framing_by(words, "supposed")  # "that is what could happen"
    if names & {"how", "what", "who", "way", "case"} and words.part(0, lex.ASIDE).is_negated:
        return framing_by(words, "denied", False)
    if ends_in_others_view(words):
        return framing_by(words, "reported")  # "this is the sort of thing they say"
    if names & (lex.PERHAPS | lex.SUPPOSING) and not words.is_negated and len(words) <= lex.SHORT:
        return framing_by(words, "supposed", len(words) <= lex.ASIDE or "would" in names)
    return framing_by(words, "supposed") if words.ends(("would be nice", "would be lovely", "would be great")) else None


def read_fragment(words: Words, after_denial: bool) -> Framing | None:
    """Return what a few words without a verb make of the sentence before them: "Absolutely not.", "Within reason."."""
    names = words.literal.names
    if names <= lex.NEGATIONS:
        return framing_by(words, "denied")
    if words.first == "no" and words[1:] and not names & (TRUE | lex.NO_BELIEF | lex.DENYING | {"chance"}):
        return None  # "no excuses"
    if names & {"mine", "ours"} or words.has_owner:
        return framing_by(words, "reported", bool(names & lex.NEGATIONS))
    if names & lex.NEGATIONS:
        denies = words.last in lex.NEGATIONS or (words.first in ("not", "hardly", "never") and not names & lex.NO_REPLY)
        return framing_by(words, "denied", "not" in names) if denies and not after_denial else None
    known = not names.isdisjoint(lex.ADDING | lex.TIMES | lex.AFFIRMING | lex.FACTIVE | {"why", "how", "who"})
    known = known or any(word.capital for word in words[1:]) or not names
    if known and not names & lex.LIMITING and (is_placed(words) or names & lex.TIMES):
        return None
    return framing_by(words, "restricted", False)
