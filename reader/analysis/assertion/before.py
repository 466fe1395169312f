"""What the words before a stretch make of it: its sentence is read from the clause next to it outwards.

Denials are counted, so that "nobody can deny that" denies nothing; a factive predicate ends the reading.
"""

from collections.abc import Sequence
from dataclasses import replace

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion.clauses import ADVERBIAL, COMPLEMENTS, COORDINATORS, DASHES, Clause, split_clauses
from reader.analysis.assertion.comments import ends_in_others_view
from reader.analysis.assertion.predicates import Predicate, has_owner, is_factive, read_predicate, reports_of_others
from reader.analysis.assertion.words import (
    ASIDE,
    MARKS,
    SHORT,
    FrameKind,
    Framing,
    Surroundings,
    Word,
    begins_subject,
    has_clause,
    has_phrase,
    is_negated,
    is_report,
    is_verb,
    opens_with,
    plain,
    text_of,
    without,
)
from reader.analysis.lexicon import FUNCTION_WORDS, PREPOSITIONS, REPORTING_VERBS, is_english

ANSWERS = frozenset(("no", "yes", "well", "oh", "look"))

OWN = lex.FIRST_PERSON | frozenset(("my", "our", "this", "that", "these", "all", "both", "us"))

INVERTED = frozenset(("had", "were", "should"))
"""First words of a condition without "if": "had you told me"."""


def read_before(around: Surroundings) -> Framing | None:
    """Return what the words before a stretch make of it, from the clause next to it outwards."""
    words = list(around.before)
    linked = bool(words) and words[-1].lower in MARKS
    if len(words) > 2 and words[-1].lower == "," and words[-2].lower in ANSWERS and words[-3].lower in MARKS:
        words, linked = words[:-2], True  # "analysts said, ‘No, …’"
    while words and words[-1].lower in MARKS:
        words.pop()
    if words and begins_with_that(around.quoted) and words[-1].lower != "that":
        words.append(around.quoted[0])
    if not words:
        return None
    reader = ClauseReader(split_clauses(words), around, linked)
    framing = reader.read() or reader.read_tail()
    if framing is not None and framing.kind == "reported" and (condition := reader.inverted(0)) is not None:
        return replace(framing, kind=condition.kind)
    return framing


def begins_with_that(words: Sequence[Word]) -> bool:
    """Return whether words begin with the "that" of a clause that something governs."""
    return len(words) > 1 and words[0].lower == "that" and not is_verb(words, 1)


