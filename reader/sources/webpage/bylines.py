"""The authors of a web page: what it declares or shows as their names, without labels, accounts and organisations.

Pages declare their site, their owner or a program's user as the author, and put labels into the fields of names. So a
name must look like one; where nothing is left, the elements that show names on most sites are asked. A wrong name is
worse than none: it would stand in every note's source.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import islice

from reader.sources.html.elements import Element, words_of
from reader.sources.webpage.statements import JOINED, PARTICLES, PageStatements, Statement, split_names
from reader.text.format import fold_line
from reader.text.sanitize import clean_line
from reader.text.word_lists import read_patterns, read_sections

MOST = 12  # authors that are named; papers of physics have thousands
SHORT = 4  # characters of a name that may stand in the address of any site
MOST_LINES = 8  # lines of names that are looked at, the likeliest first
LONGEST_NAME, LONGEST_BYLINE = 5, 80  # words of a name; characters of a line that names authors and nothing else

PATTERNS = read_patterns("sources/lexicon/pages")
LEADING, CHECKED, ORGANISATION = PATTERNS["leading"], PATTERNS["checked"], PATTERNS["organisation"]
BYLINE = PATTERNS["byline"]

DEGREES = re.compile(r"(?<=[a-zß-ÿ])(?:,? (?:[B-DF-HJ-NP-TV-XZ]{2,}|Ph\.?D\.?))+$")  # no name has only consonants

NO_NAMES = frozenset(read_sections("sources/lexicon/words")["no names"])

SERVER = re.compile(r"[\s.](?:com|net|org|info|de|at|ch|it|fr|es|eu)$", re.IGNORECASE)
"""The end of the name of a server, whose dots trafilatura takes out."""

NO_NAME = re.compile(r"\d[:/.-]\d|://|^@")  # what no name has, not even that of an account

LETTERS = re.compile(r"\b[B-DF-HJ-NP-TV-XZ]{3,}\b")  # an abbreviation, likewise

GLUED = re.compile(r"[a-z]{4}[A-Z]")
"""Two lines of a page that were joined: "HomeAdvisorStaff"; names have at most "Mac" before a capital."""

SHOWN = (
    (
        ".//*[contains(concat(' ', normalize-space(@class), ' '), ' vcard ')]"
        "[contains(concat(' ', normalize-space(@class), ' '), ' author ') or contains(@class, 'byline')]"
    ),
    ".//a[contains(concat(' ', normalize-space(@rel), ' '), ' author ')]",
    ".//*[contains(@class, 'author-name') or contains(@class, 'byline-name') or contains(@class, 'author_name')]",
    ".//*[@itemprop='author']//*[@itemprop='name'] | .//*[@itemprop='author'][not(.//@itemprop)]",
    ".//*[contains(@class, 'author') or contains(@class, 'byline') or contains(@class, 'Author')]",
)
"""Elements that hold an author's name and nothing else, as XPath; the last only near the headline."""

MOST_PARTS = 4  # elements in a line that names the author; a menu has more

BYLINE_ELEMENTS = ("p", "span", "div", "i", "em", "strong", "small", "address", "h2", "h3", "h4", "h5")


def find_authors(root: Element, page: PageStatements, site: str, host: str) -> tuple[tuple[str, ...], Statement | None]:
    """Return the authors of a page and what names them; `host` is the name of its server.

    What the page declares is believed first, then what it shows.
    """
    lines = [(line, _names_in(CHECKED.sub("", line.value))) for line in islice(_shown_lines(root, page), MOST_LINES)]
    visible = frozenset(fold_line(tidy_name(name)) for _, names in lines for name in (*names, " ".join(names)))
    for said in page.declared("author"):
        names = [name for each in said for name in split_names(unescape(each.value))]
        if people := _people(names, site, host, visible):
            return people[:MOST], next((each for each in said if tidy_name(each.value) in people), said[0])
    for line, names in lines:
        if people := _people(names, site, host):
            return people[:MOST], line
    return (), None


def _people(declared: Iterable[str], site: str, host: str, visible: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """Return those of the names that are names of people, each once; single words only if there is nothing else."""
    names: dict[str, str] = {}
    sites: dict[str, str] = {}
    organisations = False
    for said in declared:
        name = tidy_name(said)
        key = fold_line(name)
        is_site = key == fold_line(site) or (len(key) > SHORT and _letters(name) in _letters(host))
        if ORGANISATION.search(name.replace("_", " ")) or (is_site and (key not in visible or " " not in name)):
            organisations = True
            if names:
                break  # what follows says where that is
        elif looks_like_name(name):
            (sites if is_site else names).setdefault(key, name)
    full = tuple(name for name in names.values() if " " in name) or tuple(sites.values())
    single = (name for key, name in names.items() if key in visible or len(key) >= SHORT)
    return full or (() if organisations else tuple(single))


def _letters(said: str) -> str:
    """Return the letters and numbers of a name as addresses have them: without case, marks and spaces."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFD", said.casefold())))


def _names_in(line: str) -> list[str]:
    """Return the parts of a line that may be names: a single word only if there is nothing else, or it is a place."""
    parts = [tidy_name(part) for part in JOINED.split(line)]
    return parts if len(parts) == 1 else [part for part in parts if " " in part]


def tidy_name(said: str) -> str:
    """Return a name without the words and signs around it."""
    name = clean_line(said).strip(' \t·|,;:-–—/()[]"“”')
    while (found := LEADING.match(name)) and found.end() < len(name):
        name = name[found.end() :].strip()
    return DEGREES.sub("", name)


def looks_like_name(name: str) -> bool:
    """Return whether words can be the name of a person."""
    words = name.split()
    said = (fold_line(name), *map(fold_line, re.split(r"[\W_]+", name)))
    is_label = not words or not NO_NAMES.isdisjoint((said[0], said[-1])) or NO_NAMES.issuperset(said[1:])
    if is_label or len(words) > LONGEST_NAME or any(sign.search(name) for sign in (NO_NAME, SERVER, GLUED, LETTERS)):
        return False
    if len(words) == 1:
        return len(name) > 1 and not name.isnumeric() and not name.isupper() and "admin" not in name.casefold()
    return all(
        not word[0].islower() or word.casefold() in PARTICLES or "'" in word or "’" in word for word in words
    ) and not any(map(str.isdigit, name))


def _shown_lines(root: Element, page: PageStatements) -> Iterator[Statement]:
    """Yield what stands where sites show the names of authors, and the lines that begin with "by"."""
    labels = {meta.get("name", ""): meta.get("content", "") for meta in root.iter("meta")}
    for number in ("1", "2"):
        if PATTERNS["written"].match(label := labels.get(f"twitter:label{number}", "")):
            name = labels.get(f"twitter:data{number}", "")
            yield Statement(name, "meta", clean_line(f"{label}: {name}"))
    for path in SHOWN:
        for element in root.xpath(path):
            words = clean_line(words_of(element))
            near = path != SHOWN[-1] or (" " in words and page.distance(element) is not None)
            if near and words and len(words) <= LONGEST_BYLINE and not page.is_of_others(element):
                yield Statement(words, "byline", words)
    for element in root.iter(*BYLINE_ELEMENTS):
        first = element.text or next((each.text or "" for each in element), "")
        if len(element) <= MOST_PARTS and BYLINE.match(f"{first.strip()} x"):
            words = clean_line(words_of(element))
            if len(words) <= LONGEST_BYLINE and (found := BYLINE.fullmatch(words)) and not page.is_of_others(element):
                yield Statement(found["names"], "byline", words)
