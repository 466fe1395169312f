"""Where the same statement stands in the library, quoted or told: a statement's life.

A *wording* is one form of a statement, with the *places* where it stands. The rarest words of a statement find the
quotes that may be it; the words that both have in one order, weighted, say whether they are. Single linkage would join
too much: a statement that was cut is first completed to the nearest whole wording, all places are compared with that
one, and a quote that is nearer to another statement is left to it. The index needs no more for this than its quotes.
"""

import json
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from rapidfuzz.distance import LCSseq

from reader.search import Elsewhere, Pieces
from reader.search.likely_sources import index_words, rarest
from reader.search.people import Saying, load_sayings, same_names
from reader.text.scripts import join_cjk
from reader.verification.alignment import weight
from reader.verification.remarks import has_negation
from reader.verification.words import split_words

LOOKED_UP = 10_000  # entries of the index that are looked up for one statement: those of its rarest words
MOST_TERMS = 60  # words that are looked up at most: SQLite joins some hundred questions into one
COMPARED = 300  # quotes that are compared with a statement: those with most of these words

SAME, ALIKE = 0.68, 0.3
"""The weighted share of the shorter wording from which two are one statement, and from which a quote may be another
that a wording is nearer to. `tests.bench.statements` shows what they find."""

ANOTHER_MOUTH = 0.85
"""The same share for words of somebody else: nearly the same sentence with another noun in it, said by another, is
another statement; of one person it is a changed wording."""

REPLACED = 1.25
"""What a word takes away that has another in its place: what was said of the old bridge is not said of a new school."""

CONTENT = 2.2  # minimum weight of what two wordings share: two words with a meaning of their own, and some small ones
WHOLE = 2.5  # how many times as long as a statement the whole wording of it may be; a longer quote says more than that
Keys = tuple[str, ...]  # the words of a wording, folded


@dataclass(frozen=True, slots=True)
class Wording:
    """One form of a statement."""

    pieces: Pieces
    """Its text, each piece with whether the first whole wording has it not."""
    cut: bool
    """True if it lacks words of that at its beginning or end."""
    negation: str
    """ "lost: …" or "added: …", with the words around the negation; "" if neither."""
    places: tuple[Saying, ...]
    """By the day of the article."""

    @property
    def remarks(self) -> list[str]:
        """What became of the statement."""
        return [*([f"a negation is {self.negation}"] if self.negation else []), *(["cut"] if self.cut else [])]


@dataclass(frozen=True, slots=True)
class Statement:
    """All that was found of a statement."""

    wordings: tuple[Wording, ...]
    """The first whole one, then those that differ from it, by their first day."""
    speakers: tuple[tuple[str, int], ...]
    """Who says it, with the number of places; several are rivals."""
    earliest: Saying | None = None


def find_elsewhere(db: sqlite3.Connection, words: str, article: str, speaker: str) -> Elsewhere:
    """Return what articles but this one, where `speaker` says it ("": nobody known), have of a statement."""
    found = find_statement(db, words)
    places = sum(place.origin.id != article for wording in found.wordings for place in wording.places)
    here = f" {speaker}".casefold()
    named = ((name, f" {name}".casefold()) for name, _ in found.speakers)
    others = (name for name, there in named if not speaker or not (there.endswith(here) or here.endswith(there)))
    return Elsewhere(places, tuple(others) if places else ())


def find_statement(
    db: sqlite3.Connection, words: str, counts: Callable[[Saying], bool] = lambda saying: True
) -> Statement:
    """Return where a statement stands, of the quotes that count; without wordings if it is nowhere."""

    def load(rows: Iterable[int]) -> list[Saying]:
        wanted = json.dumps([*rows])
        return list(filter(counts, load_sayings(db, "entries.row IN (SELECT value FROM json_each(?))", wanted)))

    said, pool = keys_of(words), similar_quotes(db, words)
    if wholes := load(row for row, keys in pool.items() if completes(keys, said)):
        whole = max(wholes, key=lambda place: (hefts_of(keys_of(place.words))[-1], place.words))
        said, pool = keys_of(whole.words), similar_quotes(db, whole.words)
    scores = {row: likeness(said, keys) for row, keys in pool.items()}
    others = {pool[row] for row, score in scores.items() if ALIKE <= score < SAME}
    found = [(keys_of(place.words), place) for place in load(row for row, score in scores.items() if score >= SAME)]
    near = {voice(place) for keys, place in found if likeness(said, keys) >= ANOTHER_MOUTH}
    by_words: defaultdict[Keys, list[Saying]] = defaultdict(list)
    places = []
    for keys, place in found:
        score, enough = likeness(said, keys), SAME if near <= {""} or voice(place) in {*near, ""} else ANOTHER_MOUTH
        if score >= enough and not any(likeness(keys, other) > score for other in others):
            by_words[keys].append(place)
            places.append(place)
    if not places:
        return Statement((), ())
    longest = max(map(len, by_words))
    first = next(keys for keys in by_words if 2 * len(keys) > longest)  # of the first day, unless that is a fragment
    wordings = tuple(make_wording(first, by_words[keys]) for keys in sorted(by_words, key=lambda keys: keys != first))
    return Statement(wordings, speakers_of(db, places), places[0])


