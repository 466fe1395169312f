"""What a page states about itself: who wrote it and when, each with the words that say so.

`DECLARED` has the places in the order in which they can be believed: structured data (JSON-LD), then `meta`; what the
page shows comes last. A date is only given with the day, month or year that is written there; "© 2026" and the address
of a page are no dates of its text. Pitfall: pages describe other articles as well, and comments have dates and authors;
in structured data only the page's own entity is read, on the page only what belongs to the headline.
"""

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from htmldate.extractors import try_date_expr
from lxml import etree

from reader.sources.html.elements import Element, element_name, words_of
from reader.sources.webpage.trafilatura_tree import FAULTS
from reader.text.format import fold_line, same_words
from reader.text.sanitize import clean_line
from reader.text.word_lists import read_patterns, read_sections

LONGEST_DATA, MOST_NODES = 1_000_000, 2000
"""Characters of a script of structured data, and entities in it, that are read."""

LONGEST_LINE, LONGEST_UNLABELLED, LONGEST_DAY, LONGEST_TEXT = 120, 60, 28, 200
"""Characters of a line that is a date and what belongs to it, if it says or does not say what the date is (more are a
sentence about a day), of a day with its weekday, and of a statement that are kept."""

BELOW, ABOVE = 1000, 150  # characters between the headline and its date, below or above it: a byline and a standfirst
OLDEST = datetime(1600, 1, 1)  # newspapers begin here; what is older is a mistake

DAY = re.compile(
    r"""(?<![\d-])\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}(?!\d)
    | (?<!\d)(?:19|20)\d\d[01]\d[0-3]\d(?!\d)
    | (?<![\d/.-])\d{1,2}(?P<sign>[/.-])\d{1,2}(?P=sign)\d{4}(?!\d)
    | (?<![\d.])\d{1,2}(?:st|nd|rd|th|er|º|\.)?[\s-](?:of\ |de\ )?[^\W\d_]{3,12}\.?,?[\s-](?:de\ |del\ )?\d{4}(?!\d)
    | (?<![^\W\d_])[^\W\d_]{3,12}\.?\s\d{1,2}(?:st|nd|rd|th)?(?:,\s?|\s)\d{4}(?!\d)""",
    re.VERBOSE,
)
"""A day with month and year, as pages write it."""

YEAR = re.compile(r"(?<!\d)(?:1[6-9]|20)\d\d(?!\d)")

LESS = re.compile(r"\d{4}(?:[-/](?:0[1-9]|1[0-2]))?")
"""A year, or a month of it, which structured data gives instead of a day."""

PATTERNS = read_patterns("sources/lexicon/pages")
LATER, LABEL, OTHERS = PATTERNS["changed"], PATTERNS["published"], PATTERNS["of others"]

ENROLLED = re.compile(r"(?i)\b(?:registered|joined|member since|founded|born)\b")  # what a line says of who writes

MAKERS = r"(?:og|article|original|bt|rnews|parsely|sailthru|cxenseparse|recs|shareaholic|citation|dc(?:terms)?|ms|w)*"
DATES = re.compile(
    rf"{MAKERS}(?:pub(?:lish(?:ed)?|lication)?(?:time|date)|published|(?:post|display|release|online)?date"
    r"|date(?:published|created|issued))|dc(?:terms)?(?:issued|created)"
)
AUTHORS = re.compile(rf"{MAKERS}(?:author(?:name)?|creator)|byl(?:ine)?")
"""Names of `meta`, folded, whose content is the date or an author of the text."""

DECLARED: dict[str, tuple[str | re.Pattern[str], ...]] = {
    "published": ("datePublished", "dateCreated", "uploadDate", DATES),
    "author": ("author", "creator", AUTHORS),
}
"""Where pages declare a fact, the most credible first: keys of structured data, and names of `meta`."""

ARTICLES, ARTICLE = PATTERNS["texts"], PATTERNS["texts of authors"]

OWN = ("@graph", "mainEntity", "mainEntityOfPage")
"""Keys of an entity under which it holds those of the page, not of others."""

JOINED = PATTERNS["between names"]

PARTICLES = frozenset((*read_sections("sources/lexicon/words")["particles"], "and", "und", "i"))

BUILDER = re.compile(r"\belementor-\S*")  # names that a program gives to all elements of a page


@dataclass(frozen=True, slots=True)
class Statement:
    """What is said, and where: `origin` as in `Evidence`, `text` the words."""

    value: str
    origin: str
    text: str


