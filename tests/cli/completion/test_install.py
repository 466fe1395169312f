"""`reader completion --install` writes a script where its shell looks for it."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from reader.cli import main
from reader.cli.completion.install import SHELLS, script


@pytest.mark.parametrize(
    ("shell", "place"),
    [
        ("bash", "data/bash-completion/completions/reader"),
        ("zsh", "data/zsh/site-functions/_reader"),
        ("fish", "config/fish/completions/reader.fish"),
    ],
)
def test_the_script_is_where_the_shell_looks(
    shell: str, place: str, home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHELL", f"/usr/bin/{shell}")
    assert main(["completion", "--install"]) == 0
    assert (home / place).read_text() == script(shell)
    said = capsys.readouterr().out
    assert said.startswith(f"installed ~/{place}; ")
    assert ("fpath=(~/data/zsh/site-functions $fpath)" in said) == (shell == "zsh")


def test_a_shell_can_be_named_and_a_script_renewed(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHELL", "/bin/sh")
    path = home / "config/fish/completions/reader.fish"
    path.parent.mkdir(parents=True)
    path.write_text("# an older one")
    assert main(["completion", "fish", "--install"]) == 0
    assert path.read_text() == script("fish")


@pytest.mark.parametrize(
    ("shell", "complaint"),
    [("/bin/ksh", "your shell is ksh; name one"), ("", "$SHELL does not say which shell you use; name one")],
)
def test_an_unknown_shell_is_told(
    shell: str, complaint: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHELL", shell)
    assert main(["completion", "--install"]) == 2
    assert complaint in capsys.readouterr().err


def test_without_a_shell_nothing_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion"]) == 2
    assert f"name a shell: reader completion {'|'.join(SHELLS)}" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written_is_told(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "config").write_text("a file where a folder should be")
    assert main(["completion", "fish", "--install"]) == 1
    assert "cannot write " in capsys.readouterr().err


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_finds_the_script_in_its_folder(home: Path) -> None:
    assert main(["completion", "zsh", "--install"]) == 0
    set_up = "fpath=(~/data/zsh/site-functions $fpath); autoload -Uz compinit; compinit -u -d ~/dump"
    command = ["zsh", "-f", "-c", f"{set_up}; print $_comps[reader]"]
    environ = {"HOME": str(home), "PATH": os.environ["PATH"]}
    run = subprocess.run(command, env=environ, capture_output=True, text=True, check=True)
    assert run.stdout == "_reader\n"
