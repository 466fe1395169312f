"""What the rest of a sentence makes of a stretch, and what was left out within it made of it."""

from collections.abc import Sequence
from itertools import pairwise

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.clauses import Clause, is_addition, is_idle, is_placed, split_clauses
from reader.analysis.assertion.comments import mocks, read_comments
from reader.analysis.assertion.predicates import ends_in_others_view
from reader.analysis.assertion.words import (
    MARKS,
    NO_WORDS,
    FrameKind,
    Framing,
    Sign,
    Surroundings,
    Words,
    first_sign,
    framing_by,
)
from reader.analysis.lexicon import ARTICLES, FUNCTION_WORDS, PREPOSITIONS
from reader.analysis.tokens import TERMINATORS


def read_after(around: Surroundings) -> Framing | None:
    """Return what the rest of the sentence makes of a stretch: ", but only if the money is there"."""
    words = Words(word for word in around.after if word.lower not in MARKS)
    own = Words(word for word in words if word.lower[0] not in TERMINATORS)
    last = around.quoted.plain.last
    complete = last in lex.ENDINGS or last not in lex.VERBS | lex.NEGATIONS | FUNCTION_WORDS | lex.NOMINATIVES
    direct = bool(own) and words.first[0].isalnum() and complete and not around.attributed
    clauses = [clause for clause in split_clauses(own) if clause.words or clause.opener not in ("", ",")]
    if around.attributed:
        clauses = [each for each in clauses if not each.words.is_report]
    for number, clause in enumerate(clauses):
        rest = Words(word for word in own if word.start >= clause.start).plain
        start = clause.start if clause.opener else own[0].start
        comment = None if around.attributed else read_aside(clause, rest)
        if comment is not None:
            return Framing(comment.kind, comment.certain, start, own[-1].end)
        goes_on = clause.opener in ("and", "so", "yet") and not rest.opens(("and only", "and then only", "so long"))
        following = [each.opener for each in clauses[number + 1 :]]
        explained = clause.opener == ":" and not clause.words and following[2:] and following[0] in lex.CONDITIONS
        if goes_on or explained or (number and clause.opener == "or"):
            break  # "…: if it rains, the boats stay, and"
        former = clauses[number - 1] if number else Clause("", NO_WORDS, 0)
        conceded = clause.opener == "if" and former.words.last == "even"
        conceded = conceded or clause.opener == former.opener == "as"  # "as safe as they think"
        conceded = conceded or (former.opener == ":" and former.words.has_clause)  # "…: they lose if it rains"
        conceded = conceded or (around.quoted.is_negated and rest.first == "only")  # "not every day, only when …"
        if clause.opener == "but" and "only" not in clause.words.names and following[1:] and following[0] == "if":
            return None  # "…, but if it rains, we stay"
        if around.before.plain.last in lex.ADVERBIAL and (number or words.first == ","):
            break  # "because …, the boats stay, at least for now"
        kind = None if conceded else reserving_kind(clause, rest, number, direct, clause is clauses[-1])
        if kind is not None and not (around.attributed and kind == "reported"):
            certain = former.opener in ("", "but", ",", *lex.DASHES) or kind != "denied"
            passed = clause.opener == "once" or (clause.opener == "until" and around.quoted.is_past)
            certain = certain and not passed  # "the road was closed until the storm had passed"
            return Framing(kind, certain, start, own[-1].end)
        depends = clause.words.names & {"was", "were", "depends", "depend", "hinges"}
        if clause.opener == "but" and clause.words.first in lex.POINTERS and depends:
            return Framing("restricted", False, start, own[-1].end)  # "…, but that was before the flood"
        governs = clause.words.last in lex.PREDICATES and not lex.COMPLEMENTS.intersection(following[:1])
        says = clause.words.has_clause or (clause.words and clause.words.is_verb(0))
        if clause.opener == "but" and says and not governs:
            break  # "…, but it is fair, at least for now"
    subject = around.before.plain.first in ("that", "whether", "to", "saying") and words.first[:1].isalpha()
    ends = direct or subject or around.before.plain.last == "that"
    denied = denying_rest(around, own.plain, subject) if ends and own.plain else None
    if around.attributed:
        return denied if around.before.last == "that" and denied and denied.certain else None
    return denied or limiting_rest(around.quoted, clauses, direct)


