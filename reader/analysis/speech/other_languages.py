"""Find direct speech in a language whose words are not known: by quotation marks and dashes alone.

Which mark opens depends on the language („so“, »so«, « so », ”so”, 「so」), and is told by the text: by the mark that
comes first in most of its passages. Words in marks are speech if a sentence ends in them, a colon comes before them, or
they are more than a term. A dash that opens a line opens speech, and a dash before a small letter what the author says
in between. Pitfall: in Russian a dash is also a verb, so there a sign has to stand before it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reader.analysis.lexicon import read_section
from reader.analysis.speech.dialogue_dashes import dashed_lines
from reader.document.article import Article, Block
from reader.text.scripts import is_unspaced
from reader.text.span import Span
from reader.text.word_lists import read_patterns

CLOSERS = {
    "„": "“”\"", "“": "”", "”": "”", "«": "»", "»": "«»", "‹": "›", "›": "‹›", "「": "」", "『": "』", "《": "》",
    '"': '"”', "‘": "’", "‚": "‘’",
}  # fmt: skip
"""The marks that close a quotation opened by the key; » and ” are their own where the text has no other."""

MARK = re.compile('[“”„«»‹›「」『』《》"‘’‚]')

FACING = (("«", "»"), ("‹", "›"))  # marks of which either may open: «so», »so«

CLOSING = frozenset("".join(CLOSERS.values()))

TWO_SIDED = frozenset('"“”‘‚»›')  # marks whose neighbours tell whether they open
SHAPE = 10  # how much the spaces beside a mark count, compared with its being the first of a passage
TITLE_MARK = "《"  # a mark of titles, which is one of speech only below a colon, or around whole sentences

ENDS = frozenset(".!?…。！？")
COLONS = frozenset(":：")
PAUSES = frozenset(",，、—–―-")
BEFORE = frozenset("([{—–―-¿¡…/'’")  # signs, beside white space, after which a mark may open
TERM = 3  # the most words of a term in marks
CITED = re.compile("(?:と|って|고|라고|라며|며|이라고)(?![「『“])")  # what Japanese and Korean put behind what was said
SHORT = 6  # the most characters of a term in a script without spaces
SPOKEN_TAIL = 8  # characters at the end of a line that tell how it ends
PARTS = 4  # passages that a quotation may cross whose mark is closed in another one

WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    sign: str
    opens: bool
    closes: bool
    passage: int
    """The index of its passage."""


@dataclass
class _Open:
    """A quotation whose end is not found yet."""

    mark: _Mark
    inner: int = 0
    """Quotations within it that are open, in the same marks."""
    continues: bool = False
    """Whether it goes on with what a passage above says."""
    last: _Mark | None = None
    """The last mark that closed one of them: the end, if one mark is there for both."""


def find_marked_speech(text: str, passages: Sequence[Span]) -> list[Span]:
    """Return the speech in quotation marks in the `passages` of a text, with its marks, in order."""
    if not MARK.search(text):
        return []
    found: list[Span] = []
    opened: _Open | None = None
    for mark in _marks(text, passages, _openers(text, passages)):
        if opened is not None and mark.passage > opened.mark.passage and opened.last is not None:
            found += _speech(text, passages, opened, opened.last)
            opened = None
        if opened is None:
            opened = _Open(mark) if mark.opens else None
            continue
        apart = mark.passage - opened.mark.passage
        if mark.closes and mark.sign in CLOSERS[opened.mark.sign] and apart <= PARTS:
            if opened.inner:
                opened.inner, opened.last = opened.inner - 1, mark
            else:
                found += _speech(text, passages, opened, mark)
                opened = None
        elif mark.opens and apart:
            goes_on = apart == 1 and mark.sign == opened.mark.sign and mark.start == passages[mark.passage].start
            if goes_on:
                found.append(Span(opened.mark.start, passages[opened.mark.passage].end).stripped(text))
            opened = _Open(mark, continues=goes_on)
        elif mark.opens and mark.sign == opened.mark.sign:
            opened.inner += 1
    if opened is not None and opened.last is not None:
        found += _speech(text, passages, opened, opened.last)
    return found


def _openers(text: str, passages: Sequence[Span]) -> dict[str, bool]:
    """Return which of the marks that may open do so in this text: by the spaces beside them, else by the first ones."""
    seen: Counter[str] = Counter()
    votes: Counter[str] = Counter()
    for passage in passages:
        signs = ""
        for found in MARK.finditer(text, passage.start, passage.end):
            sign = found[0]
            signs += sign
            before = text[max(passage.start, found.start() - 1) : found.start()]
            after = text[found.end() : found.end() + 1]
            free = not before or before.isspace() or before in BEFORE
            votes[sign] += SHAPE * ((free and after.isalnum()) - (before.isalnum() or before in ENDS))
        seen.update(signs)
        votes.update(next((sign for sign in signs if sign in pair), "") for pair in FACING)
    opens = {
        "“": seen["“"] > 0 and seen["„"] < max(1, seen["“"] // 2),
        "”": not seen["“"] and not seen["„"],
    }
    for left, right in FACING:
        opens[left] = votes[left] >= votes[right]
        opens[right] = not opens[left] or not seen[left]
    return opens


def _marks(text: str, passages: Sequence[Span], opens: Mapping[str, bool]) -> Iterator[_Mark]:
    for number, passage in enumerate(passages):
        for found in MARK.finditer(text, passage.start, passage.end):
            start, sign = found.start(), found[0]
            before = text[start - 1] if start > passage.start else " "
            after = text[start + 1] if start + 1 < passage.end else " "
            free = before.isspace() or before in BEFORE or before in CLOSING or is_unspaced(before)
            may_open = opens.get(sign, sign in CLOSERS)
            if sign in TWO_SIDED and not (sign in "”»" and not may_open):
                may_open = may_open and free and not after.isspace()
            closes = sign in CLOSING and not (sign in "’‘" and after.isalpha() and not is_unspaced(after))
            both = may_open and sign in CLOSERS.get(sign, "")
            if both or sign == '"':
                closes = closes and not (may_open and before.isspace() and not after.isspace())
            if may_open or closes:
                yield _Mark(start, sign, may_open, closes, number)


def _speech(text: str, passages: Sequence[Span], opened: _Open, last: _Mark) -> Iterator[Span]:
    """Yield the quotation up to its last mark, a part for each passage, if it is speech."""
    first = opened.mark
    if first.passage < last.passage:
        yield Span(first.start, passages[first.passage].end).stripped(text)
        yield from passages[first.passage + 1 : last.passage]
        yield Span(passages[last.passage].start, last.start + 1)
        return
    span = Span(first.start, last.start + 1)
    if opened.continues or is_speech(text, span, passages[first.passage]):
        yield span


def is_speech(text: str, marked: Span, passage: Span) -> bool:
    """Return whether words in marks within a passage are more than a term or a title."""
    words = text[marked.start + 1 : marked.end - 1].strip()
    before = text[passage.start : marked.start].rstrip()
    after = text[marked.end : passage.end].lstrip()
    if not WORD.search(words):
        return False
    introduced = before[-1:] in COLONS and bool(before)
    ended = words[-1] in ENDS
    if text[marked.start] == TITLE_MARK:
        return introduced or (ended and not before)
    opens_sentence = not before or before[-1] in ENDS or before[-1] in CLOSING or before[-1] in "—–"
    paused = opens_sentence and (words[-1] in PAUSES or after[:1] in PAUSES)
    if ended and words[-1] == "." and not opens_sentence and len(WORD.findall(words)) <= TERM:
        ended = False  # the full stop of the sentence around it
    if introduced or ended or paused or CITED.match(text, marked.end):
        return True
    unspaced = sum(map(is_unspaced, words))
    return unspaced > SHORT if 2 * unspaced > len(words) else len(WORD.findall(words)) > TERM


# -- dashes ------------------------------------------------------------------------------------------------------------

OPENING_DASH = re.compile(r"[ \t]*(?:[—–―]{1,2}|--?(?=[ \t¿¡«A-ZÀ-Ý]))[ \t]*(?=[^\W\d_]|[…¿¡'’«„“\"(])")
"""A dash that opens a line, or a hyphen before a space or a capital."""

SPOKEN_END = re.compile(r"[.!?…:»”“\"。！？][)’'\s]*$")  # how a line of dialogue ends

ASKED = re.compile(r"[?!…]|(?<=\S)[ ]*[—–―-][ ]*(?=[a-zà-ÿа-яё])")
"""What people say to each other, or what their author says in between, after a dash."""

ASKING = 0.25  # minimum share of such lines in which people ask or call, or their author speaks
ASKING_HYPHENS = 0.4  # the same for lines that hyphens open, since those may be a list
LISTED = 3  # minimum lines of a dialogue that hyphens open, as they open the items of lists
TALKING = 0.6  # minimum share of the lines of a dialogue that end as a sentence does; the items of a list do not

INNER_DASH = re.compile(r"(?P<before>\S)(?P<left>\s*)(?P<dash>[—–―-])(?P<right>\s*)(?P<after>\S)")

SEPARATE = frozenset(",.!?…;:»”")  # signs before a dash behind which the author speaks

RESUMED = frozenset(".,;:")
"""Signs behind a Spanish dash that ends what the author says: “—dijo ella—. Vendré.”"""

AUTHOR_GOES_ON = re.compile(r"\s+(?:en|d['’]|avec|sans|tout|tandis|et|qui|comme|à|au|dans|les|le|la|puis|après)\b")
"""What the author goes on with behind the subject: “dit-il, en riant.”"""

CYRILLIC = re.compile("[а-яё]", re.IGNORECASE)

VERBS = read_section("dialogue")  # verbs of saying in languages in which the author speaks without a dash

VERB = read_patterns("analysis/lexicon/speaker_patterns")["verb"]


def find_dialogue(article: Article) -> list[Span]:
    """Return what is said in the lines of a dialogue that dashes open, in text order."""
    lines: list[tuple[Span, bool]] = []
    for block in article.blocks:
        if block.role == "body" and block.kind in ("paragraph", "item", "quotation"):
            lines += _dashed_lines(article.text, block)
    talk = [line.of(article.text) for line, _ in lines]
    ended = sum(bool(SPOKEN_END.search(words[-SPOKEN_TAIL:])) for words in talk)
    asked = sum(bool(ASKED.search(words)) or _told(words) is not None for words in talk)
    hyphens = sum(hyphen for _, hyphen in lines)
    listed = 2 * hyphens > len(lines) and len(lines) < LISTED
    asking = ASKING_HYPHENS if 2 * hyphens > len(lines) else ASKING
    if not lines or listed or ended < TALKING * len(lines) or asked < asking * len(lines):
        return []
    return [part for line, _ in lines for part in _said(article.text, line)]


def _dashed_lines(text: str, block: Block) -> Iterator[tuple[Span, bool]]:
    """Yield the words of the lines of a block that a dash opens, and whether that is a hyphen."""
    if block.kind == "item":
        sign = text[text.rfind("\n", 0, block.span.start) + 1 : block.span.start].strip()
        if sign in ("-", "–", "—", "―"):
            yield block.span, sign == "-"
        return
    for line, words in dashed_lines(text, block, OPENING_DASH):
        if not text[words.start].islower():
            yield words, "-" in text[line.start : words.start]


def _said(text: str, line: Span) -> Iterator[Span]:
    """Yield the parts of a line that are spoken: those outside what the author says in between."""
    parts = list(_between_dashes(text, line)) or list(_before_verb(text, line)) or [line]
    return (part.stripped(text) for part in parts if WORD.search(text, part.start, part.end))


def _between_dashes(text: str, line: Span) -> Iterator[Span]:
    """Yield the parts that are spoken if dashes enclose what the author says; nothing if none does."""
    separate = CYRILLIC.search(text, line.start, line.end) is not None
    start: int | None = line.start
    for dash in INNER_DASH.finditer(text, line.start, line.end):
        before, after = dash["before"], dash["after"]
        spaced = bool(dash["left"] or dash["right"])
        if not spaced and dash["dash"] == "-" and after not in RESUMED and before not in SEPARATE:
            continue  # of a compound
        if start is None:
            start = dash.start("after") + (after in RESUMED)
        elif after.islower() and (before in SEPARATE or ((dash["left"] or not spaced) and not separate)):
            yield Span(start, dash.end("before"))
            start = None
    if start is not None and start > line.start:
        yield Span(start, line.end)


def _before_verb(text: str, line: Span) -> Iterator[Span]:
    """Yield the parts before and after a verb of saying: "Oui, répondit le roi, je viendrai."; nothing if there
    is none."""
    told = _told(text[line.start : line.end])
    if told is None:
        return
    yield Span(line.start, line.start + told.end("sign"))
    after = line.start + told.end() + 1
    if after < line.end and text[after - 1] in ".,:!?…" and not AUTHOR_GOES_ON.match(text, after):
        yield Span(after, line.end)


def _told(words: str) -> re.Match[str] | None:
    return next((found for found in VERB.finditer(words) if found["verb"] in VERBS), None)
