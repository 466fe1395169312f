"""The verdicts that need somebody as SARIF 2.1.0, which editors and forges show at the lines of the draft.

A verdict is placed in the draft's *file*, where its words are looked for as those of a note are: the offsets of an
article are not those of a Markdown file. One whose words are not found there, as in a PDF, names its paragraph only.
See https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html.
"""

import hashlib
import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import quote

from reader import __version__
from reader.anchoring import describe, place
from reader.document.article import Article
from reader.sources.detect import is_url
from reader.system.atomic_file import read_regular
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.verification import Check
from reader.verification.verdict import CheckedDraft

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

LEVELS = {"complaint": "error", "doubtful": "warning"}

RULES = {
    "altered": "The words of a quotation are not those of the source.",
    "missing": "A quotation is in no source.",
    "speaker": "Somebody else says it in the source.",
    "frame": "A quotation was torn from its sentence.",
    "citation": "The cited source does not have the words.",
    "restricted": "The words must not be used.",
}
"""What is wrong with a quotation, by the id of the rule."""


def rule_of(check: Check) -> str:
    """Return the id of the rule that a verdict breaks, the gravest."""
    if check.words in ("altered", "missing"):
        return check.words
    if check.restriction:
        return "restricted"
    return "speaker" if check.attribution == "other" else "frame" if check.frame is not None else "citation"


def to_sarif(checked: CheckedDraft) -> dict[str, object]:
    """Return the log; offsets are lines and columns of the file, both from 1, and the end is behind the last character.

    Reads the file of the draft again if it is text.
    """
    article = checked.draft.article
    raw = file_text(article)
    needed = [check for check in checked.told if checked.standing(check) != "fine"]
    placed = place([describe(article.text, check.quotation.span) for check in needed], raw) if raw else []
    spans = [found.span for found in placed] or [None] * len(needed)
    rules = [{"id": name, "shortDescription": {"text": words}} for name, words in RULES.items()]
    driver = {"name": "reader", "version": __version__, "rules": rules}
    results = [result_object(checked, check, raw, span) for check, span in zip(needed, spans, strict=True)]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}


def file_text(article: Article) -> str:
    """Return the text of an article's file; "" if it has none, or it is not UTF-8."""
    with suppress(OSError, UnicodeDecodeError):
        if article.source != "-" and not is_url(article.source):
            return read_regular(Path(article.source)).decode()
    return ""


def result_object(checked: CheckedDraft, check: Check, raw: str, span: Span | None) -> dict[str, object]:
    article = checked.draft.article
    words = " ".join(check.text.split())
    place: dict[str, object] = {"artifactLocation": {"uri": file_uri(article.source)}}
    if span is not None:
        place["region"] = region(raw, span)
    paragraph = {"fullyQualifiedName": f"¶ {article.paragraph_number(check.quotation.span.start)}"}
    where = f" ({clean_line(checked.sources[check.place.source].article.title)})" if check.place else ""
    said = "; ".join([f"{check.verdict}{where}: “{clean_line(words)}”", *check.remarks])
    return {
        "ruleId": rule_of(check),
        "level": LEVELS[checked.standing(check)],
        "message": {"text": said},
        "locations": [{"physicalLocation": place, "logicalLocations": [paragraph]}],
        "partialFingerprints": {"quotation/v1": hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()},
    }


def file_uri(source: str) -> str:
    """Return the URI of a draft: of a file below the working directory relative to that, as forges ask for.

    Of another file it is absolute (SARIF, 3.10.2).
    """
    if is_url(source) or source == "-":
        return quote(source, safe=":/?#[]@!$&'()*+,;=%")
    below = os.path.relpath(source)
    return Path(source).absolute().as_uri() if below.startswith("..") else quote(Path(below).as_posix())


def region(raw: str, span: Span) -> dict[str, object]:
    def at(offset: int) -> tuple[int, int]:
        return raw.count("\n", 0, offset) + 1, offset - raw.rfind("\n", 0, offset)

    (line, column), (last, end) = at(span.start), at(span.end)
    return {"startLine": line, "startColumn": column, "endLine": last, "endColumn": end}
