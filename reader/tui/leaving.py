"""From an article to the whole library: its list, a search, all that somebody said."""

from typing import TYPE_CHECKING

from reader.tui.controllers.corrections import Correcting
from reader.tui.locations import ArticleLocation, GoToLibrary, GoToPerson, GoToSearch

if TYPE_CHECKING:
    from reader.analysis import Analysis


class Leaving(Correcting):
    """The ways out of an article."""

    def action_library(self) -> None:
        self.keep_state()
        self.post_message(GoToLibrary())

    def action_search_library(self) -> None:
        self.keep_state()
        self.post_message(GoToSearch())

    def action_page_of_name(self) -> None:
        """The page of the chosen name or of the speaker of the chosen quote, else of what is under the caret."""
        analysis = self.session.known_analysis()
        page = None if analysis is None else self._page_meant(analysis)
        if page is None:
            self.status.say("no name and no speaker here: choose one first")
            return
        self.keep_state()
        self.post_message(page)

    @property
    def stop(self) -> ArticleLocation:
        """Where the caret is, as somewhere to come back to."""
        session, article = self.session, self.session.article
        return ArticleLocation(
            session.article_id, article.title, article.source, article.sha256, self.article.caret.offset
        )

    def _page_meant(self, analysis: "Analysis") -> GoToPerson | None:
        own = self.session.article_id
        if (entity := self.entity_meant()) is None:
            quote = self.quote_meant()
            if quote is None or quote.speaker is None:
                return None
            name = quote.speaker.name
            entity = next((each for each in analysis.entities if each.name == name), None)
            if entity is None:
                return GoToPerson(own, name, (), "person")
        return GoToPerson(own, entity.name, entity.aliases, entity.kind)
