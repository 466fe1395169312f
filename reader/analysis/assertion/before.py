"""What the words before a stretch make of it: its sentence is read from the clause next to it outwards.

Denials are counted, so that "nobody can deny that" denies nothing; a factive predicate ends the reading.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from reader.analysis.assertion import lexicon as lex
from reader.analysis.assertion import predicates
from reader.analysis.assertion.clauses import OWN, Clause, is_addition, is_idle, is_placed, split_clauses
from reader.analysis.assertion.words import MARKS, FrameKind, Framing, Sign, Surroundings, Words, first_that_holds
from reader.analysis.lexicon import DETERMINERS, FUNCTION_WORDS, PREPOSITIONS, REPORTING_VERBS

LED = tuple(f"{one} to" for one in ("me", "us", "him", "her", "them", "you", "anybody", "anyone"))
GOVERNED = frozenset(("that", "(that)", ":", *lex.DASHES)) | lex.CONDITIONS | lex.RESERVATIONS  # reach beyond "and"


def read_before(around: Surroundings) -> Framing | None:
    """Return what the words before a stretch make of it, from the clause next to it outwards."""
    words = Words(word for word in around.before if word.lower not in MARKS)
    asked = "?" in around.after.names and predicates.expects_nobody(words)
    if asked or not words.plain.literal or words.plain.last == "however":
        return None  # "who can deny that …?", "believe it or not, …", "…, however …"
    reader = ClauseReader(predicates.without_insertions(split_clauses(words)), around)
    framing = reader.read() or (None if reader.is_so else reader.read_tail() or reader.inverted())
    inverted = framing is not None and framing.kind == "reported" and reader.inverted()
    framing = replace(framing, kind=inverted.kind) if framing and inverted else framing
    mark = last_open_mark(around.before)
    if around.attributed or mark < 0 or mark + 1 == len(around.before) or (framing is not None and framing.certain):
        return framing
    return read_before(replace(around, before=around.before.part(0, mark + 1))) or framing


class ClauseReader:
    """The clauses before a stretch, read from the last to the first."""

    def __init__(self, clauses: Sequence[Clause], around: Surroundings) -> None:
        self._clauses = clauses
        self._around = around
        self._linked = around.before.last in MARKS
        """True if the stretch begins a quotation within the quotation."""
        self._denials = 0
        self._certain = True
        self._unknown = False
        """True if a clause governs the stretch of which nobody knows what it says of it."""
        self._joined = False  # True once a comma and a conjunction part the stretch from what may govern it
        self._ended = self.is_so = False
        """True once nothing farther out matters."""
        self._attribution = around.attributed and not names_source(around)
        """True while the clause that tells who says the stretch is still to be read."""

    def read(self) -> Framing | None:
        at = len(self._clauses) - 1
        at -= at > 1 and self._clauses[at - 1].opener == "whether" and self._clauses[at].words.lowers == ["not"]
        own = self._clauses[at].words
        conditional = self._clauses[at].opener in lex.CONDITIONS and len(own) > lex.ASIDE and own.has_verb
        if conditional and self._around.quoted.starts_clause:
            return self._condition(at)  # "if they judge it to be safe | we …"
        if self._is_subject():
            return None
        if (found := self._read_speech(at) or (self._read_own(own, at) if own else None)) is not None:
            return found
        while at >= 0 and not self._ended:
            found, at = self._step(at)
            if found is not None:
                return found
        if self._denials % 2:
            return self._framing("denied", 0)
        return self._framing("supposed", 0, certain=False) if self._unknown else None

    def _is_subject(self) -> bool:
        """Return whether all that was cut off is a subject: "drivers who do not qualify | should be told"."""
        first, rest = self._clauses[0].words, self._clauses[1:]
        described = any(clause.opener in ("who", "which") for clause in rest) and not (
            first.has_verb or first.is_negated
        )
        return bool(first) and described and self._around.quoted.first in lex.INVERTING - {"do", "have"}

    def read_tail(self) -> Framing | None:
        """Return what the last words make of a stretch, whatever they are part of: "as long as", "he goes, ‘"."""
        words = self._around.before.plain
        own = OWN & words.names or words.has(("to say",))
        others = self._linked and not (self._around.attributed or own)
        told = words.part(-lex.SHORT).names & (lex.REPORTS | lex.REPORTING | lex.SAID | lex.ANSWERS)
        signs: tuple[Sign, ...] = (
            (len(words) < lex.SHORT and words.ends(lex.RESERVING_PHRASES), "restricted", True),
            (others, "reported", told),
            (words.last == "either" and "or" in self._around.after.names, "supposed", True),
        )
        return self._first(0, signs)

    def _framing(self, kind: FrameKind, at: int, certain: bool = True) -> Framing:
        first = self._clauses[at]
        start = first.words[0].start if first.opener == "(that)" else first.start
        return Framing(kind, certain and self._certain, start, self._around.before[-1].end)

    def _first(self, at: int, signs: Iterable[Sign]) -> Framing | None:
        """Return what the first sign that holds makes of the stretch, from the clause at `at` on."""
        kind, certain = first_that_holds(signs)
        return self._framing(kind, at, certain) if kind else None

    def _read_speech(self, at: int) -> Framing | None:
        """Return whether somebody else says a stretch that is quoted within the quotation: "he came and said, ‘…’"."""
        while at and not self._clauses[at].words:
            at -= 1
        words = self._clauses[at].words
        near = words.plain.part(-3).names if self._linked and not self._around.attributed else frozenset[str]()
        others = near & lex.REPORTING and predicates.reports_of_others(words, predicates.subject_of(self._clauses, at))
        others = others or (near & lex.ASKING and words.names.isdisjoint(lex.FIRST_PERSON - {"me"}))
        rejected = self._clauses[at].opener == "than"  # "rather than just saying, ‘…’"
        return self._framing("denied" if rejected else "reported", at) if others else None

    def _read_own(self, own: Words, at: int) -> Framing | None:
        """Return what the part of its own clause that was cut off makes of a stretch: "we will not | raise taxes"."""
        quoted = self._around.quoted
        starts = quoted.starts_clause or quoted.first == "let's"
        assumed = own.first in lex.SUPPOSING and starts
        asked = "?" in self._around.after.names
        initial = asked or not any(each.words for each in self._clauses[:at])
        inverts = starts and is_inverted(own, initial) and (asked or self._clauses[at].opener != "so")  # "so will | …"
        signs: tuple[Sign, ...] = (
            (own.ends(lex.HYPOTHETICAL), "supposed", True),
            (not at and (own.lowers == ["say"] or assumed), "supposed", True),  # "say | …", "assume for a minute | …"
            (own.ends(lex.SEEMINGS), "supposed", False),  # "it feels like | …"
            (own.last == "let" and starts, "supposed", True),  # "do not let | …"
            (inverts, "denied" if own.is_negated else "asked", True),  # "where do | you …"
        )
        if (found := self._first(at, signs)) is not None:
            return found
        thinks = own.plain.last in lex.PREDICATES - lex.EVALUATING and (self._linked or starts)  # "I think | …"
        if thinks or (own[1:] and own.last in lex.COPULAS - {"so", "such"} and starts):  # "the rumour is | …"
            return self._read_governor(at)
        denying, negated, led = own.has(lex.DENYING_PHRASES), own.is_negated, kind_led_to(self._around)
        negates = negated and (own.last in lex.NEGATIONS or not starts or self._linked)
        negates = negates and not (denying or own.names & lex.DENYING)
        accuses = own.first in lex.FIRST_PERSON and not own.names & lex.COPULAS  # the speaker, who is not accused
        phrase = {"of", "in", "on"} & own.part(-2).names and not quoted.first.endswith("ing")
        phrase = phrase or (self._around.attributed and quoted.first not in lex.VERBS)
        signs = (
            (starts and predicates.ends_in_others_view(own.plain), "reported", True),  # "they told us | …"
            (bool(own.names & lex.ACCUSING) and not accuses, "reported", True),  # "they accused me of having | …"
            (led == "supposed", led, "could" not in own.names),  # "they may soon | …"
            (led or negates, "denied", led or not phrase),
        )
        return self._first(at, signs) or self._read_lead(own.plain, at)

    def _read_lead(self, own: Words, at: int) -> Framing | None:
        """Return what a phrase before the subject of a stretch makes of it, if it is no addition: "in a way"."""
        if own.opens(lex.HEARSAY) and len(own) <= lex.ASIDE:
            return self._framing("reported", at)
        quoted = self._around.quoted
        starts = quoted[0].begins_subject and quoted.plain.part(0, lex.SHORT).has_clause
        phrase = own and not own.has_verb and own.last not in (PREPOSITIONS | FUNCTION_WORDS) - lex.LIMITING
        return self._fronted_phrase(at) if phrase and starts else None

    def _step(self, at: int) -> tuple[Framing | None, int]:
        """Read the opener of the clause at `at`; return what it makes of the stretch, and the clause to go on with."""
        opener = self._clauses[at].opener
        if not at:
            return self.inverted(), -1
        if opener in ("(", ")"):
            return None, at - 1
        if opener in lex.COMPLEMENTS:
            return self._complement(at)
        if opener in lex.CONDITIONS | lex.RESERVATIONS:
            if self._joined and any(each.words for each in self._clauses[:at]):
                return None, at - 1  # "they had not heard of it until May, and then …"
            return self._condition(at), -1
        if opener in lex.COORDINATORS:
            return self._joint(at)
        if opener == ",":
            return self._fronted(at), -1
        if opener == ":" or opener in lex.DASHES:
            return self._introduced(at), -1
        governed = self._clauses[at].words and any(each.opener == "that" for each in self._clauses[:at])
        return self._reason(at), at - 1 if governed else -1  # "we hope that when it is over | they leave"

    def _complement(self, at: int) -> tuple[Framing | None, int]:
        governor = self._governor(at)
        near, opener = self._clauses[governor].words, self._clauses[governor].opener
        contrast = self._clauses[at - 1].opener == "but" and not self._clauses[at - 1].words
        degree = near.names & {"so", "such"} and not (near.names & lex.PREDICATES or near.is_negated)
        if contrast or (opener == "so" and len(near) in (1, 2) and not near.has_verb) or (degree and near.last != "so"):
            return None, -1  # "not that dogs bark, but that …", "so handy that we sent twenty", "so many came that"
        if self._clauses[at].opener == "why" and near.last in lex.ATTITUDES | {"know", "understand"}:
            return None, -1  # "I am not sure why | they left": they did
        own, quoted = self._clauses[at].words, self._around.quoted
        if near.last == "so" and own.first in {"'s"} | lex.COPULAS:
            return None, -1  # "so that's just | a sign"
        if near.last == "so":
            return self._framing("supposed", governor, certain=False), -1  # "we work so that"
        noun = near.part(-lex.SHORT).names & DETERMINERS and not near.is_negated
        if self._clauses[at].opener == "that" and noun and not own and quoted.is_verb(0):
            return None, governor  # "we agreed on a plan that | would have helped"
        apart = self._clauses[at - 1].opener == "," and not self._clauses[at - 1].words  # "…, which is | her right"
        if self._is_relative(at) and (apart or tells_of_some(near)):
            return None, -1 if apart else governor
        return self._read_governor(governor), governor

    def _is_relative(self, at: int) -> bool:
        """Return whether the stretch, or a verb before it, tells of the last noun: "the people who | cheat"."""
        own, quoted = self._clauses[at].words, self._around.quoted
        if self._clauses[at].opener in ("who", "which") and not own:
            return True
        verb = len(own) == 1 and own.first not in lex.SUBJECTS  # "frauds that include | giving a low estimate"
        return verb and (quoted.first in DETERMINERS or quoted.first.endswith(("ing", "ly")))

    def _joint(self, at: int) -> tuple[Framing | None, int]:
        """Read a conjunction: is what it joins a sentence of its own?"""
        if self._clauses[at].opener == "or" and "either" in self._around.before.names:
            return self._framing("supposed", 0), -1
        imagined = (a.words.ends(lex.HYPOTHETICAL) for a, b in pairwise(self._clauses[:at]) if b.opener == "when")
        conditional = any(clause.opener in lex.CONDITIONS for clause in self._clauses[:at]) or any(imagined)
        if self._clauses[0].words.first in lex.IMPERATIVES:
            return self._framing("supposed", 0, certain=False), -1  # "do nothing, and …"
        comma = self._clauses[at - 1].opener == "," and not self._clauses[at - 1].words
        begins = (self._clauses[at].words or self._around.quoted).first in ("i", "we")
        governed = any(clause.opener in GOVERNED for clause in self._clauses[:at])
        apart = comma and self._clauses[at].opener != "and"
        if apart or (begins and not conditional) or not (governed or conditional):
            return None, -1  # a sentence of its own: "it is late, and I say that", "they say so, but …"
        main = next((each for each in split_clauses(self._around.after) if each.words.plain), None)
        inside = main is not None and main.opener == "," and main.words.has_clause  # "if it rains and …, we stay"
        self._joined = (self._joined or comma) and not inside
        self._certain = self._certain and (comma or inside)
        return None, at - 1 - (comma and at > 1)

    def _governor(self, at: int) -> int:
        """Return the clause that governs the one at `at`: the one before, but for what commas set aside."""
        before = at - 1
        while before > 0 and self._clauses[before].opener in lex.SEPARATING | {"as"}:  # "you know as well as I do that"
            words = self._clauses[before].words
            if words.last in lex.COPULAS or words.names & (lex.PREDICATES | REPORTING_VERBS):
                break  # "for me, failure is not that"
            before -= 1
        listed = before > 0 and self._clauses[before].opener == "and"
        said = lex.PREDICATES | lex.AFFIRMING
        while listed and before > 0 and not (said & (own := self._clauses[before].words).names or own.plain.has_verb):
            before -= 1  # "this shows donors, activists and officials that"
        return before

    def _read_governor(self, at: int) -> Framing | None:
        """Take note of what the clause at `at` says of what it governs. No denials are left after a factive one."""
        said = predicates.read_predicate(self._clauses, at)
        if self._attribution and said.kind == "reported":
            self._attribution = False
            said = predicates.Predicate(denials=said.denials)
        if said.is_factive:
            self._ended = self.is_so = True
            return None
        if said.kind is not None and not (said.denials + self._denials) % 2:
            certain = said.certain or self._clauses[at].opener in lex.CONDITIONS
            return self._framing(said.kind, at, certain and not self._joined)
        self._denials += said.denials
        last = self._clauses[-1]
        relative = last.opener == "that" and self._around.quoted.is_verb(0)
        relative = relative or (last.opener in ("which", "who") and not last.words)  # "a blast, which | killed"
        known = relative or self._joined or self._around.attributed
        self._unknown = self._unknown or (said.is_unknown and not known)
        self._certain = self._certain and said.certain and not self._joined
        return self._framing("denied", at) if said.kind is not None else None

    def _condition(self, at: int) -> Framing | None:
        clause = self._clauses[at]
        words = Words(word for word in (*self._around.before, *self._around.quoted) if word.start >= clause.start)
        conceded = clause.words and self._clauses[at - 1].words.last == "even"
        said = clause.words.first == "to" and not clause.words.names.isdisjoint(lex.REPORTING)
        if conceded or (clause.opener == "except" and (said or not clause.words)):
            return None  # "even if it rains, …", "it is fine, except that …", "except to say this, …"
        if clause.words and words.plain.opens(lex.NO_CONDITIONS):
            return None if is_idle(clause.words) else self._framing("supposed", at, certain=False)
        only = self._clauses[at - 1].words.last == "only" or clause.opener in lex.RESERVATIONS
        generic = (
            clause.words.first == "you" and not (lex.OPEN_ENDED | lex.CONDITIONAL_VERBS) & self._around.quoted.names
        )
        return self._framing("restricted" if only else "supposed", at, certain=only or not generic)

    def inverted(self, at: int = 0) -> Framing | None:
        """Return a condition without "if" at the start of a sentence, or behind "and": "had you told me that"."""
        words = self._clauses[at].words
        begins = words[1:] and (words[1].begins_subject or words.names & {"been", "be"})
        inverted = words.first in lex.INVERTED and begins
        only = self._around.before.plain.first == "only" and not (lex.TIMES - {"once"}) & self._around.before.names
        signs: tuple[Sign, ...] = ((only, "restricted", True), (inverted, "supposed", True))
        return self._first(at, signs) if self._clauses[1:] or only else None

    def _fronted(self, at: int) -> Framing | None:
        """Return what a clause or phrase before a comma makes of the clause behind it: "if we did nothing, …"."""
        if self._around.before.plain.opens(("as soon as", "by the time")) and not self._clauses[0].words.is_past:
            return self._framing("supposed", 0, certain=False)
        open_ended = self._around.quoted.names & (lex.OPEN_ENDED | lex.CONDITIONAL_VERBS)
        if not open_ended and self._around.before.plain.opens(("in case",)):
            return None  # "in case you ask, …"
        only = any(each.words.first == "only" for each in self._clauses[:at])  # "in town, and only in town, …"
        if only or self._around.before.plain.opens(lex.RESERVING_PHRASES):
            return self._framing("restricted", 0)  # "by and large, …"
        words = Words((*self._clauses[at].words, *self._around.quoted))
        conditional = bool(words.names & lex.CONDITIONAL_VERBS) or any(each.endswith("'d") for each in words.lowers)
        fronted = (self._fronted_clause(number, at, conditional) for number in range(at - 1, -1, -1))
        return Framing.surest(each for each in fronted if each is not None)

    def _fronted_clause(self, number: int, at: int, conditional: bool) -> Framing | None:
        clause = self._clauses[number]
        words = clause.words
        parted = any(each.opener == "," and each.words.has_clause for each in self._clauses[number + 1 : at])
        then = self._around.before.plain.last == "then"
        next_to = then or not parted or bool(self._around.quoted.names & {"will", "'ll"})  # "if it rains, yes, we will"
        if clause.opener == "whether" and "or" in self._around.before.names:
            return None  # "whether you like it or not, …"
        before = self._clauses[number - 1].words if number else words
        asked = before.last in lex.ASKING | lex.FACTIVE
        asked = asked or (clause.opener in ("if", "whether") and not before.names.isdisjoint(lex.ASKING))
        if clause.opener in lex.CONDITIONS | lex.RESERVATIONS and not asked:
            found = self._condition(number)
            return found and replace(found, certain=found.certain and (next_to or conditional))
        present = words.names & {"am", "is", "are", "has", "have", "be"}
        own = words.names & lex.FIRST_PERSON and not words.names & {"am", "are"}
        generic = clause.opener in ("when", "once") and not (own or words.opens(("it comes to",)))
        hypothetical = words.has(lex.IMAGINED)
        signs: tuple[Sign, ...] = (
            (generic and words and (present or not words.is_past), "restricted", False),  # "when pigs fly, …"
            (hypothetical or (words.opens(("without", "but for")) and conditional), "supposed", next_to),
            (words.first == "without" and lex.OPEN_ENDED & self._around.quoted.names, "supposed", next_to),
        )
        begins = not number or clause.opener in lex.COMPLEMENTS | {"and"}
        if found := self._first(number, signs) or (self.inverted(number) if begins else None):
            return found
        according, brief = words.opens(lex.ACCORDING), len(words) <= lex.ASIDE and words.first not in lex.CONCESSIVE
        trusted = words.names & (lex.AUTHORITIES - {"eyes"} | lex.FIRST_PERSON) and not words.has_owner
        if according and (trusted or self._around.attributed):
            return None
        theirs = words.ends(("have it", "has it", "see it", "sees it", "tell it", "tells it", "alleged", "claimed"))
        theirs = theirs and not words.names & OWN
        if according or theirs or (brief and (words.opens(lex.HEARSAY) or words.ends(lex.HEARSAY))):
            return self._framing("reported", number, next_to)
        return self._fronted_phrase(number)

    def _fronted_phrase(self, number: int) -> Framing | None:
        """Return whether words that a comma sets apart before a stretch may be more than an addition."""
        clause = self._clauses[number]
        words = clause.words
        vague = words.last in ("sense", "extent", "degree", "manner") and words.names & {"a", "an"}
        fewer = words.last in ("only", "alone", "most") and words.first not in ("like", "unlike")
        reserved = vague or words.names & lex.EXCEPTIONS or fewer
        reserved = reserved or words.part(words.first in lex.LIMITING).opens(lex.RESERVING_PHRASES)
        contrasted = any(each.opener == "but" for each in self._clauses[number + 1 :])  # "to an extent, but, now, …"
        if contrasted or (words.acts and clause.opener in ("although", "though", "while", "because", "since")):
            return None
        if reserved and (not number or clause.opener == ","):
            return self._framing("restricted", number)  # "on paper, …", "purely on paper, …"
        joins = self._around.quoted.first in ("and", "but")
        if self._around.attributed or self._denials % 2 or not words.literal or joins:
            return None
        later = any(each.words for each in self._clauses[:number]) and clause.opener not in lex.ADVERBIAL
        if later and words.first not in PREPOSITIONS and not lex.LIMITING & words.names:
            return None  # a part of a list
        inner = clause.opener in lex.COORDINATORS | lex.COMPLEMENTS or words.first in lex.CONCESSIVE
        if len(words) <= lex.SHORT and not inner and predicates.ends_in_others_view(words):
            return self._framing("reported", number, certain=False)
        if words.first in PREPOSITIONS and words.has_owner and words.names & (lex.MEDIA | lex.REPORTS):
            return self._framing("reported", number)  # "to his mind, …"
        placed = clause.opener in lex.ADVERBIAL or is_placed(words)  # "because of the rain, …"
        placed = placed or (words.first == "with" and len(words) >= lex.ASIDE)  # "with more rain forecast, …"
        if clause.opener in lex.COMPLEMENTS or (is_addition(clause, not number) and placed):
            return None
        return self._framing("restricted", number, certain=False)

    def _introduced(self, at: int) -> Framing | None:
        """Return what the clause before a colon or dash makes of the one behind it: "they tell you this: …"."""
        while at > 1 and (self._clauses[at - 1].opener == "who" or not self._clauses[at - 1].words):
            at -= 1  # "I am telling everybody who asks: …"
        clause = self._clauses[at - 1]
        names = clause.words.names
        replied = self._around.attributed and names & lex.ANSWERS and clause.words.last not in lex.NEGATIONS
        if not clause.words.literal or replied:
            return None  # "his answer was far from clear: “…”"
        if len(clause.words) == 1 and names & (lex.DENYING | {"wrong"}):
            return self._framing("denied", at - 1)
        if names & {"quote", "quotes", "quoting", "quoted"}:
            return self._framing("reported", at - 1)
        if clause.words.first in lex.SUPPOSING or self._clauses[0].words.first in lex.SUPPOSING:
            return self._framing("supposed", 0)  # "pretend you are the coach: …"
        careless = at > 1 and clause.opener in lex.COMPLEMENTS and self._clauses[at - 2].words.names & lex.FACTIVE
        if careless or "otherwise" in names:
            return None  # "I do not care what they say: …"
        if not names & (lex.PREDICATES - lex.PERHAPS - lex.FACTIVE):
            own = names & (OWN | lex.AFFIRMING | lex.FACTIVE | {"you", "this"})
            others = lex.THIRD_PERSON & names or (clause.words.has_verb and not own)
            if self._clauses[at].opener in lex.DASHES:
                ahead = pairwise(self._clauses)
                conditional = any(b.opener == "if" and (a.words or a.opener != "as") for a, b in ahead)
                imagined = self._around.quoted.names & lex.CONDITIONAL_VERBS and conditional
                return self._framing("supposed", 0) if imagined else None
            return self._framing("reported", at - 1, False) if others and not self._around.attributed else None
        found = self._read_governor(at - 1)
        if found and found.kind == "reported":
            lead = self._around.before.part(0, 4)
            trusted = lead.names & lex.AUTHORITIES and not lead.has_owner  # "the studies I have read say the same: …"
            found = None if trusted or self._around.attributed else replace(found, certain=True)
        if found is None and self._denials % 2:
            return self._framing("denied", at - 1, certain=self._clauses[at].opener == ":")
        others = self._unknown and (clause.words.has_owner or names & lex.THIRD_PERSON) and not self._around.attributed
        self._ended, self._unknown = True, False
        return self._framing("reported", at - 1, certain=False) if found is None and others else found

    def _reason(self, at: int) -> Framing | None:
        """Return whether the reason that a stretch gives is denied: "not because", or perhaps "did not … because"."""
        clause, opener = self._clauses[at], self._clauses[at].opener
        before = self._clauses[at - 1].words
        main = before or self._around.after
        words = self._around.before if before else main
        supposed = any(f" {phrase} " in f"{before.text}{opener} " for phrase in lex.HYPOTHETICAL)
        timed = opener in ("when", "before", "after", "once") and not clause.words
        past = self._around.quoted.is_past or main.is_past
        only = timed and "only" in before.names and not before.is_past  # "it only works when"
        ordered = timed and not past and self._around.after.plain.first in lex.IMPERATIVES  # "when …, give me a call"
        because = opener == "because" and clause.words.first != "of"
        long = opener in ("before", "until") and not (past or clause.words) and before.names & lex.TIMES
        awaited = long and before.names & (lex.OPEN_ENDED | {"may", "long"})  # "it may be years before | …"
        doubted = self._clauses[at - 1].opener in ("if", "whether") or before.names & {"may", "might"}
        signs: tuple[Sign, ...] = (
            (supposed, "supposed", True),
            (only or ordered, "supposed", True),
            (timed and (words.names & lex.OPEN_ENDED or before.last in lex.SEEMING), "supposed", False),
            (opener == "though" and not clause.words and self._clauses[at - 1].opener == "as", "supposed", True),
            (opener == "than" and not clause.words and "sooner" not in before.names, "restricted", True),
            (before.has(lex.DENYING_PHRASES), "denied", True),
            (because and before.is_negated, "denied", before.last == "not" or "but because" in self._around.after.text),
            (awaited, "denied", True),
            (because and doubted, "supposed", True),  # "I do not know if it fell because"
        )
        return self._first(at - 1, signs)


def kind_led_to(around: Surroundings) -> FrameKind | None:
    """Return what words right before a stretch make of what it says is done: "we will never | go", "they may | go"."""
    before, quoted = around.before.plain, around.quoted.plain
    gerund, starts = quoted.first.endswith("ing"), bool(quoted) and quoted[0].begins_subject
    if (quoted.first in DETERMINERS and not (quoted.has_verb or "to" in quoted.names)) or not before:
        return None  # "not | a friend of the poor"
    before = before.part(0, -1) if before.last in ("just", "simply", "even") else before
    if before.ends(lex.DENYING_PHRASES) or (before.last == "without" and gerund and not starts):
        return "denied"
    own = split_clauses(before)[-1].words
    turning = lex.NEGATIONS - DETERMINERS - PREPOSITIONS | lex.POSSIBLY
    near = own.part(max((n for n, word in enumerate(own) if word.lower in turning), default=len(own)))
    if near.first in lex.POSSIBLY:
        possible = near.names <= lex.INVERTING | lex.MAYBE_LEADS and (not starts or own.first == "there")
        return "supposed" if possible else None
    leads = near.last in lex.INVERTING | {"to", "be", "been"} or (gerund and near.last in PREPOSITIONS)
    direct = len(near) == 1 or (leads and not starts)
    close = len(near) <= lex.ASIDE or own.ends(LED)  # "nobody will force me to | close the quay"
    return "denied" if near and direct and close and own.is_negated else None


def tells_of_some(words: Words) -> bool:
    """Return whether words end in what is there, whatever their verb says of it: "we hear the men", not "no man"."""
    near = words.part(-lex.ASIDE)
    definite = near.names & {"the", "those", "these"} and not near.is_negated
    return bool(definite) or not (words.last in lex.PREDICATES or words.is_negated)


def last_open_mark(words: Words) -> int:
    """Return where the last open quotation mark is, or -1: "he says, ‘I know, | …"."""
    found = -1
    for at, word in enumerate(words):
        if word.lower in MARKS:
            begins = (
                words[at + 1 : at + 2]
                and words[at + 1].start == word.end
                and not (at and words[at - 1].end == word.start)
            )
            found = at if begins or at + 1 == len(words) else -1
    return found


def is_inverted(own: Words, initial: bool) -> bool:
    """Return whether a question begins with some words before its subject, `initial` or not: "where do | you …"."""
    asks = own.first in lex.QUESTION_STARTS and (initial if len(own) == 1 else own.first not in lex.VERBS)
    asks = asks and not own.part(1, -1).has_verb  # "what will happen is"
    told = own.has(("not only",)) or own.part(-2, -1).names & (lex.NOMINATIVES | {"you", "it"})  # "he said he did, | …"
    apart = len(own) == 1 or own.is_negated or "only" in own.names  # not "the tool will | clearly tell them"
    return own.last in lex.INVERTING and (asks or (apart and own.last not in lex.COPULAS)) and not told


def names_source(around: Surroundings) -> bool:
    """Return whether the author's words tell who says a stretch beside what governs it: "some believe, Lee says, …"."""
    pairs = pairwise(split_clauses(around.before)[1:])
    asides = [each for each, following in pairs if each.opener == following.opener == ","]
    according = ("according to",)
    inserted = any(each.words.is_report for each in (*asides, *split_clauses(around.after)[:2]))
    return inserted or around.before.has(according) or around.after.has(according)
