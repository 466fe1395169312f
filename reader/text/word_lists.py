"""Lists of words and patterns in the text files of the package (`.txt`), whose comments say what each is for.

A list file has comments (`# `), sections (`[men]`) and entries separated by commas; an entry may continue on the next
line. In a file of patterns each line below a name in brackets is one alternative; letters after the name are flags of
regular expressions, and `w` if all alternatives begin with a word.
"""

import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent


@cache
def read_sections(path: str) -> dict[str, tuple[str, ...]]:
    """Return the entries of a list file by section, in order; `path` is that within the package, without `.txt`."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in (PACKAGE / f"{path}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        elif line and not line.startswith("#"):
            found.setdefault(section, []).append(line)
    return {key: tuple(filter(None, map(str.strip, " ".join(lines).split(",")))) for key, lines in found.items()}


@cache
def read_patterns(path: str) -> dict[str, re.Pattern[str]]:
    """Return the patterns of a file by name."""
    found = {}
    text = (PACKAGE / f"{path}.txt").read_text("utf-8")
    for part in re.finditer(r"(?m)^\[([a-z ]+?)(?: ([imw]+))?\]\n((?:(?!\[[a-z ]+\]\n).*\n)*)", text):
        lines = "|".join(line for line in part[3].splitlines() if not line.startswith("# "))
        flags = (part[2] or "").replace("w", "")
        begins = r"(?<!\w)" if flags != (part[2] or "") else ""
        found[part[1]] = re.compile(f"{flags and f'(?{flags})'}{begins}(?:{lines})")
    return found
