"""`reader keys`."""

from tests.cli.command_line import Reader


def test_the_keys_are_listed(reader: Reader) -> None:
    listed = reader("keys").out
    assert "Notes\n" in listed
    assert "Ctrl-D" in listed
    assert "quit; drafts are kept" in listed
