"""Golden files: exports as they are on disk."""

import os
from pathlib import Path

GOLDEN = Path(__file__).parents[1] / "golden"


def check_golden(name: str, made: str) -> None:
    """Compare an export with its golden file; with REWRITE_GOLDEN set, rewrite that first."""
    if os.environ.get("REWRITE_GOLDEN"):
        (GOLDEN / name).write_bytes(made.encode())
    assert made.encode() == (GOLDEN / name).read_bytes()
