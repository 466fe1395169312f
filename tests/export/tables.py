"""Exported tables, parsed."""

import csv
import io

from reader.export.csv import to_csv
from reader.export.export_data import ExportData


def table(exported: ExportData) -> list[dict[str, str]]:
    """As a spreadsheet reads it."""
    return list(csv.DictReader(io.StringIO(to_csv(exported), newline="")))
