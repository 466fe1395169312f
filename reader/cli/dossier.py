"""`reader dossier`: keep the articles and drafts of one piece of work together.

A dossier has names of articles of the library, nothing of its own; so adding a SOURCE adds its article to the library
first, and taking one out leaves it there. A SOURCE that cannot be read is reported, and the others are added.
"""

import os
import sys
from collections import Counter
from collections.abc import Sequence

from reader.annotations.dossiers import Dossier, Member, Role, dossier_name
from reader.cli.add import added_articles, named_sources
from reader.cli.command import Options, argument, command, format_option, limit_option, several, switch
from reader.cli.context import CommandContext, format_time
from reader.cli.screen import draw
from reader.cli.search import fresh_index
from reader.errors import ReaderError, UsageError
from reader.library.codec.records import ArticleRecord
from reader.search.people import speakers_in
from reader.search.query import in_dossier, parse_query
from reader.session import dossiers
from reader.sources.detect import is_url
from reader.sources.http import normalize_url
from reader.system import stdio
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line


class DossierOptions(Options):
    name: str | None = argument(nargs="?", metavar="NAME", help="the dossier (default: list all)")
    sources: tuple[str, ...] = argument(
        nargs="*",
        metavar="SOURCE",
        help="add this to it: a file, a URL, a folder (for the readable files in it), the id of an article, or - to "
        "read such lines",
    )
    drafts: tuple[str, ...] = several("--draft", "FILE", "add your own text, which is checked")
    remove: tuple[str, ...] | None = argument(
        "--remove",
        nargs="*",
        metavar="SOURCE",
        help="take these texts out of it; without any, all. Articles and notes stay in the library",
        one_of="do",
    )
    undo: bool = switch("--undo", "take back its last change on this computer", one_of="do")
    people: bool = switch("--people", "who is quoted in it, in how many texts", one_of="do")
    limit: int | None = limit_option("dossiers, or texts or people of one")
    json: bool = switch("--json", "print a JSON list")
    read_as: str = format_option()


@command(
    "dossier",
    "[--limit N] [--json]\n"
    "       reader dossier NAME [SOURCE...] [--draft FILE...] [--people] [--limit N] [--json] [--format FORMAT]\n"
    "       reader dossier NAME (--remove [SOURCE...] | --undo)",
)
def keep_dossier(options: DossierOptions, context: CommandContext) -> int:
    """List the dossiers, or change, open or print one. Return the exit code."""
    name = options.name
    if name is None:
        if options.drafts or options.remove is not None or options.undo or options.people:
            raise UsageError("give the NAME of a dossier")
        list_dossiers(options, context)
        return 0
    name = dossier_name(name)
    if options.remove is not None:
        return take_out(name, (*options.remove, *options.sources, *options.drafts), context)
    if options.undo:
        stdio.tell(dossiers.undo_last_change(context.library, name))
        return 0
    code = add_members(name, options, context) if options.sources or options.drafts else 0
    if options.people:
        list_people(dossiers.require_dossier(context.library, name), options, context)
    elif options.json or not (options.sources or options.drafts):
        return open_dossier(dossiers.require_dossier(context.library, name), options, context)
    return code


def list_dossiers(options: DossierOptions, context: CommandContext) -> None:
    known = context.library.dossiers()[: options.limit]
    listed = context.library.listed()
    counts = [(each, Counter(role for own, role in each.articles.items() if own in listed)) for each in known]
    if options.json:
        objects = (
            {"name": each.name, "sources": count["source"], "drafts": count["draft"], "changed": each.changed}
            for each, count in counts
        )
        stdio.say_json(list(objects))
        return
    for each, count in counts:
        drafts = f", {counted(count['draft'], 'draft')}" if count["draft"] else ""
        stdio.say(f"{format_time(each.changed)}  {each.name} · {counted(count['source'], 'source')}{drafts}")
    if not known:
        stdio.tell("no dossiers yet: `reader dossier NAME SOURCE…` makes one")


