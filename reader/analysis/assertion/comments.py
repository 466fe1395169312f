"""What a short clause or sentence that comments on a stretch makes of it: "I hope", "they say", "that is a lie"."""

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.predicates import reports_of_others
from reader.analysis.assertion.words import FrameKind, Framing, Words, framing_by
from reader.analysis.lexicon import PREPOSITIONS


def ends_in_others_view(words: Words) -> bool:
    """Return whether a short clause ends in what somebody else says: "they say", "my opponent likes to put it"."""
    return words.plain.last in lex.REPORTING | {"us", "me", "it", "you", "that"} and reports_of_others(words)


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
    if words.first == "not" and words[1:] and words[1].lower.endswith("ing"):
        return False  # "not doing so was a mistake"
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
    if words.first == "if" and words.part(1, 4).names & lex.NO_BELIEF and names & lex.POINTERS:
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
