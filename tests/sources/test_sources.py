"""Files and streams are opened, or refused in one line."""

import codecs
import io
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources import loader, open_source
from reader.system.paths import PACKAGE
from reader.text.sanitize import clean

BODY = "The harbour stays open, the council said on Friday.\n"


def opened(folder: Path, name: str, data: bytes) -> Article:
    path = folder / name
    path.write_bytes(data)
    return open_source(str(path))


def refusal(source: object, stdin: io.BytesIO | None = None) -> str:
    """What the error says about a source that cannot be opened; always one harmless line."""
    with pytest.raises(SourceError) as raised:
        open_source(str(source), stdin)
    line = str(raised.value)
    assert line == clean(line)
    assert "\n" not in line
    assert len(line) > 20
    return line


def test_a_text_file_is_opened_as_it_is(tmp_path: Path) -> None:
    article = opened(tmp_path, "harbour.txt", b"# Not a heading\n\n" + BODY.encode())
    assert article.text == "# Not a heading\n\n" + BODY
    assert article.source == str(tmp_path / "harbour.txt")


@pytest.mark.parametrize("suffix", [".md", ".markdown", ".mdown", ".mkd", ".MD"])
def test_markdown_is_known_by_its_suffix(tmp_path: Path, suffix: str) -> None:
    assert opened(tmp_path, f"harbour{suffix}", b"# The *Harbour*\n").text == "The Harbour"


@pytest.mark.parametrize("name", ["README", "notes.log", "harbour.txt", "harbour.md.txt"])
def test_any_other_file_is_plain_text(tmp_path: Path, name: str) -> None:
    assert opened(tmp_path, name, b"# The *Harbour*\n").text == "# The *Harbour*\n"


def test_a_relative_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    monkeypatch.chdir(tmp_path)
    assert open_source("a.txt").source == open_source("./a.txt").source == str(tmp_path / "a.txt")


def test_a_tilde_is_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    monkeypatch.setenv("HOME", str(tmp_path))
    assert open_source("~/a.txt").source == str(tmp_path / "a.txt")


def test_a_symbolic_link_is_kept_in_the_source(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "link.md").symlink_to("a.txt")
    assert open_source(str(tmp_path / "link.md")).source == str(tmp_path / "link.md")


def test_dots_go_where_the_system_goes_even_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "far" / "folder").mkdir(parents=True)
    (tmp_path / "far" / "a.txt").write_text(BODY)
    (tmp_path / "near").symlink_to(tmp_path / "far" / "folder")
    assert open_source(f"{tmp_path}/near/../a.txt").source == str(tmp_path / "far" / "a.txt")


@pytest.mark.parametrize("name", [b"evil\x1b]0;x\x07.txt", b"a\nb.txt", b"[red]x[bold.txt", b"bad\xff.txt"])
def test_a_name_with_escapes_or_without_encoding_can_be_opened(tmp_path: Path, name: bytes) -> None:
    path = os.fsdecode(os.path.join(os.fsencode(tmp_path), name))
    try:
        Path(path).write_text(BODY)
    except OSError:
        pytest.skip("this file system has no such names")
    assert open_source(path).source == path


def test_standard_input_is_read_to_its_end_and_has_no_path() -> None:
    article = open_source("-", io.BytesIO(BODY.encode() * 3))
    assert article.text == BODY * 3
    assert article.source == "-"


def test_standard_input_may_come_in_drops() -> None:
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


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"no such file: .*nope\.txt") as raised:
        open_source(str(tmp_path / "nope.txt"))
    assert isinstance(raised.value.__cause__, FileNotFoundError)


def test_the_url_of_a_file_is_its_path(tmp_path: Path) -> None:
    path = tmp_path / "the harbour.txt"
    path.write_text("The harbour stays open.")
    for url in (path.as_uri(), f"file://localhost{path}", f"FILE:{path}", f"{path.as_uri()}#part"):
        assert open_source(url).source == str(path)
    assert "no such file: file:///nope.txt; is the path right?" in refusal("file:///nope.txt")


def test_what_is_neither_file_nor_page_says_what_to_do() -> None:
    for url in ("ftp://example.org/a", "gopher://example.org", "chrome-extension://x/y"):
        assert refusal(url) == f"{url} cannot be fetched: only http and https are supported"
    assert "put https:// before it" in refusal("www.example.org")
    assert "put https:// before it" in refusal("example.org/story")


def test_a_hostile_name_is_harmless_in_the_message() -> None:
    assert "no␛]0;x␇\ufffd.txt" in refusal("no\x1b]0;x\x07\u202e.txt")
    assert "a b" in refusal("a\nb")


def test_a_folder_is_not_a_file(tmp_path: Path) -> None:
    assert "is a directory" in refusal(tmp_path)
    assert "is a directory" in refusal(f"{tmp_path}/..")
    (tmp_path / "folder.pdf").mkdir()
    assert "is a directory" in refusal(tmp_path / "folder.pdf")


def test_pipes_sockets_and_devices_are_refused_without_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(tmp_path / "fifo.txt")
    assert "pipe" in refusal(tmp_path / "fifo.txt")
    assert "device" in refusal("/dev/zero")
    assert "device" in refusal("/dev/null")
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.txt")
        refusal("socket.txt")


