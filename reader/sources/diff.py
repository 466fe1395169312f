"""Diffs, and the output of git around them: `git show`, `git log -p`, mails of `git format-patch`, `diff -u`.

They would be spoilt as prose: `-` and `+` are no bullets, and lines must not be joined. Each commit, mail and changed
file is a heading, so that the outline leads to it; messages are prose; nothing is removed but colours. A diff within
another text, such as a mail, is found by its hunks, whose lines have signs. Pitfall: a removed line `-- x` looks like
the name of a file, an added one `++ y` too.
"""

import re
from collections.abc import Iterator
from typing import Literal

from reader.document.article import Article, Block
from reader.sources.detect import SourceData
from reader.sources.terminal import ESCAPE
from reader.text.format import counted, first_words
from reader.text.sanitize import clean, clean_line
from reader.text.span import Span

LANGUAGE = "diff"  # the language of the blocks of code that are changes
LONGEST = 400  # lines of one block: the diff of a whole file is split so that it can be drawn

UNIFIED = r"--- \S.*\n\+\+\+ \S.*\n@@"
CONTEXT = r"\*\*\* \S.*\n--- \S.*\n\*{15}"
NORMAL = r"\d+(?:,\d+)?[acd]\d+(?:,\d+)?\n[<>] "
COUNTED = r"@@+(?: -\d+(?:,\d+)?)+ \+\d+(?:,\d+)? @@"

BEGINNING = re.compile(
    r"\n*(?:Only in .+\n)*(?:"
    r"(?:\* )?commit [0-9a-f]{7,64}\b.*\n(?:[|\\/ ]*[A-Z][A-Za-z]+: .*\n)+"
    r"|From [0-9a-f]{40} .*\n|tag \S+\nTagger: "
    r"|diff (?:--git|--cc|--combined|-[a-zA-Z]+) .*\n|Index: .*\n=+\n"
    rf"|{UNIFIED}|{CONTEXT}|{NORMAL}|{COUNTED})"
)

GRAPH = "*|\\/_ "  # what `git log --graph` draws before each line

COMMIT = re.compile(r"commit [0-9a-f]{7,64}\b.*|tag \S+")
MAIL = re.compile(r"From [0-9a-f]{40} .*")
FILE = re.compile(r"diff (?:--git|--cc|--combined|-[a-zA-Z]+) .*|Index: .+")
FILE_BY_NAMES = re.compile(rf"{UNIFIED}|{CONTEXT}")
NAMES = re.compile(r"--- .*\n\+\+\+ .*|\*\*\* .*\n--- .*")
SUBJECT = re.compile(r"Subject: +(?:\[[^\]\n]*PATCH[^\]\n]*\] *)?")
FIELD = re.compile(r"[A-Z][A-Za-z-]+: .*")
MESSAGE = re.compile(r" {4}\S")
STATISTICS = re.compile(r" \S.* \| +(?:\d+|Bin\b).*| \d+ files? changed\b.*| (?:create|delete|rename|copy|mode) .*|---")
SIGNATURE = re.compile(r"-- \n[\w.() -]+(?=\s*(?:\n\n|\Z))")  # the end of a mail by git: two dashes and its version

CHANGED_FILE = re.compile(
    r"(?m)^(?:diff --git a/.*? b/|diff --(?:cc|combined) |\+\+\+ (?:b/)?(?!/dev/null)|Index: )(?P<name>[^\t\n]+)"
)

Kind = Literal["commit", "subject", "field", "message", "words", "statistics", "file", "change", "signature"]

State = Literal["words", "fields", "head", "change"]
"""What the next line belongs to, if it does not say: the fields of a commit, the head of a file, its changes."""

HUNKS = ("@@", "*" * 15)


def looks_like_diff(text: str) -> bool:
    """Return whether `text`, with colours or without, begins like a diff or the output of git."""
    return BEGINNING.match(without_colours(text)) is not None


def without_colours(text: str) -> str:
    return ESCAPE.sub("", text) if "\x1b" in text else text


def read_source(text: str, found: SourceData) -> Article:
    """Read a source that is a diff, decoded, without its colours; every other character keeps its place."""
    text = clean(without_colours(text))
    groups = list(_groups(text))
    blocks = tuple(block for kind, lines in groups for block in _blocks(text, kind, lines))
    return Article(text, blocks, clean_line(_title(text, groups)), source=found.place)


