"""File names of exports that Linux, macOS, Windows and Obsidian accept."""

import re
import unicodedata
from collections.abc import Collection

from reader.text.sanitize import clean, clean_line

LONGEST_NAME = 120
"""Bytes of a file name without suffix: some file systems allow 143, most 255."""

FORBIDDEN = re.compile(r'[<>:"/\\|?*#^\[\]]+')
"""Characters not allowed in file names on Windows or in links of Obsidian."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Names of devices on Windows, whatever the suffix."""


def export_file_name(title: str, article_id: str, suffix: str, taken: Collection[str] = ()) -> str:
    """Return a name for an article's export (`suffix` with its dot) that is valid on every system and in Obsidian.

    A name in `taken`, whatever its case, gets the article's id, and a number if necessary.
    """
    words = unicodedata.normalize("NFC", clean_line(clean(title)))
    words = " ".join(FORBIDDEN.sub(" ", words).split()).strip(" .-")
    if RESERVED.match(words):
        words = f"_{words}"
    words = _shorten(words) or article_id
    used = {unicodedata.normalize("NFC", name).casefold() for name in taken}
    endings = ["", f" {article_id}", *(f" {article_id} {number}" for number in range(2, len(used) + 3))]
    names = (f"{words}{ending}{suffix}" for ending in endings)
    return next(name for name in names if name.casefold() not in used)


def _shorten(words: str) -> str:
    encoded = words.encode()
    return words if len(encoded) <= LONGEST_NAME else encoded[:LONGEST_NAME].decode(errors="ignore").rstrip(" .-")
