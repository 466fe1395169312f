"""Render a Markdown text block by block.

The source is split into blocks at once (markdown-it's block rules, 30 ms a megabyte); the text of each is rendered when
it is requested, so a big text can be read in slices, and earlier blocks never change. Pitfall: markdown-it drops what
is nested deeper than its limit; here it is shown as written.
"""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block import paragraph as paragraph_rule
from markdown_it.token import Token

from reader.document.article import Mark, language_name
from reader.sources.builder import BlockText, PendingBlock
from reader.sources.markdown.extensions import CALLOUT, INLINE_NOTES, NEXT_NOTE, box_title, extend
from reader.sources.markdown.inline import render_inline, split_html_paragraphs
from reader.sources.nesting import BAR, BULLET, INDENT, RULE, Container, Nesting, OpenList
from reader.sources.table import Align, TableRow, format_table
from reader.text.sanitize import clean
from reader.text.span import Span

NESTING = 40
"""Levels of nesting (a list has two): authors stay below ten, and each costs Python stack and, in brackets, time."""

BRACKETS = 2000
"""`[` in one block: each open one costs the parser time, and prose has few. Blocks with more are shown as written."""

DELIMITERS = 20_000  # likewise `*`, `_` and `~`, which the parser matches with each other

NUMBERED_NOTE = r"\[\^(\d{1,6})\]"

BOXES = {" ": "☐ ", "x": "☑ ", "X": "☑ "}

ALIGNS: dict[str, Align] = {"text-align:center": "center", "text-align:right": "right"}

TASK = re.compile(r"\[([ xX])\][ \t]+(?=\S)")
SOFT_BREAK = re.compile(r"(?<![ \\])\n[ \t]*")
"""A newline that is shown as a space; replacing it before parsing costs a twentieth."""

DEFINITION = r"""(?s)\[(?:[^\[\]\\]|\\.)+\]:\s*+\S++(?:\s+(?:"[^"]*"|'[^']*'|\([^)]*\)|(?P<open>["'(])))?"""
"""The definition of a link: its label, target and title, which may span lines."""

DEFINED, TERM = re.compile(r"(?:^|\n):[ \t]+(?=\S)"), 100
"""The beginning of a definition in a list of terms, and the characters that a term may have."""

DEFINITION_LINES = 100  # lines that a definition may have: the parser joins them one by one


def render_blocks(source: str) -> Iterator[PendingBlock]:
    """Render the blocks of the Markdown `source` (sanitized, newlines LF) in order; none is empty.

    A text has no white space at its ends, except that code and tables keep that of their first line.
    """
    references: dict[str, object] = {}
    tokens = _parser().parse(source, references)
    references[NEXT_NOTE] = 1 + max((int(number) for number in re.findall(NUMBERED_NOTE, source)), default=0)
    return _Renderer(references).render(_drain(tokens))


def _drain(tokens: list[Token]) -> Iterator[Token]:
    """Yield `tokens` and drop them: those of a book take twice the memory of its text."""
    tokens.reverse()
    while tokens:
        yield tokens.pop()


