"""A wheel contains the code, styles, word lists and the sample, and runs without the checkout."""

import hashlib
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

from reader import __version__
from reader.system.paths import PACKAGE, SAMPLE, STYLES
from tests.tools import man_pages

ROOT = PACKAGE.parent


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this checkout, built without a network."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "-w", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True)
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A source distribution of this checkout, built without a network."""
    folder = tmp_path_factory.mktemp("sdist")
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", str(folder)], cwd=ROOT, check=True)
    (found,) = folder.glob("*.tar.gz")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel is installed."""
    folder = tmp_path_factory.mktemp("site")
    subprocess.run(
        [
            sys.executable,
            "-m",
            "pip",
            "install",
            "--quiet",
            "--no-deps",
            "--no-index",
            "--target",
            str(folder),
            str(wheel),
        ],
        check=True,
    )
    return folder


def run(installed: Path, folder: Path, *words: str) -> str:
    """Return the output of a Python that sees the installed wheel and not the checkout."""
    env = {**os.environ, "PYTHONPATH": str(installed)}
    done = subprocess.run(
        [sys.executable, "-P", *words], cwd=folder, env=env, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_wheel_is_named_for_the_distribution_and_this_version(wheel: Path) -> None:
    assert wheel.name == f"reader_notes-{__version__}-py3-none-any.whl"


def test_the_wheel_contains_every_file_of_the_program(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    code = {f"reader/{path.relative_to(PACKAGE).as_posix()}" for path in PACKAGE.rglob("*") if wanted(path)}
    styles = {f"reader/styles/{path.name}" for path in STYLES.iterdir()}
    assert names >= code | styles | {f"reader/seeds/{path.name}" for path in SAMPLE.parent.iterdir()}


def wanted(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts and not path.name.startswith(".")


def test_the_wheel_installs_manual_pages_and_completion(wheel: Path) -> None:
    names = {name.partition(".data/data/")[2] for name in zipfile.ZipFile(wheel).namelist()}
    assert {f"share/man/man1/{name}" for name in man_pages.man_pages()} <= names
    assert "share/bash-completion/completions/reader" in names
    assert "share/zsh/site-functions/_reader" in names
    assert "share/fish/vendor_completions.d/reader.fish" in names


def test_the_wheel_has_the_licences_of_what_it_contains(wheel: Path) -> None:
    """Of the lists and the text by others too; the terms of SCOWL stand word for word in the list and in the notice."""
    with zipfile.ZipFile(wheel) as archive:
        licences = {
            name.rpartition("/")[2]: archive.read(name).decode() for name in archive.namelist() if "/licenses/" in name
        }
    assert licences.keys() == {"LICENSE", "NOTICE"}
    notice = " ".join(licences["NOTICE"].split())
    for named in re.findall(r"^reader/\S+", licences["NOTICE"], re.MULTILINE):
        assert (PACKAGE.parent / named).is_file() or named == f"reader/seeds/{SAMPLE.name}", named
    heads = {
        path.name: path.read_text(encoding="utf-8").partition("\n[")[0]
        for path in (PACKAGE / "analysis" / "lexicon").glob("*.txt")
    }
    foreign = {name for name, head in heads.items() if re.search("CC BY|Copyright|public domain", head)}
    assert [name for name in foreign if name not in notice] == []
    terms = " ".join(heads["english.txt"].replace("\n# ", " ").split())
    assert terms[terms.index("Permission") : terms.index(" Entries are")] in notice


def test_an_installed_wheel_finds_its_own_files(installed: Path, tmp_path: Path) -> None:
    found = run(
        installed, tmp_path, "-c", "from reader.system import paths; print(paths.STYLES); print(paths.SAMPLE)"
    ).split()
    assert found == [str(installed / "reader" / "styles"), str(installed / "reader" / "seeds" / SAMPLE.name)]


def test_an_installed_wheel_runs_outside_the_checkout(installed: Path, tmp_path: Path) -> None:
    sample = installed / "reader" / "seeds" / SAMPLE.name
    assert run(installed, tmp_path, "-m", "reader", "--version").strip() == f"reader {__version__}"
    assert run(installed, tmp_path, "-m", "reader", "show", str(sample)).startswith(SAMPLE.read_text()[:60])
    assert "Vladimir Putin" in run(installed, tmp_path, "-m", "reader", "analyze", "--json", str(sample))


def test_an_installed_screen_has_all_its_styles(installed: Path, tmp_path: Path) -> None:
    code = "from reader.tui.app import ReaderApp; print(all(sheet.is_file() for sheet in ReaderApp.CSS_PATH))"
    assert run(installed, tmp_path, "-c", code).strip() == "True"


def test_an_installed_wheel_notes_and_exports(installed: Path, home: Path, tmp_path: Path) -> None:
    sample = str(installed / "reader" / "seeds" / SAMPLE.name)
    note = run(installed, tmp_path, "-m", "reader", "note", sample, "--quote", "main guest", "--text", "Whose? #word")
    written = run(installed, tmp_path, "-m", "reader", "export", sample)
    assert f"^rd-{note.strip()}" in written
    assert "Whose? #word" in written


def test_the_source_distribution_makes_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """It also contains what packagers need: tests, documents, licence."""
    with tarfile.open(sdist) as archive:
        archive.extraction_filter = getattr(tarfile, "data_filter", None)  # Python 3.11.3 and older have none
        archive.extractall(tmp_path / "unpacked")
    (source,) = (tmp_path / "unpacked").iterdir()
    assert source.name == f"reader_notes-{__version__}"
    for wanted_there in ("tests/test_packaging.py", "docs/tour.md", "LICENSE", "NOTICE", "CHANGELOG.md", ".ci/run"):
        assert (source / wanted_there).is_file()
    subprocess.run([sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", "out"], cwd=source, check=True)
    again = zipfile.ZipFile(source / "out" / wheel.name)
    assert sorted(again.namelist()) == sorted(zipfile.ZipFile(wheel).namelist())


def test_the_changelog_names_this_version() -> None:
    told = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## \[(\d.*?)\] - \d{4}-\d\d-\d\d$", told, re.MULTILINE)[0] == __version__


def test_the_classifiers_name_every_python_from_the_oldest_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    named = [line.rpartition(" ")[2] for line in project["classifiers"] if "Python :: 3." in line]
    assert project["requires-python"] == f">={named[0]}"
    assert f"3.{sys.version_info.minor}" in named


def test_the_sample_article_is_unchanged() -> None:
    """Byte for byte, with its odd spaces and the missing newline at its end."""
    digest = hashlib.sha256(SAMPLE.read_bytes()).hexdigest()
    assert digest == "440ff92875a888ba129ce605a4c0e9228ce162399b59c40f2e8843e63ebb8d7d"
