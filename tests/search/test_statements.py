"""A statement is followed through the library: where it stands, who cut or changed it, and who says it."""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest
from textual.app import App

from reader.analysis import Analysis, Entity, Quote, Speaker, cache
from reader.analysis.engine import best_engine
from reader.cli import main
from reader.search import Elsewhere
from reader.search.snippets import plain
from reader.search.statements import Statement, find_statement
from reader.session.session import Session
from reader.sources.open import open_source
from reader.text.span import Span
from reader.tui.app import ReaderApp
from reader.tui.chrome.margin_entries import ElsewhereEntry
from reader.tui.library_client import elsewhere
from tests.fixtures.news_library import Shelf, places
from tests.search.test_search import shelf
from tests.tui.screens.test_library import LibraryPage
from tests.waiting import until_async

if TYPE_CHECKING:
    from reader.tui.widgets.rows import RowActions

__all__ = ["shelf"]

SAID = "The old bridge is not safe for heavy lorries, and it will be closed on Friday"


@dataclass(frozen=True)
class Told:
    """An article with one quote."""

    day: str
    words: str
    speaker: str
    told: bool = False


LIFE = {
    "first": Told("2026-03-01", SAID, "Maria Ortiz"),
    "cut": Told("2026-03-05", "The old bridge is not safe for heavy lorries", "Ortiz"),
    "told": Told("2026-03-09", "the old bridge was not safe for heavy lorries", "Maria Ortiz", told=True),
    "lost": Told("2026-04-02", SAID.replace("is not", "is"), "Maria Ortiz"),
    "rival": Told("2026-04-03", SAID, "John Smith"),
    "other": Told("2026-01-01", "The new school is not safe for small children, and it will be repaired", "Ann Smith"),
    "alike": Told("2026-01-02", "The old harbour will be closed on Friday", "Ann Smith"),
}


def tell(shelf: Shelf, name: str, about: Told) -> None:
    """Add an article with its quote to the library."""
    said = f"{about.speaker} said that {about.words}." if about.told else f"“{about.words},” said {about.speaker}."
    path = shelf.folder / f"{name}.txt"
    path.write_text(f"Report {name}\n\n{said}\n", encoding="utf-8")
    article = replace(open_source(str(path)), published=about.day)
    Session(article, shelf.paths).record_opening()
    spoken = about.words if about.told else f"“{about.words},”"
    (span,), (who,) = places(article.text, spoken), places(article.text, about.speaker)
    quote = Quote(span, Speaker(about.speaker, who), None, 0.9)
    quotes: tuple[tuple[Quote, ...], tuple[Quote, ...]] = ((), (quote,)) if about.told else ((quote,), ())
    found = Analysis(best_engine(), (Entity(about.speaker, "person", (), (who,)),), *quotes)
    cache.store_analysis(shelf.paths.cache, article, found)


@pytest.fixture
def life(shelf: Shelf) -> Shelf:
    for name, about in LIFE.items():
        tell(shelf, name, about)
    return shelf


def statement(shelf: Shelf, words: str) -> Statement:
    return shelf.asker.answer(lambda db: find_statement(db, words), analyzed=True)


def names_in(found: Statement) -> list[str]:
    return [place.origin.title.removeprefix("Report ") for each in found.wordings for place in each.places]


@pytest.mark.parametrize("words", [SAID, LIFE["cut"].words, "old bridge not safe, heavy lorries; closed on Friday"])
def test_a_statement_is_found_whole_cut_told_and_changed(life: Shelf, words: str) -> None:
    found = statement(life, words)
    assert sorted(names_in(found)) == ["cut", "first", "lost", "rival", "told"]
    assert found.earliest is not None
    assert found.earliest.origin.title == "Report first"
    whole, *others = found.wordings
    assert [place.origin.day for place in whole.places] == ["2026-03-01", "2026-04-03"]
    assert {each.places[0].origin.title: (each.cut, each.negation) for each in others} == {
        "Report cut": (True, ""),
        "Report told": (True, ""),
        "Report lost": (False, "lost: not"),
    }


def test_the_words_that_differ_are_lit(life: Shelf) -> None:
    (told,) = (each for each in statement(life, SAID).wordings if each.places[0].indirect)
    assert [text for text, differs in told.pieces if differs] == ["was"]
    assert plain(told.pieces) == LIFE["told"].words


