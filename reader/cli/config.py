"""What the user has settled in the configuration, whether it is right, and what comes before it."""

import os
from argparse import Namespace

from reader.analysis.engine import CHOICE
from reader.analysis.model.registry import NAMED
from reader.cli.context import Belongings
from reader.config import Config, user_config
from reader.config.commands import COMMANDS
from reader.config.key_names import shown
from reader.errors import ConfigError
from reader.system import stdio
from reader.system.paths import LIBRARY
from reader.text.sanitize import clean_line

VARIABLES = {"engine": CHOICE, "pipeline": NAMED, "library": LIBRARY}
"""The settings that a variable comes before."""

UNSETTLED = "not settled"


def config(asked: Namespace, own: Belongings) -> int:
    """Every setting with what it is and where that comes from; each complaint a line. Raises ConfigError."""
    settled = user_config()
    found = settled.path.exists()
    stdio.say(f"{clean_line(str(settled.path))}{'' if found else ' (there is no such file, and need not be)'}")
    for name in ("theme", "width", "engine", "pipeline", "library", "motion"):
        stdio.say(f"  {name:<8}  {value_of(name, settled)}")
    for action, usual in zip(settled.commands, COMMANDS, strict=True):
        if action.keys != usual.keys:
            stdio.say(f"  {action.id}: {'  '.join(map(shown, action.keys)) or 'no key'}")
    complaints = list(settled.complaints)
    if settled.theme:
        from reader.tui.themes import theme_complaint

        complaints += filter(None, [theme_complaint(settled)])
    for complaint in complaints[:-1]:
        stdio.tell(complaint)
    if complaints:
        raise ConfigError(complaints[-1])
    return 0


def value_of(name: str, settled: Config) -> str:
    """What a setting is, and by what."""
    if variable := os.environ.get(VARIABLES.get(name, "")):
        return f"{clean_line(variable)} (${VARIABLES[name]})"
    value = getattr(settled, name)
    if name not in settled.lines or value in (None, ""):
        return UNSETTLED
    return clean_line(str(value).lower() if isinstance(value, bool) else str(value))
