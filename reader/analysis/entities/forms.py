"""The forms in which a text writes a name, and the clusters of forms that name one entity.

Forms are compared by a key without full stops and shouting ("U.S." is "US", "REUTERS" is "Reuters").
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, reduce

from reader.analysis import EntityKind
from reader.analysis.entities.classifier import Evidence
from reader.analysis.entities.mentions import ROMAN, Name
from reader.analysis.lexicon import ORGANISATIONS, read_section, read_sections

Key = tuple[str, ...]

ALONE = 1.6  # minimum evidence for a name that a language model has read and never classified as one
SHOUTED = 6  # minimum letters of a single word in capitals that is not an acronym
SMALL_WORDS = read_section("grammar", "left out of acronyms")  # words without a letter in an acronym


@dataclass(slots=True, eq=False)
class Form:
    key: Key
    names: list[Name]
    evidence: Evidence


@dataclass(slots=True, eq=False)
class Cluster:
    forms: list[Form]
    names: list[Name]

    def take(self, forms: Iterable[Form], names: Iterable[Name]) -> None:
        self.forms.extend(forms)
        self.names.extend(names)

    @property
    def full(self) -> Key:
        return max((form.key for form in self.forms), key=len)

    @property
    def evidence(self) -> Evidence:
        return reduce(Evidence.plus, (form.evidence for form in self.forms), Evidence())

    @property
    def kind(self) -> EntityKind:
        return self.evidence.kind

    @property
    def is_unseen(self) -> bool:
        """True if a language model read it and never classified it as a name, and there is little other evidence."""
        return max(self.evidence) < ALONE and all(name.taken_for == "nothing" for name in self.names)


@cache
def alternative_forms(section: str) -> dict[str, tuple[str, ...]]:
    """Map each form in a section of `same.txt` to the full forms that it may abbreviate."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in read_sections("same")[section]:
        full, *others = entry.split(" = ")
        for form in (full, *others):
            found[form] = (*found.get(form, ()), full)
    return found


WORD_MARKS = str.maketrans("’‘ʻʼ‑", "''''-")  # other forms of an apostrophe, and of a hyphen


def name_key(words: tuple[str, ...], apart: frozenset[str] = frozenset()) -> Key:
    """Return the words of a name without full stops in acronyms and shouting; Jr. is kept behind names in `apart`."""
    kept = tuple(word for word in words if word not in ROMAN) or words
    if len(words) > 1 and words[-1] in ROMAN and words[-2] in apart:
        kept = (*kept, words[-1].rstrip("."))
    shouted = all(word.isupper() or word in SMALL_WORDS for word in kept) and (len(kept) > 1 or len(kept[0]) >= SHOUTED)
    return tuple(_plain(word, shouted) for word in kept)


def _plain(word: str, shouted: bool) -> str:
    if word.count(".") > 1 or (len(word) == 2 and word[1] == "."):
        word = word.replace(".", "")
    if shouted and word.isupper() and len(word) > 2 and word not in ORGANISATIONS:
        word = word.capitalize()
    return word.translate(WORD_MARKS)
