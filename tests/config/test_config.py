"""The config file: settings, errors, precedence, keys."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.analysis.engine import chosen_pipeline, configured_engine
from reader.cli import main
from reader.cli.context import CommandContext
from reader.config import parse_config, read_config, sound_config, user_config, with_keys
from reader.config.commands import COMMANDS
from reader.config.keymap import keymap_toml
from reader.errors import AnalysisError, ReaderError
from reader.session.session import Session
from reader.session.state import Appearance, save_appearance
from reader.system.paths import PACKAGE, config_file
from reader.tui.app import ReaderApp
from tests.page_object import opened, work_is_done

HERE = Path("/where/config.toml")

WriteConfig = Callable[[str], Path]


@pytest.fixture
def write_config(home: Path) -> WriteConfig:
    """Writes the config file."""

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


# ---------------------------------------------------------------------- settings


def test_without_a_file_all_settings_have_defaults(home: Path) -> None:
    config = user_config()
    assert (config.theme, config.width, config.engine, config.pipeline) == ("", None, "", "")
    assert (config.library, config.motion, config.commands, config.complaints) == (None, True, COMMANDS, ())


def test_every_setting_can_be_set() -> None:
    text = 'theme = "paper"\nwidth = 80\nengine = "rules"\npipeline = "p"\nlibrary = "notes/my.json"\nmotion = false\n'
    config = parse_config(text + '[keys]\nundo = "Ctrl-U"\nhalf-page-up = ["u"]', HERE)
    assert config.complaints == ()
    assert (config.theme, config.width, config.engine, config.pipeline) == ("paper", 80, "rules", "p")
    assert (config.library, config.motion) == (Path("/where/notes/my.json"), False)
    assert {action.id: action.keys for action in config.commands}["undo"] == ("ctrl+u",)


def test_a_tilde_is_expanded(home: Path) -> None:
    assert parse_config('library = "~/my.json"', HERE).library == home / "my.json"


def test_the_environment_can_name_another_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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
        ('marks = "bold"', '1: marks: expected "plain" or "decorated", not "bold"'),
        ("layers = 1", '1: layers: expected "all", "quotes" or "notes", not 1'),
        ("keys = 3", "1: keys: expected a table, not 3"),
        ("[keys]\n\nundoo = 'z'", "3: unknown action “undoo”; did you mean “undo”?"),
        ("[keys]\nundo = 3", '2: undo: expected a key such as "Ctrl-D", or a list of keys'),
        (
            "[keys]\nundo = ['Hyper-x']",
            '2: undo: “Hyper-x” is not a key; write keys as "x", "{", "Ctrl-X", "PgDn", "F5"',
        ),
        *(
            (
                f"[keys]\nundo = '{sign}'",
                f'2: undo: “{sign}” is not a key; write keys as "x", "{{", "Ctrl-X", "PgDn", "F5"',
            )
            for sign in ("\u200b", "x\u2007y", "Ctrl-\u00ad")
        ),
        ("[keys]\nquit = []", "2: quit: needs a key, since there is no other way out"),
        ("keys.undo = 3", '1: undo: expected a key such as "Ctrl-D", or a list of keys'),
        ("keys = {undo = 3}", '1: undo: expected a key such as "Ctrl-D", or a list of keys'),
        ("# so\nwidth = ", "2: invalid value"),
        ("[keys", "1: expected ']' at the end of a table declaration"),
        ("width = 70\nwidth = 71", "2: cannot overwrite a value"),
    ],
)
def test_each_error_is_one_line_with_its_line_number(text: str, complaint: str) -> None:
    assert complaints(text) == [complaint]


def test_a_key_of_two_commands_is_reported_with_both_lines() -> None:
    assert complaints('[keys]\nhighlight = "F5"\nannotate = ["a", "F5"]') == [
        "3: annotate: F5 is also the key of highlight on line 2"
    ]
    assert complaints('[keys]\nhighlight = "a"') == [
        "2: highlight: a is the key of annotate; choose another key, or free it: annotate = []"
    ]


def test_a_users_key_is_theirs_without_a_complaint_if_the_command_that_had_it_is_newer() -> None:
    config = parse_config('[keys]\ncopy = ["y", "Ctrl-C"]', HERE)
    keys = {command.id: command.keys for command in config.commands}
    assert (config.complaints, keys["copy"], keys["interrupt"]) == ((), ("y", "ctrl+c"), ())
    both = parse_config('[keys]\ncopy = "Ctrl-C"\ninterrupt = "Ctrl-C"', HERE)
    assert len(both.complaints) == 1


def test_a_key_may_have_two_commands_on_different_screens() -> None:
    """One in an article, the other in the library."""
    assert complaints('[keys]\nhighlight = "D"') == []


def test_an_invalid_setting_leaves_the_others_valid() -> None:
    text = 'width = 3\ntheme = "paper"\n[keys]\nundo = "Hyper-x"\nhighlight = ["h", "F5"]\nannotate = ["F5", "a"]'
    config = parse_config(text, HERE)
    assert (config.width, config.theme) == (None, "paper")
    keys = {action.id: action.keys for action in config.commands}
    assert (keys["undo"], keys["highlight"], keys["annotate"]) == (("U", "ctrl+z"), ("h", "f5"), ("a",))
    assert keys["character-left"] == ("left",)


def test_of_three_commands_with_one_key_only_the_first_keeps_it() -> None:
    text = '[keys]\nhighlight = "F5"\nannotate = "F5"\nedit = "F5"'
    assert [words[:2] for words in complaints(text)] == ["3:", "4:"]
    keys = keys_of(text)
    assert (keys["highlight"], keys["annotate"], keys["edit"]) == (("f5",), (), ())


def test_two_commands_can_swap_their_keys() -> None:
    text = '[keys]\nhighlight = "a"\nannotate = "H"'
    assert complaints(text) == []
    assert (keys_of(text)["highlight"], keys_of(text)["annotate"]) == (("a",), ("H",))


@pytest.mark.parametrize("kind", ["binary", "folder", "huge", "gone"])
def test_an_unreadable_file_is_reported(kind: str, tmp_path: Path) -> None:
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
def test_any_text_gives_a_configuration_or_complaints(text: str) -> None:
    config = parse_config(text, HERE)
    assert all(re.match(r"/where/config\.toml(:\d+)?: \S", complaint) for complaint in config.complaints)
    assert all("\x1b" not in complaint and "\n" not in complaint for complaint in config.complaints)


@pytest.mark.parametrize(
    ("keys", "complaint"),
    [
        ('quit = "a"\nstep-back = "a"', "step-back: needs a key that quit does not have"),
        ('step-back = ["q", "Ctrl-Q"]', "step-back: needs a key that quit does not have"),
        ('step-back = ["q", "Ctrl-Q", "F5"]', "step-back: needs a key that quit does not have"),
        ('quit = ["Esc", "F5"]', "quit: needs a key that step-back does not have"),
    ],
)
def test_the_ways_out_never_share_all_their_keys(keys: str, complaint: str) -> None:
    config = parse_config(f"[keys]\n{keys}", HERE)
    assert complaint in "\n".join(config.complaints)
    assert all(command.keys for command in config.commands if command.id in ("quit", "step-back"))


@given(st.dictionaries(st.sampled_from([action.id for action in COMMANDS]), st.lists(st.sampled_from("abxyzUG{"))))
@example({"line-down": [], "step-back": ["a"], "quit": ["a"]})
def test_no_table_of_keys_gives_a_key_two_commands(table: dict[str, list[str]]) -> None:
    text = "[keys]\n" + "\n".join(f"{name} = {keys!r}" for name, keys in table.items())
    shown = keymap_toml(parse_config(text, HERE).commands)
    assert complaints("\n".join(shown)) == []


# ---------------------------------------------------------------------- what comes first


def test_library_precedence_is_option_variable_configuration(
    write_config: WriteConfig, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_config(f'library = "{tmp_path}/settled.json"')
    assert CommandContext(None).paths.library == tmp_path / "settled.json"
    monkeypatch.setenv("READER_LIBRARY", str(tmp_path / "variable.json"))
    assert CommandContext(None).paths.library == tmp_path / "variable.json"
    assert CommandContext(str(tmp_path / "option.json")).paths.library == tmp_path / "option.json"


def test_engine_precedence_is_option_variable_configuration(
    write_config: WriteConfig, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_config('engine = "spacy"\npipeline = "no_such_pipeline"')
    assert (configured_engine(), chosen_pipeline()) == ("rules", None)
    monkeypatch.delenv("READER_ENGINE")
    assert configured_engine() == "spacy"
    assert chosen_pipeline("rules") is None
    with pytest.raises(AnalysisError):
        chosen_pipeline()


# ---------------------------------------------------------------------- commands


def test_a_command_fails_with_an_invalid_configuration(
    write_config: WriteConfig, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_config("widht = 3\nwidth = 3")
    assert main(["notes"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(f"reader: {path}:1: unknown setting “widht”")
    assert said.endswith("(and 1 more: `reader config` lists them)\n")
    with pytest.raises(ReaderError):
        sound_config()


def test_a_command_without_settings_ignores_an_invalid_configuration(write_config: WriteConfig, tmp_path: Path) -> None:
    write_config("widht = 3")
    story = tmp_path / "story.txt"
    story.write_text("A story.")
    assert main(["show", str(story)]) == 0
    assert main(["notes", "--library", str(tmp_path / "library.json")]) == 0


def test_config_shows_each_setting_and_its_origin(
    write_config: WriteConfig, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_config('theme = "nord"\nlibrary = "my.json"\nmotion = false\n[keys]\nundo = []')
    monkeypatch.setenv("READER_LIBRARY", "/elsewhere.json")
    assert main(["config"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines == [
        str(path),
        "  theme      nord",
        "  width      fits the terminal, at most 76 (default)",
        "  marks      plain (default)",
        "  layers     all (default)",
        "  engine     rules ($READER_ENGINE)",
        "  pipeline   best installed (default)",
        "  library    /elsewhere.json ($READER_LIBRARY)",
        "  motion     false",
        "  footer     true (default)",
        "  citations  false (default)",
        "  undo: no key",
    ]


def test_config_shows_theme_and_width_chosen_on_the_screen(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_appearance(Appearance("paper", 80, layers="quotes"), CommandContext(None).paths.state)
    assert main(["config"]) == 0
    out = capsys.readouterr().out
    assert "  marks      plain (default)\n  layers     quotes (chosen on the screen)\n" in out
    assert "  theme      paper (chosen on the screen)\n  width      80 (chosen on the screen)\n" in out
    assert f"  library    {CommandContext(None).paths.library} (default)\n" in out


def test_config_lists_all_errors(write_config: WriteConfig, capsys: pytest.CaptureFixture[str]) -> None:
    path = write_config('theme = "papre"\nwidth = 1')
    assert main(["config"]) == 1
    assert capsys.readouterr().err.splitlines() == [
        f"reader: {path}:2: width: expected a number of columns from 30 to 140, not 1",
        f"reader: {path}:1: theme: unknown theme “papre”; did you mean “paper”?",
    ]


def test_keys_prints_a_valid_table_of_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["keys", "--print-default"]) == 0
    printed = capsys.readouterr().out
    assert set(tomllib.loads(printed)["keys"]) == {action.id for action in COMMANDS}
    config = parse_config(printed, HERE)
    assert (config.complaints, config.commands) == ((), COMMANDS)


def test_keys_shows_the_users_keys(write_config: WriteConfig, capsys: pytest.CaptureFixture[str]) -> None:
    write_config('[keys]\nhighlight = ["F5", "Ctrl-G"]')
    assert main(["keys"]) == 0
    assert re.search(r"F5 Ctrl-G +highlight without a note", capsys.readouterr().out)


# ---------------------------------------------------------------------- the screen


async def test_the_screen_starts_with_the_settings(session: Session, write_config: WriteConfig) -> None:
    write_config('theme = "nord"\nwidth = 50\nmotion = false')
    async with opened(session) as desk:
        assert desk.pilot.app.theme == "nord"
        assert desk.screen.article.view.layout.width == 50
        assert desk.said == ""
        await desk.press("slash")
        assert desk.screen.query_one("#search").cursor_blink is False  # type: ignore[attr-defined]


@pytest.mark.parametrize("text", ["widht = 3", 'theme = "papre"', "width = ", "[keys]\nundo = 'x'"])
async def test_an_invalid_configuration_is_reported_in_the_footer(
    text: str, session: Session, write_config: WriteConfig
) -> None:
    path = write_config(text)
    async with opened(session) as desk:
        assert desk.said.startswith(f"{path}:")
        assert desk.pilot.app.theme == "ink"


async def test_the_library_reports_an_invalid_configuration(write_config: WriteConfig, home: Path) -> None:
    path = write_config("widht = 3")
    context = CommandContext(None)
    context.lenient_config = True
    context.paths.library.parent.mkdir(parents=True)
    async with ReaderApp(context.paths).run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        await work_is_done(pilot.app)
        assert pilot.app.screen.status.message.startswith(f"{path}:1:")  # type: ignore[attr-defined]


def test_every_hint_names_existing_commands() -> None:
    hints = 0
    for path in (PACKAGE / "tui").rglob("*.py"):
        for name in re.findall(r"(?<![f\w:])\"[^\"\n]*?\{([a-z-]+)\}", path.read_text(encoding="utf-8")):
            hints += 1
            assert with_keys(f"{{{name}}}")
    assert hints > 10


def test_the_screen_binds_the_users_keys(write_config: WriteConfig) -> None:
    """This needs a new process, since bindings are made once."""
    write_config('[keys]\nundo = "F9"\nhighlight = ["F5"]\ntheme = "F6"\nreload = []')
    script = (
        "from reader.tui.screens.reading import ReadingScreen\n"
        "own = {binding.key: binding.id for binding in ReadingScreen.BINDINGS}\n"
        "print(own['f9'], own['f5'], own['f6'], 'U' in own, 'H' in own, 'r' in own)\n"
        "from reader.config.contexts import Context, KeyHint\n"
        "from reader.tui.dialogs.help import all_keys, context_section\n"
        "print([keys for _, rows in all_keys('screen') for keys, words in rows if words.startswith('undo')])\n"
        "hints = KeyHint('', ('undo', 'redo')), KeyHint('', ('reload',))\n"
        "print(*(keys for keys, _ in context_section(Context('', '', (), hints))[1]))\n"
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


# ---------------------------------------------------------------------- values at their bounds, and lines


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("width = 30", []),
        ("width = 140", []),
        ("width = 29", ["1: width: expected a number of columns from 30 to 140, not 29"]),
        ("width = 141", ["1: width: expected a number of columns from 30 to 140, not 141"]),
        ("width = 70.0", ["1: width: expected a number of columns from 30 to 140, not 70.0"]),
        ("theme = '  '", ['1: theme: expected the name of a theme, not "  "']),
        ("library = '  '", ['1: library: expected the path of a file, not "  "']),
        ('library = "a\\u0000b"', ['1: library: expected the path of a file, not "a␀b"']),
        ("motion = 0", ["1: motion: expected true or false, not 0"]),
        ("theme = 2026-01-02", ["1: theme: expected the name of a theme, not this value"]),
        (f"marks = '{'x' * 41}'", [f'1: marks: expected "plain" or "decorated", not "{"x" * 40}"']),
        ("commands = 'x'", ['1: commands: expected a table, not "x"']),
        ("\n[ keys ]\n'undo' = 3", ['3: undo: expected a key such as "Ctrl-D", or a list of keys']),
        ("\nxyz.bar = 3", ["2: unknown setting “xyz”"]),
        ('\n"x\\u0079z" = 3', [" unknown setting “xyz”"]),
        ("\nkeys . undo = 3", ['2: undo: expected a key such as "Ctrl-D", or a list of keys']),
        (
            "widht = 1\n\nmotion = 1\n[keys]\nundoo = 'z'",
            [
                "1: unknown setting “widht”; did you mean “width”?",
                "3: motion: expected true or false, not 1",
                "5: unknown action “undoo”; did you mean “undo”?",
            ],
        ),
        ('width = 70\ntheme = """\nx', ["3: unterminated string"]),
        (f"theme = {'[' * 5000}", [" nested too deeply"]),
    ],
)
def test_values_at_their_bounds_and_lines_of_what_is_wrong(text: str, said: list[str]) -> None:
    assert complaints(text) == said


def test_a_file_may_be_a_megabyte_long_and_must_be_there_only_if_it_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    assert read_config(path).complaints == ()
    assert read_config(path, named=True).complaints == (f"{path}: no such file; $READER_CONFIG names it",)
    path.write_bytes(b"width = 66\n".ljust(1 << 20, b"#"))
    assert (read_config(path).width, read_config(path).complaints) == (66, ())
    path.write_bytes(b"width = 66\n".ljust((1 << 20) + 1, b"#"))
    assert (read_config(path).width, read_config(path).complaints) == (None, (f"{path}: too large for a config file",))
