"""What the analysis answers to the texts of gold that are ours to give, for people to read and for a test to compare.

    python -m tests.quality.answers

writes `gold/answers.txt`: of each text the names as the screen lists them, with the number of their mentions and their
other spellings; then each quotation, direct or indirect, with its speaker and how sure that is. Look at the difference
before you commit it: each line is something that a user sees. By rules alone, as without a model.
"""

from collections.abc import Iterator
from pathlib import Path

from reader.analysis import Quote
from reader.analysis.engine import analyze
from reader.document.article import Article
from reader.sources.plain import read_plain
from tests.quality.evaluate import read

GOLD = Path(__file__).parent / "gold"

ANSWERS = GOLD / "answers.txt"

SETS = ("wikinews", "worldwide")


def answers() -> str:
    """Return the answers to all texts."""
    texts = ((name, document) for name in SETS for document in read(GOLD / f"{name}.jsonl"))
    return (
        "\n\n".join(f"== {name} {document['id']}\n" + "\n".join(lines(document["text"])) for name, document in texts)
        + "\n"
    )


def lines(text: str) -> Iterator[str]:
    """Yield the names of a text, then its quotations."""
    article = read_plain(text)
    analysis = analyze(article, "rules")
    for entity in analysis.entities:
        also = f" ({', '.join(entity.aliases)})" if entity.aliases else ""
        yield f"{entity.kind}: {entity.name}{also} {len(entity.mentions)}"
    for quote in (*analysis.quotes, *analysis.indirect):
        yield line_of(quote, article)


def line_of(quote: Quote, article: Article) -> str:
    words = " ".join(quote.span.of(article.text).split())
    shown = words if len(words) <= 50 else f"{words[:24]} … {words[-24:]}"
    return f"{quote.speaker.name if quote.speaker else '?'} {quote.confidence:.0%}: {shown}"


if __name__ == "__main__":
    ANSWERS.write_text(answers(), encoding="utf-8")
