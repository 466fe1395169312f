"""Find out whether the words around a clause assert it, or deny, suppose, ask, report or restrict it.

"The poor should starve" is asserted in "I think that the poor should starve", not in "I would never say that …",
"if …", "my opponent claims that …" or "…, unless somebody pays". The words before it are divided into clauses
(`split_clauses`), which are read from the last to the first: each says by its predicate what becomes of what it
governs. Denials are counted, so that "nobody can deny that" denies nothing; a predicate that takes its clause for
granted ("did you know that") ends the reading. The rest of the sentence, and the sentences beside it, are read too.

The one idea: what is cut off is harmless only if it is known to be. Words that govern the clause and are in no list, or
stand beside it and are no known addition (when, where, why, to whom), leave it open: a framing that is not `certain`.

Pitfall: there is no parse. A reading that depends on how far a word reaches ("I do not think that A and B") is not
`certain`, either. The words are in `lexicon/frames.txt`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from reader.analysis.lexicon import DETERMINERS, FUNCTION_WORDS, PREPOSITIONS, REPORTING_VERBS, read_section
from reader.analysis.tokens import Token

FrameKind = Literal["denied", "supposed", "asked", "reported", "restricted"]

NEGATIONS = read_section("frames", "negations")
DENYING = read_section("frames", "denying")
EVALUATING = read_section("frames", "evaluating")
FACTIVE = read_section("frames", "factive")
REPORTING = read_section("frames", "reporting")
PROVING = read_section("frames", "proving")
BELIEVING = read_section("frames", "believing") | REPORTING
AFFIRMING = read_section("frames", "affirming")
ADDING = read_section("frames", "adding")
LIMITING = read_section("frames", "limiting")
TIMES = read_section("frames", "times")
REPORTS = read_section("frames", "reports")
SUPPOSING = read_section("frames", "supposing")
PERHAPS = read_section("frames", "perhaps")
ILLUSIONS = frozenset(("delusion", "delusions", "illusion", "illusions", "misconception", "misapprehension"))
"""What is no more so for nobody having it: "nobody is under the illusion that"."""
DREADING = read_section("frames", "dreading")
ASKING = read_section("frames", "asking")
PREDICATES = DENYING | EVALUATING | FACTIVE | PROVING | BELIEVING | REPORTS | SUPPOSING | PERHAPS | ASKING
CONDITIONS = read_section("frames", "conditions")
RESERVATIONS = read_section("frames", "reservations")
AUTHORITIES = read_section("frames", "authorities")
POINTING = read_section("frames", "pointing")
NO_BELIEF = read_section("frames", "no belief")
VERBS = read_section("frames", "verbs")
CONDITIONAL_VERBS = read_section("frames", "conditional verbs")
SUBJECTS = read_section("frames", "subjects")
FIRST_PERSON = read_section("frames", "first person")
QUESTION_STARTS = read_section("frames", "question starts")

NO_NEGATIONS = frozenset(phrase.replace("cannot", "can not") for phrase in read_section("frames", "no negations"))
IDIOMS = read_section("frames", "idioms")
MOCKERY = read_section("frames", "mockery")
DENYING_PHRASES = read_section("frames", "denying phrases")
RESERVING_PHRASES = read_section("frames", "reserving phrases")
HEARSAY = read_section("frames", "hearsay")
HYPOTHETICAL = read_section("frames", "hypothetical")
ACCORDING = read_section("frames", "according")
NO_CONDITIONS = read_section("frames", "no conditions")

COMPLEMENTS = frozenset(("that", "(that)", "how", "why", "what", "who", "which", "where"))
"""Openers of a clause that the clause before it governs; "(that)" stands for one that is not written."""

COORDINATORS = frozenset(("and", "or", "but", "yet", "so"))

ADVERBIAL = frozenset("because since when while although though as before after than".split())
"""Openers of clauses that say when or why."""

DASHES = frozenset(("—", "–", "--", "-"))

OPENERS = COMPLEMENTS | CONDITIONS | RESERVATIONS | COORDINATORS | ADVERBIAL | DASHES | frozenset(",:()")

COPULAS = frozenset(("is", "was", "are", "'s", "be", "not", "so", "such"))
"""Words before "that" in "the good news is that"."""

ANSWERS = frozenset(("no", "yes", "well", "oh", "look"))

THIRD_PERSON = frozenset(("he", "she", "they", "his", "her", "their"))

NOMINATIVES = frozenset(("i", "we", "he", "she", "they"))

OWN = FIRST_PERSON | frozenset(("my", "our", "this", "that", "these", "all", "both", "us"))

FAIR_TO_SAY = frozenset("fair safe right accurate important honest reasonable correct enough".split())
"""What it is to say what is so: "it is fair to say that"."""

ADDING_PREPOSITIONS = frozenset("by before after during with over through like of".split())

WANTING = CONDITIONAL_VERBS | frozenset("want wants wanted need needs will".split())

ANYTHING = frozenset("everything something anything nothing one ones those all".split())

CONCESSIVE = frozenset(("whatever", "whoever", "whichever", "however", "regardless", "despite", "contrary", "unlike"))

PAST = frozenset("was were had did came went took got began left saw said".split())

INVERTED = frozenset(("had", "were", "should"))
"""First words of a condition without "if": "had you told me"."""

MARKS = frozenset("“”„«»\"‘’'`")

ENDS = frozenset(".!?…")

CONTRACTED = {"m": "am", "re": "are", "ve": "have", "ll": "will"}
"""The verbs of "I'm" and the like."""

EXCEPTIONS = frozenset(("exception", "exceptions", "caveat", "caveats", "proviso", "condition"))

PHRASE = 5
"""Maximum words of a phrase: more have a verb, though it may be in no list."""

ASIDE = 4
"""Maximum words that may stand between a negation or reservation and the end of what was left out around them."""

SHORT = 9
"""Maximum words of a sentence that only takes back the one before it, or introduces the next."""

INTRODUCING = 14
"""Maximum words of "you know what the lobbyists told us?"."""


class Word(NamedTuple):
    """A word or sign of a text; "don't" is two, "do" and "not", in one place."""

    lower: str
    start: int
    end: int
    capital: bool = False


@dataclass(frozen=True, slots=True)
class Clause:
    """Words of a sentence with the word or sign that opens them."""

    opener: str
    words: tuple[Word, ...]
    start: int
    """The offset of the opener."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands around a stretch of a text."""

    quoted: Sequence[Word]
    before: Sequence[Word] = ()
    """The words of its sentence before it, and after it with the sign at its end."""
    after: Sequence[Word] = ()
    previous: Sequence[Word] = ()
    """The sentence before, and the one after."""
    following: Sequence[Word] = ()
    attributed: bool = False
    """True if the words around are the author's, who tells that somebody says the stretch."""


