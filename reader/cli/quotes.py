"""Who said what, over the whole library or in one article."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from reader.cli.context import Belongings, UsageError, open_article, speaker_shown
from reader.cli.search import asker
from reader.errors import NoteError
from reader.search.people import Figure, Mention, Remark, Saying
from reader.system import stdio
from reader.text.format import UNTITLED, counted
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    import sqlite3

    from reader.search import Origin
    from reader.session.session import Session


@dataclass(frozen=True, slots=True)
class Page:
    """What is told of somebody or something; of nobody in particular where `who` is None."""

    who: Figure | None
    sayings: list[Saying]
    mentions: list[Mention]


def quotes(asked: Namespace, own: Belongings) -> int:
    """Quotes by the day of their article, with your notes on them; or every place where a name stands."""
    if asked.speaker and asked.entity:
        raise UsageError("--speaker tells what somebody said, --entity where a name stands: give one of them")
    if asked.source:
        session = own.session(open_article(asked.source, own, asked.read_as))
        session.look()
        pages = pages_in(session, asked)
    else:
        pages = asker(own).answer(lambda db: pages_of(db, asked), studied=True)
    if asked.json:
        stdio.say_json([each for page in pages for each in objects(page)])
    else:
        form = markdown if asked.markdown else lines
        stdio.say(*(line for page in pages for line in form(page)))
    name = asked.speaker or asked.entity
    if name and len(pages) > 1:
        stdio.tell(f"{len(pages)} may be meant by “{name}”; they are listed apart")
    return 0


def pages_of(db: "sqlite3.Connection", asked: Namespace) -> list[Page]:
    """What the library has to tell. Raises NoteError on a name that nobody has."""
    from reader.search.people import figures, like, mentions, sayings

    name = asked.speaker or asked.entity
    if not name:
        return [Page(None, sayings(db, None, indirect=asked.indirect), [])]
    found = figures(db, name)
    if not found:
        offered = " or ".join(like(db, name))
        hint = f"did you mean {offered}?" if offered else "`reader quotes` lists who is quoted"
        raise NoteError(clean_line(f"no article in the library names “{name}”; {hint}"))
    if asked.entity:
        return [Page(who, [], mentions(db, who)) for who in found]
    spoke = [Page(who, sayings(db, who, indirect=asked.indirect), []) for who in found]
    return [page for page in spoke if page.sayings] or spoke[:1]


def pages_in(session: "Session", asked: Namespace) -> list[Page]:
    """What one article has to tell. Raises NoteError on a name that nobody has."""
    from reader.annotations.new_correction import entity_called
    from reader.search import Origin
    from reader.search.people import mention, sayings_in

    article, analysis = session.article, session.analysis
    origin = Origin(session.article_id, article.title, article.source, article.published, article.sha256)
    said = sayings_in(origin, article, analysis, session.notes, indirect=asked.indirect)
    if not (asked.speaker or asked.entity):
        return [Page(None, said, [])]
    entity = entity_called(analysis, asked.speaker or asked.entity)
    if asked.entity:
        places = [mention(origin, article.text, span) for span in entity.mentions]
        return [Page(Figure(entity.name, entity.kind, (), 1, 0, len(places)), [], places)]
    theirs = [saying for saying in said if saying.speaker == entity.name]
    return [Page(Figure(entity.name, entity.kind, (), 1, len(theirs), 0), theirs, [])]


# ---------------------------------------------------------------------- for people


def lines(page: Page) -> Iterator[str]:
    if page.who:
        count = counted(page.sayings, "quote") if not page.mentions else counted(page.mentions, "mention")
        yield f"{page.who.name} · {page.who.kind} · {count} in {counted(articles_in(page), 'article')}"
        yield ""
    for origin, said in groupby(page.sayings, key=lambda saying: saying.origin):
        yield heading(origin)
        for saying in said:
            who = "" if page.who else f"{speaker_shown(saying.speaker, saying.uncertain)}: "
            yield f"  ¶ {saying.paragraph}  {who}{saying.words}{told(saying, page.who is not None)}"
            yield from (f"      {line}" for note in saying.notes for line in note_line(note).splitlines())
        yield ""
    for origin, places in groupby(page.mentions, key=lambda mention: mention.origin):
        yield heading(origin)
        yield from (f"  {place.before}{place.words}{place.after}" for place in places)
        yield ""


def articles_in(page: Page) -> int:
    origins = [saying.origin for saying in page.sayings] + [mention.origin for mention in page.mentions]
    return len({origin.id for origin in origins})


def heading(origin: "Origin") -> str:
    return " · ".join(filter(None, [origin.day, origin.title or UNTITLED, origin.source]))


def told(saying: Saying, of_one: bool) -> str:
    marks = [*(["uncertain"] if saying.uncertain and of_one else []), *(["indirectly"] if saying.indirect else [])]
    return f"  ({', '.join(marks)})" if marks else ""


def note_line(note: Remark) -> str:
    beside = [f"#{tag}" for tag in note.tags if f"#{tag}" not in note.text]
    return "  ".join([f"● {note.text}" if note.text else "○", *beside])


# ---------------------------------------------------------------------- for other programs


def objects(page: Page) -> Iterator[dict[str, object]]:
    for saying in page.sayings:
        yield {
            **origin_object(saying.origin),
            "start": saying.span.start,
            "end": saying.span.end,
            "paragraph": saying.paragraph,
            "text": saying.words,
            "speaker": saying.speaker or None,
            "uncertain": saying.uncertain,
            "indirect": saying.indirect,
            "notes": [{"id": note.id, "text": note.text, "tags": list(note.tags)} for note in saying.notes],
        }
    for place in page.mentions:
        yield {
            **origin_object(place.origin),
            "start": place.span.start,
            "end": place.span.end,
            "name": page.who.name if page.who else place.words,
            "text": f"{place.before}{place.words}{place.after}",
        }


def origin_object(origin: "Origin") -> dict[str, object]:
    return {"article": origin.id, "title": origin.title, "source": origin.source, "date": origin.day or None}


def markdown(page: Page) -> Iterator[str]:
    """Quotes and mentions as Markdown whose words mean just themselves, each with a link to its place."""
    from reader.export.markdown.escape import block_quote, escaped

    yield from ([f"# {escaped(page.who.name)}", ""] if page.who else ["# Quotes", ""])
    for origin, said in groupby(page.sayings, key=lambda saying: saying.origin):
        yield from (f"## {escaped(heading_without_source(origin))}", "")
        for saying in said:
            who = f"**{escaped(speaker_shown(saying.speaker, saying.uncertain))}**" if saying.speaker else ""
            place = link(f"¶ {saying.paragraph}", origin, saying.words)
            yield from (block_quote(saying.words), "")
            yield from (" · ".join(filter(None, [who, place, told(saying, False).strip()])), "")
            said_of_it = [note_line(note)[2:].strip() for note in saying.notes]
            yield from (f"- {escaped(words)}" for words in said_of_it if words)
            yield from ([""] if any(said_of_it) else [])
    for origin, places in groupby(page.mentions, key=lambda mention: mention.origin):
        yield from (f"## {escaped(heading_without_source(origin))}", "")
        for spot in places:
            around = f"{escaped(spot.before)} **{escaped(spot.words)}** {escaped(spot.after)}"
            yield f"- {around.strip()} {link('→', origin, f'{spot.words}{spot.after}'.removesuffix(' …'))}"
        yield ""


def heading_without_source(origin: "Origin") -> str:
    return " · ".join(filter(None, [origin.title or UNTITLED, origin.day]))


def link(label: str, origin: "Origin", words: str) -> str:
    """A link to the words where the source has an address."""
    from reader.document.article import Article
    from reader.export.links import BackLinks
    from reader.text.span import Span

    url = BackLinks(Article(words, (), source=origin.source)).place(Span(0, len(words))).url
    return f"[{label}]({url})" if url else label
