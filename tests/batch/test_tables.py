"""The tables of an archive: what the lines have, no row twice, and answers to the questions of docs/archive.md."""

import importlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reader import batch, cli
from reader.errors import AnalysisError
from reader.system import worker as children
from tests.batch.archive import (
    RULES_WANTED,
    STORY,
    Run,
    as_lines,
    being_read,
    is_pace,
    lines_by_name,
    lines_of,
    names_of,
)
from tests.examples import in_turns
from tests.tools.archive_questions import QUESTIONS, ask

pytest.importorskip("pyarrow")
duckdb = pytest.importorskip("duckdb")
tables = importlib.import_module("reader.batch.tables")

MADE: dict[str, tuple[str, str]] = {
    "vote.md": (
        "2026-03-02",
        "“We were not told about the harbour until Friday,” said Maria Ortiz.",
    ),
    "noon.md": ("2026-03-20", "“The harbour is ours,” said Maria Ortiz. “It is not for sale,” said John Smith."),
    "echo.md": (
        "2026-04-01",
        "“We were not told about the harbour until Friday,” John Smith said. “No,” said Ann Lee.",
    ),
    "late.md": ("", "“We were told until Friday,” said Ann Lee."),
}
"""The day and the text of articles by the names of their files."""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    top = tmp_path / "made"
    top.mkdir()
    for name, (day, text) in MADE.items():
        (top / name).write_text(f"---\ntitle: {name}\ndate: {day}\n---\n\n{text}\n" if day else f"# {name}\n\n{text}\n")
    return top


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "tables"


@pytest.fixture
def tabulate(capsys: pytest.CaptureFixture[str], target: Path, no_pool: None) -> Run:
    """Run `reader analyze WORDS --tables TARGET`, and return its messages."""

    def analyze(*words: object) -> tuple[int, list[str]]:
        code = cli.main(["analyze", *map(str, words), "--tables", str(target), "--engine", "rules", "--processes", "1"])
        said = capsys.readouterr().err.splitlines()
        return code, [line.removeprefix("reader: ") for line in said if not is_pace(line)]

    return analyze


def test_tables_have_what_the_lines_have(
    folder: Path, made: Path, out: Path, run: Run, tabulate: Run, target: Path
) -> None:
    run(folder, made, "--engine", "rules", "--indirect")
    code, said = tabulate(folder, made, "--indirect")
    assert (code, said[0].startswith("13 analyzed")) == (0, True)
    assert as_lines(target) == lines_by_name(lines_of(out))
    months = {path.parent.name for path in target.glob("articles/*/*")}
    assert months == {"month=2026-03", "month=2026-04", "month=unknown"}
    assert tabulate(folder, made, "--indirect") == (0, ["13 already done"])


def test_a_changed_file_rewrites_its_part_alone(made: Path, tabulate: Run, target: Path) -> None:
    tabulate(made)
    before = {path: path.stat().st_ino for path in target.glob("*/*/*.parquet")}
    changed = made / "echo.md"
    changed.write_text(changed.read_text().replace("2026-04-01", "2026-04-30").replace("No", "Never"))
    assert tabulate(made)[1][0].startswith("1 analyzed, 3 already done")
    assert sorted(as_lines(target)) == names_in(made)
    kept = {path for path, inode in before.items() if path.exists() and path.stat().st_ino == inode}
    assert {path.parent.name for path in before.keys() - kept} == {"month=2026-04"}
    changed.write_text(changed.read_text().replace("2026-04-30", "2025-01-01"))
    tabulate(made)
    assert sorted(as_lines(target)) == names_in(made)
    assert len(list(target.glob("quotes/month=2026-04/*"))) == 0, "it has moved to another month"


def names_in(folder: Path) -> list[str]:
    return sorted(map(str, folder.iterdir()))


LOST = ("articles", "quotes", "mentions")


@pytest.mark.parametrize("lost", LOST)
def test_a_run_killed_at_any_file_leaves_no_row_twice(
    made: Path, tabulate: Run, target: Path, monkeypatch: pytest.MonkeyPatch, lost: str
) -> None:
    """Killed at each write of a table, and at a deletion: the next run has each article once, as it is now."""
    tabulate(made)
    turns = in_turns(2)
    for number in range(LOST.index(lost) % turns, 4, turns):
        (made / "vote.md").write_text((made / "vote.md").read_text() + f"\n“Again {number},” said Ann Lee.\n")
        (made / "noon.md").write_text((made / "noon.md").read_text() + f"\n“Once more {number},” said Ann Lee.\n")
        with monkeypatch.context() as patch:
            kill_at(patch, lost, number)
            with pytest.raises(Killed):
                tabulate(made)
        assert tabulate(made)[0] == 0
        lines = as_lines(target)
        assert sorted(lines) == names_in(made)
        for name, words in (("vote.md", f"“Again {number},”"), ("noon.md", f"“Once more {number},”")):
            assert [quote["text"] for quote in lines[str(made / name)]["quotes"]].count(words) == 1


class Killed(BaseException):
    """What nothing catches."""


def kill_at(patch: pytest.MonkeyPatch, table: str, number: int) -> None:
    """Stop the program for good before it writes (0, 1), after it has written (2), or before it deletes a file (3)."""
    replace, unlink, seen, dead = tables.atomic_file.replace_file, Path.unlink, 0, False

    def die(when: bool) -> None:
        nonlocal dead
        dead = dead or when
        if dead:
            raise Killed

    def writing(path: Path, *content: Any, **how: Any) -> object:
        nonlocal seen
        seen += table in path.parts
        die(seen == number + 1 and number < 2)
        done = replace(path, *content, **how)
        die(table in path.parts and number == 2)
        return done

    def deleting(path: Path, *how: Any) -> None:
        die(table in path.parts and number == 3)
        unlink(path, *how)

    patch.setattr(tables.atomic_file, "replace_file", writing)
    patch.setattr(Path, "unlink", deleting)


