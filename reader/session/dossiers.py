"""Put articles into dossiers and take them out, and find the dossiers of a text.

Functions over a library, used by the screen and the commands. What they write is durable when they return, all of it or
nothing; each returns the members as saved, so that a caller can revert exactly that.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from reader.annotations.dossiers import Dossier, Member, Role, dossier_name, gather_dossiers, new_member, with_role
from reader.annotations.notes import Note
from reader.annotations.revisions import UndoStep, history
from reader.document.article import Article
from reader.document.digest import id_of
from reader.errors import SessionError
from reader.session import state
from reader.sources.detect import is_article_name
from reader.text.format import counted, similar_words
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    from reader.library.library import Library


def require_dossier(library: "Library", name: str) -> Dossier:
    """Return the dossier with this name. Raises LibraryError, NoteError."""
    found = dossier_named(library, name)
    if found is None:
        similar = similar_words(name, [each.name for each in library.dossiers()])
        meant = f"did you mean {' or '.join(f'“{each}”' for each in similar)}?" if similar else ""
        raise SessionError(f"no dossier “{clean_line(name)}”; {meant or '`reader dossier` lists them'}")
    return found


def dossier_named(library: "Library", name: str) -> Dossier | None:
    """Return the dossier with this name; None if there is none. Raises LibraryError, NoteError."""
    return next(iter(gather_dossiers(library.members(dossier=dossier_name(name)))), None)


def put_in_dossier(library: "Library", name: str, articles: Mapping[str, Role]) -> list[Member]:
    """Make articles, by id, members of a dossier; return those changed. Raises LibraryError, NoteError."""
    known = dossier_named(library, name)
    shown = known.name if known else dossier_name(name)
    records = {own: record for record in library.articles() for own in (*record.also, record.id)}
    members = memberships(library, shown, (records[own].id for own in articles if own in records))
    before = {each.article: each for each in reversed(members)}  # the current one counts
    changed = []
    for article_id, role in articles.items():
        record = records.get(article_id)
        if record is None:
            raise SessionError(f"the library has no article {clean_line(article_id)}")
        current = before.get(record.id)
        made_on = record.texts[-1] if record.texts else ""
        member = new_member(shown, record.id, made_on, role) if current is None else with_role(current, role)
        if member is not current:
            changed.append(member)
    library.save(*changed)
    return changed


def take_out_of_dossier(library: "Library", name: str, articles: Iterable[str]) -> list[Member]:
    """End the membership of articles; return those that were members. Raises LibraryError."""
    ended = [each.settled(deleted=True) for each in memberships(library, name, articles) if not each.deleted]
    library.save(*ended)
    return ended


def memberships(library: "Library", name: str, articles: Iterable[str]) -> list[Member]:
    """Return the memberships of articles in a dossier, also former ones, the current one of each article first."""
    wanted = set(articles)
    own = [each for each in library.members(dossier=name) if each.article in wanted]
    return sorted(own, key=lambda each: (each.deleted, each.id))


def revert(library: "Library", changed: Sequence[Member | Note]) -> None:
    """Revert the last change of each of these entries, whatever has been changed since. Raises LibraryError."""
    notes = library.notes_by_id(each.id for each in changed if isinstance(each, Note))
    stored: list[Member | Note] = [*filter(None, notes.values()), *library.members()]
    known = {each.id: each for each in stored}
    saved = ((known[each.id], each.head.id) for each in changed if each.id in known)
    library.save(*(entry.without(revision) for entry, revision in saved if revision in entry.by_id))


def undo_last_change(library: "Library", name: str) -> str:
    """Take back this device's last change of a dossier; return a message. Raises LibraryError, NoteError."""
    known = {each.id: each for each in library.members(dossier=dossier_name(name))}
    steps = history(known.values(), library.author.device).undo
    if not steps:
        raise SessionError(f"nothing to undo in the dossier “{clean_line(name)}” on this device")

    def save_of(step: UndoStep) -> int:
        return known[step.entry].by_id[step.revision].by.step

    last = [step for step in steps if save_of(step) == save_of(steps[-1])]
    after = [known[step.entry].without(step.revision) for step in last]
    library.save(*after)
    left, back = (sum(each.deleted == gone for each in after) for gone in (True, False))
    parts = [(left, "taken out"), (back, "as before")]
    return "undone: " + ", ".join(f"{counted(count, 'article')} {word}" for count, word in parts if count)


def folder_to_ask_about(library: "Library", article: Article, state_folder: Path) -> tuple[Path, int] | None:
    """Return the folder of a draft, which may be its sources, and how many other texts it has; None if there is nothing
    to ask. Raises LibraryError.
    """
    if not os.path.isabs(article.source) or dossiers_of(library, article):
        return None
    path = Path(article.source).parent
    if kept_answer(path, state_folder) is not None:
        return None
    count = 0
    with suppress(OSError), os.scandir(path) as entries:
        count = sum(each.is_file() and each.path != article.source and is_article_name(each.name) for each in entries)
    return (path, count) if count else None


def folder_to_check(library: "Library", article: Article, state_folder: Path) -> str:
    """Return the folder chosen to check a draft against; "" for its dossier or the library. Raises LibraryError."""
    path = Path(article.source).parent
    chosen = os.path.isabs(article.source) and kept_answer(path, state_folder)
    return str(path) if chosen and not dossiers_of(library, article) else ""


def kept_answer(folder: Path, state_folder: Path) -> bool | None:
    """Return whether drafts in a folder are checked against it; None if that was not asked."""
    answer = state.load_document(folder_id(folder), state_folder).get("check")
    return answer if isinstance(answer, bool) else None


def keep_answer(folder: Path, state_folder: Path, answer: bool) -> None:
    """Keep whether drafts in a folder are checked against it. Raises OSError."""
    with state.changed_document(folder_id(folder), state_folder) as document:
        document["check"] = answer


def folder_id(folder: Path) -> str:
    return f"folder-{id_of(os.fsencode(folder))}"


def dossiers_of(library: "Library", article: Article) -> list[Dossier]:
    """Return the dossiers of an article, by name: by its text, or its source if rewritten. Raises LibraryError."""
    dossiers = library.dossiers()
    if not dossiers:  # so for most readers: nothing to align the text with
        return []
    record = library.find(article)
    same = {record.id} if record else set[str]()
    if article.source != "-":
        same.update(each.id for each in library.articles(clean_line(article.source)))
    return [dossier for dossier in dossiers if not same.isdisjoint(dossier.articles)]
