"""The YAML at the head of an export, that Obsidian and other tools query.

Every value is written as JSON, which YAML takes as it is. When a file is written anew, our own keys are replaced where
they stand and all other lines are kept as they are, unread: no YAML parser is needed to leave alone what is not ours.
The trap: people add tags of their own to `tags`; those that the notes did not bring are kept.
"""

import json
import re
from collections.abc import Collection, Iterable, Mapping

from reader.analysis import EntityKind
from reader.annotations.notes import Note
from reader.export.export_data import ExportData
from reader.text.sanitize import HOSTILE, clean

Fields = Mapping[str, str | list[str]]
"""Our keys in order with their values; one without a value is left out of the file."""

OPENING = re.compile(r"\ufeff?---[ \t]*\r?\n")
CLOSING = re.compile(r"^(?:---|\.\.\.)[ \t]*\r?(?:\n|\Z)", re.MULTILINE)
KEY = re.compile(r"""(?P<quote>["']?)(?P<name>[^\s"'#:-][^"':]*)(?P=quote)[ \t]*:(?=\s|\Z)""")
TAG_WORD = re.compile(r"[\w/-]+")

UNPRINTABLE = re.compile(HOSTILE.pattern[:-1] + "\ufeff\ufffe\uffff]")
"""What JSON leaves as it is and a terminal, or a parser of YAML, would not take as a plain character."""


NAMES: dict[EntityKind, str] = {"person": "people", "organisation": "organisations", "place": "places"}
"""The key of each kind of entity; other names have none."""


def front_matter_fields(exported: ExportData) -> Fields:
    """Our keys of the front matter with what they say of this article."""
    article, entities = exported.article, exported.analysis.entities
    names = {
        key: [link_target(entity.name) for entity in entities if entity.kind == kind] for kind, key in NAMES.items()
    }
    return {
        "title": article.title,
        "source": "" if article.source == "-" else article.source,
        "author": list(article.author),
        "published": article.published,
        "reader_id": exported.article_id,
        "tags": sorted(collect_tags(exported.notes), key=lambda tag: (tag.casefold(), tag)),
        **{key: list(dict.fromkeys(f"[[{name}]]" for name in found if name)) for key, found in names.items()},
    }


def collect_tags(notes: Iterable[Note]) -> dict[str, list[str]]:
    """The notes' tags as Obsidian takes them, each with the ways in which the notes write it.

    Two tags that Obsidian would take for one are one here.
    """
    written: dict[str, tuple[str, dict[str, None]]] = {}
    for note in notes:
        for name in note.tags:
            if tag := obsidian_tag(name):
                written.setdefault(tag.casefold(), (tag, {}))[1][name] = None
    return {tag: sorted(names) for tag, names in written.values()}


def obsidian_tag(name: str) -> str:
    """`name` with the signs that Obsidian allows: letters, digits, `_ - /`, not digits alone; "" if nothing is left."""
    tag = re.sub(r"[^\w/-]+", "-", name.strip().lstrip("#").strip())
    tag = re.sub(r"//+", "/", tag).strip("/")
    return f"_{tag}" if tag and re.fullmatch(r"[\d/]+", tag) else tag


def link_target(name: str) -> str:
    """`name` as the target of a `[[link]]`."""
    return " ".join(re.sub(r"[\[\]|#^]", " ", clean(name)).split())


def json_text(value: object, *, indent: int | None = None) -> str:
    """`value` as JSON in plain characters, but controls and the like escaped: nothing is lost and nothing can act."""
    text = json.dumps(value, ensure_ascii=False, indent=indent)
    return UNPRINTABLE.sub(lambda found: found[0] if found[0] == "\n" else f"\\u{ord(found[0]):04x}", text)


def render_front_matter(fields: Fields) -> str:
    """The front matter of a new file, with the lines of dashes around it."""
    lines = [f"{key}: {json_text(value)}\n" for key, value in fields.items() if value]
    return "".join(["---\n", *lines, "---\n"])


def split_front_matter(text: str) -> tuple[str, str]:
    """`text` as its front matter, lines of dashes and all ("" if it has none), and the rest."""
    opening = OPENING.match(text)
    closing = CLOSING.search(text, opening.end()) if opening else None
    return (text[: closing.end()], text[closing.end() :]) if closing else ("", text)


def update_front_matter(existing: str, fields: Fields, exported_tags: Collection[str]) -> str:
    """The front matter `existing` with our keys as in `fields`, and all else as it was.

    A tag in it that is not in `exported_tags` (those that the last export brought) is the user's own and stays.
    """
    newline = "\r\n" if "\r\n" in existing else "\n"
    first, *lines, last = existing.splitlines(keepends=True)
    entries = _split_entries(lines)
    known = {name: entry for name, entry in reversed(entries) if name}
    brought = {tag.casefold() for tag in (*exported_tags, *fields["tags"])}
    own_tags = [tag for tag in _parse_tags(known.get("tags", "")) if tag.casefold() not in brought]
    values = {**fields, "tags": [*fields["tags"], *own_tags]}
    ours = {key: f"{key}: {json_text(value)}{newline}" if value else "" for key, value in values.items()}
    written: list[str] = []
    for name, entry in entries:
        written.append(ours.pop(name, "") if name in fields else entry)
    return "".join([first, *written, *ours.values(), last])


def _split_entries(lines: list[str]) -> list[tuple[str, str]]:
    """The lines by top-level key, each with what belongs to its value; "" for comments and whatever else there is."""
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
    """The words of a list of tags, in any of the ways in which people write one."""
    _, _, listed = entry.partition(":")
    items = re.split(r"[,\n]", listed.strip().strip("[]"))
    words = [re.sub(r"^-\s+", "", item.strip()).strip("\"'# \t\r") for item in items]
    return [word for word in words if TAG_WORD.fullmatch(word)]
