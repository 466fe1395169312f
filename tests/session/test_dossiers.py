"""Dossiers in the library: two devices in any order, undo, damage, earlier versions of the program."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from reader.annotations.dossiers import Role, new_member
from reader.errors import SessionError
from reader.library.codec.corrections import member_document, member_from
from reader.library.codec.records import Tables
from reader.library.deduplicate import united
from reader.library.library import Library, MergeSummary
from reader.library.merge import merge_files, merge_tables
from reader.library.recovery import with_all_tables
from reader.session.dossiers import (
    dossiers_of,
    folder_to_ask_about,
    put_in_dossier,
    require_dossier,
    revert,
    take_out_of_dossier,
    undo_last_change,
)
from tests.examples import at_most
from tests.library.test_merge import FIRST, SECOND, article

Make = Callable[[str], Library]
TEXTS = ("The quay is closed.", "A storm came on Monday.", "The mayor has resigned.", "Fish is dear this year.")


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """Return the library of a device."""
    return lambda name: Library(tmp_path / name / "library.json", tmp_path / name / "state")


def add(library: Library, *texts: str) -> list[str]:
    return [library.record_opening(article(text, f"/articles/{text[:8]}.txt")).id for text in texts]


def shown(library: Library) -> dict[str, dict[str, Role]]:
    return {each.name: each.articles for each in library.dossiers()}


def test_a_library_without_dossiers_is_as_it_was(make: Make) -> None:
    library = make("one")
    add(library, *TEXTS)
    tables = json.loads(library.path.read_bytes())
    assert tables.keys() == {"meta", "articles", "notes", "corrections"}
    assert "dossiers" not in tables["meta"]["1"]
    assert library.dossiers() == []


def test_dossiers_are_kept_and_survive_a_new_text_and_a_new_name_of_the_file(make: Make) -> None:
    library = make("one")
    (own,) = add(library, FIRST)
    put_in_dossier(library, "Quay", {own: "source"})
    library.record_opening(article(SECOND, f"/articles/{FIRST[:8]}.txt"))
    library.record_opening(article(SECOND, "/elsewhere/renamed.txt"))
    again = Library(library.path)
    assert shown(again) == {"Quay": {own: "source"}}
    assert [each.name for each in dossiers_of(again, article(SECOND, "/elsewhere/renamed.txt"))] == ["Quay"]
    rewritten = article("Nothing is as it was before, and every word is another.", "/elsewhere/renamed.txt")
    assert [each.name for each in dossiers_of(again, rewritten)] == ["Quay"], "the same file"
    assert dossiers_of(again, article("Quite another text.", "/b.txt")) == []
    assert again.check().problems == ()
    assert again.check().dossiers == 1


def test_an_article_may_be_in_several_and_have_roles(make: Make) -> None:
    library = make("one")
    one, two, three = add(library, *TEXTS[:3])
    put_in_dossier(library, "Quay", {one: "source", two: "draft"})
    put_in_dossier(library, "bridge", {one: "draft"})
    assert len(put_in_dossier(library, "QUAY", {one: "source", two: "source", three: "source"})) == 2
    assert shown(library) == {
        "bridge": {one: "draft"},
        "Quay": {one: "source", two: "source", three: "source"},
    }
    with pytest.raises(SessionError, match="no article nobody"):
        put_in_dossier(library, "Quay", {"nobody": "source"})
    with pytest.raises(SessionError, match="did you mean “bridge”"):
        require_dossier(library, "brigde")


def test_what_was_done_is_undone_step_by_step(make: Make) -> None:
    library = make("one")
    one, two, three = add(library, *TEXTS[:3])
    put_in_dossier(library, "Quay", {one: "source", two: "source"})
    put_in_dossier(library, "Quay", {three: "draft"})
    gone = take_out_of_dossier(library, "Quay", [one, three])
    assert shown(library) == {"Quay": {two: "source"}}
    revert(library, gone)
    assert shown(library) == {"Quay": {one: "source", two: "source", three: "draft"}}
    take_out_of_dossier(library, "Quay", [one, two, three])
    assert library.dossiers() == []
    said = [undo_last_change(library, "quay") for _ in range(3)]
    assert said == ["undone: 3 articles as before", "undone: 1 article taken out", "undone: 2 articles taken out"]
    with pytest.raises(SessionError, match="nothing to undo"):
        undo_last_change(library, "Quay")


def test_a_removal_there_does_not_outlive_an_addition_here(make: Make) -> None:
    here, there = make("here"), make("there")
    one, two = add(here, *TEXTS[:2])
    put_in_dossier(here, "Quay", {one: "source", two: "source"})
    assert there.merge(here) == MergeSummary(articles=2, revisions=2, dossiers=2)
    take_out_of_dossier(there, "Quay", [one, two])
    put_in_dossier(here, "Quay", {one: "draft"})
    here.merge(there)
    there.merge(here)
    assert shown(here) == shown(there) == {"Quay": {one: "draft"}}
    assert here.merge(there) == MergeSummary()


def test_two_devices_that_gave_an_article_two_ids(make: Make) -> None:
    here, there = make("here"), make("there")
    (one,) = add(here, FIRST)
    other = there.record_opening(article(SECOND, f"/articles/{FIRST[:8]}.txt")).id
    assert one != other
    put_in_dossier(here, "Quay", {one: "source"})
    put_in_dossier(there, "quay", {other: "source"})
    here.merge(there)
    there.merge(here)
    assert shown(here) == shown(there)
    (dossier,) = here.dossiers()
    assert len(dossier.articles) == 1
    take_out_of_dossier(here, "Quay", dossier.articles)
    assert here.dossiers() == []


def test_the_git_driver_joins_dossiers(make: Make) -> None:
    here, there = make("here"), make("there")
    for library, texts in ((here, TEXTS[:2]), (there, TEXTS[1:3])):
        put_in_dossier(library, "Quay", dict.fromkeys(add(library, *texts), "source"))
    merge_files(here.path, there.path)
    assert len(shown(Library(here.path))["Quay"]) == 3
    assert Library(here.path).check().problems == ()


def test_damage_is_found_and_restored(make: Make) -> None:
    library = make("one")
    put_in_dossier(library, "Quay", dict.fromkeys(add(library, *TEXTS), "source"))
    sound = library.path.read_bytes()
    library.path.write_bytes(sound.replace(b'"Quay"', b'"Quaz"', 1))
    assert len(shown(Library(library.path))["Quay"]) == 4, "from the backup"
    tables = json.loads(sound)
    gone = tables["dossiers"].popitem()
    library.path.write_bytes(json.dumps(tables).encode())
    problems = Library(library.path).check().problems
    assert any("are not those that were saved last" in line for line in problems)
    assert any("lacks 1 dossier entry" in line for line in problems)
    tables["dossiers"][gone[0]] = {**gone[1], "role": "boss"}
    library.path.write_bytes(json.dumps(tables).encode())
    assert any("its role is neither source nor draft" in line for line in Library(library.path).check().problems)
    library.path.write_bytes(sound[: len(sound) - 40])
    assert len(shown(Library(library.path))["Quay"]) >= 3


def test_a_library_that_went_back_is_noticed(make: Make) -> None:
    library = make("one")
    own = add(library, *TEXTS)
    before = library.path.read_bytes()
    put_in_dossier(library, "Quay", dict.fromkeys(own[:2], "source"))
    for path in library.path.parent.glob("library.json*"):
        if path.is_file():
            path.write_bytes(before)
    again = make("one")
    assert again.articles()
    assert "it lacks 2 dossier entries saved since" in again.storage.watch.complaint
    put_in_dossier(again, "Quay", dict.fromkeys(own[:2], "source"))


def test_an_entry_without_its_article_is_told_and_kept(make: Make) -> None:
    library = make("one")
    library.save(new_member("Quay", "abcdefghij", "", "source"))
    assert any("dossier entry" in line and "does not have" in line for line in library.check().problems)
    assert library.repair().problems == ()
    assert shown(library) == {"Quay": {"abcdefghij": "source"}}


def test_an_earlier_version_joins_them_by_id_in_any_order() -> None:
    """It does not know the table: the entry that was changed last counts, and no history is lost."""
    first = new_member("Quay", "a", "", "source")
    one, other = first.revised(role="draft"), first.revised(deleted=True)
    documents = [member_document(each) for each in (first, one, other)]
    left = united(united(documents[0], documents[1]), documents[2])
    right = united(documents[2], united(documents[1], documents[0]))
    assert member_from(left) == member_from(right)
    assert member_from(left).deleted
    tables = [with_all_tables({"dossiers": {"1": each}}) for each in (left, documents[1])]
    assert not member_from(next(iter(merge_tables(*tables)["dossiers"].values()))).deleted, "once both know it"


NAMES = ("Quay", "Bridge")


class TwoDevices(RuleBasedStateMachine):
    """Two devices change two dossiers, and merge as they like; in the end they have the same ones."""

    def __init__(self) -> None:
        super().__init__()
        self.sides: list[Tables] = []

    @initialize()
    def begin(self) -> None:
        self.sides = [with_all_tables({}), with_all_tables({})]

    def change(self, side: int, name: str, article_id: str, **values: object) -> None:
        member = new_member(name, article_id, "", "source")
        table = self.sides[side]["dossiers"]
        stored = next((each for each in table.values() if each["id"] == member.id), None)
        changed = member_from(stored).revised(**values) if stored else member
        if stored or values.get("deleted") is not True:
            key = next((key for key, each in table.items() if each is stored), str(len(table) + 1))
            document = member_document(changed, stored)
            self.sides[side] = {**self.sides[side], "dossiers": {**table, key: document}}

    @rule(side=st.integers(0, 1), name=st.sampled_from(NAMES), own=st.sampled_from("abc"),
          role=st.sampled_from(["source", "draft"]))  # fmt: skip
    def put(self, side: int, name: str, own: str, role: Role) -> None:
        self.change(side, name, own, deleted=False, role=role)

    @rule(side=st.integers(0, 1), name=st.sampled_from(NAMES), own=st.sampled_from("abc"))
    def take_out(self, side: int, name: str, own: str) -> None:
        self.change(side, name, own, deleted=True)

    @rule(into=st.integers(0, 1))
    def merge(self, into: int) -> None:
        before = members_in(self.sides[into])
        self.sides[into] = merge_tables(self.sides[into], self.sides[1 - into])
        after = members_in(self.sides[into])
        for own, revisions in before.items():
            assert revisions <= after[own], "nothing is lost"

    @invariant()
    def they_would_agree(self) -> None:
        if self.sides:
            one, other = self.sides
            assert states(merge_tables(one, other)) == states(merge_tables(other, one))
            both = merge_tables(one, other)
            assert states(merge_tables(both, other)) == states(both)


def members_in(tables: Tables) -> dict[str, set[str]]:
    members = map(member_from, tables["dossiers"].values())
    return {each.id: {revision.id for revision in each.revisions} for each in members}


def states(tables: Tables) -> dict[str, tuple[object, ...]]:
    return {each.id: each.head.values for each in map(member_from, tables["dossiers"].values())}


TestTwoDevices = TwoDevices.TestCase
TestTwoDevices.settings = settings(at_most(30), stateful_step_count=12)


def test_a_folder_is_asked_about_if_it_has_other_articles(make: Make, tmp_path: Path) -> None:
    library, state, folder = make("one"), tmp_path / "state", tmp_path / "drafts"
    draft = article(FIRST, str(folder / "draft.md"))
    assert folder_to_ask_about(library, draft, state) is None, "it cannot be read"
    folder.mkdir()
    (folder / "draft.md").write_text(FIRST)
    (folder / "picture.png").touch()
    (folder / "more.md").mkdir()
    assert folder_to_ask_about(library, draft, state) is None, "nothing but the draft"
    (folder / "vote.md").write_text(SECOND)
    (folder / "storm.txt").write_text(SECOND)
    assert folder_to_ask_about(library, draft, state) == (folder, 2)
    assert folder_to_ask_about(library, article(FIRST, "https://example.org/draft.md"), state) is None
    (own,) = [library.record_opening(draft).id]
    put_in_dossier(library, "Quay", {own: "draft"})
    assert folder_to_ask_about(library, draft, state) is None, "its dossier is what it is checked against"
