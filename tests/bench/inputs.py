"""Inputs of the screen benchmark: a story, a long article in Markdown, two books. Always the same.

The words are made up, but their properties matter: people are named and quoted, one word in two hundred is wide or
in another script, and the Markdown has headings, lists, links and emphasis. A book of 3 MB has 20,000 spans: names
and quotes, with names inside quotes.
"""

import random
from collections.abc import Iterator

FIRST = "The first words of a text"
"""Shown by the first paint."""

LAST = "And these are the last."
"""Shown after a jump to the end."""

WORD = "zyzzyva"
"""Occurs once in a text, at 93% of it."""

BESIDE = "is the last word of many dictionaries"
"""Next to WORD."""

STORY, ARTICLE, BOOK = 4_000, 50_000, 3_000_000
"""Characters."""

VOWELS, CONSONANTS = "aeiou", "bcdfghlmnprstvw"

RARE = ("“so to speak”", "naïve", "東京", "👩‍🚀", "Ωmega", "№ 5")
"""One word in two hundred is one of these: other widths, other scripts, a quotation."""

ENGLISH = "the of and to in a that is was for it with as on be at by had not are but from have were".split()
"""Every second word, since names are found in English only."""

FIRST_NAMES = "Maria John Ann Wei Ahmed Olga Peter Laura Tom Sofia".split()

LAST_NAMES = "Ortiz Smith Lee Zhang Haddad Petrova Novak Rossi Baker Lindqvist".split()


def story() -> str:
    return _text(STORY, random.Random(1))


def news(number: int) -> str:
    """Return a story that differs for each number."""
    return _text(STORY, random.Random(f"news {number}"))


def article() -> str:
    """Return a long article in Markdown."""
    return _text(ARTICLE, random.Random(2), marked=True)


def book() -> str:
    """Return a book in plain text."""
    return _text(BOOK, random.Random(3))


def bare_book() -> str:
    """Return a book without names."""
    return _text(BOOK, random.Random(3), named=False)


def marked_book() -> str:
    """Return a book in Markdown."""
    return _text(BOOK, random.Random(4), marked=True)


def _text(length: int, chance: random.Random, marked: bool = False, named: bool = True) -> str:
    words = [_word(chance) for _ in range(3000)]
    before = "\n\n".join(_paragraphs(int(length * 0.93), words, chance, marked, named))
    after = "\n\n".join(_paragraphs(length - len(before), words, chance, marked, named))
    return f"{'# ' if marked else ''}{FIRST}\n\n{before}\n\nA {WORD} {BESIDE}.\n\n{after}\n\n{LAST}\n"


def _paragraphs(length: int, words: list[str], chance: random.Random, marked: bool, named: bool) -> Iterator[str]:
    while length > 0:
        sentences = [
            _quotation(words, chance) if named and chance.random() < 0.3 else _sentence(words, chance)
            for _ in range(chance.randint(3, 12))
        ]
        if marked:
            sentences[-1] = _marked(sentences[-1], chance)
        paragraph = " ".join(sentences)
        if marked and chance.random() < 0.1:
            paragraph = f"## {words[chance.randrange(3000)].capitalize()}\n\n{paragraph}"
        elif marked and chance.random() < 0.02:
            paragraph = "\n".join(f"- {sentence}" for sentence in sentences)
        length -= len(paragraph) + 2
        yield paragraph


def _sentence(words: list[str], chance: random.Random) -> str:
    chosen = [
        chance.choice(RARE if (luck := chance.random()) < 0.005 else ENGLISH if luck < 0.5 else words)
        for _ in range(chance.randint(5, 25))
    ]
    return f"{' '.join(chosen).capitalize()}."


def _quotation(words: list[str], chance: random.Random) -> str:
    speaker, named = (f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}" for _ in range(2))
    said = _sentence(words, chance).rstrip(".")
    return f"“{said}, and so did {named},” said {speaker}."


def _marked(sentence: str, chance: random.Random) -> str:
    """Return a sentence with a link, an emphasis or code in it."""
    first, *middle, last = sentence.split()
    place = chance.randrange(len(middle))
    shapes = ("*{}*", "**{}**", "`{}`", "[{}](https://example.org/a)")
    middle[place] = chance.choice(shapes).format(middle[place])
    return " ".join((first, *middle, last))


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 4)))
