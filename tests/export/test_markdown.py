"""Words in an export: a quotation comes back as it was, a note ends where it ends, a link leads to its passage."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.document.article import Article, Block, BlockKind, Role
from reader.export.export_data import ExportData
from reader.export.file_name import export_file_name
from reader.export.links import BackLinks
from reader.export.markdown.escape import block_quote
from reader.export.markdown.front_matter import obsidian_tag
from reader.export.markdown.note_body import contain_note
from reader.export.markdown.quotation import quotation
from reader.export.markdown.render import to_markdown
from reader.text.sanitize import clean
from reader.text.span import Span
from tests.fixtures.harbour import (
    HARBOUR,
    ID,
    NOTHING,
    PARSERS,
    article_of,
    blocks_of,
    body,
    folded,
    harbour,
    headings_of,
    note_on,
    one_note,
    plain,
    span_of,
    words_in,
)

# ---------------------------------------------------------------------- quotations

FRAGMENTS = """
# ## - + * 1. 12) > ``` ~~~ <!-- --> <div> </b> &amp; &#65; [a]: /u [a](b) ![x](y) === --- -- | a|b -|- :- \\ ` * _ **
https://example.org www.example.com ann@example.org mailto:a@b.org //h.org $x$ $$ %% == ~~ ^rd-abc [[W]] #tag U.S. é
""".split()
SIGNS = st.sampled_from(
    [*FRAGMENTS, "[^1]", "\n", "\n\n", " ", "    ", "\t", "\x1b", "\u2028", "\xa0", "word", "two words"]
)
WORDS = st.one_of(st.lists(SIGNS, min_size=1, max_size=14).map("".join), st.text(max_size=60))


@settings(deadline=None, max_examples=200)
@given(WORDS)
@example("the head of a table | or not\n:-")
@example("//example.org and a title\n--")
def test_a_quotation_comes_back_word_for_word(words: str) -> None:
    for parser in PARSERS:
        quoted, after = blocks_of(parser.parse(f"{block_quote(words)}\n\nWhat follows.\n"))
        assert quoted[0].type == "blockquote_open"
        assert words_in(quoted) == folded(clean(words))
        assert words_in(after) == "What follows."


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("5% of $3 = [x] # ^ ~ |", r"> 5\% of \$3 \= \[x\] \# \^ \~ \|"),
        ("AT&T in the U.S. -5 *now* &amp;", r"> AT&T in the U.S. -5 \*now\* \&amp;"),
        ("one\n\n\n  two\n- three", "> one\n>\n> two\n> \\- three"),
        ("1986. A year", r"> 1986\. A year"),
    ],
)
def test_only_what_could_mean_something_is_escaped(words: str, written: str) -> None:
    assert block_quote(words) == written


def test_lines_broken_by_hand_are_joined_and_others_kept() -> None:
    words = "broken\nby hand"
    article = Article(words, (Block(Span(0, len(words)), reflow=True),))
    assert quotation(article, Span(0, len(words)), None).startswith("> broken by hand\n")
    assert quotation(plain(words), Span(0, len(words)), None).startswith("> broken\n> by hand\n")


def test_a_copied_quotation_says_who_and_where() -> None:
    article = article_of(HARBOUR)
    assert quotation(article, span_of(article, "told until Friday"), "Maria Ortiz") == (
        "> told until Friday\n>\n> — **Maria Ortiz**, "
        "[The Harbour Vote, ¶ 2](https://example.org/harbour#:~:text=told%20until%20Friday), by Ann Lee, 2026-03-02\n"
    )


# ---------------------------------------------------------------------- a note's own Markdown

# fmt: off
LINES = st.sampled_from(
    [
        "", "", "- a", "- ```", "1. a", "1. ```", "2. ~~~", "> q", "> ```", "text", "  text", "    text", "```",
        "  ```", "   ```", "     ```", "~~~", "  ~~~", "``` a|b", "-|-", "<!-- x", "  <!-- x", "<!-- a|b", "-->",
        "<div>", "<b>", "---", "  ---", "===", "--", "-", "+", "# h", "  # h", "- # h", "a|b", "[a]: /u", "[a]:",
        "<pre>", "- <!--", "\t```", "`a", "b`", "2. x", "<!-->", "<script>", "<?x", "%%", "$$", "<!-- reader:end -->",
        "^rd-3f6a2c7k4m",
    ]
)
# fmt: on
NOTES = st.one_of(st.lists(LINES, min_size=1, max_size=9).map("\n".join), WORDS)


@settings(deadline=None, max_examples=200)
@given(NOTES, NOTES)
@example("- a\n\n  ```\n  a fence in the item\na paragraph", "  ```\n  a fence in no item\na paragraph")
@example("- ```\n  closed in the item\n  ```", "text\n2. ```\n   ```")
@example("<div>\n```", "<div>\n<!--\n\n```")
@example("``` a|b\n-|-", "<!-- a|b\n-|-\n\n```")
@example("text\n-", "- a\n# b\ntext\n-")
def test_no_note_swallows_what_follows_it(first: str, second: str) -> None:
    article = article_of(HARBOUR)
    notes = (
        note_on(article, None, first, (), "aaaaaaaaa1"),
        note_on(article, span_of(article, "Maria Ortiz leads"), second, (), "bbbbbbbbb2"),
        note_on(article, span_of(article, "Voters decide"), "", (), "ccccccccc3"),
    )
    markdown = body(to_markdown(ExportData(article, ID, harbour().analysis, notes)))
    for parser in PARSERS:
        blocks = list(blocks_of(parser.parse(markdown)))
        contents = [block[1].content if len(block) > 1 else block[0].content for block in blocks]
        assert "2026-03-05 ^rd-aaaaaaaaa1" in contents
        for block_id, words in (("^rd-bbbbbbbbb2", "Maria Ortiz leads"), ("^rd-ccccccccc3", "Voters decide")):
            assert contents.count(block_id) == 1
            assert words_in(blocks[contents.index(block_id) - 1]) == words
        assert sum(text.startswith("[¶ ") for text in contents) == 2
        high = [line for line in headings_of(markdown, parser) if line.startswith("## ")]
        assert high == ["## What the council decided", "## What comes next", "## Quotes", "## Names"]
        assert blocks[-1][0].content.startswith("<!-- reader:end sha256=")


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Plain *Markdown*.\n\n- a\n- b", "Plain *Markdown*.\n\n- a\n- b"),
        ("a\r\nb", "a\nb"),
        ("```py\nx = 1", "```py\nx = 1\n```"),
        ("~~~~\n~~~\n# no heading", "~~~~\n~~~\n# no heading\n~~~~"),
        ("```\nclosed\n```", "```\nclosed\n```"),
        ("- ```\n  in a list\n  ```", "- ```\n  in a list\n  ```"),
        ("    # indented code", "    # indented code"),
        ("hidden <!-- inline", "hidden <!-- inline"),
        ("<!-- hidden", "<!-- hidden\n-->"),
        ("half %% hidden", "half %% hidden\n\n%%"),
        ("worth $$", r"worth \$\$"),
        ("`%%` and `$$`", "`%%` and `$$`"),
        ("<details>\n<summary>x</summary>", "<details>\n<summary>x</summary>\n\n</details>"),
        ("<script>alert(1)</script>", r"\<script>alert(1)</script>"),
        ("# One\n## Two", "### One\n#### Two"),
        ("Title\n=====\nwords", "### Title\nwords"),
        ("C #\n---", "### C \\#"),
        ("two\nlines\n---", "two\nlines\n\n***"),
        ("---\nkey: value\n---", "***\nkey: value\n\n***"),
        ("###### deep\n# high", "###### deep\n### high"),
        ("<!-- reader:begin abc -->", r"\<!-- reader:begin abc -->"),
        ("see ^rd-3f6a2c7k4m", r"see \^rd-3f6a2c7k4m"),
        ("mine ^my-own-id", "mine ^my-own-id"),
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("  \n\n", ""),
    ],
)
def test_a_note_is_kept_as_written_but_ends_where_it_ends(written: str, kept: str) -> None:
    assert contain_note(written, 2) == kept


def test_a_notes_headings_stay_below_the_deepest_heading() -> None:
    parts: list[tuple[str, BlockKind, int, Role]] = [
        *((f"Level {level}", "heading", level, "body") for level in range(1, 7)),
        ("Words.", "paragraph", 0, "body"),
    ]
    article = article_of(parts)
    exported = ExportData(article, ID, NOTHING, (note_on(article, span_of(article, "Words."), "# Mine\n\n### Too"),))
    levels = [line.partition(" ")[0] for line in headings_of(body(to_markdown(exported)))]
    assert levels == ["##", "###", "####", "#####", "#####", "#####", "######", "######"]


# ---------------------------------------------------------------------- links back


def link(article: Article, span: Span) -> str:
    return BackLinks(article).place(span).url or ""


def test_a_link_takes_whole_words_and_drops_the_quotation_marks() -> None:
    article = article_of(HARBOUR)
    assert link(article, span_of(article, "d until Fri")).endswith("/harbour#:~:text=told%20until%20Friday")
    assert link(article, span_of(article, "“It was fair.”")).endswith("#:~:text=It%20was%20fair")


def test_a_repeated_passage_is_told_apart_by_what_stands_beside_it() -> None:
    article = plain("He said yes - twice. She, too, said yes at last.", "https://example.org/")
    second = span_of(article, "said yes", 1)
    assert link(article, second) == (
        "https://example.org/#:~:text=yes%20%2D%20twice.%20She%2C%20too%2C-,said%20yes,-at%20last."
    )
    assert link(article, span_of(article, "said yes")) == "https://example.org/#:~:text=said%20yes"


def test_a_long_passage_and_one_over_two_blocks_are_a_range() -> None:
    long = plain(" ".join(f"word{number}" for number in range(60)), "https://example.org/a")
    assert link(long, Span(0, len(long.text))) == (
        "https://example.org/a#:~:text=word0%20word1%20word2%20word3%20word4,word55%20word56%20word57%20word58%20word59"
    )
    two = article_of(HARBOUR)
    over = Span(span_of(two, "Voters").start - len("comes next\n\n"), len(two.text))
    assert link(two, over).endswith("#:~:text=comes%20next,Voters%20decide%20in%20May")


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("https://example.org/a(b)#sec:~:text=old", "https://example.org/a%28b%29#sec:~:text=Hello"),
        ("http://example.org/?a=1&copy;`<x>", "http://example.org/?a=1&amp;copy;%60%3Cx%3E#:~:text=Hello"),
        ("/home/ann/my notes (1).md", "file:///home/ann/my%20notes%20%281%29.md"),
        ("-", ""),
        ("javascript:alert(1)", ""),
    ],
)
def test_a_link_leads_where_the_source_is_and_survives_markdown(source: str, url: str) -> None:
    article = plain("Hello", source)
    assert link(article, Span(0, 5)) == url
    if not url.startswith("file:"):  # which this parser, like a browser on the web, does not link
        [paragraph] = blocks_of(PARSERS[0].parse(BackLinks(article).place(Span(0, 5)).markdown))
        links = [part.attrs["href"] for part in paragraph[1].children or () if part.type == "link_open"]
        assert links == ([url.replace("&amp;", "&")] if url else [])


def test_a_passage_without_a_word_is_linked_to_its_page() -> None:
    assert link(plain("Yes … no", "https://example.org/a"), Span(4, 5)) == "https://example.org/a"


def test_for_a_file_the_export_says_how_to_go_to_a_passage() -> None:
    markdown = to_markdown(one_note("Words.", source="/home/ann/it's here.md"))
    assert """<!-- reader '/home/ann/it'"'"'s here.md' --at NOTE_ID goes to a passage;""" in markdown
    assert "[¶ 1](file:///home/ann/it%27s%20here.md)" in markdown
    assert " --at " not in to_markdown(one_note("Words."))


# ---------------------------------------------------------------------- tags and names of files


@pytest.mark.parametrize(
    ("name", "tag"),
    [("city hall", "city-hall"), ("#x", "x"), ("2024", "_2024"), ("a//b/", "a/b"), ("Über_1", "Über_1"), (" # ", "")],
)
def test_tags_are_made_valid_for_obsidian(name: str, tag: str) -> None:
    assert obsidian_tag(name) == tag


LONG = "ä" * 200


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("The Harbour Vote", "The Harbour Vote.md"),
        ("a/b\\c: <d> | e? *#^[f]", "a b c d e f.md"),
        (" ..-hidden- . ", "hidden.md"),
        ("CON", "_CON.md"),
        ("nul.txt", "_nul.txt.md"),
        ("Console", "Console.md"),
        ("", f"{ID}.md"),
        ("///", f"{ID}.md"),
        ("line\nbreak\x1b", "line break␛.md"),
        (LONG, "ä" * 60 + ".md"),
        ("e\u0301", "é.md"),
    ],
)
def test_file_names_are_safe_everywhere(title: str, name: str) -> None:
    assert export_file_name(title, ID, ".md") == name


def test_a_name_that_is_taken_gets_the_id() -> None:
    assert export_file_name("Vote", ID, ".md", ["VOTE.MD"]) == f"Vote {ID}.md"
    assert export_file_name("Vote", ID, ".md", ["vote.md", f"Vote {ID}.md"]) == f"Vote {ID} 2.md"


@settings(deadline=None, max_examples=200)
@given(st.text())
def test_any_title_makes_a_name_that_fits(title: str) -> None:
    name = export_file_name(title, ID, ".md")
    assert 4 <= len(name.encode()) <= 123
    assert not re.search(r'[<>:"/\\|?*\x00-\x1f#^\[\]]', name)
    assert name.strip(" ") == name
