"""Bad sources, libraries, note ids and quotes: one line on standard error, and nothing written."""

import os
from pathlib import Path

import pytest

from reader.cli.context import entry_address
from reader.document.article import Article, Block, Mark
from reader.errors import SourceError
from reader.text.span import Span
from tests.cli.command_line import Reader, Screen, child, noted, one_line

BAD_SOURCES = {
    "missing": "no such file",
    "directory": "directory",
    "fifo": "pipe",
    "binary": "binary",
    "empty": "empty",
    "blank": "is empty",
    "url": "refuses the connection",
    "no name": "empty name",
    "long name": "name too long",
    "NUL name": "not the name of a file",
    "escape name": "no such file: ␛]0;x␇",
}


@pytest.fixture(params=BAD_SOURCES)
def bad_source(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[str, str]:
    """A SOURCE that cannot be read, and the expected message."""
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
def test_unreadable_source_is_one_line(
    command: str, bad_source: tuple[str, str], reader: Reader, library: Path
) -> None:
    refused(command, bad_source, reader, library)


@pytest.mark.parametrize("bad_source", [kind for kind in BAD_SOURCES if kind != "directory"], indirect=True)
@pytest.mark.parametrize("command", ["analyze", "analyze --jsonl"])
def test_source_that_cannot_be_analysed_is_one_line(
    command: str, bad_source: tuple[str, str], reader: Reader, library: Path
) -> None:
    """A directory can be analyzed."""
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
def test_hostile_article_is_sanitized(kind: str, reader: Reader, tmp_path: Path) -> None:
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
def test_invalid_library_is_one_line(command: str, kind: str, reader: Reader, story: Path, tmp_path: Path) -> None:
    """One line, and the file is unchanged."""
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
def test_unknown_note_id_is_one_line(command: str, reader: Reader, story: Path, screen: Screen) -> None:
    note = noted(reader, story, "--text", "kept")
    for wrong in ("zzz", "\x1b[31m", "[/oops]", ""):
        answer = reader(*(word.format(wrong) for word in command.split(" ")))
        if wrong or "--at" not in command:
            assert "\x1b" not in one_line(answer)
    assert reader("notes", "--ids").out == f"{note}\n"


@pytest.mark.parametrize("quote", ["not in it", "", " ", "the vote", "\x1b[31m"])
def test_quote_not_found_is_one_line(quote: str, reader: Reader, story: Path, library: Path) -> None:
    assert "\x1b" not in one_line(reader("note", story, "--quote", quote, "--text", "x"))
    assert not library.exists()


def test_entry_of_a_feed_is_opened_by_the_link_of_its_heading() -> None:
    text = "News\n\nOne\n\nentry 1\n\nTwo\n\nentry 2 · Ann"
    blocks = (
        Block(Span(0, 4), "heading", 1, "title"),
        Block(Span(6, 9), "heading", 2),
        Block(Span(11, 18), "paragraph", role="furniture"),
        Block(Span(20, 23), "heading", 2),
        Block(Span(25, 38), "paragraph", role="furniture"),
    )
    feed = Article(text, blocks, marks=(Mark(Span(20, 23), "link", "https://example.org/two"),))
    assert entry_address(feed, 2) == "https://example.org/two"
    for number in (0, 1, 3):
        with pytest.raises(SourceError, match=f"there is no page of an entry {number}; the list has 2 entries"):
            entry_address(feed, number)


def test_read_only_folder_is_reported(story: Path, home: Path, library: Path) -> None:
    """Root may write anywhere, so the folder is replaced instead."""
    library.parent.parent.mkdir(parents=True)
    library.parent.write_text("no folder")
    done = child(["note", story, "--text", "x"])
    assert done.returncode == 1
    assert done.stderr.startswith(b"reader: ")
    assert b"Traceback" not in done.stderr
    assert library.parent.read_text() == "no folder"
