"""`reader proposals`: lines in, ids out; a bad line is told and the others go on."""

import json
from pathlib import Path

import pytest

from reader.system.paths import user_paths
from tests.cli.command_line import STORY, Reader, one_line

LINES = """{"quote": "told until Friday", "text": "By whom?", "tags": ["check"]}
not JSON

{"quote": "nowhere in it", "text": "?"}
{"quote": "asked for a delay", "text": "When?"}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "story.md").write_text(STORY)
    (tmp_path / "lines.jsonl").write_text(LINES)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_add_list_accept_and_reject(reader: Reader, folder: Path) -> None:
    assert reader("proposals").err == "reader: nothing is proposed\n"
    added = reader("proposals", "add", "lines.jsonl", "--author", "agent:clerk", "--source", "story.md")
    first, second = added.out.split()
    assert added.code == 1
    assert added.err.splitlines() == [
        "reader: line 2: it is not JSON in UTF-8, or nested too deeply",
        "reader: line 4: the article does not have “nowhere in it”; quote it as `reader show` prints it",
        "reader: proposals: 2 added, 2 refused",
    ]
    again = reader("proposals", "add", "-", "--author", "agent:clerk", stdin=LINES.splitlines()[0])
    assert (again.code, again.out, again.err) == (0, "", "reader: proposals: 1 known already\n")
    assert reader("notes").out == "", "nothing was accepted yet"
    assert "told until Friday\n    By whom?\n" in reader("proposals").out
    listed = json.loads(reader("proposals", "--json").out)
    assert [(each["id"], each["state"], each["author"]) for each in listed] == [
        (first, "proposed", "agent:clerk"),
        (second, "proposed", "agent:clerk"),
    ]
    assert reader("show", "story.md").out[listed[0]["start"] : listed[0]["end"]] == "told until Friday"
    assert reader("check").out == "1 article, 0 notes, 2 proposals\n"
    assert reader("proposals", "accept", first).err == "reader: accepted 1 proposal\n"
    assert reader("proposals", "reject", second).err == "reader: rejected 1 proposal\n"
    assert json.loads(reader("proposals", "--json").out) == []
    assert reader("check").out == "1 article, 1 note\n"
    states = [each["state"] for each in json.loads(reader("proposals", "--all", "--json").out)]
    assert states == ["accepted", "rejected"]
    (note,) = json.loads(reader("notes", "--json").out)
    assert (note["id"], note["text"], note["tags"], note["author"]) == (first, "By whom?", ["check"], "agent:clerk")
    assert note["accepted_by"]
    assert "rejected" in reader("proposals", "--all").out
    assert "was accepted" in one_line(reader("proposals", "reject", first))


def test_a_proposal_is_listed_with_its_last_source_and_its_place_in_the_text_it_was_made_on(
    reader: Reader, folder: Path
) -> None:
    reader("proposals", "add", "-", "--author", "agent:clerk", "--source", "story.md", stdin=LINES.splitlines()[0])
    moved = folder / "moved.md"
    for text, placed in ((STORY, True), (f"{STORY}It was late.\n", False)):
        moved.write_text(text)
        reader("add", str(moved))
        (listed,) = json.loads(reader("proposals", "--json").out)
        assert (listed["source"], listed["start"] is not None) == (str(moved), placed)


def test_the_article_is_the_one_that_has_the_words(reader: Reader, folder: Path) -> None:
    (folder / "copy.md").write_text("# Another\n\nResidents of Leith had asked for a delay. So had others.\n")
    reader("add", "story.md", "copy.md")
    ids = {each["title"]: each["id"] for each in json.loads(reader("library", "--json").out)}
    opened = {each["id"]: each["opened"] for each in json.loads(reader("library", "--json").out)}
    lines = [
        {"quote": "told until Friday", "text": "By whom?"},
        {"quote": "asked for a delay", "text": "When?"},
        {"quote": "asked for a delay", "text": "When?", "article": ids["Another"]},
        {"quote": "asked", "article": "../../etc/passwd"},
        {"name": "Maria Ortiz", "rename": "Maria Ortiz Vega"},
    ]
    (folder / "more.jsonl").write_text("\n".join(map(json.dumps, lines)))
    added = reader("proposals", "add", "more.jsonl", "--author", "agent:clerk")
    assert added.err.splitlines() == [
        "reader: line 2: 2 articles of the library have “asked for a delay”: name one",
        "reader: line 4: the library has no article ../../etc/passwd",
        "reader: line 5: it names no article, and has no quote to find it by",
        "reader: proposals: 2 added, 3 refused",
    ]
    about = [each["title"] for each in json.loads(reader("proposals", "--json").out)]
    assert about == ["The Harbour Vote", "Another"]
    assert {each["id"]: each["opened"] for each in json.loads(reader("library", "--json").out)} == opened, (
        "none was read"
    )


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add", "lines.jsonl"), "--author agent:NAME"),
        (("add", "lines.jsonl", "--author", "Ann Lee"), "agent:NAME"),
        (("add", "lines.jsonl", "--author", "agent:\x1b[31m"), "agent:NAME"),
        (("add", "none.jsonl", "--author", "agent:clerk"), "No such file"),
        (("accept", "nothing"), "no proposal nothing"),
        (("accept",), "accept ID..."),
        (("--author", "agent:clerk"), "need add"),
        (("accept", "x", "--json"), "for the list"),
    ],
)
def test_wrong_usage_is_one_line(reader: Reader, folder: Path, words: tuple[str, ...], said: str) -> None:
    answer = reader("proposals", *words)
    assert answer.code in (1, 2)
    assert said in answer.err
    assert not user_paths().library.exists(), "nothing was written"
