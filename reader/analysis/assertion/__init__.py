"""Find out whether the words around a clause assert it, or deny, suppose, ask, report or restrict it.

"The poor should starve" is asserted in "I think that the poor should starve", not in "I would never say that …",
"if …", "my opponent claims that …" or "…, unless somebody pays".

    words.py       words in a row, and what stands around a stretch of a text
    clauses.py     a sentence as clauses, and which of them only add something
    predicates.py  what a clause says of the one that it governs
    before.py      the words before the stretch, from the clause next to it outwards
    comments.py    what a few words say of the words beside them: "that is a lie", "so they say"
    after.py       the rest of its sentence, and what was left out within it
    beside.py      the sentence before and after, and a question
    settled.py     constructions that need no weighing, phrases, and what may limit a stretch
    neighbours.py  the words right beside the stretch, in their order
    points.py      what all these tell, and the words themselves, weighed
    lexicon.py     the lists of words of all these

The one idea: what is cut off is harmless only if it is known to be. Words that govern the clause and are in no list, or
stand beside it and are no known addition (when, where, why, to whom), leave it open: a framing that is not `certain`.

Pitfall: there is no parse. A reading that depends on how far a word reaches ("I do not think that A and B") is not
`certain`, either.
"""

from collections.abc import Callable

from reader.analysis.assertion import lexicon
from reader.analysis.assertion.after import read_after, read_between
from reader.analysis.assertion.before import kind_led_to, read_before
from reader.analysis.assertion.beside import read_following, read_previous, read_question
from reader.analysis.assertion.neighbours import signs_beside
from reader.analysis.assertion.points import Reading, reading_of, signs_around, signs_found, signs_in
from reader.analysis.assertion.settled import read_limit, read_settled
from reader.analysis.assertion.words import NO_WORDS, PHRASE, Framing, Surroundings, Words, framing_by
from reader.analysis.lexicon import DETERMINERS, PREPOSITIONS

NOUN_LEADS = DETERMINERS | PREPOSITIONS | lexicon.ADVERBIAL | lexicon.CONDITIONS | {"have"}
"""Words behind which a word on "-ed" may be no verb of a clause: "the permitted use", "when warranted"."""

READERS: dict[str, Callable[[Surroundings], Framing | None]] = {
    "question": read_question,
    "before": read_before,
    "after": read_after,
    "previous": read_previous,
    "following": read_following,
    "limit": read_limit,
}


def read_stretch(around: Surroundings) -> Reading:
    """Return what the readers make of a stretch, and the signs around it; no signs if it is no clause."""
    own = around.quoted.plain
    before = around.before.plain
    subject = before.part(-2, -1).names & (lexicon.NOMINATIVES | {"you", "it", "there"})
    inverts = before[-2:-1] == () or before.part(-2, -1).names & (lexicon.QUESTION_STARTS | lexicon.COORDINATORS)
    asked = before.last in lexicon.INVERTING and not subject and ("?" in around.after.names or inverts)
    opened = before.ends(("that", "whether", "if", "as though", "anyone who", "anybody who"))  # "I doubt that | …"
    governed = len(own) > 2 and (asked or opened or kind_led_to(around))
    former = (before.last, *own.lowers)  # "is | permitted", not "a | permitted use" or "have | united crews"
    ed = (a not in NOUN_LEADS for a, b in zip(former, own.lowers, strict=False) if b.endswith("ed"))
    clause = governed or own.has_verb or any(ed)
    asks = "?" in around.after.names and before.is_negated and "or" not in before.names
    presupposed = asks and not before.names.isdisjoint(lexicon.FACTIVE | lexicon.TELLING)
    opens = bool(before) and own.first == "whether"  # "they asked | whether dogs bark" leaves it open itself
    beside = (before, around.after.plain, around.previous.plain, around.following.plain)
    if presupposed or opens or not own or not (any(beside) or "?" in around.after.names):
        return Reading(None)
    phrase = not clause and (len(own) <= PHRASE or (bool(before) and not own.has_object))
    found = {name: framing for name, read in READERS.items() if (framing := read(around)) is not None}
    best = Framing.surest(found.values())
    if best is None and around.after.first == "that":
        return Reading(None)  # "they told us | that …" is cut off fairly
    signs = [*signs_around(around), *signs_beside(around)]
    if phrase or (not clause and (best is None or not best.certain)):  # only a construction tells it surely
        signs += ("all: phrase", *(f"phrase {sign}" for sign in signs_found(found)))
        found = {}
    if settled := read_settled(around):
        found = {"settled": settled}
    elif phrase and len(own) == 1:
        return Reading(None)
    return reading_of(found, signs, (around.before, around.after, around.previous, around.following))


def read_left_out(words: Words, before: Words = NO_WORDS, after: Words = NO_WORDS) -> Reading:
    """Return what words that were left out within a sentence, between those `before` and `after`, make of the rest."""
    framing = read_between(words)
    general = before.part(-lexicon.ASIDE).names & (lexicon.SOMEBODY | {"a", "an", "any"}) and not after.is_past
    if general and words.first in ("that", "who") and words.is_verb(1):  # "a peace | that is not fair | will end"
        return reading_of({"settled": framing_by(words, "restricted")}, (), (words,))
    return reading_of({"left out": framing} if framing else {}, signs_in("left out", words), (words,))
