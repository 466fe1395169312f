"""Reading time, headings and the share of a chapter."""

import pytest

from reader.document.article import Article
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.view.progress import ReadingProgress, reading_minutes, word_count

LONG = "word " * 2_000
BOOK = (
    f"# A Book\n\nPreface.\n\n## One\n\n{LONG}\n\n### Within\n\nMore.\n\n## Two\n\n{LONG}\n\n## Three\n\nLast words.\n"
)


@pytest.mark.parametrize(
    ("words", "time"),
    [(0, ""), (3, "1 min"), (700, "3 min"), (230 * 60, "1 h"), (230 * 80, "1 h 20 min")],
)
def test_the_reading_time(words: int, time: str) -> None:
    assert ReadingProgress(read_plain("word " * words)).time == time


def test_scripts_without_spaces_are_counted_by_signs() -> None:
    assert reading_minutes("漢字" * 500) == pytest.approx(2)
    assert reading_minutes("漢字 word") < 0.1


def test_a_long_text_is_sampled() -> None:
    assert reading_minutes("word " * 230_000) == pytest.approx(1000, rel=0.01)
    assert word_count("word " * 3) == "3 words"
    assert word_count("word " * 100_000) == "about 100,000 words"


def test_the_nearest_heading_and_the_share_of_the_chapter() -> None:
    article = read_markdown(BOOK)
    progress, text = ReadingProgress(article), article.text
    at = text.index("Preface")
    assert (progress.heading(at), progress.chapter(at)) == ("", "")
    at = text.index("More")
    assert progress.heading(at) == "Within"
    assert progress.chapter(at).endswith("% of section")
    assert int(progress.chapter(at).split("%")[0]) > 80
    at = text.index("Two")
    assert (progress.heading(at), progress.chapter(at)) == ("Two", "0% of section")
    at = text.index("Three")
    assert (progress.heading(at), progress.chapter(at)) == ("Three", "")


def test_a_book_has_chapters() -> None:
    article = read_markdown(BOOK)
    book = Article(article.text, article.blocks, article.title, source="/somewhere/a.epub")
    assert ReadingProgress(book).chapter(book.text.index("Two")) == "0% of chapter"


@pytest.mark.parametrize(
    ("source", "site", "name"),
    [
        ("/home/me/story.txt", "", "story.txt"),
        ("https://www.example.org/a", "The Example", "The Example"),
        ("https://www.example.org/a", "", "www.example.org"),
        ("-", "", "A Title"),
        ("/home/me/evil\x1b]0;title\x07\u202e.txt", "", "evil␛]0;title␇�.txt"),
        ("https://example.org/a", "The\x1b[2JPaper", "The␛[2JPaper"),
    ],
)
def test_the_name_of_the_source(source: str, site: str, name: str) -> None:
    assert ReadingProgress(Article("Words.", (), "A Title", source=source, site=site)).source == name


def test_the_place_in_the_text() -> None:
    article = read_plain("One.\n\nTwo.\n\nThree.")
    assert ReadingProgress(article).place(article.text.index("Two")) == "¶ 2 · 33%"
    assert ReadingProgress(read_plain("")).place(0) == "0%"
