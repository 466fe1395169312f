"""Pages as trees: what a reader does not see is dropped, unless it holds the article."""

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from lxml import etree

from reader.errors import SourceError
from reader.sources.html.elements import Element, parse_html
from reader.sources.open import open_source
from reader.sources.webpage import parse
from reader.sources.webpage.parse import prune
from tests.sources.webpage.pages import SENTENCE, page, site


@pytest.mark.parametrize("style", ["display:none", "color: red; DISPLAY : none", "visibility:hidden"])
def test_hidden_element_is_dropped(style: str) -> None:
    assert "Secret" not in site(f'<p style="{style}">Secret words of the site.</p>').text


def test_page_whose_end_stands_too_early_is_read_to_its_end() -> None:
    template = "<html><body><div>Menu</div></body></html><div><section><h1>The vote</h1></section><p>Words.</p></div>"
    root = parse_html(f"{template}</body></HTML >")
    assert root is not None
    assert "Words." in "".join(root.itertext())


@pytest.mark.parametrize("style", ["--footer-display: none", "--x:1; --display:none", "background: visibility"])
def test_variable_of_a_style_hides_nothing(style: str) -> None:
    assert "Shown words" in site(f'<p style="{style}">Shown words of the author.</p>').text


def test_panels_of_tabs_are_read_below_their_names() -> None:
    tabs = "".join(f"<button role=tab id=t{n}>{name}</button>" for n, name in enumerate(("Linux", "Windows")))
    panel = (
        "<div role=tabpanel aria-labelledby=t{}{}><p>Install it on {} first, and then start it with its name.</p></div>"
    )
    panels = panel.format(0, "", "a server") + panel.format(1, " hidden style='display:none'", "a desktop")
    text = site(f"<div role=tablist>{tabs}</div>{panels}").text
    assert text.index("Linux") < text.index("a server") < text.index("Windows") < text.index("a desktop")
    assert text.count("Windows") == 1


@pytest.mark.parametrize(
    "folded", ["role=region", "class='faq accordion-item'", "class='accordion-content hidden bar-icon-arrow'"]
)
def test_folded_answer_is_read(folded: str) -> None:
    assert "Ask the council" in site(f"<h3>Who?</h3><div hidden {folded}><p>Ask the council of Leith.</p></div>").text


def test_folded_notice_about_cookies_is_not_read() -> None:
    notice = "<div class=ot-sdk-cookie-policy><div class=ot-accordion-cookie>They count who reads what.</div></div>"
    assert "who reads what" not in site(notice).text


def test_hidden_element_that_holds_most_of_the_page_is_read() -> None:
    article = page(f"<p>Please wait.</p><div hidden><h1>Vote</h1>{f'<p>{SENTENCE}</p>' * 15}</div>")
    assert "The harbour stays open" in article.text
    styled = page(f"<p>Please wait.</p><div style='display:none'>{f'<p>{SENTENCE}</p>' * 15}</div>")
    assert "The harbour stays open" in styled.text


def test_dialog_stays_hidden_however_long_it_is() -> None:
    notice = "<p>We value your privacy and so do our partners. </p>" * 60
    article = page(f"<h1>Vote</h1>{f'<p>{SENTENCE}</p>' * 4}<div hidden><div id=CookieBox>{notice}</div></div>")
    assert "partners" not in article.text


def test_button_that_is_left_open_holds_no_article() -> None:
    menu = "<header><button aria-label=Menu><div></button><a href=/>Home</a></header>"
    assert "The harbour" in page(f"{menu}<main><h1>Vote</h1>{f'<p>{SENTENCE}</p>' * 9}</main>").text


def test_parts_that_follow_the_page_are_put_into_their_places() -> None:
    late = f"<div hidden id=S:0><p>Late words. {SENTENCE}</p></div>"
    article = page(
        f"<main><h1>Vote</h1><p>Early words. {SENTENCE}</p><template id=B:0></template>"
        f"<p>Last words. {SENTENCE}</p></main>"
        f"{late}<script>$RC('B:0','S:0')</script>"
    )
    assert article.text.index("Early") < article.text.index("Late") < article.text.index("Last")


def test_place_within_its_own_part_is_left_alone() -> None:
    article = page(f"<div hidden id=S:0><p>{SENTENCE * 30}</p><template id=B:0></template></div>")
    assert "The harbour" in article.text


@pytest.mark.parametrize("name", ["ads", "noprint", "advert"])
def test_class_that_holds_much_of_the_page_is_not_dropped(name: str) -> None:
    assert "The harbour" in page(f"<div class='{name} x'><h1>Vote</h1>{f'<p>{SENTENCE}</p>' * 9}</div>").text
    assert "The harbour" in page(f"<h1>Vote</h1>{f'<p>{SENTENCE}</p>' * 9}").text
    body = f"<body class={name}><main><h1>Vote</h1>{f'<p>{SENTENCE}</p>' * 9}</main>"
    assert "The harbour" in page(f"</body>{body}").text


def test_advertisement_is_dropped() -> None:
    assert "Buy" not in site("<div class=ads>Buy a boat from the best dealer in town.</div>").text


def test_nuls_in_a_page_are_left_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("nuls") / "page.html"
    path.write_bytes(f"<html><body><h1>Vo\0te</h1><p>{SENTENCE * 5}\0</p></body></html>".encode())
    article = open_source(str(path))
    assert article.title == "Vote"
    assert "␀" not in article.text


def test_page_full_of_nuls_is_a_binary_file(tmp_path_factory: pytest.TempPathFactory) -> None:
    path = tmp_path_factory.mktemp("nuls") / "page.html"
    path.write_bytes(b"<html>" + b"\0\0\1" * 500)
    with pytest.raises(SourceError, match="binary"):
        open_source(str(path))


@pytest.mark.parametrize("tag", ["div class=ads", "div hidden", "noscript"])
def test_nested_elements_are_measured_in_one_walk(tag: str, monkeypatch: pytest.MonkeyPatch) -> None:
    depth, seen = 2000, []

    def counted(*args: Any, **kwargs: Any) -> Iterator[tuple[str, Element]]:
        for step in etree.iterwalk(*args, **kwargs):
            seen.append(step)
            yield step

    root = parse_html(f"<body><p>{SENTENCE}</p>{f'<{tag}>word ' * depth}")
    assert root is not None
    monkeypatch.setattr(parse, "etree", SimpleNamespace(iterwalk=counted))
    prune(root)
    assert depth < len(seen) < 10 * depth
