"""Measure how often a speaker is right at each confidence: `python -m tests.quality.calibration SET...`.

Of the quotes with confidence 0.9, about nine in ten should be right: by the name shown where the gold set has names,
else by the mention. Quotations without a speaker in the gold set are left out.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.quality.evaluate import COMMAND, Document, answered, part_of, read
from tests.quality.scores import is_right, matched
from tests.quality.shown import STEPS, Judged, calibration_error, judged

SURE, NEARLY = 0.95, 0.9
"""The confidence from which a speaker is sure, and another one that is reported."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How often a speaker is right, by confidence.")
    parser.add_argument("sets", nargs="+", metavar="SET")
    parser.add_argument("--gold", type=Path, default=Path("gold"), metavar="FOLDER")
    parser.add_argument("--command", default=COMMAND)
    parser.add_argument("--part", choices=("all", "dev", "check"), default="all", help="every second article of a set")
    asked = parser.parse_args(argv)
    rows: list[Judged] = []
    for name in asked.sets:
        documents = part_of(read(asked.gold / f"{name}.jsonl"), asked.part)
        for document, answer in zip(documents, answered(asked.command, documents), strict=True):
            rows += _judged(document, answer)
    print("confidence     right  quotes")
    right: defaultdict[int, list[bool]] = defaultdict(list)
    for confidence, correct in rows:
        right[min(STEPS - 1, int(confidence * STEPS))].append(correct)
    for step, row in sorted(right.items()):
        print(f"{step / STEPS:.2f} to {(step + 1) / STEPS:.2f}  {sum(row) / len(row):6.1%}  {len(row):6}")
    for name, least in (("sure", SURE), ("0.9 and more", NEARLY)):
        chosen = [correct for confidence, correct in rows if confidence >= least]
        of = f"{len(chosen)} of {len(rows)} speakers"
        print(f"{name}: {sum(chosen) / max(1, len(chosen)):.1%} right, {of}, {len(chosen) - sum(chosen)} wrong")
    print(f"error: {100 * calibration_error(rows):.1f}")
    return 0


def _judged(document: Document, answer: Document) -> Iterator[Judged]:
    """Yield the confidence in each speaker, and whether it is right."""
    if "segs" in document or "aliases" in document:
        yield from judged(document, answer)
        return
    for gold, found in matched(document["quotes"], answer["quotes"]):
        if gold["speaker"] and found["speaker"]:
            yield found["confidence"], is_right(gold, found, document["text"])


if __name__ == "__main__":
    sys.exit(main())
