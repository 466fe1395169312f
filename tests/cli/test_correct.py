"""`reader correct`."""

import json
from pathlib import Path

import pytest

from tests.cli.command_line import STORY, Answer, Reader, noted, one_line


def corrected(reader: Reader, *argv: object) -> str:
    """Return the id of a correction made by `reader correct`."""
    answer = reader("correct", *argv)
    assert (answer.code, answer.err) == (0, "")
    return answer.out.strip()


def test_corrected_name_is_exported(reader: Reader, story: Path) -> None:
    corrected(reader, story, "--entity", "maria ortiz", "--rename", "Mayor Ortiz")
    corrected(reader, story, "--entity", "Leith", "--kind", "organisation")
    exported = json.loads(reader("export", story, "--format", "json").out)
    kinds = {entity["name"]: (entity["kind"], entity["aliases"]) for entity in exported["entities"]}
    assert kinds["Mayor Ortiz"] == ("person", ["Maria Ortiz"])
    assert kinds["Leith"][0] == "organisation"
    assert exported["quotes"][0]["speaker"]["name"] == "Mayor Ortiz"
    assert [made["change"] for made in exported["corrections"]] == ["rename", "retype"]
    assert "[[Mayor Ortiz]]" in reader("export", story).out


def test_names_are_merged_and_dismissed(reader: Reader, story: Path) -> None:
    corrected(reader, story, "--entity", "Leith", "--same-as", "Maria Ortiz")
    assert "also “Leith”" in reader("export", story).out
    corrected(reader, story, "--entity", "Maria Ortiz", "--dismiss")
    assert "Leith" not in reader("export", story).out.partition("## Names")[2]


def test_corrected_speaker_is_shown_with_notes(reader: Reader, story: Path) -> None:
    noted(reader, story, "--quote", "told until Friday", "--text", "who?")
    corrected(reader, story, "--quote", "were not told", "--speaker", "Ann Lee")
    for asked in (["notes", "--json"], ["notes", story, "--json"]):
        assert json.loads(reader(*asked).out)[0]["speaker"] == "Ann Lee"
    corrected(reader, story, "--quote", "were not told", "--no-speaker")
    assert json.loads(reader("notes", "--json").out)[0]["speaker"] is None


def test_corrections_are_listed_and_undone(reader: Reader, story: Path) -> None:
    assert reader("correct", story, "--list") == Answer(0, "", "")
    first = corrected(reader, story, "--entity", "Leith", "--rename", "Edinburgh")
    second = corrected(reader, story, "--quote", "told until", "--speaker", "Leith")
    assert reader("correct", story, "--list").out.splitlines() == [
        f"{first}  Leith renamed to Edinburgh",
        f'{second}  "We were not told until Friday," said by Edinburgh',
    ]
    listed = json.loads(reader("correct", story, "--list", "--json").out)
    assert [(made["id"], made["change"]) for made in listed] == [(first, "rename"), (second, "attribute")]
    assert (listed[0]["names"], listed[0]["name"]) == (["Leith"], "Edinburgh")
    assert listed[1]["quote"]["exact"] == '"We were not told until Friday,"'
    assert reader("correct", story, "--clear", first) == Answer(0, "", "reader: undone: Leith renamed to Edinburgh\n")
    assert [made["id"] for made in json.loads(reader("correct", story, "--list", "--json").out)] == [second]
    assert "has no correction" in one_line(reader("correct", story, "--clear", first))


def test_correction_without_effect_is_listed_as_such(reader: Reader, story: Path) -> None:
    listed = f"{corrected(reader, story, '--entity', 'Leith', '--dismiss')}  Leith dismissed as no name"
    story.write_text(STORY.replace("Leith", "the town"))
    assert reader("correct", story, "--list").out == f"{listed}  (no effect in this text)\n"
    story.write_text(STORY.replace("Friday evening", "Monday evening"))
    assert reader("correct", story, "--list").out == f"{listed}\n"


