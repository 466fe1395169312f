"""`reader versions`: the texts that an article has had, and what changed between two of them."""

from collections.abc import Iterator

from reader.analysis import Quote
from reader.cli.command import Options, argument, command, option, switch
from reader.cli.context import CommandContext, format_time
from reader.document import ORIGINAL
from reader.document.article import Article
from reader.session.versions import describe_quotes, describe_words
from reader.session.versions.comparison import Comparison, compare_versions, versions_object
from reader.session.versions.kept_texts import TEXT_GONE, Version, choose_versions, find_known_article, versions_of
from reader.session.versions.passages import ChangedPassage
from reader.session.versions.quotations import ChangedQuote
from reader.system import stdio
from reader.text.format import UNTITLED, counted

CONTEXT = 12  # words shown on either side of a change

SIGNS = {"removed": ("[-", "-]"), "added": ("{+", "+}")}
"""The signs around words that only one text has, as `git diff --word-diff` writes them."""


class VersionsOptions(Options):
    article: str = argument(metavar="ARTICLE", help="the id, path or URL of an article in the library")
    old: str = option("--from", "N", "the version to compare with (default: the one before)", default="")
    new: str = option("--to", "N", "the version to compare (default: the last)", default="")
    json: bool = switch("--json", "print a JSON object")


@command("versions", "ARTICLE [--from N] [--to N] [--json]")
def show_versions(options: VersionsOptions, context: CommandContext) -> int:
    record = find_known_article(context.library, options.article)
    versions = versions_of(context.library, record)
    chosen = choose_versions(versions, options.old, options.new)
    comparison = compare_versions(*chosen, context.library, context.paths) if chosen else None
    if options.json:
        stdio.say_json(versions_object(record, versions, comparison))
        return 0
    title = " · ".join([record.title or UNTITLED, *record.sources[-1:]])
    stdio.say(title, *map(format_version, versions))
    if comparison is not None:
        stdio.say("", *format_comparison(comparison))
    elif len(versions) == 1:
        stdio.tell("only one text of it is known: there is nothing to compare")
    else:
        stdio.tell("there are no two texts of it to compare")
    return 0


def format_version(version: Version) -> str:
    known = format_time(version.since) if version.since else "unknown"
    is_original = version.article is not None and version.article.format == ORIGINAL
    since = known if version.opened else "before changes" if is_original else "not opened yet"
    words = counted(version.article.word_count, "word") if version.article else TEXT_GONE
    return f"{version.number:>3}  {since:<16}  {words}"


def format_comparison(found: Comparison) -> Iterator[str]:
    words = describe_words(found.words)
    quoted = f" · quotations: {changed}" if (changed := describe_quotes(each.change for each in found.quotes)) else ""
    yield f"{found.from_version} → {found.to_version}  words: {words}{quoted}"
    for passage in found.passages:
        yield ""
        yield from format_passage(found, passage)
    if found.quotes:
        yield from ("", "Quotations")
        yield from (line for each in found.quotes for line in format_quote(found, each))
    for title, names in (("New speakers", found.new_speakers), ("No longer quoted", found.former_speakers)):
        if names:
            yield from ("", f"{title}: {', '.join(names)}")


def format_passage(found: Comparison, passage: ChangedPassage) -> Iterator[str]:
    article, span = (found.new, passage.new) if passage.new else (found.old, passage.old)
    assert span is not None, "a passage of either text"
    is_moved = passage.change == "moved"
    then = " then" if passage.new is None else ""
    moved = f", moved from ¶ {found.old.paragraph_number(passage.old.start)}" if is_moved and passage.old else ""
    yield f"¶ {article.paragraph_number(span.start)}{then}{moved}"
    yield f"    {' '.join(mark_changes(found, passage).split())}"


def mark_changes(found: Comparison, passage: ChangedPassage) -> str:
    """Return the words of a passage; long stretches that are the same are cut in the middle."""
    parts = []
    for index, piece in enumerate(passage.pieces):
        words = piece.new.of(found.new.text) if piece.new else piece.old.of(found.old.text) if piece.old else ""
        if piece.kind == "same":
            parts.append(shorten_middle(words, first=index == 0, last=index == len(passage.pieces) - 1))
        else:
            begin, end = SIGNS[piece.kind]
            shown = words.strip()
            parts.append(words.replace(shown, f"{begin}{shown}{end}", 1) if shown else words)
    return "".join(parts)


def shorten_middle(words: str, *, first: bool, last: bool) -> str:
    """Return words that are the same in both texts, without those far from a change."""
    known = words.split()
    if first and last:
        return words if len(known) <= CONTEXT else " ".join(known[:CONTEXT]) + " …"
    before, after = [] if first else known[:CONTEXT], [] if last else known[-CONTEXT:]
    if len(known) <= len(before) + len(after):
        return words
    lead, tail = words[: len(words) - len(words.lstrip())], words[len(words.rstrip()) :]
    return f"{'' if first else lead}{' '.join([*before, '…', *after])}{'' if last else tail}"


def format_quote(found: Comparison, changed: ChangedQuote) -> Iterator[str]:
    if changed.new is not None:
        yield f"    {'new' if changed.old is None else 'now':<9} {spoken(found.new, changed.new)}"
    if changed.old is not None:
        yield f"    {'gone    ' if changed.new is None else '  before'}  {spoken(found.old, changed.old)}"


def spoken(article: Article, quote: Quote) -> str:
    name = quote.speaker.name if quote.speaker else "?"
    return f"{name}: {' '.join(quote.span.of(article.text).split())}"
