"""Plurals and other wording shared by several rooms, and lines that say the same."""

import unicodedata
from collections.abc import Iterable, Sized

UNTITLED = "Untitled"  # shown for an article without a title
SAMPLE_LENGTH = 600  # characters of a long text that are formatted: more than six lines of the widest pane
FIRST_WORDS = 60  # characters of text that stand in for a title


def counted(things: Sized | int, noun: str) -> str:
    """Return how many there are: "1 note", "12 notes", "2 entries"."""
    count = things if isinstance(things, int) else len(things)
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun[-1] == "y" and noun[-2] not in "aeiou" else f"{count} {noun}s"


def collapse_whitespace(words: str) -> str:
    """Return the beginning of `words` with each run of white space as one space."""
    return " ".join(words[:SAMPLE_LENGTH].split())


def in_quotation_marks(words: str) -> str:
    """Return `words` on one line in quotation marks, unless they begin with one."""
    line = collapse_whitespace(words)
    return line if line[:1] in '"“‘«„' else f"“{line}”"


def first_words(text: str) -> str:
    """Return the beginning of `text` on one line, cut between words: the title of an untitled article."""
    words = " ".join(text[: FIRST_WORDS * 4].split())
    if len(words) <= FIRST_WORDS and len(text) <= FIRST_WORDS * 4:
        return words
    cut = words[: FIRST_WORDS - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–—-") + "…"


def fold_line(line: str) -> str:
    """Return the letters and digits of `line` in one case: equal for lines that say the same."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", line).casefold()))


def same_words(line: str, other: str) -> bool:
    folded = fold_line(line)
    return folded != "" and folded == fold_line(other)


def similar_words(word: str, known: Iterable[str], most: int = 1) -> list[str]:
    """Return at most `most` of the known words that are like `word`, the most similar first."""
    from difflib import get_close_matches  # needed only for an error

    return get_close_matches(word, [*known], most)
