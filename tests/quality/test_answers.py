"""The answers to real reports and interviews, and to reports with names from all over the world, as they were read."""

from difflib import unified_diff

from tests.quality.answers import ANSWERS, answers


def test_names_and_quotations_of_real_texts_are_as_they_were_read() -> None:
    written = ANSWERS.read_text(encoding="utf-8").splitlines()
    differing = list(unified_diff(written, answers().splitlines(), "answers.txt", "now", lineterm="", n=0))
    assert differing == [], "run `python -m tests.quality.answers`, and read the difference"
