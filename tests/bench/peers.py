"""Measure other programs on the same texts: `python -m tests.bench.peers less frogmouth=/some/venv/bin/frogmouth
...`.

Programs are given by name or path; without arguments, those found are used. Python readers often pin old libraries,
so install each into its own environment. Printed are milliseconds, and mebibytes of memory, of one run side by side;
a dash where a program had to be stopped or has no such key.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from pathlib import Path

from tests.bench.inputs import BESIDE, FIRST, WORD, article, marked_book, story
from tests.bench.terminal import QUIET, SETTLED, Terminal, at_home

STILL = 0.3
"""Seconds without output after which a page is complete."""

VIEWER = """
import sys
from pathlib import Path
from textual.app import App
from textual.widgets import MarkdownViewer

class Viewer(App):
    BINDINGS = [("q", "quit", "Quit"), ("j", "line", "Line")]

    def compose(self):
        yield MarkdownViewer(Path(sys.argv[1]).read_text(), show_table_of_contents=False)

    def on_mount(self):
        self.query_one(MarkdownViewer).focus()

    def action_line(self):
        self.query_one(MarkdownViewer).scroll_down(animate=False)

Viewer().run()
"""


@dataclass(frozen=True)
class Peer:
    """A program for reading."""

    argv: Sequence[str]
    suffix: str = ".md"
    """The format of the texts it opens."""
    page: str = " "
    quit: str = "q"
    searches: bool = False


PEERS = {
    "reader": Peer((sys.executable, "-m", "reader"), searches=True),
    "less": Peer(("less",), ".txt", searches=True),
    "MarkdownViewer": Peer((sys.executable, "-c", VIEWER), page="\x1b[6~"),
    "frogmouth": Peer(("frogmouth",), quit="\x03"),
    "hike": Peer(("hike", "--no-navigation"), quit="\x1b[21~"),
    "baca": Peer(("baca",), ".epub"),
    "epy": Peer(("epy",), ".epub"),
    "bookreader": Peer(("bookreader",), ".epub", quit="qq"),
}

TEXTS = {"story": story, "article": article, "book": marked_book}

WHAT = ("first paint", "all is there", "key", "page", "page at rest", "search", "memory, MiB", "quit")

Figures = dict[str, float]


def measured(peer: Peer, terminal: Terminal) -> Figures:
    """Return a program's figures for one text, as far as it got."""
    figures: Figures = {}
    try:
        figures["first paint"] = terminal.until(FIRST, terminal.started)
        _, last = terminal.until_quiet(SETTLED, terminal.started, SETTLED)
        figures["all is there"] = last or figures["first paint"]
        keys = [terminal.until_quiet(QUIET, terminal.press("j"), STILL)[0] for _ in range(15)]
        pages = [terminal.until_quiet(STILL, terminal.press(peer.page), STILL) for _ in range(6)]
        figures |= typical("key", keys) | typical("page", [first for first, _ in pages])
        figures |= typical("page at rest", [last for _, last in pages])
        if peer.searches:
            terminal.press("g")
            terminal.rest(STILL)
            terminal.press("/")
            terminal.rest(STILL)
            figures["search"] = terminal.until(BESIDE, terminal.press(f"{WORD}\r"))
        figures["memory, MiB"] = terminal.peak()
        figures["quit"] = terminal.quit(peer.quit)
    except (TimeoutError, OSError):
        return figures
    return figures


def typical(what: str, taken: Sequence[float]) -> Figures:
    """Return the median of the measured times; nothing if there are none."""
    answered = [one for one in taken if one]
    return {what: statistics.median(answered)} if answered else {}


def write_epub(path: Path, text: str) -> None:
    """Write `text` as an EPUB of one chapter, with its paragraphs."""
    paragraphs = "".join(f"<p>{escape(words)}</p>" for words in text.split("\n\n"))
    head = '<?xml version="1.0" encoding="utf-8"?>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        book.writestr(
            "META-INF/container.xml",
            f'{head}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>',
        )
        book.writestr(
            "a.opf",
            f'{head}<package xmlns="http://www.idpf.org/2007/opf" version="2.0" unique-identifier="id">'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:identifier id="id">a</dc:identifier>'
            "<dc:title>A text</dc:title><dc:language>en</dc:language></metadata><manifest>"
            '<item id="c" href="c.xhtml" media-type="application/xhtml+xml"/>'
            '<item id="n" href="n.ncx" media-type="application/x-dtbncx+xml"/></manifest>'
            '<spine toc="n"><itemref idref="c"/></spine></package>',
        )
        book.writestr(
            "n.ncx",
            f'{head}<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/" version="2005-1"><navMap><navPoint id="p" '
            'playOrder="1"><navLabel><text>A text</text></navLabel><content src="c.xhtml"/></navPoint></navMap></ncx>',
        )
        book.writestr(
            "c.xhtml",
            f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A text</title></head>'
            f"<body>{paragraphs}</body></html>",
        )


def main() -> None:
    """Measure and print a table in Markdown for each text."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.peers", description=__doc__)
    parser.add_argument("peers", nargs="*", help=f"of {', '.join(PEERS)}, as NAME or NAME=PATH")
    parser.add_argument("--rounds", type=int, default=3, help="how often each runs (3); medians are shown")
    parser.add_argument("--texts", default=",".join(TEXTS), help=f"of {', '.join(TEXTS)}: all")
    asked = parser.parse_args()
    for text in asked.texts.split(","):
        print(f"{tabulated(text, named(asked.peers), asked.rounds)}\n", flush=True)


def named(asked: Sequence[str]) -> dict[str, Peer]:
    """Return the programs given as NAME or NAME=PATH; by default, those found."""
    peers: dict[str, Peer] = {}
    for words in asked or [name for name, peer in PEERS.items() if shutil.which(peer.argv[0])]:
        name, _, path = words.partition("=")
        peer = PEERS[name]
        peers[name] = replace(peer, argv=(path, *peer.argv[1:])) if path else peer
    return peers


def tabulated(text: str, peers: Mapping[str, Peer], rounds: int) -> str:
    """Return the table of one text, in Markdown."""
    with tempfile.TemporaryDirectory() as folder:
        written = TEXTS[text]()
        for suffix in (".md", ".txt"):
            Path(folder, f"text{suffix}").write_text(written, encoding="utf-8")
        write_epub(Path(folder, "text.epub"), written)
        runs: dict[str, list[Figures]] = {name: [] for name in peers}
        for _ in range(rounds):
            for name, peer in peers.items():
                with at_home([*peer.argv, str(Path(folder, f"text{peer.suffix}"))]) as terminal:
                    runs[name].append(measured(peer, terminal))
    return table(text, runs)


def table(text: str, runs: dict[str, list[Figures]]) -> str:
    lines = [f"|{text}|{'|'.join(WHAT)}|", f"|---|{'---:|' * len(WHAT)}"]
    for name, figures in runs.items():
        found = [[run[what] for run in figures if what in run] for what in WHAT]
        lines.append(f"|{name}|{'|'.join(f'{statistics.median(one):.1f}' if one else '–' for one in found)}|")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
