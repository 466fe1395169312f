"""Drafts that quote real reports, rightly and wrongly, and what is said about them: a golden file to read.

Each quotation of a report is quoted as it is, with a word left out, with another word, with its middle left out, with a
word in brackets, joined with the next one, and as reported speech; and each is said by its speaker, by another person
of the report, or by nobody.
"""

import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from reader.verification import Check
from tests.fixtures.golden import check_golden
from tests.quality.evaluate import read
from tests.verification.drafts import checked, source

REPORTS = Path(__file__).parents[1] / "quality" / "gold" / "wikinews.jsonl"


def without(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return words[:at] + words[at + 1 :]


def changed(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], chance.choice(["never", "12", "Leith", "harbours"]), *words[at + 1 :]]


def shortened(words: list[str], chance: random.Random) -> list[str]:
    return [*words[:4], chance.choice(["…", "...", "[...]"]), *words[-3:]]


def bracketed(words: list[str], chance: random.Random) -> list[str]:
    at = chance.randrange(len(words))
    return [*words[:at], f"[{chance.choice(['the council', words[at].lower(), words[at].title()])}]", *words[at + 1 :]]


ALTERED: tuple[Callable[[list[str], random.Random], list[str]], ...] = (
    lambda words, _: words,
    without,
    changed,
    shortened,
    bracketed,
)


def quotations(report: dict[str, Any]) -> list[tuple[list[str], str]]:
    """Return the words of each longer quotation of a report, and who says it."""
    labelled = ((report["text"][start:end], label) for start, end, label in report["segs"] if ">" in label)
    found = ((words.strip("“”\"'[]").rstrip(",.").split(), label.partition(">")[2]) for words, label in labelled)
    return [(words, speaker) for words, speaker in found if len(words) > 5]


def sentences(report: dict[str, Any], chance: random.Random) -> Iterator[str]:
    """Yield the paragraphs of a draft."""
    quoted = quotations(report)
    for number, (words, speaker) in enumerate(quoted):
        said = " ".join(ALTERED[number % len(ALTERED)](words, chance))
        other = quoted[number - 1]
        yield f"“{said},” said {chance.choice([speaker, speaker, other[1]])}."
        yield f"It was told that “{said}.”"
        yield f"{other[1]} said that {said}."
        yield f"“{' '.join(words[:8])} {' '.join(other[0][:8])},” {speaker} said."


def line(check: Check) -> str:
    words = check.text if len(check.text) <= 50 else f"{check.text[:24]} … {check.text[-24:]}"
    place = f" {check.place.score:.2f} ¶{check.place.paragraph} +{len(check.others)}" if check.place else ""
    differing = (
        [f"{each.draft}→{each.source}" for each in check.place.differences if not each.equal] if check.place else []
    )
    shown = "; ".join([*differing, *check.remarks])
    return f"{check.verdict} {check.confidence:.0%}{place}: {words}{' | ' if shown else ''}{shown}"


def test_verdicts_on_quotations_of_reports_are_as_they_were_read() -> None:
    reports = read(REPORTS)[::2]
    sources = {report["id"]: source(report["text"], report["id"]) for report in reports}
    parts = []
    for number, (report, before) in enumerate(zip(reports, reports[-1:] + reports, strict=False)):
        draft = "\n\n".join(list(sentences(report, random.Random(number)))[:12])
        checks = checked(draft, [sources[report["id"]], sources[before["id"]]], indirect=True).checks
        parts.append("\n".join([f"== {report['id']}", *map(line, checks)]))
    check_golden("verdicts.txt", "\n\n".join(parts) + "\n")
