"""The answers to real reports and interviews, to reports with names from all over the world, and to the cases of the
analysis, as they were read.

Of each text the names as the screen lists them, with their other spellings and the number of their mentions; then each
quotation, direct or indirect, with its speaker and how sure that is. By rules alone, as without a model.
"""

import random
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reader.analysis import Quote
from reader.analysis.engine import analyze
from reader.document.article import GENRES, Article
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.system.paths import SAMPLE
from tests.fixtures.golden import check_golden
from tests.quality.evaluate import read

GOLD = Path(__file__).parent / "gold"

SAMPLES = Path(__file__).parents[1] / "samples"

CASES = Path(__file__).parents[1] / "analysis" / "cases"


def answers(article: Article) -> Iterator[str]:
    analysis = analyze(article, "rules")
    for entity in analysis.entities:
        also = f" ({', '.join(entity.aliases)})" if entity.aliases else ""
        yield f"{entity.kind}: {entity.name}{also} {len(entity.mentions)}"
    for quote in (*analysis.quotes, *analysis.indirect):
        yield said(quote, article)


def said(quote: Quote, article: Article) -> str:
    words = " ".join(quote.span.of(article.text).split())
    shown = words if len(words) <= 50 else f"{words[:24]} … {words[-24:]}"
    return f"{quote.speaker.name if quote.speaker else '?'} {quote.confidence:.0%}: {shown}"


@pytest.mark.parametrize("name", ["wikinews", "worldwide"])
def test_names_and_quotations_are_as_they_were_read(name: str) -> None:
    check_answers(name, ((document["id"], read_plain(document["text"])) for document in read(GOLD / f"{name}.jsonl")))


@pytest.mark.parametrize("path", sorted(CASES.glob("*.toml")), ids=lambda path: path.stem)
def test_names_and_quotations_of_the_cases_are_as_they_were_read(path: Path) -> None:
    """Each case expects what it is about; here is the rest."""
    plain = (case for case in tomllib.loads(path.read_text("utf-8"))["case"] if "format" not in case)
    read_as = ((case["name"], replace(read_plain(case["text"].strip()), genre=case.get("genre"))) for case in plain)
    check_answers(path.stem, read_as)


def test_names_and_quotations_of_each_genre_are_as_they_were_read() -> None:
    """Also each as every other genre, as a reader may say that it is."""
    texts = []
    for path in sorted([*(SAMPLES / "genres").glob("*.txt"), *(SAMPLES / "genres").glob("*.md"), SAMPLE]):
        article = (read_markdown if path.suffix == ".md" else read_plain)(path.read_text("utf-8"), path.name)
        texts += [(f"{path.name} {genre}", replace(article, genre=genre)) for genre in (None, *GENRES)]
    check_answers("genres", texts)


PEOPLE = (
    ("Maria Ortiz", "she", "Ms."),
    ("John Smith", "he", "Mr."),
    ("Wang Yiwei", "he", "Professor"),
    ("Eva van der Holm", "she", "Dr."),
    ("Ole B. Brandt", "he", "Senator"),
    ("Xyla Quent", "she", "Mrs."),
)


def test_names_and_quotations_of_mixed_sentences_are_as_they_were_read() -> None:
    """Small stories of sentences that are drawn by a fixed chance, so that each stands beside others."""
    sentences = (SAMPLES / "mixtures" / "sentences.txt").read_text("utf-8").splitlines()
    chance = random.Random(3)
    texts = []
    for number in range(90):
        (full, pronoun, title), (other, _, _) = chance.sample(PEOPLE, 2)
        words = {"full": full, "last": full.split()[-1], "other": other, "title": title, "pronoun": pronoun}
        drawn = [each.format(**words, pronoun_title=pronoun.title()) for each in chance.sample(sentences, 8)]
        joints = [chance.choice((" ", "\n\n")) for _ in drawn]
        text = "".join(sentence + joint for sentence, joint in zip(drawn, joints, strict=True))
        texts.append((str(number), read_plain(f"The Harbour Vote\n\n{text.strip()}\n")))
    check_answers("mixtures", texts)


def check_answers(name: str, texts: Iterable[tuple[str, Article]]) -> None:
    parts = (f"== {about}\n" + "\n".join(answers(article)) for about, article in texts)
    check_golden(f"answers/{name}.txt", "\n\n".join(parts) + "\n")
