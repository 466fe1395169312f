"""Show an article, a folder or the library on the screen; without a terminal, print the article's text.

Pitfall: this is how nearly every start goes, so nothing is imported before it is needed.
"""

import gc
import os
import sys
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.cli.context import CommandContext, open_article, print_text
from reader.errors import ReaderError
from reader.system import stdio
from reader.system.paths import UserPaths

if TYPE_CHECKING:
    from reader.document.article import Article, Genre
    from reader.session.session import Session
    from reader.text.span import Span
    from reader.tui.splash import Splash

MAX_FPS = "240"  # frames per second, four times Textual's default: input during a frame then waits a quarter as long
BOOK = 500_000  # characters of a text whose reading leaves memory that is worth returning: some megabytes


@dataclass(frozen=True, slots=True)
class Shown:
    source: str | None = None
    """An article or a folder; None for the library, or the article read last."""
    at: str | None = None
    read_as: str = ""
    genre: "Genre | None" = None
    """Kept with the article."""
    refresh: bool = False
    checks: tuple[str, ...] | None = None
    """Its quotations are checked against these sources, or the library if there are none."""


def open_on_screen(context: CommandContext, shown: Shown) -> int:
    """Show an article, a folder or the library on the screen; an article as text if there is no terminal."""
    context.lenient_config = True
    source = shown.source
    if not stdio.is_terminal(sys.stdout):
        return print_text(article_to_read(context, shown))
    if os.environ.get("TERM") == "dumb":
        raise stdio.StreamError("the screen needs more than TERM=dumb; `reader show SOURCE` prints the text")
    if not stdio.is_terminal(sys.stderr):
        raise stdio.StreamError(
            "the screen needs standard error to be a terminal; `reader show SOURCE` prints the text"
        )
    if source is not None and os.path.isdir(source):
        return open_folder(context, source, shown.read_as)
    first_start = not context.paths.library.exists() and not context.paths.state.exists()
    gc.disable()  # until the first frame: objects made so far stay, and scanning them costs a tenth of the start
    if source is None and shown.at is None and stdio.is_terminal(sys.stdin) and has_articles(context):
        return draw(context.paths)
    from reader.tui.splash import Splash  # not without a screen

    with Splash() as splash:
        if source is not None and not (shown.at or shown.read_as or shown.refresh):
            splash.show_kept(source, context.paths)
        article = article_to_read(context, shown, refresh_hint="r")
        passage = None
        if shown.at:
            noted = context.loaded_session(article)
            placement = noted.article_notes.note(shown.at).placement
            passage = (placement.span or placement.guess) if placement else None
        stdio.take_terminal()
        session = context.session(article if shown.genre is None else replace(article, genre=shown.genre), lazy=True)
        session.remark, context.remark = context.remark, ""
        session.first_start = first_start
        session.checks = shown.checks
        return draw(session, passage, splash=splash)


def open_folder(context: CommandContext, folder: str, read_as: str) -> int:
    """Add the readable files in a folder to the library, and show the library with only them; return the exit code."""
    from reader.cli.add import add_new_files  # not for one article

    stdio.take_terminal()
    for problem in add_new_files(folder, context, read_as):
        stdio.tell(problem)
    return draw(context.paths, limit=f'folder:"{os.path.abspath(folder)}"')


def draw(
    first: "Session | UserPaths", at: "Span | None" = None, limit: str = "", splash: "Splash | None" = None
) -> int:
    """Run the screen, from the passage `at`, or with the library limited by a query; imports the app, and Textual.

    The first frame of an article is shown before that, and its analysis begun.
    """
    os.environ.setdefault("TEXTUAL_FPS", MAX_FPS)
    from reader.tui.splash import Splash

    with splash or Splash() as splash, ExitStack() as meanwhile:
        if not isinstance(first, UserPaths):
            splash.show(first, at)
            if len(first.article.text) >= BOOK:
                from reader.system.memory import return_large_blocks  # loads ctypes

                return_large_blocks()
            from reader.system.interrupts import deferred_interrupt  # loads threading

            with deferred_interrupt():
                from reader.tui.splash.early_analysis import begun_analysis  # loads subprocess

                meanwhile.enter_context(begun_analysis(first))
        from reader.tui.app import run

        return run(first, at, limit, splash)


def has_articles(context: CommandContext) -> bool:
    """Return whether the library has articles to list: by the index if there is one, which is faster."""
    from reader.search.index import SearchIndex

    index = SearchIndex(context.paths.library)
    with suppress(ReaderError):  # the screen will report it
        if index.path.exists() and context.paths.library.exists():
            with index.reading() as db:
                if db.execute("SELECT 1 FROM articles WHERE shelf <> 'removed' LIMIT 1").fetchone():
                    return True
    return any(record.shelf != "removed" for record in context.library.articles())


def article_to_read(context: CommandContext, shown: Shown, refresh_hint: str = "--refresh") -> "Article":
    """Return the SOURCE; without one the note's article, standard input if it is no terminal, or the one read last."""
    if shown.source is not None:
        article = open_article(shown.source, context, shown.read_as, refresh=shown.refresh, refresh_hint=refresh_hint)
        return save_refreshed(article, context) if shown.refresh else article
    if shown.at is None and not stdio.is_terminal(sys.stdin):
        return open_article("-", context, shown.read_as)
    from reader.session import reopen

    if shown.at is None:
        return reopen.open_last_read(context.library)
    return reopen.reopen_for_note(context.library, shown.at)


def save_refreshed(article: "Article", context: CommandContext) -> "Article":
    """Save the article's new text and place its notes in it, with a remark on the outcome; return the article."""
    if not context.remark:  # else it could not be fetched
        session = context.session(article)
        before = session.library.find(article)
        session.record_opening()
        if before is not None and article.sha256 in before.texts[-1:]:
            context.remark = "the article has not changed"
        else:
            context.remark = session.read_again
    return article
