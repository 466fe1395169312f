"""The genre of a text: what kind of text it is, by its structure, before anything in it is marked.

Each genre but `prose` has a sign that others lack: lines of code at the margin, turns, citations, words set as code,
narration without a figure. They are asked for in this order, the plainest first; prose is what has none. What was
seen is told in words. Pitfall: names of files say little, since code, papers and manuals are kept as `.txt`, too.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from reader.analysis import PROSE, FoundGenre
from reader.analysis.speech.transcripts import Transcript, read_turns
from reader.document.article import Article, Genre
from reader.text.format import counted

LOOKED_AT = 20_000
"""Characters at the beginning of a text that tell its genre: five pages, some three milliseconds' work."""

HEAD = 1_000
"""Characters of the head of a standard."""

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
    | (?=[a-f]*\d)[0-9a-f]{7,40}\s\S | diff\s--git | index\s[0-9a-f]{7} | [+-]{3}\s[ab/] | Traceback\s | \#\s
    | --\s | \{-|-\} | (?:module|instance|data|newtype|where)\b(?!.*[.?]$) | [\w', ]+\s::\s | [|=]\s
    | \[[A-Za-z][^\]\n]*\]\s*$ | [\w.-]+\s*=\s*$ | [a-z_][\w.-]*:(?:\s|$)
    | .{0,40}?\d{4}-\d\d-\d\d[\sT]+\d\d:\d\d | \[?\d\d:\d\d:\d\d[\s.,\]] | [A-Z][a-z]{2}\s+\d+\s\d\d:\d\d:\d\d
    """,
    re.VERBOSE,
)
"""A line of a program, of a log, or of a configuration."""

LOGGED = 0.6
"""Minimum share of the lines of a log that have numbers at the same places, as those of its time and process."""

LOG_LINES, LOG_WORDS, LOG_NUMBERS = 8, 6, 3
"""Minimum lines of such a log, the words of a line that are looked at, and the numbers that begin one of them."""

STAMP = re.compile(r"[\W\d_]*")
NUMBER = re.compile(r"\d+")

DIFF_LINE = re.compile(r"@@ |[+-]|[ \t]")
"""A line of a diff, in a text that has lines with the places of changes (`HUNK`)."""

HUNK = re.compile(r"(?m)^@@ -\d+(?:,\d+)? \+\d+")

OPENING = re.compile(
    r"\s*(?:(?:\* )?commit [0-9a-f]{40}\b.*\n|From [0-9a-f]{40} |diff --git |#!\s?/|<\?php|\"\"\"|'''|Traceback \()"
)
"""How only code begins: a commit, a script, the description of a module, an error."""

TURNS = 0.4
"""Minimum share of a text that is turns: an article with an interview in it is an article."""

BEGUN, FEWEST_BEGUN = 0.25, 8
"""Or share and number of its paragraphs that begin a turn, where nobody can say which of the others go on."""

STAGE = re.compile(
    r"(?im)^\W*(?:act|scene) (?:[ivx]+|\d+|one|two|three|first|second|the \w+)\b|^\W*(?:enter|exit|exeunt)\b"
)
"""What the speakers of a play do."""

CITATION = re.compile(
    r"\[\d{1,3}(?:\s?[,;–-]\s?\d{1,3})*\]"
    r"|\((?:19|20)\d\d[a-z]?\)"
    r"|\([^()\n]{3,80}[ ,](?:19|20)\d\d[a-z]?[;,)]"
    r"|\[-?@[\w:-]+|(?<!\w)@[A-Za-z][\w:-]*\d{4}\w*"
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

STANDARD = re.compile(
    r"Request for Comments: *\d|Internet-Draft|([\w.:+-]+\(\d\w{0,4}\))[ \t]{2,}[^\n]*[ \t]{2,}\1\s*$", re.M
)
"""The head of a standard of the Internet, or of a manual page that was printed: `LS(1)    User Commands    LS(1)`."""

USAGE = re.compile(r"(?im)^[ \t]*usage: +\S")
"""How what a command says of itself begins."""

COLUMN = re.compile(r"[ \t]{0,10}[^\s\d](?:\S| (?! )){0,40}[ \t]{2,}\S|[ \t]{1,10}\S+ [-–] \S")
COLUMNS = 0.4
"""A line with a term and what it means beside it, and the least share of such lines in what a command says of itself;
twice as many are a list of commands."""

TECHNICAL_WORD = re.compile(
    r"(?<=\s)(?:-[a-zA-Z]|--[a-z]+(?:-[a-z]+)*)(?=[\s=,|\]])"
    r"|(?<![\w@/.-])(?:"
    r"[\w/-]+\.(?:py|js|ts|md|html|css|json|ya?ml|txt|sh|cpp|lua|toml|conf|cfg|exe|rs|go|xml|csv|log)\b"
    r"|[\w.]+\(\)|[a-z]+(?:_[a-z0-9]+)+|\$[A-Za-z_]\w*|/(?:etc|usr|bin|var|home|opt|dev|tmp)/\S+|[A-Z]+(?:_[A-Z]+)+|</?[a-z][\w-]*/?>)"
)
"""An option, a file, a function, a variable: what manuals name, also where nothing sets it as code."""
TECHNICAL_WORDS, FEWEST_TECHNICAL = 12.0, 5
"""Such words for each 1,000 words of a manual, and how many there are at least (measured: news and papers up to 4,
manuals mostly 20 and more)."""

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
PRESENT = re.compile(r"\b(?:is|are|has|have|do|does|may|can|must)\b")
ARGUED = 1 / 3
"""Minimum share of PAST among both, since who argues says what is (measured: essays up to .25, novels .42 and more but
for one that begins in the present)."""

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
    def transcript(self) -> Transcript:
        return read_turns(self.article)

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
    def lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]

    @cached_property
    def margin(self) -> list[str]:
        """The lines outside blocks of code that begin at the margin."""
        code = (block.span for block in self.article.blocks if block.kind == "code")
        edges = [edge for span in code for edge in (span.start, span.end)]
        starts = (0, *(newline.end() for newline in re.finditer("\n", self.text)))
        lines = zip(starts, self.text.split("\n"), strict=True)
        return [line for start, line in lines if line and not line[0].isspace() and bisect_right(edges, start) % 2 == 0]


def find_genre(article: Article) -> FoundGenre:
    """Return the genre of an article: as the reader says, else by its beginning, and by whether a list of references
    stands anywhere.
    """
    if article.genre is not None:
        return FoundGenre(article.genre, "chosen by you", chosen=True)
    shape = Shape(article, article.beginning(LOOKED_AT))
    for genre, sign in SIGNS:
        if evidence := sign(shape):
            return FoundGenre(genre, evidence)
    return PROSE._replace(doubtful=shape.transcript.doubtful)


def _opening(shape: Shape) -> str:
    return "begins as only code does" if OPENING.match(shape.text) else ""


def _code(shape: Shape) -> str:
    changed = sum(len(b.span) for b in shape.article.blocks if b.language == "diff") / max(1, len(shape.article.text))
    if changed >= CODE_AT_MARGIN:
        return f"{changed:.0%} of it are the lines of a diff"
    lines = [line for line in shape.margin if line.strip()]
    pattern = DIFF_LINE if HUNK.search(shape.text) else CODE_LINE
    found = sum(bool(pattern.match(line) or CODE_LINE.match(line)) for line in lines)
    if found and found >= CODE_AT_MARGIN * len(lines):
        return f"{found} of the {counted(lines, 'line')} at the margin are code"
    return f"{counted(shape.lines, 'line')} of a log" if _is_log(shape.lines) else ""


def _is_log(lines: list[str]) -> bool:
    """Return whether most lines have the same numbers before their first words: times, processes, levels."""
    stamps = [
        [NUMBER.sub("0", STAMP.findall(word)[0]) for word in line.split(None, LOG_WORDS)[:LOG_WORDS]] for line in lines
    ]
    for words in range(1, LOG_WORDS + 1):
        (stamp, count), *_ = Counter("".join(stamp[:words]) for stamp in stamps).most_common(1) or [("", 0)]
        if stamp.count("0") >= LOG_NUMBERS and count >= max(LOG_LINES, LOGGED * len(lines)):
            return True
    return False


def _standard(shape: Shape) -> str:
    return "the head of a manual or standard" if STANDARD.search(shape.text, 0, HEAD) else ""


def _turns(shape: Shape) -> str:
    beginning = shape.article
    turns = shape.transcript.turns
    spoken = sum(len(turn.words) for turn in turns)
    begun = [turn for turn in turns if turn.label or turn.answers]
    most = spoken >= TURNS * len(beginning.text) or len(begun) >= max(FEWEST_BEGUN, BEGUN * len(beginning.blocks))
    if not turns or not most or STAGE.search(shape.text):
        return ""
    labels = {turn.label.of(beginning.text) for turn in turns if turn.label}
    return f"{counted(turns, 'turn')} of {counted(labels, 'speaker')}"


def _play(shape: Shape) -> str:
    return "stage directions" if len(STAGE.findall(shape.text)) >= 3 and shape.transcript.turns else ""


def _citations(shape: Shape) -> str:
    code = shape.kinds["code"] / max(1, len(shape.text))
    if code >= 2 * CODE_BLOCKS or (code >= CODE_BLOCKS and ROLE.search(shape.text)):
        return ""  # a manual that cites
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
    if shape.whole.author and shape.whole.published:
        return ""  # what an author publishes on a day, a team's blog say
    lines = shape.lines
    if len(MAN_PAGE.intersection(lines)) >= 3:
        return "the headings of a manual page"
    code = shape.kinds["code"] / max(1, len(shape.text))
    marked = sum(mark.kind == "code" and mark.span.start < LOOKED_AT for mark in shape.article.marks)
    marked += sum(DIRECTIVE.match(line) is not None for line in lines) + len(ROLE.findall(shape.text))
    if code >= CODE_BLOCKS:
        return f"{code:.0%} of it are blocks of code"
    if shape.rate(marked) >= AS_CODE:
        return f"{counted(marked, 'word')} or lines set as code"
    columns = sum(COLUMN.match(line) is not None for line in lines)
    share = COLUMNS if USAGE.search(shape.text) else 2 * COLUMNS
    if columns >= share * len(lines) and not shape.transcript.turns:
        return f"{counted(columns, 'line')} of terms and what they mean"
    named = len(TECHNICAL_WORD.findall(shape.text))
    if named >= FEWEST_TECHNICAL and shape.rate(named) >= TECHNICAL_WORDS:
        return f"{counted(named, 'option')}, files and functions"
    blocks = shape.article.blocks
    items = sum(block.kind == "item" for block in blocks)
    if items >= LISTED * len(blocks) and shape.rate(len(shape.article.headings)) >= HEADED:
        return f"{counted(items, 'item')} of lists under {counted(shape.article.headings, 'heading')}"
    return ""


def _narration(shape: Shape) -> str:
    figures, days = shape.rate_of(FIGURE), shape.rate_of(DAY)
    past, present = shape.rate_of(PAST), shape.rate_of(PRESENT)
    told = shape.rate_of(NARRATION) - shape.rate_of(NAMED) - 3 * figures - 4 * days
    ends = QUOTATION_END.findall(shape.text)
    lively = sum(end[0] in "?!" for end in ends)
    reports = len(ends) >= STATED and lively < STATEMENTS * len(ends) and figures > WITH_FIGURES
    is_told = told >= TOLD and past >= max(NARRATED, ARGUED * (past + present))
    if shape.words >= SHORTEST and is_told and not reports:
        return "told in the past tense, with more “he”, “she” and “I” than names, days and figures"
    if len(ends) >= DIALOGUE and lively >= LIVELY * len(ends) and figures + days <= TIMELESS:
        return f"{lively} of {len(ends)} quotations ask or exclaim"
    return ""


SIGNS: tuple[tuple[Genre, Callable[[Shape], str]], ...] = (
    ("code", _opening),
    ("manual", _standard),
    ("transcript", _turns),
    ("code", _code),
    ("fiction", _play),
    ("paper", _citations),
    ("manual", _manual),
    ("fiction", _narration),
)
