"""`reader tour`: a guided tour of the screen with the sample article."""

import os
import sys
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory

from reader.cli.command import Command, NoOptions, add_no_arguments
from reader.cli.context import CommandContext
from reader.cli.screen import MAX_FPS
from reader.document.article import Article
from reader.session import state
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system import stdio
from reader.system.paths import SAMPLE, UserPaths


def guide_tour(options: NoOptions, context: CommandContext) -> int:
    """Run the tour; everything it writes goes to folders that are deleted afterwards."""
    if not (stdio.is_terminal(sys.stdout) and stdio.is_terminal(sys.stderr)):
        raise stdio.StreamError("the tour needs a terminal")
    stdio.take_terminal()
    article, appearance = open_source(str(SAMPLE)), state.load_appearance(context.paths.state)
    with TemporaryDirectory(prefix="reader-tour-") as folder, chdir(folder):  # the folder that an export suggests
        paths = UserPaths(Path(folder) / "library.json", Path(folder) / "state", Path(folder) / "cache")
        state.save_appearance(appearance, paths.state)
        return draw_tour(article, paths)


def draw_tour(article: Article, paths: UserPaths) -> int:
    """Run the screen of the tour, and import it."""
    os.environ.setdefault("TEXTUAL_FPS", MAX_FPS)
    from reader.tui.tour import run_tour

    return run_tour(Session(article, paths))


COMMAND = Command("", add_no_arguments, NoOptions, guide_tour)
