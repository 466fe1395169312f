"""A Jupyter notebook as an article: its Markdown, its code, and below the code what it printed, dimmed.

Of outputs only text is read; pictures are counted as left out. Nothing is run. Pitfall: an output may be a log of
megabytes, so only its first lines are read.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from reader.document.article import Article, language_name
from reader.errors import SourceError
from reader.sources.builder import PendingBlock, build_article
from reader.sources.detect import SourceData
from reader.sources.markdown import check_markdown
from reader.sources.nesting import Nesting
from reader.sources.terminal import ESCAPE
from reader.system import fast_json
from reader.text.format import counted
from reader.text.sanitize import clean, clean_line

MOST = 10_000  # cells of a notebook: authors stay below a thousand
LINES, LONGEST = 40, 4000  # lines and characters of an output that are read: a table, the end of an error


def read_notebook(text: str, found: SourceData) -> Article:
    """Read a notebook, decoded. Raises SourceError."""
    try:
        whole = _object(fast_json.loads(text))
    except ValueError as error:
        raise SourceError(f"{found.name} is not a notebook, or it is damaged: {clean_line(str(error))}") from error
    cells = _objects(whole.get("cells"))
    if not cells:
        raise SourceError(f"{found.name} is not a notebook, or it has no cells")
    if len(cells) > MOST:
        raise SourceError(f"{found.name} has more than {MOST:,} cells; split it and open a part")
    check_markdown("\n\n".join(_text(cell.get("source")) for cell in cells), found.name)
    about = _object(whole.get("metadata"))
    said = (_object(about.get(key)).get(name) for key, name in (("language_info", "name"), ("kernelspec", "language")))
    language = language_name(next(filter(None, map(_text, said)), "python"))
    pieces = [piece for cell in cells for piece in _cell_pieces(cell, language)]
    spaced = (piece if piece.nested else piece.apart() for piece in pieces[1:])
    pictures = sum(_is_picture(output) for cell in cells for output in _objects(cell.get("outputs")))
    names = (clean_line(_text(each.get("name"))).strip() for each in _objects(about.get("authors")))
    return replace(
        build_article([*pieces[:1], *spaced], clean_line(_text(about.get("title"))), found.place),
        author=tuple(filter(None, names)),
        left_out=(counted(pictures, "picture"),) if pictures else (),
    )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: Any) -> list[dict[str, Any]]:
    return list(map(_object, value)) if isinstance(value, list) else []


def _text(value: Any) -> str:
    """Return a text, which may be a list of lines; "" for anything else."""
    if isinstance(value, list):
        return "".join(line for line in value if isinstance(line, str))
    return value if isinstance(value, str) else ""


def _cell_pieces(cell: dict[str, Any], language: str) -> Iterator[PendingBlock]:
    from reader.sources.markdown.blocks import render_blocks  # imports markdown-it

    source, kind = _text(cell.get("source")), cell.get("cell_type")
    if kind == "markdown":
        yield from render_blocks(clean(source))
        return
    yield from Nesting().place_code(source, language if kind == "code" else "")
    for output in _objects(cell.get("outputs")):
        yield from (replace(piece, role="furniture") for piece in Nesting().place_code(_printed(output)))


def _is_picture(output: dict[str, Any]) -> bool:
    return any(name.startswith("image/") for name in _object(output.get("data")))


def _printed(output: dict[str, Any]) -> str:
    """Return the first lines of an output; of an error what it says, of a picture nothing."""
    data = _object(output.get("data"))
    text = _text(output.get("text") or data.get("text/plain") or data.get("text/latex"))
    if output.get("output_type") == "error":
        text = f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
    text = "" if _is_picture(output) else ESCAPE.sub("", text).strip("\n")
    lines = text[:LONGEST].split("\n")
    more = text.count("\n") + 1 - min(len(lines), LINES)
    shown = "\n".join(lines[:LINES])
    return f"{shown}\n… {counted(more, 'more line')}" if more > 0 else shown + ("…" if len(text) > LONGEST else "")
