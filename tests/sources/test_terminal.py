"""What comes through a pipe: its format is guessed or told, and what was made for a terminal becomes text."""

import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.document.article import FORMATS, Article
from reader.errors import SourceError
from reader.sources import open_source
from reader.sources.terminal.man_page import is_typeset, read_terminal
from reader.sources.terminal.patch import read_patch
from reader.text.sanitize import clean
from tests.fixtures.hostile_files import chapter, epub, lines, pdf

SAMPLES = Path(__file__).parents[1] / "samples"

SHOWN = """commit c90bde68eb0636f6d56560bcae842b75a593803a
Author: Ann Lee <ann@example.org>
Date:   Mon Mar 2 19:40:00 2026 +0000

    Keep the harbour open

    See [the vote](https://example.org/vote).
    - it was close

diff --git a/harbour.md b/harbour.md
index 4e6e2e9..97e7887 100644
--- a/harbour.md
+++ b/harbour.md
@@ -1,3 +1,3 @@

 # The harbour

-is closed
+is open
- a list that goes
diff --git a/b.py b/b.py
new file mode 100644
--- /dev/null
+++ b/b.py
@@ -0,0 +1 @@
+OPEN = True
"""


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
def test_a_stream_is_known_by_its_look(data: bytes) -> None:
    assert piped(data).text == "The harbour stays open."


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("text", "# A <b>bold</b> *word*\n"),
        ("markdown", "A bold word"),
        ("html", "# A bold *word*"),
    ],
)
def test_a_format_that_is_told_is_believed(form: str, text: str, tmp_path: Path) -> None:
    assert piped("# A <b>bold</b> *word*\n", form).text == text
    (tmp_path / "a.odd").write_text("# A <b>bold</b> *word*\n")
    article = open_source(str(tmp_path / "a.odd"), format=form)
    assert article.text == text
    assert article.format == form


def test_what_is_not_in_the_format_that_was_told_is_one_line() -> None:
    for form in FORMATS[3:]:
        with pytest.raises(SourceError, match=r"^standard input is"):
            piped("words", form)


def test_html_within_a_text_is_text() -> None:
    assert piped("Write <html> first.\n<html>").text == "Write <html> first.\n<html>"
    assert piped("<p>A paragraph is made so.</p>\n").text.startswith("<p>")


@pytest.mark.parametrize("sign", ["<!--", "<?xml ", "<!-- -->", " ", "\n", "<"])
def test_a_stream_of_signs_is_judged_in_no_time(sign: str) -> None:
    piped("x" + sign * 60_000)
    piped(sign * 60_000 + "x")


# -- manual pages -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("how", ["escapes", "overstrikes"])
def test_a_manual_page_is_text_with_headings_and_bold_words(how: str) -> None:
    article = piped((SAMPLES / f"harbour-man-{how}.txt").read_bytes())
    assert article.title == "harbour(7)"
    assert article.text == clean(article.text)
    assert "␛" not in article.text
    assert "␈" not in article.text
    headings = [(block.level, block.span.of(article.text)) for block in article.headings]
    assert headings[:4] == [(2, "The morning"), (3, "What was at stake"), (2, "The evening"), (3, "Afterwards")]
    assert ("strong", "The morning") in [(mark.kind, mark.span.of(article.text)) for mark in article.marks]


@pytest.mark.parametrize("how", ["escapes", "overstrikes"])
def test_its_paragraphs_are_whole_and_its_table_keeps_its_lines(how: str) -> None:
    article = piped((SAMPLES / f"harbour-man-{how}.txt").read_bytes())
    paragraphs = [words for kind, words in shown(article) if kind == "paragraph"]
    first = "decided on Friday, after a debate that began at nine in the morning and ended when"
    second = "“We were not told until Friday,” said Maria Ortiz, who has led the Port"
    assert any(first in words for words in paragraphs)
    assert any(words.startswith(second) for words in paragraphs)
    assert not any("  " in words for words in paragraphs if "Ortiz" in words)
    furniture = [block for block in article.blocks if block.role == "furniture"]
    assert furniture[0].span.of(article.text).split() == ["harbour(7)", "harbour(7)"]


def test_a_word_that_was_broken_behind_its_own_hyphen_is_whole() -> None:
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
def test_sequences_become_marks_or_nothing(raw: str, text: str | None, marks: list[tuple[str, str]]) -> None:
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
@settings(deadline=None, max_examples=150)
def test_whatever_comes_blocks_and_marks_fit_the_text(parts: list[str]) -> None:
    article = read_terminal("".join(parts))
    assert article.text == clean(article.text)
    end = 0
    for block in article.blocks:
        assert end <= block.span.start < block.span.end <= len(article.text)
        end = block.span.end
    assert all(any(block.span.holds(mark.span) for block in article.blocks) for mark in article.marks)


def test_a_file_keeps_its_escapes_visible(tmp_path: Path) -> None:
    """Only a stream is what a program typeset just now; what a file holds is shown as it is."""
    (tmp_path / "a.txt").write_text("\x1b[1mred\x1b[0m")
    assert open_source(str(tmp_path / "a.txt")).text == "␛[1mred␛[0m"


def test_much_output_takes_no_time() -> None:
    assert is_typeset("\x1b[1m")
    article = read_terminal("  \x1b[32m+\x1b[0m one line of a long log that goes on and on\n" * 20_000)
    assert len(article.blocks) < 100


# -- patches ----------------------------------------------------------------------------------------------------------


def test_what_git_shows_keeps_its_lines() -> None:
    article = piped(SHOWN)
    assert article.text == SHOWN
    assert article.title == "Keep the harbour open"
    headings = [(block.level, block.span.of(SHOWN)) for block in article.headings]
    assert headings == [
        (1, "commit c90bde68eb0636f6d56560bcae842b75a593803a"),
        (2, "diff --git a/harbour.md b/harbour.md"),
        (2, "diff --git a/b.py b/b.py"),
    ]
    assert ("code", "@@ -1,3 +1,3 @@\n\n # The harbour\n\n-is closed\n+is open\n- a list that goes") in shown(article)
    assert ("paragraph", "See [the vote](https://example.org/vote).") in shown(article)
    assert not any(block.kind == "item" or block.reflow for block in article.blocks)


def test_a_file_that_git_shows_is_read_as_what_it_is() -> None:
    assert piped("# The *harbour*\n\nstays open\n").text == "The harbour\n\nstays open"


@pytest.mark.parametrize(
    "text", ["commit to it\n", "diff\n", "--- a\n", "From me to you\n", "commit 4e6e2e9 was bad\n"]
)
def test_words_that_only_begin_like_a_patch_are_none(text: str) -> None:
    assert all(block.kind != "code" for block in piped(text).blocks)


def test_a_long_patch_is_cut_into_blocks() -> None:
    article = read_patch("diff --git a/a b/a\n@@ -0,0 +1 @@\n" + "+line\n" * 5000)
    assert len(article.blocks) > 10
    assert all(block.span.of(article.text).count("\n") < 500 for block in article.blocks)
