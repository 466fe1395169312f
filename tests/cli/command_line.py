"""Run commands in this process or their own, and read what they print."""

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.session.session import Session
from reader.system.paths import PACKAGE, UserPaths
from reader.text.span import Span

STORY = """# The Harbour Vote

The council met on Friday evening to decide about the harbour. "We were not told until Friday," Maria Ortiz said.

After four hours of debate the members voted for the new quay. The port authority welcomed the vote.

Residents of Leith had asked for a delay. The mayor said that the vote could not wait any longer.
"""


SHOWN = STORY.removeprefix("# ")


@dataclass(frozen=True)
class Answer:
    """The output of a command."""

    code: int
    out: str
    err: str


Reader = Callable[..., Answer]


def noted(reader: Reader, *argv: object) -> str:
    """Return the id of a note made by `reader note`."""
    answer = reader("note", *argv)
    assert (answer.code, answer.err) == (0, "")
    return answer.out.strip()


def one_line(answer: Answer) -> str:
    """Return the error line of a failed command, without its prefix."""
    assert answer.code == 1
    assert answer.err.startswith("reader: ")
    assert answer.err.count("\n") == 1
    assert answer.err.endswith("\n")
    return answer.err.removeprefix("reader: ").rstrip("\n")


def child(argv: Sequence[object], stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command in its own process."""
    command = [sys.executable, "-m", "reader", *map(str, argv)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=PACKAGE.parent, env={**os.environ, **more})


class Screen:
    """A stub of the screen that records what it is given."""

    def __init__(self) -> None:
        self.article = ""
        self.at: Span | None = None
        self.library: Path | None = None
        self.checks: tuple[str, ...] | None = None
        self.genre: str | None = None

    def draw(self, first: Session | UserPaths, at: Span | None = None, splash: object = None) -> int:
        self.library = None if isinstance(first, Session) else first.library
        self.checks = first.checks if isinstance(first, Session) else None
        self.genre = first.article.genre if isinstance(first, Session) else None
        self.article, self.at = first.article.text if isinstance(first, Session) else "", at
        return 0
