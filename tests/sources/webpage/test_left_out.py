"""Articles that break off, and what of a page is not in its article."""

from pathlib import Path

import pytest

from reader.errors import SourceError
from reader.sources.html.elements import parse_html
from reader.sources.open import open_source
from reader.sources.webpage.left_out import KnownText, free_layouts, read_inside
from tests.sources.webpage.pages import SENTENCE, page, site


def story(number: int, count: int = 12) -> str:
    """Return paragraphs of their own words."""
    words = "harbour council boats vote money quay ship mayor night letter".split()
    return "".join(
        f"<p>Part {number} of the story, line {line}: the {words[line % 10]} of {words[(line * number) % 10]} "
        f"was {number * 100 + line} years old, and nobody in Leith had known about it until then, they said.</p>"
        for line in range(count)
    )


def columns(*parts: str) -> str:
    return "".join(
        f"<div class=chunk><div class='grid body'>{part}</div><div class=ad-slot>x</div></div>" for part in parts
    )


def test_all_columns_of_an_article_are_read() -> None:
    article = page(f"<main><h1>The vote</h1>{columns(story(1, 20), story(2, 8), story(3, 9))}</main>")
    assert [article.text.count(f"Part {number} of") for number in (1, 2, 3)] == [20, 8, 9]
    assert article.text.index("Part 1") < article.text.index("Part 2") < article.text.index("Part 3")
    assert article.left_out == ()


def test_short_boxes_like_the_article_are_not_columns_of_it() -> None:
    article = page(f"<main><h1>The vote</h1>{columns(story(1, 20), story(2, 1))}</main>")
    assert "Part 2" not in article.text or article.text.count("Part 1 of") == 20


def test_other_article_on_the_page_is_not_joined() -> None:
    first = f"<article><h1>The vote</h1><div class=body>{story(1, 20)}</div></article>"
    second = f"<article><h1>The boats</h1><div class=body>{story(2, 20)}</div></article>"
    article = page(first + second)
    assert not ("Part 1" in article.text and "Part 2" in article.text)


def test_much_that_is_left_out_is_told() -> None:
    comments = f"<section id=comments class=comments>{story(7, 40)}</section>"
    article = page(f"<main><article><h1>The vote</h1>{story(1, 12)}</article></main>{comments}")
    assert "Part 7" not in article.text
    (told,) = article.left_out
    assert told.endswith(" words of the page")
    assert 1000 < int(told.split()[0].replace(",", "")) < 1600


def test_little_that_is_left_out_is_not_told() -> None:
    assert site("").left_out == ()
    assert page(f"<article><h1>Vote</h1>{story(1)}</article><footer>{story(2, 40)}</footer>").left_out == ()


def test_whole_page_has_all_that_is_shown() -> None:
    comments = f"<section id=comments class=comments>{story(7, 40)}</section>"
    body = f"<main><article><h1>The vote</h1>{story(1)}</article></main>{comments}<p hidden>Secret</p>"
    article = page(body, whole=True)
    assert [article.text.count(f"Part {number} of") for number in (1, 7)] == [12, 40]
    assert "Secret" not in article.text
    assert article.left_out == ()
    assert article.title == "The vote"


