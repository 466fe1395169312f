"""Score an analysis on gold sets: `python -m tests.quality.evaluate --gold FOLDER SET...`.

The command under test reads one {"id", "text"} a line and writes one analysis a line, as `reader analyze --jsonl -`
does; its whole run time counts. The README beside this file describes the scores and how to get gold sets. Offsets
are characters into the text, half open.
"""

import argparse
import json
import shlex
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.quality.reported import Reported
from tests.quality.scores import Aliases, Names, Quotes, Resolved, Score
from tests.quality.shown import Shown, read_labelled

COMMAND = "reader analyze --jsonl -"

Document = dict[str, Any]


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Score an analysis on gold sets.")
    parser.add_argument("sets", nargs="+", metavar="SET", help="the name of a file in the folder, without .jsonl")
    parser.add_argument("--gold", type=Path, default=Path("gold"), metavar="FOLDER")
    parser.add_argument("--command", default=COMMAND, help=f"what answers the lines; {COMMAND!r} if left out")
    parser.add_argument("--part", choices=("all", "dev", "check"), default="all", help="every second article of a set")
    parser.add_argument("--limit", type=int, metavar="N", help="the first articles of each set only")
    asked = parser.parse_args(argv)
    for name in asked.sets:
        documents = part_of(read(asked.gold / f"{name}.jsonl"), asked.part)[: asked.limit]
        started = time.perf_counter()
        answers = answered(asked.command, documents)
        seconds = time.perf_counter() - started
        words = sum(len(document["text"].split()) for document in documents)
        print(f"== {name}: {len(documents)} articles, {words} words, {words / seconds:,.0f} words/s")
        for line in scored(documents, answers):
            print(f"  {line}")
    return 0


def read(path: Path) -> list[Document]:
    """Return the documents of a gold set: lines of JSON, or a text with its labels (`shown`) in a `.txt` file."""
    if not path.exists():
        return list(read_labelled(path.with_suffix(".txt")))
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def part_of(documents: list[Document], part: str) -> list[Document]:
    """Return every second document: the first of two to develop on, the second to check."""
    return documents if part == "all" else documents[part == "check" :: 2]


def answered(command: str, documents: Sequence[Document]) -> list[Document]:
    """Return the analyses of the documents, in order; exit if the command returns fewer."""
    lines = "".join(json.dumps({"id": each["id"], "text": each["text"]}) + "\n" for each in documents)
    done = subprocess.run(shlex.split(command), input=lines, capture_output=True, text=True, check=False)
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    if [answer["id"] for answer in answers] != [each["id"] for each in documents]:
        sys.exit(f"{command}: {len(answers)} answers for {len(documents)} articles\n{done.stderr}")
    return answers


def scored(documents: Sequence[Document], answers: Sequence[Document]) -> Iterator[str]:
    """Yield a line for each score that the gold set allows."""
    scores: list[Score] = []
    if "entities" in documents[0]:
        scores.append(Names())
    if any("name" in quote for quote in documents[0].get("quotes", ())):
        scores.append(Resolved())
    elif "segs" in documents[0] or "aliases" in documents[0]:
        scores.append(Shown())
    elif "quotes" in documents[0]:
        scores.append(Quotes())
    if "attributions" in documents[0] and "indirect" in answers[0]:
        scores.append(Reported())
    if "clusters" in documents[0]:
        scores.append(Aliases())
    for score in scores:
        for document, answer in zip(documents, answers, strict=True):
            score.add(document, answer)
        yield from score.lines()


if __name__ == "__main__":
    sys.exit(main())
