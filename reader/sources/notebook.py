"""A Jupyter notebook as an article: its Markdown, its code, and below the code what it printed, dimmed.

Of outputs only text is read; pictures are counted as left out. Nothing is run. Pitfall: an output may be a log of
megabytes, so only its first lines are read, and the sum of what is read is bounded.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from reader.document.article import Article, language_name
from reader.errors import SourceError
from reader.sources.builder import PendingBlock, build_article
from reader.sources.detect import SourceData
from reader.sources.markdown import check_markdown
from reader.sources.nesting import Nesting
from reader.system import fast_json
from reader.text.format import counted
from reader.text.sanitize import clean_line

MOST = 10_000
"""Cells of a notebook: authors stay below a thousand."""

LINES, LONGEST = 40, 4000
"""Lines and characters of an output that are read: a table, the end of an error."""

ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""Colours in errors."""


def read_notebook(text: str, found: SourceData) -> Article:
    """Read a notebook, decoded. Raises SourceError."""
    try:
        whole = fast_json.loads(text)
    except ValueError as error:
        raise SourceError(f"{found.name} is not a notebook, or it is damaged: {clean_line(str(error))}") from error
    listed = _object(whole).get("cells")
    cells = [_object(cell) for cell in listed] if isinstance(listed, list) else []
    if not cells:
        raise SourceError(f"{found.name} is not a notebook, or it has no cells")
    if len(cells) > MOST:
        raise SourceError(f"{found.name} has more than {MOST:,} cells; split it and open a part")
    prose = "\n\n".join(_joined(cell.get("source")) for cell in cells if cell.get("cell_type") == "markdown")
    check_markdown(prose, found.name)
    about = _object(whole.get("metadata"))
    pieces = [piece for cell in cells for piece in _cell_pieces(cell, _language(about))]
    if pieces:
        pieces = [replace(pieces[0], gap=""), *(piece if piece.nested else piece.apart() for piece in pieces[1:])]
    pictures = sum(1 for cell in cells for output in _outputs(cell) if _is_picture(output))
    people = about.get("authors")
    names = (_object(each).get("name") for each in (people if isinstance(people, list) else ()))
    return replace(
        build_article(pieces, clean_line(_text(about.get("title"))), found.place),
        author=tuple(clean_line(name) for name in names if isinstance(name, str) and name.strip()),
        left_out=(counted(pictures, "picture"),) if pictures else (),
    )


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _joined(value: Any) -> str:
    """Return a text, which may be a list of lines."""
    return "".join(map(_text, value)) if isinstance(value, list) else _text(value)


def _language(about: dict[str, Any]) -> str:
    said = (_object(about.get(key)).get(name) for key, name in (("language_info", "name"), ("kernelspec", "language")))
    return language_name(next((name for name in map(_text, said) if name), "python"))


def _cell_pieces(cell: dict[str, Any], language: str) -> Iterator[PendingBlock]:
    from reader.sources.markdown.blocks import render_blocks
    from reader.text.sanitize import clean

    source = _joined(cell.get("source"))
    match cell.get("cell_type"):
        case "markdown":
            yield from render_blocks(clean(source))
        case "code":
            yield from Nesting().place_code(source, language)
            for output in _outputs(cell):
                yield from (replace(piece, furniture=True) for piece in Nesting().place_code(_printed(output)))
        case _:
            yield from Nesting().place_code(source)


def _outputs(cell: dict[str, Any]) -> Iterable[dict[str, Any]]:
    found = cell.get("outputs")
    return map(_object, found) if isinstance(found, list) else ()


def _is_picture(output: dict[str, Any]) -> bool:
    return any(name.startswith("image/") for name in _object(output.get("data")))


def _printed(output: dict[str, Any]) -> str:
    """Return the text of an output, its first lines; of an error its last one."""
    if output.get("output_type") == "error":
        text = f"{_text(output.get('ename'))}: {_text(output.get('evalue'))}"
    elif _is_picture(output):
        text = ""
    else:
        data = _object(output.get("data"))
        text = _joined(output.get("text") or data.get("text/plain") or data.get("text/latex"))
    text = ESCAPES.sub("", text).strip("\n")
    lines = text[:LONGEST].split("\n")
    more = text.count("\n") + 1 - min(len(lines), LINES)
    shown = "\n".join(lines[:LINES])
    return f"{shown}\n… {counted(more, 'more line')}" if more > 0 else shown + ("…" if len(text) > LONGEST else "")