def test_listing_corrections_writes_nothing(reader: Reader, story: Path, library: Path) -> None:
    assert reader("correct", story, "--list").code == 0
    assert not library.exists()


def test_what_was_missed_is_added(reader: Reader, story: Path) -> None:
    corrected(reader, story, "--add-name", "four hours", "--kind", "other")
    corrected(reader, story, "--add-quote", "after four hours of debate", "--speaker", "Maria Ortiz")
    found = json.loads(reader("analyze", story, "--json").out)
    assert ("four hours", "other") in {(entity["name"], entity["kind"]) for entity in found["entities"]}
    added = next(quote for quote in found["quotes"] if "four hours of debate" in " ".join(quote["text"].split()))
    assert added["speaker"]["name"] == "Maria Ortiz"
    assert [made["change"] for made in json.loads(reader("correct", story, "--list", "--json").out)] == [
        "add-name",
        "add-quote",
    ]
    assert "four hours added as another name" in reader("correct", story, "--list").out


def test_a_mention_or_an_alias_is_given_to_another_name(reader: Reader, tmp_path: Path) -> None:
    story = tmp_path / "clinton.txt"
    story.write_text(
        "Bill Clinton spoke in Ohio. Clinton left. Hillary Clinton stayed behind. “I will stay,” Clinton said.\n\n"
        "Later Clinton flew home.\n"
    )

    def mentions(name: str) -> int:
        entities = json.loads(reader("analyze", story, "--json").out)["entities"]
        return sum(len(entity["mentions"]) for entity in entities if entity["name"] == name)

    before = mentions("Chelsea Clinton"), mentions("Bill Clinton") + mentions("Hillary Clinton")
    moved = corrected(reader, story, "--mention", "Clinton", "--before", "Later", "--belongs-to", "Chelsea Clinton")
    assert (mentions("Chelsea Clinton"), mentions("Bill Clinton") + mentions("Hillary Clinton")) == (1, before[1] - 1)
    assert "“Clinton” here is Chelsea Clinton" in reader("correct", story, "--list").out
    assert reader("correct", story, "--clear", moved).code == 0
    assert mentions("Chelsea Clinton") == 0
    owner = max(("Bill Clinton", "Hillary Clinton"), key=mentions)
    count = mentions(owner)
    corrected(reader, story, "--entity", owner, "--alias", "Clinton", "--belongs-to", "Roger Clinton")
    assert (mentions(owner), mentions("Roger Clinton")) == (1, count - 1)


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--entity", "Lieth", "--dismiss"], "did you mean Leith?"),
        (["--entity", "Leith", "--rename", " "], "the name is empty"),
        (["--entity", "Leith", "--same-as", "leith"], "nothing to correct"),
        (["--quote", "four hours of debate", "--no-speaker"], "no quote"),
        (["--quote", "not in it", "--no-speaker"], "does not have"),
        (["--mention", "four hours of debate", "--belongs-to", "Leith"], "no mention of a name"),
        (["--entity", "Leith", "--alias", "Leigh", "--belongs-to", "Hull"], "nothing to correct"),
        (["--add-name", "four hours", "--same-as", "Lieth"], "did you mean Leith?"),
    ],
)
def test_impossible_correction_is_one_line(argv: list[str], told: str, reader: Reader, story: Path) -> None:
    assert told in one_line(reader("correct", story, *argv))


