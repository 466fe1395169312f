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

from reader.analysis.lexicon import FIRST_NAMES, read_section
from reader.analysis.speech.layouts import (
    ANSWER,
    COLONS,
    CONTINUED,
    LAYOUTS,
    OFFICES,
    OPENING,
    QUESTION,
    Labelled,
    Layout,
    labelled_lines,
    may_be_spoken,
)
from reader.analysis.speech.quotation_marks import Quotation
from reader.analysis.speech.roles import EXAMINED_BY, Roles
from reader.document.article import Article
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


MOST_DOUBTED, BACK = 12, 3
"""Labels that may be those of speakers, though their words are not like a talk, and how often each comes back."""

NAMED = re.compile(r"[A-Z][\w’'-]+(?: [A-Z][\w’'.-]*){1,3}")
LISTED = 5_000
"""A full name, and the characters at the beginning of a text in which those present are listed."""

INITIALS = 3
"""Maximum letters of the initials by which notes call those present."""

PRESENT = 2 / 3
"""Minimum share of labels that are part of such a name, or its initials, or a first name."""

AMONG_PRESENT = Layout(NAMED, fewest=8, repeated=1 / 2, once=1 / 4, addressed=1 / 8, voices=2, in_a_row=1 / 2)
"""What turns are like whose labels are known for people."""

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

PRINTED = re.compile(r"\[(?:The |Prepared |Whereupon)[^\]]{0,300}\bfollows?[.:]*\]")
"""What stands before a statement that nobody reads out: "[The prepared statement of Ms. Lee follows:]"."""

ASIDE = re.compile(r"[(\[<*].*[)\]>*]|Page \d+", re.DOTALL)
"""A paragraph that nobody speaks: "(Applause)"."""


class Transcript(NamedTuple):
    """What a text has of a transcript."""

    turns: list[Turn]
    """In text order."""
    doubtful: tuple[str, ...] = ()
    """If it has none: the labels, in text order, that may be those of speakers; hardly any text has such."""


def find_turns(article: Article) -> list[Turn]:
    """Return the turns of a transcript in text order, or none."""
    return read_turns(article).turns


def read_turns(article: Article) -> Transcript:
    """Return the turns of a text, or else its doubtful labels; these begin turns where a reader says that the text is a
    transcript, and nobody speaks where it is something else."""
    if article.genre not in (None, "transcript"):
        return Transcript([])
    lines = _with_initials(list(labelled_lines(article)), article.text)
    keys = {line.key for line in lines if may_be_spoken(article.blocks[line.block])}
    lines = [line for line in lines if line.key in keys]  # a question may look like a heading
    spoken = _certain(lines, article)
    doubted = [] if spoken else _doubted(lines)
    if article.genre == "transcript":
        spoken = spoken or doubted
    if spoken:
        return Transcript(list(_with_continuations(spoken, article)))
    return Transcript([], tuple(dict.fromkeys(line.label.of(article.text) for line in doubted)))


def _certain(lines: Sequence[Labelled], article: Article) -> list[Labelled]:
    """Return the lines that are turns: of the whole text, else of those present, of stretches, of an interview."""
    spoken = _spoken(lines, article) or _present(lines, article)
    return spoken or [line for part in _stretches(lines) for line in _spoken(part, article)] or _answers(article)


def _present(lines: Sequence[Labelled], article: Article) -> list[Labelled]:
    """Return the lines of people who come back and whom the text names in full, or whose first name is known: "EK: yes"
    and "Ege Kor" among those present. What notes say that they said are no sentences."""
    text, listed = article.text, NAMED.findall(article.text[:LISTED])
    people = FIRST_NAMES.union(part for name in listed for part in (*name.split(), _initials(name)))
    for layout in ("capitals", "bold", "name"):
        of = [line for line in lines if line.layout == layout]
        short = all(line.label.of(text).isupper() and len(line.label) <= INITIALS for line in of) and _doubted(of) == of
        known = of if short else [line for line in of if line.label.of(text).split()[0] in people]
        if len(known) >= PRESENT * len(of) and _holds(AMONG_PRESENT, known, text):
            return known
    return []


def _doubted(lines: Sequence[Labelled]) -> list[Labelled]:
    """Return the lines of a layout whose labels come back and take turns, whatever the words are like."""
    for name in ("capitals", "bold", "name", "bare"):
        of = [line for line in lines if line.layout == name]
        keys = {line.key for line in of}
        in_a_row = sum(one.key == other.key for one, other in pairwise(of))
        if 1 < len(keys) <= MOST_DOUBTED and len(of) >= BACK * len(keys) and in_a_row <= len(of) / BACK:
            return of
    return []


def _with_initials(lines: Sequence[Labelled], text: str) -> list[Labelled]:
    """Return the lines; those with the initials of somebody whose label is whole elsewhere have the same key."""
    keys = {}
    for line in lines:
        if " " in (label := line.label.of(text)):
            keys[_initials(label).casefold()] = line.key
    return [line._replace(key=keys.get(line.key, line.key)) for line in lines]


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split())


