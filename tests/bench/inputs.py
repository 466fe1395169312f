"""What is opened when the screen is measured: a story of a few hundred words, and a book of 3 MB. Always the same."""

import random

FIRST = "The first words of a text"
"""What a first paint must show."""

WORD = "zyzzyva"
"""Stands once in the book, at 93 % of it."""

BESIDE = "is the last word of many dictionaries"
"""Stands beside it."""

STORY, BOOK = 4_000, 3_000_000
"""Characters."""

VOWELS, CONSONANTS = "aeiou", "bcdfghlmnprstvw"

RARE = ("“so to speak”", "naïve", "東京", "👩‍🚀", "Ωmega", "№ 5")
"""One in two hundred words is none of the simple ones: other widths, other scripts, a quotation."""


def story() -> str:
    return _text(STORY, random.Random(1))


def book() -> str:
    chance = random.Random(2)
    before = _text(int(BOOK * 0.93), chance)
    return f"{before}\n\nA {WORD} {BESIDE}.\n\n{_paragraphs(BOOK - len(before), chance)}\n"


def _text(length: int, chance: random.Random) -> str:
    return f"{FIRST}\n\n{_paragraphs(length, chance)}"


def _paragraphs(length: int, chance: random.Random) -> str:
    words = [_word(chance) for _ in range(3000)]
    found: list[str] = []
    while length > 0:
        sentences = (_sentence(words, chance) for _ in range(chance.randint(3, 12)))
        found.append(" ".join(sentences))
        length -= len(found[-1]) + 2
    return "\n\n".join(found)


def _sentence(words: list[str], chance: random.Random) -> str:
    chosen = [chance.choice(RARE if chance.random() < 0.005 else words) for _ in range(chance.randint(5, 25))]
    return f"{' '.join(chosen).capitalize()}."


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 4)))
