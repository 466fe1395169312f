"""File names of exports that Linux, macOS, Windows and Obsidian accept."""

import re
import unicodedata
from collections.abc import Collection

from reader.text.sanitize import clean, clean_line

LONGEST_NAME = 120
"""Bytes of a file's name before its suffix: some file systems end at 143, all else at 255."""

FORBIDDEN = re.compile(r'[<>:"/\\|?*#^\[\]]+')
"""What Windows or a link in Obsidian does not take in a file's name."""

RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
"""Devices of Windows, whatever the suffix."""


def export_file_name(title: str, article_id: str, suffix: str, taken: Collection[str] = ()) -> str:
    """A name for an article's export (`suffix` with its dot) that Linux, macOS, Windows and Obsidian take.

    One that is `taken`, whatever its case, gets the article's id, and a number if need be.
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
