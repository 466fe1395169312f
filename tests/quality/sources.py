"""Measure the reading of sources on public corpora: `python -m tests.quality.sources --corpora FOLDER [CORPUS...]`.

Prints a table: format, corpus, figure, and a column for each system that was asked for. A corpus is a checkout of its
repository, in a folder of its name; one that is missing is said, and left out. To add one, write a function that takes
its folder and a `Read` and returns its figures, and give it a row in `CORPORA`. The README beside this file says where
the corpora come from.
"""

import argparse
import gzip
import html
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean
from typing import Any

from lxml import html as lxml_html

from reader.errors import SourceError
from reader.sources.detect import SourceData
from reader.sources.open import read_format
from reader.sources.progress import no_progress
from reader.sources.webpage.formulas import write_formulas
from reader.sources.webpage.left_out import folded_words
from tests.quality.documents import score_books, score_markdown, score_pdfs
from tests.quality.sources_text import score_chapters, score_encodings, score_paragraphs


@dataclass(frozen=True, slots=True)
class Reading:
    """What a system made of a source; empty if it refused it."""

    text: str = ""
    """The author's text, without title and byline."""
    body: str = ""
    """Likewise, without the standfirst."""
    whole: str = ""
    """All text, with lines as they are drawn."""
    title: str = ""
    author: tuple[str, ...] = ()
    published: str = ""
    """YYYY-MM-DD."""


Read = Callable[[bytes, str], Reading]
"""Reads the bytes of a source that was at an address."""
ADDRESS = "https://example.org/page"
"""Of sources whose address is not known."""

Figures = dict[str, str]
Note = Callable[[float, str], None]
"""Called with the score of one page, from 0 to 1, and its name, for `--worst`."""


# -- systems ----------------------------------------------------------------------------------------------------------


def read_here(data: bytes, address: str) -> Reading:
    """Read a page as the program does."""
    try:
        article = read_format("html", SourceData("page", address, data), no_progress)
    except SourceError:
        return Reading()
    body, text = (
        "\n".join(block.span.of(article.text) for block in article.blocks if block.role in roles)
        for roles in (("body", "repeat"), ("body", "repeat", "standfirst"))
    )
    return Reading(text, body, article.text, article.title, article.author, article.published)


def read_by_trafilatura(data: bytes, address: str) -> Reading:
    """Read a page with trafilatura as it comes."""
    from trafilatura import bare_extraction, extract

    about = bare_extraction(data, address, with_metadata=True)
    text, whole = extract(data, include_comments=False) or "", extract(data, output_format="markdown") or ""
    if about is None or isinstance(about, dict):
        return Reading(text, text, whole)
    names = tuple(filter(None, (about.author or "").split("; ")))
    return Reading(text, text, whole, about.title or "", names, about.date or "")


def read_by_readability(data: bytes, address: str) -> Reading:
    """Read a page with readability-lxml as it comes; it knows no author and no date."""
    from readability import Document  # type: ignore[import-not-found]  # pip install readability-lxml
    from trafilatura.utils import decode_file

    try:
        document = Document(decode_file(data))
        found = lxml_html.fromstring(document.summary())
    except (ValueError, TypeError, AttributeError):
        return Reading()
    text = text_of(found)
    return Reading(text, text, text, document.short_title() or "")


SYSTEMS: dict[str, Read] = {
    "reader": read_here,
    "trafilatura": read_by_trafilatura,
    "readability-lxml": read_by_readability,
}

# -- comparing --------------------------------------------------------------------------------------------------------

BLOCKS = "p div li td th h1 h2 h3 h4 h5 h6 pre blockquote figcaption br tr dt dd section article".split()


def text_of(tree: Any) -> str:
    """Return the text of an element, a line for each block."""
    for element in list(tree.iter(*BLOCKS)):
        element.tail = f"\n{element.tail or ''}"
        element.text = f"\n{element.text or ''}"
    return str(tree.text_content())


def spaced(text: str) -> str:
    return " ".join(text.split())


