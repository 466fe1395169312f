"""Print novels as PDFs, with their paragraphs beside them: `python -m tests.quality.build_pdfs CLONE FOLDER`.

CLONE is a checkout of dbamman/litbank, FOLDER becomes the corpus `made-pdf` of `tests.quality.sources`: NAME.json, a
list of paragraphs, and NAME-one.pdf and NAME-two.pdf, which hold them in one and in two columns. Chromium prints them.
"""

import argparse
import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

NOVELS = ("1342_pride_and_prejudice", "2489_moby_dick", "768_wuthering_heights")
"""Dialogue, long paragraphs, and both."""

MOST = 400
"""Paragraphs of a novel that are printed: some sixty pages."""

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><style>
@page {{ size: A4; margin: 2cm }}
body {{ font: 10pt/1.3 serif; columns: {columns}; column-gap: 8mm; text-align: justify; hyphens: auto }}
p {{ margin: 0; text-indent: 1.2em }}</style>{body}</html>"""


def paragraphs(text: str) -> Iterator[str]:
    """Yield the paragraphs of prose: headings and verse have lines of their own."""
    for part in re.split(r"\n[ \t]*\n", text):
        words = re.sub(r"(?<=\S-)- (?=\S)", "-", " ".join(part.split()))  # its lines may end after a dash
        if len(words) > 60 or re.search(r"[a-z][.!?;,”\"'’]$", words):
            yield words


def print_page(markup: str, target: Path) -> None:
    page = target.with_suffix(".html")
    page.write_text(markup, encoding="utf-8")
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--no-pdf-header-footer", f"--print-to-pdf={target}", str(page)],
        check=True,
        capture_output=True,
    )
    page.unlink()


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Print novels as PDFs, with their paragraphs beside them.")
    parser.add_argument("clone", type=Path)
    parser.add_argument("folder", type=Path)
    asked = parser.parse_args(argv)
    asked.folder.mkdir(parents=True, exist_ok=True)
    for name in NOVELS:
        (source,) = (asked.clone / "original").glob(f"{name}*.txt")
        found = list(paragraphs(source.read_text(encoding="utf-8")))[:MOST]
        (asked.folder / f"{name}.json").write_text(json.dumps(found, ensure_ascii=False), encoding="utf-8")
        body = "\n".join(f"<p>{html.escape(each)}</p>" for each in found)
        for columns, suffix in ((1, "one"), (2, "two")):
            print_page(PAGE.format(columns=columns, body=body), asked.folder / f"{name}-{suffix}.pdf")
    return 0


if __name__ == "__main__":
    sys.exit(main())
