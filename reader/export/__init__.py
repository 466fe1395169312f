"""Export the notes, quotes and names of an article, or of several, as files.

    export_data      the data of one export, and a note as a JSON object
    collection       notes and quotes of several articles as one export
    clearance        what may leave: everything passes it that is written, printed or copied
    file             write an export to a file or directory
    markdown         Markdown that can be exported again around the user's edits
    html             one self-contained page to share
    json             everything, for `reader import` and other programs
    csv              a table for spreadsheets
    w3c              Web Annotations (JSON-LD)
    qdpx             a project for qualitative data analysis (REFI-QDA)
    citations        bibliographies (BibTeX, CSL-JSON), and citations in Markdown
    checked_draft    a draft with the verdicts on its quotations, and these as JSON
    template         the user's own template (Jinja2)
    text             plain text with the findings marked
    links            links back to a passage

A format is a row of `FORMATS` and a module, which is loaded only when something is exported; options, help, the box on
the screen and the recognition of files follow from the row.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

Contents = Literal["choice", "notes", "everything", "article"]
"""What an export has: the notes with quotes and names, which can be left out; the notes; everything; or the article
alone, to be cited."""


@dataclass(frozen=True, slots=True)
class Format:
    name: str
    """As `--format` has it."""
    label: str
    """As the box on the screen has it."""
    suffix: str
    module: str
    """In this room; it has the two functions that follow."""
    render: str
    """From what is exported to the text, or bytes if it is `binary`."""
    recognize: str
    """Tells whether such text is an export of the article with an id."""
    contents: Contents = "notes"
    help: str = ""
    """What `--help` adds to the name."""
    whole: bool = True
    """False if an export updates its part of a file."""
    binary: bool = False
    offered: bool = True
    """False if an option asks for it, and not `--format`."""
    text: Literal["none", "single", "all"] = "none"
    """Whether it has the whole text of the article: of a single one, or of all; of "none", passages at most."""

    def load(self, function: str) -> Any:
        return getattr(import_module(f"reader.export.{self.module}"), function)


CITED = "the articles to cite"

ROWS = (
    Format("markdown", "Markdown", ".md", "markdown.region", "to_markdown", "is_markdown_of", "choice", whole=False),
    Format("html", "HTML page", ".html", "html", "to_html", "is_page_of", "choice", "a page to share", text="single"),
    Format("csv", "CSV", ".csv", "csv", "to_csv", "is_table_of"),
    Format("csv-bom", "CSV", ".csv", "csv", "to_marked_csv", "is_table_of", offered=False),
    Format("json", "JSON", ".json", "json", "to_json", "is_json_of", "everything"),
    Format("w3c", "Annotations", ".jsonld", "w3c", "to_w3c", "is_w3c_of", help="Web Annotations"),
    Format("bibtex", "BibTeX", ".bib", "citations.bibtex", "to_bibtex", "is_bibtex_of", "article", CITED),
    Format("csl-json", "CSL", ".csl.json", "citations.csl", "to_csl", "is_csl_of", "article", CITED),
    Format(
        "qdpx", "QDPX", ".qdpx", "qdpx", "to_qdpx", "is_qdpx_of", help="a REFI-QDA project", text="all", binary=True
    ),
)

FORMATS: Mapping[str, Format] = {row.name: row for row in ROWS}

OFFERED = tuple(row for row in ROWS if row.offered)

CHOOSING = tuple(row.name for row in OFFERED if row.contents == "choice")
"""The names of those whose quotes and names can be left out."""


def is_bibliography(how: object) -> bool:
    """Return whether a format, which may be a template, has the articles alone."""
    return isinstance(how, str) and FORMATS[how].contents == "article"


@dataclass(frozen=True, slots=True)
class ExportChoices:
    notes_only: bool = False
    """Leave out the quotes and names, in formats that leave the choice."""
    relative: bool = False
    """Tell the paths of files from the folder of the export."""
    citations: bool = False
    """Cite each passage by a key, in Markdown."""
    off_record: bool = False
    """Include passages off the record, on background or under embargo."""
    sure: bool = False
    """Name only speakers who are sure."""
    keys: Mapping[str, str] | None = None
    """The citation keys of the library's articles by id; None: they are computed if the export needs one."""


EVERYTHING = ExportChoices()


def known_format(name: str) -> str | None:
    """Return the format that the suffix of a file name tells; None for any other suffix."""
    fitting = [row for row in OFFERED if name.lower().endswith(row.suffix)]
    return max(fitting, key=lambda row: len(row.suffix)).name if fitting else None