@dataclass(frozen=True, slots=True)
class Framing:
    """What the surroundings make of a clause."""

    kind: FrameKind
    certain: bool
    start: int
    end: int
    """The words that do so, from-to (half open) in the text."""


def read_words(tokens: Sequence[Token]) -> Iterator[Word]:
    """Yield the words of some tokens, with "not" and the verb of "I'm" as words of their own."""
    for token in tokens:
        lower = token.lower.replace("’", "'")
        subject, _, ending = lower.partition("'")
        if ending in CONTRACTED and subject:
            yield Word(subject, token.start, token.end, token.capital)
            yield Word(CONTRACTED[ending], token.start, token.end)
            continue
        verb = "can" if lower in ("cannot", "can't") else "will" if lower == "won't" else lower.removesuffix("n't")
        if verb != lower and verb:
            yield Word(verb, token.start, token.end, token.capital)
            yield Word("not", token.start, token.end)
        else:
            yield Word(lower, token.start, token.end, token.capital)


def find_framing(around: Surroundings) -> Framing | None:
    """Return what makes a stretch not asserted, the surest first; None if it is, or is no clause."""
    if not has_verb(around.quoted):
        return None
    readers: tuple[Callable[[Surroundings], Framing | None], ...] = (
        read_question,
        read_before,
        read_after,
        read_previous,
        read_following,
    )
    found = [framing for read in readers if (framing := read(around)) is not None]
    own = plain(around.quoted)
    clause = any(is_verb(own, at) or word.lower.endswith("ed") for at, word in enumerate(own))
    return next((framing for framing in found if framing.certain), found[0] if found and clause else None)


def text_of(words: Sequence[Word]) -> str:
    """Return words with spaces around each, so that a phrase can be looked for."""
    return f" {' '.join(word.lower for word in words)} "


def has_phrase(text: str, phrases: frozenset[str]) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def opens_with(text: str, phrases: frozenset[str]) -> bool:
    return any(text.startswith(f" {phrase} ") for phrase in phrases)


def plain(words: Sequence[Word]) -> list[Word]:
    return [word for word in words if word.lower[0].isalnum()]


def has_verb(words: Sequence[Word]) -> bool:
    """Return whether words may be a clause, or at least do something: "raise taxes"."""
    own = plain(words)
    return len(own) > PHRASE or any(is_verb(own, at) for at in range(len(own)))


def has_clause(words: Sequence[Word]) -> bool:
    return any(is_verb(words, at) and begins_subject(words[at - 1]) for at in range(1, len(words)))


def is_verb(words: Sequence[Word], at: int) -> bool:
    lower, before = words[at].lower, words[at - 1].lower if at else ""
    if before in NOMINATIVES:
        return True
    if lower in VERBS or lower in ("'re", "'ll", "'ve", "'m") or lower.endswith(("'re", "'ll", "'ve", "'m", "'d")):
        return before not in ("the", "a", "an", "this", "our", "their", "my", "his", "her", "your", "its", "of")
    return lower == "'s" and before in SUBJECTS


def is_negated(text: str) -> bool:
    """Return whether words negate something, not counting what is no negation: "there is no doubt"."""
    return not NEGATIONS.isdisjoint(without_idioms(text).split())


def without_idioms(text: str) -> str:
    """Return words without those that only seem to negate or report something."""
    text = without(text, IDIOMS)
    return text if NEGATIONS.isdisjoint(text.split()) else without(text, NO_NEGATIONS)


