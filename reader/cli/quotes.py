"""`reader quotes`: quotes by speaker, how much each speaker says, or the mentions of a name."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import partial
from itertools import chain, groupby, islice

from reader.analysis import NOT_SOUGHT, Speaker
from reader.analysis.speaker_shares import SpeakerShare, Statement, count_words, speaker_shares
from reader.annotations.new_correction import require_entity
from reader.annotations.notes import Note
from reader.cli.command import (
    Options,
    command,
    format_option,
    genre_option,
    limit_option,
    option,
    source_argument,
    switch,
)
from reader.cli.context import CommandContext, format_speaker, open_article
from reader.cli.search import find_matching, fresh_index
from reader.document.article import Article, Genre, cited_page
from reader.errors import NoteError, UsageError
from reader.export.clearance import KeptInLibrary
from reader.export.csv import format_table
from reader.export.export_data import speaker_object
from reader.export.json import share_fields
from reader.export.links import BackLinks, markdown_link
from reader.export.markdown import block_quote, escape_markdown
from reader.search import Origin, people
from reader.search.queries import restricting_notes
from reader.session.session import Session
from reader.system import stdio
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.text.width import cells_of, cut

BAR_WIDTH = 24  # cells of the longest bar
NAME_WIDTH = 32  # the most cells of a name before a bar

ORIGIN_COLUMNS = ("article", "title", "source", "date")

QUOTE_COLUMNS = (*ORIGIN_COLUMNS, "paragraph", "page", "speaker", "uncertain", "indirect", "text", "start", "end")

MENTION_COLUMNS = (*ORIGIN_COLUMNS, "name", "text", "start", "end")

SHARE_COLUMNS = (*ORIGIN_COLUMNS, "name", "quotes", "words", "share", "uncertain")


class QuotesOptions(Options):
    source: str | None = source_argument("the whole library")
    read_as: str = format_option()
    genre: Genre | None = genre_option()
    query: str | None = option("--query", "QUERY", "only quotes of the library that match, as in `reader search`")
    speaker: str | None = option("--speaker", "NAME", "only quotes of this person")
    entity: str | None = option("--entity", "NAME", "mentions of this name, with the words around them")
    by_speaker: bool = switch("--by-speaker", "how much each speaker says: quotes, words, share of the quoted words")
    sure: bool = switch("--sure", "name only speakers who are sure; others count as not found")
    limit: int | None = limit_option("quotes or mentions of each name, or articles with speakers")
    indirect: bool = switch("--indirect", "include indirect speech (Xi said that …)")
    json: bool = switch("--json", "print a JSON list", one_of="form")
    jsonl: bool = switch("--jsonl", "print each as a line of JSON", one_of="form")
    csv: bool = switch("--csv", "print a table, a row for each quote, mention or speaker", one_of="form")
    markdown: bool = switch("--markdown", "print Markdown with links to the places", one_of="form")
    off_record: bool = switch(
        "--include-off-record",
        "include in a form to hand on what the tags off-record, background and embargo/DATE keep",
    )

    @property
    def is_handed_on(self) -> bool:
        """True if the form is one for other programs and people."""
        return self.json or self.jsonl or self.csv or self.markdown


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """Quotes and mentions of one person or name; of anybody if `who` is None."""

    who: people.Figure | None
    sayings: list[people.Saying]
    mentions: list[people.Mention]


@command(
    "quotes",
    "[SOURCE] [--format FORMAT] [--genre GENRE] [--query QUERY] [--limit N] [--indirect] [--sure]\n"
    "       [--speaker NAME | --entity NAME | --by-speaker] [--json | --jsonl | --csv | --markdown]\n"
    "       [--include-off-record]",
)
def list_quotes(options: QuotesOptions, context: CommandContext) -> int:
    """Print quotes by the date of their article, with their notes; or every mention of a name."""
    check_usage(options)
    session = None
    if options.source:
        session = context.loaded_session(open_article(options.source, context, options.read_as, options.genre))
    groups = find_groups(options, session, context)
    if options.by_speaker:
        articles = list(islice(chain.from_iterable(map(shares_by_article, groups)), options.limit))
        objects = ({**origin_object(origin), **share_fields(share)} for origin, shares in articles for share in shares)
        lines = (line for origin, shares in articles for line in format_shares(origin, shares))
        print_findings(objects, SHARE_COLUMNS, lines, options)
    else:
        most = options.limit
        groups = [replace(each, sayings=each.sayings[:most], mentions=each.mentions[:most]) for each in groups]
        columns = MENTION_COLUMNS if options.entity else QUOTE_COLUMNS
        form = format_as_markdown if options.markdown else format_group
        told = chain.from_iterable(map(form, groups))
        print_findings(chain.from_iterable(map(quote_objects, groups)), columns, told, options)
    name = options.speaker or options.entity
    if name and len(groups) > 1:
        stdio.tell(f"“{name}” matches {len(groups)} names, listed separately")
    return 0


def find_groups(options: QuotesOptions, session: Session | None, context: CommandContext) -> list[QuoteGroup]:
    """Return the quotes and mentions of an article, or of the library, that may be shown or handed on.

    Raises AnalysisError, LibraryError, NoteError, SearchError.
    """
    if session is not None:
        groups, notes = quotes_in_article(session, options), list(session.notes)
    else:
        index = fresh_index(context)
        groups = index.answer(lambda db: quotes_in_library(db, options), analyzed=True)
        ids = index.answer(restricting_notes) if options.is_handed_on else []
        notes = [note for note in context.library.notes_by_id(ids).values() if note and not note.deleted] if ids else []
    if options.sure:
        groups = [replace(group, sayings=only_sure(group)) for group in groups]
    if options.query is not None:
        picks = find_matching(options.query, context, quotes=True)
        quotes = {article: picked.quotes for article, picked in picks.items()}
        groups = [
            replace(group, sayings=[each for each in group.sayings if each.span in quotes.get(each.origin.id, ())])
            for group in groups
        ]
    if options.is_handed_on and not options.off_record:
        groups = without_restricted(groups, notes)
    return groups


def only_sure(group: QuoteGroup) -> list[people.Saying]:
    """Return the quotes of a group with only those speakers who are sure; of one person, only the quotes that are."""
    if group.who is not None:
        return [each for each in group.sayings if each.certainty in ("sure", None)]
    unknown = partial(replace, speaker="", named=None, uncertain=False, certainty="doubtful")
    return [each if each.certainty in ("sure", None) else unknown(each) for each in group.sayings]


def without_restricted(groups: Sequence[QuoteGroup], notes: Iterable[Note]) -> list[QuoteGroup]:
    """Return quotes and mentions without what the notes of their articles keep in; say how many were left out."""
    kept_in = KeptInLibrary(notes)

    def mention_may_leave(place: people.Mention) -> bool:
        printed = Span(max(0, place.span.start - people.AROUND), place.span.end + people.AROUND)
        return kept_in.allows(place.origin.id, printed, f"{place.before}{place.words}{place.after}")

    def cleared(saying: people.Saying) -> people.Saying:
        return replace(saying, notes=tuple(note for note in saying.notes if not kept_in.quoted_in(note.text)))

    kept = [
        replace(
            group,
            sayings=[cleared(each) for each in group.sayings if kept_in.allows(each.origin.id, each.span, each.words)],
            mentions=list(filter(mention_may_leave, group.mentions)),
        )
        for group in groups
    ]
    before, after = (sum(len(each.sayings) + len(each.mentions) for each in some) for some in (groups, kept))
    if before > after:
        stdio.tell(f"left out: {before - after} off the record, on background or under embargo")
    return kept


def check_usage(options: QuotesOptions) -> None:
    """Raise UsageError for options that do not fit together."""
    if options.speaker and options.entity:
        raise UsageError("give --speaker or --entity, not both")
    if options.genre is not None and not options.source:
        raise UsageError("--genre needs a SOURCE")
    if options.by_speaker and (options.speaker or options.entity or options.markdown):
        raise UsageError("--by-speaker lists all speakers, as text or with --json, --jsonl or --csv")
    if options.query is not None and (options.source or options.entity):
        raise UsageError("--query is for the quotes of the whole library, without a SOURCE or --entity")


def print_findings(
    objects: Iterable[Mapping[str, object]], columns: Sequence[str], lines: Iterable[str], options: QuotesOptions
) -> None:
    """Print quotes, mentions or shares as objects or as a table, or else as `lines`."""
    if options.json or options.jsonl:
        stdio.say_objects(objects, lines=options.jsonl)
    elif options.csv:
        rows = ([csv_cell(found[column]) for column in columns] for found in objects)
        stdio.write_bytes(format_table(columns, rows).encode())
    else:
        stdio.say(*lines)


def csv_cell(value: object) -> object:
    """Return “yes” for what is true, and the name of a speaker."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return value["name"] if isinstance(value, dict) else value


