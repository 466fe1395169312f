"""The metadata before a Markdown text: YAML between `---` and `---` (or `...`), TOML between `+++` and `+++`.

Pitfalls: a text may also begin with a rule, so a block without an end, or without keys, is not front matter and stays
in the text; and YAML can name a list within itself, so only a few values of each key are read.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from reader.text.sanitize import clean_line

LONGEST = 1 << 16  # characters: real blocks have a few hundred, and a lone `---` must not cost a search through a book
MOST = 100  # values of a key that are read

AUTHOR = ("author", "authors", "by", "byline", "creator")
PUBLISHED = ("date", "published", "publish_date", "publishdate", "pubdate", "datepublished")

FENCE = re.compile(r"(?P<yaml>---)[ \t]*\n|(?P<toml>\+\+\+)[ \t]*\n")
END = {"yaml": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M), "toml": re.compile(r"^\+\+\+[ \t]*$", re.M)}

KEY = re.compile(r"(?:[ \t]*(?:#.*)?\n)*[A-Za-z_][\w-]*[ \t]*:(?:[ \t]|$)", re.M)
"""How a block begins that is front matter even if it is damaged."""

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")

Fields = dict[str, list[str]]  # the values of each key (in lower case)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The metadata of an article; fields are empty if the block lacks them."""

    length: int = 0
    """The length of the block at the start of the text, with its fences."""
    title: str = ""
    author: tuple[str, ...] = ()
    published: str = ""


def read_front_matter(text: str) -> FrontMatter:
    """Read the front matter at the start of `text` (newlines LF); its length is 0 if there is none."""
    opening = FENCE.match(text)
    if opening is None:
        return FrontMatter()
    language = str(opening.lastgroup)
    closing = END[language].search(text, opening.end(), opening.end() + LONGEST)
    if closing is None:
        return FrontMatter()
    block = text[opening.end() : closing.start()]
    fields = _parse_toml(block) if language == "toml" else _parse_yaml(block)
    if not fields and not (language == "yaml" and KEY.match(block)):
        return FrontMatter()
    published = "".join(_first_of(fields, PUBLISHED)[:1])
    day = ISO_DATE.match(published)  # without the time
    return FrontMatter(
        length=closing.end(),
        title=" ".join(fields.get("title", ())),
        author=tuple(_first_of(fields, AUTHOR)),
        published=day[0] if day else published,
    )


def _first_of(fields: Fields, keys: Iterable[str]) -> list[str]:
    return next((fields[key] for key in keys if fields.get(key)), [])


def _parse_toml(block: str) -> Fields:
    import tomllib  # rare

    try:
        return _fields(tomllib.loads(block))
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}


def _parse_yaml(block: str) -> Fields:
    import yaml  # 15 ms that other texts need not pay

    try:
        return _fields(yaml.load(block, Loader=yaml.BaseLoader))
    except (yaml.YAMLError, RecursionError):
        return {}


def _fields(table: object) -> Fields:
    """Return the values of a table, each on one line and sanitized, since an escape may make a control character."""
    if not isinstance(table, dict):
        return {}
    found = {str(key).lower(): map(clean_line, islice(_texts(value), MOST)) for key, value in table.items()}
    return {key: [line for value in values if (line := " ".join(value.split()))] for key, values in found.items()}


def _texts(value: object) -> Iterator[str]:
    """Yield the texts in a value; of a table its `name`.

    An empty list is an empty text, so that lists of lists of nothing count too.
    """
    if isinstance(value, list):
        for part in value or [""]:
            yield from _texts(part)
    elif isinstance(value, dict):
        yield from _texts(value.get("name", ""))
    else:
        yield str(value)
