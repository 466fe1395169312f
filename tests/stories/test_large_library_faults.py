"""A library with a journal, when each system call of a save fails, or is the last one before a kill or a power cut.

Each case begins with the same library and does one thing, of which one step after the other fails; a quick run takes
every fourth of them, and with another fate others. Whatever happens, every acknowledged note is there, in the whole
library and in the part that a screen reads; the next save works, undo takes back what this device did last, and `check`
finds nothing, or only what a power cut has done to a copy.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from reader.document.article import Article, Block
from reader.errors import ReaderError
from reader.library import commit
from reader.library.journal import journal_path
from reader.library.library import Library
from reader.session.session import Session
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.examples import in_turns
from tests.library.library_files import beside, stock_ids
from tests.stories.fragile_disk import (
    BROKEN,
    FULL,
    OPERATIONS,
    Fault,
    FragileDisk,
    Killed,
    Remains,
    as_synced,
    torn,
    zeros,
)

pytestmark = [pytest.mark.usefixtures("journals_of_small_libraries"), pytest.mark.slow]

TEXT = "The council voted on Monday to close the old harbour by the end of the year."
ARTICLE = Article(TEXT, (Block(Span(0, len(TEXT))),), source="/articles/harbour.txt")


TURNS = in_turns(8)
"""From one step that fails to the next."""


@dataclass(frozen=True)
class Fate:
    """What a step ends with."""

    error: BaseException
    lasts: bool = False
    power: Remains | None = None
    """Given if the power is cut there."""
    names_survive: bool = False


FATES = {
    "a full disk for a moment": Fate(FULL),
    "a full disk": Fate(FULL, lasts=True),
    "a broken disk": Fate(BROKEN),
    "a kill": Fate(Killed()),
    "a power cut": Fate(Killed(), power=as_synced),
    "a power cut that leaves names": Fate(Killed(), power=as_synced, names_survive=True),
    "a power cut that tears": Fate(Killed(), power=torn, names_survive=True),
    "a power cut that leaves zeros": Fate(Killed(), power=zeros, names_survive=True),
}


def session_on(paths: UserPaths) -> Session:
    session = Session(ARTICLE, paths)
    session.load_notes()
    return session


def save(session: Session) -> str:
    """Save a note; return its id once it is acknowledged."""
    return session.article_notes.annotate(None, "the new one").id


def fold(session: Session) -> None:
    session.library.fold()


def save_and_fold(session: Session) -> str:
    """Save a note when the journal has become too long."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commit, "FOLD_AT", 1 << 20)
        return save(session)


def nothing(paths: UserPaths) -> None:
    pass


def folded(paths: UserPaths) -> None:
    Library(paths.library).fold()


def without(*endings: str) -> Callable[[UserPaths], None]:
    """Have the library, with its journal, lack some of the files beside it."""

    def remove(paths: UserPaths) -> None:
        for ending in endings:
            beside(paths.library, ending).unlink()

    return remove


def lagging(paths: UserPaths) -> None:
    """Have a backup whose journal was not written with the last line."""
    path = beside(paths.library, ".bak.journal")
    raw = path.read_bytes()
    path.write_bytes(raw[: raw[:-1].rfind(b"\n") + 1])


def small(paths: UserPaths) -> None:
    """Have a library without anything that a large one has."""
    Library(paths.library).fold()
    beside(paths.library, ".ranges").unlink()


