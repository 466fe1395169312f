"""Tell whose turn it is in a dialogue without tags: two speakers alternate, and who is addressed answers.

News quotes one speaker for paragraphs; in a story each new paragraph of speech is the other's.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.analysis.entities import ResolvedEntity
from reader.analysis.entities.mentions import Name
from reader.analysis.lexicon import read_section
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.tokens import CLOSING, OPENING, TERMINATORS, QuotedTokens, TokenizedArticle

REACH = 3  # maximum paragraphs from the former turn of a speaker, with narration between, to the one that is told by it
LISTENERS = 4  # maximum names in a paragraph that are taken for people spoken to
REMEMBERED = 6  # turns that are looked back to for the other speaker

BEFORE_ADDRESS = read_section("grammar", "before address") | {","}
AFTER_ADDRESS = TERMINATORS | CLOSING | {",", ";", "-", "—"}


class SpeakingTurn(NamedTuple):
    passage: int
    speaker: Candidate | None
    quotation: QuotedTokens


class Turns:
    """The turns of a text, as far as it was read."""

    def __init__(self, tokenized: TokenizedArticle, known: Sequence[ResolvedEntity], story: bool) -> None:
        self.is_story = story
        self._tokenized = tokenized
        self._turns: list[SpeakingTurn] = []
        self._addressed: dict[int, list[Candidate]] = {}
        for index, one in enumerate(known if self.is_story else ()):
            for name in one.names:
                quotation = tokenized.quotation_of[name.first]
                if quotation >= 0 and one.entity.kind != "place" and is_addressed(tokenized, name):
                    listeners = self._addressed.setdefault(tokenized.quotations[quotation].passage, [])
                    listeners.append(Candidate(name.first, name.last, "name", index, one.entity.kind, one.gender))

    def note(self, quotation: QuotedTokens, speaker: Candidate | None) -> None:
        if self.is_story:
            if self._turns and self._turns[-1].passage == quotation.passage:
                speaker = speaker or self._turns.pop().speaker
            self._turns.append(SpeakingTurn(quotation.passage, speaker, quotation))
            del self._turns[:-REMEMBERED]

    def before(self, quotation: QuotedTokens) -> SpeakingTurn | None:
        """Return the turn that a quotation answers: the last one, in a paragraph just before."""
        last = self._turns[-1] if self._turns else None
        return last if last and 0 < quotation.passage - last.passage <= REACH else None

    def others(self) -> Iterator[Candidate]:
        """Yield the people of the turns before the last one: first every second one, which are one person's."""
        for turn in (*self._turns[-2::-2], *self._turns[-3::-2]):
            if turn.speaker is not None and turn.speaker.kind in (None, "person"):
                yield turn.speaker

    def addressed(self, passage: int) -> Sequence[Candidate]:
        return self._addressed.get(passage, [])[:LISTENERS]


def is_addressed(tokenized: TokenizedArticle, name: Name) -> bool:
    """Return whether a name in a quotation is that of the person spoken to: “Lee, come,” “Come, my dear Lee!”"""
    first = name.start
    if first < 1 or name.last + 1 >= len(tokenized.tokens):
        return False
    before, after = tokenized.tokens[first - 1], tokenized.tokens[name.last + 1]
    return (before.lower in BEFORE_ADDRESS or before.text[0] in OPENING) and after.text[0] in AFTER_ADDRESS
