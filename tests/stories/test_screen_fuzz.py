"""A short run of keys and sizes at random: see `screen_fuzz`, which also plays a long one."""

import pytest

from tests.stories.screen_fuzz import Figures, Sitting

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SITTINGS = ((1, False), (2, True))
"""Seeds, and whether the window is resized at every 20 ms of its first seconds."""


@pytest.mark.parametrize(("seed", "fresh"), SITTINGS)
def test_the_screen_is_always_what_a_full_repaint_shows(seed: int, fresh: bool) -> None:
    figures = Figures()
    Sitting(seed, figures).play(most_keys=120, most_resizes=12, fresh=fresh)
    assert figures.comparisons
    assert [str(found) for found in (*figures.differences, *figures.crashes)] == []
