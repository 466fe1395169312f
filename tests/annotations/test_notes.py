"""Notes: their revisions, undo and redo, and tags in their texts."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.anchoring import Anchor, Placement
from reader.annotations import COLOURS, next_colour, revisions
from reader.annotations.notes import (
    Note,
    NoteRevision,
    all_tags,
    are_by_several,
    inline_tags,
    map_inline_tags,
    new_note,
    tag_name,
    text_order,
)
from reader.annotations.revisions import (
    Authorship,
    History,
    UndoStep,
    heads,
    history,
    new_id,
    now,
    seal_all,
    time_after,
)
from reader.text.span import Span

ANCHOR = Anchor("the vote", "before ", " after", 10, 18)


def a_note(text: str = "first") -> Note:
    return new_note("a2b3c4d5e6", "0" * 64, ANCHOR, text, ("budget",))


def test_in_text_order_the_whole_comes_first_and_lost_words_last() -> None:
    made = [
        replace(
            new_note("a2b3c4d5e6", "0" * 64, ANCHOR if name != "whole" else None, name, ()),
            placement=Placement(span, "exact" if span else "orphaned"),
        )
        for name, span in (("lost", None), ("late", Span(90, 94)), ("first", Span(0, 4)), ("whole", None))
    ]
    assert [note.text for note in sorted(made, key=text_order)] == ["whole", "first", "late", "lost"]


# ---------------------------------------------------------------------- ids and time


def test_ids_are_ten_unambiguous_characters() -> None:
    ids = {new_id() for _ in range(200)}
    assert len(ids) == 200
    assert all(len(each) == 10 and set(each) <= set("abcdefghijklmnopqrstuvwxyz234567") for each in ids)


def test_moments_sort_in_order_of_time() -> None:
    moments = [now() for _ in range(50)]
    assert moments == sorted(moments)
    assert all(len(moment) == len("2026-03-05T14:00:00.000000Z") and moment.endswith("Z") for moment in moments)


def test_child_is_newer_than_parent_after_clock_change() -> None:
    future = "2999-12-31T23:59:59.999999Z"
    assert time_after(future) == "3000-01-01T00:00:00.000000Z"
    assert time_after("2000-01-01T00:00:00.000000Z") <= now()


def test_changes_within_one_microsecond_keep_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their ids have no order, so the time must differ."""
    moment = "2026-03-05T14:00:00.000000Z"
    monkeypatch.setattr(revisions, "now", lambda: moment)
    assert time_after(moment) == "2026-03-05T14:00:00.000001Z"
    note = replace(a_note(), revisions=(replace(a_note().head, at=moment),))
    for number in range(9):
        note = note.revised(text=str(number))
    moments = [revision.at for revision in note.revisions]
    assert moments == sorted(set(moments))
    assert note.text == "8"
    assert [step.revision for step in history([note]).undo] == [revision.id for revision in note.revisions]


# ---------------------------------------------------------------------- revisions


def test_note_has_the_values_of_its_newest_revision() -> None:
    note = a_note().revised(text="second", tags=("city",))
    assert (note.text, note.tags, note.anchor) == ("second", ("city",), ANCHOR)
    assert note.created < note.updated
    assert note.revisions[1].parent == note.revisions[0].id


def test_revisions_never_change() -> None:
    note = a_note()
    later = note.revised(text="second").revised(deleted=True).revised(deleted=False)
    assert later.revisions[0] is note.revisions[0]
    assert [revision.text for revision in later.revisions] == ["first", "second", "second", "second"]


def test_stored_order_of_revisions_does_not_matter() -> None:
    note = a_note().revised(text="second").revised(text="third")
    assert replace(note, revisions=note.revisions[::-1]).text == "third"


def test_undoing_the_first_revision_deletes_the_note() -> None:
    note = a_note()
    gone = note.without(note.revisions[0].id)
    assert gone.deleted
    assert gone.text == "first"


def test_undoing_a_change_restores_all_values() -> None:
    note = a_note()
    changed = note.revised(text="second", tags=(), anchor=None)
    back = changed.without(changed.head.id)
    assert back.head.values == note.head.values
    assert back.head.undoes == changed.head.id


def test_undoing_an_unknown_revision_is_an_error() -> None:
    with pytest.raises(KeyError):
        a_note().without("nothing")


def test_revisions_without_children_are_the_heads_the_newest_that_is_not_deleted_first() -> None:
    first, second, third = (
        NoteRevision("", None, f"2026-03-0{day}T00:00:00Z", f"text {day}", (), None, deleted=day == 3).sealed()
        for day in (1, 2, 3)
    )
    child = replace(first, parent=second.id, at="2026-03-04T00:00:00Z", text="child").sealed()
    assert heads([first]) == (first,)
    assert heads([first, second]) == heads([second, first]) == (second, first)
    assert heads([third, first]) == (first, third)
    assert heads([first, second, third, child]) == (child, first, third)


