"""Comments that a colleague writes on a shared page, in a real browser: by mouse, keyboard and on a small screen."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.export.export_data import ExportData
from reader.importers.w3c import parse_annotations
from tests.export.test_html import hostile, shared
from tests.fixtures.browser import Browser, needs_browser, opened
from tests.fixtures.harbour import ID, NOTHING, article_of, harbour, plain

pytestmark = needs_browser


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with opened(tmp_path_factory.mktemp("profile")) as one:
        yield one


@pytest.fixture
def browser(profile: Browser, tmp_path: Path) -> Iterator[Browser]:
    """A browser that keeps nothing of other tests."""
    profile.size(1280)
    profile.look()
    profile.download_to(tmp_path)
    yield profile
    profile.leave()


def open_page(browser: Browser, exported: ExportData, folder: Path) -> None:
    """Open the page without what an earlier test kept."""
    page = shared(exported, folder)
    browser.open(page)
    browser.ask("localStorage.clear()")
    browser.open(page)


SELECT = """((first, last) => {
  const points = [first, last].map((words, end) => {
    const walker = document.createTreeWalker(document.querySelector(".sheet"), NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const at = walker.currentNode.data.indexOf(words);
      if (at >= 0 && !walker.currentNode.parentElement.closest(".note")) {
        return [walker.currentNode, end ? at + words.length : at];
      }
    }
  });
  getSelection().setBaseAndExtent(...points[0], ...points[1]);
  return String(getSelection());
})"""


def select(browser: Browser, first: str, last: str = "") -> None:
    """Select from the words `first` to the words `last`, each within one text node."""
    browser.ask(f"{SELECT}({json.dumps(first)}, {json.dumps(last or first)})")


def comment(browser: Browser, text: str, name: str = "Ben Ray") -> None:
    """Press the button, write, and add the comment."""
    browser.click(".answer .main")
    browser.write(text)
    browser.key("Tab")
    browser.ask("document.activeElement.select()")
    browser.write(name)
    browser.key("Enter")


def saved(browser: Browser, folder: Path) -> dict[str, Any]:
    """Press "Save my comments", and return what the file has."""
    browser.click(".answer-buttons button:last-child")
    found: dict[str, Any] = json.loads((folder / browser.downloaded()).read_text(encoding="utf-8"))
    return found


def test_words_are_selected_and_commented(browser: Browser, tmp_path: Path) -> None:
    exported = harbour()
    open_page(browser, exported, tmp_path)
    select(browser, "Voters decide", "in May.")
    comment(browser, "In June, *surely*?\nAsk.")
    assert browser.ask("document.querySelector('mark.mine').textContent") == "Voters decide in May."
    browser.ask("getSelection().removeAllRanges()")
    comment(browser, "Well told.", "Ben Ray")
    file = saved(browser, tmp_path)
    assert browser.requests()[:1] == [browser.ask("location.href")]
    assert all(url.startswith(("file:", "blob:")) for url in browser.requests())
    about, whole = file["first"]["items"]
    assert about["creator"] == {"type": "Person", "name": "Ben Ray"}
    assert about["body"][0]["value"] == "In June, *surely*?\nAsk."
    place = exported.article.text.index("Voters decide in May.")
    quote, position = about["target"]["selector"]
    assert quote["exact"] == "Voters decide in May."
    assert quote["prefix"].endswith("What comes next\n\n")
    assert position == {"type": "TextPositionSelector", "start": place, "end": place + 21}
    assert whole["target"] == exported.article.source
    assert file["id"] == f"urn:x-reader:article:{ID}"


def test_places_are_those_of_the_text(browser: Browser, tmp_path: Path) -> None:
    """Across marks, numbers of notes, blocks, wide characters and items."""
    article = replace(
        article_of(
            [
                ("A 𝕋itle 😀", "heading", 1, "title"),
                ("One 😀 two\nthree 𝕋hree four.", "paragraph", 0, "body"),
                ("Left out of the page", "paragraph", 0, "furniture"),
                ("Five & <six>", "item", 0, "body"),
                ("Seven eight.", "code", 0, "body"),
            ]
        )
    )
    open_page(browser, ExportData(article, ID, NOTHING, ()), tmp_path)
    for first, last in [("two", "four."), ("itle", "One"), ("six>", "Seven"), ("𝕋hree", "𝕋hree")]:
        select(browser, first, last)
        comment(browser, "?")
    select(browser, "four.", "Five")
    comment(browser, "Cut where a block is left out")
    (read,) = parse_annotations(saved(browser, tmp_path))
    for note in read.notes:
        assert note.anchor
        assert article.text[note.anchor.start : note.anchor.end].split() == note.anchor.exact.split()
        assert article.text[: note.anchor.start].split()[-3:] == note.anchor.prefix.split()[-3:] or note.text != "?"
        assert note.made_on == article.sha256
    assert [note.anchor.exact for note in read.notes if note.anchor and note.text != "?"] == ["four."]


def test_a_comment_begun_before_the_browser_tells_of_the_last_is_kept(browser: Browser, tmp_path: Path) -> None:
    """The event that the box was closed comes late on a busy machine."""
    open_page(browser, harbour(), tmp_path)
    comment(browser, "One.")
    browser.click(".answer .main")
    browser.ask("document.querySelector('dialog').dispatchEvent(new Event('close'))")
    browser.write("Two.")
    browser.key("Tab")
    browser.key("Enter")
    items = saved(browser, tmp_path)["first"]["items"]
    assert [item["body"][0]["value"] for item in items] == ["One.", "Two."]


def test_everything_is_done_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    open_page(browser, harbour(), tmp_path)
    browser.key("Tab")
    assert browser.ask("document.activeElement.textContent") == "Choose words by keyboard"
    browser.key("Enter")
    for _ in range(3):
        browser.key("ArrowDown")
    for _ in range(3):
        browser.key("ArrowRight")
    browser.key("ArrowRight", shift=True)
    assert browser.ask("String(getSelection())") == "not told"
    browser.key("Enter")
    browser.write("By whom?")
    browser.key("Tab")
    browser.write("Ben Ray")
    browser.key("Tab")
    browser.key("Enter")
    assert browser.ask("document.querySelector('mark.mine').textContent") == "not told"
    assert browser.ask("document.activeElement.textContent") == "Comment"
    browser.key("Tab")
    browser.key("Enter")
    file = json.loads((tmp_path / browser.downloaded()).read_text(encoding="utf-8"))
    assert file["first"]["items"][0]["target"]["selector"][0]["exact"] == "not told"


def test_comment_survives_closing_and_is_edited_and_deleted(browser: Browser, tmp_path: Path) -> None:
    open_page(browser, harbour(), tmp_path)
    select(browser, "Voters decide")
    comment(browser, "First thought")
    assert browser.leave()  # the browser asks, since nothing is saved as a file
    browser.open(tmp_path / "page.html")
    assert browser.ask("document.querySelector('.note.mine .body').textContent") == "First thought"
    browser.click(".note.mine button")
    browser.write("Second thought")
    assert browser.leave()  # in the middle of a word
    browser.open(tmp_path / "page.html")
    assert browser.ask("document.querySelector('.answer .main').textContent") == "Continue my comment"
    browser.click(".answer .main")
    assert "Second thought" in browser.ask("document.querySelector('.answer-box textarea').value")
    browser.click(".answer-box .main")
    saved(browser, tmp_path)
    assert not browser.leave()
    browser.open(tmp_path / "page.html")
    browser.click(".note.mine button:last-child")
    assert browser.ask("document.querySelectorAll('.mine').length") == 0
    assert browser.ask("localStorage.length") == 1, "the name alone"


def test_two_tabs_do_not_overwrite_what_the_other_is_writing(browser: Browser, tmp_path: Path) -> None:
    open_page(browser, harbour(), tmp_path)
    browser.click(".answer .main")
    browser.write("Written here")
    (here,) = browser.ask("Object.keys(localStorage)")
    there = {"key": "", "id": "", "passage": None, "text": "Written in another tab", "name": ""}
    key = f"{here.rpartition(':')[0]}:another"
    browser.ask(f"localStorage.setItem({json.dumps(key)}, {json.dumps(json.dumps(there))})")
    browser.ask(f"dispatchEvent(new StorageEvent('storage', {{ key: {json.dumps(key)} }}))")
    browser.write(", and more")
    browser.click(".answer-box .main")
    assert browser.ask("document.querySelector('.note.mine .body').textContent") == "Written here, and more"
    assert browser.ask("document.querySelector('.answer .main').textContent") == "Continue my comment"
    browser.click(".answer .main")
    assert browser.ask("document.querySelector('.answer-box textarea').value") == "Written in another tab"


def test_browser_without_storage_says_so(browser: Browser, tmp_path: Path) -> None:
    page = shared(harbour(), tmp_path)
    browser.open(page)
    browser.ask("localStorage.clear(), Storage.prototype.setItem = () => { throw new Error('full') }, 0")
    browser.click(".answer .main")
    browser.write("Kept nowhere")
    browser.key("Tab")
    browser.key("Enter")
    assert "before you close" in browser.ask("document.querySelector('.answer-told').textContent")
    assert browser.leave()


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_small_screen(browser: Browser, dark: bool, tmp_path: Path) -> None:
    browser.size(360, 640)
    browser.look(dark=dark)
    open_page(browser, harbour(), tmp_path)
    select(browser, "Voters decide")
    browser.click(".answer .main")
    box = browser.ask("document.querySelector('dialog').getBoundingClientRect().toJSON()")
    assert box["left"] >= 0
    assert box["right"] <= 360
    assert box["bottom"] <= 640
    browser.write("W" * 400)
    browser.click(".answer-box .main")
    bar = browser.ask("document.querySelector('.answer').getBoundingClientRect().toJSON()")
    assert bar["left"] >= 0
    assert bar["bottom"] <= 640
    assert browser.ask("document.documentElement.scrollWidth") == 360


def test_print_has_comments_and_no_buttons(browser: Browser, tmp_path: Path) -> None:
    open_page(browser, ExportData(plain("Words on paper."), ID, NOTHING, ()), tmp_path)
    select(browser, "Words")
    comment(browser, "Printed")
    browser.look(printed=True)
    shown = browser.ask(
        "[...document.querySelectorAll('button, dialog, .answer')].filter((one) => one.offsetParent !== null).length"
    )
    assert shown == 0
    assert browser.ask("document.querySelector('.note.mine').offsetParent !== null")
    browser.look()


def test_hostile_text_and_storage_do_nothing(browser: Browser, tmp_path: Path) -> None:
    open_page(browser, hostile(), tmp_path)
    key = browser.ask("`reader:${document.querySelector('main').dataset.article}:`")
    sha256 = hostile().article.sha256
    planted = dict.fromkeys(("id", "text", "name", "created", "modified"), "'\"><img src=x onerror=window.hit=1>")
    odd = {**planted, "exact": "x", "prefix": "", "suffix": "", "start": -5, "end": 1 << 40}
    stored = [*map(json.dumps, ({**planted, "exact": 1}, planted, odd)), "{", "null", "[]"]
    for number, value in enumerate(stored):
        name = "draft:1" if value == "[]" else f"comment:{number}"
        browser.ask(f"localStorage.setItem({json.dumps(f'{key}{sha256}:{name}')}, {json.dumps(value)})")
    browser.open(tmp_path / "page.html")
    browser.ask("getSelection().selectAllChildren(document.querySelector('.sheet'))")
    comment(browser, "<script>window.hit=1</script>", "<img src=x onerror=window.hit=1>")
    assert browser.ask("window.hit === undefined")
    assert browser.ask("document.querySelectorAll('img, iframe, form, base').length") == 0
    assert len(saved(browser, tmp_path)["first"]["items"]) == 3
