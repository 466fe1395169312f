"""Exports through the user's own Jinja2 template, in a sandbox.

A template sees the plain values of `template_context` and no objects of ours. It may come from a stranger, so it can
reach neither files nor the program (Jinja's immutable sandbox, no loader), and it cannot run without end: an alarm
limits the time, and the operating system limits the memory, since there are many ways to double a string. Pitfall:
signals reach only the main thread, so in any other thread a template is refused.

For corpora in CoNLL's way, one word a line, it sees the words of each sentence with labels in the IOB2 scheme: `B-PER`
begins a name, `I-PER` goes on with it.
"""

import resource
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from types import FrameType, TracebackType
from typing import TYPE_CHECKING, Any, NoReturn

from reader.analysis.tokens import TOKEN
from reader.document.article import Article
from reader.document.segments import sentences, shown_blocks
from reader.errors import ExportError, explained, raising
from reader.export.collection import Collection, Exported
from reader.export.export_data import ExportData, attributions_of, speaker_of
from reader.export.links import BackLinks, is_web_address
from reader.export.markdown import block_quote, escape_markdown, passage_text
from reader.export.markdown.excerpt import linkable_id, quoted_words, tags_beside
from reader.export.markdown.front_matter import json_text, link_target, obsidian_tag
from reader.export.markdown.note_body import contain_note
from reader.system.atomic_file import read_regular
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

if TYPE_CHECKING:
    from jinja2.sandbox import SandboxedEnvironment

    from reader.annotations.notes import Note

MAX_TEMPLATE_BYTES = 1 << 20  # bytes of a template: a thousand times the shipped ones
LONGEST = 64 << 20  # characters of output: as many as an article may have
SECONDS = 20  # a book with ten thousand notes takes two
MEMORY = 1 << 30  # bytes in addition to what the program uses: sixteen times the largest article

SUFFIXES = (".j2", ".jinja", ".jinja2")

ERRORS = (ArithmeticError, AttributeError, LookupError, MemoryError, RecursionError, TypeError, ValueError)
"""Errors of template expressions, besides Jinja's own."""


class TemplateTimeoutError(BaseException):
    """The time is up. Not an Exception, since Jinja swallows those while it folds constants."""

    line: int | None = None


@dataclass(frozen=True, slots=True)
class Template:
    name: str
    """The name in messages."""
    text: str
    suffix: str
    """The suffix of exported files."""

    def rendered(self, exported: Exported) -> str:
        """Render an export. Raises ExportError with the line of the template that failed."""
        from jinja2 import TemplateError, TemplateSyntaxError

        try:
            with limit_resources():
                return "".join(self._parts(build_environment(), template_context(exported)))
        except TemplateSyntaxError as error:
            raise self._failed(error.message or "", error.lineno) from error
        except TemplateTimeoutError as error:
            raise self._failed(f"it is not done after {SECONDS} s", error.line) from error
        except MemoryError as error:
            raise self._failed(f"it needs more than {MEMORY >> 20} MiB", template_line(error.__traceback__)) from error
        except (TemplateError, *ERRORS) as error:
            raise self._failed(str(error) or type(error).__name__, template_line(error.__traceback__)) from error

    def _parts(self, jinja: "SandboxedEnvironment", values: dict[str, Any]) -> Iterator[str]:
        length = 0
        made = jinja.from_string(self.text)
        try:
            for part in made.generate(values):
                length += len(part)
                if length > LONGEST:
                    raise ValueError(f"it writes more than {LONGEST >> 20} million characters")
                yield clean(part)
        except TemplateTimeoutError as error:  # for other errors, Jinja finds the line itself
            if line := template_line(error.__traceback__):
                error.line = made.get_corresponding_lineno(line)
            raise

    def _failed(self, what: str, line: int | None) -> ExportError:
        where = f", line {line}" if line else ""
        return ExportError(clean_line(f"template {self.name}{where}: {what}"))


