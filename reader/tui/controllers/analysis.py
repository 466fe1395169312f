"""Run the analysis of the article in the background, and show its names and quotes."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.errors import ReaderError
from reader.session.session import Session
from reader.tui.command_router import Handlers
from reader.tui.controllers import Controller, View, background

if TYPE_CHECKING:
    from reader.analysis import Analysis
    from reader.document.article import Article
    from reader.tui.widgets.tab_rows import AnalysisView


class AnalysisController(Controller):
    def __init__(self, view: View, shown: "Callable[[AnalysisView], object]") -> None:
        """`shown` is called each time an analysis has been drawn."""
        super().__init__(view)
        self._shown = shown
        self._doing = ""
        self._side_mounted = asyncio.Event()
        self.indirect_shown = False
        self.advice = ""
        """A hint how to find more names and quotes, or empty."""

    def commands(self) -> Handlers:
        return {"indirect": (self._show_indirect, lambda: self.findings is not None)}

    def side_is_mounted(self) -> None:
        self._list_nothing("Looking for names …", "Looking for quotes …")
        self._side_mounted.set()

    def _list_nothing(self, names: str, quotes: str) -> None:
        self.panes.side.show("names", waiting=names)
        self.panes.side.show("quotes", waiting=quotes)

    @background("analysis", exclusive=True)
    async def run(self) -> None:
        """Find names and quotes by rules, then with the best engine installed."""
        from reader.tui.analysis_client import run_analysis

        session = self.session
        take = partial(self._take, session)
        self._doing = "finding names and quotes …"
        self.status.work("analysis", self._doing)
        await self.panes.until_side_is_painted()  # threads would take its time
        try:
            known = await asyncio.to_thread(session.analysis_state.known_analysis)
            begun, session.begun_analysis = session.begun_analysis, None
            if known is None:
                finding = run_analysis(session.article, self._show_progress, take, begun=begun)
                await asyncio.gather(finding, self._learn_advice())
                return
            if begun is not None:
                await asyncio.to_thread(begun.close)
            await self._learn_advice()
            await self._show_part(session, True)
            if self._doing:
                await run_analysis(session.article, self._show_progress, take, refined_only=True)
        except (ReaderError, OSError) as error:
            await self._give_up(session, error)

    async def _learn_advice(self) -> None:
        from reader.analysis import engine

        self.advice = await asyncio.to_thread(engine.install_hint)

    def _show_progress(self, done: float) -> None:
        self.status.work("analysis", f"{self._doing} {done:.0%}")

    async def _take(self, session: Session, made: "Analysis", whole: bool) -> None:
        state = session.analysis_state
        await asyncio.to_thread(state.set_analysis if whole else state.take_part, made)
        await self._show_part(session, whole)

    async def _show_part(self, session: Session, whole: bool) -> None:
        if whole:
            self._doing = "refining names …" if await asyncio.to_thread(session.analysis_state.can_refine) else ""
        await self._side_mounted.wait()
        self.status.work("analysis", self._doing)
        await self.show_in_thread()

    async def _give_up(self, session: Session, error: Exception) -> None:
        await self._side_mounted.wait()
        session.analysis_state.drop_part()
        self.status.complain(str(error))
        if session.analysis_state.known_analysis() is None:
            self._list_nothing(str(error), str(error))
        self.status.work("analysis")
        await self.show_in_thread()

    def show(self, made: "AnalysisView | None" = None) -> None:
        """Draw the names and quotes in the text and list them; `made` is a listing made before."""
        from reader.tui.widgets.tab_rows import analysis_view  # with the side pane, after the first paint

        article, analysis, indirect, advice = self._to_list()
        if analysis is None:
            return
        made = made or analysis_view(article, analysis, indirect, advice)
        self.article.show_layers(made.layers)
        self.panes.side.show("names", made.names, made.notice)
        self.panes.side.show("quotes", made.quotes, made.notice)
        self._shown(made)

    async def show_in_thread(self) -> None:
        """Show the analysis; its listing is made in a thread, and again if the analysis has changed by then."""
        from reader.tui.widgets.tab_rows import analysis_view

        article, analysis, indirect, advice = wanted = self._to_list()
        if analysis is not None:
            made = await asyncio.to_thread(analysis_view, article, analysis, indirect, advice)
            self.show(made if wanted == self._to_list() else None)

    def _to_list(self) -> "tuple[Article, Analysis | None, bool, str]":
        return self.session.article, self.findings, self.indirect_shown, self.advice

    def _show_indirect(self) -> None:
        if (analysis := self.findings) is None:
            self.status.say("still finding quotes")
            return
        self.indirect_shown = not self.indirect_shown
        self.show()
        found = f"indirect speech shown: {len(analysis.indirect)}" if analysis.indirect else "no indirect speech found"
        self.status.say(found if self.indirect_shown else "indirect speech hidden")
