"""Notes as W3C Web Annotations."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from reader.export.export_data import ExportData
from reader.export.w3c import to_w3c
from tests.fixtures.harbour import ID, harbour, one_note, span_of

EXAMPLES: dict[str, Any] = json.loads(
    (Path(__file__).parents[1] / "samples" / "w3c" / "examples.json").read_text(encoding="utf-8")
)


def shape(value: object) -> object:
    """Replace the values of JSON by their types, for comparison with the model."""
    if isinstance(value, dict):
        return {key: value[key] if key in ("type", "@context") else shape(value[key]) for key in value}
    return type(value).__name__


def annotations(exported: ExportData) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads(to_w3c(exported))["first"]["items"]
    return items


def test_collection_follows_the_model() -> None:
    made, model = json.loads(to_w3c(harbour())), EXAMPLES["collection"]
    assert made["total"] == len(made["first"]["items"]) == 8
    assert set(made) >= set(model)
    assert set(made["first"]) - {"partOf"} == set(model["first"])
    assert made["first"]["partOf"] == made["id"]
    assert made["last"] == made["first"]["id"]
    for key in ("@context", "type"):
        assert made[key] == model[key]
    assert made["first"]["type"] == model["first"]["type"]
    assert shape(made["label"]) == shape(model["label"])


def test_empty_collection_has_no_page() -> None:
    """The model allows no empty page."""
    made = json.loads(to_w3c(replace(harbour(), notes=())))
    assert (made["total"], "first" in made, "last" in made) == (0, False, False)


def test_selectors_have_the_keys_and_kinds_of_the_model() -> None:
    for note in annotations(harbour()):
        if isinstance(note["target"], dict):
            quote, position = note["target"]["selector"]
            assert shape(quote) == shape(EXAMPLES["text quote selector"]["target"]["selector"])
            assert shape(position) == shape(EXAMPLES["text position selector"]["target"]["selector"])
            assert set(note["target"]) == set(EXAMPLES["text quote selector"]["target"])


def test_bodies_have_the_keys_of_the_model() -> None:
    known = {key for body in EXAMPLES["motivation and purpose"]["body"] for key in body}
    known |= set(EXAMPLES["embedded textual body"]["body"])
    for note in annotations(harbour()):
        assert set(note) <= {"motivation", "body", "schema:isBasedOn", *EXAMPLES["lifecycle"]}
        for body in note.get("body", ()):
            assert set(body) <= known
            assert body["purpose"] in ("commenting", "tagging")
    assert "body" not in annotations(one_note("Words."))[0]


def test_positions_count_code_points() -> None:
    exported = one_note("💬 said 𝒙")
    article = exported.article
    (note,) = exported.notes
    said = span_of(article, "said")
    revision = replace(note.head, anchor=replace(note.head.anchor, exact="said", start=said.start, end=said.end))  # type: ignore[type-var]
    made = annotations(replace(exported, notes=(replace(note, revisions=(revision,)),)))[0]
    assert made["target"]["selector"][1] == {"type": "TextPositionSelector", "start": 2, "end": 6}


def test_note_on_the_whole_article_targets_its_source() -> None:
    whole = next(note for note in annotations(harbour()) if note["id"].endswith("aaaaaaaaa1"))
    assert whole["target"] == "https://example.org/harbour"
    assert annotations(one_note("Words.", source="/home/ann/it's here.md"))[0]["target"]["source"] == (
        "file:///home/ann/it%27s%20here.md"
    )
    assert annotations(one_note("Words."))[0]["target"]["source"] == f"urn:x-reader:article:{ID}"
