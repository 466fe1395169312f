"""The numbers of headings, clauses and items, as Word counts them."""

from pathlib import Path

import pytest

from reader.sources.office.numbers import format_number
from tests.fixtures.word import docx, paragraph, part, style
from tests.sources.blocks import check_blocks
from tests.sources.opening import opened

LEVELS = (("decimal", "%1."), ("decimal", "%1.%2"), ("lowerLetter", "(%3)"), ("bullet", "•"))


def numbering(more: str = "", first: str = "") -> str:
    levels = "".join(
        f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/>'
        f"{first if number == 0 else ''}</w:lvl>"
        for number, (form, text) in enumerate(LEVELS)
    )
    return part(
        "numbering",
        f'<w:abstractNum w:abstractNumId="0">{levels}</w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
        f'<w:num w:numId="2"><w:abstractNumId w:val="0"/>{more}</w:num>',
    )


def clause(words: str, level: int, list_: int = 1, style_: str = "") -> str:
    named = f'<w:pStyle w:val="{style_}"/>' if style_ else ""
    place = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{list_}"/></w:numPr>'
    return f"<w:p><w:pPr>{named}{place}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


def drawn(folder: Path, body: str, styles: str = "", numbers: str = "") -> list[str]:
    article = opened(folder, "a.docx", docx(body, styles, extra={"word/numbering.xml": numbers or numbering()}))
    check_blocks(article.text, article.blocks)
    assert "\ue000" not in article.text
    return [block.prefix + block.span.of(article.text) for block in article.blocks]


def test_headings_and_clauses_have_their_numbers(tmp_path: Path) -> None:
    places = [
        ("Term", 0, "h"),
        ("Start", 1, ""),
        ("by day", 2, ""),
        ("by night", 2, ""),
        ("Rent", 0, "h"),
        ("Due", 1, ""),
    ]
    body = "".join(clause(words, level, style_=named) for words, level, named in places)
    assert drawn(tmp_path, body, style("h", "heading 1")) == [
        "1. Term",
        "1.1 Start",
        "    (a) by day",
        "    (b) by night",
        "2. Rent",
        "2.1 Due",
    ]


@pytest.mark.parametrize(
    ("more", "numbers"),
    [
        ("", ["1. a", "2. b", "3. c"]),
        ('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride>', ["1. a", "7. b", "8. c"]),
    ],
)
def test_lists_with_one_definition_count_on_unless_one_says_where_it_starts(
    more: str, numbers: list[str], tmp_path: Path
) -> None:
    body = clause("a", 0) + clause("b", 0, 2) + clause("c", 0, 2)
    assert drawn(tmp_path, body, numbers=numbering(more)) == numbers


def test_style_may_name_the_list_and_a_level_the_style(tmp_path: Path) -> None:
    number = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = style("h", "heading 1", number) + style("i", "Own", '<w:basedOn w:val="h"/>')
    body = paragraph("One", "h") + paragraph("Two", "i") + paragraph("", "h") + paragraph("Four", "h")
    assert drawn(tmp_path, body, styles, numbering(first='<w:pStyle w:val="h"/>')) == ["1. One", "2. Two", "4. Four"]


@pytest.mark.parametrize(
    ("number", "form", "shown"),
    [
        (28, "lowerLetter", "bb"),
        (4, "upperRoman", "IV"),
        (1999, "lowerRoman", "mcmxcix"),
        (0, "upperLetter", "0"),
        (9**9, "lowerRoman", str(9**9)),
        (3, "none", ""),
        (3, "ordinalText", "3"),
    ],
)
def test_forms_of_numbers(number: int, form: str, shown: str) -> None:
    assert format_number(number, form) == shown
