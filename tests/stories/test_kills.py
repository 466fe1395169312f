"""Real processes, killed at random moments: what they said was kept or saved is there, and the library is whole.

A run is a session on the screen, `reader note --stdin` or `reader merge`. READER_TEST_KILLS sets the number of runs;
then what was typed two seconds before the kill must be there too, which a busy machine cannot promise.
"""

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader.library.library import Library, MergeSummary
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths, user_paths
from tests.bench.terminal import ESCAPES, Terminal
from tests.page_object import kept_drafts
from tests.waiting import PACE, until

RUNS = int(os.environ.get("READER_TEST_KILLS", "0"))

FEW = 3
"""Runs of each test in a quick suite."""

TYPED_IS_KEPT = 2.0
"""Seconds after which typed words are kept."""

LONG, SHORT = 6.0, 3.0
"""Seconds until a screen is killed at the latest; a note takes a tenth of one."""

SLACK = 1.0
"""Seconds for the screen and the disk."""

READER = (sys.executable, "-m", "reader")
NOTES = 40

STORY = "\n\n".join(
    f"Part {number}. The council met on day {number} and spoke of the harbour for hours." for number in range(20)
)
SENTENCE = "The council met on day 3 and spoke of the harbour for hours."

BOX, SAVED, KEPT = "close and keep the draft", "saved", "the draft is kept"
"""What the screen says."""


def runs(each: int) -> list[object]:
    """Return the numbers of the runs of one of three tests; those beyond a few are slow."""
    total = max(RUNS * each // 100, 1) if RUNS else FEW
    return [pytest.param(run, marks=[pytest.mark.slow] if run >= FEW else []) for run in range(total)]


class KilledError(Exception):
    """The time of the run is over, and the program is dead."""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "story.txt"
    file.write_text(STORY)
    return file


@pytest.fixture
def library(home: Path) -> Path:
    return home / "data" / "reader" / "library.json"


def written(story: Path, paths: UserPaths, prefix: str) -> set[str]:
    """Write notes on the story; return their texts."""
    session = Session(open_source(str(story)), paths)
    session.record_opening()
    texts = {f"{prefix}{number}" for number in range(NOTES)}
    for text in texts:
        session.article_notes.annotate(session.article_notes.find_passage(SENTENCE), text)
    return texts


def texts_in(library: Path) -> set[str]:
    """Return the words of all notes of a library, which must be whole; TinyDB alone can read it, too.

    Only its backup, which is made last, may be missing.
    """
    if not library.exists():
        return set()
    with TinyDB(library) as db:
        assert db.tables()
    found = Library(library)
    backup = f"{library}.bak"
    assert [problem for problem in found.check().problems if backup not in problem or Path(backup).exists()] == []
    return {word for note in found.notes() for word in note.text.split()}


class KilledScreen:
    """A reading session in a terminal that is killed after some seconds."""

    def __init__(self, story: Path, seconds: float) -> None:
        environment = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor"}
        self._program = Terminal([*READER, str(story)], environment)
        self._seconds = seconds
        self._end = float("inf")
        self.typed: dict[str, float] = {}
        """The words that were on the screen, and when."""
        self.saved: set[str] = set()
        self.kept: set[str] = set()

    def work(self, chance: random.Random) -> float:
        """Write notes until the end; return the time of the kill."""
        try:
            self._program.until("Part 1", self._program.started)
            self._end = time.monotonic() + self._seconds
            while True:
                self._write_note(chance)
        except KilledError:
            return time.monotonic()
        finally:
            self._program.kill()

    def _write_note(self, chance: random.Random) -> None:
        self._press("j" * chance.randrange(3) + "a", BOX)
        words = set()
        for _ in range(chance.randrange(1, 4)):
            word = f"word{len(self.typed)}x"
            self._press(f"{word} ", word)
            words.add(word)
            self.typed[word] = time.monotonic()
        if chance.randrange(2):
            self._press("\x13", SAVED)
            self.saved |= words
        else:
            self._press("\x1b", KEPT)
            self.kept |= words

    def _press(self, keys: str, answer: str) -> None:
        """Press keys and wait for what the screen says then. Raises KilledError."""
        start = len(self._program.seen)
        self._program.press(keys)
        while answer not in ESCAPES.sub("", self._program.seen[start:]):
            self._program.rest(PACE)
            if time.monotonic() > self._end:
                os.kill(self._program.pid, signal.SIGKILL)
                raise KilledError


@pytest.mark.parametrize("run", runs(40))
def test_a_killed_screen_keeps_what_it_said(run: int, story: Path, library: Path) -> None:
    chance = random.Random(run)
    screen = KilledScreen(story, chance.uniform(0.0, LONG if RUNS else SHORT))
    ended = screen.work(chance)
    notes = texts_in(library)
    session = Session(open_source(str(story)), user_paths())
    session.load_notes()
    drafts = {word for draft in kept_drafts(session) for word in draft.text.split()}
    assert screen.saved <= notes
    assert screen.kept <= notes | drafts
    if RUNS:
        old = {word for word, typed in screen.typed.items() if typed < ended - TYPED_IS_KEPT - SLACK}
        assert old <= notes | drafts


@pytest.mark.parametrize("run", runs(30))
def test_killed_commands_that_write_notes_lose_none_that_was_printed(run: int, story: Path, library: Path) -> None:
    chance = random.Random(run)
    command = [*READER, "note", str(story), "--quote", SENTENCE, "--stdin"]
    lines = [f"line{number}" for number in range(NOTES)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write("\n".join(lines) + "\n")
        process.stdin.flush()
        printed = [process.stdout.readline().strip() for _ in range(chance.randrange(NOTES))]
        wait_a_little(process, chance.uniform(0.0, 0.03))
        process.kill()
        printed += process.stdout.read().split()
    assert printed == lines[: len(printed)]
    assert set(printed) <= texts_in(library)


@pytest.mark.parametrize("run", runs(30))
def test_a_killed_merge_loses_nothing_and_can_be_repeated(run: int, story: Path, library: Path, tmp_path: Path) -> None:
    chance = random.Random(run)
    other = UserPaths(tmp_path / "other" / "library.json", tmp_path / "other" / "state", tmp_path / "other" / "cache")
    mine, theirs = written(story, user_paths(), "mine"), written(story, other, "theirs")
    with subprocess.Popen([*READER, "merge", str(other.library)], stderr=subprocess.PIPE) as process:
        until(lambda: process.poll() is not None or is_loaded(process.pid))
        wait_a_little(process, chance.uniform(0.0, 0.1))
        process.kill()
    found = texts_in(library)
    assert found in (mine, mine | theirs)
    if process.returncode == 0:
        assert found == mine | theirs
    Library(library).merge(Library(other.library))
    assert texts_in(library) == mine | theirs
    assert Library(library).merge(Library(other.library)) == MergeSummary()


def is_loaded(pid: int) -> bool:
    """Return whether a process has loaded so much that it is about to use the library; True where that is unknown."""
    maps = Path(f"/proc/{pid}/maps")
    return not maps.exists() or "orjson" in maps.read_text()


def wait_a_little(process: "subprocess.Popen[bytes] | subprocess.Popen[str]", seconds: float) -> None:
    """Wait for the random moment of a kill, or the end of the process."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
