"""What a few words say of the words beside them: "that is a lie", "so they say", "wrong", "within reason"."""

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.clauses import split_clauses
from reader.analysis.assertion.predicates import ends_in_others_view, read_predicate, reports_of_others
from reader.analysis.assertion.words import Framing, Words, first_sign


def read_comments(words: Words, points: bool = False) -> Framing | None:
    """Return what a sentence about what was said makes of it, the surest of its statements first."""
    affirms = words.first in lex.POINTERS and not words.is_negated and words.part(1, 3).names & (lex.TRUE - {"so"})
    parts = [words, *statements(words)] if len(words) <= 2 * lex.SHORT and not affirms else []  # "that is true, …"
    brief = [(part, points and not n) for n, part in enumerate(parts) if 0 < len(part) <= lex.SHORT + 3]
    return Framing.surest(comment for part, points in brief if (comment := read_comment(part, points)) is not None)


def statements(words: Words) -> list[Words]:
    """Return the main clauses of some words, without what presents them: "I can tell you that", "we know that"."""
    clauses, starts = split_clauses(words), [0]
    for number, clause in enumerate(clauses):
        joined = clause.opener in lex.COORDINATORS - {"or"} | lex.SEPARATING | {":"} and clause.words.has_verb
        before = number and clause.opener in ("that", "(that)") and clauses[number - 1].words
        said = read_predicate(clauses, number - 1) if before else None
        if joined or (said and (said.is_factive or not (said.kind or said.denials or said.is_unknown))):
            starts.append(clause.words[0].start if clause.words else clause.start)
    ends = [*starts[1:], words[-1].end if words else 0]
    parts = (Words(word for word in words if a <= word.start < b) for a, b in zip(starts, ends, strict=True))
    return [part.plain for part in parts]


def read_comment(words: Words, points: bool = False) -> Framing | None:
    """Return what some words about what was said make of it; `points` if their first word stands for it."""
    names, literal, first = words.names, words.literal, words.first
    nothing = first in lex.NEGATIONS and words.has(("of this", "of that", "of it", "of these", "of those"))
    points = points or first in lex.POINTERS or words.opens(("so goes", "so runs")) or nothing
    negated, reports, brief = bool(names & lex.NEGATIONS), reports_of_others(words), len(words) <= lex.ASIDE
    supposes = first in ("imagine", "picture") or words.opens(("just imagine", "only imagine"))
    wish = words.lowers[:2] == ["i", "wish"] and words.part(2, 3).names <= {"i", "it", "that", "this"}
    proof = names & lex.PROVING and (first == "there" or names & lex.POINTERS)  # "nobody ever proved this"
    inside = words.last in lex.POINTERS and words.part(-2, -1).names & {"to", "in", "for"}
    untrue = first in {"there", *lex.NEGATIONS} and literal.is_negated and (proof or inside)
    wish = wish and not negated and words.last != "otherwise"
    retracted = wish or untrue or (len(words) <= lex.SHORT and takes_back(words, points))
    quoting = (names & lex.QUOTING and not negated and "me" not in names) or ("what" in names and words[2:] and reports)
    told = first in lex.POINTERS and "what" in words.lowers[:4] and reports_of_others(words.part(3))
    so = first == "so" and (ends_in_others_view(words.part(1)) or words.part(1, 2).names & lex.REPORTING)
    acts = words.acts or first == "there" or words.part(1).is_past  # "the best scenario happened"
    alone = not (acts or len(words) > lex.SHORT or names & lex.FIRST_PERSON)
    wrong = (
        literal.names & (lex.EVALUATING - lex.DEPLORING | lex.DENYING | {"hardly"}) and not words.part(0, -1).is_negated
    )
    some = words.part(2, 3).names & {"for", "to"} and not names & (lex.ANYTHING | lex.AGREED)  # "that goes for the men"
    limited = some or literal.names & (lex.LIMITING | {"just"})
    opposite = names & lex.OPPOSITE and not words.has(("opposite of", "contrary of", "reverse of"))
    scoped = (points or names & lex.POINTERS) and names & lex.SCOPING and limited
    excepted = names & lex.EXCEPTIONS and (first == "there" or names & lex.FIRST_PERSON) and not negated
    return first_sign(
        words,
        (
            (reports and ("otherwise" in names or {"what", "can"} <= names), None, False),
            (scoped or excepted, "restricted", True),
            (words.opens(lex.MOCKERY) or mocks(words) or (retracted and not supposes), "denied", True),
            (len(words) <= lex.ASIDE + 2 and (words.has(lex.UNSURE) or words.ends(("we will see",))), "supposed", True),
            (brief and supposes, "supposed", True),  # "just imagine"
            (quoting, "reported", told or names & (lex.THIRD_PERSON | {"opponent"})),  # "I am quoting the minister"
            ({"used", "to"} <= names and says_it(words), "denied", True),  # "I used to believe that"
            (so or (says_it(words) and not negated and reports), "reported", True),  # "they actually said that"
            (points and names & (lex.REPORTS | lex.SAID) and not_own(words), "reported", True),
            (points and ends_in_others_view(words), "reported", True),  # "this is the sort of thing they say"
            (points and not names & lex.FIRST_PERSON and "what" in names and names & lex.REPORTING, "reported", True),
            (first == "with" and names & lex.EXCEPTIONS, "restricted", True),
            (opposite and (points or first == "the" or not words.acts), "denied", True),
            (alone and wrong, "denied", names & (lex.DENYING | {"wrong", "mistaken", "hardly"})),
            (alone and names & lex.LIMITING, "restricted", False),
        ),
    )


