"""What the rest of a sentence makes of a stretch, and what words that were left out within it made of it."""

from collections.abc import Sequence
from dataclasses import replace

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.before import is_addition
from reader.analysis.assertion.clauses import DASHES, Clause, split_clauses
from reader.analysis.assertion.comments import EXCEPTIONS, insertion_kind, read_comment, takes_back
from reader.analysis.assertion.predicates import reports_of_others
from reader.analysis.assertion.words import (
    ASIDE,
    ENDS,
    MARKS,
    SHORT,
    FrameKind,
    Framing,
    Surroundings,
    Word,
    has_phrase,
    is_negated,
    is_report,
    opens_with,
    plain,
    text_of,
)
from reader.analysis.lexicon import FUNCTION_WORDS


def read_after(around: Surroundings) -> Framing | None:
    """Return what the rest of the sentence makes of a stretch: ", but only if the money is there"."""
    words = [word for word in around.after if word.lower not in MARKS]
    direct = bool(words) and words[0].lower[0].isalnum() and is_complete(around.quoted, words[0].lower)
    own = [word for word in words if word.lower[0] not in ENDS]
    clauses = [clause for clause in split_clauses(own) if clause.words or clause.opener not in ("", ",")]
    if around.attributed:
        clauses = without_attribution(clauses)
        direct = False
    for number, clause in enumerate(clauses):
        text = text_of([word for word in own if word.start >= clause.start and word.lower[0].isalnum()])
        goes_on = clause.opener in ("and", "so", "yet") and not text.startswith((" and only ", " so long "))
        if goes_on or (number and clause.opener == "or"):
            break
        if (kind := reserving_kind(clause, text, number, direct, clause is clauses[-1])) is not None and not (
            around.attributed and kind == "reported"
        ):
            certain = not number or clauses[number - 1].opener in ("but", ",", *DASHES) or kind != "denied"
            return Framing(kind, certain, clause.start if clause.opener else own[0].start, own[-1].end)
        if clause.opener == "but" and clause.words:
            if number and takes_back(clause.words):
                return Framing("denied", False, clause.start, own[-1].end)
            if clause.words[0].lower in lex.POINTING:
                return Framing("restricted", False, clause.start, own[-1].end)  # "…, but that was before the flood"
    return denying_rest(around, own, direct) or limiting_rest(around, clauses, direct)


def limiting_rest(around: Surroundings, clauses: Sequence[Clause], direct: bool) -> Framing | None:
    """Return what is cut off behind a stretch if it may take something back: "when the wind is right", "my foot"."""
    first = next((each for each in clauses if plain(each.words)), None)
    if first is None or around.attributed:
        return None
    lowers = [word.lower for word in first.words]
    own = [word for word in plain(around.after) if word.lower != "or"]
    remark = first.opener in (*DASHES, "or") or (own and own[0].lower in ("that", "this", "those"))
    if remark and not direct and len(own) <= SHORT and (comment := read_comment(own)) is not None:
        return replace(comment, start=own[0].start, end=own[-1].end)
    generic = direct and first.opener in ("when", "where", "while") and not lex.FIRST_PERSON & set(lowers)
    if direct and first.opener == "" and set(lowers) & {"only", "partly", "possibly", "perhaps", "maybe", "allegedly"}:
        return Framing("restricted", False, first.words[0].start, first.words[-1].end)
    generic = generic and not any(lower in lex.PAST or lower.endswith("ed") for lower in lowers)
    if generic or (not direct and first.opener in (",", *DASHES) and not is_addition(first, False)):
        return Framing("restricted", False, first.start if first.opener else first.words[0].start, first.words[-1].end)
    return None


def is_complete(words: Sequence[Word], following: str) -> bool:
    """Return whether words may be all of a clause: they do not end in "is not" or "when they"."""
    last = plain(words)[-1].lower
    incomplete = lex.VERBS | lex.NEGATIONS | FUNCTION_WORDS | {"i", "he", "she", "we", "they", "it", "you"}
    if following == "not" and last in lex.VERBS:
        return False
    return last not in incomplete - {"it", "you", "that", "this", "so", "do", "did", "go", "come", "work", "live"}


