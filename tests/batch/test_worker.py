"""What a child process of a batch answers: lines, words, problems, and how long it may take."""

import json
from pathlib import Path

import pytest

from reader.analysis import RULES
from reader.batch import Job, Options
from reader.batch.worker import FileAnalyzer
from reader.errors import AnalysisError

OPTIONS = Options("rules", RULES)


def test_another_version_of_the_engine_is_refused() -> None:
    FileAnalyzer(OPTIONS, 1).prepare()
    with pytest.raises(AnalysisError, match=r"the engine here is rules .*, but rules 0 is needed"):
        FileAnalyzer(Options("rules", "rules 0"), 1).prepare()


@pytest.mark.parametrize(
    ("size", "limit", "seconds"), [(0, None, 60.0), (2_000, None, 61.0), (1_000_000, None, 560.0), (2_000, 5.0, 5.0)]
)
def test_a_file_may_take_as_long_as_its_size_needs(size: int, limit: float | None, seconds: float) -> None:
    analyzer = FileAnalyzer(Options("rules", RULES, seconds=limit), 1)
    assert analyzer.seconds(Job("a", "/a", size, 0).to_line()) == seconds


def test_an_answer_has_the_number_of_words_and_a_line_and_a_process_ends_after_so_many(tmp_path: Path) -> None:
    path = tmp_path / "vote.txt"
    path.write_text("The Vote\n\n“We were not told,” Ann Lee said.\n")
    analyzer = FileAnalyzer(OPTIONS, 10)
    words, _, line = analyzer.answer(Job("vote", str(path), 40, 0).to_line()).partition(b" ")
    assert int(words) == 9
    assert json.loads(line)["quotes"][0]["speaker"]["name"] == "Ann Lee"
    assert not analyzer.is_spent()
    analyzer.answer(Job("vote", str(path), 40, 0).to_line())
    assert analyzer.is_spent()


def test_a_problem_is_told_in_one_line(tmp_path: Path) -> None:
    answer = FileAnalyzer(OPTIONS, 10).answer(Job("gone", str(tmp_path / "gone.txt"), 0, 0).to_line())
    assert answer.startswith(b"! no such file")
    assert answer.count(b"\n") <= 1
