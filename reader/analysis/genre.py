"""The genre of a text: what kind of text it is, by its structure, before anything in it is marked.

What only one genre has decides at once (CERTAIN): turns, stage directions, the lines of a diff. Else each sign
of SIGNS has points for and against the others, the more there is of it, and the genre with most is right; so no sign
decides alone. What was seen is told in words. The points are data, `lexicon/genres.txt`, which
`tests/tools/fit_genres.py` fits to labelled texts. Pitfall: names of files say little, since code, papers and manuals
are kept as `.txt`, too; that of a README is one sign among others.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from reader.analysis import PROSE, FoundGenre
from reader.analysis.lexicon import read_section, read_sections
from reader.analysis.speech.transcripts import Transcript, read_turns
from reader.document.article import Article, Genre
from reader.text.format import counted
from reader.text.word_lists import read_patterns

PATTERNS = read_patterns("analysis/lexicon/genre_patterns")

LOOKED_AT = 20_000
"""Characters at the beginning of a text that tell its genre: five pages, some three milliseconds' work."""

HEAD = 1_000  # characters of the head of a standard
CHANGED = 0.5  # minimum share of a text that is the lines of a diff
FEWEST_HEADINGS = 3  # headings of a manual page; papers have a description as well
TURNS = 0.4  # minimum share of a text that is turns: an article with an interview in it is an article

BEGUN, FEWEST_BEGUN = 0.25, 8
"""Or share and number of its paragraphs that begin a turn, where nobody can say which of the others go on."""

