"""The beginning of a Markdown text is read without the parser as with it, or not at all."""

from hypothesis import given
from hypothesis import strategies as st

from reader.sources.builder import ArticleBuilder
from reader.sources.markdown import read_markdown
from reader.sources.markdown.first_blocks import read_first_blocks

LINES = st.sampled_from(
    (
        *(
            "# Title",
            "## Part *one*",
            "### Part #",
            "Words of **one** paragraph.",
            "More, with `code` and a _",
            "- one",
        ),
        *(
            "- two [link](https://example.org/a)",
            "* star",
            "3. three",
            "4. four",
            "> quoted",
            "> > deeper",
            ">no space",
        ),
        *(
            "    code",
            "```",
            "| a | b |",
            "---",
            "===",
            "***",
            "Term",
            ": definition",
            "[a]: https://example.org",
            "x  ",
        ),
        *(
            "!!! note",
            "::: warning",
            "$$",
            "<b>html</b>",
            "  - nested",
            "- [x] task",
            "[^1]: foot",
            "1986. A year",
            "é ∑",
        ),
        *(
            "Ends with two spaces  ",
            "Ends with a space ",
            "Ends with a tab\t",
            "back\\",
            "&amp; and",
            "",
            "",
            "",
            "-",
            "#",
            "#Tag",
            "1) one",
            "+ plus",
            "~~struck~~",
        ),
        *(
            "“Quoted,” he said.",
            '"Quoted," he said.',
            "'tis",
            "(aside) words",
            "— dash",
            "**Bold** first",
            "*Stressed* first",
            "_Stressed_ first",
            "__",
            "`code` first",
            "``",
            "2016 was",
            "12",
            "1",
            "[link](https://example.org/b) first",
            "[link][a]",
            "[!NOTE](x)",
        ),
        *(
            "- **Bold** item",
            "- “quoted” item",
            "- [ ](x)",
            "- 2 of them",
            "- 2. nested",
            "1. (aside)",
            "> “quoted”",
            "> **bold**",
            "> - nested",
            "> [!NOTE] title",
            "> 1. nested",
        ),
    )
)


def first_blocks(text: str, *, is_whole: bool) -> ArticleBuilder:
    return read_first_blocks(text, is_whole=is_whole).builder


@given(st.lists(LINES, max_size=25))
def test_what_is_read_is_what_the_parser_reads(lines: list[str]) -> None:
    text = "\n".join(lines)
    if text.strip().startswith(("---", "+++")):
        return  # front matter
    whole = read_markdown(text)
    for builder in (first_blocks(text, is_whole=True), first_blocks(text[: len(text) // 2], is_whole=False)):
        count = len(builder.blocks)
        assert tuple(builder.blocks) == whole.blocks[:count]
        assert builder.build("-").text == whole.text[: builder.length]
        assert tuple(builder.marks) == tuple(mark for mark in whole.marks if mark.span.end <= builder.length)


def test_a_simple_text_is_read_to_its_end() -> None:
    text = "# Title\n\nOne\ntwo.\n\n## Part\n\n- a\n- b\n\nWords.\n\n> quoted\n> more\n\n1. one\n2. two\n"
    assert first_blocks(text, is_whole=True).build("-").text == read_markdown(text).text
    assert read_first_blocks(text, is_whole=True).is_all
    assert not read_first_blocks(text, is_whole=False).is_all


def test_lines_of_prose_may_begin_with_marks_and_figures() -> None:
    text = (
        "“Come,” he said.\n\n**Bold** words\n(an aside)\n\n- *one*\n- 2 of them\n\n[Ann](https://example.org/a) left."
    )
    assert first_blocks(text, is_whole=True).build("-").text == read_markdown(text).text
    assert read_first_blocks(text, is_whole=True).is_all


def test_reading_stops_where_only_the_parser_can_tell() -> None:
    text = "# Title\n\nWords.\n\n| a | b |\n|---|---|\n\nMore."
    assert first_blocks(text, is_whole=True).build("-").text == "Title\n\nWords."
    assert first_blocks("Words.\n\n- a\n\n- loose", is_whole=True).build("-").text == "Words."
