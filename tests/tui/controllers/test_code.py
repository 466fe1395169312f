"""The colours of the code on the screen: found in a thread, and only for what is visible."""

import pytest

from reader.session.session import Session
from reader.sources.markdown import read_markdown
from reader.system.paths import UserPaths
from reader.tui.controllers import code
from tests.page_object import Desk, opened, plain
from tests.waiting import until_async

LISTING = "```python\n" + "def vote():\n    return 42\n" * 300 + "```"

TEXT = f"# Code\n\nWords before it.\n\n{LISTING}\n\nWords after it."


def coloured_rows(desk: Desk) -> int:
    """Return the number of rows with a number in its colour."""
    pane = desk.screen.article
    number = pane.painter.style(("code", "syntax:number"))
    rows = (pane.render_line(row) for row in range(pane.size.height))
    return sum(any("42" in segment.text and segment.style == number for segment in row) for row in rows)


async def test_visible_code_gets_its_colours_and_a_jump_the_next(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(TEXT), paths)) as desk:
        await until_async(lambda: coloured_rows(desk) > 10)
        await desk.press("G")
        await until_async(lambda: coloured_rows(desk) > 10)
        pane = desk.screen.article
        ground = pane.painter.style(("code",)).bgcolor
        row = next(row for row in range(pane.size.height) if "return" in pane.render_line(row).text)
        cells = [segment for segment in pane.render_line(row) if segment.style and segment.style.bgcolor == ground]
        assert sum(segment.cell_length for segment in cells) == pane.view.layout.width


async def test_an_article_without_code_loads_no_lexer(paths: UserPaths, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[object] = []
    monkeypatch.setattr(code, "load_colours", loaded.append)
    async with opened(plain("Words.\n\nMore words.", paths)) as desk:
        await desk.press("j", "G")
        assert loaded == []


async def test_another_text_gets_its_own_colours(paths: UserPaths) -> None:
    async with opened(Session(read_markdown(TEXT), paths)) as desk:
        await until_async(lambda: coloured_rows(desk) > 10)
        fresh = Session(read_markdown(TEXT.replace("Words before it.", "")), paths)
        desk.screen.session = fresh
        desk.screen.article.change_text(fresh.article)
        assert coloured_rows(desk) == 0
        desk.screen.code.show()
        await until_async(lambda: coloured_rows(desk) > 10)


async def test_a_line_that_goes_on_has_the_sign_of_a_diff_in_its_colour(paths: UserPaths) -> None:
    long = f"+{'new ' * 40}\n-{'old ' * 40}"

    def signs(desk: Desk) -> dict[str, str]:
        """Return the kinds of the signs before rows that go on."""
        pane = desk.screen.article
        kinds = {
            str(pane.painter.style(("code", kind))): kind for kind in ("syntax:inserted", "syntax:deleted", "sign")
        }
        parts = [each for row in range(pane.size.height) for each in pane.render_line(row)]
        return {each.text.strip(): kinds.get(str(each.style), "") for each in parts if "↪" in each.text}

    async with opened(Session(read_markdown(f"```diff\n{long}\n```"), paths)) as desk:
        assert signs(desk) == {"+↪": "syntax:inserted", "-↪": "syntax:deleted"}
    async with opened(Session(read_markdown(f"```text\n{long}\n```"), paths)) as desk:
        assert signs(desk) == {"↪": "sign"}