def voice(place: Saying) -> str:
    """Return the last name of the speaker, by which articles with and without the first one agree; "" if unknown."""
    return place.speaker.casefold().rpartition(" ")[2]


@lru_cache(4096)
def keys_of(words: str) -> Keys:
    return tuple(split_words(words).keys)


@lru_cache(4096)
def hefts_of(keys: Keys) -> tuple[float, ...]:
    """Return the weight of the words before each, and of all at the end."""
    return tuple(accumulate(map(weight, keys), initial=0.0))


def completes(whole: Keys, part: Keys) -> bool:
    """Return whether a wording has all of a shorter one, and not much else."""
    return len(part) < len(whole) <= WHOLE * len(part) and LCSseq.similarity(whole, part) == len(part)


def likeness(one: Keys, other: Keys) -> float:
    """Return the weighted share of the shorter of two wordings that both have; 0 if that says too little."""
    shared = replaced = here = there = 0.0
    hefts, others = hefts_of(one), hefts_of(other)
    for block in LCSseq.opcodes(one, other):
        weighed = hefts[block.src_end] - hefts[block.src_start]
        if block.tag == "equal":
            shared += weighed
            replaced += min(here, there)
            here = there = 0.0
        else:
            here += weighed
            there += others[block.dest_end] - others[block.dest_start]
    replaced += min(here, there)
    enough = shared >= CONTENT or one == other
    return (shared - REPLACED * replaced) / min(hefts[-1], others[-1]) if enough and shared else 0.0


def similar_quotes(db: sqlite3.Connection, words: str) -> dict[int, Keys]:
    """Return the words of the quotes that share most of the rarest words, by their rows."""
    terms, left = list[str](), LOOKED_UP
    known = index_words(words)
    for term, entries in rarest(db, [word for word in known if weight(word) == 1] or known)[:MOST_TERMS]:
        if entries > left and len(terms) > 1:
            break
        left -= entries
        terms.append(f'text : "{term}"')
    if not terms:
        return {}
    having = " UNION ALL ".join(["SELECT rowid AS row FROM words WHERE words MATCH ?"] * len(terms))
    likely = f"SELECT row, count(*) AS shared FROM ({having}) GROUP BY row"
    quotes = (
        f"SELECT row FROM ({likely}) JOIN entries USING (row) WHERE kind = 'quote' ORDER BY shared DESC, row LIMIT ?"
    )
    found = db.execute(f"SELECT row, text FROM ({quotes}) JOIN words ON words.rowid = row", (*terms, COMPARED))
    return {row: keys_of(join_cjk(text)) for row, text in found}


def make_wording(first: Keys, places: Sequence[Saying]) -> Wording:
    """Return a wording with how it differs from the first whole one."""
    text = places[0].words
    words = split_words(text)
    blocks = list(LCSseq.opcodes(first, keys_of(text)))
    equal = [at for at, block in enumerate(blocks) if block.tag == "equal"]
    begin, end = (equal[0], equal[-1]) if equal else (0, len(blocks))
    pieces, lacks, at = list[tuple[str, bool]](), list[str](), 0
    for number, block in enumerate(blocks):
        if block.tag == "delete" and begin < number < end:
            lacks += first[block.src_start : block.src_end]
        elif block.tag == "insert":
            span = words.span(block.dest_start, block.dest_end - 1)
            pieces += [(text[at : span.start], False), (span.of(text), True)]
            at = span.end
    left_out, new = " ".join(lacks), " ".join(piece for piece, differs in pieces if differs)
    lost = has_negation(left_out)
    negation = "" if lost == has_negation(new) else f"lost: {left_out}" if lost else f"added: {new}"
    cut = any(block.tag == "delete" for block in (*blocks[:begin], *blocks[end + 1 :]))
    return Wording(tuple(piece for piece in [*pieces, (text[at:], False)] if piece[0]), cut, negation, tuple(places))


def speakers_of(db: sqlite3.Connection, places: Sequence[Saying]) -> tuple[tuple[str, int], ...]:
    """Return who says something, most places first. Names of several articles are one person by the same keys as on a
    page of the library; a name that is only the end of one other is that one.
    """
    named = "SELECT row FROM names WHERE article = ? AND name = ?"
    said_by = Counter((place.origin.id, place.speaker) for place in places if place.speaker)
    rows = {each: row for each in said_by for (row,) in db.execute(named, each)}
    same = same_names(db, rows.values())
    people: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for (article, name), count in said_by.items():
        row = rows.get((article, name), -1)
        people[same.get(row, row)][name] += count
    counts = Counter[str]()
    for names in people.values():
        counts[max(names, key=lambda name: (len(name.split()), names[name], name))] += names.total()
    for name in sorted(counts, key=len):
        fuller = [each for each in counts if each.casefold().endswith(f" {name.casefold()}")]
        if len(fuller) == 1:
            counts[fuller[0]] += counts.pop(name)
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