def test_revisions_whose_times_go_back_are_sealed_after_those_that_they_name() -> None:
    texts = ("first", "second", "third", "fourth")
    chain = [
        NoteRevision(text, texts[day - 1] if day else None, f"2026-03-0{9 - day}T00:00:00Z", text, (), None)
        for day, text in enumerate(texts)
    ]
    chain[3] = replace(chain[3], undoes="third", merges=("second", "first"))
    sealed = {revision.text: revision for revision in seal_all(chain)}
    assert all(revision.id == revision.content_id for revision in sealed.values())
    assert [sealed[text].parent for text in texts] == [None, *(sealed[text].id for text in texts[:3])]
    assert (sealed["fourth"].undoes, sealed["fourth"].merges) == (
        sealed["third"].id,
        (sealed["second"].id, sealed["first"].id),
    )


def test_a_highlight_steps_through_the_colours_and_from_an_unknown_one_to_the_first() -> None:
    assert [next_colour(colour) for colour in ("", *COLOURS, "mauve")] == [*COLOURS, "", COLOURS[0]]


# ---------------------------------------------------------------------- undo, redo


def test_new_note_can_be_undone() -> None:
    note = a_note()
    assert history([note]) == History((UndoStep(note.id, note.head.id),), ())


def test_undo_moves_a_step_to_redo_and_redo_moves_it_back() -> None:
    note = a_note().revised(text="second")
    undone = note.without(note.head.id)
    found = history([undone])
    assert [step.revision for step in found.undo] == [note.revisions[0].id]
    assert [step.revision for step in found.redo] == [undone.head.id]
    again = undone.without(undone.head.id)
    assert again.text == "second"
    assert len(history([again]).undo) == 2
    assert history([again]).redo == ()


def test_a_change_is_undone_in_its_branch_and_ends_it_where_another_was_made_from_the_same() -> None:
    def branch(day: int, words: str, parent: NoteRevision) -> NoteRevision:
        return replace(parent, parent=parent.id, at=f"2026-03-0{day}T00:00:00Z", text=words).sealed()

    first = replace(a_note("first").head, at="2026-03-01T00:00:00Z").sealed()
    mine, theirs = branch(2, "mine", first), branch(3, "theirs", first)
    more = branch(4, "mine, and more", mine)
    note = replace(a_note(), revisions=(first, mine, theirs, more))
    assert [head.text for head in note.heads] == ["mine, and more", "theirs"]
    assert [head.text for head in note.without(more.id).heads] == ["mine", "theirs"]
    assert [head.text for head in note.without(theirs.id).heads] == ["mine, and more"]
    assert [head.text for head in note.without(mine.id).heads] == ["theirs"]


def test_new_change_clears_redo() -> None:
    note = a_note().revised(text="second")
    changed = note.without(note.head.id).revised(text="third")
    assert history([changed]).redo == ()


def test_history_covers_all_notes_in_order() -> None:
    first = a_note("one")
    second = a_note("two")
    first = first.revised(text="one again")
    steps = history([first, second]).undo
    assert [step.entry for step in steps] == [first.id, second.id, first.id]


@pytest.mark.parametrize(
    ("saved", "undone"),
    [
        ([("2", "here", 1), ("1", "here", 2), ("3", "here", 3)], "213"),  # the clock was set back between two saves
        ([("1", "here", 2), ("2", "here", 3), ("3", "elsewhere", 1)], "312"),  # this session's changes come first
        ([("1", "here", 1), ("3", "here", 2), ("2", "elsewhere", 2)], "213"),
        ([("1", "here", 1), ("4", "here", 2), ("2", "elsewhere", 2), ("3", "elsewhere", 3)], "2314"),
        ([("1", "here", 1), ("2", "lost", 2), ("3", "lost", 3), ("4", "else", 2), ("5", "else", 3)], "23451"),
        ([("2", "lost", 0), ("1", "else", 0), ("3", "else", 1)], "123"),  # from a time before steps were counted
        ([("1", "here", 1), ("2", "another device", 2)], "1"),
    ],
)
def test_changes_are_undone_in_the_order_of_their_saves(saved: list[tuple[str, str, int]], undone: str) -> None:
    """Where two sessions have the same step, a library without it was restored: from there on their times decide."""
    made = []
    for day, session, step in saved:
        by = Authorship("theirs" if session == "another device" else "mine", session, step)
        first = NoteRevision("", None, f"2026-03-0{day}T00:00:00Z", day, (), None, by=by).sealed()
        made.append(replace(a_note(), id=day, revisions=(first,)))
    for order in (made, made[::-1]):
        assert "".join(step.entry for step in history(order, "mine", "here").undo) == undone


