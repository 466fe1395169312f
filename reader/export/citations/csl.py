"""A bibliography in CSL-JSON (https://docs.citationstyles.org), for pandoc, Zotero and other reference managers.

`custom`, which the schema leaves to us, has what the text is known by: the article's id, its path, the sha256.
"""

import re
from datetime import date

from reader.document.article import Article
from reader.export.citations import parse_author, published_year
from reader.export.collection import COLLECTION, Exported
from reader.export.export_data import ExportData
from reader.export.links import is_web_address
from reader.export.markdown.front_matter import json_text
from reader.system import fast_json
from reader.text.format import UNTITLED

ISO_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?![\d-])", re.ASCII)


def to_csl(exported: Exported) -> str:
    return json_text([csl_item(part) for part in exported.parts], indent=2) + "\n"


def csl_item(part: ExportData) -> dict[str, object]:
    article = part.article
    web = is_web_address(article.source)
    item: dict[str, object] = {
        "id": part.key,
        "type": csl_type(article),
        "title": article.title or UNTITLED,
        "author": [csl_name(name) for name in article.author],
        "issued": csl_date(article.published),
        "accessed": csl_date(article.fetched),
        "container-title": article.site,
        "DOI": article.doi,
        "URL": article.source if web else "",
        "language": article.language,
    }
    path = "" if web or article.source == "-" else article.source
    custom = {"reader_id": part.article_id, "source": path, "sha256": part.sha256}
    kept = {name: value for name, value in item.items() if value}
    return {**kept, "custom": {name: value for name, value in custom.items() if value}}


def csl_type(article: Article) -> str:
    """Return the type of an article; a paper has a DOI, or is a PDF that is built like one."""
    source, is_paper = article.source.lower(), article.doi != ""
    if not is_paper and source.endswith(".pdf"):
        from reader.analysis.genre import find_genre  # word lists, for PDFs alone

        is_paper = find_genre(article).genre == "paper"
    if is_paper:
        return "article-journal"
    return "webpage" if is_web_address(article.source) else "book" if source.endswith(".epub") else "document"


def csl_name(name: str) -> dict[str, str]:
    who = parse_author(name)
    if not who.given:
        return {"literal": who.family}
    parts = {"family": who.family, "given": who.given, "non-dropping-particle": who.particle, "suffix": who.suffix}
    return {name: value for name, value in parts.items() if value}


def csl_date(written: str) -> dict[str, object]:
    """Return a date in parts if it begins as in ISO 8601; else as it is written; empty if there is none."""
    if parts := date_parts(written):
        return {"date-parts": [parts]}
    return {"literal": written} if written else {}


def date_parts(written: str) -> list[int]:
    """Return the year, month and day that a date has; the year alone of one in other notations; empty for none."""
    found = ISO_DATE.match(written)
    if found is None:
        year = published_year(written)
        return [int(year)] if year and year == written.strip() else []
    parts = [int(part) for part in found.groups() if part]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return []
    return parts


def is_csl_of(existing: str, export_id: str) -> bool:
    items = fast_json.loads_or_none(existing)
    if not isinstance(items, list) or not items:
        return False
    custom = [item.get("custom") if isinstance(item, dict) else None for item in items]
    ids = [each.get("reader_id") if isinstance(each, dict) else None for each in custom]
    return all(ids) if export_id == COLLECTION else ids == [export_id]
