"""`reader add`: put articles into the library without opening the screen."""

import os
from collections.abc import Iterable, Iterator

from reader.batch import Job
from reader.batch.scan import Scan
from reader.cli.command import Options, argument, command, format_option
from reader.cli.context import CommandContext, open_article
from reader.document.article import Article
from reader.errors import ReaderError, SourceError, result_or_error
from reader.library.codec.records import ArticleRecord
from reader.system import stdio
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line


class AddOptions(Options):
    sources: tuple[str, ...] = argument(
        nargs="+",
        metavar="SOURCE",
        help="a file, a URL, a folder (for the readable files in it), or - to read paths and URLs, one a line",
    )
    read_as: str = format_option()


@command("add", "SOURCE... [--format FORMAT]")
def add_articles(options: AddOptions, context: CommandContext) -> int:
    """Add each SOURCE and print its id and title; go on after one that fails. Return the exit code."""
    code, added = 0, 0
    for source in named_sources(options.sources):
        for record in added_articles(source, options.read_as, context):
            if isinstance(record, ReaderError):
                stdio.tell(str(record))
                code = 1
            else:
                stdio.say(f"{record.id}  {record.title or UNTITLED}", now=True)
                added += 1
    if added > 1:
        stdio.tell(f"{counted(added, 'article')} in the library")
    return code


def named_sources(sources: Iterable[str]) -> Iterator[str]:
    """Yield the sources, for "-" the lines of standard input that are not empty. Raises StreamError."""
    for source in sources:
        if source == "-":
            yield from (name for line in stdio.input_lines() if (name := os.fsdecode(line).strip()))
        else:
            yield source


def jobs_at(source: str) -> Iterable[Job]:
    """Return the readable files in a folder, or the SOURCE alone."""
    return Scan([source]) if source != "-" and os.path.isdir(source) else [Job(source, source)]


def added_articles(source: str, read_as: str, context: CommandContext) -> Iterator[ArticleRecord | ReaderError]:
    """Yield the articles at a SOURCE as the library has them now, or what is wrong with each."""
    jobs = list(jobs_at(source))
    if not jobs:
        yield SourceError(f"{clean_line(source)}: no readable files in it")
    for job in jobs:
        yield add_job(job, read_as, context)


def add_job(job: Job, read_as: str, context: CommandContext) -> ArticleRecord | ReaderError:
    return result_or_error(lambda: context.library.record_opening(open_job(job, context, read_as)))


def open_job(job: Job, context: CommandContext, read_as: str) -> Article:
    """Open a file that was found in a folder, or a SOURCE. Raises LibraryError, SourceError."""
    if job.problem:
        raise SourceError(f"{job.name}: {job.problem}")
    return open_article(job.path, context, read_as)


def add_new_files(folder: str, context: CommandContext, read_as: str) -> Iterator[str]:
    """Add the readable files in `folder` that the library does not know by their paths; yield a line for each error."""
    known = {source for record in context.library.articles() for source in record.sources}
    for number, job in enumerate(Scan([folder]), 1):
        if os.path.abspath(job.path) not in known:
            stdio.show_progress(f"adding {number}: {job.name}")
            if isinstance(problem := add_job(job, read_as, context), ReaderError):
                yield str(problem)
    stdio.show_progress("")
