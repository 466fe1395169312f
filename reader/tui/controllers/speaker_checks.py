"""Check the doubtful speakers: a mode that asks who said each such quote, the one that settles most first.

1 and 2 are the two likeliest speakers, Enter accepts the one that is shown, `s` skips the quote; each answer is a
correction. Pitfall: an answer may settle other quotes, and the list may be corrected by other means meanwhile, so what
is left is asked of the analysis at every step.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING

from reader.text.span import Span
from reader.tui.command_router import Handlers, Mode, always
from reader.tui.controllers import Controller, View, background

if TYPE_CHECKING:
    from reader.analysis import Quote


class SpeakerCheckController(Controller):
    def __init__(self, view: View, attribute: Callable[["Quote", str, str], Awaitable[str | None]]) -> None:
        """`attribute` gives a quote of a text a speaker; it returns an error message, or None."""
        super().__init__(view)
        self._attribute = attribute
        self._mode: Mode | None = None
        self._passed: set[Span] = set()
        """The quotes that were answered or skipped."""
        self._quote: Quote | None = None
        """The one that is asked about."""

    def commands(self) -> Handlers:
        return {"check-speakers": (self._begin, lambda: bool(self._waiting))}

    @property
    def lead(self) -> str:
        """The question for the footer: how far it is, and the two likeliest speakers; empty outside the mode."""
        if self._quote is None:
            return ""
        names = (f"{number} {name}" for number, name in enumerate(self.names, 1))
        return "  ".join([f"{len(self._passed) + 1} of {len(self._passed) + len(self._waiting)}", *names])

    @property
    def names(self) -> tuple[str, ...]:
        """The likeliest speakers of the quote that is asked about, at most two."""
        from reader.analysis.queries import likeliest_speakers

        return likeliest_speakers(self._quote) if self._quote else ()

    @property
    def _waiting(self) -> "list[Quote]":
        from reader.analysis.queries import doubtful_quotes

        found = doubtful_quotes(self.findings) if self.findings else []
        return [quote for quote in found if quote.span not in self._passed]

    def _begin(self) -> None:
        self.leave()
        if not self._waiting:
            self.status.say("no speaker is in doubt" if self.findings else "still finding quotes")
            return
        keys: Handlers = {
            "names": (partial(self._choose, 0), always),
            "quotes": (partial(self._choose, 1), lambda: len(self.names) > 1),
            "open": (partial(self._choose, 0), always),
            "search-library": (self._skip, always),
            "step-back": (self.leave, always),
        }
        self._mode = Mode("checking speakers", keys, lambda: not self.panes.in_side)
        self.view.router.enter(self._mode)
        self._go_on()

    def leave(self) -> None:
        if self._mode is not None:
            self.view.router.leave(self._mode)
        self._mode, self._quote = None, None
        self._passed.clear()

    def _go_on(self) -> None:
        """Ask about the next quote, if the mode is on; leave after the last one."""
        if self._mode is None:
            return
        if waiting := self._waiting:
            self._quote = waiting[0]
            self.view.go_to(self._quote.span, into_text=True, quote=self._quote)
        else:
            self.leave()
            self.status.say("no more speakers to check")

    @background("checking")
    async def _choose(self, number: int) -> None:
        quote, names = self._quote, self.names
        if quote is None or number >= len(names):
            return
        self._passed.add(quote.span)
        if await self._attribute(quote, self.session.article.text, names[number]) is None:
            self._go_on()
        else:
            self._passed.discard(quote.span)

    def _skip(self) -> None:
        if self._quote is not None:
            self._passed.add(self._quote.span)
            self._go_on()
