"""Install the completion script of a shell where that shell looks for it.

bash (with the package bash-completion) and fish load a command's script from a folder of the user by themselves; zsh
has no such folder, so it is told in `~/.zshrc`, by a line that is printed and never written.
"""

import os
from pathlib import Path

from reader.errors import ReaderError, UsageError
from reader.system.atomic_file import make_folder, replace_file
from reader.system.paths import PACKAGE, XDG, home_as_tilde

SHELLS = ("bash", "zsh", "fish")


def script(shell: str) -> str:
    return (PACKAGE / "cli" / "completion" / "shells" / f"reader.{shell}").read_text(encoding="utf-8")


def install_completion(shell: str) -> tuple[Path, str]:
    """Write the script of `shell`, "" for the user's own; return where, and what to do next. Raises ReaderError."""
    shell = shell or login_shell()
    path = script_path(shell)
    try:
        make_folder(path.parent)
        replace_file(path, script(shell).encode())
    except OSError as error:
        raise ReaderError(f"cannot write {path}: {error.strerror or error}") from error
    folder = home_as_tilde(str(path.parent))
    advice = {
        "bash": "new shells have it, if bash-completion is installed",
        "zsh": f"put this into ~/.zshrc before compinit: fpath=({folder} $fpath)",
        "fish": "new shells have it",
    }
    return path, advice[shell]


def login_shell() -> str:
    """Return the name of the user's shell. Raises UsageError."""
    name = os.path.basename(os.environ.get("SHELL", ""))
    if name in SHELLS:
        return name
    said = f"your shell is {name}" if name else "$SHELL does not say which shell you use"
    raise UsageError(f"{said}; name one: reader completion {'|'.join(SHELLS)} --install")


def script_path(shell: str) -> Path:
    data = _folder(*XDG["data"])
    match shell:
        case "bash":
            return _folder("BASH_COMPLETION_USER_DIR", data / "bash-completion") / "completions" / "reader"
        case "fish":
            return _folder(*XDG["config"]) / "fish" / "completions" / "reader.fish"
    return data / "zsh" / "site-functions" / "_reader"


def _folder(variable: str, otherwise: str | Path) -> Path:
    named = os.environ.get(variable, "")
    return Path(named) if os.path.isabs(named) else Path.home() / otherwise
