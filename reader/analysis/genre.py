"""The genre of a text: what kind of text it is, by its structure, before anything in it is marked.

Each genre but `prose` has a sign that others lack: lines of code at the margin, turns, citations, words set as code,
narration without a figure. They are asked for in this order, the plainest first; prose is what has none. What was
seen is told in words. Pitfall: names of files say little, since code, papers and manuals are kept as `.txt`, too.
"""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from reader.analysis import PROSE, FoundGenre
from reader.analysis.speech.transcripts import find_turns
from reader.document.article import Article, Genre
from reader.text.format import counted

LOOKED_AT = 20_000
"""Characters at the beginning of a text that tell its genre: five pages, some three milliseconds' work."""

CODE_AT_MARGIN = 0.5
"""Minimum share of code among the lines that begin at the margin (measured: programs and diffs .5 to 1, manuals up to
.4, where they are lists of options)."""

CODE_LINE = re.compile(
    r"""
    (?:async\s)?(?:def|class)\s+\w+.*[:(,{]\s*$
    | (?:import|from|using|package)\s+[\w.{*"]\S*(?:\s|$)(?!.*[.?]$) | \#(?:include|define|!)
    | (?:export|const|let|var|function|public|private|protected|static|fn|use|pub|mod|struct|impl|namespace|func|type
        |interface|enum|return|if|for|while|else|elif|try|catch|except|finally|with|raise|throw|assert|print|echo)\b
      [^.!?]*[:;{(),\[\]}=>]\s*$
    | [}\])]+[;,)]*\s*$ | @[\w.]+(?:\(.*\))?\s*$ | // | /\*|\*/|\*\s@ | .*[;{}]\s*$
    | [\w.\[\]"']+\s*(?:\+=|:=|=(?!=))\s*\S | [\w.]+\(.*\)?[,;:]?\s*$
    | diff\s--git | index\s[0-9a-f]{7} | [+-]{3}\s[ab/] | Traceback\s | \#\s
    | .{0,40}?\d{4}-\d\d-\d\d[\sT]+\d\d:\d\d | \[?\d\d:\d\d:\d\d[\s.,\]] | [A-Z][a-z]{2}\s+\d+\s\d\d:\d\d:\d\d
    """,
    re.VERBOSE,
)
"""A line of a program or of a log."""

DIFF_LINE = re.compile(r"@@ |[+-]|[ \t]")
"""A line of a diff, in a text that has lines with the places of changes (`HUNK`)."""

HUNK = re.compile(r"(?m)^@@ -\d+(?:,\d+)? \+\d+")

OPENING = re.compile(
    r"\s*(?:commit [0-9a-f]{40}\n|From [0-9a-f]{40} |diff --git |#!\s?/|<\?php|\"\"\"|'''|Traceback \()"
)
"""How only code begins: a commit, a script, the description of a module, an error."""

TURNS = 0.4
"""Minimum share of a text that is turns: an article with an interview in it is an article."""

STAGE = re.compile(
    r"(?im)^\W*(?:act|scene) (?:[ivx]+|\d+|one|two|three|first|second|the \w+)\b|^\W*(?:enter|exit|exeunt)\b"
)
"""What the speakers of a play do."""

CITATION = re.compile(
    r"\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]"
    r"|\((?:19|20)\d\d[a-z]?\)"
    r"|\([^()\n]{3,80}[ ,](?:19|20)\d\d[a-z]?[;,)]"
    r"|\bet al\.|U\.S\.C?\. (?:§|at \d|\d)|Id\. at \d|supra note \d"
)
"""A work that is cited, by number, by author and year, or as lawyers do."""

REFERENCES = re.compile(
    r"(?im)^\W*(?:\d+\.?\s+|[IVX]+\.\s+)?(?:references|bibliography|works cited|literature cited)\W*$"
)

CITED = 1.0
"""Citations for each 1,000 words of a paper with a list of references; without one, CITED_ALONE."""
CITED_ALONE = 4.0

DIRECTIVE = re.compile(r"\.\. [\w:-]+|\.(?:TH|SH|SS|PP|B|IP)\b|\s{0,12}--?[A-Za-z][\w-]*(?:[ =,]|$)|\s{0,4}\$ \w|.*::$")
"""A line of reStructuredText or roff, one that begins with an option, or a command after a prompt."""

