"""The title of a web page without the name of its site, and without that of its author.

Pages add these to the title that they give to browsers and social networks; the heading that they show seldom has them.
"""

import re
from collections.abc import Iterable, Sequence

from reader.sources.plain.line_patterns import TITLE_LENGTH
from reader.text.format import fold_line
from reader.text.sanitize import clean_line

SEPARATOR = re.compile(
    r"\s+[-–—|·•›»«~⁄/:]+\s+|\s*[|│｜»«]\s*|(?<=\S)\s+[-–—]{2,}\s+|(?<=[\u3040-\u9fff])[-_](?=\S)|:\s+"
)
"""What stands between a title and the name of its site."""

MOST_PARTS = 12
"""Separators of a title that is taken apart."""

SHORT = 3
"""Characters of a part of a title that stands in many names."""

ALIKE = 0.6
"""Share of the words of the shown heading that the declared title has, from which they are one title."""


def tidy_title(declared: str, headings: Sequence[str], apart: Iterable[str]) -> str:
    """Return the title of a page that declares a title and shows `headings`, the likeliest first.

    `apart` are the names of its site and authors.
    """
    names = {fold_line(name) for name in apart} - {"", fold_line(declared)}
    pieces = _pieces(declared)
    for heading in headings:
        key = fold_line(heading)
        if key and key not in names and len(heading) <= TITLE_LENGTH and key in map(fold_line, pieces):
            return clean_line(heading)
    title = _without_names(declared, names)
    if len(headings) == 1 and len(headings[0]) <= TITLE_LENGTH:
        heading = _without_names(clean_line(headings[0]), names)
        if fold_line(title) not in fold_line(heading) and _is_alike(heading, title):
            return heading
    return title


def _without_names(title: str, names: set[str]) -> str:
    """Return a title without the names at its ends."""
    while (cuts := list(SEPARATOR.finditer(title))) and len(cuts) <= MOST_PARTS:
        if _is_name(title[cuts[-1].end() :], names):
            title = title[: cuts[-1].start()].strip()
        elif _is_name(title[: cuts[0].start()], names):
            title = title[cuts[0].end() :].strip()
        else:
            break
    return title


def _pieces(title: str) -> list[str]:
    """Return the title, and what is left of it without its beginning or end at each separator."""
    cuts = [(found.start(), found.end()) for found in SEPARATOR.finditer(title)][:MOST_PARTS]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(title)]
    return [title[start:end] for start in starts for end in ends if start < end]


def _is_alike(heading: str, title: str) -> bool:
    words, other = (set(re.findall(r"\w{3,}", said.casefold())) for said in (heading, title))
    return len(words) > 2 and len(words & other) >= ALIKE * len(words)


def _is_name(part: str, names: set[str]) -> bool:
    """Return whether a part of a title is one of the names, or most of one."""
    key = fold_line(part)
    return any(
        key == name or (len(key) > SHORT and key in name) or (name in key and 2 * len(name) > len(key))
        for name in names
    )