def _questions(article: Article) -> set[int]:
    """Return the blocks that are questions in bold, as magazines print interviews, else the headings."""
    strong = {mark.span.start: mark.span.end for mark in article.marks if mark.kind == "strong"}
    bold = {
        number
        for number, block in enumerate(article.blocks)
        if may_be_spoken(block) and strong.get(block.span.start, 0) >= block.span.end - 1
    }
    headings = ((number, block) for number, block in enumerate(article.blocks) if block.kind == "heading")
    return bold or {number for number, block in headings if block.role != "title"}


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
    of["capitals"] = sorted([*of["capitals"], *of["titled"]])
    letters = [line for line in lines if line.key in (QUESTION, ANSWER)]
    names = sorted(line for name in COLONS for line in of[name])
    labels = Counter(line.label.of(article.text) for line in names)
    names = list(
        dropwhile(
            lambda line: labels[line.label.of(article.text)] == 1 and _is_headline(line.words.of(article.text)), names
        )
    )
    recorded = article.is_timed and all(" " in label or count > 1 for label, count in labels.items())
    sure = [
        line
        for name in ("voice", "bracket", "timed", "office", "titled", "strong")
        if _holds(LAYOUTS[name], of[name], article.text)
        for line in of[name]
    ]
    if _is_interview(letters, article.text):
        sure += letters
    if recorded or _holds(LAYOUTS["name"], names, article.text):
        sure += names
    else:
        sure += [
            line for name in ("capitals", "bold") if _holds(LAYOUTS[name], of[name], article.text) for line in of[name]
        ]
    if sure:
        sure = [*{*sure, *of["capitals"], *(line for line in letters if line.layout == "letter")}]
    elif _holds(LAYOUTS["bare"], of["bare"], article.text):
        title, *others = of["bare"]
        is_title = title.label.end <= article.blocks[0].span.end and all(title.key != line.key for line in others)
        sure = others if is_title else of["bare"]
    elif names and _opens_statement(names[0], article.text):
        sure = names[:1]
    return sorted(sure)


def _holds(layout: Layout, turns: Sequence[Labelled], text: str) -> bool:
    count = len(turns)
    if count < layout.fewest:
        return False
    keys = Counter(turn.key for turn in turns)
    in_a_row = sum(one.key == other.key for one, other in pairwise(turns))
    alternate = layout.voices <= len(keys) <= layout.repeated * count and in_a_row <= layout.in_a_row * count
    once = sum(times == 1 for times in keys.values()) <= layout.once * count
    return alternate and once and is_talk([turn.words.of(text) for turn in turns], layout)


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


def _with_continuations(spoken: Sequence[Labelled], article: Article) -> Iterator[Turn]:
    """Yield the turns, with the paragraphs without a label below them where most have one, or the layout says so."""
    blocks, roles = article.blocks, Roles(article)
    first, last = spoken[0].block, spoken[-1].block
    between = [number for number in range(first, last) if _continues(article, number)]
    taken = {line.block for line in spoken}
    dense = len(taken) >= DENSE * len(taken.union(between))
    labels = {article.block_index(line.label.start) for line in spoken}
    if spoken[0].layout == "answer":
        labels |= _questions(article)
    gaps = [number for number in between if number not in taken and number not in labels]
    closed_by = [number for number in range(len(blocks)) if number not in labels and _closes(article, number)]
    for line, following in zip(spoken, [*spoken[1:], None], strict=True):
        until = following.block if following else line.block
        closing = bisect_right(closed_by, line.block)
        if closing < len(closed_by):
            until = min(until, closed_by[closing])
        continued = dense or line.layout in CONTINUED
        more = gaps[bisect_right(gaps, line.block) : bisect_right(gaps, until)] if continued else []
        end = following.start if following and following.block == line.block else blocks[line.block].span.end
        label = roles.label_of(line)
        answers = not label
        yield whole_turn(Span(line.start, end), line.words, label or None, answers=answers, continued=bool(more))
        for number in more:
            span = blocks[number].span
            yield whole_turn(span, span, continued=number != more[-1])


def _closes(article: Article, number: int) -> bool:
    """Return whether nobody's turn goes on below a block: a heading, or a line before what is only printed."""
    block = article.blocks[number]
    return block.kind == "heading" or (
        block.kind == "paragraph" and PRINTED.match(article.text, block.span.start, block.span.end) is not None
    )


def _continues(article: Article, number: int) -> bool:
    """Return whether a block may continue the speech before it."""
    block = article.blocks[number]
    return may_be_spoken(block) and _is_speech(block.span.of(article.text))


def _is_speech(paragraph: str) -> bool:
    """Return whether a paragraph has words, and is neither an aside nor in quotation marks."""
    words = paragraph.strip()
    aside = ASIDE.fullmatch(words) or EXAMINED_BY.match(words)
    return bool(re.search(r"[^\W\d_]", words)) and words[0] not in OPENING and not aside
