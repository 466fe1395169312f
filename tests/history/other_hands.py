"""What happens to the files by other hands: disks, other programs, sync tools."""

import json
import os
import shutil
from pathlib import Path

from tests.history.devices import Device
from tests.history.model import words_in
from tests.history.world import World

CONFLICT_COPIES = (
    "library (Ann's conflicted copy 2026-11-25).json",
    "library (conflicted copy 2026-11-25 101112).json",
    "library.sync-conflict-20261125-101112-ABCDEFG.json",
    "library 2.json",
    "library (1).json",
    "library_conflict-20261125-101112.json",
)
"""As Dropbox, Nextcloud, Syncthing, iCloud, Google Drive and ownCloud call them."""


class OtherHands:
    """All that changes files but the program."""

    def __init__(self, world: World) -> None:
        self.world = world

    def fill_disk(self, device: Device, room: int) -> None:
        """Fill the disk of a device for two steps."""
        device.room = room
        self.world.full_steps[device] = 3
        for window in self.world.of(device):
            window.set_room(room)

    def read_only(self, device: Device) -> None:
        """Make the folder of a library read-only for two steps; root may write there all the same."""
        if os.geteuid() and device.folder.exists() and device.room is None:
            self.world.script.run("chmod", "a-w", device.folder)
            device.folder.chmod(0o500)
            device.room = 1 << 40
            self.world.full_steps[device] = 3

    def foreign(self, device: Device) -> None:
        """Record that another hand changes the files of a device in this step."""
        self.world.touched.add(device)
        ledger = self.world.ledgers[device]
        if device.folder.exists():  # a copy on a new device disturbs nothing
            ledger.disturbed = True
        ledger.redoable.clear()

    def copy_folder(self, source: Path, target: Path) -> None:
        self.world.script.run("rm", "-rf", target)
        self.world.script.run("cp", "-a", source, target)
        shutil.rmtree(target, ignore_errors=True)
        shutil.copytree(source, target, symlinks=True)

    def snapshot(self, device: Device) -> Path:
        """Copy the folder of a library."""
        self.world.count += 1
        made = self.world.root / "snapshots" / str(self.world.count)
        if device.folder.exists() and self.world.is_safe(device):
            self.copy_folder(device.folder, made)
        return made

    def roll_back(self, device: Device, snapshot: Path) -> Path:
        """Put the folder of a library away, and a snapshot in its place."""
        self.world.count += 1
        away = self.world.root / "snapshots" / str(self.world.count)
        if snapshot.exists() and self.world.is_safe(device):
            self.foreign(device)
            if device.folder.exists():
                self.world.script.run("mv", device.folder, away)
                device.folder.rename(away)
            device.folder.parent.mkdir(exist_ok=True)
            self.world.script.run("mkdir", "-p", device.folder.parent)
            self.copy_folder(snapshot, device.folder)
            self.world.ledgers[device].copies.clear()
        return away

    def move_away(self, device: Device) -> Path:
        """Move the folder of a library away."""
        self.world.count += 1
        away = self.world.root / "snapshots" / str(self.world.count)
        if device.folder.exists() and self.world.is_safe(device):
            self.foreign(device)
            self.world.script.run("mv", device.folder, away)
            device.folder.rename(away)
            self.world.ledgers[device].copies.clear()
        return away

    def remove(self, device: Device, name: str) -> None:
        """Delete the folder of a library, or a file beside it."""
        path = device.library.with_name(f"library.json{name}") if name else device.folder
        if path.exists() and self.world.is_safe(device):
            self.foreign(device)
            self.world.script.run("rm", "-rf", path)
            if name:
                path.unlink()
            else:
                while path.exists():  # a window may write into it meanwhile
                    shutil.rmtree(path, ignore_errors=True)
                self.world.ledgers[device].copies.clear()

    def deliver_late(self, device: Device, snapshot: Path, name: str) -> None:
        """A sync tool delivers one file of a snapshot, and not the others."""
        if (snapshot / name).exists() and device.library.exists() and self.world.is_safe(device):
            self.foreign(device)
            self.world.script.run("cp", "-a", snapshot / name, device.folder / name)
            shutil.copy2(snapshot / name, device.folder / name)

    def conflict(self, device: Device, snapshot: Path, name: str) -> Path:
        """A sync tool puts a snapshot in place, and keeps what was there, or its journal, as a conflict copy."""
        ledger = self.world.ledgers[device]
        journal = device.library.with_name("library.json.journal")
        kept = journal if journal.exists() else device.library
        copy = device.folder / f"{name}{'.journal' if kept is journal else ''}"
        if kept.exists() and snapshot.exists() and self.world.is_safe(device):
            self.foreign(device)
            words, data = words_in(kept), kept.read_bytes()
            self.world.script.run("mv", kept, "kept-by-sync")
            self.copy_folder(snapshot, device.folder)
            self.world.script.run("mv", "kept-by-sync", copy)
            copy.write_bytes(data)
            ledger.copies = {copy: words}
        return copy

    def edit_by_another_program(self, device: Device, pick: int, same_time: bool, in_place: bool) -> None:
        """Another program edits a note in the file, in place without changing its size, or by writing it anew."""
        if not self.world.is_safe(device) or not device.library.exists():
            return
        data = device.library.read_bytes()
        view = self.world.view(device)
        found = [
            note
            for each in view.living
            if len((note := view.note(each)).text) < 20 and data.count(note.text.encode()) == 1
        ]
        if not found:
            return
        self.foreign(device)
        old = found[pick % len(found)].text
        made = self.world.new_word()
        made += old[len(made) :]
        status = device.library.stat()
        edited = data.replace(old.encode(), made.encode())
        if in_place:
            self.world.script.run("edit_in_place", device.library, old, made, *(["same-time"] if same_time else []))
            with device.library.open("r+b") as file:
                file.write(edited)
            if same_time:
                os.utime(device.library, ns=(status.st_atime_ns, status.st_mtime_ns))
        else:
            self.world.script.run("edit_anew", device.library, old, made)
            fresh = device.library.with_name("edited")
            fresh.write_bytes(edited)
            fresh.replace(device.library)
        ledger = self.world.ledgers[device]
        ledger.held -= ledger.unseen & {*old.split()}
        ledger.unseen.add(made.split()[0])

    def write_by_a_later_version(self, device: Device) -> None:
        """A later version writes something into a table that this one does not know."""
        if not self.world.is_safe(device) or not device.library.exists():
            return
        self.foreign(device)
        made = self.world.new_word()
        tables = json.loads(device.library.read_bytes())
        table = tables.setdefault("plans", {})
        table[str(len(table) + 1)] = {"id": made, "text": made}
        fresh = device.library.with_name("fresh")
        fresh.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")))
        fresh.replace(device.library)
        self.world.script.run("add_plan", device.library, made)
        self.world.ledgers[device].expected.add(made)

    def flip_bit(self, device: Device, name: str, pick: int, bit: int, place: float) -> None:
        """Flip a bit of a file that has a copy: in a word of a note, or anywhere."""
        ledger = self.world.ledgers[device]
        path = device.library.with_name(f"library.json{name}")
        if not path.exists() or not self.world.is_safe(device) or not self.is_backed_up(device):
            return
        data = bytearray(path.read_bytes())
        words = sorted(each for each in self.world.view(device).words if each.encode() in data)
        if not data or (pick % 3 and not words):
            return
        self.foreign(device)
        ledger.damaged = True
        if pick % 3:
            chosen = words[pick % len(words)]
            at, said = data.index(chosen.encode()) + pick % len(chosen), [chosen, pick % len(chosen)]
        else:
            at, said = int(len(data) * place), ["", place]
        data[at] ^= 1 << bit
        self.world.script.run("flip", path, *said, 1 << bit)
        with path.open("r+b") as file:
            file.write(data)

    def is_backed_up(self, device: Device) -> bool:
        """Return whether the library and its journal have copies with the same bytes."""
        pairs = [(".json", ".json.bak"), (".json.journal", ".json.bak.journal")]
        files = [tuple(device.folder / f"library{name}" for name in pair) for pair in pairs]
        return all(a.exists() == b.exists() and (not a.exists() or a.read_bytes() == b.read_bytes()) for a, b in files)

    def change_article(self) -> None:
        self.world.edition += 1
        self.world.write_article()
