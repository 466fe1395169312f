"""Export an article's notes, quotes and names as files.

    export_data      the data of one export, and a note as a JSON object
    file, file_name  write an export to a file or directory
    markdown         Markdown that can be exported again around the user's edits
    html             one self-contained page to share
    json             everything, for `reader import` and other programs
    csv              a table for spreadsheets
    w3c              Web Annotations (JSON-LD)
    template         the user's own template (Jinja2)
    text             plain text with the findings marked
    links            links back to a passage

Each format is a module of its own, loaded only when something is exported.
"""

from typing import Literal

ExportFormat = Literal["markdown", "json", "csv", "csv-bom", "w3c", "html"]
"""`csv-bom` is `csv` with a byte order mark."""

FORMATS: tuple[ExportFormat, ...] = ("markdown", "json", "csv", "w3c", "html")
"""The formats as `--format` names them."""

QUOTED_FORMATS: tuple[ExportFormat, ...] = ("markdown", "html")
"""The formats whose quotes and names can be left out."""

SUFFIXES: dict[ExportFormat, str] = {
    "markdown": ".md",
    "json": ".json",
    "csv": ".csv",
    "csv-bom": ".csv",
    "w3c": ".jsonld",
    "html": ".html",
}


def known_format(name: str) -> ExportFormat | None:
    """Return the format that the suffix of a file name tells; None for any other suffix."""
    return next((form for form, suffix in SUFFIXES.items() if name.lower().endswith(suffix)), None)