def save_and_grow(session: Session) -> str:
    """Save a note that makes the library a large one."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commit, "JOURNAL_FROM", session.paths.library.stat().st_size + 1)
        return save(session)


CASES: dict[str, tuple[Callable[[UserPaths], None], Callable[[Session], str | None]]] = {
    "a line": (nothing, save),
    "the first line": (folded, save),
    "a line that folds": (nothing, save_and_fold),
    "a fold": (nothing, fold),
    "a line without a backup": (without(".bak", ".bak.journal"), save),
    "a line without the journal of the backup": (without(".bak.journal"), save),
    "a line after one that the backup lacks": (lagging, save),
    "a line without ranges": (without(".ranges"), save),
    "the first ranges": (small, save_and_grow),
}
"""The state before, and what is done."""


@pytest.fixture
def made(tmp_path: Path) -> tuple[UserPaths, list[str]]:
    """A library with a note in its file and two in its journal, and their ids."""
    paths = UserPaths(tmp_path / "made" / "library.json", tmp_path / "made" / "state", tmp_path / "cache")
    paths.library.parent.mkdir()
    session = Session(ARTICLE, paths)
    session.record_opening()
    ids = [session.article_notes.annotate(Span(4, 11), "the first one").id]
    session.library.fold()
    ids += [session.article_notes.annotate(None, text).id for text in ("the second one", "the third one")]
    return paths, ids


def linked(paths: UserPaths, folder: Path) -> UserPaths:
    """Return the library in another folder with its files, as hard links, since `.ranges` knows them by their inodes.

    Journals are copied: they are written in place.
    """
    shutil.copytree(paths.library.parent, folder, copy_function=copy_or_link)
    return UserPaths(folder / "library.json", folder / "state", paths.cache)


def copy_or_link(source: str, target: str) -> None:
    if source.endswith(".journal") or "state" in Path(source).parts:
        shutil.copy2(source, target)
    else:
        os.link(source, target)


def each_step(paths: UserPaths, folder: Path, fate: Fate, first: int) -> Iterator[tuple[UserPaths, FragileDisk]]:
    """Yield a fresh copy of a library and a disk below it, for each step that fails from the first, until none does."""
    for step in count(first, TURNS):
        place = linked(paths, folder / str(step))
        disk = FragileDisk(place.library.parent)
        for path in place.library.parent.rglob("*"):
            if path.is_file():
                disk.settle(path)
        disk.plan(Fault(OPERATIONS, "", fate.error, fate.lasts), step)
        yield place, disk
        if not disk.has_failed:
            assert step > 4, "the fault never had a chance"
            return


def attempt(step: Callable[[Session], str | None], session: Session, disk: FragileDisk) -> str | None:
    """Take a step; return the id of its note if that is acknowledged."""
    with disk.installed(), suppress(ReaderError, Killed):
        return step(session)
    return None


def whole(paths: UserPaths) -> set[str]:
    return {note.id for note in Library(paths.library).notes()}


def part(paths: UserPaths) -> set[str]:
    return {note.id for note in session_on(paths).notes}


def problems(paths: UserPaths) -> tuple[str, ...]:
    return Library(paths.library).check().problems


def is_of_backup(problem: str) -> bool:
    """Return whether a problem is that the backup is missing or damaged, and that the next save writes it."""
    return ".bak" in problem and "the next save" in problem


@pytest.mark.parametrize("name", FATES)
@pytest.mark.parametrize("case", CASES)
def test_no_acknowledged_note_is_lost(case: str, name: str, made: tuple[UserPaths, list[str]], tmp_path: Path) -> None:
    (paths, ids), fate = made, FATES[name]
    prepare, step = CASES[case]
    prepare(paths)
    for place, disk in each_step(paths, tmp_path / "steps", fate, [*FATES].index(name) % TURNS):
        session = session_on(place)
        saved = attempt(step, session, disk)
        disk.revive()
        disk.heal()
        if fate.power and not disk.cut_power(names_survive=fate.names_survive, remains=fate.power):
            continue  # as after a kill
        known = {*ids, saved} - {None}
        found = whole(place)
        assert found >= known
        assert len(found) <= len(ids) + 1
        assert part(place) == found
        assert [problem for problem in problems(place) if not is_of_backup(problem)] == []
        for later in [session_on(place)] if isinstance(fate.error, Killed) else [session, session_on(place)]:
            known.add(later.article_notes.annotate(None, "afterwards").id)
            assert whole(place) >= known
            assert part(place) >= known
        assert problems(place) == (), "the next save has written the backup"
        last = later.article_notes.annotate(None, "the last one").id
        later.article_notes.undo()
        assert last not in whole(place)
        assert whole(place) >= known
        later.article_notes.redo()
        known.add(last)
        Library(place.library).fold()
        assert stock_ids(place.library) >= known
        assert not journal_path(place.library).exists()
        assert problems(place) == ()