ROLE = re.compile(r":(?:ref|doc|class|func|meth|option):`|``\S")
"""A word set as code in reStructuredText."""

MAN_PAGE = frozenset({"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"})

AS_CODE = 8.0
"""Words set as code, and the like, for each 1,000 words of a manual."""

CODE_BLOCKS = 0.08
"""Minimum share of a manual that is blocks of code."""

LISTED = 0.4
"""Minimum share of items among the blocks of a manual that is lists under headings, without a word set as code."""

HEADED = 4.0
"""Headings for each 1,000 words of such a manual."""

NARRATION = re.compile(r"\b(?:he|she|his|him|her|hers|himself|herself|me|my|mine|i)\b", re.IGNORECASE)
"""Words for the people of a story, or for who tells it."""

NAMED = re.compile(r"(?<=[a-z,;] )[A-Z][\w’'.-]+(?: [A-Z][\w’'.-]+)*")
"""A name within a sentence."""

FIGURE = re.compile(r"\d+")
DAY = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Jan|Febr)uary|April|June|July|August|(?:Septem|Octo|Novem|Decem)ber)\b"
)

TOLD = 4.0
"""Words of NARRATION for each 1,000 words of a story beyond one for each name, three for each figure and four for each
day: what news has many of (measured on 26 novels and 290 other texts: none and one on the wrong side)."""

PAST = re.compile(r"\b(?:was|were|had|did|said|went|came|could|would)\b")
NARRATED = 10.0
"""Words of PAST for each 1,000 words of a story (measured: 11 to 55)."""

SHORTEST = 120
"""Minimum words of a story that is told by its narration: in fewer, one person of the news is as many."""

QUOTATION_END = re.compile("[.,?!—…-][\"”’'»]")
DIALOGUE = 8
"""Minimum quotations of a story by its dialogue."""
LIVELY = 0.12
"""Share of them that ask or exclaim: in news a twentieth do (measured)."""
TIMELESS = 4.0
"""Maximum figures and days for each 1,000 words of such a story: news with so lively quotations has 7 and more."""

STATED, STATEMENTS, WITH_FIGURES = 20, 0.1, 4.0
"""A text reports if of so many quotations a smaller share asks or exclaims, with more figures in 1,000 words."""


@dataclass(frozen=True)
class Shape:
    """What is counted in the beginning of an article."""

    whole: Article
    article: Article
    """Its beginning, with the blocks that end there."""

    @cached_property
    def text(self) -> str:
        return self.article.text[:LOOKED_AT]

    @cached_property
    def words(self) -> int:
        return len(self.text.split())

    def rate(self, count: int) -> float:
        """Return how many there are for each 1,000 words."""
        return 1000 * count / max(1, self.words)

    def rate_of(self, pattern: re.Pattern[str]) -> float:
        return self.rate(len(pattern.findall(self.text)))

    @cached_property
    def kinds(self) -> "Counter[str]":
        """The characters of each kind of block."""
        lengths = Counter[str]()
        for block in self.article.blocks:
            if block.span.start >= LOOKED_AT:
                break
            lengths[block.kind] += len(block.span)
        return lengths

    @cached_property
    def margin(self) -> list[str]:
        """The lines outside blocks of code that begin at the margin."""
        code = [block.span for block in self.article.blocks if block.kind == "code"]
        lines, start = [], 0
        for line in self.text.splitlines(keepends=True):
            if not line[0].isspace() and not any(span.start <= start < span.end for span in code):
                lines.append(line)
            start += len(line)
        return lines


def find_genre(article: Article) -> FoundGenre:
    """Return the genre of an article: as the reader says, else by its beginning, and by whether a list of references
    stands anywhere.
    """
    if article.genre is not None:
        return FoundGenre(article.genre, "chosen by you", chosen=True)
    blocks = tuple(block for block in article.blocks if block.span.end <= LOOKED_AT) or article.blocks[:1]
    length = max(LOOKED_AT, blocks[-1].span.end) if blocks else LOOKED_AT
    marks = tuple(mark for mark in article.marks if mark.span.end <= length)
    shape = Shape(article, replace(article, text=article.text[:length], blocks=blocks, marks=marks))
    for genre, sign in SIGNS:
        if evidence := sign(shape):
            return FoundGenre(genre, evidence)
    return PROSE


