"""Markdown as an article."""

import re
from itertools import islice

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.document.article import Mark
from reader.errors import SourceError
from reader.sources import markdown
from reader.sources.markdown import blocks, read_markdown
from reader.sources.markdown.blocks import render_blocks
from reader.text.sanitize import clean
from reader.text.span import Span
from reader.view.layout import Layout
from tests.sources.blocks import LINES, TEXTS, check_blocks, gaps, kinds, roles, words


@given(TEXTS)
@example("> - # a\n>\n>   b\n- \n  1. c")
def test_any_markdown_gives_valid_blocks_and_marks(text: str) -> None:
    article = read_markdown(text)
    assert article.text == clean(article.text)
    check_blocks(article.text, article.blocks)
    assert all(re.fullmatch(r"\n*(?:[ •☐☑]|\d+[.)])*", gap) for gap in gaps(article))
    assert list(article.marks) == sorted(article.marks, key=lambda mark: mark.span)
    for mark in article.marks:
        assert mark.span.start < mark.span.end
        assert article.block_at(mark.span.start).span.holds(mark.span)
        assert (mark.href != "") == (mark.kind in ("link", "picture"))


@given(st.lists(LINES, max_size=20).map("\n".join), st.integers(0, 20))
def test_earlier_blocks_do_not_change(text: str, count: int) -> None:
    some = render_blocks(text)
    first = list(islice(some, count))
    assert [*first, *some] == list(render_blocks(text))


def marked(text: str) -> list[tuple[str, str, str]]:
    article = read_markdown(text)
    return [(mark.kind, mark.span.of(article.text), mark.href) for mark in article.marks]


def test_emphasis_becomes_marks_with_exact_offsets() -> None:
    article = read_markdown("*One* and **two *three*** with ~~four~~ and `five`.")
    assert article.text == "One and two three with four and five."
    assert article.marks == (
        Mark(Span(0, 3), "emphasis"),
        Mark(Span(8, 17), "strong"),
        Mark(Span(12, 17), "emphasis"),
        Mark(Span(23, 27), "strike"),
        Mark(Span(32, 36), "code"),
    )


def test_links_have_targets() -> None:
    assert marked('[the *vote*](http://a.org/x "title") <http://b.org> [ref][r]\n\n[r]: http://c.org') == [
        ("link", "the vote", "http://a.org/x"),
        ("emphasis", "vote", ""),
        ("link", "http://b.org", "http://b.org"),
        ("link", "ref", "http://c.org"),
    ]
    assert marked("[nowhere]()") == []


def test_image_is_its_alternative_text_marked_as_a_picture() -> None:
    assert marked("![a *ship*](ship.png)") == [("picture", "a ship", "ship.png")]
    assert marked("![nowhere]()") == []
    assert marked("[![build](b.svg)](http://ci.org)") == [("link", "build", "http://ci.org")]
    assert marked('See <img src="b%20c.png" alt="a boat"> here') == [("picture", "a boat", "b%20c.png")]


def test_image_without_words_is_the_name_of_its_file() -> None:
    assert read_markdown("before\n\n![](plans/x%20y.png?v=2#top)\n\nafter").text == "before\n\nx y.png\n\nafter"
    assert marked("See ![](x.png) here") == [("picture", "x.png", "x.png")]
    assert read_markdown("before\n\n![](data:image/png;base64,AAAA)\n\nafter").text == "before\n\nafter"


def test_a_sign_stands_before_a_paragraph_of_pictures() -> None:
    article = read_markdown("![a ship](s.png)\n\n- ![b](b.png) ![c](c.png)\n\nSee ![d](d.png).\n\n![e](e.png) too")
    assert [(block.prefix, block.hang) for block in article.blocks] == [
        ("▣ ", "  "),
        ("• ▣ ", "    "),
        ("", ""),
        ("", ""),
    ]


def test_unsafe_link_is_shown_as_written() -> None:
    assert marked("[a](javascript:alert(1))") == []
    assert read_markdown("[a](javascript:alert(1))").text == "[a](javascript:alert(1))"


def test_line_breaks_are_spaces_unless_they_are_hard() -> None:
    assert read_markdown("one\n  two  \nthree\\\nfour<br>five").text == "one two\nthree\nfour\nfive"


def test_headings_have_levels_and_a_blank_line_divides_blocks() -> None:
    article = read_markdown("# One\n## Two\ntext\n\nThree\n---\n")
    assert article.text == "One\n\nTwo\n\ntext\n\nThree"
    assert [(block.kind, block.level) for block in article.blocks] == [
        ("heading", 1),
        ("heading", 2),
        ("paragraph", 0),
        ("heading", 2),
    ]


