"""A morning with drafts: what `verify`, `correct`, `quotes`, `export` and `show` print, in a golden file to read."""

import re
from pathlib import Path

import pytest

from tests.cli.command_line import Reader
from tests.cli.test_cli import transcript
from tests.fixtures.golden import check_golden

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
"""

TEXTS = {
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
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "library.json"))
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text)
    made = transcript(reader, MORNING, tmp_path)
    for number, other in enumerate(dict.fromkeys(re.findall(r'"id": "(?!restricted)([a-z2-7]{10})"', made)), 1):
        made = made.replace(other, f"R{number}")
    check_golden("morning.txt", made)
