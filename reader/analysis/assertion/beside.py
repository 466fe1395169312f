"""What the sentences beside a stretch make of it, and the question of which it is a part."""

from dataclasses import replace

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.clauses import ADVERBIAL, COORDINATORS, is_noun, split_clauses
from reader.analysis.assertion.comments import read_comment, read_fragment, takes_back
from reader.analysis.assertion.predicates import has_owner, read_predicate, reports_of_others
from reader.analysis.assertion.words import (
    ASIDE,
    ENDS,
    SHORT,
    Framing,
    Surroundings,
    has_clause,
    is_negated,
    is_verb,
    lowers_of,
    opens_with,
    plain,
    text_of,
)

INTRODUCING = 14
"""Maximum words of "you know what the lobbyists told us?"."""


def read_question(around: Surroundings) -> Framing | None:
    """Return whether a stretch is part of a question of which the question was cut off."""
    signs = [word.lower for word in around.after if word.lower[0] in ENDS]
    if not signs or "?" not in signs[0] or around.attributed:
        return None
    first = next(iter(plain(around.quoted)))
    if first.lower in lex.QUESTION_STARTS and not plain(around.before):
        return None
    before, after = plain(around.before), plain(around.after)
    clauses = split_clauses(list(around.after))
    others = [each for each in clauses if each.opener in COORDINATORS - {"or"} and each.words]
    doubted = bool(before) and before[0].lower in ("how", "who", "what", "where", "since")
    factive = bool(before) and not doubted and read_predicate(split_clauses(before), 0).is_factive
    if before and before[0].lower in ("why",) and len(before) < ASIDE:
        return Framing("asked", False, before[0].start, around.after[-1].end)
    if factive or (others and not before):
        return None
    tag = bool(after) and not before and any(word.lower == "not" for word in after)
    start = before[0].start if before else around.after[0].start
    end = before[-1].end if before and not after else around.after[-1].end
    adverbial = any(each.opener in ADVERBIAL for each in split_clauses(before)[-1:]) if before else False
    return Framing("asked", not tag and not adverbial, start, max(end, start + 1))


def read_previous(around: Surroundings) -> Framing | None:
    """Return what the sentence before makes of a stretch that begins its own: "Imagine this.", "They say this:"."""
    words = plain(around.previous)
    before = plain(around.before)
    fronted = bool(before) and before[0].lower in COORDINATORS | {"then"} and len(before) <= ASIDE
    if not words or (before and not fronted):
        return None
    while len(words) > 1 and words[0].lower in COORDINATORS | {"now", "well", "just"}:
        words = words[1:]
    start, end = around.previous[0].start, around.previous[-1].end
    lowers = [word.lower for word in words]
    conditional = any(word.lower in lex.CONDITIONAL_VERBS for word in around.quoted)
    let = lowers[:2] == ["let", "'s"] or lowers[:2] == ["let", "us"]
    if (
        lowers[0] in lex.SUPPOSING
        or (let and set(lowers[2:4]) & (lex.SUPPOSING | {"say"}))
        or lowers[:2] == ["what", "if"]
    ):
        points = bool(set(lowers) & lex.POINTING) or len(words) <= 2
        if not points and is_noun(words[1:3]) and lowers[1] not in ("a", "an", "the"):
            return None  # "imagine my joy."
        return Framing("supposed", conditional or (points and len(words) <= SHORT), start, end)
    joined = [word.lower for word in (*plain(around.before), *around.quoted[:1])][:1]
    future = conditional or any(word.lower in ("will", "'ll") for word in around.quoted)
    if lowers[0] in ("if", "unless") and future and (conditional or joined[0] in COORDINATORS | {"then"}):
        return Framing("supposed", joined[0] in COORDINATORS | {"then"}, start, end)
    if has_owner(words) and len(words) <= ASIDE and "?" in lowers_of(around.previous)[-1]:
        return Framing("reported", False, start, end)  # "Their answer?"
    if len(words) > INTRODUCING or not set(lowers) & lex.POINTING:
        return None
    clauses = split_clauses(words)
    governor = next((n for n in range(len(clauses) - 1, -1, -1) if clauses[n].words), 0)
    said = read_predicate(clauses, governor)
    ends = lex.BELIEVING | lex.DENYING | lex.REPORTS | (lex.POINTING - {"it"}) | {"us", "me", "you", "true"}
    if said.is_factive or lowers[-1] not in ends:
        return None
    if lowers[-1] in lex.REPORTS and lowers[-2:-1] != [] and lowers[-2] in ("this", "that", "these", "those"):
        return None  # "he is innocent of this charge"
    heeded = not is_negated(text_of(words))  # not "I do not care what they say"
    if said.kind == "reported" and heeded and not around.attributed:
        return Framing("reported", True, start, end)
    what = {"what", "following"} & set(lowers)
    if (
        said.denials % 2
        and set(lowers) & lex.BELIEVING
        and (what or ("this" in lowers and not set(lowers) & lex.DENYING))
    ):
        return Framing("denied", len(words) <= SHORT, start, end)
    return None


def read_following(around: Surroundings) -> Framing | None:
    """Return whether the sentence after a stretch takes it back: "Not a word of that is true.", "That is, if …"."""
    words = plain(around.following)
    inside = [word for word in around.following if words and word.end < words[-1].start]
    if not words or plain(around.after):
        return None
    start, end = around.following[0].start, around.following[-1].end
    asks = any("?" in word.lower for word in around.following)
    if len(words) > 2 and words[0].lower in ("but", "or", "well"):
        words = words[1:]
    if text_of(words[:3]) in (" at least that ", " at least this "):
        words = words[2:]
    text = text_of(words)
    if text.startswith((" that is if ", " that is unless ", " that is only ")):
        text = text.removeprefix(" that is")
    if opens_with(text, lex.NO_CONDITIONS) or asks:
        return None
    if text.startswith(" if ") and (comment := read_comment(words)) is not None:
        return replace(comment, start=start, end=end)
    if opens_with(text, frozenset(("if", "unless", "only if", "provided", "except", "assuming"))):
        commas = sum(word.lower == "," for word in inside)
        asides = (words[0].lower == "that") + 2 * (" of course " in text) + text.endswith(" that is ")
        fragment = len(words) <= SHORT + 3 and commas <= asides
        return Framing("restricted", True, start, end) if fragment else None
    if opens_with(text, lex.RESERVING_PHRASES | lex.HEARSAY) and len(words) <= SHORT and not has_clause(words):
        return Framing("restricted" if opens_with(text, lex.RESERVING_PHRASES) else "reported", True, start, end)
    away = text.startswith((" that is not ", " that 's not ", " this is not ", " that was not ")) and " what " in text
    if len(words) <= SHORT and (away or takes_back(words)):
        return Framing("denied", not reports_of_others(plain(around.quoted)), start, end)
    comment = read_comment(words) if len(words) <= SHORT + 3 else None
    if comment is None and len(words) <= ASIDE and not any(is_verb(words, at) for at in range(len(words))):
        comment = read_fragment(words, is_negated(text_of(around.quoted)))
    return comment and replace(comment, start=start, end=end)
