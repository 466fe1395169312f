"""`reader mcp`: the library for programs that speak the Model Context Protocol, over standard input and output.

Each tool is a row of `TOOLS`: a method of `Door` that returns what a command prints as JSON. They read the articles of
the library and the sources that were named, never another file; only `propose`, which has to be allowed, writes, and a
person decides about what it has written. What is off the record, on background or under embargo is not handed on.
"""

from collections.abc import Callable
from functools import partial, wraps
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

from reader import __version__, api
from reader.annotations.off_record import restriction_of
from reader.cli.command import SOURCE, Options, argument, command, option, switch
from reader.cli.context import CommandContext, open_article
from reader.cli.proposals import session_for, session_with
from reader.cli.quotes import QuotesOptions, find_groups, quote_objects, without_restricted
from reader.cli.search import find_hits, fresh_index, hit_object
from reader.cli.statement import statement_object
from reader.errors import ReaderError, raising
from reader.export.checked_draft import check_objects
from reader.export.clearance import KeptIn, KeptInLibrary
from reader.search.people import Saying
from reader.search.snippets import plain
from reader.search.statements import find_statement
from reader.session.dossiers import require_dossier
from reader.session.proposals import make_suggestion, propose, require_author
from reader.sources.open import open_source
from reader.system import stdio
from reader.text.sanitize import clean_line
from reader.text.span import Span

if TYPE_CHECKING:
    from mcp.server import MCPServer

MOST_CHARACTERS = 50_000  # characters of an article that one answer has, unless fewer are asked for: thirty pages

MOST_HITS = 100

INSTRUCTIONS = (
    "What a person has read, with who said what and how certain that is. Cite with the article's id and the offsets, "
    "which count its characters, half open. A speaker whose certainty is not “sure” has to be checked."
)

OF_THE_PLACE = ("source", "diff", "frame", "remarks")  # what a verdict says of the best place: left out with it

Object = dict[str, Any]


class McpOptions(Options):
    sources: tuple[str, ...] = argument(nargs="*", metavar="SOURCE", help=f"may be read beside the library: {SOURCE}")
    proposals: bool = switch("--allow-proposals", "let the program propose notes and corrections")
    author: str = option("--author", "agent:NAME", "the name it proposes by (default: agent:mcp)", default="agent:mcp")


class Door:
    """What the tools do; the docstrings are what the other program reads about them."""

    def __init__(self, options: McpOptions, context: CommandContext) -> None:
        self._context = context
        self._author = require_author(options.author)
        opened = [open_article(source, context) for source in options.sources]
        self._named = {article.text_id: article for article in opened}
        self._session = partial(session_with, context=context, named=self._named)
        beside = ", ".join(f"{own} ({clean_line(each.title or each.source)})" for own, each in self._named.items())
        self.instructions = f"{INSTRUCTIONS} Beside the library: {beside}." if beside else INSTRUCTIONS

    def _kept_in(self) -> KeptInLibrary:
        return KeptInLibrary(self._context.library.notes())

    def search(self, query: str, limit: int = 20) -> list[Object]:
        """Find articles, quotes and notes. All words must match; "a phrase", one OR another, -without; fields such as
        speaker:ortiz tag:city after:2026-05 in:quotes dossier:harbour."""
        kept_in = self._kept_in()
        return [
            hit_object(hit)
            for hit in find_hits(query, max(1, min(limit, MOST_HITS)), self._context)
            if hit.note not in kept_in.notes
            and kept_in.allows(hit.origin.id, hit.span, plain(hit.pieces), plain(hit.passage))
        ]

    def article(self, article: str, start: int = 0, end: int = MOST_CHARACTERS) -> Object:
        """Read the text of an article by its id, or the part between two offsets (at most 50,000 characters)."""
        session = self._session(article)
        found = session.article
        others = (note for note in self._kept_in().notes.values() if note.article != session.article_id)
        elsewhere = [note.anchor.exact for note in others if note.anchor]
        text = KeptIn.of(found.text, filter(restriction_of, session.notes), elsewhere).masked
        begin = max(0, min(start, len(text)))
        part = text[begin : max(begin, min(end, begin + MOST_CHARACTERS))]
        about = {"title": found.title, "source": found.source, "author": list(found.author)}
        place = {"start": begin, "end": begin + len(part), "length": len(text), "published": found.published}
        return {"id": article, **about, **place, "genre": session.genre.genre, "text": part}

    def quotes(self, article: str = "", speaker: str = "", indirect: bool = False) -> list[Object]:
        """List who said what, with places and certainty: in one article by its id, by one speaker, or all."""
        options = QuotesOptions(speaker=speaker or None, indirect=indirect, json=True)
        groups = find_groups(options, self._session(article) if article else None, self._context)
        groups = without_restricted(groups, self._context.library.notes())  # also of other articles
        return [each for group in groups for each in quote_objects(group)]

    def verify(self, text: str, against: list[str] | None = None, dossier: str = "") -> list[Object]:
        """Check the quotations of a text: are the words in a source, and who said them there? Against articles by
        their ids, a dossier by its name, or else all of the library."""
        draft = open_source("-", BytesIO(text.encode()), format="markdown")
        library = api.Library(self._context.paths.library)
        members = require_dossier(library.stored, dossier).articles.items() if dossier else ()
        ids = [*(against or ()), *(own for own, role in members if role == "source")]
        sources = [self._session(each).article for each in ids]
        rows = check_objects(api.verify(draft, sources if against or dossier else library, library=library))
        kept_in = self._kept_in()
        return [cleared_verdict(row, kept_in) for row in rows]

    def statement(self, words: str) -> Object:
        """Find where a statement stands: its wordings, with their places and speakers, and the earliest place."""
        kept_in = self._kept_in()

        def may_leave(place: Saying) -> bool:
            return kept_in.allows(place.origin.id, place.span, place.words)

        index = fresh_index(self._context)
        return statement_object(index.answer(lambda db: find_statement(db, words, may_leave), analyzed=True))

    def propose(
        self, quote: str, text: str = "", tags: list[str] | None = None, article: str = "", speaker: str = ""
    ) -> Object:
        """Propose a note on the words `quote` of an article, or with `speaker` who said them. A person decides."""
        values = {"quote": quote, "text": text, "tags": tags or [], "article": article, "speaker": speaker}
        suggestion = make_suggestion(values)
        made = propose(session_for(suggestion, self._context, self._named), suggestion, self._author)
        return {"id": made.id if made else None, "state": "proposed" if made else "known already"}


