"""The script of a history does to the files what the history has done."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.history.script import PROLOGUE

LIBRARY = '{"notes":{"1":{"text":"w001abc"}}}'


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("flip library.json w001abc 6 1", LIBRARY.replace("w001abc", "w001abb")),
        ("flip library.json '' 0 1", "z" + LIBRARY[1:]),
        ("edit_in_place library.json w001abc w002def same-time", LIBRARY.replace("w001abc", "w002def")),
        ("edit_anew library.json w001abc w002def", LIBRARY.replace("w001abc", "w002def")),
        (
            "add_plan library.json w003ghi",
            json.dumps(
                {**json.loads(LIBRARY), "plans": {"1": {"id": "w003ghi", "text": "w003ghi"}}}, separators=(",", ":")
            ),
        ),
    ],
)
def test_a_line_changes_a_file(line: str, becomes: str, tmp_path: Path) -> None:
    library = tmp_path / "library.json"
    library.write_text(LIBRARY)
    before = library.stat().st_mtime_ns
    script = PROLOGUE.replace('cd "$ROOT"', f'cd "{tmp_path}"') + line
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert library.read_text() == becomes
    assert "same-time" not in line or library.stat().st_mtime_ns == before