def without(text: str, phrases: frozenset[str]) -> str:
    for phrase in phrases:
        text = text.replace(f" {phrase} ", " ")
    return text


def split_clauses(words: Sequence[Word]) -> list[Clause]:
    clauses = [Clause("", (), words[0].start if words else 0)]
    for at, word in enumerate(words):
        here = clauses[-1]
        following = words[at + 1] if at + 1 < len(words) else None
        if opens_clause(word, following, here):
            clauses.append(Clause(word.lower, (), word.start))
        elif begins_unmarked(words, at, here):
            clauses.append(Clause("(that)", (word,), word.start))
        elif word.lower not in MARKS:
            clauses[-1] = replace(here, words=(*here.words, word))
    return clauses


def opens_clause(word: Word, following: Word | None, here: Clause) -> bool:
    before = here.words[-1].lower if here.words else ""
    if word.lower not in OPENERS or (word.lower == "but" and before in ("anything", "nothing", "all")):
        return False
    after = following.lower if following else ""
    if word.lower == "yet" and after == "to":
        return False
    if word.lower == "only":
        return False
    if word.lower in ("that", "what", "who", "which", "how", "why", "where", "so"):
        if not here.words and here.opener not in COMPLEMENTS and after in VERBS | PREDICATES | {"'s"}:
            return False  # "that is wrong"
        return following is None or word.lower != "so" or following.lower not in ("many", "much", "that", "far", "long")
    return word.lower != "as" or following is None or following.lower not in ("to", "far", "i", "we")


def begins_unmarked(words: Sequence[Word], at: int, here: Clause) -> bool:
    """Return whether a clause without "that" begins at a word: "I think | my opponent believes"."""
    governing = (BELIEVING | FACTIVE | PROVING | SUPPOSING) - {"tell", "tells", "told"}
    if not here.words or here.words[-1].lower not in governing or (here.words[-2:-1] and is_noun(here.words[-2:])):
        return False
    subject = words[at].lower in SUBJECTS or words[at].capital
    rest = words[at + 1 :]
    return subject and any(is_verb(rest, number) or word.lower in PREDICATES for number, word in enumerate(rest))


def is_noun(words: Sequence[Word]) -> bool:
    """Return whether the last of two words is a noun, and no verb: "the reason"."""
    return words[0].lower in DETERMINERS


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
    framing = reader.read()
    if framing is not None and framing.kind == "reported" and (condition := reader.inverted(0)) is not None:
        return replace(framing, kind=condition.kind)
    return framing


def begins_with_that(words: Sequence[Word]) -> bool:
    """Return whether words begin with the "that" of a clause that something governs."""
    return len(words) > 1 and words[0].lower == "that" and not is_verb(words, 1)


