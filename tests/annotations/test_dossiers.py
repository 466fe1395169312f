"""Names of dossiers, and what their members make."""

from dataclasses import replace

import pytest

from reader.annotations.dossiers import (
    LONGEST_NAME,
    Member,
    dossier_key,
    dossier_name,
    gather_dossiers,
    member_id,
    new_member,
    with_role,
)
from reader.annotations.revisions import Authorship, history
from reader.errors import NoteError


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("harbour", "harbour"),
        ("  The  quay (2nd try) ", "The quay (2nd try)"),
        ("Ørsted & co.", "Ørsted & co."),
        ("2026-11", "2026-11"),
        ("हार्बर", "हार्बर"),
        ("cafe\N{COMBINING ACUTE ACCENT}", "café"),
    ],
)
def test_names(words: str, name: str) -> None:
    assert dossier_name(words) == name


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("a/b", "not “/”"),
        ("a\\b", "not “\\”"),
        ("a\tb", "not U+0009"),
        ("a\x1b[2J", "not U+001B"),
        ("a\u202eb", "not U+202E"),
        ("a😀", "not “😀”"),
        ('a"b', 'not “"”'),
        ("a:b", "not “:”"),
        ("", "begins with a letter or a digit"),
        ("  ", "begins with a letter or a digit"),
        ("-rf", "begins with a letter or a digit"),
        ("x" * (LONGEST_NAME + 1), "at most 60 characters, and this one 61"),
    ],
)
def test_names_that_are_none(words: str, says: str) -> None:
    with pytest.raises(NoteError, match="name of a dossier") as error:
        dossier_name(words)
    assert says in str(error.value)
    assert "\n" not in str(error.value)


def test_one_name_however_it_is_written() -> None:
    assert dossier_key("STRASSE") == dossier_key("straße")
    assert dossier_key("Café") == dossier_key("cafe\N{COMBINING ACUTE ACCENT}")
    assert member_id("Harbour", "a") == member_id("HARBOUR", "a") != member_id("Harbour", "b")


def test_members_make_dossiers_by_name() -> None:
    first, second = new_member("Quay", "a", "", "source"), new_member("quay", "b", "", "draft")
    other, gone = new_member("Bridge", "a", "", "source"), new_member("Quay", "c", "", "source")
    found = gather_dossiers([second, other, first, gone.revised(deleted=True)])
    assert [(each.name, each.articles) for each in found] == [
        ("Bridge", {"a": "source"}),
        ("Quay", {"a": "source", "b": "draft"}),
    ]
    assert found[1].changed == second.updated


def test_an_article_that_was_two_is_one_member() -> None:
    """Libraries were merged that had given it two ids."""
    first, second = new_member("Quay", "a", "", "source"), new_member("Quay", "b", "", "draft")
    (dossier,) = gather_dossiers([first, replace(second, article="a")])
    assert dossier.articles == {"a": "draft"}
    (dossier,) = gather_dossiers([first, replace(second.revised(deleted=True), article="a")])
    assert dossier.articles == {"a": "source"}


def test_a_role_is_changed_and_undone() -> None:
    member = new_member("Quay", "a", "", "source")
    assert with_role(member, "source") is member
    draft = with_role(member, "draft")
    assert (draft.role, draft.without(draft.head.id).role) == ("draft", "source")
    back = with_role(member.revised(deleted=True), "draft")
    assert (back.deleted, back.role) == (False, "draft")


def test_undo_takes_back_what_this_device_did() -> None:
    def by(device: str, member: Member, step: int) -> Member:
        last = replace(member.head, by=Authorship(device, step=step))
        return replace(member, revisions=(*member.revisions[:-1], last))

    added = by("here", new_member("Quay", "a", "", "source"), 1)
    gone = by("here", added.revised(deleted=True), 2)
    assert [step.revision for step in history([gone], "here").undo] == [added.head.id, gone.head.id]
    assert not history([gone], "there").undo
