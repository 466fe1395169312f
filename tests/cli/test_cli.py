"""The command line: what each command answers, and what happens to bad input."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tinydb import TinyDB

from reader import __version__, cli
from reader.cli import read, show
from reader.cli.parser import COMMANDS, load_command, make_parser
from reader.session.session import Session
from reader.system import stdio
from reader.system.paths import PACKAGE, SAMPLE, Places
from reader.text.span import Span

STORY = """# The Harbour Vote

The council met on Friday evening to decide about the harbour. "We were not told until Friday," Maria Ortiz said.

After four hours of debate the members voted for the new quay. The port authority welcomed the vote.

Residents of Leith had asked for a delay. The mayor said that the vote could not wait any longer.
"""

SHOWN = STORY.removeprefix("# ")


@dataclass(frozen=True)
class Answer:
    """What a command said."""

    code: int
    out: str
    err: str


Reader = Callable[..., Answer]


@pytest.fixture
def library(home: Path) -> Path:
    """Where the user's library is."""
    return home / "data" / "reader" / "library.json"


@pytest.fixture
def reader(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Runs a command in this process, with `stdin` to read; whatever it does, nobody sees a traceback."""

    def run(*argv: object, stdin: str | bytes = "") -> Answer:
        data = stdin.encode() if isinstance(stdin, str) else stdin
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        code = cli.main([str(word) for word in argv])
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


@pytest.fixture
def story(tmp_path: Path) -> Path:
    file = tmp_path / "harbour.md"
    file.write_text(STORY)
    return file


def noted(reader: Reader, *argv: object) -> str:
    """The id of a note that `reader note` made."""
    answer = reader("note", *argv)
    assert (answer.code, answer.err) == (0, "")
    return answer.out.strip()


def one_line(answer: Answer) -> str:
    """The one line on standard error of a command that failed, without its beginning."""
    assert answer.code == 1
    assert answer.err.startswith("reader: ")
    assert answer.err.count("\n") == 1
    assert answer.err.endswith("\n")
    return answer.err.removeprefix("reader: ").rstrip("\n")


def child(argv: Sequence[object], stdin: bytes = b"", **more: str) -> subprocess.CompletedProcess[bytes]:
    """Runs a command in a process of its own."""
    command = [sys.executable, "-m", "reader", *map(str, argv)]
    return subprocess.run(command, input=stdin, capture_output=True, cwd=PACKAGE.parent, env={**os.environ, **more})


# ---------------------------------------------------------------------- words


def test_every_command_is_there_and_has_help(reader: Reader) -> None:
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
        options = {word for word in parser.format_help().split() if word.startswith("--")}
        given = {option.strip("[],") for option in options} - {"--help", "--library", "--version"}
        for option in given:
            assert option in load_command(name).usage, (name, option)


def test_help_is_a_command_too(reader: Reader) -> None:
    assert reader("help") == reader("--help")
    for name in COMMANDS:
        assert reader("help", name) == reader(name, "--help")


@pytest.mark.parametrize(
    ("name", "words"),
    [("serch", "unknown command: serch; did you mean `search`?"), ("xyzzy", "unknown command: xyzzy")],
)
def test_help_for_no_command_is_wrong_usage(name: str, words: str, reader: Reader) -> None:
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
def test_the_library_may_stand_on_either_side(place: list[str], reader: Reader, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other" / "mine.json"
    noted(reader, story, "--tag", "there", "--library", other)
    answer = reader(*(word.format(other) for word in place))
    assert answer == Answer(0, "     1  there\n", "")
    assert reader("tags").out == ""


def test_the_library_may_be_named_by_the_environment(
    reader: Reader, story: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "named.json"))
    noted(reader, story, "--text", "here")
    assert (tmp_path / "named.json").is_file()


@pytest.mark.parametrize(("word", "meant"), [("lirbary", "library"), ("exprot", "export"), ("analyse", "analyze")])
def test_a_mistyped_command(word: str, meant: str, reader: Reader) -> None:
    assert one_line(reader(word, "--json")) == f"{word}: no such file; did you mean `{meant}`?"


def test_a_file_is_no_mistyped_command(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("lirbary").write_text("A file of that name.")
    assert reader("lirbary").out == "A file of that name.\n"


@pytest.mark.parametrize("argv", [["./note"], ["--", "note"]])
def test_a_file_whose_name_is_a_command(
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


# ---------------------------------------------------------------------- reading


def test_show_prints_the_text_that_offsets_are_counted_in(reader: Reader, story: Path) -> None:
    shown = reader("show", story).out
    assert shown == SHOWN
    quote = json.loads(reader("analyze", story, "--json").out)["quotes"][0]
    assert shown[quote["start"] : quote["end"]] == quote["text"] == '"We were not told until Friday,"'


def test_a_source_without_a_terminal_is_shown(reader: Reader, story: Path) -> None:
    assert reader(story) == reader("show", story) == reader("--library", "x.json", story)


@pytest.mark.parametrize("argv", [["-"], [], ["show", "-"]])
def test_standard_input_is_an_article(argv: list[str], reader: Reader) -> None:
    assert reader(*argv, stdin="From a pipe.") == Answer(0, "From a pipe.\n", "")


def test_reading_writes_nothing(reader: Reader, story: Path, home: Path) -> None:
    for argv in (
        [story],
        ["show", story],
        ["notes", story],
        ["notes"],
        ["notes", "--json"],
        ["tags"],
        ["library"],
        ["check"],
        ["keys"],
        ["analyze", story],
    ):
        assert reader(*argv).code == 0
    assert list(home.rglob("*")) == []


class Screen:
    """Stands in for the screen: remembers what it was to show."""

    def __init__(self) -> None:
        self.article = ""
        self.at: Span | None = None
        self.library: Path | None = None

    def draw(self, first: Session | Places, at: Span | None = None) -> int:
        self.library = None if isinstance(first, Session) else first.library
        self.article, self.at = first.article.text if isinstance(first, Session) else "", at
        return 0


@pytest.fixture
def screen(monkeypatch: pytest.MonkeyPatch) -> Screen:
    """Everything is a terminal."""
    screen = Screen()
    monkeypatch.setattr(stdio, "is_terminal", lambda stream: True)
    monkeypatch.setattr(read, "draw", screen.draw)
    return screen


def test_a_source_is_read_on_the_screen(reader: Reader, screen: Screen, story: Path, library: Path) -> None:
    assert reader(story) == Answer(0, "", "")
    assert (screen.article, screen.at) == (SHOWN.rstrip(), None)
    assert not library.exists()


def test_reader_alone_opens_the_sample_and_later_the_library(
    reader: Reader, screen: Screen, story: Path, library: Path
) -> None:
    reader()
    assert (screen.article, screen.library) == (SAMPLE.read_text(encoding="utf-8"), None)
    noted(reader, story, "--text", "now in the library")
    reader()
    assert (screen.article, screen.library) == ("", library)
    reader("search", "library")
    reader()
    assert screen.library == library, "also where an index tells so"


def test_a_note_is_opened_at_its_passage(reader: Reader, screen: Screen, story: Path) -> None:
    note = noted(reader, story, "--quote", "Residents of Leith")
    start = SHOWN.index("Residents of Leith")
    for argv in ([story, "--at", note], ["--at", note], ["--at", note, story]):
        reader(*argv)
        assert screen.at == Span(start, start + len("Residents of Leith"))
    story.write_text(STORY.replace("four hours", "four long hours"))
    reader("--at", note)
    assert screen.at == Span(start + 5, start + 5 + len("Residents of Leith"))


@pytest.mark.parametrize("argv", [["--at", "zzz"], ["{}", "--at", "zzz"]])
def test_a_note_that_nobody_knows(argv: list[str], reader: Reader, screen: Screen, story: Path) -> None:
    assert "zzz" in one_line(reader(*(word.format(story) for word in argv)))
    assert screen.article == ""


def test_without_a_terminal_for_the_screen_that_is_said(
    reader: Reader, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stdio, "is_terminal", lambda stream: stream is not sys.stderr)
    assert "standard error" in one_line(reader(story))


def test_without_a_terminal_for_the_keys_that_is_said(
    reader: Reader, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stdio, "is_terminal", lambda stream: stream is not sys.stdin)
    monkeypatch.setattr(stdio, "TERMINAL", "/dev/no-terminal")
    assert "no terminal to read keys from" in one_line(reader(story))


def test_after_a_pipe_the_keys_come_from_the_terminal() -> None:
    """In a terminal of its own, with the article on standard input."""
    program = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(1, termios.TIOCSCTTY, 0)
from reader import cli
from reader.cli import read as reading
reading.draw = lambda session, at: print("keys:", os.isatty(0), "textual" in sys.modules, session.article.text) or 0
sys.exit(cli.main(["-"]))
"""
    ours, its = os.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-c", program],
            input=b"From a pipe.",
            stdout=its,
            stderr=its,
            cwd=PACKAGE.parent,
            check=False,
        )
        os.write(its, b"\n")
        assert os.read(ours, 10_000).decode().splitlines()[0] == "keys: True False From a pipe."
        assert done.returncode == 0
    finally:
        os.close(ours)
        os.close(its)


