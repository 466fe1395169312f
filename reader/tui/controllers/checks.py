"""Check the quotations and facts of the article that is shown, go to the sources, and accept verdicts.

The check runs in a child process. This is imported after the first paint. Pitfall: the verdicts are about the text that
was checked, so a reload drops them.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import aclosing, suppress
from functools import partial

from reader.anchoring import describe
from reader.annotations.corrections import AcceptCheck, accepted_checks
from reader.config import with_keys
from reader.document.article import Article
from reader.errors import ReaderError, SessionError, result_or_error
from reader.session.dossiers import folder_to_ask_about, folder_to_check, keep_answer
from reader.session.put_right import FileChange, Wanted, cited_as, plan_change, write_change
from reader.session.session import Session
from reader.session.state import load_appearance
from reader.system.paths import home_as_tilde
from reader.text.format import collapse_whitespace, counted
from reader.text.span import Span
from reader.text.width import drawn
from reader.tui.check_client import FoundFact, FoundPassage, QuotationCheck, Told, run_checks, run_facts
from reader.tui.chrome.passage_box import Passage
from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller, View, background
from reader.tui.controllers.genre import CHECKED
from reader.tui.controllers.links import session_at
from reader.tui.dialogs.words import QuestionDialog
from reader.tui.widgets.check_rows import WHITE, CheckEntry, SourcedRow, check_rows, count_checks, words_in_source
from reader.tui.widgets.rows import StyledText
from reader.tui.widgets.tab_rows import listing
from reader.verification import SIGNS, headline

QUOTATION_MARKS, STOPS = '“”„«»"', ".,;:!?"


class CheckController(Controller):
    def __init__(self, view: View, shown: Callable[[], object], reload: Callable[[], object]) -> None:
        """`shown` is called each time the verdicts have been listed, `reload` when the file was changed here."""
        super().__init__(view)
        self._shown = shown
        self._reload = reload
        self._written: tuple[FileChange, int] | None = None
        """The change of the file that was made last, and how much could be undone in the library then."""
        self._check_again = False
        self._checks: tuple[QuotationCheck | FoundFact, ...] = ()
        self._accepted: dict[Span, str] = {}
        self._rows: list[SourcedRow] = []
        self._places: list[tuple[SourcedRow, Span]] = []
        """The places of the rows; those of facts come before those of the quotations that they stand in."""
        self._against: Sequence[str] = ()
        self._told: SourcedRow | None = None
        """The verdict whose source is shown below the text."""

    def commands(self) -> Handlers:
        return {
            "verify": (self.run, always),
            "accept": (self._accept, lambda: self.row is not None),
            "put-right": (
                self._put_right,
                lambda: (row := self.row) is not None and row.counted and not row.check.is_fine,
            ),
        }

    def file_is_last(self) -> bool:
        """Return whether the file was changed here, and nothing in the library after it."""
        return self._written is not None and self._written[1] == len(self.session.article_notes.history.undo)

    @property
    def row(self) -> SourcedRow | None:
        """The chosen verdict or fact, or the one at the caret: a fact rather than the quotation that it stands in."""
        if self.panes.in_side:
            row = self.panes.row
            return row if isinstance(row, SourcedRow) else None
        caret = self.article.caret.offset
        return next((row for row, at in self._places if at.start - 1 <= caret <= at.end), None)  # with the marks around

    def show_passage(self) -> None:
        """Show the source of the chosen verdict or fact below the text if it needs somebody."""
        told = row if (row := self.row) is not None and row.needs_you else None
        if told != self._told:
            self._told = told
            self.panes.show_passage(None if told is None else passage_of(told, self.session.article))

    def _show_beside(self) -> None:
        """Show the verdicts beside their lines, or as a list if that was chosen; one of both where there is room."""
        kept = load_appearance(self.session.paths.state).beside.get(CHECKED, "margin")
        if self.panes.paged or kept == "side pane":
            self.panes.show_tab("checks")
        else:
            self.panes.side.offer("checks", first=False)
            if not self.panes.is_at_home:
                self.panes.side.open("checks")
            self.panes.show_beside(kept)

    def _go_to_next(self) -> None:
        """Go to the next quotation that needs somebody, from the caret on and then from the top, unless the list has
        the keys.
        """
        caret = self.article.caret.offset
        wrong = [row.check.span for row in self._rows if row.counted and row.needs_you]
        if wrong and not self.panes.in_side:
            self.article.go(next((span for span in wrong if span.end >= caret), wrong[0]).start, jump=True)

    def side_is_mounted(self) -> None:
        """Check the article now if it was opened for that."""
        if self.session.checks is not None:
            self._against = self.session.checks
            self.run()

    def text_changed(self) -> None:
        """Drop the verdicts: they are about another text. They are made again if the change was made here."""
        had_any, self._checks = bool(self._checks), ()
        if self._check_again:
            self._check_again = False
            self._list("Checking the quotations …")
            self.run()
            return
        self._written = None
        if had_any:
            self._list(with_keys("The text has changed. {verify} checks its quotations again."))

    @background("checks", exclusive=True)
    async def run(self) -> None:
        session = self.session
        against = await self._sources(session)
        if against is None:
            return
        self._list("Checking the quotations …")
        self._show_beside()
        found: list[QuotationCheck] = []
        problem = ""
        try:
            await self._collect(run_checks(session.article, session.paths, against), found)
        except (ReaderError, OSError) as error:
            problem = str(error)
        if session is not self.session:
            return
        self._checks = tuple(found)
        self._list(problem or "No quotations to check.")
        if problem:
            self.status.complain(problem)
        elif found:
            hint = with_keys(" · {undo} undoes the change") if self.file_is_last() else ""
            self.status.say(headline(sum(not check.is_fine for check in found), len(found)) + hint)
            self._go_to_next()
        else:
            self.status.say("no quotations to check")
        await self._add_facts(session, against)

    async def _collect(self, events: AsyncGenerator[str | Told], found: list[Told]) -> None:
        """Add what a child tells to what was `found`, and show its progress."""
        try:
            async with aclosing(events):
                async for event in events:
                    if isinstance(event, str):
                        self.status.work("checks", event)
                    else:
                        found.append(event)
        finally:
            self.status.work("checks")

    async def _add_facts(self, session: Session, against: Sequence[str]) -> None:
        """List the figures, dates, names and titles with the verdicts."""
        facts: list[FoundFact] = []
        with suppress(ReaderError, OSError):  # told with the verdicts
            await self._collect(run_facts(session.article, session.paths, against), facts)
        if facts and session is self.session:
            self._checks += tuple(facts)
            self._list()

    async def _sources(self, session: Session) -> Sequence[str] | None:
        """Return what to check against, nothing for dossier or library; None if a question about it is not answered."""
        if self._against:
            return self._against
        state, article = session.paths.state, session.article
        asked = await asyncio.to_thread(result_or_error, lambda: folder_to_ask_about(session.library, article, state))
        if isinstance(asked, tuple):
            path, others = asked
            texts = counted(others, "other text")
            question = QuestionDialog(
                "Check against this folder?",
                f"{home_as_tilde(str(path))} has {texts}. You are asked once for each folder.",
                "y: against this folder · n: against the library · Esc: no check",
            )
            if (answer := await self.panes.screen.app.push_screen_wait(question)) is None:
                self.status.say("not checked")
                return None
            with suppress(OSError):  # then it is asked again
                keep_answer(path, state, answer)
        folder = await asyncio.to_thread(result_or_error, lambda: folder_to_check(session.library, article, state))
        return [folder] if isinstance(folder, str) and folder else []

    def _list(self, waiting: str = "") -> None:
        """List the verdicts; `waiting` is the message while there are none."""
        self._accepted = accepted_checks(self.session.analysis_state.corrections)
        rows = self._rows = check_rows(self._checks, self.session.article, self._accepted)
        self._places = [(row, span) for row in sorted(rows, key=lambda row: row.counted) for span in row.spans]
        self.panes.side.show("checks", listing("checks", rows), waiting)
        counts = ""
        quotations = [row for row in rows if row.counted]
        if quotations:
            last = count_checks(quotations, self.session.article.sha256)
            self.view.keeper.keep_check(last)
            counts = " · ".join(
                f"{count} {sign}" for count, sign in zip(last[:3], SIGNS.values(), strict=True) if count
            )
        entries = [CheckEntry(row.check.span, row) for row in rows if row.spans]
        self.panes.margin.show("checks", entries, counts)
        self._shown()

    def show(self) -> None:
        """List the verdicts as they are accepted now."""
        if self._checks and self._accepted != accepted_checks(self.session.analysis_state.corrections):
            self._list()

    @background("checks")
    async def _accept(self) -> None:
        if (row := self.row) is None:
            return
        if row.accepted:
            self.status.say(with_keys("checked by you already · {undo} takes back what was done last"))
            return
        change = AcceptCheck(describe(self.session.article.text, row.check.span))
        said = with_keys("checked by you, today · {undo} to undo")
        await self.view.changes.make(partial(self.session.analysis_state.correct, change), said)
        self.show()

    @background("checks")
    async def _put_right(self) -> None:
        """Write what is shown below the text into the file; where nothing is shown there, show it and ask."""
        if (row := self.row) is None or isinstance(row.check, FoundFact):
            return
        article, check = self.session.article, row.check
        change = await asyncio.to_thread(result_or_error, lambda: plan_change(article, what_is_wrong(check, article)))
        if isinstance(change, ReaderError):
            self.status.say(str(change))  # of this quotation alone: it does not stay while the caret goes on
            return
        if self._told == row and self.panes.shows_what_is_written:
            wanted: bool | None = True
        else:
            told = "\n\n".join(f"– {was}\n+ {now}" for was, now in change.told())
            question = QuestionDialog(
                f"Put it right in {change.path.name}?", told, "y: write it · n: leave it as it is"
            )
            wanted = await self.panes.screen.app.push_screen_wait(question)
        if wanted:
            said = with_keys(f"put right in {change.path.name} · {{undo}} to undo")
            if await self._write(change, said, back=False):
                self._written = change, len(self.session.article_notes.history.undo)

    @background("checks")
    async def take_back(self) -> None:
        """Undo the change of the file: it takes the place of the usual undo while `file_is_last`."""
        if self._written is not None:
            change, _ = self._written
            if await self._write(change, f"undone: {change.path.name} is as it was", back=True):
                self._written = None

    async def _write(self, change: FileChange, said: str, *, back: bool) -> bool:
        """Write a change of the file, and check the new text; return whether it was written."""
        failed = await asyncio.to_thread(result_or_error, lambda: write_change(change, back=back))
        if isinstance(failed, ReaderError):
            self.status.complain(str(failed))
            return False
        self._check_again = True
        self._reload()
        self.status.say(said)
        return True

    def open_at_caret(self) -> bool:
        """Open the source of the verdict at the caret; return whether there is one."""
        if (row := self.row) is None or row.check.passage is None:
            return False
        self.open_source(row.check.passage)
        return True

    def open_source(self, passage: FoundPassage) -> None:
        self.open_over(partial(self._open_source, passage), passage.span, "the words in the source")

    def _open_source(self, passage: FoundPassage) -> Session:
        """Return a session with the text that was checked against. Raises LibraryError, SessionError, SourceError."""
        from reader.session.reopen import load_from_kept_text  # TinyDB, not before the side pane

        if passage.source not in ("", "-"):
            return session_at(self.session, passage.source)
        library = self.session.library
        if (record := library.article(passage.article)) is None or not (kept := load_from_kept_text(library, record)):
            raise SessionError("the source can no longer be read")
        return Session(kept, self.session.paths, library)


def passage_of(row: SourcedRow, article: Article) -> Passage | None:
    """Return what is shown of the source of a verdict or fact, and what can be done about it."""
    check, found = row.check, row.check.passage
    if found is None:
        return None
    if isinstance(check, FoundFact):
        before, own, after = (WHITE.sub(" ", words) for words in found.text.partition(check.own))
        done: list[StyledText] = [(with_keys("{accept}"), "note"), (" checked by you", "dim")]
        return Passage(drawn(found.title), found.where, "", [(before, ""), (own, "changed"), (after, "")], done)
    try:
        wanted = what_is_wrong(check, article)
    except SessionError as error:
        written: list[StyledText] = [(str(error), "dim")]
    else:
        words = " · ".join(collapse_whitespace(each.words) for each in wanted)
        written = [(with_keys("{put-right}"), "note"), (" writes  ", "dim"), (drawn(words), "")]
    return Passage(drawn(found.title), found.where, drawn(found.speaker), words_in_source(check), written)


def what_is_wrong(check: QuotationCheck, article: Article) -> list[Wanted]:
    """Return what is to be put right for a verdict. Raises SessionError if a source does not say how."""
    passage, found = check.passage, list[Wanted]()
    if check.words == "missing" or passage is None:
        raise SessionError("no source has these words: nothing to put in their place")
    whole = with_what_was_cut(check, passage)
    if check.words == "altered" or whole:
        if collapse_whitespace(check.span.of(article.text)) != collapse_whitespace(check.text):
            raise SessionError("the quotation is interrupted: put its parts right in the text")
        is_altered = check.words == "altered"
        found.append(Wanted(check.span, check.differences) if is_altered else Wanted(check.span, new=whole))
    if check.attribution == "other" and check.named is not None and passage.speaker:
        found.append(Wanted(check.named, new=passage.speaker))
    if check.citation is not None and check.citation.result == "elsewhere":
        found.append(Wanted(check.span, new=cited_as(passage.source, article), cited=check.citation.target))
    if not found:
        raise SessionError("its words are right: what is wrong with them is for you to put right")
    return found


def with_what_was_cut(check: QuotationCheck, passage: FoundPassage) -> str:
    """Return a torn quotation with what was cut off from it; "" if that cannot be quoted with it."""
    if check.frame is None or not check.frame.certain or not passage.sentences:
        return ""
    words = passage.span.joined(check.frame.span).moved(-passage.sentences_start)
    whole = collapse_whitespace(words.of(passage.sentences))
    if any(mark in whole for mark in QUOTATION_MARKS):  # somebody else's words stand between
        return ""
    if whole.endswith(("?", "!")):
        return whole
    ending = check.text[len(check.text.rstrip(STOPS)) :]
    return f"{whole.rstrip(STOPS)}{ending}"
