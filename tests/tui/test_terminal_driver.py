"""The terminal driver: its input thread and its parser of keys and pasted text."""

import inspect
import os
import selectors
import tomllib
import tty
from collections.abc import Iterator
from contextlib import suppress
from threading import Thread
from typing import Any, cast

import pytest
import textual
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual.app import App
from textual.drivers import linux_driver
from textual.drivers.linux_driver import LinuxDriver
from textual.geometry import Size
from textual.message import Message

from reader.errors import ReaderError
from reader.session.session import Session
from reader.system.paths import PACKAGE
from reader.tui import terminal_driver
from reader.tui.app import ReaderApp
from reader.tui.terminal_driver import (
    BEGIN,
    CLEAR,
    END,
    MISSING_END,
    PASTE_GAP,
    READ_SIZE,
    InputParser,
    TerminalDriver,
    driver_class,
)
from tests.page_object import opened
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


async def test_a_terminal_that_is_said_to_have_input_and_has_none_holds_nobody_up(
    pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    keys, _ = pipe
    driver = TerminalDriver(App(), mouse=False)
    driver.fileno = keys
    looks: list[int] = []
    select = selectors.DefaultSelector.select

    def say_ready(selector: selectors.DefaultSelector, timeout: float | None = None) -> Any:
        if keys not in selector.get_map():  # the event loop's
            return select(selector, timeout)
        looks.append(len(looks))
        return [(selector.get_key(keys), selectors.EVENT_READ), *select(selector, 0.01)]

    monkeypatch.setattr(selectors.DefaultSelector, "select", say_ready)
    thread = Thread(target=driver.run_input_thread)
    thread.start()
    until(lambda: len(looks) > 2)
    driver.disable_input()
    thread.join(10)
    assert not thread.is_alive()


def test_a_terminal_has_input_if_keys_were_pressed_or_it_was_closed() -> None:
    controller, terminal = os.openpty()
    tty.setraw(terminal)
    assert not terminal_driver.has_input(terminal)
    os.write(controller, b"q")
    until(lambda: terminal_driver.has_input(terminal))
    os.read(terminal, 10)
    os.close(controller)
    assert terminal_driver.has_input(terminal)
    os.close(terminal)


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


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What reaches the terminal."""
    output: list[str] = []
    monkeypatch.setattr(LinuxDriver, "write", lambda driver, data: output.append(data))
    monkeypatch.setattr(LinuxDriver, "flush", lambda driver: None)
    return output


ROWS = "".join(f"\x1b[{row};1HWords" for row in range(1, 41))


async def test_nothing_is_painted_while_the_terminal_and_the_screen_differ_in_size(
    session: Session, written: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(session, (120, 40)) as desk:
        driver = TerminalDriver(cast(App[object], desk.pilot.app), mouse=False)
        written.clear()
        monkeypatch.setattr(ReaderApp, "size", Size(60, 12))
        driver.write(ROWS)
        driver.write_frame(ROWS)
        driver.write("\x1b[?25l")
        monkeypatch.undo()
        assert "".join(written) == "\x1b[?25l", "settings of the terminal are no frames"


async def test_a_repaint_clears_the_terminal_in_the_same_frame(session: Session, written: list[str]) -> None:
    async with opened(session, (120, 40)) as desk:
        driver = TerminalDriver(cast(App[object], desk.pilot.app), mouse=False)
        driver.clear()
        written.clear()
        for frame in ("\x1b[3;5HOne row", ROWS, ROWS):
            driver.write(frame)
        assert written == ["\x1b[3;5HOne row", CLEAR + ROWS, ROWS]


async def test_text_of_doubtful_width_stays_in_its_columns(session: Session, written: list[str]) -> None:
    async with opened(session, (120, 40)) as desk:
        driver = TerminalDriver(cast(App[object], desk.pilot.app), mouse=False)
        written.clear()
        driver.write("\x1b[3;5Hक\u093e!")
        driver.write_frame("\x1b[4;5Hक\u093e!")
        assert written == ["\x1b[3;5H \x1b[5Gक\u093e\x1b[6G!", "\x1b[4;5H \x1b[5Gक\u093e\x1b[6G!"]


def test_textual_chooses_the_driver_for_a_web_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    assert driver_class() is TerminalDriver
    monkeypatch.setenv("TEXTUAL_DRIVER", "textual.drivers.web_driver:WebDriver")
    assert driver_class() is None


def test_the_installed_textual_has_what_our_driver_needs() -> None:
    missing = terminal_driver.missing_names()
    assert missing == [], (
        f"Textual {textual.__version__} lacks {', '.join(missing)}, so the screen refuses to start; adapt "
        "reader/tui/terminal_driver.py, or lower the bound on textual in pyproject.toml"
    )


def test_the_supported_versions_are_those_that_are_installed_with_the_program() -> None:
    project = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert f"textual{terminal_driver.SUPPORTED}" in project["dependencies"]


def other_driver(name: str, other: str) -> Any:
    """Return Textual's driver as a version would have it that calls one of its parts otherwise."""
    source = inspect.getsource(linux_driver)
    assert name in source
    module: dict[str, Any] = {"__name__": linux_driver.__name__}
    exec(source.replace(name, other), module)
    return module["LinuxDriver"]


@pytest.mark.parametrize("name", ["run_input_thread", "exit_event", "attrs_before"])
def test_a_driver_with_other_names_is_refused(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(terminal_driver, "LinuxDriver", other_driver(f"self.{name}", "self.renamed"))
    with pytest.raises(ReaderError, match=f"the screen needs Textual >=8.2.5,<9, .* lacks {name}: pasted text could"):
        driver_class()


def test_a_driver_whose_loop_has_another_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(terminal_driver, "LinuxDriver", other_driver("def run_input_thread", "def renamed"))
    with pytest.raises(ReaderError, match="lacks run_input_thread"):
        driver_class()


@pytest.mark.parametrize("parser", [None, object], ids=["none", "another"])
def test_an_unknown_parser_is_refused(parser: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(terminal_driver, "PARSER", parser)
    with pytest.raises(ReaderError, match="lacks feed, tick"):
        driver_class()


def test_names_inside_the_loop_of_textual_are_of_no_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    monkeypatch.setattr(terminal_driver, "LinuxDriver", other_driver("utf8_decoder", "renamed"))
    assert driver_class() is TerminalDriver


PAUSE = 2.0
"""Seconds after which nothing is undecided."""


def parsed(*chunks: tuple[str, float], alt_keys: str = "") -> list[str]:
    """Return the keys and the pasted texts in quotation marks; each chunk is followed by a pause in seconds."""
    parser, now, found = InputParser(alt_keys), 0.0, []
    for data, pause in chunks:
        found += [*parser.feed(data, now)]
        for _ in range(100):
            now += pause / 100
            found += [*parser.tick(now)]
    found += [*parser.tick(now + PAUSE)]
    return [f"“{event.text}”" if isinstance(event, events.Paste) else getattr(event, "key", "") for event in found]


chunks = st.lists(st.text(f"ab\x1b[201~{BEGIN[-2:]}\r\x13:q", min_size=1, max_size=9), max_size=8)


@given(chunks, chunks, st.floats(0, PASTE_GAP * 0.9))
def test_pasted_text_never_presses_a_key(before: list[str], after: list[str], pause: float) -> None:
    """The text has end and begin markers in it, and arrives in parts with pauses."""
    parts = [BEGIN, *before, END, *after, END]
    keys = [key for key in parsed(*((part, pause) for part in parts)) if not key.startswith("“")]
    assert keys == []


@given(st.lists(st.tuples(st.booleans(), st.text("ab\r\n", min_size=1)), max_size=5), st.integers(1, 9))
def test_pasted_and_typed_text_are_separated_however_they_arrive(parts: list[tuple[bool, str]], size: int) -> None:
    sent: list[tuple[str, float]] = []
    for pasted, text in parts:
        data = f"{BEGIN}{text}{END}" if pasted else text
        sent += [(data[at : at + size], 0.0) for at in range(0, len(data), size)]
        sent[-1] = (sent[-1][0], PAUSE)
    expected: list[str] = []
    for pasted, text in parts:
        expected += (
            [f"“{text.replace(chr(13) + chr(10), chr(10)).replace(chr(13), chr(10))}”"] if pasted else parsed((text, 0))
        )
    assert parsed(*sent) == expected


@pytest.mark.parametrize("at", range(1, len(BEGIN)))
def test_a_paste_may_arrive_split_within_its_first_sign(at: int) -> None:
    assert parsed((f"q{BEGIN[:at]}", 0), (f"{BEGIN[at:]}hello{END}", 0)) == ["q", "“hello”"]


def test_keys_after_a_paste_are_typed() -> None:
    assert parsed((f"{BEGIN}hello{END}\x13", 0)) == ["“hello”", "ctrl+s"]


def test_a_paste_whose_end_is_lost_is_over_after_a_pause() -> None:
    assert parsed((f"{BEGIN}lost", MISSING_END + 0.1), ("jq", 0)) == ["“lost”", "j", "q"]


def test_a_second_paste_that_begins_at_the_end_of_the_first_is_a_paste() -> None:
    assert parsed((f"{BEGIN}one{END}{BEGIN}two", PASTE_GAP + 0.01), (f" three{END}", 0)) == ["“one”", "“two three”"]


def test_a_megabyte_is_pasted_in_reads_of_any_size() -> None:
    text = "word " * 200_000
    data = f"{BEGIN}{text}{END}"
    (pasted,) = parsed(*((data[at : at + READ_SIZE], 0.0) for at in range(0, len(data), READ_SIZE)))
    assert pasted == f"“{text}”"


@pytest.mark.parametrize("pause", [0.0, 0.001, 0.005, 0.02])
@pytest.mark.parametrize("typed", ["\x1bq", "\x1b/", "\x1b\r", "\x1b\x13", "\x1b\x1b", "x\x1bb", "\x1b:quit"])
def test_escape_and_the_next_key_are_two_keys(typed: str, pause: float) -> None:
    names = {"/": "slash", "\r": "enter", "\x13": "ctrl+s", "\x1b": "escape", ":": "colon"}
    expected = [names.get(sign, sign) for sign in typed]
    assert parsed((typed, 0)) == expected
    assert parsed(*((sign, pause) for sign in typed)) == expected


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        *(("\x1b[A", "up"), ("\x1bOA", "up"), ("\x1b[1;5C", "ctrl+right"), ("\x1b[Z", "shift+tab")),
        *(("\x1bb", "ctrl+left"), ("\x1b\x7f", "ctrl+w"), ("\x1bx", "alt+x")),
    ],
)
def test_an_escape_sequence_is_one_key_however_it_is_split(typed: str, key: str) -> None:
    assert parsed((typed, 0), alt_keys="x") == [key]
    if len(typed) > 2:
        assert [parsed((typed[:at], 0.01), (typed[at:], 0)) for at in range(1, len(typed))] == [[key]] * (
            len(typed) - 1
        )


async def test_the_input_thread_delivers_pastes(pipe: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    keys, typed = pipe
    heard: list[Message] = []
    driver = TerminalDriver(App(), mouse=False)
    driver.fileno = keys
    monkeypatch.setattr(driver, "process_message", heard.append)
    thread = Thread(target=driver.run_input_thread)
    thread.start()
    os.write(typed, f"{BEGIN}one\r\x1b[31mtwo\x13\x1b\x1b{END}".encode() + b"\xff")
    until(lambda: len(heard) == 2)
    driver.disable_input()
    thread.join(10)
    paste, key = heard
    assert isinstance(paste, events.Paste)
    assert paste.text == "one\n␛[31mtwo␓␛␛"
    assert isinstance(key, events.Key)
    assert key.character == "\ufffd"