def bare(text: str) -> str:
    """Return a text without white space and braces, for comparing TeX."""
    return re.sub(r"[\s{}]|\\(?:displaystyle|left|right)(?![a-z])|\\[,;! ]", "", text)


def words_of(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def lost_share(gold: str, found: str) -> float:
    """Return the share of the words of a text that another has not; a character of Chinese or Japanese is a word."""
    wanted, said = Counter(folded_words(gold)), Counter(folded_words(found))
    return (wanted - said).total() / max(1, wanted.total())


def shingles(text: str) -> Counter[tuple[str, ...]]:
    """Return the runs of four words of a text, counted; a shorter text is one run."""
    words = words_of(text)
    return Counter(filter(None, (tuple(words[at : at + 4]) for at in range(max(1, len(words) - 3)))))


@dataclass(slots=True)
class Overlap:
    """Precision, recall and F1 over pages, each page counting alike, as article-extraction-benchmark defines them."""

    precisions: list[float] = field(default_factory=list)
    recalls: list[float] = field(default_factory=list)
    lost: int = 0
    """Pages that lose over 90 % of their words."""

    def add(self, gold: str, found: str) -> float:
        """Add a page and return its F1."""
        right, said = shingles(gold), shingles(found)
        common = (right & said).total()
        self.lost += lost_share(gold, found) > 0.9
        if said:
            self.precisions.append(common / said.total())
        if right:
            self.recalls.append(common / right.total())
        return 2 * common / ((right.total() + said.total()) or 1)

    def figures(self) -> Figures:
        precision, recall = mean(self.precisions or [0]), mean(self.recalls or [0])
        f1 = 2 * precision * recall / ((precision + recall) or 1)
        return {
            "F1": f"{f1:.3f}",
            "precision": f"{precision:.3f}",
            "recall": f"{recall:.3f}",
            "pages that lose over 90 % of their words": str(self.lost),
        }


def share(found: int, total: int) -> str:
    return f"{found} of {total}"


def name_key(name: str) -> str:
    return "".join(filter(str.isalnum, name.casefold()))


def is_same_author(gold: str | list[str], found: Iterable[str]) -> bool:
    """Return whether the same names are told, however they are joined."""
    said = gold if isinstance(gold, str) else " ".join(gold)
    return name_words(said) == name_words(" ".join(found))


def name_words(said: str) -> list[str]:
    return sorted(word for word in words_of(said.casefold()) if word not in ("und", "and", "et", "y", "von", "by"))


# -- corpora of web pages ---------------------------------------------------------------------------------------------


def score_benchmark(folder: Path, read: Read, note: Note, every: int) -> Figures:
    """scrapinghub/article-extraction-benchmark: 181 articles whose body was copied by hand, without standfirst."""
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    overlap = Overlap()
    for name, page in list(gold.items())[::every]:
        found = read(gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()), page["url"])
        note(overlap.add(page["articleBody"], found.body), name)
    return overlap.figures()


def score_kinds(folder: Path, read: Read, note: Note, every: int) -> Figures:
    """Murrough-Foley/web-content-extraction-benchmark: its test split, 511 pages of seven kinds with their text; F1 of
    words as its `evaluate.py` defines it, without the title of the page and with it."""
    scores: dict[str, list[float]] = {}
    for file in sorted((folder / "test" / "ground-truth").glob("*.json"))[::every]:
        page = json.loads(file.read_text(encoding="utf-8"))
        data = gzip.decompress((folder / "test" / "html" / f"{file.stem}.html.gz").read_bytes())
        found = read(data, page.get("url") or ADDRESS)
        for said, text in ((", with title", f"{found.title}\n{found.text}"), ("", found.text)):
            score = word_score(page["ground_truth"]["main_content"] or "", text)
            for kind in ("all", page["_internal"]["page_type"]["primary"]):
                scores.setdefault(f"F1, {kind}{said}", []).append(score)
        note(score, file.stem)
    return {name: f"{mean(each):.3f}" for name, each in sorted(scores.items())}


def word_score(gold: str, found: str) -> float:
    """Return F1 of the words of two texts in lower case; 1 if neither has any."""
    wanted, said = (Counter(words_of(text.lower())) for text in (gold, found))
    return 2 * (wanted & said).total() / (wanted.total() + said.total()) if wanted or said else 1.0