def test_rival_speakers_are_told_and_short_names_are_not_rivals(life: Shelf) -> None:
    assert statement(life, SAID).speakers == (("Maria Ortiz", 4), ("John Smith", 1))
    assert statement(life, LIFE["other"].words).speakers == (("Ann Smith", 1),)


def test_nothing_is_found_of_what_nobody_said(life: Shelf) -> None:
    assert statement(life, "Nobody has ever seen a whale in this river before").wordings == ()
    assert statement(life, "?").wordings == ()


def test_a_quote_is_found_by_its_id(life: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    (place, _) = statement(life, SAID).wordings[0].places
    own = f"{place.origin.id}:{place.span.start}"
    assert main(["--library", str(life.paths.library), "statement", "--quote", own]) == 0
    printed = capsys.readouterr().out
    assert "a negation is lost: not" in printed
    assert "said by several: Maria Ortiz (4 places), John Smith (1 place)" in printed
    assert main(["--library", str(life.paths.library), "statement", "--quote", "nowhere:1"]) == 1
    assert "no quote nowhere:1" in capsys.readouterr().err


def shown(app: App[int]) -> str:
    """Return what is on the screen."""
    return "\n".join(strip.text for strip in app.screen._compositor.render_strips())  # noqa: SLF001


async def test_the_page_of_a_statement_shows_its_wordings(life: Shelf) -> None:
    """A reporter finds that a sentence lost its "not" on the way."""
    session = Session(open_source(str(life.folder / "first.txt")), life.paths)
    async with ReaderApp(session).run_test(size=(120, 40)) as pilot:
        room = LibraryPage(pilot)
        await room.settle()
        await room.press("2", "asterisk")
        await room.settle()
        assert "a negation is lost: not" in room.drawn
        assert "John Smith" in room.drawn


def test_what_stands_elsewhere_is_told_with_rivals(shelf: Shelf) -> None:
    tell(shelf, "first", LIFE["first"])
    session = Session(open_source(str(shelf.folder / "first.txt")), shelf.paths)
    session.record_opening()
    (span,) = places(session.article.text, f"“{SAID},”")
    quote = Quote(span, Speaker("Maria Ortiz", span), None, 0.9)
    statement(shelf, SAID)  # brings the index up to date
    assert elsewhere(session, quote) == Elsewhere()
    tell(shelf, "rival", LIFE["rival"])
    statement(shelf, SAID)
    assert elsewhere(session, quote) == Elsewhere(1, ("John Smith",))


def test_a_changed_sentence_of_somebody_else_is_another_statement(shelf: Shelf) -> None:
    """One content word in ten is another: of the same speaker it is a changed wording, also under the last name."""
    changed = SAID.replace("bridge", "harbour")
    for name, about in {
        "first": Told("2026-03-01", SAID, "Maria Ortiz"),
        "own": Told("2026-03-02", changed, "Ortiz"),
        "other": Told("2026-03-03", changed, "John Smith"),
        "rival": Told("2026-03-04", SAID, "John Stone"),
    }.items():
        tell(shelf, name, about)
    assert sorted(names_in(statement(shelf, SAID))) == ["first", "own", "rival"]


def test_the_margin_leads_to_the_page_of_a_statement() -> None:
    opened: list[Span] = []
    entry = ElsewhereEntry(Span(3, 9), (("4 elsewhere", "dim"),), "*")
    entry.choose(cast("RowActions", SimpleNamespace(open_statement=opened.append)))
    assert opened == [Span(3, 9)]


async def test_two_places_are_compared_and_a_rival_is_taken(life: Shelf) -> None:
    life.asker.answer(lambda db: None, analyzed=True)
    session = Session(open_source(str(life.folder / "first.txt")), life.paths)
    async with ReaderApp(session).run_test(size=(172, 40)) as pilot:
        room = LibraryPage(pilot)
        await until_async(lambda: "4 elsewhere  also John Smith" in shown(pilot.app))
        await room.press("2", "w")
        await until_async(lambda: "John Smith said it" in shown(pilot.app))
        await room.press("c")
        await until_async(lambda: session.analysis_state.corrections)
        (quote,) = session.analysis_state.analysis.quotes
        assert quote.speaker is not None
        assert quote.speaker.name == "John Smith"
        await room.press("asterisk")
        await room.settle()
        await room.press("v", "down", "v")
        assert "Enter: side by side" in shown(pilot.app)
        await room.press("enter")
        await until_async(lambda: len(pilot.app.screen.query(".review-head")) == 2)
        assert "The words that differ are underlined." in shown(pilot.app)