# ---------------------------------------------------------------------- notes


def test_a_note_is_written_and_listed(reader: Reader, story: Path, library: Path) -> None:
    note = noted(reader, story, "--quote", "the new QUAY", "--text", "who pays? #budget", "--tag", "city/housing")
    listed = reader("notes").out
    for words in (note, "The Harbour Vote", str(story), "> the new quay", "who pays? #budget", "#city/housing"):
        assert words in listed
    assert reader("notes", story).out == listed
    with TinyDB(library) as database:
        assert len(database.table("notes")) == 1


def test_whole_texts_are_listed(reader: Reader, story: Path) -> None:
    text = "\n".join(f"line {number} " + "word " * 60 for number in range(50)).strip()
    noted(reader, story, "--text", text)
    assert [line.strip() for line in text.splitlines()] == [
        line.strip() for line in reader("notes").out.splitlines() if line.strip().startswith("line ")
    ]


def test_a_highlight_and_a_tag_alone_are_notes(reader: Reader, story: Path) -> None:
    noted(reader, story, "--quote", "the new quay")
    noted(reader, story, "--tag", "later")
    assert len(reader("notes", "--ids").out.split()) == 2


def test_notes_one_a_line(reader: Reader, story: Path) -> None:
    lines = "first #one\n\n  \nsecond \x1b[31m\r\nthird, without an end"
    answer = reader("note", story, "--quote", "the new quay", "--tag", "all", "--stdin", stdin=lines)
    assert answer == Answer(0, "first #one\nsecond ␛[31m\nthird, without an end\n", "")
    found = json.loads(reader("notes", "--json").out)
    assert {note["text"] for note in found} == {"first #one", "second ␛[31m", "third, without an end"}
    assert all(note["quote"] == "the new quay" and "all" in note["tags"] for note in found)


