"""A short run of keys and sizes at random: see `screen_fuzz`, which also plays a long one."""

import pytest
from hypothesis import settings

from tests.stories.screen_fuzz import Figures, Sitting

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

SITTINGS = ((1, False), (2, True))
"""Seeds, and whether the window is resized at every 20 ms of its first seconds."""

KEYS = max(60, 2 * settings().max_examples)
"""Keys of a sitting, with a tenth as many sizes. Profiles of more examples type more of them."""


@pytest.mark.parametrize(("seed", "fresh"), SITTINGS)
def test_the_screen_is_always_what_a_full_repaint_shows(seed: int, fresh: bool) -> None:
    figures = Figures()
    Sitting(seed, figures).play(most_keys=KEYS, most_resizes=KEYS // 10, fresh=fresh)
    assert figures.comparisons
    assert [str(found) for found in (*figures.differences, *figures.crashes)] == []