def quotes_in_library(db: sqlite3.Connection, options: QuotesOptions) -> list[QuoteGroup]:
    """Return the quotes or mentions in the library, grouped by name. Raises NoteError for an unknown name."""
    name = options.speaker or options.entity
    if not name:
        return [QuoteGroup(None, people.find_sayings(db, None, indirect=options.indirect), [])]
    found = people.find_figures(db, name)
    if not found:
        offered = " or ".join(people.similar_names(db, name))
        hint = f"did you mean {offered}?" if offered else "`reader quotes` lists who is quoted"
        raise NoteError(clean_line(f"no article in the library mentions “{name}”; {hint}"))
    if options.entity:
        return [QuoteGroup(who, [], people.find_mentions(db, who)) for who in found]
    spoke = [QuoteGroup(who, people.find_sayings(db, who, indirect=options.indirect), []) for who in found]
    return [group for group in spoke if group.sayings] or spoke[:1]


def quotes_in_article(session: Session, options: QuotesOptions) -> list[QuoteGroup]:
    """Return the quotes or mentions in one article. Raises NoteError for an unknown name."""
    article, analysis = session.article, session.analysis_state.analysis
    origin = Origin(session.article_id, article.title, article.source, article.published, article.sha256)
    said = people.sayings_in(origin, article, analysis, session.notes, indirect=options.indirect)
    name = options.speaker or options.entity
    if not name:
        return [QuoteGroup(None, said, [])]
    entity = require_entity(analysis, name)
    if options.entity:
        places = [people.make_mention(origin, article.text, span) for span in entity.mentions]
        return [QuoteGroup(people.Figure(entity.name, entity.kind, (), 1, 0, len(places)), [], places)]
    theirs = [saying for saying in said if saying.speaker == entity.name]
    return [QuoteGroup(people.Figure(entity.name, entity.kind, (), 1, len(theirs), 0), theirs, [])]