def test_a_line_is_answered_while_the_next_is_still_being_thought_of(story: Path, library: Path) -> None:
    """Each line comes back as soon as its note is on disk, with the pipe still open."""
    command = [sys.executable, "-m", "reader", "note", str(story), "--stdin"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PACKAGE.parent) as process:
        assert process.stdin
        assert process.stdout
        for text in (b"one\n", b"two\n"):
            process.stdin.write(text)
            process.stdin.flush()
            assert process.stdout.readline() == text
            assert text.decode().strip() in library.read_text()
        process.communicate()
    assert process.returncode == 0


def test_notes_as_json(reader: Reader, story: Path) -> None:
    whole = noted(reader, story, "--text", "on all of it")
    note = noted(reader, story, "--quote", "not told until Friday", "--text", "why? #delay")
    first, second = json.loads(reader("notes", "--json").out)
    start = SHOWN.index("not told")
    assert second == {
        "id": note,
        "article": second["article"],
        "title": "The Harbour Vote",
        "source": str(story),
        "quote": "not told until Friday",
        "speaker": "Maria Ortiz",
        "text": "why? #delay",
        "tags": ["delay"],
        "state": "exact",
        "start": start,
        "end": start + len("not told until Friday"),
        "created": second["created"],
        "updated": second["created"],
    }
    nothing = dict.fromkeys(("quote", "speaker", "state", "start", "end"))
    assert first == {**first, **nothing, "id": whole, "text": "on all of it", "tags": []}
    assert json.loads(reader("notes", story, "--json").out) == [first, second]