@dataclass(frozen=True, slots=True)
class Predicate:
    """What a clause says of the clause that it governs."""

    kind: FrameKind | None = None
    certain: bool = True
    denials: int = 0
    is_factive: bool = False
    is_unknown: bool = False
    """True if nobody knows what it says of it."""


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
            if self._governs_unmarked(at) and (found := self._read_governor(at)) is not None:
                return found
        while at >= 0 and not self._ended:
            found, at = self._step(at)
            if found is not None:
                return found
        if self._denials % 2:
            return self._framing("denied", 0)
        return self._framing("supposed", 0, certain=False) if self._unknown else None

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
        if own[-1].lower in HEARSAY:
            return self._framing("reported", at)
        if text.endswith(tuple(f" {phrase} " for phrase in HYPOTHETICAL)):
            return self._framing("supposed", at)
        if self._governs_unmarked(at):
            return None
        if is_negated(text) and (own[-1].lower in NEGATIONS or not begins_subject(quoted[0]) or self._linked):
            if has_phrase(text, DENYING_PHRASES) or any(word.lower in DENYING for word in own):
                return None
            noun = any(word.lower in ("of", "in", "on") for word in own[-2:])
            noun = noun or (self._around.attributed and quoted[0].lower not in VERBS)
            return self._framing("denied", at, certain=not noun)
        if has_phrase(text, DENYING_PHRASES) and not is_negated(text):
            return self._framing("denied", at)
        return None

    def _governs_unmarked(self, at: int) -> bool:
        """Return whether the last clause ends in a predicate whose clause begins with the stretch: "I think | …"."""
        last = self._clauses[at].words[-1].lower
        quoted = self._around.quoted
        return last in PREDICATES - EVALUATING and (self._linked or begins_subject(quoted[0]))

    def _step(self, at: int) -> tuple[Framing | None, int]:
        """Read the opener of the clause at `at`; return what it makes of the stretch, and the clause to go on with."""
        opener = self._clauses[at].opener
        if opener in ("", "(", ")"):
            if opener and at:
                return None, at - 1
            return (self.inverted(at) if not at else None), -1
        if opener in COMPLEMENTS:
            governor = self._governor(at)
            return (None, -1) if governor < 0 else (self._read_governor(governor), governor)
        if opener in CONDITIONS | RESERVATIONS:
            return self._condition(at), -1
        if opener in COORDINATORS:
            conditional = any(clause.opener in CONDITIONS for clause in self._clauses[:at])
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
            if any(word.lower in PREDICATES | REPORTING_VERBS for word in self._clauses[before].words):
                if not (self._attribution and is_report(self._clauses[before].words)):
                    break
                self._attribution = False  # "it is not true, Lee said, that"
            before -= 1
        listed = before > 0 and self._clauses[before].opener == "and"
        while listed and before > 0 and not has_predicate(self._clauses[before]):
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
        if opens_with(text, NO_CONDITIONS):
            return None
        if clause.opener in RESERVATIONS or (before and before[-1].lower == "only"):
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
        if before and (before[-1].lower in SUPPOSING or (self._linked and is_report(before))):
            return self._read_governor(at - 1)  # "people say, ‘…’"
        if opens_with(text_of(plain(self._around.before)), RESERVING_PHRASES):
            return self._framing("restricted", 0)  # "by and large, …"
        words = (*self._clauses[at].words, *self._around.quoted)
        conditional = any(word.lower in CONDITIONAL_VERBS for word in words)
        fronted = (self._fronted_clause(number, at, conditional) for number in range(at - 1, -1, -1))
        return next((found for found in fronted if found is not None), None)

    def _fronted_clause(self, number: int, at: int, conditional: bool) -> Framing | None:
        clause = self._clauses[number]
        before = self._clauses[number - 1].words if number else ()
        commas = sum(each.opener == "," for each in self._clauses[number + 1 : at])
        text = f" {clause.opener}{text_of(clause.words)}".replace("  ", " ")
        if clause.opener == "whether" and " or " in f" {text_of(self._around.before)} ":
            return None  # "whether you like it or not, …"
        if clause.opener in CONDITIONS | RESERVATIONS and not (before and before[-1].lower in ASKING | FACTIVE):
            found = self._condition(number)
            return found and replace(found, certain=found.certain and (not commas or conditional))
        words = text_of(clause.words)
        if has_phrase(words, HYPOTHETICAL):
            return self._framing("supposed", number, not commas)
        whose = {word.lower for word in clause.words}
        if opens_with(words, ACCORDING):
            if whose & (AUTHORITIES | FIRST_PERSON) or self._around.attributed:
                return None
            return self._framing("reported", number, not commas)
        if opens_with(words, HEARSAY) and len(clause.words) <= ASIDE:
            return self._framing("reported", number, not commas)
        if opens_with(words, RESERVING_PHRASES):
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
        if self._around.attributed or self._denials % 2 or not without(text_of(clause.words), NO_NEGATIONS).strip():
            return None
        inner = clause.opener in COORDINATORS | COMPLEMENTS or clause.words[0].lower in CONCESSIVE
        if len(clause.words) <= SHORT and not inner and tells_others_view(clause.words):
            return self._framing("reported", number, certain=False)
        if clause.opener in COMPLEMENTS or (is_addition(clause) and is_placed(clause.words)):
            return None
        return self._framing("restricted", number, certain=False)

    def _introduced(self, at: int) -> Framing | None:
        """Return what the clause before a colon or dash makes of the one behind it: "they tell you this: …"."""
        governor = at - 1
        introducing = PREDICATES - PERHAPS - FACTIVE
        words = self._clauses[governor].words if governor >= 0 else ()
        if any(word.lower == "otherwise" for word in words):
            return None
        if not any(word.lower in introducing for word in words):
            others = THIRD_PERSON & {word.lower for word in words} and not self._around.attributed
            return self._framing("reported", governor, certain=False) if others else None
        found = self._read_governor(governor)
        if found is None and self._denials % 2:
            return self._framing("denied", governor, certain=self._clauses[at].opener == ":")
        self._ended, self._unknown = True, False
        return found

    def _reason(self, at: int) -> Framing | None:
        """Return whether the reason that a stretch gives is denied: "not because", or perhaps "did not … because"."""
        opener, main = self._clauses[at].opener, (self._clauses[at - 1].words if at else ()) or self._around.after
        open_ended = {word.lower for word in main} & (CONDITIONAL_VERBS | {"will", "'ll", "shall"})
        if opener == "as" and at and text_of(self._clauses[at - 1].words) == " soon ":
            return self._framing("supposed", at - 1, certain=False)
        if opener in ("when", "before", "after", "than") and not self._clauses[at].words and open_ended:
            return self._framing("supposed", max(0, at - 1), certain=False)
        if at and has_phrase(f"{text_of(self._clauses[at - 1].words)}{opener} ", HYPOTHETICAL):
            return self._framing("supposed", at - 1)
        if at and has_phrase(text_of(self._clauses[at - 1].words), DENYING_PHRASES):
            return self._framing("denied", at - 1)
        if self._clauses[at].opener == "because" and at and text_of(self._clauses[at].words)[:4] != " of ":
            before = self._clauses[at - 1].words
            if is_negated(text_of(before)):
                return self._framing("denied", at - 1, certain=before[-1].lower == "not")
        return None


def has_predicate(clause: Clause) -> bool:
    words = plain(clause.words)
    return any(word.lower in PREDICATES | AFFIRMING or is_verb(words, at) for at, word in enumerate(words))


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


