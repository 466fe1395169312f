"""Parquet tables of an archive: `articles`, `quotes` and `mentions`, by month (extra `archive`).

    FOLDER/articles/month=2026-05/part-000012.parquet    and so quotes and mentions
    FOLDER/people.parquet                                names by which articles call one person

A *part* has all rows of some articles. It counts while it has a file of articles, which is written last and deleted
first; an article in two parts is as the later one has it. So the next run puts right what a killed one has left.
Pitfall: an archive in no order has a small part for each month at each write, so small parts are joined.
"""

import os
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from pathlib import Path
from time import monotonic
from typing import Any

from reader.analysis.identity import identity_keys, join_entities
from reader.batch import Options
from reader.batch.output import Results, number_of
from reader.errors import AnalysisError, raising
from reader.system import atomic_file, fast_json
from reader.text.sanitize import clean_line

with raising(AnalysisError("pyarrow is not installed: pip install 'reader-notes[archive]'"), on=ModuleNotFoundError):
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

TEXT, WHOLE, TEXTS = pa.string(), pa.int64(), pa.list_(pa.string())

TABLES = {
    "mentions": {"article": TEXT, "published": TEXT, "name": TEXT, "kind": TEXT, "aliases": TEXTS, "keys": TEXTS}
    | {"start": WHOLE, "end": WHOLE},
    "quotes": {"article": TEXT, "published": TEXT, "start": WHOLE, "end": WHOLE, "text": TEXT, "indirect": pa.bool_()}
    | {"speaker": TEXT, "key": TEXT, "speaker_start": WHOLE, "speaker_end": WHOLE, "cue_start": WHOLE, "cue_end": WHOLE}
    | {"confidence": pa.float64(), "certainty": TEXT},
    "articles": {"article": TEXT, "size": WHOLE, "modified": WHOLE, "words": WHOLE, "published": TEXT, "author": TEXTS}
    | {"url": TEXT, "site": TEXT, "title": TEXT, "engine": TEXT, "language": TEXT, "genre": TEXT},
}
"""The columns of each table, in the order in which its files are written."""

PEOPLE = {"key": TEXT, "person": TEXT, "articles": WHOLE, "certainty": TEXT}

MONTH = re.compile(r"\d{4}-\d\d")

PART, WAIT = 2_000, 60.0
"""Articles that are written at once, and seconds after which fewer are: the work that a power failure may cost."""

SMALL, MOST_NEW = 1_000, 4_000
"""A part with fewer articles is small. The small parts of a month are joined at the end, and when there are twice as
many parts as before and so many more: an archive in no order adds one for each month every time.
"""

OURS = {*TABLES, "people.parquet", ".lock"}

Part = tuple[str, int]  # the month of a part, and its number


