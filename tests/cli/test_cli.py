"""Standard streams that are closed, full or interrupted, exit codes, and all that an afternoon of commands prints.

In that golden file ids of notes and corrections are N1, N2 … in the order in which they appear; days, times and
checksums are words.
"""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reader import cli
from reader.cli import read
from reader.system import stdio
from reader.system.paths import PACKAGE, SAMPLE
from tests.cli.command_line import SHOWN, Answer, Reader, child
from tests.fixtures.golden import check_golden
from tests.fixtures.news_library import NEWS


@pytest.mark.parametrize(
    "argv", [["keys"], ["--help"], ["--version"], ["show", SAMPLE], ["note", SAMPLE, "--text", "x"]]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_failed_output_is_an_error(argv: list[object], unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "reader", *map(str, argv)],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=PACKAGE.parent,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert done.returncode == 1
    assert done.stderr.decode() == "reader: cannot write to standard output: No space left on device\n"


@pytest.mark.parametrize("argv", [[], ["--version"], ["notes"], [str(SAMPLE)]])
@pytest.mark.parametrize(
    "start",
    ["import runpy; runpy.run_module('reader', run_name='__main__')", "from reader.cli import main; sys.exit(main())"],
    ids=["python -m reader", "reader"],
)
def test_windows_gets_one_sentence(start: str, argv: list[str]) -> None:
    """As if on Windows: the modules that only POSIX has cannot be imported."""
    without = "import sys; sys.modules.update(dict.fromkeys(['fcntl', 'resource', 'termios']));"
    done = subprocess.run(
        [sys.executable, "-c", f"{without} {start}", *argv], capture_output=True, text=True, cwd=PACKAGE.parent
    )
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "reader: Windows is not supported; install and run reader within WSL (`wsl --install`)\n"


def test_closed_pipe_is_no_error(tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("A line of some length.\n" * 100_000)
    with subprocess.Popen(
        [sys.executable, "-m", "reader", "show", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=PACKAGE.parent,
    ) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline() == b"A line of some length.\n"
        process.stdout.close()
        assert process.stderr.read() == b""
    assert process.returncode == cli.PIPE_CLOSED


@pytest.mark.skipif(shutil.which("sh") is None, reason="needs a shell")
@pytest.mark.parametrize(
    ("closed", "words"), [(">&-", "standard output is closed"), ("<&-", "standard input is closed")]
)
def test_closed_stream_is_reported(closed: str, words: str) -> None:
    command = f"'{sys.executable}' -m reader show - {closed}"
    done = subprocess.run(["sh", "-c", command], input=b"text", capture_output=True, cwd=PACKAGE.parent)
    assert done.returncode == 1
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_closed_standard_error_stops_nothing(story: Path) -> None:
    command = f"'{sys.executable}' -m reader show '{story}' 2>&-; '{sys.executable}' -m reader show nothing 2>&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=PACKAGE.parent)
    assert (done.returncode, done.stdout.decode()) == (1, SHOWN)


def test_unencodable_characters_are_replaced(tmp_path: Path) -> None:
    file = tmp_path / "word.txt"
    file.write_text("“naïve”")
    assert child(["show", file], PYTHONIOENCODING="ascii").stdout == b"?na?ve?\n"
    assert "“naïve”" in child(["export", file], PYTHONIOENCODING="ascii").stdout.decode()
    assert json.loads(child(["analyze", file, "--json"], PYTHONIOENCODING="ascii").stdout)["title"] == "“naïve”"


def test_undecodable_file_name_is_shown(story: Path) -> None:
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"reader", b"show", b"caf\xe9.txt"],
        capture_output=True,
        cwd=PACKAGE.parent,
    )
    assert done.returncode == 1
    assert "no such file: caf�.txt" in done.stderr.decode()


def test_interruption_is_silent(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(read, "open_article", interrupted)
    monkeypatch.setattr(stdio, "silence", lambda: None)
    assert reader("show", "x") == Answer(130, "", "")


def test_missing_working_folder_is_one_line(tmp_path: Path) -> None:
    program = f"""
import os, sys
os.chdir({str(tmp_path)!r})
os.rmdir({str(tmp_path)!r}) if not os.listdir() else __import__("shutil").rmtree({str(tmp_path)!r})
from reader.cli import read
from reader.cli import main
sys.exit(main(["--library", "library.json", "notes"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"reader: ")
    assert done.stderr.count(b"\n") == 1


# ---------------------------------------------------------------------- an afternoon of commands


DRAFT = """# The vote

“We were not told until Friday,” Maria Ortiz said. Ann Smith saw it in another way: “The budget was clear to everyone.”

John Smith said that he would vote against it. “Nobody asked the boats,” said nobody. It brought in 12 million pounds.
"""

COMMANDS = """
library
add vote.txt noon.txt
add vote.txt gone.txt
show vote.txt
show vote.txt --annotated
show noon.txt --json
note vote.txt --text "Who asked? #open" --tag budget
note vote.txt --quote "The budget was clear" --text "To whom?"
note noon.txt --quote Leith --tag city/leith
note noon.txt --quote "Nobody should pay" --before "opposition" --text "x"
note noon.txt --quote "harbours" --text x
notes
notes vote.txt
notes --search budget
notes --query "#open"
notes --tag city
notes --state changed
notes --json
notes --ids
edit N1 --tag later --untag open --text "Who asked, and when? #open"
edit N1 --untag nothing
edit nonsense --tag a
relink N2 --quote "“The budget was clear to everybody,”"
notes vote.txt --json
tags
tags rename city town
delete N3
notes noon.txt
restore N3
tags
quotes
quotes vote.txt --indirect
quotes --speaker Ortiz
quotes --speaker Ortitz
quotes --by-speaker
quotes vote.txt --entity Smith
quotes --json
quotes --csv
quotes --markdown
analyze vote.txt
analyze noon.txt --explain
analyze noon.txt --json --indirect
correct vote.txt --entity Leith --kind organisation
correct vote.txt --entity "John Smith" --rename "Jon Smith"
correct vote.txt --entity Ortz --dismiss
correct vote.txt --quote disgrace --no-speaker
correct vote.txt --quote "clear to everybody" --speaker "Ann Lee"
correct vote.txt --add-name "long evening" --kind other
correct vote.txt --mention Smith --belongs-to "Tom Ray"
correct vote.txt --list
quotes vote.txt
verify draft.md
verify draft.md --against vote.txt --indirect
verify draft.md --against vote.txt noon.txt --json
verify draft.md --markdown
search harbour
search "smith AND budget" --limit 2
search speaker:ortiz
search "#later"
search nowhere-to-be-found
search harbour --json
export vote.txt -o -
export vote.txt --notes-only --citations -o -
export --query "#later" --format csv -o -
export --all --format bibtex -o -
export --all --by speaker -o -
export --all --by tag -o -
library
library --json
add changed/vote.txt
versions vote.txt
versions vote.txt --json
notes vote.txt
index
check
merge gone.json
keys
config
completion
note
frobnicate
help versions
"""


def test_all_that_an_afternoon_of_commands_prints(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, text in NEWS.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "draft.md").write_text(DRAFT)
    ids: list[str] = []
    parts: list[str] = []
    for command in COMMANDS.strip().splitlines():
        if command.startswith("add changed"):
            text = NEWS["vote.txt"].replace("The budget was clear to everybody", "The plan was clear to most people")
            (tmp_path / "vote.txt").write_text(text.replace("a long evening", "a very long evening"))
            command = "add vote.txt"
        argv = [ids[int(word[1:]) - 1] if re.fullmatch(r"N\d", word) else word for word in shlex.split(command)]
        answer = reader(*argv)
        if re.fullmatch(r"[a-z2-7]{10}\n", answer.out):
            ids.append(answer.out.strip())
        said = answer.out + "".join(f"! {line}\n" for line in answer.err.splitlines())
        parts.append(f"$ reader {command}\n{said}{f'[{answer.code}]' if answer.code else ''}")
    made = "\n".join(parts).replace(str(tmp_path), "~")
    for number, note_id in enumerate(ids, 1):
        made = made.replace(note_id, f"N{number}")
    check_golden("transcript.txt", neutral(made))


def neutral(said: str) -> str:
    """Return what was said without what differs from day to day and from machine to machine."""
    said = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)", "TIME", said)
    said = re.sub(r"20\d\d-\d\d-\d\d", "DAY", said)
    said = re.sub(r"\b\d\d:\d\d\b", "CLOCK", said)
    said = re.sub(r"\b\d{8}\b", "DATE", said)
    return re.sub(r"\b(?:[0-9a-f]{16}|[0-9a-f]{64})\b", "HASH", said)
