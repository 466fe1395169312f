"""The layouts in which transcripts write who speaks: one row of LAYOUTS each, and the lines that begin with a label.

`LEE: We were told.`, `Mr. Lee. Thank you.`, `[Ann Lee] [00:12] So.`, `Mr LEE—I move`, `<v Lee>`. A row also says
what its turns must be like (`transcripts` judges that), since lists of keys and values, logs and glossaries look like
transcripts: the more explicit the layout, the less is asked.
"""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from reader.analysis.lexicon import FIRST_NAMES, REPORTING_VERBS, read_section, read_sections
from reader.document.article import Article, Block
from reader.text.span import Span

SPOKEN_KINDS = frozenset({"paragraph", "item", "quotation"})
SPOKEN_ROLES = frozenset({"body", "standfirst"})
LABEL_ROLES = SPOKEN_ROLES | {"title"}

QUESTION, ANSWER = "q", "a"
"""The keys of these letters, which stand for people who are named elsewhere."""

WITNESS = "witness"
"""The key of "THE WITNESS", who answers."""

CHAIRS = frozenset({"chair", "chairman", "chairwoman", "chairperson"})
"""The keys of "The Chairman", who presides."""

WORDS_OF_LETTERS = dict(entry.split(" = ") for entry in read_section("grammar", "letters"))

SHORTEST_OFFICE = 5
"""Minimum letters of the last word of an office in capitals: "The SPEAKER", unlike "The NHS"."""

LONGEST_NAME = 5
"""Maximum words of a label."""

PARTICLES = read_section("grammar", "particles in labels")
"""Words of a name that may begin with a small letter."""

NO_SPEAKERS = read_section("grammar", "no speakers")
"""Last words of labels that are no speakers: of keys, notes and logs."""

OPENING = frozenset("“\"„«‘'")
"""Signs before words that are in quotation marks, whose speaker is found by the label before them."""


def _offices() -> Iterator[str]:
    for office in sorted(read_section("grammar", "speakers by office"), key=len, reverse=True):
        yield office
        yield office.upper()
        if office.startswith("The "):
            yield f"The {office[4:].upper()}"


OFFICES = "|".join(map(re.escape, _offices()))
"""What those are called who speak in a hearing or in court, with a name or without: "Mr.", "The Chairwoman"."""


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
    once: float = 1.0
    """Maximum share of turns whose label does not come back: some headings do."""
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
    continued: bool = False
    """A paragraph without a label always continues the turn before it."""


TIME = r"(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,]\d{1,3})?"
CLOCK = rf"[\[(]?{TIME}(?:[ \t]*[-–][ \t]*{TIME})?[\])]?"
"""A time in a recording, or when something begins and ends."""

GAP = r"[ \t]+(?:[|·–—-][ \t]+)?"
"""Between a name and a time."""

BEFORE = rf"[ \t]*(?:\d{{1,2}}[ \t]{{2,}})?(?:{CLOCK}[ \t]+)?"
"""What may stand before a label: the number of the line in court, a time."""

NAME = r"[^\W\d_](?:\w|[ .'’&-]){0,39}?"

NOTED = r"[ \t]?[(\[][^()\[\]\n]{1,120}[)\]]"
"""What is told of a speaker in brackets: a constituency, an office, the time."""

MORE = rf"(?P<more>,[^:\n]{{1,50}}|(?:{NOTED}){{1,3}})?"
"""What may stand between a name and its colon: "LEE, HOST:", "LEE (by phone):", "Mr. LEE (Leith) (2.10 pm):"."""

SURNAME = r"(?:De |Van |Von |Mc ?)?[A-Z][\w’'-]+"
IN_CAPITALS = r"(?:Ma?c|De|O[’'])?[A-Z][A-Z’'-]+"
TITLES = r"(?i:Mr|Mrs|Ms|Miss|Dr|Prof|Adv|Rev|Hon|Senator|Sir|Madam|The)"
"""What stands before a name or an office in capitals."""

