"""Rows that are cut in the middle of a cluster are as wide as before."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from textual.strip import Strip

from reader.tui.chrome.whole_clusters import cuts_wrongly, mend_cuts
from tests.stories.screen_fuzz import SIGNS

texts = st.lists(st.sampled_from([*SIGNS, " ", "words", "日本"]), min_size=2, max_size=6).map("".join)


@given(texts, st.data())
def test_the_parts_of_a_row_have_the_widths_that_were_asked_for(text: str, data: st.DataObject) -> None:
    mend_cuts()
    width = cell_len(text)
    cut = data.draw(st.integers(1, width - 1))
    parts = Strip([Segment(text)]).divide([cut, width])
    assert [cell_len(part.text) for part in parts] == [cut, width - cut]


def test_a_mend_is_made_once() -> None:
    mend_cuts()
    assert not cuts_wrongly()
