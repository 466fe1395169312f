"""Standard streams that are closed while the program runs."""

import io
import json
import os
import subprocess
import sys

import pytest

from reader.system import stdio
from reader.system.paths import PACKAGE

LEAVE = """
import sys
from reader.system import stdio

sys.stderr.write("half a line")
{handle}
sys.exit(7)
"""


def exit_code_without_terminal(handle: str) -> int:
    """Run a program whose standard error is a pipe that nobody reads any more; return its exit code."""
    gone, end = os.pipe()
    os.close(gone)
    try:
        command = [sys.executable, "-E", "-c", LEAVE.format(handle=handle)]  # PYTHONUNBUFFERED would hide it
        return subprocess.run(command, stderr=end, cwd=PACKAGE.parent, check=False).returncode
    finally:
        os.close(end)


def test_a_closed_terminal_does_not_change_the_exit_code() -> None:
    assert exit_code_without_terminal("stdio.flush_errors()") == 7
    assert exit_code_without_terminal("pass") != 7, "Python's own flush at exit fails"


@pytest.mark.parametrize(
    ("told", "shown"), [(("no\nline",), "reader: no line\n"), (("no", "a\x1b\nb"), "reader: no\na␛\nb\n")]
)
def test_a_message_is_one_line_and_the_words_below_it_their_own(
    told: tuple[str, ...], shown: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdio.tell(*told)
    assert tuple(capsys.readouterr()) == ("", shown)
    monkeypatch.setattr(sys, "stderr", None)
    stdio.tell(*told)  # as where standard error is closed


def test_a_stream_that_is_closed_or_a_file_is_no_terminal() -> None:
    closed = io.StringIO()
    closed.close()
    assert [stdio.is_terminal(stream) for stream in (None, closed, io.StringIO())] == [False] * 3


def test_each_line_of_json_is_out_before_the_next_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BufferedWriter(raw), encoding="utf-8"))
    for number in range(3):
        stdio.say_json({"number": number}, lines=True)
        assert [json.loads(line)["number"] for line in raw.getvalue().splitlines()] == [*range(number + 1)]
