"""What every page has around its contents: head, filters, end, and where the words of an article are from."""

import base64
import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from html import escape
from importlib.resources import files

from reader import __version__
from reader.document.article import Article
from reader.export.export_data import ExportData
from reader.export.html.note import link_to
from reader.export.links import is_web_address
from reader.sources.detect import site_of
from reader.text.format import UNTITLED
from reader.text.sanitize import clean_line

SCRIPT = "page.js"  # filters, and notes beside their passages
COMMENTS = "comments.js"  # comments that the people write who get the page

AT_ONCE = 10
"""Speakers or tags shown before "more": two or three lines. The style sheet and script use the same number."""

MADE_WITH = "Made with reader: who said what, and notes that stay on their words."


class NameNumbers(dict[str, int]):
    """Numbers that stand for names in the page."""

    def assign(self, names: Sequence[str]) -> tuple[tuple[int, str], ...]:
        return tuple((self.setdefault(name, len(self)), name) for name in names)


@cache
def load_asset(name: str) -> str:
    """Load a file beside this one, escaped so that it cannot end the element of the style or script."""
    text = files("reader.export.html").joinpath(name).read_text(encoding="utf-8")
    assert "</" not in text
    return text


def source_hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def article_meta_tag(export_id: str) -> str:
    """Return the element by which a page is recognized as this article's, or as a collection."""
    return f'<meta name="reader-id" content="{escape(export_id)}">'


def page_start(title: str, export_id: str, scripts: Sequence[str], *, english: bool, bare: bool) -> Iterator[str]:
    """Render everything before the contents; `page_end` has the `scripts`, and a `bare` page has no margin."""
    style, hashes = load_asset("page.css"), " ".join(source_hash(load_asset(script)) for script in scripts)
    policy = f"default-src 'none'; style-src {source_hash(style)}; script-src {hashes}"
    language = ' lang="en"' if english else ""
    yield f'<!doctype html>\n<html{language}>\n<head>\n<meta charset="utf-8">'
    yield f"<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}; base-uri 'none'; form-action 'none'\">"
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield '<meta name="referrer" content="no-referrer">\n<meta name="color-scheme" content="light dark">'
    yield f'<meta name="generator" content="reader {__version__}">\n{article_meta_tag(export_id)}'
    yield f"<title>{escape(clean_line(title)) or UNTITLED}</title>"
    yield f'<style>{style}</style>\n</head>\n<body>\n<div class="sheet{" bare" if bare else ""}">'


def page_end(scripts: Sequence[str]) -> str:
    loaded = "\n".join(f"<script>{load_asset(script)}</script>" for script in scripts)
    return f"</div>\n{loaded}\n</body>\n</html>"


def page_filters(
    speakers: NameNumbers, said: Sequence[str], tags: NameNumbers, noted: Sequence[str], shown: Sequence[str]
) -> Iterator[str]:
    """Render the filters, which only the script shows, since without it they do nothing.

    `said` and `noted` have the name of a speaker or tag as often as it is to be counted; `shown` can be hidden.
    """
    yield '<nav class="filters" aria-label="Filters" hidden>'
    for title, kind, numbers, found in (("Speakers", "speaker", speakers, said), ("Tags", "tag", tags, noted)):
        if numbers:
            counts = Counter(found)
            yield filter_group_start(title)
            for name, number in sorted(numbers.items(), key=lambda one: -counts[one[0]]):
                count = counts[name]
                words = f"{'#' if kind == 'tag' else ''}{escape(clean_line(name))}"
                few = f' <span class="count">{count}</span>' if count else ""
                yield f'<button type="button" aria-pressed="false" data-{kind}="{number}">{words}{few}</button>'
            if (more := len(numbers) - AT_ONCE) > 1:
                yield f'<button type="button" class="more" aria-expanded="false">{more} more</button>'
            yield "</div></div>"
    yield filter_group_start("Show")
    for what in shown:
        yield f'<button type="button" aria-pressed="true" data-show="{what}">{what.title()}</button>'
    yield '</div></div><p class="told" role="status"></p></nav>'


def filter_group_start(title: str) -> str:
    return f'<div class="group" role="group" aria-label="{title}"><span class="label">{title}</span><div class="chips">'


def origin_facts(article: Article) -> list[str]:
    """Return the author, the date, the site and the day of fetching, as far as they are known."""
    source = article.source
    facts = [
        f"By {escape(clean_line(' and '.join(article.author)))}" if article.author else "",
        f"<time>{escape(clean_line(article.published))}</time>" if article.published else "",
        link_to(source, escape(clean_line(site_of(source) or source))) if is_web_address(source) else "",
        f"fetched <time>{escape(clean_line(article.fetched))}</time>" if article.fetched else "",
    ]
    return list(filter(None, facts))


def text_digest_line(exported: ExportData) -> str:
    """Render the sha256 of an article's text; "" if the text is not known."""
    return f"sha256 of the text: <code>{exported.sha256}</code>" if exported.sha256 else ""
