"""Tell how many quotations have changed since the article was opened with another text."""

from reader.errors import ReaderError
from reader.tui.controllers.controller import Controller, background


class VersionNotice(Controller):
    """A message after the opening of a changed article."""

    @background("versions", exclusive=True)
    async def tell(self, said: str) -> None:
        """Say how many quotations have changed, if any have, after what was `said` of the notes."""
        session, shown = self.session, self.status.message
        if not session.former_text:
            return
        from reader.tui.versions.version_client import fetch_versions  # with the library, after the first paint

        try:
            report = await fetch_versions(
                session.article_id, session.paths, session.former_text, session.article.sha256
            )
        except ReaderError as error:
            self.status.complain(str(error))
            return
        if report.quotations and self.session is session and self.status.message in ("", shown):  # none came meanwhile
            parts = [f"quotations: {report.quotations}", said, ":versions shows them"]
            self.status.say(" · ".join(filter(None, parts)))
