"""The metadata of a web page: title, authors, date and site, as trafilatura finds them and without what is none.

Pages name themselves in many ways, so trafilatura searches them all, and some answers are labels, accounts or sites.
"""

import re
from copy import deepcopy
from dataclasses import dataclass

from trafilatura import extract_metadata

from reader.sources.detect import is_url
from reader.sources.html.elements import Element
from reader.sources.webpage.bylines import author_names
from reader.sources.webpage.titles import tidy_title
from reader.sources.webpage.trafilatura_tree import FAULTS, is_manageable, quiet_libraries
from reader.text.format import fold_line
from reader.text.sanitize import clean_line

SERVER = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)

COPYRIGHT = re.compile(r"(?i)copyright|©|\(c\)|\d{4}\b")
"""How a field begins that names the owner of rights instead of the site."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The metadata of a page; empty where it has none."""

    title: str = ""
    author: tuple[str, ...] = ()
    published: str = ""
    """YYYY-MM-DD."""
    site: str = ""
    language: str = ""
    description: str = ""
    """What the page says of its article, often its lead."""

    @property
    def byline(self) -> str:
        return " · ".join(part for part in (", ".join(self.author), self.published, self.site) if part)


def read_metadata(root: Element, url: str) -> PageMetadata:
    """Return the metadata of the page `root` at `url`, which may be a path."""
    language = clean_line(root.get("lang") or root.get("{*}lang") or "")[:35]
    title = _document_title(root)
    if not is_manageable(root):
        return PageMetadata(title, language=language)
    quiet_libraries()
    try:
        found = extract_metadata(deepcopy(root), url if is_url(url) else None)
    except FAULTS:
        return PageMetadata(title, language=language)
    site = clean_line(found.sitename or "")
    host = clean_line(found.hostname or "")
    if (
        is_url(site)
        or COPYRIGHT.match(site)
        or fold_line(site) in (fold_line(found.title or ""), fold_line(_server(url)))
    ):
        site = ""
    authors = author_names(root, (found.author or "").split(";"), site, host)
    headings = [words for each in root.iter("h1") if (words := " ".join(" ".join(each.itertext()).split()))]
    return PageMetadata(
        tidy_title(clean_line(found.title or title), headings, (site, host, host.rpartition(".")[0], *authors)),
        authors,
        clean_line(found.date or ""),
        site,
        language,
        clean_line(found.description or ""),
    )


def _server(url: str) -> str:
    """Return the name of the server in a URL, without "www."; "" for a path."""
    return SERVER.sub("", url).partition("/")[0] if is_url(url) else ""


def _document_title(root: Element) -> str:
    title = root.find(".//head/title")
    return clean_line(title.text_content()) if title is not None else ""
