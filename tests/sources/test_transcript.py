"""Times of transcripts in plain text."""

from pathlib import Path

import pytest

from reader.analysis.speech.transcripts import find_turns
from reader.sources.transcript import find_times
from tests.sources.opening import opened


@pytest.mark.parametrize(
    "form",
    [
        "[{}] Lee: We were told.",
        "{} Lee: We were told.",
        "({})\nWe were told.",
        "Ann Lee  {}\nWe were told.",
        "00:{},500 We were told.",
        "{} - We were told.",
    ],
)
def test_times_at_the_beginning_of_lines_are_found(form: str) -> None:
    text = "\n\n".join(form.format(time) for time in ("00:03", "01:10", "12:00"))
    assert [page.label for page in find_times(text)] == ["0:03", "1:10", "12:00"]
    assert find_times(text)[1].start == text.index("\n\n") + 2


@pytest.mark.parametrize(
    "text",
    [
        "[00:03] One.\n[00:09] Two.\n",
        "9:00 Breakfast\n10:30 The vote\n12:00 Lunch\n",
        "00:03 one\n00:02 two\n00:01 three\n00:00 four\n",
        "00:03 one\n00:03 two\n00:03 three\n",
        "The score was 3:02.\nIt was 4:03 later.\nAnd 5:04 at last.\n",
        "00:031 one\n00:042 two\n00:053 three\n",
    ],
)
def test_other_times_are_no_transcript(text: str) -> None:
    assert find_times(text) == ()


def test_transcript_is_unchanged_and_its_quotes_know_their_times(tmp_path: Path) -> None:
    text = "[00:03] Lee: We were told.\n\n[01:10] Ortiz: No.\n\n[1:02:03] Lee: Yes\n"
    article = opened(tmp_path, "a.txt", text.encode())
    assert article.text == text
    turns = find_turns(article)
    assert [turn.label and turn.label.of(text) for turn in turns] == ["Lee", "Ortiz", "Lee"]
    assert [article.page_at(turn.words.start) for turn in turns] == ["0:03", "1:10", "1:02:03"]


def test_long_lines_take_bounded_time() -> None:
    assert find_times(("a " * 100_000 + "\n") * 5) == ()
