"""The first frame in a real terminal: equal to Textual's, and gone without a trace if Textual never comes."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.cli.context import CommandContext
from reader.session.session import Session
from reader.session.state import Appearance, ReadingState, save_appearance
from reader.sources.open import open_source
from reader.system.paths import SAMPLE, config_file
from reader.system.process_exit import CRASHED
from reader.tui.splash.terminal import ENTER, LEAVE, SHOWN
from tests.bench.terminal import Terminal
from tests.fixtures.cell_screen import Cell, CellScreen, Place
from tests.waiting import until

pytestmark = pytest.mark.slow

READER = [sys.executable, "-m", "reader"]

TEXTUAL_STARTS = "\x1b[?1000h"
"""The first that Textual writes."""

MARKDOWN = """# A title with *emphasis* and 漢字

Words with **strong**, *emphasis*, ~~strike~~, `code`, a [link](https://example.org/a) and 👩‍🚀 cafe\u0301.

## A section

> A quotation, and *emphasis* in it.
>
> > A quotation within, 北京 東京都 안녕하세요.

- one
  - two with a [link](note.md)
- [x] three

### A subsection

```python
def f(x):
    return x
```

| Name | Count |
| --- | ---: |
| Łódź | 1 |

#### A minor one

***

1. First, which is long enough to be wrapped in any window, since it goes on and on about nothing in particular, twice.
"""

LONG = "".join(f"## Part {number}\n\nParagraph {number} has some words, ‘quoted’ ones.\n\n" for number in range(60))


@pytest.fixture
def environment(home: Path) -> dict[str, str]:
    usual = {name: value for name, value in os.environ.items() if name != "COLUMNS"}
    return {**usual, "TERM": "xterm-256color", "COLORTERM": "truecolor"}


def written(home: Path, name: str, text: str) -> str:
    path = home / name
    path.write_text(text, encoding="utf-8")
    return str(path)


Start = Callable[..., Terminal]


@pytest.fixture
def start(environment: dict[str, str]) -> Iterator[Start]:
    """Starts the program on a file, in a terminal of a size, with further variables."""
    programs: list[Terminal] = []

    def begin(path: str, size: tuple[int, int] = (120, 40), **variables: str) -> Terminal:
        programs.append(Terminal([*READER, path], {**environment, **variables}, size))
        return programs[-1]

    yield begin
    for program in programs:
        program.kill()


def read_until(program: Terminal, sequence: str) -> None:
    def found() -> bool:
        program.rest(0.02)
        return sequence in program.seen

    until(found)


def first_frames(program: Terminal, size: tuple[int, int]) -> tuple[dict[Place, Cell], dict[Place, Cell]]:
    """Return the cells of the splash, and those after Textual has painted each of them for the first time."""
    read_until(program, TEXTUAL_STARTS)
    screen = CellScreen(*size)
    start = program.seen.index(TEXTUAL_STARTS)
    screen.feed(program.seen[:start])
    assert screen.is_painted
    splash = dict(screen.cells)

    def painted() -> bool:
        program.rest(0.02)
        again = CellScreen(*size)
        again.cells = dict(splash)
        for _ in again.steps(program.seen[start:]):
            if again.is_painted:
                screen.cells = again.cells
                return True
        return False

    until(painted)
    return splash, screen.cells


def differences(frames: tuple[dict[Place, Cell], dict[Place, Cell]]) -> list[tuple[Place, Cell, Cell]]:
    splash, painted = frames
    return [(place, splash[place], painted[place]) for place in sorted(splash) if splash[place] != painted[place]]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (200, 60), (60, 20)], ids=str)
def test_textual_paints_the_same_cells(size: tuple[int, int], home: Path, start: Start) -> None:
    assert differences(first_frames(start(written(home, "all.md", MARKDOWN), size), size)) == []


def test_the_sample_is_the_same_in_other_looks(home: Path, start: Start) -> None:
    save_appearance(Appearance(theme="paper", marks="decorated", width=50), CommandContext(None).paths.state)
    program = start(str(SAMPLE), (120, 40), COLORTERM="", TERM="xterm-256color")
    assert differences(first_frames(program, (120, 40))) == []


UNREAD = """
import sys
import reader.sources.open
from reader.cli import main

reader.sources.open.open_source = None
sys.argv = ["reader", {path!r}]
main()
"""


def test_reading_goes_on_in_the_middle(home: Path, start: Start) -> None:
    path = written(home, "long.md", LONG)
    session = Session(open_source(path), CommandContext(None).paths)
    session.save_state(ReadingState(session.article.text.index("Paragraph 37")))
    splash, painted = first_frames(start(path, (80, 24)), (80, 24))
    screen = CellScreen(80, 24)
    screen.cells = splash
    assert any("Paragraph 37" in screen.row(row) for row in range(24))
    assert differences((splash, painted)) == []


@pytest.mark.parametrize(("size", "after_a_page"), [((80, 24), "Paragraph 6"), ((120, 40), "Paragraph 12")], ids=str)
def test_a_text_that_was_left_is_shown_there_before_it_is_read(
    size: tuple[int, int], after_a_page: str, home: Path, start: Start, environment: dict[str, str]
) -> None:
    path = written(home, "long.md", LONG)
    program = start(path, size)
    read_until(program, "Outline" if size[0] > 100 else "Help")
    program.until(after_a_page, program.press(" "))
    program.quit()
    splash, painted = first_frames(start(path, size), size)
    assert differences((splash, painted)) == []
    unread = Terminal([sys.executable, "-c", UNREAD.format(path=path)], environment, size)
    read_until(unread, LEAVE)
    assert SHOWN in unread.seen.partition(LEAVE)[0]
    unread.kill()


def test_the_keys_and_the_width_of_the_configuration_hold(home: Path, start: Start) -> None:
    config_file().parent.mkdir(parents=True)
    config_file().write_text('width = 40\n[keys]\nannotate = "é"\n', encoding="utf-8")
    assert differences(first_frames(start(str(SAMPLE)), (120, 40))) == []


def test_a_key_that_is_typed_at_once_is_obeyed(home: Path, start: Start) -> None:
    program = start(written(home, "long.md", LONG))
    read_until(program, SHOWN)
    program.until("Paragraph 59", program.press("G"))


@pytest.mark.parametrize(
    "variables",
    [{"NO_COLOR": "1"}, {"COLORTERM": "", "TERM": "xterm"}, {"TEXTUAL_COLOR_SYSTEM": "256"}, {"COLUMNS": "70"}],
    ids=str,
)
def test_nothing_is_drawn_where_it_might_be_wrong(variables: dict[str, str], home: Path, start: Start) -> None:
    program = start(str(SAMPLE), **variables)
    read_until(program, TEXTUAL_STARTS)
    assert SHOWN not in program.seen.partition(TEXTUAL_STARTS)[0]


# ---------------------------------------------------------------------- without Textual


def stand_in(home: Path, code: str) -> dict[str, str]:
    """Return variables that let `code` run instead of importing Textual."""
    folder = home / "instead" / "textual"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text(code, encoding="utf-8")
    return {"PYTHONPATH": str(folder.parent)}


def ended(program: Terminal) -> int:
    """Return the exit code, as `waitstatus_to_exitcode` has it."""

    def status() -> tuple[int, int] | None:
        program.rest(0.02)
        found = os.waitpid(program.pid, os.WNOHANG)
        return found if found[0] else None

    found = until(status)
    assert found is not None
    return os.waitstatus_to_exitcode(found[1])


HANGS = "import time\ntime.sleep(60)\n"


@pytest.mark.parametrize(
    ("number", "code"),
    [(signal.SIGINT, 130), (signal.SIGTERM, -signal.SIGTERM), (signal.SIGHUP, -signal.SIGHUP)],
    ids=lambda value: str(value),
)
def test_a_signal_leaves_the_terminal_as_it_was(number: int, code: int, home: Path, start: Start) -> None:
    program = start(str(SAMPLE), **stand_in(home, HANGS))
    before = program.settings()
    read_until(program, SHOWN)
    assert program.settings() != before
    os.kill(program.pid, number)
    assert ended(program) == code
    assert program.seen.endswith(LEAVE)
    assert program.settings() == before


def test_ctrl_c_ends_the_program_while_textual_is_imported(home: Path, start: Start) -> None:
    program = start(str(SAMPLE), **stand_in(home, HANGS))
    read_until(program, SHOWN)
    program.press("\x1a\x1c")  # what would suspend it or dump its memory waits for Textual
    program.press("\x03")
    assert ended(program) == 130
    assert program.seen.endswith(LEAVE)


IN_A_CALLBACK = """
import os, signal, time, weakref
class Passing: pass
passing = Passing()
watched = weakref.ref(passing, lambda _: os.kill(os.getpid(), signal.SIGINT))
del passing
time.sleep(60)
"""


def test_ctrl_c_is_not_lost_where_python_ignores_exceptions(home: Path, start: Start) -> None:
    program = start(str(SAMPLE), **stand_in(home, IN_A_CALLBACK))
    assert ended(program) == 130
    assert program.seen.endswith(LEAVE)


def test_a_crash_is_told_on_the_screen_that_was_there_before(home: Path, start: Start) -> None:
    program = start(str(SAMPLE), **stand_in(home, "raise ImportError('no such release')\n"))
    before = program.settings()
    assert ended(program) == CRASHED
    assert ENTER in program.seen
    assert "ImportError: no such release" in program.seen.partition(LEAVE)[2]
    assert "Traceback" not in program.seen
    assert program.settings() == before


LISTING = """
import os, sys
from reader.cli import main
from reader.tui.splash.terminal import SplashTerminal

def draw(self, frame):
    open({found!r}, "w").write(" ".join(sys.modules))
    os._exit(0)

SplashTerminal.draw = draw
main([{path!r}])
"""


def test_few_modules_are_imported_before_the_first_words(home: Path, environment: dict[str, str]) -> None:
    """Milliseconds depend on the machine; modules do not."""
    found = home / "modules"
    script = LISTING.format(found=str(found), path=str(SAMPLE))
    unmeasured = {name: value for name, value in environment.items() if not name.startswith("COVERAGE_")}
    assert ended(Terminal([sys.executable, "-c", script], unmeasured)) == 0
    modules = set(found.read_text(encoding="utf-8").split())
    costly = set(
        "argparse asyncio base64 hashlib json markdown_it platformdirs rich shutil subprocess tempfile"
        " textual tinydb tomllib".split()
    )
    assert sorted(modules & costly) == []
    assert len([name for name in modules if name.startswith("reader")]) <= MOST_MODULES


CHILD = """
import os, sys
from reader.cli import main
from reader.system.worker import Worker

def begin(self, *arguments):
    open({found!r}, "w").write(" ".join(sys.modules))
    os._exit(0)

Worker.__init__ = begin
main([{path!r}])
"""


def test_the_analysis_is_begun_after_the_first_words_and_before_textual_is_imported(
    home: Path, environment: dict[str, str]
) -> None:
    found = home / "modules"
    program = Terminal([sys.executable, "-c", CHILD.format(found=str(found), path=str(SAMPLE))], environment)
    assert ended(program) == 0
    assert SHOWN in program.seen
    modules = found.read_text(encoding="utf-8").split()
    assert not {name for name in modules if name.startswith(("textual", "asyncio", "reader.analysis"))}


MOST_MODULES = 75
"""Modules of ours: each costs a three-hundredth of the time to the first words."""
