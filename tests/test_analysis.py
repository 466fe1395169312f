"""Who is in an article and who said what: readable cases, the sample article, and what holds for any text.

The cases lie in `analysis_cases/`, one construct each; a case with `missed` is one that the rules do not reach (yet).
"""

import json
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.analysis import (
    Analysis,
    AnalysisError,
    Engine,
    Entity,
    Quote,
    Speaker,
    analyse,
    best_engine,
    cues,
    lexicon,
    marks,
    page,
    pronouns,
    speakers,
)
from reader.analysis.wire import from_wire, to_wire
from reader.article import Article, Block, Span
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain

CASES = Path(__file__).parent / "analysis_cases"


@dataclass(frozen=True)
class Case:
    """A text and what is to be found in it; what is None is not looked at."""

    name: str
    text: str
    quotes: list[list[str]] | None = None
    """Each quote's words with their marks, and its speaker's name or ""."""
    entities: dict[str, list[str]] | None = None
    """The names by kind, all of them."""
    aliases: dict[str, list[str]] = field(default_factory=dict)
    missed: str = ""


def cases() -> list[Any]:
    found = []
    for path in sorted(CASES.glob("*.toml")):
        for table in tomllib.loads(path.read_text("utf-8"))["case"]:
            case = Case(**table)
            marks_of_case = [pytest.mark.xfail(strict=True, reason=case.missed)] if case.missed else []
            found.append(pytest.param(case, id=f"{path.stem}: {case.name}", marks=marks_of_case))
    return found


def said(article: Article, analysis: Analysis) -> list[list[str]]:
    return [[q.span.of(article.text), q.speaker.name if q.speaker else ""] for q in analysis.quotes]


def by_kind(analysis: Analysis) -> dict[str, set[str]]:
    kinds: dict[str, set[str]] = {}
    for entity in analysis.entities:
        kinds.setdefault(entity.kind, set()).add(entity.name)
    return kinds


@pytest.mark.parametrize("case", cases())
def test_case(case: Case) -> None:
    article = read_plain(case.text.strip())
    analysis = analyse(article)
    if case.quotes is not None:
        assert said(article, analysis) == case.quotes
    if case.entities is not None:
        assert by_kind(analysis) == {kind: set(names) for kind, names in case.entities.items()}
    found = {entity.name: list(entity.aliases) for entity in analysis.entities}
    assert {name: found.get(name) for name in case.aliases} == case.aliases


# ---------------------------------------------------------------------- the sample article

SAMPLE_SPEAKERS = [
    ("mutual trust", "Beijing", "Beijing"),
    ("main guest", "Vladimir Putin", "Putin"),
    ("good neighbors", "Vladimir Putin", "Putin"),
    ("true friends", "Vladimir Putin", "Putin"),
    ("reliable partners", "Vladimir Putin", "Putin"),
    ("work together to defend", "Xi Jinping", "Xi"),
    ("hegemonism and power politics", "Xi Jinping", "Xi"),
    ("a more just and reasonable", "Xi Jinping", "Xi"),
    ("Russia distrusts the US", "Wang Yiwei", "Wang Yiwei"),
]
"""How each quotation begins, the name shown, and the words of the text that name the speaker."""


@pytest.fixture(scope="module")
def sample_analysis(sample: Article) -> Analysis:
    return analyse(sample)


def test_the_samples_quotes_and_their_speakers(sample: Article, sample_analysis: Analysis) -> None:
    found = []
    for quote in sample_analysis.quotes:
        assert quote.speaker is not None
        found.append((quote.span.of(sample.text)[1:], quote.speaker.name, quote.speaker.span.of(sample.text)))
    assert len(found) == len(SAMPLE_SPEAKERS)
    for (words, name, mention), (beginning, expected, expected_mention) in zip(found, SAMPLE_SPEAKERS, strict=True):
        assert words.startswith(beginning)
        assert (name, mention) == (expected, expected_mention)


def test_titles_and_scare_quotes_of_the_sample_are_no_quotes(sample: Article, sample_analysis: Analysis) -> None:
    """ "Victory Day" is a feast, "America First" a slogan, and nobody in the article says "normal trade"."""
    quoted = " ".join(quote.span.of(sample.text) for quote in sample_analysis.quotes)
    assert not any(words in quoted for words in ("Victory Day", "America First", "normal trade"))


