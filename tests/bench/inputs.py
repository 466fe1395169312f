"""What is opened when the screen is measured: a story, a long article in Markdown, two books. Always the same.

The words are made up, but not what matters to a reader: people are named and quoted, one word in two hundred is wide or
of another script, the Markdown has headings, lists, links and emphasis. A book of 3 MB comes to 20,000 spans: its names
and quotes, names within quotes among them.
"""

import random
from collections.abc import Iterator

FIRST = "The first words of a text"
"""What a first paint must show."""

LAST = "And these are the last."
"""What a jump to the end must show."""

WORD = "zyzzyva"
"""Stands once in a text, at 93 % of it."""

BESIDE = "is the last word of many dictionaries"
"""Stands beside it."""

STORY, ARTICLE, BOOK = 4_000, 50_000, 3_000_000
"""Characters."""

VOWELS, CONSONANTS = "aeiou", "bcdfghlmnprstvw"

RARE = ("“so to speak”", "naïve", "東京", "👩‍🚀", "Ωmega", "№ 5")
"""One in two hundred words is none of the simple ones: other widths, other scripts, a quotation."""

ENGLISH = "the of and to in a that is was for it with as on be at by had not are but from have were".split()
"""Every second word, since names are looked for in English only."""

FIRST_NAMES = "Maria John Ann Wei Ahmed Olga Peter Laura Tom Sofia".split()

LAST_NAMES = "Ortiz Smith Lee Zhang Haddad Petrova Novak Rossi Baker Lindqvist".split()


def story() -> str:
    return _text(STORY, random.Random(1))


def news(number: int) -> str:
    """One of any number of stories, each with words of its own."""
    return _text(STORY, random.Random(f"news {number}"))


def article() -> str:
    """A long article in Markdown."""
    return _text(ARTICLE, random.Random(2), marked=True)


def book() -> str:
    """A book in plain text."""
    return _text(BOOK, random.Random(3))


def bare_book() -> str:
    """A book in which nobody is named."""
    return _text(BOOK, random.Random(3), named=False)


def marked_book() -> str:
    """A book in Markdown."""
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
    """A sentence with a link, an emphasis or code in its midst."""
    first, *middle, last = sentence.split()
    place = chance.randrange(len(middle))
    shapes = ("*{}*", "**{}**", "`{}`", "[{}](https://example.org/a)")
    middle[place] = chance.choice(shapes).format(middle[place])
    return " ".join((first, *middle, last))


def _word(chance: random.Random) -> str:
    return "".join(chance.choice(CONSONANTS) + chance.choice(VOWELS) for _ in range(chance.randint(1, 4)))
