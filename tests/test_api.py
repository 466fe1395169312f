"""`import reader`: its page works as it is written, it costs nothing, and it fails clearly where it is mixed."""

import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import reader
from reader.errors import ExportError, SessionError, SourceError
from reader.system.paths import FOREIGN, PACKAGE
from tests.fixtures.news_library import NEWS

PAGE = (PACKAGE.parent / "docs" / "api.md").read_text(encoding="utf-8")


def run(program: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run a program in a process that finds the package in `folder`."""
    return subprocess.run(
        [sys.executable, "-c", program], cwd=folder, capture_output=True, text=True, env={"PYTHONPATH": str(folder)}
    )


def test_the_page_works_as_it_is_written(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its examples are one program, in a folder with an article; what they print is told beside them."""
    (tmp_path / "vote.txt").write_text(NEWS["vote.txt"], encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {}
    printed: list[str] = []
    names["print"] = lambda *words: printed.append(" ".join(map(str, words)))
    for example in re.findall(r"```python\n(.*?)```", PAGE, re.DOTALL):
        exec(compile(example, "api.md", "exec"), names)
    told = re.findall(r"print\(.*\)  # (.*?)(?: …)?$", PAGE, re.MULTILINE)
    assert len(told) == 2
    assert [words for words in told if not any(words in line for line in printed)] == []
    assert any("(sure)" in line for line in printed)


def test_every_public_name_is_on_the_page() -> None:
    public = [*reader.__all__, *(name for name in vars(reader.Library) if not name.startswith("_"))]
    missing = [name for name in public if name not in PAGE]
    assert missing == ["__version__"]


def test_importing_loads_nothing() -> None:
    program = "import sys; before = set(sys.modules); import reader; print(*set(sys.modules) - before)"
    assert run(program, PACKAGE.parent).stdout.split() == ["reader"]


def test_the_screen_is_never_loaded(home: Path) -> None:
    program = (
        "import sys, reader; reader.verify, reader.Library; print('textual' in sys.modules, 'spacy' in sys.modules)"
    )
    assert run(program, PACKAGE.parent).stdout == "False False\n"


def test_a_library_of_its_own(home: Path, tmp_path: Path) -> None:
    """Drafts are checked against it, and what it cannot do is an error of one line."""
    source, draft = tmp_path / "vote.txt", tmp_path / "draft.txt"
    source.write_text(NEWS["vote.txt"], encoding="utf-8")
    draft.write_text(f"{NEWS['vote.txt']}\nA draft that quotes all of it.", encoding="utf-8")
    library = reader.Library(tmp_path / "library.json")
    library.add(reader.open_source(source))
    checked = reader.verify(reader.open_source(draft), library)
    assert checked.checks
    assert {check.words for check in checked.checks} == {"verbatim"}
    with pytest.raises(SessionError, match="no article nowhere"):
        library.open("nowhere")
    with pytest.raises(SessionError, match="does not have “words that nobody wrote”"):
        library.annotate(reader.open_source(source), "words that nobody wrote")
    with pytest.raises(SourceError):
        reader.open_source(tmp_path / "none.txt")
    with pytest.raises(ExportError, match="no format papyrus"):
        reader.export_notes(library, reader.open_source(source), "papyrus")
    with pytest.raises(AttributeError, match="nothing"):
        reader.nothing  # type: ignore[attr-defined]  # noqa: B018


def test_texts_from_standard_input_are_sources_of_their_own(home: Path, tmp_path: Path) -> None:
    """They have one address, and are told apart by their ids."""
    said = {
        "first": "“The quay will be closed for the whole summer,” Ann Lee said.",
        "second": "“Nobody counted the gulls in March,” Tom Ray said.",
    }
    library = reader.Library(tmp_path / "library.json")
    sources = []
    for name, words in said.items():
        (tmp_path / name).write_text(words, encoding="utf-8")
        sources.append(replace(reader.open_source(tmp_path / name), source="-"))
    (tmp_path / "draft.txt").write_text(
        "\n\n".join(f"{words} In a draft." for words in said.values()), encoding="utf-8"
    )
    checked = reader.verify(reader.open_source(tmp_path / "draft.txt"), sources, library=library)
    assert [check.words for check in checked.checks] == ["verbatim", "verbatim"]


@pytest.mark.slow
def test_another_distribution_in_the_same_folder_is_named(tmp_path: Path) -> None:
    """Whichever of the two was installed last: its `__init__` is the one that is left."""
    shutil.copytree(PACKAGE, tmp_path / "reader", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "reader" / FOREIGN).write_text("")
    for last in ("ours", "theirs"):
        if last == "theirs":
            (tmp_path / "reader" / "__init__.py").write_text('__version__ = "3.18"\n')
        done = run("from reader.cli import main; raise SystemExit(main())", tmp_path)
        assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1), done.stderr
        assert "pipx install reader-notes" in done.stderr
    (tmp_path / "reader" / "__init__.py").write_bytes((PACKAGE / "__init__.py").read_bytes())
    done = run("import reader; reader.analyze", tmp_path)
    assert done.stderr.splitlines()[-1].startswith("ImportError: ")
    assert "uv tool install" in done.stderr
