"""`reader show`: print the text of an article, or a linear reading of it with quotes and notes in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command, add_source
from reader.cli.context import CommandContext, open_article
from reader.system import stdio

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from reader.document.article import Article


@dataclass(frozen=True, slots=True)
class ShowOptions:
    """Options of `reader show`."""

    source: str
    read_as: str
    annotated: bool


def _add_arguments(parser: "ArgumentParser") -> None:
    add_source(parser)
    parser.add_argument(
        "--annotated", action="store_true", help="with quotes, speakers, notes and their states in words, line by line"
    )


def show_article(options: ShowOptions, context: CommandContext) -> int:
    """Print the text exactly as offsets count it; with --annotated, with the quotes and notes in words."""
    article = open_article(options.source, context, options.read_as, refresh_hint="--refresh")
    if not options.annotated:
        return print_text(article)
    from reader.export.text import render_linear  # loaded only for --annotated

    session = context.session(article)
    session.load_notes()
    stdio.say(*render_linear(session.exported()))
    return 0


def print_text(article: "Article") -> int:
    """Print the article's text, ended by a newline; return the exit code."""
    stdio.write(article.text if article.text.endswith("\n") else f"{article.text}\n")
    return 0


COMMAND = Command("SOURCE [--annotated] [--format FORMAT]", _add_arguments, ShowOptions, show_article)
