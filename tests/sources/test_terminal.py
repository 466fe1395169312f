"""Streams: their format is detected or given, and terminal output becomes text."""

import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.detect import FORMATS, SourceData
from reader.sources.open import open_source
from reader.sources.terminal import read_source
from reader.text.sanitize import clean
from tests.fixtures.hostile_files import chapter, epub, lines, pdf

STDIN = SourceData("standard input", "-", b"")

SAMPLES = Path(__file__).parents[1] / "samples"


def piped(data: bytes | str, form: str = "") -> Article:
    return open_source("-", io.BytesIO(data if isinstance(data, bytes) else data.encode()), form)


def shown(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(article.text)) for block in article.blocks]


# -- formats ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html><body><p>The harbour stays open.</p></body></html>",
        b"\n<?xml version='1.0'?>\n<!-- x -->\n<html><p>The harbour stays open.</p></html>",
        pdf(lines("The harbour stays open.")),
        epub({"a.xhtml": chapter("<p>The harbour stays open.</p>")}),
        b"The harbour stays open.",
        "The harbour stays open.".encode("utf-16"),
    ],
)
def test_format_of_a_stream_is_detected(data: bytes) -> None:
    assert piped(data).text == "The harbour stays open."


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("text", "# A <b>bold</b> *word*\n"),
        ("markdown", "A bold word"),
        ("html", "# A bold *word*"),
    ],
)
def test_given_format_is_used(form: str, text: str, tmp_path: Path) -> None:
    assert piped("# A <b>bold</b> *word*\n", form).text == text
    (tmp_path / "a.odd").write_text("# A <b>bold</b> *word*\n")
    article = open_source(str(tmp_path / "a.odd"), format=form)
    assert article.text == text
    assert article.format == form


def test_wrong_format_is_refused_in_one_line() -> None:
    for form in FORMATS[FORMATS.index("epub") :]:
        if form == "speech":  # what is no JSON is plain text
            continue
        with pytest.raises(SourceError, match=r"^standard input is"):
            piped("words", form)


def test_html_within_text_is_text() -> None:
    assert piped("Write <html> first.\n<html>").text == "Write <html> first.\n<html>"
    assert piped("<p>A paragraph is made so.</p>\n").text.startswith("<p>")


@pytest.mark.parametrize("sign", ["<!--", "<?xml ", "<!-- -->", " ", "\n", "<"])
def test_detection_takes_bounded_time(sign: str) -> None:
    piped("x" + sign * 60_000)
    piped(sign * 60_000 + "x")


# -- manual pages -----------------------------------------------------------------------------------------------------

PAGE = """LS(1)                            User Commands                           LS(1)

NAME
       ls, dir - list directory contents

SYNOPSIS
       int dirfd(DIR *);
       int closedir(DIR *);

DESCRIPTION
       List  information  about  the FILEs (the current directory by default).
       Sort entries alphabetically if none of -cftuvSUX is specified.

   Options
       -a, --all
              do not ignore entries starting with .

       -c     with -lt: sort by, and show, ctime (time of last modification of
              file status information); otherwise: sort by ctime

       -Z     print any security context of each file

GNU coreutils 9.1               September 2022                           LS(1)
"""


def styled(page: str) -> str:
    """Return a page with its headings struck twice, as `man` writes it to a terminal."""
    heading = re.compile(r"(?m)^(?: {3})?(?=[A-Z][A-Za-z]+$).+$")
    return heading.sub(lambda found: re.sub(r"\S", lambda sign: f"{sign[0]}\b{sign[0]}", found[0]), page)


@pytest.mark.parametrize("page", [PAGE, styled(PAGE)], ids=["plain", "overstruck"])
def test_manual_page_is_dedented_and_called_by_its_name(page: str) -> None:
    article = piped(page)
    assert article.title == "ls(1)"
    headings = [(block.level, block.span.of(article.text)) for block in article.headings]
    assert headings == [(2, "NAME"), (2, "SYNOPSIS"), (2, "DESCRIPTION"), (3, "Options")]
    found = [(block.kind, block.prefix, block.hang, block.span.of(article.text)) for block in article.blocks]
    assert ("paragraph", "", "", "ls, dir - list directory contents") in found
    assert ("code", "", "", "int dirfd(DIR *);\nint closedir(DIR *);") in found
    deep = " " * 7
    assert ("item", "", "", "-a, --all") in found
    assert ("item", deep, deep, "do not ignore entries starting with .") in found
    ctime = (
        "-c     with -lt: sort by, and show, ctime (time of last "
        "modification of file status information); otherwise: sort by ctime"
    )
    assert ("item", "", deep, ctime) in found
    assert ("item", "", deep, "-Z     print any security context of each file") in found
    assert [block.role for block in (article.blocks[0], article.blocks[-1])] == ["furniture", "furniture"]


