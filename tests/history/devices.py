"""A device: a home of its own, on which the program runs as real processes. All paths are relative to one root."""

import os
import re
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from tests.fixtures.forked_reader import ForkedReader
from tests.history.script import Script, join

READER = (sys.executable, "-m", "reader")

LONGEST = 60.0
"""Seconds that a command may take: another that has stopped may have the lock for thirty."""

TELLS_LOSS = re.compile(
    r"older than|(?<!note )\bis gone|\bis empty|\bis missing|\bmoved|\blacks? |conflict copy|damage|changed outside"
    r"|another program|reader merge|check --repair",
    re.IGNORECASE,
)
"""What a message about a library that is not whole, or not the one it was, says."""

TRACEBACK = "Traceback (most recent call last)"


@dataclass(frozen=True)
class Answer:
    """What a command has answered."""

    code: int
    """Negative if a signal has ended it."""
    out: str
    err: str

    @property
    def tells_loss(self) -> bool:
        return bool(self.code > 0 or TELLS_LOSS.search(self.err))

    @property
    def words(self) -> list[str]:
        return self.out.split()


class Device:
    """A device with its folders."""

    def __init__(self, root: Path, name: str, script: Script) -> None:
        self.root, self.name, self.script = root, name, script
        home = root / name
        home.mkdir()
        self.folder = home / "data" / "reader"
        self.library = self.folder / "library.json"
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.environ.get("PYTHONPATH", ""),
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            "HOME": str(home),
            **{f"XDG_{kind.upper()}_HOME": str(home / kind) for kind in ("data", "state", "cache", "config")},
            "READER_ENGINE": "rules",
            "PYTHONDONTWRITEBYTECODE": "1",  # on a full disk Python would cut its compiled files short, for everybody
        }
        self.room: int | None = None
        """The size in bytes beyond which no file can grow, as if the disk were full; None without a limit."""

    def start(self, *argv: str) -> ForkedReader:
        """Start `reader` with these arguments."""
        return ForkedReader(argv, self.root, self.environment, self.room)

    def run(self, *argv: str, said: str = "") -> Answer:
        """Run `reader` to its end; `said` is how the script says it, if otherwise."""
        self.script.say(said or self.line(*argv))
        return answer_of(self.start(*argv))

    def line(self, *argv: str) -> str:
        """Return the line of the script that runs this command."""
        limited = [] if self.room is None else ["prlimit", f"--fsize={self.room}:"]
        return f"on {self.name} {join([*limited, 'reader', *argv])}"

    def kept_drafts(self) -> str:
        """Return what is in the files of drafts."""
        folder = self.root / self.name / "state" / "reader" / "drafts"
        return "".join(file.read_text(errors="replace") for file in sorted(folder.glob("*.json")))

    def git(self, *argv: str) -> Answer:
        """Run git in the folder of the library; what it writes is the user's alone."""
        line = join(["on", self.name, "git", "-C", self.folder, *argv])
        self.script.say(f"(umask 077; {line.replace(join(READER), 'reader')})")
        command = ["git", "-C", str(self.folder), *argv]
        done = subprocess.run(
            command, cwd=self.root, env=self.environment, umask=0o077, capture_output=True, text=True, check=False
        )
        return Answer(done.returncode, done.stdout, done.stderr)


def answer_of(process: ForkedReader) -> Answer:
    """Wait for the end of a command. Raises TimeoutExpired."""
    try:
        out, err = process.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return Answer(process.wait(), out, err)


def set_room(pid: int, room: int | None) -> None:
    """Limit the size of the files of a running process, as if its disk were full; or give it room again."""
    limit = resource.RLIM_INFINITY if room is None else room
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal to a process that may have ended."""
    with suppress(ProcessLookupError):
        os.kill(pid, number)
