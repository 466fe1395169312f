"""The configuration: read, refused line by line, behind what is named more directly, and never in the way."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.engine import chosen_pipeline, configured_engine
from reader.cli import main
from reader.cli.context import CommandContext
from reader.config import parse_config, read_config, sound_config, user_config, with_keys
from reader.config.commands import COMMANDS
from reader.config.keymap import keymap_toml
from reader.errors import AnalysisError, ConfigError
from reader.session.session import Session
from reader.session.state import Looks, save_looks
from reader.system.paths import PACKAGE, config_file
from reader.tui.app import ReaderApp
from tests.page_object import opened

HERE = Path("/where/config.toml")

Settle = Callable[[str], Path]


@pytest.fixture
def settle(home: Path) -> Settle:
    """Writes the user's configuration."""

    def write(text: str) -> Path:
        path = config_file()
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        user_config.cache_clear()
        return path

    return write


def keys_of(text: str) -> dict[str, tuple[str, ...]]:
    return {action.id: action.keys for action in parse_config(text, HERE).commands}


def complaints(text: str) -> list[str]:
    return [complaint.removeprefix(f"{HERE}:") for complaint in parse_config(text, HERE).complaints]


# ---------------------------------------------------------------------- what is settled


def test_without_a_file_nothing_is_settled(home: Path) -> None:
    config = user_config()
    assert (config.theme, config.width, config.engine, config.pipeline) == ("", None, "", "")
    assert (config.library, config.motion, config.commands, config.complaints) == (None, True, COMMANDS, ())


def test_everything_can_be_settled() -> None:
    text = 'theme = "paper"\nwidth = 80\nengine = "rules"\npipeline = "p"\nlibrary = "notes/my.json"\nmotion = false\n'
    config = parse_config(text + '[keys]\nundo = "Ctrl-U"\nhalf-page-up = ["u"]', HERE)
    assert config.complaints == ()
    assert (config.theme, config.width, config.engine, config.pipeline) == ("paper", 80, "rules", "p")
    assert (config.library, config.motion) == (Path("/where/notes/my.json"), False)
    assert {action.id: action.keys for action in config.commands}["undo"] == ("ctrl+u",)


def test_a_home_is_meant_by_a_tilde(home: Path) -> None:
    assert parse_config('library = "~/my.json"', HERE).library == home / "my.json"


def test_another_file_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("width = 66")
    monkeypatch.setenv("READER_CONFIG", str(path))
    assert user_config().width == 66


# ---------------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("width = 72\nwidht = 3", "2: unknown setting “widht”; did you mean “width”?"),
        ("xyzzy = 3", "1: unknown setting “xyzzy”"),
        ("\nwidth = 12", "2: width: expected a number of columns from 30 to 140, not 12"),
        ("width = true", "1: width: expected a number of columns from 30 to 140, not true"),
        ('engine = "oracle"', '1: engine: expected "best", "rules" or "spacy", not "oracle"'),
        ("theme = 3", "1: theme: expected the name of a theme, not 3"),
        ('pipeline = ""', '1: pipeline: expected the name of a spaCy pipeline, or its folder, not ""'),
        ("library = []", "1: library: expected the path of a file, not this value"),
        ('library = "~nobody-of-that-name/x"', '1: library: expected the path of a file, not "~nobody-of-that-name/x"'),
        ('motion = "off"', '1: motion: expected true or false, not "off"'),
        ("keys = 3", "1: keys: expected a table, not 3"),
        ("[keys]\n\nundoo = 'z'", "3: unknown action “undoo”; did you mean “undo”?"),
        ("[keys]\nundo = 3", '2: undo: expected a key such as "Ctrl-D", or a list of keys'),
        (
            "[keys]\nundo = ['Hyper-x']",
            '2: undo: “Hyper-x” is not a key; write keys as "x", "{", "Ctrl-X", "PgDn", "F5"',
        ),
        ("[keys]\nquit = []", "2: quit: needs a key, since there is no other way out"),
        ("keys.undo = 3", '1: undo: expected a key such as "Ctrl-D", or a list of keys'),
        ("keys = {undo = 3}", '1: undo: expected a key such as "Ctrl-D", or a list of keys'),
        ("# so\nwidth = ", "2: invalid value"),
        ("[keys", "1: expected ']' at the end of a table declaration"),
        ("width = 70\nwidth = 71", "2: cannot overwrite a value"),
    ],
)
def test_each_error_is_one_line_with_its_place(text: str, complaint: str) -> None:
    assert complaints(text) == [complaint]


def test_one_key_for_two_actions_is_told_with_both_names_and_lines() -> None:
    assert complaints('[keys]\nhighlight = "F5"\nannotate = ["a", "F5"]') == [
        "3: annotate: F5 is also the key of highlight on line 2"
    ]
    assert complaints('[keys]\nhighlight = "a"') == [
        "2: highlight: a is the key of annotate; choose another key, or free it: annotate = []"
    ]


