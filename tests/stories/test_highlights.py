"""Highlights in four colours: the key steps through them, and they go into the exports and come back."""

import json
from pathlib import Path

import pytest

from reader.annotations import COLOURS, colour_name, next_colour
from reader.importers.apply import apply_import
from reader.importers.detect import read_import_file
from reader.library.library import Library
from reader.session.session import Session
from reader.system.paths import UserPaths
from tests.page_object import Desk, only_note, opened, plain
from tests.waiting import until_async

TEXT = "One two three. Four five six.\n\nSeven eight nine."


def grounds(desk: Desk) -> set[str]:
    """Return the kinds of the grounds on the first line of the text."""
    pane = desk.screen.article
    kinds = {"yellow": "highlight", **{colour: colour for colour in COLOURS}, "note": "note"}
    drawn = {segment.style.bgcolor for segment in pane.render_line(0) if segment.style}
    return {name for name, kind in kinds.items() if pane.painter.style((kind,)).bgcolor in drawn}


async def test_the_key_steps_through_four_colours(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("v", "w", "l", "l", "H")
        assert desk.said == "highlighted · H again: next colour"
        seen = [(grounds(desk), only_note(desk.session).color)]
        for _ in range(4):
            await desk.press("0", "H")
            seen.append((grounds(desk), only_note(desk.session).color))
        assert [ground for ground, _ in seen] == [{"yellow"}, {"green"}, {"pink"}, {"violet"}, {"yellow"}]
        assert [colour for _, colour in seen] == ["", "green", "pink", "violet", ""]
        assert desk.said == "highlight: yellow"
        await desk.press("U")
        assert (desk.said, only_note(desk.session).color) == ("undone: the highlight is violet again", "violet")
        await desk.press("0", "e")
        await desk.write("A note now.")
        assert (only_note(desk.session).color, grounds(desk)) == ("violet", {"violet"})
        await desk.press("q")
    async with opened(plain(TEXT, paths)) as desk:
        assert grounds(desk) == {"violet"}


async def test_selected_words_within_a_highlight_get_one_of_their_own(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("v", "l", "l", "l", "l", "l", "l", "H", "0", "v", "l", "l", "H")
        await until_async(lambda: len(desk.session.notes) == 2)
        assert sorted(note.anchor.exact for note in desk.session.notes if note.anchor) == ["One", "One two"]
        assert desk.lit("overlap") == ["One"]
        await desk.press("0", "v", "l", "l", "H")
        assert [note.color for note in desk.session.notes if note.anchor and note.anchor.exact == "One"] == ["green"]
        assert len(desk.session.notes) == 2


async def test_the_chosen_highlight_of_the_list_is_recoloured(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("v", "l", "l", "H", "right_curly_bracket", "3", "H")
        assert only_note(desk.session).color == "green"


async def test_without_colours_a_letter_stands_beside_the_highlight(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with opened(plain(TEXT, paths)) as desk:
        margins = []
        await desk.press("v", "l", "l", "H")
        for _ in range(5):
            margins.append(desk.screen.article.render_line(0).text.strip()[:2])
            await desk.press("0", "H")
        assert margins == ["○ ", "○g", "○p", "○v", "○ "]
    monkeypatch.delenv("NO_COLOR")
    async with opened(plain(TEXT, paths)) as desk:
        assert desk.screen.article.render_line(0).text.strip()[:2] == "○ "


def test_an_unknown_colour_steps_to_the_first_of_ours() -> None:
    assert next_colour("mauve") == "green"
    assert (colour_name(""), colour_name("mauve")) == ("yellow", "mauve")


@pytest.mark.parametrize("form", ["json", "w3c"])
def test_a_colour_goes_out_and_comes_back(form: str, paths: UserPaths, tmp_path: Path) -> None:
    session = coloured(paths, "violet")
    exported = tmp_path / "notes.json"
    exported.write_text(session.exports.render(form).decode(), encoding="utf-8")
    assert '"color": "violet"' in exported.read_text(encoding="utf-8")
    other = Library(tmp_path / "other.json", tmp_path / "state")
    apply_import(other, read_import_file(exported, other))
    (note,) = other.notes()
    assert note.color == "violet"
    apply_import(other, read_import_file(exported, other))
    assert len(other.notes()[0].revisions) == len(note.revisions)


def test_tables_and_pages_show_the_colour(paths: UserPaths) -> None:
    session = coloured(paths, "pink")
    assert ",highlight,pink," in session.exports.render("csv").decode()
    page = session.exports.render("html").decode()
    assert 'data-color="pink"' in page
    assert "pink highlight" in page
    assert "data-color=" not in coloured(paths, "mauve").exports.render("html").decode().partition("</style>")[2]


def test_a_note_without_a_colour_has_none_in_json(paths: UserPaths) -> None:
    (note,) = json.loads(coloured(paths, "").exports.render("json").decode())["notes"]
    assert "color" not in note


def coloured(paths: UserPaths, colour: str) -> Session:
    """Return a session with one highlight."""
    session = plain(f"{TEXT} It is {colour}.", paths)
    session.record_opening()
    note = session.article_notes.annotate(session.article_notes.find_passage("Four five six"))
    session.article_notes.recolour(note.id, colour)
    return session


async def test_the_last_tag_or_highlight_is_repeated(paths: UserPaths) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        await desk.press("full_stop")
        assert "nothing to repeat yet" in desk.said
        await desk.press("v", "l", "l", "H", "H", "right_curly_bracket", "full_stop")
        assert [note.color for note in desk.session.notes] == ["green", "green"]
        await desk.press("U")
        assert [note.color for note in desk.session.notes] == ["green"], "it was one change"
        await desk.press("ctrl+y", "right_curly_bracket", "t")
        await desk.type("check")
        await desk.press("enter", "g", "v", "l", "full_stop")
        assert sorted(note.tags for note in desk.session.notes) == [(), (), ("check",), ("check",)]
        assert desk.said.startswith("#check · U to undo")