class ClauseReader:
    """The clauses before a stretch, read from the last to the first."""

    def __init__(self, clauses: Sequence[Clause], around: Surroundings, linked: bool) -> None:
        self._clauses = clauses
        self._around = around
        self._linked = linked
        self._denials = 0
        self._certain = True
        self._unknown = False
        """True if a clause governs the stretch of which nobody knows what it says of it."""
        self._ended = False
        """True once nothing farther out matters."""
        self._attribution = around.attributed and not names_source(around)
        """True while the clause that tells who says the stretch is still to be read."""

    def read(self) -> Framing | None:
        at = len(self._clauses) - 1
        own = self._clauses[at].words
        if own:
            if (found := self._read_own(at)) is not None:
                return found
            governs = self._governs_unmarked(at)
            found = self._read_governor(at) if governs else self._read_lead(at)
            if found is not None:
                return found
        while at >= 0 and not self._ended:
            found, at = self._step(at)
            if found is not None:
                return found
        if self._denials % 2:
            return self._framing("denied", 0)
        return self._framing("supposed", 0, certain=False) if self._unknown else None

    def read_tail(self) -> Framing | None:
        """Return what the last words make of a stretch, whatever they are part of: "as long as", "he goes, ‘"."""
        text = text_of(plain(self._around.before))
        if text.endswith(tuple(f" {phrase} " for phrase in lex.RESERVING_PHRASES)) and text.count(" ") <= SHORT:
            return self._framing("restricted", 0)
        own = lex.FIRST_PERSON & set(text.split())
        return self._framing("reported", 0, certain=False) if self._linked and not own else None

    def _framing(self, kind: FrameKind, at: int, certain: bool = True) -> Framing:
        end = self._around.before[-1].end
        first = self._clauses[at]
        return Framing(
            kind, certain and self._certain, first.words[0].start if first.opener == "(that)" else first.start, end
        )

    def _read_own(self, at: int) -> Framing | None:
        """Return a negation in the part of the stretch's own clause that was cut off: "we will not | raise taxes"."""
        own, quoted = self._clauses[at].words, self._around.quoted
        text = text_of(own)
        if own[-1].lower in ("perhaps", "maybe"):
            return self._framing("supposed", at, certain=False)
        if own[-1].lower in lex.HEARSAY:
            return self._framing("reported", at)
        if text.endswith(tuple(f" {phrase} " for phrase in lex.HYPOTHETICAL)):
            return self._framing("supposed", at)
        if self._governs_unmarked(at):
            return None
        if is_negated(text) and (own[-1].lower in lex.NEGATIONS or not begins_subject(quoted[0]) or self._linked):
            if has_phrase(text, lex.DENYING_PHRASES) or any(word.lower in lex.DENYING for word in own):
                return None
            noun = any(word.lower in ("of", "in", "on") for word in own[-2:])
            noun = noun or (self._around.attributed and quoted[0].lower not in lex.VERBS)
            return self._framing("denied", at, certain=not noun)
        if has_phrase(text, lex.DENYING_PHRASES) and not is_negated(text):
            return self._framing("denied", at)
        return None

    def _read_lead(self, at: int) -> Framing | None:
        """Return what a phrase before the subject of a stretch makes of it, if it is no addition: "in a way"."""
        own = plain(self._clauses[at].words)
        last = own[-1].lower if own else ""
        has_own = any(is_verb(own, number) for number in range(len(own))) or last in PREPOSITIONS | FUNCTION_WORDS
        starts = begins_subject(self._around.quoted[0]) and has_clause(plain(self._around.quoted)[:SHORT])
        return self._fronted_phrase(at) if own and starts and not has_own else None

    def _governs_unmarked(self, at: int) -> bool:
        """Return whether the last clause ends in a predicate whose clause begins with the stretch: "I think | …"."""
        last = self._clauses[at].words[-1].lower
        quoted = self._around.quoted
        return last in lex.PREDICATES - lex.EVALUATING and (self._linked or begins_subject(quoted[0]))

    def _step(self, at: int) -> tuple[Framing | None, int]:
        """Read the opener of the clause at `at`; return what it makes of the stretch, and the clause to go on with."""
        opener = self._clauses[at].opener
        if opener in ("", "(", ")"):
            if opener and at:
                return None, at - 1
            return (self.inverted(at) if not at else None), -1
        if opener in COMPLEMENTS:
            governor = self._governor(at)
            if governor >= 0 and self._clauses[governor].words[-1:] and self._clauses[governor].words[-1].lower == "so":
                return self._framing("supposed", governor, certain=False), -1  # "we work so that"
            return (None, -1) if governor < 0 else (self._read_governor(governor), governor)
        if opener in lex.CONDITIONS | lex.RESERVATIONS:
            return self._condition(at), -1
        if opener in COORDINATORS:
            conditional = any(clause.opener in lex.CONDITIONS for clause in self._clauses[:at])
            if text_of(self._clauses[at].words).startswith((" i ", " we ")) and not conditional:
                return None, -1  # a sentence of its own: "it is late, and I say that"
            self._certain = self._certain and self._clauses[at - 1].opener == "," and not self._clauses[at - 1].words
            if opener == "or" and not self._clauses[at].words and "whether" in {c.opener for c in self._clauses}:
                self._certain = True
            return None, at - 1
        if opener == ",":
            return self._fronted(at), -1
        if opener == ":" or opener in DASHES:
            return self._introduced(at), -1
        return self._reason(at), -1

    def _governor(self, at: int) -> int:
        """Return the clause that governs the one at `at`: the one before, but for what commas set aside."""
        before = at - 1
        while before > 0 and self._clauses[before].opener in (",", "(", ")", *DASHES):
            if any(word.lower in lex.PREDICATES | REPORTING_VERBS for word in self._clauses[before].words):
                if not (self._attribution and is_report(self._clauses[before].words)):
                    break
                self._attribution = False  # "it is not true, Lee said, that"
            before -= 1
        listed = before > 0 and self._clauses[before].opener == "and"
        while listed and before > 0 and not self._clauses[before].has_predicate:
            before -= 1  # "this shows donors, activists and officials that"
        return before

    def _read_governor(self, at: int) -> Framing | None:
        """Take note of what the clause at `at` says of what it governs. No denials are left after a factive one."""
        said = read_predicate(self._clauses, at)
        if self._attribution and said.kind == "reported":
            self._attribution = False
            said = Predicate(denials=said.denials)
        if said.is_factive:
            self._ended = True
            return None
        if said.kind is not None and not (said.denials + self._denials) % 2:
            return self._framing(said.kind, at, said.certain)
        self._denials += said.denials
        relative = self._clauses[-1].opener == "that" and is_verb(plain(self._around.quoted), 0)
        self._unknown = self._unknown or (said.is_unknown and not relative and not self._around.attributed)
        self._certain = self._certain and said.certain
        if said.kind is not None:
            return self._framing("denied", at)
        return None

    def _condition(self, at: int) -> Framing | None:
        clause = self._clauses[at]
        rest = [word for each in self._clauses[at + 1 :] for word in each.words]
        text = f" {clause.opener}{text_of([*clause.words, *rest, *self._around.quoted])}"
        before = self._clauses[at - 1].words if at else ()
        if opens_with(text, lex.NO_CONDITIONS):
            return None
        if clause.opener in lex.RESERVATIONS or (before and before[-1].lower == "only"):
            return self._framing("restricted", at)
        return self._framing("supposed", at)

    def inverted(self, at: int) -> Framing | None:
        """Return a condition without "if" at the start of a sentence: "had you told me that"."""
        words = self._clauses[at].words
        if len(words) > 1 and words[0].lower in INVERTED and begins_subject(words[1]) and len(self._clauses) > 1:
            return self._framing("supposed", at)
        if words and words[0].lower == "only" and words[1:]:
            return self._framing("restricted", at)
        return None

    def _fronted(self, at: int) -> Framing | None:
        """Return what a clause or phrase before a comma makes of the clause behind it: "if we did nothing, …"."""
        before = self._clauses[at - 1].words
        if before and (before[-1].lower in lex.SUPPOSING or (self._linked and is_report(before))):
            return self._read_governor(at - 1)  # "people say, ‘…’"
        if opens_with(text_of(plain(self._around.before)), lex.RESERVING_PHRASES):
            return self._framing("restricted", 0)  # "by and large, …"
        words = (*self._clauses[at].words, *self._around.quoted)
        conditional = any(word.lower in lex.CONDITIONAL_VERBS for word in words)
        fronted = (self._fronted_clause(number, at, conditional) for number in range(at - 1, -1, -1))
        return next((found for found in fronted if found is not None), None)

    def _fronted_clause(self, number: int, at: int, conditional: bool) -> Framing | None:
        clause = self._clauses[number]
        before = self._clauses[number - 1].words if number else ()
        commas = sum(each.opener == "," for each in self._clauses[number + 1 : at])
        text = f" {clause.opener}{text_of(clause.words)}".replace("  ", " ")
        if clause.opener == "whether" and " or " in f" {text_of(self._around.before)} ":
            return None  # "whether you like it or not, …"
        if clause.opener in lex.CONDITIONS | lex.RESERVATIONS and not (
            before and before[-1].lower in lex.ASKING | lex.FACTIVE
        ):
            found = self._condition(number)
            return found and replace(found, certain=found.certain and (not commas or conditional))
        words = text_of(clause.words)
        if has_phrase(words, lex.HYPOTHETICAL):
            return self._framing("supposed", number, not commas)
        whose = {word.lower for word in clause.words}
        if opens_with(words, lex.ACCORDING):
            trusted = whose & (lex.AUTHORITIES | lex.FIRST_PERSON) and not has_owner(clause.words)
            if trusted or self._around.attributed:
                return None
            return self._framing("reported", number, not commas)
        if opens_with(words, lex.HEARSAY) and len(clause.words) <= ASIDE:
            return self._framing("reported", number, not commas)
        if opens_with(words, lex.RESERVING_PHRASES):
            return self._framing("restricted", number, not commas and len(clause.words) <= SHORT)
        if opens_with(text, frozenset(("without", "but for", "were it not", "had it not"))) and conditional:
            return self._framing("supposed", number, not commas)
        if clause.opener == "as" and reports_of_others(clause.words) and not self._around.attributed:
            return self._framing("reported", number, certain=False)
        if clause.opener == "" and (found := self.inverted(number)) is not None and found.kind == "supposed":
            return found
        return self._fronted_phrase(number)

    def _fronted_phrase(self, number: int) -> Framing | None:
        """Return whether words that a comma sets apart before a stretch may be more than an addition."""
        clause = self._clauses[number]
        if self._around.attributed or self._denials % 2 or not without(text_of(clause.words), lex.NO_NEGATIONS).strip():
            return None
        inner = clause.opener in COORDINATORS | COMPLEMENTS or clause.words[0].lower in lex.CONCESSIVE
        if len(clause.words) <= SHORT and not inner and ends_in_others_view(clause.words):
            return self._framing("reported", number, certain=False)
        if clause.opener in COMPLEMENTS or (is_addition(clause, not number) and is_placed(clause.words)):
            return None
        return self._framing("restricted", number, certain=False)

    def _introduced(self, at: int) -> Framing | None:
        """Return what the clause before a colon or dash makes of the one behind it: "they tell you this: …"."""
        governor = at - 1
        introducing = lex.PREDICATES - lex.PERHAPS - lex.FACTIVE
        words = self._clauses[governor].words if governor >= 0 else ()
        if governor > 0 and self._clauses[governor].opener in COMPLEMENTS and is_factive(self._clauses, governor - 1):
            return None  # "I do not care what they say: …"
        if any(word.lower == "otherwise" for word in words):
            return None
        lowers = {word.lower for word in words}
        if not lowers & introducing:
            own = lowers & (lex.FIRST_PERSON | lex.AFFIRMING | lex.FACTIVE | {"my", "our", "you", "this"})
            others = lex.THIRD_PERSON & lowers or not (own or not any(is_verb(words, n) for n in range(len(words))))
            return (
                self._framing("reported", governor, certain=False) if others and not self._around.attributed else None
            )
        found = self._read_governor(governor)
        if found is None and self._denials % 2:
            return self._framing("denied", governor, certain=self._clauses[at].opener == ":")
        self._ended, self._unknown = True, False
        return found

    def _reason(self, at: int) -> Framing | None:
        """Return whether the reason that a stretch gives is denied: "not because", or perhaps "did not … because"."""
        opener, main = self._clauses[at].opener, (self._clauses[at - 1].words if at else ()) or self._around.after
        open_ended = {word.lower for word in main} & (lex.CONDITIONAL_VERBS | {"will", "'ll", "shall", "can", "must"})
        if opener == "as" and at and text_of(self._clauses[at - 1].words) == " soon ":
            return self._framing("supposed", at - 1, certain=False)
        if opener in ("when", "before", "after", "than", "once") and not self._clauses[at].words and open_ended:
            return self._framing("supposed", max(0, at - 1), certain=False)
        if opener == "though" and at and not self._clauses[at].words:
            return self._framing("supposed", at - 1)
        if at and has_phrase(f"{text_of(self._clauses[at - 1].words)}{opener} ", lex.HYPOTHETICAL):
            return self._framing("supposed", at - 1)
        if at and has_phrase(text_of(self._clauses[at - 1].words), lex.DENYING_PHRASES):
            return self._framing("denied", at - 1)
        if self._clauses[at].opener == "because" and at and text_of(self._clauses[at].words)[:4] != " of ":
            before = self._clauses[at - 1].words
            if is_negated(text_of(before)):
                return self._framing("denied", at - 1, certain=before[-1].lower == "not")
        return None


