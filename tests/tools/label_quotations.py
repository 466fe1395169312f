"""Label who speaks in articles, as gold for `tests.quality`: `python -m tests.tools.label_quotations TEXTS LABELS`.

TEXTS holds one `{"id", "text"}` a line. Each article that LABELS does not have yet is shown with its quotations
numbered, found by their marks alone, so that no answer of the program is seen. Then lines are read: `3 he>Ann Lee`,
`4-6 Lee>Ann Lee`, `7 -`, or `+ words *` for words that stand in single marks; an empty line ends the article. The
labels are those of `gold/README.md`. LABELS gets a line for each article, with a checksum in place of its text.
"""

import json
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tests.quality.build_wikinews import checksum
from tests.quality.scores import Document
from tests.quality.shown import faults

QUOTATION = re.compile(r"“[^”\n]*(?:”|$)|\"[^\"\n]*(?:\"|$)", re.MULTILINE)

HEADLINE = re.compile(r"(?<!\w)[‘'][^\n]*?[’'](?!\w)")
"""Single marks, which are looked for in the headline only; they are not counted."""


def main(argv: Sequence[str] | None = None) -> int:
    texts, labels = (Path(each) for each in (argv if argv is not None else sys.argv[1:]))
    done = set[str]()
    if labels.exists():
        done = {json.loads(line)["id"] for line in labels.read_text(encoding="utf-8").splitlines()}
    for line in texts.read_text(encoding="utf-8").splitlines():
        document: Document = json.loads(line)
        if document["id"] in done:
            continue
        print(f"\n== {document['id']}\n{numbered(document['text'])}\n")
        labelled = label(document, sys.stdin)
        for fault in faults({**labelled, "text": document["text"]}):
            sys.exit(f"{document['id']}: {fault}")
        with labels.open("a", encoding="utf-8") as file:
            file.write(json.dumps(labelled, ensure_ascii=False) + "\n")
    return 0


def segments(text: str) -> list[tuple[int, int]]:
    """Return where the quotations of a text begin and end, marks included."""
    return [match.span() for match in QUOTATION.finditer(text)]


def numbered(text: str) -> str:
    """Return a text with the number of each quotation in front of it."""
    numbers = iter(range(1, len(text)))
    return QUOTATION.sub(lambda match: f"[{next(numbers)}]{match[0]}", text)


def label(document: Document, lines: Iterable[str]) -> Document:
    """Return an article without its text, with the labels that the lines up to an empty one give its quotations."""
    text = document["text"]
    found, labels = segments(text), dict[tuple[int, int], str]()
    for match in HEADLINE.finditer(text.split("\n", 1)[0]):
        labels[match.span()] = "*"
    for line in lines:
        if not line.strip():
            break
        numbers, told = line.strip().split(" ", 1)
        if numbers == "+":
            words, told = told.rsplit(" ", 1)
            labels[text.index(words), text.index(words) + len(words)] = told
            continue
        first, _, last = numbers.partition("-")
        labels.update(dict.fromkeys(found[int(first) - 1 : int(last or first)], told))
    if missing := [number for number, span in enumerate(found, 1) if span not in labels]:
        sys.exit(f"{document['id']}: no label for {', '.join(map(str, missing))}")
    segs = [[start, end, told] for (start, end), told in sorted(_apart(labels))]
    rest = {key: value for key, value in document.items() if key != "text"}
    return {**rest, "sha256": checksum(text), "segs": segs}


def _apart(labels: dict[tuple[int, int], str]) -> Iterator[tuple[tuple[int, int], str]]:
    """Yield the labels of stretches that no longer one of the others holds."""
    for (start, end), told in labels.items():
        if not any((a, b) != (start, end) and a <= start and end <= b for a, b in labels):
            yield (start, end), told


if __name__ == "__main__":
    sys.exit(main())
