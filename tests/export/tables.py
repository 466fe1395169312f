"""Exported tables, parsed."""

import csv
import io

from reader.export.collection import Exported
from reader.export.csv import to_csv


def table(exported: Exported) -> list[dict[str, str]]:
    """As a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(to_csv(exported), newline="")))
