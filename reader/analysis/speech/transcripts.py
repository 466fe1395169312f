"""Find the turns of transcripts and interviews without quotation marks: `LEE: We were told.`, `Q:` and `A:`, `<v Lee>`.

The label at the start of a line says who speaks, so a turn is a quotation whose speaker is certain. Each way to write a
label is a row of LAYOUTS, with what its turns must be like, since lists of keys and values, logs and glossaries look
like transcripts: the more explicit the layout, the less is asked. What is no transcript as a whole is judged stretch by
stretch. Takes any text, in time linear in its length.
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
    """The words before the quotation, in its line or far above it, that name the speaker."""
    answers: bool = False
    """Whether it answers a question without a label: it is said by who is interviewed."""

    @property
    def words(self) -> Span:
        """The words from the first to the last that are spoken."""
        return Span(self.quotations[0].span.start, self.quotations[-1].span.end)


def whole_turn(
    passage: Span, words: Span, label: Span | None = None, *, answers: bool = False, continued: bool = False
) -> Turn:
    """Return a turn of one quotation; `continued` if the next passage continues it."""
    return Turn(passage, (Quotation(words, not continued),), label, answers)


SPOKEN_KINDS = frozenset({"paragraph", "item", "quotation"})
SPOKEN_ROLES = frozenset({"body", "standfirst"})
LABEL_ROLES = SPOKEN_ROLES | {"title"}

QUESTION, ANSWER = "q", "a"
"""The keys of these letters, which stand for people who are named elsewhere."""

WITNESS = "witness"
"""The key of "THE WITNESS", who answers."""

WORDS_OF_LETTERS = dict(entry.split(" = ") for entry in read_section("grammar", "letters"))

LONGEST_NAME = 5
"""Maximum words of a label."""

PARTICLES = read_section("grammar", "particles in labels")
"""Words of a name that may begin with a small letter."""

NO_SPEAKERS = read_section("grammar", "no speakers")
"""Last words of labels that are no speakers: of keys, notes and logs."""

OFFICES = "|".join(
    re.escape(role) for role in sorted(read_section("grammar", "speakers by office"), key=len, reverse=True)
)
"""What those are called who speak in a hearing or in court, with a name or without: "Mr.", "The Chairwoman"."""


# ---------------------------------------------------------------------- layouts


class Layout(NamedTuple):
    """One way to write who speaks, and what its turns must be like."""

    pattern: re.Pattern[str]
    """A label at the start of a line, with a group `name`, and perhaps one of what is told of it (`more`)."""
    alone: bool = False
    """The label has a line to itself; the words begin below it."""
    fewest: int = 3
    """Minimum turns."""
    repeated: float = 2 / 3
    """Maximum share of different labels among the turns: keys of a list are all different."""
    sentences: float = 0.0
    """Minimum share of turns that are sentences: values of keys are not."""
    addressed: float = 0.0
    """Minimum share of turns in which somebody asks, or says "I", "we" or "you"."""
    voices: int = 1
    """Minimum different speakers."""
    long: bool = False
    """Many words are a sentence also without a full stop, as people write down what they hear."""
    in_a_row: float = 1.0
    """Maximum share of turns with the label of the turn before: people take turns, lines of a log do not."""


CLOCK = r"[\[(]?(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?[\])]?"
"""A time in a recording."""

BEFORE = rf"[ \t]*(?:\d{{1,2}}[ \t]{{2,}})?(?:{CLOCK}[ \t]+)?"
"""What may stand before a label: the number of the line in court, a time."""

NAME = r"[^\W\d_](?:[^\W_]|[ .'’&-]){0,39}?"

MORE = r"(?P<more>,[^:\n]{1,50}|[ \t][(\[][^()\[\]\n]{1,40}[)\]])?"
"""What may stand between a name and its colon: "LEE, HOST:", "LEE (by phone):"."""

LAYOUTS = {
    "voice": Layout(re.compile(rf"{BEFORE}<v(?:\.\S{{1,20}})? (?P<name>[^<>\n]{{1,40}})>"), fewest=1, repeated=1),
    "letter": Layout(re.compile(rf"{BEFORE}(?P<name>[QA])(?:[.:](?=\s)|(?=[ \t]{{2,}}[A-Z]))")),
    "timed": Layout(
        re.compile(
            rf"[ \t]*(?P<name>{NAME}):?[ \t]+{CLOCK}:?[ \t]*$|[ \t]*{CLOCK}[ \t]+(?P<after>{NAME}):?[ \t]*$", re.M
        ),
        alone=True,
        fewest=2,
        repeated=1,
    ),
    "office": Layout(
        re.compile(
            rf"[ \t]*(?P<name>(?:{OFFICES})(?: (?:[A-Z][a-z]?\. )?(?:De |Van |Von |Mc ?)?[A-Z][\w’'-]+){{0,2}})"
            r"(?P<more> of(?: (?:the|[A-Z][a-z]+)){1,3})?\.(?=[ \t]+[A-Z“\[])"
        ),
        addressed=1 / 4,
    ),
    "capitals": Layout(
        re.compile(rf"{BEFORE}(?P<name>[A-Z](?:[A-Z0-9]|[ .'’&-]){{1,39}}?){MORE}[ \t]?:(?=\s)"),
        sentences=3 / 4,
        addressed=1 / 3,
    ),
    "bold": Layout(
        re.compile(rf"{BEFORE}\*\*(?P<name>{NAME}){MORE}[ \t]?(?::\*\*|\*\*:)(?=\s)"),
        sentences=1 / 4,
        long=True,
        addressed=1 / 4,
        in_a_row=1 / 2,
    ),
    "name": Layout(
        re.compile(rf"{BEFORE}(?P<name>{NAME}){MORE}[ \t]?:(?=\s)"),
        sentences=1 / 2,
        addressed=1 / 3,
        voices=2,
        in_a_row=1 / 3,
    ),
    "bare": Layout(
        re.compile(r"[ \t]*(?P<name>[^\W\d_](?:[^\W\d_]|[ .'’-]){1,39})[ \t]*$", re.M),
        alone=True,
        fewest=4,
        repeated=1 / 2,
        sentences=3 / 4,
        addressed=1 / 3,
        voices=2,
        in_a_row=1 / 5,
    ),
}
"""The layouts, the most explicit first; a line is read as the first that fits."""

COLONS = ("capitals", "bold", "name")
"""Layouts that occur together."""

FAR = 12
"""Paragraphs without a label after which another stretch begins."""

LONG = 8
"""Words that are many."""

BREAK = re.compile(r"[.?!…][\"”’)\]]* [A-Z]")
"""Between two sentences."""

PERSONAL = 1 / 4
"""Minimum share of the answers of an interview in which somebody says "I"."""

FIRST_PERSON = re.compile(rf"\b(?:{'|'.join(sorted(read_section('grammar', 'first person')))})\b")
"""Somebody answers, not the author of a list of frequent questions."""

FEWEST_QUESTIONS = 2
"""Minimum paragraphs in bold of an interview without labels."""

DENSE = 1 / 3
"""Minimum share of labelled paragraphs where those without a label continue the speech before them."""

END = re.compile(r"[.?!…—–-][\"'”’»)\]]*$")
LONGEST_END = 8

ADDRESS = re.compile(rf"\b(?:{'|'.join(sorted(read_section('grammar', 'speakers and hearers')))})\b|\?", re.IGNORECASE)

OPENING = frozenset("“\"„«‘'")
"""Signs before words that are in quotation marks, whose speaker is found by the label before them."""

ASIDE = re.compile(r"[(\[<*].*[)\]>*]", re.DOTALL)
"""A paragraph that nobody speaks: "(Applause)"."""

EXAMINED_BY = re.compile(rf"(?m)^{BEFORE}(?:(?:[A-Z-]+ )*EXAMINATION )?BY (?P<name>[A-Z][\w .'’-]{{1,39}}):?[ \t]*$")
"""Who asks from here on, in court."""

SWORN = re.compile(
    r"(?P<name>[A-Z][\w.'’-]+(?: [A-Z][\w.'’-]*){1,3}),\s"
    r"(?:[^\n]{0,60}\n){0,3}?[^\n]{0,60}\b(?:sworn|called as a witness)\b"
)
"""Who answers from here on."""


class Labelled(NamedTuple):
    """A line that begins with a label."""

    start: int
    label: Span
    words: Span
    block: int
    """The block in which the words begin."""
    key: str
    """The same for each label of a speaker."""
    layout: str


def find_turns(article: Article) -> list[Turn]:
    """Return the turns of a transcript in text order, or none."""
    lines = _with_initials(list(_labelled(article)), article.text)
    spoken = _spoken(lines, article) or [line for part in _stretches(lines) for line in _spoken(part, article)]
    spoken = spoken or _answers(article)
    return list(_with_continuations(spoken, article)) if spoken else []


def letter_of(label: str) -> str:
    """Return the key of a label that stands for questions or answers; an empty string for a name."""
    word = label.strip(" .:").casefold()
    return WORDS_OF_LETTERS.get(word, word if word in (QUESTION, ANSWER) else "")


# ---------------------------------------------------------------------- labels


def _labelled(article: Article) -> Iterator[Labelled]:
    """Yield the lines that begin with what can be the label of a speaker, each with its words up to the next."""
    strong = {mark.span.start for mark in article.marks if mark.kind == "strong"}
    for number, block in enumerate(article.blocks):
        if not (may_be_spoken(block) or (block.kind == "heading" and block.role in LABEL_ROLES)):
            continue
        starts = line_starts(article.text, block.span)
        found = [each for start in starts if (each := _label(article, block, start, strong)) is not None]
        ends = [*(each.start for each in found[1:]), block.span.end]
        for each, end in zip(found, ends, strict=False):
            alone = LAYOUTS[each.layout].alone
            at, words = number, Span(each.end, end)
            if alone and not words.of(article.text).strip():
                at, words = _below(article, number)
            said = words.of(article.text)
            spoken = said.strip().removesuffix("</v>").rstrip()
            if any(sign.isalnum() for sign in spoken) and spoken[0] not in OPENING:
                begin = words.start + len(said) - len(said.lstrip())
                key = _key(each.layout, each.label.of(article.text))
                start = begin if alone else each.start
                yield Labelled(start, each.label, Span(begin, begin + len(spoken)), at, key, each.layout)


class FoundLabel(NamedTuple):
    """A label at the start of a line."""

    start: int
    layout: str
    label: Span
    """The name in it."""
    end: int
    """Where the words may begin."""


def _label(article: Article, block: Block, start: int, strong: set[int]) -> FoundLabel | None:
    """Return the label with which a line begins."""
    for name, layout in LAYOUTS.items():
        if block.kind == "heading" and not layout.alone:
            continue
        if (match := layout.pattern.match(article.text, start, block.span.end)) is None:
            continue
        group = "name" if match["name"] else "after"
        if name == "office" and start != block.span.start and article.text[start] not in " \t":
            continue  # the line of a paragraph that begins with a name
        more = match.groupdict().get("more") or ""
        if not _is_speaker(name, match[group], more):
            continue
        label = Span(*match.span(group))
        return FoundLabel(start, "bold" if name in COLONS and label.start in strong else name, label, match.end())
    return None


def _below(article: Article, number: int) -> tuple[int, Span]:
    """Return the block below a label that has a line to itself, and its span; an empty one if nobody speaks there."""
    if number + 1 < len(article.blocks) and may_be_spoken(below := article.blocks[number + 1]):
        return number + 1, below.span
    end = article.blocks[number].span.end
    return number, Span(end, end)


def may_be_spoken(block: Block) -> bool:
    return block.kind in SPOKEN_KINDS and block.role in SPOKEN_ROLES


def line_starts(text: str, span: Span) -> Iterator[int]:
    at = span.start
    while at < span.end:
        yield at
        at = text.find("\n", at, span.end) + 1 or span.end


def _is_speaker(layout: str, label: str, more: str) -> bool:
    """Return whether a label can be the name of somebody who speaks, or the letter of a question or an answer."""
    words = label.replace("’", "'").split()
    if not words:
        return False
    if layout in ("voice", "letter", "office") or letter_of(label):
        return True
    capital = words[0][0].isupper() and all(
        word[0].isupper() or word[0].isdigit() or word in PARTICLES or word == "&" for word in words
    )
    noun = words[-2] if words[-1].isdigit() and len(words) > 1 else words[-1]  # "Speaker 1", "Step 1"
    if not capital or len(words) > LONGEST_NAME or noun.strip(".").casefold() in NO_SPEAKERS:
        return False
    return REPORTING_VERBS.isdisjoint(more.lower().split()) and (layout != "bare" or words[-1][-1] != ".")


def _key(layout: str, label: str) -> str:
    """Return the key of a label: the last word of a name, in a layout with whole names all of it."""
    words = label.replace("’", "'").casefold().split()
    last = words[-1].strip(".")
    if letter := letter_of(label):
        return letter
    return " ".join(words) if layout in ("voice", "timed", "bare") or last.isdigit() else last


def _with_initials(lines: Sequence[Labelled], text: str) -> list[Labelled]:
    """Return the lines; those with the initials of somebody whose label is whole elsewhere have the same key."""
    keys = {}
    for line in lines:
        words = line.label.of(text).split()
        if len(words) > 1:
            keys["".join(word[0] for word in words).casefold()] = line.key
    return [line._replace(key=keys.get(line.key, line.key)) for line in lines]


def _questions(article: Article) -> set[int]:
    """Return the blocks that are questions in bold, as magazines print interviews."""
    strong = {mark.span.start: mark.span.end for mark in article.marks if mark.kind == "strong"}
    return {
        number
        for number, block in enumerate(article.blocks)
        if may_be_spoken(block) and strong.get(block.span.start, 0) >= block.span.end - 1
    }


def _answers(article: Article) -> list[Labelled]:
    """Return the answers of a magazine's interview, whose questions have no labels."""
    asked, text = _questions(article), article.text
    if len(asked) < FEWEST_QUESTIONS or 2 * sum(text[article.blocks[n].span.end - 1] == "?" for n in asked) < len(
        asked
    ):
        return []
    after = [number + 1 for number in sorted(asked) if number + 1 < len(article.blocks) and number + 1 not in asked]
    spans = [(number, article.blocks[number].span) for number in after if may_be_spoken(article.blocks[number])]
    found = [
        Labelled(span.start, Span(span.start, span.start), span, number, ANSWER, "answer") for number, span in spans
    ]
    personal = sum(bool(FIRST_PERSON.search(line.words.of(text))) for line in found)
    return found if personal >= PERSONAL * len(found) else []


