"""Drafts are files of their own, and no window writes or deletes another's."""

import errno
import json
import os
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.anchoring import Anchor
from reader.session import state
from reader.session.drafts import Draft, DraftOwner, DraftStore, draft_from, typed_words, write_words
from reader.session.state import ReadingState
from reader.text.sanitize import clean, clean_line

ARTICLE, TEXT = "7f3ckq2m5d", "0" * 64

HALF = Draft("half a thought", ("a", "b"), Anchor("words", "some ", " here", 5, 10), TEXT, article=ARTICLE)

TEXTS = st.text(st.characters(codec="utf-8"), max_size=30)


def load(folder: Path) -> list[Draft]:
    return DraftStore(folder).load(DraftOwner({ARTICLE}, set()))


def files(folder: Path) -> list[Path]:
    return sorted((folder / "drafts").glob("*"))


@pytest.fixture
def store(tmp_path: Path) -> DraftStore:
    return DraftStore(tmp_path)


def test_without_drafts_nothing_is_written(tmp_path: Path) -> None:
    assert DraftStore(tmp_path / "state").load(DraftOwner({ARTICLE}, {TEXT})) == []
    assert not (tmp_path / "state").exists()


def test_a_draft_is_one_private_durable_file(
    store: DraftStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    (tmp_path / "drafts").mkdir()
    monkeypatch.setattr(os, "fsync", synced.append)
    store.save(HALF)
    (file,) = files(tmp_path)
    assert (file.stem, file.stat().st_mode & 0o777, len(synced)) == (HALF.id, 0o600, 2)
    assert load(tmp_path) == [HALF]


@given(TEXTS, st.lists(TEXTS, max_size=3).map(tuple), TEXTS)
def test_any_draft_round_trips_sanitized(text: str, tags: tuple[str, ...], words: str) -> None:
    draft = replace(HALF, text=text, tags=tags, anchor=Anchor(words, "", "", 0, 3), base=("r",), note="abcdefghij")
    found = draft_from(json.loads(json.dumps(asdict(draft))))
    assert found == replace(
        draft, text=clean(text), tags=tuple(map(clean_line, tags)), anchor=Anchor(clean(words), "", "", 0, 3)
    )


def test_a_draft_belongs_to_an_article_by_its_id_or_its_text(store: DraftStore) -> None:
    store.save(HALF)
    assert store.load(DraftOwner({"another"}, {TEXT})) == [HALF]
    assert store.load(DraftOwner({"another"}, {"1" * 64})) == []


def test_a_draft_on_a_text_that_the_library_never_knew_belongs_to_its_source(store: DraftStore) -> None:
    """The window was killed while the library was being opened, and the file has changed since."""
    here = replace(HALF, source="/articles/harbour.txt")
    store.save(here)
    assert store.load(DraftOwner({"another"}, set(), {"/articles/harbour.txt"})) == [here]
    assert store.load(DraftOwner({"another"}, set(), {"/articles/vote.txt"})) == []
    assert store.load(DraftOwner({"another"}, set(), {"/articles/harbour.txt"}, {ARTICLE}.__contains__)) == []


def test_drafts_are_in_the_order_of_time(store: DraftStore) -> None:
    late, early = replace(HALF, id="late", at="2026-02-02"), replace(HALF, id="early", at="2026-01-01")
    store.save(late)
    store.save(early)
    assert store.load(DraftOwner({ARTICLE}, set())) == [early, late]


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"text": 3}', b'{"text": "x", "id": "../x"}', b"\xff"])
def test_an_invalid_file_is_skipped_and_kept(store: DraftStore, tmp_path: Path, raw: bytes) -> None:
    store.save(HALF)
    (tmp_path / "drafts" / "damaged.json").write_bytes(raw)
    assert load(tmp_path) == [HALF]
    assert (tmp_path / "drafts" / "damaged.json").read_bytes() == raw


def test_a_draft_of_a_megabyte_is_kept(store: DraftStore, tmp_path: Path) -> None:
    long = replace(HALF, text="x" * (5 << 20))
    store.save(long)
    assert load(tmp_path) == [long]


def test_saving_a_note_deletes_only_its_own_draft(store: DraftStore, tmp_path: Path) -> None:
    other = replace(HALF, id="other", text="another thought")
    store.save(HALF)
    store.save(other)
    store.delete(HALF)
    store.delete(HALF)
    assert load(tmp_path) == [other]


def test_a_draft_of_another_window_is_not_written_over(store: DraftStore, tmp_path: Path) -> None:
    """Both windows open one draft; each goes on in a file of its own, however often it writes."""
    store.save(HALF)
    other = DraftStore(tmp_path)
    (found,) = other.load(DraftOwner({ARTICLE}, set()))
    store.save(replace(HALF, text="mine"))
    for words in ("theirs", "theirs too"):
        other.save(replace(found, text=words))
    assert {draft.text for draft in load(tmp_path)} == {"mine", "theirs too"}
    other.delete(found)
    assert {draft.text for draft in load(tmp_path)} == {"mine"}


