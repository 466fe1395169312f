"""Compare the speakers of two texts: the same, another, or unknown.

A name is compared with all names that the other text has for its speaker. Two full names decide; a surname or a first
name alone agrees with any full name that has it, since both texts quote the same words. A phrase such as "the
minister" agrees with the name beside which a text has its noun: "Ann Lee, the minister", "Minister Lee".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from rapidfuzz.distance import Levenshtein

from reader.analysis import CERTAIN, Analysis, Entity, Quote, Speaker
from reader.analysis.anaphora.reference import DEFINITE, head_noun, is_called, is_name, may_mean
from reader.analysis.entities.forms import alternative_forms
from reader.analysis.entities.gender import PRONOUNS as GENDERED
from reader.analysis.entities.gender import Gender, first_name_gender, titles_gender
from reader.analysis.entities.people import given_names_agree
from reader.analysis.identity import GENERATIONS, HONOURS
from reader.analysis.lexicon import (
    DEMONYMS,
    DETERMINERS,
    FEMALE_NOUNS,
    HOMES,
    MALE_NOUNS,
    PEOPLE_NOUNS,
    REPORTING_VERBS,
    TITLES,
    is_english,
)
from reader.analysis.queries import find_entity, fold_name
from reader.analysis.quotes.candidates import PRONOUNS
from reader.analysis.roles import find_roles
from reader.analysis.speech.layouts import letter_of
from reader.document.article import Article
from reader.document.segments import sentences
from reader.text.normalize import without_accents
from reader.text.span import Span
from reader.verification import Attribution, DraftQuotation

PLAIN = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"} | {"'": None})
"""The plain forms of letters that are more than a plain letter with an accent; the marks within words have none."""

ADDED = re.compile(r"(?:^|[.!?”\"\n]\s)([^\W\d_a-z][\w’'-]+), $", re.MULTILINE)  # "CCTV, (the broadcaster)"
REACH = 1000  # characters on either side of a quotation in which its sentence is looked for; a paragraph may have many
DOUBTFUL = 0.6  # minimum confidence in a speaker whom the draft surely names, in the paragraph of the words
CAPITAL = re.compile(r"\b[^\W\d_a-z]\w+")
SUBJECT = re.compile(r"[.!?][”\"’')\]]*\s+(?P<article>The|An?|Another) (\w+)(?: (\w+))?")
"""Who is described at the beginning of a sentence: "The mayor", "A man"."""
FAR = 40  # maximum characters of a name, or of what somebody is between the name of a body and his own
INITIALS = re.compile(r"[^\W_](?:\.[^\W_])+\.?")  # initials without spaces: "j.k."
LONGEST_TITLE = 10  # characters before a name that are looked at for "Mr.", "the" or "former"
LIKELY = 0.2  # minimum certainty of whom "he" may stand for: most drafts that name one so likely are right
PRONOUN = 0.7  # minimum confidence in a speaker whom the draft calls "he"
LONG = 8  # minimum letters of a name that a letter may be wrong in
ABBREVIATED_TITLE = re.compile(r"\b[A-Z][a-z]+\. ")  # "Capt." of "Pentagon spokesman Capt. Jeff Davis"
OWNERS = re.compile(
    r"((?:[A-Z][\w.&-]*\s)*[A-Z][\w.&-]*)['’]s?\s|\s(?:for|of|at|from)\s(?:the\s)?([A-Z][\w.&-]*(?:\s[A-Z][\w.&-]*)*)"
)
"""The owners of a phrase: "Leith's spokesman", "a spokesman for Leith"."""
SPOKESPEOPLE = re.compile(r"\b(?:spokes[a-z]+|press secretary)\b")  # whose words count as those of whom they speak for
SMALL_WORDS = frozenset("the of for and in at on a an to".split())  # words of a name that do not tell it from another


@dataclass(frozen=True)
class Voice:
    """A speaker, with the text that names him."""

    speaker: Speaker
    article: Article
    analysis: Analysis

    @cached_property
    def entity(self) -> Entity | None:
        return find_entity(self.analysis, self.speaker.name)

    @cached_property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """The names as folded words, the fullest first; none for a pronoun or a phrase."""
        if self.is_pronoun or self.is_phrase:
            return ()
        written = (self.speaker.name, *(self.entity.aliases if self.entity else ()))
        return tuple(dict.fromkeys(words for each in written if (words := name_words(each))))

    @property
    def is_pronoun(self) -> bool:
        """True for "he", "his" and the like, and for the letter of a question or an answer: they stand for somebody."""
        name = self.speaker.name
        acronym = len(name) > 1 and name.isupper()  # WHO
        return (name.lower() in PRONOUNS | GENDERED and not acronym) or bool(letter_of(name))

    @property
    def is_phrase(self) -> bool:
        """True for "the minister", "France's health minister" and "the Texan"; names with "the" are those of bodies."""
        first, _, rest = self.speaker.name.partition(" ")
        start, last = self.speaker.span.start, (rest or first).rpartition(" ")[2]
        kind = self.entity.kind if self.entity else "other"
        before = {first, *self.article.text[max(0, start - LONGEST_TITLE) : start].split()[-1:]}
        people = last in DEMONYMS or last.lower() in PEOPLE_NOUNS
        told = ("the" in before and " " not in rest) or (people and not before.isdisjoint({"the", "The"}))
        title = (kind == "other" and told) or (kind != "person" and "former" in before)
        described = first.lower() in DETERMINERS or first[:1].islower() or (bool(rest) and last.islower())
        return title or (self.entity is None and not rest.istitle() and described)

    @property
    def is_word(self) -> bool:
        """True for a word alone that may be no name: "Former", "Republican", "King"."""
        name = self.speaker.name
        known = is_english(name.lower()) or name in DEMONYMS
        return self.entity is None and known and not self.is_pronoun and not self.is_phrase

    @property
    def owners(self) -> tuple[tuple[str, ...], ...]:
        """The names, as folded words, of those for whom a phrase says that somebody speaks: "a spokesman for Leith"."""
        text, span = self.article.text, self.speaker.span
        if not SPOKESPEOPLE.search(span.of(text).lower()):
            return ()
        found = OWNERS.finditer(text, span.start, min(len(text), span.end + FAR))
        return tuple(
            words for each in found if each.start() <= span.end + 1 and (words := name_words(each[1] or each[2]))
        )

    @property
    def gender(self) -> Gender | None:
        """What the text calls the speaker here ("she", "Mr. Lee", "his wife"), or else the first name of a full one."""
        here = self.speaker.span.of(self.article.text).lower()
        if here in GENDERED:
            return GENDERED[here]
        if self.is_phrase:
            noun = head_noun(here)
            return "he" if noun in MALE_NOUNS else "she" if noun in FEMALE_NOUNS else None
        before = self.article.text[max(0, self.speaker.span.start - LONGEST_TITLE) : self.speaker.span.start]
        titled = titles_gender([*before.lower().split()[-1:], *here.split()[:1]])
        return titled or first_name_gender({words[0].capitalize() for words in self.names if len(words) > 1})


@dataclass(frozen=True)
class Credit:
    voice: Voice
    """The likeliest speaker."""
    is_named: bool
    """True if the draft names him, surely: not by "he" or "the minister", and not as somebody who is near."""
    is_meant: bool = False
    """True if the draft likely means him, by his name or by "he" after it in this paragraph."""
    is_nobody_new: bool = False
    """True if the draft calls him "he", who is then somebody whom it named before."""
    gender: Gender | None = None
    """That of the words by which the draft surely calls him: "she", "his wife"."""
    others: tuple[Voice, ...] = ()
    """Who else may be meant, if he is not named."""
    beside: frozenset[str] = frozenset()
    """The words with a capital in the sentence of the quotation, folded, if he is not named there."""


def credit_of(quotation: DraftQuotation, article: Article, analysis: Analysis) -> Credit | None:
    speaker = quotation.speaker
    paragraph = article.block_at(quotation.span.start).span if article.blocks else quotation.span
    sentence = sentence_of(quotation.span, article)
    is_near = speaker is not None and paragraph.holds(speaker.span)
    if quotation.kind == "direct" and not quotation.is_credited and not is_near:
        near = people_in(paragraph, analysis, quotation.span)
        if len(near) == 1:
            return Credit(Voice(Speaker(near[0], paragraph), article, analysis), False)
    if speaker is None:
        return None
    added = ADDED.search(article.text, max(0, speaker.span.start - FAR), speaker.span.start)
    if added and not is_english(added[1].lower()) and Voice(speaker, article, analysis).is_phrase:
        speaker = Speaker(added[1], Span(*added.span(1)))
    voice = Voice(speaker, article, analysis)
    called = relative_name(speaker, voice)
    said = Voice(Speaker(" ".join(called.of(article.text).split()), called), article, analysis)
    others_between = people_in(Span(speaker.span.end, max(speaker.span.end, quotation.span.start)), analysis)
    introduced = quotation.is_credited or (quotation.kind != "block" and {*others_between} <= {speaker.name})
    told = introduced and sentence.holds(speaker.span) and (said.is_pronoun or said.is_phrase)
    gender = said.gender if told else None
    if said.is_word or (said.is_phrase and not said.is_pronoun and not DEFINITE.match(said.speaker.name)):
        return Credit(voice, False, gender=gender)  # "a spokesman" is nobody who was named before
    quote = next((each for each in analysis.quotes if each.span.overlaps(quotation.span)), None)
    end, cue = speaker.span.end, quote.cue if quote else None
    beside = article.text[end : cue.start if end <= cue.start else paragraph.end] if cue else ""
    owner = re.match(r"['’]s?\s+\w", beside) is not None  # "Lee's successor said", not "Lee's answer:"
    body = voice.entity is not None and voice.entity.kind != "person"
    verb = cue.of(article.text).lower() if body and cue is not None else ""
    passed_on = people_in(sentence, analysis, quotation.span) if verb == "according" else []  # "Lee, according to PBS"
    if verb in ("reported", "reports") and quote and cue and cue.start > quotation.span.end:
        passed_on = [each.name for each in quote.contenders[1:]]  # "They call it “…,” PBS reported."
    place = voice.entity is not None and voice.entity.kind == "place"  # stands for its government, or is no speaker
    is_named = bool(said.names) and is_name(said.speaker.name) and introduced and not (owner or passed_on or place)
    if is_named and quotation.confidence >= (DOUBTFUL if is_near else CERTAIN):
        parts = (article.text[sentence.start : quotation.span.start], article.text[quotation.span.end : sentence.end])
        capitals = (each for part in parts for word in CAPITAL.findall(part) for each in name_words(word))
        around = frozenset(() if sentence.holds(speaker.span) else capitals)
        return Credit(voice, True, quotation.confidence >= CERTAIN, beside=around)
    names = [each.name for each in quote.contenders] if quote else []
    names += passed_on
    names += [each.entity.name for each in may_mean(speaker.span, article, analysis) if each.certainty >= LIKELY]
    if not introduced and (index := article.block_index(quotation.span.start)):
        names += people_in(article.blocks[index - 1].span, analysis)
    others = [Voice(Speaker(name, speaker.span), article, analysis) for name in dict.fromkeys(names)]
    others = [each for each in others if each.speaker.name != speaker.name and not genders_differ(said, each)]
    before = Span(paragraph.start, speaker.span.start) if said.is_phrase else paragraph
    named_here = voice.entity is not None and any(map(before.holds, voice.entity.mentions))
    meant = told and named_here and quotation.confidence >= PRONOUN and not (said.is_pronoun and is_parted(voice, said))
    known = said.is_pronoun and is_near and introduced and quotation.confidence >= CERTAIN
    known = known and not (others or is_parted(voice, said, sentence.start))
    return Credit(voice, False, meant, known, gender, tuple(others))


def is_parted(named: Voice, pronoun: Voice, begin: int = 0) -> bool:
    """Return whether somebody else is described between a name and a pronoun: "Lee agrees. The mayor left. He said".

    Only descriptions from `begin` on count.
    """
    if named.entity is None:
        return False
    text, end = named.article.text, pronoun.speaker.span.start
    start = max((each.end for each in named.entity.mentions if each.end <= end), default=end)
    start = max(start, begin - 2)  # with the end of the sentence before
    subjects = [
        (f, n) for f in SUBJECT.finditer(text, start, end) for n in (2, 3) if (f[n] or "").lower() in PEOPLE_NOUNS
    ]
    if any(found["article"] != "The" for found, _ in subjects):
        return True  # "A man agrees. He said"
    told = [Span(found.start("article"), found.end(number)) for found, number in subjects]
    told += [
        each.speaker.span for each in named.analysis.quotes if each.speaker and start <= each.speaker.span.start < end
    ]
    phrases = (each.of(text) for each in told)
    return any(DEFINITE.match(each) and not is_called(each, named.entity, named.article) for each in phrases)


def relative_name(speaker: Speaker, voice: Voice) -> Span:
    """Return the name beside the words for a speaker, or else these: "it was Lee who said", "the mayor, Lee, said"."""
    text, span = voice.article.text, speaker.span
    mentions = voice.entity.mentions if voice.entity else ()
    if span.of(text).lower() == "who":
        beside = (each for each in mentions if each.end <= span.start and not text[each.end : span.start].strip(" ,"))
    else:
        beside = (each for each in mentions if text[span.end : each.start] == ", ")
    return next(beside, span)


def sentence_of(quotation: Span, article: Article) -> Span:
    """Return the sentences that a quotation is part of, from the first to the last, as far as they reach."""
    if not article.blocks:
        return quotation
    block = article.block_at(quotation.start)
    start, end = max(block.span.start, quotation.start - REACH), min(block.span.end, quotation.end + REACH)
    parts = [each for each in sentences(article, replace(block, span=Span(start, end))) if each.overlaps(quotation)]
    return Span(parts[0].start, parts[-1].end) if parts else quotation


def people_in(span: Span, analysis: Analysis, but: Span | None = None) -> list[str]:
    """Return who is named in a span, but not where another one is."""
    people = ((each, m) for each in analysis.entities if each.kind == "person" for m in each.mentions)
    named = (each.name for each, m in people if not (but and but.overlaps(m)) and span.holds(m))
    return list(dict.fromkeys(named))


@lru_cache(maxsize=8192)  # each name is compared with all others
def name_words(name: str) -> tuple[str, ...]:
    """Return the words of a name, folded, without accents, titles, honours and a possessive.

    The parts of a compound name and the initials before a name are words of their own.
    """
    plain = without_accents(re.sub(r"'s?$", "", fold_name(name))).translate(PLAIN).replace(",", " ").replace("-", " ")
    words = re.findall(r"[^\W_]+(?:['.&][^\W_]+)*\.?", plain)
    while len(words) > 1 and words[0].rstrip(".") in TITLES | {"the"}:
        words = words[1:]
    while len(words) > 1 and words[-1].replace(".", "") in HONOURS | GENERATIONS.keys():
        words = words[:-1]
    if len(words) > 1:
        words = [part for word in words for part in (word.split(".") if INITIALS.fullmatch(word) else [word]) if part]
    return tuple(word.replace(".", "") for word in words)


def compare_speakers(one: Voice | None, other: Voice | None) -> Attribution:
    if one is None or other is None or one.is_pronoun or other.is_pronoun:
        return "unknown"
    if one.names and other.names and (names_agree(one, other) or not one.is_word):  # "Republican", of a strategist
        return "same" if names_agree(one, other) else "other"
    if not one.names and not other.names:
        if one.owners and other.owners and not any(same_name(a, b) for a in one.owners for b in other.owners):
            return "other"
        return "same" if head_noun(one.speaker.name) == head_noun(other.speaker.name) else "unknown"
    named, phrase = (other, one) if one.is_word or not one.names else (one, other)
    found = [verdict for text in (one, other) if (verdict := explained_by(phrase, named, text)) != "unknown"]
    return "same" if "same" in found else found[0] if found else "unknown"


def names_agree(one: Voice, other: Voice) -> bool:
    full = [[words for words in voice.names if len(words) > 1] for voice in (one, other)]
    if all(full):
        return any(same_name(a, b) for a in full[0] for b in full[1])
    return not genders_differ(one, other) and any(same_name(a, b) for a in one.names for b in other.names)


def genders_differ(one: Voice, other: Voice) -> bool:
    genders = {one.gender, other.gender}
    return None not in genders and len(genders) > 1


def same_name(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two names can be one's: "Ann Lee" and "A. B. Lee", "Lee" and "Ann Lee", "WHO".

    So can two spellings: "Wang Yi Wei" and "Wang Yiwei"; a remark says so.
    """
    if not (one and other):
        return False  # nothing but signs
    middle = one[1:2] + other[1:2] if min(len(one), len(other)) > 2 else ()
    if middle and min(map(len, middle)) == 1 and middle[0][0] != middle[1][0]:
        return False  # W. and H. W.
    if one == other or is_misspelling(one, other):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        alike = (
            short[0] in long
            or short[0] == "".join(word[0] for word in long if word not in SMALL_WORDS)
            or is_misspelling(short, long[-1:])
        )
        return alike or is_blend(short[0], long) or bool(full_forms(short) & full_forms(long))
    if one[-1] == other[-1]:
        capitalized = [tuple(word.capitalize() for word in words) for words in (one, other)]
        return given_names_agree(*capitalized)
    return set(short) - SMALL_WORDS <= set(long)


