"""What lines of plain text look like: a title, a sub-heading, a byline, the site's furniture, prose.

Each judges the words alone; `frame` and `plain` know the place. The one idea: when in doubt a line is body, since a
paragraph that is drawn too plainly does no harm, and one that is taken for furniture is missed.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache

from reader.text.span import Span

Paragraph = Sequence[Span]
"""Lines without a blank line between them, each from its first to its last character that is no white space."""

WRAPPED = range(55, 86)
"""How wide lines are that were broken by hand or by an editor, in characters: most are set to 65-80."""

TITLE_LENGTH = 150
"""Characters. Headlines end at about 120; beyond this a line without a full stop is a paragraph that lacks one."""

HEADING_LENGTH, HEADING_WORDS = 80, 12
"""A sub-heading stays on one line of a page."""

FIRST_WORDS = 60
"""Characters of text that stand for a title: what a list shows of one."""

SENTENCE_WORDS = 8
"""So many words that end like a sentence are prose."""

CLOSERS = "\\)\\]\"'”’»›“‘*_"
SENTENCE_END = re.compile(rf"[.!?…。！？؟।][{CLOSERS}]*(?:\[\d+\])*$")
"""A final mark, quotation marks after it, and perhaps the numbers of footnotes."""

UNFINISHED = re.compile(rf"(?:[.。;,:；，、：][{CLOSERS}]*|[-–—])$")
"""How a title never ends."""

INITIALS = r"\b(?:[A-Z]\.){2,}$"

BYLINE = r"(?i:by|words by|story by|von|par|por|di|door)\s+\w"

CHAPTER = (
    r"(?i:(?:chapter|part|book|section|act|scene|canto|appendix|volume|letter|stave|kapitel|teil|chapitre|partie|cap[ií]tulo)"
    r"\s+(?:\d+|[ivxlcdm]+|one|two|three|four|five|six|seven|eight|nine|ten|the\s+\w+)\b"
    r"|(?:prologue|epilogue|introduction|preface|foreword|afterword|conclusion|contents)$"
    r"|(?-i:[IVXLCDM]+\.?)$)"
)

YEAR_DIGITS, DATE_SHARE = 4, 8
"""A dateline names a year or an hour, and at least every eighth of its characters is a digit."""

ITEM = re.compile(r"(?:[-*•‣◦▪]|(?P<number>\d{1,3}[.)]))[^\S\n]+(?=\S)")
QUOTED = re.compile(r">[>\s]*")
RULE = re.compile(r"[-*_=~#·•⁂❦\s]{3,}")
"""The signs a line begins with that is a list item or a quoted line, and those a drawn rule is made of; to be matched
within one line."""

FURNITURE_WORDS = 8
"""A line of furniture is a button or a label."""

FURNITURE = r"""(?:
    sponsors? | (?:sponsored|promoted|partner|paid)(?:\s+(?:content|posts?|stories|links?|by\ .+))?
    | advert(?:isement|isements|ising|orial)? | advertise\ with\ us | ads? | report\ this\ ad | anzeigen? | werbung
    | publicit[eé] | publicidad | pubblicità
    | categor(?:y|ies) | tags? | tagged(?:\ (?:as|with))? | filed\ under | posted\ in | kategorien?
    | schlagw(?:ort|örter) | cat[eé]gories? | categor[ií]as? | etiquetas | étiquettes
    | related(?:\s+(?:articles?|stories|posts?|content|news|links?|coverage|reading|topics?|videos?|to\ this))?
    | related\ on\ .+ | more\ (?:from|on|in|about)\ .+ | more\ (?:stories|news|articles|like\ this)
    | read\ (?:more|next|also|the\ full\ (?:story|article))(?:\ .+)? | up\ next | what\ to\ read\ next | see\ also
    | (?:most|recently)\ (?:read|popular|viewed|shared|recent|commented) | popular\ (?:now|posts|stories|articles)
    | trending(?:\ now|\ topics)? | recommended(?:\ (?:for\ you|stories|articles|reading|videos))?
    | you\ (?:may|might)\ (?:also\ )?like | editors?['’]?s?\ (?:picks?|choice) | top\ stories
    | latest\ (?:news|stories|headlines|articles|posts) | around\ the\ web | in\ case\ you\ missed\ it
    | (?:share|tweet|email|print|save|like)(?:\s+(?:this|on|via|with|to|by)\b.*)? | sharing | copy\ link
    | (?:\d+\s+|no\s+|show\s+|view\s+|read\s+)?comments?(?:\ \(\d+\))? | leave\ a\ (?:comment|reply)
    | join\ the\ (?:conversation|discussion)
    | newsletters? | subscribe(?:\ (?:now|today|to\ .+))? | sign\ (?:up|in)(?:\ .+)? | log\ in | follow\ us(?:\ .+)?
    | (?:get|download)\ (?:the|our)\ app | support\ us | donate(?:\ now)?
    | about\ the\ authors? | contact\ us | about\ us | privacy\ (?:policy|notice|settings)
    | terms\ (?:of\ (?:use|service)|and\ conditions|&\ conditions) | cookie\ (?:policy|settings|preferences|notice)
    | copyright(?:\s.*)? | ©.* | all\ rights\ reserved | back\ to\ top
    | (?:previous|next)\ (?:article|post|story|page)
    )(?:\s*:.*)?"""
"""What news sites print below an article: labels and buttons, some with what they label ("Tags: budget, city")."""


def fold_line(line: str) -> str:
    """The letters and digits of `line` alone, in one case: equal for lines that say the same."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", line).casefold()))


