"""Standard streams that are closed, full or interrupted, exit codes, and all that many commands print.

In those golden files ids of notes and corrections are N1, N2 … in the order in which they appear, those of
revisions and articles R1, R2 …; days, times and checksums are words.
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


EVENING = """
add page.html story.md minutes.txt vote.txt noon.txt
add other/vote.txt minutes.txt
dossier
dossier harbour vote.txt noon.txt --draft draft.md
dossier harbour minutes.txt story.md
dossier ice page.html
dossier harbour --remove minutes.txt
dossier harbour --undo
dossier harbour
dossier harbour --json
dossier harbour --people
dossier harbour --people --json
dossier nowhere
dossier
dossier --json
note story.md --quote "nobody was told" --text "Ask again. #call/later" --tag Ice
note story.md --quote "nobody was told" --before "because" --text "Ask again. #call/later" --tag Ice
note story.md --quote "the ice" --text "which?"
note story.md --quote "the ice" --after "of the north" --text "Here. **Bold** and `code`. #off-record"
note vote.txt --quote "We were not told until Friday" --text "Not for print. #background"
note noon.txt --quote "Nobody should pay" --text "Later. #embargo/2099-01-01"
note noon.txt --quote "spoke at noon" --text "Old. #embargo/2001-01-01"
note minutes.txt --text "All of it. #minutes"
note page.html --quote "the plan" --text "A plan? See #ice and #Ice/cold" --tag a/b/c
note page.html --quote "This is the plan" --text "A plan? See #ice and #Ice/cold" --tag a/b/c
note page.html --quote "no such words"
note nothing.txt --text x
notes
notes story.md --tag ice
notes --query "tag:ice in:notes"
notes --query "-tag:ice after:2000-01-01"
notes --query "title:leith OR source:page"
notes --query "dossier:harbour kind:note"
notes --state orphaned
notes --state exact --ids
notes --jsonl --search ask
notes --search "no such words"
tags
tags rename ice frost
tags rename nothing else
tags
edit N1 --text "Asked. #done"
edit N1 --tag Done --tag done
edit N2 --untag later
relink N1 --quote "nobody was told" --before "because"
relink N3 --quote "no such words"
relink N7 --quote "there is no other"
delete N4 N5
delete N4
delete N3 nonsense
restore N4 nonsense
restore N5
search ice
search "ice -north" --limit 1
search "told NEAR friday"
search "author:lee ice"
search "kind:quote leith" --json
search "kind:name ortiz"
search "speaker:ortiz before:2100-01-01"
search "tag:frost OR tag:done" --jsonl
search "harb*"
search "in:articles leith"
search "(ice OR boats) AND council"
search "\"of the north\""
search "dossier:ice"
search "has:nothing"
search "-ice -boats plan"
search "source:page OR folder:."
search "entity:ray -speaker:ray"
search "told friday" --limit 1 --json
search ""
quotes --query "speaker:ortiz"
quotes --speaker "Maria Ortiz" --csv
quotes minutes.txt
quotes minutes.txt --by-speaker --json
quotes --by-speaker --csv
quotes --entity Leith
quotes --entity Leith --json
quotes story.md --indirect --markdown
quotes story.md --genre transcript
quotes --markdown --include-off-record
analyze minutes.txt --json
analyze page.html --indirect --explain
correct story.md --entity "Ole Brandt" --rename "Ole B. Brandt"
correct story.md --add-name "north quay" --kind place
correct story.md --entity Leith --same-as "Ole Brandt"
correct story.md --list --json
analyze story.md
verify draft.md
verify draft.md --jsonl
verify draft.md --against story.md page.html --markdown --indirect
verify draft.md --html -o draft.html
verify nothing.md
export story.md
export vote.txt
export vote.txt --include-off-record
export noon.txt --format csv
export noon.txt --format w3c
export story.md --format json --include-off-record
export page.html --format html -o page.out.html
export page.html --format html -o page.out.html
export story.md --format bibtex
export story.md --format csl-json
export --query "dossier:harbour" --by speaker --citations
export --query "tag:frost" --by article --relative -o frost.md
export --query "nowhere" -o none.md
export --all -o all
export --all --format csv --bom -o all.csv
export story.md --format qdpx -o story.qdpx
export minutes.txt -o minutes.notes.md
append minutes.notes.md Words of another hand.
import minutes.notes.md
export minutes.txt -o minutes.notes.md
import minutes.notes.md nothing.md all.csv
library
copy library.json before.json
edit N1 --text "Changed here. #here"
edit N1 --text "Changed there. #there" --library before.json
note story.md --text "Only there." --library before.json
merge before.json
merge before.json
notes story.md
notes --query "state:conflict" --json
append story.md A last line that nobody had seen, and the ice melted.
add story.md
versions story.md
versions story.md --from 1 --to 2
versions story.md --from 3
versions vote.txt
notes story.md --state changed
append minutes.txt The vote was taken again.
library --json
check
check --repair
check --accept-loss
config
help dossier
help nothing
notes --state nothing
export
quotes --csv --json
"""

TEXTS = {
    "story.md": """---