def test_the_samples_names(sample_analysis: Analysis) -> None:
    kinds = by_kind(sample_analysis)
    assert kinds["person"] == {"Xi Jinping", "Vladimir Putin", "Donald Trump", "Wang Yiwei"}
    assert {"Russia", "China", "United States", "Ukraine", "Taiwan", "South China Sea"} <= kinds["place"]
    assert kinds["organisation"] == {
        "Chinese People’s Liberation Army",
        "Institute of International Affairs",
        "Renmin University",
    }
    aliases = {entity.name: entity.aliases for entity in sample_analysis.entities}
    assert aliases["Xi Jinping"] == ("Xi",)
    assert aliases["Vladimir Putin"] == ("Putin",)
    assert aliases["United States"] == ("US",)


@pytest.mark.xfail(strict=True, reason="no list knows gas pipelines, and the run ends at the first small word")
def test_the_samples_pipeline_has_its_whole_name(sample_analysis: Analysis) -> None:
    assert "Power of Siberia-2 gas pipeline" in {entity.name for entity in sample_analysis.entities}


# ---------------------------------------------------------------------- what is read

SAYING = "“The bridge is closed,” said Ann Lee."


def article_of(*parts: tuple[str, dict[str, Any]]) -> Article:
    """An article whose blocks are `parts`, each with what its block is beside a span."""
    blocks, text = [], ""
    for words, about in parts:
        text += "\n\n" if text else ""
        blocks.append(Block(Span(len(text), len(text) + len(words)), **about))
        text += words
    return Article(text, tuple(blocks))


@pytest.mark.parametrize("about", [{"role": "repeat"}, {"role": "furniture"}, {"kind": "code"}, {"kind": "rule"}])
def test_what_is_not_the_authors_prose_is_left_out(about: dict[str, Any]) -> None:
    analysis = analyse(article_of((SAYING, about)))
    assert analysis.quotes == ()
    assert analysis.entities == ()


@pytest.mark.parametrize("kind", ["paragraph", "item", "quotation", "table"])
def test_prose_of_every_kind_is_read(kind: str) -> None:
    analysis = analyse(article_of((SAYING, {"kind": kind})))
    assert len(analysis.quotes) == 1
    assert [entity.name for entity in analysis.entities] == ["Ann Lee"]


def test_a_heading_alone_names_nobody() -> None:
    heading: dict[str, Any] = {"kind": "heading", "level": 1}
    assert analyse(article_of(("Ann Lee Closes the Bridge", heading))).entities == ()
    both = analyse(article_of(("Ann Lee Closes the Bridge", heading), (SAYING, {})))
    assert [(entity.name, len(entity.mentions)) for entity in both.entities] == [("Ann Lee", 2)]


def test_a_quotation_never_crosses_blocks() -> None:
    article = article_of(("He said: “The bridge is closed", {}), ("for a month” and left.", {"kind": "item"}))
    assert [quote.span.of(article.text) for quote in analyse(article).quotes] == ["“The bridge is closed"]


def test_a_hard_wrapped_name_is_shown_on_one_line() -> None:
    article = article_of(("Nobody in the whole harbour had expected Ann\nLee to come. Lee came.", {"reflow": True}))
    (entity,) = analyse(article).entities
    assert (entity.name, entity.aliases) == ("Ann Lee", ("Lee",))
    assert entity.mentions[0].of(article.text) == "Ann\nLee"


def test_markdown_is_analysed_as_it_is_shown() -> None:
    article = read_markdown(
        "# The bridge\n\n> “The bridge is **closed**,” said *Ann Lee*.\n\n```\n“code,” said Tom\n```\n"
    )
    assert said(article, analyse(article)) == [["“The bridge is closed,”", "Ann Lee"]]


def test_cue_and_confidence_are_told() -> None:
    article = read_plain(
        "“The bridge is closed,” said Ann Lee. Tom Ray was not surprised by any “sudden urge to mend it.”"
    )
    sure, unsure = analyse(article).quotes
    assert sure.cue is not None
    assert sure.cue.of(article.text) == "said"
    assert 0 <= unsure.confidence < sure.confidence <= 1


def test_without_a_speaker_nothing_is_sure() -> None:
    (quote,) = analyse(read_plain("“It rained and rained and rained.”")).quotes
    assert (quote.speaker, quote.cue, quote.confidence) == (None, None, 0.0)


# ---------------------------------------------------------------------- engines