def test_the_state_of_a_note_is_that_of_the_last_opening_or_of_now(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--quote", "Residents of Leith had asked for a delay.")
    story.write_text(STORY.partition("Residents")[0])
    assert json.loads(reader("notes", "--json").out)[0]["state"] == "exact"
    now = json.loads(reader("notes", story, "--json").out)[0]
    assert (now["state"], now["start"], now["end"], now["speaker"]) == ("orphaned", None, None, None)
    assert now["quote"] == "Residents of Leith had asked for a delay."
    assert f"{note}  orphaned" in reader("notes", story).out
    assert reader("notes", story, "--state", "orphaned", "--ids").out == f"{note}\n"
    assert reader("notes", "--state", "orphaned", "--ids").out == ""


def test_notes_are_chosen_by_words_and_tags(reader: Reader, story: Path) -> None:
    first = noted(reader, story, "--quote", "the new quay", "--text", "who pays?", "--tag", "city/housing")
    second = noted(reader, story, "--text", "who else? #city")
    assert reader("notes", "--search", "WHO quay", "--ids").out.split() == [first]
    assert set(reader("notes", "--tag", "#city", "--ids").out.split()) == {first, second}
    assert reader("notes", "--search", "nothing of it", "--json").out == "[]\n"
    assert reader("notes", "--search", "nothing of it") == Answer(0, "", "")


def test_notes_of_all_articles_begin_with_what_was_read_last(reader: Reader, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Quite another article, which has nothing to do with harbours.")
    first = noted(reader, story, "--text", "first")
    second = noted(reader, other, "--text", "second")
    assert reader("notes", "--ids").out.split() == [second, first]
    assert reader("notes", story, "--ids").out.split() == [first]
    assert reader("notes", "-", stdin="Unknown.") == Answer(0, "", "")


def test_a_quote_that_stands_twice_needs_the_words_beside_it(reader: Reader, story: Path, library: Path) -> None:
    assert "stands in 2 places (¶ 2, ¶ 3)" in one_line(reader("note", story, "--quote", "the vote"))
    assert not library.exists()
    noted(reader, story, "--quote", "the vote", "--after", "could not")
    noted(reader, story, "--quote", "the vote", "--before", "welcomed")
    starts = [note["start"] for note in json.loads(reader("notes", "--json").out)]
    assert starts == [SHOWN.index("the vote."), SHOWN.index("the vote could")]


def test_a_note_is_edited(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--text", "first #inside", "--tag", "one")
    assert reader("edit", note, "--tag", "two", "--untag", "one") == Answer(0, "", "")
    assert json.loads(reader("notes", "--json").out)[0]["tags"] == ["two", "inside"]
    reader("edit", note, "--text", "")
    assert json.loads(reader("notes", "--json").out)[0]["text"] == ""
    assert "cannot be a tag" in one_line(reader("edit", note, "--tag", "a b"))


def test_a_note_is_put_on_other_words(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--quote", "the new quay")
    assert reader("relink", note, "--quote", "the vote", "--before", "welcomed") == Answer(0, "", "")
    found = json.loads(reader("notes", "--json").out)[0]
    assert (found["quote"], found["start"], found["state"]) == ("the vote", SHOWN.index("the vote."), "exact")
    assert "does not have" in one_line(reader("relink", note, "--quote", "the old quay"))


def test_an_orphan_is_put_on_words_of_today(reader: Reader, story: Path) -> None:
    note = noted(reader, story, "--quote", "Residents of Leith had asked for a delay.")
    story.write_text(STORY.replace("Residents of Leith had asked for a delay.", "People from Newhaven were angry."))
    reader("relink", note, "--quote", "People from Newhaven")
    assert reader("notes", story, "--state", "exact", "--ids").out.strip() == note


def test_a_note_of_standard_input_is_put_on_other_words(reader: Reader) -> None:
    noted_there = reader("note", "-", "--quote", "First words", stdin="First words, and others.").out.strip()
    assert reader("relink", noted_there, "--quote", "and others").code == 0
    assert json.loads(reader("notes", "--json").out)[0]["quote"] == "and others"


def test_notes_are_deleted_and_restored(reader: Reader, story: Path) -> None:
    one, two = noted(reader, story, "--text", "one"), noted(reader, story, "--text", "two")
    assert "no note zzz" in one_line(reader("delete", one, "zzz"))
    assert len(reader("notes", "--ids").out.split()) == 2
    answer = reader("delete", one, two, one)
    assert (answer.code, answer.out) == (0, "")
    assert f"deleted 2 notes; to restore: reader restore {one} {two}" in answer.err
    assert reader("notes").out == ""
    assert reader("restore", two) == Answer(0, "", "")
    assert reader("notes", "--ids").out == f"{two}\n"


def test_tags_are_counted_and_renamed(reader: Reader, story: Path) -> None:
    noted(reader, story, "--text", "#city and #water")
    noted(reader, story, "--text", "#city/housing", "--tag", "city")
    assert reader("tags").out == "     2  city\n     1  city/housing\n     1  water\n"
    assert reader("tags", "rename", "city", "town") == Answer(0, "", "reader: renamed in 2 notes\n")
    assert reader("tags").out == "     2  town\n     1  town/housing\n     1  water\n"
    assert "#town/housing" in reader("notes").out
    assert "no note is tagged" in one_line(reader("tags", "rename", "city", "town"))


# ---------------------------------------------------------------------- export


def test_an_export_goes_to_standard_output(reader: Reader, story: Path, library: Path) -> None:
    note = noted(reader, story, "--quote", "the new quay", "--text", "who pays?")
    before = library.read_bytes()
    for argv in ([], ["-o", "-"]):
        answer = reader("export", story, *argv)
        assert (answer.code, answer.err) == (0, "")
        assert answer.out.startswith("---\n")
        assert "> the new quay" in answer.out
        assert note in answer.out
        assert "who pays?" in answer.out
    assert json.loads(reader("export", story, "--format", "json").out)["notes"][0]["id"] == note
    assert library.read_bytes() == before


def test_an_export_is_written_and_written_anew(reader: Reader, story: Path, tmp_path: Path) -> None:
    noted(reader, story, "--text", "first")
    target = tmp_path / "out.md"
    assert reader("export", story, "-o", target) == Answer(0, "", f"reader: wrote {target}\n")
    target.write_text("My preface.\n\n" + target.read_text().partition("---\n# ")[2])
    noted(reader, story, "--text", "second")
    assert reader("export", story, "-o", target, "--force").code == 0
    assert "My preface." in target.read_text()
    assert "second" in target.read_text()
    target.write_text(target.read_text().replace("second", "by hand"))
    assert "edited by hand" in one_line(reader("export", story, "-o", target))
    assert "by hand" in target.read_text()


@pytest.mark.parametrize("there", [True, False])
def test_an_export_into_a_folder_gets_the_name_of_the_article(
    there: bool, reader: Reader, story: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    if there:
        folder.mkdir()
    assert reader("export", story, "-o", f"{folder}{os.sep}").code == 0
    assert reader("export", story, "-o", folder, "--format", "json").code == 0
    assert {file.name for file in folder.iterdir()} == {"The Harbour Vote.md", "The Harbour Vote.json"}


def test_every_article_with_notes_is_exported(reader: Reader, story: Path, tmp_path: Path) -> None:
    """Also what came from standard input and what has lost its file; not what has no notes."""
    noted(reader, story, "--text", "one")
    reader("note", "-", "--text", "two", stdin="From a pipe.")
    gone = tmp_path / "gone.txt"
    gone.write_text("This file will be gone.")
    noted(reader, gone, "--text", "three")
    gone.unlink()
    empty = tmp_path / "empty.txt"
    empty.write_text("Nobody wrote about this.")
    reader("delete", noted(reader, empty, "--text", "four"))
    folder = tmp_path / "new" / "exports"
    answer = reader("export", "--all", "-o", folder)
    assert answer.code == 0
    assert answer.err.count("reader: wrote ") == 3
    names = {file.name for file in folder.iterdir()}
    assert names == {"The Harbour Vote.md", "From a pipe.md", "This file will be gone.md"}
    assert "three" in (folder / "This file will be gone.md").read_text()
    assert reader("export", "--all", "-o", folder) == Answer(0, "", "reader: 3 files already up to date\n")
    reader("note", story, "--text", "five")
    again = reader("export", "--all", "-o", folder)
    assert again.err == f"reader: wrote {folder / 'The Harbour Vote.md'}\nreader: 2 files already up to date\n"


def test_one_export_that_fails_does_not_stop_the_others(reader: Reader, story: Path, tmp_path: Path) -> None:
    reader("note", "-", "--text", "two", stdin="From a pipe.")
    noted(reader, story, "--text", "one")
    folder = tmp_path / "exports"
    reader("export", "--all", "-o", folder)
    edited = folder / "The Harbour Vote.md"
    edited.write_text(edited.read_text().replace("one", "by hand"))
    answer = reader("export", "--all", "-o", folder)
    assert answer.code == 1
    assert "edited by hand" in answer.err
    assert "1 file already up to date" in answer.err
    assert "by hand" in edited.read_text()


def test_nothing_to_export_is_said(reader: Reader, tmp_path: Path) -> None:
    assert reader("export", "--all", "-o", tmp_path / "out").err == "reader: nothing to export: no article has notes\n"


# ---------------------------------------------------------------------- analysis


def test_an_analysis_for_people(reader: Reader, story: Path) -> None:
    answer = reader("analyze", story)
    assert (answer.code, answer.err) == (0, "")
    assert 'Maria Ortiz: "We were not told until Friday,"' in answer.out
    assert "rules" in answer.out


def test_an_analysis_as_json(reader: Reader, story: Path) -> None:
    one = json.loads(reader("analyze", story, "--json").out)
    assert set(one) == {"id", "title", "engine", "language", "entities", "quotes"}
    assert one["quotes"][0]["speaker"]["name"] == "Maria Ortiz"
    both = json.loads(reader("analyze", story, "-", "--json", stdin="Ann Lee came.").out)
    assert both[0] == one
    assert both[1]["entities"][0]["name"] == "Ann Lee"


def test_articles_on_lines_are_answered_in_order(reader: Reader) -> None:
    """Whatever a line holds, the ones after it are answered, and the exit code tells at the end."""
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
    assert one_line(answer) == "9 lines could not be analysed; see the error in each answer"
    quote = found[0]["quotes"][0]
    assert text[quote["start"] : quote["end"]] == quote["text"] == "“We go.”"
    assert found[4]["title"] == "It was he."


def test_an_answer_comes_before_the_next_line(reader: Reader) -> None:
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


def test_files_and_lines_may_be_mixed(reader: Reader, story: Path) -> None:
    answer = reader("analyze", "--jsonl", story, "-", stdin='{"id": "b", "text": "x"}')
    assert [json.loads(line)["id"] for line in answer.out.splitlines()][1] == "b"


def test_an_engine_that_is_not_there(reader: Reader, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.analysis.model.registry.find_spec", lambda name: None)
    for argv in (["--json"], ["--jsonl"], []):
        assert "spaCy" in one_line(reader("analyze", story, "--engine", "spacy", *argv))
    assert "spaCy" in one_line(reader("analyze", "--jsonl", "-", "--engine", "spacy", stdin='{"text": "x"}'))


# ---------------------------------------------------------------------- the library


def test_the_library_is_listed_newest_first(reader: Reader, story: Path) -> None:
    assert reader("library") == Answer(0, "", "")
    noted(reader, story, "--text", "one")
    reader("note", "-", "--text", "two", stdin="From a pipe.")
    newest, oldest = json.loads(reader("library", "--json").out)
    assert (newest["title"], newest["sources"], newest["notes"]) == ("From a pipe.", ["-"], 1)
    assert (oldest["title"], oldest["sources"]) == ("The Harbour Vote", [str(story)])
    rows = reader("library").out.splitlines()
    assert rows[1].startswith(newest["id"])
    assert rows[2].endswith(f"    1  The Harbour Vote · {story}")


def test_a_whole_library_is_said_to_be_whole(reader: Reader, story: Path) -> None:
    noted(reader, story, "--text", "one")
    assert reader("check") == Answer(0, "1 article, 1 note\n", "")


def test_a_damaged_library_is_mended_when_asked(reader: Reader, story: Path, library: Path) -> None:
    noted(reader, story, "--text", "kept")
    library.write_bytes(library.read_bytes()[:-40])
    answer = reader("check")
    assert answer.code == 1
    assert "--repair" in answer.err
    assert reader("check", "--repair").code == 0
    assert "kept" in reader("notes").out
    assert reader("check").code == 0


def test_a_damaged_library_is_read_with_a_word_about_it(reader: Reader, story: Path, library: Path) -> None:
    noted(reader, story, "--text", "kept")
    library.write_bytes(b"\x00" * 100)
    answer = reader("notes")
    assert answer.code == 0
    assert "kept" in answer.out
    assert answer.err.startswith("reader: ")


def test_the_keys_are_listed(reader: Reader) -> None:
    listed = reader("keys").out
    assert "Notes\n" in listed
    assert "Ctrl-D" in listed
    assert "quit; drafts are kept" in listed


# ---------------------------------------------------------------------- bad input


BAD_SOURCES = {
    "missing": "no such file",
    "directory": "directory",
    "fifo": "pipe",
    "binary": "binary",
    "empty": "empty",
    "blank": "nothing to read",
    "url": "refuses the connection",
    "no name": "empty name",
    "long name": "name too long",
    "NUL name": "not the name of a file",
    "escape name": "no such file: ␛]0;x␇",
}


@pytest.fixture(params=BAD_SOURCES)
def bad_source(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A SOURCE that cannot be read, and what must be said about it."""
    kind: str = request.param
    path = tmp_path / f"{kind}.txt"
    match kind:
        case "directory":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "binary":
            path.write_bytes(b"\x7fELF\x00\x01\x02" * 1000)
        case "empty":
            path.touch()
        case "blank":
            path.write_text("\n \n" * 1000)
    named = {"url": "http://127.0.0.1:1/x", "no name": "", "long name": "x" * 5000, "NUL name": "a\0b"}
    named["escape name"] = "\x1b]0;x\x07"
    return named.get(kind, str(path)), BAD_SOURCES[kind]


@pytest.mark.parametrize("command", ["", "show", "note --text x", "notes", "export"])
def test_a_source_that_cannot_be_read(command: str, bad_source: tuple[str, str], reader: Reader, library: Path) -> None:
    refused(command, bad_source, reader, library)


@pytest.mark.parametrize("bad_source", [kind for kind in BAD_SOURCES if kind != "directory"], indirect=True)
@pytest.mark.parametrize("command", ["analyze", "analyze --jsonl"])
def test_a_source_that_cannot_be_analysed(
    command: str, bad_source: tuple[str, str], reader: Reader, library: Path
) -> None:
    """A directory can: all that is in it."""
    refused(command, bad_source, reader, library)


def refused(command: str, bad_source: tuple[str, str], reader: Reader, library: Path) -> None:
    source, words = bad_source
    answer = reader(*command.split(), source)
    assert answer.out == ""
    assert words.lower() in one_line(answer).lower()
    assert not library.exists()


HOSTILE = {
    "invalid UTF-8": b"First \xff\xfe\x80 \xc3( words.\n\nLast words.\n",
    "escapes": b"First \x1b]52;c;AAAA\x07 \x1b[2J \xc2\x9d0;x\xc2\x9c words.\n\nLast \xe2\x80\xae words.\n",
    "markup": b"First [red]words[/oops] [@click=app.quit]x[/] [\n\nLast words [/markup].\n",
    "NUL": b"First words.\n\nab cd\n\nLast words.\n",
    "combining": b"First words.\n\nZ" + "\u0301".encode() * 5000 + b"\n\nLast words.\n",
    "one line": b"First " + b"words " * 20_000 + b"Last words.",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_article_is_shown_harmless(kind: str, reader: Reader, tmp_path: Path) -> None:
    file = tmp_path / "hostile.txt"
    file.write_bytes(HOSTILE[kind])
    shown = reader("show", file)
    assert (shown.code, shown.err) == (0, "")
    assert shown.out.startswith("First ")
    assert "Last" in shown.out
    note = noted(reader, file, "--quote", "First", "--text", "safe")
    for argv in (["notes"], ["notes", "--json"], ["export", file], ["analyze", file], ["analyze", file, "--json"]):
        answer = reader(*argv)
        assert (answer.code, answer.err) == (0, "")
        assert not set(answer.out) & {*map(chr, [*range(9), *range(11, 32), 127, *range(0x80, 0xA0)]), "\u202e"}
        assert note in answer.out or argv[0] == "analyze"


@pytest.mark.parametrize("kind", ["directory", "fifo", "no JSON", "other JSON", "newer", "no folder"])
@pytest.mark.parametrize("command", ["note {} --text x", "notes", "tags", "library", "export {}", "delete zzz"])
def test_a_library_that_is_none(command: str, kind: str, reader: Reader, story: Path, tmp_path: Path) -> None:
    """One clear line, and what lies there is left alone."""
    path = tmp_path / "theirs.json"
    contents = {"no JSON": b"Dear diary", "other JSON": b'{"a": 1}', "newer": b'{"meta": {"1": {"schema": 99}}}'}
    match kind:
        case "directory":
            path.mkdir()
        case "fifo":
            os.mkfifo(path)
        case "no folder":
            (tmp_path / "file").touch()
            path = tmp_path / "file" / "theirs.json"
        case _:
            path.write_bytes(contents[kind])
    answer = reader("--library", path, *command.format(story).split())
    assert one_line(answer)
    assert answer.out == ""
    if kind in contents:
        assert path.read_bytes() == contents[kind]


@pytest.mark.parametrize("command", ["edit {} --text x", "relink {} --quote x", "delete {}", "restore {}", "--at {}"])
def test_a_note_id_that_is_none(command: str, reader: Reader, story: Path, screen: Screen) -> None:
    note = noted(reader, story, "--text", "kept")
    for wrong in ("zzz", "\x1b[31m", "[/oops]", ""):
        answer = reader(*(word.format(wrong) for word in command.split(" ")))
        if wrong or "--at" not in command:
            assert "\x1b" not in one_line(answer)
    assert reader("notes", "--ids").out == f"{note}\n"


@pytest.mark.parametrize("quote", ["not in it", "", " ", "the vote", "\x1b[31m"])
def test_a_quote_that_leads_nowhere(quote: str, reader: Reader, story: Path, library: Path) -> None:
    assert "\x1b" not in one_line(reader("note", story, "--quote", quote, "--text", "x"))
    assert not library.exists()


def test_a_read_only_folder_says_so_and_keeps_what_is_there(story: Path, home: Path, library: Path) -> None:
    """Root may write anywhere, so the folder is taken away instead."""
    library.parent.parent.mkdir(parents=True)
    library.parent.write_text("no folder")
    done = child(["note", story, "--text", "x"])
    assert done.returncode == 1
    assert done.stderr.startswith(b"reader: ")
    assert b"Traceback" not in done.stderr
    assert library.parent.read_text() == "no folder"


# ---------------------------------------------------------------------- standard streams


@pytest.mark.parametrize(
    "argv", [["keys"], ["--help"], ["--version"], ["show", SAMPLE], ["note", SAMPLE, "--text", "x"]]
)
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a full device")
def test_what_could_not_be_written_is_no_success(argv: list[object], unbuffered: str) -> None:
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


def test_a_reader_that_has_seen_enough_is_no_error(tmp_path: Path) -> None:
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
def test_a_closed_stream_is_said(closed: str, words: str) -> None:
    command = f"'{sys.executable}' -m reader show - {closed}"
    done = subprocess.run(["sh", "-c", command], input=b"text", capture_output=True, cwd=PACKAGE.parent)
    assert done.returncode == 1
    assert words in done.stderr.decode()
    assert done.stderr.count(b"\n") == 1


def test_a_closed_standard_error_stops_nothing(story: Path) -> None:
    command = f"'{sys.executable}' -m reader show '{story}' 2>&-; '{sys.executable}' -m reader show nothing 2>&-"
    done = subprocess.run(["sh", "-c", command], capture_output=True, cwd=PACKAGE.parent)
    assert (done.returncode, done.stdout.decode()) == (1, SHOWN)


def test_what_the_terminal_cannot_show_is_replaced(tmp_path: Path) -> None:
    file = tmp_path / "word.txt"
    file.write_text("“naïve”")
    assert child(["show", file], PYTHONIOENCODING="ascii").stdout == b"?na?ve?\n"
    assert "“naïve”" in child(["export", file], PYTHONIOENCODING="ascii").stdout.decode()
    assert json.loads(child(["analyze", file, "--json"], PYTHONIOENCODING="ascii").stdout)["title"] == "“naïve”"


def test_a_name_that_is_no_text_is_said(story: Path) -> None:
    done = subprocess.run(
        [os.fsencode(sys.executable), b"-m", b"reader", b"show", b"caf\xe9.txt"],
        capture_output=True,
        cwd=PACKAGE.parent,
    )
    assert done.returncode == 1
    assert "no such file: caf�.txt" in done.stderr.decode()


def test_being_interrupted_is_silent(reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(show, "open_article", interrupted)
    monkeypatch.setattr(stdio, "silence", lambda: None)
    assert reader("show", "x") == Answer(130, "", "")


def test_a_folder_that_is_gone_is_one_line(tmp_path: Path) -> None:
    program = f"""
import os, sys
os.chdir({str(tmp_path)!r})
os.rmdir({str(tmp_path)!r}) if not os.listdir() else __import__("shutil").rmtree({str(tmp_path)!r})
from reader.cli import main
sys.exit(main(["--library", "library.json", "notes"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, env={**os.environ, "PYTHONPATH": str(PACKAGE.parent)}
    )
    assert done.returncode == 1
    assert done.stderr.startswith(b"reader: ")
    assert done.stderr.count(b"\n") == 1


# ---------------------------------------------------------------------- correct


def corrected(reader: Reader, *argv: object) -> str:
    """The id of a correction that `reader correct` made."""
    answer = reader("correct", *argv)
    assert (answer.code, answer.err) == (0, "")
    return answer.out.strip()


def test_a_name_is_corrected_and_exported_so(reader: Reader, story: Path) -> None:
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


def test_a_speaker_is_corrected_and_the_notes_know(reader: Reader, story: Path) -> None:
    noted(reader, story, "--quote", "told until Friday", "--text", "who?")
    corrected(reader, story, "--quote", "were not told", "--speaker", "Ann Lee")
    for asked in (["notes", "--json"], ["notes", story, "--json"]):
        assert json.loads(reader(*asked).out)[0]["speaker"] == "Ann Lee"
    corrected(reader, story, "--quote", "were not told", "--no-speaker")
    assert json.loads(reader("notes", "--json").out)[0]["speaker"] is None


def test_corrections_are_listed_and_taken_back(reader: Reader, story: Path) -> None:
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


def test_a_correction_that_finds_nothing_any_more_is_kept_and_said(reader: Reader, story: Path) -> None:
    listed = f"{corrected(reader, story, '--entity', 'Leith', '--dismiss')}  Leith dismissed as no name"
    story.write_text(STORY.replace("Leith", "the town"))
    assert reader("correct", story, "--list").out == f"{listed}  (no effect in this text)\n"
    story.write_text(STORY.replace("Friday evening", "Monday evening"))
    assert reader("correct", story, "--list").out == f"{listed}\n"


def test_listing_corrections_writes_nothing(reader: Reader, story: Path, library: Path) -> None:
    assert reader("correct", story, "--list").code == 0
    assert not library.exists()


@pytest.mark.parametrize(
    ("argv", "told"),
    [
        (["--entity", "Lieth", "--dismiss"], "did you mean Leith?"),
        (["--entity", "Leith", "--rename", " "], "the name is empty"),
        (["--entity", "Leith", "--same-as", "leith"], "nothing to correct"),
        (["--quote", "four hours of debate", "--no-speaker"], "no quote"),
        (["--quote", "not in it", "--no-speaker"], "does not have"),
    ],
)
def test_what_cannot_be_corrected_is_one_line(argv: list[str], told: str, reader: Reader, story: Path) -> None:
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
    ],
)
def test_a_correction_that_is_not_a_whole_question_is_wrong_usage(argv: list[str], reader: Reader, story: Path) -> None:
    answer = reader("correct", story, *argv)
    assert (answer.code, answer.out) == (2, "")


def test_check_and_merge_count_corrections(reader: Reader, story: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    corrected(reader, "--library", other, story, "--entity", "Leith", "--dismiss")
    assert reader("merge", other).err == "reader: merged: added 1 article, 1 correction, 1 revision\n"
    assert reader("check").out == "1 article, 0 notes, 1 correction\n"
