"""`reader analyze` on articles and on JSON lines."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli.analyze import MAX_PROCESSES, MAX_SECONDS, part
from reader.cli.command import bounded
from reader.system.paths import PACKAGE
from tests.cli.command_line import Reader, one_line


@pytest.mark.parametrize(
    ("parse", "taken", "refused"),
    [
        (bounded(int, MAX_PROCESSES, "count"), {"1": 1, "64": 64}, ["0", "65", "-1", "x", "1.5"]),
        (part, {"1/1": (1, 1), "2/8": (2, 8), "8/8": (8, 8)}, ["0/8", "9/8", "1", "1/2/3", "a/b"]),
        (
            bounded(float, MAX_SECONDS, "duration"),
            {"0.5": 0.5, "604800": 7 * 24 * 3600},
            ["0", "-1", "604801", "nan", "inf", "x"],
        ),
    ],
)
def test_a_number_of_an_option_is_within_its_bounds(
    parse: Callable[[str], object], taken: dict[str, object], refused: list[str]
) -> None:
    assert {word: parse(word) for word in taken} == taken
    for word in refused:
        with pytest.raises(ValueError, match=r"."):
            parse(word)


def test_analysis_as_text(reader: Reader, story: Path) -> None:
    answer = reader("analyze", story)
    assert (answer.code, answer.err) == (0, "")
    assert 'Maria Ortiz: "We were not told until Friday,"' in answer.out
    assert "rules" in answer.out


def test_analysis_as_json(reader: Reader, story: Path) -> None:
    one = json.loads(reader("analyze", story, "--json").out)
    about = {"published", "author", "url", "site"}
    assert set(one) == {"id", "title", "engine", "language", "genre", "entities", "quotes"} | about
    assert one["quotes"][0]["speaker"]["name"] == "Maria Ortiz"
    both = json.loads(reader("analyze", story, "-", "--json", stdin="Ann Lee came.").out)
    assert both[0] == one
    assert both[1]["entities"][0]["name"] == "Ann Lee"


def test_corrections_of_the_library_are_applied_but_not_to_raw_results(reader: Reader, story: Path) -> None:
    before = reader("analyze", story, "--json").out
    assert reader("correct", story, "--entity", "Leith", "--rename", "Port of Leith").code == 0
    assert reader("correct", story, "--quote", "told until", "--speaker", "Ann Lee").code == 0
    corrected = json.loads(reader("analyze", story, "--json").out)
    assert "Port of Leith" in [entity["name"] for entity in corrected["entities"]]
    assert (corrected["quotes"][0]["speaker"]["name"], corrected["corrections"]) == ("Ann Lee", 2)
    shown = reader("analyze", story).out
    assert shown.splitlines()[0].endswith(" · 2 corrections")
    assert "Ann Lee: " in shown
    assert reader("analyze", story, "--json", "--raw").out == before
    assert json.loads(reader("analyze", story, "--jsonl").out) == corrected


def test_json_lines_are_answered_in_order(reader: Reader) -> None:
    """A bad line does not stop the ones after it, and the exit code reports it."""
    text = "It was he.\r\nAnn\x00Lee said: \u202e“We go.”"
    blocks = [[0, 10, "heading", "title"], [12, len(text), "paragraph", "body"]]
    lines = [
        json.dumps({"id": "a", "text": text}),
        "",
        "rubbish",
        "[1]",
        '{"id": 7, "text": null}',
        json.dumps({"id": "b", "text": text, "blocks": blocks}),
        '{"id": "c", "text": "x", "blocks": [[0, 9, "paragraph", "body"]]}',
        '{"id": "d", "text": "xyz", "blocks": [[1, 3, "paragraph", "body"], [0, 2, "paragraph", "body"]]}',
        '{"id": "e", "text": "x", "blocks": [[0, 1, "poem", "body"]]}',
        '{"id": "f", "text": "x", "blocks": {}}',
        '{"id": "g", "text": ""}',
        "[" * 100_000,
        '{"id": "h", "text": "\\ud800"}',
        '{"id": "last", "text": "Ann Lee came."}',
    ]
    answer = reader("analyze", "--jsonl", "-", stdin="\n".join(lines))
    found = [json.loads(line) for line in answer.out.splitlines()]
    assert [line["id"] for line in found] == ["a", None, None, 7, "b", "c", "d", "e", "f", "g", None, None, "last"]
    assert ["error" in line for line in found] == [False, *[True] * 3, False, *[True] * 4, False, True, True, False]
    assert one_line(answer) == "9 lines could not be analyzed; see the error in each answer"
    quote = found[0]["quotes"][0]
    assert text[quote["start"] : quote["end"]] == quote["text"] == "“We go.”"
    assert found[4]["title"] == "It was he."


def test_answer_is_flushed_before_the_next_line(reader: Reader) -> None:
    command = [sys.executable, "-m", "reader", "analyze", "--jsonl", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PACKAGE.parent) as process:
        assert process.stdin
        assert process.stdout
        for name in ("one", "two"):
            process.stdin.write(json.dumps({"id": name, "text": "Ann Lee came."}).encode() + b"\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == name
        process.communicate()
    assert process.returncode == 0


def test_files_and_lines_can_be_mixed(reader: Reader, story: Path) -> None:
    answer = reader("analyze", "--jsonl", story, "-", stdin='{"id": "b", "text": "x"}')
    assert [json.loads(line)["id"] for line in answer.out.splitlines()][1] == "b"


def test_missing_engine_is_an_error(reader: Reader, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.analysis.model.find_spec", lambda name: None)
    for argv in (["--json"], ["--jsonl"], []):
        assert "spaCy" in one_line(reader("analyze", story, "--engine", "spacy", *argv))
    assert "spaCy" in one_line(reader("analyze", "--jsonl", "-", "--engine", "spacy", stdin='{"text": "x"}'))
