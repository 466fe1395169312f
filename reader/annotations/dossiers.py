"""Dossiers: named sets of articles and drafts that belong to one piece of work.

A dossier is its members. Each *member*, an article in one dossier, is an entry with revisions, like a note; so adding,
removing and a change of role are undone and merged as notes are, and two machines that change one dossier end with the
same one: an article that was added on one of them outlives its removal on the other. The id of a member is made from
the dossier and the article, so that both make the same one.

Names are compared without capitals and accents of encoding (`dossier_key`); the name is shown as it was first written.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from reader.annotations.revisions import RevisedEntry, Revision, now
from reader.document.digest import id_of
from reader.errors import NoteError

Role = Literal["source", "draft"]

LONGEST_NAME = 60  # characters: a name has to fit into a line of a list and a query

NAMES_KNOWN = 1024
"""Names that are remembered, since thousands of members have the same: without that, ten thousand took a second."""

SIGNS = frozenset(" -_.,&'’()+")
"""What a name may have besides letters, marks and digits: nothing that a path or a query takes for its own."""


@dataclass(frozen=True, slots=True)
class MemberRevision(Revision):
    """What a member is from one moment on; a deleted one is no member."""

    dossier: str
    """The name of the dossier."""
    role: Role = "source"

    @property
    def values(self) -> tuple[bool, str, Role]:
        return self.deleted, self.dossier, self.role

    def canonical(self) -> dict[str, object]:
        return {**Revision.canonical(self), "dossier": self.dossier, "role": self.role}


@dataclass(frozen=True)
class Member(RevisedEntry[MemberRevision]):
    """An article in a dossier."""

    @property
    def dossier(self) -> str:
        return self.head.dossier

    @property
    def role(self) -> Role:
        return self.head.role


@dataclass(frozen=True, slots=True)
class Dossier:
    """A named set of articles."""

    name: str
    members: tuple[Member, ...]
    """One for each article, in the order in which they were added; at least one."""

    @property
    def articles(self) -> dict[str, Role]:
        """The ids of the articles with their roles."""
        return {member.article: member.role for member in self.members}

    @property
    def changed(self) -> str:
        """When a member was added or changed last: UTC, ISO 8601."""
        return max(member.updated for member in self.members)


@lru_cache(NAMES_KNOWN)
def dossier_name(words: str) -> str:
    """Return a valid name of a dossier, without spaces around it. Raises NoteError with what is wrong."""
    name = unicodedata.normalize("NFC", words).strip(" ")
    odd = next((sign for sign in name if not (sign in SIGNS or unicodedata.category(sign)[0] in "LMN")), "")
    if odd:
        shown = f"“{odd}”" if odd.isprintable() else f"U+{ord(odd):04X}"
        raise NoteError(f"the name of a dossier has letters, digits, spaces and - _ . , & ' ( ) +, but not {shown}")
    if not name or not name[0].isalnum():
        raise NoteError("the name of a dossier begins with a letter or a digit")
    if len(name) > LONGEST_NAME:
        raise NoteError(f"the name of a dossier has at most {LONGEST_NAME} characters, and this one {len(name)}")
    return " ".join(name.split())


@lru_cache(NAMES_KNOWN)
def dossier_key(name: str) -> str:
    """Return what two names of one dossier have in common."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())


def member_id(name: str, article: str) -> str:
    """Return the id of an article's membership in a dossier: ten characters a-z2-7, the same on each device."""
    return id_of(f"dossier {dossier_key(name)}\n{article}")


def new_member(name: str, article: str, made_on: str, role: Role) -> Member:
    """Return an article with the text `made_on` as a member of a dossier, from now on."""
    first = MemberRevision("", None, now(), dossier=name, role=role).sealed()
    return Member(member_id(name, article), article, made_on, (first,))


def with_role(member: Member, role: Role) -> Member:
    """Return a member, perhaps a former one, in its dossier with this role; the same object if it is that already."""
    return member if not member.deleted and member.role == role else member.revised(deleted=False, role=role)


def gather_dossiers(members: Iterable[Member]) -> list[Dossier]:
    """Return the dossiers with members, by name; if merging gave an article two memberships, the newest counts."""
    found: defaultdict[str, dict[str, Member]] = defaultdict(dict)
    names: dict[str, str] = {}
    for member in sorted(members, key=lambda each: (each.created, each.id)):
        if not member.deleted:
            known = found[dossier_key(member.dossier)]
            names.setdefault(dossier_key(member.dossier), member.dossier)
            before = known.get(member.article)
            if before is None or before.updated < member.updated:
                known[member.article] = member
    ordered = ((names[key], tuple(found[key].values())) for key in sorted(found))
    return [Dossier(name, members) for name, members in ordered]
