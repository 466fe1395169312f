"""Articles as works that are cited: bibliographies, and citations in Markdown.

    bibtex, csl   BibTeX and CSL-JSON
    here          citation keys, the places of passages, the parts of authors' names

A key depends on its article alone, so it is the same in every export; of several articles that would have the same key,
all but the one that the library had first get the beginning of their id too, so that adding an article changes no key.
Letters with accents lose them; a pandoc or BibTeX key has letters and digits of any script, and hyphens. A page label
that is neither digits nor a Roman number is put in braces, without which pandoc would take its letters for words after
the page. A name that may be that of an organisation is kept whole: nobody is called "Press, The Associated".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reader.analysis import lexicon
from reader.document.article import Article, cited_page
from reader.text.normalize import without_accents
from reader.text.sanitize import clean_line
from reader.text.span import Span

TITLE_WORDS = 3  # words of the title: enough to tell articles of one author and year
LONGEST_WORD = 20  # characters of a word of the title; scripts without spaces have long ones
ID_CHARACTERS = 4  # of an article's id: a million pairs that would have the same key before two of them clash again

YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)", re.ASCII)

WORD = re.compile(r"[^\W_]+")

SPELLED = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "œ": "oe", "đ": "d"})
"""Letters that have no accent to lose."""


@dataclass(frozen=True, slots=True)
class Work:
    """What a key is made from."""

    article_id: str
    author: tuple[str, ...]
    published: str
    title: str


def citation_keys(works: Iterable[Work]) -> dict[str, str]:
    """Return the keys of works by article id; `works` in the order in which the library got them."""
    keys: dict[str, str] = {}
    taken: set[str] = set()
    for work in works:
        key = citation_key(work)
        if key.casefold() in taken:
            key = f"{key}-{work.article_id[:ID_CHARACTERS]}"
        taken.add(key.casefold())
        keys[work.article_id] = key
    return keys


def citation_key(work: Work) -> str:
    """Return the key of a work, unless another has it."""
    family = "".join(plain_words(parse_author(work.author[0]).family)) if work.author else ""
    words = plain_words(work.title)
    telling = [word for word in words if word not in lexicon.FUNCTION_WORDS] or words
    title = "-".join(word[:LONGEST_WORD] for word in telling[:TITLE_WORDS])
    return "-".join(filter(None, [f"{family}{published_year(work.published)}", title])) or work.article_id


def published_year(published: str) -> str:
    """Return the year in a date in any notation; "" if there is none."""
    found = YEAR.search(published)
    return found[0] if found else ""


def plain_words(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and apostrophes."""
    return WORD.findall(without_accents(re.sub(r"['’]", "", text).translate(SPELLED)).lower())


PLAIN_LABEL = re.compile(r"[0-9]+|[ivxlcdm]+|[IVXLCDM]+|[0-9:]+", re.ASCII)


def cite(key: str, article: Article, span: Span | None = None) -> str:
    """Return a citation of a passage: by its page or time, else by its paragraph; of the article without a passage."""
    return f"[@{key}, {locator(article, span)}]" if span else f"[@{key}]"


def locator(article: Article, span: Span) -> str:
    last = max(span.start, span.end - 1)
    first_page, last_page = article.page_at(span.start), article.page_at(last)
    if not first_page:
        first, final = article.paragraph_number(span.start), article.paragraph_number(last)
        return f"¶ {first}" if first == final else f"¶¶ {first}-{final}"
    if first_page == last_page or article.is_timed:
        return in_braces(first_page)
    if PLAIN_LABEL.fullmatch(first_page) and PLAIN_LABEL.fullmatch(last_page):
        return f"pp. {first_page}-{last_page}"
    return in_braces(first_page)


def in_braces(label: str) -> str:
    """Return a page as it is cited, in braces if it has signs that pandoc would not take for a page."""
    cited = cited_page(clean_line(label))
    return cited if PLAIN_LABEL.fullmatch(label) else "{" + re.sub(r"[{}\[\]\\]", "", cited) + "}"


SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})  # parts after a family name, without a full stop


@dataclass(frozen=True, slots=True)
class AuthorName:
    """A name in parts; a name that is kept whole has a family name alone."""

    family: str
    given: str = ""
    particle: str = ""
    """Before the family name, not counted when sorting: "van der"."""
    suffix: str = ""


def parse_author(name: str) -> AuthorName:
    """Return the parts of a name as it stands in a byline, or with the family name and a comma first."""
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and given and given.rstrip(".").lower() not in SUFFIXES:
        particle, last = split_particle(family.split())
        return AuthorName(last, given, particle)
    words = name.replace(",", " ").split()
    if len(words) < 2 or is_organisation(words):
        return AuthorName(" ".join(words))
    suffix = words.pop() if words[-1].rstrip(".").lower() in SUFFIXES else ""
    if words[0] in lexicon.FAMILY_FIRST and words[0] not in lexicon.FIRST_NAMES and len(words) < 4:
        return AuthorName(words[0], " ".join(words[1:]), suffix=suffix)
    begin = len(words) - 1
    while begin > 0 and words[begin - 1] in lexicon.PARTICLES:
        begin -= 1
    particle, last = split_particle(words[begin:])
    return AuthorName(last, " ".join(words[:begin]), particle, suffix)


def split_particle(words: list[str]) -> tuple[str, str]:
    """Return the particles before a family name, and the name."""
    count = next((at for at, word in enumerate(words[:-1]) if word not in lexicon.PARTICLES), len(words) - 1)
    return " ".join(words[:count]), " ".join(words[count:])


def is_organisation(words: list[str]) -> bool:
    name = " ".join(words)
    known = name in lexicon.ORGANISATIONS or words[-1] in lexicon.NON_PERSON_HEADS or any(map(str.isdigit, name))
    return known or words[0].lower() == "the" or not {"of", "for", "and", "&"}.isdisjoint(map(str.lower, words))
