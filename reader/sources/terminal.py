"""Text typeset for a terminal: manual pages, and output with bold words and colours.

Bold and underlined words come as escape sequences (`ESC[1m`) or overstrikes (`N BS N`, `_ BS x`) and become marks; all
other sequences are dropped. The lines of a paragraph are joined again, as are divided words; text in columns keeps its
lines. A manual page without any styles is read likewise: `man` drops them in a pipe. Pitfall: each character must keep
its style through all of that, so a line is two strings of one length.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from reader.document.article import Article, BlockKind, Mark, MarkKind
from reader.sources.builder import PendingBlock, build_article
from reader.sources.detect import SourceData
from reader.text.format import first_words
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

ESCAPE = re.compile(
    r"\x1b\[(?P<codes>[0-9;:]*)m"  # style of the next characters
    r"|\x1b\[[0-?]*[ -/]*[@-~]"  # moving, erasing, modes
    r"|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)"  # titles, links, the clipboard
    r"|\x1b[PX^_][^\x1b]*\x1b\\"
    r"|\x1b[ -/]*[0-~]"
)
OVERSTRIKE = re.compile(r"(?P<under>[^\n\x08])\x08(?P<over>[^\n\x08])")
OVER_AGAIN = re.compile(r"\x08([^\n\x08])")

PLAIN, STRONG, EMPHASIS = 0, 1, 2  # the style of a character, in bits

KINDS: tuple[tuple[MarkKind, int], ...] = (("strong", STRONG), ("emphasis", EMPHASIS))

RUN = re.compile(r"x+(?: x+)*")

FULL = 0.75  # share of the widest line that a wrapped line reaches at least, since the next word did not fit
DIVIDED = re.compile(r"[^\W\d_]\u2010$")  # groff divides words with a hyphen that is not on the keyboard

COMPOUND, GOES_ON = re.compile(r"[^\W_]-$"), re.compile(r"(?!(?:and|or|to)\b)[^\W\d_]")
"""A compound may also be broken after its hyphen; "left- and right-hand" was not."""

WIDE = re.compile(r" {4,}")

MARGIN = 4  # maximum indentation of a sub-heading, in columns; the text of a manual page is indented by seven
LONGEST = 400  # lines of one block: an endless listing or an added file is split so that it can be drawn

JUSTIFIED = re.compile(r"(?<=\S) {2,3}(?=\S)")
PAGE_LINES = 20  # lines that tell a manual page

PAGE = re.compile(r"\s*(?P<name>\S+\(\w+\)) .* (?P=name)\n+\S.*\n\n? +\S")
"""How a manual page begins: its running head, and a heading above indented lines."""

MOST_STRUCK = 8  # the most signs that print one sign twice: in overstruck bold each is struck up to four times

NAMED = re.compile(r"(?P<names>[^\n]+?) +(?:[-–—\u2010-\u2012]|--) ")
"""What a manual page says its name is, in its first section."""

RUNNING_HEAD = re.compile(r"(?P<name>\S+\(\w+\))\s.*\s(?P=name)|\S.*\s{3,}\S+\(\w+\)")
"""The first and last line of a manual page."""

COLUMNS = re.compile(r"\S {4,}\S")


def is_typeset(raw: str) -> bool:
    """Return whether text from a stream has sequences for a terminal."""
    return ("\x1b" in raw or "\b" in raw) and bool(ESCAPE.search(raw) or OVERSTRIKE.search(raw))


def looks_like_manual_page(text: str) -> bool:
    """Return whether `text`, with styles or without, begins like a manual page: its name and section on both sides."""
    head = text.lstrip("\n").split("\n", PAGE_LINES)[:PAGE_LINES]
    if not 2 <= head[0].count("(") <= MOST_STRUCK:  # nearly every text
        return False
    return PAGE.match("".join(f"{line.text}\n" for line in _parse_lines("\n".join(head)))) is not None


@dataclass(frozen=True, slots=True)
class _StyledLine:
    """One line; `looks` has a digit for each character."""

    text: str
    looks: str

    @property
    def indentation(self) -> int:
        return len(self.text) - len(self.text.lstrip(" "))

    def slice(self, start: int, end: int | None = None) -> "_StyledLine":
        return _StyledLine(self.text[start:end], self.looks[start:end])


BLANK = _StyledLine("", "")
SPACE, NEWLINE = _StyledLine(" ", str(PLAIN)), _StyledLine("\n", str(PLAIN))


def _concat(parts: Iterable[_StyledLine]) -> _StyledLine:
    parts = list(parts)
    return _StyledLine("".join(part.text for part in parts), "".join(part.looks[: len(part.text)] for part in parts))


def read_source(text: str, found: SourceData) -> Article:
    """Read a source that was typeset for a terminal, decoded and not sanitized, without its sequences.

    A manual page is dedented as a whole, and called as it calls itself: "ls(1)".
    """
    lines = [_StyledLine(line.text.rstrip(), line.looks) for line in _parse_lines(text)]
    page = PAGE.match("".join(f"{line.text}\n" for line in lines[:PAGE_LINES]))
    article = build_article(_Typeset(lines, is_page=page is not None).blocks(), source=found.place)
    return replace(article, title=clean_line(_page_name(article, page["name"]) if page else first_words(article.text)))


def _page_name(article: Article, called: str) -> str:
    """Return the name of a manual page as its first section spells it; in its head it is often in capitals."""
    name, _, section = called.rpartition("(")
    body = (block.span.of(article.text) for block in article.blocks if block.kind == "paragraph")
    said = next((found for words in islice(body, 1, 3) if (found := NAMED.match(words))), None)
    spelled = re.split(r"[,\s]+", said["names"]) if said else []
    known = next((each for each in spelled if each.casefold() == name.casefold()), None)
    return f"{known or (name.lower() if name.isupper() else name)}({section.lower()}"


# -- characters and how they look -------------------------------------------------------------------------------------


def _parse_lines(text: str) -> Iterator[_StyledLine]:
    look = str(PLAIN)
    for line in text.expandtabs(8).split("\n"):
        parts: list[_StyledLine] = []
        end = 0
        for escape in ESCAPE.finditer(line):
            parts += _split_overstruck(line[end : escape.start()], look)
            end = escape.end()
            if escape["codes"] is not None:
                look = _apply_codes(look, escape["codes"])
        shown = _concat([*parts, *_split_overstruck(line[end:], look)])
        yield _StyledLine(clean(shown.text), shown.looks)


def _apply_codes(look: str, codes: str) -> str:
    bits = int(look)
    for code in codes.replace(":", ";").split(";"):
        match code.lstrip("0"):
            case "":
                bits = 0
            case "1":
                bits |= STRONG
            case "3" | "4":
                bits |= EMPHASIS
            case "22":
                bits &= ~STRONG
            case "23" | "24":
                bits &= ~EMPHASIS
            case "38" | "48" | "58":
                break  # a colour, followed by its numbers
    return str(bits)


def _split_overstruck(text: str, look: str) -> Iterator[_StyledLine]:
    """Yield the parts of `text` with their looks: a character over itself is bold, one over `_` underlined."""
    end = 0
    while found := OVERSTRIKE.search(text, end):
        before = text[end : found.start()].replace("\x08", "")
        yield _StyledLine(before, look * len(before))
        under, over = found["under"], found["over"]
        bits = int(look)
        end = found.end()
        while True:
            bits |= STRONG if under == over else EMPHASIS if "_" in (under, over) else 0
            under = under if over == "_" else over
            if not (more := OVER_AGAIN.match(text, end)):
                break
            over, end = more[1], more.end()
        yield _StyledLine(under, str(bits))
    rest = text[end:].replace("\x08", "")
    yield _StyledLine(rest, look * len(rest))


def _line_marks(line: _StyledLine) -> tuple[Mark, ...]:
    """Return the marks of a line; a space between two marked words is marked too."""
    if not line.looks.strip(str(PLAIN)):
        return ()
    found = []
    signs = list(zip(line.looks, line.text, strict=False))
    for kind, bit in KINDS:
        flags = "".join(" " if sign == " " else "x" if int(look) & bit else "." for look, sign in signs)
        found += [Mark(Span(*run.span()), kind) for run in RUN.finditer(flags)]
    return tuple(sorted(found, key=lambda mark: mark.span))


# -- blocks -----------------------------------------------------------------------------------------------------------


class _Typeset:
    """The lines of a text, with what decides how they were laid out."""

    def __init__(self, lines: list[_StyledLine], *, is_page: bool) -> None:
        self.lines = [*lines, BLANK]  # which is also above the first one
        lengths = [len(line.text) for line in lines if line.text]
        self.width = lengths[0] if is_page else max(lengths, default=0)
        """Columns that the text was laid out for: as wide as the running head of a page."""
        deeper = (line.indentation for line in lines if line.text and line.indentation > MARGIN)
        self.dedent = min(deeper, default=0) if is_page else 0
        """Columns that all lines of a manual page but its headings are indented by."""
        self.unstyled = is_page and not any(line.looks.strip(str(PLAIN)) for line in lines)

    def blocks(self) -> Iterator[PendingBlock]:
        filled = [at for at, line in enumerate(self.lines) if line.text]
        edges = {*filled[:1], *filled[-1:]}
        newlines = ""
        at = 0
        while at < len(self.lines):
            line = self.lines[at]
            if not line.text:
                newlines = newlines and "\n\n"
                at += 1
                continue
            if at in edges and RUNNING_HEAD.fullmatch(line.text):
                head = line.slice(line.indentation)
                gaps = [(gap.start() + 3, gap.end()) for gap in WIDE.finditer(head.text)]  # they fit the original width
                yield replace(self._block(newlines, line.indentation, _cut(head, gaps), "paragraph"), role="furniture")
                at += 1
            elif self._is_heading(at):
                heading = line.slice(line.indentation)
                level = 3 if line.indentation else 2
                yield PendingBlock(newlines, heading.text, "heading", level, marks=_line_marks(heading))
                at += 1
            else:
                block, at = self._text(at, newlines)
                yield block
            newlines = "\n"

    def _text(self, at: int, newlines: str) -> tuple[PendingBlock, int]:
        """Return the block that begins at a line, and the number of the line after it."""
        line = self.lines[at]
        indentation = line.indentation
        column = self._column(at)
        below = self._below(at, column or indentation, alone=column == 0)
        run = [each.slice(each.indentation) for each in (line, *below)]
        following = at + len(run)
        if column:
            tag, first = run[0].slice(0, column - indentation), run[0].slice(column - indentation)
            whole = _concat([tag, _join_lines([first, *run[1:]])])
            return self._block(newlines, indentation, whole, "item", column), following
        if _is_prose(run, self.width - indentation):
            above, below_it = self.lines[at - 1].indentation, self.lines[following].indentation
            is_item = below_it > indentation or MARGIN < above < indentation  # a term above what is said of it, or that
            kind: BlockKind = "item" if is_item and self.dedent > 0 else "paragraph"
            return self._block(newlines, indentation, _join_lines(run), kind), following
        whole = _concat([run[0], *(part for more in run[1:] for part in (NEWLINE, more))])
        return self._block(newlines, indentation, whole, "code"), following

    def _below(self, at: int, indentation: int, *, alone: bool) -> Iterator[_StyledLine]:
        """Yield the lines that go on from a line: those at one indentation, `alone` without any that has a tag."""
        for number, below in enumerate(self.lines[at + 1 : at + LONGEST], at + 1):
            if not below.text or below.indentation != indentation or (alone and self._goes_on_deeper(number)):
                return
            yield below

    def _column(self, at: int) -> int:
        """Return the column in which the words behind a tag begin (`-v     Say more.`); 0 for a line without one."""
        line = self.lines[at]
        if column := self._goes_on_deeper(at):
            return column
        below = self.lines[at + 1]
        alone = not below.text or below.indentation < line.indentation
        columns = COLUMNS.search(line.text) if alone and self.dedent else None
        return columns.end() - 1 if columns and not COLUMNS.search(line.text, columns.end()) else 0

    def _goes_on_deeper(self, at: int) -> int:
        """Return the column of the words behind a tag if the line below begins there, too; else 0."""
        line = self.lines[at]
        column = self.lines[at + 1].indentation
        before, behind = line.text[line.indentation : column], line.text[column:]
        if column <= line.indentation or before[-1:] != " " or not behind[:1].strip():
            return 0
        return column if before.endswith("  ") or len(line.text) >= FULL * self.width else 0

    def _block(
        self, newlines: str, indentation: int, line: _StyledLine, kind: BlockKind, column: int = 0
    ) -> PendingBlock:
        """Return a block whose further lines begin in `column`, if that is deeper than the first one."""
        indent, hang = (" " * max(0, columns - self.dedent) for columns in (indentation, column or indentation))
        return PendingBlock(newlines + indent, line.text, kind, 0, indent, hang, _line_marks(line))

    def _is_heading(self, at: int) -> bool:
        """Return whether a line at the left margin, above an indented one, is all bold, in capitals or of a page
        without styles."""
        line = self.lines[at]
        if line.indentation > MARGIN or self.lines[at + 1].indentation <= line.indentation:
            return False
        bold = all(int(look) & STRONG for sign, look in zip(line.text, line.looks, strict=False) if sign != " ")
        return bold or self.unstyled or (line.text.isupper() and not line.indentation)


def _cut(line: _StyledLine, cuts: Iterable[tuple[int, int]]) -> _StyledLine:
    parts: list[_StyledLine] = []
    end = 0
    for start, following in cuts:
        parts.append(line.slice(end, start))
        end = following
    return _concat([*parts, line.slice(end)])


def _is_prose(run: list[_StyledLine], width: int) -> bool:
    """Return whether these lines were wrapped at the full width, with nothing aligned in them."""
    if any(COLUMNS.search(line.text) for line in run) or (len(run) > 1 and all(line.text[-1:] == ";" for line in run)):
        return False
    return all(len(line.text) >= FULL * width for line in run[:-1])


def _join_lines(run: list[_StyledLine]) -> _StyledLine:
    """Join the lines of a paragraph, with divided words whole and single spaces."""
    parts = [run[0]]
    for line in run[1:]:
        if DIVIDED.search(parts[-1].text):
            parts[-1:] = [parts[-1].slice(0, -1), line]
        elif COMPOUND.search(parts[-1].text) and GOES_ON.match(line.text):
            parts.append(line)
        else:
            parts += [SPACE, line]
    whole = _concat(parts)
    return _cut(whole, [(space.start() + 1, space.end()) for space in JUSTIFIED.finditer(whole.text)])
