"""A note's own Markdown, kept as written but contained within the note.

`contain_note` first makes inert what other programs would run or load: it is shown as it is written. A note may come
from somebody else, by import or merge, and an export lies where Obsidian and its plugins work: Dataview runs
`dataviewjs` blocks and inline code that begins with `$=`, Templater runs `<% %>` wherever it is in a file, and raw HTML
or a picture in Markdown may be loaded from a server that wants to know who reads. Each is broken by one or a few
characters within its line, so that `importers.markdown` recognizes the line and brings the note back as it was.
Pitfall: a backslash is no escape in a block of raw HTML, so tags get `&lt;`; and Templater does not know Markdown, so
its opening itself is broken.

Then it reads the text line by line and only adds what is missing: the end of an open fence or comment, a backslash
before what would be read as a mark of the export, a level for a heading. No Markdown parser is needed: only a fence or
a comment continues over blank lines, and only at the top level; a list item or a block quotation ends at the next line
at the margin, and closes whatever is open in it.

Pitfall: a fence indented by two or three spaces may be in a list item or not, and a closing fence in the wrong place
*opens* one. So such a fence is closed with its own indentation, before the first line that has less: that closes it in
either case.
"""

import re
from dataclasses import dataclass, field
from html import unescape

from reader.text.sanitize import clean

OUR_COMMENT = re.compile(r"<!--(?=\s*reader:)")
OUR_BLOCK_ID = re.compile(r"(?:(?<=\s)|^)\^(?=r[dq]-[\w-]+\s*$)")

FENCE = re.compile(r"(?P<indent> {0,3})(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
ITEM_WITH_FENCE = re.compile(r"(?P<indent> {0,3}(?:[-+*]|1[.)]) {1,4})(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
"""A bullet or a `1.`: no other number begins a list within a paragraph."""
COMMENT = re.compile(r"(?P<indent> {0,3})<!--")
TAG_LINE = re.compile(r" {0,3}</?[A-Za-z]")  # may begin an HTML block, which ends at the next blank line
CONTAINERS = r" {0,3}(?:(?:> ?|(?:[-+*]|[0-9]{1,9}[.)]) ) {0,3})*"
UNBOUNDED = re.compile(
    rf"(?P<before>{CONTAINERS})<(?=(?:script|pre|style|textarea)\b|\?|![A-Za-z]|!\[CDATA\[)", re.IGNORECASE
)
"""Raw HTML that continues over blank lines, and on whose end parsers differ: shown as text."""
ATX = re.compile(rf"(?P<before>{CONTAINERS})(?P<signs>#{{1,6}})(?=[ \t]|$)")
UNDERLINE = re.compile(r"(?P<indent> {0,3})(?P<line>=+|-+)[ \t]*$")
SETEXT_TITLE = re.compile(r"(?P<indent> {0,3})(?![0-9]{1,9}[.)](?:\s|$))(?=[^\W_]|[\"'(“‘])")
ITEM = re.compile(r" {0,3}(?:[-+*][ \t]+\S|-$|1[.)][ \t]+\S)")

CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)", re.DOTALL)
ELEMENT = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9-]*)(?:\s[^<>]*)?(?P<empty>/?)>")
VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
"""HTML elements without an end tag."""

DEEPEST = 6  # Markdown has six levels of headings


def contain_note(text: str, below: int) -> str:
    """Return a note's Markdown contained within the note; its headings are of a level greater than `below`."""
    lines = make_inert(clean(text.replace("\r\n", "\n").replace("\r", "\n"))).rstrip().split("\n")
    page = _NoteWriter()
    for line in lines:
        page.add_line(OUR_BLOCK_ID.sub(r"\\^", OUR_COMMENT.sub(r"\\<!--", line)))
    page.finish(below)
    return "\n".join(page.lines).strip("\n")