def same_words(line: str, other: str) -> bool:
    folded = fold_line(line)
    return folded != "" and folded == fold_line(other)


def ends_sentence(line: str) -> bool:
    return SENTENCE_END.search(line, max(0, len(line) - 16)) is not None


def looks_like_title(line: str) -> bool:
    """Short, with a letter in it, and ended neither by a full stop nor as if something followed."""
    return (
        len(line) <= TITLE_LENGTH
        and any(map(str.isalpha, line))
        and (UNFINISHED.search(line) is None or re.search(INITIALS, line) is not None)
    )


def looks_like_heading(line: str) -> bool:
    """Short, begun like a sentence and not ended like one."""
    return (
        len(line) <= HEADING_LENGTH
        and not ends_sentence(line)  # most paragraphs do, so asked first
        and len(line.split()) <= HEADING_WORDS
        and (line[0].isupper() or line[0].isdigit() or is_chapter(line))
        and looks_like_title(line)
        and not is_byline(line)
    )


def is_chapter(line: str) -> bool:
    """`Chapter 3`, `PART ONE`, `XIV`, or a line of capitals: a heading wherever it stands."""
    return re.match(CHAPTER, line) is not None or (line.isupper() and any(map(str.isalpha, line)))


def is_byline(line: str) -> bool:
    """Return whether a line is a byline or dateline."""
    digits = sum(map(str.isdigit, line))
    return re.match(BYLINE, line) is not None or (digits >= YEAR_DIGITS and digits * DATE_SHARE > len(line))


def is_furniture(line: str) -> bool:
    """A label or button of the site, by its words."""
    return (
        len(line.split()) <= FURNITURE_WORDS
        and not ends_sentence(line)
        and _furniture_pattern().fullmatch(line) is not None
    )


@cache
def _furniture_pattern() -> re.Pattern[str]:
    """Compiled when first asked for: most texts end with a full stop, and it takes 5 ms."""
    return re.compile(FURNITURE, re.IGNORECASE | re.VERBOSE)


def is_prose(text: str, lines: Paragraph) -> bool:
    """Return whether the paragraph is a sentence of some length."""
    return _is_sentence(text, lines[0].start, lines[-1])


def has_prose(text: str, paragraphs: Iterable[Paragraph]) -> bool:
    """Return whether any paragraph has a line that ends a sentence of some length."""
    return any(_is_sentence(text, lines[0].start, line) for lines in paragraphs for line in lines)


def _is_sentence(text: str, start: int, last: Span) -> bool:
    if not ends_sentence(last.of(text)):
        return False
    return len(text[start : last.end].split(maxsplit=SENTENCE_WORDS)) >= SENTENCE_WORDS


def first_words(text: str) -> str:
    """The beginning of `text` on one line, cut between words: what an article without a title is called."""
    words = " ".join(text[: FIRST_WORDS * 4].split())
    if len(words) <= FIRST_WORDS and len(text) <= FIRST_WORDS * 4:
        return words
    cut = words[: FIRST_WORDS - 1]
    return (cut.rsplit(" ", 1)[0] if " " in cut else cut).rstrip(" ,;:–—-") + "…"
