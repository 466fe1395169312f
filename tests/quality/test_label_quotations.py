"""A text is shown with its quotations numbered, and the names typed for them become labels."""

import pytest

from tests.tools.label_quotations import label, numbered

TEXT = 'Port is \'safe\'\n\n"It is," said Ann Lee. She called it a "jewel".\n\n"We have\n\nno doubt," she said.'


def test_quotations_are_numbered_by_their_marks() -> None:
    assert numbered(TEXT).count("[") == 4
    assert '[3]"We have\n\nno doubt,[4]" she said.' in numbered(TEXT)


def test_typed_names_become_labels() -> None:
    made = label({"id": "port", "text": TEXT}, ["1 Lee>Ann Lee", "2 -", "3-4 she>Ann Lee", "", "not read"])
    assert "text" not in made
    assert [(TEXT[start:end], told) for start, end, told in made["segs"]][:3] == [
        ("'safe'", "*"),
        ('"It is,"', "Lee>Ann Lee"),
        ('"jewel"', "-"),
    ]


def test_a_quotation_without_a_label_is_named() -> None:
    with pytest.raises(SystemExit, match="port: no label for 2, 3, 4"):
        label({"id": "port", "text": TEXT}, ["1 Lee>Ann Lee"])
