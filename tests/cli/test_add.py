"""`reader add`, and a folder as SOURCE."""

from pathlib import Path

import pytest

from reader.cli import main, screen
from reader.session.session import Session
from reader.system import stdio
from reader.system.paths import UserPaths
from reader.text.span import Span
from tests.cli.command_line import Reader, one_line


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles, one of them in a folder, and a file that is none."""
    articles = tmp_path / "articles"
    (articles / "deep").mkdir(parents=True)
    (articles / "one.txt").write_text("One story.\n", encoding="utf-8")
    (articles / "deep" / "two.md").write_text("# Two\n\nAnother story.\n", encoding="utf-8")
    (articles / "picture.png").write_bytes(b"\x89PNG")
    return articles


def test_files_and_folders_are_added(reader: Reader, folder: Path) -> None:
    answer = reader("add", folder)
    assert answer.code == 0
    assert sorted(line.partition("  ")[2] for line in answer.out.splitlines()) == ["One story.", "Two"]
    assert answer.err == "reader: 2 articles in the library\n"
    assert reader("add", folder / "one.txt").err == ""
    assert reader("library").out.count("story") == 1


def test_a_source_that_cannot_be_added_is_one_line(reader: Reader, folder: Path, tmp_path: Path) -> None:
    answer = reader("add", "missing.txt", folder / "one.txt")
    assert (answer.code, "missing.txt" in answer.err, "One story." in answer.out) == (1, True, True)
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no readable files" in one_line(reader("add", empty))


def test_names_are_read_from_standard_input(reader: Reader, folder: Path) -> None:
    answer = reader("add", "-", stdin=f"{folder / 'one.txt'}\n\nmissing.txt\r\n{folder / 'deep'}\n")
    assert sorted(line.partition("  ")[2] for line in answer.out.splitlines()) == ["One story.", "Two"]
    assert (answer.code, "missing.txt" in answer.err) == (1, True)


def test_a_folder_opens_the_library_with_its_files(home: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[Session | UserPaths, str]] = []

    def draw(first: Session | UserPaths, at: Span | None = None, limit: str = "") -> int:
        seen.append((first, limit))
        return 0

    monkeypatch.setattr(stdio, "is_terminal", lambda stream: True)
    monkeypatch.setattr(screen, "draw", draw)
    progress: list[str] = []
    monkeypatch.setattr(stdio, "show_progress", progress.append)
    assert main([str(folder)]) == 0
    assert progress == [f"adding 1: {folder}/deep/two.md", f"adding 2: {folder}/one.txt", ""]
    assert isinstance(seen[0][0], UserPaths)
    assert seen[0][1] == f'folder:"{folder}"'