class _Renderer(Nesting):
    """One pass over the block tokens, with what is open and so the prefix of the next block."""

    def __init__(self, references: dict[str, object]) -> None:
        super().__init__()
        self.references = references

    def render(self, tokens: Iterator[Token]) -> Iterator[PendingBlock]:
        """Yield the blocks, and below them the footnotes that stand within the text."""
        notes = self.references[INLINE_NOTES] = list[str]()
        yield from self._render_tokens(tokens)
        del self.references[INLINE_NOTES]
        for note in notes:
            yield from self.place_block(self._render_inline(note), "paragraph")

    def _render_tokens(self, tokens: Iterator[Token]) -> Iterator[PendingBlock]:
        level, tight = 0, False  # of the next text
        for token in tokens:
            match token.type:
                case "line":
                    yield from self.place_block(self._render_inline(token.content), self.kind(0))
                case "paragraph_open":
                    level, tight = 0, token.hidden
                case "heading_open":
                    level, tight = int(token.tag.removeprefix("h")), False
                case "inline":
                    yield from self._render_paragraph(token.content, level, tight)
                case "code_block" | "fence":
                    yield from self.place_code(token.content, language_name(token.info))
                case "hr":
                    yield from self.place_block(BlockText(RULE), "rule")
                case "html_block":
                    yield from self._render_html(token.content)
                case "box_open":
                    self.containers.append(Container(BAR))
                    yield from self._place_title(token.content)
                case "table_open":
                    yield from self.place_block(format_table(list(self._table_rows(tokens))), "table")
                case _:
                    self._open_or_close(token)

    def _open_or_close(self, token: Token) -> None:
        match token.type:
            case "blockquote_open":
                self.containers.append(Container(BAR))
            case "bullet_list_open":
                self.lists.append(OpenList(None))
            case "ordered_list_open":
                self.lists.append(OpenList(int(token.attrs.get("start", 1))))
            case "list_item_open":
                self.containers.append(Container(self.lists[-1].next_marker(token.markup)))
            case "blockquote_close" | "list_item_close" | "box_close":
                self.containers.pop()
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()

    def _render_paragraph(self, content: str, level: int, tight: bool) -> Iterator[PendingBlock]:
        item = self.containers[-1] if self.containers and not self.containers[-1].is_quotation else None
        if item and not item.started and not level and (task := TASK.match(content)):
            item.marker = item.marker.removesuffix(BULLET) + BOXES[task[1]]
            content = content[task.end() :]
        if tight:
            self.lists[-1].tight = True
        if self.containers and not item and not self.containers[-1].started and (called := CALLOUT.match(content)):
            yield from self._place_title(box_title(called["kind"].lower(), called["title"]))
            content = content[called.end() :]
        if not level and (defined := DEFINED.search(content)) and len(content[: defined.start()]) <= TERM:
            yield from self._place_definitions(content[: defined.start()], content[defined.start() :])
            return
        yield from self.place_block(self._render_inline(content), self.kind(level), level, tight=tight)

    def _place_title(self, title: str) -> Iterator[PendingBlock]:
        words = clean(title)
        return self.place_block(BlockText(words, (Mark(Span(0, len(words)), "strong"),)), "quotation")

    def _place_definitions(self, term: str, definitions: str) -> Iterator[PendingBlock]:
        """Place a term, if there is one, and its definitions, each of which begins with a colon."""
        words = self._render_inline(term)
        marks = (Mark(Span(0, len(words.text)), "strong"), *words.marks)
        yield from self.place_block(BlockText(words.text, marks), self.kind(0))
        for definition in DEFINED.split(definitions)[1:]:
            self.containers.append(Container(INDENT))
            yield from self.place_block(self._render_inline(definition.strip()), self.kind(0))
            self.containers.pop()

    def _render_inline(self, content: str) -> BlockText:
        if "\n" in content:
            content = SOFT_BREAK.sub(" ", content)
        if content.count("[") > BRACKETS or sum(map(content.count, "*_~")) > DELIMITERS:
            return BlockText(clean(content).strip())

        children: list[Token] = []
        parser = _parser()
        parser.inline.parse(content, parser, self.references, children)
        return render_inline(children)

    def _render_html(self, content: str) -> Iterator[PendingBlock]:
        for words, level, verbatim in split_html_paragraphs(content):
            if verbatim:
                yield from self.place_code(words.text)
            else:
                yield from self.place_block(words, self.kind(level), level)

    def _table_rows(self, tokens: Iterator[Token]) -> Iterator[TableRow]:
        """Collect the rows of the current table, and leave `tokens` after it."""
        cells: list[BlockText] = []
        aligns: list[Align] = []
        heading = False
        for token in tokens:
            match token.type:
                case "table_close":
                    return
                case "tr_open":
                    cells, aligns = [], []
                case "th_open" | "td_open":
                    heading = token.type == "th_open"
                    aligns.append(ALIGNS.get(str(token.attrs.get("style")), "left"))
                case "inline":
                    cells.append(self._render_inline(token.content))
                case "tr_close":
                    yield TableRow(cells, aligns, heading)


@cache
def _parser() -> MarkdownIt:
    """Return a parser for CommonMark with tables and strike-through; `_Renderer._render_inline` parses inline text."""
    parser = MarkdownIt("commonmark", {"maxNesting": NESTING})
    parser.enable(["table", "strikethrough"]).disable(["normalize", "inline", "text_join"])
    parser.block.ruler.before("table", "too_deep", _too_deep_rule)
    parser.block.ruler.before("too_deep", "one_line", _single_line_rule)
    parser.block.ruler.before("reference", "endless_definition", _endless_definition_rule)
    extend(parser)
    return parser


def _single_line_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Recognize a line that begins with a letter above a blank line as a paragraph, without trying other rules.

    At the top level, consecutive ones are taken at once, each as one token, `line`.
    """
    if silent or not _is_single_line(state, start):
        return False
    if state.level:
        return paragraph_rule(state, start, end, False)
    line = start
    while line < end and _is_single_line(state, line):
        first = state.bMarks[line] + state.tShift[line]
        state.push("line", "p", 0).content = state.src[first : state.eMarks[line]].strip()
        line = state.skipEmptyLines(line + 1)
    state.line = line
    return True


def _is_single_line(state: StateBlock, line: int) -> bool:
    if state.is_code_block(line) or not (line + 1 >= state.lineMax or state.isEmpty(line + 1)):
        return False
    first = state.bMarks[line] + state.tShift[line]
    return state.src[first : first + 1].isalpha()


def _too_deep_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Keep lines as they are at the depth where nothing more can be nested."""
    if silent or state.level < NESTING - 2:  # a list opens two levels
        return False
    state.push("code_block", "code", 0).content = state.getLines(start, end, state.blkIndent, False)
    state.line = end
    return True


def _endless_definition_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Take lines that begin like the definition of a link, but do not end it soon, for a paragraph."""
    first = state.bMarks[start] + state.tShift[start]
    stop = start + DEFINITION_LINES
    if silent or stop >= end or not state.src.startswith("[", first) or state.is_code_block(start):
        return False
    found = re.compile(DEFINITION).match(state.src, first, state.eMarks[stop])
    if (found and not found["open"]) or any(map(state.isEmpty, range(start, stop))):
        return False
    return paragraph_rule(state, start, end, False)
