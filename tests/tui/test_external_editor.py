"""An editor in a real terminal: what is typed ahead does not reach it, and a signal keeps its text."""

import os
import shlex
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.tui.external_editor import wait_for_editor
from tests.bench.terminal import Terminal
from tests.fixtures.forked_terminal import ForkedTerminal
from tests.waiting import until

TEXT = "One stands here. Two stands there.\n\nThree is last.\n"

Start = Callable[[str], Terminal]


@pytest.fixture
def start(home: Path, tmp_path: Path) -> Iterator[Start]:
    """Return a function that reads an article in a terminal with a script as the editor."""
    programs: list[Terminal] = []

    def started(script: str) -> Terminal:
        editor, article = tmp_path / "editor", tmp_path / "article.txt"
        editor.write_text(f"#!/bin/sh\n{script}\n")
        editor.chmod(0o755)
        article.write_text(TEXT, encoding="utf-8")
        environment = {**os.environ, "TERM": "xterm-256color", "VISUAL": shlex.quote(str(editor))}
        program = ForkedTerminal(["reader", str(article)], environment)
        programs.append(program)
        program.until("Three is last", program.started)
        return program

    yield started
    for program in programs:
        program.kill()


def saved(home: Path, words: bytes) -> bool:
    """Return whether `words` are in a file of the user."""
    return any(words in path.read_bytes() for path in home.rglob("*.json"))


@pytest.mark.parametrize(
    "typed", [":!touch x\rq", "\x1b[200~pasted \x1b[201~\x05:q!\r\x1b[201~"], ids=["keys", "paste"]
)
def test_what_was_typed_ahead_does_not_reach_the_editor(start: Start, tmp_path: Path, home: Path, typed: str) -> None:
    heard = tmp_path / "heard"
    program = start(f'stty -icanon min 0 time 5; dd bs=99 count=1 > {heard}; echo "from the editor" > "$1"')
    program.press(f"ahalf \x05{typed}")
    program.until("from the editor", program.started)
    assert heard.read_bytes() == b""
    program.press("\x13")

    def is_saved() -> bool:
        program.rest(0.02)
        return saved(home, b"from the editor")

    until(is_saved)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_ends_the_editor_and_keeps_its_text(start: Start, home: Path, number: signal.Signals) -> None:
    program = start('echo "SLOW WORDS" > "$1"; echo begun; exec sleep 300')
    program.press("ahalf \x05")
    program.until("begun", program.started)
    os.kill(program.pid, number)

    def has_ended() -> bool:
        program.rest(0.02)
        return program.exit_code is not None

    until(has_ended)
    assert program.exit_code == 128 + number
    assert saved(home, b"SLOW WORDS")


def test_a_signal_that_does_not_interrupt_the_wait_ends_the_editor(tmp_path: Path) -> None:
    begun = tmp_path / "begun"

    def send() -> None:
        until(begun.exists)
        signal.pthread_kill(threading.get_ident(), signal.SIGTERM)

    sender = threading.Thread(target=send)
    sender.start()
    assert wait_for_editor(["sh", "-c", f"touch {shlex.quote(str(begun))}; exec sleep 300"]) == -signal.SIGTERM
    sender.join()
