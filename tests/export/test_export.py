"""Every format of the table can be chosen, described, written and recognized again."""

import re

import pytest

from reader.export import FORMATS, OFFERED, Format, known_format
from reader.export.collection import Collection
from reader.export.file import is_export_of, render_export
from reader.system.paths import PACKAGE
from tests.fixtures.golden import check_golden
from tests.fixtures.harbour import harbour

PAGE = (PACKAGE.parent / "docs" / "export.md").read_text(encoding="utf-8")

EVERY = pytest.mark.parametrize("row", FORMATS.values(), ids=lambda row: row.name)


@EVERY
def test_its_label_fits_the_box_and_no_other_has_it(row: Format) -> None:
    assert 0 < len(row.label) <= 11, "choose a shorter label"
    assert not row.offered or [each.label for each in OFFERED].count(row.label) == 1


@EVERY
def test_its_suffix_tells_it_and_the_documents_name_it(row: Format) -> None:
    assert known_format(f"Notes{row.suffix}") == (row.name if row.offered else "csv")
    told = f"`{row.name}`" in PAGE or f"--format {row.name}" in PAGE or not row.offered
    assert told, f"write a row for `{row.name}` in docs/export.md"


@EVERY
def test_what_it_writes_is_recognized_as_that_article_and_no_other(row: Format) -> None:
    article = harbour()
    for exported in (article, Collection((article,), "Harbour", "harbour")):
        content = render_export(exported, row.name)
        assert is_export_of(content, exported.id, row.name)
        assert not is_export_of(content, "another", row.name)


@pytest.mark.parametrize(
    "row", [row for row in OFFERED if not row.binary and row.name not in ("json", "markdown")], ids=lambda row: row.name
)
def test_what_it_writes_is_as_it_was_read(row: Format) -> None:
    article = harbour()
    for exported, name in ((article, "harbour"), (Collection((article,), "Harbour", "harbour"), "collection")):
        content = render_export(exported, row.name).decode()
        if row.name == "html":  # its head has the version, and digests of the style
            content = re.sub(r"<script.*?</script>", "", content[content.index("<body") :], flags=re.DOTALL)
        check_golden(f"{name}{row.suffix}", content)
