"""What is drawn before the screen is loaded."""

from contextlib import nullcontext
from types import TracebackType

import pytest

from reader.cli.screen import draw
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span


class FirstFrame:
    """Stands for what draws the first frame."""

    terminal = None

    def __init__(self) -> None:
        self.shown: list[tuple[object, Span | None]] = []

    def show(self, first: object, at: Span | None) -> None:
        self.shown.append((first, at))

    def __enter__(self) -> "FirstFrame":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


def test_an_article_has_a_first_frame_and_the_library_none(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    frame, run = FirstFrame(), list[object]()
    monkeypatch.setattr("reader.tui.splash.Splash", lambda: frame)
    monkeypatch.setattr("reader.tui.splash.early_analysis.begun_analysis", nullcontext)

    def run_app(*given: object) -> int:
        run.append(given)
        return 7

    monkeypatch.setattr("reader.tui.app.run", run_app)
    session, at = Session(read_plain("It stays open."), paths), Span(3, 8)
    assert draw(paths, limit="is:archived") == 7
    assert frame.shown == []
    assert draw(session, at) == 7
    assert frame.shown == [(session, at)]
    assert run == [(paths, None, "is:archived", None), (session, at, "", None)]
