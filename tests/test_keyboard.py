"""The thread that waits for keys: it hands them on, and ends when it is told to."""

import os
from threading import Thread

import pytest
from textual import events
from textual.app import App
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from reader.tui.keyboard import TerminalDriver, driver_class


async def test_keys_are_handed_on_until_the_thread_is_told_to_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, typed = os.pipe()
    heard: list[Message] = []
    driver = TerminalDriver(App(), mouse=False)
    driver.fileno = keys
    monkeypatch.setattr(driver, "process_message", heard.append)
    for _ in range(2):  # after an editor was called it starts anew
        thread = Thread(target=driver.run_input_thread)
        thread.start()
        os.write(typed, "jé".encode())
        while len(heard) < 2:
            assert thread.is_alive()
        driver.disable_input()
        thread.join(10)
        assert not thread.is_alive()
        assert [message.character for message in heard if isinstance(message, events.Key)] == ["j", "é"]
        heard.clear()


async def test_a_terminal_that_has_gone_is_not_asked_again_and_again(monkeypatch: pytest.MonkeyPatch) -> None:
    keys, typed = os.pipe()
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
    while keys not in reads:
        assert thread.is_alive()
    driver.disable_input()
    thread.join(10)
    assert reads.count(keys) == 1


def test_a_web_server_has_its_own_way_to_the_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert driver_class() is TerminalDriver
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert driver_class() is None


def test_a_textual_with_another_loop_drives_the_terminal_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(LinuxDriver, "run_input_thread", lambda driver: driver.selector.select())
    assert driver_class() is None
