"""The YAML at the head of an export, for Obsidian and other tools.

Every value is written as JSON, which is valid YAML. When a file is updated, our own keys are replaced in place and all
other lines are kept, unparsed. Pitfall: people add their own tags to `tags`; those that no note brought are kept.
"""

import json
import re
from collections.abc import Iterable, Mapping

from reader.analysis import EntityKind
from reader.annotations.notes import Note
from reader.export.collection import Collection, Exported
from reader.system import fast_json
from reader.text.sanitize import HOSTILE, clean

Fields = Mapping[str, str | list[str]]  # our keys in order with their values; empty ones are omitted

OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
KEY = re.compile(r"""(?P<quote>["']?)(?P<name>[^\s"'#:-][^"':]*)(?P=quote)[ \t]*:(?=\s|\Z)""")
TAG_WORD = re.compile(r"[\w/-]+")

UNPRINTABLE = re.compile(HOSTILE.pattern[:-1] + "\ufeff\ufffe\uffff]")
"""Characters that JSON leaves unescaped and a terminal or YAML parser would not take as plain."""

NAMES: dict[EntityKind, str] = {"person": "people", "organisation": "organisations", "place": "places"}
"""The key of each kind of entity; other names have none."""


def fields_of(exported: Exported) -> Fields:
    if isinstance(exported, Collection):
        return {"query": exported.query, "reader_id": exported.id, "tags": sorted_tags(exported.notes)}
    article, entities = exported.article, exported.findings.entities
    names = {key: [link_target(each.name) for each in entities if each.kind == kind] for kind, key in NAMES.items()}
    return {
        "title": article.title,
        "source": "" if article.source == "-" else article.source,
        "author": list(article.author),
        "published": article.published,
        "fetched": article.fetched,
        "reader_id": exported.article_id,
        "reader_sha256": exported.sha256,
        "tags": sorted_tags(exported.notes),
        **{key: [f"[[{name}]]" for name in dict.fromkeys(filter(None, found))] for key, found in names.items()},
    }


def sorted_tags(notes: Iterable[Note]) -> list[str]:
    return sorted(collect_tags(notes), key=lambda tag: (tag.casefold(), tag))


def collect_tags(notes: Iterable[Note]) -> dict[str, list[str]]:
    """Return the notes' tags as Obsidian tags, equal ones as one, each with its spellings in the notes."""
    written: dict[str, tuple[str, dict[str, None]]] = {}
    for note in notes:
        for name in note.tags:
            if tag := obsidian_tag(name):
                written.setdefault(tag.casefold(), (tag, {}))[1][name] = None
    return {tag: sorted(names) for tag, names in written.values()}


def obsidian_tag(name: str) -> str:
    """Return `name` as a valid Obsidian tag: letters, digits, `_ - /`, not digits alone; "" if nothing is left."""
    tag = re.sub(r"[^\w/-]+", "-", name.strip().lstrip("#").strip())
    tag = re.sub(r"//+", "/", tag).strip("/")
    return f"_{tag}" if tag and re.fullmatch(r"[\d/]+", tag) else tag


def link_target(name: str) -> str:
    """Return `name` as the target of a `[[link]]`."""
    return " ".join(re.sub(r"[\[\]|#^]", " ", clean(name)).split())


def json_text(value: object, *, indent: int | None = None) -> str:
    """Return `value` as JSON, not ASCII-escaped except for controls and the like."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    text = UNPRINTABLE.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)
    return text.replace("<%", "\\u003c%")  # Templater would run it wherever it is in a file


def json_object(text: str) -> dict[str, object]:
    """Return the JSON object in a text; an empty one if there is none."""
    value = fast_json.loads_or_none(text)
    return value if isinstance(value, dict) else {}


def render_front_matter(fields: Fields) -> str:
    """Return the front matter of a new file with its fences."""
    lines = [f"{key}: {json_text(value)}\n" for key, value in fields.items() if value]
    return "".join(["---\n", *lines, "---\n"])


def split_front_matter(text: str) -> tuple[str, str]:
    """Split `text` into its front matter with fences ("" if it has none) and the rest."""
    opening = OPENING.match(text)
    closing = CLOSING.search(text, opening.end()) if opening else None
    return (text[: closing.end()], text[closing.end() :]) if closing else ("", text)


def update_front_matter(existing: str, fields: Fields, exported_tags: Iterable[str]) -> str:
    """Update the front matter `existing` with `fields`, keeping everything else.

    A tag that is not in `exported_tags` (those of the last export) is the user's own and stays.
    """
    newline = "\r\n" if "\r\n" in existing else "\n"
    first, *lines, last = existing.splitlines(keepends=True)
    entries = _split_entries(lines)
    known = {name: entry for name, entry in reversed(entries) if name}
    brought = {tag.casefold() for tag in (*exported_tags, *fields["tags"])}
    own_tags = [tag for tag in _parse_tags(known.get("tags", "")) if tag.casefold() not in brought]
    values = {**fields, "tags": [*fields["tags"], *own_tags]}
    ours = {key: f"{key}: {json_text(value)}{newline}" if value else "" for key, value in values.items()}
    written = [ours.pop(name, "") if name in fields else entry for name, entry in entries]
    return "".join([first, *written, *ours.values(), last])


def _split_entries(lines: list[str]) -> list[tuple[str, str]]:
    """Return the lines by top-level key, with those of its value; "" for comments and the like."""
    entries: list[tuple[str, str]] = []
    for line in lines:
        if found := KEY.match(line):
            entries.append((found["name"].strip(), line))
        elif entries and entries[-1][0] and line[0] in " \t-]}" and not line.isspace():
            entries[-1] = (entries[-1][0], entries[-1][1] + line)
        else:
            entries.append(("", line))
    return entries


def _parse_tags(entry: str) -> list[str]:
    """Parse a list of tags in any of the usual notations."""
    _, _, listed = entry.partition(":")
    items = re.split(r"[,\n]", listed.strip().strip("[]"))
    words = [re.sub(r"^-\s+", "", item.strip()).strip("\"'# \t\r") for item in items]
    return [word for word in words if TAG_WORD.fullmatch(word)]