def names_source(around: Surroundings) -> bool:
    """Return whether the author's words tell who says a stretch beside what governs it: "some believe, Lee says, …"."""
    clauses = split_clauses(around.after)
    inserted = [each for each in clauses[:2] if is_report(each.words)]
    clauses = split_clauses(around.before)
    for at, each in enumerate(clauses[1:-1], 1):
        alone = at + 1 == len(clauses) - 1 or clauses[at + 2].opener in COMPLEMENTS
        if each.opener == "," == clauses[at + 1].opener and alone and is_report(each.words):
            inserted.append(each)
    return bool(inserted) or " according to " in text_of(around.before) or " according to " in text_of(around.after)


def is_addition(clause: Clause, initial: bool) -> bool:
    """Return whether words that a comma sets apart only add something: when, where, why, to whom, as is known.

    A capital shows a name, but in the `initial` word of a sentence only if that is no English word.
    """
    first, lowers = clause.words[0].lower, {word.lower for word in clause.words}
    if clause.opener in COORDINATORS or first in COORDINATORS or lowers & lex.AUTHORITIES:
        return True
    if lowers & lex.LIMITING or opens_with(text_of(clause.words), lex.RESERVING_PHRASES):
        return False
    if any(is_verb(clause.words, number) for number in range(len(clause.words))):
        return True
    named = clause.words[0].capital and not (initial and is_english(first))
    return named or clause.opener in ADVERBIAL or first.endswith("ly") or first[0].isdigit() or first in lex.ADDING


def is_placed(words: Sequence[Word]) -> bool:
    """Return whether a phrase with a preposition says when, or where of the speaker's own or of a name."""
    lowers = [word.lower for word in words]
    if lowers[0] not in PREPOSITIONS:
        return True
    own = lex.FIRST_PERSON | {"my", "our"}
    if (has_owner(words) and "your" not in lowers) or lex.THIRD_PERSON & set(lowers):
        return False
    if lowers[0] in ("for", "to") and not (lex.TIMES | own) & set(lowers):
        return False
    if own & set(lowers) or lowers[-1] in lex.AUTHORITIES or (lowers[1:2] and lowers[1] in OWN | {"your"}):
        return True
    known = lex.TIMES | lex.ADDING | FUNCTION_WORDS
    dated = lex.TIMES & set(lowers) and all(lower in known or lower[0].isdigit() for lower in lowers)
    return bool(dated) or any(word.capital or word.lower[0].isdigit() for word in words[1:])
