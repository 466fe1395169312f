"""`reader quotes` on one article: how much each speaker says."""

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.command_line import Reader

VOTE = (
    "The Harbour Vote\n\n“We were not told until Friday,” Maria Ortiz said. “It was a disgrace,” she added.\n\n"
    "“The budget was clear,” Bob Hale said.\n"
)


@pytest.fixture
def vote(tmp_path: Path) -> Path:
    path = tmp_path / "vote.txt"
    path.write_text(VOTE, encoding="utf-8")
    return path


def test_shares_are_drawn_as_bars(reader: Reader, vote: Path) -> None:
    answer = reader("quotes", vote, "--by-speaker")
    assert (answer.code, answer.err) == (0, "")
    title, ortiz, hale, *_ = answer.out.splitlines()
    assert title.startswith("The Harbour Vote")
    assert ortiz.startswith("  Maria Ortiz  " + "█" * 24)
    assert ortiz.endswith(" 71% · 10 words · 2 quotes")
    assert hale.startswith("  Bob Hale     " + "█" * 10 + " ")
    assert hale.endswith(" 29% · 4 words · 1 quote")


def test_shares_as_json(reader: Reader, vote: Path) -> None:
    ortiz, hale = json.loads(reader("quotes", vote, "--by-speaker", "--json").out)
    assert (ortiz["name"], ortiz["quotes"], ortiz["words"], ortiz["share"]) == ("Maria Ortiz", 2, 10, 0.7143)
    assert (hale["name"], hale["uncertain"], hale["title"]) == ("Bob Hale", 0, "The Harbour Vote")


def test_quotes_mentions_and_shares_as_tables(reader: Reader, vote: Path) -> None:
    shares = list(csv.DictReader(io.StringIO(reader("quotes", vote, "--by-speaker", "--csv").out)))
    assert [(share["name"], share["words"]) for share in shares] == [("Maria Ortiz", "10"), ("Bob Hale", "4")]
    quotes = list(csv.DictReader(io.StringIO(reader("quotes", vote, "--csv").out)))
    assert [quote["speaker"] for quote in quotes] == ["Maria Ortiz", "Maria Ortiz", "Bob Hale"]
    assert (quotes[0]["text"], quotes[0]["paragraph"]) == ("“We were not told until Friday,”", "1")
    mentions = list(csv.DictReader(io.StringIO(reader("quotes", vote, "--entity", "Bob Hale", "--csv").out)))
    assert [mention["name"] for mention in mentions] == ["Bob Hale"]


def test_quotes_of_nobody_come_last(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "nobody.txt"
    path.write_text("“So it was, and so it is, and so it will be.”\n\n“No,” Ann Lee said.\n", encoding="utf-8")
    lines = reader("quotes", path, "--by-speaker").out.splitlines()
    assert lines[1].startswith("  Ann Lee")
    assert lines[2].startswith("  speaker not found  ████")
    shares = json.loads(reader("quotes", path, "--by-speaker", "--json").out)
    assert [share["name"] for share in shares] == ["Ann Lee", None]


def test_the_library_is_listed_by_article(reader: Reader, vote: Path) -> None:
    reader("note", vote, "--text", "kept")
    assert "The Harbour Vote" in reader("quotes", "--by-speaker").out


@pytest.mark.parametrize("more", [("--speaker", "Ann"), ("--entity", "Ann"), ("--markdown",)])
def test_shares_go_with_no_other_choice(reader: Reader, vote: Path, more: tuple[str, ...]) -> None:
    answer = reader("quotes", vote, "--by-speaker", *more)
    assert (answer.code, answer.out) == (2, "")
    assert "--by-speaker lists all speakers" in answer.err


def test_speakers_have_one_shape(reader: Reader, vote: Path) -> None:
    first, second, _ = json.loads(reader("quotes", vote, "--json").out)
    assert first["speaker"]["name"] == second["speaker"]["name"] == "Maria Ortiz"
    assert VOTE[second["speaker"]["start"] : second["speaker"]["end"]] == "she"
    analyzed = json.loads(reader("analyze", vote, "--json").out)["quotes"]
    assert [quote["speaker"] for quote in analyzed[:2]] == [first["speaker"], second["speaker"]]


def test_quotes_of_a_recording_tell_their_time(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "talk.srt"
    said = (
        ("1:05", "BOB HALE: Were you told?"),
        ("2:10", "ANN LEE: Nobody was told."),
        ("2:20", "BOB HALE: And then?"),
    )
    cues = (f"00:0{time},000 --> 00:0{time},900\n{words}\n" for time, words in said)
    path.write_text("\n".join(f"{number}\n{cue}" for number, cue in enumerate(cues, 1)), encoding="utf-8")
    quotes = json.loads(reader("quotes", path, "--json").out)
    assert [(quote["page"], quote["text"]) for quote in quotes][1] == ("2:10", "Nobody was told.")
    assert "  2:10  Ann Lee: Nobody was told." in reader("quotes", path).out
    reader("add", path)
    assert [quote["page"] for quote in json.loads(reader("quotes", "--json").out)] == [time for time, _ in said]


def test_quotes_without_pages_have_none(reader: Reader, vote: Path) -> None:
    assert {quote["page"] for quote in json.loads(reader("quotes", vote, "--json").out)} == {None}