def shares_by_article(group: QuoteGroup) -> Iterator[tuple[Origin, list[SpeakerShare]]]:
    """Yield each article with the shares of its speakers, most words first, quotes of nobody last."""
    for origin, said in groupby(group.sayings, key=lambda saying: saying.origin):
        shares = speaker_shares(
            Statement(each.speaker, count_words(each.words), each.uncertain, each.certainty is not None)
            for each in said
        )
        yield origin, sorted(shares, key=lambda share: (not share.name, -share.words))


def format_shares(origin: Origin, shares: Sequence[SpeakerShare]) -> Iterator[str]:
    """Yield the lines of an article: a bar for each speaker, with the figures."""
    yield origin_heading(origin)
    names = [cut(clean_line(share.title), NAME_WIDTH) for share in shares]
    width = max(map(cells_of, names), default=0)
    longest = max((share.share for share in shares), default=0.0)
    for name, share in zip(names, shares, strict=True):
        bar = "█" * max(1, round(BAR_WIDTH * share.share / longest)) if share.words else ""
        doubt = f" · {share.uncertain} uncertain" if share.uncertain else ""
        figures = f"{share.percent:>4} · {counted(share.words, 'word')} · {counted(share.quotes, 'quote')}{doubt}"
        yield f"  {name}{' ' * (width - cells_of(name))}  {bar:<{BAR_WIDTH}} {figures}"
    yield ""


def format_group(group: QuoteGroup) -> Iterator[str]:
    if group.who:
        count = counted(group.sayings, "quote") if not group.mentions else counted(group.mentions, "mention")
        articles = {each.origin.id for each in group.sayings} | {each.origin.id for each in group.mentions}
        yield from (f"{group.who.name} · {group.who.kind} · {count} in {counted(articles, 'article')}", "")
    for origin, said in groupby(group.sayings, key=lambda saying: saying.origin):
        yield origin_heading(origin)
        for saying in said:
            who = "" if group.who else f"{format_speaker(saying.speaker, saying.certainty)}: "
            place = f"¶ {saying.paragraph}" if ":" not in saying.page else cited_page(saying.page)
            yield f"  {place}  {who}{saying.words}{quote_remarks(saying, group.who is not None)}"
            yield from (f"      {line}" for note in saying.notes for line in format_note_of_quote(note).splitlines())
        yield ""
    for origin, places in groupby(group.mentions, key=lambda mention: mention.origin):
        yield origin_heading(origin)
        yield from (f"  {place.before}{place.words}{place.after}" for place in places)
        yield ""


