"""An article on the screen, or its text on standard output; and the keys of the screen."""

import gc
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from reader import streams
from reader.article import Article, Span
from reader.commands import Belongings, open_article
from reader.keys import groups, shown

if TYPE_CHECKING:
    from reader.session import Session


def read(asked: Namespace, own: Belongings) -> int:
    """Show an article on the screen; as text where standard output is no terminal."""
    if not streams.is_terminal(sys.stdout):
        return show_text(article_to_read(asked, own))
    if not streams.is_terminal(sys.stderr):
        raise streams.StreamError(
            "the screen is drawn on standard error, which is no terminal; `reader show SOURCE` needs none"
        )
    article = article_to_read(asked, own)
    at = passage_of(asked.at, own.session(article)) if asked.at else None
    streams.take_terminal()
    from reader.session import Session

    return draw(Session(article, own.places), at)


def draw(session: "Session", at: Span | None) -> int:
    """The one place where the screen, and with it Textual, is imported."""
    gc.disable()  # until all is imported: it makes no garbage, and looking for some takes a tenth of the start
    from reader.tui.app import run

    return run(session, at)


def article_to_read(asked: Namespace, own: Belongings) -> Article:
    """The SOURCE; without one the note's article, or standard input if it is no terminal, or what was read last."""
    if asked.source is not None:
        return open_article(asked.source)
    if asked.at is None and not streams.is_terminal(sys.stdin):
        return open_article("-")
    from reader import reopening
    from reader.notebook import known_note

    if asked.at is None:
        return reopening.last_read(own.library)
    return reopening.reopened_of(own.library, known_note(own.library, asked.at))


def passage_of(note_id: str, session: "Session") -> Span | None:
    """Where a note is in today's text, or may have gone; None for one on the whole article or without a trace.

    Raises SessionError.
    """
    session.look()
    placement = session.note(note_id).placement
    return (placement.span or placement.guess) if placement else None


def show(asked: Namespace, own: Belongings) -> int:
    """The text exactly as every offset counts it."""
    return show_text(open_article(asked.source))


def show_text(article: Article) -> int:
    streams.write(article.text if article.text.endswith("\n") else f"{article.text}\n")
    return 0


def keys(asked: Namespace, own: Belongings) -> int:
    """Every action of the screen that has a key, by group."""
    for group, actions in groups().items():
        rows = [(" ".join(map(shown, action.keys)), action.words) for action in actions if action.keys]
        width = max(len(names) for names, _ in rows)
        streams.say(group, *(f"  {names:<{width}}  {words}" for names, words in rows), "")
    return 0
