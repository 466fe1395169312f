"""Find runs of capitalised words: where a name may begin and how far it extends.

A run includes the lower-case words that occur in names: particles ("Ursula von der Leyen"), "of" after words that
take it ("Ministry of Foreign Affairs", but not "President of Russia"), "and" in institutions. Pitfall: a capital at
the start of a sentence is no evidence, so a word there begins a run only if the lists or the article's `Vocabulary`
support it.
"""

import re
from itertools import takewhile
from operator import attrgetter

from reader.analysis import lexicon
from reader.analysis.entities.capitalization import Vocabulary
from reader.analysis.lexicon import is_english, read_section
from reader.analysis.tokens import CONTRACTION, Token, TokenizedArticle, TokenizedPassage

LONGEST_RUN = 16  # maximum tokens of a run; longer sequences of capitalised words are not names

LEADING_PARTICLES = read_section("grammar", "leading particles")
ARABIC_ARTICLES = read_section("grammar", "arabic articles")

SYLLABLE = "(?:[bcdfghjklmnpqrstvwxyz]{0,3}[aeiouy]{1,3}(?:ng|nh|ch|ck|k|l|m|n|p|r|t|h|w)?|tsz)"
EAST_ASIAN = re.compile(f"{SYLLABLE}(?:-{SYLLABLE})+", re.IGNORECASE)
"""A given name of two or three syllables, as Chinese and Korean ones are written: "Suk-yeol", but not "US-led"."""

PREFIXES = read_section("grammar", "prefixes")
FUNCTION_WORDS_IN_NAMES = read_section("grammar", "function words in names")
COMMON_WORD_SUFFIXES = tuple(read_section("grammar", "suffixes of common words"))
VERB_SUFFIXES = ("ing", "ed", "ly")
OWNED_BY_SAINTS = read_section("grammar", "owned by saints")  # institutions whose names go on behind a saint's 's

VERBS_AFTER_NAMES = lexicon.REPORTING_VERBS | read_section("grammar", "verbs after names")

DONE = read_section("grammar", "lived", "done")  # verbs that make it a name if it is no word of English

KNOWN_PAIRS = frozenset(" ".join(name.split()[:2]) for name in lexicon.LISTED if " " in name)
"""The first two words of every listed name that has two or more."""

AND_PLACES = frozenset(
    " and ".join((left.split()[-1], right.split()[0]))
    for left, _, right in (name.partition(" and ") for name in lexicon.PLACES)
    if right
)
"""The words around the "and" in a place's name: "Trinidad and Tobago"."""

CURRENCIES = frozenset("$€£¥₹")
"""Signs before which capitals are no name: "NT$30,000". The end of a text is none."""


