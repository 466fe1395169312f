"""Fixtures for all tests: an empty home and environment, and the sample article."""

import asyncio
import atexit
import gc
import json
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, replace
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any

import pytest
import pytest_timeout
from hypothesis import HealthCheck, settings

from reader.cli.screen import MAX_FPS
from reader.config import user_config
from reader.document.article import Article
from reader.session.session import Session
from reader.sources.detect import SourceData
from reader.sources.open import open_source, read_format, read_notes
from reader.sources.progress import no_progress
from reader.system.paths import SAMPLE, UserPaths
from tests.skips import forbidden
from tests.waiting import until

os.environ["READER_ENGINE"] = "rules"
"""Set at import, so that fixtures of any scope see it; tests of the model set another engine."""

for number, handler in ((signal.SIGINT, signal.default_int_handler), (signal.SIGHUP, signal.SIG_DFL)):
    if signal.getsignal(number) == signal.SIG_IGN:
        signal.signal(number, handler)
"""Shells make background jobs ignore Ctrl-C, and `nohup` a lost terminal: children of the tests would inherit that."""

os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False
"""Each worker and each process that a test starts would compile its modules, which takes longer than most tests."""

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Set before numpy is imported: its threads wait for each other busily, while other workers need the cores."""

MEMORY, FOLDER = Path("/dev/shm"), ""
if "TMPDIR" not in os.environ and MEMORY.is_dir() and os.access(MEMORY, os.W_OK):
    there = os.statvfs(MEMORY)
    if there.f_bavail * there.f_frsize > 2 << 30 and not there.f_flag & os.ST_NOEXEC:
        FOLDER = os.environ["TMPDIR"] = mkdtemp(dir=MEMORY)
        atexit.register(rmtree, FOLDER, ignore_errors=True)
"""Folders of tests are in memory where there is room, half a gigabyte for a run, and programs may be run: on a disk,
ten thousand of them, and each fsync of libraries that lose nothing, are a tenth of the time. Set TMPDIR to keep them.
"""

gc.set_threshold(100_000, 50, 50)
"""Each screen is thousands of objects, and looking for garbage among them would be a fifth of the time of its tests."""

settings.register_profile("any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=20)
for profile, examples, derandomize in (
    ("ci", 20, True),
    ("full", 100, True),
    ("few", 10, False),
    ("search", 2000, False),
):
    settings.register_profile(
        profile, settings.get_profile("any machine"), max_examples=examples, derandomize=derandomize, print_blob=True
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "any machine"))
"""Slow examples do not fail. `ci` and `full` draw the same examples for the same code, so that a change is judged by
what it changes; `few` is for other versions of Python and the libraries, which mostly break all examples or none (early
releases of Hypothesis cannot draw the same ones). Without a profile each run draws new ones; `search` looks for rare
failures. Few examples are enough for most faults, and the next run draws others."""

TERMINAL_VARIABLES = ("NO_COLOR", "FORCE_COLOR", "COLORTERM", "LINES", "VISUAL", "EDITOR", "PAGER")
"""Variables of the developer's terminal that tests must not see, beside all of Textual's."""

for variable in [name for name in os.environ if name.startswith("TEXTUAL_")]:
    del os.environ[variable]  # before Textual reads them when imported
os.environ["TEXTUAL_FPS"] = MAX_FPS  # as on the screen: a story waits for many frames


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if config.option.basetemp is None and FOLDER:
        config.option.basetemp = f"{FOLDER}/tests"  # pytest may have looked for its own place before


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--strict-skips", action="store_true", help="fail if a test is skipped that tests/skips.py does not allow"
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Run more tests at a time than there are cores: tests of the screen mostly wait for it to come to rest."""
    return 2 * (os.cpu_count() or 1)


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Have each worker import another part of the tests first: else all compile each module at the same time."""
    worker = getattr(session.config, "workerinput", None)
    if worker is None:
        return
    root = session.config.rootpath
    modules = [path for argument in session.config.args for path in sorted((root / argument).rglob("test_*.py"))]
    first = int(worker["workerid"].removeprefix("gw")) * len(modules) // worker["workercount"]
    for path in modules[first:] + modules[:first]:
        with suppress(Exception, pytest.skip.Exception):  # comes again, and is reported, when the tests are collected
            import_module(".".join(path.relative_to(root).with_suffix("").parts))


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Start the few tests that have a time limit of their own first, so that no worker is left with one at the end."""
    items.sort(key=lambda item: item.get_closest_marker("timeout") is None)


