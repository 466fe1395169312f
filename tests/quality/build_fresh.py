"""Build the gold of fresh news: `python -m tests.quality.build_fresh CLONES FOLDER`.

CLONES holds clones of the repositories that the labels name: pages, posts and feeds with news of 2026, some of 2019.
The articles belong to their authors: build the sets for yourself, never publish their texts. FOLDER gets a file for
each of `SETS`, each text with its headline and paragraphs. A page that was taken away since is read from the history.
"""

import html
import json
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.quality.build_wikinews import with_texts, write_gold
from tests.quality.scores import Document

GOLD = Path(__file__).parent / "gold"

SETS = ("fresh", "fresh_more", "late", "fresh_unseen", "fresh_check", "late_check")
"""Three to develop with, and three to check with."""

PARAGRAPH = re.compile(r"<(p|h2|h3|li|blockquote)\b[^>]*>(.*?)</\1>", re.DOTALL)

WRAPPED = re.compile(rf'<div class="para-wrap[^>]*>\s*{PARAGRAPH.pattern}', re.DOTALL)
"""A paragraph of a page that has a translation beside it."""

TRANSLATED = re.compile(r"[\u4e00-\u9fff]{4}")

NO_PROSE = re.compile(r"-{3}|[-*] |\d+\. |#|\||<|!\[|\{[%:]")
"""What begins a part of a post that is a list, a heading, a table, a picture or generated."""

MARKUP = re.compile(
    r"!\[[^\]]*\]\([^)]*\)|^(?:> ?)+|\*\*|__|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)|\[(?P<words>[^\]]*)\]\([^)]*\)",
    re.MULTILINE,
)
"""What of a paragraph in Markdown is no text, or the link around its words."""

SAVED = re.compile(r"^## Content$|\A---\n.*?^word_count: .*?\n---$", re.MULTILINE | re.DOTALL)
"""What stands before the words of a page that was saved as Markdown."""

SIGNS = re.compile(r"!?\[(?P<words>[^\]]*)\]\([^)]*\)|[*_#>]+")
SENTENCE = re.compile(r"[.!?][”\"’')]*$")

SHORTEST = 40  # characters of a line of such a page that is a paragraph; shorter ones are menus and captions

FEW = 4
"""Paragraphs below which a page has the other layout."""


def main(argv: Sequence[str] | None = None) -> int:
    clones, folder = (Path(each) for each in (argv if argv is not None else sys.argv[1:]))
    return max(write_gold(folder, name, built(clones, GOLD / f"{name}.labels.jsonl")) for name in SETS)


def built(clones: Path, labels: Path) -> Iterator[Document]:
    """Yield the labelled articles with their texts; exit if one is missing or is not the text that was labelled."""

    def texts_of(document: Document) -> Iterator[str]:
        path = document["path"]
        clone = clones / document["repository"].split("/")[1]
        for version in _versions(clone, path):
            yield READERS[Path(path).suffix](version, document["source"])

    return with_texts(labels, clones, texts_of, "path")


def _versions(clone: Path, path: str) -> Iterator[str]:
    """Yield the contents that a file has had, the newest first."""
    for commit in _git(clone, "log", "--format=%H", "--diff-filter=AM", "--", path).split():
        yield _git(clone, "show", f"{commit}:{path}")


def _git(clone: Path, *words: str) -> str:
    done = subprocess.run(["git", "-C", str(clone), *words], capture_output=True, text=True, check=True)
    return done.stdout


def page_text(page: str, _source: str) -> str:
    """Return an article as plain text: its headline and paragraphs, with an empty line between them."""
    title = re.search(r"<title>(.*?)</title>", page, re.DOTALL)
    parts = [_plain(match[2]) for match in WRAPPED.finditer(page)]
    parts = [part for part in parts if part and not TRANSLATED.search(part)]
    if len(parts) < FEW - 1:
        behind = page.partition('<div class="content">')[2]
        parts += [part for part in (_plain(match[2]) for match in PARAGRAPH.finditer(behind)) if part]
    return "\n\n".join([html.unescape(title[1]).strip() if title else "", *parts])


def post_text(post: str, _source: str) -> str:
    """Return a post in Markdown as plain text: its title and paragraphs, no lists, headings or what is generated."""
    title = re.search(r'^title: *"?(.*?)"?$', post, re.MULTILINE)
    body = post.partition("\n---\n")[2]
    parts = (part.strip() for part in re.split(r"\n\s*\n", body))
    prose = [MARKUP.sub(lambda match: match["words"] or "", part) for part in parts if not NO_PROSE.match(part)]
    return "\n\n".join([title[1] if title else "", *filter(None, map(_plain, prose))])


def saved_text(page: str, _source: str) -> str:
    """Return a page that was saved as Markdown as plain text: its title, and each line that ends a sentence, once."""
    title = re.search(r'^title: *"?(.*?)"?$', page, re.MULTILINE) or re.search(r"^- # (.*)$", page, re.MULTILINE)
    lines = (
        SIGNS.sub(lambda match: match["words"] or "", line) for line in SAVED.split(page, maxsplit=1)[-1].split("\n")
    )
    plain = (" ".join(html.unescape(line.strip()).split()) for line in lines)
    found = dict.fromkeys(line for line in plain if len(line) >= SHORTEST and SENTENCE.search(line))
    return "\n\n".join([title[1] if title else "", *found])


def markdown_text(page: str, source: str) -> str:
    return saved_text(page, source) if SAVED.search(page) else post_text(page, source)


def item_text(feed: str, source: str) -> str:
    """Return the item of a feed that has an address as plain text: its title and paragraphs."""
    for item in re.findall(r"<item>(.*?)</item>", feed, re.DOTALL):
        if f"<link>{source}</link>" in item:
            title, body = (
                html.unescape(_field(item, name).removeprefix("<![CDATA[").removesuffix("]]>"))
                for name in ("title", "description")
            )
            return "\n\n".join([title, *filter(None, (_plain(match[2]) for match in PARAGRAPH.finditer(body)))])
    return ""


def body_text(bodies: str, source: str) -> str:
    """Return the body of the article with an address, from a file of articles in JSON."""
    body = next((each["articleBody"] for each in json.loads(bodies).values() if each["url"] == source), "")
    return "\n\n".join(filter(None, (" ".join(line.split()) for line in body.split("\n"))))


def _field(item: str, name: str) -> str:
    match = re.search(rf"<{name}>\s*(.*?)\s*</{name}>", item, re.DOTALL)
    return match[1] if match else ""


def _plain(markup: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", "", markup)).split())


READERS = {".html": page_text, ".md": markdown_text, ".xml": item_text, ".json": body_text}
"""Return the text of an article from a file of this kind, and its address."""


if __name__ == "__main__":
    sys.exit(main())