def open_dossier(dossier: Dossier, options: DossierOptions, context: CommandContext) -> int:
    """Show the library with the texts of a dossier; print them if there is no terminal, or as JSON."""
    if not options.json and stdio.is_terminal(sys.stdout) and stdio.is_terminal(sys.stderr):
        stdio.take_terminal()
        return draw(context.paths, limit=in_dossier(dossier.name))
    records = {record.id: record for record in context.library.articles() if record.shelf != "removed"}
    members = [(member, records[member.article]) for member in dossier.members if member.article in records]
    listed = members[: options.limit]
    if options.json:
        stdio.say_json({"name": dossier.name, "members": [member_object(*each) for each in listed]})
        return 0
    if listed:
        stdio.say(f"{'id':<10}  {'role':<6}  title · source")
    for member, record in listed:
        name = " · ".join([record.title or UNTITLED, *record.sources[-1:]])
        stdio.say(f"{record.id:<10}  {member.role:<6}  {name}")
    return 0


def member_object(member: Member, record: ArticleRecord) -> dict[str, object]:
    return {
        "article": record.id,
        "role": member.role,
        "title": record.title,
        "source": "".join(record.sources[-1:]),
        "published": record.published,
        "added": member.created,
    }


def list_people(dossier: Dossier, options: DossierOptions, context: CommandContext) -> None:
    query = parse_query(in_dossier(dossier.name))
    found = fresh_index(context).answer(lambda db: speakers_in(db, query), analyzed=True, only=dossier.articles)
    people = list(found)[: options.limit]
    if options.json:
        objects = (
            {
                "name": each.name,
                "texts": len(each.articles),
                "quotes": each.quotes,
                "roles": list(each.roles),
                "articles": list(each.articles),
            }
            for each in people
        )
        stdio.say_json(list(objects))
    else:
        for each in people:
            roles = f" ({'; '.join(each.roles)})" if each.roles else ""
            counts = f"{counted(each.quotes, 'quote')} in {counted(each.articles, 'text')}"
            stdio.say(f"{each.name}{roles}: {counts}")
    if not people:
        stdio.tell(f"nobody who is known is quoted in the dossier “{dossier.name}”")


def add_members(name: str, options: DossierOptions, context: CommandContext) -> int:
    """Add the sources and drafts to the library and to a dossier, all in one save; go on after one that fails."""
    wanted: dict[str, Role] = {}
    code = 0
    for role, sources in (("source", options.sources), ("draft", options.drafts)):
        for source in named_sources(sources):
            known = context.library.article(source) if not os.path.lexists(source) else None
            for record in [known] if known else added_articles(source, options.read_as, context):
                if isinstance(record, ReaderError):
                    stdio.tell(str(record))
                    code = 1
                else:
                    wanted[record.id] = "draft" if role == "draft" else "source"
                    if not options.json:
                        stdio.say(f"{record.id}  {role:<6}  {record.title or UNTITLED}", now=True)
    if not wanted:
        return code or 1
    changed = dossiers.put_in_dossier(context.library, name, wanted)
    dossier = dossiers.require_dossier(context.library, name)
    what = f"{counted(changed, 'text')} added or changed" if changed else "nothing new"
    stdio.tell(f"{what}; {counted(dossier.members, 'text')} in the dossier “{dossier.name}”")
    return code


def take_out(name: str, sources: Sequence[str], context: CommandContext) -> int:
    """Take texts out of a dossier, or all; return the exit code. Raises SessionError if there is no such dossier."""
    dossier = dossiers.require_dossier(context.library, name)
    wanted, code = set[str](), 0
    for source in named_sources(sources):
        found = members_at(source, dossier, context)
        wanted |= found
        if not found:
            stdio.tell(f"{clean_line(source)} is not in the dossier “{dossier.name}”")
            code = 1
    if sources and not wanted:
        return code
    gone = dossiers.take_out_of_dossier(context.library, dossier.name, wanted or dossier.articles)
    left = len(dossier.articles) - len({each.article for each in gone})
    rest = f"{counted(left, 'text')} left in it" if left else "it is empty, so it is gone"
    stdio.tell(f"{counted(gone, 'text')} taken out of “{dossier.name}”; {rest}; `--undo` takes that back")
    return code


def members_at(source: str, dossier: Dossier, context: CommandContext) -> set[str]:
    """Return the articles of a dossier that are at a SOURCE, which need not be there any more, or have this id."""
    path = normalize_url(source) if is_url(source) else clean_line(os.path.abspath(source))
    inside = f"{path.rstrip('/')}/"
    records = (record for record in context.library.articles() if record.id in dossier.articles)
    return {
        record.id
        for record in records
        if source in (record.id, *record.also)
        or any(path == own or (own.startswith(inside) and not is_url(own)) for own in record.sources)
    }
