"""Names are decoded for all tokens at once as spaCy decodes them one after another."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.model import find_pipeline
from reader.system.paths import SAMPLE
from tests.analysis.test_model import needs_spacy
from tests.analysis.test_pipeline import TEXTS

pytestmark = needs_spacy

STORIES = (
    "The United States Senate Committee on Foreign Relations met on Tuesday, the 5th of May 2015, in New York City.",
    "He wrote “The Strange and Terrible Case of the Very Old Bridge of the Town of Leith by the Sea” in May.",
    "The United States House of Representatives Committee on Science, Space, and Technology met in Leith.",
    "Kingdom of " * 40,
    "Ann Lee",
    "Lee",
    "IBM, Intel and the European Central Bank",
    " \n Ann \n\n Lee  and   Bob Ray \t",
    "",
    "   ",
    "🚀 Łódź, 北京 and São Paulo de Olivença",
    "New York New York New York New York New York New York New York",
)


@pytest.fixture(scope="module")
def nlp() -> Any:
    """The pipeline with its recognizer alone."""
    import spacy

    return spacy.load(find_pipeline().folder, exclude=["tok2vec", "tagger", "parser", "attribute_ruler", "lemmatizer"])


Spans = list[tuple[int, int, str]]


def by_decoder(nlp: Any, texts: Sequence[str]) -> Iterator[Spans]:
    from reader.analysis.model.entity_decoder import decoder_of

    decoder = decoder_of(nlp.get_pipe("ner"))
    assert decoder is not None
    for spans in decoder.entities(list(map(nlp.make_doc, texts))):
        yield [(first, last, label) for first, last, label in spans]


def by_spacy(nlp: Any, texts: Sequence[str]) -> Iterator[Spans]:
    for doc in nlp.pipe(texts):
        yield [(entity.start, entity.end - 1, entity.label_) for entity in doc.ents]


def test_the_entities_of_a_batch_are_those_that_spacy_finds(nlp: Any) -> None:
    from reader.analysis.model.entity_decoder import SIDE_BY_SIDE

    texts = [*STORIES, *SAMPLE.read_text(encoding="utf-8").split("\n\n"), *STORIES]
    found = list(by_decoder(nlp, texts))
    assert found == list(by_spacy(nlp, texts))
    assert sum(map(len, found)) > 40
    assert any(last - first > 2 * SIDE_BY_SIDE for spans in found for first, last, _ in spans)


@given(st.lists(TEXTS, max_size=4))
def test_any_text_has_the_entities_that_spacy_finds(nlp: Any, texts: list[str]) -> None:
    assert list(by_decoder(nlp, texts)) == list(by_spacy(nlp, texts))


def test_nothing_else_is_decoded(nlp: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.analysis.model.entity_decoder import decoder_of

    recognizer = nlp.get_pipe("ner")
    assert decoder_of(nlp.tokenizer) is None
    with monkeypatch.context() as patch:
        patch.setitem(recognizer.cfg, "beam_width", 4)
        assert decoder_of(recognizer) is None
    with monkeypatch.context() as patch:
        patch.setitem(recognizer.model.attrs, "unseen_classes", {3})
        assert decoder_of(recognizer) is None
    with monkeypatch.context() as patch:
        patch.setitem(recognizer.model.attrs, "has_upper", False)
        assert decoder_of(recognizer) is None
    assert decoder_of(recognizer) is not None


def test_the_other_components_of_a_pipeline_have_their_say(tmp_path: Path) -> None:
    import spacy

    from reader.analysis.model.spacy import tagger_of

    text = "Ann Lee said the bridge is closed."
    ruled = spacy.load(find_pipeline().folder)
    ruler: Any = ruled.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns([{"label": "ORG", "pattern": "the bridge"}])
    ruled.to_disk(tmp_path)
    names = [text[name.start : name.end] for name in next(tagger_of(find_pipeline(str(tmp_path))).names([text]))]
    assert names == ["Ann Lee", "the bridge"]
