"""The screen shows the result of the rules at once, and the refined result of the model later."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from reader.analysis import RULES, Analysis, cache, engine, pipeline
from reader.analysis.engine import analyze
from reader.document.article import Article
from reader.errors import AnalysisError
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui import analysis_client
from reader.tui.app import ReaderApp
from reader.tui.widgets.quote_rows import QuoteRow
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.rows import NameRow
from tests.page_object import Desk, plain
from tests.waiting import until_async

MODEL = "spacy 3 (a model 1)"

STORY = "Ann Lee met Tom Ray in Leith. “The bridge is closed,” said Ann Lee. “It was time,” said Tom Ray. " + (
    "Nothing else happened. " * 40
)


class Analysts:
    """Replaces the child process, whose model waits until it is released."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.go = asyncio.Event()
        self.told: Callable[[float], None] = lambda done: None
        self.failure = ""

    async def analyzed(
        self,
        article: Article,
        told: Callable[[float], None],
        found: Callable[[Analysis, bool], Awaitable[None]],
        *,
        begun: object = None,
        refined_only: bool = False,
    ) -> Analysis:
        made = analyze(article, "rules")
        if not refined_only:
            self.asked.append("rules")
            await found(made, True)
            if not engine.can_refine(made):
                return made
        self.asked.append("spacy")
        self.told = told
        await self.go.wait()
        if self.failure:
            raise AnalysisError(self.failure)
        made = refined(made)
        await found(made, True)
        return made


def refined(found: Analysis) -> Analysis:
    """One more name, at the top of the list, and of Tom Ray another kind and one mention less."""
    leith, *others = sorted(found.entities, key=lambda entity: entity.name != "Leith")
    more = replace(leith, name="Bridge", mentions=(Span(35, 41),))
    others = [
        replace(one, kind="organisation", mentions=one.mentions[1:]) if one.name == "Tom Ray" else one for one in others
    ]
    return replace(found, engine=MODEL, entities=(replace(more, kind="person"), leith, *others))


@pytest.fixture
def analysts(monkeypatch: pytest.MonkeyPatch) -> Analysts:
    fake = Analysts()
    monkeypatch.setattr(analysis_client, "run_analysis", fake.analyzed)
    monkeypatch.setattr(engine, "best_engine", lambda: MODEL)
    return fake


async def shown(desk: Desk) -> None:
    """Wait until something is listed, without waiting for the background."""
    await until_async(lambda: desk.screen.query("#side"))
    await until_async(lambda: any(isinstance(row, NameRow | QuoteRow) for row in desk.screen.side.list.rows))
    await desk.pilot.pause()


def doing(desk: Desk) -> str:
    width = desk.screen.status.size.width
    return "".join(segment.text for segment in desk.screen.status.render_line(0)).strip()[-width:]


async def test_the_model_refines_what_the_rules_find(paths: UserPaths, analysts: Analysts) -> None:
    async with ReaderApp(plain(STORY, paths)).run_test(size=(120, 40)) as pilot:
        desk = Desk(pilot)
        await shown(desk)
        await pilot.press("1")
        assert [row.about.words for row in desk.rows] == ["Ann Lee person", "Tom Ray person", "Leith place"]
        assert "refining names …" in doing(desk)
        analysts.told(0.4)
        assert "refining names … 40%" in doing(desk)
        analysts.go.set()
        await desk.settle()
        assert desk.rows[0].about.words == "Bridge person"
        assert "refining" not in doing(desk)
        assert analysts.asked == ["rules", "spacy"]
        assert desk.lit("organisation") == ["Tom Ray"]


async def test_refining_keeps_the_chosen_name_the_caret_and_the_scroll(paths: UserPaths, analysts: Analysts) -> None:
    async with ReaderApp(plain(STORY, paths)).run_test(size=(120, 24)) as pilot:
        desk = Desk(pilot)
        await shown(desk)
        await pilot.press("1", "j", "enter")
        chosen, caret = desk.screen.side.list.row, desk.screen.article.caret.offset
        assert chosen is not None
        assert chosen.about.words == "Tom Ray person"
        analysts.go.set()
        await desk.settle()
        assert desk.screen.side.list.row != chosen
        assert desk.screen.side.list.row is not None
        assert desk.screen.side.list.row.about.words == "Tom Ray organisation"
        assert desk.screen.article.caret.offset == caret
        assert desk.screen.side.list.has_focus


async def test_refining_keeps_a_chosen_quote_and_a_filter(paths: UserPaths, analysts: Analysts) -> None:
    async with ReaderApp(plain(STORY, paths)).run_test(size=(120, 24)) as pilot:
        desk = Desk(pilot)
        await shown(desk)
        await pilot.press("2", "ampersand")
        await desk.type("time")
        await pilot.press("enter")
        before = desk.screen.side.list.row
        assert isinstance(before, QuoteRow)
        analysts.go.set()
        await desk.settle()
        assert [row.about.words for row in desk.rows] == [before.about.words]
        assert desk.screen.side.list.row is not None
        assert desk.screen.side.list.row.key == before.key
        assert desk.screen.side.filtering


async def test_the_result_of_the_model_is_cached(paths: UserPaths, analysts: Analysts) -> None:
    session = plain(STORY, paths)
    cache.store_analysis(paths.cache, session.article, refined(analyze(session.article, "rules")))
    async with ReaderApp(session).run_test(size=(120, 40)) as pilot:
        desk = Desk(pilot)
        await desk.press("1")
        assert desk.rows[0].about.words == "Bridge person"
        assert analysts.asked == []


