"""Remarks on how a quotation differs from its source: lost negations, joined passages, changed figures."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rapidfuzz.distance import Levenshtein
from rapidfuzz.process import extract

from reader.analysis import Analysis
from reader.analysis.lexicon import FUNCTION_WORDS
from reader.analysis.queries import span_distance
from reader.document.article import Article
from reader.document.segments import sentences
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.verification import DraftQuotation, Place
from reader.verification.pattern import find_verbatim, read_pattern
from reader.verification.source_text import SourceText
from reader.verification.words import Words, split_words

NEGATIONS = frozenset("no not never none nobody nothing nor neither nowhere cannot without hardly barely".split())

JOINED = 5
"""Minimum words that show where else a part of a quotation comes from."""

LINKS = 3
"""Maximum words that link two passages: "and then", "but"."""

SMALL_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()

TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()

UNIT_REACH = 2
"""Maximum words from a number to the word that it counts: "34 cancelled ferries"."""


# ---------------------------------------------------------------------- words


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


# ---------------------------------------------------------------------- figures


def figure_remarks(draft: Article, quotations: Iterable[DraftQuotation], at: Span, source: SourceText) -> Iterator[str]:
    """Yield remarks on figures beside the quotation at `at` that its source has otherwise, for the same thing."""
    known: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for value, unit, written in figures_in(source.words, source.article.text):
        known[unit].setdefault(value, written)
    values = {value for there in known.values() for value in there}
    quoted = [part for quotation in quotations for part in quotation.parts]
    for sentence in sentences(draft, draft.block_at(at.start)):
        if span_distance(sentence, at) > 1:
            continue
        beside = without_parts(draft.text, sentence, quoted)
        for value, unit, written in figures_in(split_words(beside), beside):
            if value not in values and unit in known:
                yield f"the draft has “{written}”, the source “{'” and “'.join(known[unit].values())}”"


def without_parts(text: str, span: Span, parts: Iterable[Span]) -> str:
    """Return the text of a span with some parts blank."""
    hidden = {at for part in parts for at in range(part.start, part.end)}
    return "".join(" " if at in hidden else text[at] for at in range(span.start, span.end))


def figures_in(words: Words, text: str) -> Iterator[tuple[str, str, str]]:
    """Yield the figures of a text: the number, the word it counts in the singular, and both as written."""
    after = 0
    for at in range(len(words)):
        value, end = read_number(words, at)
        if not value or at < after:
            continue
        after = end
        near = range(end, min(end + UNIT_REACH, len(words)))
        unit = next((n for n in near if words.keys[n] not in FUNCTION_WORDS and not words.keys[n][0].isdigit()), None)
        if unit is not None:
            yield value, counted_thing(words.keys[unit]), " ".join(words.span(at, unit).of(text).split())


def read_number(words: Words, at: int) -> tuple[str, int]:
    """Return the number at a word, in digits, and the word after it; an empty string if there is none."""
    key = words.keys[at]
    if key[0].isdigit():
        return key, at + 1
    if key in SMALL_NUMBERS:
        return str(SMALL_NUMBERS.index(key)), at + 1
    if key not in TENS:
        return "", at
    ten, following = 10 * TENS.index(key) + 20, words.keys[at + 1] if at + 1 < len(words) else ""
    if following in SMALL_NUMBERS[1:10]:
        return str(ten + SMALL_NUMBERS.index(following)), at + 2
    return str(ten), at + 1


def counted_thing(word: str) -> str:
    """Return the singular of a word, with one word for what is written in two ways."""
    return "%" if word in ("percent", "pct") else word.removesuffix("s")


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


LETTERS = 5
"""Minimum letters of a name that may be a misspelling; shorter names differ by a letter or two by nature."""

LONG = 8
"""Minimum letters of a name in which two letters may differ; in a shorter one, one."""

CAPITALIZED = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*)*")
"""Words in a row that begin with capitals."""

NAME_WORDS = 4
"""Maximum words of a part of such a row that is taken for a name."""


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
