"""The beginning of a long plain text is read as all of it is, or not at all."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Block
from reader.sources.plain import read_plain
from reader.sources.plain.first_paragraphs import BELOW, read_first_paragraphs

PROSE = "The council met on Friday, and nobody was told before the harbour was sold to the port."

LINES = st.sampled_from(
    (
        *(PROSE, "A short line", "Why did they?", "Why did nobody ask the port authority?", "CHAPTER 2", "Chapter III"),
        *(
            "- an item",
            "1. Introduction",
            "> quoted",
            "***",
            "By Ann Lee",
            "“We were not told,” said Ortiz.",
        ),
        *("PROLOGUE", "12:03 Lee: We were told.", "Ann: Yes.", "2 May 2026", "Sponsor", "All of it ends in a colon:"),
    )
)


WRAPPED = "\n".join([PROSE[:65], *["was sold to the port, which had asked for it in the year before"] * 3]) + "."
"""A paragraph of several lines; enough of them make a text hard-wrapped."""

RESTS = st.lists(LINES, max_size=40) | st.lists(LINES | st.just(WRAPPED), min_size=20, max_size=40)


@given(st.lists(LINES, min_size=1, max_size=12), RESTS)
def test_what_is_read_is_what_all_of_it_gives(first: list[str], rest: list[str]) -> None:
    head = "\n\n".join([*first, *[PROSE] * 3 * BELOW]) + "\n\n"
    article = read_first_paragraphs(head, "a.txt")
    if article is not None:
        whole = read_plain(head + "\n\n".join([*rest, *[PROSE] * 80]), "a.txt")
        assert article.blocks == shown(whole.blocks[: len(article.blocks)], whole.text)
        assert whole.page_at(0) == ""


def shown(blocks: Sequence[Block], text: str) -> tuple[Block, ...]:
    """Return blocks as they are shown: whether those of a single line are hard-wrapped makes no difference."""
    assert not any("\n" in block.span.of(text) for block in blocks)
    return tuple(replace(block, reflow=False) for block in blocks)


def test_a_hard_wrapped_rest_is_drawn() -> None:
    assert any(block.reflow for block in read_plain("\n\n".join([PROSE] * 99 + [WRAPPED] * 9), "a.txt").blocks[:50])


def test_a_beginning_is_read() -> None:
    article = read_first_paragraphs("A title\n\n" + f"{PROSE}\n\n" * 100, "a.txt")
    assert article is not None
    assert article.blocks[0].role == "title"
    assert len(article.blocks) > 50


def test_what_the_rest_decides_is_not_read() -> None:
    text = f"{PROSE}\n\n" * 100
    assert read_first_paragraphs(f"CHAPTER 1\n\n{text}", "a.txt") is None
    assert read_first_paragraphs(f"0:01 Lee: Yes.\n\n{text}", "a.txt") is None
    assert read_first_paragraphs("no prose\n\n" * 100, "a.txt") is None
    assert read_first_paragraphs(PROSE, "a.txt") is None
