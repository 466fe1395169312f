"""Go back and forward, to the library, to the search, to the page of a name, and to the versions of the article."""

from collections.abc import Callable

from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller
from reader.tui.locations import Go, GoBack, GoForward, GoToLibrary, GoToPerson, GoToSearch, GoToVersions, history_of


class NavigationController(Controller):
    def commands(self) -> Handlers:
        screen, jumps = self.panes.screen, self.view.jumps
        return {
            "back": (
                lambda: self._step(jumps.back, GoBack()),
                lambda: bool(jumps.behind or history_of(screen.app).behind),
            ),
            "forward": (
                lambda: self._step(jumps.forward, GoForward()),
                lambda: bool(jumps.ahead or history_of(screen.app).ahead),
            ),
            "library": (lambda: self._leave_for(GoToLibrary()), always),
            "search-library": (lambda: self._leave_for(GoToSearch()), always),
            "page-of-name": (self._go_to_page, self._has_page),
            "versions": (lambda: self._leave_for(GoToVersions(self.session.article_id)), always),
        }

    def _leave_for(self, place: Go) -> None:
        self.view.keeper.keep()
        self.panes.screen.post_message(place)

    def _step(self, step: Callable[[int | None], int | None], otherwise: Go) -> None:
        """Go back to before the last jump, or forward again; if there is none, to the previous or the next screen."""
        if (place := step(self.article.caret.offset)) is not None:
            self.article.go(place, keep_row=True)
        else:
            self._leave_for(otherwise)

    def _has_page(self) -> bool:
        quote = self.targets.quote
        return self.targets.entity is not None or (quote is not None and quote.speaker is not None)

    def _go_to_page(self) -> None:
        article_id, entity, quote = self.session.article_id, self.targets.entity, self.targets.quote
        speaker = None if quote is None else quote.speaker
        if entity is None and speaker is not None and self.findings is not None:
            entity = next((each for each in self.findings.entities if each.name == speaker.name), None)
        if entity is not None:
            self._leave_for(GoToPerson(article_id, entity.name, entity.aliases, entity.kind))
        elif speaker is not None:
            self._leave_for(GoToPerson(article_id, speaker.name, (), "person"))
        else:
            self.status.say("no name or speaker here: select one first")
