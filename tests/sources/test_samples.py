"""What is read from each sample, block by block: golden files to read.

Of each block its kind, role and signs, and its words; what is styled or linked in it; before all, what is known of the
article.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.errors import SourceError
from tests.fixtures.golden import check_golden
from tests.sources.opening import open_source

SAMPLES = sorted((Path(__file__).parents[1] / "samples").glob("harbour*"))


def lines(article: Article) -> Iterator[str]:
    yield f"{article.format} | {article.title} | {', '.join(article.author)} | {article.published} | {article.site}"
    for block in article.blocks:
        signs = f" {block.prefix!r}{block.hang!r}" if block.prefix or block.hang else ""
        shape = f"{block.kind}{block.level or ''}{'' if block.role == 'body' else f' {block.role}'}"
        shape += f"{' reflow' * block.reflow} {block.language}".rstrip()
        yield f"{shape}{signs}: {block.span.of(article.text)!r}"
        for mark in article.marks:
            if block.span.holds(mark.span):
                yield f"    {mark.kind} {mark.span.of(article.text)!r} {mark.href}".rstrip()
    if article.pages:
        yield "pages " + ", ".join(
            f"{page.label} {article.text[page.start : page.start + 12]!r}" for page in article.pages
        )


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_each_block_is_as_it_was_read(sample: Path) -> None:
    try:
        made = "\n".join(lines(open_source(str(sample))))
    except SourceError as error:
        made = str(error).removeprefix(f"{sample}: ")
    check_golden(f"samples/{sample.name}.txt", made + "\n")
