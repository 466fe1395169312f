from pathlib import Path

import pytest

from reader.text import word_lists
from reader.text.word_lists import read_patterns, read_sections

LISTS = """
# Towns of the island.
[north]
Leith, Port Law,
Ansel
[south]
# Those on the coast.
Tarn,
"""

PATTERNS = r"""# What ships are called.
[ship]
MV\s
[A-Z]+-\d
[cargo iw]
# What they carry.
coal|iron
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(word_lists, "PACKAGE", tmp_path)
    (tmp_path / "towns.txt").write_text(LISTS, "utf-8")
    (tmp_path / "ships.txt").write_text(PATTERNS, "utf-8")


@pytest.mark.usefixtures("folder")
def test_entries_are_listed_by_section_over_several_lines() -> None:
    assert read_sections("towns") == {"north": ("Leith", "Port Law", "Ansel"), "south": ("Tarn",)}


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize(
    ("name", "words", "found"),
    [
        ("ship", "the MV Astrid", "MV "),
        ("ship", "of AB-3", "AB-3"),
        ("ship", "of ab-3", None),
        ("cargo", "Coal and iron", "Coal"),
        ("cargo", "charcoal", None),
    ],
)
def test_each_line_of_a_pattern_is_an_alternative(name: str, words: str, found: str | None) -> None:
    match = read_patterns("ships")[name].search(words)
    assert (match and match[0]) == found


@pytest.mark.parametrize("path", ["sources/lexicon/words", "sources/lexicon/elements", "importers/kindle"])
def test_lists_have_no_broken_entries(path: str) -> None:
    """A missing comma joins two entries into a very long one."""
    for key, entries in read_sections(path).items():
        assert [each for each in entries if len(each.split(" = ")[0]) > 90 or each.count(" = ") > 1] == [], key
