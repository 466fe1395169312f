"""`reader proposals`: list what programs propose, add proposals from lines of JSON, accept and reject them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from reader.anchoring import Placement
from reader.annotations.proposals import Proposal, ProposalState
from reader.cli.command import SOURCE, Options, argument, command, option, switch
from reader.cli.context import CommandContext, open_article
from reader.cli.notes import format_note
from reader.cli.search import fresh_index
from reader.document.article import Article
from reader.errors import NoteError, ReaderError, UsageError
from reader.export.export_data import note_object
from reader.library.codec.records import ArticleRecord
from reader.search.likely_sources import articles_with
from reader.session.note_editing import accept, proposals_with_states, reject
from reader.session.proposals import Suggestion, propose, read_suggestion, require_author
from reader.session.reopen import reopen_listed
from reader.session.session import Session
from reader.system import stdio
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line
from reader.text.span import Span


class ProposalsOptions(Options):
    words: tuple[str, ...] = argument(
        nargs="*",
        metavar="add FILE | accept ID... | reject ID...",
        help="add the proposals in FILE, one a line (- reads standard input); accept some, or reject them",
    )
    """Nothing, or what to do, and with which."""
    author: str | None = option("--author", "agent:NAME", "with add: the program that proposes")
    source: str | None = option(
        "--source", "SOURCE", f"with add: what they are about (default: the article that has the quote): {SOURCE}"
    )
    all: bool = switch("--all", "list accepted and rejected ones, too")
    json: bool = switch("--json", "print a JSON list")


@command(
    "proposals",
    "[--all] [--json]\n"
    "       reader proposals add FILE --author agent:NAME [--source SOURCE]\n"
    "       reader proposals (accept | reject) ID...",
)
def handle_proposals(options: ProposalsOptions, context: CommandContext) -> int:
    """List proposals, add some or decide about some; return 1 if a line was refused."""
    what, *rest = options.words or ("list",)
    if what != "add" and (options.author or options.source):
        raise UsageError("--author and --source need add")
    if what == "list" and not rest:
        list_proposals(options, context)
        return 0
    if options.all or options.json:
        raise UsageError("--all and --json are for the list")
    if what == "add" and len(rest) == 1:
        if options.author is None:
            raise UsageError("add needs --author agent:NAME")
        return add_proposals(rest[0], require_author(options.author), options, context)
    if what not in ("accept", "reject") or not rest:
        raise UsageError("give no words, or: add FILE, accept ID..., reject ID...")
    (accept if what == "accept" else reject)(context.library, *rest)
    stdio.tell(f"{what}ed {counted(set(rest), 'proposal')}")
    return 0


def add_proposals(path: str, author: str, options: ProposalsOptions, context: CommandContext) -> int:
    """Add the proposals in a file, and print the id of each new one; return 1 if one was refused."""
    source = None if options.source is None else open_article(options.source, context)
    counts = Counter[str]()
    raw = stdio.standard_input().read() if path == "-" else Path(path).expanduser().read_bytes()
    for number, line in enumerate(raw.splitlines(), 1):
        if not line.strip():
            continue
        try:
            suggestion = read_suggestion(line)
            session = session_for(suggestion, context, {}) if source is None else context.loaded_session(source)
            made = propose(session, suggestion, author)
        except ReaderError as error:
            stdio.tell(f"line {number}: {error}")
            counts["refused"] += 1
            continue
        counts["added" if made else "known already"] += 1
        if made:
            stdio.say(made.id, now=True)
    told = ", ".join(f"{counts[word]} {word}" for word in ("added", "known already", "refused") if counts[word])
    stdio.tell(f"proposals: {told or 'none in it'}")
    return 1 if counts["refused"] else 0


def session_for(suggestion: Suggestion, context: CommandContext, named: Mapping[str, Article]) -> Session:
    """Return a session with the article that a proposal is about: the one it names, or the one that has its quote.

    Raises LibraryError, NoteError, SearchError, SessionError.
    """
    if suggestion.article:
        return session_with(suggestion.article, context, named)
    if not suggestion.quote:
        raise NoteError("it names no article, and has no quote to find it by")
    ids = articles_with(context.library, fresh_index(context), suggestion.quote)
    if len(ids) != 1:
        words = f"“{clean_line(suggestion.quote)[:80]}”"
        raise NoteError(f"{len(ids) or 'no'} articles of the library have {words}: name one")
    return session_with(ids[0], context, named)


def session_with(article_id: str, context: CommandContext, named: Mapping[str, Article]) -> Session:
    """Return a session with an article of the library, or one `named` by its id. Raises LibraryError, SessionError."""
    return context.loaded_session(named.get(article_id) or reopen_listed(context.library, article_id))


def list_proposals(options: ProposalsOptions, context: CommandContext) -> None:
    """Print what is proposed, by article, or all that ever was."""
    records = {record.id: record for record in context.library.articles()}
    found = proposals_with_states(context.library)
    listed = [(each, state) for each, state in found if options.all or state == "proposed"]
    if options.json:
        stdio.say_json([proposal_object(each, state, records.get(each.article)) for each, state in listed])
        return
    for article_id in dict.fromkeys(proposal.article for proposal, _ in listed):
        record = records.get(article_id)
        stdio.say(" · ".join([record.title or UNTITLED, *record.sources[-1:]]) if record else article_id)
        for each, state in listed:
            if each.article == article_id:
                author = each.author if state == "proposed" else f"{each.author}, {state}"
                stdio.say(*format_note(each.note, "", author))
        stdio.say("")
    if not listed:
        stdio.tell("nothing is proposed")


def proposal_object(proposal: Proposal, state: ProposalState, record: ArticleRecord | None) -> dict[str, object]:
    """Return a proposal as a JSON object; its place is told while the article has the text that it was made on."""
    anchor, title, source = proposal.anchor, "", ""
    if record is not None:
        title, source = record.title, "".join(record.sources[-1:])
    is_placed = anchor is not None and record is not None and proposal.made_on in record.texts[-1:]
    place = Placement(Span(anchor.start, anchor.end), "exact") if anchor and is_placed else None
    shown = note_object(replace(proposal.note, placement=place), proposal.article, title, source, None)
    return {**shown, "state": state, "proposes": proposal.change.word}
