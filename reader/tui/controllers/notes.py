"""Notes, highlights and tags: writing, deleting, undo, and drafts.

A note is made on the selection; if the side pane has the focus, on its chosen quote; else on the sentence at the caret.
Text that is not saved yet is a draft. Pitfall: the text of the article may change while a note box is open, so a box
works on its draft, which is placed again, and never on a span.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import chain
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from reader.annotations import COLOURS, colour_name, next_colour
from reader.config import with_keys
from reader.errors import NoteError, PassageChangedError, SessionError
from reader.text.format import in_quotation_marks
from reader.text.sanitize import clean
from reader.text.span import Span
from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller, View, background
from reader.view.interval_index import find_overlaps

if TYPE_CHECKING:
    from reader.annotations.notes import Note
    from reader.library.library import Library
    from reader.session.drafts import Draft
    from reader.session.notes import SavedNote

T = TypeVar("T")


class NoteController(Controller):
    _box: "NoteBox | None" = None
    _last: tuple[tuple[str, ...], str] | None = None
    """The tags and the colour of what was tagged or highlighted last, to be repeated."""

    def commands(self) -> Handlers:
        targets = self.targets

        def has_placed_note() -> bool:
            return any(note.span for note in self.session.notes)

        return {
            "annotate": (self._annotate, targets.has_passage),
            "annotate-article": (lambda: self.write(self.session.article_notes.draft_on(None)), always),
            "highlight": (self._highlight, targets.has_passage),
            "repeat": (self._repeat, targets.has_passage),
            "tag": (self._tag, lambda: targets.has_note() or targets.has_passage()),
            "edit-outside": (lambda: targets.with_note(self._edit_outside), targets.has_note),
            "delete": (lambda: targets.with_note(self._delete, "no note here to delete"), targets.has_note),
            "undo": (partial(self._take_back, undoing=True), lambda: bool(self.session.article_notes.history.undo)),
            "redo": (partial(self._take_back, undoing=False), lambda: bool(self.session.article_notes.history.redo)),
            "previous-note": (partial(self._go, -1), has_placed_note),
            "next-note": (partial(self._go, 1), has_placed_note),
        }

    def proposal_commands(self) -> Handlers:
        """The same keys where the target is what a program proposes: only a person decides about that."""
        from reader.session.note_editing import accept, reject

        return {
            "accept": (partial(self._decide, accept, "accepted, in its name and yours"), always),
            "edit": (self._edit_proposal, always),
            "delete": (partial(self._decide, reject, "rejected, and not proposed again"), always),
        }

    @background("notes")
    async def _decide(self, decision: "Callable[[Library, str], None]", said: str) -> None:
        if (proposal := self.targets.proposal) is not None:
            decide = partial(self.session.article_notes.decide, decision, proposal.id)
            await self._change(decide, with_keys(f"{said} · {{undo}} to undo"))

    def _edit_proposal(self) -> None:
        from reader.annotations.proposals import AddNote

        if (proposal := self.targets.proposal) is not None and isinstance(proposal.change, AddNote):
            self.write(self.session.article_notes.draft_of(proposal.note))
        else:
            self.status.say(with_keys("a correction is accepted or rejected; {correct} makes another one"))

    def show(self) -> None:
        """Draw the notes in the text and list them after the drafts."""
        from reader.tui.widgets.note_rows import DraftRow, ProposalRow, note_rows, place_of
        from reader.tui.widgets.tab_rows import listing

        layers: dict[str, list[Span]] = {"highlight": [], "note": [], "changed": []}
        for note in self.session.notes:
            if note.span:
                layers["changed" if note.is_changed else "note" if note.text else "highlight"].append(note.span)
        layers["overlap"] = find_overlaps(chain(*layers.values()))
        for colour in COLOURS:
            layers[colour] = [note.span for note in self.session.notes if note.span and note.color == colour]
        self.article.show_layers(layers)
        drafts = [DraftRow(draft.text, draft.id, draft.span) for draft in self.view.drafts.all]
        article, proposed = self.session.article, self.session.proposals
        proposals = [ProposalRow(*place_of(each.note, article), f"by {each.author}", each) for each in proposed]
        rows = [*drafts, *proposals, *note_rows(self.session.notes, article)]
        self.panes.side.show("notes", listing("notes", rows))

    def _annotate(self, on_tags: bool = False) -> None:
        if (span := self.targets.passage) is not None:
            self.write(self.session.article_notes.draft_on(span), on_tags)

    def _tag(self) -> None:
        if self.article.selection is None and self.targets.notes:
            self.targets.with_note(lambda note: self.write(self.session.article_notes.draft_of(note), on_tags=True))
        else:
            self._annotate(on_tags=True)

    def continue_draft(self, draft_id: str) -> None:
        if (draft := self.view.drafts.find(draft_id)) is not None:
            self.write(draft)

    @background("notes")
    async def _edit_outside(self, note: "Note") -> None:
        from reader.tui.external_editor import edit_externally

        draft = self.view.drafts.matching(self.session.article_notes.draft_of(note))
        try:
            text, failure = edit_externally(self.panes.screen.app, draft.text)
        except NoteError as error:
            self.status.complain(str(error))
            return
        draft = replace(draft, text=text)
        if (trouble := await self.view.drafts.keep(draft)) is not None:
            self.status.complain(f"{failure or 'edited'}; the draft cannot be kept: {trouble}")
            self.write(draft)
        elif failure:
            self.status.complain(f"{failure}; what it wrote is kept as a draft")
        elif saved := await self.view.changes.make(
            lambda: self.session.article_notes.save_draft(draft), attrgetter("remark")
        ):
            await self.view.drafts.drop(draft)
            self._show_conflict(saved)
        self.view.notes_changed()

    @background("box", exclusive=True)
    async def write(self, draft: "Draft", on_tags: bool = False) -> None:
        """Open the note box for a draft, or for the one that was kept for the same place."""
        kept = self.view.drafts.matching(draft)
        above = self.article.caret_row > self.article.size.height // 2
        self._box = box = NoteBox(self.view, kept, on_tags, above)
        saved = await self.panes.screen.app.push_screen_wait(box.dialog)
        self._box = None
        if saved:
            if box.saved is not None and (tags := box.saved.note.tags_beside):
                self._last = tuple(tags), ""
            self.article.clear_selection()
            self._show_conflict(box.saved)
        elif self.view.drafts.is_kept(box.draft.id):
            self.status.say("not saved; the draft is kept")
        self.view.notes_changed()

    def text_changed(self) -> None:
        """Place the draft of the open note box in the new text."""
        if self._box is not None:
            self._box.text_changed()

    def _show_conflict(self, saved: "SavedNote | None") -> None:
        if saved is not None and saved.note.conflict:
            self.view.review_note(saved.note)

    @background("notes")
    async def _highlight(self) -> None:
        """Highlight the passage, or give the highlight there its next colour."""
        span = self.targets.passage
        if (highlight := self._highlight_here(span)) is not None:
            colour = next_colour(highlight.color)
            recolour = partial(self.session.article_notes.recolour, highlight.id, colour)
            await self.view.changes.make(recolour, f"highlight: {colour_name(colour)}")
            self._last = (), colour
        elif span is not None:
            draft = self.session.article_notes.draft_on(span)
            said = with_keys("highlighted · {highlight} again: next colour")
            await self.view.changes.make(lambda: self.session.article_notes.save_draft(draft), said)
            self._last = (), ""
        else:
            return
        self.article.clear_selection()
        self.view.notes_changed()

    @background("notes")
    async def _repeat(self) -> None:
        """Tag or highlight the passage as the last one."""
        if self._last is None or (span := self.targets.passage) is None:
            self.status.say(with_keys("nothing to repeat yet: {highlight} highlights, {tag} tags"))
            return
        tags, colour = self._last
        make = partial(self.session.article_notes.annotate, span, tags=tags, color=colour)
        said = " ".join(f"#{tag}" for tag in tags) or "highlighted"
        await self._change(make, with_keys(f"{said} · {{undo}} to undo"))
        self.article.clear_selection()

    def _highlight_here(self, span: Span | None) -> "Note | None":
        """Return the highlight on exactly the selected words, else the first one at the caret."""
        highlights = [note for note in self.targets.notes if not note.text and note.anchor]
        if self.article.selection is not None and not self.panes.in_side:
            highlights = [note for note in self.session.notes if note.span == span and not note.text]
        return next(iter(highlights), None)

    @background("notes")
    async def _delete(self, note: "Note") -> None:
        await self._change(lambda: self.session.article_notes.delete(note.id), with_keys("deleted · {undo} to undo"))

    @background("notes")
    async def _take_back(self, *, undoing: bool) -> None:
        def change() -> str:
            done = self.session.article_notes.undo() if undoing else self.session.article_notes.redo()
            if done is None:
                raise SessionError("nothing to undo" if undoing else "nothing to redo")
            return done

        await self._change(change, lambda done: f"{'undone' if undoing else 'redone'}: {done}")

    async def _change(self, change: "Callable[[], T]", said: "str | Callable[[T], str]") -> None:
        """Make a change of notes, which may be one of the analysis, too."""
        shown = self.findings
        await self.view.changes.make(change, said)
        if self.findings is not shown:
            self.view.analysis_changed()
        self.view.notes_changed()

    def _go(self, way: int) -> None:
        """Go to the next or the previous note in the text, around the end; of several in one place to each in turn."""
        placed = [(note.span, note) for note in self.session.notes if note.span]
        placed.sort(key=lambda pair: (pair[0].start, -pair[0].end, pair[1].id))
        if not placed:
            self.status.say(with_keys("no notes in this article yet: {annotate} writes one"))
            return
        caret, visited_id = self.article.caret.offset, self.targets.visited
        visited = [index for index, (span, note) in enumerate(placed) if note.id == visited_id and caret in span]
        starts = [span.start for span, _ in placed]
        index = bisect_right(starts, caret) if way > 0 else bisect_left(starts, caret) - 1
        if visited:
            index = visited[0] + way
        span, note = placed[index % len(placed)]
        self.article.go(span.start, jump=True)
        self.targets.visited = note.id
        self.article.show_layers({"current": (span,)})
        words = " ".join(note.text.split()) or "a highlight"
        self.status.say(f"note {index % len(placed) + 1}/{len(placed)}  {words}")


class NoteBox:
    """The note box that is open, and its draft."""

    def __init__(self, view: View, draft: "Draft", on_tags: bool, above: bool) -> None:
        from reader.tui.dialogs.note import NoteDialog

        self._view = view
        self.draft = draft
        """The draft as it was last kept, saved or placed."""
        self._accepted = True
        """The author has been shown that the passage is not as it was, if it is not."""
        self.saved: SavedNote | None = None
        self._saved_words: tuple[str, list[str]] | None = None
        """The text and tags of `saved`, as they were typed."""
        kept = view.drafts.find(draft.id) is None or view.drafts.is_kept(draft.id)
        tags = view.changes.known_tags
        self.dialog: NoteDialog = NoteDialog(self, tags, kept=kept, on_tags=on_tags, above=above)

    def _with(self, text: str, tags: list[str]) -> "Draft":
        self.draft = replace(self.draft, text=text, tags=tuple(tags))
        return self.draft

    @property
    def passage(self) -> str:
        """The words shown above the text: the passage, then and now if it has changed."""
        draft = self.draft
        if draft.anchor is None:
            return "On the article as a whole"
        then = in_quotation_marks(draft.anchor.exact)
        text = self._view.session.article.text
        now = in_quotation_marks(draft.span.of(text)) if draft.span else "no longer in the article"
        return f"Then: {then}\nNow: {now}" if draft.displaced else then

    def text_changed(self) -> None:
        """Place the draft in the text that is shown now; say so if its words have changed."""
        before = self.draft
        (self.draft,) = self._view.session.article_notes.place_drafts([before])
        self.dialog.show_passage()
        if self.draft.displaced and self.draft.note is None:
            self._accepted = False
            self.dialog.complain("The article was reloaded, and the words of this passage have changed")

    async def save(self, text: str, tags: list[str]) -> str | None:
        """Save the note; return an error message, or None. What cannot be saved is kept as a draft."""
        draft = self._with(text, tags)
        if draft.empty and draft.anchor is None:
            return "write something first"
        if not self._accepted:
            self._accepted = True
            await self._view.drafts.keep(draft)
            return "The words have changed, see above · Ctrl-S again: save on the words of then · Esc: keep the draft"
        saved = await self._view.changes.make(partial(self._save, text, tags), attrgetter("remark"))
        if saved is None:
            trouble = await self._view.drafts.keep(self._with(text, tags))
            if trouble is not None:
                return f"not saved, and draft not kept: {trouble} · Ctrl-O: write to a file"
            return f"not saved: {self._view.panes.status.message}"
        self.saved = saved
        self._saved_words = clean(text), tags
        self.draft = self._view.session.article_notes.draft_of(saved.note)  # of what is typed from now on
        if (trouble := await self._view.drafts.drop(draft)) is not None:
            self._view.panes.status.complain(f"saved, but the draft cannot be deleted: {trouble}")
        return None

    def _save(self, text: str, tags: list[str]) -> "SavedNote":
        draft = replace(self.draft, text=text, tags=tuple(tags))
        try:
            return self._view.session.article_notes.save_draft(draft, displaced=draft.displaced)
        except PassageChangedError:
            self._accepted = False
            raise

    def keep(self, text: str, tags: list[str]) -> Callable[[], str | None]:
        is_saved = self._saved_words == (text, tags)
        return (lambda: None) if is_saved else self._view.drafts.put(self._with(text, tags))