def test_lists_are_drawn_with_their_markers_in_the_gap() -> None:
    article = read_markdown("- a\n- b\n  1. c\n  1. d\n\nend")
    assert article.text == "• a\n• b\n  1. c\n  2. d\n\nend"
    assert kinds(article) == [("item", "a"), ("item", "b"), ("item", "c"), ("item", "d"), ("paragraph", "end")]
    assert [(block.prefix, block.hang) for block in article.blocks] == [
        ("• ", "  "),
        ("• ", "  "),
        ("  1. ", "     "),
        ("  2. ", "     "),
        ("", ""),
    ]


def test_an_item_may_hold_more_than_a_paragraph() -> None:
    article = read_markdown("7) a\n\n   b\n\n       code\n\n   > said\n\n8) c\n")
    assert kinds(article) == [
        ("item", "a"),
        ("paragraph", "b"),
        ("code", "code"),
        ("quotation", "said"),
        ("item", "c"),
    ]
    assert [block.prefix for block in article.blocks] == ["7) ", "   ", "     ", "   ▌ ", "8) "]
    assert article.text == "7) a\n\nb\n\ncode\n\nsaid\n\n8) c"


def test_an_item_may_begin_with_anything() -> None:
    article = read_markdown("- # head\n- > said\n- ```\n  code\n  ```\n- - deep\n-\n- last")
    assert kinds(article) == [
        ("heading", "head"),
        ("quotation", "said"),
        ("code", "code"),
        ("item", "deep"),
        ("item", "last"),
    ]
    assert [block.prefix for block in article.blocks] == ["• ", "• ▌ ", "•   ", "• • ", "• "]


def test_task_items_have_boxes() -> None:
    article = read_markdown("- [ ] todo\n- [x] done\n- [y] else\n1. [X] counted")
    assert article.text == "☐ todo\n☑ done\n• [y] else\n\n1. ☑ counted"


def test_nested_quotations_have_bars() -> None:
    article = read_markdown("> # Said\n> one\n>\n> > two\n> - three\n")
    assert kinds(article) == [("quotation", "Said"), ("quotation", "one"), ("quotation", "two"), ("item", "three")]
    assert [(block.prefix, block.hang) for block in article.blocks] == [
        ("▌ ", "▌ "),
        ("▌ ", "▌ "),
        ("▌ ▌ ", "▌ ▌ "),
        ("▌ • ", "▌   "),
    ]
    assert article.headings == ()
    assert [mark.kind for mark in article.marks] == ["strong"]


def test_a_fence_tells_the_language_of_its_code() -> None:
    article = read_markdown(
        "```Python title=x\na\n```\n\n- ~~~c++\n  b\n  ~~~\n\n```\nc\n```\n\n``` <x>\nd\n```\n\n    e"
    )
    assert [block.language for block in article.blocks if block.kind == "code"] == ["python", "c++", "", "", ""]


def test_code_is_kept_as_it_is() -> None:
    article = read_markdown("```python\n\n    if *x*:\n\ty\n\n```\n\n    a\n      b\n")
    assert words(article, kind="code") == ["    if *x*:\n\ty", "a\n  b"]
    assert article.text == "    if *x*:\n\ty\n\na\n  b"
    assert article.marks == ()


def test_a_table_is_one_block_of_padded_lines() -> None:
    article = read_markdown("| Name | n |\n|:--|--:|\n| **Leith** | 12 |\n| 北京 | 3 |\n| | |\n")
    assert article.text == "Name  │  n\n──────┼───\nLeith │ 12\n北京  │  3"
    assert kinds(article) == [("table", article.text)]
    assert marked("|a|\n|-|\n|x *y*|") == [("emphasis", "y", "")]


def test_a_table_may_be_centred_ragged_and_without_a_heading() -> None:
    assert read_markdown("|abc|d|\n|:-:|-|\n|e|\n|f|g|h|\n").text == "abc │ d\n────┼──\n e  │\n f  │ g"
    assert read_markdown("| | |\n|-|-|\n|a|b|\n").text == "a │ b"


def test_long_cells_stick_out_and_a_table_too_wide_is_not_padded() -> None:
    long = "x" * 5000
    assert len(read_markdown("|a|b|\n|-|-|\n" + f"|{long}|c|\n" + "|a|b|\n" * 100).text) < 15_000
    wide = "|" + "abcdef|" * 40
    assert read_markdown(f"{wide}\n|{'-|' * 40}\n|a|\n").text.split("\n")[2].startswith("a │  │  │")


def test_a_rule_is_a_sign() -> None:
    assert kinds(read_markdown("a\n\n***\n\nb")) == [("paragraph", "a"), ("rule", "⁂"), ("paragraph", "b")]


def test_html_tags_are_dropped_and_their_words_kept() -> None:
    text = "a <b>bold</b> &amp; <i title='x>y'>i</i><!-- gone --> <script>alert(1)</script><img alt='a ship'>"
    assert read_markdown(text).text == "a bold & i a ship"


