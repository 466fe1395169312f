"""The colours of code: what is a keyword, a string and so on, found in slices and within limits."""

from collections.abc import Iterator
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pygments.token import Token

from reader.document.article import Article, Block
from reader.sources.detect import SourceData
from reader.sources.diff import read_source
from reader.sources.markdown import read_markdown
from reader.text.span import Span
from reader.view import syntax
from reader.view.syntax import LONGEST_BLOCK, LONGEST_LINE, MOST_BLOCKS, SyntaxColours, find_lexer
from tests.examples import at_most

STDIN = SourceData("standard input", "-", b"")

LONG = 60.0
"""Seconds: no limit here."""


def colours_of(article: Article) -> dict[str, list[str]]:
    """Return the words of each kind in the code of an article."""
    colours = SyntaxColours(article)
    found: dict[str, list[str]] = {}
    for index, block in enumerate(article.blocks):
        if block.kind == "code":
            colours.lex(index, block.span.end, LONG)
            for kind, span in colours.tokens(index, block.span.start, block.span.end):
                assert block.span.holds(span)
                found.setdefault(kind.removeprefix("syntax:"), []).append(span.of(article.text))
    return found


def code(text: str, language: str = "") -> Article:
    return read_markdown(f"Words.\n\n```{language}\n{text}\n```")


def test_python_has_its_colours() -> None:
    found = colours_of(code('@app\ndef vote(n):\n    """Count."""\n    return n + 42  # the answer', "python"))
    assert found == {
        "name": ["@app", "vote"],
        "keyword": ["def", "return"],
        "string": ['"""Count."""'],
        "number": ["42"],
        "comment": ["# the answer"],
    }


def test_offsets_hold_in_lists_and_quotations() -> None:
    article = read_markdown('> - One.\n>\n>   ```js\n>   let a = "x";\n>   ```')
    assert colours_of(article) == {"keyword": ["let"], "string": ['"x"']}


@pytest.mark.parametrize("language", ["", "diff"])
def test_a_patch_is_coloured_by_its_lines_even_if_it_does_not_say_what_it_is(language: str) -> None:
    found = colours_of(code("@@ -1 +1 @@\n-old\n+new\n same", language))
    assert found == {"hunk": ["@@ -1 +1 @@"], "deleted": ["-old"], "inserted": ["+new"]}


def test_the_output_of_diff_is_coloured() -> None:
    found = colours_of(read_source("diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -1 +1 @@\n-old\n+new\n", STDIN))
    assert "+new" in "\n".join(found["inserted"])
    assert "-old" in "\n".join(found["deleted"])


@pytest.mark.parametrize("language", ["", "no-such-language", "html+jinja"])
def test_without_a_known_language_code_stays_plain(language: str) -> None:
    assert colours_of(code("def vote(): return 42", language)) == {}
    assert find_lexer(Block(Span(0, 1), "code", language=language), "x") is None


def test_a_block_with_an_endless_line_stays_plain() -> None:
    assert colours_of(code("x = '" + "a" * LONGEST_LINE + "'", "python")) == {}


def test_the_end_of_a_very_long_block_stays_plain() -> None:
    article = code("x = 1\n" * (LONGEST_BLOCK // 5), "python")
    colours = SyntaxColours(article)
    block = article.blocks[1].span
    colours.lex(1, block.end, LONG)
    assert not colours.lacks(1, block.end)
    assert [*colours.tokens(1, block.start, block.start + 6)]
    assert not [*colours.tokens(1, block.start + LONGEST_BLOCK + 6, block.end)]


def test_only_what_is_needed_is_lexed_and_in_slices() -> None:
    article = code("x = 1  # one\n" * 5_000, "python")
    block = article.blocks[1].span
    colours = SyntaxColours(article)
    assert colours.lacks(1, block.start + 100)
    colours.lex(1, block.start + 100, LONG)
    assert not colours.lacks(1, block.start + 100)
    assert colours.lacks(1, block.end)
    assert not [*colours.tokens(1, block.start + 5_000, block.end)]
    colours.lex(1, block.end, 0)
    assert colours.lacks(1, block.end)
    while colours.lacks(1, block.end):
        colours.lex(1, block.end, 0.001)
    assert len([*colours.tokens(1, block.start, block.end)]) == 2 * 5_000


class StallingLexer:
    """A lexer that takes long for each token."""

    def get_tokens_unprocessed(self, text: str) -> Iterator[tuple[int, object, str]]:
        stop = perf_counter() + syntax.STALLED * 1.1
        while perf_counter() < stop:
            pass
        yield 0, Token.Keyword, text[:1]
        raise AssertionError("asked again")


def test_a_lexer_that_stalls_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(syntax, "AT_ONCE", 1)
    monkeypatch.setattr(syntax, "get_lexer_by_name", lambda _: StallingLexer())
    article = code("if x", "python")
    colours = SyntaxColours(article)
    for _ in range(3):
        colours.lex(1, len(article.text), LONG)
    assert not colours.lacks(1, len(article.text))
    assert [span.of(article.text) for _, span in colours.tokens(1, 0, len(article.text))] == ["i"]


def test_only_the_blocks_of_the_last_screens_are_kept() -> None:
    article = read_markdown("\n\n".join(["```python\nif x: y\n```"] * (MOST_BLOCKS + 5)))
    colours = SyntaxColours(article)
    for index, block in enumerate(article.blocks):
        colours.lex(index, block.span.end, LONG)
    assert colours.lacks(4, article.blocks[4].span.end)
    assert not colours.lacks(5, article.blocks[5].span.end)


@at_most(60)
@example("()", "console")
@given(
    st.text(st.sampled_from("ab1 \n\t\"'#(){}[]<>=+-*/\\`$&;:.,é漢\u200d"), max_size=200),
    st.sampled_from(["python", "c", "html", "js", "json", "bash", "diff", "rust", "yaml", "toml", "sql", "console"]),
)
def test_tokens_are_in_order_and_inside_the_block(text: str, language: str) -> None:
    article = Article(f"x\n{text}\ny", (Block(Span(2, 2 + len(text)), "code", language=language),))
    colours = SyntaxColours(article)
    colours.lex(0, len(article.text), LONG)
    spans = [span for _, span in colours.tokens(0, 0, len(article.text))]
    assert spans == sorted(spans, key=lambda span: (span.start, span.end))
    assert all(2 <= span.start < span.end <= 2 + len(text) + 1 for span in spans)
    assert all(one.end <= other.start for one, other in pairwise(spans))
