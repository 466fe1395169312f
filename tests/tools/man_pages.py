"""The manual pages in `docs/man/`, made from the parsers: one of `reader`, and one of each command.

`python -m tests.tools.generate_docs` writes them; the wheel installs them in `share/man/man1`.
"""

import re
from argparse import SUPPRESS, Action
from collections.abc import Iterable, Iterator
from pathlib import Path

from reader import __version__
from reader.cli.parser import COMMANDS, GROUPS, load_examples, make_parser
from reader.system.paths import PACKAGE

FOLDER = PACKAGE.parent / "docs" / "man"

SUMMARY = "a desk for close reading in the terminal"

STATUS = {
    "0": "done, and saved",
    "1": "failed",
    "2": "wrong usage",
    "3": "verify found something to look at",
    "70": "an error in the program itself; its report is in the state folder",
}

VARIABLE = re.compile(r"^\|(`[A-Z_]+`(?:, `[A-Z_]+`)*)\|(.+)\|$", re.MULTILINE)
"""A row of the table of variables in commands.md."""


def man_pages() -> dict[str, str]:
    """Return all pages by file name."""
    return {f"{page_name(name)}.1": man_page(name) for name in ("", *COMMANDS)}


def page_name(command: str) -> str:
    return f"reader-{command}" if command else "reader"


def man_page(command: str) -> str:
    """Return the page of a command in the macros of man(7); "" is `reader` itself."""
    name = page_name(command)
    lines = [f'.TH {name.upper()} 1 "" "reader {__version__}" "reader manual"']
    lines += [".SH NAME", escaped(f"{name} - {COMMANDS.get(command, SUMMARY)}")]
    lines += [".SH SYNOPSIS", ".nf", *map(escaped, synopsis(command)), ".fi"]
    lines += [".SH OPTIONS", *options(command)]
    if not command:
        lines += [".SH COMMANDS"]
        for group, commands in GROUPS.items():
            lines += [
                f".SS {group.capitalize()}",
                *entries((page_name(each), words) for each, words in commands.items()),
            ]
        lines += [".SH EXIT STATUS", *entries(STATUS.items()), ".SH ENVIRONMENT", *entries(variables())]
    lines += [".SH EXAMPLES"]
    for purpose, typed in load_examples()[command]:
        lines += [".PP", escaped(f"{purpose[0].upper()}{purpose[1:]}:"), ".PP"]
        lines += [".nf", ".RS", escaped(typed), ".RE", ".fi"]
    others = [f"{page_name(each)}(1)" for each in (COMMANDS if not command else ("",))]
    lines += [".SH SEE ALSO", escaped(", ".join(others))]
    return "\n".join(lines) + "\n"


def synopsis(command: str) -> Iterator[str]:
    usage = make_parser(command).usage or ""
    yield from (line.strip() for line in usage.splitlines())


def options(command: str) -> Iterator[str]:
    shown = [action for action in make_parser(command).arguments() if action.help != SUPPRESS]
    yield from entries((heading(action), (action.help or "").replace("%%", "%")) for action in shown)


def heading(action: Action) -> str:
    """Return an argument as the user types it."""
    value = action.metavar or "|".join(map(str, action.choices or ())) or action.dest.upper()
    value = value if isinstance(value, str) else " ".join(value)
    if not action.option_strings:
        return value
    names = ", ".join(action.option_strings)
    return names if action.nargs == 0 else f"{names} {value}"


def variables() -> Iterator[tuple[str, str]]:
    """Yield the variables of the environment, as commands.md lists them."""
    for names, meaning in VARIABLE.findall((PACKAGE.parent / "docs" / "commands.md").read_text(encoding="utf-8")):
        yield names.replace("`", ""), re.sub(r"\[([^]]+)\]\([^)]+\)|`", r"\1", meaning)


def entries(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for term, words in pairs:
        yield from (".TP", f".B {escaped(term)}", escaped(words))


def escaped(text: str) -> str:
    """Return `text` as roff prints it: with its own dashes and backslashes, in ASCII, and no line as a request."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = re.sub(r"[^\x00-\x7f]", lambda found: f"\\[u{ord(found[0]):04X}]", text)
    return f"\\&{text}" if text.startswith((".", "'")) else text


def write(folder: Path) -> None:
    """Write all pages, and remove those of commands that do not exist."""
    folder.mkdir(exist_ok=True)
    pages = man_pages()
    for old in folder.glob("*.1"):
        if old.name not in pages:
            old.unlink()
    for name, page in pages.items():
        (folder / name).write_text(page, encoding="utf-8")
