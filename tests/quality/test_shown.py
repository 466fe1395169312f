"""The gold in this folder is whole, and the score of the name shown counts as it says."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.quality import build_he_she, shown
from tests.quality.build_wikinews import LABELS, TABLES, built, checksum, text_of
from tests.quality.evaluate import part_of, read
from tests.quality.shown import Shown, calibration_error, faults, is_name_right, quotations, read_labelled

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
        assert list(faults(document)) == []


@pytest.mark.parametrize(
    ("name", "texts"), [("fresh", 79), ("fresh_unseen", 9), ("fresh_more", 21), ("fresh_check", 19)]
)
def test_fresh_news_is_labelled_without_its_texts(name: str, texts: int) -> None:
    documents = read(GOLD / f"{name}.labels.jsonl")
    assert len({document["id"] for document in documents}) == len(documents) == texts
    assert all("text" not in document and len(document["sha256"]) == 64 for document in documents)


@pytest.mark.parametrize(
    ("head", "told"),
    [("Lee", "name"), ("She", "he or she"), ("it", "it or they"), ("statement", "document"), ("spokesman", "phrase")],
)
def test_the_head_tells_how_a_speaker_is_told(head: str, told: str) -> None:
    assert shown.told(head) == told


@pytest.mark.parametrize(
    ("name", "texts", "least"),
    [("wikinews", 24, 110), ("wikinews_unseen.labels", 70, 259), ("wikinews_more.labels", 15, 108)],
)
def test_each_article_of_wikinews_names_its_source_and_licence(name: str, texts: int, least: int) -> None:
    documents = read(GOLD / f"{name}.jsonl")
    assert len({document["source"] for document in documents}) == len(documents) == texts
    assert sum(len(quotations(document)) for document in documents) >= least
    for document in documents:
        assert document["source"].startswith("https://en.wikinews.org/wiki/")
        assert document["licence"] == "CC BY 2.5"


def test_no_article_is_both_to_develop_on_and_unseen() -> None:
    developed, unseen = ({each["source"] for each in read(path)} for path in (GOLD / "wikinews.jsonl", LABELS))
    assert not developed & unseen


@pytest.mark.parametrize(
    ("segment", "fault"),
    [
        ([8, 12, "he>Ann Lee"], None),
        ([0, 12, "*"], None),
        ([8, 12, "he>Ann Ray"], "“so”' at 8 is said to be by ray, which the text does not name"),
        ([9, 12, "he>Ann Lee"], "so”' at 9 does not begin with a mark"),
        ([8, 12, "he"], "“so”' at 8 has neither heads and names nor - or * for its label: he"),
        ([8, 99, "he>Ann Lee"], "at 8 is out of order or outside the text"),
    ],
)
def test_faults_of_labels_are_told(segment: list[Any], fault: str | None) -> None:
    found = list(faults({"text": "He said “so”, Ann Lee.", "segs": [segment]}))
    assert len(found) == (fault is not None)
    assert fault is None or found[0].endswith(fault)


def test_the_unseen_articles_are_built_from_a_clone(tmp_path: Path) -> None:
    text = text_of({"title": "News", "text": "\n\n\n Ann Lee said \n“so”. \n\n\nThe\u00a0end.  \n"})
    assert text == "News\n\nAnn Lee said “so”.\n\nThe end."
    source = "https://en.wikinews.org/wiki/News"
    label = {"id": "News", "source": source, "sha256": checksum(text), "segs": [[19, 23, "Lee>Ann Lee"]]}
    labels = tmp_path / "labels.jsonl"
    labels.write_text(json.dumps(label), encoding="utf-8")
    (tmp_path / "data").mkdir()
    for table in TABLES:
        (tmp_path / table).write_text(
            f'url,date,title,text\n{source},2020-01-01,News,"Ann Lee said “so”.\n\n\nThe end."\n', encoding="utf-8"
        )
    assert [document["text"] for document in built(tmp_path, labels)] == [text]
    labels.write_text(json.dumps({**label, "sha256": checksum("other")}), encoding="utf-8")
    with pytest.raises(SystemExit, match="News is not there as it was labelled; get a new clone"):
        list(built(tmp_path, labels))


def test_he_and_she_are_built_from_a_clone(tmp_path: Path) -> None:
    text = "Ann Lee came. “So,” she said."
    labels = tmp_path / "labels.jsonl"
    label = {"id": "a.txt", "part": "check", "sha256": checksum(text), "quotes": [[14, 19, "she", "Ann Lee"]]}
    labels.write_text(json.dumps(label), encoding="utf-8")
    with pytest.raises(SystemExit, match=r"a\.txt is not there as it was labelled; get a new clone"):
        list(build_he_she.built(tmp_path, labels, "check"))
    path = tmp_path / build_he_she.TEXTS["check"] / "a.txt"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    (document,) = build_he_she.built(tmp_path, labels, "check")
    assert document["text"] == text
    assert document["quotes"] == [{"start": 14, "end": 19, "mention": "she", "name": "Ann Lee"}]
    assert list(build_he_she.built(tmp_path, labels, "dev")) == []


def test_no_label_of_he_and_she_is_there_twice() -> None:
    documents = read(build_he_she.LABELS)
    quotes = [(document["id"], *quote[:2]) for document in documents for quote in document["quotes"]]
    assert len(quotes) == len(set(quotes)) == 2363
    assert {quote[2] for document in documents for quote in document["quotes"]} == {"he", "she"}


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
    assert quotations(document) == [
        {"start": 8, "end": 12, "heads": ["he", "Lee"], "names": ["Ann Lee"], "type": "he or she"}
    ]


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
