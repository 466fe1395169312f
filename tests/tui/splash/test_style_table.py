"""The table of styles is what the style sheets make."""

from pathlib import Path

import pytest

from reader.tui.splash.terminal import style_table
from tests.tools.splash_styles import made_tables


@pytest.mark.picture
async def test_the_table_is_up_to_date(tmp_path: Path) -> None:
    """Run `python -m tests.tools.splash_styles` to make it again."""
    for look, table in (await made_tables(tmp_path)).items():
        assert style_table(*look.split()) == table