def is_misspelling(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two long names differ by a letter at most, not counting spaces."""
    a, b = "".join(one), "".join(other)
    return min(len(a), len(b)) >= LONG and Levenshtein.distance(a, b, score_cutoff=1) <= 1


def is_blend(name: str, words: Sequence[str]) -> bool:
    """Return whether a name is put together from beginnings of words, two letters or more: "Centcom", "Ofcom"."""
    *before, last = ("|".join(word[:size] for size in range(2, len(word) + 1)) for word in words)
    pieces = "".join(f"(?:{each})?" for each in before) + f"(?:{last})"
    return not words[-1].startswith(name) and re.fullmatch(pieces, name) is not None


def full_forms(words: tuple[str, ...]) -> frozenset[str]:
    """Return the full forms that a name may abbreviate, folded."""
    name = " ".join(words)
    forms = [*alternative_forms("places").items(), *alternative_forms("organisations").items()]
    return frozenset({name, *(fold_name(each) for form, full in forms if fold_name(form) == name for each in full)})


def explained_by(phrase: Voice, named: Voice, text: Voice) -> Attribution:
    """Return what a text says of a phrase and a name: `other` if it surely calls only other people so."""
    people = (entity for entity in text.analysis.entities if entity.kind == "person")
    name = phrase.speaker.name
    beside = [each for each in people if is_called(name, each, text.article) and fits_owner(phrase, each, text)]
    voices = (Voice(Speaker(each.name, each.mentions[0]), text.article, text.analysis) for each in beside)
    if any(names_agree(named, voice) for voice in voices):
        return "same"
    return "other" if any(is_called(name, each, text.article, surely=True) for each in beside) else "unknown"


def fits_owner(phrase: Voice, called: Entity, text: Voice) -> bool:
    """Return whether somebody may be "her minister": of no country, or of that of whom the text may mean by "her"."""
    first, start = phrase.speaker.name.partition(" ")[0], phrase.speaker.span.start
    if first.lower() not in ("his", "her", "its", "their"):
        return True
    owners = may_mean(Span(start, start + len(first)), phrase.article, phrase.analysis)
    found = [called, *filter(None, (find_entity(text.analysis, each.entity.name) for each in owners))]
    roles = (" ".join(find_roles(text.article.text, each.mentions)).split() for each in found)
    own, *others = [{word[:2] for word in words if word in HOMES} for words in roles]  # "It" of "the Italian premier"
    return not own or any(own & homes for homes in others)


def speaks_for(one: Voice, there: Voice) -> Attribution:
    """Return `same` for a body and its spokesman, `unknown` for another official of it or a person's spokesman."""
    text, known = there.article.text, there.analysis.entities
    party = "|".join(re.escape(" ".join(name)[:-1]) for name in one.names if name[-1].endswith("s"))
    for mention in there.entity.mentions if party and there.entity else ():
        before = fold_name(text[max(0, mention.start - 2 * FAR) : mention.start])
        if re.search(rf"\b(?:{party})\b[\w\s’'-]*{SPOKESPEOPLE.pattern}$", before.rstrip()):
            return "same"  # "Liberal Democrat Treasury spokesperson Ann Lee"
    own = [each for each in known if any(same_name(name_words(each.name), name) for name in one.names)]
    pairs = [pair for each in own if there.entity for pair in ((each, there.entity), (there.entity, each))]
    found: Attribution = "other"
    for body, person in (pair for pair in pairs if pair[1].kind == "person"):
        between = (
            text[b.end : p.start] for b in body.mentions for p in person.mentions if b.end < p.start < b.end + FAR
        )
        gaps = (ABBREVIATED_TITLE.sub("", gap).rstrip(", ") for gap in between)
        titles = [gap for gap in gaps if not (re.search(r"[^\w\s’'-]", gap) or REPORTING_VERBS & {*gap.split()})]
        titles += [r for r in find_roles(text, person.mentions) if any(n in r for n in (body.name, *body.aliases))]
        speaks = any(map(SPOKESPEOPLE.search, titles))
        behind = (
            text[p.end : b.start] for b in body.mentions for p in person.mentions if p.end < b.start < p.end + FAR
        )
        titles += [gap for gap in behind if re.fullmatch(r", [\w\s’'-]+, ", gap)]  # "Lee, the secretary, Leith Council"
        if speaks and body.kind != "person":
            return "same"
        found = "unknown" if speaks or (titles and body.kind != "person") else found
    return found


def voice_of(quote: Quote | None, article: Article, analysis: Analysis) -> Voice | None:
    return Voice(quote.speaker, article, analysis) if quote is not None and quote.speaker is not None else None
