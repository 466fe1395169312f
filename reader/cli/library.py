"""The library from the command line: what is in it, another one taken in, and whether it is whole."""

from argparse import Namespace
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.context import Belongings
from reader.system import stdio
from reader.text.format import UNTITLED, counted

if TYPE_CHECKING:
    from reader.library.library import ArticleRecord


def library(asked: Namespace, own: Belongings) -> int:
    """The articles, newest first."""
    records = [record for record in own.library.articles() if record.shelf != "removed"]
    counts = Counter(note.article for note in own.library.notes())
    if asked.json:
        stdio.say_json([{**asdict(record), "notes": counts[record.id]} for record in records])
    else:
        stdio.say(*table(records, counts))
    return 0


def table(records: "Sequence[ArticleRecord]", counts: Counter[str]) -> Iterator[str]:
    """One article a line; what has no fixed width stands last."""
    if records:
        yield f"{'id':<10}  {'opened':<16}  notes  title · source"
    for record in records:
        opened = datetime.fromisoformat(record.opened).astimezone()
        name = " · ".join([record.title or UNTITLED, *record.sources[-1:]])
        yield f"{record.id:<10}  {opened:%Y-%m-%d %H:%M}  {counts[record.id]:>5}  {name}"


def merge(asked: Namespace, own: Belongings) -> int:
    """Take in another library, and say what that brought."""
    from reader.library.library import Library
    from reader.session import state

    merged = own.library.merge(Library(Path(asked.other)))
    with suppress(OSError):  # what is half written then stays where it is
        for record in own.library.articles():
            state.unite(record.id, record.also, own.places.state)
    parts = [
        (merged.articles, "new article"),
        (merged.notes, "new note"),
        (merged.corrections, "new correction"),
        (merged.revisions, "new change"),
    ]
    brought = ", ".join(counted(count, words) for count, words in parts if count)
    stdio.tell(f"merged: {brought}" if brought else "merged: nothing new")
    if merged.conflicts:
        found = counted(merged.conflicts, "note")
        stdio.tell(f"{found} changed on both sides: `reader notes` shows both texts; open the note to choose")
    return 0


def check(asked: Namespace, own: Belongings) -> int:
    """Say what is wrong with the library, after mending what can be mended where that was asked."""
    report = own.library.repair() if asked.repair else own.library.check()
    stdio.say(*report.problems, *report.remarks)
    counts = [counted(report.articles, "article"), counted(report.notes, "note")]
    if report.corrections:
        counts.append(counted(report.corrections, "correction"))
    stdio.say(", ".join(counts))
    if report.problems:
        advice = "not all could be mended" if asked.repair else "`reader check --repair` mends what can be mended"
        stdio.tell(f"{counted(report.problems, 'problem')}: {advice}")
    return 1 if report.problems else 0
