"""Verdicts for editors and forges."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reader.export.sarif import RULES, rule_of, to_sarif
from tests.export.test_checked_draft import annotated

DRAFT = """# The Quay

“We were not told until Friday,” Maria Ortiz said. “The *budget* was clear
to nobody who can read,” Tom Ray said.

“The council of Leith voted for the new quay on Friday,” John Hill said. “We counted gulls,” he said.
"""


def results(source: str) -> list[dict[str, Any]]:
    draft = annotated(DRAFT)
    article = replace(draft.draft.article, source=source)
    log: dict[str, Any] = to_sarif(replace(draft, draft=replace(draft.draft, article=article)))
    (run,) = log["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == set(RULES)
    return list(run["results"])


def test_what_needs_somebody_is_shown_at_its_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "my draft.md").write_text(DRAFT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    found = results(str(tmp_path / "my draft.md"))
    assert [each["ruleId"] for each in found] == ["altered", "speaker", "missing"]
    places = [each["locations"][0]["physicalLocation"] for each in found]
    assert {place["artifactLocation"]["uri"] for place in places} == {"my%20draft.md"}
    lines = DRAFT.split("\n")
    second = places[1]["region"]
    assert lines[second["startLine"] - 1][second["startColumn"] - 1 : second["endColumn"] - 1] == (
        "The council of Leith voted for the new quay on Friday,"
    )
    assert [place["region"]["startLine"] for place in places] == [3, 6, 6]
    assert [place["region"]["endLine"] for place in places] == [4, 6, 6]
    assert "a negation is added" in found[0]["message"]["text"]


def test_the_log_has_what_the_schema_asks_for(tmp_path: Path) -> None:
    """As https://docs.oasis-open.org/sarif/sarif/v2.1.0 requires, beside the values that its enumerations have."""
    (tmp_path / "my draft.md").write_text(DRAFT, encoding="utf-8")
    draft = annotated(DRAFT)
    article = replace(draft.draft.article, source=str(tmp_path / "my draft.md"))
    log: dict[str, Any] = to_sarif(replace(draft, draft=replace(draft.draft, article=article)))
    assert set(log) == {"$schema", "version", "runs"}
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    assert run["tool"]["driver"]["name"] == "reader"
    assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert all(rule["shortDescription"]["text"] for rule in rules)
    assert run["results"]
    for result in run["results"]:
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        assert all(isinstance(value, str) for value in result["partialFingerprints"].values())
        (location,) = result["locations"]
        assert location["physicalLocation"]["artifactLocation"]["uri"] == (tmp_path / "my draft.md").as_uri()
        region = location["physicalLocation"]["region"]
        assert all(isinstance(number, int) and number >= 1 for number in region.values())
        assert (region["startLine"], region["startColumn"]) < (region["endLine"], region["endColumn"])


@pytest.mark.parametrize("source", ["-", "https://example.org/draft", "/gone/draft.md"])
def test_a_draft_without_a_file_has_paragraphs_only(source: str) -> None:
    for each in results(source):
        (location,) = each["locations"]
        assert "region" not in location["physicalLocation"]
        assert location["logicalLocations"][0]["fullyQualifiedName"].startswith("¶ ")


@pytest.mark.parametrize(
    ("words", "attribution", "frame", "restriction", "rule"),
    [
        ("altered", "other", "torn", "off the record", "altered"),
        ("missing", None, None, "", "missing"),
        ("verbatim", "other", "torn", "off the record", "restricted"),
        ("adapted", "other", "torn", "", "speaker"),
        ("verbatim", "same", "torn", "", "frame"),
        ("verbatim", "unknown", "torn", "", "frame"),
        ("adapted", "same", None, "", "citation"),
    ],
)
def test_the_gravest_rule_is_told(
    words: str, attribution: str | None, frame: str | None, restriction: str, rule: str
) -> None:
    check: Any = SimpleNamespace(words=words, attribution=attribution, frame=frame, restriction=restriction)
    assert rule_of(check) == rule
