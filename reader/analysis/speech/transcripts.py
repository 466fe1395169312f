"""Find the turns of transcripts and interviews without quotation marks: `LEE: We were told.`, `Q:` and `A:`, `<v Lee>`.

The label at the start of a line says who speaks, so a turn is a quotation whose speaker is certain. But lists, logs and
glossaries have such lines, too, so those of one layout are weighed together (`hypotheses`). What is no transcript as a
whole is judged stretch by stretch. Takes any text, in time linear in its length.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from reader.analysis.lexicon import read_section
from reader.analysis.speech import layouts
from reader.analysis.speech.hypotheses import ADDRESS, FEW, hypotheses, is_sentence, share_of
from reader.analysis.speech.quotation_marks import Quotation
from reader.analysis.speech.roles import EXAMINED_BY, find_holders, name_of
from reader.document.article import Article
from reader.text.span import Span, split_runs

MEMBER = re.compile(r"[ \t]*\([^()\n]{2,60}\) ?\([A-Z][\w/ -]{1,12}\)[ \t]*$", re.MULTILINE)
"""What the record of a parliament has behind a name: "(Leith) (Lab)"."""


@dataclass(frozen=True, slots=True)
class Turn:
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


BESIDE = -1  # points from which labels are those of speakers in a text that has turns of another layout
DOUBTED = -4  # points from which labels may be those of speakers

CREDIT = re.compile(
    r"(?:[A-Z][\w’'-]+(?: (?:[A-Z][\w’'.-]*|de|van|von|la)){1,4}(?: ?\([A-Z]{2,4}\))?(?:,| and|;|$) ?)+"
)
"""Names alone, of which no label of a speaker has nothing but such: "Presenter: Ann Lee (ALE)"."""

FEWEST, RECURRENT = 3, 3
"""Minimum turns of a layout, and of a label that has not the form of a name: "player #1", "Bryan Can trill"."""

FAR = 12  # paragraphs without a label after which another stretch begins
PERSONAL, SHARED = 1 / 4, 1 / 2
"""Minimum share of an interview's answers in which somebody says "I"; half of it is enough if a team answers, which
says "we" in this share of them."""

FIRST_PERSON = re.compile(rf"\b(?:{'|'.join(sorted(read_section('grammar', 'first person')))})\b")
"""Somebody answers, not the author of a list of frequent questions."""
QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"")  # what others say in an explainer, whose author answers
TEAM = re.compile(rf"\b(?i:{'|'.join(sorted(read_section('genres', 'company')))})\b")  # several answer as one

PARTNER = re.compile(r"(?i:\b(?:interview|conversation|chat|session|talk|ama|q ?& ?a)\b.{0,40} with) (?=[A-Z])")
"""The title of an interview, in which somebody may answer as impersonally as a list of frequent questions does."""

FEWEST_QUESTIONS = 2  # minimum paragraphs in bold of an interview without labels
DENSE = 1 / 3  # minimum share of labelled paragraphs where those without a label continue the speech before them

TITLES_ABOVE = 3  # or paragraphs, at most, above the first of some turns, where all the text is speech

PRINTED = re.compile(r"\[(?:The |Prepared |Whereupon)[^\]]{0,300}\bfollows?[.:]*\]")
"""What stands before a statement that nobody reads out: "[The prepared statement of Ms. Lee follows:]"."""

SHOWN = re.compile(r"\S")  # where words begin behind a question
LINE_NUMBER = re.compile(r"[ \t]*\d{1,2}[ \t]{2,}")  # the number of a line in court, in the margin
ASIDE = re.compile(r"[(\[<*].*[)\]>*]|Page \d+", re.DOTALL)  # a paragraph that nobody speaks: "(Applause)"


class Transcript(NamedTuple):
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
    lines = spoken_lines(article)
    spoken = _spoken(lines, article)
    if not spoken and len(parts := stretches(lines)) > 1:
        spoken = [line for part in parts for line in _spoken(part, article)]
    spoken = spoken or _answers(article)
    doubted = [] if spoken else list(_doubted(lines, article))
    if spoken := spoken or (doubted if article.genre == "transcript" else []):
        return Transcript(list(_with_continuations(spoken, article)))
    return Transcript([], tuple(dict.fromkeys(line.label.of(article.text) for line in doubted)))


def spoken_lines(article: Article) -> list[layouts.Labelled]:
    """Return the lines of an article that may begin turns."""

    def label_of(line: layouts.Labelled) -> str:
        return line.label.of(article.text).casefold()

    lines = list(layouts.labelled_lines(article))
    often = Counter(map(label_of, lines))
    below = {line.label.start: often[label_of(line)] for line in lines}
    # none above another label, unless that occurs once, and this more often
    lines = [line for line in lines if below.get(line.words.start, 0) < min(2, often[label_of(line)])]
    above = {line.words.start for line in lines}
    lines = [line for line in lines if line.label.start not in above]
    often = Counter(map(label_of, lines))
    named = {label_of(line) for line in lines if layouts.is_name(line.layout, line.label.of(article.text))}
    said = {label_of(line) for line in lines if not CREDIT.fullmatch(line.words.of(article.text))}
    kept = {label for label in said if label in named or often[label] >= RECURRENT}
    lines = [line for line in lines if label_of(line) in kept]
    keys = {line.key for line in lines if article.blocks[line.block].kind != "heading"}
    return [line for line in lines if line.key in keys]  # a question may look like a heading


def _doubted(lines: Sequence[layouts.Labelled], article: Article) -> Sequence[layouts.Labelled]:
    """Return the lines of the layout that may be one of turns, though its points are too few."""
    found = (each for each in hypotheses(lines, article).values() if len(each.lines) >= FEW)
    likeliest = max(found, key=attrgetter("points"), default=None)
    return likeliest.lines if likeliest and likeliest.points > DOUBTED else []


def _questions(article: Article) -> dict[int, int]:
    """Return the blocks in bold, as magazines print questions, and those that begin with a question in bold where few
    begin with anything else in bold; else the headings; each with where the question ends."""
    text, blocks = article.text, article.blocks
    strong = {mark.span.start: mark.span.end for mark in article.marks if mark.kind == "strong"}
    bold = [
        (number, block.span.end, strong[block.span.start])
        for number, block in enumerate(blocks)
        if layouts.may_be_spoken(block) and block.span.start in strong
    ]
    whole = {number: until for number, until, end in bold if end >= until - 1}
    begun = {number: end for number, _, end in bold if number not in whole}
    asking = {number: end for number, end in begun.items() if text[end - 1] == "?"}
    asked = whole | asking if 2 * len(asking) >= len(begun) else whole
    headings = ((number, block) for number, block in enumerate(blocks) if block.kind == "heading")
    return asked or {number: block.span.end for number, block in headings if block.role != "title"}


def _answers(article: Article) -> list[layouts.Labelled]:
    """Return the answers of a magazine's interview, whose questions have no labels."""
    asked, text, blocks = _questions(article), article.text, article.blocks
    if len(asked) < FEWEST_QUESTIONS or 2 * sum(text[end - 1] == "?" for end in asked.values()) < len(asked):
        return []
    after = ((number + 1, blocks[number + 1]) for number in asked if number + 1 < len(blocks))
    ends = ((number, SHOWN.search(text, end, blocks[number].span.end)) for number, end in asked.items())
    spans = [(number, Span(begin.start(), blocks[number].span.end)) for number, begin in ends if begin]
    spans += [(number, block.span) for number, block in after if number not in asked and layouts.may_be_spoken(block)]
    found = [
        layouts.Labelled(
            span.start, Span(span.start, span.start), span, number, layouts.ANSWER, "answer", marked=False, timed=False
        )
        for number, span in sorted(spans)
    ]
    told = PARTNER.search(article.title) or _is_personal(found, text)
    return found if told else []