def cleared_verdict(row: Object, kept_in: KeptInLibrary) -> Object:
    """Return a verdict without the parts that have something of what must not leave, or of a place that must not."""

    def may_leave(part: Any) -> bool:
        match part:
            case str():
                return not kept_in.quoted_in(part)
            case {"article": str() as article, "start": int() as start, "end": int() as end}:
                around = part.get("sentences", part)
                here = Span(min(start, around["start"]), max(end, around["end"]))
                return kept_in.allows(article, here) and all(map(may_leave, part.values()))
            case dict():
                return all(map(may_leave, part.values()))
            case list():
                return all(map(may_leave, part))
        return True

    hidden = OF_THE_PLACE if row["restriction"] or not may_leave(row["source"]) else ()
    return {
        key: part if isinstance(part, str) or (key not in hidden and may_leave(part)) else None
        for key, part in row.items()
    }


TOOLS = ("search", "article", "quotes", "statement", "verify", "propose")
"""The methods of `Door` that are tools; the last one writes."""


def make_server(options: McpOptions, context: CommandContext) -> "MCPServer[Any]":
    """Return the server. Raises ReaderError without the official package."""
    missing = ReaderError("`reader mcp` needs the extra mcp: pip install 'reader-notes[mcp]'")
    with raising(missing, on=ModuleNotFoundError):
        from mcp.server import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp_types import ToolAnnotations
    door, one_at_a_time = Door(options, context), Lock()
    server = MCPServer("reader", version=__version__, instructions=door.instructions, log_level="ERROR")

    def told(tool: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(tool)
        def call(*args: Any, **values: Any) -> Any:
            try:
                with one_at_a_time:
                    return tool(*args, **values)
            except (ReaderError, OSError) as error:
                raise ToolError(str(error)) from error

        return call

    for name in TOOLS if options.proposals else TOOLS[:-1]:
        hints = ToolAnnotations(read_only_hint=name != "propose", destructive_hint=False, open_world_hint=False)
        server.add_tool(told(getattr(door, name)), name=name, annotations=hints)
    return server


@command("mcp", "[SOURCE...] [--allow-proposals] [--author agent:NAME]")
def serve(options: McpOptions, context: CommandContext) -> int:
    """Answer until the other program closes standard input."""
    server = make_server(options, context)
    stdio.tell("speaking MCP on standard input and output; Ctrl-C ends it")
    server.run("stdio")
    return 0