FEWEST_STAGED = 3  # stage directions of a play; one is a title
DIRECTIONS = 0.1  # minimum share of what is said in a play that begins with one
FEWEST_CITED = 3  # citations of a paper: a blog cites one or two works
MAN_PAGE = frozenset({"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "SEE ALSO"})  # headings of a manual page

SHORT_LINE, LONG_LINE = 8, 25
"""Words of a line that is at most a heading, an item or a statement, and of one that is a paragraph."""
ENDS = frozenset('.!?…"”’»')  # ends of sentences
FEWEST_FOUND = 3  # words of a kind that are a habit

SCARCE, BRIEF = 80, 200
"""Words in which only the plain signs tell a genre, and those of news in brief, which reads much as a story does."""

REPEATED = 10
"""How often each word stands in a text that repeats itself, on average; in five pages of a novel it is four times."""

FEW_WORDS, FEW_LINES = 100, 12
"""What is counted in fewer words or lines is worth a part of its points: two names are no rate."""


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
        return 1000 * count / max(FEW_WORDS, self.words)

    @cached_property
    def vocabulary(self) -> "Counter[str]":
        """How often each word occurs, in small letters."""
        return Counter(map(str.lower, PATTERNS["word"].findall(self.text.replace("’", "'"))))

    def rate_of(self, words: Iterable[str]) -> float:
        """Return how many of some words there are for each 1,000."""
        counts = self.vocabulary
        found = sum(counts[word] for word in words)
        return 1000 * found / max(FEW_WORDS, counts.total()) if found >= FEWEST_FOUND else 0

    @cached_property
    def lines(self) -> list[str]:
        return [line for line in self.text.splitlines() if line.strip()]


WEIGHED: tuple[Genre, ...] = ("prose", "fiction", "paper", "manual", "code")
"""The genres for which signs have points; only turns make a transcript. Of equals the first is right."""

POINTS = {
    key: tuple(map(int, numbers.split()))
    for key, numbers in (entry.split(" = ") for entry in read_sections("genres")["signs"])
}
"""For each sign: hundredths of how much of it is worth all its points (less is worth a part of them, more no more), and
the points for each of WEIGHED, tenths of the logarithm of odds; as `base` those before anything is seen."""

TOLD = 2  # signs that are told: those that speak most for the genre rather than for prose


def find_genre(article: Article) -> FoundGenre:
    """Return the genre of an article: as the reader says, else by its beginning, and by whether a list of references
    stands anywhere.
    """
    if article.genre is not None:
        return FoundGenre(article.genre, "chosen by you", chosen=True)
    shape = Shape(article, article.beginning(LOOKED_AT))
    for genre, test in CERTAIN:
        if told := test(shape):
            return FoundGenre(genre, told)
    return _weigh(shape)


def _weigh(shape: Shape) -> FoundGenre:
    """Return the genre with most points, and the signs that speak most for it."""
    totals, seen = [*map(float, POINTS["base"][1:])], list[tuple[list[float], str]]()
    for key, (told, measure) in SIGNS.items():
        if amount := measure(shape):
            full, *each = POINTS[key]
            points = [min(1, 100 * amount / full) * point for point in each]
            totals = [total + point for total, point in zip(totals, points, strict=True)]
            seen.append((points, told.format(amount)))
    best = max(range(len(totals)), key=totals.__getitem__)
    if best == 0:
        return PROSE._replace(doubtful=shape.transcript.doubtful)
    gains = sorted(((points[best] - points[0], told) for points, told in seen), reverse=True)
    evidence = "; ".join(told for gain, told in gains[:TOLD] if gain > 0)
    return FoundGenre(WEIGHED[best], evidence or "more like this than like prose")


def _diff(shape: Shape) -> str:
    changed = sum(len(b.span) for b in shape.article.blocks if b.language == "diff") / max(1, len(shape.article.text))
    return f"{changed:.0%} of it are the lines of a diff" if changed >= CHANGED else ""


def _manual(shape: Shape) -> str:
    if PATTERNS["standard"].search(shape.text, 0, HEAD):
        return "the head of a manual or standard"
    return "the headings of a manual page" if len(MAN_PAGE.intersection(shape.lines)) >= FEWEST_HEADINGS else ""


def _play(shape: Shape) -> str:
    turns = shape.transcript.turns
    directed = sum(PATTERNS["directed"].match(turn.words.of(shape.article.text)) is not None for turn in turns)
    staged = max(len(PATTERNS["stage"].findall(shape.text)), directed if directed >= DIRECTIONS * len(turns) else 0)
    return "stage directions" if turns and staged >= FEWEST_STAGED else ""


def _turns(shape: Shape) -> str:
    turns, blocks = shape.transcript.turns, len(shape.article.blocks)
    spoken = sum(len(turn.words) for turn in turns)
    begun = sum(bool(turn.label or turn.answers) for turn in turns)
    most = spoken >= TURNS * len(shape.article.text) or begun >= max(FEWEST_BEGUN, BEGUN * blocks)
    if not turns or not (most or begun >= blocks / 2):  # many short answers
        return ""
    labels = {turn.label.of(shape.article.text) for turn in turns if turn.label}
    return f"{counted(turns, 'turn')} of {counted(labels, 'speaker')}"


CERTAIN: tuple[tuple[Genre, Callable[[Shape], str]], ...] = (
    ("fiction", _play),
    ("transcript", _turns),
    ("code", lambda shape: "begins as only code does" if PATTERNS["opening"].match(shape.text) else ""),
    ("manual", _manual),
    ("code", _diff),
)
"""What decides at once, in this order: the genre, and a function that tells what is seen, "" if nothing."""


def _rate(pattern: str) -> Callable[[Shape], float]:
    return lambda shape: shape.rate(len(PATTERNS[pattern].findall(shape.text)))


def _words(*sections: str) -> Callable[[Shape], float]:
    """Return a measure of how often words of some sections of the list occur."""
    words = read_section("genres", *sections)
    return lambda shape: shape.rate_of(words)


def _lines(test: Callable[[str], object]) -> Callable[[Shape], float]:
    return lambda shape: sum(bool(test(line)) for line in shape.lines) / max(FEW_LINES, len(shape.lines))


def _code_lines(shape: Shape) -> float:
    """Return the share of code in the lines outside its blocks that begin at the margin."""
    blocks = (block.span.of(shape.text) for block in shape.article.blocks if block.kind != "code")
    lines = [line for block in blocks for line in block.split("\n") if line and not line[0].isspace()]
    return sum(PATTERNS["code line"].match(line) is not None for line in lines) / max(1, len(lines))


def _cited(pattern: str) -> Callable[[Shape], float]:
    measure = _rate(pattern)
    return lambda shape: measure(shape) if len(PATTERNS[pattern].findall(shape.text)) >= FEWEST_CITED else 0


def references_start(article: Article) -> int:
    """Return where the list of references begins, in the second half of the text; its end if there is none."""
    found = list(PATTERNS["references"].finditer(article.text, len(article.text) // 2))
    return found[-1].start() if found else len(article.text)


def _as_code(shape: Shape) -> float:
    marked = sum(mark.kind == "code" and mark.span.start < LOOKED_AT for mark in shape.article.marks)
    marked += sum(PATTERNS["directive"].match(line) is not None for line in shape.lines)
    return shape.rate(marked + len(PATTERNS["role"].findall(shape.text)))


def _abstract(shape: Shape) -> float:
    return shape.rate_of(word for word in shape.vocabulary if PATTERNS["abstract"].search(word))


def _told(shape: Shape) -> float:
    """Return how many words for people there are beyond the names, and three for each figure, four for each day."""
    people = _words("somebody", "oneself")(shape)
    return max(0, people - _rate("name")(shape) - 3 * _rate("number")(shape) - 4 * _rate("day")(shape))


SIGNS: dict[str, tuple[str, Callable[[Shape], float]]] = {
    "code": ("{0:.0%} of the lines at the margin are code", _code_lines),
    "citations": ("{0:.0f} citations for each 1,000 words", _cited("citation")),
    "keys": ("{0:.0f} works cited by keys for each 1,000 words", _cited("citation key")),
    "references": ("a list of references", lambda shape: PATTERNS["references"].search(shape.whole.text) is not None),
    "sections": ("{0:.0f} headings of a paper", lambda shape: len({*PATTERNS["section"].findall(shape.text)})),
    "scholarly": ("{0:.0f} words of papers for each 1,000", _words("scholarly")),
    "abstract": ("{0:.0f} words of abstract things for each 1,000", _abstract),
    "as code": ("{0:.0f} words or lines set as code for each 1,000 words", _as_code),
    "technical": ("{0:.0f} options, files and functions for each 1,000 words", _rate("technical word")),
    "trade": ("{0:.0f} words of the trade for each 1,000", _words("trade")),
    "headings": ("{0:.0f} headings for each 1,000 words", lambda shape: shape.rate(len(shape.article.headings))),
    "short": ("{0:.0%} of the lines are short", _lines(lambda line: len(line.split()) <= SHORT_LINE)),
    "indented": ("{0:.0%} of the lines are indented", _lines(lambda line: line[:2].isspace())),
    "ended": ("{0:.0%} of the lines end as sentences do", _lines(lambda line: line.rstrip()[-1] in ENDS)),
    "long": ("{0:.0%} of the lines are whole paragraphs", _lines(lambda line: len(line.split()) >= LONG_LINE)),
    "you": ("{0:.0f} times “you” in 1,000 words", _words("hearer")),
    "we": ("{0:.0f} times “we” in 1,000 words", _words("company")),
    "i": ("{0:.0f} times “I” in 1,000 words", _words("oneself")),
    "they": ("{0:.0f} times “he” or “she” in 1,000 words", _words("somebody")),
    "past": ("told in the past tense", _words("past")),
    "told": ("more “he”, “she” and “I” than names, days and figures", _told),
    "common": ("sentences of common words", _words("common")),
    "quotations": ("{0:.0f} quotations for each 1,000 words", _rate("quotation end")),
    "dialogue": ("{0:.0f} lines of dialogue for each 1,000 words", _rate("dialogue")),
    "staged": ("stage directions", _rate("stage")),
    "scene": ("{0:.0f} words of bodies, rooms and voices for each 1,000", _words("scene")),
    "public": ("{0:.0f} words of public life for each 1,000", _words("public")),
    "instructions": ("{0:.0f} instructions for each 1,000 words", _rate("instruction")),
    "figures": ("{0:.0f} sums and shares for each 1,000 words", _rate("figure")),
    "days": ("{0:.0f} days for each 1,000 words", _rate("day")),
    "scarce": ("so few words that nothing is sure", lambda shape: max(0, 1 - shape.words / SCARCE)),
    "brief": ("too few words for a story", lambda shape: max(0, 1 - shape.words / BRIEF)),
    "repeated": (
        "the same words again and again",
        lambda shape: max(0, 1 - REPEATED * max(1, len(shape.vocabulary)) / max(1, shape.vocabulary.total())),
    ),
    "named": (
        "the name of a manual",
        lambda shape: PATTERNS["documentation"].search(f"{shape.whole.source}\n{shape.whole.title}") is not None,
    ),
    "signed": ("an author", lambda shape: bool(shape.whole.author)),
    "dated": ("a day of publication", lambda shape: bool(shape.whole.published)),
}
"""The signs that are weighed: what is told of how much is seen, and how much that is."""
