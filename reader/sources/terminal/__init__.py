"""Text made for a terminal: manual pages, patches, escape sequences."""

from reader.document.article import Article
from reader.sources.terminal.man_page import is_typeset, read_terminal
from reader.sources.terminal.patch import is_patch, read_patch


def read_terminal_output(raw: str) -> Article | None:
    """Read terminal output or a patch from a stream; return None if it is neither."""
    if ("\x1b" in raw or "\b" in raw) and is_typeset(raw):
        return read_terminal(raw)
    if raw.startswith(("commit ", "diff ", "From ", "--- ", "Index: ")) and is_patch(raw):
        return read_patch(raw)
    return None