def is_adjacent(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether at most one white-space character is between a token and the next one."""
    end, start = tokenized.tokens[token].end, tokenized.tokens[token + 1].start
    return start == end or (start == end + 1 and tokenized.text[end].isspace())


def can_be_in_name(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a capitalised token can be part of a name: "Saint-Denis", but not "Berlin-based"."""
    here = tokenized.tokens[token]
    if not here.capital:
        return False
    if "-" in here.text:
        lead, tail = here.text.split("-", 1)[0], here.text.rsplit("-", 1)[1]
        if here.lower not in lexicon.TITLES and (lead.lower() in PREFIXES or {lead, tail} <= lexicon.DEMONYMS):
            return False  # Post-Brexit, Franco-German
        if is_given_name(here.text) and _is_beside_family_name(tokenized, token):
            return True
        return tail[:1].isupper() or tail.isdigit() or here.text in lexicon.PLACES or here.lower.startswith("al-")
    return not (here.text[-1] == "." and tokenized.lower(token + 1) == "-" and tokenized.text[here.end] == "-")


def is_given_name(word: str) -> bool:
    """Return whether a word is spelled like a hyphenated East Asian given name, the last part in lower case."""
    last = word.rpartition("-")[2]
    first = word.partition("-")[0].lower()
    if last == word or not last.islower() or first in ("co", "e", "re") or not EAST_ASIAN.fullmatch(word):
        return False
    return last not in lexicon.COMMON_WORDS or not is_english(first)  # Jae-in, but not "Sit-in"


def _is_beside_family_name(tokenized: TokenizedArticle, token: int) -> bool:
    """Return whether a given name has a family name beside it: "Tsai Ing-wen", "Ki-moon Ban"."""
    return any(
        0 <= other < len(tokenized.tokens)
        and _is_family_name(tokenized.tokens[other])
        and is_adjacent(tokenized, min(token, other))
        for other in (token - 1, token + 1)
    )


def _is_family_name(token: Token) -> bool:
    """Return whether a word can be the family name beside a hyphenated given name."""
    if token.text in lexicon.FAMILY_FIRST:
        return True
    ordinary = token.text.isupper() or token.lower in lexicon.COMMON_WORDS
    return token.capital and token.text.isalpha() and not ordinary


def starts_name(tokenized: TokenizedArticle, token: int, passage: TokenizedPassage, vocabulary: Vocabulary) -> bool:
    here = tokenized.tokens[token]
    if not here.capital:
        led = here.lower in LEADING_PARTICLES and _starts_with_particle(tokenized, token, passage)
        return led or ("-" in here.text and _has_arabic_article(here.text))
    if not can_be_in_name(tokenized, token) or CONTRACTION.search(here.lower):
        alone = is_given_name(here.text) and tokenized.lower(token - 1) not in lexicon.ARTICLES
        return alone and vocabulary.is_name(here.text)  # who was called "Lee Yeon-su" before
    if tokenized.text[here.end : here.end + 1] in CURRENCIES:
        return False
    paired = token < passage.last and tokenized.tokens[token + 1].capital and is_adjacent(tokenized, token)
    pair = f"{here.text} {tokenized.tokens[token + 1].text}" if paired else ""
    if here.lower in lexicon.FUNCTION_WORDS and not (here.text in lexicon.PLACES and here.text.isupper()):
        named = here.text in lexicon.FIRST_NAMES or here.text in lexicon.FAMILY_FIRST
        return bool(pair) and not tokenized.opens[token] and named  # Will Smith, the founder He Xiaopeng
    ordinary = here.lower in lexicon.COMMON_WORDS and here.text not in lexicon.ORGANISATIONS
    if ordinary and len(here.text) > 3 and here.text.isupper():
        return (pair or here.text).title() in lexicon.PLACES  # NEW YORK
    return not tokenized.opens[token] or _starts_sentence(tokenized, token, passage, vocabulary, pair)


def _starts_sentence(
    tokenized: TokenizedArticle, token: int, passage: TokenizedPassage, vocabulary: Vocabulary, pair: str
) -> bool:
    """Return whether the capital at a sentence's start is a name's; `pair` adds the capitalised word after it."""
    text, lower = tokenized.tokens[token].text, tokenized.tokens[token].lower
    if _is_known(text, pair) or lower in lexicon.TITLES or vocabulary.is_name(text):
        return True
    common = lower in lexicon.COMMON_WORDS or vocabulary.small[lower] > 0
    if text in lexicon.FIRST_NAMES and (pair or not common):
        return True
    following = tokenized.tokens[token + 1].lower if token < passage.last else ""
    led = following in lexicon.PARTICLES and not is_english(lower)
    if led and _starts_with_particle(tokenized, token + 1, passage):
        return True
    if common:
        named = following == "of" and token + 2 <= passage.last and tokenized.tokens[token + 2].capital
        return named and text in lexicon.OF_HEADS
    if pair:
        return not (lower.endswith(VERB_SUFFIXES) and is_english(lower))
    if text in lexicon.DEMONYMS or text in lexicon.NOT_NAMES or lower.endswith(COMMON_WORD_SUFFIXES):
        return False
    done = following in DONE and not is_english(lower)
    return done or following in VERBS_AFTER_NAMES or (len(text) > 1 and text.isupper())


def _is_known(text: str, pair: str) -> bool:
    """Return whether a word or the `pair` that it begins is listed, also in all capitals: "REUTERS"."""
    plain = text.capitalize() if text.isupper() else text
    listed = text in lexicon.LISTED or plain in lexicon.LISTED
    return listed or (bool(pair) and (pair in KNOWN_PAIRS or pair.title() in lexicon.PLACES))


def _has_arabic_article(text: str) -> bool:
    """Return whether a word is a name with an Arabic article: "al-Assad"."""
    article, _, rest = text.partition("-")
    return article in ARABIC_ARTICLES and rest[:1].isupper()


def _starts_with_particle(tokenized: TokenizedArticle, token: int, passage: TokenizedPassage) -> bool:
    """Return whether a name begins with the lower-case word at `token`: "von der Leyen", "al Qaeda"."""
    after = token + 1
    if after < passage.last and tokenized.tokens[after].lower in lexicon.PARTICLES:
        after += 1
    if after > passage.last or not can_be_in_name(tokenized, after) or not is_adjacent(tokenized, token):
        return False
    return tokenized.tokens[after].lower not in lexicon.FUNCTION_WORDS


def find_run_end(tokenized: TokenizedArticle, first: int, passage: TokenizedPassage) -> int:
    """Return the last token of the run that begins at `first`."""
    last, joined = first, False
    while last < passage.last and last - first < LONGEST_RUN:
        step = last + 1
        if tokenized.quotation_of[step] != tokenized.quotation_of[first] or not is_adjacent(tokenized, last):
            break
        if _continues(tokenized, last, step):
            last = step
            continue
        ahead = _next_capitalised(tokenized, step, passage)
        if tokenized.tokens[step].capital or not ahead or not _joins_run(tokenized, first, last, ahead, joined):
            break
        joined = joined or tokenized.tokens[step].lower in ("of", "for", "on")
        last = ahead
    return last


def _continues(tokenized: TokenizedArticle, last: int, step: int) -> bool:
    here, following = tokenized.tokens[last].text, tokenized.tokens[step]
    if following.lower in ("'s", "’s"):
        saint = last > 0 and tokenized.tokens[last - 1].text in ("St.", "St", "Saint")  # St. John's University
        owned = saint and step + 1 < len(tokenized.tokens) and tokenized.tokens[step + 1].text in OWNED_BY_SAINTS
        return owned or here in lexicon.POSSESSIVE_HEADS
    if not following.capital:
        return _has_arabic_article(following.text)
    inner = following.lower in FUNCTION_WORDS_IN_NAMES and here not in lexicon.NOT_NAMES
    return (inner or following.lower not in lexicon.FUNCTION_WORDS) and can_be_in_name(tokenized, step)


def _next_capitalised(tokenized: TokenizedArticle, step: int, passage: TokenizedPassage) -> int:
    """Return the capitalised word after the lower-case words at `step` ("of the North", "van der Berg"), or 0."""
    tokens, ahead = tokenized.tokens, step + 1
    if tokens[step].lower in lexicon.PARTICLES:
        while ahead < min(passage.last, step + 3) and tokens[ahead].lower in lexicon.PARTICLES:
            ahead += 1
    elif ahead < passage.last and tokens[ahead].lower == "the" and tokens[step].lower != "and":
        ahead += 1
    if ahead > passage.last or not can_be_in_name(tokenized, ahead) or not is_adjacent(tokenized, ahead - 1):
        return 0
    return 0 if tokens[ahead].lower in lexicon.FUNCTION_WORDS else ahead


def _joins_run(tokenized: TokenizedArticle, first: int, last: int, ahead: int, joined: bool) -> bool:
    """Return whether the lower-case word after `last` joins the run `first` to `last` with the word at `ahead`.

    `joined` is true if the run includes "of", "for" or "on" already.
    """
    tokens = tokenized.tokens
    head, lower = tokens[last].text, tokens[last + 1].lower
    match lower:
        case "of":
            phrase = " ".join(token.lower for token in tokens[last : ahead + 1])
            return head in lexicon.OF_HEADS or phrase in lexicon.TITLES  # Secretary of State
        case "for":
            return head in lexicon.FOR_HEADS
        case "on":
            return head in lexicon.ON_HEADS
        case "at":
            return tokens[first].text == "University" and joined
        case "&":
            return True
        case "and":
            return _is_joined_by_and(tokenized, first, last, ahead, joined)
    return lower in lexicon.PARTICLES and head not in lexicon.PLACE_HEADS and head not in lexicon.NOT_NAMES


def _is_joined_by_and(tokenized: TokenizedArticle, first: int, last: int, ahead: int, joined: bool) -> bool:
    """Return whether "and" joins a run with the word at `ahead`: "Trinidad and Tobago", "Academy of Arts and …"."""
    tokens = tokenized.tokens
    head = tokens[last].text
    if f"{head} and {tokens[ahead].text}" in AND_PLACES:
        return True
    opening = {tokens[token].text for token in range(first, min(first + 3, last + 1))}
    *_, last_ahead = (token.text for token in takewhile(attrgetter("capital"), tokens[ahead : ahead + 3]))
    if joined and opening & lexicon.AND_HEADS and last_ahead not in lexicon.ORGANISATION_HEADS - lexicon.INSTITUTIONS:
        return True
    if joined and opening & lexicon.ORGANISATION_HEADS and _are_fields(head, tokens[ahead].text, last_ahead):
        return True
    named = any(head in names for names in (lexicon.LISTED, lexicon.FIRST_NAMES, lexicon.DEMONYMS))
    return not named and last_ahead in lexicon.INSTITUTIONS


def _are_fields(one: str, other: str, last: str) -> bool:
    """Return whether the words around "and" are ordinary: "Academy of Arts and Sciences"; `last` ends the name."""
    known = (lexicon.LISTED, lexicon.ORGANISATION_HEADS, lexicon.DEMONYMS)
    ordinary = is_english(one.lower()) and is_english(other.lower()) and lexicon.FIRST_NAMES.isdisjoint((one, other))
    return ordinary and all(names.isdisjoint((one, other, last)) for names in known)
