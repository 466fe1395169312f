"""A small library of news for the tests of what goes across articles."""

from pathlib import Path

from reader.analysis import Analysis, Entity, EntityKind, Quote, Speaker, best_engine, cache
from reader.article import Article, Span
from reader.library import Library
from reader.paths import Places
from reader.search import Progress
from reader.search.answering import Asker
from reader.search.index import Index
from reader.session import Session
from reader.sources import open_source

VOTE = """The Harbour Vote

The council of Leith voted on Friday after a long evening.

“We were not told until Friday,” Maria Ortiz said. “It was a disgrace,” she added.

John Smith of the Port Authority disagreed. “The budget was clear to everybody,” said Smith.
"""

NOON = """Another Day in Leith

Maria Ortiz, who leads the opposition, spoke at noon on Monday.

“Nobody should pay for a harbour twice,” Ortiz said.

Ann Smith was there too. “I will vote against it,” Smith said.
"""

BOATS = """A Short Piece

“Harbours are for boats,” Smith said on Tuesday in Leith.
"""

NEWS = {"vote.txt": VOTE, "noon.txt": NOON, "boats.txt": BOATS}


NAMES: dict[str, EntityKind] = {
    "Maria Ortiz": "person",
    "John Smith": "person",
    "Ann Smith": "person",
    "Nora Lindqvist": "person",
    "Port Authority": "organisation",
    "Leith": "place",
    "Hull": "place",
}

SAID = {
    "“We were not told until Friday,”": "Maria Ortiz",
    "“It was a disgrace,”": "Maria Ortiz",
    "“Nobody should pay for a harbour twice,”": "Maria Ortiz",
    "“The budget was clear to everybody,”": "John Smith",
    "“I will vote against it,”": "Ann Smith",
    "“Harbours are for boats,”": "Smith",
    "the harbour would be closed for the whole summer": "Maria Ortiz",
}
"""Who says what; what has no quotation marks is indirect speech."""


def analysed(article: Article) -> Analysis:
    """What a perfect engine finds in the news: no test of what goes across articles hangs on how good a real one is."""
    entities = [entity for name, kind in NAMES.items() if (entity := entity_in(article.text, name, kind))]
    if "Smith" in article.text and not any("Smith" in entity.name for entity in entities):
        entities.append(Entity("Smith", "person", (), tuple(places(article.text, "Smith"))))
    spoken = [
        Quote(span, Speaker(name, span), None, 0.9)
        for words, name in SAID.items()
        for span in places(article.text, words)
        if any(entity.name == name for entity in entities)
    ]
    spoken.sort(key=lambda quote: quote.span)
    direct = tuple(quote for quote in spoken if article.text[quote.span.start] == "“")
    indirect = tuple(quote for quote in spoken if quote not in direct)
    return Analysis(best_engine(), tuple(entities), direct, indirect)


def entity_in(text: str, name: str, kind: EntityKind) -> Entity | None:
    """An entity by its full name, with the mentions of the last name alone among its own."""
    whole = places(text, name)
    last = name.rpartition(" ")[2] if kind == "person" else name
    alone = [span for span in places(text, last) if not any(other.overlaps(span) for other in whole)]
    mentions = tuple(sorted({*whole, *alone}))
    return Entity(name, kind, (last,) if alone and last != name else (), mentions) if whole else None


def places(text: str, words: str) -> list[Span]:
    return [Span(at, at + len(words)) for at in range(len(text)) if text.startswith(words, at)]


class Shelf:
    """Articles in files, the library that knows them, and its index."""

    def __init__(self, places: Places, folder: Path) -> None:
        self.places = places
        self.folder = folder
        self.library = Library(places.library)
        self.index = Index(places.library)
        self.told: list[str] = []
        self.progress: list[Progress] = []

    def session(self, name: str, text: str | None = None) -> Session:
        """A sitting with an article, which is written and entered."""
        path = self.folder / name
        path.write_text(NEWS.get(name, "") if text is None else text, encoding="utf-8")
        session = Session(open_source(str(path)), self.places)
        session.enter()
        cache.store(self.places.cache, session.article, analysed(session.article))
        return session

    def fill(self) -> None:
        """Enter all news."""
        for name in NEWS:
            self.session(name)

    def article(self, name: str) -> Article:
        return open_source(str(self.folder / name))

    @property
    def asker(self) -> Asker:
        return Asker(self.places, lambda: Library(self.places.library), self.told.append, self.progress.append)
