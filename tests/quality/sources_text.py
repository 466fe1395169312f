"""Score plain text, encodings and PDFs of other scripts: `python -m tests.quality.sources_text --corpora FOLDER`.

The folder holds checkouts of public repositories, each as `owner+name`, none of which is ours to give:

    chardet+chardet     tests/ENCODING/*: files read right, of all
    dbamman+litbank     original/*.txt: numbered chapters that are headings, of all
    made-pdf            NAME.json, a list of paragraphs, and NAME-*.pdf, which hold them: those that are whole

A row is printed for each corpus: format, corpus, figure.
"""

import argparse
import codecs
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reader.sources.encoding import decode
from reader.sources.pdf import read_pdf
from reader.sources.plain import read_plain

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


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score the reading of sources on public corpora.")
    parser.add_argument("--corpora", type=Path, required=True, metavar="FOLDER")
    folder = parser.parse_args(argv).corpora
    for row in (encodings, chapters, paragraphs):
        for line in row(folder):
            print(line)
    return 0


def encodings(folder: Path) -> Iterator[str]:
    files = sorted((folder / "chardet+chardet" / "tests").glob("*/*"))
    wrong = [path for path in files if not is_decoded(path)]
    if files:
        yield f"text  chardet  {len(wrong)} of {len(files)} files wrong: {', '.join(path.name for path in wrong)}"


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


def chapters(folder: Path) -> Iterator[str]:
    found = wanted = 0
    files = sorted((folder / "dbamman+litbank" / "original").glob("*.txt"))
    for path in files:
        article = read_plain(path.read_text(encoding="utf-8"), str(path))
        headings = {block.span.start for block in article.blocks if block.kind == "heading"}
        starts = list(chapter_starts(article.text))
        wanted += len(starts)
        found += sum(start in headings for start in starts)
    if files:
        yield f"text  litbank  {found} of {wanted} chapters are headings"


def chapter_starts(text: str) -> Iterator[int]:
    for found in re.finditer(r"(?:\A|\n[ \t]*\n)((?:[^\n]*\S[^\n]*\n?)+)", text):
        lines = found[1].rstrip("\n").split("\n")
        if len(lines) <= LINES and CHAPTER.match(lines[0].strip()):
            yield found.start(1) + len(lines[0]) - len(lines[0].lstrip())


def paragraphs(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "made-pdf").glob("*.pdf")):
        wanted = json.loads((path.parent / f"{path.stem.rpartition('-')[0]}.json").read_text(encoding="utf-8"))
        article = read_pdf(path.read_bytes(), str(path), path.name)
        read = {" ".join(block.span.of(article.text).split()) for block in article.blocks}
        yield f"pdf   {path.stem}  {sum(paragraph in read for paragraph in wanted)} of {len(wanted)} paragraphs whole"


if __name__ == "__main__":
    sys.exit(main())
