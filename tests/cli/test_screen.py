"""What is drawn before the screen is loaded."""

from contextlib import nullcontext
from pathlib import Path
from types import TracebackType

import pytest

from reader.cli.context import CommandContext
from reader.cli.screen import Shown, draw, has_articles, open_on_screen
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
    assert run == [(paths, None, "is:archived", frame), (session, at, "", frame)]


def test_a_folder_is_added_and_shown_in_the_library(
    paths: UserPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drawn: list[object] = []

    def draw(*given: object, limit: str) -> int:
        drawn.extend([*given, limit])
        return 7

    monkeypatch.setattr("reader.cli.screen.draw", draw)
    monkeypatch.setattr("reader.cli.screen.stdio.is_terminal", lambda _: True)
    monkeypatch.setattr("reader.cli.screen.stdio.take_terminal", lambda: None)
    (tmp_path / "news").mkdir()
    for name in ("one", "two"):
        (tmp_path / "news" / f"{name}.txt").write_text(f"Number {name}\n\nIt stays open.\n")
    (tmp_path / "news" / "bad.json").write_bytes(b"\x00\xff")
    context = CommandContext(str(paths.library))
    assert open_on_screen(context, Shown(str(tmp_path / "news"))) == 7
    assert drawn == [context.paths, f'folder:"{tmp_path / "news"}"']
    assert sorted(record.title for record in context.library.articles()) == ["Number one", "Number two"]


@pytest.mark.parametrize(
    ("shown", "kept"),
    [
        (Shown("a.txt"), ["a.txt"]),
        (Shown("a.txt", refresh=True), []),
        (Shown("a.txt", read_as="text"), []),
        (Shown(None), []),
    ],
)
def test_what_was_on_the_screen_is_shown_until_the_file_is_read(
    shown: Shown, kept: list[str], paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames: list[str] = []

    class Splash(FirstFrame):
        def show_kept(self, source: str, paths: UserPaths) -> None:
            frames.append(source)

    monkeypatch.setattr("reader.tui.splash.Splash", Splash)
    monkeypatch.setattr("reader.cli.screen.draw", lambda *_, **__: 0)
    monkeypatch.setattr("reader.cli.screen.stdio.is_terminal", lambda _: True)
    monkeypatch.setattr("reader.cli.screen.stdio.take_terminal", lambda: None)
    monkeypatch.setattr("reader.cli.screen.article_to_read", lambda *_, **__: read_plain("It stays open."))
    assert open_on_screen(CommandContext(str(paths.library)), shown) == 0
    assert frames == kept


def test_a_library_has_articles_if_one_is_not_removed(paths: UserPaths) -> None:
    context = CommandContext(str(paths.library))
    assert not has_articles(context)
    first, second = (context.library.record_opening(read_plain(text, text)).id for text in ("/one.txt", "/two.txt"))
    context.library.shelve("removed", first)
    assert has_articles(CommandContext(str(paths.library)))
    context.library.shelve("removed", second)
    assert not has_articles(CommandContext(str(paths.library)))