def origin_heading(origin: Origin) -> str:
    return " · ".join(filter(None, [origin.day, origin.title or UNTITLED, origin.source]))


def quote_remarks(saying: people.Saying, of_one: bool) -> str:
    """Return the remarks on a quote in brackets; `of_one` speaker, uncertainty among them."""
    marks = [*(["uncertain"] if saying.uncertain and of_one else []), *(["indirect"] if saying.indirect else [])]
    return f"  ({', '.join(marks)})" if marks else ""


def format_note_of_quote(note: people.Remark) -> str:
    """Return the text of a note with the tags that are not in it."""
    beside = [f"#{tag}" for tag in note.tags if f"#{tag}" not in note.text]
    return "  ".join([f"● {note.text}" if note.text else "○", *beside])


def quote_objects(group: QuoteGroup) -> Iterator[dict[str, object]]:
    for saying in group.sayings:
        named = saying.named
        speaker = Speaker(saying.speaker, named) if saying.speaker and named is not None else None
        yield {
            "id": f"{saying.origin.id}:{saying.span.start}",
            **origin_object(saying.origin),
            **asdict(saying.span),
            "paragraph": saying.paragraph,
            "page": saying.page or None,
            "text": saying.words,
            "speaker": speaker_object(speaker),
            "uncertain": saying.uncertain,
            "certainty": saying.certainty,
            "indirect": saying.indirect,
            "notes": [{"id": note.id, "text": note.text, "tags": list(note.tags)} for note in saying.notes],
        }
    for place in group.mentions:
        yield {
            **origin_object(place.origin),
            **asdict(place.span),
            "name": group.who.name if group.who else place.words,
            "text": f"{place.before}{place.words}{place.after}",
        }


def origin_object(origin: Origin) -> dict[str, object]:
    return {"article": origin.id, "title": origin.title, "source": origin.source, "date": origin.day or None}


def format_as_markdown(group: QuoteGroup) -> Iterator[str]:
    """Yield quotes and mentions as lines of Markdown, escaped, each with a link to its place."""
    yield from ([f"# {escape_markdown(group.who.name)}", ""] if group.who else ["# Quotes", ""])
    for origin, said in groupby(group.sayings, key=lambda saying: saying.origin):
        yield from (f"## {escape_markdown(markdown_heading(origin))}", "")
        for saying in said:
            who = f"**{escape_markdown(format_speaker(saying.speaker, saying.certainty))}**" if saying.speaker else ""
            who = who or (NOT_SOUGHT if saying.certainty is None else "")
            place = link_to_words(f"¶ {saying.paragraph}", origin, saying.words)
            yield from (block_quote(saying.words), "")
            yield from (" · ".join(filter(None, [who, place, quote_remarks(saying, False).strip()])), "")
            notes = [words for note in saying.notes if (words := format_note_of_quote(note)[2:].strip())]
            yield from (*(f"- {escape_markdown(words)}" for words in notes), *([""] if notes else []))
    for origin, places in groupby(group.mentions, key=lambda mention: mention.origin):
        yield from (f"## {escape_markdown(markdown_heading(origin))}", "")
        for spot in places:
            around = f"{escape_markdown(spot.before)} **{escape_markdown(spot.words)}** {escape_markdown(spot.after)}"
            yield f"- {around.strip()} {link_to_words('→', origin, f'{spot.words}{spot.after}'.removesuffix(' …'))}"
        yield ""


def markdown_heading(origin: Origin) -> str:
    return " · ".join(filter(None, [origin.title or UNTITLED, origin.day]))


def link_to_words(label: str, origin: Origin, words: str) -> str:
    """Return a Markdown link to the words; the label alone if the source has no address."""
    return markdown_link(label, BackLinks(Article(words, (), source=origin.source)).address(Span(0, len(words))))
