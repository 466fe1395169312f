"""Sentences with their candidates and cues, computed on first use."""

from bisect import bisect_left, bisect_right
from dataclasses import replace
from itertools import groupby

from reader.analysis.model.tagger import UNREAD, Tagging
from reader.analysis.quotes.candidates import Candidate
from reader.analysis.quotes.clauses import main_clause_start
from reader.analysis.quotes.cues import QUOTING, Cue, Sentence, find_cues
from reader.analysis.tokens import TokenizedArticle


class Sentences:
    """All sentences of a page, by number."""

    def __init__(self, tokenized: TokenizedArticle, candidates: list[Candidate], tagging: Tagging = UNREAD) -> None:
        self.tokenized = tokenized
        self.tagging = tagging
        rows = groupby(candidates, key=lambda candidate: tokenized.sentence_of[candidate.first])
        self.candidates = {number: list(row) for number, row in rows}
        """Those of each sentence that has one, in order."""
        self._cues: dict[int, list[Cue]] = {}

    def sentence(self, number: int) -> Sentence:
        first, candidates = bisect_left(self.tokenized.sentence_of, number), self.candidates.get(number, [])
        last = bisect_right(self.tokenized.sentence_of, number) - 1
        return Sentence(first, last, candidates, main_clause_start(self.tokenized, first, candidates))

    def at(self, token: int) -> Candidate | None:
        row = self.candidates.get(self.tokenized.sentence_of[token], ())
        return next((c for c in row if c.first <= token <= c.last), None)

    def cues(self, number: int) -> list[Cue]:
        if number not in self._cues:
            self._cues[number] = [self._parsed(cue) for cue in find_cues(self.tokenized, self.sentence(number))]
        return self._cues[number]

    def _parsed(self, cue: Cue) -> Cue:
        token = self.tagging.subjects.get(cue.token, -1)
        subject = self.at(token) if token >= 0 else None
        if subject is None or cue.passive or cue.strength == "according" or self._is_surer(cue, subject):
            return cue
        return replace(cue, subject=subject, inverted=subject.first > cue.token)

    def _is_surer(self, cue: Cue, subject: Candidate) -> bool:
        """Return whether the words tell the subject of a cue better than a parser, who found `subject`.

        A noun after a preposition or in brackets is no subject where another may be. A participle right after a person
        is that person's; after a comma it is no relative clause's. In "The plan “will work,” Lee told the paper", the
        parser can take the plan, from which a quotation parts the verb.
        """
        near = cue.subject
        if near is None or near is subject:
            return False
        verb = self.tokenized.tokens[cue.token].lower
        if ((subject.governed or subject.added) and near.is_free) or (cue.inverted and verb in QUOTING):
            return True
        beside = near.last == cue.token - 1
        if verb.endswith("ing"):
            before = self.tokenized.tokens[cue.token - 1].lower  # "quoted Ann Lee as saying"
            return before == "as" or beside or (before == "," and subject.agreement == "who")
        if not near.is_free:
            return False
        between = slice(subject.last + 1, min(near.first, cue.token))
        comma = any(token.text == "," for token in self.tokenized.tokens[between])
        if beside and comma and near.is_named_person and subject.form != "pronoun":
            return True  # "Or maybe Ann Lee, her aide Tom Ray says."
        return (near.first < cue.token or cue.inverted) and max(self.tokenized.quotation_of[between], default=-1) >= 0
