"""What is found in an article, and what you made of it: analyses and exports."""

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from reader.cli.context import Belongings, UsageError, open_article, speaker_shown
from reader.errors import ReaderError
from reader.system import stdio
from reader.text.format import UNTITLED, counted

if TYPE_CHECKING:
    from reader.analysis import Analysis, Quote
    from reader.analysis.engine import Engine
    from reader.document.article import Article
    from reader.export.file import How, Written


def analyze(asked: Namespace, own: Belongings) -> int:
    """Names and quotes, found now: nothing is kept, so neither the library nor the cache is looked for."""
    from reader.analysis.codec import to_wire
    from reader.analysis.engine import analyse
    from reader.cli.jsonl import cores

    if asked.engine == "rules" and asked.pipeline:
        raise UsageError("--pipeline is for the engine spacy")
    many = is_archive(asked)
    if asked.engine is None and (many or not asked.jsonl):  # to the screen, which asks so, nothing may be refused
        own.check_config()
    if many:
        from reader.cli.batch import archive

        return archive(asked)
    engine: Engine = asked.engine or "best"
    answers = []
    code = 0
    for source in asked.sources:
        if asked.jsonl and source == "-":
            code = analyze_lines(asked) or code
            continue
        article = open_article(source, own, asked.read_as)
        analysis = analyse(article, engine, asked.pipeline, processes=asked.processes or cores())
        if not (asked.json or asked.jsonl):
            stdio.say(*lines(article, analysis, indirect=asked.indirect, explained=asked.explain))
            continue
        answer = to_wire(
            article.text_id, article.title, article.text, analysis, indirect=asked.indirect, explained=asked.explain
        )
        if asked.jsonl:
            stdio.say_json(answer, lines=True)
        else:
            answers.append(answer)
    if asked.json:
        stdio.say_json(answers if len(asked.sources) > 1 else answers[0])
    return code


def is_archive(asked: Namespace) -> bool:
    """Whether more is wanted than the analysis of a few articles."""
    return any((asked.target, asked.cluster, asked.part, asked.seconds, *map(os.path.isdir, asked.sources)))


def analyze_lines(asked: Namespace) -> int:
    """Answer each line of standard input in order; one that makes no sense is answered by what is wrong with it."""
    from reader.cli import jsonl

    def told(progress: dict[str, object]) -> None:
        stdio.say_json(progress, lines=True)

    terms = jsonl.Terms(
        asked.engine or "best",
        asked.pipeline,
        asked.indirect,
        asked.explain,
        asked.processes,
        told if asked.progress else None,
    )
    bad = 0
    with closing(jsonl.answers(terms)) as answers:
        for answer in answers:
            bad += jsonl.is_error(answer)
            stdio.write_bytes(answer)
            stdio.flush()
    if bad:
        stdio.tell(f"{counted(bad, 'line')} could not be analysed; the answers say why")
    return 1 if bad else 0


def lines(
    article: "Article", analysis: "Analysis", *, indirect: bool = False, explained: bool = False
) -> Iterator[str]:
    """An analysis for people."""
    from reader.analysis import KIND_TITLES, language_notice

    yield f"{article.title or UNTITLED} · {analysis.engine}"
    if notice := language_notice(analysis):
        yield from ("", notice)
    for kind, heading in KIND_TITLES.items():
        if found := [entity for entity in analysis.entities if entity.kind == kind]:
            yield from ("", heading)
            for entity in found:
                also = f" ({', '.join(entity.aliases)})" if entity.aliases else ""
                yield f"  {entity.name}{also} · {len(entity.mentions)}"
    if analysis.quotes:
        yield from ("", "Quotes", *quote_lines(article, analysis.quotes, explained))
    if indirect and analysis.indirect:
        yield from ("", "Indirect speech", *quote_lines(article, analysis.indirect, explained))
    yield ""


def quote_lines(article: "Article", quotes: "Iterable[Quote]", explained: bool) -> Iterator[str]:
    """Quotes for people, each where it stands; `explained`, with how the speaker was chosen."""
    from reader.analysis.quotes import explain

    for quote in quotes:
        speaker = speaker_shown(quote.speaker.name if quote.speaker else "", quote.uncertain)
        words = " ".join(quote.span.of(article.text).split())
        yield f"  ¶ {article.paragraph_number(quote.span.start)}  {speaker}: {words}"
        if explained:
            yield from (f"      {line}" for line in explain.explanation_lines(quote, article.text))


def export(asked: Namespace, own: Belongings) -> int:
    """Write an article's notes, quotes and names, or those of every article that has notes."""
    how = how_asked(asked)
    if asked.all:
        if asked.target is None or asked.target == "-":
            raise UsageError("--all writes one file an article: give -o DIRECTORY")
        return export_all(asked, how, own)
    session = own.session(open_article(asked.source, own))
    session.look()
    session.refine()
    if asked.target is None or asked.target == "-":
        stdio.write_bytes(session.export(how, force=asked.force).encode())
        return 0
    if asked.target.endswith(os.sep):
        Path(asked.target).mkdir(parents=True, exist_ok=True)
    tell_written(session.export_to(Path(asked.target), how, force=asked.force))
    return 0


def how_asked(asked: Namespace) -> "How":
    """The form, or the template. Raises ExportError where that cannot be read."""
    if asked.template is None:
        form: How = asked.format or "markdown"
        return form
    from reader.export.template import read_template

    return read_template(Path(asked.template))


def export_all(asked: Namespace, how: "How", own: Belongings) -> int:
    """One file an article; one that cannot be exported does not keep the others from it."""
    from reader.session import reopen

    folder = Path(asked.target)
    folder.mkdir(parents=True, exist_ok=True)
    found, same, code = 0, 0, 0
    for record in own.library.articles():
        if not own.library.notes(record.id):
            continue
        try:
            session = own.session(reopen.reopened(own.library, record))
            session.look()
            session.refine()
            written = session.export_to(folder, how, force=asked.force)
            found += 1
            if written.changed:
                tell_written(written)
            else:
                same += 1
        except ReaderError as error:
            stdio.tell(str(error))
            code = 1
    if same:
        stdio.tell(f"{counted(same, 'file')} said the same already")
    if not found and not code:
        stdio.tell("no article has notes: nothing to export")
    return code


def tell_written(written: "Written") -> None:
    stdio.tell(f"wrote {written.path}" if written.changed else f"{written.path} says the same already")