def read_aside(clause: Clause, rest: Words) -> Framing | None:
    """Return what a clause behind a stretch says of it: "and that is a lie", "which is false", "a story that"."""
    opener, words = clause.opener, rest.part(rest.first in lex.COORDINATORS | {"which", "although", "though"})
    inverted = rest.part(1, 2).names & (lex.REPORTING | ARTICLES | {"goes", "runs"})  # "so says the ministry"
    told = rest.first in ("so", "thus") and len(rest) <= lex.SHORT and (inverted or ends_in_others_view(rest.part(1)))
    if told or (words.last in ("goes", "runs", "went") and words.names & lex.REPORTS):
        return framing_by(rest, "reported")
    if mocks(words) and opener not in lex.CONDITIONS | lex.RESERVATIONS | {""}:
        return framing_by(rest, "denied")
    apposed = opener in lex.SEPARATING | {"but"} and (words.first in lex.NAMING or words.has_owner)
    pointing = "which" in (rest.first, opener)
    pointing = pointing or (words.first in lex.POINTERS and opener not in ("", ",", "(that)", "that"))
    other = opener in lex.DASHES | {":", "and", "but", "though", "although"} and "you" not in words.names
    if not words or not (pointing or apposed or other):
        return None
    said = read_comments(words, pointing or (apposed and words.first not in lex.NOMINATIVES))
    if said is None or pointing:
        return said
    own = any(one in lex.REPORTING and two == "that" for one, two in pairwise(words.lowers[:-1]))
    if said.kind == "reported" and own:
        return None  # "… – then they said that they would stay"
    sure = said.certain and (said.kind != "supposed" or opener == "but") and (words.has_owner or not apposed)
    return said if sure or said.kind == "denied" else None


def limiting_rest(quoted: Words, clauses: Sequence[Clause], direct: bool) -> Framing | None:
    """Return what is cut off behind a stretch if it may take something back: "when the wind is right", "my foot"."""
    first = next((each for each in clauses if each.words.plain), None)
    if first is None or any(each.opener in lex.COORDINATORS - {"or"} for each in clauses[: clauses.index(first)]):
        return None
    head, possible = first.words.part(0, 3), quoted.names & (lex.POSSIBLY | {"can"})
    if first.opener == "or" and head.names & possible:
        return framing_by(first.words, "restricted")  # "we can look | or we can act"
    names = first.words.literal.names
    past = first.words.is_past
    generic = first.opener in ("when", "where", "while") and not (past or lex.FIRST_PERSON & names)
    only = first.opener == "" and names & {"only", "partly", "possibly", "perhaps", "maybe", "allegedly"}
    listed = first is not clauses[-1] and not names & lex.LIMITING
    elsewhere = first.words.first in ("in", "on", "for", "under", "within") and not is_placed(first.words)
    known = not names or (is_addition(first, False) and not (elsewhere and first.opener not in lex.ADVERBIAL))
    apart = first.opener in (",", *lex.DASHES) and not (listed or known)
    agreed = first.words.first in lex.AGREED or names & (lex.AGREED - {"it"})
    agreed = agreed or names & (lex.FACTIVE | lex.AUTHORITIES | lex.FIRST_PERSON | lex.TIMES)
    as_others = first.opener == "as" and not agreed and first.words.first not in ("far", "of")
    open_ended = generic or only if direct else apart or (generic and first.opener == "when") or as_others
    return framing_by(first.words, "restricted", False) if open_ended else None


def reserving_kind(clause: Clause, rest: Words, number: int, direct: bool, is_last: bool) -> FrameKind | None:
    """Return how a clause behind a stretch takes something back, by its first words."""
    words, bare, opener = clause.words, rest, clause.opener
    while bare.first in ("and", "but", "though", "although", "albeit", "just") and (not number or opener == bare.first):
        bare = bare.part(1)
    bare = bare.part(bare.first in lex.LIMITING | {"then"} and bare.part(1).opens(lex.RESERVING_PHRASES))
    first, trusted = bare.first, words.names & (lex.AUTHORITIES | lex.FIRST_PERSON)
    signs: tuple[tuple[object, FrameKind | None], ...] = (
        (rest.opens(lex.NO_CONDITIONS) and (not direct or is_idle(words)), None),
        (not number and rest.opens(lex.MOCKERY), "denied"),
        (bare.opens(("in case", "less", "minus", "partly because", "largely because", "mostly because")), None),
        (
            bare.opens(lex.RESERVING_PHRASES)
            and (first != "not" or direct or bare != rest or "counting" in words.names),
            "restricted",
        ),
        (is_last and words.last in ("only", "alone", "most") and not words.has_verb, "restricted"),
        (words.first in lex.INVERTED and words[1:] and words[1].begins_subject, "supposed"),  # "should the need arise"
        (rest.opens(("but not",)) and not rest.part(2, 3).names & {"only", "just", "because", "least"}, "restricted"),
        (first == "only" and opener in ("but", "though", "although"), "restricted"),
        (
            opener == "but"
            and words.first in ("just", "merely", "purely", "no")
            and words.part(1, 2).names & (PREPOSITIONS | {"further", "longer", "later"}),
            "restricted",
        ),  # "…, but just for a week"
        (not direct and first in PREPOSITIONS and lex.EXCEPTIONS & words.names, "restricted"),
        (opener == "but" and first in ("they", "those", "it") and words.part(2, 3).opens(("only",)), "restricted"),
        (opener == "but" and words.names & lex.OPPOSITE, "restricted"),  # "…, but in the north the opposite is true"
        (not is_last and bare.opens(("at first", "in the beginning", "initially")), "restricted"),  # "at first, but …"
        (opener == "once" and words.names & {"has", "have", "is", "are"}, "restricted"),
        (opener in lex.RESERVATIONS or first in lex.RESERVATIONS - {"only"}, "restricted"),
        (opener in ("if", "whenever", "wherever") or first in ("if", "assuming", "supposing"), "supposed"),
        (bare.opens(lex.HEARSAY | lex.ACCORDING) and not trusted and (is_last or words.last != "like"), "reported"),
        (opener == "or" and words.first in lex.CONDITIONAL_VERBS | {"should"}, "restricted"),  # "…, or would have"
        (opener in (",", *lex.DASHES, "as", "or", "so") and is_last, insertion_kind(words)),
    )
    return next((kind for holds, kind in signs if holds), None)


