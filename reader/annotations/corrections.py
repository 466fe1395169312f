"""Corrections of the analysis: merge, rename, retype or dismiss a name, give some of its mentions to another name, add
a name or a quote that was missed, set the speaker of a quote; and accept the verdict on a quotation of a draft.

The content of a correction never changes; its revisions say only whether it is active (`reader.annotations.revisions`).
It refers to a name by its spellings and to a quote by its words, so it also applies to new analyses and to a changed
text; one that finds nothing has no effect and is kept. `reader.annotations.corrected_analysis` applies them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar, Self, dataclass_transform

from reader.analysis import Entity, EntityKind
from reader.anchoring import Anchor
from reader.annotations.revisions import RevisedEntry, Revision, new_id
from reader.text.format import collapse_whitespace, in_quotation_marks
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.text.width import cut

Names = tuple[str, ...]  # the names of an entity: the displayed one, then its other spellings
SHOWN = 41  # cells of a quote shown in a message


@dataclass_transform(frozen_default=True)
class Content:
    """What a correction or a proposal says; each kind is a frozen dataclass, with the word for it in files of ours."""

    word: ClassVar[str]

    def __init_subclass__(cls, word: str) -> None:
        cls.word = word
        dataclass(frozen=True)(cls)

    @property
    def anchor(self) -> Anchor | None:
        """The words that it is about; None if it is about a name wherever it stands."""
        return next((value for value in vars(self).values() if isinstance(value, Anchor)), None)

    def on(self, anchor: Anchor) -> Self:
        """Return the same about other words, if it is about any."""
        moved = {name: anchor for name, value in vars(self).items() if isinstance(value, Anchor)}
        return replace(self, **moved)  # type: ignore[type-var]  # its kinds are dataclasses


class Merge(Content, word="merge"):
    """The first name is another spelling of the second."""

    names: Names
    into: Names


class Rename(Content, word="rename"):
    """A new displayed name. If another entity has it already, the two are merged."""

    names: Names
    name: str


class Retype(Content, word="retype"):
    """A new kind."""

    names: Names
    kind: EntityKind


class Dismiss(Content, word="dismiss"):
    """Not a name. Its quotes keep their speaker, as written in the text."""

    names: Names


class Attribute(Content, word="attribute"):
    """The speaker of a quote."""

    quote: Anchor
    speaker: Names
    """Empty: unattributed."""
    spreads: bool = False
    """True if the quotes that hang on the same words follow (`analysis.chains`)."""


class AddQuote(Content, word="add-quote"):
    """A quote that was missed, or one whose ends were wrong."""

    quote: Anchor
    speaker: Names
    """Empty: unattributed."""


class AddName(Content, word="add-name"):
    """A name that was missed, here and wherever else the same words stand; of a known entity, more mentions."""

    passage: Anchor
    names: Names
    kind: EntityKind


class MoveMention(Content, word="move-mention"):
    """One mention means another entity."""

    passage: Anchor
    into: Names


class MoveAlias(Content, word="move-alias"):
    """All mentions of an entity with one spelling mean another one."""

    names: Names
    alias: str
    into: Names


class AcceptCheck(Content, word="accept-check"):
    """The verdict on a quotation of a draft was looked at and accepted; the analysis stays as it is."""

    quote: Anchor


Anchored = Attribute | AddQuote | AddName | MoveMention | AcceptCheck

Change = Merge | Rename | Retype | Dismiss | MoveAlias | Anchored

CHANGES = (Merge, Rename, Retype, Dismiss, MoveAlias, Attribute, AddQuote, AddName, MoveMention, AcceptCheck)
"""Each has a `word` that identifies it in the library and in exports."""


@dataclass(frozen=True)
class Correction(RevisedEntry[Revision]):
    change: Change

    @property
    def anchor(self) -> Anchor | None:
        return self.change.anchor


def new_correction(article: str, made_on: str, change: Change, at: str) -> Correction:
    """Return a correction that is active from `at` on."""
    return Correction(new_id(), article, made_on, (Revision("", None, at).sealed(),), change)


def accepted_checks(corrections: Iterable[Correction]) -> dict[Span, str]:
    """Return the quotations whose verdicts were accepted, where they stand now, with the time (UTC, ISO 8601).

    One that has been reworded since is not among them: nobody has checked its new words.
    """
    accepted = (each for each in active_corrections(corrections) if isinstance(each.change, AcceptCheck))
    placed = ((each.placement, each.created) for each in accepted if each.placement)
    return {place.span: created for place, created in placed if place.span and place.state == "exact"}


def names_of(entity: Entity) -> Names:
    return (entity.name, *entity.aliases)


def active_corrections(corrections: Iterable[Correction]) -> tuple[Correction, ...]:
    """Return the corrections that are not deleted, each once, in the order in which they apply."""
    known = {correction.id: correction for correction in corrections if not correction.deleted}
    return tuple(sorted(known.values(), key=lambda correction: (correction.created, correction.id)))


KIND_WORDS: dict[EntityKind, str] = {
    "person": "a person",
    "organisation": "an organisation",
    "place": "a place",
    "other": "another name",
}


def describe_change(change: Change) -> str:
    match change:
        case Merge(names, into):
            return f"{names[0]} and {into[0]} merged"
        case Rename(names, name):
            return f"{names[0]} renamed to {name}"
        case Retype(names, kind):
            return f"{names[0]} made {KIND_WORDS[kind]}"
        case Dismiss(names):
            return f"{names[0]} dismissed as no name"
        case MoveAlias(names, alias, into):
            return f"“{alias}” is {into[0]}, not {names[0]}"
        case MoveMention(passage, into):
            return f"{begin_quoted(passage)} here is {into[0]}"
        case AddName(_, names, kind):
            return f"{names[0]} added as {KIND_WORDS[kind]}"
        case AddQuote(quote, speaker):
            return f"{begin_quoted(quote)} added, said by {speaker[0] if speaker else 'nobody'}"
        case AcceptCheck(quote):
            return f"{begin_quoted(quote)} checked by you"
        case Attribute(quote, speaker, spreads):
            who = speaker[0] if speaker else "nobody"
            return f"{begin_quoted(quote)} said by {who}{', and what follows from it' * spreads}"


def begin_quoted(passage: Anchor) -> str:
    return in_quotation_marks(cut(clean_line(collapse_whitespace(passage.exact)), SHOWN))
