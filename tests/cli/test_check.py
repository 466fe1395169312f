"""`reader library` and `reader check`."""

import json
from pathlib import Path

from tests.cli.command_line import Answer, Reader, noted


def test_library_is_listed_newest_first(reader: Reader, story: Path) -> None:
    assert reader("library") == Answer(0, "", "")
    noted(reader, story, "--text", "one")
    reader("note", "-", "--text", "two", stdin="From a pipe.")
    newest, oldest = json.loads(reader("library", "--json").out)
    assert (newest["title"], newest["sources"], newest["notes"]) == ("From a pipe.", ["-"], 1)
    assert (oldest["title"], oldest["sources"]) == ("The Harbour Vote", [str(story)])
    rows = reader("library").out.splitlines()
    assert rows[1].startswith(newest["id"])
    assert rows[2].endswith(f"    1  The Harbour Vote · {story}")


def test_sound_library_passes_the_check(reader: Reader, story: Path) -> None:
    noted(reader, story, "--text", "one")
    assert reader("check") == Answer(0, "1 article, 1 note\n", "")


def test_damaged_library_is_repaired_on_request(reader: Reader, story: Path, library: Path) -> None:
    noted(reader, story, "--text", "kept")
    library.write_bytes(library.read_bytes()[:-40])
    answer = reader("check")
    assert answer.code == 1
    assert "--repair" in answer.err
    assert reader("check", "--repair").code == 0
    assert "kept" in reader("notes").out
    assert reader("check").code == 0


def test_damaged_library_is_read_with_a_notice(reader: Reader, story: Path, library: Path) -> None:
    noted(reader, story, "--text", "kept")
    library.write_bytes(b"\x00" * 100)
    answer = reader("notes")
    assert answer.code == 0
    assert "kept" in answer.out
    assert answer.err.startswith("reader: ")