def test_the_engine_is_named_with_its_version() -> None:
    assert analyse(read_plain(SAYING)).engine == best_engine() == "rules 1"
    assert analyse(read_plain(SAYING), "rules") == analyse(read_plain(SAYING), "best")


@pytest.mark.parametrize("engine", ["spacy", "oracle"])
def test_an_engine_that_is_not_there_is_one_clear_line(engine: Engine) -> None:
    with pytest.raises(AnalysisError, match="`--engine rules` works") as raised:
        analyse(read_plain(SAYING), engine)
    assert "\n" not in str(raised.value)


# ---------------------------------------------------------------------- what holds for any text

WORDS = st.sampled_from(
    [
        *"Ann Lee Lee, said says told of the and President Mr. U.S. US WHO Bank he she they who Smith Xi".split(),
        *"Jinping according to per Reuters New York al-Assad von der é 東京 🚢 1990s".split(),
        *", . ? ! ( ) : — - ’s 's “Go!” “ ” \" ' ‘ ’ « » „ `` ''".split(),
        *("\n", "\n\n"),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(WORDS, max_size=60).map(" ".join), st.lists(WORDS, max_size=60).map("".join))


def spans_of(analysis: Analysis) -> list[Span]:
    spans = [mention for entity in analysis.entities for mention in entity.mentions]
    for quote in analysis.quotes:
        spans += [quote.span, *([quote.cue] if quote.cue else []), *([quote.speaker.span] if quote.speaker else [])]
    return spans


@settings(deadline=None, max_examples=200)
@given(TEXTS)
def test_any_text_is_answered_with_honest_spans(text: str) -> None:
    article = read_plain(text)
    analysis = analyse(article)
    assert all(0 <= span.start < span.end <= len(article.text) for span in spans_of(analysis))
    quotes = [quote.span for quote in analysis.quotes]
    assert quotes == sorted(quotes)
    assert not any(one.overlaps(other) for one, other in pairwise(quotes))
    mentions = sorted(mention for entity in analysis.entities for mention in entity.mentions)
    assert not any(one.overlaps(other) for one, other in pairwise(mentions))
    counts = [len(entity.mentions) for entity in analysis.entities]
    assert counts == sorted(counts, reverse=True)
    for entity in analysis.entities:
        assert list(entity.mentions) == sorted(entity.mentions)
        forms = {" ".join(mention.of(article.text).split()) for mention in entity.mentions}
        assert forms == {entity.name, *entity.aliases}
        assert entity.name not in entity.aliases
    assert all(0 <= quote.confidence <= 1 for quote in analysis.quotes)


@settings(deadline=None, max_examples=100)
@given(TEXTS)
def test_an_analysis_survives_the_wire(text: str) -> None:
    article = read_plain(text)
    analysis = analyse(article)
    wire = to_wire("a", "A title", article.text, analysis)
    assert from_wire(json.loads(json.dumps(wire))) == analysis
    assert [quote["text"] for quote in wire["quotes"]] == [q.span.of(article.text) for q in analysis.quotes]


# ---------------------------------------------------------------------- the wire


def test_the_wire_has_the_shape_that_the_command_promises() -> None:
    text = "“Go,” said Ann. “No.”"
    analysis = Analysis(
        "rules 1",
        (Entity("Ann", "person", (), (Span(11, 14),)),),
        (
            Quote(Span(0, 5), Speaker("Ann", Span(11, 14)), Span(6, 10), 0.98765),
            Quote(Span(16, 21), None, None, 0.0),
        ),
    )
    assert to_wire("7f3ckq2m5d", "A title", text, analysis) == {
        "id": "7f3ckq2m5d",
        "title": "A title",
        "engine": "rules 1",
        "entities": [{"name": "Ann", "kind": "person", "aliases": [], "mentions": [[11, 14]]}],
        "quotes": [
            {
                "start": 0,
                "end": 5,
                "text": "“Go,”",
                "speaker": {"name": "Ann", "start": 11, "end": 14},
                "cue": {"start": 6, "end": 10},
                "confidence": 0.99,
            },
            {"start": 16, "end": 21, "text": "“No.”", "speaker": None, "cue": None, "confidence": 0.0},
        ],
    }


ENTITY = {"name": "Ann", "kind": "person", "aliases": [], "mentions": [[0, 3]]}
QUOTE = {"start": 0, "end": 5, "text": "", "speaker": None, "cue": None, "confidence": 0.5}


@pytest.mark.parametrize(
    "obj",
    [
        {},
        {"engine": 7, "entities": [], "quotes": []},
        {"engine": "rules 1", "entities": None, "quotes": []},
        {"engine": "rules 1", "entities": [ENTITY | {"kind": "ship"}], "quotes": []},
        {"engine": "rules 1", "entities": [ENTITY | {"name": None}], "quotes": []},
        {"engine": "rules 1", "entities": [ENTITY | {"mentions": [[3, 0]]}], "quotes": []},
        {"engine": "rules 1", "entities": [ENTITY | {"mentions": [[0, True]]}], "quotes": []},
        {"engine": "rules 1", "entities": [ENTITY | {"mentions": [[0]]}], "quotes": []},
        {"engine": "rules 1", "entities": ["Ann"], "quotes": []},
        {"engine": "rules 1", "entities": [], "quotes": [QUOTE | {"start": -1}]},
        {"engine": "rules 1", "entities": [], "quotes": [QUOTE | {"end": 1.5}]},
        {"engine": "rules 1", "entities": [], "quotes": [QUOTE | {"speaker": {"name": "Ann"}}]},
        {"engine": "rules 1", "entities": [], "quotes": [QUOTE | {"confidence": "high"}]},
    ],
)
def test_what_is_no_analysis_is_refused(obj: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not an analysis"):
        from_wire(obj)


# ---------------------------------------------------------------------- work is bounded

HOSTILE = {
    "straight marks": '" ',
    "marks within marks": "“a ‘b “c” d’ ",
    "opening marks": "“word ",
    "unclosed paragraphs": "“He said so and so\n\n",
    "single marks": "‘a’ ",
    "capitals": "Aaa ",
    "names": "Bob Smith said ",
    "namesakes": "Bob Smith and Tom Smith met Mr. Smith. ",
    "acronyms": "Big Old Bank (BOB) ",
    "of": "Bank of ",
    "said": "he said ",
    "quotations in one sentence": '"a," he said, ',
    "commas": "he, ",
    "phrases": "the mayor of ",
    "brackets": "( ",
    "stops": ". ",
}


def work(monkeypatch: pytest.MonkeyPatch, text: str) -> int:
    """How many steps the inner loops of the analysis take on `text`, counted at the doors of its rooms."""
    steps: Counter[str] = Counter()

    def counted(room: Any, name: str, size: Any) -> None:
        plain = getattr(room, name)

        def door(*args: Any) -> Any:
            answer = plain(*args)
            steps[name] += 1 + size(args, answer)
            return answer

        monkeypatch.setattr(room, name, door)

    counted(speakers, "words_between", lambda args, answer: answer[0] + answer[1])
    counted(cues, "_cue_at", lambda args, answer: len(args[1].candidates))
    counted(pronouns, "_subjects_first", lambda args, answer: len(answer))
    counted(marks, "_inner_end", lambda args, answer: 0)
    counted(page, "_ends_sentence", lambda args, answer: 0)
    analyse(read_plain(text))
    monkeypatch.undo()
    return sum(steps.values())


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_four_times_the_text_is_about_four_times_the_work(monkeypatch: pytest.MonkeyPatch, piece: str) -> None:
    """Counted, not timed. Pieces repeat without an end to their sentences, where anything quadratic would show."""
    small, large = (work(monkeypatch, piece * count) for count in (600, 2400))
    assert large <= 5 * small + 1000


def test_a_long_row_of_capitals_is_cut_into_short_names() -> None:
    analysis = analyse(read_plain("It was " + "Zorb Quax " * 500 + "again."))
    assert analysis.entities
    assert all(len(entity.name.split()) < 20 for entity in analysis.entities)


# ---------------------------------------------------------------------- the word lists

LISTS = ["common", "first_names", "nationalities", "organisations", "people", "places", "same", "speech", "titles"]


@pytest.mark.parametrize("name", LISTS)
def test_word_lists_hold_no_broken_entries(name: str) -> None:
    """A lost comma glues two entries, which shows as a very long one."""
    for key, entries in lexicon.sections(name).items():
        assert entries, key
        for entry in entries:
            assert entry == " ".join(entry.split())
            assert len(entry.split(" = ")[0]) < 45, entry


def test_every_list_is_in_the_test() -> None:
    folder = Path(lexicon.__file__).parent / "words"
    assert sorted(path.stem for path in folder.glob("*.txt")) == LISTS