def test_a_link_that_leads_to_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "loop.txt").symlink_to("loop.txt")
    assert "symbolic links" in refusal(tmp_path / "loop.txt")


def test_a_file_that_may_not_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(path: Path, limit: int | None = None) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(loader, "read_regular", forbidden)  # root may read everything, so chmod proves nothing
    assert "cannot be read" in refusal(tmp_path / "secret.txt")


@pytest.mark.parametrize("name", ["n" * 300, "a\0b.txt", "../a\0b", "\ud800.txt", ""])
def test_an_impossible_name_is_refused(name: str) -> None:
    refusal(name)


def test_a_deleted_working_folder_is_no_reason_to_crash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    monkeypatch.chdir(folder)
    folder.rmdir()
    refusal("a.txt")


def test_more_than_the_limit_is_refused_and_the_limit_itself_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loader, "LIMIT", 1 << 20)
    exact = b"w" * (1 << 20)
    assert len(opened(tmp_path, "exact.txt", exact).text) == 1 << 20
    (tmp_path / "large.txt").write_bytes(exact + b"w")
    assert "larger than 1 MiB" in refusal(tmp_path / "large.txt")
    assert "larger than 1 MiB" in refusal("-", io.BytesIO(exact + b"w"))


def test_a_sparse_file_of_gigabytes_costs_no_more_than_the_limit(tmp_path: Path) -> None:
    with open(tmp_path / "sparse.txt", "wb") as file:
        file.truncate(20 << 30)
    assert "larger than" in refusal(tmp_path / "sparse.txt")


@pytest.mark.parametrize(
    "data", [b"", b"\n" * 5000, b" \t\r\n", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u3000".encode()]
)
def test_a_file_without_words_is_empty(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "empty.txt").write_bytes(data)
    assert "is empty" in refusal(tmp_path / "empty.txt")
    assert "standard input is empty" in refusal("-", io.BytesIO(data))


@pytest.mark.parametrize("text", ["---\ntitle: Harbour\n---\n", "<!-- a comment -->\n", "[a]: /link\n", "![](x.png)\n"])
def test_markdown_that_shows_nothing_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "bare.md").write_text(text)
    assert "no text to show" in refusal(tmp_path / "bare.md")


@pytest.mark.parametrize("data", [b"\x7fELF\x02\x01\x01\0\0\0", b"words\n\nab\0cd\n", b"\x01\x02\x03\x04 words " * 40])
def test_a_binary_file_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "image.txt").write_bytes(data)
    assert "binary" in refusal(tmp_path / "image.txt")


def test_what_a_terminal_wrote_is_text_for_all_its_escapes(tmp_path: Path) -> None:
    article = opened(tmp_path, "session.txt", b"\x1b[31mred\x1b[0m \x07\x07\x07 a\bb \x0c\n")
    assert article.text == "␛[31mred␛[0m ␇␇␇ a␈b ␌\n"


@pytest.mark.parametrize("suffix", [".docx", ".ODT", ".rtf", ".mobi"])
def test_kinds_that_are_not_read_are_named(tmp_path: Path, suffix: str) -> None:
    (tmp_path / f"book{suffix}").write_text("words")
    line = refusal(tmp_path / f"book{suffix}")
    assert f"{suffix} files cannot be read" in line
    assert "EPUB" in line
    assert "no such file" in refusal(tmp_path / f"nope{suffix}")


@pytest.mark.parametrize(("suffix", "words"), [(".pdf", "damaged, or not a PDF"), (".epub", "is not an EPUB")])
def test_a_name_that_promises_too_much_is_told(tmp_path: Path, suffix: str, words: str) -> None:
    (tmp_path / f"book{suffix}").write_text("words")
    assert words in refusal(tmp_path / f"book{suffix}")


@pytest.mark.parametrize(
    ("suffix", "module", "line"),
    [
        (".html", "trafilatura", "pip install 'reader-notes[web]'"),
        (".html", "lxml", "pip install 'reader-notes[web]'"),
        (".epub", "lxml", "pip install 'reader-notes[ebook]'"),
        (".pdf", "pypdfium2", "pip install 'reader-notes[pdf]'"),
    ],
)
def test_without_the_extra_the_line_that_helps_is_told(tmp_path: Path, suffix: str, module: str, line: str) -> None:
    """In a Python of its own: what is imported already cannot be missing."""
    (tmp_path / f"a{suffix}").write_text(f"<html><p>{'words ' * 99}")
    program = f"import sys; sys.modules[{module!r}] = None; from reader.cli import main; main(['show', sys.argv[1]])"
    asked = [sys.executable, "-c", program, str(tmp_path / f"a{suffix}")]
    done = subprocess.run(asked, capture_output=True, text=True, cwd=PACKAGE.parent, check=True)
    assert done.stdout == ""
    assert done.stderr.startswith("reader: ")
    assert done.stderr.endswith(f"{line}\n")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["http://example.org/a.txt", "https://example.org", "HTTPS://EXAMPLE.ORG"])
def test_a_url_is_not_fetched_unless_the_user_asks(url: str) -> None:
    assert "is fetched only when you name it" in refusal(url)


def test_a_stream_that_fails_says_so() -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise OSError(5, "Input/output error")

    assert "standard input cannot be read: Input/output error" in refusal("-", Broken())


def test_a_closed_standard_input_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    assert "standard input is closed" in refusal("-")