def score_trafilatura(folder: Path, read: Read, note: Note, every: int) -> Figures:
    """adbar/trafilatura: 990 pages with phrases that belong to the text or do not, with author, date and title."""
    tests = folder / "tests"
    gold = json.loads((tests / "evaldata.json").read_text(encoding="utf-8"))
    phrases: Counter[str] = Counter()
    about: Counter[str] = Counter()
    for address, page in list(gold.items())[::every]:
        file = next(file for kind in ("cache", "eval") if (file := tests / kind / page["file"]).exists())
        found = read(file.read_bytes(), address)
        text = spaced(found.text)
        kept = sum(spaced(words) in text for words in page["with"])
        extra = sum(spaced(words) in text for words in page["without"])
        phrases.update(right=kept, missed=len(page["with"]) - kept, extra=extra)
        note(kept / len(page["with"]) - extra / len(page["without"]), page["file"])
        if "author" in page:
            about.update(compare_metadata(page, found))
    total = 2 * phrases["right"] + phrases["missed"] + phrases["extra"]
    return {
        "F1": f"{2 * phrases['right'] / total:.3f}",
        "dates": share(about["dates"], about["with a date"]),
        "authors": share(about["authors"], about["with an author"]),
        "authors where there are none": share(about["authors too many"], about["without author"]),
        "titles": share(about["titles"], about["with a title"]),
    }


def compare_metadata(page: dict[str, Any], found: Reading) -> Iterator[str]:
    """Yield what of the author, date and title is asked for, and what is right."""
    if page["author"]:
        yield "with an author"
        if is_same_author(page["author"], found.author):
            yield "authors"
    else:
        yield "without author"
        if found.author:
            yield "authors too many"
    if page["date"]:
        yield "with a date"
        if page["date"] == found.published:
            yield "dates"
    if page["title"]:
        yield "with a title"
        if name_key(page["title"]) == name_key(found.title):
            yield "titles"


def score_readability(folder: Path, read: Read, note: Note, every: int) -> Figures:
    """mozilla/readability: 130 pages with the content that it keeps, formulas as TeX, which defuddle's pages judge."""
    overlap = Overlap()
    counts: Counter[str] = Counter()
    for page in sorted((folder / "test" / "test-pages").iterdir())[::every]:
        expected = lxml_html.fromstring((page / "expected.html").read_text(encoding="utf-8"))
        write_formulas(expected)
        about = json.loads((page / "expected-metadata.json").read_text(encoding="utf-8"))
        captions = ["".join(each.text_content().split()) for each in expected.iter("figcaption")]
        found = read((page / "source.html").read_bytes(), ADDRESS)
        note(overlap.add(text_of(expected), found.text), page.name)
        count_kept(counts, "captions", filter(None, captions), "".join(found.whole.split()))
        if title := about.get("title"):
            counts.update({"with a title": 1, "titles": name_key(title) == name_key(found.title)})
    return {
        **overlap.figures(),
        "captions": share(counts["captions"], counts["captions in all"]),
        "titles": share(counts["titles"], counts["with a title"]),
    }


FENCED = re.compile(
    r"^[ >\t-]*(?P<fence>`{3,})[^\n`]*\n(?P<code>.*?)\n[ >\t]*(?P=fence)[ \t]*$", re.DOTALL | re.MULTILINE
)
TEX = re.compile(r"\$\$(.+?)\$\$|(?<![\\$\w])\$([^\s$](?:[^$\n]*[^\s$])?)\$(?![\d$])", re.DOTALL)


