"""The pictures in the documents are up to date, and show what their docstrings say."""

import re
import tomllib
from pathlib import Path

import pytest

from reader.system.paths import PACKAGE
from tests.in_process import no_children
from tests.tools.generate_docs import DOCS
from tests.tools.screenshots import DRAWN_BY, PICTURES, other_versions, taken, words_of

__all__ = ["no_children"]

ROOT = PACKAGE.parent

pytestmark = pytest.mark.picture

every_picture = pytest.mark.parametrize("name", PICTURES)


@every_picture
async def test_a_picture_is_up_to_date(name: str) -> None:
    """`python -m tests.tools.generate_docs` draws it again. Look at it before you commit it."""
    if reason := other_versions():
        pytest.skip(reason)
    kept, now = (DOCS / f"{name}.svg").read_text(encoding="utf-8"), await taken(name)
    assert words_of(kept) == words_of(now)
    same = kept == now
    assert same, f"docs/{name}.svg: the same words, drawn differently"


@every_picture
def test_a_picture_loads_nothing_from_elsewhere(name: str) -> None:
    svg = re.sub(r"<!--.*?-->", "", (DOCS / f"{name}.svg").read_text(encoding="utf-8"))
    assert "@font-face" not in svg
    assert set(re.findall(r"https?://[^\"' )]+", svg)) == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"<(image|use|script|foreignObject)\b", svg)


@every_picture
def test_a_picture_has_a_description_and_is_in_a_document(name: str) -> None:
    assert PICTURES[name].__doc__
    documents = [ROOT / "README.md", *DOCS.glob("*.md")]
    assert any(f"{name}.svg)" in path.read_text(encoding="utf-8") for path in documents)


def test_there_is_no_unused_picture() -> None:
    assert {path.stem for path in DOCS.glob("*.svg")} == set(PICTURES)


def test_the_extra_for_tests_pins_the_versions_that_draw_the_pictures() -> None:
    """So the comparison is never skipped where that extra is installed."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert {f"{name}=={number}" for name, number in DRAWN_BY.items()} <= set(project["optional-dependencies"]["test"])


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("screen", ["2 Quotes", "Vladimir Putin", '"good neighbors,"', "3 Notes"]),
        ("note", ["Who says so besides Putin? #che", "#check", "Ctrl-S"]),
        ("why", ["Why Vladimir Putin?", "Second: "]),
        ("review", ["Its words have changed", "Then", "Now", "three-day official"]),
        ("orphaned", ["Passage no longer in the article", "solidifying a partnership"]),
        ("library", ["The Harbour Vote", "3 notes", "#check"]),
        ("page", ["Maria Ortiz", "3 quotes", "Mentions"]),
        ("help", ["In the list of quotes", "explain its speaker"]),
        ("tour", ["Tour 2 of 10"]),
    ],
)
def test_pictures_show_their_subject(name: str, seen: list[str]) -> None:
    words = " ".join(words_of((DOCS / f"{name}.svg").read_text(encoding="utf-8")).split())
    assert [each for each in seen if each not in words] == []


def test_a_picture_without_colours_has_none() -> None:
    """It contains only shades of grey."""
    svg = (DOCS / "plain.svg").read_text(encoding="utf-8")
    body = Path(DOCS / "plain.svg").read_text(encoding="utf-8").partition("</style>")[2] or svg
    colours = set(re.findall(r'fill="(#[0-9a-f]{6})"', body)) - {"#ff5f57", "#febc2e", "#28c840"}
    assert [colour for colour in colours if max(parts(colour)) - min(parts(colour)) > 8] == []


def parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
