"""What the genre of a text changes on the screen, and how a reader chooses another."""

import pytest

from reader.document.article import GENRES, Article, Genre
from reader.library.library import Library
from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.tui.chrome.backdrop import HeadLine
from reader.tui.controllers.genre import GENRE_VIEWS, VIEW_OF
from reader.tui.widgets.text_layers import FOUND
from reader.view.progress import ReadingProgress
from tests.page_object import Desk, opened

NEWS = "The Vote\n\nThe harbour of Leith was sold on Monday. “We were not told,” Maria Ortiz said on Tuesday.\n"

HEADED = (
    "# The Quay\n\n## One\n\nAnn Lee came to Leith. “It is late,” she said to Tom Ray.\n\n## Two\n\nShe went home.\n"
)

INTERVIEW = "Ann Lee: Were you told in Leith?\n\nTom Ray: I was not.\n\nAnn Lee: By nobody?\n\nTom Ray: No.\n"


def shown(desk: Desk) -> tuple[str, str]:
    """Return what the head tells of the article, and the open tab."""
    head = desk.screen.query_one("#page-head", HeadLine).render_line(0).text
    return " · ".join(head.split("  ")[-1].split(" · ")[:2]).strip(), desk.screen.side.tab


def test_each_genre_has_a_row() -> None:
    assert tuple(view.genre for view in GENRE_VIEWS) == GENRES
    for view in GENRE_VIEWS:
        assert set(view.tabs) <= {"outline", "quotes", "names"}
        assert bool(view.unmarked) == bool(view.remark)


@pytest.mark.parametrize(
    ("text", "remark", "tab", "unmarked"),
    [
        (NEWS, "prose · 1 min", "quotes", frozenset()),
        (NEWS.partition("“")[0], "prose · 1 min", "names", frozenset()),
        (INTERVIEW, "transcript · 1 min", "quotes", VIEW_OF["transcript"].unmarked),
    ],
    ids=["news", "without quotations", "interview"],
)
async def test_an_article_starts_as_its_genre_does(
    text: str, remark: str, tab: str, unmarked: frozenset[str], paths: UserPaths
) -> None:
    async with opened(Session(read_plain(text), paths)) as desk:
        assert shown(desk) == (remark, tab)
        assert desk.screen.article.painter.hidden == unmarked


async def test_a_genre_is_chosen_in_the_palette_and_kept_with_the_article(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(HEADED), paths)) as desk:
        assert shown(desk)[0].startswith("prose · ")
        await desk.choose("genre…")
        await desk.type("novels")
        await desk.gather()
        await desk.press("enter")
        assert shown(desk) == ("fiction · 1 min", "outline")
        assert desk.screen.article.painter.hidden == FOUND
        assert desk.session.article.genre == "fiction"
        await desk.press("M")
        assert not desk.screen.article.painter.hidden
    async with opened(Session(read_markdown(HEADED), paths)) as desk:
        assert shown(desk) == ("fiction · 1 min", "outline")
        assert desk.screen.article.painter.hidden == FOUND
        await desk.choose("genre…")
        await desk.type("automatic")
        await desk.gather()
        await desk.press("enter")
        assert shown(desk)[0].startswith("prose · ")
        assert not desk.screen.article.painter.hidden
    assert [record.genre for record in Library(paths.library).articles()] == [None]


async def test_what_stands_beside_the_text_is_kept_for_texts_of_its_genre(paths: UserPaths) -> None:
    async def beside(article: Article, *keys: str) -> str:
        async with opened(Session(article, paths)) as desk:
            await desk.press(*keys)
            return desk.screen.panes.wishes.beside

    interview = read_plain(INTERVIEW)
    first = await beside(interview)
    after = await beside(interview, "Z")
    assert await beside(read_plain(NEWS)) == first != after
    assert await beside(interview) == after
    assert await beside(read_plain(NEWS), "Z", "Z") not in (first, after)
    assert await beside(interview) == after


async def test_what_was_opened_stays_when_names_and_quotes_come_later(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(HEADED), paths)) as desk:
        await desk.press("3")
        desk.screen.analysis.show()
        assert desk.screen.side.tab == "notes"


@pytest.mark.parametrize(
    ("genre", "are_named"), [("fiction", True), ("paper", False), ("prose", True)], ids=["fiction", "paper", "prose"]
)
async def test_the_margin_of_fiction_names_speakers_though_nothing_is_marked(
    genre: Genre, are_named: bool, paths: UserPaths
) -> None:
    session = Session(read_markdown(HEADED.replace("she said", "Ann Lee said")), paths)
    session.library.record_opening(session.article)
    session.set_genre(genre)
    async with opened(session, size=(172, 40)) as desk:
        cards = desk.screen.panes.margin
        assert any("Ann Lee" in strip.text for strip in cards.strips(0, cards.size.height)) is are_named


def test_the_remark_leaves_out_what_is_unknown() -> None:
    progress = ReadingProgress(read_plain("Words."))
    assert progress.remark == "1 min"
    progress.genre = "paper"
    assert progress.remark == "paper · 1 min"


TALK = "Talk\n\n" + "\n\n".join(
    f"{who}: {words}"
    for who, words in zip(
        ["Ann", "Tom"] * 3,
        ("The fare was 3", "The quay is wet", "It rose by much", "The ferry is late", "Rain again", "Sun"),
        strict=True,
    )
)
"""Labels that come back, above words unlike a talk."""


def footer(desk: Desk) -> str:
    return "".join(segment.text for segment in desk.screen.status.render_line(0))


async def test_labels_that_may_be_speakers_are_asked_about_once(paths: UserPaths) -> None:
    async with opened(Session(read_plain(TALK), paths)) as desk:
        assert "2 speakers found: read as turns? :turns" in footer(desk)
        assert shown(desk) == ("prose · 1 min", "names")
        await desk.choose("turns")
        assert "read as turns?" not in footer(desk)
        assert shown(desk) == ("transcript · 1 min", "quotes")
        assert [quote.speaker and quote.speaker.name for quote in desk.session.analysis_state.analysis.quotes] == [
            *["Ann", "Tom"] * 3
        ]
    async with opened(Session(read_plain(TALK), paths)) as desk:
        assert "read as turns?" not in footer(desk)
        assert shown(desk) == ("transcript · 1 min", "quotes")


async def test_a_question_is_over_once_the_library_tells_the_genre(paths: UserPaths) -> None:
    session = Session(read_plain(TALK), paths)
    async with opened(session) as desk:
        assert "read as turns?" in footer(desk)
        session.set_genre("transcript")
        desk.screen.genre_changed()
        await desk.settle()
        assert "read as turns?" not in footer(desk)


async def test_a_question_is_over_once_a_genre_is_chosen(paths: UserPaths) -> None:
    async with opened(Session(read_plain(TALK), paths)) as desk:
        await desk.screen.genre.choose("prose")
        await desk.settle()
        assert "read as turns?" not in footer(desk)
        assert not desk.screen.router.enabled("turns")
