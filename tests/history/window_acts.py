"""What users do on the screen, and what it must show then."""

import signal
import time
from collections.abc import Callable

from tests.history.command_acts import FILLING
from tests.history.devices import Device
from tests.history.model import ABSENT, WORD, Act, Note, View
from tests.history.windows import END, ESCAPE, REDO, REPAINT, SAVE, SOON, NotShownError, Window
from tests.history.world import ARTICLE, SLACK, Paused, World

TYPED_IS_KEPT = 2.0
"""Seconds after which a typed word must be kept."""

SIZES = ((110, 34), (80, 24), (90, 20), (150, 50), (120, 30))

LEAVES = "\x1b[?1049l"
"""What the program writes when it gives the terminal back."""


class WindowActs:
    """Windows, on any device."""

    def __init__(self, world: World) -> None:
        self.world = world

    def window(self, device: Device, pick: int) -> Window | None:
        """Return a window of a device that waits for keys, a new one if it has none; None if none can be had."""
        mine = self.world.of(device)
        found = mine[pick % len(mine)] if mine else self.opened(device, pick)
        if found is None or (self.world.paused is not None and self.world.paused.process is found):
            return None
        self.must(found, lambda: found.is_ready or found.has_box or found.has_choice, "the article")
        return found if self.is_open(found) else None

    def must(self, window: Window, condition: Callable[[], object], what: str) -> None:
        """Wait for what a window must show."""
        try:
            window.until(condition, what)
        except NotShownError as error:
            self.is_open(window)
            if not (self.world.is_paused(window.device) or window.device.room is not None):
                self.world.fault("alive", str(error))

    def is_open(self, window: Window) -> bool:
        """Return whether a window is running, as it must be."""
        window.pump()
        if window.has_traceback or window.status is not None:
            self.world.drop(window)
            self.world.fault("alive", f"window {window.name} ended with {window.status}:\n{window.text.rstrip()}")
            return False
        return True

    def open_window(self, device: Device, pick: int, moment: float) -> None:
        """Open a window, and resize it after a moment, if that is not 0."""
        self.opened(device, pick, moment)

    def opened(self, device: Device, pick: int, moment: float = 0.0) -> Window | None:
        if len(self.world.of(device)) > 1 or len(self.world.windows) > 3:
            return None
        self.world.count += 1
        window = Window(device, self.world.count, ARTICLE, SIZES[pick % len(SIZES)])
        self.world.windows.append(window)
        if moment:
            window.terminal.rest(0)
            self.world.script.say(f"sleep {moment}")
            window.reaches(lambda: False, moment)
            window.resize(SIZES[(pick + 1) % len(SIZES)])
        self.must(window, lambda: window.is_ready, "the article")
        if not self.is_open(window):
            return None
        self.world.script.run("shown", window.name, "edition")
        window.known = self.world.view(device)
        self.drafts_are_shown(window)
        self.window_tells(window)
        return window

    def drafts_are_shown(self, window: Window) -> None:
        """Check that a new window shows the drafts of those that are closed, each once."""
        ledger = self.world.ledgers[window.device]
        drafts = {draft for draft, owner in ledger.drafts.items() if owner not in self.world.windows}
        if not drafts or len(ledger.drafts) > 4 or self.world.is_paused(window.device):
            return
        window.press("3")
        if not window.reaches(lambda: drafts <= {*window.words()}):
            self.world.fault("drafts", f"{sorted(drafts - {*window.words()})} are not shown:\n{window.text.rstrip()}")
        window.settle()
        twice = [draft for draft in drafts if window.words().count(draft) > 1]
        if twice:
            self.world.fault("drafts", f"{twice} are shown more than once:\n{window.text.rstrip()}")

    def window_tells(self, window: Window) -> None:
        """Check that a window tells of a loss that nobody has told of."""
        device, ledger = window.device, self.world.ledgers[window.device]

        def gone() -> set[str]:
            return (ledger.owed | ledger.unaccepted) - self.world.view(device).words

        if window.told:
            window.told_of |= gone()
        if window.owes or ledger.owed:
            told = window.reaches(lambda: window.told or window.notice() or not gone())
            if not told:
                self.world.fault(
                    "silence", f"window {window.name} says nothing of {sorted(gone())}:\n{window.text.rstrip()}"
                )
            in_copies = {each for words in ledger.copies.values() for each in words}  # a long name is cut on the screen
            window.told_of |= window.owes | ledger.owed
            window.owes.clear()
            ledger.told |= ledger.owed - in_copies
            ledger.unaccepted |= ledger.owed - in_copies
            ledger.owed &= in_copies
        elif not (ledger.disturbed or window.may_tell) and window.device.room is None and window.notice():
            self.world.fault("calm", f"window {window.name}, which nobody has disturbed:\n{window.text.rstrip()}")

    def closed_box(self, window: Window | None) -> Window | None:
        """Return the window with its note box closed; None if that cannot be."""
        if window is None:
            return None
        typed = {*window.typed}
        kept = window.close_box()
        if not self.is_open(window):
            return None
        if kept:
            self.world.ledgers[window.device].drafts.update(dict.fromkeys(typed, window))
            window.typed.clear()
        elif window.device.room is None:
            self.world.fault(
                "drafts", f"window {window.name} does not say that the draft is kept:\n{window.text.rstrip()}"
            )
        return window if window.is_ready else None

    def typed(self, window: Window | None, *keys: str) -> str:
        """Open a note box by these keys and type a word; return it, or "" if there is no box."""
        if window is None or not window.open_box(*keys):
            return ""
        made = self.world.new_word()
        try:
            window.type(made)
        except NotShownError as error:
            self.is_open(window)
            self.world.fault("alive", str(error))
        return made

    def save(self, window: Window, made: str) -> None:
        """Save the open box."""
        device = window.device
        before = self.world.view(device)
        words = {*window.typed}
        window.press(SAVE)
        done = window.reaches(lambda: window.says_saved or window.has_choice or window.refuses)
        saved = done and not window.refuses
        if not self.is_open(window):
            return
        self.world.script.run("shown", window.name, "saved")
        if saved:
            window.typed.clear()
            window.known = self.world.view(device)
            self.world.made(device, before, words, [self.world.view(device).with_word(made)], window)
            self.window_tells(window)
        else:
            self.world.unanswered(device, before, made)
            if self.world.is_safe(device) and device.room is None and not self.world.ledgers[device].disturbed:
                self.world.fault("alive", f"window {window.name} does not save:\n{window.text.rstrip()}")

    def note(self, device: Device, pick: int) -> None:
        window = self.free_window(device, pick)
        if window is not None and (made := self.typed(window, "A")):
            self.save(window, made)

    def edit(self, device: Device, pick: int) -> None:
        window = self.free_window(device, pick)
        if window is not None and (made := self.typed(window, "3", *"j" * (pick % 4), "e", END, " ")):
            self.save(window, made)

    def draft(self, device: Device, pick: int) -> None:
        """Type a draft, and leave it."""
        self.typed(self.free_window(device, pick), "A")

    def free_window(self, device: Device, pick: int) -> Window | None:
        """Return a window without a note box; None if none can be had."""
        return self.closed_box(self.window(device, pick))

    def changed_by(self, window: Window, key: str) -> tuple[View, dict[str, tuple[Note, Note]]]:
        """Press a key that changes notes; return what was there before, and each note before and after."""
        device = window.device
        window.press("y")
        window.reaches(lambda: "copied" in window.footer, SOON)  # so that the next message is another one
        before, said = self.world.view(device), window.footer
        window.press(key)
        window.reaches(lambda: window.footer != said or self.world.view(device).notes != before.notes)
        window.settle()
        after = self.world.view(device)
        if after.notes != before.notes:
            window.known = after
        ids = {*before.notes, *after.notes}
        return before, {
            each: (before.note(each), after.note(each)) for each in ids if before.note(each) != after.note(each)
        }

    def delete(self, device: Device, pick: int) -> None:
        window = self.free_window(device, pick)
        if window is None or self.world.ledgers[window.device].drafts:
            return
        window.press("3", *"j" * (pick % 4))
        window.settle()
        _, changes = self.changed_by(window, "x")
        if not self.is_open(window) or not changes:
            return
        ledger = self.world.ledgers[window.device]
        others = len(changes) > 1 or any(after != ABSENT and not after.in_conflict for _, after in changes.values())
        if others and not ledger.damaged:  # a save restores what was damaged, too
            self.world.fault("words", f"`x` in window {window.name} has changed {changes}")
        ledger.acts.append(Act(changes, window))
        ledger.redoable.clear()
        self.window_tells(window)

    def undo(self, device: Device, pick: int) -> None:
        window = self.free_window(device, pick)
        if window is None or self.world.is_paused(window.device):
            return
        ledger = self.world.ledgers[window.device]
        self.world.resolve_pending(window.device)
        view = self.world.view(window.device)
        if view.notes != window.known.notes and window.rests() and self.agrees(window):
            window.known = view
        expected = ledger.next_undo(view, window)
        sound = ledger.certain and not (ledger.owed or ledger.damaged or window.device.room is not None)
        certain = sound and ledger.is_last(expected) and view.notes == window.known.notes
        _, changes = self.changed_by(window, "U")
        if not self.is_open(window):
            return
        done = next(
            (act for act in [expected, *reversed(ledger.acts)] if act is not None and act.undoing == changes), None
        )
        if done is not None and (done is expected or not certain):
            done.undone = True
            ledger.redoable.append(done)
        elif certain or (changes and sound):
            self.world.fault(
                "undo",
                f"`U` in window {window.name} changed {changes}, not {expected and expected.undoing}:\n{window.footer}",
            )
        if changes:
            self.window_tells(window)

    def redo(self, device: Device, pick: int) -> None:
        if not self.world.ledgers[device].redoable:
            return
        window = self.free_window(device, pick)
        if window is None or self.world.is_paused(window.device):
            return
        ledger = self.world.ledgers[window.device]
        expected = ledger.redoable.pop() if ledger.redoable else None
        stale = self.world.view(window.device).notes != window.known.notes
        _, changes = self.changed_by(window, REDO)
        if not self.is_open(window) or expected is None:
            return
        if changes == expected.changes:
            expected.undone, expected.window = False, window
            ledger.acts.remove(expected)
            ledger.acts.append(expected)
        elif ledger.certain and not (ledger.damaged or ledger.owed or window.device.room is not None or stale):
            self.world.fault(
                "undo", f"Ctrl-Y in window {window.name} changed {changes}, not {expected.changes}:\n{window.footer}"
            )

    def resize(self, device: Device, pick: int, key: str, moment: float) -> None:
        """Resize a window, perhaps within 50 ms of a key that opens something; then go back to the article."""
        window = self.free_window(device, pick)
        if window is None:
            return
        if key:
            window.press(key)
            window.reaches(lambda: False, moment)
        window.resize(SIZES[pick % len(SIZES)])
        window.settle()
        if self.is_open(window) and key in set("Ls?A"):
            self.must(window, lambda: not window.is_ready or window.has_box, f"what {key} opens")
            for _ in range(3):  # the search has a field to leave first
                if not window.has_box and not window.is_ready:
                    window.press(ESCAPE)
                    window.reaches(lambda: window.is_ready, 1.0)
            window.close_box()
        if self.is_open(window):
            self.must(window, lambda: window.is_ready, "the article again")

    def paste(self, device: Device, pick: int, evil: bool) -> None:
        """Paste over the article what must press no key."""
        window = self.free_window(device, pick)
        if window is None:
            return
        before = self.world.view(window.device)
        window.paste("words \x1b[201~xqU" if evil else "xqU")
        window.settle()
        if self.is_open(window) and self.world.view(window.device).notes != before.notes:
            self.world.fault("words", f"a paste in window {window.name} has changed notes")

    def look(self, device: Device, pick: int) -> None:
        """Compare what a window shows of notes with the library; Ctrl-L changes no more than the row of the caret."""
        window = self.free_window(device, pick)
        if window is None or self.world.is_paused(window.device):
            return
        ledger = self.world.ledgers[window.device]
        window.press("3")
        if window.reaches(lambda: self.agrees(window)):
            window.known = self.world.view(window.device)
        elif self.is_open(window) and not ledger.damaged:
            now = [note for note in self.world.view(window.device).notes.values() if not note.deleted]
            self.world.fault("screen", f"window {window.name} shows other notes than {now}:\n{window.text.rstrip()}")
        self.window_tells(window)
        shown = window.rests()
        window.press(REPAINT)
        window.settle()
        repainted = window.rows
        rows = [row for row, (was, now) in enumerate(zip(shown, repainted, strict=True)) if was != now]
        if self.is_open(window) and len({*rows} - {len(shown) - 1}) > 1 and window.rests() == repainted:
            self.world.fault("screen", f"Ctrl-L changes rows {rows} of window {window.name}:\n" + "\n".join(shown))

    def agrees(self, window: Window) -> bool:
        """Return whether a window shows only words that are there, and a word of each note, if there are few.

        If the library is gone, what was there last stays on the screen.
        """
        if not window.device.library.exists():
            return True
        notes = [
            note
            for note in self.world.view(window.device).notes.values()
            if not note.deleted and FILLING not in note.text
        ]
        drafts = {*self.world.ledgers[window.device].drafts}
        kept = {*WORD.findall(window.device.kept_drafts())}  # of an edited note all words, though the note is gone
        shown = {*window.words()}
        there = {each for note in notes for each in note.words}
        few = len(notes) + len(drafts) <= 5
        conflict = any(note.in_conflict for note in notes)
        return conflict or (shown <= there | drafts | kept and (not few or all(note.words & shown for note in notes)))

    def reload(self, device: Device, pick: int) -> None:
        window = self.free_window(device, pick)
        if window is not None:
            window.press("r")
            self.must(
                window,
                lambda: window.is_ready and f"edition {self.world.edition}" in window.text,
                f"edition {self.world.edition}",
            )

    def quit_window(self, window: Window) -> None:
        """Quit by `q`, which closes no note box."""
        if self.closed_box(window) is None:
            return
        window.press("q")
        self.ended(window, {0}, "`q`")

    def ended(self, window: Window, codes: set[int] | None, how: str) -> None:
        """Wait for the end of a window. What was typed into its box is a draft then."""
        ledger, typed = self.world.ledgers[window.device], {*window.typed}
        in_time = window.ends()
        output = window.terminal.seen
        status, traceback = window.status, window.has_traceback
        self.world.drop(window)
        if not in_time or traceback or (codes is not None and status not in codes):
            self.world.fault("alive", f"window {window.name} after {how}: status {status}\n{window.text.rstrip()}")
        if window.device.room is None:
            ledger.drafts.update(dict.fromkeys(typed, window))
        elif how == "SIGTERM":
            told = output.rpartition(LEAVES)[2] + window.device.kept_drafts()
            if lost := [each for each in typed if each not in told]:
                story = f"window {window.name} neither kept nor printed {lost}:\n{output[-300:]!r}"
                self.world.fault("alive", story)

    def close_window(self, device: Device, pick: int, how: str) -> None:
        if not self.world.of(device) or (window := self.window(device, pick)) is None:
            return
        if how == "q":
            self.quit_window(window)
        elif how == "SIGTERM":
            window.signal(signal.SIGTERM)
            self.ended(window, None, how)
        elif how == "hangup":
            window.close_terminal()
            self.ended(window, None, how)
        else:
            self.kill_window(window)

    def kill_window(self, window: Window) -> None:
        """Kill a window: what was typed two seconds ago is kept."""
        now = time.monotonic()
        window.signal(signal.SIGKILL)
        window.ends()
        self.world.drop(window)
        if window.device.room is None:
            old = [each for each, typed in window.typed.items() if typed < now - TYPED_IS_KEPT - SLACK]
            self.world.ledgers[window.device].drafts.update(dict.fromkeys(old, window))

    def kill_at_a_key(self, device: Device, pick: int, key: str, moment: float) -> None:
        """Kill a window while it handles a key."""
        window = self.free_window(device, pick)
        if window is None:
            return
        ledger = self.world.ledgers[window.device]
        before = self.world.view(window.device)
        if key == SAVE and self.typed(window, "A"):
            for each in {*window.typed}:
                self.world.unanswered(window.device, before, each)
        elif key == "x":
            if ledger.drafts:
                return
            window.press("3")
            window.settle()
        if key != SAVE:
            ledger.certain = False
            ledger.redoable.clear()
        window.press(key)
        window.reaches(lambda: False, moment / 4)
        self.kill_window(window)

    def stop_window(self, device: Device, pick: int) -> None:
        """Stop a window, as Ctrl-Z in another terminal could."""
        if not self.world.of(device):
            return
        self.world.go_on()
        if (window := self.window(device, pick)) is not None:
            window.signal(signal.SIGSTOP)
            self.world.paused = Paused(window.device, window)