def read_template(path: Path) -> Template:
    """Read the template at `path`. Raises ExportError."""
    name = clean_line(str(path))
    with explained(ExportError, f"cannot read template {name}"):
        data = read_regular(path, MAX_TEMPLATE_BYTES)
    with raising(ExportError(f"template {name} is not UTF-8 text"), on=UnicodeDecodeError):
        text = data.decode()
    if len(data) > MAX_TEMPLATE_BYTES:
        raise ExportError(f"template {name} is larger than {MAX_TEMPLATE_BYTES >> 20} MiB, the limit")
    made = Path(path.name.removesuffix(next((end for end in SUFFIXES if path.name.endswith(end)), "")))
    return Template(name, text, made.suffix or ".txt")


def build_environment() -> "SandboxedEnvironment":
    """Return a sandboxed environment with our filters. Raises ExportError if Jinja2 is not installed."""
    with raising(ExportError("templates need Jinja2: pip install 'reader-notes[templates]'"), on=ImportError):
        import jinja2.sandbox
    made = jinja2.sandbox.ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True
    )
    made.filters.update(FILTERS)
    return made


FILTERS: dict[str, Callable[..., str]] = {
    "escaped": escape_markdown,
    "quoted": block_quote,
    "contained": lambda text, level=2: contain_note(text, int(level)),
    "json": lambda value: json_text(value),
    "link": link_target,
    "tag": obsidian_tag,
    "indented": lambda text, by="  ": str(text).replace("\n", f"\n{by}"),
}
"""The filters: escape text for Markdown; make a block quotation; contain a note's Markdown and lower its headings;
write JSON (valid YAML); make a link target; make an Obsidian tag; indent all lines but the first."""


def template_context(exported: Exported) -> dict[str, Any]:
    """Return the values that a template sees: strings, numbers, lists and mappings, and `sentences()`, a list too."""
    if isinstance(exported, Collection):
        return {
            "title": exported.title,
            "query": exported.query,
            "tags": sorted({tag for note in exported.notes for tag in note.tags}),
            "articles": [article_values(part) for part in exported.parts],
        }
    return article_values(exported)


def article_values(exported: ExportData) -> dict[str, Any]:
    article, findings = exported.article, exported.findings
    links = BackLinks(article)
    return {
        "article": {
            "id": exported.article_id,
            "title": article.title,
            "source": "" if article.source == "-" else article.source,
            "url": article.source if is_web_address(article.source) else "",
            "author": list(article.author),
            "published": article.published,
            "fetched": article.fetched,
            "sha256": exported.sha256,
            "text": article.text,
        },
        "notes": [note_values(exported, note, links) for note in exported.notes],
        "tags": sorted({tag for note in exported.notes for tag in note.tags}),
        "quotes": [
            {
                "words": quoted_words(article, quote),
                "speaker": quote.speaker.name if quote.speaker else "",
                "uncertain": quote.uncertain,
                "certainty": quote.certainty or "",
                **place_values(article, quote.span, links),
            }
            for quote in (*findings.quotes, *(findings.indirect if exported.chosen else ()))
        ],
        "names": [
            {
                "name": entity.name,
                "kind": entity.kind,
                "aliases": list(entity.aliases),
                "mentions": len(entity.mentions),
                "places": list(map(asdict, entity.mentions)),
            }
            for entity in findings.entities
        ],
        "sentences": partial(sentence_values, exported),
    }


def note_values(exported: ExportData, note: "Note", links: BackLinks) -> dict[str, Any]:
    """Return a note for a template; `quote` is the passage as it is now, `noted` as it was noted."""
    article, span = exported.article, note.span
    heading = article.heading_at(span.start) if span else None
    speakers = attributions_of(exported.analysis, span) if span else {}
    noted = note.anchor.exact if note.anchor else ""
    nowhere = {"paragraph": None, "url": "", "start": None, "end": None}
    return {
        "id": note.id,
        "block": f"rd-{linkable_id(note.id)}",
        "text": note.text,
        "tags": list(note.tags),
        "beside": tags_beside(note.tags, note.text),
        "quote": passage_text(article, span) if span else noted,
        "noted": noted,
        "state": note.placement.state if note.placement else "",
        "unverified": note.unverified,
        "heading": heading.span.of(article.text) if heading else "",
        "speaker": (span and speaker_of(exported.analysis, span)) or "",
        "speakers": list(speakers),
        "uncertain": [name for name, uncertain in speakers.items() if uncertain],
        "created": note.created,
        "date": note.created[:10],
        "updated": note.updated,
        **(place_values(article, span, links) if span else nowhere),
    }


