"""JSON exports hold everything."""

import json

from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Anchor
from reader.annotations.notes import Note, NoteRevision
from reader.export.json import to_json
from reader.text.sanitize import HOSTILE
from tests.fixtures.golden import check_golden
from tests.fixtures.harbour import ID, harbour, one_note


def test_export_equals_golden_file() -> None:
    check_golden("harbour.json", to_json(harbour()))


def test_json_keeps_every_revision() -> None:
    exported = harbour()
    data = json.loads(to_json(exported))
    assert (data["format"], data["version"], data["article"]["id"]) == ("reader", 1, ID)
    for note, made in zip(exported.notes, data["notes"], strict=True):
        revisions = []
        for values_ in made["revisions"]:
            anchor = Anchor(**values_.pop("anchor")) if values_["anchor"] else values_.pop("anchor")
            revisions.append(NoteRevision(**{**values_, "tags": tuple(values_["tags"])}, anchor=anchor))
        assert Note(made["id"], made["article"], made["made_on"], tuple(revisions), placement=note.placement) == note


@given(st.text())
def test_json_holds_any_text_without_control_characters(words: str) -> None:
    made = to_json(one_note("Words.", words))
    assert json.loads(made)["notes"][0]["text"] == words
    assert not HOSTILE.search(made)
    assert made.endswith("}\n")
