"""Build the gold of fresh news: `python -m tests.quality.build_fresh CLONES FOLDER`.

CLONES holds clones of the repositories that the labels name, pages of the BBC, UPI and the New York Times of June to
August 2026. The articles are theirs: build the sets for yourself, never publish their texts. FOLDER gets `fresh.jsonl`
and `fresh_unseen.jsonl`, each text with its headline and paragraphs. A page that was taken away since is read from the
history.
"""

import html
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.quality.build_wikinews import with_texts, write_gold
from tests.quality.scores import Document

GOLD = Path(__file__).parent / "gold"

SETS = ("fresh", "fresh_unseen")
"""To develop with, and to check with."""

PARAGRAPH = re.compile(r"<(p|h2|h3|li|blockquote)\b[^>]*>(.*?)</\1>", re.DOTALL)

WRAPPED = re.compile(rf'<div class="para-wrap[^>]*>\s*{PARAGRAPH.pattern}', re.DOTALL)
"""A paragraph of a page that has a translation beside it."""

TRANSLATED = re.compile(r"[\u4e00-\u9fff]{4}")

FEW = 4
"""Paragraphs below which a page has the other layout."""


def main(argv: Sequence[str] | None = None) -> int:
    clones, folder = (Path(each) for each in (argv if argv is not None else sys.argv[1:]))
    return max(write_gold(folder, name, built(clones, GOLD / f"{name}.labels.jsonl")) for name in SETS)


def built(clones: Path, labels: Path) -> Iterator[Document]:
    """Yield the labelled articles with their texts; exit if one is missing or is not the text that was labelled."""

    def texts_of(document: Document) -> Iterator[str]:
        return _versions(clones / document["repository"].split("/")[1], document["path"])

    return with_texts(labels, clones, texts_of, "path")


def _versions(clone: Path, path: str) -> Iterator[str]:
    """Yield the texts that a page has had, the newest first."""
    for commit in _git(clone, "log", "--format=%H", "--diff-filter=AM", "--", path).split():
        yield text_of(_git(clone, "show", f"{commit}:{path}"))


def _git(clone: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(clone), *words], capture_output=True, text=True, check=True)
    return done.stdout


def text_of(page: str) -> str:
    """Return an article as plain text: its headline and paragraphs, with an empty line between them."""
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    parts = [_plain(match[2]) for match in WRAPPED.finditer(page)]
    parts = [part for part in parts if part and not TRANSLATED.search(part)]
    if len(parts) < FEW - 1:
        behind = page.partition('<div class="content">')[2]
        parts += [part for part in (_plain(match[2]) for match in PARAGRAPH.finditer(behind)) if part]
    return "\n\n".join([html.unescape(title[1]).strip() if title else "", *parts])


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


if __name__ == "__main__":
    sys.exit(main())