def test_a_draft_of_another_window_is_not_written_over_after_loading_again(store: DraftStore, tmp_path: Path) -> None:
    store.save(HALF)
    other = DraftStore(tmp_path)
    (draft,) = other.load(DraftOwner({ARTICLE}, set()))
    other.save(replace(draft, text="theirs"))
    store.load(DraftOwner({ARTICLE}, set()))
    store.save(replace(HALF, text="mine"))
    assert {draft.text for draft in load(tmp_path)} == {"theirs", "mine"}


def test_a_draft_that_another_window_goes_on_with_is_not_deleted(store: DraftStore, tmp_path: Path) -> None:
    store.save(HALF)
    other = DraftStore(tmp_path)
    other.load(DraftOwner({ARTICLE}, set()))
    other.save(replace(HALF, text="going on"))
    store.delete(HALF)
    assert [draft.text for draft in load(tmp_path)] == ["going on"]


def test_a_draft_that_another_window_has_deleted_is_written_again(store: DraftStore, tmp_path: Path) -> None:
    store.save(HALF)
    other = DraftStore(tmp_path)
    other.load(DraftOwner({ARTICLE}, set()))
    other.delete(HALF)
    store.save(replace(HALF, text="still typing"))
    assert [draft.text for draft in load(tmp_path)] == ["still typing"]


def test_a_failed_write_is_an_error_and_leaves_the_former_draft(
    store: DraftStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.save(HALF)

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            store.save(replace(HALF, text="more"))
    assert load(tmp_path) == [HALF]
    assert len(files(tmp_path)) == 1


# ---------------------------------------------------------------------- version 0.1.0

OLD = {"text": "half", "tags": ["a"], "span": [5, 10], "note": None, "passage": "words"}


@pytest.fixture
def old(tmp_path: Path) -> DraftStore:
    """A store beside a state file of version 0.1.0 with two drafts."""
    with state.changed_document(ARTICLE, tmp_path) as document:
        document |= {"caret": 7, "drafts": [OLD, {"text": "on all of it"}]}
    return DraftStore(tmp_path)


def test_old_drafts_are_read_and_stay_where_they_are(old: DraftStore, tmp_path: Path) -> None:
    found = old.load(DraftOwner({ARTICLE}, set()))
    assert sorted((draft.text, draft.anchor) for draft in found if draft.anchor) == [
        ("half", Anchor("words", "", "", 5, 10))
    ]
    assert {draft.text for draft in found} == {"half", "on all of it"}
    assert found == load(tmp_path), "their ids are the same each time"
    assert not files(tmp_path)


@pytest.mark.parametrize("saved", [True, False])
def test_an_old_draft_leaves_its_state_file_when_it_is_written_or_saved(
    old: DraftStore, tmp_path: Path, saved: bool
) -> None:
    (draft,) = (each for each in old.load(DraftOwner({ARTICLE}, set())) if each.text == "half")
    if saved:
        old.delete(draft)
    else:
        old.save(replace(draft, text="half and more"))
    assert state.load_document(ARTICLE, tmp_path)["drafts"] == [{"text": "on all of it"}]
    assert state.load_state(ARTICLE, tmp_path) == ReadingState(7)
    assert {each.text for each in load(tmp_path)} == {"on all of it", *(() if saved else ("half and more",))}


def test_an_old_draft_that_another_window_goes_on_with_is_not_deleted(old: DraftStore, tmp_path: Path) -> None:
    """What this window has in its box is the old draft, whatever it has read since."""
    (draft,) = (each for each in old.load(DraftOwner({ARTICLE}, set())) if each.text == "half")
    other = DraftStore(tmp_path)
    other.load(DraftOwner({ARTICLE}, set()))
    other.save(replace(draft, text="half and more"))
    old.load(DraftOwner({ARTICLE}, set()))
    old.delete(draft)
    assert {each.text for each in load(tmp_path)} == {"half and more", "on all of it"}


# ---------------------------------------------------------------------- places


def test_drafts_without_a_place_are_never_at_the_same_place() -> None:
    gone, other = replace(HALF, id="one"), replace(HALF, id="two", anchor=Anchor("others", "", "", 20, 26))
    whole = replace(HALF, id="three", anchor=None)
    assert not gone.same_place(other)
    assert not gone.same_place(whole)
    assert whole.same_place(replace(whole, id="four"))
    assert not whole.same_place(replace(whole, note="abcdefghij"))
    assert replace(gone, note="abcdefghij").same_place(replace(other, note="abcdefghij"))


def test_words_are_written_with_their_tags_to_a_new_file(tmp_path: Path) -> None:
    path, words = tmp_path / "copy.txt", typed_words(HALF.text, HALF.tags)
    write_words(words, path)
    assert path.read_text() == "half a thought\n\n#a #b\n"
    with pytest.raises(FileExistsError):
        write_words(words, path)