class PageStatements:
    """The statements of one page whose title is `title`."""

    def __init__(self, root: Element, title: str) -> None:
        self._root = root
        self._entities = _own_entities(root, title)
        self._people = {said: entity for entity in self._entities if isinstance(said := entity.get("@id"), str)}
        headline = _find_headline(root, title)
        self._around = frozenset(() if headline is None else headline.iterancestors())
        self._places = _char_places(root)
        self._headline = None if headline is None else self._places[headline][0]
        self._month_first = re.match(r"(?i)en(?:[-_](?:us|ph))?$", root.get("lang") or "") is not None

    def declared(self, fact: str) -> Iterator[list[Statement]]:
        """Yield what the page declares, the words of each place in `DECLARED` apart."""
        for place in DECLARED[fact]:
            yield list(self._said_in_data(place) if isinstance(place, str) else self._said_in_meta(place))

    def _said_in_data(self, key: str) -> Iterator[Statement]:
        for entity in self._entities:
            if ARTICLES.search(_type_of(entity)):
                said = list(_texts(entity.get(key), self._people))
                yield from (Statement(each, "json-ld", _quoted(key, ", ".join(said))) for each in said)

    def _said_in_meta(self, names: re.Pattern[str]) -> Iterator[Statement]:
        for element in self._root.iter("meta"):
            content = element.get("content", "").strip()
            for said in (element.get(key, "") for key in ("property", "name", "itemprop")) if content else ():
                if names.fullmatch(re.sub(r"[\W_]", "", said.casefold())):
                    yield Statement(content, "meta", _quoted(said, content))

    def published(self) -> Statement | None:
        """Return the first statement of the day on which the text was published, with the date as YYYY-MM-DD."""
        for each in (*self.declared("published"), self._said_in_microdata("datePublished")):
            for said in each:
                if day := self.find_day(said.value, exact=False):
                    return replace(said, value=day)
        return self._shown_date()

    def _said_in_microdata(self, key: str) -> Iterator[Statement]:
        for element in self._root.iterfind(f".//body//*[@itemprop='{key}']"):
            said = next(filter(None, map(element.get, ("content", "datetime", "title"))), "")
            if said and not self.is_of_others(element):
                yield Statement(said, "page", _quoted(key, said))

    def is_article(self) -> bool:
        """Return whether the page declares that it is an article, rather than a discussion or a list of things."""
        kinds = (meta.get("content", "") for meta in self._root.iter("meta") if meta.get("property") == "og:type")
        return "article" in kinds or any(ARTICLE.search(_type_of(each)) for each in self._entities)

    def distance(self, element: Element) -> int | None:
        """Return the characters between an element and the headline if they are near each other, else None."""
        at = self._places[element][0]
        if self._headline is None or not -ABOVE <= at - self._headline <= BELOW:
            return None
        return abs(at - self._headline)

    def is_of_others(self, element: Element) -> bool:
        """Return whether an element belongs to a comment, a menu or another text."""
        for each in (element, *element.iterancestors()):
            name = element_name(each)
            if each in self._around or name == "body":
                return False
            named = BUILDER.sub("", f"{each.get('class', '')} {each.get('id', '')}")
            is_box = name == "aside" and len(words_of(each)) > LONGEST_LINE
            if name in ("nav", "footer") or is_box or OTHERS.search(named):
                begins, ends = self._places[each]
                return 2 * (ends - begins) < self._places[self._root][1]  # else it is the whole page, whatever its name
        return False

    def _shown_date(self) -> Statement | None:
        """Return the date nearest the headline, that of publication first; else one that a line calls so, the only day
        that the page marks as a time or has on a line of its own, or when it was changed."""
        ranked: list[tuple[int, bool, int, Statement]] = []
        times = set[str]()
        for element in filter(_may_be_dated, self._root.iter()):
            said, distance = self._dated_line(element), self.distance(element)
            if said is None or ENROLLED.search(said.text):
                continue
            if self.is_of_others(element) and (distance is None or not LABEL.match(said.text)):
                continue
            later = LATER.search(said.text) is not None and LABEL.search(said.text) is None
            is_time = said.origin == "time"
            if distance is not None:
                is_above = self._places[element][0] < (self._headline or 0)
                ranked.append((int(later), not is_time, distance + BELOW * is_above, said))
            elif LABEL.match(said.text) or later or is_time or len(clean_line(words_of(element))) <= LONGEST_DAY:
                rank = 2 if LABEL.match(said.text) else 4 if later else 3
                ranked.append((rank, False, len(ranked), said))
                times |= {said.value} if rank == 3 else set()
        best = min(
            (each for each in ranked if each[0] != 3 or len(times) == 1), key=lambda each: each[:3], default=None
        )
        return best[-1] if best else None

    def _dated_line(self, element: Element) -> Statement | None:
        """Return the date of an element, with the line it is in; None if there is none, or the line says more."""
        origin = "time" if element_name(element) == "time" else "page"
        stamp, above = self.find_day(element.get("datetime", "")), element.getparent()
        line = "" if above is None else clean_line(words_of(above))
        own = clean_line(words_of(element))
        for words in (own, line):
            is_long = not stamp and len(words) > LONGEST_UNLABELLED and not LABEL.search(words)
            if len(words) > LONGEST_LINE or is_long:
                break
            if day := stamp or self.find_day(words):
                shown = line if words in line and len(line) <= LONGEST_LINE else words
                return Statement(day, origin, shown or element.get("datetime", ""))
        return None

    def find_day(self, words: str, *, exact: bool = True) -> str:
        """Return the day written in `words` as YYYY-MM-DD, that of publication if there are more; "" if there is none.

        If it need not be `exact`, a month or a year alone is given as YYYY-MM or YYYY. Days to come are mistakes.
        """
        words = clean_line(words[: 2 * LONGEST_TEXT]).strip()
        latest = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=1)
        label = LABEL.search(words)
        for found in (*DAY.finditer(words, label.end() if label else 0), *DAY.finditer(words)):
            if day := self._read_day(found[0], latest):
                return day
        less = words.replace("/", "-") if not exact and LESS.fullmatch(words) else ""
        return less if f"{OLDEST:%Y}" <= less <= f"{latest:%Y-%m}" else ""

    def _read_day(self, said: str, latest: datetime) -> str:
        """Read a day that has one of the forms of `DAY`; "" if there is none, or it is too early or late."""
        numbers = [said[:4], said[4:6], said[6:]] if said.isdecimal() else re.findall(r"\d+", said)
        try:
            if len(numbers) < 3:
                return try_date_expr(said.title(), "%Y-%m-%d", True, OLDEST, latest) or ""
            year, month, day = map(int, numbers if len(numbers[0]) == 4 else reversed(numbers))
            is_swapped = len(numbers[0]) < 4 and self._month_first and "." not in said and day <= 12
            if month > 12 or is_swapped:
                month, day = day, month
            found = datetime(year, month, day)
        except (*FAULTS, ArithmeticError):
            return ""
        return f"{found:%Y-%m-%d}" if OLDEST <= found <= latest else ""