# ---------------------------------------------------------------------- what counts as a transcript


def _stretches(lines: Sequence[Labelled]) -> Iterator[list[Labelled]]:
    """Yield the lines in groups that stand close together."""
    stretch: list[Labelled] = []
    for line in lines:
        if stretch and line.block - stretch[-1].block > FAR:
            yield stretch
            stretch = []
        stretch.append(line)
    if stretch:
        yield stretch


def _spoken(lines: Sequence[Labelled], article: Article) -> list[Labelled]:
    """Return the lines that are turns, of the layouts that hold; beside one that does, capitals are a label, too."""
    of = {
        name: [line for line in lines if line.layout == name and line.key not in (QUESTION, ANSWER)] for name in LAYOUTS
    }
    letters = [line for line in lines if line.key in (QUESTION, ANSWER)]
    names = sorted(line for name in COLONS for line in of[name])
    labels = Counter(line.label.of(article.text) for line in names)
    names = list(
        dropwhile(
            lambda line: labels[line.label.of(article.text)] == 1 and _is_headline(line.words.of(article.text)), names
        )
    )
    recorded = article.is_timed and all(" " in label or count > 1 for label, count in labels.items())
    sure = [line for name in ("voice", "timed", "office") if _holds(name, of[name], article.text) for line in of[name]]
    if _is_interview(letters, article.text):
        sure += letters
    if recorded or _holds("name", names, article.text):
        sure += names
    else:
        sure += [line for name in ("capitals", "bold") if _holds(name, of[name], article.text) for line in of[name]]
    if sure:
        sure = [*{*sure, *of["capitals"]}]
    elif _holds("bare", of["bare"], article.text):
        sure = of["bare"]
    elif names and _opens_statement(names[0], article.text):
        sure = names[:1]
    return sorted(sure)


