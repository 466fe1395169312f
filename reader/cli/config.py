"""`reader config` and `keys`: every setting, where it comes from, errors in the config file; the keys of the screen."""

import os
import shlex

from reader.analysis.engine import CHOICE
from reader.analysis.model import NAMED
from reader.cli.command import Options, command, switch
from reader.cli.context import CommandContext
from reader.config import DEFAULT_THEME, SETTINGS, Config, user_config
from reader.config.commands import COMMANDS, groups
from reader.config.key_names import key_label
from reader.config.keymap import keymap_toml, lost_keys
from reader.errors import ReaderError
from reader.session.state import load_appearance
from reader.system import stdio
from reader.system.paths import LIBRARY, UserPaths
from reader.text.sanitize import clean_line
from reader.view.arrangement import MOST_WIDE_TEXT

VARIABLES = {"engine": CHOICE, "pipeline": NAMED, "library": LIBRARY}  # environment variables that override a setting

DEFAULTS = {
    "theme": DEFAULT_THEME,
    "width": f"fits the terminal, at most {MOST_WIDE_TEXT}",
    "marks": "plain",
    "layers": "all",
    "engine": "best",
    "pipeline": "best installed",
}
"""What holds if neither the file nor a variable nor the screen has set a setting, where the config has no value."""


@command("config", "")
def print_config(options: Options, context: CommandContext) -> int:
    """Print every setting with its value and origin, then each error in the file. Raises ReaderError on the last."""
    settings, context.lenient_config = user_config(), True
    missing = "" if settings.path.exists() else " (no config file; using defaults)"
    stdio.say(f"{clean_line(str(settings.path))}{missing}")
    for name in SETTINGS:
        stdio.say(f"  {name:<9}  {format_setting(name, settings, context.paths)}")
    for own in settings.own_commands:
        stdio.say(f"  {own.name} = {clean_line(shlex.join(own.words))}")
    usual = {shortcut.id: shortcut.keys for shortcut in COMMANDS}
    for shortcut in settings.commands:
        if shortcut.keys != usual.get(shortcut.id, ()):
            stdio.say(f"  {shortcut.id}: {'  '.join(map(key_label, shortcut.keys)) or 'no key'}")
    complaints = list(settings.complaints)
    if settings.theme:
        from reader.tui.themes import theme_complaint  # loads Textual

        complaints += filter(None, [theme_complaint(settings)])
    for complaint in complaints[:-1]:
        stdio.tell(complaint)
    if complaints:
        raise ReaderError(complaints[-1])
    return 0


def format_setting(name: str, settings: Config, paths: UserPaths) -> str:
    """Return the value of a setting and, unless it is in the config file, where it comes from."""
    if variable := os.environ.get(VARIABLES.get(name, "")):
        return f"{clean_line(variable)} (${VARIABLES[name]})"
    value = getattr(settings, name)
    shown = str(value).lower() if isinstance(value, bool) else str(value)
    if name in settings.lines and value not in (None, ""):
        return clean_line(shown)
    if chosen := getattr(load_appearance(paths.state), name, None):
        return f"{clean_line(str(chosen))} (chosen on the screen)"
    default = str(paths.library) if name == "library" else DEFAULTS.get(name, shown)
    return f"{clean_line(default)} (default)"


class KeysOptions(Options):
    print_default: bool = switch("--print-default", "print the default keys as TOML, to edit and save")


@command("keys", "[--print-default]")
def list_keys(options: KeysOptions, context: CommandContext) -> int:
    """Print every command of the screen that has a key, by group, then those that lost theirs; or the keys as TOML."""
    if options.print_default:
        stdio.say(*keymap_toml())
        return 0
    for group, commands in groups(context.config.commands).items():
        rows = [(" ".join(map(key_label, command.keys)), command.help) for command in commands if command.keys]
        width = max((len(keys) for keys, _ in rows), default=0)
        stdio.say(group, *(f"  {keys:<{width}}  {summary}" for keys, summary in rows), "")
    if lines := [*lost_keys(context.config.commands)]:
        stdio.say("Without a key (in the palette)", *lines, "")
    return 0
