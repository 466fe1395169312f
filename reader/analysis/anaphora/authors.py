"""Tell whose a statement, letter or post is: "a statement from Lee", "his letter", "the statement" later."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reader.analysis.anaphora.antecedents import Anaphora, Antecedents
from reader.analysis.anaphora.descriptions import Descriptions
from reader.analysis.entities import ResolvedEntity
from reader.analysis.lexicon import TITLES, read_lower_section, read_section
from reader.analysis.noun_phrases import ARTICLES, noun_agreement
from reader.analysis.quotes.candidates import OWNERS, WRITINGS, Candidate
from reader.analysis.tokens import POSSESSIVES, TokenizedArticle

ISSUED = read_lower_section("speech", "issued")
"""Verbs for how something written is made public."""
BEFORE_AUTHORS = read_section("grammar", "before authors")
BEFORE_NAMED_AUTHORS = TITLES | ARTICLES
DEFINITES = read_section("grammar", "definites")
RETURNS_WITHIN = 150
"""Maximum tokens from "issued a statement" to "the statement": a few paragraphs."""


@dataclass(frozen=True)
class Authors:
    """The authors of what was written, in text order."""

    tokenized: TokenizedArticle
    anaphora: Anaphora
    antecedents: Antecedents
    descriptions: Descriptions
    known: Sequence[ResolvedEntity]
    written: dict[str, tuple[Candidate, int]] = field(default_factory=dict)
    """Who wrote what: the author by the noun, and the token where that was told."""

    def find(self, row: list[Candidate], position: int) -> Candidate | None:
        """Return whose the phrase at `position` of its sentence's `row` is, if it is something written; or None."""
        phrase = row[position]
        first, noun = self.tokenized.tokens[phrase.first].lower, self.tokenized.tokens[phrase.last].lower
        if noun not in WRITINGS or self.anaphora.story:
            return None
        if first in OWNERS:
            pronoun = replace(phrase, form="pronoun", agreement=OWNERS[first])
            found = self.antecedents.find(pronoun, row, position)[0]
        elif phrase.known >= 0 and self.known[phrase.known].entity.kind != "place":  # "a Greenpeace statement"
            found = replace(phrase, form="name")
        elif (found := _beside(self.tokenized, row, position)) is not None:
            found = self._named(row, found)
        elif (found := _owner_within(self.tokenized, phrase)) is not None:
            found = self.descriptions.meant([*row[:position], found], position, self.antecedents.last)[0] or found
        elif first in DEFINITES:
            written = self.written.get(noun)
            return written[0] if written and phrase.first - written[1] <= RETURNS_WITHIN else None
        if found is not None:
            self.written[noun] = found, phrase.first
        return found

    def _named(self, row: list[Candidate], author: Candidate) -> Candidate:
        """Return what an author, which may come later in the sentence, stands for."""
        named = self.anaphora.stands_for.get(author)
        if named is None and author.form == "phrase":
            named = self.descriptions.meant(row, row.index(author), self.antecedents.last)[0]
        return named or author


def _owner_within(tokenized: TokenizedArticle, phrase: Candidate) -> Candidate | None:
    """Return the phrase that owns what the phrase ends in: the company of "the company's statement"."""
    for at in range(phrase.first + 1, phrase.last):
        if tokenized.tokens[at].text in POSSESSIVES:
            agreement = noun_agreement(tokenized.tokens[at - 1].lower)
            return replace(phrase, last=at - 1, agreement=agreement)
    return None


def _beside(tokenized: TokenizedArticle, row: list[Candidate], position: int) -> Candidate | None:
    """Return the author beside a statement: "a statement (issued) by Lee", "Lee issued a statement", "its report"."""
    phrase = row[position]
    for following in row[position + 1 : position + 2]:
        if following.form != "pronoun" and (link := _link(tokenized, phrase, following)):
            on_site = link == "on" and not following.owner  # "on Ford's website"
            return replace(following, form="name") if on_site else following
    before = next((each for each in reversed(row[:position]) if not each.added), None)  # "the Federation (GFT) issued"
    issues = tokenized.lower(phrase.first - 1) in ISSUED
    return before if issues and before is not None and before.is_free and before.last < phrase.first - 1 else None


def _link(tokenized: TokenizedArticle, phrase: Candidate, author: Candidate) -> str:
    """Return the word that ties something written to its author behind it; an empty string if none does."""
    between = [token.lower for token in tokenized.tokens[phrase.last + 1 : author.first]]
    between = [word for word in between if word != "online"]  # "posted online by"
    issued = bool(between) and between[0] in ISSUED
    link, *titles = between[issued:] or [""]
    if not BEFORE_NAMED_AUTHORS.issuperset(titles):
        return ""
    on_site = author.owner or (author.form == "phrase" and author.known >= 0)
    linked = link in BEFORE_AUTHORS or (link == "to" and issued) or (link == "on" and on_site)
    return link if linked else ""  # also "a statement attributed to Lee"
