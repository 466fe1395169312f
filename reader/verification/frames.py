"""Decide whether a quotation was torn from its sentence: what the source says around it, and the draft does not.

The stretches of a place (a quotation with an ellipsis has several) are read in the speech that they are part of,
without the words by which the article interrupts it, and then in the sentence of the article around that speech. What
is found there counts only if the draft does not tell it itself: Lee would never say “the poor should starve”.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from reader.analysis.assertion import lexicon, read_left_out, read_stretch
from reader.analysis.assertion.before import last_open_mark
from reader.analysis.assertion.beside import read_following
from reader.analysis.assertion.clauses import split_clauses
from reader.analysis.assertion.points import Reading, weigh
from reader.analysis.assertion.settled import phrase_of
from reader.analysis.assertion.words import NO_WORDS, Framing, Surroundings, Words, is_negated
from reader.analysis.lexicon import ARTICLES, REPORTING_VERBS, SPEECH_NOUNS, is_english
from reader.analysis.quotes.candidates import PRONOUNS
from reader.analysis.tokens import ABBREVIATIONS, Token, TokenizedArticle, tokenize
from reader.document.article import Article
from reader.text.span import Span
from reader.verification import DraftQuotation, Frame
from reader.verification.pattern import Found, Pattern
from reader.verification.source_text import SourceText

NAME_IN_BRACKETS = re.compile(r"\[[A-Z][A-Z .'’-]{1,40}\][:\s]+")  # "[LEE] "
LABEL = re.compile(r"[\s\[(]*(?:\d{1,2}:)*\d{0,2}(?:[.,]\d+)?[\])\s]*[^:\n]{0,60}:\s+")
"""The time and the label of a turn: "[00:12:03] Ann Lee: "."""

TERMINATORS = frozenset(".!?…;")  # signs that end a sentence of a speech; what a semicolon parts, is read as two
LONG = 6  # minimum words after which a name in a speech rather begins a sentence than goes on with one
EDGES = " \n\t,“”„«»\"‘’'"  # signs that are not shown at the ends of what was cut off

MARKS = frozenset("”»\"’'“‘«„)]")

CLOSING = {"“": "”", "‘": "'", "'": "'", '"': '"'}  # as they are among `Words`
OPEN = {"supposed", "restricted", "asked"}  # kinds of frames each of which a draft may tell as another
PARTED = re.compile(r"[”»\"]")  # in a frame, where the article tells in between who speaks
AHEAD = frozenset("aims hoped hopes pledged pledges promised promises vowed vows wanted wants".split())
"""Verbs of what is still to come: "she promises to keep it “open to all”"."""

LIKE = {
    "denied": lexicon.NEGATIONS | lexicon.DENYING | lexicon.AVOIDING,
    "supposed": lexicon.CONDITIONS | lexicon.PERHAPS | lexicon.SUPPOSING | lexicon.POSSIBLY | lexicon.WANTING | AHEAD,
}
IDLE = ARTICLES | frozenset("i we our my his her its their".split())  # words that a draft may have otherwise
HEARING = frozenset(("hear", "hears", "heard", "hearing"))  # what a speaker does who has a thing from others

TIMED = frozenset(("when", "whenever", "once", "where", "if"))  # openers of a clause that supposes what is quoted in it
TURNING = lexicon.PREDICATES | lexicon.NEGATIONS | lexicon.LIMITING  # what may turn a later part of a speech


def find_frame(pattern: Pattern, found: Found, quotation: DraftQuotation, draft: Article) -> Frame | None:
    """Return what a draft has cut off from around a quotation, where it was found; None if that turns nothing."""
    framing = frame_in_source(pattern, found)
    if framing is None:
        return None
    text = found.source.article.text
    words = Span(framing.start, framing.end).of(text)
    start = framing.start + len(words) - len(words.lstrip(EDGES))
    span = Span(start, max(start, framing.end - len(words) + len(words.rstrip(EDGES))))
    frame = Frame(framing.kind, framing.certain, span.of(text), span)
    stretches = list(stretches_of(pattern, found))
    left_out = stretches[0].end <= span.start and span.end <= stretches[-1].start
    return None if is_told(quotation, draft, frame, left_out=left_out) else frame


def frame_in_source(pattern: Pattern, found: Found) -> Framing | None:
    """Return the surest framing of any stretch of a place."""
    source, stretches = found.source, list(stretches_of(pattern, found))
    if not stretches:
        return None
    tokenized, sentences = speech_around(source, stretches)
    explained = any(is_negated(f" {joint.text} ") for joint in pattern.joints if joint.kind == "bracket")
    in_brackets = {number for number, joint in enumerate(pattern.joints, 1) if joint.kind == "bracket"}
    behind_brackets = in_brackets if len(stretches) == len(pattern.stretches) else set()
    readings = [*read_speech(sentences, stretches, explained, behind_brackets)]
    asks = pattern.text.rstrip("”\"’' .,…").endswith("?")
    if asks:
        readings = [each for each in readings if each.framing is not None and each.framing.kind != "asked"]
    found_around = framings_around(tokenized, source, stretches, sentences)
    around = (each for each in found_around if not (asks and each.kind == "asked"))
    return Framing.surest(each for each in (weigh(readings), *around) if each is not None)


def speech_around(source: SourceText, stretches: Sequence[Span]) -> tuple[TokenizedArticle, list[list[Token]]]:
    """Return the blocks with some stretches, and the sentences of the speech that they are part of."""
    speech = speech_at(source, stretches[0])
    tokenized = tokens_around(source.article, Span(speech[0].start, max(speech[-1].end, stretches[-1].end)))
    return tokenized, sentences_of(tokenized, speech)


def stretches_of(pattern: Pattern, found: Found) -> Iterator[Span]:
    """Yield where the stretches of a quotation are, between its ellipses and brackets."""
    source, numbers = found.source, found.run.numbers
    for stretch in pattern.stretches:
        rows = [row for row in found.equal if row.begin < stretch.stop and stretch.start < row.end > row.begin]
        if rows:
            first = numbers[rows[0].run_begin + max(0, stretch.start - rows[0].begin)]
            last = numbers[rows[-1].run_end - 1 - max(0, rows[-1].end - stretch.stop)]
            yield Span(source.offset(first), source.words.span(last, last).end)


def speech_at(source: SourceText, stretch: Span) -> tuple[Span, ...]:
    """Return the passages in quotation marks of the speech with a stretch; else its paragraph, or line, or turn."""
    speech = None if source.is_spoken else marked_at(source, stretch)
    if speech is not None:
        return speech
    block, text = source.article.block_at(stretch.start), source.article.text
    if block.reflow:
        return (block.span,)
    start, end = text.rfind("\n", block.span.start, stretch.start) + 1, text.find("\n", stretch.end, block.span.end)
    start, end = max(start, block.span.start), block.span.end if end < 0 else end
    label = (LABEL if source.is_spoken else NAME_IN_BRACKETS).match(text, start, stretch.start)
    return (Span(label.end() if label else start, end),)


def marked_at(source: SourceText, span: Span) -> tuple[Span, ...] | None:
    return next((each for each in source.marked if any(part.overlaps(span) for part in each)), None)


def tokens_around(article: Article, span: Span) -> TokenizedArticle:
    first, last = article.block_index(span.start), article.block_index(max(span.start, span.end - 1))
    return tokenize(replace(article, blocks=article.blocks[first : last + 1], marks=()))


def sentences_of(tokenized: TokenizedArticle, speech: Sequence[Span]) -> list[list[Token]]:
    """Return the tokens of a speech in sentences, without what interrupts it."""
    sentences: list[list[Token]] = [[]]
    before: Span | None = None
    for part in speech:
        tokens = [token for token in tokenized.tokens if part.start <= token.start < part.end]
        if len(speech) > 1:  # the marks around a part quote nobody else
            tokens = [each for each in tokens if part.start < each.start < part.end - 1 or each.text[0] not in MARKS]
        if before is not None and tokens:
            if begins_anew(tokenized.text, before.end, tokens, sentences[-1]):
                sentences.append([])
            elif tokens[0].lower in lexicon.VERBS | {"that"} and [token.text for token in sentences[-1][-1:]] == [","]:
                sentences[-1].pop()  # “Nobody here,” Lee said, “is claiming that”
        before = part
        ends = False
        for token, following in pairwise([*tokens, None]):
            assert token is not None
            closes = ends and bool(sentences[-1]) and token.text[0] in MARKS and token.start == sentences[-1][-1].end
            ends = token.text[0] in TERMINATORS or closes
            sentences[-1].append(token)
            begins = following is None or following.capital or token.text == ";" or not following.text[0].isalpha()
            beside = following is not None and following.text[0] in MARKS and following.start == token.end
            if ends and begins and not beside and (following is None or following.text[0] not in TERMINATORS):
                sentences.append([])
    return [sentence for sentence in sentences if any(token.text[0] not in MARKS for token in sentence)]


def begins_anew(text: str, end: int, tokens: Sequence[Token], former: Sequence[Token]) -> bool:
    """Return whether a part of a speech begins a sentence, behind the `former` one that ends at `end`."""
    between = text[end : tokens[0].start]
    first = next((token for token in tokens if token.text[0].isalnum()), tokens[0])
    words = between.split()
    goes_on = between.lstrip()[:1].isalpha()
    says = not REPORTING_VERBS.isdisjoint(word.strip(",;:") for word in words)
    # it was “improper” that “they stay”; it is “only a first step” but adds that “they stay”; “…,” and “they stay”
    if (says and "that" in words) or (goes_on and not says and TURNING.isdisjoint(token.lower for token in former)):
        return True
    ordinary = first.capital and first.lower != "i" and (is_english(first.lower) or len(words) > LONG)
    ends = (word for word in words if word[-1] in ".!?" and word[:-1].lower() not in ABBREVIATIONS and len(word) > 2)
    return ordinary or any(ends) or "\n" in between


def read_speech(
    parts: Sequence[Sequence[Token]],
    stretches: Sequence[Span],
    explained: bool = False,
    behind_brackets: Collection[int] = (),
) -> Iterator[Reading]:
    """Yield what is read of stretches in the sentences of their speech.

    The stretches with the numbers `behind_brackets` follow words in brackets that stand for those of the source; what
    is left out is `explained` if such words negate.
    """
    sentences = [Words.of(part) for part in parts]
    former, former_end = -2, 0
    ends = [*(each.start for each in stretches[1:]), None]
    for number, (stretch, behind) in enumerate(zip(stretches, ends, strict=True)):
        touched = [at for at, part in enumerate(parts) if part[0].start < stretch.end and part[-1].end > stretch.start]
        if not touched:
            continue
        first, last = touched[0], touched[-1]
        inner = Words(word for at in touched for word in sentences[at] if stretch.start <= word.start < stretch.end)
        before = Words(word for word in sentences[first] if word.end <= stretch.start)
        after = Words(word for word in sentences[last] if word.start >= stretch.end)
        if former == first:
            between = Words(word for word in before if word.start >= former_end)
            ahead = Words(word for word in before if word.end <= former_end).plain
            left_out = read_left_out(between, ahead, inner) if between.plain and not explained else None
            if left_out is not None and (left_out.framing is not None or number not in behind_brackets):
                yield left_out
            before = NO_WORDS
        begins = first and (parts[first][0].capital or sentences[first - 1].last == ";")
        previous = sentences[first - 1] if begins and former < first - 1 else NO_WORDS
        following = sentences[last + 1] if last + 1 < len(parts) else NO_WORDS
        if following and not (parts[last + 1][0].capital or sentences[last].last == ";" or following.first in MARKS):
            following = NO_WORDS  # the author quotes some more words
        after = NO_WORDS if behind is not None and parts[last][-1].end > behind else after
        following = NO_WORDS if behind is not None and following and following[-1].end > behind else following
        lead = NO_WORDS if MARKS.intersection(before.lowers) else quoting_words(sentences, first, stretch)
        told = read_stretch(Surroundings(inner, lead)) if lead.plain else None
        alone = Surroundings(inner, before, after, previous, following)
        yield told if told and told.framing else read_stretch(alone)
        former, former_end = last, stretch.end


def quoting_words(sentences: Sequence[Words], at: int, stretch: Span) -> Words:
    """Return the words before a quotation within a speech that goes on in its sentence `at`, and its mark; or none."""
    for words in reversed(sentences[:at]):
        if MARKS.intersection(words.lowers):
            mark = last_open_mark(words)
            later = {word.lower for each in sentences[at:] for word in each if word.start >= stretch.end}
            closes = 0 < mark < len(words) - 1 and CLOSING.get(words[mark].lower) in later
            return words.part(0, mark + 1) if closes else NO_WORDS
    return NO_WORDS


def framings_around(
    tokenized: TokenizedArticle, source: SourceText, stretches: Sequence[Span], parts: Sequence[Sequence[Token]]
) -> Iterator[Framing]:
    """Yield the framing of a speech by the article's own words around it: Lee never said “…”."""
    whole = Span(stretches[0].start, stretches[-1].end)
    speech = marked_at(source, whole)
    if speech is None:
        return
    around = narration(tokenized, [part for part in speech if part.overlaps(whole)], whole)
    ahead = [token for part in parts[:1] for token in part if token.end <= whole.start and token.text[0].isalnum()]
    begins = bool(parts) and parts[0][0].start <= whole.start and not ahead
    goes_on = ahead and not ahead[0].capital and whole.start < parts[0][-1].end and not source.is_spoken
    if source.is_spoken and speech[0].start <= whole.start:  # who speaks quotes somebody in turn: he says, “…”
        mark = next(token for token in tokenized.tokens if token.start >= speech[0].start)
        around = replace(around, before=Words((*around.before, *Words.of((mark,)))), attributed=False)
    elif not begins:  # they did not “impose any | fines”
        around = replace(around, before=Words((*around.before, *Words.of(ahead))) if goes_on else NO_WORDS)
    around = replace(around, before=from_participle(around.before))
    names = around.before.names if around.before.last == ":" else frozenset[str]()
    if names & SPEECH_NOUNS and names.isdisjoint((REPORTING_VERBS | lexicon.REPORTING) - SPEECH_NOUNS):
        return  # "his answer was far from clear: “…”"
    framing = read_stretch(replace(around, following=NO_WORDS)).framing
    asks = lexicon.ASKING | {"?"}
    if framing is None or (goes_on and not (framing.certain and framing.kind == "denied")):
        return
    if framing.kind == "asked" and asks.isdisjoint(around.before.names | around.after.names):
        return  # Lee told them that they had “…”
    # if it rained, Lee said, “we would stay”; he doubted if they “are right”
    verbs = around.before if phrase_of(around.quoted) else around.quoted
    told = lexicon.CONDITIONAL_VERBS & verbs.names or lexicon.DENYING & around.before.names
    sure = framing.kind != "restricted" and (bool(told) or framing.kind != "supposed")
    yield replace(framing, certain=framing.certain and sure)


