"""Completion: what is offered for a word, and the scripts in their shells."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.cli import main
from reader.cli.completion import SHELLS, CompletionLibrary, complete, format_completions, script
from reader.cli.context import CommandContext
from reader.cli.parser import COMMANDS
from reader.session.dossiers import put_in_dossier
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import PACKAGE, SAMPLE


@pytest.fixture
def notes(home: Path) -> tuple[str, str, str]:
    """Return the ids of a note with two tags, a highlight and a deleted note."""
    session = Session(open_source(str(SAMPLE)), CommandContext(None).paths)
    session.record_opening()
    first = session.article_notes.annotate(None, "Look this up. #budget", ["city/housing"])
    span = session.article_notes.find_passage("Russian President")
    second = session.article_notes.annotate(span, "", ["budget"])
    gone = session.article_notes.annotate(None, "nothing")
    session.article_notes.delete(gone.id)
    return first.id, second.id, gone.id


def offered(*words: str) -> dict[str, str]:
    """Return what is offered for the last of `words`, with what it is; files by a line of their own."""
    found = (line.partition("\t") for line in complete(words, CompletionLibrary(words)))
    return {word: what for word, _, what in found}


# ---------------------------------------------------------------------- what is offered


def test_first_word_is_a_command_or_a_file() -> None:
    found = offered("")
    assert set(COMMANDS) | {"files"} == set(found)
    assert found["notes"] == "list notes"
    assert set(offered("no")) == {"files", "note", "notes"}


def test_each_option_of_a_command_is_offered_once() -> None:
    assert offered("notes", "--st") == {"--state": "only notes whose passage is found exactly, changed, or not at all"}
    assert "--json" in offered("notes", "-")
    assert "--json" not in offered("notes", "--json", "--")
    assert "--tag" in offered("note", "x", "--tag", "a", "--ta")
    assert "--text" not in offered("note", "x", "--text", "a", "--te")
    assert "--at" in offered("--")
    assert offered("notes", "--", "--st") == {"files": ""}


def test_option_values_are_offered() -> None:
    assert set(offered("notes", "--state", "")) == {"exact", "changed", "orphaned"}
    assert set(offered("export", "--format", "m")) == {"markdown"}
    assert set(offered("export", "--format=m")) == {"--format=markdown"}
    assert set(offered("export", "x", "-o", "")) == {"files"}
    assert offered("note", "x", "--text", "") == {}


def test_search_fields_and_their_values_are_offered(notes: tuple[str, str, str]) -> None:
    assert {"tag:", "state:", "in:"} <= set(offered("search", ""))
    assert offered("search", "tag:b") == {"tag:budget": "2 notes"}
    assert set(offered("search", "state:c")) == {"state:changed", "state:conflict"}
    assert set(offered("search", "in:")) == {"in:notes", "in:quotes", "in:articles"}


def test_help_offers_the_commands() -> None:
    assert offered("help", "no") == {"note": COMMANDS["note"], "notes": COMMANDS["notes"]}


def test_note_ids_are_offered_with_their_texts(notes: tuple[str, str, str]) -> None:
    first, second, gone = notes
    for words in (["edit", ""], ["delete", first, ""], ["--at", ""], ["--library", str(library()), "relink", ""]):
        assert offered(*words) == {second: "Russian President", first: "Look this up. #budget"}
    assert offered("edit", first[:4]) == {first: "Look this up. #budget"}
    assert offered("restore", "") == {gone: "nothing"}
    assert offered("edit", first, "") == {}


def library() -> Path:
    return CommandContext(None).paths.library


def test_tags_are_offered_the_most_used_first(notes: tuple[str, str, str]) -> None:
    assert list(offered("notes", "--tag", "").items()) == [("budget", "2 notes"), ("city/housing", "1 note")]
    assert set(offered("edit", notes[0], "--untag", "ci")) == {"city/housing"}
    assert set(offered("tags", "")) == {"rename"}
    assert set(offered("tags", "rename", "")) == {"budget", "city/housing"}
    assert set(offered("search", "tag:b")) == {"tag:budget"}
    assert "state:changed" in offered("search", "harbour", "state:")


def test_articles_are_offered_by_prefix(notes: tuple[str, str, str]) -> None:
    source = str(SAMPLE)
    assert source in offered("export", source[:8])
    assert set(offered("export", "")) == {"files"}


def test_library_option_is_respected(notes: tuple[str, str, str], tmp_path: Path) -> None:
    assert offered("edit", "--library", str(tmp_path / "none.json"), "") == {}
    assert offered("edit", f"--library={tmp_path}/none.json", "") == {}


def test_completions_are_sanitized(home: Path) -> None:
    assert list(format_completions([("a\x1b[31m", "b\nc\x07")], "")) == ["a␛[31m\tb c␇"]


def test_notes_changed_last_are_offered_first(notes: tuple[str, str, str]) -> None:
    assert main(["edit", notes[0], "--text", "Looked up."]) == 0
    assert next(iter(offered("edit", "").items())) == (notes[0], "Looked up.")


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff", b"[]", b'{"notes": 3}'])
def test_damaged_library_offers_nothing(raw: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "library.json"
    path.write_bytes(raw)
    for at in (path, tmp_path, tmp_path / "none" / "library.json"):
        for words in (["edit", ""], ["notes", "--tag", ""], ["dossier", ""], ["export", "/"]):
            assert main(["completion", "answer", "--", "--library", str(at), *words]) == 0
            assert set(capsys.readouterr().out.split()) <= {"files"}
    assert {each.name for each in tmp_path.iterdir()} <= {"library.json", "home"}, "nothing is written"


@given(
    st.lists(st.sampled_from(["notes", "--tag", "--tag=", "-", "--", "", "x", "--library", "edit", "-o"]), min_size=1)
)
def test_any_words_are_completed_without_error(words: list[str]) -> None:
    library = CompletionLibrary(["--library=/nowhere/at/all"])
    assert all(line == "files" or "\t" in line for line in complete(words, library))


def test_only_the_completions_are_printed(notes: tuple[str, str, str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "answer", "--", "edit", notes[0][:6]]) == 0
    assert capsys.readouterr() == (f"{notes[0]}\tLook this up. #budget\n", "")


def test_completion_never_loads_the_screen_and_for_options_no_library(notes: tuple[str, str, str]) -> None:
    """It runs between two keys."""
    script = (
        "import sys\nfrom reader.cli import main\nloaded = []\nfor word in ('--t', ''):\n"
        "    main(['completion', 'answer', '--', 'edit', word])\n"
        "    loaded.append([name for name in ('tinydb', 'textual', 'rich', 'spacy') if name in sys.modules])\n"
        "print(loaded)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[[], ['tinydb']]"


# ---------------------------------------------------------------------- in the shells


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """Return a folder with `reader`, to be first in PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "reader"
    program.write_text(f'#!/bin/sh\nPYTHONPATH="{PACKAGE.parent}" exec "{sys.executable}" -m reader "$@"\n')
    program.chmod(0o755)
    return folder


