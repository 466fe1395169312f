"""What changed in real reports that are edited by paragraphs: a golden file to read."""

import random
from collections.abc import Iterator

import pytest

from reader.analysis.engine import analyze
from reader.session.versions import describe_quotes
from reader.session.versions.passages import ChangedPassage, TextComparison
from reader.session.versions.quotations import ChangedQuote, compare_quotes
from reader.sources.plain import read_plain
from reader.text.span import Span
from tests.fixtures.golden import check_golden
from tests.fixtures.report_edits import EDITS, REPORTS, Edit
from tests.quality.evaluate import read


def lines(old: str, new: str) -> Iterator[str]:
    texts = TextComparison(read_plain(old), read_plain(new))
    yield str(texts.counts)
    yield from (line for passage in texts.passages() for line in passage_lines(passage, texts))
    analyses = (analyze(text, "rules") for text in (texts.old.article, texts.new.article))
    quotes, appeared, former = compare_quotes(texts, *analyses)
    changed = describe_quotes(each.change for each in quotes)
    yield f"{changed}; new {', '.join(appeared)}; former {', '.join(former)}"
    yield from (quote_line(quote, texts) for quote in quotes)


def passage_lines(passage: ChangedPassage, texts: TextComparison) -> Iterator[str]:
    was, now = words(passage.old, texts.old.article.text), words(passage.new, texts.new.article.text)
    yield f"{passage.change}: {was} → {now}"
    for piece in passage.pieces:
        if piece.kind != "same":
            text = words(piece.old, texts.old.article.text) or words(piece.new, texts.new.article.text)
            yield f"    {piece.kind}: {text}"


def quote_line(quote: ChangedQuote, texts: TextComparison) -> str:
    sides = ((quote.old, texts.old.article.text), (quote.new, texts.new.article.text))
    said = (f"{each.speaker and each.speaker.name}: {words(each.span, text)}" if each else "" for each, text in sides)
    return f"{quote.change} {' → '.join(said)}"


def words(span: Span | None, text: str) -> str:
    found = " ".join(span.of(text).split()) if span else ""
    return found if len(found) <= 50 else f"{found[:24]} … {found[-24:]}"


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.__name__)
def test_changes_of_reports_are_as_they_were_read(edit: Edit) -> None:
    parts = []
    for number, report in enumerate(read(REPORTS)[1:9:2]):
        paragraphs = report["text"].split("\n\n")[:9]
        new = "\n\n".join(edit(paragraphs, random.Random(number)))
        parts.append("\n".join([f"== {report['id']}", *lines("\n\n".join(paragraphs), new)]))
    check_golden(f"versions/{edit.__name__}.txt", "\n\n".join(parts) + "\n")