def denying_rest(around: Surroundings, words: Words, subject: bool) -> Framing | None:
    """Return a denial of a stretch that is a subject: "the idea that … is nonsense", “…” is a lie."""
    if not subject and words.first not in lex.INVERTING | {"'s", "fails"}:
        return None
    near = words.part(0, lex.SHORT).literal
    untrue = near.is_negated and bool(near.names & (lex.TRUE | lex.PROVING))
    signs: tuple[Sign, ...] = (
        (bool(near.names & (lex.DENYING | lex.EVALUATING)) != untrue, "denied", around.before),
        (not near.names & (lex.FACTIVE | lex.AFFIRMING | lex.TRUE), "denied", False),
    )
    return first_sign(words, signs)


def read_between(words: Words) -> Framing | None:
    """Return what words that were left out within a sentence made of the rest: "is *not* permitted"."""
    own = words.plain
    if not own.literal:
        return None
    beside = (own.part(0, 3).names | own.part(-3).names) & lex.NEGATIONS or len(own) <= lex.ASIDE
    bare = own.part(own.first in ("but", "and"))
    if (bare.first == "whether" and "or" in own.names) or bare.first in lex.CONCESSIVE:
        return None  # "whether they like it or not", "contrary to what they say"
    if own.is_negated and own.last in lex.BELIEVING:
        return framing_by(own, "denied")  # "something we did not think | we would see"
    if bare[1:] and bare.first in ("i", "we", "it", "that", "this") and bare.is_verb(1):
        return read_comments(bare)  # "and I do not care who hears it"
    told = insertion_kind(own) == "reported"
    signs: tuple[Sign, ...] = (
        (own.has(lex.DENYING_PHRASES) and not own.is_negated, "denied", True),
        (bare.last in ("only", "alone", "most"), "restricted", True),
        (bare.first in PREPOSITIONS and own.names & (lex.SUPPOSING | lex.REPORTS), "supposed", True),
        (own.is_negated, "denied", beside),
        (bare.first in lex.RESERVATIONS - {"only"} or bare.opens(lex.RESERVING_PHRASES), "restricted", True),
        (bare.first in lex.CONDITIONS and not bare.opens(lex.NO_CONDITIONS), "supposed", True),
        (bare.opens(lex.HEARSAY | lex.ACCORDING) or told, "reported", True),
        (lex.LIMITING & own.literal.names, "restricted", False),
    )
    return first_sign(own, signs)


def insertion_kind(words: Words) -> FrameKind | None:
    """Return what a short clause beside a stretch makes of it: "I hope", "say the experts", "they say"."""
    names, first = words.names, words.first
    if not words or words.is_negated or len(words) > lex.SHORT or first.endswith("ing"):
        return None
    if names & (lex.PERHAPS | lex.SUPPOSING) and first in ("i", "i'd", "we", "one", "let", "it", "hopefully"):
        return "supposed"
    if first in ("it", "this"):
        return "reported" if words.last in lex.REPORTING else None  # "…, it said"
    led = first in lex.REPORTING - lex.TELLING and len(words) > 1 and not names & (lex.FIRST_PERSON | {"what"})
    if led and not first.endswith("ing") and words[1].lower not in ("that", "it"):
        return "reported"
    known = words.part(0, 2).names & (lex.CONCESSIVE | {"you", "who", "what"})
    own = words.part(-2, -1).names & {"our", "my"}
    return "reported" if ends_in_others_view(words) and not (known or own) else None
