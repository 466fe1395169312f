"""Each reader of text with a mixture of all that it knows: what becomes of it, as it was read.

The lines of a document are drawn by a fixed chance, so that each construct stands beside, within and after others.
"""

import random
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from tests.fixtures.golden import check_golden
from tests.fixtures.hostile_files import lines, pdf
from tests.sources.blocks import MORE, PROSE
from tests.sources.opening import open_source, read_webpage

PARTS = Path(__file__).parents[1] / "samples" / "mixtures"


def parts_of(name: str) -> list[str]:
    """Return the constructs of a format, which stand in a file between lines of %%."""
    return (PARTS / f"{name}.txt").read_text(encoding="utf-8").removesuffix("\n").split("\n%%\n")


def page(body: str) -> Article:
    """Return an article within a web page."""
    title = "The Harbour of Leith"
    head = f'<title>{title} | The News</title><meta name="author" content="Ann Lee">'
    beside = "<div class=share>Share this</div><p class=byline>By Ann Lee</p>"
    main = f"<main><article><h1>{title}</h1>{beside}{body}<p>{PROSE}</p><p>{MORE}</p></article></main>"
    text = f"<html><head>{head}</head><body><header>Menu</header>{main}<footer>© The News</footer></body></html>"
    return html(text, whole=False)


def html(text: str, *, whole: bool = True) -> Article:
    return read_webpage(text.encode(), "utf-8", "https://example.org/a", "https://example.org/a", whole=whole)


READERS: dict[str, tuple[str, Callable[[str], Article]]] = {
    "markdown": ("markdown", lambda text: read_markdown(text, "a.md")),
    "plain": ("plain", lambda text: read_plain(text, "/a.txt")),
    "html": ("html", lambda text: html(f"{text}<p>{PROSE}</p>")),
    "page": ("html", page),
}
"""The constructs that are mixed, and the reader."""


def told(article: Article) -> Iterator[str]:
    for block in article.blocks:
        shape = f"{block.kind}{block.level or ''}{'' if block.role == 'body' else f' {block.role}'}"
        signs = f" {block.prefix!r}{block.hang!r}" if block.prefix or block.hang else ""
        more = f" {block.language}" * bool(block.language) + " reflow" * block.reflow
        yield f"  {shape}{signs}{more}: {shortened(block.span.of(article.text))!r}"
    for mark in article.marks:
        yield f"  [{mark.kind}] {shortened(mark.span.of(article.text))!r} {mark.href}".rstrip()
    about = {name: getattr(article, name) for name in ("title", "author", "published", "site", "left_out", "doubt")}
    yield f"  {' '.join(f'{name}={value!r}' for name, value in about.items() if value)}"


def shortened(text: str) -> str:
    return text if len(text) <= 70 else f"{text[:32]}…{text[-32:]}"


@pytest.mark.parametrize("name", READERS)
def test_a_mixture_of_all_that_a_reader_knows_is_as_it_was_read(name: str) -> None:
    constructs, read = READERS[name]
    pool = parts_of(constructs)
    chance = random.Random(name)
    made: list[str] = []
    for number in range(30 if name == "page" else 90):
        drawn = chance.choices(pool, k=chance.randrange(2, 13))
        text = "".join(part + chance.choice(("\n", "\n\n", "\n\n")) for part in drawn)
        made += [f"== {number}", *told(read(text))]
    check_golden(f"mixtures/{name}.txt", "\n".join(made) + "\n")


# ---------------------------------------------------------------------- pages of PDFs


SENTENCE = "the council of the town has voted on the harbour, and the vote was seven to five, as it is told here"