BEFORE_LABEL, NAME_ALONE = re.compile(BEFORE), re.compile(NAME)

PATTERNS = {
    "voice": rf"{BEFORE}<v(?:\.\S{{1,20}})? (?P<name>[^<>\n]{{1,40}})>",
    "letter": rf"{BEFORE}(?P<name>[QA])(?:[.:](?=\s)|(?=[^\S\n]{{2,}}[A-Z]))",
    "bracket": rf"[ \t]*[\[(](?P<name>{NAME})[\])][ \t]*(?:{CLOCK}|[:–—-])(?=\s)",
    "timed": rf"[ \t]*(?:(?P<name>{NAME}):?{GAP}{CLOCK}|{CLOCK}{GAP}(?P<after>{NAME})):?[ \t]*$",
    "office": rf"[ \t]*(?P<name>(?:{OFFICES})(?: (?:[A-Z][a-z]?\. )?{SURNAME}){{0,2}}(?: pro tempore)?)"
    rf"(?P<more> of(?: (?:the|[A-Z][a-z]+)){{1,3}}|{NOTED})?\.(?=\s+[A-Z“\"`\[])",
    "titled": rf"{BEFORE}(?P<name>{TITLES}\.?(?: ?[A-Z]\.?)*(?:[ ,]+(?:(?i:of|and|the|for)|{IN_CAPITALS})){{1,12}})"
    rf"(?P<more>(?:{NOTED}){{1,3}})?[ \t]?(?::(?=\s)|[—–]|\.[ \t]?[—–-])[ \t]?(?=\S)",
    "capitals": rf"{BEFORE}(?P<name>[A-Z](?:[A-Z0-9_]|[ .'’&,-]){{1,79}}?){MORE}[ \t]?:(?=\s)",
    "bold": rf"{BEFORE}\*\*(?P<name>{NAME}){MORE}[ \t]?(?::\*\*|\*\*:)(?=\s)",
    "strong": rf"{BEFORE}\*\*(?P<name>{NAME}){MORE}\*\*(?=\s+\S)",
    "name": rf"{BEFORE}(?P<name>{NAME}){MORE}[ \t]?:(?=\s)",
    "bare": rf"[ \t]*(?P<name>[^\W\d_](?:[^\W\d_]|[ .'’-]){{1,39}})(?P<more>(?:{NOTED}){{1,3}})?[ \t]*$",
}


def _layout(name: str, pattern: str) -> Layout:
    """Return a layout with what its turns must be like, from the list `layouts.txt`."""
    entries = (entry.split(" = ") for entry in read_sections("layouts").get(name, ()))
    asked: dict[str, Any] = {key: float(Fraction(number)) for key, number in entries}
    return Layout(re.compile(pattern, re.MULTILINE), **asked)


LAYOUTS = {name: _layout(name, pattern) for name, pattern in PATTERNS.items()}
"""The layouts, the most explicit first; a line is read as the first that fits."""

PERSON = re.compile(
    r"[(\[](?P<name>(?:Mr|Mrs|Ms|Miss|Dr|Prof|Hon|Senator|Representative)\b\.?-? ?[A-Z][^()\[\]\n]{1,40})[)\]]"
)
"""Who holds the office that a label names: "The Presiding Officer (Mr. Lee)"."""

JOINED = re.compile(
    rf"(?<=\s)\[[^\W\d_][^\[\]\n]{{0,40}}\] \[{TIME}\]"
    r"|(?<=\s)(?:HON|MR|MRS|MS|DR|MADAM)\b\.? (?:[A-Z]\. ?){0,4}[A-Z][A-Z’'-]+(?: [A-Z’'-]+){0,3}(?:\.?[—–-]|:)"
)
"""A label within a line, since Markdown and the pages of a PDF join lines."""

