"""Remarks on how a quotation differs from its source: lost negations, joined passages, misspelled names."""

import re
from collections.abc import Iterator, Sequence

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from reader.analysis import Analysis
from reader.document.article import Article
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.verification import Place
from reader.verification.pattern import find_verbatim, read_pattern
from reader.verification.source_text import SourceText
from reader.verification.words import split_words

NEGATIONS = frozenset("no not never none nobody nothing nor neither nowhere cannot without hardly barely".split())

JOINED = 5  # minimum words that show where else a part of a quotation comes from
LINKS = 3  # maximum words that link two passages: "and then", "but"


def difference_remarks(place: Place, source: SourceText) -> Iterator[str]:
    """Yield remarks on what a quotation leaves out of a passage and adds to it."""
    for difference in place.differences:
        if difference.equal:
            continue
        left_out, added = has_negation(difference.source), has_negation(difference.draft)
        if left_out and not added:
            yield f"a negation is left out: “{difference.source}”"
        elif added and not left_out:
            yield f"a negation is added: “{difference.draft}”"
        yield from joined_remark(difference.draft, source)


def has_negation(text: str) -> bool:
    return any(key in NEGATIONS or key.endswith("n't") for key in split_words(text).keys)


def joined_remark(added: str, source: SourceText) -> Iterator[str]:
    """Yield a remark if words that a passage does not have stand elsewhere in its source."""
    words = split_words(added)
    for left in range(2 * LINKS + 1):
        for begin in range(max(0, left - LINKS), min(left, LINKS) + 1):
            end = len(words) - (left - begin)
            if end - begin < JOINED:
                return
            part = words.span(begin, end - 1).of(added)
            for match in find_verbatim(read_pattern(part), source)[:1]:
                paragraph = source.article.paragraph_number(source.offset(match.first))
                yield f"two passages are joined: “{part}” is in ¶ {paragraph}"
                return


def has_same_facts(place: Place) -> bool:
    """Return whether two texts have the same figures and no negation that the other lacks."""
    draft = " ".join(each.draft for each in place.differences if not each.equal)
    source = " ".join(each.source for each in place.differences if not each.equal)
    if has_negation(draft) != has_negation(source):
        return False
    values = {key for key in split_words(draft).keys if key[0].isdigit()}
    return values <= set(split_words(place.text).keys)


def beginning_remark(source: SourceText) -> str:
    """Return the remark on missing words that the rest of a source may have."""
    return f"only the beginning of “{clean_line(source.article.title or source.key)}” is here: look in the whole text"


def prose_remark(place: Place, analysis: Analysis) -> Iterator[str]:
    """Yield a remark if the words are in nobody's mouth: in the source's own words, or its report of what was said."""
    if not place.prose or place.words == "altered":
        return
    reported = (each.speaker for each in analysis.indirect if each.span.overlaps(place.span))
    speaker = next((speaker for speaker in reported if speaker is not None), None)
    if speaker is not None:
        yield f"the source has it as indirect speech of {speaker.name}: the words are its own"
    elif place.attribution != "same":
        yield "the words are the source's own"


LETTERS = 5  # minimum letters of a name that may be a misspelling; shorter names differ by a letter or two by nature
LONG = 8  # minimum letters of a name in which two letters may differ; in a shorter one, one
CAPITALIZED = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)*")  # words in a row that begin with capitals
NAME_WORDS = 4  # maximum words of a part of such a row that is taken for a name


def misspelled_names(draft: Article, analysis: Analysis, sources: Sequence[SourceText]) -> Iterator[tuple[Span, str]]:
    """Yield the first mention of each misspelled name of a draft, with a remark, in text order."""
    spellings: dict[str, Span] = {}
    for span in sorted(mention for entity in analysis.entities for mention in entity.mentions):
        spellings.setdefault(" ".join(span.of(draft.text).split()), span)
    unknown = [name for name in spellings if letters(name) >= LETTERS and not any(has_name(s, name) for s in sources)]
    if not unknown:
        return
    names = {name for source in sources for name in capitalized_names(source.article.text)}
    known = {name: name.casefold() for name in sorted(names)}
    for name in unknown:
        most = 2 if letters(name) >= LONG else 1
        for _, _, near in extract(name.casefold(), known, scorer=Levenshtein.distance, score_cutoff=most, limit=1):
            yield spellings[name], f"no source has the name “{name}”, but one has “{near}”"


def has_name(source: SourceText, name: str) -> bool:
    words = split_words(name)
    places = source.words.find(words.stream)
    return any(list(source.words.keys[begin:end]) == list(words.keys) for begin, end in places)


def letters(name: str) -> int:
    return sum(sign.isalpha() for sign in name)


def capitalized_names(text: str) -> Iterator[str]:
    """Yield every part of every row of capitalized words."""
    for match in CAPITALIZED.finditer(" ".join(text.split())):
        words = [re.sub(r"['’]s?$|[.'’-]+$", "", word) for word in match[0].split()]
        for first in range(len(words)):
            for after in range(first + 1, min(first + NAME_WORDS, len(words)) + 1):
                yield " ".join(words[first:after])
