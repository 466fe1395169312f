"""The rules of a history: each does one small thing, to what its arguments pick from what is there.

Arguments are plain numbers, so that a history stays the same when a command in it ends otherwise. A rule that has
nothing to work on does nothing. Most histories have a subject: of all that can disturb a library, they have only what
belongs to that, several times over, since few faults need two kinds of disturbance, and most need one in its time.
"""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, precondition, rule

from tests.history.command_acts import CommandActs
from tests.history.devices import Device
from tests.history.merging import Merging
from tests.history.other_hands import CONFLICT_COPIES, OtherHands
from tests.history.window_acts import WindowActs
from tests.history.windows import SAVE
from tests.history.world import World

DEVICES = st.sampled_from((0, 0, 0, 0, 0, 1, 2))
"""Most of a history happens on one device, or little would build on what was before."""

PICK = st.integers(0, 50)
MOMENT = st.integers(0, 400).map(lambda number: number / 3000)
"""Seconds until a process is killed or stopped; a command takes about a tenth of one, once the program is loaded."""

SUBJECTS = ("damage", "rollback", "undo", "sync", "merging", "editors", "screen", "processes")

GROWN = (False, False, True)
"""A third of the libraries have more than 4 MB, and so a journal."""

FILES = ("", "", ".journal", ".bak", ".ranges", ".bak.journal")