@pytest.mark.usefixtures("mischief")
def test_a_killed_run_is_continued(folder: Path, tabulate: Run, target: Path) -> None:
    """Killed by SIGKILL while a file is analyzed."""
    waiting = folder / "2021" / "waits.txt"
    waiting.write_text(STORY)
    words = ["reader", "analyze", str(folder), "--tables", str(target), "--engine", "rules", "--processes", "1"]
    with subprocess.Popen(children.command(*words), env=children.environment(), stderr=subprocess.PIPE) as program:
        _, parent = being_read(waiting)
        os.kill(parent, signal.SIGKILL)
        program.communicate()
    waiting.unlink()
    assert tabulate(folder)[0] == 0
    assert sorted(as_lines(target)) == names_of(folder)


def test_small_parts_are_joined(folder: Path, tabulate: Run, target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "PART", 2)
    monkeypatch.setattr(tables, "SMALL", 3)
    monkeypatch.setattr(tables, "MOST_NEW", 2)
    tabulate(folder)
    assert sorted(as_lines(target)) == names_of(folder)
    assert len(list(target.glob("articles/*/*"))) < 9
    monkeypatch.setattr(tables, "MOST_NEW", -9)
    for path in folder.rglob("*.txt"):
        path.write_text(path.read_text().replace("Friday,", "Sunday,"))
    tabulate(folder)
    lines = as_lines(target)
    assert sorted(lines) == names_of(folder)
    assert all("Sunday" in line["quotes"][0]["text"] for line in lines.values())


def test_people_are_joined_by_their_full_names(made: Path, tabulate: Run, target: Path) -> None:
    (made / "names.md").write_text("# Names\n\nRobert Stone (also known as Bob Stone) spoke. “Yes,” said Bob Stone.\n")
    tabulate(made)
    (line,) = (each for own, each in as_lines(target).items() if own.endswith("names.md"))
    keys = {key for entity in line["entities"].values() for key in entity["keys"]}
    people = duckdb.sql(f"SELECT key, certainty FROM '{target}/people.parquet' ORDER BY key").fetchall()
    joined = [entity["keys"] for entity in line["entities"].values() if len(entity["keys"]) > 1]
    assert keys
    assert people == sorted((key, "likely") for each in joined for key in each)


@pytest.mark.parametrize(
    ("put", "words", "said"),
    [
        (
            lambda target: (target / "mine.txt").write_text("mine"),
            [],
            "is a folder with other files; choose another one",
        ),
        (
            lambda target: ((target / "articles").mkdir(), (target / "articles" / "mine.txt").write_text("mine")),
            [],
            "is a folder with other files; choose another one",
        ),
        (lambda target: None, ["-o", "x"], "--tables cannot be combined with -o, --json, --jsonl or --explain"),
    ],
)
def test_what_cannot_be_written_is_refused(
    made: Path, tabulate: Run, target: Path, put: Callable[[Path], object], words: list[str], said: str
) -> None:
    target.mkdir()
    put(target)
    code, told = tabulate(made, *words)
    assert code
    assert told[-1].endswith(said)


def test_tables_of_another_engine_or_with_other_options_are_left_alone(made: Path, tabulate: Run, target: Path) -> None:
    tabulate(made)
    assert tabulate(made, "--indirect")[1][-1].endswith("or with other options")
    (part, *_) = target.glob("articles/month=2026-03/*")
    part.write_bytes(b"no table")
    assert tabulate(made)[1][-1].endswith("is not a table; delete it")


def test_without_the_extra_the_error_says_what_to_install(
    made: Path, tabulate: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "reader.batch.tables")
    monkeypatch.delattr(batch, "tables")
    assert tabulate(made) == (1, ["pyarrow is not installed: pip install 'reader-notes[archive]'"])


def test_two_runs_do_not_write_one_folder(target: Path) -> None:
    with tables.ArticleTables(target, RULES_WANTED), pytest.raises(AnalysisError, match="in use by another"):
        tables.ArticleTables(target, RULES_WANTED).__enter__()


ANSWERS: dict[str, list[tuple[Any, ...]]] = {
    "Who said most about the harbour?": [("maria ortiz", 2, 2), ("john smith", 1, 1)],
    "When was a phrase first used, and by whom?": [],
    "Who was quoted beside whom?": [("ann lee", "john smith", 1), ("john smith", "maria ortiz", 1)],
}


def test_the_five_questions_of_a_newsroom_are_answered(made: Path, tabulate: Run, target: Path) -> None:
    tabulate(made)
    said = {question: [*found] for question, found in ask(target)}
    assert list(said) == [*QUESTIONS]
    for question, answer in ANSWERS.items():
        assert said[question] == answer, question
    march = said["What did Maria Ortiz say in March?"]
    assert [(day, Path(name).name) for day, name, *_ in march] == [("2026-03-02", "vote.md"), ("2026-03-20", "noon.md")]
    rivals = said["Which statements recur with a rival speaker?"]
    assert rivals == [("we were not told about the harbour until friday", ["john smith", "maria ortiz"], 2)]
