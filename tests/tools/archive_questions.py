"""The questions in docs/archive.md that are asked of the tables of an archive, and their answers by DuckDB."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ARCHIVE = Path(__file__).parents[2] / "docs" / "archive.md"

BLOCK = re.compile(r"([^\n]*\S)\n\n```sql\n(.*?)```", re.DOTALL)

VIEW, *ASKED = BLOCK.findall(ARCHIVE.read_text(encoding="utf-8"))

QUESTIONS: dict[str, str] = dict(ASKED)
"""What is asked in SQL, by the line above it."""


def ask(folder: Path) -> Iterator[tuple[str, list[tuple[Any, ...]]]]:
    """Yield each question with its answer, from the tables in `folder`."""
    import duckdb

    with duckdb.connect() as db:
        db.execute(VIEW[1].replace("'tables/", f"'{folder}/"))
        for question, words in QUESTIONS.items():
            yield question, db.sql(words).fetchall()