def stretches(lines: Sequence[layouts.Labelled]) -> list[list[layouts.Labelled]]:
    """Return the lines in groups that stand close together."""
    return split_runs(lines, lambda above, line: line.block - above.block > FAR)


def _spoken(lines: Sequence[layouts.Labelled], article: Article) -> list[layouts.Labelled]:
    """Return the lines that are turns, of the layouts that hold."""
    text = article.text
    letters = [line for line in lines if line.key in (layouts.QUESTION, layouts.ANSWER)]
    sure = [line for line in lines if line.layout == "voice"]
    of = hypotheses(lines, article)
    colon = of["colon"].lines if "colon" in of else []
    if _is_interview(letters, text):
        sure += letters
        sure += [line for line in colon if line.label.of(text).isupper()]
    members = [line for line in lines if line.layout == "line" and MEMBER.match(text, line.label.end)]
    if len({line.key for line in members}) > 1:
        sure += {*members, *(of["line"].lines if "line" in of else ())}
    many = [each for each in of.values() if len(each.lines) >= FEWEST]
    needed = BESIDE if sure or any(each.points > 0 for each in many) else 0
    sure += [line for each in many if each.points > needed for line in each.lines]
    if not sure:
        stops = of["stop"].lines if "stop" in of else []
        return [line for line in (*colon[:1], *stops) if _opens_statement(line, article)][:1]
    return sorted({*sure, *(line for line in letters if line.layout == "letter")})


