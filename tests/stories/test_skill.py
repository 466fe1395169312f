"""`reader skill`: what agents read is true, and its examples work."""

import os
import re
import subprocess
from pathlib import Path

import pytest

from reader.cli import main
from reader.cli.parser import COMMANDS, SKILL_PAGE
from reader.system.paths import PACKAGE
from tests.fixtures.forked_reader import write_command
from tests.fixtures.news_library import NEWS


def test_it_is_a_skill_with_every_command(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["skill"]) == 0
    printed = capsys.readouterr().out
    head, _, body = printed.removeprefix("---\n").partition("\n---\n")
    assert head.startswith("name: reader\ndescription: ")
    assert len(head) < 1024, "agents read no longer descriptions"
    assert [name for name in COMMANDS if f"- `reader {name}" not in body] == []
    assert max(map(len, printed.splitlines())) < 500


@pytest.mark.slow
@pytest.mark.timeout(180)  # it starts the program eight times
def test_each_line_of_each_example_works(home: Path, tmp_path: Path) -> None:
    here, programs = tmp_path / "here", tmp_path / "bin"
    here.mkdir()
    programs.mkdir()
    for name in ("vote.txt", "noon.txt"):
        (here / name).write_text(NEWS[name], encoding="utf-8")
    (here / "draft.md").write_text(
        "“We were told until Friday,” Maria Ortiz said, as 40 others did.\n", encoding="utf-8"
    )
    write_command(programs / "reader", str(PACKAGE.parent))
    env = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(PACKAGE.parent)}
    printed: list[tuple[str, str]] = []
    for example in re.findall(r"```sh\n(.*?)```", SKILL_PAGE.read_text(encoding="utf-8"), re.DOTALL):
        for line in example.splitlines():
            done = subprocess.run(["bash", "-c", line], cwd=here, env=env, capture_output=True, text=True)
            complains = line.startswith("reader verify") and "--facts" not in line
            assert done.returncode == (3 if complains else 0), done.stderr
            printed.append((line, done.stdout))
    assert len(printed) == 8
    assert [line for line, words in printed if line.startswith("reader") and len(words) < 10] == []
    assert '"altered"' in printed[0][1]
    assert '"certainty": "sure"' in printed[3][1]
    assert '"state": "proposed"' in printed[7][1]
