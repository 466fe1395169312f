"""`reader analyze`: the names and quotes of articles, of lines of JSON, or of an archive. Nothing is saved.

Articles of the library are printed with the corrections made to them; lines of JSON and archives need no library.
"""

import os
from collections.abc import Generator, Iterable, Iterator
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

from reader.analysis import KIND_TITLES, RULES, Analysis, Quote, explain, language_notice
from reader.analysis.codec import to_wire
from reader.analysis.engine import Engine, analyze, chosen_pipeline
from reader.batch import Job, Result, metadata_of
from reader.batch import Options as BatchOptions
from reader.cli import jsonl
from reader.cli.command import SOURCE, Options, argument, bounded, command, format_option, genre_option, option, switch
from reader.cli.context import CommandContext, format_speaker, open_article
from reader.config import sound_config
from reader.document.article import Article, Genre
from reader.errors import UsageError
from reader.sources.detect import is_url
from reader.system import stdio
from reader.system.memory import collect_rarely
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line

MAX_PROCESSES = 64  # a larger number is taken for a typing error
MAX_SECONDS = 7 * 24 * 3600  # a time limit of more than a week is taken for a typing error


def part(word: str) -> tuple[int, int]:
    """Parse a part and the number of parts, "2/8". Raises ValueError, as parsers of numbers do."""
    which, of = map(int, word.split("/"))
    if not 1 <= which <= of:
        raise ValueError(word)
    return which, of


class AnalyzeOptions(Options):
    sources: tuple[str, ...] = argument(nargs="+", metavar="SOURCE", help=f"{SOURCE}; with --jsonl also folders")
    read_as: str = format_option()
    genre: Genre | None = genre_option()
    json: bool = switch("--json", "print an object for one source, a list for several", one_of="form")
    jsonl: bool = switch(
        "--jsonl",
        'print one object per line; with the SOURCE -, answer one {"id", "text"} per line, in order',
        one_of="form",
    )
    indirect: bool = switch("--indirect", "include indirect speech (Xi said that …)")
    explain: bool = switch("--explain", "explain how each speaker was chosen, and who came second")
    raw: bool = switch("--raw", "ignore your corrections (see `reader correct`)")
    engine: Engine | None = argument(
        "--engine", choices=("rules", "spacy"), help="default: $READER_ENGINE, else spacy if installed"
    )
    pipeline: str | None = option(
        "--pipeline",
        "NAME",
        "spaCy pipeline, a package or a folder (default: $READER_PIPELINE, else the best one installed)",
    )
    processes: int | None = argument(
        "--processes",
        type=bounded(int, MAX_PROCESSES, "count"),
        metavar="N",
        help="number of processes (default: 2, or 1 for a short article; for many files, the number of cores)",
    )
    progress: bool = switch(
        "--progress", 'with --jsonl -: also print {"id", "progress"} lines, and {"so_far"} lines for a book'
    )
    target: str | None = option(
        "-o", "FILE", "append results to FILE; skip files already done and unchanged", group="many files"
    )
    tables: str | None = option(
        "--tables", "FOLDER", "write Parquet tables of articles, quotes and mentions instead", group="many files"
    )
    part: tuple[int, int] | None = argument(
        "--part", type=part, metavar="K/N", help="process part K of N (one per machine)", group="many files"
    )
    """The part to process and the number of parts, from 1."""
    seconds: float | None = argument(
        "--seconds",
        type=bounded(float, MAX_SECONDS, "duration"),
        metavar="N",
        help="time limit per file (default: a minute, more for a book)",
        group="many files",
    )
    cluster: str | None = option(
        "--cluster",
        "ADDRESS",
        "run on the Dask cluster with this scheduler, such as tcp://host:8786",
        group="many files",
    )


@command(
    "analyze",
    "SOURCE... [--format FORMAT] [--genre GENRE] [--json | --jsonl] [--indirect] [--explain]\n"
    "       [--raw] [--engine rules|spacy] [--pipeline NAME] [--processes N] [--progress]\n"
    "       reader analyze (FOLDER | FILE)... (--jsonl [-o FILE] | --tables FOLDER) [--part K/N]\n"
    "       [--seconds N] [--processes N | --cluster ADDRESS]",
)
def analyze_sources(options: AnalyzeOptions, context: CommandContext) -> int:
    """Print the names and quotes of each source; nothing is written."""
    if options.engine == "rules" and options.pipeline:
        raise UsageError("--pipeline cannot be combined with --engine rules")
    collect_rarely()
    many = options.target, options.tables, options.cluster, options.part, options.seconds
    archive = any((*many, *map(os.path.isdir, options.sources)))
    if options.engine is None and (archive or not options.jsonl):  # the screen runs --jsonl and reports errors itself
        sound_config()
    if archive:
        return analyze_archive(options)
    if options.json:
        objects = [analysis_object(source, options, context) for source in options.sources]
        stdio.say_json(objects if len(options.sources) > 1 else objects[0])
        return 0
    code = 0
    for source in options.sources:
        if options.jsonl and source == "-":
            code = analyze_lines(options) or code
        elif options.jsonl:
            stdio.say_json(analysis_object(source, options, context), lines=True)
        else:
            stdio.say(*format_analysis(*analyze_source(source, options, context), options))
    return code


