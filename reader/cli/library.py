"""`reader library`, `merge` and `check`: list the articles, merge another library into this one, find damage."""

from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from reader.cli.command import Options, argument, command, limit_option, switch
from reader.cli.context import CommandContext, format_time
from reader.cli.search import fresh_index
from reader.errors import UsageError
from reader.search import queries
from reader.session import state
from reader.system import stdio
from reader.text.format import UNTITLED, counted


class LibraryOptions(Options):
    limit: int | None = limit_option("articles")
    json: bool = switch("--json", "print a JSON list")


@command("library", "[--limit N] [--json]")
def list_articles(options: LibraryOptions, context: CommandContext) -> int:
    """Print the articles, newest first."""
    most = -1 if options.limit is None else options.limit
    listed = fresh_index(context).answer(lambda db: queries.list_articles(db, most))
    if options.json:
        notes = {each.origin.id: each.notes for each in listed}
        records = context.library.articles_by_id(notes).values()
        stdio.say_json([{**asdict(each), "since": dict(each.since), "notes": notes[each.id]} for each in records])
        return 0
    if listed:
        stdio.say(f"{'id':<10}  {'opened':<16}  notes  title · source")
    for each in listed:
        origin = each.origin
        name = " · ".join([origin.title or UNTITLED, *filter(None, [origin.source])])
        stdio.say(f"{origin.id:<10}  {format_time(each.opened)}  {each.notes:>5}  {name}")
    return 0


class MergeOptions(Options):
    other: str | None = argument(nargs="?", metavar="LIBRARY_FILE", help="library to merge (only read)")
    driver: tuple[str, ...] | None = argument(
        "--driver",
        nargs=3,
        metavar=("BASE", "OURS", "THEIRS"),
        help="merge driver for Git (%%O %%A %%B): write the merged library to OURS",
    )
    """The paths of the base, our and their version, from Git."""


@command("merge", "(LIBRARY_FILE | --driver BASE OURS THEIRS)")
def merge_library(options: MergeOptions, context: CommandContext) -> int:
    """Merge another library into this one, and report what was added."""
    from reader.library.library import Library  # TinyDB, not to complete the words of a command
    from reader.library.merge import merge_files

    if (options.other is None) is (options.driver is None):
        raise UsageError("give a LIBRARY_FILE, or --driver BASE OURS THEIRS")
    if options.driver is not None:
        _, ours, theirs = map(Path, options.driver)
        merge_files(ours, theirs)
        return 0
    assert options.other is not None
    merged = context.library.merge(Library(Path(options.other)))
    with suppress(OSError):  # drafts then stay under the article's former id
        for own, former in merged.joined:
            state.merge_states(own, former, context.paths.state)
    parts = [
        (merged.articles, "article"),
        (merged.notes, "note"),
        (merged.corrections, "correction"),
        (merged.dossiers, "dossier entry"),
        (merged.proposals, "proposal"),
        (merged.revisions, "revision"),
    ]
    added = ", ".join(counted(count, words) for count, words in parts if count)
    stdio.tell(f"merged: added {added}" if added else "merged: nothing new")
    if merged.conflicts:
        notes = counted(merged.conflicts, "note")
        stdio.tell(f"{notes} changed on both sides: `reader notes` shows both texts; open the note to choose one")
    return 0


class CheckOptions(Options):
    repair: bool = switch("--repair", "repair what can be repaired (nothing is deleted)")
    accept_loss: bool = switch("--accept-loss", "accept that notes which were saved are not there any more")


@command("check", "[--repair] [--accept-loss]")
def check_library(options: CheckOptions, context: CommandContext) -> int:
    """Print what is wrong with the library, after repairing it if asked; return 1 if anything still is."""
    if options.accept_loss:
        missing = context.library.storage.accept_loss()
        stdio.tell(f"accepted: {missing}" if missing else "nothing is missing")
    report = context.library.repair() if options.repair else context.library.check()
    stdio.say(*report.problems, *report.remarks)
    counts = [counted(report.articles, "article"), counted(report.notes, "note")]
    further = ((report.corrections, "correction"), (report.dossiers, "dossier"), (report.proposals, "proposal"))
    counts += [counted(count, word) for count, word in further if count]
    stdio.say(", ".join(counts))
    if report.problems:
        advice = "some could not be repaired" if options.repair else "`reader check --repair` repairs what it can"
        stdio.tell(f"{counted(report.problems, 'problem')}: {advice}")
    return 1 if report.problems else 0
