"""`reader SOURCE` and `reader show`: on the screen and on standard output."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.library.library import Library
from reader.system import stdio
from reader.system.paths import PACKAGE, SAMPLE
from reader.text.span import Span
from tests.cli.command_line import SHOWN, STORY, Answer, Reader, Screen, noted, one_line

SAMPLES = Path(__file__).parents[1] / "samples"


def test_show_prints_the_text_that_offsets_refer_to(reader: Reader, story: Path) -> None:
    shown = reader("show", story).out
    assert shown == SHOWN
    quote = json.loads(reader("analyze", story, "--json").out)["quotes"][0]
    assert shown[quote["start"] : quote["end"]] == quote["text"] == '"We were not told until Friday,"'


def test_show_prints_the_article_as_json(reader: Reader, tmp_path: Path) -> None:
    page = tmp_path / "story.md"
    page.write_text("---\nauthor: Ann Lee\ndate: 2026-03-02\nlang: en\n---\n# Vote\n\nIt *stays* open.\n\n- one\n")
    shown = json.loads(reader("show", page, "--json").out)
    text = shown["text"]
    assert text == reader("show", page).out.removesuffix("\n")
    assert (shown["title"], shown["source"], shown["author"]) == ("Vote", str(page), ["Ann Lee"])
    assert (shown["published"], shown["site"], shown["pages"], shown["left_out"]) == ("2026-03-02", "", [], [])
    assert [(block["kind"], block["role"], text[block["start"] : block["end"]]) for block in shown["blocks"]] == [
        ("heading", "title", "Vote"),
        ("paragraph", "body", "It stays open."),
        ("item", "body", "one"),
    ]
    assert (shown["blocks"][0]["level"], shown["blocks"][2]["prefix"]) == (1, "• ")
    (mark,) = shown["marks"]
    assert (mark["kind"], text[mark["start"] : mark["end"]], mark["href"]) == ("emphasis", "stays", "")
    assert (shown["genre"], shown["evidence"]["genre"]["from"]) == ("prose", "structure")


def test_a_genre_is_for_one_run_unless_the_screen_opens_with_it(
    reader: Reader, screen: Screen, story: Path, library: Path
) -> None:
    def told(*argv: object) -> tuple[str, str]:
        shown = json.loads(reader("show", story, "--json", *argv).out)
        return shown["genre"], shown["evidence"]["genre"]["from"]

    assert told("--genre", "paper") == ("paper", "user")
    assert told() == ("prose", "structure")
    assert json.loads(reader("analyze", story, "--json", "--genre", "paper").out)["genre"] == "paper"
    assert json.loads(reader("quotes", story, "--json", "--genre", "paper").out)[0]["speaker"]["name"] == "Maria Ortiz"
    assert not library.exists()
    reader(story, "--genre", "fiction")
    assert screen.genre == "fiction"
    noted(reader, story, "--text", "now in the library")
    Library(library).set_genre(Library(library).articles()[0].id, "fiction")
    assert told() == ("fiction", "user")
    assert told("--genre", "manual") == ("manual", "user")
    assert json.loads(reader("analyze", story, "--json").out)["genre"] == "fiction"
    assert "--genre needs a SOURCE" in reader("quotes", "--genre", "paper").err


def test_show_prints_the_pages_of_a_book_as_json(reader: Reader) -> None:
    shown = json.loads(reader("show", SAMPLES / "harbour-latex.pdf", "--json").out)
    assert shown["pages"][0] == {"start": 0, "label": "1"}


def test_source_without_a_terminal_is_printed(reader: Reader, story: Path) -> None:
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


def test_source_is_opened_on_the_screen(reader: Reader, screen: Screen, story: Path, library: Path) -> None:
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


def test_screen_opens_at_the_passage_of_a_note(reader: Reader, screen: Screen, story: Path) -> None:
    note = noted(reader, story, "--quote", "Residents of Leith")
    start = SHOWN.index("Residents of Leith")
    for argv in ([story, "--at", note], ["--at", note], ["--at", note, story]):
        reader(*argv)
        assert screen.at == Span(start, start + len("Residents of Leith"))
    story.write_text(STORY.replace("four hours", "four long hours"))
    reader("--at", note)
    assert screen.at == Span(start + 5, start + 5 + len("Residents of Leith"))


@pytest.mark.parametrize("argv", [["--at", "zzz"], ["{}", "--at", "zzz"]])
def test_unknown_note_is_one_line(argv: list[str], reader: Reader, screen: Screen, story: Path) -> None:
    assert "zzz" in one_line(reader(*(word.format(story) for word in argv)))
    assert screen.article == ""


def test_missing_terminal_for_the_screen_is_reported(
    reader: Reader, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stdio, "is_terminal", lambda stream: stream is not sys.stderr)
    assert "standard error" in one_line(reader(story))


def test_missing_terminal_for_the_keys_is_reported(
    reader: Reader, story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stdio, "is_terminal", lambda stream: stream is not sys.stdin)
    monkeypatch.setattr(stdio, "TERMINAL", "/dev/no-terminal")
    assert "no terminal to read keys from" in one_line(reader(story))


def test_keys_come_from_the_terminal_after_a_pipe() -> None:
    """In its own terminal, with the article on standard input."""
    program = """
import fcntl, os, sys, termios
os.setsid()
fcntl.ioctl(1, termios.TIOCSCTTY, 0)
from reader import cli
from reader.cli import screen as reading
def draw(session, at, splash):
    print("keys:", os.isatty(0), "textual" in sys.modules, session.article.text)
    return 0
reading.draw = draw
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