def analyze_archive(options: AnalyzeOptions) -> int:
    """Print or store the names and quotes of many files. Raises AnalysisError, OSError, UsageError."""
    from reader.batch.output import OutputFile, Results  # not for one article, as the next two
    from reader.batch.pool import analyze_files
    from reader.cli.batch import BatchRun, usable_cores

    if not (options.jsonl or options.tables):
        raise UsageError("an archive needs --jsonl, one line per file, or --tables FOLDER")
    if options.tables and (options.target or options.json or options.jsonl or options.explain):
        raise UsageError("--tables cannot be combined with -o, --json, --jsonl or --explain")
    if options.progress:
        raise UsageError("--progress needs --jsonl -; an archive always shows its progress")
    if options.cluster and options.processes:
        raise UsageError("--processes cannot be combined with --cluster, which has its own workers")
    for source in options.sources:
        if source == "-" or is_url(source):
            raise UsageError(f"{clean_line(source)}: an archive takes only files and folders")
    each, part = each_options(options), options.part or (1, 1)

    def analyze_each(jobs: Iterator[Job]) -> Generator[Result, None, None]:
        if options.cluster:
            from reader.batch.dask import analyze_on_cluster  # loads Dask

            return analyze_on_cluster(jobs, each, options.cluster)
        return analyze_files(jobs, each, options.processes or usable_cores())

    outfile: Results | None = None
    if options.tables:
        from reader.batch import tables  # loads pyarrow

        outfile = tables.ArticleTables(Path(options.tables), each)
    elif options.target not in (None, "-"):
        outfile = OutputFile(Path(options.target), each)
    with outfile or nullcontext():
        return BatchRun(options.sources, part, outfile).run(analyze_each)


def each_options(options: AnalyzeOptions) -> BatchOptions:
    """Return the options for each of many texts. Raises AnalysisError if the engine is missing."""
    chosen = chosen_pipeline(options.engine or "best", options.pipeline)
    return BatchOptions(
        "spacy" if chosen else "rules",
        chosen.engine if chosen else RULES,
        options.pipeline,
        options.indirect,
        options.explain,
        options.read_as,
        options.seconds,
        options.genre,
    )


def analyze_source(source: str, options: AnalyzeOptions, context: CommandContext) -> tuple[Article, Analysis, int]:
    """Open and analyze one article; return it, its analysis after the user's corrections, and their number.

    Raises AnalysisError, LibraryError, SourceError.
    """
    article = open_article(source, context, options.read_as, options.genre)
    session = None
    if not options.raw and context.paths.library.exists():
        session = context.loaded_session(article)
        article = session.article  # of the genre that is kept
    processes = options.processes or jsonl.cores()
    analysis = analyze(article, options.engine or "best", options.pipeline, processes=processes)
    if session is None:
        return article, analysis, 0
    return article, session.analysis_state.corrected(analysis), len(session.analysis_state.corrections)


def analysis_object(source: str, options: AnalyzeOptions, context: CommandContext) -> dict[str, object]:
    """Analyze one article and return the analysis as a JSON object. Raises AnalysisError, LibraryError, SourceError."""
    article, analysis, corrections = analyze_source(source, options, context)
    about = article.text_id, article.title, article.text
    found = to_wire(*about, analysis, indirect=options.indirect, explained=options.explain) | metadata_of(article)
    return {**found, "corrections": corrections} if corrections else found


def analyze_lines(options: AnalyzeOptions) -> int:
    """Answer each line of standard input in order, a bad one by an error; return the exit code."""
    report = partial(stdio.say_json, lines=True) if options.progress else None
    bad = 0
    with closing(jsonl.answers(each_options(options), options.processes, report)) as answers:
        for answer in answers:
            bad += jsonl.is_error(answer)
            stdio.write_bytes(answer)
            stdio.flush()
    if bad:
        stdio.tell(f"{counted(bad, 'line')} could not be analyzed; see the error in each answer")
    return 1 if bad else 0


def format_analysis(article: Article, analysis: Analysis, corrections: int, options: AnalyzeOptions) -> Iterator[str]:
    corrected = f" · {counted(corrections, 'correction')}" if corrections else ""
    yield f"{article.title or UNTITLED} · {analysis.engine}{corrected}"
    if notice := language_notice(analysis):
        yield from ("", notice)
    for kind, title in KIND_TITLES.items():
        if entities := [entity for entity in analysis.entities if entity.kind == kind]:
            yield from ("", title)
            for entity in entities:
                also = f" ({', '.join(entity.aliases)})" if entity.aliases else ""
                yield f"  {entity.name}{also} · {len(entity.mentions)}"
    if analysis.quotes:
        yield from ("", "Quotes", *format_quotes(article, analysis.quotes, options.explain))
    if options.indirect and analysis.indirect:
        yield from ("", "Indirect speech", *format_quotes(article, analysis.indirect, options.explain))
    yield ""


def format_quotes(article: Article, quotes: Iterable[Quote], explained: bool) -> Iterator[str]:
    """Yield the lines of quotes for people, with paragraph numbers; `explained`, with how speakers were chosen."""
    for quote in quotes:
        speaker = format_speaker(quote.speaker.name if quote.speaker else "", quote.certainty)
        text = " ".join(quote.span.of(article.text).split())
        yield f"  ¶ {article.paragraph_number(quote.span.start)}  {speaker}: {text}"
        if explained:
            yield from (f"      {line}" for line in explain.explanation_lines(quote, article.text))
