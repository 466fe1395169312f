"""Go back and forward, to the library, to the search, to the page of a name, and to the versions of the article."""

from reader.tui.command_router import Handlers, always
from reader.tui.controllers import Controller
from reader.tui.locations import Go, GoBack, GoForward, GoToLibrary, GoToPerson, GoToSearch, GoToVersions, history_of


class NavigationController(Controller):
    def commands(self) -> Handlers:
        screen = self.panes.screen
        return {
            "back": (self._go_back, lambda: bool(self.view.jumps.behind) or bool(history_of(screen.app).behind)),
            "forward": (self._go_forward, lambda: bool(self.view.jumps.ahead) or bool(history_of(screen.app).ahead)),
            "library": (lambda: self._leave_for(GoToLibrary()), always),
            "search-library": (lambda: self._leave_for(GoToSearch()), always),
            "page-of-name": (self._go_to_page, self._has_page),
            "versions": (lambda: self._leave_for(GoToVersions(self.session.article_id)), always),
        }

    def _leave_for(self, place: Go) -> None:
        self.view.keeper.keep()
        self.panes.screen.post_message(place)

    def _go_back(self) -> None:
        """Go back to before the last jump; if there is none, to the previous screen."""
        self._step(self.view.jumps.back(self.article.caret.offset), GoBack())

    def _go_forward(self) -> None:
        self._step(self.view.jumps.forward(self.article.caret.offset), GoForward())

    def _step(self, place: int | None, otherwise: Go) -> None:
        if place is not None:
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