CONTINUED = frozenset(name for name, layout in LAYOUTS.items() if layout.continued)

COLONS = ("capitals", "bold", "name")
"""Layouts that occur together."""


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


def letter_of(label: str) -> str:
    """Return the key of a label that stands for questions or answers; an empty string for a name."""
    word = label.strip(" .:").casefold()
    return WORDS_OF_LETTERS.get(word, word if word in (QUESTION, ANSWER) else "")


def labelled_lines(article: Article) -> Iterator[Labelled]:
    """Yield the lines that begin with what can be the label of a speaker, each with its words up to the next."""
    strong = {mark.span.start: mark.span.end for mark in article.marks if mark.kind == "strong"}
    for number, block in enumerate(article.blocks):
        if not (may_be_spoken(block) or (block.kind == "heading" and block.role in LABEL_ROLES)):
            continue
        found = [
            each
            for start in _starts(article.text, block.span)
            if (each := _label(article, block, start, strong)) is not None
        ]
        if len(found) > 1 and all(each.layout == "bare" for each in found):
            found = [found[0]._replace(end=block.span.end)]  # a name, and below it what somebody is
        ends = [*(each.start for each in found[1:]), block.span.end]
        for each, end in zip(found, ends, strict=False):
            alone = LAYOUTS[each.layout].alone or each.layout == "strong"
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


def _starts(text: str, span: Span) -> Iterator[int]:
    """Yield where a label may begin: at each line, and where a name and a time in brackets stand within one."""
    within = (match.start() for match in JOINED.finditer(text, span.start, span.end))
    yield from sorted({*line_starts(text, span), *within})


class FoundLabel(NamedTuple):
    """A label at the start of a line."""

    start: int
    layout: str
    label: Span
    """The name in it."""
    end: int
    """Where the words may begin."""


def _label(article: Article, block: Block, start: int, strong: Mapping[int, int]) -> FoundLabel | None:
    for name, layout in LAYOUTS.items():
        if block.kind == "heading" and not layout.alone and (name not in COLONS or block.role == "title"):
            continue
        if (match := layout.pattern.match(article.text, start, block.span.end)) is None:
            continue
        group = "name" if match["name"] else "after"
        if name == "office" and start != block.span.start and article.text[start] not in " \t":
            continue  # the line of a paragraph that begins with a name
        more = match.groupdict().get("more") or ""
        if not _is_speaker(name, match[group], more):
            continue
        held = PERSON.search(more)
        label = Span(*match.span(group))
        if held:
            label = Span(match.start("more") + held.start("name"), match.start("more") + held.end("name"))
        return FoundLabel(start, "bold" if name in COLONS and label.start in strong else name, label, match.end())
    return _in_bold(article, block, start, strong)


def _in_bold(article: Article, block: Block, start: int, strong: Mapping[int, int]) -> FoundLabel | None:
    """Return a name in bold with which a line begins, perhaps after a time; its words need no colon."""
    before = BEFORE_LABEL.match(article.text, start, block.span.end)
    begin = before.end() if before else start
    label = Span(begin, strong.get(begin, begin))
    name = label.of(article.text)
    if block.kind == "heading" or not NAME_ALONE.fullmatch(name) or not _is_speaker("strong", name, ""):
        return None
    return FoundLabel(start, "strong", label, label.end)


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
    if layout == "titled" and words[0].lower() == "the":
        return len(words[-1]) >= SHORTEST_OFFICE
    if layout in ("voice", "letter", "office", "titled") or letter_of(label) or PERSON.search(more):
        return True
    named = len(words) == 2 and words[0] in FIRST_NAMES  # "Ann lee"
    capital = words[0][0].isupper() and all(
        word[0].isupper() or word[0].isdigit() or word in PARTICLES or word == "&" or named for word in words
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
    return " ".join(words) if layout in ("voice", "timed", "bare") or len(last) == 1 or last.isdigit() else last
