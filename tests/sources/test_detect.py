"""Every kind of source can be chosen and is told from the others; streams are told by their text."""

import io
import tomllib
from importlib import import_module
from pathlib import Path

import pytest

from reader.document import WHOLE_PAGE
from reader.sources.detect import ROWS, SourceFormat, detect_format, file_beside, looks_like_markdown
from reader.sources.open import load_source, open_source
from reader.system.paths import PACKAGE

BODY = "The harbour stays open, the council said on Friday.\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Harbour\n---\nwords\n",
        "+++\ntitle = 'Harbour'\n+++\nwords\n",
        "# Harbour\n\nwords\n",
        "words\n\n## Harbour\n\nwords\n",
        "words\n\n```python\ncode\n```\n\nwords\n",
        "see [the vote](https://example.org/vote) for more\n",
    ],
)
def test_stream_with_markdown_syntax_is_markdown(text: str) -> None:
    assert looks_like_markdown(text)
    assert "#" not in open_source("-", io.BytesIO(text.encode())).text


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY,
        "#!/bin/sh\n# a comment\necho hello\n",
        "#budget and #harbour\n\nare tags\n",
        "---\nA rule, and then words.\n",
        "---\nSome words between rules.\n---\nMore words.\n",
        "Hi,\n\n> you wrote\n> this\n\n- and\n- that\n\n*really*\n\n-- \nAnn\n",
        "A title\n=======\n\nwords\n",
        "```\nnever closed\n",
        "[1] http://example.org\n",
        "![x](http://example.org/x.png)\n",
    ],
)
def test_stream_without_certain_markdown_is_plain_text(text: str) -> None:
    assert not looks_like_markdown(text)


@pytest.mark.parametrize("marker", ["~", "`", "[", "# ", "[a](http://", "---\n", "\n", "\n#", "+++\n"])
def test_detection_takes_bounded_time(marker: str) -> None:
    looks_like_markdown(marker * 60_000)


# -- the table --------------------------------------------------------------------------------------------------------


ROOT = PACKAGE.parent
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
SAMPLES = sorted((ROOT / "tests" / "samples").iterdir())

every_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)


BY_LOOK = ("man",)
"""Formats that no suffix tells."""

ASKED_FOR = {WHOLE_PAGE: ".html", "original": ".docx"}
"""Other ways to read a format, which are only asked for."""


def sample_of(row: SourceFormat) -> Path:
    """Return a sample with the suffix of a row, or of the format that it is another way to read."""
    if row.name in BY_LOOK:
        return next(path for path in SAMPLES if path.stem.startswith(f"harbour-{row.name}-"))
    suffixes = row.suffixes.split() or [ASKED_FOR[row.name]]
    return next(path for path in SAMPLES if path.suffix in suffixes)


@every_row
@pytest.mark.usefixtures("no_sandbox")
def test_a_sample_is_detected_and_opened(row: SourceFormat) -> None:
    sample = str(sample_of(row))
    assert open_source(sample, format=row.name).blocks
    assert detect_format(load_source(sample, None)) == row.name or row.name in (*ASKED_FOR, *BY_LOOK)


@every_row
def test_its_bytes_are_those_of_no_other(row: SourceFormat) -> None:
    found = load_source(str(sample_of(row)), None)._replace(suffix="", place="-")
    others = [each.name for each in ROWS if each is not row and each.has_signature and each.has_signature(found)]
    assert others == [] or row.name in ASKED_FOR
    assert row.has_signature is None or row.has_signature(found)


@every_row
def test_its_suffixes_and_media_types_are_its_own(row: SourceFormat) -> None:
    own = {*row.suffixes.split(), *row.media_types.split()}
    for each in ROWS:
        if each is not row:
            assert not own & {*each.suffixes.split(), *each.media_types.split()}


@every_row
def test_the_documents_name_it(row: SourceFormat) -> None:
    assert f"`{row.name}`" in PAGE or f"`--format {row.name}`" in PAGE
    assert not row.suffixes or f"`{row.suffixes.split()[0]}`" in PAGE


@every_row
def test_its_reader_and_its_extra_exist(row: SourceFormat) -> None:
    module, _, function = row.reader.partition(":")
    assert callable(getattr(import_module(f"reader.sources.{module}"), function))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert not row.extra or row.extra in project["optional-dependencies"]
    assert bool(row.extra) == bool(row.what)  # the message that it is not installed needs both
    assert not row.extra or f"`{row.extra}`" in PAGE


@pytest.mark.parametrize("href", ["", "#more", "https://example.org/a.md", "//host/a.md", "file:///a.md", "a.exe", "."])
def test_what_is_no_file_beside_the_text(href: str, tmp_path: Path) -> None:
    for name in ("a.md", "a.exe"):
        (tmp_path / name).write_text("Words.")
    source = str(tmp_path / "b.md")
    assert file_beside(source, href) is None
    assert file_beside(source, "a.md") == str(tmp_path / "a.md")
    assert file_beside("https://example.org/b.md", "a.md") is None
