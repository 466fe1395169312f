"""`reader [SOURCE]`, `show` and `tour`: an article on the screen or as text, and a guided tour with the sample article.

Pitfall: `reader PATH` calls `screen.open_on_screen` without this module, as it needs no options; the help of `reader`
loads it, so it loads little.
"""

import os
import sys
from contextlib import chdir
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from reader.cli.command import Options, command, format_option, genre_option, option, source_argument, switch
from reader.cli.context import CommandContext, entry_address, open_article, print_text
from reader.cli.screen import MAX_FPS, Shown, open_on_screen
from reader.document import WHOLE_PAGE
from reader.errors import UsageError
from reader.system import stdio
from reader.system.paths import SAMPLE

if TYPE_CHECKING:
    from reader.document.article import Genre
    from reader.session.session import Session


def entry_option() -> Any:
    return option("--entry", "N", "open the page of entry N of a feed, or mail N of a mailbox", type=int)


class ReadOptions(Options):
    source: str | None = source_argument("the library")
    at: str | None = option("--at", "NOTE_ID", "start at the passage of this note")
    refresh: bool = switch("--refresh", "fetch a web page again and place its notes in the new text")
    whole: bool = switch("--whole", "the whole of a web page, not only its article; same as --format page")
    entry: int | None = entry_option()
    read_as: str = format_option()
    genre: "Genre | None" = genre_option(keeps=True)


@command(
    "",
    "reader [SOURCE] [--at NOTE_ID] [--entry N] [--refresh] [--whole] [--format FORMAT] [--genre GENRE]\n"
    "       reader COMMAND ...",
)
def read_article(options: ReadOptions, context: CommandContext) -> int:
    given = {"--refresh": options.refresh, "--whole": options.whole, "--entry": options.entry is not None}
    given["--genre"] = options.genre is not None and stdio.is_terminal(sys.stdin)
    if options.source is None and any(given.values()):
        raise UsageError(f"{next(flag for flag in given if given[flag])} needs a SOURCE")
    if options.whole and options.read_as not in ("", "html", WHOLE_PAGE):
        raise UsageError(f"--whole is for web pages, not for --format {options.read_as}")
    read_as = WHOLE_PAGE if options.whole else options.read_as
    source = options.source
    if source is not None and options.entry is not None:
        source = entry_address(open_article(source, context, refresh=options.refresh), options.entry)
    return open_on_screen(context, Shown(source, options.at, read_as, options.genre, options.refresh))


class ShowOptions(Options):
    source: str = source_argument()
    read_as: str = format_option()
    genre: "Genre | None" = genre_option()
    entry: int | None = entry_option()
    annotated: bool = switch(
        "--annotated", "with quotes, speakers, notes and their states in words, line by line", one_of="form"
    )
    json: bool = switch(
        "--json", "as a JSON object with metadata, blocks, marks, pages and what was left out", one_of="form"
    )


@command("show", "SOURCE [--entry N] [--annotated | --json] [--format FORMAT] [--genre GENRE]")
def show_article(options: ShowOptions, context: CommandContext) -> int:
    """Print the text exactly as offsets count it; with --annotated, with the quotes and notes in words."""
    article = open_article(options.source, context, options.read_as, options.genre, refresh_hint="--refresh")
    if options.entry is not None:
        article = open_article(entry_address(article, options.entry), context, genre=options.genre)
    if not (options.json or options.annotated):
        return print_text(article)
    session = context.loaded_session(article)
    if options.json:
        stdio.say_json(article_object(session))
        return 0
    from reader.export.text import render_linear  # loaded only for --annotated

    stdio.say(*render_linear(session.exports.data()))
    return 0


def article_object(session: "Session") -> dict[str, object]:
    """Return an article as `reader show --json` prints it: offsets are of its text, as everywhere."""
    article, genre = session.article, session.genre
    about = ("title", "source", "author", "published", "site", "doi", "language", "text")
    return {
        **{name: getattr(article, name) for name in about},
        "blocks": [
            {**asdict(block.span), "kind": block.kind, "level": block.level, "role": block.role, "prefix": block.prefix}
            for block in article.blocks
        ],
        "marks": [{**asdict(mark.span), "kind": mark.kind, "href": mark.href} for mark in article.marks],
        "pages": list(map(asdict, article.pages)),
        "left_out": list(article.left_out),
        "completeness": article.completeness,
        "doubt": article.doubt,
        "genre": genre.genre,
        "evidence": {
            "genre": {"from": "user" if genre.chosen else "structure", "text": genre.evidence},
            **{
                each.fact: {"from": each.origin, "text": each.text, **({"page": each.page} if each.page else {})}
                for each in article.evidence
            },
        },
    }


@command("tour", "")
def guide_tour(options: Options, context: CommandContext) -> int:
    """Run the tour; everything it writes goes to folders that are deleted afterwards."""
    from reader.sources.open import open_source

    if not (stdio.is_terminal(sys.stdout) and stdio.is_terminal(sys.stderr)):
        raise stdio.StreamError("the tour needs a terminal")
    stdio.take_terminal()
    article = open_source(str(SAMPLE))
    with context.temporary_paths("reader-tour-") as paths, chdir(paths.library.parent):  # where exports go
        os.environ.setdefault("TEXTUAL_FPS", MAX_FPS)
        from reader.session.session import Session
        from reader.tui.tour import run_tour

        return run_tour(Session(article, paths))
