"""The frame of an article as it was left is drawn again only if nothing has changed that it depends on."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from reader.session.session import Session
from reader.session.state import Appearance, ReadingState, load_appearance, save_appearance
from reader.sources.open import open_source
from reader.system.paths import UserPaths, config_file
from reader.tui.splash import kept_frame
from reader.tui.splash.first_frame import first_frame
from reader.tui.splash.kept_frame import frame_path, keep_frame, load_frame

TEXT = "\n\n".join(f"Paragraph {number} has 漢字 and more words." for number in range(90))

SIZE = (90, 30)


@pytest.fixture
def session(home: Path, paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> Session:
    """An article that was left in its middle; the program has started after its file was written."""
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr(kept_frame, "STARTED", float("inf"))
    path = home / "a text.txt"
    path.write_text(TEXT, encoding="utf-8")
    session = Session(open_source(str(path)), paths)
    session.save_state(ReadingState(TEXT.index("Paragraph 40")))
    return session


def loaded(session: Session, size: tuple[int, int] = SIZE) -> object:
    return load_frame(session.article.source, load_appearance(session.paths.state), session.paths.state, *size)


def test_the_frame_is_that_of_the_next_start(session: Session) -> None:
    assert loaded(session) is None
    keep_frame(session, *SIZE)
    assert loaded(session) == first_frame(session, None, *SIZE)
    assert "aragraph 40" in str(loaded(session))


def write_again(session: Session) -> None:
    path = Path(session.article.source)
    path.write_bytes(path.read_bytes())


def replace_by_older(session: Session) -> None:
    path = Path(session.article.source)
    other = path.with_name("other")
    other.write_text(TEXT.replace("40", "04"), encoding="utf-8")
    status = path.stat()
    os.utime(other, ns=(status.st_atime_ns, status.st_mtime_ns))
    other.replace(path)


def configure(session: Session) -> None:
    config_file().parent.mkdir(parents=True, exist_ok=True)
    config_file().write_text("width = 40\n", encoding="utf-8")


@pytest.mark.parametrize(
    "change",
    [
        write_again,
        replace_by_older,
        configure,
        lambda session: session.save_state(ReadingState(5)),
        lambda session: save_appearance(Appearance(width=50), session.paths.state),
        lambda session: Path(session.article.source).unlink(),
    ],
)
def test_after_a_change_it_is_not_drawn(change: Callable[[Session], object], session: Session) -> None:
    keep_frame(session, *SIZE)
    change(session)
    assert loaded(session) is None


def test_neither_in_another_window_nor_by_another_program(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    keep_frame(session, *SIZE)
    assert loaded(session, (91, 30)) is None
    monkeypatch.setattr(kept_frame, "__version__", "another")
    assert loaded(session) is None


def test_a_file_that_may_have_changed_since_it_was_read_has_no_frame(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_frame, "STARTED", os.stat(session.article.source).st_ctime)
    keep_frame(session, *SIZE)
    assert loaded(session) is None


def test_what_is_no_file_alone_has_no_frame(session: Session) -> None:
    for article in (
        replace(session.article, source="-"),
        replace(session.article, source="https://example.org/a"),
        replace(session.article, format="markdown"),
        replace(session.article, source=os.path.dirname(session.article.source)),
    ):
        keep_frame(Session(article, session.paths), *SIZE)
    assert not (session.paths.state / kept_frame.FOLDER).exists()


@pytest.mark.parametrize("damage", [b"\n", b"\x1b[2J", b"\xff\xfe"])
def test_a_damaged_frame_is_not_drawn(damage: bytes, session: Session) -> None:
    keep_frame(session, *SIZE)
    path = frame_path(session.article.source, session.paths.state)
    whole = path.read_bytes()
    first, _, rest = whole.partition(b"\n")
    for data in (damage, first, first + b"\n" + damage, first + b"\n" + damage + rest, whole[: len(whole) // 2]):
        path.write_bytes(data)
        assert loaded(session) is None


def test_the_oldest_frames_are_removed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_frame, "MOST_FRAMES", 3)
    folder = session.paths.state / kept_frame.FOLDER
    keep_frame(session, *SIZE)
    for name in ("a", "b", "c"):
        (folder / name).write_bytes(b"")
        os.utime(folder / name, (1, 1))
    keep_frame(session, *SIZE)
    assert len([*folder.iterdir()]) == 3
    assert loaded(session) is not None
