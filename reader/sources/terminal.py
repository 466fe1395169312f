"""Text typeset for a terminal: manual pages, coloured output, and patches.

Bold and underlined words come as escape sequences (`ESC[1m`) or overstrikes (`N BS N`, `_ BS x`) and become marks; all
other sequences are dropped. The lines of a paragraph are joined again, as are divided words; text in columns keeps its
lines. Pitfall: each character must keep its style through all of that, so a line is two strings of one length.

The output of `git show` and `diff` would be spoilt as prose: `-` and `+` are not bullets, and lines must not be joined.
Its message is prose, each changed file a heading, so that the outline leads to it; nothing is removed.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from reader.document.article import Article, Block, BlockKind, Mark, MarkKind
from reader.sources.builder import PendingBlock, build_article
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

PLAIN, STRONG, EMPHASIS = 0, 1, 2
"""The style of a character, in bits."""

KINDS: tuple[tuple[MarkKind, int], ...] = (("strong", STRONG), ("emphasis", EMPHASIS))

RUN = re.compile(r"x+(?: x+)*")

FULL = 0.75
"""Share of the widest line that a wrapped line reaches at least, since the next word did not fit."""

DIVIDED = re.compile(r"[^\W\d_]\u2010$")
"""groff divides words with a hyphen that is not on the keyboard."""

COMPOUND, GOES_ON = re.compile(r"[^\W_]-$"), re.compile(r"(?!(?:and|or|to)\b)[^\W\d_]")
"""A compound may also be broken after its hyphen; "left- and right-hand" was not."""

WIDE = re.compile(r" {4,}")

MARGIN = 4
"""Maximum indentation of a sub-heading, in columns; the text of a manual page is indented by seven."""

LONGEST = 400
"""Lines of one block: an endless listing or an added file is split so that it can be drawn."""

JUSTIFIED = re.compile(r"(?<=\S) {2,3}(?=\S)")
RUNNING_HEAD = re.compile(r"(?P<name>\S+\(\w+\))\s.*\s(?P=name)|\S.*\s{3,}\S+\(\w+\)")
"""The first and last line of a manual page."""

COLUMNS = re.compile(r"\S {4,}\S")


def read_terminal_output(raw: str) -> Article | None:
    """Read terminal output or a patch from a stream; return None if it is neither."""
    if ("\x1b" in raw or "\b" in raw) and (ESCAPE.search(raw) or OVERSTRIKE.search(raw)):
        return read_terminal(raw)
    if raw.startswith(("commit ", "diff ", "From ", "--- ", "Index: ")) and PATCH.match(raw):
        return read_patch(raw)
    return None


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


SPACE, NEWLINE = _StyledLine(" ", str(PLAIN)), _StyledLine("\n", str(PLAIN))


def _concat(parts: Iterable[_StyledLine]) -> _StyledLine:
    parts = list(parts)
    return _StyledLine("".join(part.text for part in parts), "".join(part.looks[: len(part.text)] for part in parts))


def read_terminal(text: str) -> Article:
    """Read `text` (newlines LF, not sanitized) as an article, without its terminal sequences."""
    lines = [_StyledLine(line.text.rstrip(), line.looks) for line in _parse_lines(text)]
    width = max((len(line.text) for line in lines), default=0)
    pieces = list(_blocks(lines, width))
    article = build_article(pieces)
    running = next((piece.text.split()[0] for piece in pieces if piece.furniture), "")
    return replace(article, title=clean_line(running or first_words(article.text)))


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
    for kind, bit in KINDS:
        flags = "".join(
            "x" if int(look) & bit and sign != " " else " " if sign == " " else "."
            for look, sign in zip(line.looks, line.text, strict=False)
        )
        found += [Mark(Span(*run.span()), kind) for run in RUN.finditer(flags)]
    return tuple(sorted(found, key=lambda mark: mark.span))


# -- blocks -----------------------------------------------------------------------------------------------------------


def _blocks(lines: list[_StyledLine], width: int) -> Iterator[PendingBlock]:
    filled = [at for at, line in enumerate(lines) if line.text]
    edges = {*filled[:1], *filled[-1:]}
    newlines = ""
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line.text:
            newlines = newlines and "\n\n"
            at += 1
            continue
        indentation = line.indentation
        indent = " " * indentation
        run = [line.slice(indentation)]
        if at in edges and RUNNING_HEAD.fullmatch(line.text):
            gaps = [(gap.start() + 3, gap.end()) for gap in WIDE.finditer(run[0].text)]  # they fit the original width
            yield _block(newlines, indent, _cut(run[0], gaps), "paragraph", furniture=True)
        elif _is_heading(lines, at):
            yield PendingBlock(newlines + indent, run[0].text, "heading", 3 if indent else 2, marks=_line_marks(run[0]))
        else:
            for below in lines[at + 1 : at + LONGEST]:
                if not below.text or below.indentation != indentation:
                    break
                at += 1
                run.append(below.slice(indentation))
            if _is_prose(run, width - indentation):
                yield _block(newlines, indent, _join_lines(run), "paragraph")
            else:
                whole = _concat([run[0], *(part for more in run[1:] for part in (NEWLINE, more))])
                yield _block(newlines, indent, whole, "code")
        newlines = "\n"
        at += 1


def _block(newlines: str, indent: str, line: _StyledLine, kind: BlockKind, *, furniture: bool = False) -> PendingBlock:
    place = newlines + indent
    return PendingBlock(place, line.text, kind, 0, indent, indent, _line_marks(line), furniture=furniture)


def _is_heading(lines: list[_StyledLine], at: int) -> bool:
    """Return whether a line is at the left margin, all bold or in capitals, above an indented line."""
    line = lines[at]
    below = lines[at + 1] if at + 1 < len(lines) else None
    if below is None or line.indentation > MARGIN or below.indentation <= line.indentation:
        return False
    bold = all(int(look) & STRONG for sign, look in zip(line.text, line.looks, strict=False) if sign != " ")
    return bold or (line.text.isupper() and not line.indentation)


def _cut(line: _StyledLine, cuts: Iterable[tuple[int, int]]) -> _StyledLine:
    parts: list[_StyledLine] = []
    end = 0
    for start, following in cuts:
        parts.append(line.slice(end, start))
        end = following
    return _concat([*parts, line.slice(end)])


def _is_prose(run: list[_StyledLine], width: int) -> bool:
    """Return whether these lines were wrapped at the full width, with nothing aligned in them."""
    if any(COLUMNS.search(line.text) for line in run):
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


# -- patches -----------------------------------------------------------------------------------------------------------

PATCH = re.compile(
    r"(?:From [0-9a-f]{40} .*\n|commit [0-9a-f]{7,64}\b.*\n(?:[A-Z][A-Za-z]+: .*\n)+"
    r"|diff --git .*\n|--- \S.*\n\+\+\+ \S.*\n@@ |Index: .*\n=+\n)"
)
"""The beginning of such output."""

COMMIT = re.compile(r"commit [0-9a-f]{7,64}\b.*")
FILE = re.compile(r"diff (?:--git|--cc|-[a-zA-Z]) .*|Index: .+")
MESSAGE = re.compile(r" {4}(?P<words>\S.*)")
HUNK = "@@"
FIELD = re.compile(r"[A-Z][A-Za-z-]+: .*")


def read_patch(text: str) -> Article:
    """Read `text`, sanitized, as an article; every character keeps its position."""
    text = clean(text)
    blocks = tuple(_patch_blocks(text))
    message = next((block for block in blocks if block.kind == "paragraph" and block.prefix), None)
    title = (message or blocks[0]).span.of(text).partition("\n")[0] if blocks else ""
    return Article(text, blocks, clean_line(title.strip() or first_words(text)))


def _patch_blocks(text: str) -> Iterator[Block]:
    changing = False
    """True within the change of a file."""
    run: list[Span] = []
    for line in re.finditer(r"[^\n]+", text):
        span, words = Span(*line.span()), line[0]
        heading = COMMIT.fullmatch(words) or FILE.fullmatch(words)
        if (
            heading
            or (changing and words.startswith(HUNK))
            or len(run) >= LONGEST
            or (run and not changing and span.start - run[-1].end > 1)  # a blank line outside a change
        ):
            yield from _run_blocks(text, run, changing)
            run = []
        if heading:
            changing = COMMIT.fullmatch(words) is None
            yield Block(span, "heading", 2 if changing else 1)
        else:
            run.append(span)
    yield from _run_blocks(text, run, changing)


def _run_blocks(text: str, run: list[Span], changing: bool) -> Iterator[Block]:
    if not run:
        return
    whole = Span(run[0].start, run[-1].end)
    if changing:
        yield Block(whole, "code", language="diff")
    elif all(MESSAGE.fullmatch(span.of(text)) for span in run):
        indent = " " * 4
        yield from (Block(Span(span.start + 4, span.end), prefix=indent, hang=indent) for span in run)
    else:
        yield Block(whole, role="furniture" if FIELD.match(text, run[0].start) else "body")
