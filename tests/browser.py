"""A real browser, headless, for pages: opened, asked, looked at.

Chromium is spoken to over two pipes in its own protocol (one JSON object, ended by a zero byte), so nothing is needed
but the browser: `apt-get install chromium`, or any Chromium or Chrome on the path. Every page gets a profile of its own
and no network: a request to anywhere fails and is remembered.
"""

import base64
import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

PROGRAM = next((found for name in NAMES if (found := shutil.which(name))), None)

needs_browser = pytest.mark.skipif(
    PROGRAM is None, reason="NO BROWSER: the shared page was not looked at; install one: apt-get install chromium"
)

SWITCHES = (
    "--headless=new --remote-debugging-pipe --no-first-run --no-default-browser-check --disable-gpu --hide-scrollbars "
    "--disable-background-networking --disable-component-update --disable-sync --disable-extensions --mute-audio "
    "--disable-dev-shm-usage --force-color-profile=srgb --proxy-server=http://127.0.0.1:9 about:blank"
).split()
"""The proxy is a port where nobody listens."""


PATIENCE = 60
"""Seconds: it starts in one, and in ten where others keep the machine busy."""


class Browser:
    """One browser with one page."""

    def __init__(self, profile: Path) -> None:
        assert PROGRAM
        to_read, self._write = os.pipe()
        self._read, to_write = os.pipe()
        alone = ["--no-sandbox"] if os.geteuid() == 0 else []  # which its sandbox refuses to be
        command = [PROGRAM, *alone, f"--user-data-dir={profile}", *SWITCHES]
        # the browser reads commands from descriptor 3 and answers on 4
        script = f'exec "$@" 3<&{to_read} 4>&{to_write}'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", script, "bash", *command],
            pass_fds=(to_read, to_write),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_read)
        os.close(to_write)
        self._left = b""
        self._number = 0
        self._session = ""
        self.events: list[dict[str, Any]] = []
        """What the browser said unasked: requests, messages on the console, dialogs."""
        page = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=page, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self._ask(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._write)  # the end of its commands is the end of the browser
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._read)

    # ------------------------------------------------------------------ what can be done

    def size(self, width: int, height: int = 900) -> None:
        self._ask(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 600
        )

    def look(self, *, dark: bool = False, printed: bool = False) -> None:
        """In the dark, or as on paper."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self._ask("Emulation.setEmulatedMedia", media="print" if printed else "", features=scheme)

    def open(self, page: Path, fragment: str = "") -> None:
        """Go to a page, or to a place in it, and wait until it and its script are done."""
        self.events.clear()
        self._ask("Page.navigate", url=f"{page.as_uri()}{fragment and '#'}{fragment}")
        while not any(event["method"] == "Page.loadEventFired" for event in self.events):
            self._take(self._message())

    def ask(self, script: str) -> Any:
        """The value of an expression in the page."""
        asked = {"expression": script, "returnByValue": True, "awaitPromise": True}
        answer = self._ask("Runtime.evaluate", **asked)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def key(self, name: str) -> None:
        """Press a key, as a hand would: the page cannot tell the difference."""
        code = {"Enter": 13, "Escape": 27, "Tab": 9}[name]
        text = {"text": "\r"} if name == "Enter" else {}
        for kind in ("keyDown", "keyUp"):
            typed = text if kind == "keyDown" else {}
            self._ask("Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code, **typed)

    def picture(self, *, whole: bool = True) -> bytes:
        """The page as PNG."""
        taken = self._ask("Page.captureScreenshot", captureBeyondViewport=whole)
        return base64.b64decode(taken["data"])

    def requests(self) -> list[str]:
        """The addresses that the page asked for since it was opened."""
        asked = [event for event in self.events if event["method"] == "Network.requestWillBeSent"]
        return [event["params"]["request"]["url"] for event in asked]

    # ------------------------------------------------------------------ the pipe

    def _ask(self, method: str, **params: object) -> dict[str, Any]:
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._number:
                assert "error" not in answer, (method, answer)
                result: dict[str, Any] = answer["result"]
                return result
            self._take(answer)

    def _take(self, message: dict[str, Any]) -> None:
        if "method" in message:
            self.events.append(message)

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            ready, _, _ = select.select([self._read], [], [], PATIENCE)
            assert ready, f"the browser has said nothing for {PATIENCE} s"
            more = os.read(self._read, 1 << 16)
            assert more, "the browser has ended"
            self._left += more
        line, _, self._left = self._left.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message


@contextmanager
def opened(profile: Path) -> Iterator[Browser]:
    with Browser(profile) as browser:
        yield browser
