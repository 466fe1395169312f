"""`reader verify`: check the quotations of a draft against the library, or against given sources.

In a terminal the verdicts are shown on the screen, which runs this command with `--jsonl` as a child process.

Nothing is fetched but URLs that are named. A source that cannot be read is reported, and the others are used.
"""

import os
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import get_args

from reader.analysis import ENGLISH
from reader.cli.add import jobs_at, open_job
from reader.cli.command import SOURCE, Options, argument, command, format_option, genre_option, option, several, switch
from reader.cli.context import CommandContext, format_speaker, open_article
from reader.cli.screen import Shown, open_on_screen
from reader.document.article import Article, Genre, cited_page
from reader.errors import ReaderError, SourceError, UsageError
from reader.export.checked_draft import check_objects, to_annotated_html, to_annotated_markdown
from reader.export.csv import format_table
from reader.export.fact_log import COLUMNS, fact_objects, facts_to_html, log_rows
from reader.export.file import write_file
from reader.export.markdown.front_matter import json_text
from reader.export.sarif import to_sarif
from reader.session.checks import CheckAnalyses, check_article
from reader.system import stdio
from reader.system.paths import short_path
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line
from reader.verification import (
    FACT_SIGNS,
    SIGNS,
    STANDINGS,
    Check,
    Difference,
    Place,
    Standing,
    WordsVerdict,
    in_context,
)
from reader.verification.facts import FactCheck, check_facts, read_sentences
from reader.verification.source_text import SourceText
from reader.verification.verdict import CheckedDraft

TO_LOOK_AT = 3
"""Exit code if a quotation is altered, missing, torn from its sentence, somebody else's or wrongly cited: for a hook
that runs before a commit."""

KINDS: tuple[Standing | WordsVerdict, ...] = (*STANDINGS, *get_args(WordsVerdict))  # what `--only` takes
SHOWN = 300  # characters of a quotation that are printed for people


class VerifyOptions(Options):
    draft: str = argument(metavar="DRAFT", help=f"the text whose quotations are checked: {SOURCE}")
    against: tuple[str, ...] = several(
        "--against",
        "SOURCE",
        "check against these files, folders and URLs only (default: those of the draft's dossier, else all "
        "articles of the library)",
    )
    indirect: bool = switch("--indirect", "check indirect speech too (Xi said that …)")
    sure: bool = switch("--sure", "name only speakers who are sure; others count as not found")
    json: bool = switch("--json", "print a JSON list", one_of="form")
    jsonl: bool = switch("--jsonl", "print progress and verdicts as JSON lines", one_of="form")
    markdown: bool = switch("--markdown", "print the draft with a footnote for each quotation", one_of="form")
    html: bool = switch("--html", "print the draft as a page, with the verdicts in its margin", one_of="form")
    sarif: bool = switch("--sarif", "print what needs somebody as SARIF 2.1.0, for editors and forges", one_of="form")
    only: tuple[str, ...] = several(
        "--only", "VERDICT", f"tell of these verdicts alone: {', '.join(KINDS)}", choices=KINDS
    )
    facts: bool = switch("--facts", "tell of the figures, dates, names and titles, not of quotations")
    target: str | None = option("-o", "FILE", "output file (default: standard output)")
    read_as: str = format_option()
    genre: Genre | None = genre_option()


@command(
    "verify",
    "DRAFT [--against SOURCE...] [--indirect] [--sure]\n"
    "       [--json | --jsonl | --markdown | --html | --sarif] [--only VERDICT...] [--facts] [-o FILE]\n"
    "       [--format FORMAT] [--genre GENRE]",
)
def verify_draft(options: VerifyOptions, context: CommandContext) -> int:
    """Show the verdicts on the screen, or print them if there is no terminal or another form is asked for.

    Return 0 if all are fine, 3 if one is not, 1 if a source is unreadable.
    """
    refuse_target(options)
    forms = options.json, options.jsonl, options.markdown, options.html, options.sarif, options.facts
    to_print = any((*forms, options.indirect, options.sure, options.only, options.target))
    if not to_print and stdio.is_terminal(sys.stdout):
        shown = Shown(options.draft, None, options.read_as, options.genre, checks=options.against)
        return open_on_screen(context, shown)
    draft = open_article(options.draft, context, options.read_as, options.genre)
    finder = SourceFinder(options, draft, context)
    analyses = CheckAnalyses(context.paths, lambda: context.library, sure=options.sure)
    if options.facts:
        return tell_facts(options, draft, finder, analyses)
    step = partial(show_progress, options.jsonl, "checking quotations")
    try:
        checked = check_article(draft, finder.find, analyses, indirect=options.indirect, step=step)
    finally:
        stdio.show_progress("")
    if not checked.checks:
        stdio.tell("the draft has no quotations")
    elif not finder.count:
        stdio.tell("the library has no article with any of these words; --against names sources")
    if checked.draft.analysis.language != ENGLISH:
        stdio.tell(f"the draft is in {checked.draft.analysis.language}: words are checked, but not who said them")
    checked = replace(checked, chosen=frozenset(options.only))
    if options.jsonl and options.target in (None, "-"):
        stdio.say_objects(check_objects(checked), lines=True)
    else:
        put_out(render_checks(checked, options), options.target)
    if any(checked.standing(check) == "complaint" for check in checked.checks):
        return TO_LOOK_AT
    return 1 if finder.failures else 0