def test_one_key_may_mean_two_things_where_only_one_of_them_is() -> None:
    """In an article, and in the library."""
    assert complaints('[keys]\nhighlight = "D"') == []


def test_what_is_wrong_costs_only_itself() -> None:
    text = 'width = 3\ntheme = "paper"\n[keys]\nundo = "Hyper-x"\nhighlight = ["h", "F5"]\nannotate = ["F5", "a"]'
    config = parse_config(text, HERE)
    assert (config.width, config.theme) == (None, "paper")
    keys = {action.id: action.keys for action in config.commands}
    assert (keys["undo"], keys["highlight"], keys["annotate"]) == (("U", "ctrl+z"), ("h", "f5"), ("a",))
    assert keys["character-left"] == ("left",)


def test_of_three_actions_with_one_key_only_the_first_has_it() -> None:
    text = '[keys]\nhighlight = "F5"\nannotate = "F5"\nedit = "F5"'
    assert [words[:2] for words in complaints(text)] == ["3:", "4:"]
    keys = keys_of(text)
    assert (keys["highlight"], keys["annotate"], keys["edit"]) == (("f5",), (), ())


def test_two_actions_can_change_their_keys() -> None:
    text = '[keys]\nhighlight = "a"\nannotate = "H"'
    assert complaints(text) == []
    assert (keys_of(text)["highlight"], keys_of(text)["annotate"]) == (("a",), ("H",))


@pytest.mark.parametrize("kind", ["binary", "folder", "huge", "gone"])
def test_a_file_that_is_none_is_said(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    if kind == "binary":
        path.write_bytes(b"width = 70\n\xff\xfe\x00")
    elif kind == "folder":
        path.mkdir()
    elif kind == "huge":
        path.write_bytes(b"#" * (1 << 20) + b"##")
    (complaint,) = read_config(path, named=True).complaints
    assert str(path) in complaint
    assert "\n" not in complaint
    assert (":2: not UTF-8" in complaint) == (kind == "binary")


@given(st.text(max_size=60))
def test_any_text_is_a_configuration_or_complaints(text: str) -> None:
    config = parse_config(text, HERE)
    assert all(re.match(r"/where/config\.toml(:\d+)?: \S", complaint) for complaint in config.complaints)
    assert all("\x1b" not in complaint and "\n" not in complaint for complaint in config.complaints)


@given(st.dictionaries(st.sampled_from([action.id for action in COMMANDS]), st.lists(st.sampled_from("abxyzUG{"))))
def test_whatever_keys_are_given_no_key_means_two_things(table: dict[str, list[str]]) -> None:
    text = "[keys]\n" + "\n".join(f"{name} = {keys!r}" for name, keys in table.items())
    settled = keymap_toml(parse_config(text, HERE).commands)
    assert complaints("\n".join(settled)) == []


# ---------------------------------------------------------------------- what comes first


def test_the_library_is_named_by_option_then_variable_then_configuration(
    settle: Settle, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    settle(f'library = "{tmp_path}/settled.json"')
    assert CommandContext(None).places.library == tmp_path / "settled.json"
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "variable.json"))
    assert CommandContext(None).places.library == tmp_path / "variable.json"
    assert CommandContext(str(tmp_path / "option.json")).places.library == tmp_path / "option.json"


