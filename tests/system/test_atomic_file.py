"""Files that are read safely and replaced whole: what is in them, who may read them, and what is left behind."""

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from reader.system import atomic_file
from reader.system.atomic_file import (
    NotAFileError,
    add_line,
    append_to_file,
    file_kind,
    has_content,
    have_same_content,
    keep_owner,
    make_folder,
    read_regular,
    replace_file,
    stale_temporaries,
    sync_folder,
)
from reader.system.paths import PACKAGE


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "notes.json"


@pytest.mark.parametrize(("limit", "read"), [(None, b"12345"), (3, b"1234"), (4, b"12345"), (9, b"12345")])
def test_one_byte_more_than_the_limit_is_read(limit: int | None, read: bytes, path: Path) -> None:
    path.write_bytes(b"12345")
    assert read_regular(path, limit) == read


@pytest.mark.parametrize("block", [1, 2, 3, 8])
@pytest.mark.parametrize("other", [b"12345", b"12346", b"1234", b"123456", b"", b"X2345"])
def test_contents_are_compared_to_the_last_byte(
    block: int, other: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic_file, "BLOCK", block)
    one, another = tmp_path / "one", tmp_path / "another"
    one.write_bytes(b"12345")
    another.write_bytes(other)
    assert have_same_content(one, another) is have_same_content(another, one) is (other == b"12345")
    assert has_content(one, other) is (other == b"12345")


@pytest.mark.parametrize("mode", [0o600, 0o644])
@pytest.mark.parametrize("synced", [True, False])
def test_a_replaced_file_has_its_new_content_and_mode_and_nothing_beside_it(
    mode: int, synced: bool, path: Path
) -> None:
    path.write_bytes(b"old and longer")
    path.chmod(0o640)
    status = replace_file(path, b"new", mode=mode, synced=synced)
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode), status.st_ino) == (b"new", mode, path.stat().st_ino)
    assert [each.name for each in path.parent.iterdir() if each.is_file()] == [path.name]


@pytest.mark.parametrize("follow", [True, False])
def test_a_link_is_kept_or_replaced(follow: bool, path: Path) -> None:
    target = path.with_name("target")
    target.write_bytes(b"old")
    path.symlink_to(target)
    replace_file(path, b"new", follow=follow)
    assert (path.is_symlink(), target.read_bytes()) == (follow, b"new" if follow else b"old")
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(("length", "after"), [(0, b"new"), (2, b"olnew"), (3, b"oldnew")])
def test_bytes_are_written_in_the_place_of_what_follows(length: int, after: bytes, path: Path) -> None:
    path.write_bytes(b"old")
    assert append_to_file(path, length, b"new").st_size == len(after)
    assert path.read_bytes() == after


def test_nothing_is_written_after_an_end_that_is_gone(path: Path) -> None:
    path.write_bytes(b"old")
    with pytest.raises(OSError, match="cut by another program"):
        append_to_file(path, 4, b"new")
    assert path.read_bytes() == b"old"


@pytest.mark.parametrize(("before", "after"), [(b"", b"new\n"), (b"a\n", b"a\nnew\n"), (b"a\nb", b"a\nb\nnew\n")])
def test_a_line_is_added_on_a_line_of_its_own(before: bytes, after: bytes, path: Path) -> None:
    path.write_bytes(before)
    add_line(path, b"new\n")
    assert path.read_bytes() == after


@pytest.mark.parametrize(
    ("number", "raised"), [(errno.EINVAL, False), (errno.ENOTSUP, False), (errno.EIO, True), (errno.ENOSPC, True)]
)
def test_a_folder_that_cannot_be_synced_is_an_error_unless_its_file_system_never_can(
    number: int, raised: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", refuse)
    if raised:
        with pytest.raises(OSError, match=os.strerror(number)):
            sync_folder(tmp_path)
    else:
        sync_folder(tmp_path)


def test_new_folders_are_private(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    assert [stat.S_IMODE((tmp_path / name).stat().st_mode) for name in ("a", "a/b")] == [0o700, 0o700]
    (tmp_path / "a").chmod(0o755)
    make_folder(tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a").stat().st_mode) == 0o755


@pytest.mark.parametrize("name", ["notes.json", "x" * 60, "x" * 61, "漢" * 60])
def test_the_name_of_a_temporary_file_is_not_too_long(name: str) -> None:
    path = Path("/nowhere") / name
    prefix = atomic_file.temporary_prefix(path)
    assert len(f"{prefix}{2**31}-{2**31}.tmp".encode()) <= 255


def test_temporary_files_of_other_names_are_left(path: Path) -> None:
    for name in (".notes.json.12-3.tmp", ".notes.json.12-3.txt", "notes.json.12-3.tmp", ".other.json.1-1.tmp"):
        (path.parent / name).touch()
    assert [stale.name for stale in stale_temporaries(path)] == [".notes.json.12-3.tmp"]


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        (stat.S_IFREG, "a regular file"),
        (stat.S_IFDIR, "a directory"),
        (stat.S_IFIFO, "a named pipe (FIFO)"),
        (stat.S_IFSOCK, "a socket"),
        (stat.S_IFCHR, "a device"),
    ],
)
def test_the_kind_of_a_file_is_told(mode: int, words: str) -> None:
    assert file_kind(mode) == words


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(NotAFileError, match="is a directory, not a regular file"):
        read_regular(tmp_path)


# ---------------------------------------------------------------------- locks between processes


HOLD = """
import sys
from pathlib import Path
from reader.system import atomic_file
atomic_file.open_lock(Path(sys.argv[1]), 0)
print("held", flush=True)
sys.stdin.read()
"""


def test_a_process_has_the_lock_until_it_is_killed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=PACKAGE.parent) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(TimeoutError):
            atomic_file.open_lock(path, 0.01)
        other.kill()
    os.close(atomic_file.open_lock(path, 0))


def test_a_lock_of_the_same_process_excludes_too_and_its_file_stays(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    first = atomic_file.open_lock(path, 0)
    with pytest.raises(TimeoutError):
        atomic_file.open_lock(path, 0)
    os.close(first)
    os.close(atomic_file.open_lock(path, 0))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.symlink_to(tmp_path / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        atomic_file.open_lock(path, 0)
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.parametrize(
    ("user", "owner", "given"),
    [
        (0, (7, 8), (7, 8)),
        (0, (7, 0), (7, 0)),
        (0, (0, 8), (0, 8)),
        (0, (0, 0), None),
        (1, (7, 8), None),
        (1000, (7, 8), None),
        (0, None, (5, 6)),
    ],
)
def test_root_gives_a_file_back_to_its_owner(
    user: int,
    owner: tuple[int, int] | None,
    given: tuple[int, int] | None,
    path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The file that it replaces belongs to `owner`; without such a file that of its folder counts."""
    told: list[tuple[int, int]] = []

    def status(number: int, who: tuple[int, int]) -> os.stat_result:
        return os.stat_result((stat.S_IFREG, number, 1, 1, *who, 0, 0, 0, 0))

    monkeypatch.setattr(os, "geteuid", lambda: user)
    monkeypatch.setattr(os, "fstat", lambda _: status(1, (user, user)))
    monkeypatch.setattr(os.path, "lexists", lambda _: owner is not None)
    monkeypatch.setattr(os, "lstat", lambda _: status(2, owner or (0, 0)))
    monkeypatch.setattr(os, "stat", lambda _: status(3, (5, 6)))
    monkeypatch.setattr(os, "fchown", lambda _, *who: told.append(who))
    keep_owner(9, path)
    monkeypatch.undo()
    assert told == ([given] if given else [])