async def test_a_failing_model_is_reported_and_the_rules_are_used(paths: UserPaths, analysts: Analysts) -> None:
    analysts.failure = "the model is not the model"
    async with ReaderApp(plain(STORY, paths)).run_test(size=(120, 40)) as pilot:
        desk = Desk(pilot)
        await shown(desk)
        analysts.go.set()
        await desk.settle()
        assert desk.said == "the model is not the model"
        await desk.press("1")
        assert len(desk.rows) == 3


async def test_an_invalid_setting_is_reported_and_the_rules_are_used(
    paths: UserPaths, analysts: Analysts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def best() -> str:
        raise AnalysisError("the spaCy pipeline en_core_web_xxl is not installed")

    monkeypatch.setattr(engine, "best_engine", best)
    async with ReaderApp(plain(STORY, paths)).run_test(size=(120, 40)) as pilot:
        desk = Desk(pilot)
        await desk.settle()
        assert "en_core_web_xxl" in desk.said
        await desk.press("1")
        assert len(desk.rows) == 3


async def test_the_model_does_not_run_on_other_languages(paths: UserPaths, analysts: Analysts) -> None:
    text = "Der Hafen ist geschlossen, und niemand weiß, wann er wieder aufgemacht wird. Das sagte die Frau auch. " * 5
    async with ReaderApp(plain(text, paths)).run_test(size=(120, 40)) as pilot:
        await Desk(pilot).settle()
        assert analysts.asked == ["rules"]


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_without_the_extra_one_dim_line_says_how_to_find_more(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(engine, "install_hint", lambda: "pip install 'reader-notes[nlp]' finds more")
    session = plain(STORY, paths)
    session.analysis_state.set_analysis(analyze(session.article))
    async with ReaderApp(session).run_test(size=size) as pilot:
        desk = Desk(pilot)
        await desk.settle()
        for tab in ("1", "2"):
            await desk.press(tab)
            rows = desk.screen.side.list.rows
            assert not rows[-1].selectable
            words = " ".join("".join(text for text, _ in line) for line in rows[-1].lines(30))
            assert words == "pip install 'reader-notes[nlp]' finds more"


def test_an_export_uses_the_best_engine(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    session = plain(STORY, paths)
    session.analysis_state.set_analysis(analyze(session.article, "rules"))
    monkeypatch.setattr(engine, "best_engine", lambda: MODEL)
    monkeypatch.setattr(engine, "analyze", lambda article, **_: refined(analyze(article, "rules")))
    assert session.analysis_state.can_refine()
    session.analysis_state.complete_analysis()
    assert not session.analysis_state.can_refine()
    assert session.analysis_state.analysis.engine == MODEL
    again = Session(session.article, paths)
    known = again.analysis_state.known_analysis()
    assert known is not None
    assert known.engine == MODEL


def book(people: int) -> str:
    """A book in which everybody speaks once."""
    names = [f"{first} {last}" for last in LAST for first in FIRST][:people]
    return "\n\n".join(
        f"“The bridge is closed for good,” said {name}. {'Nothing else happened. ' * 12}" for name in names
    )


FIRST = ("Ann", "Tom", "Mary", "John", "Laura", "Peter", "Susan", "Mark", "Karen", "Paul")
LAST = tuple(
    f"{start}{end}" for start in ("Har", "Bel", "Wes", "Ros", "Lin") for end in ("wick", "mont", "ley", "dale")
)


@pytest.mark.parametrize("size", [(120, 24), (80, 24)])
async def test_names_of_a_book_arrive_in_parts_and_keep_the_chosen_row(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setattr(pipeline, "FIRST_TOLD", 500)
    monkeypatch.setattr(pipeline, "BOOK", 1000)
    article, waiting = read_plain(book(60)), asyncio.Event()
    parts: list[Analysis] = []
    whole = analyze(article, "rules", found=parts.append)
    assert 0 < len(parts[0].entities) < len(whole.entities)

    async def analyzed(
        article: Article,
        told: Callable[[float], None],
        found: Callable[[Analysis, bool], Awaitable[None]],
        *,
        begun: object = None,
    ) -> Analysis:
        await found(parts[0], False)
        told(0.3)
        await waiting.wait()
        await found(whole, True)
        return whole

    monkeypatch.setattr(analysis_client, "run_analysis", analyzed)
    monkeypatch.setattr(engine, "best_engine", lambda: RULES)
    session = Session(article, paths)
    async with ReaderApp(session).run_test(size=size) as pilot:
        desk = Desk(pilot)
        await shown(desk)
        rows = desk.screen.side.list
        assert len(desk.rows) == len(parts[0].entities)
        await pilot.press("1", *"jjjjj")
        chosen, shown_at = rows.row, line_of_cursor(rows)
        assert "30%" in doing(desk)
        waiting.set()
        await desk.settle()
        assert len(desk.rows) == len(whole.entities)
        assert rows.row == chosen
        assert line_of_cursor(rows) == shown_at
        assert session.analysis_state.raw_analysis == whole


def line_of_cursor(rows: RowList) -> int:
    """The line of the screen on which the chosen row is drawn."""
    chosen = rows.row
    assert isinstance(chosen, NameRow)
    drawn = ["".join(segment.text for segment in rows.render_line(y)) for y in range(rows.size.height)]
    return next(y for y, line in enumerate(drawn) if chosen.named.name in line)


def test_an_export_of_a_book_is_never_partial(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "FIRST_TOLD", 500)
    monkeypatch.setattr(pipeline, "BOOK", 1000)
    session = Session(read_plain(book(60)), paths)
    parts: list[Analysis] = []
    whole = analyze(session.article, "rules", found=parts.append)
    session.analysis_state.take_part(parts[0])
    assert session.analysis_state.known_analysis() == parts[0]
    assert session.analysis_state.analysis == whole
    assert session.analysis_state.known_analysis() == whole