def is_report(words: Sequence[Word]) -> bool:
    """Return whether a clause has a verb that reports speech, with a subject: "Lee noted"."""
    return len(words) > 1 and any(word.lower in REPORTING_VERBS | REPORTING for word in words)


def begins_subject(word: Word) -> bool:
    return word.capital or word.lower in SUBJECTS or word.lower.partition("'")[0] in SUBJECTS


def read_predicate(clauses: Sequence[Clause], at: int) -> Predicate:
    """Return what the clause at `at` says of the clause that it governs."""
    words = clauses[at].words
    text = without_idioms(text_of(words))
    left = set(text.split())
    words = tuple(word for word in words if word.lower in left)
    if not words:
        return Predicate()
    places = [number for number, word in enumerate(words) if word.lower in PREDICATES]
    phrase = has_phrase(text, DENYING_PHRASES)
    denied = is_negated(without(text, DENYING_PHRASES))
    if not places:
        if has_phrase(text, HEARSAY):
            return Predicate("reported", True, int(denied))
        if has_phrase(text, HYPOTHETICAL) or left & CONDITIONAL_VERBS | {"may"} & left:
            return Predicate("supposed", has_phrase(text, HYPOTHETICAL), int(denied))
        near = left if words[-1].lower in COPULAS else {word.lower for word in words[-3:]}
        cleft = clauses[at].opener == "what" or text != text_of(clauses[at].words)
        known = denied or phrase or cleft or near & AFFIRMING or left & AUTHORITIES - {"me", "us"}
        unknown = not known and not is_head_of_relative(clauses, at)
        certain = phrase or not denied or words[-1].lower == "not"
        return Predicate(None, certain, int(denied) + int(phrase), is_unknown=unknown)
    last = words[places[-1]].lower
    if denied and any(words[number].lower in FACTIVE | EVALUATING for number in places[:-1]) and last.endswith("ing"):
        return Predicate()  # "I do not regret saying that"
    if [word.lower for word in words] == ["say"] and clauses[at].opener == "":
        return Predicate("supposed", False)  # "say it rains"
    names = {words[number].lower for number in places}
    deny = bool(names & DENYING) or phrase
    deny = deny or (bool(names & EVALUATING) and last in BELIEVING)
    if clauses[at].opener == "what" and denied and words[-1].lower in COPULAS:
        return Predicate(is_factive=True)  # "what nobody tells you is that"
    denials = int(denied and last not in ILLUSIONS) + int(deny)
    if words[-1].lower == "not" and not deny:
        return Predicate(denials=1)  # "the truth is not that"
    if (last in FACTIVE and not deny) or (last in EVALUATING and not denied):
        return Predicate(is_factive=True)
    if last in PROVING and not (denied or deny):
        return Predicate()
    kind, certain = kind_of(clauses, at, last, names)
    infinitive = words[places[-1] - 1].lower == "to" and last in BELIEVING and not left & (FIRST_PERSON | FAIR_TO_SAY)
    infinitive = infinitive and text == text_of(clauses[at].words)
    return Predicate(
        kind, certain or deny or (denied and kind is not None), denials, is_unknown=kind is None and infinitive
    )


def is_head_of_relative(clauses: Sequence[Clause], at: int) -> bool:
    """Return whether the clause at `at` ends in what the next one is about: "the people who"."""
    opener = clauses[at + 1].opener if at + 1 < len(clauses) else ""
    lowers = [word.lower for word in clauses[at].words]
    wanted = opener == "where" and WANTING & set(lowers)
    noun = not ANYTHING.isdisjoint(lowers[-1:])
    return bool((opener in ("who", "which", "where") and not wanted) or (opener == "that" and noun))


def kind_of(clauses: Sequence[Clause], at: int, last: str, names: set[str]) -> tuple[FrameKind | None, bool]:
    """Return how a clause frames what it governs, if it is not negated, by its `last` predicate and all `names`."""
    words = clauses[at].words
    lowers = {word.lower for word in words}
    third = reports_of_others(words, subject_of(clauses, at))
    third = third or (clauses[at].opener == "who" and last in REPORTING)
    if has_phrase(text_of(words), HEARSAY):
        return "reported", True
    if names & ASKING:
        return "asked", True
    if last in SUPPOSING and not third:
        first = bool(lowers & {"i", "i'd", "we", "i'm"}) and not last.startswith("wish")
        return "supposed", not first
    if "you" in lowers and lowers & CONDITIONAL_VERBS and last in BELIEVING:
        return "supposed", True
    if last in PERHAPS and not lowers & {"me", "us"}:
        return "supposed", third or last not in DREADING
    if {"like", "want", "love"} & lowers and last in ("believe", "think", "hope", "imagine") and not third:
        return "supposed", False  # "I would like to believe that"
    if third:
        return "reported", not (lowers & CONDITIONAL_VERBS and last not in ("believe", "think"))
    if last in REPORTS or (names & REPORTS and last not in BELIEVING):
        at = max(n for n, word in enumerate(words) if word.lower in REPORTS)
        if not {word.lower for word in words[max(0, at - 3) : at]} & {"my", "our"}:
            return "reported", not lowers & {"i", "we"}
    if lowers & CONDITIONAL_VERBS and not lowers & FIRST_PERSON:
        return "supposed", False
    return None, True