@dataclass(frozen=True, slots=True)
class _OpenBlock:
    """A fence or comment that later lines belong to."""

    closer: str
    indent: int
    """In columns."""
    in_item: bool = False
    """It began in a list item, and ends with that at the latest."""

    def is_closed_by(self, line: str) -> bool:
        if self.closer == "-->":
            return "-->" in line
        inner = line.strip()
        return inner.startswith(self.closer) and not inner.strip(self.closer[0])


@dataclass
class _NoteWriter:
    """The lines written so far, and what is open at their end."""

    lines: list[str] = field(default_factory=list)
    open: _OpenBlock | None = None
    in_html: bool = False
    """True if an HTML block may have begun since the last blank line."""
    headings: dict[int, re.Match[str]] = field(default_factory=dict)
    """Headings by the index of their line."""
    prose: list[int] = field(default_factory=list)
    """The indices of lines that are neither code nor comment."""

    def add_line(self, line: str) -> None:
        if self.open is not None and self._belongs(line, self.open):
            self.lines.append(line)
        elif not line.strip():
            self.lines.append(line)
            self.in_html = False
        elif not self._opens(line):
            self._add_words(UNBOUNDED.sub(r"\g<before>\\<", line))

    def _belongs(self, line: str, open_: _OpenBlock) -> bool:
        """Return whether `line` belongs to the open block; close that if the line ends it or is outside."""
        spaced = line.expandtabs(4)
        indent = len(spaced) - len(spaced.lstrip(" "))
        if line.strip() and indent < open_.indent and (open_.in_item or open_.indent > 1):
            if not open_.in_item:
                self.lines.append(" " * open_.indent + open_.closer)
            self.open = None
            return False
        if open_.is_closed_by(line) and (open_.closer == "-->" or indent < max(4, open_.indent + 4 * open_.in_item)):
            self.open = None
        return True

    def _opens(self, line: str) -> bool:
        """Write `line` and return True if it opens a fence or a comment."""
        fence = FENCE.match(line)
        item = None if fence else ITEM_WITH_FENCE.match(line)
        comment = COMMENT.match(line)
        found = fence or item or comment
        if found is None:
            return False
        if self.in_html:
            self.lines.append("")  # otherwise some parsers would continue as HTML
            self.in_html = False
        if comment and "-->" in line:
            self.lines.append(line)
            return True
        closer = "-->" if comment else found["fence"]
        self.open = _OpenBlock(closer, len(found["indent"]), in_item=item is not None)
        head, rest = line[: found.end()], line[found.end() :]
        if "|" in rest:  # above a row of dashes, the line would be the head of a table
            self.lines += [head, rest] if comment else [head + rest.replace("|", " ")]
        else:
            self.lines.append(line)
        return True

    def _add_words(self, line: str) -> None:
        if TAG_LINE.match(line):
            self.in_html = True
        if underline := UNDERLINE.match(line):
            self._underline(underline)
            return
        if heading := ATX.match(line):
            self.headings[len(self.lines)] = heading
        self.prose.append(len(self.lines))
        self.lines.append(line)

    def _underline(self, found: re.Match[str]) -> None:
        """Write a line of dashes or equals signs so that it does not make a heading of the line above."""
        indent, line = found["indent"], found["line"]
        above = self.lines[-1] if self.lines else ""
        alone = len(self.lines) < 2 or not self.lines[-2].strip()
        title = SETEXT_TITLE.match(above)
        if not above.strip():
            self.lines.append(f"{indent}***" if line.startswith("---") else found[0])
        elif alone and title and title["indent"] == indent and len(self.lines) - 1 in self.prose:
            words = re.sub(r"((?:^|[ \t])#*)#$", r"\1\\#", above.strip())
            self.lines[-1] = f"{indent}{'#' if line[0] == '=' else '##'} {words}"
            self.headings[len(self.lines) - 1] = ATX.match(self.lines[-1])  # type: ignore[assignment]  # as just made
        elif line.startswith("---"):
            self.lines += ["", f"{indent}***"]
        elif line == "-" and ITEM.match(above):
            self.lines.append(found[0])
        else:
            self.lines.append(f"{indent}\\{line}")

    def finish(self, below: int) -> None:
        """Close what is open and lower the headings."""
        if self.open and not self.open.in_item:
            self.lines.append(" " * self.open.indent + self.open.closer)
        deeper = max(0, below + 1 - min((len(found["signs"]) for found in self.headings.values()), default=DEEPEST))
        for index, found in self.headings.items():
            signs = "#" * min(DEEPEST, len(found["signs"]) + deeper)
            self.lines[index] = found["before"] + signs + self.lines[index][found.end() :]
        prose = CODE_SPAN.sub("", "\n".join(self.lines[index] for index in self.prose))
        if prose.count("$$") % 2:
            for index in self.prose:
                self.lines[index] = self.lines[index].replace("$$", r"\$\$")
        if prose.count("%%") % 2:
            self.lines += ["", "%%"]
        if unclosed := _unclosed(prose):
            self.lines += ["", "".join(f"</{name}>" for name in unclosed)]