def _code(shape: Shape) -> str:
    if OPENING.match(shape.text):
        return "begins as only code does"
    lines = [line for line in shape.margin if line.strip()]
    pattern = DIFF_LINE if HUNK.search(shape.text) else CODE_LINE
    found = sum(bool(pattern.match(line) or CODE_LINE.match(line)) for line in lines)
    if found and found >= CODE_AT_MARGIN * len(lines):
        return f"{found} of the {counted(lines, 'line')} at the margin are code"
    return ""


def _turns(shape: Shape) -> str:
    beginning = shape.article
    turns = find_turns(beginning)
    spoken = sum(len(turn.words) for turn in turns)
    if spoken < TURNS * len(beginning.text) or STAGE.search(shape.text):
        return ""
    labels = {turn.label.of(beginning.text) for turn in turns if turn.label}
    return f"{counted(turns, 'turn')} of {counted(labels, 'speaker')}"


def _play(shape: Shape) -> str:
    return "stage directions" if len(STAGE.findall(shape.text)) >= 3 and find_turns(shape.article) else ""


def _citations(shape: Shape) -> str:
    cited = len(CITATION.findall(shape.text))
    listed = REFERENCES.search(shape.whole.text) is not None
    if not (shape.rate(cited) >= CITED_ALONE and cited > 2) and not (listed and shape.rate(cited) >= CITED):
        return ""
    return f"{counted(cited, 'citation')}{' and a list of references' if listed else ''}"


def references_start(article: Article) -> int:
    """Return where the list of references begins, in the second half of the text; its end if there is none."""
    found = list(REFERENCES.finditer(article.text, len(article.text) // 2))
    return found[-1].start() if found else len(article.text)


def _manual(shape: Shape) -> str:
    lines = shape.text.splitlines()
    if len(MAN_PAGE.intersection(lines)) >= 3:
        return "the headings of a manual page"
    code = shape.kinds["code"] / max(1, len(shape.text))
    marked = sum(mark.kind == "code" and mark.span.start < LOOKED_AT for mark in shape.article.marks)
    marked += sum(DIRECTIVE.match(line) is not None for line in lines) + len(ROLE.findall(shape.text))
    if code >= CODE_BLOCKS:
        return f"{code:.0%} of it are blocks of code"
    if shape.rate(marked) >= AS_CODE:
        return f"{counted(marked, 'word')} or lines set as code"
    blocks = shape.article.blocks
    items = sum(block.kind == "item" for block in blocks)
    if items >= LISTED * len(blocks) and shape.rate(len(shape.article.headings)) >= HEADED:
        return f"{counted(items, 'item')} of lists under {counted(shape.article.headings, 'heading')}"
    return ""


def _narration(shape: Shape) -> str:
    figures, days = shape.rate_of(FIGURE), shape.rate_of(DAY)
    told = shape.rate_of(NARRATION) - shape.rate_of(NAMED) - 3 * figures - 4 * days
    ends = QUOTATION_END.findall(shape.text)
    lively = sum(end[0] in "?!" for end in ends)
    reports = len(ends) >= STATED and lively < STATEMENTS * len(ends) and figures > WITH_FIGURES
    if shape.words >= SHORTEST and told >= TOLD and shape.rate_of(PAST) >= NARRATED and not reports:
        return "told in the past tense, with more “he”, “she” and “I” than names, days and figures"
    if len(ends) >= DIALOGUE and lively >= LIVELY * len(ends) and figures + days <= TIMELESS:
        return f"{lively} of {len(ends)} quotations ask or exclaim"
    return ""


SIGNS: tuple[tuple[Genre, Callable[[Shape], str]], ...] = (
    ("code", _code),
    ("transcript", _turns),
    ("fiction", _play),
    ("paper", _citations),
    ("manual", _manual),
    ("fiction", _narration),
)
