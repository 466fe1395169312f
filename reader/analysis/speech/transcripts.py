"""Find the turns of transcripts and interviews without quotation marks: `LEE: We were told.`, `Q:` and `A:`, `<v Lee>`.

The label at the start of a line says who speaks, so a turn is a quotation whose speaker is certain. A text counts as a
transcript only if its labels can be speakers' and what follows them sounds like speech, since lists of keys and values,
logs and glossaries look alike. Takes any text, in time linear in its length.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise
from typing import NamedTuple

from reader.analysis.lexicon import REPORTING_VERBS, read_section
from reader.analysis.speech.quotation_marks import Quotation
from reader.document.article import Article, Block
from reader.text.span import Span


@dataclass(frozen=True, slots=True)
class Turn:
    """A passage that somebody speaks."""

    span: Span
    """The passage with its label or signature."""
    quotations: tuple[Quotation, ...]
    """The words, in order; the last is open if the next passage continues it."""
    label: Span | None = None
    """The words before the quotation that name the speaker."""

    @property
    def words(self) -> Span:
        """The words from the first to the last that are spoken."""
        return Span(self.quotations[0].span.start, self.quotations[-1].span.end)


def whole_turn(passage: Span, words: Span, label: Span | None = None, *, continued: bool = False) -> Turn:
    """Return a turn of one quotation; `continued` if the next passage continues it."""
    return Turn(passage, (Quotation(words, not continued),), label)


SPOKEN_KINDS = frozenset({"paragraph", "item", "quotation"})
SPOKEN_ROLES = frozenset({"body", "standfirst"})

LABEL = re.compile(
    r"[ \t]*(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d{1,3})?[\])]?[ \t]+)?"  # [00:12]
    r"(?:<v(?:\.\S{1,20})? (?P<voice>[^<>\n]{1,40})>"
    r"|(?P<letter>[QA])[.:](?=\s)"
    r"|(?P<name>[^\W\d_](?:[^\W_]|[ .'’&-]){0,39}?)"
    r"(?P<more>,[^:\n]{1,50}|[ \t][(\[][^()\[\]\n]{1,40}[)\]])?[ \t]?:(?=\s))"
)
"""A label at the start of a line: a WebVTT voice, the letter of a question or an answer, or a name."""

QUESTION, ANSWER = "q", "a"
"""The keys of these letters, which stand for people who are named before."""

WORDS_OF_LETTERS = dict(entry.split(" = ") for entry in read_section("grammar", "letters"))

LONGEST_NAME = 5
"""Maximum words of a label."""

PARTICLES = read_section("grammar", "particles in labels")
"""Words of a name that may begin with a small letter."""

NO_SPEAKERS = read_section("grammar", "no speakers")
"""Last words of labels that are no speakers: of keys, notes and logs."""

FEWEST = 3
"""Minimum turns of a transcript: one speaker must come back."""

REPEATED = 2 / 3
"""Maximum share of different labels among the turns: keys of a list are all different."""

SENTENCES = 3 / 4
"""Minimum share of turns that end as sentences do; values of keys and items of lists do not."""

ADDRESSED = 1 / 3
"""Minimum share of turns in which somebody asks, or says "I", "we" or "you"."""

IN_A_ROW = 1 / 3
"""Maximum share of turns with the label of the turn before: in a dialogue people take turns, in a log they do not."""

DENSE = 1 / 3
"""Minimum share of labelled paragraphs where those without a label continue the speech before them."""

END = re.compile(r"[.?!…—–-][\"'”’»)\]]*$")
LONGEST_END = 8

ADDRESS = re.compile(rf"\b(?:{'|'.join(sorted(read_section('grammar', 'speakers and hearers')))})\b|\?", re.IGNORECASE)

PERSONAL = 1 / 4
"""Minimum share of the answers of an interview in which somebody says "I"."""

FIRST_PERSON = re.compile(rf"\b(?:{'|'.join(sorted(read_section('grammar', 'first person')))})\b")
"""Somebody answers, not the author of a list of frequent questions."""

OPENING = frozenset("“\"„«‘'")
"""Signs before words that are in quotation marks, whose speaker is found by the label before them."""

ASIDE = re.compile(r"[(\[<*].*[)\]>*]", re.DOTALL)
"""A paragraph that nobody speaks: "(Applause)"."""


class Labelled(NamedTuple):
    """A line that begins with a label."""

    start: int
    label: Span
    words: Span
    block: int
    key: str
    """The same for each label of a speaker."""


def find_turns(article: Article) -> list[Turn]:
    """Return the turns of a transcript in text order, or none."""
    found = list(_labelled(article))
    letters = [line for line in found if line.key in (QUESTION, ANSWER)]
    names = [line for line in found if line.key not in (QUESTION, ANSWER)]
    names = list(dropwhile(lambda line: _is_headline(line.words.of(article.text)), names))
    # a recording is speech: its labels are speakers if one comes back
    recorded = article.is_timed and len({line.key for line in names}) < len(names)
    spoken = names if recorded or _is_dialogue(names, article.text) else []
    if _is_interview(letters, article.text):
        spoken = sorted([*spoken, *letters])
    return list(_with_continuations(spoken, article)) if spoken else []


def letter_of(label: str) -> str:
    """Return the key of a label that stands for questions or answers; an empty string for a name."""
    word = label.strip(" .:").casefold()
    return WORDS_OF_LETTERS.get(word, word if word in (QUESTION, ANSWER) else "")


# ---------------------------------------------------------------------- labels


def _labelled(article: Article) -> Iterator[Labelled]:
    """Yield the lines that begin with what can be the label of a speaker, each with its words up to the next."""
    for number, block in enumerate(article.blocks):
        if not may_be_spoken(block):
            continue
        starts = line_starts(article.text, block.span)
        found = (LABEL.match(article.text, start, block.span.end) for start in starts)
        labels = [match for match in found if match and _key(match)]
        ends = [*(match.start() for match in labels[1:]), block.span.end]
        for match, end in zip(labels, ends, strict=False):
            words = article.text[match.end() : end]
            spoken = words.strip().removesuffix("</v>").rstrip()
            if any(sign.isalnum() for sign in spoken) and spoken[0] not in OPENING:
                begin = match.end() + len(words) - len(words.lstrip())
                group = next(name for name in ("voice", "letter", "name") if match[name])
                label = Span(*match.span(group))
                yield Labelled(match.start(), label, Span(begin, begin + len(spoken)), number, _key(match))


def may_be_spoken(block: Block) -> bool:
    return block.kind in SPOKEN_KINDS and block.role in SPOKEN_ROLES


def line_starts(text: str, span: Span) -> Iterator[int]:
    at = span.start
    while at < span.end:
        yield at
        at = text.find("\n", at, span.end) + 1 or span.end


def _key(match: re.Match[str]) -> str:
    """Return the key of a label: the last word of a name; an empty string if it is no speaker's."""
    if match["letter"] or (match["name"] and letter_of(match["name"])):
        return letter_of(match["letter"] or match["name"])
    words = (match["voice"] or match["name"]).replace("’", "'").split()
    more = (match["more"] or "").lower().split()
    last = words[-1].strip(".").casefold()
    capital = words[0][0].isupper() and all(
        word[0].isupper() or word[0].isdigit() or word in PARTICLES or word == "&" for word in words
    )
    if match["voice"]:
        return " ".join(words).casefold()
    if not capital or len(words) > LONGEST_NAME or last in NO_SPEAKERS or not REPORTING_VERBS.isdisjoint(more):
        return ""
    return " ".join(words).casefold() if last.isdigit() else last


