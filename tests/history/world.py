"""The world of a history: devices, their windows, what is known of them, and what must hold after each step.

The program is known here by its commands, keys and documented files alone. What a command says is judged as soon as it
ends; `everything_holds` compares the libraries with the model after each step.
"""

import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.fixtures.forked_reader import ForkedReader
from tests.history.devices import TELLS_LOSS, TRACEBACK, Answer, Device, answer_of, send
from tests.history.model import Act, Ledger, Note, View, read_view, word
from tests.history.script import Script
from tests.history.windows import Window

ARTICLE, BIG = "articles/a.txt", "articles/big.txt"

SENTENCES = tuple(
    f"The {who} of {where} spoke of {what} on that day."
    for who, where, what in (
        ("mayor", "Leith", "ships"), ("teacher", "Hull", "taxes"), ("captain", "Dover", "schools"),
        ("farmer", "Bath", "apples"), ("judge", "York", "bridges"), ("singer", "Wells", "storms"),
    )
)  # fmt: skip

FILLING = "filling " * 12_500
"""The rest of the text of a big note: 100 kB."""

BIG_NOTES = 45
"""So many take a library beyond the 4 MB from which it has a journal."""

SLACK = 5.0
"""Seconds for a busy machine."""


class FaultError(AssertionError):
    """An invariant does not hold. `kind` is its name."""

    def __init__(self, kind: str, story: str) -> None:
        super().__init__(f"{kind}: {story}")
        self.kind = kind


@dataclass
class Paused:
    """A process that was stopped: a window, or a command that writes a word."""

    device: Device
    process: ForkedReader | Window
    word: str = ""


