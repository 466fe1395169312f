"""Paragraphs whose first lines are indented, without blank lines between them."""

import pytest

from reader.sources.plain import read_plain

HEARING = """    The Chairman. The committee will come to order. We meet today to
hear about the quay, which has been closed since the spring.
    Mr. Lee. Thank you.
    Mr. Ray. When was it closed, and by whom, and on what ground,
if there was any at all?
    Mr. Lee. In May, Mr. Chairman. We were told on a Friday that it
would be closed, and on Monday it was.
"""

LETTER = """They wrote to us in the spring, and this is all that they said to
us about it, though we asked them again:
     The quay is closed. It will not
     be opened again. Boats may land
     at the other one, if there is
     room for them.
We did not answer that letter, since there was nothing that anyone
could say to it.
"""

VERSE = """The sea was wet as wet could be, the sands were dry as dry as dry,
  You could not see a cloud, because no cloud was in the sky at all:
No birds were flying overhead and there were no birds that could fly;
  And this was odd, because it was the middle of the night and late,
"""


MENU = """Soup of the day.
  With bread.
Fish of the day.
  With ice.
Cake of the day.
  With cream.
Tea.
"""


def paragraphs(text: str) -> list[str]:
    article = read_plain(text)
    return [" ".join(block.span.of(article.text).split())[:24] for block in article.blocks]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            HEARING,
            [
                "The Chairman. The commit",
                "Mr. Lee. Thank you.",
                "Mr. Ray. When was it clo",
                "Mr. Lee. In May, Mr. Cha",
            ],
        ),
        (LETTER, ["They wrote to us in the "]),
        (VERSE, ["The sea was wet as wet c"]),
        (MENU, ["Soup of the day. With br"]),
        (HEARING.replace("    ", ""), ["The Chairman. The commit"]),
        (HEARING.replace("    ", "  "), paragraphs(HEARING)),
    ],
    ids=["a hearing", "lines of a quotation", "verse", "short lines", "nothing is indented", "a debate"],
)
def test_a_paragraph_begins_at_an_indented_first_line(text: str, expected: list[str]) -> None:
    assert paragraphs(text) == expected


def test_an_inset_in_a_hearing_stays_whole() -> None:
    inset = "    All boats leave at noon.\n    All of them come back.\n    No other boat may land\n    at the quay.\n"
    assert paragraphs(f"{HEARING}\n{inset}\n{HEARING}")[4] == "All boats leave at noon."


def double_spaced(text: str) -> str:
    return text.replace("\n", "\n\n")


def test_a_blank_line_below_each_line_ends_no_paragraph() -> None:
    article = read_plain(double_spaced(HEARING * 2))
    paragraphs = ["".join(block.span.of(article.text).split("\n")) for block in article.blocks]
    assert [words.split(". ", 1)[0].strip() for words in paragraphs] == ["The Chairman", "Mr", "Mr", "Mr"] * 2
    assert paragraphs[2].endswith("on what ground,if there was any at all?")


@pytest.mark.parametrize("text", [VERSE, "One sentence is here.\nand another one is below it, which is as long\n" * 2])
def test_lines_apart_that_hardly_ever_go_on_are_paragraphs(text: str) -> None:
    article = read_plain(double_spaced(text))
    assert len(article.blocks) == text.count("\n")