def subject_of(clauses: Sequence[Clause], at: int) -> Sequence[Word]:
    """Return the words among which the subject of a clause is: those of the clause before if it has none itself."""
    words = clauses[at].words
    alone = bool(words) and (words[0].lower in PREDICATES or words[0].lower in ("then", "keep", "also"))
    if not (alone and at and clauses[at].opener in COORDINATORS | {","}):
        return ()
    inserted = at > 1 and clauses[at - 1].opener == clauses[at].opener == "," and is_report(clauses[at - 1].words)
    return clauses[at - 2 if inserted else at - 1].words  # "the brochure, Lee said, promises that"


def reports_of_others(words: Sequence[Word], before: Sequence[Word] = ()) -> bool:
    """Return whether a clause tells what somebody else says or thinks; `before` has its subject if it has none."""
    says = (REPORTING | {"put", "puts"}) if words and words[-1].lower == "it" else REPORTING
    places = [n for n, word in enumerate(words) if word.lower in says and (not word.capital or not n)]
    if not places:
        return False
    place = places[-1]
    ahead = [word.lower for word in (*before, *words[:place])]
    passive = bool({"was", "were", "been", "being", "is", "are", "am", "be"} & set(ahead[-3:]))
    if words[place].lower in ("heard", "hear", "read", "rumoured", "rumored"):
        return bool(ahead)
    if passive and words[place].lower.endswith(("ed", "said", "told", "thought", "held", "felt", "written")):
        return True
    if not ahead or ahead[0] == "let" or set(ahead) & AUTHORITIES - {"us", "me"}:
        return False
    near = next((word for word in reversed(ahead) if word in FIRST_PERSON | {"he", "she", "they", "you"}), "")
    if near:
        return near not in FIRST_PERSON or (near in ("us", "me") and near == ahead[-1])
    return ahead[0] not in ("this", "that", "it", "which", "let") and not set(ahead) <= VERBS | {"to", "also", "always"}


def is_addition(clause: Clause) -> bool:
    """Return whether words that a comma sets apart only add something: when, where, why, to whom, as is known."""
    first, lowers = clause.words[0].lower, {word.lower for word in clause.words}
    if clause.opener in COORDINATORS or first in COORDINATORS or has_verb(clause.words) or lowers & AUTHORITIES:
        return True
    if lowers & LIMITING:
        return False
    named = clause.words[0].capital or first.endswith(("ly", "ing", "ed")) or first[0].isdigit()
    return clause.opener in ADVERBIAL or named or first in ADDING


def is_placed(words: Sequence[Word]) -> bool:
    """Return whether a phrase with a preposition says when, or where of the speaker's own or of a name."""
    if words[0].lower not in PREPOSITIONS - ADDING_PREPOSITIONS:
        return True
    lowers = [word.lower for word in words]
    named = any(word.capital or word.lower[0].isdigit() for word in words[1:])
    placed = named or not TIMES.isdisjoint(lowers) or lowers[-1] in AUTHORITIES or (lowers[1:2] and lowers[1] in OWN)
    return bool(placed) and THIRD_PERSON.isdisjoint(lowers)


def tells_others_view(words: Sequence[Word]) -> bool:
    """Return whether a short clause ends in what somebody else says: "they say", "my opponent likes to put it"."""
    last = plain(words)[-1].lower if plain(words) else ""
    return reports_of_others(words) and (last in REPORTING or last in ("us", "me", "it", "you", "that"))


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
        if (kind := reserving_kind(clause, text, number, direct, clause is clauses[-1])) is not None:
            certain = not number or clauses[number - 1].opener in ("but", ",", *DASHES) or kind != "denied"
            return Framing(kind, certain, clause.start if clause.opener else own[0].start, own[-1].end)
        if number and clause.opener == "but" and clause.words and takes_back(clause.words):
            return Framing("denied", False, clause.start, own[-1].end)
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
    generic = direct and first.opener in ("when", "where", "while") and not FIRST_PERSON & set(lowers)
    if direct and first.opener == "" and set(lowers) & {"only", "partly", "possibly", "perhaps", "maybe", "allegedly"}:
        return Framing("restricted", False, first.words[0].start, first.words[-1].end)
    generic = generic and not any(lower in PAST or lower.endswith("ed") for lower in lowers)
    if generic or (not direct and first.opener in (",", *DASHES) and not is_addition(first)):
        return Framing("restricted", False, first.start if first.opener else first.words[0].start, first.words[-1].end)
    return None


def is_complete(words: Sequence[Word], following: str) -> bool:
    """Return whether words may be all of a clause: they do not end in "is not" or "when they"."""
    last = plain(words)[-1].lower
    incomplete = VERBS | NEGATIONS | FUNCTION_WORDS | {"i", "he", "she", "we", "they", "it", "you"}
    if following == "not" and last in VERBS:
        return False
    return last not in incomplete - {"it", "you", "that", "this", "so", "do", "did", "go", "come", "work", "live"}