class World:
    """Devices, windows, and the files that they share."""

    def __init__(self, forgiven: frozenset[str], report: Callable[[str, str], None]) -> None:
        """Faults of the kinds `forgiven` do not count; `report` gets the kind of one that does, and the script."""
        self._forgiven, self._report = forgiven, report
        self._temporary = tempfile.TemporaryDirectory(prefix="reader-history-")
        self.root = Path(os.path.realpath(self._temporary.name))
        self.script = Script(self.root)
        self.script.run("mkdir", "-p", "articles", "snapshots")
        (self.root / "articles").mkdir()
        (self.root / "snapshots").mkdir()
        self.edition = 0
        self.write_article()
        self._write(BIG, "A Long Day\n\nMany words were said.\n")
        self.devices: list[Device] = []
        self.ledgers: dict[Device, Ledger] = {}
        self.windows: list[Window] = []
        self.paused: Paused | None = None
        self.touched: set[Device] = set()
        """The devices whose files another hand has changed in this step."""
        self.full_steps: dict[Device, int] = {}
        """After how many steps a device can write again."""
        self.pending: dict[str, tuple[Device, View]] = {}
        """Words of acts without an answer, and what was there before."""
        self.texts: set[str] = set()
        self.words: set[str] = set()
        self.quotes = {"", *SENTENCES}
        self.count = 0
        self.has_failed = False

    def add_device(self, name: str) -> Device:
        self.script.run("mkdir", "-p", name)
        device = Device(self.root, name, self.script)
        self.devices.append(device)
        self.ledgers[device] = Ledger()
        return device

    def close(self) -> None:
        """End every process, and delete all files."""
        for window in self.windows:
            window.clean_up()
        if self.paused is not None and isinstance(self.paused.process, ForkedReader):
            self.paused.process.kill()
            self.paused.process.communicate()
        self._temporary.cleanup()

    def _write(self, name: str, text: str) -> None:
        (self.root / name).write_text(text)
        self.script.run("printf", text.replace("\n", "\\n"), after=f" >{name}")

    def fault(self, kind: str, story: str) -> None:
        """Fail with a fault, unless it is one of those that are known."""
        if kind in self._forgiven:
            return
        self.has_failed = True
        self._report(kind, f"{self.script}: # {kind}: {story.splitlines()[0]}\n")
        raise FaultError(kind, f"{story}\n\n{self.script}")

    def new_word(self) -> str:
        self.count += 1
        made = word(self.count)
        self.words.add(made)
        return made

    def write_article(self) -> None:
        """Write the next edition of the article: each has a paragraph of its own, and all have the same sentences."""
        turned = SENTENCES[self.edition % 3 :] + SENTENCES[: self.edition % 3]
        text = "\n\n".join(["A Day of Speeches", f"This is edition {self.edition}.", *turned]) + "\n"
        self._write(ARTICLE, text)

    def of(self, device: Device) -> list[Window]:
        return [window for window in self.windows if window.device is device]

    def is_paused(self, device: Device) -> bool:
        return self.paused is not None and self.paused.device is device

    def is_safe(self, device: Device) -> bool:
        """True if another hand may change the files: nobody is writing them, and no damage is waiting for repair."""
        return not self.is_paused(device) and not self.ledgers[device].damaged

    def view(self, device: Device) -> View:
        """Return what the library of a device holds."""
        try:
            return read_view(device.library)
        except (ValueError, KeyError, TypeError) as error:
            if not self.ledgers[device].damaged:
                self.fault("plain", f"{device.library} cannot be read as documented: {error!r}")
            self.ledgers[device].certain = False
            return View()

    def command(self, device: Device, *argv: str, said: str = "") -> Answer:
        """Run a command, and listen to what it says."""
        self.script.say(said or device.line(*argv))
        return self.heard(device, self.answer(device, device.start(*argv)), argv)

    def answer(self, device: Device, process: ForkedReader) -> Answer:
        """Wait for a command. A process that was stopped goes on if the command waits for it."""
        if self.is_paused(device):
            try:
                process.wait(SLACK)
            except subprocess.TimeoutExpired:
                self.go_on()
        try:
            return answer_of(process)
        except subprocess.TimeoutExpired:
            self.fault("alive", f"a command did not end: {process.args!r}")
            return Answer(1, "", "")

    def go_on(self) -> None:
        """Let a process that was stopped go on."""
        if (paused := self.paused) is None:
            return
        self.paused = None
        process = paused.process
        send(process.pid, signal.SIGCONT)
        if isinstance(process, Window):
            self.script.say(f"kill -CONT $(pid {process.name})")
            return
        self.script.say("kill -CONT %%; wait")
        answer = self.answer(paused.device, process)
        self.heard(paused.device, answer, ["note"])
        if answer.code == 0:
            self.ledgers[paused.device].expected.add(paused.word)

    def heard(self, device: Device, answer: Answer, argv: Iterable[str]) -> Answer:
        """Judge what a command has said."""
        ledger = self.ledgers[device]
        ledger.unseen.clear()
        command = f"`reader {' '.join(argv)[:80]}` on {device.name}"
        if TRACEBACK in answer.err:
            self.fault("alive", f"{command} ended with a traceback:\n{answer.err}")
        undisturbed = not (ledger.disturbed or ledger.owed or device.room is not None or self.is_paused(device))
        if undisturbed and (answer.code > 0 or TELLS_LOSS.search(answer.err)):
            self.fault(
                "calm", f"{command}, which nobody has disturbed: {answer.code}, {answer.out[-500:]}{answer.err.strip()}"
            )
        if ledger.owed and answer.code >= 0:
            self.tell(device, answer.tells_loss, f"{answer.out} {answer.err}", command)
        return answer

    def tell(self, device: Device, tells: bool, message: str, who: str) -> None:
        """Take note of whether a loss was told, if there still is one."""
        ledger = self.ledgers[device]
        ledger.owed -= self.view(device).words
        for copy, words in ledger.copies.items():
            if (lost := ledger.owed & words) and copy.name not in message:
                self.fault("kept", f"{who} does not name {copy.name}, which has {sorted(lost)}: {message.strip()}")
        if ledger.owed and not tells and not self.is_marked(device):
            self.fault("silence", f"{who} says nothing of {sorted(ledger.owed)}, which are gone: {message.strip()}")
        ledger.told |= ledger.owed
        ledger.unaccepted |= ledger.owed
        ledger.owed.clear()

    def is_marked(self, device: Device) -> bool:
        """Return whether a note is marked as written by another program, which may have been told on the screen."""
        answer = device.run("notes", "--jsonl")
        return any(json.loads(line).get("unverified") for line in answer.out.splitlines())

    def made(
        self, device: Device, before: View, words: Iterable[str], ids: Iterable[str], window: object = None
    ) -> None:
        """Record an act that was acknowledged."""
        ledger, after = self.ledgers[device], self.view(device)
        ledger.expected.update(words)
        ledger.saved.update(words)
        changes = {each: (before.note(each), after.note(each)) for each in ids}
        if changes := {each: change for each, change in changes.items() if change[0] != change[1]}:
            ledger.acts.append(Act(changes, window))
        ledger.redoable.clear()
        if ledger.damaged or not all(ids):
            ledger.certain = False

    def unanswered(self, device: Device, before: View, word: str) -> None:
        """Record an act that may have happened or not."""
        self.pending[word] = (device, before)
        self.ledgers[device].redoable.clear()

    def picked(self, device: Device, pick: int) -> tuple[View, str, str] | None:
        """Pick a note that is there: what the library holds, its id, and how the script finds the id."""
        view = self.view(device)
        ids = [each for each in view.living if FILLING not in view.note(each).text and view.note(each).words]
        if not ids:
            return None
        note_id = ids[pick % len(ids)]
        return view, note_id, f'"$(note_id {device.name} {min(view.note(note_id).words)})"'

    def everything_holds(self) -> None:
        for device in self.devices:
            self.full_steps[device] = self.full_steps.get(device, 0) - 1
            if self.full_steps[device] == 0:
                self.make_room(device)
            if not self.is_paused(device):
                self.words_are_kept(device)
        self.touched.clear()

    def words_are_kept(self, device: Device) -> None:
        """Compare the library with what it must hold."""
        ledger = self.ledgers[device]
        if ledger.damaged:
            self.printed_words_are_known(device)
            return
        view = self.view(device)
        self.resolve_pending(device)
        self.nobody_else_wrote(device, view)
        must = (ledger.held | ledger.expected) - ledger.told - ledger.owed
        missing = must - view.words
        if missing and device in self.touched:
            ledger.owed |= missing & ledger.saved
            for window in self.of(device):
                window.owe(missing & ledger.saved)
        elif missing:
            self.fault("kept", f"{sorted(missing)} were saved on {device.name}, and are not in its library")
            ledger.told |= missing
        ledger.held = {*view.words}
        ledger.expected.clear()
        ledger.told -= view.words
        ledger.owed -= view.words
        ledger.unaccepted -= view.words
        for draft in [each for each in ledger.drafts if each in view.words]:
            del ledger.drafts[draft]

    def resolve_pending(self, device: Device) -> None:
        """Find out which of the acts without an answer have happened."""
        view = self.view(device)
        for each in [each for each, (owner, _) in self.pending.items() if owner is device and each in view.words]:
            _, before = self.pending.pop(each)
            note_id = view.with_word(each)
            self.ledgers[device].acts.append(Act({note_id: (before.note(note_id), view.note(note_id))}))
            self.ledgers[device].certain = False

    def nobody_else_wrote(self, device: Device, view: View) -> None:
        """Check that every text, tag and passage is one that somebody wrote."""
        for note_id, note in view.values:
            known = note.text in self.texts or self.words.issuperset(note.text.split())
            if not known or not self.words.issuperset(note.tags) or note.quote not in self.quotes:
                self.fault("words", f"note {note_id} on {device.name} has what nobody wrote: {str(note)[:300]}")

    def printed_words_are_known(self, device: Device) -> None:
        """Check that a damaged library shows nothing that nobody wrote."""
        answer = self.command(device, "notes", "--jsonl")
        for each in map(json.loads, answer.out.splitlines()):
            note = Note(each["text"], tuple(each["tags"]), each["quote"] or "", False)
            self.nobody_else_wrote(device, View(values=((each["id"], note),)))

    def make_room(self, device: Device) -> None:
        """Let a device write again."""
        if device.room is not None:
            device.room = None
            if device.folder.exists():
                device.folder.chmod(0o700)
            for window in self.of(device):
                window.set_room(None)

    def drop(self, window: Window) -> None:
        """Forget a window that has ended."""
        if self.paused is not None and self.paused.process is window:
            self.paused = None
        window.clean_up()
        if window in self.windows:
            self.windows.remove(window)
