"""The faults that `tests.history.plant` plants fit the program as it is."""

from pathlib import Path

import pytest

from tests.history.plant import FAULTS, planted


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_can_be_planted(name: str, tmp_path: Path) -> None:
    planted(name, tmp_path)