def tell_facts(options: VerifyOptions, draft: Article, finder: "SourceFinder", analyses: CheckAnalyses) -> int:
    """Print the facts of the draft, or write the log of them; return 3 if one differs."""
    if options.markdown or options.sarif or options.indirect or options.only:
        raise UsageError("--facts has no such form: it prints lines or --json, and writes a .csv or .html file by -o")
    try:
        stated = [span.of(draft.text) for span, _, facts in read_sentences(draft) if facts]
        checks = check_facts(draft, [each for each in finder.find(stated) if each.article.sha256 != draft.sha256])
        ticked = analyses.accepted(draft)
        checks = [replace(check, accepted=ticked.get(check.fact.span, "")) for check in checks]
    finally:
        stdio.show_progress("")
    suffix = Path(options.target or "").suffix.lower()
    if options.html or suffix == ".html":
        text = facts_to_html(draft, checks, analyses.restriction_at)
    elif suffix == ".csv":
        text = format_table(COLUMNS, log_rows(draft, checks, analyses.restriction_at))
    elif options.json or options.jsonl:
        objects = fact_objects(checks, analyses.restriction_at)
        text = json_text(objects, indent=2) + "\n" if options.json else "".join(json_text(o) + "\n" for o in objects)
    else:
        text = "".join(f"{line}\n" for line in format_facts(draft, checks))
    put_out(text, options.target)
    if any(check.result == "differs" and not check.accepted for check in checks):
        return TO_LOOK_AT
    return 1 if finder.failures else 0


def put_out(text: str, target: str | None) -> None:
    """Write the result to a file, or to standard output. Raises OSError."""
    if target is None or target == "-":
        stdio.write(text)
    else:
        write_file(Path(target), text.encode())


def format_facts(draft: Article, checks: Sequence[FactCheck]) -> Iterator[str]:
    """Yield the lines of all facts, and how many are told by the sources."""
    for check in checks:
        fact, words = check.fact, clean_line(" ".join(check.text.split()))
        sign = "☑" if check.accepted else FACT_SIGNS[check.result]
        line = f"{sign} {fact.kind} “{words}” · ¶ {draft.paragraph_number(fact.span.start)}"
        if check.passage is None or check.other is None:
            yield f"{line}: not found"
            continue
        article, other = check.passage.source.article, check.other.span
        yield f"{line}: the source has “{clean_line(other.of(article.text))}”" if check.result == "differs" else line
        where = f"¶ {article.paragraph_number(other.start)} · {clean_line(short_path(article.source))}"
        yield f"  → {article.title or UNTITLED} · {where}"
        if check.result == "differs":
            yield f"    {clean_line(' '.join(check.passage.span.of(article.text).split())[:SHOWN])}"
    counts = Counter(check.result for check in checks)
    found = f"{counts['same']} the same, {counts['differs']} differ, {counts['not_found']} not found"
    yield f"{counted(checks, 'fact')}: {found}"


def show_progress(as_json: bool, doing: str, done: int, of: int) -> None:
    """Show on the terminal, or as a line of JSON, that `done` of `of` are done (0: unknown); if all are, clear it."""
    if as_json:
        stdio.say_json({"doing": doing, "done": done, "of": of}, lines=True)
    else:
        stdio.show_progress("" if of and done >= of else f"{doing}: {done}{f' of {of}' if of else ''}")