def _opens_statement(line: layouts.Labelled, article: Article) -> bool:
    """Return whether one label opens what one person says: in capitals, of somebody in office; or a full name at the
    beginning of a recording."""
    label, words = line.label.of(article.text), line.words.of(article.text)
    if article.is_timed and line.start == article.blocks[0].span.start:
        return " " in label and layouts.is_name(line.layout, label)
    in_office = " " in label and label.split()[-1].isupper() and layouts.OFFICE.match(label.title()) is not None
    return in_office and is_sentence(words) and ADDRESS.search(words) is not None


def _is_interview(turns: Sequence[layouts.Labelled], text: str) -> bool:
    """Return whether questions alternate with answers that somebody gives."""
    answers = [turn for turn in turns if turn.key == layouts.ANSWER]
    asked = sum(one.key == layouts.QUESTION and other.key == layouts.ANSWER for one, other in pairwise(turns))
    return 2 * asked >= len(answers) > 0 and _is_personal(answers, text)


def _is_personal(answers: Sequence[layouts.Labelled], text: str) -> bool:
    said = [QUOTED.sub("", line.words.of(text)) for line in answers]
    one, team = share_of(map(FIRST_PERSON.search, said)), share_of(map(TEAM.search, said))
    return one >= PERSONAL or (2 * one >= PERSONAL and team >= SHARED)


def _with_continuations(spoken: Sequence[layouts.Labelled], article: Article) -> Iterator[Turn]:
    """Yield the turns, with the paragraphs without a label below them where most have one, or the layout says so."""
    blocks, holders = article.blocks, find_holders(article.text, {line.key for line in spoken})
    last = len(blocks) - 1 if article.is_timed else spoken[-1].block  # in a recording, to its end
    between = [number for number in range(spoken[0].block, last + 1) if _continues(article, number)]
    taken = {line.block for line in spoken}
    dense = len(taken) >= DENSE * len(taken.union(between)) or (spoken[0].block <= TITLES_ABOVE and len(spoken) >= FEW)
    labels = {article.block_index(line.label.start) for line in spoken}
    if spoken[0].layout == "answer":
        labels.update(_questions(article))
    gaps = [number for number in between if number not in taken and number not in labels]
    closing = (
        number
        for number, block in enumerate(blocks)
        if number not in labels
        and (block.kind == "heading" or PRINTED.match(article.text, block.span.start, block.span.end))
    )
    closed_by = [*closing, len(blocks)]
    for line, following in zip(spoken, [*spoken[1:], None], strict=True):
        until = min(following.block if following else last, closed_by[bisect_right(closed_by, line.block)])
        posted = "@" in article.text[max(0, line.label.start - 1) : line.label.start]  # others stand below a post
        told = dense or line.marked or line.timed or article.is_timed or line.layout in ("voice", "stop")
        goes_on = not posted and (told or layouts.is_titled(line.label.of(article.text)))
        more = gaps[bisect_right(gaps, line.block) : bisect_right(gaps, until)] if goes_on else []
        end = following.start if following and following.block == line.block else blocks[line.block].span.end
        label, begin = name_of(line, holders), line.words.start
        words = Span(begin, begin + len(layouts.spoken_part(article.text[begin:end])))
        yield whole_turn(Span(line.start, end), words, label or None, answers=not label, continued=bool(more))
        for number in more:
            span = blocks[number].span
            numbered = LINE_NUMBER.match(article.text, span.start, span.end)
            words = Span(numbered.end() if numbered else span.start, span.end)
            yield whole_turn(span, words, continued=number != more[-1])


def _continues(article: Article, number: int) -> bool:
    """Return whether a block may continue the speech before it, no aside, and nothing in quotation marks."""
    block = article.blocks[number]
    words = block.span.of(article.text).strip()
    aside = ASIDE.fullmatch(words) or EXAMINED_BY.match(words)
    return (
        layouts.may_be_spoken(block)
        and bool(re.search(r"[^\W\d_]", words))
        and words[0] not in layouts.OPENING
        and not aside
    )
