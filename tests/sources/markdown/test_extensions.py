"""Markdown beyond CommonMark."""

import pytest

from reader.document.links import footnote_at
from reader.sources.markdown import read_markdown
from tests.sources.blocks import check_blocks, kinds


def marked(text: str) -> list[tuple[str, str]]:
    article = read_markdown(text)
    return [(mark.kind, mark.span.of(article.text)) for mark in article.marks]


def drawn(text: str) -> list[str]:
    article = read_markdown(text)
    check_blocks(article.text, article.blocks)
    return [block.prefix + block.span.of(article.text) for block in article.blocks]


def test_a_footnote_may_have_several_paragraphs() -> None:
    article = read_markdown(
        "Said[^1] so.\n\n[^1]: A note\n    that goes on.\n\n    - an *item*\n\n    Its end.\n\nText.\n[^b]: B\n[^c]: C"
    )
    assert kinds(article) == [
        ("paragraph", "Said[^1] so."),
        ("paragraph", "[^1]: A note that goes on."),
        ("item", "an item"),
        ("paragraph", "Its end."),
        ("paragraph", "Text."),
        ("paragraph", "[^b]: B"),
        ("paragraph", "[^c]: C"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "> [!NOTE]\n> Useful *words*.",
        "!!! note\n    Useful *words*.",
        "???+ note\n\n    Useful *words*.",
        "::: note\nUseful *words*.\n:::",
        ":::{.note}\nUseful *words*.\n:::",
    ],
)
def test_a_box_has_a_bar_and_a_title(text: str) -> None:
    assert drawn(f"{text}\n\nAfter.") == ["▌ Note", "▌ Useful words.", "After."]
    assert marked(text) == [("strong", "Note"), ("emphasis", "words")]


@pytest.mark.parametrize(
    "text",
    ["> [!WARNING] Mind the gap\n> x", '!!! warning inline "Mind the gap"\n    x', "::: warning Mind the gap\nx\n:::"],
)
def test_a_box_may_have_a_title_of_its_own(text: str) -> None:
    assert drawn(text) == ["▌ Mind the gap", "▌ x"]


def test_a_box_may_hold_blocks_and_boxes() -> None:
    text = "!!! note\n    - a\n    - b\n\n    !!! tip\n        Deep.\n\n            code\n\nAfter."
    assert drawn(text) == ["▌ Note", "▌ • a", "▌ • b", "▌ ▌ Tip", "▌ ▌ Deep.", "▌ ▌   code", "After."]


def test_other_divisions_leave_their_blocks() -> None:
    assert drawn(":::: columns\n::: {.column}\none\n:::\n\n::: {.column}\ntwo\n:::\n::::\n\nthree") == [
        "one",
        "two",
        "three",
    ]
    assert drawn("::: details More\nhidden") == ["▌ More", "▌ hidden"]


@pytest.mark.parametrize("text", ["!!!", "!!! 12", ":::", "??? why not?", "Stop!!! note", "[!NOTE] x", "> [! NOTE] x"])
def test_what_only_resembles_a_box_is_text(text: str) -> None:
    assert drawn(text) == [text.replace("> ", "▌ ")]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("See [[Some page]].", "See Some page."),
        ("See [[Page|the *words*]].", "See the *words*."),
        ("![[a ship.png]]", "a ship.png"),
        ("[[A#B]]", "A#B"),
        ("[[1]]", "[[1]]"),
        ("[[x](http://a.org)]", "[x]"),
        ("[[x]](http://a.org)", "[x]"),
        ("[[]] and [[", "[[]] and [["),
    ],
)
def test_links_of_a_wiki_are_their_words(text: str, shown: str) -> None:
    assert read_markdown(text).text == shown


@pytest.mark.parametrize("formula", ["$a_1 * b_2 * c_3$", "$$x^2_i \\\\ y_i$$", "$x$", "$\\alpha_{1}\\$$"])
def test_a_formula_is_kept_as_it_is_written(formula: str) -> None:
    assert marked(f"So *is* {formula} *true*.") == [("emphasis", "is"), ("code", formula), ("emphasis", "true")]


@pytest.mark.parametrize("text", ["From $5 to $6", "$ 5 and $ 6", "US$20, A$30", "a $", "$x\n\ny$"])
def test_prices_are_no_formulas(text: str) -> None:
    assert "code" not in [kind for kind, _ in marked(text)]
    assert read_markdown(text).text == text


def test_two_variables_of_a_shell_are_no_formula() -> None:
    article = read_markdown("In *$HOME/bin*, which is in your `$PATH` to be run with `cargo`.")
    assert article.text == "In $HOME/bin, which is in your $PATH to be run with cargo."
    assert [mark.kind for mark in article.marks] == ["emphasis", "code", "code"]


def test_a_formula_of_its_own_is_code() -> None:
    article = read_markdown("a\n\n$$\n\\sum_{i} x_i\n= 1\n$$\n\n$$ y $$\nb\n\n$$ open\n\nc")
    assert [(block.kind, block.language, block.span.of(article.text)) for block in article.blocks] == [
        ("paragraph", "", "a"),
        ("code", "latex", "\\sum_{i} x_i\n= 1"),
        ("code", "latex", "y"),
        ("paragraph", "", "b"),
        ("paragraph", "", "$$ open"),
        ("paragraph", "", "c"),
    ]


