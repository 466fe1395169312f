"""Suggestions of programs: read from lines of JSON, and added to the library as proposals if they are new.

Pitfall: a program may have been told anything by what it has read, so each field is checked and sanitized, and a line
names no file: only an article of the library.
"""

from dataclasses import dataclass, fields
from typing import Any

from reader.anchoring import describe
from reader.annotations.corrections import Attribute, Change, Rename, names_of
from reader.annotations.new_correction import clean_name, make_corrections, require_entity, require_quote, speaker_names
from reader.annotations.notes import Tags
from reader.annotations.proposals import AUTHOR, AddNote, Proposal, new_proposal
from reader.errors import NoteError, raising
from reader.session.note_editing import clean_note_text, combine_tags
from reader.session.session import Session
from reader.system import fast_json
from reader.text.sanitize import clean_line

MOST_BYTES = 100_000  # bytes of a line: a note of twenty pages; a longer one was not written for a person to read

MOST_TAGS = 20


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A line as it was read: a note on `quote`, the `speaker` of the quote there, or a new name (`rename`)."""

    quote: str = ""
    prefix: str = ""
    """Words directly before the quote, if it occurs more than once."""
    suffix: str = ""
    text: str = ""
    tags: Tags = ()
    speaker: str = ""
    name: str = ""
    rename: str = ""
    article: str = ""
    """The id of an article of the library; "": the one that has the quote."""


def read_suggestion(line: bytes) -> Suggestion:
    """Return what a line of JSON proposes. Raises NoteError with what is wrong."""
    if len(line) > MOST_BYTES:
        raise NoteError(f"it has {len(line)} bytes, and at most {MOST_BYTES} are read")
    with raising(NoteError("it is not JSON in UTF-8, or nested too deeply"), on=ValueError):
        value = fast_json.loads(line)
    if not isinstance(value, dict):
        raise NoteError("it is no JSON object")
    return make_suggestion(value)


def make_suggestion(values: dict[str, Any]) -> Suggestion:
    """Return what an object proposes. Raises NoteError."""
    known = sorted(field.name for field in fields(Suggestion))
    if unknown := sorted(values.keys() - set(known)):
        raise NoteError(f"“{clean_line(unknown[0])[:40]}” is unknown: it may have {', '.join(known)}")
    for key, value in values.items():
        texts = value if key == "tags" else [value]
        if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
            raise NoteError(f"its {key} {'are no list of texts' if key == 'tags' else 'is no text'}")
    made = Suggestion(**{**values, "tags": tuple(values.get("tags", ()))})
    if len(made.tags) > MOST_TAGS:
        raise NoteError(f"it has {len(made.tags)} tags, and a note at most {MOST_TAGS}")
    if bool(made.name) != bool(made.rename) or (made.name and (made.quote or made.speaker)):
        raise NoteError("a new name needs `name` and `rename`, and nothing else")
    if not made.name and not made.quote.strip():
        raise NoteError("it has no quote: the words of the article that it is about")
    if (made.speaker or made.name) and (made.text or made.tags):
        raise NoteError("a correction has no text and no tags")
    return made


def require_author(name: str) -> str:
    """Return the name of a program that proposes. Raises NoteError."""
    if not AUTHOR.fullmatch(name):
        raise NoteError("the author of a proposal is a program: agent:NAME, of letters, digits, spaces and . _ -")
    return name


def propose(session: Session, suggestion: Suggestion, author: str) -> Proposal | None:
    """Add a proposal to the article of a session, which has its notes; None if the author has proposed it before.

    An article that is new is added to the library. Raises LibraryError, and NoteError if the words or the name are not
    in the article, or if nothing would change.
    """
    change = _change_of(suggestion, session)
    if session.library.find(session.article) is None:
        session.record_opening()
    made = new_proposal(session.article_id, session.article.sha256, change, require_author(author))
    if made.key in {each.key for each in session.library.proposals(session.article_id)}:
        return None
    session.library.save(made)
    return made


def _change_of(suggestion: Suggestion, session: Session) -> AddNote | Change:
    state = session.analysis_state
    if suggestion.name:
        names = names_of(require_entity(state.analysis, suggestion.name))
        change: Change = Rename(names, clean_name(suggestion.rename))
    else:
        span = session.article_notes.find_passage(suggestion.quote, suggestion.prefix, suggestion.suffix)
        if not suggestion.speaker:
            text = clean_note_text(suggestion.text)
            return AddNote(describe(session.article.text, span), text, combine_tags(suggestion.tags, text))
        quote = require_quote(state.analysis, span)
        names = speaker_names(state.analysis, clean_name(suggestion.speaker))
        change = Attribute(describe(session.article.text, quote.span), names)
    known = state.stored.values()
    return make_corrections([change], known, state.raw_analysis, session.article, session.article_id)[0].change
