"""Repetitive texts (statements, refrains, logs, tables, interviews), and edits of them whose outcome is known.

A text is a list of units; an edit cuts, doubles, swaps, shuffles, rewords or inserts units, and each unit keeps its
identity, so the true place of every passage is known. Pitfall: units with the same words cannot be told apart by their
words, so a passage may have several right places, or none that can be known.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from reader.text.span import Span

FIRST = "Anna Karl Ola Mina Tom Ines Jonas Ruth Emil Lena".split()
LAST = "Berg Lund Nord Haug Smith Jones Vega Costa Weber Novak Dahl Moreau".split()
TITLES = "Minister Ambassador Professor Senator Mayor Judge".split()
CITIES = "Oslo Geneva Leith Turin Bergen Porto Lyon Graz".split()
TIMES = "spring winter summer autumn March June October Christmas".split()
HOSTS = "alpha bravo delta kilo lima oscar tango zulu".split()
THINGS = "alliance council treaty league harbour union".split()
FILLER = (
    "Talks went on through the night, and nobody left the room.",
    "The delegates are expected back in March for another round.",
    "Outside, a thin rain fell on the empty square.",
    "Reporters had waited since the early morning.",
    "A vote has not been scheduled.",
    "The last such meeting ended without a result eleven years ago.",
    "Coffee was served twice, and the lights stayed on.",
    "Few had expected an agreement so late in the year.",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A statement, line, row or answer."""

    text: str
    id: int
    noted: tuple[str, ...] = ()
    """Passages of it that notes may be on, each occurring in it once."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A passage of the old text, and the spans in the new text that are right; none if it is gone."""

    span: Span
    right: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Revision:
    """An old and a new text, with passages."""

    name: str
    old: str
    new: str
    passages: tuple[Passage, ...]


def statements(chance: random.Random, number: int) -> list[Unit]:
    """Parallel statements by different people: the same frame, one word different or none."""
    pattern = chance.choice(
        [
            "“We will leave the {thing} by {time},” said {title} {name} in {city}.",
            "“I agree,” said {name}.",
            "“That is not what we were promised in {time},” {name} told reporters.",
            "{title} {name} said the {thing} would be ready by {time}.",
            "“The {thing} is dead,” {name} said.",
        ]
    )
    names = chance.sample([f"{first} {last}" for first in FIRST for last in LAST], number)
    thing = chance.choice(THINGS)
    found = []
    for at, name in enumerate(names):
        words = {"thing": thing, "title": chance.choice(TITLES), "name": name, "city": chance.choice(CITIES)}
        words["time"] = TIMES[at % 8]
        text = pattern.format(**words)
        quoted = text[text.find("“") : text.find("”") + 1]
        inside = quoted.strip("“”,") if quoted else text.split(" by ")[0].split(" said ")[-1]
        found.append(Unit(text, at, (text, inside, name)))
    return found


def refrains(chance: random.Random, number: int) -> list[Unit]:
    """Stanzas of a verse line and the same refrain."""
    refrain = chance.choice(
        ["O bear me home across the water", "And the wind blows cold on the quay", "Row, boys, row"]
    )
    found = []
    for at in range(number):
        verse = f"{chance.choice(FIRST)} left the {chance.choice(THINGS)} in {chance.choice(TIMES)} with {at + 2} ships"
        found.append(Unit(f"{verse}\n{refrain}", at, (verse, refrain)))
    return found


def logs(chance: random.Random, number: int) -> list[Unit]:
    """Log lines that differ in time and host."""
    message = chance.choice(
        ["connection to {host} lost", "{host}: disk 91% full", "user {host} logged in from 10.0.0.{at}"]
    )
    found = []
    minute, second = chance.randrange(60), 0
    for at in range(number):
        second += chance.randrange(1, 9)
        words = message.format(host=chance.choice(HOSTS), at=chance.randrange(9))
        level = chance.choice(["ERROR", "WARN", "INFO"])
        text = f"2026-03-02 10:{minute:02}:{second % 60:02} {level} db: {words}"
        found.append(Unit(text, at, (text, words)))
    return found


def rows(chance: random.Random, number: int) -> list[Unit]:
    """Rows of a table or items of a list."""
    pattern = chance.choice(
        ["| {name} | {city} | {n} |", "- {name}: {n} votes", "{city}\t{n}\t{time}", "* {city}, {time}"]
    )
    found: list[Unit] = []
    while len(found) < number:
        text = pattern.format(
            name=chance.choice(FIRST), city=chance.choice(CITIES), n=chance.randrange(100), time=chance.choice(TIMES)
        )
        if all(text != unit.text for unit in found):
            found.append(Unit(text, len(found), (text.strip("|-* "),)))
    return found