def not_own(words: Words) -> bool:
    """Return whether what a sentence points at is said to be somebody else's: "those are his words, not mine"."""
    names = words.names
    owned = (words.lowers.index(lower) for lower in names & lex.SAID)
    others = words.has_owner or names & lex.THIRD_PERSON or any(words.lowers[at + 1 : at + 2] == ["of"] for at in owned)
    own = not others and bool(names & {"my", "our", "mine", "ours"})  # not "the words of my predecessor"
    if not (own or others or words.is_negated or names & lex.SLOGANS):
        return False  # "that is the message"
    return (own == words.is_negated or "mine" in names) and not (names & lex.AFFIRMING or words.has(("idea of",)))


def mocks(words: Words) -> bool:
    """Return whether a mocking phrase that cannot be meant otherwise is among some words: "give me a break"."""
    return words.has(phrase for phrase in lex.MOCKERY if phrase.count(" ") and not phrase.startswith(("as ", "not ")))


def says_it(words: Words) -> bool:
    """Return whether a verb of saying or believing among some words points at what was said: "nobody believes that"."""
    lowers = words.literal.lowers
    rows = zip(lowers, lowers[1:], [*lowers[2:], ""], strict=False)
    return any(
        a in lex.NO_BELIEF | lex.BELIEVING | lex.PROVING
        and (b == "such" or (b in lex.REFERRING and (not c or c in lex.BEHIND)))
        for a, b, c in rows
    )


def takes_back(words: Words, points: bool) -> bool:
    """Return whether words say of those before them that they are not so: "that is a lie", "nobody believes that"."""
    literal = words.literal
    names = literal.names
    boasts = {"say", "can"} <= names and not names & lex.FIRST_PERSON  # "nobody else can say that"
    boasts = boasts or {"would", "not", "have", "happened"} <= names  # "it would not have happened without her"
    later = literal.plain.part(-2, -1).names & {"after", "before", "since"}  # "I had no worries after that"
    if names & {"other", "else", "always", "every", "often"} or {"you", "can"} <= names or boasts or later:
        return False  # "no other country can say that"
    ends = {literal.first, *literal.lowers[-2:]} & lex.REFERRING
    is_object = says_it(words)
    if not (points or ends or is_object or "word" in names or len(literal) <= lex.ASIDE):
        return False  # "I do not think it is rocket science"
    own = literal.first in ("i", "we") and literal.last in lex.REFERRING  # "we rejected that"
    admitted = len(literal) <= 3 and names & {"wrong", "mistaken"}  # "I was wrong"
    denying = bool(names & (lex.DENYING if own else lex.DENYING - lex.NO_DENIALS) or admitted)
    about = points or is_object or names & (lex.POINTERS | {"so", "word"}) or len(literal) <= 3
    return bool(about and (denying or is_object or names & lex.NO_BELIEF)) and denying == names.isdisjoint(
        lex.NEGATIONS
    )
