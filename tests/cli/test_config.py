"""`reader keys`."""

from pathlib import Path

import pytest

from reader.config import user_config
from tests.cli.command_line import Reader


def test_the_keys_are_listed(reader: Reader) -> None:
    listed = reader("keys").out
    assert "Notes\n" in listed
    assert "Ctrl-D" in listed
    assert "quit; drafts are kept" in listed


def test_a_keymap_wins_over_newer_commands_and_their_loss_is_listed(
    reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config.toml"
    config.write_text('[keys]\nline-down = ["J", "down"]\nlibrary = "K"\nhighlight = []\n')
    monkeypatch.setenv("READER_CONFIG", str(config))
    user_config.cache_clear()
    listed = reader("keys").out
    lost = listed.partition("Without a key (in the palette)\n")[2]
    assert "next-entry" in lost
    assert "(J is the key of line-down)" in lost
    assert "(K is the key of library)" in lost
    assert "  highlight  " in lost
    assert user_config().complaints == (), "the file was right when it was written"


def test_no_command_is_without_its_keys_by_default(reader: Reader) -> None:
    assert "Without a key" not in reader("keys").out
