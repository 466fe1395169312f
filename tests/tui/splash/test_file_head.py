"""The beginning of a file is read where the rest cannot change it."""

import os
from pathlib import Path

import pytest

from reader.session.state import Appearance
from reader.sources.loader import LIMIT
from reader.sources.open import open_source
from reader.system import atomic_file
from reader.tui.splash import LONG, file_head, has_beginning
from reader.tui.splash.file_head import HEAD, LARGEST, has_joined_lines, read_beginning
from reader.tui.splash.first_frame import beginning_frame

PROSE = "The council met on Friday, and nobody was told before the harbour was sold to the port."

WORDS = f"# Title\n\n{PROSE}\n\n## Part\n\n- one\n- two\n\n"


def written(folder: Path, name: str, data: bytes) -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.md", WORDS.encode()),
        ("a.md", (WORDS + f"Wörter. {PROSE}\n\n" * 2000).encode()),
        ("a.markdown", (WORDS * 3).encode()),
        ("a.txt", ("A title\n\n" + f"{PROSE}\n\n" * (LONG // len(PROSE))).encode()),
        ("a.txt", ("Chapter 1\n\n" + f"{PROSE}\n\n" * 2000).encode() * 4),  # the second is beyond HEAD
    ],
)
def test_a_beginning_has_the_blocks_of_the_whole(name: str, data: bytes, tmp_path: Path) -> None:
    source = written(tmp_path, name, data)
    begun, whole = read_beginning(source), open_source(source)
    assert begun is not None
    count = len(begun.article.blocks)
    assert count
    assert begun.article.blocks == whole.blocks[:count]
    assert begun.article.marks == tuple(
        mark for mark in whole.marks if mark.span.end <= whole.blocks[count - 1].span.end
    )
    assert (begun.rest == 0) == (begun.article.text == whole.text)
    assert begun.least_length <= len(whole.text) <= begun.greatest_length


@pytest.mark.parametrize(
    "text",
    [
        "A title\n\n" + f"{PROSE}\n\n" * 3,
        "Wrapped by hand,\nline by line,\nas verse is.\n",
        "[00:01] Lee: We met.\n[00:09] Ray: We did.\n[00:20] Lee: On Friday.\n",  # times are pages
        "## No Markdown\n\n- but a list\n",
        "漢字\n\n漢字かな",
    ],
)
def test_a_short_text_is_read_as_it_is_opened(text: str, tmp_path: Path) -> None:
    source = written(tmp_path, "a.txt", text.encode())
    begun = read_beginning(source)
    assert begun is not None
    assert begun.rest == 0
    assert begun.article == open_source(source)


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("", False),
        ("one", False),
        ("one\n\ntwo", False),
        ("one\ntwo", True),
        ("one\n\n\ntwo", True),
        ("one\n\n\n\ntwo", False),
        ("one\n", False),
        ("one\n\ntwo \n \n\n", False),
        ("one\n\ntwo\nthree\n\n", True),
    ],
)
def test_joined_lines_are_found_anywhere(text: str, joined: bool) -> None:
    assert has_joined_lines(text.encode()) == joined


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b"<p>Words.</p>"),
        ("a.md", b""),
        ("a.md", b"Words\0.\n"),
        ("a.md", b"Words.\r\n"),
        ("a.md", b"W\xf6rter.\n"),
        ("a.md", b"\xef\xbb\xbfWords.\n"),
        ("a.md", b"---\ntitle: x\n---\nWords.\n"),
        ("a.md", b"%PDF-1.7\n"),
        ("a.md", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600),
        ("a.md", b"Words.\x1b[0m\n"),
        ("a.md", b"x" * (HEAD + 9)),
    ],
)
def test_other_files_are_left_to_the_reader_of_all(name: str, data: bytes, tmp_path: Path) -> None:
    begun = read_beginning(written(tmp_path, name, data))
    assert begun is None or not begun.article.blocks


@pytest.mark.parametrize(
    ("name", "data", "first"),
    [
        ("a.MD", b"Short.\n", True),
        ("a.txt", b"Short.\n", True),
        ("a.txt", b"x" * HEAD, True),
        ("a.txt", b"Neither short nor long.\n" * (HEAD // 10), False),
        ("a.txt", b"Long.\n" * LONG, True),
        ("a.html", b"<p>Words.</p>", False),
    ],
)
def test_markdown_and_short_and_long_texts_have_a_beginning(
    name: str, data: bytes, first: bool, tmp_path: Path
) -> None:
    assert has_beginning(written(tmp_path, name, data)) == first
    assert not has_beginning(str(tmp_path / "missing.txt"))


def test_the_head_of_a_file_too_large_to_read_is_not_shown(tmp_path: Path) -> None:
    assert LARGEST == LIMIT
    source = written(tmp_path, "a.md", f"{PROSE}\n\n".encode() * 1000)
    assert read_beginning(source)
    os.truncate(source, LIMIT + 1)
    assert read_beginning(source) is None


def test_only_the_head_of_a_book_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts: list[int] = []

    def counted(path: Path, limit: int) -> tuple[bytes, os.stat_result]:
        data, status = atomic_file.read_with_status(path, limit)
        counts.append(len(data))
        return data, status

    monkeypatch.setattr(file_head, "read_with_status", counted)
    for name in ("a.txt", "a.md"):
        assert read_beginning(written(tmp_path, name, f"{PROSE}\n\n".encode() * (LONG // 40)))
    assert counts == [HEAD + 1] * 2


def test_lines_of_the_rest_change_nothing_in_the_frame(tmp_path: Path) -> None:
    lines = PROSE.replace("Friday, ", "Friday, as was said in the town on the day before,\n") + "\n\n"
    frames = []
    for rest in (PROSE + "\n\n", lines):
        begun = read_beginning(written(tmp_path, "a.txt", f"{PROSE}\n\n".encode() * 1000 + rest.encode() * 9000))
        assert begun is not None
        frames.append(beginning_frame(begun._replace(rest=LONG), Appearance(), 120, 40))
    assert frames[0] is not None
    assert frames[0] == frames[1]


def test_what_is_no_file_has_no_beginning(tmp_path: Path) -> None:
    assert read_beginning(str(tmp_path / "missing.md")) is None
    assert read_beginning("https://example.org/a.md") is None
    (tmp_path / "folder.md").mkdir()
    assert read_beginning(str(tmp_path / "folder.md")) is None


@pytest.mark.parametrize(
    "text",
    [
        "## Part\n\n" + f"{PROSE}\n\n" * 2000,  # is it the beginning of a section, of how many?
        f"# Title\n\n{PROSE}\n\n<b>HTML</b>\n\n" + f"{PROSE}\n\n" * 2000,  # fewer lines than the screen has
    ],
)
def test_a_beginning_that_does_not_tell_the_whole_frame_is_not_drawn(text: str, tmp_path: Path) -> None:
    begun = read_beginning(written(tmp_path, "a.md", text.encode()))
    assert begun is not None
    assert beginning_frame(begun, Appearance(), 120, 40) is None
