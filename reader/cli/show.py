"""`reader show`: print the text of an article, as JSON, or as a linear reading with quotes and notes in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command, add_entry_number, add_source
from reader.cli.context import CommandContext, entry_address, open_article, print_text
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
    json: bool
    entry: int | None


def _add_arguments(parser: "ArgumentParser") -> None:
    add_source(parser)
    add_entry_number(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--annotated", action="store_true", help="with quotes, speakers, notes and their states in words, line by line"
    )
    form.add_argument(
        "--json", action="store_true", help="as a JSON object with metadata, blocks, marks, pages and what was left out"
    )


def show_article(options: ShowOptions, context: CommandContext) -> int:
    """Print the text exactly as offsets count it; with --annotated, with the quotes and notes in words."""
    article = open_article(options.source, context, options.read_as, refresh_hint="--refresh")
    if options.entry is not None:
        article = open_article(entry_address(article, options.entry), context)
    if options.json:
        stdio.say_json(article_object(article))
        return 0
    if not options.annotated:
        return print_text(article)
    from reader.export.text import render_linear  # loaded only for --annotated

    session = context.session(article)
    session.load_notes()
    stdio.say(*render_linear(session.exported()))
    return 0


def article_object(article: "Article") -> dict[str, object]:
    """Return an article as `reader show --json` prints it: offsets are of its text, as everywhere."""
    return {
        "title": article.title,
        "source": article.source,
        "author": list(article.author),
        "published": article.published,
        "site": article.site,
        "language": article.language,
        "text": article.text,
        "blocks": [
            {
                "start": block.span.start,
                "end": block.span.end,
                "kind": block.kind,
                "level": block.level,
                "role": block.role,
                "prefix": block.prefix,
            }
            for block in article.blocks
        ],
        "marks": [
            {"start": mark.span.start, "end": mark.span.end, "kind": mark.kind, "href": mark.href}
            for mark in article.marks
        ],
        "pages": [{"start": page.start, "label": page.label} for page in article.pages],
        "left_out": list(article.left_out),
        "doubt": article.doubt,
    }


COMMAND = Command(
    "SOURCE [--entry N] [--annotated | --json] [--format FORMAT]", _add_arguments, ShowOptions, show_article
)
