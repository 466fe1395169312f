"""A web page that is read, annotated, changed and removed, from the command line and on the screen."""

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader import cli
from reader.errors import SourceError
from reader.library.library import Library
from reader.session.reopen import load_as_last_opened, open_known, open_last_read, reopen_article
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system.paths import UserPaths
from tests.fixtures.web_server import Site, running
from tests.page_object import opened

pytestmark = pytest.mark.usefixtures("no_sandbox")

PAGE = (Path(__file__).parents[1] / "samples" / "harbour-site.html").read_text()
LATER = PAGE.replace("two were not in the room", "three were not in the room").replace("“We were not", "“I was not")
QUOTE = "Eleven members voted for the motion and nine against it; two were not in the room."


Said = tuple[int, str, str]
"""Exit code, standard output, standard error."""

Reader = Callable[..., Said]


@pytest.fixture
def reader(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Reader:
    """Runs a command in this process, with `stdin` to read."""

    def run(*argv: object, stdin: str = "") -> Said:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = cli.main([str(word) for word in argv])
        return (code, *capsys.readouterr())

    return run


def noted(reader: Reader, *argv: object) -> str:
    """The id of a note that was written."""
    code, out, err = reader("note", *argv)
    assert (code, err) == (0, "")
    return out.strip()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as site:
        yield site


@pytest.fixture
def story(site: Site) -> str:
    return site.page("/story", PAGE.encode())


# -- the command line -------------------------------------------------------------------------------------------------


def test_a_known_page_opens_from_its_kept_text(reader: Reader, site: Site, story: str) -> None:
    note_id = noted(reader, story, "--quote", QUOTE, "--text", "Who? #vote")
    assert site.asked["/story"] == 1
    site.pages.clear()
    code, out, err = reader("show", story)
    assert code == 0
    assert "We were not told until Friday" in out
    assert err.startswith("reader: showing the text fetched on 2")
    assert note_id in reader("notes", story)[1]
    assert "> Eleven members voted for the motion" in reader("export", story)[1]
    assert "Maria Ortiz" in reader("analyze", story)[1]
    assert site.asked["/story"] == 1


def test_refreshing_fetches_the_page_and_places_its_notes(reader: Reader, site: Site, story: str) -> None:
    noted(reader, story, "--quote", QUOTE, "--text", "Who?")
    noted(reader, story, "--quote", "The question is older than the council.", "--text", "How old?")
    assert reader(story, "--refresh")[2] == "reader: the article has not changed\n"
    site.page("/story", LATER.encode())
    code, out, err = reader(story, "--refresh")
    assert code == 0
    assert "three were not in the room" in out
    assert err == "reader: read again; notes: 1 in place, 1 changed\n"
    assert site.asked["/story"] == 3
    assert "three were not" in reader("show", story)[1]
    assert "changed" in reader("notes", story)[1]


def test_refreshing_a_missing_page_shows_its_kept_text(reader: Reader, site: Site, story: str) -> None:
    noted(reader, story, "--text", "On all of it.")
    site.pages.clear()
    code, out, err = reader(story, "--refresh")
    assert code == 0
    assert "We were not told until Friday" in out
    assert "showing the text fetched on 2" in err
    assert "has no such page (status 404)" in err
    assert err.count("\n") == 1


def test_an_unknown_page_that_cannot_be_fetched_is_one_line(reader: Reader, site: Site) -> None:
    code, out, err = reader("show", f"{site.url}/nothing")
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "has no such page (status 404)" in err


def test_reading_writes_nothing(reader: Reader, story: str, home: Path) -> None:
    assert reader("show", story)[0] == 0
    assert not (home / "data" / "reader" / "library.json").exists()


def test_refresh_needs_a_source(reader: Reader) -> None:
    code, _, err = reader("--refresh")
    assert code == 2
    assert "--refresh needs a SOURCE" in err


@pytest.fixture
def discussed(tmp_path: Path) -> Path:
    """A page with an article and twice as much below it."""
    told = "".join(f"<p>Paragraph {number} says that the harbour stays open until Friday.</p>" for number in range(20))
    comments = "".join(
        f"<p>Reader {number} writes that nobody had asked those who live beside the quay.</p>" for number in range(40)
    )
    path = tmp_path / "discussed.html"
    article = f"<article><h1>The vote</h1>{told}</article>"
    path.write_text(f"<html><body>{article}<section class=comments>{comments}</section></body></html>")
    return path


def test_page_is_read_whole_on_request(reader: Reader, discussed: Path) -> None:
    assert "Reader 7" not in reader(discussed)[1]
    code, out, err = reader(discussed, "--whole")
    assert (code, err) == (0, "")
    assert "Paragraph 7" in out
    assert "Reader 7" in out
    assert reader("show", discussed, "--format", "page")[1] == out


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--whole"], "--whole needs a SOURCE"),
        (["page.txt", "--whole", "--format", "text"], "--whole is for web pages, not for --format text"),
    ],
)
def test_only_a_page_that_is_named_is_read_whole(reader: Reader, words: list[str], reason: str) -> None:
    code, _, err = reader(*words)
    assert code == 2
    assert reason in err


def test_page_that_was_kept_whole_opens_whole(paths: UserPaths, site: Site, story: str) -> None:
    library = Library(paths.library)
    article = open_known(library, story).article
    library.record_opening(article)
    whole = open_known(library, story, "page").article
    assert "First!" in whole.text
    assert library.record_opening(whole).id == article.text_id
    site.pages.clear()
    assert open_known(library, story).article.text == whole.text