def pytest_collection_finish() -> None:
    """Leave the tests themselves out of every search for garbage: a second for each worker when it ends."""
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Fail a run in which a test was skipped that must not be."""
    save_coverage()
    config = session.config
    reporter = config.pluginmanager.get_plugin("terminalreporter")
    if not config.getoption("strict_skips") or hasattr(config, "workerinput") or reporter is None:
        return
    if lines := forbidden(reporter.stats.get("skipped", ())):
        for line in lines:
            reporter.write_line(f"not allowed: {line}", red=True)
        session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED


def save_coverage() -> None:
    """Save what was measured: on a busy machine, a worker that is still busy with that when it ends is killed."""
    measured = coverage.Coverage.current() if (coverage := sys.modules.get("coverage")) else None
    if measured is not None:
        measured.stop()
        measured.save()


class OutOfTimeError(BaseException):
    """A test has taken too long. Not an Exception, or Hypothesis would run it again as a failing example."""


@pytest.hookimpl(tryfirst=True)
def pytest_timeout_set_timer(item: pytest.Item, settings: pytest_timeout.Settings) -> bool | None:
    """Limit a test by SIGALRM like pytest-timeout, but raise an error that Hypothesis does not catch."""
    if settings.method != "signal":
        return None

    def out_of_time(*_: object) -> None:
        raise OutOfTimeError(f"not done after {settings.timeout:g} s")

    def cancel() -> None:
        signal.setitimer(signal.ITIMER_REAL, 0)

    item.cancel_timeout = cancel  # type: ignore[attr-defined]  # where pytest-timeout looks for it
    signal.signal(signal.SIGALRM, out_of_time)
    signal.setitimer(signal.ITIMER_REAL, settings.timeout)
    return True


@pytest.fixture(scope="session", autouse=True)
def style_sheets_are_parsed_once() -> Iterator[None]:
    """Keep what Textual has parsed for the next screen: else every screen spends a fifth of its start on that."""
    from textual.css.parse import parse  # not before the variables of the terminal are gone
    from textual.css.tokenize import tokenize_values

    variables_of: dict[frozenset[tuple[str, str]], dict[str, Any]] = {}
    rules_of: dict[tuple[object, ...], list[Any]] = {}

    def tokenized(variables: dict[str, str]) -> dict[str, Any]:
        key = frozenset(variables.items())
        if key not in variables_of:
            variables_of[key] = tokenize_values(variables)
        return variables_of[key]

    def parsed(scope: str, css: str, read_from: Any, variable_tokens: Any, **options: Any) -> list[Any]:
        key = (scope, css, read_from, id(variable_tokens), *sorted(options.items()))
        if key not in rules_of:
            rules_of[key] = list(parse(scope, css, read_from, variable_tokens=variable_tokens, **options))
        return rules_of[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.css.stylesheet.tokenize_values", tokenized)
        patch.setattr("textual.css.stylesheet.parse", parsed)
        yield


@pytest.fixture(scope="session", autouse=True)
def keys_follow_quickly() -> Iterator[None]:
    """Let a pilot press the next key after 5 ms without work: Textual's 40 ms are most of the time of many stories.

    Its pauses stay as they are, since a terminal that is resized is painted again after up to 17 ms.
    """

    async def handled(_: float = 0.0, longest: float = 1.0) -> None:
        stop = time.monotonic() + longest
        worked = 1.0
        while worked > 0.00025 and time.monotonic() < stop:
            before = time.process_time()
            await asyncio.sleep(0.005)
            worked = time.process_time() - before

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("textual.app.wait_for_idle", handled)
        yield


@pytest.fixture(scope="session", autouse=True)
def nobody_is_sent_what_is_painted() -> Iterator[None]:
    """Have each widget paint itself as ever, but do not cut and join the rows for a terminal that is not there.

    That is a twelfth of the time of stories. Tests that look at the terminal have a driver with one, or ask for rows.
    """
    from textual._compositor import Compositor
    from textual._context import active_app, visible_screen_stack
    from textual.geometry import Region

    render_update = Compositor.render_update

    def painted(screen: Any, full: bool = False, screen_stack: Any = None, simplify: bool = False) -> Any:
        if full or not active_app.get().is_headless:
            return render_update(screen, full, screen_stack, simplify)
        visible_screen_stack.set(screen_stack or [])
        if dirty := [*screen._dirty_regions]:  # noqa: SLF001 (here and below: what Textual does itself)
            screen._dirty_regions.clear()  # noqa: SLF001
            deque(screen._get_renders(Region.from_union(dirty).intersection(screen.size.region)), 0)  # noqa: SLF001
        return None

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Compositor, "render_update", painted)
        yield


@pytest.fixture(autouse=True)
def no_screen_is_dimmed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the screen below a box in its colours: to mix them anew is a tenth of the time of stories with boxes."""
    if "picture" not in request.keywords:
        same = staticmethod(lambda segments, color: segments)
        monkeypatch.setattr("textual.screen.BackgroundScreen.process_segments", same)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Point every folder of the user to an empty home."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(folder / kind.lower()))
    for variable in ("READER_LIBRARY", "READER_PIPELINE", "READER_CONFIG", *TERMINAL_VARIABLES):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("READER_ENGINE", "rules")
    user_config.cache_clear()
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "100")
    # messages must not fade before the test looks
    monkeypatch.setattr("reader.tui.chrome.footer.MESSAGE_SECONDS", 600.0)
    # on a busy machine a child with a low priority gets no time at all, and tests wait for it
    monkeypatch.setattr("reader.system.worker.LOW_PRIORITY", 0)
    return folder


