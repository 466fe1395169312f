"""The report of an error that nobody expected."""

from pathlib import Path

import pytest

from reader.system import crash_report
from reader.system.crash_report import FOLDER, KEPT, message_of, report, write_report
from reader.system.paths import user_paths


def raised(error: BaseException) -> BaseException:
    """Return an error as it is when it was raised."""
    with pytest.raises(type(error)) as caught:
        raise error
    return caught.value


def test_the_line_tells_the_error_its_place_and_the_report(home: Path) -> None:
    line = report(raised(KeyError("word")))
    assert line.startswith("stopped by an error in the program itself: KeyError: 'word' (test_crash_report.py, line ")
    path = Path(line.partition("; report: ")[2])
    assert path.parent == user_paths().state / FOLDER
    assert (path.stat().st_mode & 0o777, path.parent.stat().st_mode & 0o777) == (0o600, 0o700)


def test_the_report_has_versions_command_and_traceback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["reader", "my notes.txt"])
    text = write_report(raised(ValueError("\x1b[31mred")), tmp_path).read_text()
    assert text.startswith("reader ")
    assert "command: reader 'my notes.txt'\nPython 3" in text
    assert "textual 8" in text
    assert 'Traceback (most recent call last):\n  File "' in text
    assert text.endswith("ValueError: ␛[31mred\n")


def test_the_newest_reports_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for second in range(KEPT + 3):
        monkeypatch.setattr(crash_report, "strftime", lambda *_, second=second: f"20260101T0000{second:02}Z")
        write_report(ValueError(str(second)), tmp_path / FOLDER)
    assert [path.name[:16] for path in sorted((tmp_path / FOLDER).iterdir())] == [
        f"20260101T0000{second:02}Z" for second in range(3, KEPT + 3)
    ]


def test_a_report_that_cannot_be_written_is_told(home: Path) -> None:
    (user_paths().state.parent).mkdir(parents=True)
    user_paths().state.write_text("a file in its place")
    assert report(ValueError("x")).endswith("ValueError: x; no report could be written: Not a directory")


class UnprintableError(Exception):
    def __str__(self) -> str:
        raise RuntimeError


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ValueError("one\ntwo\x07"), "ValueError: one two␇"),
        (ValueError("long " * 1000), f"ValueError: {'long ' * 29}lo…"),
        (SyntaxError("bad", ("<text>", 1, 1, "x y", 1, 2)), "SyntaxError: bad"),
        (UnprintableError(), f"{__name__}.UnprintableError: <exception str() failed>"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_the_message_is_one_short_line(error: BaseException, told: str) -> None:
    assert message_of(error) == told
