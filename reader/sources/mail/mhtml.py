"""A web page saved with its pictures in one file (MHTML), as browsers do: the page, read like one from the web."""

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.detect import SourceData, is_url
from reader.sources.mail.parts import chosen_bodies, header, open_message, payload
from reader.sources.progress import Progress
from reader.sources.webpage.extract import read_webpage


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read a saved page, in one step; its links start from where it was saved. Raises SourceError."""
    message = open_message(found.data, found.name, "saved web page")
    pages = [body for body in chosen_bodies(message, found.name)[0] if body.get_content_type() == "text/html"]
    if not pages:
        raise SourceError(f"{found.name} is not a saved web page, or it is damaged; can a browser open it?")
    page = pages[0]
    said = (header(page, "Content-Location"), header(message, "Snapshot-Content-Location"))
    base = next((address for address in said if is_url(address)), found.place)
    return read_webpage(payload(page), page.get_content_charset() or "", found.place, base)