@pytest.mark.parametrize(
    ("built_by", "undone"), [("here", ["theirs", "mine", "mine"]), ("elsewhere", ["mine", "theirs", "mine"])]
)
def test_own_changes_are_undone_first_unless_another_session_has_built_on_them(
    built_by: str, undone: list[str]
) -> None:
    def saved(entry: Note, session: str, step: int) -> Note:
        last = replace(entry.revisions[-1], by=Authorship("device", session, step)).sealed()
        return replace(entry, revisions=(*entry.revisions[:-1], last))

    mine = saved(replace(a_note(), id="mine"), "here", 1)
    theirs = saved(replace(a_note(), id="theirs"), "elsewhere", 2)
    mine = saved(mine.revised(text="second"), built_by, 3)
    assert [step.entry for step in history([mine, theirs], "device", "here").undo] == undone


changes = st.lists(st.sampled_from(["edit", "undo", "redo"]), max_size=25)


@given(changes)
def test_undo_and_redo_behave_as_in_any_editor(asked: list[str]) -> None:
    """Compared with two stacks as in any editor."""
    note = a_note("0")
    past, future = ["0"], list[str]()
    for number, change in enumerate(asked, 1):
        found = history([note])
        if change == "edit":
            note = note.revised(text=str(number))
            past, future = [*past, str(number)], []
        elif change == "undo" and len(past) > 1:
            note = note.without(found.undo[-1].revision)
            future.append(past.pop())
        elif change == "redo" and future:
            note = note.without(found.redo[-1].revision)
            past.append(future.pop())
        assert note.text == past[-1]
        assert (len(history([note]).undo), len(history([note]).redo)) == (len(past), len(future))


# ---------------------------------------------------------------------- tags


@pytest.mark.parametrize(
    ("text", "tags"),
    [
        ("#budget", ("budget",)),
        ("about #city/housing and #budget, see #budget", ("city/housing", "budget")),
        ("#2026 is a number, #2026-q1 is not", ("2026-q1",)),
        ("issue#12 and a#b stand in words", ()),
        ("`#code` and ``#more `code` ``", ()),
        ("[a link](#place) and [#label](x)", ()),
        ("```\n#fenced\n```\n#after", ("after",)),
        ("~~~\n#never closed", ()),
        ("    #indented", ()),
        ("\t#indented by a tab", ()),
        ("# Heading", ()),
        ("#Köln #日本", ("Köln", "日本")),
        ("#a/ #/b", ("a", "b")),
        ("(#bracketed)", ()),
    ],
)
def test_tags_are_found_in_the_text(text: str, tags: tuple[str, ...]) -> None:
    assert inline_tags(text) == tags


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("#budget", "budget"),
        (" city/housing ", "city/housing"),
        ("a_b-c", "a_b-c"),
        *((word, None) for word in ("2026", "two words", "", "a,b", "\x1b[31m", "[/x]", "//")),
    ],
)
def test_valid_tags(word: str, name: str | None) -> None:
    assert tag_name(word) == name


def test_renaming_changes_only_the_tag() -> None:
    text = "#old, `#old` #older #old/new\n```\n#old\n```"
    renamed = map_inline_tags(text, lambda name: "fresh" if name == "old" else name)
    assert renamed == "#fresh, `#old` #older #old/new\n```\n#old\n```"


@given(st.text(alphabet="#ab1/_- `[](){}\n\t~.,", max_size=60))
@example("#/-")
def test_renaming_to_the_same_name_changes_nothing(text: str) -> None:
    assert map_inline_tags(text, lambda name: name) == text
    assert all(tag_name(tag) == tag for tag in inline_tags(text))


def test_hostile_note_is_read_in_linear_time() -> None:
    """Bad patterns take long on runs of what they match."""
    for text in ("`" * 20_000, "[" * 20_000, "#" * 20_000, "``` \n" * 5_000, "[](" * 10_000):
        assert inline_tags(text) == ()


def test_tags_keep_their_order_without_repetition() -> None:
    assert all_tags(["b", "a"], ("a", "c")) == ("b", "a", "c")


def test_notes_are_immutable() -> None:
    with pytest.raises(AttributeError):
        a_note().id = "other"  # type: ignore[misc]


@pytest.mark.parametrize(
    ("authors", "several"),
    [
        ((), False),
        (("", ""), False),
        (("Ann", "Ann"), False),
        (("Ann", ""), True),
        (("Ann", "Ben"), True),
        (("agent:x>Ann",), True),
    ],
)
def test_notes_are_by_several_if_their_names_differ_or_one_was_accepted(
    authors: tuple[str, ...], several: bool
) -> None:
    notes = []
    for who in authors:
        name, _, accepted_by = who.partition(">")
        by = Authorship(name=name, accepted_by=accepted_by)
        note = a_note()
        notes.append(replace(note, revisions=(replace(note.revisions[0], by=by),)))
    assert are_by_several(notes) is several
