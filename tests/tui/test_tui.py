"""Walks over the screen, with all that it shows after each step: golden files to read.

The words are kept in their places, without their colours. Of each step only the rows are shown that it has changed,
with their numbers.
"""

import html
import re
import shlex

import pytest

from reader.text.width import cells_of
from tests.fixtures.golden import check_golden
from tests.tools.screenshots import Scene, other_versions, stage

pytestmark = pytest.mark.picture

CELL = re.compile(r'<text[^>]* x="([\d.]+)"[^>]*clip-path="url\(#[\w-]+-line-(\d+)\)"[^>]*>([^<]*)</text>')

CELL_WIDTH = 12.2
"""Of a cell in a picture."""

READING = """
j j l w
2 / j enter w
escape 1 / j j enter n
escape 3 / j
4 / 5 / z
z / slash "said" enter n N
escape v e e a "Why? #check" ctrl+s
e "More. " escape
G / t
"""

LIBRARY = """
j j > > <
2 / j
3 / j h l
1 / slash "ortiz" enter
escape v t "new, old/er" enter
D / a "nowhere.txt" enter
escape enter
S j enter
s "harbour" enter j
question_mark
"""

DIALOGS = """
2 / j c
down down down escape
E
down tab tab escape
colon "theme"
escape question_mark
"foot" escape
m a j j j apostrophe a
A "For all." escape
y Y H H
f l l enter
x U
"""
"""Keys, and words to type, by lines and `/` into steps."""


def words_in_places(svg: str) -> list[str]:
    """Return the rows of a picture."""
    rows: dict[int, str] = {}
    for x, row, words in CELL.findall(svg):
        before = rows.get(int(row), "")
        gap = round(float(x) / CELL_WIDTH) - cells_of(before)
        rows[int(row)] = before + " " * gap + html.unescape(words).replace("\xa0", " ")
    return [rows.get(row, "").rstrip() for row in range(max(rows, default=-1) + 1)]


async def walked(scene: Scene, keys: str) -> str:
    """Return what the screen shows at first, and after each step."""
    parts: list[str] = []
    before: list[str] = []
    for step in ["", *re.split(r"\n| / ", keys.strip())]:
        for key in shlex.split(step, posix=False):
            await (scene.type(key.strip('"')) if key.startswith('"') else scene.press(key))
        now = words_in_places(scene.pilot.app.export_screenshot())
        changed = [f"{row:>2} {words}" for row, words in enumerate(now) if before[row : row + 1] != [words]]
        parts.append("\n".join([f"== {step}", *changed]))
        before = now
    return "\n".join(parts) + "\n"


@pytest.mark.parametrize(
    ("name", "keys", "size"), [("reading", READING, (120, 34)), ("dialogs", DIALOGS, (64, 24))], ids=["wide", "narrow"]
)
async def test_the_screen_of_an_article_is_as_it_was_read(name: str, keys: str, size: tuple[int, int]) -> None:
    if reason := other_versions():
        pytest.skip(reason)
    with stage() as empty:
        async with empty.shown(empty.sample(), size) as scene:
            made = await walked(scene, keys)
    check_golden(f"walk-{name}.txt", made)


async def test_the_screens_of_the_library_are_as_they_were_read() -> None:
    if reason := other_versions():
        pytest.skip(reason)
    with stage() as empty:
        empty.news()
        async with empty.shown(empty.paths, (100, 26)) as scene:
            made = await walked(scene, LIBRARY)
            check_golden("walk-library.txt", made.replace(str(empty.folder), "~"))