def split_names(said: str) -> list[str]:
    """Return the names in a text: "Ann Ash, Ben Birch" are two, "Ash, Ann" is one that is turned.

    Single words after a name, "Ann Ash, RN, Courier", say what she is.
    """
    names = [name for name in JOINED.split(said) if name.strip()]
    if len(names) == 2 and said.count(",") == 1 and PARTICLES.issuperset(names[0].split()[:-1]):
        return [f"{names[1].strip()} {names[0].strip()}"]
    full = [name for name in names if " " in name.strip()]
    return full if full[:1] == names[:1] else said.split(";")


def _char_places(root: Element) -> dict[Element, tuple[int, int]]:
    """Return how many characters of text stand before each element, and before what follows it."""
    places: dict[Element, tuple[int, int]] = {}
    at = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        text = element.tail if event == "end" else "" if element.tag in ("script", "style") else element.text
        places[element] = (places.get(element, (at, at))[0], at)
        at += len((text or "").strip())
    return places


def _may_be_dated(element: Element) -> bool:
    """Return whether an element is a `time`, or a year stands directly in it."""
    if element_name(element) in ("", "script", "style", "noscript", "template", "a", "option"):
        return False
    texts = (element.text, *(child.tail for child in element))
    return element.tag == "time" or any(text and YEAR.search(text) for text in texts)


def _find_headline(root: Element, title: str) -> Element | None:
    for heading in root.iter("h1", "h2"):
        words = fold_line(words_of(heading))
        if words and (same_words(words, title) or (len(words) > 12 and words in fold_line(title))):
            return heading
    return next(root.iter("h1"), None)


def _own_entities(root: Element, title: str) -> list[dict[str, object]]:
    """Return the entities that structured data tells of the page: that of its title first, the page itself last."""
    waiting: list[object] = []
    for script in root.iter("script"):
        if "ld+json" in script.get("type", "") and 0 < len(script.text or "") <= LONGEST_DATA:
            with suppress(ValueError, RecursionError):
                waiting.append(json.loads(re.sub(r"^\s*<!\[CDATA\[|\]\]>\s*$", "", script.text or ""), strict=False))
    entities: list[dict[str, object]] = []
    while waiting and len(entities) < MOST_NODES:
        item = waiting.pop(0)
        if isinstance(item, list):
            waiting[:0] = item[:MOST_NODES]
        elif isinstance(item, dict):
            entities.append(item)
            waiting += (item[key] for key in OWN if isinstance(item.get(key), dict | list))
    return sorted(entities, key=lambda each: (_type_of(each) == "WebPage", not _is_titled(each, title)))


def _is_titled(entity: dict[str, object], title: str) -> bool:
    return any(isinstance(said := entity.get(key), str) and same_words(said, title) for key in ("headline", "name"))


def _type_of(entity: dict[str, object]) -> str:
    kinds = entity.get("@type")
    return " ".join(kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str))


def _texts(said: object, people: dict[str, dict[str, object]]) -> Iterator[str]:
    """Yield texts, and the names of people: `said` is one, an entity, one that is described elsewhere, or a list."""
    for item in said[:MOST_NODES] if isinstance(said, list) else [said]:
        if isinstance(item, str):
            yield item
        elif isinstance(item, dict):
            known = people.get(at) if isinstance(at := item.get("@id"), str) else None
            person = item if "name" in item or known is None else known
            kind = _type_of(person)
            if isinstance(name := person.get("name"), str) and (not kind or "Person" in kind):
                yield name


def _quoted(key: str, said: str) -> str:
    return clean_line(f"{key}: {said}")[:LONGEST_TEXT]