def test_unclosed_script_hides_nothing() -> None:
    assert read_markdown("The <script> tag and the <style> tag.").text == "The  tag and the  tag."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12:04 <ann-lee> hello", "12:04 <ann-lee> hello"),
        ("a Vec<T> of <Name>", "a Vec<T> of <Name>"),
        ("<Tabs>one</Tabs> <Foo/> <x-y id=z>two <B>three</B>", "one  two three"),
        ("**\\<Ann>** hello", "<Ann> hello"),
        ("one </ann> two", "one  two"),
    ],
    ids=["nick", "type", "components", "escaped", "closes nothing"],
)
def test_words_in_angle_brackets_that_are_no_tags_are_shown(text: str, shown: str) -> None:
    assert read_markdown(text).text == shown


def test_a_block_of_html_is_split_into_its_paragraphs() -> None:
    article = read_markdown(
        '<div align="center">\n<h1>The &lt;Harbour&gt;</h1>\n<p>one\n two<br/>three</p><pre>\n  x\n y</pre>\n'
        "<ul><li>four<li>five</ul><style>p { color: red }</style>\n<!-- six --></div>\n"
    )
    assert kinds(article) == [
        ("heading", "The <Harbour>"),
        ("paragraph", "one two\nthree"),
        ("code", "  x\n y"),
        ("paragraph", "four"),
        ("paragraph", "five"),
    ]
    assert article.title == "The <Harbour>"


def test_markdown_within_html_is_read() -> None:
    article = read_markdown("<details>\n<summary>More</summary>\n\n*Inside*\n\n</details>\n")
    assert kinds(article) == [("paragraph", "More"), ("paragraph", "Inside")]


def test_footnotes_are_text() -> None:
    article = read_markdown(
        "Said[^1] so[^n].\n\n[^1]: http://example.org\n[^n]: Word\n    and on\n\n[a]: http://a.org\n"
    )
    assert [text for _, text in kinds(article)] == ["Said[^1] so[^n].", "[^1]: http://example.org", "[^n]: Word and on"]
    assert article.marks == ()


@pytest.mark.parametrize("entity", ["&#27;]0;x&#7;", "&#x1b;[2J", "&#0;", "&#x202e;x", "&#xd800;", "&#x9d;", "&#13;"])
def test_control_characters_from_entities_are_sanitized(entity: str) -> None:
    for text in (
        f"a {entity} b",
        f"<p>a {entity} b</p>",
        f"# a {entity} b",
        f"---\ntitle: a\n---\n[a{entity}](/b{entity})",
    ):
        article = read_markdown(text)
        assert article.text == clean(article.text)
        assert article.title == clean(article.title)
        assert all(mark.href == clean(mark.href) for mark in article.marks)


def test_the_first_heading_is_the_title() -> None:
    article = read_markdown("badge\n\n# The *Harbour* Vote\n\ntext\n\n# Another\n")
    assert article.title == "The Harbour Vote"
    assert words(article, role="title") == ["The Harbour Vote"]
    assert words(article, kind="heading", role="body") == ["Another"]


@pytest.mark.parametrize("text", ["words\n\n## Part\n\n# Late\n", "- # in a list\n", "> # quoted\n", "words\n"])
def test_title_defaults_to_the_first_words(text: str) -> None:
    article = read_markdown(text)
    assert "title" not in roles(article)
    assert article.title in " ".join(article.text.split())
    assert len(article.title) > 3


def test_deeply_nested_text_is_kept() -> None:
    for text in (
        ">" * 3000 + " said",
        "> - " * 500 + "said",
        "\n".join("  " * level + "- x" for level in range(300)) + "\n\nsaid",
    ):
        article = read_markdown(text)
        assert "said" in article.text
        assert max(len(block.prefix) for block in article.blocks) < 30


