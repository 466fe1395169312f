"""Count the corrections that a reader needs: `python -m tests.quality.pins --gold FOLDER SET...`.

A reader goes through an article from top to bottom and corrects each wrong name, accepting what follows from it.
Counted are the wrong names beside "he", "she", "it", "they" or "who", their corrections, and the right names that a
correction spoils. Sets need names: fresh news, worldwide names, he and she, novels.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from reader.analysis import Analysis, Quote
from reader.analysis.chains import PRONOUNS
from reader.analysis.engine import analyze
from reader.anchoring import describe
from reader.annotations.corrected_analysis import apply_corrections
from reader.annotations.corrections import Attribute, Correction, names_of
from reader.annotations.new_correction import MAX_NAME, make_corrections
from reader.document.article import Article
from reader.sources.plain import read_plain
from tests.quality.evaluate import Document, part_of, read
from tests.quality.scores import matched, plain_name
from tests.quality.shown import is_name_right, quotations


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="How many corrections the errors need.")
    parser.add_argument("sets", nargs="+", metavar="SET")
    parser.add_argument("--gold", type=Path, default=Path("gold"), metavar="FOLDER")
    parser.add_argument("--engine", choices=("rules", "spacy"), default="rules")
    parser.add_argument("--part", choices=("all", "dev", "check"), default="all", help="every second article of a set")
    asked = parser.parse_args(argv)
    for name in asked.sets:
        counts = Counter[str]()
        for document in part_of(read(asked.gold / f"{name}.jsonl"), asked.part):
            article = read_plain(document["text"])
            counts.update(corrected(document, article, analyze(article, asked.engine)))
        each = counts["corrections"] / max(1, counts["errors"])
        print(f"{name}: {each:.2f} corrections for each error by a pronoun {dict(counts)}")
    return 0


def corrected(document: Document, article: Article, raw: Analysis) -> Iterable[str]:
    """Yield what happens while a reader corrects one article: "errors", "corrections", "spoiled"."""
    gold = (named if "quotes" in document and "aliases" not in document else quotations)(document)
    found = {id(one): other["start"] for one, other in matched(gold, [wire(quote) for quote in raw.quotes])}
    judged = [(found[id(one)], one) for one in gold if id(one) in found]
    made: list[Correction] = []
    now = raw

    def right() -> list[bool]:
        shown = {quote.span.start: wire(quote) for quote in now.quotes}
        return [is_right(document, one, shown[start]) for start, one in judged]

    by_pronoun = {quote.span.start for quote in raw.quotes if is_by_pronoun(quote, article.text)}
    yield from ("errors" for (start, _), good in zip(judged, right(), strict=True) if not good and start in by_pronoun)
    for number, (start, one) in enumerate(judged):
        before = right()
        if before[number]:
            continue
        span = next(quote.span for quote in now.quotes if quote.span.start == start)
        names = right_names(document, one, raw)
        change = Attribute(describe(article.text, span), names, spreads=True)
        made += make_corrections([change], made, raw, article, "article")
        now = apply_corrections(raw, made, article)
        yield from ("corrections" for _ in range(start in by_pronoun))
        yield from ("spoiled" for was, good in zip(before, right(), strict=True) if was and not good)


def named(document: Document) -> list[Document]:
    return [quote for quote in document["quotes"] if "name" in quote]


def wire(quote: Quote) -> dict[str, Any]:
    speaker = quote.speaker and {"name": quote.speaker.name}
    return {"start": quote.span.start, "end": quote.span.end, "speaker": speaker}


def is_by_pronoun(quote: Quote, text: str) -> bool:
    return quote.speaker is not None and quote.speaker.span.of(text).lower() in PRONOUNS


def is_right(document: Document, gold: Document, found: Document) -> bool:
    """Return whether the name shown is right; by the last name in sets of "he" and "she"."""
    if "name" not in gold:
        return is_name_right(document, gold, found)
    shown = plain_name(found["speaker"]["name"]).split() if found["speaker"] else []
    return shown[-1:] == plain_name(gold["name"]).split()[-1:]


def right_names(document: Document, gold: Document, raw: Analysis) -> tuple[str, ...]:
    """Return the names of the right speaker in the analysis, or what the gold calls them."""
    for entity in raw.entities:
        if is_right(document, gold, {"speaker": {"name": entity.name}}):
            return names_of(entity)
    known = gold.get("names") or [gold.get("name") or max(document["aliases"][gold["who"]], key=len)]
    return (max(known, key=len)[:MAX_NAME],)


if __name__ == "__main__":
    sys.exit(main())