def without_attribution(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses behind "Lee said" and the like."""
    return [each for each in clauses if not is_report(each.words)]


def reserving_kind(clause: Clause, text: str, number: int, direct: bool, is_last: bool) -> FrameKind | None:
    """Return how a clause behind a stretch takes something back, by its first words."""
    if opens_with(text, lex.NO_CONDITIONS):
        return None
    if not number and opens_with(text, lex.MOCKERY):
        return "denied"
    bare = text
    for lead in (" but", " and", " though", " although", " albeit", " just"):
        bare = bare.removeprefix(lead) if not number or clause.opener == lead.strip() else bare
    if opens_with(text, lex.RESERVING_PHRASES) or (
        opens_with(bare, lex.RESERVING_PHRASES) and (not bare.startswith(" not ") or direct or bare != text)
    ):
        return "restricted"
    if not direct and bare.startswith(" with ") and EXCEPTIONS & {word.lower for word in clause.words}:
        return "restricted"
    if clause.opener in lex.RESERVATIONS or (bare.split()[:1] and bare.split()[0] in lex.RESERVATIONS - {"only"}):
        return "restricted"
    if clause.opener in ("if", "whenever", "wherever") or bare.startswith((" if ", " assuming ", " supposing ")):
        return "supposed"
    if opens_with(bare, lex.HEARSAY | lex.ACCORDING) and not {word.lower for word in clause.words} & (
        lex.AUTHORITIES | lex.FIRST_PERSON
    ):
        return "reported"
    begins = direct and clause.opener == "" and clause.words and clause.words[0].lower not in lex.VERBS | lex.PREDICATES
    if begins and any(word.lower in lex.NEGATIONS for word in clause.words[:3]) and is_negated(text):
        return "denied"
    if clause.opener == "or" and clause.words and clause.words[0].lower in lex.VERBS:
        return "restricted"  # "…, or would have"
    return insertion_kind(clause.words) if clause.opener in (",", *DASHES, "as", "or", "so") and is_last else None


def denying_rest(around: Surroundings, own: Sequence[Word], direct: bool) -> Framing | None:
    """Return a denial of a stretch that is a subject: "the idea that … is nonsense", “…” is a lie."""
    words = plain(own)
    if not words or not direct or words[0].lower not in ("is", "was", "are", "'s", "would", "has"):
        return None
    named = {word.lower for word in words[:SHORT]}
    denied = is_negated(text_of(words[:SHORT]))
    if bool(named & (lex.DENYING | lex.EVALUATING)) != (denied and bool(named & {"true", "right", "so"})):
        return Framing("denied", bool(around.before), words[0].start, own[-1].end)
    known = named & (lex.FACTIVE | lex.AFFIRMING | {"true", "right", "correct"})
    return None if known else Framing("denied", False, words[0].start, own[-1].end)


def read_between(words: Sequence[Word]) -> Framing | None:
    """Return what words that were left out within a sentence made of the rest: "is *not* permitted"."""
    own = plain(words)
    if not own:
        return None
    start, end = own[0].start, own[-1].end
    text = text_of(own)
    if has_phrase(text, lex.DENYING_PHRASES | {"anything but"}) and not is_negated(text):
        return Framing("denied", True, start, end)
    if is_negated(text):
        beside = own[0].lower in lex.NEGATIONS or own[-1].lower in lex.NEGATIONS or len(own) <= ASIDE
        return Framing("denied", beside, start, end)
    bare = text
    for lead in (" but ", " and "):
        bare = bare if not bare.startswith(lead) else bare[len(lead) - 1 :]
    first = bare.split()[0]
    if first in lex.RESERVATIONS - {"only"} or opens_with(bare, lex.RESERVING_PHRASES):
        return Framing("restricted", True, start, end)
    if first in lex.CONDITIONS and not opens_with(bare, lex.NO_CONDITIONS):
        return Framing("supposed", True, start, end)
    if opens_with(bare, lex.HEARSAY) or (
        len(own) <= SHORT and own[-1].lower in lex.REPORTING and reports_of_others(own)
    ):
        return Framing("reported", True, start, end)
    limited = lex.LIMITING & {word.lower for word in own}
    return Framing("restricted", False, start, end) if limited else None
