"""An article on the screen, or its text on standard output; the tour and the keys of the screen."""

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.context import Belongings, UsageError, open_article
from reader.config.commands import groups
from reader.config.key_names import shown
from reader.config.keymap import as_toml
from reader.document.article import Article
from reader.errors import ReaderError
from reader.system import stdio
from reader.system.paths import SAMPLE, Places
from reader.text.span import Span

if TYPE_CHECKING:
    from argparse import Namespace

    from reader.session.session import Session

FRAMES = "240"
"""Frames a second at most, four times Textual's own: what comes while another is painted waits a quarter as long."""


def read(asked: "Namespace", own: Belongings) -> int:
    """As `open_on_screen`."""
    if asked.refresh and asked.source is None:
        raise UsageError("--refresh needs the SOURCE that is to be fetched again")
    return open_on_screen(own, asked.source, asked.at, asked.read_as, refresh=asked.refresh)


def open_on_screen(
    own: Belongings, source: str | None, at: str | None = None, form: str = "", *, refresh: bool = False
) -> int:
    """Show the article at `source` on the screen, from the note `at` on; as text where standard output is no terminal.

    Without either, the library, or what was read last.
    """
    own.forgiving = True
    if not stdio.is_terminal(sys.stdout):
        return show_text(article_to_read(own, source, at, form, refresh=refresh))
    if os.environ.get("TERM") == "dumb":
        raise stdio.StreamError(
            "this terminal can only write lines (TERM=dumb), so the screen cannot be drawn; "
            "`reader show SOURCE` prints the text"
        )
    if not stdio.is_terminal(sys.stderr):
        raise stdio.StreamError(
            "the screen is drawn on standard error, which is no terminal; `reader show SOURCE` needs none"
        )
    new_here = not own.places.library.exists() and not own.places.state.exists()
    gc.disable()  # until the screen is there: what is made till then stays, and looking it through takes a tenth
    if source is None and at is None and stdio.is_terminal(sys.stdin) and has_articles(own):
        return draw(own.places)
    article = article_to_read(own, source, at, form, refresh=refresh, told="r")
    passage = passage_of(at, own.session(article)) if at else None
    stdio.take_terminal()
    session = own.sitting(article)
    session.remark, own.remark = own.remark, ""
    session.first_start = new_here
    return draw(session, passage)


def tour(asked: "Namespace", own: Belongings) -> int:
    """Show a reader around the sample article; what they do there goes to folders that are deleted afterwards."""
    if not (stdio.is_terminal(sys.stdout) and stdio.is_terminal(sys.stderr)):
        raise stdio.StreamError("the tour needs a terminal to be shown on")
    stdio.take_terminal()
    from contextlib import chdir
    from tempfile import TemporaryDirectory

    from reader.session import state
    from reader.sources import open_source

    article, looks = open_source(str(SAMPLE)), state.load_looks(own.places.state)
    with TemporaryDirectory(prefix="reader-tour-") as folder, chdir(folder):  # where an export is offered to go
        places = Places(Path(folder) / "library.json", Path(folder) / "state", Path(folder) / "cache")
        state.save_looks(looks, places.state)
        return show_around(article, places)


def show_around(article: Article, places: Places) -> int:
    """The screen of the tour; imported here as in `draw`."""
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    from reader.session.session import Session
    from reader.tui.tour import run_tour

    return run_tour(Session(article, places))


def draw(first: "Session | Places", at: Span | None = None) -> int:
    """The one place where the screen, and with it Textual, is imported."""
    os.environ.setdefault("TEXTUAL_FPS", FRAMES)
    from reader.tui.app import run

    return run(first, at)


def has_articles(own: Belongings) -> bool:
    """Whether there is a library to show: asked of its index, which is faster, unless there is none yet."""
    from reader.search.index import Index

    index = Index(own.places.library)
    try:
        if index.path.exists() and own.places.library.exists():
            with index.reading() as db:
                if db.execute("SELECT 1 FROM articles WHERE shelf <> 'removed' LIMIT 1").fetchone():
                    return True
    except ReaderError:  # the screen says so
        pass
    return any(record.shelf != "removed" for record in own.library.articles())


def article_to_read(
    own: Belongings, source: str | None, at: str | None, form: str, *, refresh: bool, told: str = "--refresh"
) -> Article:
    """The SOURCE; without one the note's article, or standard input if it is no terminal, or what was read last."""
    if source is not None:
        article = open_article(source, own, form, again=refresh, told=told)
        return refreshed(article, own) if refresh else article
    if at is None and not stdio.is_terminal(sys.stdin):
        return open_article("-", own, form)
    from reader.session import reopen
    from reader.session.note_editing import known_note

    if at is None:
        return reopen.last_read(own.library)
    return reopen.reopened_of(own.library, known_note(own.library, at))


def refreshed(article: Article, own: Belongings) -> Article:
    """The article, with its text of now kept and its notes placed in it, and a remark on how they are."""
    if not own.remark:  # it was read again indeed
        session = own.session(article)
        before = session.library.find(article)
        session.enter()
        if before is not None and article.sha256 in before.texts[-1:]:
            own.remark = "the article has not changed"
        else:
            own.remark = session.read_again
    return article


def passage_of(note_id: str, session: "Session") -> Span | None:
    """Where a note is in today's text, or may have gone; None for one on the whole article or without a trace.

    Raises SessionError.
    """
    session.look()
    placement = session.note(note_id).placement
    return (placement.span or placement.guess) if placement else None


def show(asked: "Namespace", own: Belongings) -> int:
    """The text exactly as every offset counts it; or read out, with what is known of it and noted on it in words."""
    article = open_article(asked.source, own, asked.read_as, told="--refresh")
    if not asked.annotated:
        return show_text(article)
    from reader.export.text import linear

    session = own.session(article)
    session.look()
    stdio.say(*linear(session.exported()))
    return 0


def show_text(article: Article) -> int:
    stdio.write(article.text if article.text.endswith("\n") else f"{article.text}\n")
    return 0


def keys(asked: "Namespace", own: Belongings) -> int:
    """Every action of the screen that has a key, by group; or the keys without a configuration, as TOML."""
    if asked.print_default:
        stdio.say(*as_toml())
        return 0
    for group, actions in groups(own.config.commands).items():
        rows = [(" ".join(map(shown, action.keys)), action.help) for action in actions if action.keys]
        width = max(len(names) for names, _ in rows)
        stdio.say(group, *(f"  {names:<{width}}  {words}" for names, words in rows), "")
    return 0
