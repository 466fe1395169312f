"""Fingerprints of documents, by which two libraries are compared."""

from reader.library.meta import hash_documents


def test_documents_have_fingerprints_by_their_ids_and_those_without_one_are_left_out() -> None:
    one, other = {"id": "aaaaaaaaa1", "text": "x"}, {"id": "bbbbbbbbb2", "text": "x"}
    found = hash_documents([one, other, {"text": "x"}, {"id": 3}, {"id": None}, {"id": "no name\n"}, {"id": ""}])
    assert set(found) == {"aaaaaaaaa1", "bbbbbbbbb2"}
    assert found["aaaaaaaaa1"] != found["bbbbbbbbb2"]
    assert hash_documents([other, one]) == found
    assert hash_documents([{**one, "text": "y"}, other])["aaaaaaaaa1"] != found["aaaaaaaaa1"]


def test_several_documents_of_one_id_have_one_fingerprint_of_all() -> None:
    one, other = {"id": "aaaaaaaaa1", "text": "x"}, {"id": "aaaaaaaaa1", "text": "y"}
    both = hash_documents([one, other])
    assert set(both) == {"aaaaaaaaa1"}
    assert len({both["aaaaaaaaa1"], hash_documents([one])["aaaaaaaaa1"], hash_documents([other])["aaaaaaaaa1"]}) == 3


def test_documents_may_have_their_ids_under_another_key() -> None:
    assert set(hash_documents([{"article": "aaaaaaaaa1", "id": "b"}], "article")) == {"aaaaaaaaa1"}