def test_the_engine_is_named_by_option_then_variable_then_configuration(
    settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle('engine = "spacy"\npipeline = "no_such_pipeline"')
    assert (configured_engine(), chosen_pipeline()) == ("rules", None)
    monkeypatch.delenv("READER_ENGINE")
    assert configured_engine() == "spacy"
    assert chosen_pipeline("rules") is None
    with pytest.raises(AnalysisError):
        chosen_pipeline()


# ---------------------------------------------------------------------- commands


def test_a_command_does_nothing_by_a_configuration_that_is_wrong(
    settle: Settle, capsys: pytest.CaptureFixture[str]
) -> None:
    path = settle("widht = 3\nwidth = 3")
    assert main(["notes"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"reader: {path}:1: unknown setting “widht”")
    assert said.endswith("(and 1 more: `reader config` lists them)\n")
    with pytest.raises(ConfigError):
        sound_config()


def test_a_command_that_needs_no_configuration_does_not_mind_it(settle: Settle, tmp_path: Path) -> None:
    settle("widht = 3")
    story = tmp_path / "story.txt"
    story.write_text("A story.")
    assert main(["show", str(story)]) == 0
    assert main(["notes", "--library", str(tmp_path / "library.json")]) == 0


def test_what_is_settled_is_told_with_what_comes_before_it(
    settle: Settle, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = settle('theme = "nord"\nlibrary = "my.json"\nmotion = false\n[keys]\nundo = []')
    monkeypatch.setenv("READER_LIBRARY", "/elsewhere.json")
    assert main(["config"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        str(path),
        "  theme     nord",
        "  width     72 (default)",
        "  engine    rules ($READER_ENGINE)",
        "  pipeline  best installed (default)",
        "  library   /elsewhere.json ($READER_LIBRARY)",
        "  motion    false",
        "  undo: no key",
    ]


def test_a_theme_and_width_chosen_on_the_screen_are_shown_as_such(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save_looks(Looks("paper", 80), CommandContext(None).places.state)
    assert main(["config"]) == 0
    out = capsys.readouterr().out
    assert "  theme     paper (chosen on the screen)\n  width     80 (chosen on the screen)\n" in out
    assert f"  library   {CommandContext(None).places.library} (default)\n" in out


def test_all_that_is_wrong_is_listed_a_line_each(settle: Settle, capsys: pytest.CaptureFixture[str]) -> None:
    path = settle('theme = "papre"\nwidth = 1')
    assert main(["config"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"reader: {path}:2: width: expected a number of columns from 30 to 140, not 1",
        f"reader: {path}:1: theme: no theme is called “papre”; did you mean “paper”?",
    ]


def test_the_usual_keys_are_printed_as_they_can_be_settled(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "--print-default"]) == 0
    printed = capsys.readouterr().out
    assert set(tomllib.loads(printed)["keys"]) == {action.id for action in COMMANDS}
    config = parse_config(printed, HERE)
    assert (config.complaints, config.commands) == ((), COMMANDS)


def test_the_keys_are_told_as_the_user_has_them(settle: Settle, capsys: pytest.CaptureFixture[str]) -> None:
    settle('[keys]\nhighlight = ["F5", "Ctrl-G"]')
    assert main(["keys"]) == 0
    assert re.search(r"F5 Ctrl-G +highlight without a note", capsys.readouterr().out)


# ---------------------------------------------------------------------- the screen


async def test_the_screen_begins_as_it_was_settled(session: Session, settle: Settle) -> None:
    settle('theme = "nord"\nwidth = 50\nmotion = false')
    async with opened(session) as desk:
        assert desk.pilot.app.theme == "nord"
        assert desk.screen.article.view.layout.width == 50
        assert desk.said == ""
        await desk.press("slash")
        assert desk.screen.query_one("#search").cursor_blink is False  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["widht = 3", 'theme = "papre"', "width = ", "[keys]\nundo = 'x'"])
async def test_a_configuration_that_is_wrong_keeps_nobody_from_reading(
    text: str, session: Session, settle: Settle
) -> None:
    path = settle(text)
    async with opened(session) as desk:
        assert desk.said.startswith(f"{path}:")
        assert desk.pilot.app.theme == "ink"


async def test_a_list_says_what_is_wrong_too(settle: Settle, home: Path) -> None:
    path = settle("widht = 3")
    context = CommandContext(None)
    context.lenient_config = True
    context.places.library.parent.mkdir(parents=True)
    async with ReaderApp(context.places).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await pilot.app.workers.wait_for_complete()
        assert pilot.app.screen.status.message.startswith(f"{path}:1:")  # type: ignore[attr-defined]


def test_every_hint_names_actions_that_there_are() -> None:
    hints = 0
    for path in (PACKAGE / "tui").rglob("*.py"):
        for name in re.findall(r"(?<![f\w])\"[^\"\n]*?\{([a-z-]+)\}", path.read_text(encoding="utf-8")):
            hints += 1
            assert with_keys(f"{{{name}}}")
    assert hints > 10


def test_the_screen_has_the_keys_that_the_user_has_for_it(settle: Settle) -> None:
    """In a process of its own: bindings are made once."""
    settle('[keys]\nundo = "F9"\nhighlight = ["F5"]\ntheme = "F6"\nreload = []')
    script = (
        "from reader.tui.screens.reading import ReadingScreen\n"
        "own = {binding.key: binding.id for binding in ReadingScreen.BINDINGS}\n"
        "print(own['f9'], own['f5'], own['f6'], 'U' in own, 'H' in own, 'r' in own)\n"
        "from reader.config.contexts import all_keys, keys_label\n"
        "print([keys for section in all_keys('screen') for keys, words in section.rows if words.startswith('undo')])\n"
        "print(keys_label(('undo', 'redo')), keys_label(('reload',)))\n"
        "from reader.config import with_keys\n"
        "print(with_keys('{undo} brings it back; {reload}'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=PACKAGE.parent, check=True
    )
    assert done.stdout.splitlines() == [
        "undo highlight theme False False False",
        "['F9']",
        "F9  Ctrl-Y palette",
        "F9 brings it back; “reload” (in the palette)",
    ]