def _unclosed(prose: str) -> list[str]:
    """Return the HTML elements that `prose` opens and does not close, the last first."""
    names: list[str] = []
    for found in ELEMENT.finditer(prose):
        name = found["name"].lower()
        if found["end"]:
            if name in names:
                del names[len(names) - 1 - names[::-1].index(name) :]
        elif name not in VOID and not found["empty"]:
            names.append(name)
    return names[::-1]


RUN = frozenset({"dataviewjs", "dataview", "js-engine", "meta-bind-js-view", "meta-bind-embed", "templater", "tasks"})
"""Languages of fenced code that plugins run."""

CODE_FENCE = re.compile(r"(?P<fence>`{3,}|~{3,})(?P<gap>[ \t]*)(?P<language>[^\s`~]+)")

TEMPLATE = re.compile(r"<(?=%)")

INLINE_QUERY = re.compile(r"(?<=`)(?P<gap>\s*)(?=\$=)")

LOADED = (
    "applet|audio|base|button|embed|form|frame|frameset|iframe|image|img|input|link|math|meta|object|picture|portal|script"
    "|source|style|svg|track|video"
)
"""Elements that load or run something, or that a reader may be made to press."""

TAG = re.compile(rf"<(?=/?(?:{LOADED})(?![\w-])|[a-z][^<>]*?(?:[\s/\"']on[a-z]+\s*=|javascript\s*:))", re.IGNORECASE)

IMAGE = re.compile(
    r"!\[(?!"
    r"[^\[\]\n]*\]\([\w.][\w./%-]*(?:[ \t]+\"[^\"\n]*\")?\)"  # a file beside the export
    r"|\[[^\[\]\n:\\]*\]\](?![(\[])"  # ![[a note or file of the vault]]
    r")"
)
"""The beginning of a picture that may be anywhere else, in whatever way its address is written."""

CODE_ELEMENT = re.compile(r"<(?=code\b)", re.IGNORECASE)


def make_inert(text: str) -> str:
    """Return a note's Markdown with active content broken; its lines stay as many as they were."""
    text = CODE_FENCE.sub(_break_fence, text)
    text = INLINE_QUERY.sub(r"\g<gap>\\", text)
    if "$=" in unescape(text):
        text = CODE_ELEMENT.sub("&lt;", text)
    text = IMAGE.sub(r"!\\[", text)
    return TAG.sub("&lt;", break_templates(text))


def break_templates(text: str) -> str:
    """Return `text` without an opening of Templater, as Markdown that shows the same."""
    return TEMPLATE.sub(r"<\\", text)


def _break_fence(found: re.Match[str]) -> str:
    """A backslash before a letter is none that Markdown takes away."""
    if unescape(found["language"]).lower().strip("{}.") not in RUN:
        return found[0]
    return f"{found['fence']}{found['gap']}\\{found['language']}"
