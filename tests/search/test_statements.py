"""A statement is followed through the library: where it stands, who cut or changed it, and who says it."""

from dataclasses import dataclass, replace

import pytest
from textual.widgets import Static

from reader.analysis import Analysis, Entity, Quote, Speaker, cache
from reader.analysis.engine import best_engine
from reader.cli import main
from reader.search.snippets import plain
from reader.search.statements import Statement, find_statement
from reader.session.session import Session
from reader.sources.open import open_source
from reader.tui.app import ReaderApp
from tests.fixtures.news_library import Shelf, places
from tests.search.test_search import shelf
from tests.tui.screens.test_library import LibraryPage

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


async def test_two_places_are_compared_and_a_rival_is_offered(life: Shelf) -> None:
    life.asker.answer(lambda db: None, analyzed=True)
    session = Session(open_source(str(life.folder / "first.txt")), life.paths)
    async with ReaderApp(session).run_test(size=(172, 40)) as pilot:
        room = LibraryPage(pilot)
        await room.settle()
        await room.press("2", "w")
        await room.settle()
        await pilot.pause()
        hint = str(pilot.app.screen.query_one("#hint", Static).render())
        assert "John Smith said it" in hint
        await room.press("escape", "asterisk")
        await room.settle()
        await room.press("v", "v", "enter")
        await room.settle()
        heads = [str(head.render()) for head in pilot.app.screen.query(".review-head").results(Static)]
        assert len(heads) == 2
