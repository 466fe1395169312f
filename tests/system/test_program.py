"""Programs of the user's: asked without a shell, bounded, and ended with all that they started. The system's viewer."""

import os
import sys
import threading
from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.system import program
from reader.system.program import LONGEST, Program, ProgramAnswer, open_in_viewer
from tests.waiting import until


def python(code: str, *arguments: str, seconds: float = 50) -> Program:
    """Return a program called "mine" that runs this code."""
    return Program(
        "mine", [sys.executable, "-I", "-S", "-c", f"import os, sys, time\n{code}", *arguments], seconds=seconds
    )


def error_of(program: Program, given: str = "") -> str:
    with pytest.raises(ReaderError) as caught:
        program.ask(given, {})
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_the_words_are_standard_input_and_the_answer_is_standard_output() -> None:
    echo = python("sys.stdout.write(ascii(sys.stdin.read()))")
    assert echo.ask("“Yes,” $(touch evil)", {}) == ProgramAnswer(r"'\u201cYes,\u201d $(touch evil)\n'")


def test_arguments_are_words_whatever_is_in_them(tmp_path: Path) -> None:
    words = ("a b", "$HOME", f"; touch {tmp_path}/evil", "*")
    answer = python("print('|'.join(sys.argv[1:]))", *words).ask("", {})
    assert answer.text == "|".join(words)
    assert not (tmp_path / "evil").exists()


def test_variables_are_added_to_the_environment() -> None:
    show = python("print(os.environ['READER_TITLE'], 'PATH' in os.environ)")
    assert show.ask("", {"READER_TITLE": "The Vote"}).text == "The Vote True"


def test_an_answer_is_safe_to_show() -> None:
    hostile = python(r"sys.stdout.buffer.write(b'\x1b]52;c;eA==\x07 caf\xe9\r\nline\x00\n\n')")
    assert hostile.ask("", {}).text == "␛]52;c;eA==␇ caf\ufffd\nline␀"


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("", "mine: no answer"),
        ("print('  ')", "mine: no answer"),
        ("sys.exit(3)", "mine: exit code 3"),
        ("sys.exit('first\\nno such \\x1bword')", "mine: exit code 1: no such ␛word"),
        ("os.kill(os.getpid(), 9)", "mine: ended by SIGKILL"),
    ],
)
def test_no_answer_is_one_line(code: str, said: str) -> None:
    assert error_of(python(code)) == said


def test_an_answer_of_a_program_that_failed_is_kept_with_the_failure() -> None:
    assert python("print('none found'); sys.exit(20)").ask("", {}) == ProgramAnswer("none found", "exit code 20")


@pytest.mark.parametrize("words", [["/nowhere/dict"], ["no-such-program-here"], [os.curdir], ["a\0b"]])
def test_a_program_that_cannot_be_run_is_named(words: list[str]) -> None:
    assert error_of(Program("mine", words)).startswith("mine: cannot run ")


def test_words_that_are_not_read_harm_nobody() -> None:
    assert python("print('done')").ask("many words " * 100_000, {}).text == "done"


def test_an_endless_answer_is_cut_and_its_program_ended() -> None:
    answer = python("while True: print('more')").ask("", {})
    assert (len(answer.text), answer.remark) == (LONGEST, "cut after 64 KiB")


def test_a_long_complaint_is_not_kept() -> None:
    assert error_of(python("sys.stderr.write('x' * 10**6 + '\\nlast'); sys.exit(1)")) == "mine: exit code 1: last"


@pytest.mark.parametrize("code", ["time.sleep(600)", "os.close(1); time.sleep(600)"], ids=["silent", "output closed"])
def test_a_program_that_takes_too_long_is_ended(code: str) -> None:
    assert error_of(python(code, seconds=0.2)) == "mine: stopped, since it took more than 0.2 s"


def test_a_stop_ends_the_program_and_what_it_started(tmp_path: Path) -> None:
    """Also where that holds the output open, and nobody reads its words."""
    code = "import subprocess as s\ns.Popen([sys.executable, '-I', '-S', '-c', *sys.argv[1:]])\ntime.sleep(600)"
    child = "import os, sys, time\nopen(sys.argv[1], 'w').write(str(os.getpid()))\ntime.sleep(600)"
    program = python(code, child, str(tmp_path / "pid"))
    errors: list[str] = []
    asking = threading.Thread(target=lambda: errors.append(error_of(program)))
    asking.start()
    pid = int(until(lambda: (tmp_path / "pid").exists() and (tmp_path / "pid").read_text()))
    program.stop()
    asking.join(50)
    assert errors == ["mine: stopped"]
    until(lambda: has_ended(pid))


def has_ended(pid: int) -> bool:
    """Return whether a process is gone, or waits for whoever inherits it to notice."""
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except (ProcessLookupError, FileNotFoundError):
        return True


def test_a_program_cannot_reach_the_terminal() -> None:
    code = "try: os.open('/dev/tty', os.O_RDWR)\nexcept OSError: print(os.getsid(0) == os.getpid())"
    assert python(code).ask("", {}).text == "True"


# ---------------------------------------------------------------------- the viewer of the system


def fake_viewer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Install a viewer that writes down its arguments; return the file with them."""
    told = folder / "told"
    installed = folder / "xdg-open"
    installed.write_text(f'#!/bin/sh\nprintf "%s|" "$@" > {told}.new && mv {told}.new {told}\n', encoding="utf-8")
    installed.chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(sys, "platform", "linux")
    return told


def test_the_file_is_one_argument_whatever_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told = fake_viewer(tmp_path, monkeypatch)
    path = tmp_path / "a b; touch evil '$(touch evil)'.png"
    open_in_viewer(path)
    until(told.exists)
    assert told.read_text(encoding="utf-8") == f"{path}|"
    assert not (tmp_path / "evil").exists()


def test_without_a_viewer_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReaderError, match="no viewer: "):
        open_in_viewer(tmp_path / "a.png")


def test_a_viewer_that_cannot_be_started_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake_viewer(tmp_path, monkeypatch)
    monkeypatch.setattr(program, "DETACHED", "exit 3")
    with pytest.raises(ReaderError, match="the viewer does not start"):
        open_in_viewer(tmp_path / "a.png")
