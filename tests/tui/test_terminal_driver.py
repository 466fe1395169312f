"""The terminal driver: its input thread and its parser of pasted text."""

import os
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from reader.tui.terminal_driver import PasteParser, TerminalDriver, driver_class
from tests.waiting import until


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    """The ends of a pipe: the driver reads one, the test types into the other."""
    keys, typed = os.pipe()
    yield keys, typed
    for end in (keys, typed):
        with suppress(OSError):  # closed by the test
            os.close(end)


async def test_keys_are_posted_until_input_is_disabled(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    keys, typed = pipe
    heard: list[Message] = []
    driver = TerminalDriver(App(), mouse=False)
    driver.fileno = keys
    monkeypatch.setattr(driver, "process_message", heard.append)
    for _ in range(2):  # after an editor was called it starts anew
        thread = Thread(target=driver.run_input_thread)
        thread.start()
        os.write(typed, "jé".encode())
        until(lambda: len(heard) == 2)
        driver.disable_input()
        thread.join(10)
        assert not thread.is_alive()
        assert [message.character for message in heard if isinstance(message, events.Key)] == ["j", "é"]
        heard.clear()


async def test_a_closed_terminal_is_not_polled(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    keys, typed = pipe
    os.close(typed)
    driver = TerminalDriver(App(), mouse=False)
    driver.fileno = keys
    reads: list[int] = []
    read = os.read

    def counted(descriptor: int, size: int) -> bytes:
        reads.append(descriptor)
        return read(descriptor, size)

    monkeypatch.setattr(os, "read", counted)
    thread = Thread(target=driver.run_input_thread)
    thread.start()
    until(lambda: keys in reads)
    driver.disable_input()
    thread.join(10)
    assert reads.count(keys) == 1


def test_textual_chooses_the_driver_for_a_web_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert driver_class() is TerminalDriver
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert driver_class() is None


def test_an_unknown_input_loop_falls_back_to_the_driver_of_textual(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(LinuxDriver, "run_input_thread", lambda driver: driver.selector.select())
    assert driver_class() is None


START, END = "\x1b[200~", "\x1b[201~"


@given(st.lists(st.tuples(st.booleans(), st.text("ab\x1b[3m~\r\n", min_size=1)), max_size=5), st.integers(2, 9))
def test_pasted_and_typed_text_are_separated_however_they_arrive(parts: list[tuple[bool, str]], size: int) -> None:
    assume(all(START not in text and END not in text and (pasted or "\x1b" not in text) for pasted, text in parts))
    sent = "".join(f"{START}{text}{END}" if pasted else text for pasted, text in parts)
    assume(sent.count(START) == sent.count(END) == sum(pasted for pasted, _ in parts))
    pastes = PasteParser()
    chunks = [sent[at : at + size] for at in range(0, len(sent), size)]
    assume(all(chunk != "\x1b" and sent[at * size - 1] != "\x1b" for at, chunk in enumerate(chunks) if at))
    came = [part for chunk in chunks for part in pastes.split(chunk)]
    assert [text for pasted, text in came if pasted] == [text for pasted, text in parts if pasted]
    assert "".join(text for pasted, text in came if not pasted) == "".join(t for pasted, t in parts if not pasted)


async def test_pasted_text_never_presses_a_key(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    keys, typed = pipe
    heard: list[Message] = []
    driver = TerminalDriver(App(), mouse=False)
    driver.fileno = keys
    monkeypatch.setattr(driver, "process_message", heard.append)
    thread = Thread(target=driver.run_input_thread)
    thread.start()
    os.write(typed, f"{START}one\r\x1b[31mtwo\x13\x1b\x1b{END}j".encode())
    until(lambda: len(heard) == 2)
    driver.disable_input()
    thread.join(10)
    paste, key = heard
    assert isinstance(paste, events.Paste)
    assert paste.text == "one\n␛[31mtwo␓␛␛"
    assert isinstance(key, events.Key)
    assert key.key == "j"
