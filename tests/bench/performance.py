"""Measure all figures of docs/performance.md: `python -m tests.bench.performance --write`.

The screen is compared with an empty window, again with a library of 10,000 notes, and with other programs if named:
`--peers less MarkdownViewer frogmouth=/some/venv/bin/frogmouth`. Without `--write` the tables are only printed.
Pitfall: it takes a quarter of an hour, and any other load on the machine affects the figures.
"""

import argparse
import re
from pathlib import Path

from tests.bench import peers, screen

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"

TABLES = ("screen", "library", *peers.TEXTS)

MANY = 10_000
"""Notes of a long-time user."""


def put(page: str, name: str, table: str) -> str:
    """Replace the table between the comments with this name. Raises ValueError if there are none."""
    found = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    page, count = found.subn(lambda marks: f"{marks[1]}\n{table}\n\n{marks[2]}", page)
    if count != 1:
        raise ValueError(f"{PAGE.name} has no place for the table {name!r}")
    return page


def main() -> None:
    """Measure, print, and write if requested."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.performance", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="how often each program runs (5); medians are shown")
    parser.add_argument("--peers", nargs="*", metavar="NAME[=PATH]", help=f"of {', '.join(peers.PEERS)}")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/performance.md")
    parser.add_argument("--tables", nargs="*", metavar="TABLE", help=f"only these: {', '.join(TABLES)}")
    asked = parser.parse_args()
    wanted = asked.tables or TABLES
    others = peers.named(["reader", *asked.peers]) if asked.peers else {}

    def shown(name: str, table: str) -> None:
        print(f"{name}\n\n{table}\n", flush=True)
        if asked.write:
            PAGE.write_text(put(PAGE.read_text(encoding="utf-8"), name, table), encoding="utf-8")

    if "screen" in wanted:
        shown("screen", screen.tabulated([*screen.INPUTS], asked.rounds))
    if "library" in wanted:
        shown("library", screen.tabulated(["story.txt", "article.md"], asked.rounds, MANY))
    for text in peers.TEXTS:
        if others and text in wanted:
            shown(text, peers.tabulated(text, others, asked.rounds))


if __name__ == "__main__":
    main()
