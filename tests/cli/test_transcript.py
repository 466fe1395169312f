"""An afternoon's work by commands, with all that they print: a golden file to read.

Ids of notes and corrections are written as N1, N2 … in the order in which they appear, days, times and checksums as
words.
"""

import re
import shlex
from pathlib import Path

import pytest

from tests.cli.command_line import Reader
from tests.fixtures.golden import check_golden
from tests.fixtures.news_library import NEWS

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