def without_attribution(clauses: Sequence[Clause]) -> list[Clause]:
    """Return the clauses behind "Lee said" and the like."""
    return [each for each in clauses if not is_report(each.words)]


def reserving_kind(clause: Clause, text: str, number: int, direct: bool, is_last: bool) -> FrameKind | None:
    """Return how a clause behind a stretch takes something back, by its first words."""
    if opens_with(text, NO_CONDITIONS):
        return None
    if not number and opens_with(text, MOCKERY):
        return "denied"
    bare = text
    for lead in (" but", " and", " though", " although", " albeit"):
        bare = bare.removeprefix(lead) if not number or clause.opener == lead.strip() else bare
    if opens_with(text, RESERVING_PHRASES) or (
        opens_with(bare, RESERVING_PHRASES) and (not bare.startswith(" not ") or direct or bare != text)
    ):
        return "restricted"
    if not direct and bare.startswith(" with ") and EXCEPTIONS & {word.lower for word in clause.words}:
        return "restricted"
    if clause.opener in RESERVATIONS or (bare.split()[:1] and bare.split()[0] in RESERVATIONS - {"only"}):
        return "restricted"
    if clause.opener in ("if", "whenever", "wherever") or bare.startswith((" if ", " assuming ", " supposing ")):
        return "supposed"
    if opens_with(bare, HEARSAY | ACCORDING) and not {word.lower for word in clause.words} & (
        AUTHORITIES | FIRST_PERSON
    ):
        return "reported"
    begins = direct and clause.opener == "" and clause.words and clause.words[0].lower not in VERBS | PREDICATES
    if begins and any(word.lower in NEGATIONS for word in clause.words[:3]) and is_negated(text):
        return "denied"
    if (
        clause.opener in (",", *DASHES, "as", "or", "so")
        and is_last
        and len(clause.words) <= SHORT
        and reports_of_others(clause.words)
        and clause.words[0].lower not in CONCESSIVE
    ):
        ends = clause.words[-1].lower in REPORTING or clause.words[-1].lower in ("us", "me", "it", "you")
        return "reported" if ends else None
    return None


def takes_back(words: Sequence[Word]) -> bool:
    """Return whether a sentence or clause says of the one before that it is not so: "that is a lie"."""
    text = text_of(words)
    lowers = {word.lower for word in words}
    points = bool(lowers & {"that", "this", "it", "so", "those", "word"}) or len(words) <= 3
    denied, denying = is_negated(text), bool(lowers & DENYING - {"refuse", "oppose", "dismiss", "reject"})
    pointing = {"that", "this", "it", "so", "those", "none", "nothing", "not", "nobody", "never"}
    if not {words[0].lower, *(word.lower for word in words[-2:])} & pointing and len(words) > ASIDE:
        return False  # "I do not think it is rocket science"
    if text.startswith(" not ") and words[1:] and words[1].lower.endswith("ing"):
        return False  # "not doing so was a mistake"
    return points and (denying != denied) and (denying or bool(lowers & NO_BELIEF))


def denying_rest(around: Surroundings, own: Sequence[Word], direct: bool) -> Framing | None:
    """Return a denial of a stretch that is a subject: "the idea that … is nonsense", “…” is a lie."""
    words = plain(own)
    if not words or not direct or words[0].lower not in ("is", "was", "are", "'s", "would", "has"):
        return None
    named = {word.lower for word in words[:SHORT]}
    denied = is_negated(text_of(words[:SHORT]))
    if bool(named & (DENYING | EVALUATING)) != (denied and bool(named & {"true", "right", "so"})):
        return Framing("denied", bool(around.before), words[0].start, own[-1].end)
    return None


