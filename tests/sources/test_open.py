"""Paths, URLs of files and streams become bytes, or are refused in one line."""

import gzip
import io
import os
import socket
from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.sources import open as opening
from reader.sources.open import open_source
from tests.sources.mutants import mutants
from tests.sources.opening import BODY, opened, refusal
from tests.sources.survival import survive


def test_relative_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    monkeypatch.chdir(tmp_path)
    assert open_source("a.txt").source == open_source("./a.txt").source == str(tmp_path / "a.txt")


def test_tilde_is_expanded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_source("~/a.txt").source == str(tmp_path / "a.txt")


def test_symbolic_link_is_kept_in_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "link.md").symlink_to("a.txt")
    assert open_source(str(tmp_path / "link.md")).source == str(tmp_path / "link.md")


def test_dots_after_a_link_are_resolved_by_the_system(tmp_path: Path) -> None:
    (tmp_path / "far" / "folder").mkdir(parents=True)
    (tmp_path / "far" / "a.txt").write_text(BODY)
    (tmp_path / "near").symlink_to(tmp_path / "far" / "folder")
    assert open_source(f"{tmp_path}/near/../a.txt").source == str(tmp_path / "far" / "a.txt")


@pytest.mark.parametrize("name", [b"evil\x1b]0;x\x07.txt", b"a\nb.txt", b"[red]x[bold.txt", b"bad\xff.txt"])
def test_file_with_an_odd_name_can_be_opened(tmp_path: Path, name: bytes) -> None:
    path = os.fsdecode(os.path.join(os.fsencode(tmp_path), name))
    try:
        Path(path).write_text(BODY)
    except OSError:
        pytest.skip("this file system has no such names")
    assert open_source(path).source == path


def test_standard_input_is_read_to_its_end() -> None:
    article = open_source("-", io.BytesIO(BODY.encode() * 3))
    assert article.text == BODY * 3
    assert article.source == "-"


def test_standard_input_may_return_few_bytes_at_a_time() -> None:
    class Drops(io.RawIOBase):
        def __init__(self) -> None:
            self.left = list(BODY.encode())

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            if not self.left:
                return 0
            buffer[0] = self.left.pop(0)
            return 1

    assert open_source("-", Drops()).text == BODY  # type: ignore[arg-type]


def test_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no such file: .*nope\.txt") as raised:
        open_source(str(tmp_path / "nope.txt"))
    assert isinstance(raised.value.__cause__, FileNotFoundError)


def test_file_url_is_a_path(tmp_path: Path) -> None:
    path = tmp_path / "the harbour.txt"
    path.write_text("The harbour stays open.")
    for url in (path.as_uri(), f"file://localhost{path}", f"FILE:{path}", f"{path.as_uri()}#part"):
        assert open_source(url).source == str(path)
    assert "no such file: file:///nope.txt; is the path right?" in refusal("file:///nope.txt")


def test_other_schemes_and_bare_hosts_get_a_hint() -> None:
    for url in ("ftp://example.org/a", "gopher://example.org", "chrome-extension://x/y"):
        assert refusal(url) == f"{url} cannot be fetched: only http and https are supported"
    assert "put https:// before it" in refusal("www.example.org")
    assert "put https:// before it" in refusal("example.org/story")


def test_controls_in_a_name_are_replaced_in_the_message() -> None:
    assert "no␛]0;x␇\ufffd.txt" in refusal("no\x1b]0;x\x07\u202e.txt")
    assert "a b" in refusal("a\nb")


def test_directory_is_refused(tmp_path: Path) -> None:
    assert "is a folder: `reader add` takes its files" in refusal(tmp_path)
    assert "is a folder" in refusal(f"{tmp_path}/..")
    (tmp_path / "folder.pdf").mkdir()
    assert "is a folder" in refusal(tmp_path / "folder.pdf")


def test_pipes_sockets_and_devices_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "fifo.txt")
    assert "pipe" in refusal(tmp_path / "fifo.txt")
    assert "device" in refusal("/dev/zero")
    assert "device" in refusal("/dev/null")
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        refusal("socket.txt")


def test_link_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert "symbolic links" in refusal(tmp_path / "loop.txt")


def test_file_without_permission_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path, limit: int | None = None) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(opening, "read_regular", forbidden)  # root may read everything, so chmod proves nothing
    assert "cannot be read" in refusal(tmp_path / "secret.txt")


@pytest.mark.parametrize("name", ["n" * 300, "a\0b.txt", "../a\0b", "\ud800.txt", ""])
def test_invalid_name_is_refused(name: str) -> None:
    refusal(name)


def test_deleted_working_folder_is_a_source_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    refusal("a.txt")


def test_sparse_file_is_read_up_to_the_limit(tmp_path: Path) -> None:
    with open(tmp_path / "sparse.txt", "wb") as file:
        file.truncate(20 << 30)
    assert "larger than" in refusal(tmp_path / "sparse.txt")


@pytest.mark.parametrize("suffix", [".AZW", ".azw3", ".mobi"])
def test_unsupported_formats_are_named(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"book{suffix}").write_text("words")
    line = refusal(tmp_path / f"book{suffix}")
    assert f"{suffix} files cannot be read" in line
    assert "EPUB" in line
    assert "no such file" in refusal(tmp_path / f"nope{suffix}")


def test_failing_stream_is_a_source_error() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    assert "standard input cannot be read: Input/output error" in refusal("-", Broken())


def test_closed_standard_input_is_a_source_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert "standard input is closed" in refusal("-")


# -- packed files -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "text", "kind"),
    [("a.html.gz", "<p>words<p>more", "paragraph"), ("a.md.gz", "# words", "heading"), ("a.txt.gz", BODY, "paragraph")],
)
def test_file_is_read_as_what_is_in_it(name: str, text: str, kind: str, tmp_path: Path) -> None:
    article = opened(tmp_path, name, gzip.compress(text.encode()))
    assert (article.blocks[0].kind, article.source) == (kind, str(tmp_path / name))


def test_damaged_and_endless_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(BODY.encode())[:30])
    assert "is damaged" in refusal(tmp_path / "a.txt.gz")
    for data in mutants(gzip.compress(BODY.encode()), 20):
        survive(data, tmp_path / "a.txt.gz")
    monkeypatch.setattr(opening, "LIMIT", 1 << 20)
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(bytes(2 << 20)))
    assert "larger than 1 MiB" in refusal(tmp_path / "a.txt.gz")