title: The Ice of Leith
author: [Ann Lee, Tom Ray]
date: 2001-02-03
---

# The Ice of *Leith*

The ice of the north quay melted in March, because nobody was told, says **Ole Brandt**. He called it [a plan][1].

> “We had no ice at all,” Brandt said. “We asked for it in May.”

- “Nobody asked me,” said Ada Brandt, his sister, who sells the ice.
- She said that nobody was told.

1. Ole Brandt, 41, of Leith, said: “I was.”

[1]: https://example.org/plan
""",
    "page.html": """<html lang="en"><head><title>A plan for the harbour | The Leith News</title>
<meta name="author" content="Bo Chen"><meta property="article:published_time" content="2001-01-02T03:04:05Z"></head>
<body><article><h1>A plan for the harbour</h1><p>By Bo Chen</p><p>The council of Leith has made the plan that everybody
wanted, said its head, Eva Holm, on Friday, and it will be read in May by all who live at the harbour.</p>
<p>“This is the plan,” Ms. Holm said, “and there is no other.” Tom Ray of the Boat Union was not sure, and asked whether
there would be boats in the harbour after the summer, because the plan has none.</p>
<h2>What comes next</h2><p>According to Mr. Ray, there will be a strike. “We will see,” he said.</p></article></body>
</html>
""",
    "minutes.txt": """Minutes of the Council

EVA HOLM: Good evening. Is the plan here?

TOM RAY: It is not. We were told on Friday that it would come.

EVA HOLM: Thank you. Then we shall wait, and vote in May.

TOM RAY: I shall vote against it.

ANN SMITH: So shall I.
""",
}


def test_all_that_an_afternoon_of_commands_prints(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    for name, text in NEWS.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "draft.md").write_text(DRAFT)
    check_golden("transcript.txt", transcript(reader, COMMANDS, tmp_path))


@pytest.mark.usefixtures("no_sandbox")
def test_all_that_an_evening_of_commands_prints(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Texts of several kinds, dossiers, passages that must not leave, two libraries, and files that come back."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "library.json"))
    for name, text in {**NEWS, **TEXTS}.items():
        (tmp_path / name).write_text(text)
    more = "Mr. Brandt said: “We had no ice at all.” “This is the plan and there is no other,” said Tom Ray of it.\n"
    (tmp_path / "draft.md").write_text(f"{DRAFT}\n{more}")
    made = transcript(reader, EVENING, tmp_path)
    for number, other in enumerate(dict.fromkeys(re.findall(r'"(?:id|parent)": "([a-z2-7]{10})"', made)), 1):
        made = made.replace(other, f"R{number}")
    check_golden("evening.txt", made)


def transcript(reader: Reader, commands: str, folder: Path) -> str:
    """Run commands, and return what they print; of other hands, `copy FILE FILE` and `append FILE WORDS`."""
    ids: list[str] = []
    parts: list[str] = []
    for command in commands.strip().splitlines():
        if command.startswith("add changed"):
            text = NEWS["vote.txt"].replace("The budget was clear to everybody", "The plan was clear to most people")
            (folder / "vote.txt").write_text(text.replace("a long evening", "a very long evening"))
            command = "add vote.txt"
        name, *words = argv = [
            ids[int(word[1:]) - 1] if re.fullmatch(r"N\d", word) else word for word in shlex.split(command)
        ]
        if name == "copy":
            shutil.copy(*words)
            continue
        if name == "append":
            path = folder / words[0]
            path.write_text(f"{path.read_text()}\n{' '.join(words[1:])}\n")
            continue
        answer = reader(*argv)
        if re.fullmatch(r"[a-z2-7]{10}\n", answer.out):
            ids.append(answer.out.strip())
        said = answer.out + "".join(f"! {line}\n" for line in answer.err.splitlines())
        parts.append(f"$ reader {command}\n{said}{f'[{answer.code}]' if answer.code else ''}")
    made = "\n".join(parts)
    for written in (str(folder), str(folder).replace("_", r"\_")):
        made = made.replace(written, "~")
    for number, note_id in enumerate(ids, 1):
        made = made.replace(note_id, f"N{number}")
    return neutral(made)


def neutral(said: str) -> str:
    """Return what was said without what differs from day to day and from machine to machine."""
    said = re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:\d\d)", "TIME", said)
    said = re.sub(r"20\d\d-\d\d-\d\d", "DAY", said)
    said = re.sub(r"\b\d\d:\d\d\b", "CLOCK", said)
    said = re.sub(r"\b\d{8}\b", "DATE", said)
    return re.sub(r"\b(?:[0-9a-f]{16}|[0-9a-f]{64})\b", "HASH", said)


# ---------------------------------------------------------------------- a morning with drafts


MORNING = """
add report.md talk.txt night.txt
verify column.md
verify column.md --only altered missing
verify column.md --sure
verify column.md --indirect --only missing verbatim
verify column.md --sarif
verify column.md --markdown
verify column.md --against report.md --jsonl
verify column.md --against talk.txt nothing.md
verify column.md --facts
verify column.md --facts --json
verify column.md --facts --only altered
verify column.md --facts --against report.md -o facts.csv
show facts.csv
verify column.md --sarif --json
verify report.md --against night.txt
verify abroad.md --against report.md
note report.md --quote "sink by 2030" --text "Says who? #check"
note report.md --quote "the poor should starve" --text "Not like that. #off-record"
correct night.txt --quote "It is late" --speaker "Max Orr"
correct night.txt --quote "It is early" --speaker "Max Orr" --spread --json
correct night.txt --quote "It is early" --speaker "Ann Lee" --spread
correct night.txt --list
correct report.md --mention "Mr. Ray" --belongs-to "Ray Charles"
correct report.md --entity "Eva Holm" --alias Holm --belongs-to "Ada Holm"
correct report.md --add-quote "1,250 ferries had left in 2025" --speaker "Ann Lee"
quotes
quotes --sure
quotes night.txt --sure --csv
quotes --speaker "Max Orr" --sure
quotes talk.txt --markdown
quotes report.md --indirect --by-speaker
export report.md --sure
export night.txt --format csv --sure
export night.txt --format html -o night.html
export report.md --notes-only
show report.md --annotated
show talk.txt --json
show talk.txt
analyze talk.txt
analyze report.md --indirect --jsonl
analyze night.txt --explain
search "quay OR ferries"
search "speaker:lee ferries"
versions report.md
versions night.txt
analyze night.txt --indirect
export --query "quay" --by speaker
export --query "quay" --format csv
export --query "night" --format html -o nights.html
copy night-2.txt night.txt
add night.txt
versions night.txt
notes night.txt
copy night-3.txt night.txt
add night.txt
versions night.txt
versions night.txt --from 1 --to 3
versions night.txt --from 2 --json
versions night.txt --from 4
"""

DRAFTS = {
    "report.md": """# Report of the Port