def score_defuddle(folder: Path, read: Read, note: Note, every: int) -> Figures:
    """kepano/defuddle: 208 pages, each made for one trap, with the Markdown that it makes of them."""
    overlap = Overlap()
    counts: Counter[str] = Counter()
    for page in sorted((folder / "tests" / "fixtures").glob("*.html"))[::every]:
        expected = (folder / "tests" / "expected" / f"{page.stem}.md").read_text(encoding="utf-8")
        body = re.sub(r"\A```json\n.*?\n```\n", "", expected, flags=re.DOTALL)
        found = read(page.read_bytes(), ADDRESS)
        rest = FENCED.sub("", body)
        note(overlap.add(plain_words(rest), found.text), page.stem)
        count_kept(
            counts, "code blocks", (dedented(each["code"]) for each in FENCED.finditer(body)), dedented(found.whole)
        )
        formulas = (bare(each[1] or each[2]) for each in TEX.finditer(rest))
        count_kept(counts, "formulas", formulas, bare(html.unescape(found.whole)))
    return {
        **overlap.figures(),
        "code blocks": share(counts["code blocks"], counts["code blocks in all"]),
        "formulas as TeX": share(counts["formulas"], counts["formulas in all"]),
    }


def count_kept(counts: Counter[str], what: str, parts: Iterable[str], text: str) -> None:
    for part in parts:
        counts.update({what: part in text, f"{what} in all": 1})


def dedented(code: str) -> str:
    """Return lines without the indentation that all of a list have, and without space at their ends."""
    return "\n".join(line.strip() for line in code.splitlines() if line.strip())


def plain_words(markdown: str) -> str:
    """Return the words of Markdown without the addresses of links and pictures."""
    return html.unescape(re.sub(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)", r"\1", markdown))


Score = Callable[[Path, Read, Note, int], Figures]


def here_alone(score: Callable[[Path, Note], Figures]) -> Score:
    """Return a scorer that compares this program with the files themselves; other systems have no figures."""

    def scored(folder: Path, read: Read, note: Note, least: int) -> Figures:
        return score(folder, note) if read is read_here else {}

    return scored


CORPORA: dict[str, tuple[str, Score]] = {
    "article-extraction-benchmark": ("web", score_benchmark),
    "web-content-extraction-benchmark": ("web", score_kinds),
    "trafilatura": ("web", score_trafilatura),
    "readability": ("web", score_readability),
    "defuddle": ("web", score_defuddle),
    "epub3-samples": ("EPUB", here_alone(score_books)),
    "epub-tests": ("EPUB", here_alone(score_books)),
    "pdf.js": ("PDF", here_alone(score_pdfs)),
    "sample-files": ("PDF", here_alone(score_pdfs)),
    "docling": ("PDF", here_alone(score_pdfs)),
    "made-pdf": ("PDF", here_alone(score_paragraphs)),
    "markdown": ("Markdown", here_alone(score_markdown)),
    "chardet": ("text", here_alone(score_encodings)),
    "litbank": ("text", here_alone(score_chapters)),
}
"""The format and the scorer of each corpus, by the name of its folder."""

# -- the table --------------------------------------------------------------------------------------------------------


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure the reading of sources on public corpora.")
    parser.add_argument("corpus", nargs="*", metavar="CORPUS", default=list(CORPORA), help=", ".join(CORPORA))
    parser.add_argument("--corpora", type=Path, required=True, metavar="FOLDER", help="holds a checkout of each")
    parser.add_argument("--system", action="append", choices=SYSTEMS, help="default: reader; may be given repeatedly")
    parser.add_argument("--worst", type=int, default=0, metavar="N", help="list the pages that score lowest, too")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="read only every Nth source")
    asked = parser.parse_args(argv)
    systems = asked.system or ["reader"]
    print("\t".join(("format", "corpus", "figure", *systems)))
    for name in asked.corpus:
        kind, score = CORPORA[name]
        if not (asked.corpora / name).is_dir():
            print(f"{name} is not in {asked.corpora} and is left out", file=sys.stderr)
            continue
        pages: dict[str, list[tuple[float, str]]] = {system: [] for system in systems}
        columns = [
            score(asked.corpora / name, SYSTEMS[system], lambda *page, of=pages[system]: of.append(page), asked.every)
            for system in systems
        ]
        for figure in columns[0]:
            print("\t".join((kind, name, figure, *(column.get(figure, "") for column in columns))))
        for system, scored in pages.items():
            for value, page in sorted(scored)[: asked.worst]:
                print(f"{system}\t{value:.3f}\t{page}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