def test_whole_page_is_a_format(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    comments = f"<section class=comments>{story(7, 40)}</section>"
    path.write_text(f"<html><body><article><h1>The vote</h1>{story(1)}</article>{comments}</body></html>")
    assert "Part 7" in open_source(str(path), format="page").text
    assert open_source(str(path), format="page").format == "page"


def test_only_a_web_page_is_read_whole(tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7\n")
    with pytest.raises(SourceError, match="is a PDF, not a web page; it is always read whole"):
        open_source(str(path), format="page")


def test_box_that_is_hardly_any_of_the_page_is_not_taken_for_its_article() -> None:
    box = f"<article><h1>The box</h1><p>{'This box tells nothing of what the page is about. ' * 6}</p></article>"
    rows = "".join(f"<div>{story(number, 10).replace('p>', 'span>')}</div>" for number in range(9, 29))
    article = page(f"{box}<div class=comments>{rows}</div>")
    assert "Part 9 of" in article.text
    assert "Part 28 of" in article.text


def test_paragraph_is_known_wherever_the_paragraphs_of_the_text_end() -> None:
    known = KnownText(["One two three four five.", "Six seven", "eight nine ten", "Photo: Lee", "海港很美，他说。"])
    for paragraph in ("One TWO three four, five; six seven eight.", "photo: Lee", "Six seven", "很美。他说", ""):
        assert paragraph in known or not paragraph
    for paragraph in ("one two three four and more", "four five", "Photo: Ortiz", "他说很美"):
        assert paragraph not in known
    for paragraph in ("ONE two, three four five", "six seven", "photo Lee"):
        assert known.is_one(paragraph)
    for paragraph in ("One two three four", "Six seven eight", "four five", "Ortiz"):
        assert not known.is_one(paragraph)


def test_long_pages_are_compared_in_linear_time() -> None:
    """No time is measured: a search of each paragraph in the whole text would not finish."""
    paragraphs = [f"{number} words that nobody has written before, {number * 7} of them." for number in range(60_000)]
    known = KnownText(paragraphs)
    assert all(paragraph in known for paragraph in reversed(paragraphs))


def test_page_that_goes_on_for_longer_than_its_first_post_is_read_on() -> None:
    posts = "".join(f"<div class=post-{number}><b>Ann Lee</b>{story(number, 8)}</div>" for number in range(1, 6))
    first = f"<article><h1>The vote</h1>{story(9, 12)}</article>"
    article = page(f"<main>{first}<div class=stream>{posts}</div></main><footer>{story(8, 9)}</footer>")
    assert all(f"Part {number} of" in article.text for number in (9, 1, 2, 3, 4, 5))
    assert not any("Part 8" in block.span.of(article.text) for block in article.blocks if block.role == "body")


def test_comments_below_a_declared_article_are_not_taken_for_its_text() -> None:
    comments = f"<section class=comments>{''.join(story(number, 12) for number in range(1, 7))}</section>"
    body = f"<main><article><h1>The vote</h1>{story(9, 12)}</article>{comments}</main>"
    declared = page(body, "<meta property=og:type content=article>")
    assert ("Part 9 of" in declared.text, "Part 3 of" in declared.text) == (True, False)


def test_comments_below_a_text_that_is_whole_are_left_out_and_told() -> None:
    comments = f"<section class=comments>{''.join(story(number, 12) for number in range(1, 7))}</section>"
    article = page(f"<main><article><h1>The vote</h1>{story(9, 12)}</article>{comments}</main>")
    assert ("Part 9 of" in article.text, "Part 3 of" in article.text) == (True, False)
    assert article.left_out


def test_comments_below_a_few_words_are_read() -> None:
    comments = f"<section class=comments>{''.join(story(number, 12) for number in range(1, 7))}</section>"
    assert "Part 3 of" in page(f"<main><article><h1>The vote</h1>{story(9, 2)}</article>{comments}</main>").text


@pytest.mark.parametrize(
    ("around", "role"),
    [
        ("<div class=dialog-off-canvas-main-canvas><main>{}</main></div>", "body"),
        ("<nav><a href=/a>Home</a><h1>The vote</h1><div>{}</div>", "body"),
        ("<nav>{}</nav><h1>The vote</h1>", "furniture"),
        ("<form><h1>The vote</h1>{}</form>", "body"),
        ("<aside>{}</aside>", "furniture"),
        ("<div class=cookie-dialog>{}</div>", "furniture"),
        ("<div class='dropdown-panel left'>{}</div>", "furniture"),
        ("<div class=bar__megamenu>{}</div>", "furniture"),
        ("<div class=dropdown>{}</div>", "body"),
    ],
)
def test_what_is_around_the_text_of_a_page_is_not_the_frame_of_the_site(around: str, role: str) -> None:
    root = parse_html(f"<body>{around.format(story(1, 3))}</body>")
    assert root is not None
    free_layouts(root)
    assert {piece.role for piece in read_inside(root, "") if piece.text.startswith("Part 1")} == {role}


def test_sections_named_alike_that_hold_much_of_a_page_are_no_boxes() -> None:
    parts = "".join(f"<h2>Room {n}</h2><div class='w-embed part-{n}'>{story(n, 2)}</div>" for n in range(1, 5))
    root = parse_html(f"<body><h1>The rooms</h1>{parts}<div class=menu-bar>{story(9, 2)}</div></body>")
    assert root is not None
    free_layouts(root)
    assert [element.get("class") for element in root.iter("div")] == [None, None, None, None, "menu-bar"]


def test_sentences_are_no_box_whatever_they_are_named() -> None:
    said = "<p class=quote-embed>The harbour was sold to the town for a hundred crowns in the year of the flood.</p>"
    article = page(f"<article><h1>The vote</h1>{story(9, 6)}{said}{story(8, 6)}</article>")
    assert "a hundred crowns" in article.text


@pytest.mark.parametrize(
    ("box", "shown"),
    [
        ("<h3 class=hide-from-toc>{} of the harbour</h3><p>Of what is left, the town has a half.</p>", True),
        ("<div class=w-embed><table><tr><th>Town<th>{}</tr><tr><td>Leith<td>half</tr></table></div>", True),
        ("<div class=w-embed><p>{} of it</p></div>", False),
        ("<div class=menu-bar><table><tr><th>Town<th>{}</tr><tr><td>Leith<td>half</tr></table></div>", False),
    ],
)
def test_headings_and_embedded_tables_are_text_whatever_they_are_named(box: str, shown: bool) -> None:
    article = page(f"<article><h1>The vote</h1>{story(9, 6)}{box.format('Share')}{story(8, 6)}</article>")
    assert ("Share" in article.text) is shown


@pytest.mark.parametrize(
    ("name", "freed"),
    [
        ("sidebar-layout", None),
        ("w-embed", None),
        ("menu-of-ideas", None),
        ("comment-list widget", "comment-list widget"),
        ("site-footer", "site-footer"),
        ("story", "story"),
    ],
)
def test_layout_that_holds_much_of_a_page_is_no_box_whatever_it_is_named(name: str, freed: str | None) -> None:
    root = parse_html(f"<body><div class='{name}'>{story(1)}</div><div class=menu-bar>{story(2, 2)}</div></body>")
    assert root is not None
    free_layouts(root)
    assert [element.get("class") for element in root.iter("div")] == [freed, "menu-bar"]


@pytest.mark.parametrize(
    "section",
    [
        "<section id=cookies><h2>Cookies</h2>{}</section>",
        "<div id=s-hidden-fields><h2>Hidden fields</h2>{}</div>",
    ],
)
def test_section_that_is_named_like_a_box_is_text(section: str) -> None:
    text = "<p>To read what was sent, use the field of the request; it holds all that the browser knows.</p>"
    assert "it holds all" in site(section.format(text)).text


def test_section_with_a_heading_of_the_site_is_a_box() -> None:
    box = f"<section id=comments><h2>Comments</h2>{story(4)}</section>"
    assert "Part 4" not in page(f"<main><h1>The vote</h1>{story(3, 20)}</main>{box}").text


TURNS = [f"<p><b>{name}:</b> {SENTENCE}It was part {number}.</p>" for number, name in enumerate(["Ann", "Bo"] * 6)]


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<div class=comment>{turn}</div>" for turn in TURNS),
        "".join(f"<div class={('question', 'comment')[at % 2]}>{turn}</div>" for at, turn in enumerate(TURNS)),
        "".join(turn if at % 2 else f"<div class=comment>{turn}</div>" for at, turn in enumerate(TURNS)),
        f"{story(3, 5)}{''.join(f'<div class=comment>{turn}</div>' for turn in TURNS)}",
    ],
)
def test_comments_that_are_the_turns_of_a_talk_are_read(body: str) -> None:
    text = page(f"<main><h1>The hearing</h1>{body}</main>").text
    assert [f"part {number}." in text for number in range(12)] == [True] * 12


def test_comments_below_a_text_are_left_out() -> None:
    comments = "".join(f"<div class=comment>{turn}</div>" for turn in TURNS)
    article = page(f"<main><h1>The vote</h1>{story(3)}<div id=comments><h2>12 comments</h2>{comments}</div></main>")
    assert "Ann:" not in article.text