def from_participle(before: Words) -> Words:
    """Return the author's words from the last participle of saying behind a comma, to which nothing before it belongs:
    "Lee would not answer, saying only that"."""
    signs = [at for at in range(1, len(before)) if before[at - 1].lower == "," and before[at].lower.endswith("ing")]
    saying = [at for at in signs if before[at].lower in REPORTING_VERBS | lexicon.REPORTING | {"meaning"}]
    return before.part(saying[-1]) if saying else before


def narration(tokenized: TokenizedArticle, quoted: Sequence[Span], words: Span) -> Surroundings:
    """Return the author's words around quoted passages, of the sentence that they are in, and of the next one."""
    first, last = quoted[0], quoted[-1]
    numbers = [n for n, token in enumerate(tokenized.tokens) if first.start <= token.start < last.end]
    if not numbers:
        return Surroundings(NO_WORDS)
    own = {tokenized.sentence_of[numbers[0]], tokenized.sentence_of[numbers[-1]]}

    def outside(sentences: set[int], begin: int, end: int) -> list[Token]:
        return [
            token
            for n, token in enumerate(tokenized.tokens[begin:end], begin)
            if tokenized.sentence_of[n] in sentences and tokenized.quotation_of[n] < 0
        ]

    inner = [token for token in tokenized.tokens if words.start <= token.start < words.end]
    later = [n for n in range(numbers[-1] + 1, len(tokenized.tokens)) if tokenized.sentence_of[n] == max(own) + 1]
    quotes = any(tokenized.quotation_of[n] >= 0 for n in later)  # a sentence with words of its own to quote
    return Surroundings(
        Words.of(inner),
        Words.of(outside({min(own)}, 0, numbers[0])),
        Words.of(outside({max(own)}, numbers[-1] + 1, len(tokenized.tokens))),
        NO_WORDS,
        NO_WORDS if quotes else Words.of(tokenized.tokens[n] for n in later),
        attributed=True,
    )


