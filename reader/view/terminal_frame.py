"""Frames as they are written to a terminal: every word in its column, whatever the terminal takes for its width.

Terminals disagree about the cells of a cluster: a vowel sign of Devanagari, a family joined by ZWJ, a flag of tags, an
emoji that is newer than the terminal. Where one counts other cells than the program, everything to the right would be
moved, over the frame and into the next pane. So the cursor is set anew after each such cluster, the cells that it may
leave empty are blanked before, and one that might reach over the border of its pane is cut there: what it covered
would be painted again only with all else.

All frames, Textual's and the direct painter's, are rows that begin with a position of the cursor (CUP), so this is done
to the finished text. Pitfall: it is done at every key. Most rows have no doubtful character, which one search tells;
the others are kept.
"""

import re
from collections.abc import Callable, Iterator
from enum import Enum, auto
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category, combining, east_asian_width

from rich.cells import cell_len

from reader.text.width import ONE_CELL

POSITION = re.compile(r"(\x1b\[\d+;\d+H)")  # CUP: the row and the column that the cursor moves to, from 1
ROW_START = re.compile(r"\x1b\[(\d+);1H")  # CUP to the first column; the row

TOKEN = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[ -/]*[0-~])|[^\x1b]+")
"""An escape sequence, or the text between two."""

TWO_CELLS = r"\u3001-\u3029\u3041-\u3096\u309b-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff60"
"""Kana, ideographs, syllables of Hangul: two cells in every terminal."""

DOUBTFUL = re.compile(rf"[^\x00-\x1f{ONE_CELL}{TWO_CELLS}\u2190-\u22ff]")
"""The first look: what may join others, or have another width elsewhere. Most of it turns out to be certain."""

ZWJ, WIDE = "\u200d", "\ufe0f"  # joins two pictures to one; makes a narrow symbol wide

JOINERS = f"\u200c{ZWJ}"

PART = re.compile(
    f"[{JOINERS}\u0e33\u0eb3"  # AM of Thai and Lao
    "\u1160-\u11ff\ud7b0-\ud7ff"  # vowels and finals of Hangul
    "\U0001f3fb-\U0001f3ff"  # colours of skin
    "\U000e0020-\U000e007f]"  # tags
)
"""Characters that belong to the one before them, besides marks."""

YOUNG = re.compile("[\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\u4dc0-\u4dff\U00010000-\U0001ffff\U000e0000-\U0010ffff]")
"""Symbols that became wide with one of the yearly versions of Unicode, and characters that terminals know in part."""

VIRAMA = 9  # the combining class of the signs that join a consonant to the next one
KEPT_ROWS = 512  # rows whose text is kept: those of a large window, and as many of the pages before

Edges = Callable[[int], tuple[int, ...]]
"""Returns the columns where a pane, or another part of the screen, begins or ends in a row; both from 0, in order."""


class Kind(Enum):
    """What a character does to the cluster that it is in."""

    CERTAIN = auto()
    """It begins one, and has the same width everywhere."""
    DOUBTFUL = auto()
    """It begins one, and terminals may disagree about its width."""
    FLAG = auto()
    """It begins one, or it is the second of the two letters of a flag."""
    PART = auto()
    """It belongs to the character before it."""
    LINK = auto()
    """It does so, and joins the letter after it, too."""


class Sign(NamedTuple):
    kind: Kind
    cells: int
    """Its width as rich counts it, which draws it."""
    most: int
    """The most cells that any terminal may give it."""


@lru_cache(4096)
def sign_of(character: str) -> Sign:
    cells = cell_len(character)
    usual = 2 if east_asian_width(character) in "WF" else 1
    if category(character)[0] == "M" or PART.match(character):
        kind = Kind.LINK if character == ZWJ or combining(character) == VIRAMA else Kind.PART
    elif "\U0001f1e6" <= character <= "\U0001f1ff":
        kind = Kind.FLAG
    elif category(character)[0] == "C" or YOUNG.match(character) or cells != usual:
        kind = Kind.DOUBTFUL
    else:
        kind = Kind.CERTAIN
    return Sign(kind, cells, most_cells(character))


def most_cells(character: str) -> int:
    """Return the most cells that any terminal may give a character."""
    if category(character) in ("Mn", "Me"):
        return int(character == WIDE)
    if character in JOINERS or character > "\U000e0000":
        return 0
    return max(cell_len(character), 2 if character > "\U0001f000" else 1)


def clusters(words: str) -> Iterator[tuple[str, bool]]:
    """Yield the clusters of `words`, and whether terminals may disagree about the width; certain ones are joined."""
    found: list[tuple[int, bool]] = []  # where each begins, and whether it is doubtful
    before, flags = Kind.CERTAIN, 0  # letters of flags in a row
    for at, character in enumerate(words):
        kind = sign_of(character).kind
        if kind is before is Kind.CERTAIN:  # most characters, without a look at what they could be part of
            found.append((at, False))
            continue
        flags = flags + 1 if kind is Kind.FLAG else 0
        if at and (
            kind in (Kind.PART, Kind.LINK)
            or (kind is Kind.FLAG and flags % 2 == 0)
            or (before is Kind.LINK and (words[at - 1] == ZWJ or character.isalpha()))
        ):
            found[-1] = found[-1][0], True
        else:
            found.append((at, kind is not Kind.CERTAIN))
        before = kind
    sure = 0
    for (start, doubtful), (end, _) in pairwise([*found, (len(words), False)]):
        if doubtful:
            if sure < start:
                yield words[sure:start], False
            yield words[start:end], True
            sure = end
    if sure < len(words):
        yield words[sure:], False


def fitting(cluster: str, room: int) -> str:
    """Return as much of a cluster as fills no more than `room` cells in any terminal."""
    for end, character in enumerate(cluster):
        room -= sign_of(character).most
        if room < 0:
            return cluster[:end].rstrip(ZWJ)
    return cluster


def width_of(cluster: str) -> int:
    if ZWJ in cluster or WIDE in cluster:
        return cell_len(cluster)
    return sum(sign_of(character).cells for character in cluster)


@lru_cache(KEPT_ROWS)
def kept_in_columns(row: str, column: int, edges: tuple[int, ...]) -> str:
    """Return the text of a row that begins in a column, from 0, with the cursor set anew after doubtful clusters."""
    written: list[str] = []
    for token in TOKEN.findall(row):
        if token[0] == "\x1b":
            written.append(token)
            continue
        for words, doubtful in clusters(token):
            width = width_of(words)
            if doubtful:
                end = next((edge for edge in edges if edge > column), column + width)
                back, on = f"\x1b[{column + 1}G", f"\x1b[{column + width + 1}G"
                written.append(f"{' ' * width}{back}{fitting(words, end - column)}{on}")
            else:
                written.append(words)
            column += width
    return "".join(written)


def in_columns(frame: str, edges: Edges) -> str:
    """Return a frame whose words stay in their columns in terminals that count other cells than the program."""
    if DOUBTFUL.search(frame) is None:
        return frame
    first, *rest = POSITION.split(frame)
    written = [first]
    for position, row in zip(rest[::2], rest[1::2], strict=True):
        written.append(position)
        if DOUBTFUL.search(row) is None:
            written.append(row)
        else:
            words = row.removesuffix("\n")
            y, x = (int(number) - 1 for number in position[2:-1].split(";"))
            written += [kept_in_columns(words, x, edges(y)), row[len(words) :]]
    return "".join(written)


def paints_all(frame: str, height: int) -> bool:
    return set(ROW_START.findall(frame)).issuperset(map(str, range(1, height + 1)))
