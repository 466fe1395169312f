"""Finding words, stepping through names, and showing what is under the caret."""

import pytest
from textual.widgets import Input

from reader.analysis import RULES, Analysis, Entity, Quote, Speaker
from reader.document.article import Article
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.text.span import Span
from reader.tui.controllers import quote_around
from reader.tui.controllers.find import SEARCH, Trail, is_match
from reader.tui.widgets.rows import NameRow
from tests.page_object import opened, plain

TEXT = "Ann Lee went home.\n\n“It is late,” Ann Lee said.\n\nNobody else was there."


def span_of(article: Article, words: str, start: int = 0) -> Span:
    at = article.text.index(words, start)
    return Span(at, at + len(words))


def analyzed(article: Article) -> Analysis:
    """Return an analysis with one name and one quote."""
    first = span_of(article, "Ann Lee")
    second = span_of(article, "Ann Lee", first.end)
    quote = Quote(span_of(article, "“It is late,”"), Speaker("Ann Lee", second), span_of(article, "said"), 0.9)
    return Analysis(RULES, (Entity("Ann Lee", "person", (), (first, second)),), (quote,))


@pytest.mark.parametrize(
    ("offset", "after", "before"),
    [(0, 0, 2), (3, 1, 2), (4, 1, 0), (8, 2, 0), (9, 2, 1), (20, 0, 1), (25, 0, 2)],
)
def test_a_trail_is_stepped_through_from_anywhere_and_goes_round(offset: int, after: int, before: int) -> None:
    trail = Trail("harbour", (Span(3, 6), Span(8, 11), Span(20, 23)))
    assert (trail.next(offset, 1), trail.next(offset, -1)) == (after, before)
    assert Trail("nothing").next(offset, 1) is None


@pytest.mark.parametrize(
    ("text", "words", "whole", "begins"),
    [
        ("art", "art", True, True),
        ("an art.", "art", True, True),
        ("arts", "art", False, True),
        ("part", "art", False, False),
        ("art1", "art", False, True),
        ("1art", "art", False, False),
        ("東京都", "京", True, True),
        ("(art)", "art", True, True),
    ],
)
def test_a_match_is_whole_words_or_the_beginning_of_one(text: str, words: str, whole: bool, begins: bool) -> None:
    at = text.index(words)
    found = Span(at, at + len(words))
    assert (is_match(text, found, prefix=False), is_match(text, found, prefix=True)) == (whole, begins)


@pytest.mark.parametrize(("offset", "found"), [(0, None), (2, 0), (4, 0), (5, None), (9, 1), (10, 1), (12, None)])
def test_the_quote_around_an_offset(offset: int, found: int | None) -> None:
    quotes = [Quote(span, None, None, 0.9) for span in (Span(2, 5), Span(9, 12))]
    assert quote_around(quotes, offset) == (None if found is None else quotes[found])


async def test_an_empty_search_clears_the_hits_of_the_last_one(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("slash")
        await desk.type("Ann")
        await desk.press("enter")
        assert desk.lit("chosen") or desk.lit("hit")
        await desk.press("slash", "enter")
        assert (desk.lit("chosen"), desk.lit("hit")) == ([], [])
        await desk.press("n")
        assert desk.said.startswith("nothing to step through")


async def test_the_search_line_that_is_open_is_used_again(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("slash")
        await desk.type("Ann")
        await desk.pilot.click(desk.screen.article, offset=(2, 2))
        await desk.press("slash")
        await desk.type("late")
        (line,) = desk.screen.query(f"#{SEARCH}").results(Input)
        assert (line.value, desk.screen.focused) == ("late", line), "what was sought before is replaced"


async def test_escape_leaves_the_search_line_and_another_key_is_for_the_text(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        assert desk.screen.place == "text"
        await desk.press("slash")
        assert desk.screen.place == "searching", "what footer and help are about"
        await desk.type("Ann")
        await desk.press("escape")
        assert desk.screen.place == "text"
        assert not desk.screen.query(f"#{SEARCH}")
        assert desk.screen.focused is desk.screen.article
        await desk.press("}")
        assert desk.under_caret.startswith("“It is")
        await desk.press("slash")
        await desk.type("late")
        await desk.press("enter")
        assert (desk.under_caret[:4], len(desk.screen.query(f"#{SEARCH}"))) == ("late", 0)


async def test_enter_shows_what_is_under_the_caret(paths: UserPaths) -> None:
    article = read_plain(TEXT)
    async with opened(Session(article, paths), analysis=analyzed(article)) as desk:
        side = desk.screen.side
        desk.screen.article.go(article.text.index("“It is") + 3)
        await desk.press("1", "escape", "enter")
        assert str(side.tab) == "quotes"
        desk.screen.article.go(article.text.index("Ann Lee"))
        await desk.press("enter")
        assert str(side.tab) == "names"
        assert isinstance(side.list.row, NameRow)
        assert desk.said == "Ann Lee  1/2"
        desk.screen.article.go(article.text.index("Nobody"))
        await desk.press("enter")
        assert str(side.tab) == "names", "there is nothing under the caret"