def _holds(name: str, turns: Sequence[Labelled], text: str) -> bool:
    """Return whether the turns of a layout are what it asks for."""
    layout, count = LAYOUTS[name], len(turns)
    if count < layout.fewest:
        return False
    keys = {turn.key for turn in turns}
    in_a_row = sum(one.key == other.key for one, other in pairwise(turns))
    alternate = layout.voices <= len(keys) <= layout.repeated * count and in_a_row <= layout.in_a_row * count
    return alternate and is_talk([turn.words.of(text) for turn in turns], layout)


def is_talk(turns: Sequence[str], layout: Layout) -> bool:
    """Return whether turns are what people say to each other, as far as a layout asks for that."""
    sentences = sum(map(_is_sentence, turns))
    if layout.long:
        sentences = sum(_is_sentence(words) or len(words.split(None, LONG)) > LONG for words in turns)
    addressed = sum(bool(ADDRESS.search(words)) for words in turns)
    return sentences >= layout.sentences * len(turns) and addressed >= layout.addressed * len(turns)


def _is_sentence(words: str) -> bool:
    """Return whether words end as a sentence does, or hold the end of one."""
    return bool(END.search(words[-LONGEST_END:]) or BREAK.search(words))


def _is_headline(words: str) -> bool:
    """Return whether words are a line that ends without a stop, and another sentence begins after it, if anything."""
    line, _, following = words.partition("\n")
    return not END.search(line[-LONGEST_END:]) and not following[:1].islower()


