"""Rules for what authors write beyond CommonMark: boxes, footnotes of several paragraphs, formulas, links of wikis.

    !!! note "Title"    a box of MkDocs, with indented lines; `???` is one that opens
    ::: warning Title   a box or a division of Pandoc, VuePress and others, to the closing `:::`
    [^1]: words         a footnote, with indented lines below it
    $$ … $$, $ … $      formulas, kept as they are written
    [[Page|words]]      links within a wiki or a vault
    ==words==           marked words, read as an emphasis
    ^[words]            a footnote in its place; its words stand at the end
    %%words%%           what Obsidian hides, on a line or on several, left out
    {: .class #name}    what kramdown gives a block or words, left out

The tokens `box_open`, with its title, and `box_close` stand around a box; `part_open` and `part_close` around other
parts. Pitfall: depth. A part is parsed by itself, so the parser's limit of nesting does not count through.

mdit-py-plugins has rules for some of this. Its boxes end at two blank lines, and `??? why not?` is one; its divisions
end at the first `:::`, though Pandoc nests them with equal fences; its formulas on lines of their own search for their
end beyond the list item that they are in, in quadratic time. Its footnotes that nothing refers to are lost, and the
others leave their place; its formulas within a sentence may end in the midst of code.
"""

import re
from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.helpers import parseLinkLabel
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from reader.text.word_lists import read_sections

DEPTH = 3  # parts within parts that are recognized
INDENT = 4  # columns by which the lines of a box or footnote are indented

ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?)[ \t]+(?P<kind>[A-Za-z][\w-]*)[\w \t-]*(?:\"(?P<title>[^\"\n]*)\")?[ \t]*$")
DIVISION = re.compile(r"(?P<fence>:{3,})[ \t]*(?P<rest>[^:\n]*?)[ \t]*:*$")
KIND = re.compile(r"\{\s*\.(?P<classed>[A-Za-z][\w-]*)[^}\n]*\}|(?P<kind>[A-Za-z][\w-]*)")
FOOTNOTE = re.compile(r"\[\^[^\]\s]+\]:")
CALLOUT = re.compile(r"\[!(?P<kind>[A-Za-z][\w-]*)\][+-]?[ \t]*(?P<title>[^\n]*)(?:\n|$)")
"""The first line of a block quotation that GitHub and Obsidian draw as a box."""

BOXES = frozenset(read_sections("sources/lexicon/words")["boxes"])

FORMULA = re.compile(r"\$\$(?:[^$\\]|\\.)+\$\$|\$(?![\s$])(?:[^$\\\n`]|\\.)*(?<!\s)\$(?!\d)", re.DOTALL)
"""As Pandoc reads them: no space within the signs, and no number after them, so that prices are none; but no code in
them, so that two variables of a shell are none."""

CLOSED_WITHIN = 200  # lines of a formula, or of what is hidden: more are an unclosed one, which is text

WIKI_LINK = re.compile(r"!?\[\[(?![\d\W]+(?:\||\]\]))(?P<page>[^\[\]|\n]+)(?:\|(?P<words>[^\[\]\n]*))?\]\](?![(\[:])")
"""A number alone is the sign of a note."""

MARKED = re.compile(r"(?<![A-Za-z0-9_=])==(?![\s=])(?P<words>[^\n]{1,300}?)(?<![\s=])==(?![A-Za-z0-9_=])")
"""No letter around it and no space within, so that comparisons are none."""

HIDDEN = re.compile(
    r"(?<![\w%])(?P<apart>(?<![^ ]))?%%(?!%)[^\n]{1,300}?%%(?![\w%])(?(apart) ?)"
    r"|\{:(?: ?(?:(?:no_)?toc\b|[.#][A-Za-z][\w-]{0,40}+|[\w-]{1,40}+=(?:\"[^\"\n]{0,200}+\"|[\w-]{1,40}+))){1,10}+ ?\}"
)
"""What Obsidian hides, with one of two spaces around it, and classes; a format of numbers, `{:x}`, is none."""

INLINE_NOTES, NEXT_NOTE = "inline notes", "next note"
"""Keys of the environment of a parse: the texts of footnotes within the text, and the number of the next."""


