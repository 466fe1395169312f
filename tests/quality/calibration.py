"""Measure how often a speaker is right at each confidence: `python -m tests.quality.calibration SET...`.

Of the quotes with confidence 0.9, about nine in ten should be right. Quotations without a speaker in the gold set
are left out.
"""

import argparse
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from tests.quality.evaluate import COMMAND, answered, read
from tests.quality.scores import is_right, matched

STEPS = 20
"""Steps of the confidence: each a twentieth."""


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How often a speaker is right, by confidence.")
    parser.add_argument("sets", nargs="+", metavar="SET")
    parser.add_argument("--gold", type=Path, default=Path("gold"), metavar="FOLDER")
    parser.add_argument("--command", default=COMMAND)
    asked = parser.parse_args(argv)
    right: defaultdict[int, list[bool]] = defaultdict(list)
    for name in asked.sets:
        documents = read(asked.gold / f"{name}.jsonl")
        for document, answer in zip(documents, answered(asked.command, documents), strict=True):
            for gold, found in matched(document["quotes"], answer["quotes"]):
                if gold["speaker"] and found["speaker"]:
                    step = min(STEPS - 1, int(found["confidence"] * STEPS))
                    right[step].append(is_right(gold, found, document["text"]))
    print("confidence     right  quotes")
    for step, judged in sorted(right.items()):
        share = sum(judged) / len(judged)
        print(f"{step / STEPS:.2f} to {(step + 1) / STEPS:.2f}  {share:6.1%}  {len(judged):6}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
