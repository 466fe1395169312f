"""The heads of lines, with which transcripts say who speaks: `LEE: We were told.`, `[0:12] Ann Lee - So.`, `<Lee> So.`

A head is a name, what may stand around it (the number of a line, a sign, a time, brackets, what is told of the speaker)
and a separator before the words. Lines with the same separator and brackets have one layout, and all lines of a layout
together tell whether they are turns (`transcripts`). Pitfall: most texts have heads of lines, which begin no turns.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from reader.analysis.lexicon import FIRST_NAMES, PEOPLE_NOUNS, REPORTING_VERBS, TITLES, is_english, read_section
from reader.document.article import Article, Block
from reader.text.span import Span
from reader.text.word_lists import read_patterns

SPOKEN_KINDS = frozenset({"paragraph", "item", "quotation"})
SPOKEN_ROLES = frozenset({"body", "standfirst"})

QUESTION, ANSWER = "q", "a"  # the keys of these letters, which stand for people who are named elsewhere
WITNESS = "witness"  # the key of "THE WITNESS", who answers
CHAIRS = frozenset({"chair", "chairman", "chairwoman", "chairperson"})  # the keys of "The Chairman", who presides

WORDS_OF_LETTERS = dict(entry.split(" = ") for entry in read_section("grammar", "letters"))

SHORTEST_OFFICE = 5  # minimum letters of the last word of an office in capitals: "The SPEAKER", unlike "The NHS"
LONGEST_NAME, LONGEST_OFFICE = 5, 12  # maximum words of a label, and of one in capitals
NEAR = 100  # characters around an office in capitals that tell it from a text of nothing but capitals
PARTICLES = read_section("grammar", "particles in labels")  # words of a name that may begin with a small letter

NO_SPEAKERS = read_section("grammar", "no speakers")
"""Last words of labels that are no speakers: of keys, notes and logs."""

OPENING = frozenset("“\"„«‘'")
"""Signs before words that are in quotation marks, whose speaker is found by the label before them."""


def _offices() -> Iterator[str]:
    for office in read_section("grammar", "speakers by office"):
        yield office
        yield office.upper()
        if office.startswith("The "):
            yield f"The {office[4:].upper()}"


OFFICES = "|".join(map(re.escape, sorted(_offices(), key=len, reverse=True)))
"""What those are called who speak in a hearing or in court, with a name or without: "Mr.", "The Chairwoman"."""

OFFICE = re.compile(rf"(?:{OFFICES})(?!\w)")  # an office at the beginning of a label

TIME = (
    r"(?:(?:\d{1,2} (?i:hours?|minutes?|seconds?) ?){1,3}(?:\d{1,2}:[\d:]{2,5})?"
    r"|(?:\d{1,2}:)?\d{1,2}:\d\d(?:[.,:]\d{1,6})?(?:[ \t]?[AaPp]\.?[Mm]\b\.?|Z\b)?)"
)
DAY = r"(?:\d{4}-\d\d-\d\d[T ]|[A-Z][a-z]{2} \d{1,2} |\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? )"
"""The day before a time in the log of a chat."""

SECONDS = r"\d{1,5}(?:\.\d{1,6})?s?"

CLOCK = (
    rf"(?:[\[(]?{DAY}?{TIME}(?:[ \t]*(?:[-–]|-->)[ \t]*{TIME})?[\])]?"
    rf"|\[{SECONDS}[ \t]*(?:[-–]|-->)[ \t]*{SECONDS}\])"
)
"""A time in a recording or of a day, or when something begins and ends."""

CLOCKED = re.compile(CLOCK)

GAP = r"[ \t]+(?:[|│·–—-][ \t]+)?"  # between a name and a time

SIGN = r"(?:(?:>{1,3}|[-–—*•»@~+]|#{1,4}(?=[ \t])|T?\d{1,3}\.(?=[ \t]))[ \t]*+)?"
"""What may stand before each label, as the number of a question."""

BEFORE = rf"[ \t]*+(?:\d{{1,4}}(?:[ \t]{{2,}}+|\t))?{SIGN}(?:{CLOCK}:?(?:{GAP}|[ \t]*\n[ \t]*|(?<=[\])])))?{SIGN}"
"""What may stand before a label: the number of the line in court, a sign, a time, perhaps on a line of its own."""

NAME = r"[^\W\d_](?:\w|[.'’&/#-]| (?! )){0,79}?"

NOTED = r"(?:[ \t]?[(\[][^()\[\]\n]{0,120}[)\]]|@\w{1,20})"
"""What is told of a speaker in brackets: a constituency, an office, the time; or who is spoken to in a chat."""

BOLD = r"(?:\*{1,3}|_{1,2})"

LABEL = (
    rf"{BEFORE}(?P<bold>{BOLD})?(?P<open>[\[(<{{])?(?:{CLOCK}[ \t]+)?(?P<name>{NAME})"
    rf"(?P<more>,[^:\n]{{1,90}}?|(?:{NOTED}){{1,3}})?(?:{GAP}{CLOCK})?(?(open)[\])>}}]){BOLD}?(?:{GAP}{CLOCK})?"
)
"""A label: the name, perhaps in brackets or in bold, and what is told of the speaker: "LEE, HOST", "LEE (by phone)"."""

AFTER = rf"(?:[ \t]*{CLOCK}(?=\s|\Z))?"  # a time behind the separator
WORDS = rf"(?!{CLOCK}[ \t]*$)(?=\S)"  # what stands behind other separators: not just a time

SEPARATORS = {
    "colon": rf"[ \t]?(?::{BOLD}?(?!\S)|：){AFTER}",
    "close": r":(?=[^\W\d_a-z]|[(“\"])",
    "dash": rf"(?:[ \t]?\.?[—–][ \t]?|[ \t]+-{{1,2}}[ \t]+|\.[ \t]?-[ \t]?){WORDS}",
    "sign": rf"[ \t]*[|│;>»~][ \t]+{WORDS}(?![^\n]*\n─)",  # not the heads of the columns of a table
    "stop": r"(?: of(?: (?:the|[A-Z][a-z]+)){1,3})?(?<!\b[A-Z])(?<!\b(?i:mr|ms|dr|st))"
    r"(?<!\b(?i:mrs|hon|sen|rep|gov))\.(?=\s+[A-Z“\"`\[])",
    "blanks": rf"(?:[ \t]*\t|[^\S\n]{{2,}})(?!{CLOCK})(?=\S)",
    "none": rf"(?(open)|(?(bold)(?<=[*_])|(?:(?<=:\d\d)|(?<=:\d\d[\])]))))[ \t]+{WORDS}",
    "line": rf"[ \t]*(?:(?:--|[–—])[ \t]+[A-Z][^\n.?!:]{{2,60}})?(?:\n[ \t]*{CLOCK}[ \t]*)?$",
}
"""What may stand between a label and the words, the most explicit first; a line is read as the first that fits."""

BEFORE_LABEL, NAME_ALONE = re.compile(BEFORE), re.compile(NAME)

SMALL = rf"(?!(?:{'|'.join(sorted(PARTICLES))})\b)[a-z][\w’'-]*"
PROSE = re.compile(rf"[ \t]*+(?!Q )(?:[^\W_][\w’'-]*,? ){{1,5}}{SMALL}(?:,? {SMALL}|[.?!])")
"""A line that begins with more small words than a name has: most lines do, and need no closer look."""

HEADS = {
    "voice": rf"{BEFORE}<v(?:\.\S{{1,20}})? (?P<name>[^<>\n]{{1,40}})>",
    "letter": rf"{BEFORE}(?P<name>[QA])(?:[.:](?=\s)|(?=[^\S\n]{{2,}}[A-Z])|(?<=Q)(?= [A-Z“(]))",
    **{name: LABEL + separator for name, separator in SEPARATORS.items()},
}

ANY_HEAD = re.compile(
    rf"{BEFORE}(?:<v[ .]|[QA][.:\s])|{LABEL}(?:{'|'.join(SEPARATORS.values())})".replace("?P<name>", "?:"), re.MULTILINE
)
"""What each line with a head matches, so that one look is enough for most lines."""

PERSON = read_patterns("analysis/lexicon/speaker_patterns")["holder"]

JOINED = re.compile(
    rf"(?<=[.?!…”\"’)\]—-]\s)(?:[\[(]?{TIME}[\])]? )?[\[(@]?(?:[A-Z][\w’'-]*\.? ){{0,3}}[A-Z][\w’'-]*"
    rf"(?: [(\[][^()\[\]\n]{{1,40}}[)\]]| [\[(]?{TIME}[\])]?)?[\])]?:(?=\s)"
    rf"|(?<=\s)\[[^\W\d_][^\[\]\n]{{0,40}}\] \[{TIME}\]|(?<=\s)(?:[\[(]?{TIME}[\])]? )?<[^<>\s]{{1,40}}>(?=\s)"
    r"|(?<=\s)(?:HON|MR|MRS|MS|DR|MADAM)\b\.? (?:[A-Z]\. ?){0,4}[A-Z][A-Z’'-]+(?: [A-Z’'-]+){0,3}(?:\.?[—–-]|:)"
)
"""A label within a line, since Markdown and the pages of a PDF join lines."""


BETWEEN = " \t\n–—-"  # what may stand between a name on a line of its own and who that is
ROLE = re.compile(rf"[{BETWEEN}]*\n(?P<role>[^\n.?!]{{3,80}})\n(?=\S)")

HEAD = re.compile(
    r"(?m)(?:^[^\w\n]{0,4}(?=[^\W\d_][\w.’' -]{0,40}: )|(?<=[a-z,.?!] )(?=(?:[A-Z][\w’'-]+ ){1,2}[A-Z][\w’'-]+: ))"
    r"(?P<head>[^:\n]+)"
)
"""A label before a colon at the head of a line, and a full name before one within a line."""

MOST_HEADS = 50  # labels that are looked for within lines; hardly any transcript has as many speakers

MAY_JOIN = re.compile(r"[:<\[]|\b(?:HON|M[RS]S?|DR|MADAM)\b")  # what each of these has


class Labelled(NamedTuple):
    start: int
    label: Span
    words: Span
    block: int
    """The block in which the words begin."""
    key: str
    """The same for each label of a speaker."""
    layout: str
    """What separates label and words, with the bracket that opens the label."""
    marked: bool
    """Whether a sign or bold type tells the label from the words."""
    timed: bool
    """Whether a time stands beside the label."""


def letter_of(label: str) -> str:
    """Return the key of a label that stands for questions or answers; an empty string for a name."""
    word = label.strip(" .:").casefold()
    return WORDS_OF_LETTERS.get(word, word if word in (QUESTION, ANSWER) else "")


def is_titled(label: str) -> bool:
    """Return whether a label begins with a title, or with an office in which people speak."""
    return label.partition(" ")[0].strip(".").casefold() in TITLES or OFFICE.match(label) is not None


def labelled_lines(article: Article) -> Iterator[Labelled]:
    """Yield the lines that begin with what can be the label of a speaker, each with its words up to the next."""
    for number, found in _labels_of_blocks(article):
        ends = [*(each.start for each in found[1:]), article.blocks[number].span.end]
        for each, end in zip(found, ends, strict=False):
            start, at, words = each.start, number, Span(each.words.start, end)
            if each.layout != "voice" and not words.of(article.text).strip():
                after = article.blocks[number + 1 : number + 2]
                if not after or not may_be_spoken(after[0]):
                    continue
                start, at, words = after[0].span.start, number + 1, after[0].span
            role = ROLE.match(article.text, words.start, words.end) if each.layout == "line" else None
            if role and not PEOPLE_NOUNS.isdisjoint(role["role"].casefold().replace(",", " ").split()):
                each, words = each._replace(marked=True), Span(role.end(), words.end)
            said = words.of(article.text)
            spoken = spoken_part(said).lstrip()
            if any(sign.isalnum() for sign in spoken):
                begin = words.start + len(said) - len(said.lstrip())
                yield each._replace(start=start, words=Span(begin, begin + len(spoken)), block=at)


def _labels_of_blocks(article: Article) -> Iterator[tuple[int, Sequence[Labelled]]]:
    """Yield the blocks that may be spoken, each with its labels; within lines are those that are heads of others."""
    text = article.text
    bold = {mark.span.start: mark.span.end for mark in article.marks if mark.kind in ("strong", "emphasis", "link")}
    joined = [block.span for block in article.blocks if MAY_JOIN.search(text, block.span.start, block.span.end)]
    heads = Counter(match["head"] for span in joined for match in HEAD.finditer(text, span.start, span.end))
    often = [re.escape(head) for head, times in heads.most_common(MOST_HEADS) if times > 1 + head.islower()]
    patterns = [JOINED, *([re.compile(rf"(?<=\s)(?:{'|'.join(often)}):(?=\s)")] if often else [])]
    found = (pattern.finditer(text, span.start, span.end) for pattern in patterns for span in joined)
    inside = {match.start() for matches in found for match in matches}
    inside |= {start for start, end in bold.items() if text[end - 1 : end + 1].strip().endswith(":")}
    within = sorted(inside)
    for number, block in enumerate(article.blocks):
        if may_be_spoken(block) or (block.kind in ("heading", "table") and block.role in SPOKEN_ROLES | {"title"}):
            yield number, _labels(article, number, bold, within)


def spoken_part(words: str) -> str:
    """Return words without the end of a voice behind them."""
    return words.rstrip().removesuffix("</v>").rstrip()


def _labels(article: Article, number: int, bold: Mapping[int, int], within: Sequence[int]) -> list[Labelled]:
    """Return the labels in a block; directly below one on a line of its own stands what is said, or who somebody is."""
    found: list[Labelled] = []
    span = article.blocks[number].span
    inside = within[bisect_left(within, span.start) : bisect_left(within, span.end)]
    for start in sorted({*line_starts(article.text, span), *inside}):
        before = found[-1] if found else None
        into = before if before and start < before.words.start else None
        if into and (start not in inside or is_name(into.layout, into.label.of(article.text))):
            continue
        if (each := _label(article, number, start, bold)) is None:
            continue
        if into:  # the end of a sentence, before the label of who speaks then
            found[-1] = each
            continue
        if before and not article.text[before.words.start : start].strip(BETWEEN):
            if "\n" not in article.text[before.words.start : start] and start in inside:
                continue  # who is spoken to
            if each.layout == "line" or (before.layout == "colon" and each.layout in ("dash", "stop", "none[")):
                found[-1] = before._replace(words=each.words) if each.words.start == span.end else before
                continue
            if before.layout == "line":
                found.pop()
        found.append(each)
    return found


def _label(article: Article, number: int, start: int, bold: Mapping[int, int]) -> Labelled | None:
    """Return the label at the start of a line, rather one with the form of a name; its words are still empty, and stand
    where they begin."""
    unnamed: Labelled | None = None
    text, block = article.text, article.blocks[number]
    ahead = BEFORE_LABEL.match(text, start, block.span.end) if bold else None
    begin = ahead.end() if ahead else start
    if begin not in bold and PROSE.match(text, start, block.span.end):
        return None
    for name, head in HEADS.items() if ANY_HEAD.match(text, start, block.span.end) else ():
        match = _compiled(head).match(text, start, block.span.end)
        if match is None or match.end("name") > bold.get(begin, match.end("name")):  # only the name is bold
            continue
        if match["name"].count(" ") >= LONGEST_NAME and text[max(0, start - NEAR) : match.end() + NEAR].isupper():
            continue  # all of the text is in capitals
        timed = CLOCKED.search(text, start, match.end()) is not None
        headed = name == "line" or timed or (name == "colon" and block.role != "title")
        wrapped = name == "stop" and start != block.span.start and text[start] not in " \t"
        if wrapped or (block.kind == "heading" and not headed) or (block.kind == "table" and name != "sign"):
            continue
        opening, more = (match.groupdict().get(group) or "" for group in ("open", "more"))
        office = is_titled(match["name"]) or match["name"].casefold().startswith("the ")
        held = PERSON.search(text, *match.span("more")) if more and office else None
        label = Span(*(held or match).span("name"))
        named = held is not None or is_name(name + opening, match["name"], more)
        if not held and not _may_speak(name, match["name"], more):
            continue
        marked = label.start in bold or bool(text[start : match.start("name")].strip(f" \t{opening}"))
        key, words = _key(name, label.of(text)), Span(match.end(), match.end())
        found = Labelled(start, label, words, number, key, name + opening, marked, timed)
        if named:
            return found
        if name == "colon" or opening or timed:
            unnamed = unnamed or found
    label = Span(begin, bold.get(begin, begin))
    name = label.of(text)
    alone = may_be_spoken(block) and NAME_ALONE.fullmatch(name) and _may_speak("none", name, "")
    if not (alone and is_name("none", name)):
        return unnamed
    words = Span(label.end, label.end)
    return Labelled(start, label, words, number, _key("none", name), "none", marked=True, timed=False)  # in bold


@cache
def _compiled(head: str) -> re.Pattern[str]:
    """Compile a pattern when a line needs it, as lines of most texts do not: that takes as long as a page of news."""
    return re.compile(head, re.MULTILINE)


def may_be_spoken(block: Block) -> bool:
    return block.kind in SPOKEN_KINDS and block.role in SPOKEN_ROLES


def line_starts(text: str, span: Span) -> Iterator[int]:
    at = span.start
    while at < span.end:
        yield at
        at = text.find("\n", at, span.end) + 1 or span.end


def _may_speak(layout: str, label: str, more: str) -> bool:
    """Return whether a label is short, and no word that is the key of something else."""
    words = label.replace("’", "'").split()
    if layout in ("voice", "letter") or letter_of(label):
        return bool(words)
    if not words or len(words) > (LONGEST_OFFICE if words[-1].isupper() else LONGEST_NAME):
        return False
    if any(
        word[-1] == "." and len(word) > 3 and is_english(word[:-1].casefold()) and not is_titled(word) for word in words
    ):
        return False  # "Fine. At" 14:02
    if len(words) > 1 and words[-1] in REPORTING_VERBS:
        return False  # "Ann Lee said:"
    noun = words[-2] if words[-1].isdigit() and len(words) > 1 else words[-1]  # "Speaker 1", "Step 1"
    return noun.strip(".").casefold() not in NO_SPEAKERS and REPORTING_VERBS.isdisjoint(more.split())


def is_name(layout: str, label: str, more: str = "") -> bool:
    """Return whether a label has the form of a name or an office, or is the letter of a question or an answer."""
    words = label.replace("’", "'").split()
    if layout.startswith(("voice", "letter")) or letter_of(label):
        return True
    if layout.startswith("line") and (label + more)[-1] in ".?!":
        return False
    if any(word.isupper() and len(word) >= SHORTEST_OFFICE for word in words) and words[-1].isupper():
        return True
    named = len(words) == 2 and words[0] in FIRST_NAMES  # "Ann lee"
    handle = len(words) == 1 and not layout.startswith(("line", "stop"))
    capital = all(word[0].isupper() or word[0].isdigit() or word in PARTICLES or word == "&" or named for word in words)
    if not ((capital and words[0][0].isupper()) or handle) or len(words) > LONGEST_NAME:
        return False
    return not layout.startswith("stop") or len(words) > 1 or label.isupper()  # "Yes. We do."


def _key(layout: str, label: str) -> str:
    """Return the key of a label: the last word of a name, in a layout with whole names all of it."""
    words = label.replace("’", "'").casefold().split()
    last = words[-1].strip(".")
    if letter := letter_of(label):
        return letter
    return " ".join(words) if layout.startswith(("voice", "line")) or len(last) == 1 or not last[:1].isalpha() else last
