"""Scorers of plain text, encodings and PDFs of other scripts for `sources`; they measure this program alone."""

import codecs
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

from reader.sources.detect import SourceData
from reader.sources.encoding import decode
from reader.sources.pdf import read_source
from reader.sources.plain import read_plain
from reader.sources.progress import no_progress

Note = Callable[[float, str], None]

ENCODINGS = {
    "CP949": "cp949",
    "EUC-KR": "cp949",
    "TIS-620": "iso8859_11",
    "MacCyrillic": "mac_cyrillic",
    "MacRoman": "mac_roman",
    "IBM855": "cp855",
    "IBM866": "cp866",
    "Johab": "johab",
    "SHIFT_JIS": "cp932",
    "GB2312": "gb18030",
    "iso-8859-1": "cp1252",
    "Big5": "big5hkscs",
    "iso-8859-9-turkish": "cp1254",
}
"""What the names of folders mean, where Python has another name or a superset."""

OTHER = 0.03
"""Share of characters beyond ASCII that may differ: two encodings that differ in a few signs are both right."""

NUMBER = (
    r"(?:\d+|[ivxlcdm]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve"
    r"|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twenty|thirty|forty|fifty|sixty)(?:-\w+)?)"
)
CHAPTER = re.compile(rf"(?i)(?:chapter|book|part|volume|letter|stave)\s+{NUMBER}\b(?:$|[.:—–-]|\s+(?-i:[^a-z]))")
LINES = 4
"""Lines of a paragraph that may be the heading of a chapter."""


def score_encodings(folder: Path, note: Note) -> dict[str, str]:
    """chardet/chardet: files in known encodings, and whether they are decoded right."""
    files = sorted((folder / "tests").glob("*/*"))
    wrong = [path.name for path in files if not is_decoded(path)]
    for name in wrong:
        note(0, name)
    return {"files decoded wrong": f"{len(wrong)} of {len(files)}"}


def is_decoded(path: Path) -> bool:
    name = ENCODINGS.get(path.parent.name) or next(
        (name for name in (path.parent.name, path.parent.name.rsplit("-", 1)[0]) if is_encoding(name)), ""
    )
    if not name:
        return False
    data = path.read_bytes()
    wanted = data.decode(name, "replace").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    read = decode(data)
    beyond = sum(character > "\x7f" for character in wanted)
    different = sum(a != b and a > "\x9f" and a != "\ufffd" for a, b in zip(wanted, read, strict=False))
    return len(read) == len(wanted) and different <= OTHER * beyond


def is_encoding(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True


def score_chapters(folder: Path, note: Note) -> dict[str, str]:
    """dbamman/litbank: novels, and whether their numbered chapters are headings."""
    found = wanted = 0
    for path in sorted((folder / "original").glob("*.txt")):
        article = read_plain(path.read_text(encoding="utf-8"), str(path))
        headings = {block.span.start for block in article.blocks if block.kind == "heading"}
        starts = list(chapter_starts(article.text))
        known = sum(start in headings for start in starts)
        wanted += len(starts)
        found += known
        note(known / len(starts) if starts else 1, path.name)
    return {"chapters that are headings": f"{found} of {wanted}"}


def chapter_starts(text: str) -> Iterator[int]:
    for found in re.finditer(r"(?:\A|\n[ \t]*\n)((?:[^\n]*\S[^\n]*\n?)+)", text):
        lines = found[1].rstrip("\n").split("\n")
        if len(lines) <= LINES and CHAPTER.match(lines[0].strip()):
            yield found.start(1) + len(lines[0]) - len(lines[0].lstrip())


def score_paragraphs(folder: Path, note: Note) -> dict[str, str]:
    """A folder of one's own: NAME.json, a list of paragraphs, and NAME-*.pdf, which hold them."""
    figures = {}
    for path in sorted(folder.glob("*.pdf")):
        wanted = json.loads((path.parent / f"{path.stem.rpartition('-')[0]}.json").read_text(encoding="utf-8"))
        article = read_source(SourceData(path.name, str(path), path.read_bytes()), no_progress)
        read = {" ".join(block.span.of(article.text).split()) for block in article.blocks}
        whole = sum(paragraph in read for paragraph in wanted)
        note(whole / max(1, len(wanted)), path.name)
        figures[f"paragraphs of {path.stem} whole"] = f"{whole} of {len(wanted)}"
    return figures
