"""Fingerprints of documents, by which two libraries are compared."""

from typing import Any

import pytest

from reader.library.meta import changed_digests, digests_after, hash_records, is_as_saved, sealed_tables, with_meta


def fingerprints(*documents: dict[str, Any]) -> dict[str, str]:
    return hash_records(("notes", str(key), document) for key, document in enumerate(documents))["note"]


def test_documents_have_fingerprints_by_their_ids_and_those_without_one_are_left_out() -> None:
    one, other = {"id": "aaaaaaaaa1", "text": "x"}, {"id": "bbbbbbbbb2", "text": "x"}
    found = fingerprints(one, other, {"text": "x"}, {"id": 3}, {"id": None}, {"id": "no name\n"}, {"id": ""})
    assert set(found) == {"aaaaaaaaa1", "bbbbbbbbb2"}
    assert found["aaaaaaaaa1"] != found["bbbbbbbbb2"]
    assert fingerprints(other, one) == found
    assert fingerprints({**one, "text": "y"}, other)["aaaaaaaaa1"] != found["aaaaaaaaa1"]


def test_several_documents_of_one_id_have_one_fingerprint_of_all() -> None:
    one, other = {"id": "aaaaaaaaa1", "text": "x"}, {"id": "aaaaaaaaa1", "text": "y"}
    both = fingerprints(one, other)
    assert set(both) == {"aaaaaaaaa1"}
    assert len({both["aaaaaaaaa1"], fingerprints(one)["aaaaaaaaa1"], fingerprints(other)["aaaaaaaaa1"]}) == 3


def test_corrections_have_their_fingerprint_by_their_article() -> None:
    found = hash_records([("corrections", "1", {"article": "aaaaaaaaa1", "id": "b"}), ("meta", "1", {"id": "c"})])
    assert set(found["corrections"]) == {"aaaaaaaaa1"}
    assert not found["note"]


ONE, OTHER = {"id": "aaaaaaaaa1", "text": "x"}, {"id": "bbbbbbbbb2", "text": "y"}


@pytest.mark.parametrize("table", ["articles", "notes", "corrections", "dossiers"])
def test_digests_follow_a_change_of_any_table(table: str) -> None:
    tables = sealed_tables({"meta": {"1": {"schema": 2}}, "notes": {"1": ONE}})
    after: dict[str, dict[str, Any]] = {**tables, table: {**tables.get(table, {}), "2": OTHER}}
    digests = digests_after(tables, tables, {table: {"2": OTHER}})
    assert digests == changed_digests({}, {}, after)
    assert digests is not None
    assert is_as_saved(with_meta(after, digests))
    assert not is_as_saved(with_meta(after, changed_digests({}, {}, tables)))


def test_a_library_that_has_not_been_sealed_gets_no_digests_from_a_change() -> None:
    assert digests_after({"notes": {"1": ONE}}, {}, {"notes": {"2": OTHER}}) is None
    unlike = {"meta": {"1": {"schema": 2, "digest": "none"}}}
    assert digests_after(unlike, {}, {"notes": {"2": OTHER}}) is None
