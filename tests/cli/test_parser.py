"""The command line: commands, their help, and wrong usage."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from reader import __version__
from reader.cli.parser import COMMANDS, format_command_list, load_command, make_parser, wrap_usage
from tests.cli.command_line import Answer, Reader, noted, one_line


def test_every_command_has_help(reader: Reader) -> None:
    listed = reader("--help")
    assert listed.code == 0
    for name in COMMANDS:
        assert callable(load_command(name).run)
        answer = reader(name, "--help")
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith(f"usage: reader {name}")
        assert f"{name} " in listed.out


def test_the_usage_line_names_every_option() -> None:
    for name in COMMANDS:
        parser = make_parser(name)
        options = {word for word in parser.format_help().partition("\nexamples:")[0].split() if word.startswith("--")}
        given = {option.strip("[],:;`") for option in options} - {"--help", "--library", "--version"}
        for option in given:
            assert option in load_command(name).usage, (name, option)


def test_a_number_that_the_help_calls_the_default_is_the_default() -> None:
    told = {}
    for name in COMMANDS:
        for each in fields(load_command(name).options):
            if found := re.search(r"\(default: (\d+)\)", each.metadata.get("help", "")):
                told[name, each.name] = each.metadata["default"]
                assert each.metadata["default"] == int(found[1]), (name, each.name)
    assert ("search", "limit") in told


def test_help_is_a_command(reader: Reader) -> None:
    assert reader("help") == reader("--help")
    for name in COMMANDS:
        assert reader("help", name) == reader(name, "--help")


@pytest.mark.parametrize(
    ("name", "words"),
    [("serch", "unknown command: serch; did you mean `search`?"), ("xyzzy", "unknown command: xyzzy")],
)
def test_help_for_unknown_command_is_wrong_usage(name: str, words: str, reader: Reader) -> None:
    answer = reader("help", name)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.splitlines()[-1] == f"reader help: error: {words}"


@pytest.mark.parametrize("argv", [["--version"], ["-V"], ["note", "--version"], ["--version", "note"], ["note", "-V"]])
def test_the_version(argv: list[str], reader: Reader) -> None:
    assert reader(*argv) == Answer(0, f"reader {__version__}\n", "")


@pytest.mark.parametrize(
    "place",
    [["--library", "{}", "tags"], ["tags", "--library", "{}"], ["--library={}", "tags"], ["tags", "--library={}"]],
)
def test_library_option_on_either_side(place: list[str], reader: Reader, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "mine.json"
    noted(reader, story, "--tag", "there", "--library", other)
    answer = reader(*(word.format(other) for word in place))
    assert answer == Answer(0, "     1  there\n", "")
    assert reader("tags").out == ""


def test_library_from_the_environment(
    reader: Reader, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "named.json"))
    noted(reader, story, "--text", "here")
    assert (tmp_path / "named.json").is_file()


@pytest.mark.parametrize(("word", "meant"), [("lirbary", "library"), ("exprot", "export"), ("analyse", "analyze")])
def test_mistyped_command_gets_a_suggestion(word: str, meant: str, reader: Reader) -> None:
    assert one_line(reader(word, "--json")) == f"{word}: no such file; did you mean `{meant}`?"


def test_file_is_no_mistyped_command(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lirbary").write_text("A file of that name.")
    assert reader("lirbary").out == "A file of that name.\n"


@pytest.mark.parametrize("argv", [["./note"], ["--", "note"]])
def test_file_named_like_a_command(
    argv: list[str], reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("note").write_text("A file of that name.")
    assert reader(*argv).out == "A file of that name.\n"


@pytest.mark.parametrize(
    "argv",
    [
        ["note"],
        ["note", "{}"],
        ["note", "{}", "--text", "  "],
        ["note", "{}", "--text", "x", "--before", "y"],
        ["note", "{}", "--stdin", "--text", "x"],
        ["note", "-", "--stdin"],
        ["note", "{}", "--qu", "abbreviated"],
        ["edit", "id"],
        ["relink", "id"],
        ["delete"],
        ["tags", "rename", "one"],
        ["tags", "remove", "one", "two"],
        ["export"],
        ["export", "{}", "--all"],
        ["export", "--all"],
        ["export", "--all", "-o", "-"],
        ["export", "{}", "--format", "pdf"],
        ["notes", "--state", "lost"],
        ["notes", "--json", "--ids"],
        ["analyze"],
        ["analyze", "{}", "--json", "--jsonl"],
        ["{}", "surplus\x1b]0;x\x07"],
        ["--library"],
    ],
)
def test_wrong_usage(argv: list[str], reader: Reader, story: Path, library: Path) -> None:
    answer = reader(*(word.format(story) for word in argv))
    assert (answer.code, answer.out) == (2, "")
    assert answer.err.startswith("usage: reader")
    assert "\x1b" not in answer.err
    assert not library.exists()


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_every_argument_is_an_option_of_the_dataclass(name: str) -> None:
    arguments = {argument.dest for argument in make_parser(name).arguments()} - {"help", "version", "library"}
    assert {field.name for field in fields(load_command(name).options)} == arguments


@pytest.mark.parametrize("name", ["", *COMMANDS])
def test_usage_fits_the_terminal_and_keeps_its_words(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    usage = f"reader {name} {load_command(name).usage}"
    wrapped = wrap_usage(usage)
    assert wrapped.split() == usage.split()
    assert all(len(line) < 80 for line in f"usage: {wrapped}".splitlines())
    assert "\n" not in wrapped.replace("\n       ", "")
    assert all(len(line) <= 80 for line in format_command_list().splitlines())
