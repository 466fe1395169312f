"""The placeholder of a narrow text field."""

import pytest
from textual.app import App, ComposeResult

from reader.tui.chrome.fitted_input import FittedInput


class Field(App[None]):
    def compose(self) -> ComposeResult:
        yield FittedInput("filter: words, tag:", id="find")


@pytest.mark.parametrize(("columns", "shown"), [(40, "filter: words, tag:"), (12, "filter: wo…")])
async def test_a_placeholder_without_room_ends_in_dots(columns: int, shown: str) -> None:
    app = Field()
    async with app.run_test(size=(columns, 3)) as pilot:
        await pilot.pause()
        assert app.query_one(FittedInput).placeholder.startswith(shown[:-2])
        assert app.query_one(FittedInput).placeholder.endswith(shown[-1])
        await pilot.resize_terminal(40, 3)
        await pilot.pause()
        assert app.query_one(FittedInput).placeholder == "filter: words, tag:"