class ArticleTables(Results):
    """Results as tables in a folder."""

    def __init__(self, path: Path, options: Options) -> None:
        super().__init__(path, options)
        self._about = {"engine": options.engine_version, "indirect": str(options.indirect)}
        self._waiting: list[dict[str, Any]] = []
        self._written_at = monotonic()
        self._parts: dict[Part, int] = {}
        """The number of articles in each part."""
        self._last = self._most = 0
        """The highest number of a part, and the number of parts from which small ones are joined."""

    def _open(self) -> int:
        months = (path for name in TABLES for path in self.path.glob(f"{name}/*"))
        others = (path for path in self.path.glob("*") if path.name not in OURS)
        if next(others, None) or not all(path.name.startswith("month=") for path in months):
            raise AnalysisError(f"{self._shown} is a folder with other files; choose another one")
        for name in TABLES:
            (self.path / name).mkdir(parents=True, exist_ok=True)
        return os.open(self.path / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)

    def _finish(self, *, complete: bool) -> None:
        self._write_waiting()
        if complete:
            self._settle()
            self._write(self.path / "people.parquet", pa.Table.from_pylist([*self._people()], pa.schema(PEOPLE)))

    def _put(self, line: bytes) -> None:
        """Add the rows of a file; they are written with others. Raises OSError."""
        self._waiting.append(fast_json.loads(line))
        if len(self._waiting) >= PART or monotonic() > self._written_at + WAIT:
            self._write_waiting()
            if len(self._parts) > self._most:
                self._settle()

    def _read(self) -> Iterator[tuple[int, int]]:
        """Read which parts there are, and delete those without articles. Raises AnalysisError, OSError."""
        for path in self.path.glob("articles/month=*/part-*.parquet"):
            with raising(AnalysisError(f"{clean_line(str(path))} is not a table; delete it"), on=pa.ArrowInvalid):
                about = pq.read_schema(path).metadata or {}
            if any(about.get(key.encode()) != value.encode() for key, value in self._about.items()):
                found = clean_line(about.get(b"engine", b"another program").decode())
                raise AnalysisError(f"{self._shown} holds results of {found}, or with other options")
            part = path.parent.name.removeprefix("month="), int(path.stem.removeprefix("part-"))
            rows = self._rows(part, "articles", ["article", "size", "modified"]).to_pylist()
            self._parts[part] = len(rows)
            yield from ((number_of(row["article"]), number_of(*row.values())) for row in rows)
        self._last = max((number for _, number in self._parts), default=0)
        self._most = 2 * len(self._parts) + MOST_NEW
        for path in (path for name in TABLES for path in self.path.glob(f"{name}/month=*/*")):
            if path.name.startswith(".") or not (self.path / "articles" / path.parent.name / path.name).exists():
                path.unlink()

    def _path(self, part: Part, name: str) -> Path:
        return self.path / name / f"month={part[0]}" / f"part-{part[1]:06}.parquet"

    def _rows(self, part: Part, name: str, columns: list[str] | None = None) -> pa.Table:
        with pq.ParquetFile(self._path(part, name)) as file:
            return file.read(columns)

    def _write(self, path: Path, rows: pa.Table) -> None:
        """Write a file at once, with what its rows were made with."""
        buffer = pa.BufferOutputStream()
        pq.write_table(rows.replace_schema_metadata(self._about), buffer, compression="zstd")
        path.parent.mkdir(exist_ok=True)
        atomic_file.replace_file(path, buffer.getvalue().to_pybytes(), mode=0o644)

    def _put_part(self, month: str, tables: Mapping[str, pa.Table]) -> None:
        self._last += 1
        for name in TABLES:
            self._write(self._path((month, self._last), name), tables[name])
        self._parts[month, self._last] = tables["articles"].num_rows

    def _write_waiting(self) -> None:
        by_month: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        for found in self._waiting:
            dated = MONTH.match(found["published"])
            by_month[dated[0] if dated else "unknown"].append(found)
        for month, some in by_month.items():
            self._put_part(month, tables_of(some))
        self._waiting, self._written_at = [], monotonic()

    def _settle(self) -> None:
        """Join the small parts of each month, and leave of each article only what the latest part has."""
        latest: dict[str, int] = {}
        outdated: set[Part] = set()
        for part in sorted(self._parts, key=lambda part: -part[1]) if self._repeated else ():
            for own in self._rows(part, "articles", ["article"])["article"].to_pylist():
                if number_of(own) in self._repeated and latest.setdefault(own, part[1]) != part[1]:
                    outdated.add(part)
        small = sorted(part for part, articles in self._parts.items() if articles < SMALL or part in outdated)
        for month, some in groupby(small, key=lambda part: part[0]):
            joined = [*some]
            if joined[1:] or joined[0] in outdated:
                tables = {
                    name: pa.concat_tables(self._latest(part, name, latest) for part in joined) for name in TABLES
                }
                if tables["articles"].num_rows:
                    self._put_part(month, tables)
                for part in joined:
                    del self._parts[part]
                    for name in reversed(TABLES):
                        self._path(part, name).unlink()
        self._repeated = set()
        self._most = 2 * len(self._parts) + MOST_NEW

    def _latest(self, part: Part, name: str, latest: Mapping[str, int]) -> pa.Table:
        """Return the rows of a part without those of articles that are in `latest` with another number."""
        rows = self._rows(part, name)
        others = pa.array([own for own, number in latest.items() if number != part[1]], TEXT)
        return rows.filter(pc.invert(pc.is_in(rows["article"], others)))

    def _people(self) -> Iterator[dict[str, object]]:
        """Yield the keys of people that are one with others, as in a dossier; sure if two articles join them."""
        said_in: Counter[tuple[str, ...]] = Counter()
        for part in self._parts:
            rows = self._rows(part, "mentions", ["article", "kind", "keys"])
            several = pc.and_(pc.equal(rows["kind"], "person"), pc.greater(pc.list_value_length(rows["keys"]), 1))
            found = rows.filter(several).to_pylist()
            said_in.update(keys for _, keys in {(each["article"], tuple(each["keys"])) for each in found})
        keyed = [(keys, "person", key) for keys in sorted(said_in) for key in keys]
        same, known = join_entities(keyed), Counter[tuple[str, str]]()
        for keys, _, key in keyed:
            known[key, same[keys][0]] += said_in[keys]
        for (key, person), count in known.items():
            yield {"key": key, "person": person, "articles": count, "certainty": "sure" if count > 1 else "likely"}


def tables_of(lines: Iterable[Mapping[str, Any]]) -> dict[str, pa.Table]:
    """Return the rows of each table for lines of `reader analyze --jsonl`."""
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
    for found in lines:
        of = {"article": found["id"], "published": found["published"]}
        rows["articles"].append({**found, **of})
        for each in found["entities"]:
            rows["mentions"] += ({**of, **each, "start": start, "end": end} for start, end in each["mentions"])
        keys = {each["name"]: each["keys"] for each in found["entities"]}
        for indirect, quotes in enumerate((found["quotes"], found.get("indirect", []))):
            for quote in quotes:
                places = {"speaker": quote["speaker"] or {}, "cue": quote["cue"] or {}}
                ends = {f"{name}_{end}": places[name].get(end) for name in places for end in ("start", "end")}
                name = places["speaker"].get("name")
                known = keys.get(name) or sorted(identity_keys(name or "", (), "person"))
                said = {"speaker": name, "key": known[0] if known else None, "indirect": bool(indirect)}
                rows["quotes"].append({**of, **quote, **said, **ends})
    return {name: pa.Table.from_pylist(rows[name], pa.schema(columns)) for name, columns in TABLES.items()}