def extend(parser: MarkdownIt) -> None:
    ends: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}
    parser.block.ruler.before("reference", "footnote", _footnote_rule, ends)
    parser.block.ruler.before("fence", "admonition", _admonition_rule, ends)
    parser.block.ruler.before("fence", "division", _division_rule, ends)
    parser.block.ruler.before("fence", "formula", _formula_block_rule, ends)
    parser.block.ruler.before("fence", "hidden", _hidden_block_rule)
    parser.inline.ruler.before("escape", "formula", _pattern_rule("$", FORMULA, _add_formula))
    parser.inline.ruler.before("escape", "marked", _pattern_rule("=", MARKED, _add_marked))
    parser.inline.ruler.before("escape", "hidden", _pattern_rule("%{", HIDDEN, lambda state, found: None))
    parser.inline.ruler.before("escape", "inline_note", _inline_note_rule)
    parser.inline.ruler.before("link", "wiki_link", _pattern_rule("![", WIKI_LINK, _add_wiki_link))


def box_title(kind: str, title: str) -> str:
    """Return the title of a box, which is its kind if its author gives none."""
    return title.strip() or kind.replace("-", " ").capitalize()


def _first_line(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def _closing_line(state: StateBlock, start: int, end: int, sign: str) -> int:
    """Return the first line after `start` that ends with a sign; -1 if there is none before the line `end`."""
    lines = range(start + 1, min(end, start + CLOSED_WITHIN))
    return next((line for line in lines if _first_line(state, line).rstrip().endswith(sign)), -1)


def _begins(state: StateBlock, line: int, sign: str) -> bool:
    return state.src.startswith(sign, state.bMarks[line] + state.tShift[line]) and not state.is_code_block(line)


def _depth(state: StateBlock) -> int:
    return int(state.env.get("depth", 0))


def _parse_part(state: StateBlock, kind: str, title: str, lines: Sequence[str]) -> None:
    """Add the tokens of `lines`, parsed by themselves, between those of a box or another part."""
    depth = _depth(state)
    state.push(f"{kind}_open", "div", 1).content = title
    state.env["depth"] = depth + 1
    state.md.block.parse("\n".join(lines), state.md, state.env, state.tokens)
    state.env["depth"] = depth
    state.push(f"{kind}_close", "div", -1)


def _indented_end(state: StateBlock, start: int, end: int) -> int:
    """Return the line after those from `start` that are indented or blank; not after blank ones."""
    line = last = start
    while line < end and (state.isEmpty(line) or state.sCount[line] - state.blkIndent >= INDENT):
        line += 1
        if not state.isEmpty(line - 1):
            last = line
    return last


def _dedent(state: StateBlock, start: int, end: int) -> list[str]:
    return state.getLines(start, end, state.blkIndent + INDENT, False).split("\n")


def _admonition_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not (_begins(state, start, "!!!") or _begins(state, start, "???")) or _depth(state) >= DEPTH:
        return False
    found = ADMONITION.match(_first_line(state, start))
    if found is None:
        return False
    if not silent:
        last = _indented_end(state, start + 1, end)
        _parse_part(state, "box", box_title(found["kind"], found["title"] or ""), _dedent(state, start + 1, last))
        state.line = last
    return True


def _division_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _begins(state, start, ":::") or _depth(state) >= DEPTH:
        return False
    found = DIVISION.match(_first_line(state, start))
    if found is None or not found["rest"]:
        return False
    if silent:
        return True
    opened, line = 1, start + 1
    while line < end and state.sCount[line] >= state.blkIndent:
        if _begins(state, line, ":::") and (inner := DIVISION.match(_first_line(state, line))):
            opened += 1 if inner["rest"] else -1
        if not opened:
            break
        line += 1
    named = KIND.match(found["rest"])
    kind = (named["classed"] or named["kind"]).lower() if named else ""
    lines = state.getLines(start + 1, line, state.blkIndent, False).split("\n")
    if kind in BOXES and named:
        _parse_part(state, "box", box_title(kind, found["rest"][named.end() :].strip(" \t[]")), lines)
    else:
        _parse_part(state, "part", "", lines)
    state.line = min(line + 1, end)
    return True


def _footnote_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read `[^1]: words`, which CommonMark may take for the definition of a link and drop, and lines indented below."""
    if not _begins(state, start, "[^") or not FOOTNOTE.match(_first_line(state, start)):
        return False
    if silent:
        return True
    line = start + 1
    while line < end and not state.isEmpty(line) and not _ends_paragraph(state, line, end):
        line += 1
    state.push("paragraph_open", "p", 1)
    inline = state.push("inline", "", 0)
    inline.content = state.getLines(start, line, state.blkIndent, False).strip()
    inline.children = []
    state.push("paragraph_close", "p", -1)
    last = _indented_end(state, line, end)
    if last > line and _depth(state) < DEPTH:
        _parse_part(state, "part", "", _dedent(state, line, last))
        line = last
    state.line = line
    return True


def _ends_paragraph(state: StateBlock, line: int, end: int) -> bool:
    """Return whether another block begins at a line within a paragraph."""
    if state.sCount[line] - state.blkIndent >= INDENT:
        return False
    return any(rule(state, line, end, True) for rule in state.md.block.ruler.getRules("paragraph"))


def _formula_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _begins(state, start, "$$"):
        return False
    first = _first_line(state, start).rstrip()
    is_closed = len(first) > 4 and first.endswith("$$")
    line = start if is_closed else _closing_line(state, start, end, "$$")
    if line < 0:
        return False
    if not silent:
        lines = state.getLines(start, line + 1, state.blkIndent, False).strip()
        token = state.push("fence", "code", 0)
        token.content, token.info = lines[2:].removesuffix("$$").strip("\n").rstrip(), "latex"
        if "\n" not in token.content:
            token.content = token.content.lstrip()
        state.line = line + 1
    return True


def _pattern_rule(
    signs: str, pattern: re.Pattern[str], add: Callable[[StateInline, re.Match[str]], None]
) -> Callable[[StateInline, bool], bool]:
    """Return the rule for what matches a pattern and begins with one of some signs; `add` adds its tokens."""

    def rule(state: StateInline, silent: bool) -> bool:
        if state.src[state.pos] not in signs or not (found := pattern.match(state.src, state.pos, state.posMax)):
            return False
        if not silent:
            add(state, found)
        state.pos = found.end()
        return True

    return rule


def _add_formula(state: StateInline, found: re.Match[str]) -> None:
    state.push("code_inline", "code", 0).content = found[0]


def _add_wiki_link(state: StateInline, found: re.Match[str]) -> None:
    state.push("text", "", 0).content = (found["words"] or found["page"]).strip()


def _add_marked(state: StateInline, found: re.Match[str]) -> None:
    whole = state.posMax
    state.pos, state.posMax = found.span("words")
    state.push("em_open", "em", 1)
    state.md.inline.tokenize(state)
    state.push("em_close", "em", -1)
    state.posMax = whole


def _hidden_block_rule(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Leave out lines from one that begins with `%%` to one that ends with it."""
    if not _begins(state, start, "%%"):
        return False
    first = _first_line(state, start).rstrip()[2:]
    is_closed = first.endswith("%%")
    if first.startswith("%") or ("%%" in first and not is_closed):  # a row of signs, or hidden words before others
        return False
    line = start if is_closed else _closing_line(state, start, end, "%%")
    if line < 0:
        return False
    if not silent:
        state.line = line + 1
    return True


def _inline_note_rule(state: StateInline, silent: bool) -> bool:
    """Put a marker in the place of a footnote; whoever renders the text puts its words at the end."""
    notes = state.env.get(INLINE_NOTES)
    if notes is None or not state.src.startswith("^[", state.pos):
        return False
    end = parseLinkLabel(state, state.pos + 1)
    if end < 0 or not state.src[state.pos + 2 : end].strip():
        return False
    if not silent:
        number = state.env[NEXT_NOTE] + len(notes)
        notes.append(f"[^{number}]: {state.src[state.pos + 2 : end]}")
        state.push("text", "", 0).content = f"[^{number}]"
    state.pos = end + 1
    return True