@pytest.fixture(autouse=True)
def no_thread_is_left() -> Iterator[None]:
    """Fail a test that leaves a thread running, which could disturb the next one."""
    before = set(threading.enumerate())
    yield

    def all_ended() -> bool:
        return not set(threading.enumerate()) - before

    try:
        until(all_ended)
    except TimeoutError:
        pytest.fail(f"still running: {set(threading.enumerate()) - before}")


@pytest.fixture
def paths(tmp_path: Path) -> UserPaths:
    return UserPaths(tmp_path / "store" / "library.json", tmp_path / "state", tmp_path / "cache")


@pytest.fixture
def journals_of_small_libraries(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a library of any size have a journal, which is hardly ever folded."""
    monkeypatch.setattr("reader.library.commit.JOURNAL_FROM", 1)
    monkeypatch.setattr("reader.library.commit.FOLD_AT", 0.01)


@pytest.fixture(scope="session")
def sample() -> Article:
    return open_source(str(SAMPLE))


@pytest.fixture
def session(sample: Article, paths: UserPaths) -> Session:
    """A session with the sample article and an empty library."""
    return Session(sample, paths)


@pytest.fixture
def no_sandbox(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read foreign files in this process, for tests that are not about the process that reads them."""

    def read(kind: str, found: SourceData) -> Article:
        return replace(read_format(kind, found, no_progress), source=found.place)

    def read_found(kind: str, found: SourceData) -> list[dict[str, Any]]:
        found_notes = [asdict(note) for note in read_notes(kind, found, no_progress)]
        notes: list[dict[str, Any]] = json.loads(json.dumps(found_notes))
        return notes

    monkeypatch.setattr("reader.sources.sandbox.read_sandboxed", read)
    monkeypatch.setattr("reader.importers.documents.read_notes_sandboxed", read_found)