def interviews(chance: random.Random, number: int) -> list[Unit]:
    """The same question again and again, with different answers."""
    question = chance.choice(["What happened next?", "Q: And then?", "Did you know about the payments?"])
    found = []
    for at in range(number):
        name = f"{chance.choice(FIRST)} {chance.choice(LAST)}"
        answer = f"We went to {chance.choice(CITIES)} in {chance.choice(TIMES)} and met {name}."
        found.append(Unit(f"{question}\n{answer}", at, (question, answer)))
    return found


MAKERS: dict[str, tuple[Callable[[random.Random, int], list[Unit]], str]] = {
    "statements": (statements, "\n\n"),
    "statements in a paragraph": (statements, " "),
    "refrains": (refrains, "\n\n"),
    "logs": (logs, "\n"),
    "rows": (rows, "\n"),
    "interviews": (interviews, "\n\n"),
}
EDITS = (
    "swap",
    "shuffle",
    "cut",
    "cut many",
    "double",
    "double apart",
    "insert",
    "reword",
    "cut and reword",
    "replace",
)


def edited(units: list[Unit], edit: str, chance: random.Random, fresh: Iterator[Unit]) -> list[Unit]:
    """Apply `edit` to a copy of `units`; `fresh` are further units of the same kind."""
    new = list(units)
    at = chance.randrange(len(new))
    if edit == "swap":
        other = chance.choice([i for i in range(len(new)) if i != at])
        new[at], new[other] = new[other], new[at]
    elif edit == "shuffle":
        chance.shuffle(new)
    elif edit in ("cut", "cut and reword"):
        del new[at]
    elif edit == "cut many":
        new = [unit for unit in new if chance.random() < 0.6] or new[:1]
    elif edit == "double":
        new.insert(at, new[at])
    elif edit == "double apart":
        new.insert(chance.randrange(len(new) + 1), new[at])
    elif edit == "insert":
        new.insert(at, next(fresh))
    elif edit == "replace":
        new[at] = next(fresh)
    if edit in ("reword", "cut and reword"):
        at = chance.randrange(len(new))
        words = new[at].text.split(" ")
        number = chance.randrange(len(words))
        words[number] = words[number] + "x" if chance.random() < 0.5 else f"{words[number]} indeed"
        new[at] = replace(new[at], text=" ".join(words))
    return new


def joined(blocks: list[str], units: list[Unit], between: str) -> tuple[str, list[tuple[Unit, int]]]:
    """Join two blocks of prose around units; return the text and the start of each unit."""
    text = blocks[0] + "\n\n"
    starts = []
    for unit in units:
        starts.append((unit, len(text)))
        text += unit.text + between
    return text.rstrip() + "\n\n" + blocks[1], starts


def revise(kind: str, edit: str, seed: int) -> Revision:
    """Make an old and a new text of a kind, with the true places of its passages."""
    chance = random.Random(f"{kind} {edit} {seed}")
    maker, between = MAKERS[kind]
    made = maker(chance, chance.randrange(3, 9) + 3)
    units, spare = made[:-3], iter(made[-3:])
    filler = chance.sample(FILLER, 4)
    blocks = [" ".join(filler[:2]), " ".join(filler[2:])]
    old, olds = joined(blocks, units, between)
    new, news = joined(blocks, edited(units, edit, chance, spare), between)
    passages = []
    for unit, start in olds:
        for words in unit.noted:
            begin = start + unit.text.index(words)
            copies = [(other, at) for other, at in news if other.id == unit.id]
            passages.append(Passage(Span(begin, begin + len(words)), tuple(places(words, copies, unit))))
    return Revision(f"{kind}, {edit}, {seed}", old, new, tuple(passages))


def places(words: str, copies: list[tuple[Unit, int]], unit: Unit) -> Iterator[Span]:
    """Yield the spans of `words` of a unit in its copies; the likeliest part of a reworded copy."""
    for copy, at in copies:
        if words in copy.text:
            begin = at + copy.text.index(words)
            yield Span(begin, begin + len(words))
        else:
            first = unit.text.index(words)
            tail = len(unit.text) - first - len(words)
            yield Span(at + first, at + len(copy.text) - tail)


def revisions(seeds: int) -> Iterator[Revision]:
    """Yield `seeds` revisions of each kind and edit."""
    for seed in range(seeds):
        for kind in MAKERS:
            for edit in EDITS:
                yield revise(kind, edit, seed)