def read_question(around: Surroundings) -> Framing | None:
    """Return whether a stretch is part of a question of which the question was cut off."""
    signs = [word.lower for word in around.after if word.lower[0] in ENDS]
    if not signs or "?" not in signs[0] or around.attributed:
        return None
    first = next(iter(plain(around.quoted)))
    if first.lower in QUESTION_STARTS and not plain(around.before):
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
    conditional = any(word.lower in CONDITIONAL_VERBS for word in around.quoted)
    let = lowers[:2] == ["let", "'s"] or lowers[:2] == ["let", "us"]
    if lowers[0] in SUPPOSING or (let and set(lowers[2:4]) & (SUPPOSING | {"say"})) or lowers[:2] == ["what", "if"]:
        points = bool(set(lowers) & POINTING) or len(words) <= 2
        if not points and is_noun(words[1:3]) and lowers[1] not in ("a", "an", "the"):
            return None  # "imagine my joy."
        return Framing("supposed", conditional or (points and len(words) <= SHORT), start, end)
    joined = [word.lower for word in (*plain(around.before), *around.quoted[:1])][:1]
    future = conditional or any(word.lower in ("will", "'ll") for word in around.quoted)
    if lowers[0] in ("if", "unless") and future and (conditional or joined[0] in COORDINATORS | {"then"}):
        return Framing("supposed", joined[0] in COORDINATORS | {"then"}, start, end)
    if len(words) > INTRODUCING or not set(lowers) & POINTING:
        return None
    clauses = split_clauses(words)
    governor = next((n for n in range(len(clauses) - 1, -1, -1) if clauses[n].words), 0)
    said = read_predicate(clauses, governor)
    if said.is_factive or not set(lowers[-5:]) & (BELIEVING | DENYING | REPORTS | POINTING):
        return None
    if lowers[-1] in REPORTS and lowers[-2:-1] != [] and lowers[-2] in ("this", "that", "these", "those"):
        return None  # "he is innocent of this charge"
    heeded = not is_negated(text_of(words))  # not "I do not care what they say"
    if said.kind == "reported" and heeded and not around.attributed:
        return Framing("reported", True, start, end)
    what = {"what", "following"} & set(lowers)
    if said.denials % 2 and set(lowers) & BELIEVING and (what or ("this" in lowers and not set(lowers) & DENYING)):
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
    if opens_with(text, NO_CONDITIONS) or asks:
        return None
    if text.startswith(" if ") and (comment := read_comment(words)) is not None:
        return replace(comment, start=start, end=end)
    if opens_with(text, frozenset(("if", "unless", "only if", "provided", "except", "assuming"))):
        commas = sum(word.lower == "," for word in inside)
        fragment = len(words) <= SHORT + 3 and commas <= (words[0].lower == "that") + 2 * (" of course " in text)
        return Framing("restricted", True, start, end) if fragment else None
    if opens_with(text, RESERVING_PHRASES | HEARSAY) and len(words) <= SHORT and not has_clause(words):
        return Framing("restricted" if opens_with(text, RESERVING_PHRASES) else "reported", True, start, end)
    away = text.startswith((" that is not ", " that 's not ", " this is not ", " that was not ")) and " what " in text
    if len(words) <= SHORT and (away or takes_back(words)):
        return Framing("denied", not reports_of_others(plain(around.quoted)), start, end)
    comment = read_comment(words) if len(words) <= SHORT else None
    return comment and replace(comment, start=start, end=end)


def read_comment(words: Sequence[Word]) -> Framing | None:
    """Return what a short sentence about what was said makes of it: "that's the spin", "wrong", "only not here"."""
    lowers = [word.lower for word in words]
    start, end, names = words[0].start, words[-1].end, set(lowers)
    clause = has_verb(words)
    points = lowers[0] in ("that", "this", "those", "these", "it") or lowers[:2] in (["so", "goes"], ["so", "runs"])
    if opens_with(text_of(words), MOCKERY) or lowers[:2] == ["i", "wish"]:
        return Framing("denied", True, start, end)
    if lowers[0] == "so" and tells_others_view(words[1:]):
        return Framing("reported", True, start, end)
    if points and "what" in lowers[:4] and reports_of_others(words[3:] or words):
        return Framing("reported", True, start, end)
    if points and names & (REPORTS | {"words"}) and not names & {"my", "our"}:
        return Framing("reported", not is_negated(text_of(words[:3])), start, end)
    if points and names & {"how", "what"} and names & THIRD_PERSON and not names & FIRST_PERSON:
        return Framing("reported", False, start, end)
    if lowers[0] == "with" and names & EXCEPTIONS:
        return Framing("restricted", True, start, end)
    if names & {"opposite", "contrary", "reverse"} and (points or not clause or lowers[0] == "the"):
        return Framing("denied", True, start, end)
    bare = not clause and len(words) <= SHORT and not names & FIRST_PERSON
    if bare and names & (EVALUATING | DENYING | {"hardly"}) and not is_negated(text_of(words[:-1])):
        return Framing("denied", True, start, end)
    if lowers[:1] == ["if"] and set(lowers[1:4]) & NO_BELIEF and names & {"that", "this", "it"}:
        return Framing("denied", True, start, end)
    return Framing("restricted", False, start, end) if bare and names & LIMITING else None


def read_between(words: Sequence[Word]) -> Framing | None:
    """Return what words that were left out within a sentence made of the rest: "is *not* permitted"."""
    own = plain(words)
    if not own:
        return None
    start, end = own[0].start, own[-1].end
    text = text_of(own)
    if has_phrase(text, DENYING_PHRASES) and not is_negated(text):
        return Framing("denied", True, start, end)
    if is_negated(text):
        beside = own[0].lower in NEGATIONS or own[-1].lower in NEGATIONS or len(own) <= ASIDE
        return Framing("denied", beside, start, end)
    bare = text
    for lead in (" but ", " and "):
        bare = bare if not bare.startswith(lead) else bare[len(lead) - 1 :]
    first = bare.split()[0]
    if first in RESERVATIONS - {"only"} or opens_with(bare, RESERVING_PHRASES):
        return Framing("restricted", True, start, end)
    if first in CONDITIONS and not opens_with(bare, NO_CONDITIONS):
        return Framing("supposed", True, start, end)
    if opens_with(bare, HEARSAY) or (len(own) <= SHORT and own[-1].lower in REPORTING and reports_of_others(own)):
        return Framing("reported", True, start, end)
    return None
