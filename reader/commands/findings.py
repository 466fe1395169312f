"""What is found in an article, and what you made of it: analyses and exports."""

import os
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from reader import streams
from reader.commands import Belongings, UsageError, count_of, open_article

if TYPE_CHECKING:
    from reader.analysis import Analysis, Engine, Quote
    from reader.article import Article

KINDS = (("person", "People"), ("organisation", "Organisations"), ("place", "Places"), ("other", "Other names"))


def analyze(asked: Namespace, own: Belongings) -> int:
    """Names and quotes, found now: nothing is kept, so neither the library nor the cache is looked for."""
    from reader.analysis import analyse
    from reader.analysis.wire import to_wire

    engine: Engine = asked.engine or "best"
    answers = []
    code = 0
    for source in asked.sources:
        if asked.jsonl and source == "-":
            code = analyze_lines(asked, engine) or code
            continue
        article = open_article(source)
        analysis = analyse(article, engine)
        if not (asked.json or asked.jsonl):
            streams.say(*lines(article, analysis, indirect=asked.indirect, explained=asked.explain))
            continue
        answer = to_wire(
            article.text_id, article.title, article.text, analysis, indirect=asked.indirect, explained=asked.explain
        )
        if asked.jsonl:
            streams.say_json(answer, lines=True)
        else:
            answers.append(answer)
    if asked.json:
        streams.say_json(answers if len(asked.sources) > 1 else answers[0])
    return code


def analyze_lines(asked: Namespace, engine: "Engine") -> int:
    """Answer each line of standard input in order; one that makes no sense is answered by what is wrong with it."""
    from reader.commands import jsonl

    bad = 0
    for line in streams.input_lines():
        if line.strip():
            answer = jsonl.answer(line, engine, indirect=asked.indirect, explained=asked.explain)
            bad += "error" in answer
            streams.say_json(answer, lines=True)
    if bad:
        streams.tell(f"{count_of(bad, 'line')} could not be analysed; the answers say why")
    return 1 if bad else 0


def lines(
    article: "Article", analysis: "Analysis", *, indirect: bool = False, explained: bool = False
) -> Iterator[str]:
    """An analysis for people."""
    from reader.analysis import not_english

    yield f"{article.title or 'Untitled'} · {analysis.engine}"
    if notice := not_english(analysis):
        yield from ("", notice)
    for kind, heading in KINDS:
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
    from reader.analysis import why

    for quote in quotes:
        speaker = f"{quote.speaker.name}{'?' if quote.uncertain else ''}" if quote.speaker else "?"
        words = " ".join(quote.span.of(article.text).split())
        yield f"  ¶ {article.paragraph_number(quote.span.start)}  {speaker}: {words}"
        if explained:
            yield from (f"      {line}" for line in why.told(quote, article.text))


def export(asked: Namespace, own: Belongings) -> int:
    """Write an article's notes, quotes and names, or those of every article that has notes."""
    if asked.all:
        if asked.target is None or asked.target == "-":
            raise UsageError("--all writes one file an article: give -o DIRECTORY")
        return export_all(asked, own)
    session = own.session(open_article(asked.source))
    session.look()
    if asked.target is None or asked.target == "-":
        streams.write_bytes(session.export(asked.format, force=asked.force).encode())
    else:
        if asked.target.endswith(os.sep):
            Path(asked.target).mkdir(parents=True, exist_ok=True)
        streams.tell(f"wrote {session.export_to(Path(asked.target), asked.format, force=asked.force)}")
    return 0


def export_all(asked: Namespace, own: Belongings) -> int:
    """One file an article; one that cannot be exported does not keep the others from it."""
    from reader import reopening
    from reader.notebook import NoteError

    folder = Path(asked.target)
    folder.mkdir(parents=True, exist_ok=True)
    written, code = 0, 0
    for record in own.library.articles():
        if not own.library.notes(record.id):
            continue
        try:
            session = own.session(reopening.reopened(own.library, record))
            session.look()
            streams.tell(f"wrote {session.export_to(folder, asked.format, force=asked.force)}")
            written += 1
        except NoteError as error:
            streams.tell(str(error))
            code = 1
    if not written and not code:
        streams.tell("no article has notes: nothing to export")
    return code
