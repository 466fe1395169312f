"""The gold in this folder is whole, and the score of the name shown counts as it says."""

from pathlib import Path
from typing import Any

import pytest

from tests.quality.evaluate import part_of, read
from tests.quality.shown import Shown, calibration_error, is_name_right, quotations, read_labelled

GOLD = Path(__file__).parent / "gold"


def found(start: int, end: int, name: str, confidence: float = 0.9) -> dict[str, Any]:
    return {"start": start, "end": end, "confidence": confidence, "speaker": {"name": name, "start": 0, "end": 2}}


@pytest.mark.parametrize(("name", "texts", "least"), [("wikinews", 24, 110), ("worldwide", 71, 195)])
def test_every_label_names_somebody(name: str, texts: int, least: int) -> None:
    documents = read(GOLD / f"{name}.jsonl")
    assert len(documents) == len({document["id"] for document in documents}) == texts
    assert sum(len(quotations(document)) for document in documents) >= least
    for document in documents:
        assert "{" not in document["text"]
        for start, end, label in document["segs"]:
            signed = document["text"].startswith(" — ", end)
            assert signed or document["text"][start] in "“\"‘'`"
            assert start < end <= len(document["text"])
            assert label in "-*" or all(len(part.split("|")[0]) > 1 for part in label.split(">"))


def test_the_halves_are_every_second_article() -> None:
    documents = [{"id": number} for number in range(5)]
    assert [document["id"] for document in part_of(documents, "dev")] == [0, 2, 4]
    assert [document["id"] for document in part_of(documents, "check")] == [1, 3]


def test_labels_stand_behind_quotations(tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_text("== one\nHe said “so”{he|Lee>Ann Lee}, “no”{-}.\n", encoding="utf-8")
    (document,) = read_labelled(path)
    assert document == {
        "id": "one",
        "text": "He said “so”, “no”.\n",
        "segs": [[8, 12, "he|Lee>Ann Lee"], [14, 18, "-"]],
    }
    assert quotations(document) == [{"start": 8, "end": 12, "heads": ["he", "Lee"], "names": ["Ann Lee"]}]


@pytest.mark.parametrize(
    ("shown", "right"),
    [("Ann Lee", True), ("Lee", True), ("Ann Maria Lee", True), ("Tom Lee", False), ("Ann", False), ("he", False)],
)
def test_a_name_in_news(shown: str, right: bool) -> None:
    gold = {"start": 0, "end": 4, "heads": ["he"], "names": ["Ann Lee"]}
    assert is_name_right({"segs": []}, gold, found(0, 4, shown)) is right


@pytest.mark.parametrize(
    ("shown", "right"), [("Mrs. Lee", True), ("Ann Lee", True), ("Lee", True), ("Mr. Lee", False), ("Ray", False)]
)
def test_a_name_in_a_novel(shown: str, right: bool) -> None:
    document = {"aliases": {"her": ["Mrs. Lee", "Ann Lee"], "him": ["Mr. Lee", "Tom Lee"], "other": ["Ray"]}}
    assert is_name_right(document, {"who": "her"}, found(0, 4, shown)) is right


def test_the_score_counts_names_mentions_and_what_was_not_asked_for() -> None:
    document = {
        "id": "one",
        "text": "He said “so it is now”, “no” and “yes”.",
        "segs": [[8, 22, "he>Ann Lee"], [24, 28, "-"], [33, 38, "*"]],
    }
    answer = {"quotes": [found(8, 22, "he", 0.3), found(24, 28, "Ann Lee"), found(33, 38, "Ann Lee")]}
    score = Shown()
    score.add(document, answer)
    lines = list(score.lines())
    assert lines[0].split() == "name shown P 0.0 R 0.0 F1 0.0 (gold 1, found 2)".split()
    assert lines[1].split() == "mention P 50.0 R 100.0 F1 66.7 (gold 1, found 2)".split()
    assert lines[-1].split() == "calibration error by name 32.5 (n=1)".split()


def test_the_calibration_error_is_the_mean_distance() -> None:
    assert calibration_error([]) == 0
    assert calibration_error([(0.9, True), (0.9, False)]) == pytest.approx(0.425)
