"""Export the notes, quotes and names of an article, or of several, as files.

    export_data      the data of one export, and a note as a JSON object
    collection       notes and quotes of several articles as one export
    file, file_name  write an export to a file or directory
    markdown         Markdown that can be exported again around the user's edits
    html             one self-contained page to share
    json             everything, for `reader import` and other programs
    csv              a table for spreadsheets
    w3c              Web Annotations (JSON-LD)
    qdpx             a project for qualitative data analysis (REFI-QDA)
    citations        bibliographies (BibTeX, CSL-JSON), and citations in Markdown
    template         the user's own template (Jinja2)
    sentences        the words of an article with labels, for templates
    text             plain text with the findings marked
    links            links back to a passage

Each format is a module of its own, loaded only when something is exported.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

ExportFormat = Literal["markdown", "json", "csv", "csv-bom", "w3c", "html", "bibtex", "csl-json", "qdpx"]
"""`csv-bom` is `csv` with a byte order mark."""

FORMATS: tuple[ExportFormat, ...] = ("markdown", "json", "csv", "w3c", "html", "bibtex", "csl-json", "qdpx")
"""The formats as `--format` names them."""

QUOTED_FORMATS: tuple[ExportFormat, ...] = ("markdown", "html")
"""The formats whose quotes and names can be left out."""

BIBLIOGRAPHIES: tuple[ExportFormat, ...] = ("bibtex", "csl-json")
"""The formats that have the articles alone."""

BINARY: tuple[ExportFormat, ...] = ("qdpx",)
"""The formats that are no text."""

SUFFIXES: dict[ExportFormat, str] = {
    "markdown": ".md",
    "csl-json": ".csl.json",
    "json": ".json",
    "csv": ".csv",
    "csv-bom": ".csv",
    "w3c": ".jsonld",
    "html": ".html",
    "bibtex": ".bib",
    "qdpx": ".qdpx",
}
"""A suffix that ends like another comes before it."""


@dataclass(frozen=True, slots=True)
class ExportChoices:
    """What an export has besides its format."""

    notes_only: bool = False
    """Leave out the quotes and names, in the formats of `QUOTED_FORMATS`."""
    relative: bool = False
    """Tell the paths of files from the folder of the export."""
    citations: bool = False
    """Cite each passage by a key, in Markdown."""
    keys: Mapping[str, str] | None = None
    """The citation keys of the library's articles by id; None: they are computed if the export needs one."""


EVERYTHING = ExportChoices()


def known_format(name: str) -> ExportFormat | None:
    """Return the format that the suffix of a file name tells; None for any other suffix."""
    return next((form for form, suffix in SUFFIXES.items() if name.lower().endswith(suffix)), None)
