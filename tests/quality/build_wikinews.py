"""Build the gold of unseen Wikinews: `python -m tests.quality.build_wikinews CLONE FOLDER`.

CLONE is a clone of https://github.com/vanatteveldt/wikinews, articles of Wikinews from 2019 and 2020 (Creative Commons
Attribution 2.5). FOLDER gets `wikinews_unseen.jsonl` and `wikinews_more.jsonl`: the articles that the files of labels
in `gold` label, each with its headline and its paragraphs as `text`.
"""

import csv
import hashlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from tests.quality.scores import Document
from tests.quality.shown import faults

GOLD = Path(__file__).parent / "gold"

LABELS = GOLD / "wikinews_unseen.labels.jsonl"

SETS = ("wikinews_unseen", "wikinews_more")

TABLES = ("data/wikinews_2019.csv", "data/wikinews_2020.csv")


def main(argv: Sequence[str] | None = None) -> int:
    clone, folder = (Path(each) for each in (argv if argv is not None else sys.argv[1:]))
    return max(write_gold(folder, name, built(clone, GOLD / f"{name}.labels.jsonl")) for name in SETS)


def built(clone: Path, labels: Path) -> Iterator[Document]:
    """Yield the labelled articles with their texts; exit if one is missing or is not the text that was labelled."""
    texts = {row["url"].replace("org//", "org/"): text_of(row) for table in TABLES for row in _rows(clone / table)}
    return with_texts(labels, clone, lambda document: [texts.get(document["source"], "")], "source")


def with_texts(
    labels: Path, clone: Path, texts_of: Callable[[Document], Iterable[str]], named_by: str
) -> Iterator[Document]:
    """Yield the documents of a file of labels, each with the one of its texts that was labelled; exit without one.

    `named_by` is the field that says where the text is in the clone.
    """
    for line in labels.read_text(encoding="utf-8").splitlines():
        document: Document = json.loads(line)
        text = next((text for text in texts_of(document) if checksum(text) == document["sha256"]), None)
        if text is None:
            sys.exit(f"{clone}: {document[named_by]} is not there as it was labelled; get a new clone")
        document["text"] = text
        if found := list(faults(document)):
            sys.exit(f"{labels}: {document['id']}: {found[0]}")
        yield document


def write_gold(folder: Path, name: str, documents: Iterable[Document]) -> int:
    """Write documents, a line each, and say how many they are; return the exit code."""
    lines = [json.dumps(document, ensure_ascii=False) + "\n" for document in documents]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    print(f"{name}: {len(lines)} articles")
    return 0


def _rows(table: Path) -> Iterator[dict[str, str]]:
    with table.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def text_of(row: dict[str, str]) -> str:
    """Return an article as plain text: its headline and paragraphs, with an empty line between them."""
    parts = (" ".join(part.split()) for part in (row["title"], *re.split(r"\n\s*\n", row["text"])))
    return "\n\n".join(filter(None, parts))


def checksum(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


if __name__ == "__main__":
    sys.exit(main())
