"""What a short clause or sentence that comments on a stretch makes of it: "I hope", "they say", "that is a lie"."""

from collections.abc import Sequence

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.predicates import has_owner, reports_of_others
from reader.analysis.assertion.words import (
    ASIDE,
    SHORT,
    FrameKind,
    Framing,
    Word,
    has_verb,
    is_negated,
    lowers_of,
    opens_with,
    plain,
    text_of,
)
from reader.analysis.lexicon import PREPOSITIONS

EXCEPTIONS = frozenset(("exception", "exceptions", "caveat", "caveats", "proviso", "condition"))


def ends_in_others_view(words: Sequence[Word]) -> bool:
    """Return whether a short clause ends in what somebody else says: "they say", "my opponent likes to put it"."""
    last = plain(words)[-1].lower if plain(words) else ""
    return reports_of_others(words) and (last in lex.REPORTING or last in ("us", "me", "it", "you", "that"))


def insertion_kind(words: Sequence[Word]) -> FrameKind | None:
    """Return what a short clause beside a stretch makes of it: "I hope", "say the experts", "they say"."""
    lowers = lowers_of(words)
    names = set(lowers)
    if not lowers or names & lex.NEGATIONS or len(words) > SHORT:
        return None
    if names & (lex.PERHAPS | lex.SUPPOSING) and lowers[0] in ("i", "we", "one", "let", "it", "hopefully"):
        return "supposed"
    if lowers[0] in ("it", "this") and lowers[-1] in lex.REPORTING:
        return "reported"  # "…, it said"
    if (
        lowers[0] in lex.REPORTING
        and lowers[1:2]
        and not names & lex.FIRST_PERSON
        and lowers[1] not in ("that", "it", "what")
    ):
        return "reported"
    return (
        "reported" if ends_in_others_view(words) and not {lowers[0], *lowers[:2]} & {*lex.CONCESSIVE, "you"} else None
    )


def takes_back(words: Sequence[Word]) -> bool:
    """Return whether a sentence or clause says of the one before that it is not so: "that is a lie"."""
    text = text_of(words)
    lowers = {word.lower for word in words}
    points = bool(lowers & {"that", "this", "it", "so", "those", "word"}) or len(words) <= 3
    denied, denying = is_negated(text), bool(lowers & lex.DENYING - {"refuse", "oppose", "dismiss", "reject"})
    pointing = {"that", "this", "it", "so", "those", "none", "nothing", "not", "nobody", "never"}
    if lowers & {"other", "else"}:
        return False  # "no other country can say that"
    if not {words[0].lower, *(word.lower for word in words[-2:])} & pointing and len(words) > ASIDE:
        return False  # "I do not think it is rocket science"
    if text.startswith(" not ") and words[1:] and words[1].lower.endswith("ing"):
        return False  # "not doing so was a mistake"
    return points and (denying != denied) and (denying or bool(lowers & lex.NO_BELIEF))


def read_comment(words: Sequence[Word]) -> Framing | None:
    """Return what a short sentence about what was said makes of it: "that's the spin", "wrong", "only not here"."""
    lowers = [word.lower for word in words]
    start, end, names = words[0].start, words[-1].end, set(lowers)
    clause = has_verb(words)
    points = lowers[0] in ("that", "this", "those", "these", "it") or lowers[:2] in (["so", "goes"], ["so", "runs"])
    if opens_with(text_of(words), lex.MOCKERY) or lowers[:2] == ["i", "wish"]:
        return Framing("denied", True, start, end)
    if names & lex.QUOTING or ("what" in names and words[2:] and reports_of_others(words)):
        return Framing("reported", False, start, end)
    if lowers[0] == "so" and ends_in_others_view(words[1:]):
        return Framing("reported", True, start, end)
    if points and "what" in lowers[:4] and reports_of_others(words[3:] or words):
        return Framing("reported", True, start, end)
    if points and names & (lex.REPORTS | {"words"}) and not names & {"my", "our"}:
        return Framing("reported", not is_negated(text_of(words[:3])), start, end)
    if points and names & {"how", "what"} and not names & lex.FIRST_PERSON:
        if names & (lex.THIRD_PERSON | lex.REPORTING):
            return Framing("reported", False, start, end)
    if points and names & {"how", "what", "who", "way", "case"} and is_negated(text_of(words[:ASIDE])):
        return Framing("denied", False, start, end)
    if lowers[0] == "so" and names & lex.PERHAPS:
        return Framing("supposed", True, start, end)
    if points and names & (lex.PERHAPS | lex.SUPPOSING):
        return Framing("supposed", bool(names & (lex.SUPPOSING | {"would", "plan", "hope"})), start, end)
    if lowers[0] == "with" and names & EXCEPTIONS:
        return Framing("restricted", True, start, end)
    if names & {"opposite", "contrary", "reverse"} and (points or not clause or lowers[0] == "the"):
        return Framing("denied", True, start, end)
    bare = not clause and len(words) <= SHORT and not names & lex.FIRST_PERSON
    if bare and names & (lex.EVALUATING | lex.DENYING | {"hardly"}) and not is_negated(text_of(words[:-1])):
        return Framing("denied", True, start, end)
    if lowers[:1] == ["if"] and set(lowers[1:4]) & lex.NO_BELIEF and names & {"that", "this", "it"}:
        return Framing("denied", True, start, end)
    return Framing("restricted", False, start, end) if bare and names & lex.LIMITING else None


def read_fragment(words: Sequence[Word], after_denial: bool) -> Framing | None:
    """Return what a few words without a verb make of the sentence before them: "Absolutely not.", "Within reason."."""
    names = {word.lower for word in words}
    if names & lex.NEGATIONS:
        return None if after_denial else Framing("denied", "not" in names, words[0].start, words[-1].end)
    if has_owner(words):
        return Framing("reported", False, words[0].start, words[-1].end)
    if words[0].lower in PREPOSITIONS and not names & lex.TIMES:
        return Framing("restricted", False, words[0].start, words[-1].end)
    known = lex.ADDING | lex.TIMES | lex.AFFIRMING | lex.FACTIVE | {"why", "how", "who"}
    if not names & lex.LIMITING and (names & known or any(word.capital for word in words[1:])):
        return None
    return Framing("restricted", False, words[0].start, words[-1].end)