def run_in(shell: str, script: str, bin_folder: Path, folder: Path) -> list[str]:
    """Return what `shell` writes when it runs `script` in `folder`."""
    if (program := shutil.which(shell)) is None:
        pytest.skip(f"{shell} is not installed")
    flags = {"bash": ["--norc", "-c"], "zsh": ["-f", "-c"], "fish": ["--no-config", "-c"]}[shell]
    environment = {**os.environ, "PATH": f"{bin_folder}:{os.environ['PATH']}", "TERM": "dumb"}
    done = subprocess.run(
        [program, *flags, script], capture_output=True, text=True, cwd=folder, env=environment, timeout=60, check=False
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


BASH = """
eval "$(reader completion bash)"
ask() {{ COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _reader; printf '%s\\n' "${{COMPREPLY[@]}}"; }}
{asked}
"""


def in_bash(asked: str, bin_folder: Path, folder: Path) -> list[str]:
    return run_in("bash", BASH.format(asked=f"ask {asked}"), bin_folder, folder)


def test_bash_completes(notes: tuple[str, str, str], bin_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "a story.txt").write_text("x")
    assert in_bash("reader no", bin_folder, tmp_path) == ["note", "notes"]
    assert in_bash("reader edit ''", bin_folder, tmp_path) == [notes[1], notes[0]]
    assert in_bash("reader notes --tag ci", bin_folder, tmp_path) == ["city/housing"]
    assert in_bash("reader show 'a s'", bin_folder, tmp_path) == ["a\\ story.txt"]
    assert in_bash("reader search tag:bu", bin_folder, tmp_path) == ["budget"]


HOSTILE = "a $(touch pwned) `id` & 'b'.txt"


@pytest.mark.parametrize("begun", ["'a '", '"\'a "', "'\"a '"])
def test_bash_quotes_what_it_offers(notes: tuple[str, str, str], begun: str, bin_folder: Path, tmp_path: Path) -> None:
    """Without a quotation mark, in single and in double ones."""
    (tmp_path / HOSTILE).write_text("x")
    (offered,) = in_bash(f"reader show {begun}", bin_folder, tmp_path)
    mark = begun.strip("'\"")[:0] or {"'a '": "", '"\'a "': "'", "'\"a '": '"'}[begun]
    assert run_in("bash", f"printf '%s' {mark}{offered}{mark}", bin_folder, tmp_path) == [HOSTILE]
    assert not (tmp_path / "pwned").exists()


def test_bash_completes_a_folder_and_the_home(bin_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "my folder").mkdir()
    assert in_bash("reader show my", bin_folder, tmp_path) == ["my\\ folder/"]
    assert in_bash("reader show 'my\\ f'", bin_folder, tmp_path) == ["my\\ folder/"]


def test_zsh_completes(notes: tuple[str, str, str], bin_folder: Path, tmp_path: Path) -> None:
    """The functions that show choices work only while typing, so they print here."""
    script = (
        'compdef() {{ : }}\n_describe() {{ print -rl -- "${{(@P)${{@[-1]}}}}" }}\n_files() {{ print files }}\n'
        'eval "$(reader completion zsh)"\nwords=({words})\nCURRENT={number}\n_reader'
    )

    def asked(*words: str) -> list[str]:
        quoted = " ".join(f"'{word}'" for word in words)
        return run_in("zsh", script.format(words=quoted, number=len(words)), bin_folder, tmp_path)

    assert asked("reader", "no") == [f"note:{COMMANDS['note']}", "notes:list notes", "files"]
    assert asked("reader", "edit", notes[0][:5]) == [f"{notes[0]}:Look this up. #budget"]
    assert asked("reader", "search", "tag:bu") == ["tag\\:budget:2 notes"]


def test_fish_completes(notes: tuple[str, str, str], bin_folder: Path, tmp_path: Path) -> None:
    def asked(line: str) -> list[str]:
        return run_in("fish", f"reader completion fish | source\ncomplete -C '{line}'", bin_folder, tmp_path)

    (tmp_path / "notable.txt").write_text("x")
    assert set(asked("reader no")) >= {"notes\tlist notes", "notable.txt"}
    assert asked(f"reader edit {notes[0][:5]}") == [f"{notes[0]}\tLook this up. #budget"]
    assert asked("reader notes --state o") == ["orphaned"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_script_is_printed_and_valid(shell: str, bin_folder: Path, tmp_path: Path) -> None:
    written = run_in(shell, f"reader completion {shell}", bin_folder, tmp_path)
    assert "completion answer" in "\n".join(written)
    if shell != "fish":
        assert run_in(shell, f"reader completion {shell} > s; {shell} -n s", bin_folder, tmp_path) == []


def test_unknown_shell_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "csh"]) == 2
    assert "bash|zsh|fish" in capsys.readouterr().err


def test_ids_are_those_in_the_file(notes: tuple[str, str, str]) -> None:
    tables = json.loads(library().read_text())
    assert set(offered("edit", "")) == {
        document["id"] for document in tables["notes"].values() if not document["deleted"]
    }


def test_names_of_dossiers_are_offered_only_where_they_are_wanted(notes: tuple[str, str, str]) -> None:
    session = Session(open_source(str(SAMPLE)), CommandContext(None).paths)
    session.record_opening()
    put_in_dossier(session.library, "Ice", {session.article_id: "source"})
    assert offered("dossier", "") == {"Ice": "1 article"}
    assert "Ice" not in {**offered("quotes", "--speaker", ""), **offered("correct", "x", "--entity", "")}


# ---------------------------------------------------------------------- where a script is installed


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


@pytest.mark.parametrize("words", [[], ["tcsh"], ["tcsh", "--install"]])
def test_without_a_known_shell_nothing_is_printed(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", *words]) == 2
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
