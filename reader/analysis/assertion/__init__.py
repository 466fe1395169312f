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
    lexicon.py     the lists of words of all these

The one idea: what is cut off is harmless only if it is known to be. Words that govern the clause and are in no list, or
stand beside it and are no known addition (when, where, why, to whom), leave it open: a framing that is not `certain`.

Pitfall: there is no parse. A reading that depends on how far a word reaches ("I do not think that A and B") is not
`certain`, either.
"""

from collections.abc import Callable

from reader.analysis.assertion import lexicon
from reader.analysis.assertion.after import read_after
from reader.analysis.assertion.before import read_before
from reader.analysis.assertion.beside import read_following, read_previous, read_question
from reader.analysis.assertion.words import Framing, Surroundings

READERS: tuple[Callable[[Surroundings], Framing | None], ...] = (
    read_question,
    read_before,
    read_after,
    read_previous,
    read_following,
)


def find_framing(around: Surroundings) -> Framing | None:
    """Return what makes a stretch not asserted, the surest first; None if it is, or is no clause."""
    own = around.quoted.plain
    before = around.before.plain
    asked = before.last in lexicon.INVERTING and not before.part(-2, -1).names & lexicon.NOMINATIVES
    opened = before.ends(("that", "whether", "if", "as though"))  # "I doubt that | dogs bark"
    governed = len(own) > 2 and (asked or opened)
    clause = governed or own.has_verb or any(lower.endswith("ed") for lower in own.lowers)
    asks = "?" in around.after.names and before.is_negated and "or" not in before.names
    presupposed = asks and not before.names.isdisjoint(lexicon.FACTIVE | lexicon.TELLING)
    readers = READERS if (clause or own.acts) and not presupposed else ()
    found = [framing for read in readers if (framing := read(around)) is not None]
    return next((framing for framing in found if framing.certain), found[0] if found and clause else None)
