"""Libraries that are merged, by `reader merge` and by git, and must agree then."""

import os
from collections.abc import Sequence
from pathlib import Path

from tests.history.command_acts import CommandActs
from tests.history.devices import READER, Answer, Device
from tests.history.model import View, words_in
from tests.history.script import join
from tests.history.world import World


class Merging:
    """Merges of the libraries of devices, snapshots and conflict copies."""

    def __init__(self, world: World, commands: CommandActs) -> None:
        self.world, self.commands = world, commands

    def merge(self, device: Device, source: Path) -> Answer | None:
        """Merge a library into that of a device."""
        if (
            not source.exists()
            or source == device.library
            or self.world.ledgers[device].damaged
            or any(source == other.library and not self.world.is_safe(other) for other in self.world.devices)
        ):
            return None
        words = words_in(source)
        answer = self.world.command(device, "merge", str(source.relative_to(self.world.root)))
        self.world.ledgers[device].redoable.clear()
        if answer.code == 0:
            self.world.ledgers[device].expected |= words
            self.world.ledgers[device].saved |= words
        return answer

    def pull(self, device: Device, source: Device) -> None:
        """Commit two libraries, and pull one into the other with the merge driver."""
        both = (device, source)
        if source is device or not all(
            each.library.exists() and self.world.is_safe(each) and each.room is None for each in both
        ):
            return
        if any(self.world.ledgers[each].disturbed for each in both):
            return
        words = self.world.view(source).words
        for each in both:
            self.commit(each)
        pulled = device.git(
            "pull",
            "-q",
            "--no-rebase",
            "--no-edit",
            "--allow-unrelated-histories",
            os.path.relpath(source.folder, device.folder),
            "main",
        )
        self.world.ledgers[device].redoable.clear()
        if pulled.code:
            said = f"{pulled.out}{pulled.err}"
            self.world.fault("agreement", f"git cannot merge {source.name} into {device.name}: {said}")
        else:
            self.world.ledgers[device].expected |= words

    def commit(self, device: Device) -> None:
        """Commit a library, as the documents say, in a repository of its folder."""
        if device.library.stat().st_size > 1 << 22:
            self.commands.repair(device)
        if not (device.folder / ".git").exists():
            device.git("init", "-q", "-b", "main")
            for key, value in {
                "user.name": device.name,
                "user.email": "x@example.org",
                "merge.reader.name": "merge of reader libraries",
                "merge.reader.driver": f"{join(READER)} merge --driver %O %A %B",
            }.items():
                device.git("config", key, value)
            (device.folder / ".gitattributes").write_text("library.json merge=reader\n")
            (device.folder / ".gitignore").write_text("library.json.*\n!library.json.texts\n")
            self.world.script.say(f"echo 'library.json merge=reader' >{device.folder}/.gitattributes")
            self.world.script.say(f"printf '%s\\n' 'library.json.*' '!library.json.texts' >{device.folder}/.gitignore")
        device.git("add", "-A")
        device.git("commit", "-q", "-m", "as it is", "--allow-empty")

    def agree(self, devices: Sequence[Device]) -> None:
        """Merge everything with everything, and compare: the devices have the same notes and revisions."""
        if not all(self.world.is_safe(each) and each.room is None for each in devices):
            return
        there = [each for each in devices if each.library.exists()]
        for other in there[1:]:
            self.merge(there[0], other.library)
        for device in there[1:]:
            self.merge(device, there[0].library)
        if len(there) < 2 or any(self.world.ledgers[each].owed for each in there):
            return
        views = [self.world.view(device) for device in there]
        for device, view in zip(there[1:], views[1:], strict=True):
            if view.revisions != views[0].revisions or view.notes != views[0].notes:
                self.world.fault("agreement", f"{there[0].name} and {device.name} differ: {difference(views[0], view)}")
        before = there[0].library.read_bytes()
        self.merge(there[0], there[1].library)
        if there[0].library.read_bytes() != before:
            self.world.fault("agreement", f"merging {there[1].name} into {there[0].name} again changes the library")


def difference(one: View, other: View) -> str:
    """Say how two libraries differ."""
    notes = [each for each in {*one.notes, *other.notes} if one.notes.get(each) != other.notes.get(each)]
    pairs = "; ".join(f"{str(one.notes.get(each))[:200]} and {str(other.notes.get(each))[:200]}" for each in notes)
    return f"revisions {sorted(one.revisions ^ other.revisions)}, notes {pairs}"