@pytest.mark.parametrize(
    "argv",
    [
        [],
        ["--entity", "Leith"],
        ["--entity", "Leith", "--dismiss", "--rename", "x"],
        ["--entity", "Leith", "--speaker", "x"],
        ["--entity", "Leith", "--dismiss", "--list"],
        ["--quote", "told", "--dismiss"],
        ["--quote", "told"],
        ["--list", "--dismiss"],
        ["--list", "--before", "x"],
        ["--clear", "abc", "--json"],
        ["--entity", "Leith", "--kind", "ship"],
        ["--entity", "Leith", "--alias", "Leith"],
        ["--entity", "Leith", "--belongs-to", "Hull"],
        ["--mention", "Leith", "--belongs-to", "Hull", "--alias", "Leith"],
        ["--mention", "Leith", "--kind", "place"],
        ["--add-name", "Leith"],
        ["--add-quote", "Leith", "--belongs-to", "Hull"],
    ],
)
def test_incomplete_correction_is_wrong_usage(argv: list[str], reader: Reader, story: Path) -> None:
    answer = reader("correct", story, *argv)
    assert (answer.code, answer.out) == (2, "")


def test_check_and_merge_count_corrections(reader: Reader, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    corrected(reader, "--library", other, story, "--entity", "Leith", "--dismiss")
    assert reader("merge", other).err == "reader: merged: added 1 article, 1 correction, 1 revision\n"
    assert reader("check").out == "1 article, 0 notes, 1 correction\n"


def test_what_follows_from_a_speaker_is_told_and_corrected_on_request(reader: Reader, tmp_path: Path) -> None:
    story = tmp_path / "night.txt"
    story.write_text(
        "Ann Lee met Tom Ray and Max Orr. “It is late,” he said.\n\n“It is early,” he added. “It is noon,” he went on."
        "\n\nTom Ray nodded. “It is over,” he said.\n"
    )

    def speakers() -> list[str]:
        return [each["speaker"]["name"] for each in json.loads(reader("analyze", story, "--json").out)["quotes"]]

    alone = reader("correct", story, "--quote", "It is late", "--speaker", "Max Orr")
    assert alone.err == "reader: 2 more quotes by “he” follow from it: --spread changes them, too\n"
    assert speakers() == ["Max Orr", "Tom Ray", "Tom Ray", "Tom Ray"]
    assert reader("correct", story, "--clear", alone.out.strip()).code == 0
    made = json.loads(
        reader("correct", story, "--quote", "It is late", "--speaker", "Max Orr", "--spread", "--json").out
    )
    assert (len(made["corrections"]), made["spread"]) == (1, True)
    assert [each["text"] for each in made["follows"]] == ["“It is early,”", "“It is noon,”"]
    assert speakers() == ["Max Orr", "Max Orr", "Max Orr", "Tom Ray"]


@pytest.mark.parametrize(
    ("argv", "why"),
    [
        ([], "give one of --entity, --mention, --add-name, --quote, --add-quote, --list or --clear"),
        (["--quote", "told", "--entity", "Leith"], "give one of --entity, --mention,"),
        (["--quote", "told"], "with --quote give one of --speaker or --no-speaker"),
        (["--quote", "told", "--speaker", "x", "--no-speaker"], "with --quote give one of --speaker or --no-speaker"),
        (["--mention", "Leith"], "with --mention give --belongs-to"),
        (["--quote", "told", "--no-speaker", "--rename", "x"], "--rename needs --entity"),
        (["--list", "--kind", "place"], "--kind needs --entity or --add-name"),
        (
            ["--entity", "Leith", "--dismiss", "--after", "x"],
            "--before and --after need --mention, --add-name, --quote",
        ),
        (["--entity", "Leith", "--belongs-to", "Hull"], "--alias needs --entity and --belongs-to"),
        (["--entity", "Leith", "--rename", "x", "--alias", "y"], "--alias needs --entity and --belongs-to"),
        (["--clear", "a", "--json"], "--json does not go with --clear"),
        (["--quote", "told", "--no-speaker", "--spread"], "--spread needs --quote and --speaker"),
        (["--add-quote", "told", "--speaker", "x", "--spread"], "--spread needs --quote and --speaker"),
        (["--list", "--spread"], "--spread needs --quote and --speaker"),
    ],
)
def test_wrong_usage_says_what_goes_together(argv: list[str], why: str, reader: Reader, story: Path) -> None:
    assert f"reader correct: error: {why}" in reader("correct", story, *argv).err