def test_page_in_a_file_is_read_as_one_unless_text_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "ls.txt").write_text(PAGE)
    assert open_source(str(tmp_path / "ls.txt")).title == "ls(1)"
    assert open_source(str(tmp_path / "ls.txt"), format="text").text == PAGE
    assert piped("LS(1) is a page, and so is CP(1)\n\nWrite LS(1) then.\n").text.startswith("LS(1) is a page")


@pytest.mark.parametrize("how", ["escapes", "overstrikes"])
def test_manual_page_has_headings_and_bold_words(how: str) -> None:
    article = piped((SAMPLES / f"harbour-man-{how}.txt").read_bytes())
    assert article.title == "harbour(7)"
    assert article.text == clean(article.text)
    assert "␛" not in article.text
    assert "␈" not in article.text
    headings = [(block.level, block.span.of(article.text)) for block in article.headings]
    assert headings[:4] == [(2, "The morning"), (3, "What was at stake"), (2, "The evening"), (3, "Afterwards")]
    assert ("strong", "The morning") in [(mark.kind, mark.span.of(article.text)) for mark in article.marks]


@pytest.mark.parametrize("how", ["escapes", "overstrikes"])
def test_paragraphs_are_joined_and_tables_keep_their_lines(how: str) -> None:
    article = piped((SAMPLES / f"harbour-man-{how}.txt").read_bytes())
    paragraphs = [words for kind, words in shown(article) if kind == "paragraph"]
    first = "decided on Friday, after a debate that began at nine in the morning and ended when"
    second = "“We were not told until Friday,” said Maria Ortiz, who has led the Port"
    assert any(first in words for words in paragraphs)
    assert any(words.startswith(second) for words in paragraphs)
    assert not any("  " in words for words in paragraphs if "Ortiz" in words)
    furniture = [block for block in article.blocks if block.role == "furniture"]
    assert furniture[0].span.of(article.text).split() == ["harbour(7)", "harbour(7)"]


def test_word_broken_after_its_own_hyphen_is_joined() -> None:
    lines = [
        "Here is a paragraph of a page that is device-",
        "independent, and of some of the words left-",
        "and right-handed.",
    ]
    article = piped("\x1b[1mNAME\x1b[0m\n" + "".join(f"       {line}\n" for line in lines))
    assert "that is device-independent, and" in article.text
    assert "words left- and right-handed." in article.text


@pytest.mark.parametrize(
    ("raw", "text", "marks"),
    [
        ("N\bNA\bA _\bf_\bi x", "NA fi x", [("strong", "NA"), ("emphasis", "fi")]),
        ("f\b_x\b_ _\b_", "fx _", [("emphasis", "fx"), ("strong", "_")]),
        ("_\ba\bab\bb", "ab", [("strong", "ab"), ("emphasis", "a")]),
        ("\x1b[1mbold\x1b[0m \x1b[4mline\x1b[24m \x1b[1;31mred\x1b[22m no", "bold line red no",
         [("strong", "bold"), ("emphasis", "line"), ("strong", "red")]),
        ("\x1b[38;5;1mred\x1b[m \x1b]8;;http://x.org\x1b\\link\x1b]8;;\x1b\\ \x1b]0;title\x07end", "red link end", []),
        ("\x1b[2K\x1b[1;1Hclear\x1b(B\x1b7 \x1b=x", "clear x", []),
        ("alone \x1b and\b\b \x9b31m", None, []),
    ],
)  # fmt: skip
def test_sequences_become_marks_or_are_dropped(raw: str, text: str | None, marks: list[tuple[str, str]]) -> None:
    article = piped(raw)
    assert text is None or article.text == text
    assert "\x1b" not in article.text
    assert "\b" not in article.text
    found = {(mark.kind, mark.span.of(article.text)) for mark in article.marks}
    assert found >= set(marks[:1])
    assert len(article.marks) >= len(marks)


@given(
    st.lists(
        st.sampled_from(["\x1b[1m", "\x1b[0m", "a\ba", "_\bb", " ", "   ", "\n", "word", "\b", "\x1b", "‐\n", "\t"])
    )
)
def test_any_output_gives_valid_blocks_and_marks(parts: list[str]) -> None:
    article = read_source("".join(parts), STDIN)
    assert article.text == clean(article.text)
    end = 0
    for block in article.blocks:
        assert end <= block.span.start < block.span.end <= len(article.text)
        end = block.span.end
    assert all(any(block.span.holds(mark.span) for block in article.blocks) for mark in article.marks)


def test_escapes_in_a_file_stay_visible(tmp_path: Path) -> None:
    """Only a stream comes directly from a typesetting program; a file is shown as it is."""
    (tmp_path / "a.txt").write_text("\x1b[1mred\x1b[0m")
    assert open_source(str(tmp_path / "a.txt")).text == "␛[1mred␛[0m"


def test_long_output_takes_bounded_time() -> None:
    article = read_source("  \x1b[32m+\x1b[0m one line of a long log that goes on and on\n" * 20_000, STDIN)
    assert len(article.blocks) < 100