def test_the_format_can_be_given_on_the_command_line(reader: Reader, tmp_path: Path) -> None:
    (tmp_path / "page.odd").write_text("<p>The <b>harbour</b></p>")
    for words in (["--format", "html", tmp_path / "page.odd"], [tmp_path / "page.odd", "--format", "html"]):
        assert reader("show", *words)[1] == "The harbour\n"
    assert reader("--format", "html", "-", stdin="<p>The <b>harbour</b></p>")[1] == "The harbour\n"
    assert reader("-", "--format", "xlsx")[0] == 2


def test_a_note_names_its_page(reader: Reader) -> None:
    book = Path(__file__).parents[1] / "samples" / "harbour-latex.pdf"
    note_id = noted(reader, book, "--quote", "The price of haddock was unchanged.", "--text", "Was it?")
    assert f"  {note_id}  p. 4\n" in reader("notes", book)[1]
    assert f"  {note_id}  p. 4\n" in reader("notes")[1]
    assert '"page": "4"' in reader("notes", "--json")[1]
    assert "[p. 4, ¶ " in reader("export", book)[1]
    assert '"page": "4"' in reader("export", book, "--format", "json")[1]


# -- the library ------------------------------------------------------------------------------------------------------


def test_the_kept_text_has_headings_and_links(paths: UserPaths, site: Site, story: str) -> None:
    library = Library(paths.library)
    article = open_known(library, story).article
    record = library.record_opening(article)
    site.pages.clear()
    for again in (reopen_article(library, record), load_as_last_opened(library, record), open_last_read(library)):
        assert again == article
    assert open_known(library, f"{story}#part").article == article
    assert site.asked["/story"] == 1


def test_opening_again_says_since_when_and_why(paths: UserPaths, site: Site, story: str) -> None:
    library = Library(paths.library)
    first = open_known(library, story)
    assert (first.kept_since, first.failure) == ("", "")
    library.record_opening(first.article)
    kept = open_known(library, story)
    assert kept.kept_since == first.article.fetched
    assert not kept.failure
    assert open_known(library, story, again=True).kept_since == ""
    site.page("/story", b"", status=500)
    assert "fails (status 500)" in open_known(library, story, again=True).failure
    with pytest.raises(SourceError):
        open_known(library, f"{site.url}/other", again=True)


def test_a_known_page_is_fetched_again_to_be_read_in_another_format(paths: UserPaths, site: Site, story: str) -> None:
    library = Library(paths.library)
    library.record_opening(open_known(library, story).article)
    as_text = open_known(library, story, "text").article
    assert site.asked["/story"] == 2
    assert as_text.text.startswith("<!")
    library.record_opening(as_text)
    assert open_known(library, story).article.text == as_text.text
    assert open_known(library, story, "text").kept_since
    assert site.asked["/story"] == 2
    site.page("/story", b"", status=500)
    assert "fails (status 500)" in open_known(library, story, "html").failure


def test_a_format_given_once_is_remembered(paths: UserPaths, tmp_path: Path) -> None:
    from reader.sources.open import open_source

    library = Library(paths.library)
    (tmp_path / "page.odd").write_text("<h1>Harbour</h1><p>It stays <b>open</b> for all the boats of the town.</p>")
    article = open_source(str(tmp_path / "page.odd"), format="html")
    record = library.record_opening(article)
    assert reopen_article(library, record) == article


# -- the screen -------------------------------------------------------------------------------------------------------


async def test_r_fetches_a_page_and_reports_the_states_of_its_notes(paths: UserPaths, site: Site, story: str) -> None:
    session = Session(open_known(Library(paths.library), story).article, paths)
    async with opened(session) as desk:
        text = session.article.text
        await desk.press("r")
        assert desk.said == "the article has not changed"
        desk.screen.article.go(text.index("Eleven members"))
        await desk.press("a")
        await desk.write("Who?")
        site.page("/story", LATER.encode())
        await desk.press("r")
        assert "read again; notes: 1 changed" in desk.said
        assert "three were not in the room" in desk.session.article.text
        site.pages.clear()
        await desk.press("r")
        assert "has no such page (status 404)" in desk.said
        assert "three were not in the room" in desk.session.article.text


async def test_the_screen_says_that_the_text_was_kept(paths: UserPaths, story: str) -> None:
    session = Session(open_known(Library(paths.library), story).article, paths)
    session.remark = "showing the text fetched on 2026-03-02; r fetches it again"
    async with opened(session) as desk:
        assert desk.said == session.remark


async def test_page_is_shown_whole_and_as_its_article_again(paths: UserPaths, discussed: Path) -> None:
    session = Session(open_source(str(discussed)), paths)
    async with opened(session) as desk:
        assert desk.said.startswith("left out: ")
        assert "words of the page · whole page (in the palette) shows it" in desk.said
        text = session.article.text
        desk.screen.article.go(text.index("Paragraph 7"))
        await desk.press("a")
        await desk.write("Who says so?")
        for shown in (True, False):
            await desk.screen.action_run("whole-page")
            await desk.settle()
            assert ("Reader 7" in desk.session.article.text) is shown
            assert desk.said == "read again; notes: 1 in place"
        assert desk.session.article.text == text


async def test_only_a_web_page_can_be_shown_whole(paths: UserPaths, tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text("The harbour stays open.")
    async with opened(Session(open_source(str(path)), paths)) as desk:
        assert not desk.screen.session.is_web_page