HOSTILE = {
    "quotes": ">" * 50_000,
    "brackets": "[" * 50_000,
    "closed brackets": "[" * 20_000 + "]" * 20_000,
    "stars": "*" * 50_000,
    "emphasis": "*a **b " * 8000,
    "ticks": "`" * 50_000,
    "growing ticks": "".join("`" * count + "x" for count in range(1, 400)),
    "images": "![" * 400 + "x" + "](a)" * 400,
    "links": "[a](b" * 10_000,
    "tags": "<a " * 20_000,
    "open comments": "<div>\n" + "<!--" * 50_000,
    "open attributes": "<div>\n" + '<a b="' * 50_000,
    "scripts": "x " + "<script></script>" * 5000,
    "items": "- " * 20_000 + "x",
    "headings": "# h\n" * 5000,
    "front matter": '---\ntitle: "' + '\\"' * 30_000 + "\n---\nx",
    "front matter list": "---\nauthor: [" + "'," * 30_000 + "]\n---\nx",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_markdown_takes_bounded_time_and_stack(name: str) -> None:
    """No time is measured: quadratic or endless recursion would not finish."""
    read_markdown(HOSTILE[name])


@pytest.mark.parametrize("part", ["*a _b ", "~~a *b ", "_a_ ", "[x](/u) "])
def test_block_with_too_many_delimiters_is_shown_as_written(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "DELIMITERS", 20)
    monkeypatch.setattr(blocks, "BRACKETS", 20)
    article = read_markdown(f"{part * 21}\n\nAnother *paragraph*.")
    assert article.text == f"{(part * 21).strip()}\n\nAnother paragraph."
    assert [mark.kind for mark in article.marks] == ["emphasis"]


@pytest.mark.parametrize("start", ['[a]: /u "', "[a]: /u '", "[a]: /u (", "[", "[a]: <"])
def test_endless_definition_of_a_link_is_a_paragraph(start: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "DEFINITION_LINES", 10)
    text = start + "x\n" * 20
    assert read_markdown(text).text == " ".join(text.split("\n")).strip()


def test_definitions_of_links_are_read_however_many_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blocks, "DEFINITION_LINES", 10)
    definitions = "".join(f'[a{number}]: /u{number} "A\ntitle"\n' for number in range(20))
    article = read_markdown(f"{definitions}\n[a0] and [a19]")
    assert article.text == "a0 and a19"
    assert [mark.href for mark in article.marks] == ["/u0", "/u19"]


# -- limits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "part",
    ["*a _b ", "~~a *b ", "[a](b ", "&amp", "\\*", "- x\n", "# x\n", "> x\n\n", "[^1]: x\n", "|", "<a:", "`", "x\n"],
)
def test_lines_and_marks_of_markdown_are_limited(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "COST", 1000)
    markdown.check_markdown(part * 30, "a.md")
    with pytest.raises(SourceError, match=r"^a\.md has more lines and marks than .* --format text$"):
        markdown.check_markdown(part * 1001, "a.md")


def test_prose_in_markdown_is_far_from_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown, "COST", 1000)
    markdown.check_markdown(f"{'The *council* voted on Friday. ' * 10}\n\n" * 40, "a.md")


BADGES = [
    "[![CI](https://x.org/ci.svg)](https://x.org/ci)\n[![Docs](https://x.org/docs.svg)](https://docs.x.org)",
    '<p align="center">\n  <a href="https://x.org/ci"><img src="ci.svg" alt="CI"></a>\n'
    '  <a href="https://docs.x.org">\n<img alt="Docs" src="d.svg"/></a></p>',
    '<a href="https://x.org/ci"><img src="https://x.org/ci.svg" alt="CI"></a> '
    "[![Docs](https://x.org/docs.svg)](https://docs.x.org)",
]


@pytest.mark.parametrize("row", BADGES, ids=["markdown", "html", "both"])
def test_badges_are_one_row_of_links(row: str) -> None:
    article = read_markdown(f"# The Quay\n\n{row}\n\nBoats moor here.")
    badges = article.blocks[1]
    assert (badges.role, badges.span.of(article.text)) == ("badges", "CI · Docs")
    links = [(mark.kind, mark.span.of(article.text), mark.href) for mark in article.marks]
    assert links == [("link", "CI", "https://x.org/ci"), ("link", "Docs", "https://docs.x.org")]
    assert article.paragraph_number(article.blocks[2].span.start) == 1
    layout = Layout(article, 8)
    layout.extend_to_offset(len(article.text))
    shown = [line for line in map(layout.line, range(len(layout))) if line.block == 1]
    assert [article.text[line.start : line.end] for line in shown] == ["CI · Do"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("![a ship](s.png)", "body"),
        ("![CI](c.svg) ![Docs](d.svg)", "badges"),
        ("[![a](a.svg)](https://x.org): see there", "body"),
        ("> [![a](a.svg)](https://x.org)", "body"),
        ('<a href="https://x.org">x</a></a> <a>y</a>', "body"),
    ],
)
def test_only_a_paragraph_of_nothing_but_pictures_is_badges(text: str, role: str) -> None:
    assert [block.role for block in read_markdown(text).blocks] == [role]


def test_links_of_html_lead_somewhere() -> None:
    see = '<p>See <a href="https://x.org/a">the   <b>quay</b></a>.</p>'
    article = read_markdown(f'{see}\n\nOr <a href="b.md">*here*</a>.')
    assert article.text == "See the quay.\n\nOr here."
    links = [(mark.span.of(article.text), mark.href) for mark in article.marks if mark.kind == "link"]
    assert links == [("the quay", "https://x.org/a"), ("here", "b.md")]