class SourceFinder:
    """The sources of a draft: those given, or its dossier, and the articles of the library that may have its words."""

    def __init__(self, options: VerifyOptions, draft: Article, context: CommandContext) -> None:
        self._options = options
        self._draft = draft
        self._context = context
        self.failures = 0
        self.count = 0

    def find(self, quotations: Sequence[str]) -> list[SourceText]:
        """Return the sources for some quotations. Raises AnalysisError, LibraryError, SearchError, SourceError."""
        found = list(self._given() if self._options.against else self._likely(quotations))
        own = self._draft.source
        found = [source for source in found if own == "-" or source.article.source != own]
        self.count = len(found)
        if self._options.against and not found:
            raise SourceError("none of the sources can be read, so there is nothing to check against")
        return found

    def _given(self) -> Iterator[SourceText]:
        """Yield the sources that the user has named, each once."""
        known = set[str]()
        for number, job in enumerate(chain.from_iterable(map(jobs_at, self._options.against)), 1):
            show_progress(self._options.jsonl, "reading sources", number, 0)
            try:
                article = open_job(job, self._context, "")
            except ReaderError as error:
                stdio.show_progress("")
                stdio.tell(str(error))
                self.failures += 1
                continue
            if article.source not in known:
                known.add(article.source)
                record = self._context.library.find(article) if self._context.paths.library.exists() else None
                yield SourceText.of(article, record.id if record else article.text_id)
        stdio.show_progress("")

    def _likely(self, quotations: Sequence[str]) -> Iterator[SourceText]:
        from reader.cli.search import fresh_index  # not for sources that are given
        from reader.search.likely_sources import sources_in_library

        index = fresh_index(self._context, progress_as_json=self._options.jsonl)
        return sources_in_library(self._context.library, index, self._draft, quotations)


def refuse_target(options: VerifyOptions) -> None:
    """Raise UsageError if the result would replace the draft or one of the sources."""
    target = options.target
    if target is None or target == "-" or not os.path.exists(target):
        return
    for source in (options.draft, *options.against):
        if os.path.exists(source) and os.path.samefile(source, target):
            raise UsageError(f"-o {clean_line(target)} would replace what is checked: write to another file")


def render_checks(checked: CheckedDraft, options: VerifyOptions) -> str:
    if options.jsonl:
        return "".join(json_text(each) + "\n" for each in check_objects(checked))
    if options.json:
        return json_text(check_objects(checked), indent=2) + "\n"
    if options.markdown:
        return to_annotated_markdown(checked)
    if options.html:
        return to_annotated_html(checked)
    if options.sarif:
        return json_text(to_sarif(checked), indent=2) + "\n"
    return "".join(f"{line}\n" for line in format_checks(checked)) if checked.checks else ""


def format_checks(checked: CheckedDraft) -> Iterator[str]:
    """Yield the lines of all verdicts, what needs somebody first, and the sources that they name."""
    yield checked.headline
    for check in checked.by_need:
        yield ""
        yield from format_check(checked, check)
    if found := checked.found_in:
        yield ""
        yield "sources"
        for source in found:
            article = source.article
            yield f"  {article.title or UNTITLED} · {clean_line(short_path(article.source))}"
            yield "    " + " · ".join(filter(None, [article.published, f"sha256 {article.sha256}"]))


def format_check(checked: CheckedDraft, check: Check) -> Iterator[str]:
    speaker = check.quotation.speaker.name if check.quotation.speaker else ""
    text = " ".join(check.text.split())
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN].rsplit(None, 1)[0]} …"
    accepted = "checked by you: " if check.quotation.span in checked.accepted else ""
    yield f"{SIGNS[checked.standing(check)]} {accepted}{check.verdict}"
    paragraph = checked.draft.article.paragraph_number(check.quotation.span.start)
    yield f"  ¶ {paragraph}  {format_speaker(speaker, 'sure')}: “{clean_line(shown)}”"
    if check.place is not None:
        yield f"  → {place_line(check.place, checked)}"
        if check.words == "altered":
            yield f"    {' '.join(format_difference(each) for each in check.place.differences)}"
        elif check.frame is not None:
            pieces = in_context(check.place.text, check.place.span, check.frame)
            words = ((clean_line(" ".join(text.split())), cut) for text, cut in pieces)
            yield f"    {' '.join(f'[{text}]' if cut else text for text, cut in words)}"
    elif check.nearest is not None:
        yield f"  nearest: “{clean_line(' '.join(check.nearest.text.split())[:SHOWN])}”"
        yield f"  → {place_line(check.nearest, checked)}"
    if check.citation is not None and check.citation.result != "same":
        yield f"    {clean_line(check.citation.words)}"
    yield from (f"    {remark}" for remark in check.remarks)


def place_line(place: Place, checked: CheckedDraft) -> str:
    article = checked.sources[place.source].article
    where = cited_page(place.page) if place.page else f"¶ {place.paragraph}"
    return f"{article.title or UNTITLED} · {where} · {clean_line(short_path(article.source))}"


def format_difference(difference: Difference) -> str:
    """Return a stretch of words: as it is, or in brackets with the words of the source."""
    if difference.equal:
        return clean_line(" ".join(difference.draft.split()))
    draft, source = (clean_line(" ".join(words.split())) for words in (difference.draft, difference.source))
    return f"[{draft or '–'} → {source or '–'}]"
