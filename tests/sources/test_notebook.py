"""Jupyter notebooks as articles: cells, outputs, and damaged or hostile notebooks."""

import json
from pathlib import Path
from typing import Any

import pytest

from reader.sources import notebook as reading
from tests.sources.blocks import check_blocks
from tests.sources.mutants import mutants
from tests.sources.opening import opened, refusal
from tests.sources.survival import survive

SAMPLE = Path(__file__).parents[1] / "samples" / "harbour.ipynb"


def cell(kind: str, source: Any, *outputs: Any, **more: Any) -> dict[str, Any]:
    return {"cell_type": kind, "source": source, "outputs": [*outputs], **more}


def notebook(*cells: Any, **metadata: Any) -> bytes:
    return json.dumps({"nbformat": 4, "metadata": metadata, "cells": cells}).encode()


def test_cells_are_prose_and_code_and_outputs_are_quiet(tmp_path: Path) -> None:
    article = opened(tmp_path, "a", SAMPLE.read_bytes())
    check_blocks(article.text, article.blocks)
    assert (article.title, article.author) == ("The Harbour Vote", ("Ann Lee",))
    assert [(block.kind, block.role, block.language) for block in article.blocks] == [
        ("heading", "title", ""),
        ("paragraph", "body", ""),
        ("code", "body", "python"),
        ("code", "furniture", ""),
    ]
    assert article.text.endswith("print(sum(votes.values()))\n\n20")


@pytest.mark.parametrize(
    ("output", "shown"),
    [
        (
            {"output_type": "execute_result", "data": {"text/html": "<b>7</b>", "text/plain": ["   x\n", "0  7"]}},
            "   x\n0  7",
        ),
        (
            {"output_type": "error", "ename": "KeyError", "evalue": "'x'", "traceback": ["long"]},
            "KeyError: 'x'",
        ),
        ({"output_type": "stream", "text": "\x1b[31mred\x1b[0m"}, "red"),
        ({"output_type": "stream", "text": "a\n" * 42}, "a\n" * 40 + "… 2 more lines"),
        ({"output_type": "display_data", "data": {"image/png": "x", "text/plain": "<Figure>"}}, ""),
        (7, ""),
    ],
)
def test_outputs(output: Any, shown: str, tmp_path: Path) -> None:
    article = opened(tmp_path, "a.ipynb", notebook(cell("code", "f()", output)))
    assert article.text == "\n\n".join(filter(None, ("f()", shown)))
    assert article.left_out == (("1 picture",) if "Figure" in str(output) else ())


def test_language_of_the_notebook(tmp_path: Path) -> None:
    article = opened(
        tmp_path, "a.ipynb", notebook(cell("code", "x <- 1"), cell("raw", "y"), language_info={"name": "R"})
    )
    assert [(block.kind, block.language) for block in article.blocks] == [("code", "r"), ("code", "")]


@pytest.mark.parametrize("data", [b"words", b"[]", b'{"cells": 7}', b'{"cells": []}', b"[" * 100_000])
def test_what_is_no_notebook_is_refused(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.ipynb").write_bytes(data)
    assert "is not a notebook" in refusal(tmp_path / "a.ipynb")


def test_hostile_notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for data in mutants(SAMPLE.read_bytes(), 40):
        survive(data, tmp_path / "a.ipynb")
    (tmp_path / "a.ipynb").write_bytes(notebook(cell("markdown", "[" * 400_000)))
    assert "more lines and marks" in refusal(tmp_path / "a.ipynb")
    monkeypatch.setattr(reading, "MOST", 1)
    (tmp_path / "a.ipynb").write_bytes(notebook(cell("code", "x"), cell("code", "y")))
    assert "more than 1 cells" in refusal(tmp_path / "a.ipynb")