def about(*subjects: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Return a decorator: a rule belongs to the histories of these subjects, and to those of none."""
    return precondition(lambda self: self.subject in ("", *subjects))


class Histories(RuleBasedStateMachine):
    """Two or three devices, their windows and command lines, and all that other hands do to their files."""

    forgiven: frozenset[str] = frozenset()
    """Kinds of faults that were found before, and are not what is looked for now."""
    report: Callable[[str, str], None] = staticmethod(lambda kind, script: None)
    """What is told of a fault: its kind, and the history as a script."""

    snapshots = Bundle("snapshots")
    copies = Bundle("copies")

    def __init__(self) -> None:
        super().__init__()
        self.subject = ""
        """What the history is about; "" for everything."""
        self.world = World(self.forgiven, self.report)
        self.commands, self.windows, self.hands = (
            CommandActs(self.world),
            WindowActs(self.world),
            OtherHands(self.world),
        )
        self.merging = Merging(self.world, self.commands)

    @initialize(
        subject=st.sampled_from(("", *SUBJECTS)), devices=st.sampled_from((2, 2, 3)), big=st.sampled_from(GROWN)
    )
    def begin(self, subject: str, devices: int, big: bool) -> None:
        self.subject = subject
        for name in "ABC"[:devices]:
            self.world.add_device(name)
        if big:
            self.commands.grow(self.device(0))

    @invariant()
    def everything_holds(self) -> None:
        self.world.everything_holds()

    def teardown(self) -> None:
        try:
            if not self.world.has_failed and sys.exc_info()[0] is None:
                self.end()
        finally:
            self.world.close()

    def end(self) -> None:
        """Quit and repair everything, merge it, and compare."""
        world = self.world
        world.go_on()
        for device in world.devices:
            world.make_room(device)
        for window in [*world.windows]:
            self.windows.quit_window(window)
        for device in world.devices:
            self.commands.repair(device)
        world.everything_holds()
        self.merging.agree(world.devices)
        world.everything_holds()
        for device in world.devices:
            self.commands.printed_notes_are_those_of_the_file(device)

    def device(self, index: int) -> Device:
        return self.world.devices[index % len(self.world.devices)]

    # ------------------------------------------------------------------ the command line

    @rule(index=DEVICES, pick=PICK)
    def note(self, index: int, pick: int) -> None:
        self.commands.note(self.device(index), pick)

    @rule(index=DEVICES, pick=PICK, how=st.sampled_from(("edit", "delete", "relink")))
    def change(self, index: int, pick: int, how: str) -> None:
        commands = {"edit": self.commands.edit, "delete": self.commands.delete, "relink": self.commands.relink}
        commands[how](self.device(index), pick)

    @about("processes")
    @rule(index=DEVICES, pick=PICK, moment=MOMENT, how=st.sampled_from(("killed", "stopped", "two at once")))
    def note_disturbed(self, index: int, pick: int, moment: float, how: str) -> None:
        if how == "killed":
            self.commands.kill_command(self.device(index), pick, moment)
        elif how == "stopped":
            self.commands.stop_command(self.device(index), pick, moment)
        else:
            self.commands.two_at_once(self.device(index), pick)

    @about("merging", "processes")
    @rule(index=DEVICES)
    def import_notes(self, index: int) -> None:
        self.commands.import_notes(self.device(index))

    @about("sync", "processes")
    @rule(index=DEVICES)
    def cross_4_megabytes(self, index: int) -> None:
        self.commands.cross_4_megabytes(self.device(index))

    @about("processes")
    @rule()
    def go_on(self) -> None:
        self.world.go_on()

    @rule(index=DEVICES, repairing=st.booleans())
    def check(self, index: int, repairing: bool) -> None:
        if repairing:
            self.commands.repair(self.device(index))
        self.commands.check(self.device(index))

    # ------------------------------------------------------------------ windows

    @rule(index=DEVICES, pick=PICK, moment=st.sampled_from((0.0, 0.05, 0.1, 0.2, 0.3, 0.5)))
    def open_window(self, index: int, pick: int, moment: float) -> None:
        self.windows.open_window(self.device(index), pick, moment)

    @rule(index=DEVICES, pick=PICK)
    def note_in_window(self, index: int, pick: int) -> None:
        self.windows.note(self.device(index), pick)

    @about("undo", "editors", "screen", "processes")
    @rule(index=DEVICES, pick=PICK, deleting=st.booleans())
    def change_in_window(self, index: int, pick: int, deleting: bool) -> None:
        change = self.windows.delete if deleting else self.windows.edit
        change(self.device(index), pick)

    @about("screen", "processes")
    @rule(index=DEVICES, pick=PICK)
    def draft(self, index: int, pick: int) -> None:
        self.windows.draft(self.device(index), pick)

    @about("undo")
    @rule(index=DEVICES, pick=PICK)
    def undo(self, index: int, pick: int) -> None:
        self.windows.undo(self.device(index), pick)

    @about("undo")
    @rule(index=DEVICES, pick=PICK)
    def redo(self, index: int, pick: int) -> None:
        self.windows.redo(self.device(index), pick)

    @about("screen")
    @rule(
        index=DEVICES,
        pick=PICK,
        key=st.sampled_from(("", "L", "s", "?", "3", "1", "A", "r")),
        moment=st.integers(0, 50).map(lambda milliseconds: milliseconds / 1000),
    )
    def resize(self, index: int, pick: int, key: str, moment: float) -> None:
        self.windows.resize(self.device(index), pick, key, moment)

    @about("screen")
    @rule(index=DEVICES, pick=PICK, evil=st.booleans())
    def paste(self, index: int, pick: int, evil: bool) -> None:
        self.windows.paste(self.device(index), pick, evil)

    @rule(index=DEVICES, pick=PICK)
    def look(self, index: int, pick: int) -> None:
        self.windows.look(self.device(index), pick)

    @about("screen")
    @rule(index=DEVICES, pick=PICK)
    def reload(self, index: int, pick: int) -> None:
        self.windows.reload(self.device(index), pick)

    @about("screen", "processes")
    @rule(index=DEVICES, pick=PICK, how=st.sampled_from(("q", "SIGTERM", "hangup", "SIGKILL")))
    def close_window(self, index: int, pick: int, how: str) -> None:
        self.windows.close_window(self.device(index), pick, how)

    @about("processes")
    @rule(index=DEVICES, pick=PICK, key=st.sampled_from((SAVE, "U", "x")), moment=MOMENT)
    def kill_at_a_key(self, index: int, pick: int, key: str, moment: float) -> None:
        self.windows.kill_at_a_key(self.device(index), pick, key, moment)

    @about("processes")
    @rule(index=DEVICES, pick=PICK)
    def stop_window(self, index: int, pick: int) -> None:
        self.windows.stop_window(self.device(index), pick)

    # ------------------------------------------------------------------ other hands

    @about("processes")
    @rule(index=DEVICES, room=st.sampled_from((None, 0, 300, 3000)))
    def disturb_disk(self, index: int, room: int | None) -> None:
        """Fill the disk up to files of a size, or make the folder read-only."""
        if room is None:
            self.hands.read_only(self.device(index))
        else:
            self.hands.fill_disk(self.device(index), room)

    @about("screen")
    @rule()
    def change_article(self) -> None:
        self.hands.change_article()

    @about("rollback", "undo", "sync", "merging")
    @rule(target=snapshots, index=DEVICES)
    def snapshot(self, index: int) -> Path:
        return self.hands.snapshot(self.device(index))

    @about("rollback", "undo")
    @rule(target=snapshots, index=DEVICES, snapshot=snapshots)
    def roll_back(self, index: int, snapshot: Path) -> Path:
        return self.hands.roll_back(self.device(index), snapshot)

    @about("rollback")
    @rule(target=snapshots, index=DEVICES)
    def move_away(self, index: int) -> Path:
        return self.hands.move_away(self.device(index))

    @about("rollback", "damage")
    @rule(index=DEVICES, name=st.sampled_from(FILES))
    def remove(self, index: int, name: str) -> None:
        self.hands.remove(self.device(index), name)

    @about("sync")
    @rule(index=DEVICES, snapshot=snapshots, name=st.sampled_from(("library.json", "library.json.journal")))
    def deliver_late(self, index: int, snapshot: Path, name: str) -> None:
        self.hands.deliver_late(self.device(index), snapshot, name)

    @about("sync")
    @rule(target=copies, index=DEVICES, snapshot=snapshots, name=st.sampled_from(CONFLICT_COPIES))
    def conflict(self, index: int, snapshot: Path, name: str) -> Path:
        return self.hands.conflict(self.device(index), snapshot, name)

    @about("editors")
    @rule(index=DEVICES, pick=PICK, same_time=st.booleans(), in_place=st.booleans())
    def edit_by_another_program(self, index: int, pick: int, same_time: bool, in_place: bool) -> None:
        self.hands.edit_by_another_program(self.device(index), pick, same_time, in_place)

    @about("merging", "editors")
    @rule(index=DEVICES)
    def write_by_a_later_version(self, index: int) -> None:
        self.hands.write_by_a_later_version(self.device(index))

    @about("damage")
    @rule(
        index=DEVICES,
        name=st.sampled_from(("", "", ".journal", ".bak")),
        pick=PICK,
        bit=st.integers(0, 7),
        place=st.floats(0, 0.999),
    )
    def flip_bit(self, index: int, name: str, pick: int, bit: int, place: float) -> None:
        self.hands.flip_bit(self.device(index), name, pick, bit, place)

    # ------------------------------------------------------------------ merging

    @about("merging")
    @rule(index=DEVICES, other=st.integers(1, 2))
    def merge_device(self, index: int, other: int) -> None:
        self.merging.merge(self.device(index), self.device(index + other).library)

    @about("rollback", "undo", "merging")
    @rule(index=DEVICES, snapshot=snapshots)
    def merge_snapshot(self, index: int, snapshot: Path) -> None:
        self.merging.merge(self.device(index), snapshot / "library.json")

    @about("rollback", "undo")
    @rule(index=DEVICES, pick=PICK)
    def work_on_a_copy(self, index: int, pick: int) -> None:
        """Write a note after a backup, put the backup in place, write another one, and merge what was put away.

        One rule: in use these follow each other, since the program advises the merge; by chance they hardly ever do.
        """
        device = self.device(index)
        copy = self.hands.snapshot(device)
        self.commands.note(device, pick)
        away = self.hands.roll_back(device, copy)
        self.commands.note(device, pick + 1)
        self.merging.merge(device, away / "library.json")

    @about("sync")
    @rule(index=DEVICES, copy=consumes(copies))
    def merge_conflict_copy(self, index: int, copy: Path) -> None:
        self.merging.merge(self.device(index), copy)

    @about("merging")
    @rule(index=DEVICES, other=st.integers(1, 2))
    def pull(self, index: int, other: int) -> None:
        self.merging.pull(self.device(index), self.device(index + other))

    @about("merging")
    @rule(order=st.permutations((0, 1, 2)))
    def agree(self, order: list[int]) -> None:
        self.merging.agree([self.world.devices[each] for each in order if each < len(self.world.devices)])