def _opens_statement(line: Labelled, text: str) -> bool:
    """Return whether one label in capitals, of somebody in office, opens what one person says."""
    label = line.label.of(text)
    words = line.words.of(text)
    return (
        line.layout == "capitals"
        and re.match(OFFICES, label.title()) is not None
        and " " in label
        and _is_sentence(words)
        and ADDRESS.search(words) is not None
    )


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
    labels = {article.block_index(line.label.start) for line in spoken}
    if spoken[0].layout == "answer":
        labels |= _questions(article)
    dense = len(labelled) >= DENSE * len(labelled.union(between))
    gaps = [number for number in between if number not in labelled | labels] if dense else []
    headings = (number for number, block in enumerate(article.blocks) if block.kind == "heading")
    closed_by = [number for number in headings if number not in labels]
    sworn = list(SWORN.finditer(article.text))
    named = {QUESTION: list(EXAMINED_BY.finditer(article.text)), ANSWER: sworn, WITNESS: sworn}
    for line, following in zip(spoken, [*spoken[1:], None], strict=True):
        until = following.block if following else line.block
        heading = bisect_right(closed_by, line.block)
        if heading < len(closed_by):
            until = min(until, closed_by[heading])
        more = gaps[bisect_right(gaps, line.block) : bisect_right(gaps, until)]
        end = following.start if following and following.block == line.block else article.blocks[line.block].span.end
        before = [match for match in named.get(line.key, []) if match.end() <= line.start]
        label = Span(*before[-1].span("name")) if before else line.label
        answers = not label
        yield whole_turn(Span(line.start, end), line.words, label or None, answers=answers, continued=bool(more))
        for number in more:
            span = article.blocks[number].span
            yield whole_turn(span, span, continued=number != more[-1])


def _is_speech(paragraph: str) -> bool:
    """Return whether a paragraph has words, and is neither an aside nor in quotation marks."""
    words = paragraph.strip()
    aside = ASIDE.fullmatch(words) or EXAMINED_BY.match(words)
    return bool(re.search(r"[^\W\d_]", words)) and words[0] not in OPENING and not aside
