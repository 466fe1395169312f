"""What users do on the command line."""

import json
import signal
import subprocess
from contextlib import suppress

from tests.fixtures.forked_reader import ForkedReader
from tests.history.devices import Answer, Device, send
from tests.history.model import View
from tests.history.world import ARTICLE, BIG, SENTENCES, Paused, World

FILLING = "filling " * 12_500
"""The rest of the text of a big note: 100 kB."""

LOADING = 0.2
"""Seconds that the program takes to be loaded, which a script waits before the moment of a kill."""

BIG_NOTES = 45
"""So many take a library beyond the 4 MB from which it has a journal."""


class CommandActs:
    """Commands, on any device."""

    def __init__(self, world: World) -> None:
        self.world = world

    def change(self, device: Device, pick: int, command: str, *more: str, word: str = "") -> None:
        """Change a note on the command line."""
        if (found := self.world.picked(device, pick)) is None:
            return
        before, note_id, said = found
        answer = self.world.command(device, command, note_id, *more, said=device.line(command, said, *more))
        if answer.code == 0:
            self.world.made(device, before, {word} - {""}, [note_id])
        elif word:
            self.world.unanswered(device, before, word)

    def written(self, device: Device, argv: list[str], word: str, answer: Answer, before: View) -> None:
        """Record what came of `reader note`."""
        if answer.code == 0:
            self.world.made(device, before, {word}, answer.words[:1])
        else:
            self.world.unanswered(device, before, word)

    def note_command(self, pick: int) -> tuple[str, list[str]]:
        """Return a word, and the command that writes it, perhaps on a passage."""
        made = self.world.new_word()
        argv = ["note", ARTICLE, "--text", made]
        if pick % 3:
            argv += ["--quote", SENTENCES[pick % len(SENTENCES)]]
        if pick % 4 == 0:
            argv += ["--tag", made]
        return made, argv

    def note(self, device: Device, pick: int) -> None:
        made, argv = self.note_command(pick)
        before = self.world.view(device)
        self.written(device, argv, made, self.world.command(device, *argv), before)

    def edit(self, device: Device, pick: int) -> None:
        made = self.world.new_word()
        self.change(device, pick, "edit", "--text", made, word=made)

    def delete(self, device: Device, pick: int) -> None:
        self.change(device, pick, "delete")

    def relink(self, device: Device, pick: int) -> None:
        self.change(device, pick, "relink", "--quote", SENTENCES[pick % len(SENTENCES)])

    def import_notes(self, device: Device) -> None:
        """Import two notes of another tool."""
        self.import_file(device, ARTICLE, [(f"{self.world.new_word()}", each) for each in SENTENCES[:2]])

    def grow(self, device: Device) -> None:
        """Take a library beyond 4 MB, by an import."""
        self.import_file(
            device, BIG, [(f"{self.world.new_word()} {FILLING}{n}", "Many words") for n in range(BIG_NOTES)]
        )

    def cross_4_megabytes(self, device: Device) -> None:
        if not any(
            device.library.exists() and device.library.stat().st_size > 1 << 22 for device in self.world.devices
        ):
            self.grow(device)

    def import_file(self, device: Device, article: str, items: list[tuple[str, str]]) -> None:
        name = f"import-{self.world.count}.json"
        (self.world.root / name).write_text(json.dumps(web_annotations(name, str(self.world.root / article), items)))
        self.world.script.run(
            "annotations", name, article, *(each.replace(FILLING, "+") for item in items for each in item)
        )
        self.world.texts.update(text for text, _ in items)
        self.world.quotes.update(quote for _, quote in items)
        before = self.world.view(device)
        words = [text.split()[0] for text, _ in items]
        self.world.command(device, "add", article)
        answer = self.world.command(device, "import", name)
        if answer.code == 0:
            view = self.world.view(device)
            self.world.made(device, before, words, [])
            for each in words if article == ARTICLE else []:  # each note is an act of its own
                self.world.made(device, before, [], [view.with_word(each)])
        else:
            self.world.ledgers[device].certain = False

    def two_at_once(self, device: Device, pick: int) -> None:
        """Run two commands at once."""
        before = self.world.view(device)
        started = []
        for each in (pick, pick + 1):
            made, argv = self.note_command(each)
            self.world.script.say(f"{device.line(*argv)} &")
            started.append((made, argv, device.start(*argv)))
        self.world.script.say("wait")
        for made, argv, process in started:
            self.written(device, argv, made, self.world.heard(device, self.world.answer(device, process), argv), before)
        self.world.ledgers[device].certain = False

    def kill_command(self, device: Device, pick: int, moment: float) -> None:
        """Kill a command that writes a note."""
        made, argv = self.note_command(pick)
        before = self.world.view(device)
        self.world.script.say(f"{device.line(*argv)} & sleep {LOADING + moment}; kill -KILL $!; wait")
        process = device.start(*argv)
        wait_for_moment(process, moment)
        process.kill()
        answer = self.world.answer(device, process)
        if answer.code >= 0:
            self.world.heard(device, answer, argv)
        self.written(device, argv, made, answer, before)

    def stop_command(self, device: Device, pick: int, moment: float) -> None:
        """Stop a command that writes a note; others go on meanwhile."""
        self.world.go_on()
        made, argv = self.note_command(pick)
        self.world.unanswered(device, self.world.view(device), made)
        self.world.script.say(f"{device.line(*argv)} & sleep {LOADING + moment}; kill -STOP $!")
        process = device.start(*argv)
        wait_for_moment(process, moment)
        send(process.pid, signal.SIGSTOP)
        self.world.paused = Paused(device, process, made)

    def check(self, device: Device) -> None:
        ledger = self.world.ledgers[device]
        answer = self.world.command(device, "check")
        if ledger.unaccepted - self.world.view(device).words and answer.code == 0:
            self.world.fault(
                "silence", f"`check` on {device.name} is green, and {sorted(ledger.unaccepted)} are missing"
            )

    def repair(self, device: Device) -> None:
        """Repair a library; then it is sound, or what is left is named."""
        if device.room is not None or self.world.is_paused(device):
            return
        ledger = self.world.ledgers[device]
        answer = self.world.command(device, "check", "--repair")
        if answer.code and not answer.out.strip():
            self.world.fault(
                "calm", f"`check --repair` on {device.name} names nothing that is left: {answer.err.strip()}"
            )
        ledger.damaged = False
        if answer.code == 0:
            ledger.disturbed = False
            ledger.unaccepted.clear()
            for window in self.world.of(device):
                window.owes.clear()
                window.may_tell = True

    def printed_notes_are_those_of_the_file(self, device: Device) -> None:
        """Compare what `notes` prints with what the file says."""
        answer = self.world.command(device, "notes", "--jsonl")
        printed = {each["id"]: each for each in map(json.loads, answer.out.splitlines())}
        notes = {each: note for each, note in self.world.view(device).notes.items() if not note.deleted}
        if printed.keys() != notes.keys():
            self.world.fault("screen", f"`notes` on {device.name} prints {sorted(printed)}, not {sorted(notes)}")
        for each, note in notes.items():
            if not note.in_conflict and printed[each]["text"] != note.text:
                self.world.fault(
                    "screen", f"`notes` on {device.name} prints {printed[each]['text'][:80]}, not {note.text[:80]}"
                )


def web_annotations(name: str, source: str, items: list[tuple[str, str]]) -> dict[str, object]:
    """Return Web Annotations with these texts and quotations."""
    annotations = [
        {
            "id": f"urn:{name}:{number}",
            "type": "Annotation",
            "motivation": "commenting",
            "created": "2026-11-01T00:00:00Z",
            "body": [{"type": "TextualBody", "value": text, "purpose": "commenting"}],
            "target": {
                "source": source,
                "selector": [{"type": "TextQuoteSelector", "exact": quote, "prefix": "", "suffix": ""}],
            },
        }
        for number, (text, quote) in enumerate(items)
    ]
    page = {"type": "AnnotationPage", "items": annotations}
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationCollection",
        "total": len(items),
        "first": page,
    }


def wait_for_moment(process: ForkedReader, seconds: float) -> None:
    """Let a process run for the moment before it is killed or stopped."""
    with suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
