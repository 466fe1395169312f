"""The facts of a draft with what the sources have for them, as JSON objects, a table or a page: a fact-checker's log.

The words of a passage that must not be used are left out, since the log is handed on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from html import escape
from pathlib import PurePath

from reader.document.article import Article
from reader.sources.detect import is_url
from reader.text.sanitize import clean
from reader.text.span import Span
from reader.verification import FACT_SIGNS
from reader.verification.facts import FactCheck

COLUMNS = "result kind paragraph draft source passage title path published sha256 checked".split()

Restricted = Callable[[Article, Span], str]  # why a passage must not be used; "" if it may


def fact_objects(checks: Sequence[FactCheck], restricted: Restricted) -> list[dict[str, object]]:
    """Return the facts as `reader verify --facts --json` prints them, in text order."""
    return [
        {**asdict(check.fact.span), "text": check.text, "kind": check.fact.kind, "result": check.result}
        | {"source": source_fields(check, restricted), "checked": check.accepted or None}
        for check in checks
    ]


def source_fields(check: FactCheck, restricted: Restricted) -> dict[str, object] | None:
    if check.passage is None:
        return None
    article, span = check.passage.source.article, check.passage.span
    reason = restricted(article, span)
    other = check.other.span if check.other and not reason else None
    return {
        "url" if is_url(article.source) else "path": article.source,
        "article": check.passage.source.article_id,
        "title": article.title,
        "paragraph": article.paragraph_number(span.start),
        **asdict(span),
        "text": "" if reason else span.of(article.text),
        "fact": {**asdict(other), "text": other.of(article.text)} if other else None,
        "restriction": reason or None,
    }


def log_rows(draft: Article, checks: Sequence[FactCheck], restricted: Restricted) -> Iterator[list[object]]:
    """Yield the cells of each fact, in the order of `COLUMNS`."""
    for check in checks:
        row: list[object] = [check.result.replace("_", " "), check.fact.kind]
        row += [draft.paragraph_number(check.fact.span.start), check.text]
        if check.passage is not None:
            article, span = check.passage.source.article, check.passage.span
            reason = restricted(article, span)
            own = check.other.span.of(article.text) if check.other else ""
            row += [reason or own, reason or " ".join(span.of(article.text).split())]
            row += [article.title, article.source, article.published, article.sha256]
        yield [*row, *[""] * (len(COLUMNS) - 1 - len(row)), check.accepted]


def facts_to_html(draft: Article, checks: Sequence[FactCheck], restricted: Restricted) -> str:
    """Return a page with one table; it loads and runs nothing."""
    title = f"Facts of {escape(clean(draft.title or PurePath(draft.source).name))}"
    head = "".join(f"<th>{column}</th>" for column in ("", *COLUMNS))
    body = ""
    for check, row in zip(checks, log_rows(draft, checks, restricted), strict=True):
        cells = "".join(f"<td>{escape(clean(str(cell)))}</td>" for cell in (FACT_SIGNS[check.result], *row))
        body += f'<tr class="{check.result}">{cells}</tr>\n'
    style = (
        "body{font:15px/1.4 sans-serif;margin:2em}table{border-collapse:collapse}"
        "td,th{border:1px solid #999;padding:.3em .5em;text-align:left;vertical-align:top}.differs{background:#fde2e2}"
        "@media(prefers-color-scheme:dark){body{background:#111;color:#eee}.differs{background:#522}}"
    )
    return (
        f'<!doctype html>\n<html>\n<head>\n<meta charset="utf-8">\n'
        f"<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f"<table>\n<tr>{head}</tr>\n{body}</table>\n</body>\n</html>\n"
    )