def place_values(article: Article, span: Span, links: BackLinks) -> dict[str, Any]:
    return {"paragraph": article.paragraph_number(span.start), "url": links.address(span) or "", **asdict(span)}


@contextmanager
def limit_resources() -> Iterator[None]:
    """Limit time (TemplateTimeoutError) and memory (MemoryError) of the block."""
    if threading.current_thread() is not threading.main_thread():
        raise ExportError("a template can be used from the command line only")
    before = signal.signal(signal.SIGALRM, raise_timeout)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    limits = {which: resource.getrlimit(which) for which in (resource.RLIMIT_AS, resource.RLIMIT_CPU)}
    try:
        status = Path("/proc/self/statm")
        if sys.platform == "linux" and status.exists():  # macOS cannot limit it
            lower_limit(resource.RLIMIT_AS, int(status.read_text().split()[0]) * resource.getpagesize() + MEMORY)
        used = resource.getrusage(resource.RUSAGE_SELF)  # the kernel ends what no alarm reaches: a long step in C
        lower_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + 2 * SECONDS) + 1)
        yield
    finally:
        for which, limit in limits.items():
            resource.setrlimit(which, limit)
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def lower_limit(which: int, most: int) -> None:
    """Limit a resource to `most`, or less if it is already."""
    soft, hard = resource.getrlimit(which)
    known = [limit for limit in (soft, hard, most) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(which, (min(known), hard))


def raise_timeout(_number: int, _frame: FrameType | None) -> NoReturn:
    raise TemplateTimeoutError


def template_line(traceback: TracebackType | None) -> int | None:
    """Return the template line of an error: the last frame that is neither ours nor a library's."""
    line = None
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == "<template>":
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


KIND_LABELS = {"person": "PER", "organisation": "ORG", "place": "LOC", "other": "MISC"}  # of the CoNLL-2003 shared task


def sentence_values(exported: ExportData) -> list[list[dict[str, Any]]]:
    """Return the words of each sentence, with the labels of names and of the user's tags, and who says them."""
    article, analysis = exported.article, exported.analysis
    found = (span for block in shown_blocks(article) for span in sentences(article, block))
    divided = [[Span(*word.span()) for word in TOKEN.finditer(article.text, each.start, each.end)] for each in found]
    words = [word for sentence in divided for word in sentence]
    names = [(span, KIND_LABELS[entity.kind]) for entity in analysis.entities for span in entity.mentions]
    tags = [(note.span, tag) for note in exported.notes if note.span for tag in note.tags]
    speakers = [(quote.span, quote.speaker.name) for quote in analysis.quotes if quote.speaker]
    values = iter(
        {
            "text": word.of(article.text),
            "start": word.start,  # for each word, `asdict` would take more time than all the rest
            "end": word.end,
            "name": next(iter(iob_labels(name)), "O"),
            "tags": iob_labels(tagged),
            "speaker": next((label for label, _ in said), ""),
        }
        for word, name, tagged, said in zip(
            words, *(labels_of(words, each) for each in (names, tags, speakers)), strict=True
        )
    )
    return [[next(values) for _ in sentence] for sentence in divided]


def labels_of(words: Sequence[Span], marks: Iterable[tuple[Span, str]]) -> Iterator[list[tuple[str, bool]]]:
    """Yield for each word the labels of the marks on it, each with whether the mark begins there."""
    waiting = deque(sorted(marks, key=lambda mark: (mark[0].start, -mark[0].end)))
    current: list[tuple[Span, str]] = []
    for word in words:
        begun, fresh = [mark for mark in current if mark[0].end > word.start], []
        while waiting and waiting[0][0].start < word.end:
            fresh.append(waiting.popleft())
        fresh = [mark for mark in fresh if mark[0].end > word.start]
        yield [(label, False) for _, label in begun] + [(label, True) for _, label in fresh]
        current = begun + fresh


def iob_labels(labels: Iterable[tuple[str, bool]]) -> list[str]:
    return [f"{'B' if begins else 'I'}-{label}" for label, begins in labels]