Ann Lee, the head of the port, said on 3 May 2026 that 1,250 ferries had left in 2025, 12 percent more than in 2024.

“I would never say that the poor should starve,” Ann Lee said. “If we do nothing, the quay will sink by 2030.”

“Smoking is not permitted on the quay,” said the mayor, Tom Ray. “My opponent claims that nobody pays taxes here.”

“We will build 30 new houses, but only if the money comes from the state,” Mr. Ray said.

“The plan, which cost $5 million, is perhaps the best that we have,” said Eva Holm, a lawyer of Leith.
""",
    "talk.txt": """A Talk

[00:00:05] Host: Welcome to the show, it's good to have you here today.

[00:00:12] Ann Lee: Well, um, we're, we're gonna need twenty-five ferries, you know, by twenty twenty-six, and \
the the city can't pay.

[00:01:40] Host: Is that so? And who pays then?

[00:02:03] Ann Lee: I, uh, I mean, taxes pay five million dollars of it.
""",
    "night.txt": """A Night

Ann Lee met Tom Ray and Max Orr. “It is late,” he said.

“It is early,” he added. “It is noon,” he went on.

Tom Ray nodded. “It is over,” he said. “A harbour,” said the port authority, “is a promise.”
""",
    "night-2.txt": """A Night

Ann Lee met Tom Ray and Max Orr at the quay. “It is very late,” he said.

“It is early,” she added. “It was noon,” Eva Holm went on.

Tom Ray nodded. “A harbour,” said Ann Lee, “is a promise.” “And nobody keeps it,” Max Orr said.
""",
    "night-3.txt": """A Day

“A harbour,” said Ann Lee, “is a promise.” “And nobody keeps it,” Max Orr said.

Ann Lee met Tom Ray and Max Orr at the quay. “It is very late,” he said.
""",
    "column.md": """# A Column

Ann Lee said that “the poor should starve” (Report of the Port). “The quay will sink by 2030,” she added.

“Smoking is … permitted on the quay,” Tom Ray said. Ray knows it: “Nobody pays taxes here.”

> We will build 30 new houses
>
> — Tom Ray

“The plan is the best that we have,” said Eva Holm. “The plan, which cost $6 million, is perhaps the best that we \
have,” said Ann Lee.

In 2025, 1,520 ferries left, 21 percent more than in 2024, said Anne Lee, the mayor. On 4 May 2026 Tom Ray spoke.

“We're going to need 25 ferries by 2026, and the city can't pay,” Ann Lee said. “It is early … it is noon,” he said.

Nobody has counted “the gulls of the old quay of Leith”. Lee said that taxes pay five million dollars of it.
""",
    "abroad.md": "# Eine Spalte\n\n„Wir haben nichts gewusst und niemand hat uns gefragt“, sagte Anna Lee.\n",
}


@pytest.mark.usefixtures("no_sandbox")
def test_all_that_a_morning_with_drafts_prints(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Drafts and their sources: verdicts in each form, facts, who is sure, and a corrected speaker."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "library.json"))
    for name, text in DRAFTS.items():
        (tmp_path / name).write_text(text)
    made = transcript(reader, MORNING, tmp_path)
    for number, other in enumerate(dict.fromkeys(re.findall(r'"id": "(?!restricted)([a-z2-7]{10})"', made)), 1):
        made = made.replace(other, f"R{number}")
    check_golden("morning.txt", made)
