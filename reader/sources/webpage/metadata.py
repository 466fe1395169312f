"""The metadata of a web page: title, authors, date and site, as trafilatura finds them and without what is none.

Pages name themselves in many ways, so trafilatura searches them all, and some answers are labels, accounts or sites.
The title that they give to browsers and social networks has the name of the site or author, too; the heading that they
show seldom has it.
"""

import re
from collections.abc import Iterable, Sequence
from copy import deepcopy
from dataclasses import dataclass

from trafilatura import extract_metadata

from reader.document.article import Evidence
from reader.sources.detect import is_url
from reader.sources.html.elements import Element
from reader.sources.plain.line_patterns import TITLE_LENGTH
from reader.sources.webpage.bylines import find_authors
from reader.sources.webpage.statements import PageStatements, Statement
from reader.sources.webpage.trafilatura_tree import FAULTS, is_manageable
from reader.text.format import fold_line
from reader.text.sanitize import clean_line

SEPARATOR = re.compile(
    r"\s+[-–—|·•›»«~⁄/:]+\s+|\s*[|│｜»«]\s*|(?<=\S)\s+[-–—]{2,}\s+|(?<=[\u3040-\u9fff])[-_](?=\S)|:\s+"
)
"""What stands between a title and the name of its site."""

MOST_PARTS = 12  # separators of a title that is taken apart
SHORT = 3  # characters of a part of a title that stands in many names
ALIKE = 0.6  # share of the words of the shown heading that the declared title has, from which they are one title


def tidy_title(declared: str, headings: Sequence[str], apart: Iterable[str]) -> str:
    """Return the title of a page that declares a title and shows `headings`, the likeliest first.

    `apart` are the names of its site and authors.
    """
    names = {fold_line(name) for name in apart} - {"", fold_line(declared)}
    pieces = _pieces(declared)
    for heading in headings:
        key = fold_line(heading)
        if key and key not in names and len(heading) <= TITLE_LENGTH and key in map(fold_line, pieces):
            return clean_line(heading)
    title = _without_names(declared, names)
    if len(headings) == 1 and len(headings[0]) <= TITLE_LENGTH:
        heading = _without_names(clean_line(headings[0]), names)
        words, other = (set(re.findall(r"\w{3,}", said.casefold())) for said in (heading, title))
        is_alike = len(words) > 2 and len(words & other) >= ALIKE * len(words)
        if is_alike and fold_line(title) not in fold_line(heading):
            return heading
    return title


def _without_names(title: str, names: set[str]) -> str:
    while (cuts := list(SEPARATOR.finditer(title))) and len(cuts) <= MOST_PARTS:
        if _is_name(title[cuts[-1].end() :], names):
            title = title[: cuts[-1].start()].strip()
        elif _is_name(title[: cuts[0].start()], names):
            title = title[cuts[0].end() :].strip()
        else:
            break
    return title


def _pieces(title: str) -> list[str]:
    """Return the title, and what is left of it without its beginning or end at each separator."""
    cuts = [(found.start(), found.end()) for found in SEPARATOR.finditer(title)][:MOST_PARTS]
    starts = [0, *(end for _, end in cuts)]
    ends = [*(start for start, _ in cuts), len(title)]
    return [title[start:end] for start in starts for end in ends if start < end]


def _is_name(part: str, names: set[str]) -> bool:
    """Return whether a part of a title is one of the names, or most of one."""
    key = fold_line(part)
    return any(
        key == name or (len(key) > SHORT and key in name) or (name in key and 2 * len(name) > len(key))
        for name in names
    )


SERVER = re.compile(r"^https?://(?:www\.)?", re.IGNORECASE)

COPYRIGHT = re.compile(r"(?i)copyright|©|\(c\)|\d{4}\b")
"""How a field begins that names the owner of rights instead of the site."""

FEED, FEEDS = ".//link[@rel='alternate'][@href]", ("application/rss+xml", "application/atom+xml")
"""Where a page names its feed."""


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """The metadata of a page; empty where it has none."""

    title: str = ""
    author: tuple[str, ...] = ()
    published: str = ""
    """YYYY-MM-DD, or less if the page says less."""
    site: str = ""
    language: str = ""
    is_article: bool = False
    """It declares that it is one."""
    evidence: tuple[Evidence, ...] = ()
    """Where authors and date are stated."""

    @property
    def byline(self) -> str:
        return " · ".join(part for part in (", ".join(self.author), self.published, self.site) if part)


def read_metadata(root: Element, url: str) -> PageMetadata:
    """Return the metadata of the page `root` at `url`, which may be a path."""
    language = clean_line(root.get("lang") or root.get("{*}lang") or "")[:35]
    named = root.find(".//head/title")
    title = clean_line(named.text_content()) if named is not None else ""
    if not is_manageable(root):
        return PageMetadata(title, language=language)
    try:
        found = extract_metadata(deepcopy(root), url if is_url(url) else None, extensive=False)
    except FAULTS:
        return PageMetadata(title, language=language)
    site = clean_line(found.sitename or "")
    host = clean_line(found.hostname or "")
    server = SERVER.sub("", url).partition("/")[0] if is_url(url) else ""
    if is_url(site) or COPYRIGHT.match(site) or fold_line(site) in map(fold_line, (found.title or "", server)):
        site = ""
    page = PageStatements(root, clean_line(found.title or title))
    authors, named = find_authors(root, page, site, host)
    dated = page.published()
    feed = next((link.get("href", "") for link in root.iterfind(FEED) if link.get("type", "") in FEEDS), "")
    stated = {"author": named, "published": dated, "feed": Statement(feed, "meta", clean_line(feed))}
    headings = [words for each in root.iter("h1") if (words := " ".join(" ".join(each.itertext()).split()))]
    return PageMetadata(
        tidy_title(clean_line(found.title or title), headings, (site, host, host.rpartition(".")[0], *authors)),
        authors,
        dated.value if dated else "",
        site,
        language,
        page.is_article(),
        tuple(Evidence(fact, said.origin, said.text) for fact, said in stated.items() if said and said.value),
    )
