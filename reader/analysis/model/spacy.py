"""spaCy as a `Tagger`: the only module that imports it, which takes most of a second.

Only the parts of the pipeline that are needed run: the entity recognizer on running text (decoded by `entity_decoder`
where that is possible), and the parser on a few sentences. Pitfall: spaCy warns on standard error, where the screen
draws, so its warnings are turned off.
"""

import logging
import warnings
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

import spacy

from reader.analysis import EntityKind
from reader.analysis.model import Pipeline, verify_files
from reader.analysis.model.entity_decoder import decoder_of
from reader.analysis.model.tagger import FoundName, Word, in_groups
from reader.errors import AnalysisError
from reader.text.sanitize import clean_line

KINDS: dict[str, EntityKind] = {
    **{"PERSON": "person", "PER": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place"},
    **{"PRODUCT": "other", "EVENT": "other", "WORK_OF_ART": "other", "LAW": "other", "MISC": "other"},
}
"""The labels of OntoNotes and of CoNLL by kind; dates, numbers and nationalities are not names."""

UNUSED = ("tagger", "attribute_ruler", "lemmatizer", "morphologizer", "senter", "textcat")
"""Components that are not loaded."""

SHARED = ("tok2vec", "transformer")  # components that run only for those that listen to them

TOGETHER = 24_000
"""Maximum characters of the texts in a batch, some five thousand tokens. 16,000 take a tenth more time, 40,000 some 60
MB more memory and no less time."""

AT_ONCE = 4
"""The parts into which spaCy's parser and entity recognizer divide a batch of the size that they are told. Told four
times its size, they read it at once, in a tenth less time."""


class SpacyTagger:
    def __init__(self, pipeline: Pipeline) -> None:
        """Load a pipeline. Raises AnalysisError."""
        verify_files(pipeline)
        self.engine = pipeline.engine
        logging.getLogger("spacy").setLevel(logging.CRITICAL)
        with warnings.catch_warnings(action="ignore"):
            try:
                self._nlp = spacy.load(pipeline.folder, exclude=UNUSED)
            except (OSError, ValueError, KeyError, TypeError, AttributeError, ImportError) as error:
                reason = clean_line(str(error)).strip() or type(error).__name__
                raise AnalysisError(f"the spaCy pipeline {pipeline.name} cannot be loaded: {reason[:200]}") from error
        is_alone = set(self._nlp.pipe_names).difference(self._unneeded("ner")) == {"ner"}
        self._decoder = decoder_of(self._nlp.get_pipe("ner")) if is_alone else None
        """Finds the names; None if only the pipeline can."""

    def names(self, texts: Sequence[str]) -> Iterator[list[FoundName]]:
        if self._decoder is None:
            for doc in self._read(texts, "ner"):
                yield [FoundName(e.start_char, e.end_char, KINDS[e.label_]) for e in doc.ents if e.label_ in KINDS]
            return
        with warnings.catch_warnings(action="ignore"):
            for batch in in_groups(texts, TOGETHER):
                docs = list(map(self._nlp.make_doc, batch))
                for doc, spans in zip(docs, self._decoder.entities(docs), strict=True):
                    yield [
                        FoundName(doc[first].idx, doc[last].idx + len(doc[last]), KINDS[label])
                        for first, last, label in spans
                        if label in KINDS
                    ]

    def parses(self, texts: Sequence[str]) -> Iterator[list[Word]]:
        if "parser" not in self._nlp.pipe_names:
            yield from ([] for _ in texts)
            return
        for doc in self._read(texts, "parser"):
            yield [Word(t.idx, t.idx + len(t), t.head.i, t.dep_) for t in doc]

    def _read(self, texts: Sequence[str], part: str) -> Iterator[Any]:
        """Yield the texts as spaCy documents, processed by one component of the pipeline."""
        with warnings.catch_warnings(action="ignore"):
            for batch in in_groups(texts, TOGETHER):
                yield from self._nlp.pipe(batch, batch_size=AT_ONCE * len(batch), disable=self._unneeded(part))

    def _unneeded(self, part: str) -> list[str]:
        """Return the components that `part` does not need; a user's other components are left alone."""
        pipes: dict[str, Any] = dict(self._nlp.pipeline)
        unheard = [name for name in SHARED if name in pipes and part not in pipes[name].listening_components]
        return ["parser" if part == "ner" else "ner", *unheard]


tagger_of = cache(SpacyTagger)
"""Returns a pipeline, loaded once. Raises AnalysisError."""