# ---------------------------------------------------------------------- what counts as a transcript


def _is_dialogue(turns: Sequence[Labelled], text: str) -> bool:
    """Return whether people take turns, and what follows their labels is speech."""
    if len(turns) < FEWEST:
        return False
    counts = Counter(turn.key for turn in turns)
    in_a_row = sum(one.key == other.key for one, other in pairwise(turns))
    alternate = 1 < len(counts) <= REPEATED * len(turns) and in_a_row <= IN_A_ROW * len(turns)
    return alternate and is_talk([turn.words.of(text) for turn in turns])


def is_talk(turns: Sequence[str]) -> bool:
    """Return whether turns are what people say to each other."""
    sentences = sum(map(_is_sentence, turns))
    addressed = sum(bool(ADDRESS.search(words)) for words in turns)
    return sentences >= SENTENCES * len(turns) and addressed >= ADDRESSED * len(turns)


def _is_sentence(words: str) -> bool:
    """Return whether words end as a sentence does; its last signs are looked at."""
    return bool(END.search(words[-LONGEST_END:]))


def _is_headline(words: str) -> bool:
    """Return whether words are a line that ends without a stop, and another sentence begins after it, if anything."""
    line, _, following = words.partition("\n")
    return not _is_sentence(line) and not following[:1].islower()


def _is_interview(turns: Sequence[Labelled], text: str) -> bool:
    """Return whether questions alternate with answers that somebody gives."""
    answers = [turn for turn in turns if turn.key == ANSWER]
    asked = sum(one.key == QUESTION and other.key == ANSWER for one, other in pairwise(turns))
    personal = sum(bool(FIRST_PERSON.search(turn.words.of(text))) for turn in answers)
    return 2 * asked >= len(answers) > 0 and personal >= PERSONAL * len(answers)


# ---------------------------------------------------------------------- continuations


def _with_continuations(spoken: Sequence[Labelled], article: Article) -> Iterator[Turn]:
    """Yield the turns, with the paragraphs between them that have no label where most have one."""
    first, last = spoken[0].block, spoken[-1].block
    between = [
        number
        for number, block in enumerate(article.blocks[first:last], first)
        if may_be_spoken(block) and _is_speech(block.span.of(article.text))
    ]
    labelled = {line.block for line in spoken}
    dense = len(labelled) >= DENSE * len(labelled.union(between))
    gaps = [number for number in between if number not in labelled] if dense else []
    closed_by = [number for number, block in enumerate(article.blocks) if block.kind == "heading"]
    for line, following in zip(spoken, [*spoken[1:], None], strict=True):
        until = following.block if following else line.block
        heading = bisect_right(closed_by, line.block)
        if heading < len(closed_by):
            until = min(until, closed_by[heading])
        more = gaps[bisect_right(gaps, line.block) : bisect_right(gaps, until)]
        end = following.start if following and following.block == line.block else article.blocks[line.block].span.end
        yield whole_turn(Span(line.start, end), line.words, line.label, continued=bool(more))
        for number in more:
            span = article.blocks[number].span
            yield whole_turn(span, span, continued=number != more[-1])


def _is_speech(paragraph: str) -> bool:
    """Return whether a paragraph has words, and is neither an aside nor in quotation marks."""
    words = paragraph.strip()
    return bool(re.search(r"[^\W\d_]", words)) and words[0] not in OPENING and not ASIDE.fullmatch(words)
