"""A bibliography in BibTeX, for LaTeX, biber, pandoc and reference managers.

Text is escaped for TeX, and titles are in double braces, so that no style changes their capitals. BibTeX ignores fields
that it does not know: the article's id, by which an earlier export is recognized, its path, and the sha256.
"""

import re

from reader.export.citations import parse_author, published_year
from reader.export.citations.csl import csl_type, date_parts
from reader.export.collection import COLLECTION, Exported
from reader.export.export_data import ExportData
from reader.export.links import is_web_address
from reader.text.format import UNTITLED
from reader.text.sanitize import clean_line

MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()  # the names that every BibTeX style defines
KINDS = {"article-journal": "article", "book": "book"}  # the kinds of entries for types of CSL; all others are `misc`

SPECIAL = re.compile(r"[&%$#_{}~^\\]")

ESCAPED = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
"""What stands for characters that cannot be escaped by a backslash."""

IN_URL = re.compile(r"[{}\\]")  # what means something to TeX in a URL

ENTRY = re.compile(r"^@", re.MULTILINE)

READER_ID = re.compile(r"^  readerid = \{([^{}]+)\},?$", re.MULTILINE)


def to_bibtex(exported: Exported) -> str:
    return "\n".join(bibtex_entry(part) for part in exported.parts)


def bibtex_entry(part: ExportData) -> str:
    article = part.article
    web = is_web_address(article.source)
    address = "".join(clean_line(article.source).split()) if web else ""
    kind = KINDS.get(csl_type(article), "misc")
    year, month, _ = (*date_parts(article.published), 0, 0, 0)[:3]
    fields = {
        "author": " and ".join(map(bibtex_name, article.author)),
        "title": f"{{{escape_tex(article.title or UNTITLED)}}}",
        "year": str(year) if year else published_year(article.published),
        "month": MONTHS[month - 1] if month else "",
        "journal" if kind == "article" else "organization": escape_tex(article.site),
        "doi": escape_tex(article.doi),
        "url": IN_URL.sub(lambda found: f"%{ord(found[0]):02X}", address),
        "urldate": escape_tex(article.fetched),
        "language": escape_tex(article.language),
        "file": escape_tex(article.source) if not web and article.source != "-" else "",
        "readerid": escape_tex(part.article_id),
        "sha256": part.sha256,
    }
    lines = [f"  {name} = {value if name == 'month' else f'{{{value}}}'},\n" for name, value in fields.items() if value]
    return f"@{kind}{{{part.key},\n{''.join(lines)}}}\n"


def bibtex_name(name: str) -> str:
    """Return an author's name with the family name first; one that is kept whole in braces."""
    author = parse_author(name)
    if not author.given:
        return f"{{{escape_tex(author.family)}}}"
    family = " ".join(filter(None, [author.particle, author.family]))
    return escape_tex(", ".join(filter(None, [family, author.suffix, author.given])))


def escape_tex(text: str) -> str:
    """Escape text for TeX; its braces are balanced then."""
    return SPECIAL.sub(lambda found: ESCAPED.get(found[0], f"\\{found[0]}"), " ".join(clean_line(text).split()))


def is_bibtex_of(existing: str, export_id: str) -> bool:
    """Return whether a file is a bibliography of ours, of this article or of several; one with other entries is not."""
    ids = READER_ID.findall(existing)
    if not ids or len(ids) != len(ENTRY.findall(existing)):
        return False
    return export_id == COLLECTION or ids == [export_id]