def _title(text: str, groups: list[tuple[Kind, list[Span]]]) -> str:
    """Return the subject of the first commit, else the name of the first file, and how many others there are."""
    starts = [number for number, (kind, _) in enumerate(groups) if kind in ("commit", "subject")]
    for number in starts[:1]:
        kinds = ("subject", "message", "words")
        said = next((lines for kind, lines in groups[number:] if kind in kinds and _words(text, lines)), None)
        if said:
            first = next(line for line in said if _without_graph(line.of(text)))
            subject = _words(text, said if groups[number][0] == "subject" else [first])
            return f"{subject} and {counted(len(starts) - 1, 'other commit')}" if len(starts) > 1 else subject
    names = list(dict.fromkeys(found["name"].strip() for found in CHANGED_FILE.finditer(text)))
    if not names:
        return first_words(text)
    others = len(names) - 1
    return f"Changes to {names[0]}" + (f" and {counted(others, 'other file')}" if others else "")


def _words(text: str, lines: list[Span]) -> str:
    return " ".join(" ".join(_without_graph(line.of(text)) for line in lines).split())


def _groups(text: str) -> Iterator[tuple[Kind, list[Span]]]:
    """Yield the lines that belong together, those of a change from one hunk to the next."""
    state: State = "change" if re.match(rf"\n*(?:{NORMAL}|{COUNTED})", text) else "words"
    kind: Kind = "words"
    run: list[Span] = []
    end = 0
    for line in re.finditer(r"[^\n]+", text):
        if line.start() < end:
            continue  # the second line of a heading
        blank_above = bool(run) and line.start() - end > 1
        bare = _without_graph(line[0])
        if state == "fields" and (blank_above or not bare):
            state = "words"
        state, found, span = _kind_of(text, Span(*line.span()), bare, state, kind)
        apart = bare.startswith(HUNKS) if found == "change" else blank_above or found in ("commit", "file")
        if run and (found != kind or apart or len(run) >= LONGEST):
            yield kind, run
            run = []
        kind, end = found, span.end
        run.append(span)
    if run:
        yield kind, run


def _without_graph(line: str) -> str:
    return line.lstrip(GRAPH) if line[0] in "*|" else line


def _kind_of(text: str, line: Span, bare: str, state: State, above: Kind) -> tuple[State, Kind, Span]:
    """Return the state after a line, its kind, and the part of the text that is shown of it, or of it and the next."""
    if COMMIT.fullmatch(bare):
        return "fields", "commit", line
    if MAIL.fullmatch(bare):
        return "fields", "field", line
    if FILE.fullmatch(bare):
        return "head", "file", line
    if state != "head" and FILE_BY_NAMES.match(text, line.start) and (names := NAMES.match(text, line.start)):
        return "head", "file", Span(*names.span())
    if signature := SIGNATURE.match(text, line.start):
        return "words", "signature", Span(*signature.span())
    if state in ("head", "change"):
        return "change" if bare.startswith(HUNKS) else state, "change", line
    goes_on = bare[:1].isspace()
    if state == "fields" and (goes_on or FIELD.fullmatch(bare)):
        if subject := SUBJECT.match(bare):
            return state, "subject", Span(line.start + subject.end(), line.end)
        return state, "subject" if goes_on and above == "subject" else "field", line
    if STATISTICS.fullmatch(bare):
        return "words", "statistics", line
    return "words", "message" if MESSAGE.match(bare) else "words", line


def _blocks(text: str, kind: Kind, lines: list[Span]) -> Iterator[Block]:
    whole = Span(lines[0].start, lines[-1].end)
    match kind:
        case "commit" | "subject":
            yield Block(whole, "heading", 1, reflow=len(lines) > 1)
        case "file":
            yield Block(whole, "heading", 2)
        case "change":
            yield Block(whole, "code", language=LANGUAGE)
        case "statistics":
            yield Block(whole, "rule" if whole.of(text) == "---" else "code")
        case "message":
            indent = " " * 4
            yield from (Block(Span(line.start + 4, line.end), prefix=indent, hang=indent) for line in lines)
        case _:
            yield Block(whole, role="body" if kind == "words" else "furniture")


HEAD = (
    r"(?:(?:diff .*|[Ii]ndex:? .*|(?:new|deleted|old) .*mode .*|(?:similarity|rename) .*|=+)\n){0,9}+"
    r"(?:--- \S.*\n\+\+\+ \S.*\n)?"
)
"""The lines above the hunks of a file."""

CHANGED = r"\n(?!-- $|--- \S.*\n\+\+\+ )[ +\\-].*|\n(?=\n{0,3}+(?:[ +\\]|-[^-\n]))"
"""A line of a hunk, and an empty one before another: mail programs take away a space alone."""

WITHIN = rf"(?m)^{HEAD}(?:{COUNTED}.*(?:{CHANGED})++\n*+{HEAD})+"  # a diff within another text


def find_diffs(text: str) -> list[Span]:
    """Return the diffs within `text` (newlines LF) in order: whole lines, without the newline of the last one."""
    return [Span(diff.start(), diff.start() + len(diff[0].rstrip())) for diff in re.finditer(WITHIN, text)]