def is_given_to_holder(quotation: DraftQuotation, draft: Article, frame: Frame) -> bool:
    """Return whether a draft gives words to those whose view they are by the source: "every president says “…”"."""
    if frame.kind != "reported" or quotation.speaker is None or PARTED.search(frame.text):
        return False
    holder = quotation.speaker.span.of(draft.text).lower().split()
    return PRONOUNS.keys().isdisjoint(holder) and {*holder} <= {
        w.strip(EDGES + "()") for w in frame.text.lower().split()
    }


def is_told(quotation: DraftQuotation, draft: Article, frame: Frame, *, left_out: bool) -> bool:
    """Return whether the draft says around a quotation itself that it is not simply asserted, or gives it to others."""
    if not draft.blocks:
        return False
    plain = re.sub(r"['’](?:re|s|m|ve|ll|d)\b", "", frame.text)  # "we're hearing that"
    first, *rest = (word.strip(EDGES + "():") for word in plain.split() or [""])
    tokenized = tokens_around(draft, quotation.span)
    around = narration(tokenized, quotation.parts, quotation.span)
    if not around.quoted:
        return False
    told = read_stretch(around).framing or read_following(replace(around, after=NO_WORDS))
    kinds = {frame.kind, told.kind if told else "denied"}  # not “…” for a condition if Lee “has not lost faith: …”
    alike = not frame.certain or frame.kind == "reported" or kinds <= OPEN or kinds == {"denied", "reported"}
    if told is not None and (told.kind == frame.kind or (alike and not left_out)):
        return True
    last = split_clauses(around.before)[-1:]
    if frame.kind == "supposed" and any(each.opener in TIMED and not each.words.has_verb for each in last):
        return True  # "when people “stand up …”", for "if people stand up"
    own = around.before.names | around.after.names
    hedges = LIKE.get(frame.kind, frozenset()) | lexicon.CONDITIONAL_VERBS & {*frame.text.split()}
    if frame.kind == "supposed" and around.quoted.first == "to" and own & (lexicon.WANTING | AHEAD):
        return True  # she wants people “to stay”
    if phrase_of(around.quoted.plain) and own & hedges:
        return True  # a phrase beside "perhaps", for "it might be a"
    words = {first.lower(), *(each.lower() for each in rest if not each.istitle() or is_english(each.lower()))}
    cut = words & (lexicon.PREDICATES - lexicon.BELIEVING) or words - IDLE
    cut = cut - {"that"} if cut & HEARING else cut
    if cut <= own and not (cut and cut <= lexicon.REPORTING - HEARING | lexicon.QUESTION_STARTS):
        return True
    asked = around.before.last == "to" and own & (lexicon.ASKING | lexicon.WANTING)  # "he asked them to “send ships”"
    before = [each.words for each in split_clauses(around.before) if each.words and not each.words.is_report]
    denies = any(words.part(-3).is_negated for words in before[-1:])  # "he would not, he said, “stop”"
    return denies if frame.kind == "denied" else bool(asked)