def test_raised_and_lowered_digits() -> None:
    assert read_markdown("E = mc<sup>2</sup>, H<sub>2</sub>O, 1<sup>st</sup>, <sup>3").text == "E = mc², H₂O, 1st, 3"


def test_readings_of_words_stand_in_brackets() -> None:
    mountain = "<ruby>山路<rp>(</rp><rt>やまみち</rt><rp>)</rp></ruby>"
    text = f"{mountain}を**登る** <ruby>AI<rt>x</rt></ruby><ruby>a<rt></rt></ruby>"
    assert read_markdown(text).text == "山路（やまみち）を登る AI (x)a"
    assert marked(text) == [("strong", "登る")]


def test_terms_have_indented_definitions() -> None:
    text = "Term\n: The *definition*\n  goes on\n: Another\n\nOther\n\n:   Last\n\n- item\n  : inside\n\nAt 5 : 3."
    terms = ["Term", "  The definition goes on", "  Another", "Other", "  Last", "• item", "    inside", "At 5 : 3."]
    assert drawn(text) == terms
    assert marked(text)[0] == ("strong", "Term")
    long = "A sentence that is far too long for a term, since it has more than a hundred characters before its colon"
    assert drawn(f"{long}\n: and that goes on.") == [f"{long} : and that goes on."]


def test_escaped_bars_are_part_of_a_cell() -> None:
    assert read_markdown("| a | b |\n|---|---|\n| x \\| y | `p\\|q` |").text.endswith("x | y │ p|q")


HOSTILE = {
    "boxes": "!!! note\n" * 20_000,
    "nested boxes": "".join(" " * 4 * depth + "!!! note\n" for depth in range(500)),
    "divisions": "::: note\n" * 20_000,
    "closed divisions": ":::\n" * 20_000,
    "footnotes": "[^1]: a\n" * 20_000,
    "formulas": "$$\n" * 20_000,
    "open formulas": "$$ a\n\n" * 10_000,
    "signs": "$a" * 20_000,
    "double signs": "$$a" * 20_000,
    "links": "[[a" * 900 + " " + "![[" * 900,
    "readings": "<rt>" * 3000 + "a" + "</rt>" * 3000,
    "definitions": "a\n" + ": b\n" * 20_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_takes_bounded_time_and_stack(name: str) -> None:
    """No time is measured: quadratic or endless recursion would not finish."""
    article = read_markdown(HOSTILE[name])
    check_blocks(article.text, article.blocks)


@pytest.mark.parametrize(
    ("text", "shown", "marks"),
    [
        ("A ==marked **bold** word==.", "A marked bold word.", [("emphasis", "marked bold word"), ("strong", "bold")]),
        ("这是==重要==的。", "这是重要的。", [("emphasis", "重要")]),
        ("If a==b, a == b and b==c or `==d==`.", "If a==b, a == b and b==c or ==d==.", [("code", "==d==")]),
        ("Seen %%hidden *words*%% and %%x%%.", "Seen and .", []),
        ("100%% sure, 50%% not; %% open.", "100%% sure, 50%% not; %% open.", []),
        ('**Lee:**{: .blue}  \nHello.\n{: .wide #lee lang="en"}', "Lee:\nHello.", [("strong", "Lee:")]),
        (
            "As {:x}, {:.2f}, {:?}, {: x: 1} or `{: .x}`.",
            "As {:x}, {:.2f}, {:?}, {: x: 1} or {: .x}.",
            [("code", "{: .x}")],
        ),
    ],
)
def test_marked_and_hidden_words(text: str, shown: str, marks: list[tuple[str, str]]) -> None:
    assert (drawn(text), marked(text)) == ([shown], marks)


@pytest.mark.parametrize("text", ["%%one line%%", "%%\nmany\n\n- lines\n%%", "%% words\nto here %%"])
def test_hidden_blocks_are_left_out(text: str) -> None:
    assert drawn(f"Before.\n\n{text}\n\nAfter.") == ["Before.", "After."]
    assert drawn(f"Before.\n\n{text[:-2]}\n\nAfter.")[-1] == "After."  # one that is not closed hides nothing


def test_footnotes_within_the_text_stand_at_its_end() -> None:
    article = read_markdown("- One^[Its *words* ^[x].]\n\nTwo[^3], a ^[ ] and ^[open.\n\n[^3]: Three")
    check_blocks(article.text, article.blocks)
    texts = [block.span.of(article.text) for block in article.blocks]
    assert texts == ["One[^4]", "Two[^3], a ^[ ] and ^[open.", "[^3]: Three", "[^4]: Its words ^[x]."]
    footnote = footnote_at(article, article.text.index("[^4]"))
    assert footnote is not None
    assert footnote.note.of(article.text) == "Its words ^[x]."
