"""Exporting on the screen: form, contents and file, and the memory of the last export."""

from dataclasses import replace
from pathlib import Path

import pytest
from textual.widgets import Input

from reader.config import user_config
from reader.export import known_format
from reader.session.exports import last_export
from reader.session.session import Session
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.tui.controllers import output
from reader.tui.dialogs import HintLine
from reader.tui.dialogs.export import ExportDialog
from reader.tui.dialogs.selector import Selector
from tests.page_object import Desk, opened, plain
from tests.waiting import until_async

SAID = "Ortiz said: “We were not told until Friday.” Nobody answered."


def box(desk: Desk) -> ExportDialog:
    dialog = desk.pilot.app.screen
    assert isinstance(dialog, ExportDialog)
    return dialog


def line(desk: Desk) -> Input:
    return box(desk).query_one(Input)


def word(desk: Desk, selector: str) -> str:
    return box(desk).query_one(selector, Selector).word


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.md", "markdown"),
        ("a.HTML", "html"),
        ("a.csv", "csv"),
        ("a.json", "json"),
        ("a.jsonld", "w3c"),
        ("a", "markdown"),
    ],
)
def test_the_suffix_tells_the_form(name: str, form: str) -> None:
    assert (known_format(name) or "markdown") == form


async def test_the_box_shows_the_file_name_and_exports_in_the_form_of_its_suffix(
    paths: UserPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deep = tmp_path / "a rather long name of a folder" / "and another one"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    async with opened(plain("One stands here.", paths), (60, 24)) as desk:
        await desk.press("E")
        assert line(desk).cursor_position == len(line(desk).value)
        assert line(desk).scroll_offset.x == line(desk).max_scroll_x > 0
        assert line(desk).value.endswith(".md")
        line(desk).value = str(tmp_path / "page.html")
        await desk.press("enter")
        assert desk.said.startswith("exported page.html to ")
        assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!")


async def test_form_and_suffix_follow_each_other(paths: UserPaths, tmp_path: Path) -> None:
    async with opened(plain("One stands here.", paths)) as desk:
        await desk.press("E")
        line(desk).value = str(tmp_path / "mine.html")
        await desk.pilot.pause()
        assert word(desk, "#form") == "HTML page"
        assert str(box(desk).query_one("#form", Selector).render()).endswith("← →"), "the keys are here"
        await desk.press("right")
        assert (word(desk, "#form"), line(desk).value) == ("CSV", str(tmp_path / "mine.csv"))
        line(desk).value = str(tmp_path / "mine.txt")
        await desk.press("right", "enter")
        assert (tmp_path / "mine.txt").read_text().startswith("{"), "another suffix is left alone"


async def test_contents_are_what_the_form_can_leave_out(paths: UserPaths, tmp_path: Path) -> None:
    session = plain(SAID, paths)
    async with opened(session) as desk:
        await desk.press("E")
        line(desk).value = str(tmp_path / "mine.md")
        await desk.press("down", "right")
        assert word(desk, "#contents") == "notes only"
        await desk.press("up", "right", "right")
        assert (word(desk, "#form"), word(desk, "#contents")) == ("CSV", "notes only")
        await desk.press("down")
        assert line(desk).has_focus, "there is no choice of contents"
        await desk.press("up", "right")
        assert (word(desk, "#form"), word(desk, "#contents")) == ("JSON", "everything")
        await desk.press("left", "left", "left")
        assert (word(desk, "#form"), word(desk, "#contents")) == ("Markdown", "notes only"), "as chosen before"
        await desk.press("enter")
        written = (tmp_path / "mine.md").read_text()
        assert "## Quotes" not in written
        assert "## Names" not in written


async def test_paths_are_told_from_the_folder_of_the_export_if_that_is_chosen(paths: UserPaths, tmp_path: Path) -> None:
    session = Session(read_plain(SAID, str(tmp_path / "story.txt")), paths)
    async with opened(session) as desk:
        await desk.press("E")
        line(desk).value = str(tmp_path / "mine.json")
        await desk.press("up", "right", "enter")
        assert '"source": "./story.txt"' in (tmp_path / "mine.json").read_text(encoding="utf-8")
        exported = last_export(session.article_id, session.paths.state)
        assert exported is not None
        assert exported.relative


async def test_a_second_export_offers_the_first_one(paths: UserPaths, tmp_path: Path) -> None:
    async with opened(plain(SAID, paths)) as desk:
        await desk.press("E")
        line(desk).value = str(tmp_path / "mine.html")
        await desk.press("down", "right", "enter")
    async with opened(plain(SAID, paths)) as desk:
        await desk.press("j", "E")
        assert line(desk).value == str(tmp_path / "mine.html")
        assert (word(desk, "#form"), word(desk, "#contents")) == ("HTML page", "notes only")
        await desk.press("enter")
        assert desk.said == f"exported mine.html to {tmp_path}"
    (tmp_path / "mine.html").unlink()
    async with opened(plain("Another article.", paths)) as desk:
        await desk.press("E")
        assert line(desk).value == str(Path.cwd() / "Another article.md")


async def test_what_was_exported_to_a_folder_that_is_gone_is_not_offered(paths: UserPaths, tmp_path: Path) -> None:
    folder = tmp_path / "gone"
    folder.mkdir()
    async with opened(plain(SAID, paths)) as desk:
        await desk.press("E")
        line(desk).value = str(folder)
        await desk.press("enter")
        (written,) = folder.iterdir()
        await desk.press("E")
        assert line(desk).value == str(written), "the file in the folder"
        await desk.press("escape")
        written.unlink()
        folder.rmdir()
        await desk.press("E")
        assert Path(line(desk).value).parent == Path.cwd()


async def test_a_file_that_is_no_export_is_overwritten_by_force_only(paths: UserPaths, tmp_path: Path) -> None:
    mine = tmp_path / "mine.html"
    mine.write_text("my own")
    async with opened(plain(SAID, paths)) as desk:
        await desk.press("E")
        line(desk).value = str(mine)
        await desk.press("enter")
        assert "Ctrl-F overwrites it" in str(box(desk).query_one("#hint", HintLine).render())
        assert mine.read_text() == "my own"
        await desk.press("ctrl+f")
        assert mine.read_text().startswith("<!")


async def test_forms_are_shown_one_at_a_time_in_a_narrow_box(paths: UserPaths) -> None:
    async with opened(plain(SAID, paths), (40, 20)) as desk:
        await desk.press("E")
        form = box(desk).query_one("#form", Selector)
        assert str(form.render()) == "‹ Markdown ›"
        await desk.pilot.click(form, offset=(12, 0))
        assert form.word == "HTML page"
        await desk.pilot.click(form, offset=(0, 0))
        assert form.word == "Markdown"
        await desk.pilot.resize_terminal(100, 20)
        await desk.settle()
        shown = str(form.render())
        assert "CSV" in shown
        for words in ("Markdown", "HTML page", "CSV"):
            for at in (shown.index(f" {words} "), shown.index(f" {words} ") + len(words) + 1):
                await desk.pilot.click(form, offset=(at, 0))
                assert form.word == words, "its first and its last cell"


async def test_an_export_that_cannot_be_remembered_is_made(
    paths: UserPaths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(30, "Read-only file system")

    async with opened(plain(SAID, paths)) as desk:
        monkeypatch.setattr("reader.tui.dialogs.export.keep_last_export", fail)
        await desk.press("E")
        line(desk).value = str(tmp_path / "mine.md")
        await desk.press("enter")
        assert desk.said == f"exported mine.md to {tmp_path}, which cannot be remembered: Read-only file system"
        assert (tmp_path / "mine.md").exists()


async def test_a_copied_quotation_cites_the_article_if_that_is_set(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "user_config", lambda: replace(user_config(), citations=True))
    session = plain(SAID, paths)
    async with opened(session) as desk:
        await desk.press("Y")
        await until_async(lambda: "copied" in desk.said)
        assert desk.pilot.app.clipboard.startswith("> Ortiz said:")
        assert desk.pilot.app.clipboard.endswith(f"[@{session.exports.key()}, ¶ 1]\n")


async def test_what_is_off_the_record_is_copied_only_when_asked_again(paths: UserPaths) -> None:
    session = plain(SAID, paths)
    session.record_opening()
    session.article_notes.annotate(session.article_notes.find_passage("told until Friday"), "", ["off-record"])
    async with opened(session) as desk:
        for key, copied in (("y", SAID.rpartition(" Nobody")[0]), ("Y", "> Ortiz said:")):
            desk.pilot.app.copy_to_clipboard("")
            await desk.press(key)
            assert desk.said == "not copied: off the record; again copies it all the same"
            assert desk.pilot.app.clipboard == ""
            await desk.press(key)
            await until_async(lambda: "copied" in desk.said and "not" not in desk.said)
            assert desk.pilot.app.clipboard.startswith(copied)
