"""The metadata before a Markdown text: a block of `key: value` lines.

YAML between `---` and `---` (or `...`), TOML between `+++` and `+++`. Of YAML only what such blocks use is read: plain
and quoted strings, `[a, b]`, lists with `- `, text continued on indented lines. Pitfall: a text may also begin with a
rule, so a block without an end, or whose first line is not a key, is not front matter and stays in the text.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from reader.text.sanitize import clean_line

LONGEST = 1 << 16
"""Characters: real blocks have a few hundred, and a lone `---` must not cost a search through a book."""

AUTHOR = ("author", "authors", "by", "byline", "creator")
PUBLISHED = ("date", "published", "publish_date", "publishdate", "pubdate", "datepublished")

FENCE = re.compile(r"(?P<yaml>---)[ \t]*\n|(?P<toml>\+\+\+)[ \t]*\n")
END = {"yaml": re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.M), "toml": re.compile(r"^\+\+\+[ \t]*$", re.M)}

KEY = re.compile(r"(?P<key>[A-Za-z_][\w-]*)[ \t]*:(?:[ \t]+(?P<value>.*))?$")
NAME = re.compile(r"name[ \t]*:[ \t]*(?P<name>.*)$", re.IGNORECASE)
COMMENT = re.compile(r"(?:^|[ \t]+)#.*$")
FOLDED = re.compile(r"[>|][+-]?\d?$")
QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"|' r"'(?:[^']|'')*'")
INLINE_ITEM = re.compile(rf"\s*({QUOTED.pattern}|[^,]*)\s*(?:,|$)")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?!\d)")

Fields = dict[str, list[str]]
"""The values of each key (in lower case)."""


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
    if not fields:
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


def _clean_values(values: Iterable[str]) -> list[str]:
    """Return the non-empty `values`, each on one line and sanitized, since an escape may make a control character."""
    return [line for value in values if (line := " ".join(clean_line(value).split()))]


def _parse_toml(block: str) -> Fields:
    import tomllib  # rare

    try:
        table = tomllib.loads(block)
    except (tomllib.TOMLDecodeError, RecursionError):
        return {}
    return {key.lower(): _clean_values(_toml_values(value)) for key, value in table.items()}


def _toml_values(value: object) -> Iterator[str]:
    """Yield the strings in a TOML value; of a table its `name`."""
    if isinstance(value, list):
        for part in value:
            yield from _toml_values(part)
    elif isinstance(value, dict):
        yield from _toml_values(value.get("name", ""))
    else:
        yield str(value)


def _parse_yaml(block: str) -> Fields:
    lines = [line.rstrip() for line in block.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if not lines or not KEY.match(lines[0]):
        return {}
    entries: list[tuple[re.Match[str], list[str]]] = []
    for line in lines:
        if found := KEY.match(line):
            entries.append((found, []))
        else:
            entries[-1][1].append(line)
    return {key["key"].lower(): _clean_values(_yaml_values(key["value"] or "", below)) for key, below in entries}


def _yaml_values(value: str, below: list[str]) -> Iterator[str]:
    """Yield the strings of a value that begins as `value` after its key and continues in the lines `below`."""
    value = value if QUOTED.match(value) else COMMENT.sub("", value)
    words = [value, *(line.strip() for line in below)]
    entries = [entry for line in below if (entry := _list_entry(line)) is not None]
    if value.startswith("["):
        listed = " ".join(words).removeprefix("[").removesuffix("]")
        yield from (_parse_yaml_string(found[1]) for found in INLINE_ITEM.finditer(listed))
    elif value and FOLDED.match(value):
        yield " ".join(words[1:])
    else:
        yield from map(_parse_yaml_string, [" ".join(words)] if value or not entries else entries)


def _list_entry(line: str) -> str | None:
    """Parse a line of a list or table: an item, or the `name` of a table; None for other keys."""
    words = line.strip()
    item = words.removeprefix("-").strip()
    if named := NAME.match(item):
        return named["name"]
    return item if words.startswith("-") and not KEY.match(item) else None


def _parse_yaml_string(words: str) -> str:
    words = words.strip()
    found = QUOTED.match(words)
    if found is None:
        return COMMENT.sub("", words)
    if words[0] == "'":
        return found[0][1:-1].replace("''", "'")
    try:
        return str(json.loads(found[0], strict=False))
    except ValueError:  # an escape that YAML has and JSON does not
        return found[0][1:-1]