class Pages:
    """Papers and reports of made-up parts, one below the other, in one or two columns."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.drawn: list[str] = []
        self.left, self.top, self.width = 40.0, 560.0, 60

    def add(self, *texts: str, size: float = 10, font: str = "F", indent: float = 0, space: float = 8) -> None:
        self.top -= space + size
        leading = size * 1.2
        self.drawn.append(lines(*texts, left=self.left + indent, top=self.top, size=size, font=font, leading=leading))
        self.top -= leading * (len(texts) - 1)

    def prose(self, words: int, indent: float = 0, hanging: float = 0) -> None:
        """Add a paragraph; its first line is indented, or all the others are."""
        said = " ".join(self.chance.choices(SENTENCE.split(), k=words)).capitalize() + "."
        rows = textwrap.wrap(said, self.width)
        self.add(rows[0], indent=indent)
        if rows[1:]:
            self.add(*rows[1:], indent=hanging, space=2)

    def part(self, number: int) -> None:
        """Add a part by chance."""
        kind, words = self.chance.choice(KINDS), self.chance.randrange(20, 70)
        if kind in SIMPLE:
            self.add(*SIMPLE[kind])
        elif kind in ("prose", "indented"):
            self.prose(words, indent=12 if kind == "indented" else 0)
        elif kind == "heading":
            self.add(f"{number} The Vote of the Council", size=13, font="Bold", space=16)
        elif kind == "list":
            for sign in self.chance.choice((("\x95", "\x95", "\x95"), ("1.", "2.", "3."), ("(a)", "(b)", "(c)"))):
                self.add(f"{sign} an item of a list", indent=12, space=3)
        elif kind == "table":
            for row in TABLE:
                cells = [
                    lines(word, left=self.left + 50 * at, top=self.top - 12, size=9) for at, word in enumerate(row)
                ]
                self.drawn += cells
                self.top -= 12
        else:
            self.add("References", size=12, font="Bold", space=14)
            for each in range(1, 5):
                self.add(f"[{each}] Ortiz, M. 199{each}. The harbour", space=3)
                self.add(f"of Leith, part {each}. Press.", indent=12, space=2)

    def page(self, number: int) -> str:
        """Return the drawing commands of a page."""
        self.drawn, self.top, self.left = [], 560, 40
        self.drawn.append(lines("Journal of Ice 12 (2014)", top=580, size=8))
        self.drawn.append(lines(str(number), left=195, top=20, size=8))
        if number == 1:
            self.add("The Harbour of Leith and the Price", "of Its Ice", size=16, space=20)
            self.add("Ann Lee, Bo M. Chen", size=11)
            self.add("Abstract", size=11, font="Bold", space=14)
            self.prose(30)
        start = self.top
        for left, width in self.chance.choice((((40, 60),), ((30, 30), (210, 30)))):
            self.left, self.width, self.top = left, width, start
            while self.top > 130:
                self.part(number)
        if self.chance.random() < 0.4:
            self.drawn.append(lines("1 A note at the foot of the page, in small letters.", top=45, size=7))
        return "\n".join(self.drawn)


SIMPLE = {
    "run-in": ("Method. We asked all who live at", "the harbour, and they told us."),
    "caption": ("Figure 1. The harbour in winter.",),
    "quotation": ("\x93We were not told until Friday", "that it would stop,\x94 Ortiz said."),
    "hyphens": ("The council has decid-", "ed that the har-", "bour is closed, and the post-", "war plan is gone [3]."),
    "centred": ("              * * *",),
}

TABLE = (("Name", "41", "12"), ("Ann", "7", "1"), ("Bo", "9", "22"))

KINDS = (*["prose"] * 4, *["indented"] * 3, *["heading"] * 2, *SIMPLE, "list", "table", "references")


def test_mixed_pages_of_pdfs_are_as_they_were_read(tmp_path: Path) -> None:
    chance = random.Random(11)
    made: list[str] = []
    for number in range(14):
        pages = Pages(chance)
        (tmp_path / "a.pdf").write_bytes(pdf(*(pages.page(page) for page in range(1, 3))))
        article = open_source(str(tmp_path / "a.pdf"))
        made += [f"== {number}", *told(article), f"  pages {[page.label for page in article.pages]}"]
    check_golden("mixtures/pdf.txt", "\n".join(made) + "\n")
