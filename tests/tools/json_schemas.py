"""JSON Schemas (draft 7) of all JSON that the command line prints; `generate_docs` writes them to `docs/schemas/`.

A later version may add fields, so the schemas allow others. Our own tests do not (`strict`): all that is printed is
named here.
"""

import json
from typing import Any, get_args, get_origin, get_type_hints

from reader.document.article import GENRES, Completeness
from reader.session.versions.objects import ChangeObject, ComparisonObject, SideObject, VersionObject, VersionsObject

Schema = dict[str, Any]

STRING: Schema = {"type": "string"}
BOOLEAN: Schema = {"type": "boolean"}
COUNT: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
STRINGS: Schema = {"type": "array", "items": STRING}
TIME: Schema = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)$"}
"""UTC, ISO 8601."""
DIGEST: Schema = {"type": "string", "pattern": "^([0-9a-f]{64})?$"}
"""A sha256 in hexadecimal; empty if the text is not known."""


def one_of(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


def optional(schema: Schema) -> Schema:
    """Return the schema of a value that may be null."""
    return {"anyOf": [schema, {"type": "null"}]}


def listed(schema: Schema) -> Schema:
    return {"type": "array", "items": schema}


def record(fields: dict[str, Schema], extra: dict[str, Schema] | None = None) -> Schema:
    """Return the schema of an object with these fields, and perhaps the `extra` ones."""
    return {"type": "object", "properties": {**fields, **(extra or {})}, "required": list(fields)}


def of_type(hint: Any) -> Schema:
    """Return the schema of a value that is no object."""
    simple = {str: STRING, int: COUNT, bool: BOOLEAN}
    if hint in simple:
        return simple[hint]
    if get_origin(hint) is list:
        return listed(of_type(get_args(hint)[0]))
    inner, none = get_args(hint)
    assert none is type(None), hint
    return optional(of_type(inner))


def record_of(kind: Any, required: str = "", **narrower: Schema) -> Schema:
    """Return the schema of an object that the program has as a `TypedDict`; of fields that may be missing it has the
    `required` one. Of some fields it says more than their types.
    """
    hints = {
        name: hint for name, hint in get_type_hints(kind).items() if name in kind.__required_keys__ or name == required
    }
    assert narrower.keys() <= hints.keys(), kind
    return record({name: narrower.get(name) or of_type(hint) for name, hint in hints.items()})


def strict(schema: Schema) -> Schema:
    """Return the schema as this version keeps it: records have no fields but those that are named."""

    def closed(part: Any) -> Any:
        if isinstance(part, list):
            return [closed(each) for each in part]
        if not isinstance(part, dict):
            return part
        rest = {key: closed(each) for key, each in part.items()}
        return {**rest, "additionalProperties": False} if "properties" in part else rest

    made: Schema = closed(schema)
    return made


PLACE = {"start": COUNT, "end": COUNT}
"""Offsets in characters of the text that `reader show` prints, half open."""
SPAN = record(PLACE)
SPEAKER = optional(record({"name": STRING, **PLACE}))
KIND = one_of("person", "organisation", "place", "other")
ANCHOR = record({"exact": STRING, "prefix": STRING, "suffix": STRING, **PLACE})
ORIGIN = {"article": STRING, "title": STRING, "source": STRING, "date": optional(STRING)}
STAMP = {"id": STRING, "parent": optional(STRING), "at": TIME, "deleted": BOOLEAN, "undoes": optional(STRING)}
MERGES = {"merges": STRINGS, "by": record({}, {"name": STRING, "accepted_by": STRING})}
"""What a revision may have: the other heads that it replaces, and the name of its author."""

NOTE_FIELDS = {
    "id": STRING,
    "article": STRING,
    "title": STRING,
    "source": STRING,
    "quote": optional(STRING),
    "speaker": optional(STRING),
    "text": STRING,
    "tags": STRINGS,
    "state": optional(one_of("exact", "changed", "orphaned")),
    "start": optional(COUNT),
    "end": optional(COUNT),
    "created": TIME,
    "updated": TIME,
}
NOTE_EXTRA = {
    "said_by": STRING,
    "page": STRING,
    "color": STRING,
    "author": STRING,
    "accepted_by": STRING,
    "conflict": STRINGS,
    "unverified": BOOLEAN,
}
NOTE = record(NOTE_FIELDS, NOTE_EXTRA)

HINT: Schema = {"type": "array", "items": [STRING, {"type": "number"}], "minItems": 2, "maxItems": 2}
CONTENDER = record({"name": STRING, **PLACE, "hints": listed(HINT)})
CERTAINTY = optional(one_of("sure", "likely", "doubtful"))
QUOTE = record(
    {**PLACE, "text": STRING, "speaker": SPEAKER, "cue": optional(SPAN), "confidence": SHARE, "certainty": CERTAINTY},
    {"contenders": listed(CONTENDER)},
)
ENTITY = record(
    {"name": STRING, "kind": KIND, "aliases": STRINGS, "mentions": listed({"type": "array", "items": COUNT})},
    {"keys": STRINGS},
)
SPEAKER_SHARE = {"name": optional(STRING), "quotes": COUNT, "words": COUNT, "share": SHARE, "uncertain": COUNT}

REVISION = record({**STAMP, "text": STRING, "tags": STRINGS, "anchor": optional(ANCHOR)}, {"color": STRING, **MERGES})
CORRECTION = record(
    {
        "id": STRING,
        "change": STRING,
        "created": TIME,
        "updated": TIME,
        "made_on": STRING,
        "revisions": listed(record(STAMP, MERGES)),
    },
    {
        **dict.fromkeys(("names", "into", "speaker"), STRINGS),
        **dict.fromkeys(("name", "kind", "alias", "change_of"), STRING),
        **dict.fromkeys(("quote", "passage"), ANCHOR),
        "spreads": BOOLEAN,
        "author": STRING,
        "accepted_by": STRING,
    },
)

MEMBER_ROLE = one_of("source", "draft")
EXPORTED_MEMBER = record(
    {
        **dict.fromkeys(("id", "dossier"), STRING),
        "role": MEMBER_ROLE,
        "created": TIME,
        "updated": TIME,
        "made_on": optional(STRING),
        "revisions": listed(record({**STAMP, "dossier": STRING, "role": MEMBER_ROLE}, MERGES)),
    }
)
IN_DOSSIERS = {"dossiers": listed(EXPORTED_MEMBER)}

EXPORTED_ARTICLE = {
    "article": record(
        {
            "id": STRING,
            "title": STRING,
            "source": STRING,
            "author": STRINGS,
            "published": STRING,
            "fetched": optional(STRING),
            "sha256": DIGEST,
        }
    ),
    "engine": STRING,
    "entities": listed(ENTITY),
    "quotes": listed(QUOTE),
    "speakers": listed(record(SPEAKER_SHARE)),
    "corrections": listed(CORRECTION),
    "notes": listed(record({**NOTE_FIELDS, "made_on": STRING, "revisions": listed(REVISION)}, NOTE_EXTRA)),
}
FORMAT = {"format": {"const": "reader"}, "version": COUNT}

SOURCE_PLACE = record(
    {
        "article": STRING,
        "title": STRING,
        **PLACE,
        "text": STRING,
        "speaker": SPEAKER,
        "paragraph": COUNT,
        "page": optional(STRING),
    },
    {"url": STRING, "path": STRING, "outside": BOOLEAN, "sentences": record({**PLACE, "text": STRING})},
)
CHECK = record(
    {
        **PLACE,
        "text": STRING,
        "speaker": SPEAKER,
        "words": one_of("verbatim", "adapted", "altered", "missing"),
        "attribution": optional(one_of("same", "other", "unknown")),
        "diff": optional(listed(record({"draft": STRING, "source": STRING, "equal": BOOLEAN}))),
        "confidence": SHARE,
        "frame": optional(
            record(
                {
                    "kind": one_of("denied", "supposed", "asked", "reported", "restricted"),
                    "certain": BOOLEAN,
                    "text": STRING,
                    **PLACE,
                }
            )
        ),
        "citation": optional(record({"target": STRING, "result": one_of("same", "elsewhere", "absent")})),
        "restriction": optional(STRING),
        "remarks": STRINGS,
        "source": optional(SOURCE_PLACE),
        "others": listed(SOURCE_PLACE),
        "nearest": optional(SOURCE_PLACE),
    },
    {"partial": BOOLEAN},
)

FINDINGS = {
    "title": STRING,
    "engine": STRING,
    "language": STRING,
    "genre": one_of(*GENRES),
    "entities": listed(ENTITY),
    "quotes": listed(QUOTE),
}
INDIRECT = {"indirect": listed(QUOTE)}
METADATA = {"published": STRING, "author": STRINGS, "url": STRING, "site": STRING}
ANALYSIS = record({"id": STRING, **METADATA, **FINDINGS}, {**INDIRECT, "corrections": COUNT})
GIVEN_ID: Schema = {"type": ["string", "integer", "null"]}
"""The id in the line that is answered; null if it has none."""
ANSWER = record({"id": GIVEN_ID, **FINDINGS}, INDIRECT)
FAILURE = record({"id": GIVEN_ID, "error": STRING})

HIT = record(
    {
        "kind": one_of("article", "quote", "note"),
        **ORIGIN,
        "start": optional(COUNT),
        "end": optional(COUNT),
        "text": STRING,
        "found": listed({"type": "array", "items": COUNT}),
        "note": optional(STRING),
        "passage": optional(STRING),
        "tags": STRINGS,
        "state": optional(STRING),
        "speaker": optional(STRING),
        "uncertain": BOOLEAN,
        "indirect": BOOLEAN,
    },
    {"author": STRING},
)

EVIDENCE = record({"from": one_of("structure", "user", "page", "pdf"), "text": STRING}, {"page": STRING})
"""Where a fact stands: in how the text is built, as the user says, on a page, or in the data of the file."""

TEXT = record(
    {
        **dict.fromkeys(("title", "source", "published", "site", "doi", "language", "text", "doubt"), STRING),
        "author": STRINGS,
        "blocks": listed(
            record(
                {
                    **PLACE,
                    "kind": one_of("heading", "paragraph", "item", "quotation", "code", "table", "rule"),
                    "level": COUNT,
                    "role": one_of("body", "title", "standfirst", "repeat", "furniture", "badges"),
                    "prefix": STRING,
                }
            )
        ),
        "marks": listed(
            record(
                {
                    **PLACE,
                    "kind": one_of("strong", "emphasis", "strike", "code", "link", "picture"),
                    "href": STRING,
                }
            )
        ),
        "pages": listed(record({"start": COUNT, "label": STRING})),
        "left_out": STRINGS,
        "completeness": one_of(*get_args(Completeness)),
        "genre": one_of(*GENRES),
        "evidence": record(
            {"genre": EVIDENCE},
            dict.fromkeys(("title", "author", "published", "site", "doi", "affiliations", "feed"), EVIDENCE),
        ),
    }
)

SAYING = record(
    {
        "id": STRING,
        **ORIGIN,
        **PLACE,
        "paragraph": COUNT,
        "page": optional(STRING),
        "text": STRING,
        "speaker": SPEAKER,
        "uncertain": BOOLEAN,
        "certainty": CERTAINTY,
        "indirect": BOOLEAN,
        "notes": listed(record({"id": STRING, "text": STRING, "tags": STRINGS})),
    }
)

STATEMENT_PLACE = record(
    {
        **dict.fromkeys(("path", "article", "title"), STRING),
        "published": optional(STRING),
        **PLACE,
        "speaker": optional(STRING),
        "certainty": CERTAINTY,
        "indirect": BOOLEAN,
    }
)
STATEMENT = record(
    {
        "wordings": listed(
            record(
                {
                    "text": STRING,
                    "differs": listed({"type": "array", "items": COUNT}),
                    "cut": BOOLEAN,
                    "negation": optional(STRING),
                    "places": listed(STATEMENT_PLACE),
                }
            )
        ),
        "earliest": optional(STATEMENT_PLACE),
        "speakers": listed(record({"name": STRING, "places": COUNT})),
    }
)

LIBRARY_ENTRY = record(
    {
        **dict.fromkeys(("id", "title", "published", "shelved"), STRING),
        **dict.fromkeys(("sources", "texts", "author", "also"), STRINGS),
        "added": TIME,
        "opened": TIME,
        "shelf": one_of("", "archived", "removed"),
        "genre": optional(one_of(*GENRES)),
        "genre_set": STRING,
        "since": {"type": "object", "additionalProperties": TIME},
        "notes": COUNT,
    }
)


def change(extra: str, *words: str) -> Schema:
    """Return the schema of a change, one of `words`, of passages or quotations with their `extra` field."""
    side = optional(record_of(SideObject, required=extra))
    return record_of(ChangeObject, change=one_of(*words), old=side, new=side)


VERSIONS = record_of(
    VersionsObject,
    versions=listed(record_of(VersionObject, sha256=DIGEST, since=optional(TIME))),
    comparison=optional(
        record_of(
            ComparisonObject,
            words=record(dict.fromkeys(("kept", "moved", "removed", "added"), COUNT)),
            passages=listed(change("differing", "changed", "moved", "removed", "added")),
            quotes=listed(change("speaker", "reworded", "speaker", "removed", "added")),
        )
    ),
)

PROGRESS = {"doing": STRING, "done": COUNT, "of": COUNT}

SCHEMAS: dict[str, tuple[str, Schema]] = {
    "text": ("reader show SOURCE --json", TEXT),
    "analysis": ("reader analyze --json; a line of --jsonl", {"anyOf": [ANALYSIS, listed(ANALYSIS)]}),
    "answer": (
        "a line of reader analyze --jsonl -, also with --progress",
        {"anyOf": [ANSWER, FAILURE, record({"id": GIVEN_ID, "progress": SHARE}), record({"so_far": ANSWER})]},
    ),
    "failure": ("a line of the file with the failures of reader analyze --jsonl -o FILE", FAILURE),
    "notes": ("reader notes --json", listed(NOTE)),
    "note": ("a line of reader notes --jsonl", NOTE),
    "quotes": ("reader quotes --json", listed(SAYING)),
    "quote": ("a line of reader quotes --jsonl", SAYING),
    "mentions": (
        "reader quotes --entity NAME --json",
        listed(record({**ORIGIN, **PLACE, "name": STRING, "text": STRING})),
    ),
    "speakers": ("reader quotes --by-speaker --json", listed(record({**ORIGIN, **SPEAKER_SHARE}))),
    "statement": ("reader statement --json", STATEMENT),
    "hits": ("reader search --json", listed(HIT)),
    "hit": ("a line of reader search --jsonl", HIT),
    "library": ("reader library --json", listed(LIBRARY_ENTRY)),
    "dossiers": (
        "reader dossier --json",
        listed(record({"name": STRING, "sources": COUNT, "drafts": COUNT, "changed": TIME})),
    ),
    "dossier": (
        "reader dossier NAME --json",
        record(
            {
                "name": STRING,
                "members": listed(
                    record(
                        {
                            **dict.fromkeys(("article", "title", "source", "published"), STRING),
                            "role": MEMBER_ROLE,
                            "added": TIME,
                        }
                    )
                ),
            }
        ),
    ),
    "people": (
        "reader dossier NAME --people --json",
        listed(record({"name": STRING, "texts": COUNT, "quotes": COUNT, "roles": STRINGS, "articles": STRINGS})),
    ),
    "versions": ("reader versions ARTICLE --json", VERSIONS),
    "corrections": ("reader correct --list --json", listed(CORRECTION)),
    "correction": (
        "reader correct --json",
        record(
            {
                "corrections": listed(CORRECTION),
                "follows": listed(record({**PLACE, "text": STRING, "speaker": SPEAKER})),
                "spread": BOOLEAN,
            }
        ),
    ),
    "checks": ("reader verify --json", listed(CHECK)),
    "check": ("a line of reader verify --jsonl", {"anyOf": [CHECK, record(PROGRESS)]}),
    "index": (
        "a line of reader index --jsonl",
        {"anyOf": [record(PROGRESS), record({"ready": STRING}), record({"notice": STRING})]},
    ),
    "review": (
        "reader review --json",
        record(
            {
                "decision": one_of("approved", "changes", "left"),
                "read": COUNT,
                "of": COUNT,
                "notes": listed(
                    record({**NOTE_FIELDS, "line": optional(COUNT), "end_line": optional(COUNT)}, NOTE_EXTRA)
                ),
            }
        ),
    ),
    "proposals": (
        "reader proposals --json",
        listed(
            record(
                {
                    **dict.fromkeys(("id", "article", "title", "source", "author", "proposes", "text"), STRING),
                    "state": one_of("proposed", "accepted", "rejected"),
                    "quote": optional(STRING),
                    "tags": STRINGS,
                    "start": optional(COUNT),
                    "end": optional(COUNT),
                    "created": TIME,
                }
            )
        ),
    ),
    "export": ("reader export SOURCE --format json", record({**FORMAT, **EXPORTED_ARTICLE}, IN_DOSSIERS)),
    "collection": (
        "reader export --query QUERY --format json",
        record(
            {
                **FORMAT,
                "title": STRING,
                "query": optional(STRING),
                "articles": listed(record(EXPORTED_ARTICLE, {"indirect": listed(QUOTE), **IN_DOSSIERS})),
            }
        ),
    ),
}
"""By name: the command that prints it, and its schema."""


def schema_text(name: str) -> str:
    """Return the schema of an output as it stands in `docs/schemas/`."""
    command, schema = SCHEMAS[name]
    head = {"$schema": "http://json-schema.org/draft-07/schema#", "title": command}
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False) + "\n"
