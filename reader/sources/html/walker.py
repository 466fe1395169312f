"""A tree of HTML elements as blocks: what a browser shows of it, in source order.

One walk for web pages and for chapters of a book. Not a browser: styles are ignored, except that hidden elements are
left out; scripts and forms are dropped, and nothing is ever fetched. Pitfalls: depth (the walk is a loop, since a page
of ten megabytes may be nested as deep) and white space, which counts once however many elements it is spread over.
"""

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote, urljoin

from reader.document.article import MarkKind
from reader.sources.builder import WITHIN_SOURCE, BlockText, bracket_reading, raise_digits
from reader.sources.html import elements
from reader.sources.html.block_builder import BlockBuilder, ParsedTree, TableBuilder, is_data_table
from reader.sources.html.svg import drawing_description, drawing_picture, drawing_text
from reader.sources.html.verse import AROUND, continues_verse, is_line_number, is_verse, is_verse_number
from reader.sources.nesting import BAR, INDENT, RULE, Container, OpenList
from reader.sources.table import format_table
from reader.text.sanitize import clean_line
from reader.text.word_lists import read_sections

NESTED = 24  # depth of nested lists and quotations that is drawn; deeper ones are read as if they were on this level

ELEMENTS = read_sections("sources/lexicon/elements")
UNSEEN = frozenset(ELEMENTS["unseen"])  # their text is not shown

FALLBACKS = frozenset({"object", "audio", "video", "canvas"})
"""Those of them that in a book hold what is to be read instead; on web pages it asks for another browser."""

DRAWING, ALTERNATIVE = "svg", "case"
"""Elements in a book: a drawing, and an alternative for programs that know another kind of mark-up."""

BLOCKS = frozenset((*ELEMENTS["blocks"], "td", "th"))

MARKS: Mapping[str, MarkKind] = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "var", "dfn"), "emphasis"),
    **dict.fromkeys(("s", "strike", "del"), "strike"),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), "code"),
    "a": "link",
}

LABEL = "{reader}label"
"""The attribute with what stands before a list item, if that is not the number which follows; no page can have it."""

LINKS = ("http://", "https://", "mailto:")

NOWHERE = f"{WITHIN_SOURCE} "
"""The address of a picture that the program of a page will bring: its words are still those of a picture. No id has a
space."""


def read_tree(
    root: elements.Element, base: str = "", labels: Mapping[str, str] | None = None, folder: str | None = None
) -> ParsedTree:
    """Return the blocks of the element `root`; none is empty. Links are made absolute by `base`. Raises SourceError.

    `labels` are markers, by id, for footnotes that do not have their own; `folder` is that of the part of a book, in
    which its pictures are found.
    """
    walk = _TreeWalker(base, labels or {}, folder)
    walk.walk(root)
    return walk.result


@dataclass(slots=True)
class _OpenElement:
    """An open element: how many containers and lists it opened, and where its text begins."""

    name: str
    containers: int
    lists: int
    part: int
    target: str = ""
    refers: bool = False
    """A link to a footnote, by its type or class."""
    verse: int = 0
    """Depth to which what is inside counts as verse."""
    goes_on: bool = False
    """A line of verse before another."""


class _TreeWalker(BlockBuilder):
    def __init__(self, base: str, labels: Mapping[str, str], folder: str | None) -> None:
        super().__init__()
        self.base = base
        self.folder = folder
        self.labels = labels
        self.opened: list[_OpenElement] = []
        self.referred = -1
        """The start of the last closed link within the document that is in this block; -1 if there is none."""

    def walk(self, root: elements.Element) -> None:
        node = root
        while True:
            if self._is_visible(node):
                self._open_element(node)
                self.add_text(node.text)
                if len(node):
                    node = node[0]
                    continue
                self._close_element()
            elif self.folder is not None:
                self._add_unseen(node)
            while node is not root:
                if is_verse_number(node):
                    self.line.add(" ")
                self.add_text(node.tail)
                if (following := node.getnext()) is not None:
                    node = following
                    break
                parent = node.getparent()
                assert parent is not None
                node = parent
                self._close_element()
            else:
                break
        self.end_block()
        self.result.last_ids = [*(id_ for id_, _ in self.ids), *self.waiting_ids]

    def _is_visible(self, node: elements.Element) -> bool:
        name = elements.element_name(node)
        in_book = self.folder is not None
        if not name or (name in UNSEEN and not (in_book and name in FALLBACKS)) or (in_book and name == ALTERNATIVE):
            return False
        if (
            elements.is_hidden(node) and node.get("id") not in self.labels
        ):  # a note may be hidden until its reference is chosen
            return False
        if in_book and elements.is_page_break(node):
            return False
        return not is_line_number(node) and (name != "a" or not elements.leads_back(node))

    def _open_element(self, node: elements.Element) -> None:
        name = elements.element_name(node)
        opened = _OpenElement(name, len(self.nesting.containers), len(self.nesting.lists), len(self.line.parts))
        self.opened.append(opened)
        begins = name in BLOCKS or name in elements.HEADINGS or name in ("pre", "blockquote", "table", "hr")
        if self._is_next_line(node, opened):
            self.line.break_line()
            begins = False
        if begins:
            self.end_block()
            opened.part, self.referred = 0, -1
        if (given := node.get("id") or (node.get("name") if name == "a" else None)) is not None:
            self.waiting_ids.append(given)
            if name != "li" and given in self.labels:
                self.note_marker = f"[{self.labels[given]}] "
        if begins:
            self._begin_block(node, name)
        elif name == "a":
            href = node.get("href", "").strip()
            opened.target, opened.refers = href, elements.has_role(node, elements.NOTE_REFERENCES)
            self.line.open_mark("link", self._resolve_link(href) or self._note_address(node, href))
        elif name in MARKS:
            self.line.open_mark(MARKS[name])
        elif name == "br":
            if not self.line.break_line():
                self.end_block()
        elif name == "q":
            self.line.add("“")
        elif name == "img":
            self._add_picture(node)

    def _is_next_line(self, node: elements.Element, opened: _OpenElement) -> bool:
        """Note whether an element is verse that goes on after it; return whether it goes on from the one before."""
        within = self.opened[-2].verse if len(self.opened) > 1 else 0
        opened.verse = AROUND if is_verse(node) else max(0, within - 1)
        if self.table is not None or not (opened.verse or within):
            return False
        following = node.getnext()
        opened.goes_on = following is not None and continues_verse(following, within=within > 0)
        return continues_verse(node, within=within > 0)

    def _note_address(self, node: elements.Element, href: str) -> str:
        """Return the address of a footnote in the source; "" for any other link."""
        has_notes = self.labels or self.folder is not None
        return clean_line(f"{WITHIN_SOURCE}{href}") if has_notes and elements.refers_to_note(node) else ""

    def _add_picture(self, node: elements.Element) -> None:
        """Add the alternative text of a picture; in a link it belongs to the link."""
        linked = any(opened.name == "a" and opened.target for opened in self.opened)
        self.line.open_mark("picture", "" if linked else self._picture_address(node.get("src", "").strip()))
        said = node.get("alt")
        if said is None and self.folder is not None:
            said = node.get("aria-label") or node.get("title")
        self.add_text(said)
        self.line.close_mark()

    def _add_unseen(self, node: elements.Element) -> None:
        """Add what stands in a book for an element that is not text: a drawing, or where a printed page begins."""
        if elements.element_name(node) == DRAWING:
            self._add_drawing(node)
        elif elements.element_name(node) and elements.is_page_break(node):
            place = node.get("id") or f" page break {len(self.result.page_breaks)}"  # no id has a space
            self.waiting_ids.append(place)
            self.result.page_breaks.append((elements.page_label(node), place))

    def _add_drawing(self, svg: elements.Element) -> None:
        """Add the text of a drawing in a book; of one without text what is said about it."""
        self.end_block()
        self.waiting_ids += filter(None, (node.get("id") for node in svg.iter()))
        found = list(drawing_text(svg))
        for lines in found:
            for line in lines.split("\n"):
                self.line.break_line()
                self.add_text(line)
            self.end_block()
        if not found:
            self.line.open_mark("picture", self._picture_address(drawing_picture(svg)))
            self.add_text(drawing_description(svg))
            self.line.close_mark()
            self.end_block()

    def _picture_address(self, src: str) -> str:
        """Return the address of a picture: absolute, or a path from the folder of the source."""
        if not src or src.lower().startswith("data:"):
            return NOWHERE if self.folder is None else ""
        if self.folder is not None:
            return clean_line(posixpath.normpath(posixpath.join(self.folder, unquote(src))))
        return self._resolve_link(src) or ("" if ":" in src or self.base else clean_line(src))

    def _begin_block(self, node: elements.Element, name: str) -> None:
        self.tight = self.term = False
        if name in elements.HEADINGS:
            self.level = elements.HEADINGS[name]
        elif name == "dt":
            self.term = True
        elif name == "pre":
            self.verbatim += 1
            self.language = elements.code_language(node)
        elif name == "hr":
            self.add_blocks(self.nesting.place_block(BlockText(RULE), "rule"))
        elif name == "nav":
            self.furniture += 1
        elif name == "table" and self.table is None and is_data_table(node):
            self.table = TableBuilder()
        elif not self._open_container(node, name) and self.table is not None:
            self.table.begin(name, node)

    def _open_container(self, node: elements.Element, name: str) -> bool:
        """Open a list, list item or quotation; return False if the element is none, or nested too deeply."""
        nesting = self.nesting
        if name in ("ul", "ol", "menu", "dl") and len(nesting.lists) < NESTED:
            nesting.lists.append(OpenList(elements.parse_number(node.get("start")) if name == "ol" else None))
            return True
        if len(nesting.containers) >= NESTED or name not in ("li", "dd", "blockquote"):
            return False
        if name == "dd":
            nesting.containers.append(Container(INDENT))
            self.tight = bool(nesting.lists)
        elif name == "blockquote":
            nesting.containers.append(Container(BAR))
        elif nesting.lists:
            number, label = nesting.lists[-1].next_marker(), node.get(LABEL)
            nesting.containers.append(Container(number if label is None else clean_line(label)))
            self.tight = True
        return True

    def _close_element(self) -> None:
        opened = self.opened.pop()
        name = opened.name
        if name in MARKS:
            if "#" in opened.target:
                self.referred = opened.part
                if opened.refers and not self.line.text_since(opened.part).lstrip().startswith(("[", "(")):
                    self.line.bracket(opened.part)
            self.line.close_mark()
        elif name in ("sup", "sub"):
            self._close_raised(opened)
        elif name == "rt":
            self._close_reading(opened)
        elif name == "q":
            self.line.add("”")
        elif self.table is not None and name in ("td", "th", "tr", "caption", "table"):
            self._close_in_table(name)
        elif name in BLOCKS or name in elements.HEADINGS or name in ("pre", "blockquote"):
            if opened.goes_on:
                return
            self.end_block()
            self.referred = -1
            self.level = 0
            self.verbatim -= name == "pre"
            self.furniture -= name == "nav"
            del self.nesting.containers[opened.containers :]
            del self.nesting.lists[opened.lists :]
            self.term = False
            self.tight = bool(self.nesting.lists) and self.opened[-1:] != [] and self.opened[-1].name in ("li", "dd")

    def _close_raised(self, opened: _OpenElement) -> None:
        """Close raised digits: a footnote marker if they link within the document, else superscript."""
        said = self.line.text_since(opened.part)
        links = any("#" in around.target for around in self.opened[-3:]) or self.referred >= opened.part
        if opened.name == "sup" and links and elements.REFERENCE.fullmatch(said.strip()):
            if not any(around.refers for around in self.opened[-3:]):  # the link will bracket it
                self.line.bracket(opened.part)
        elif (raised := raise_digits(said, lowered=opened.name == "sub")) != said:
            self.line.replace_since(opened.part, raised)

    def _close_reading(self, opened: _OpenElement) -> None:
        """Close the reading of a word, which stands above it: 山路（やまみち）."""
        said = self.line.text_since(opened.part).strip()
        if said:
            word = "".join(self.line.parts[max(0, opened.part - 1) : opened.part])
            self.line.replace_since(opened.part, bracket_reading(said, word))

    def _close_in_table(self, name: str) -> None:
        assert self.table is not None
        if name in ("td", "th"):
            self.table.add(self.line.take())
        elif name == "caption":
            self.add_blocks(self.nesting.place_block(self.line.take(), "paragraph"))
        elif name == "table":
            table, self.table = self.table, None
            self.line.take()
            self.add_blocks(self.nesting.place_block(format_table(table.build_rows()), "table"))

    def _resolve_link(self, href: str) -> str:
        """Resolve a link for use outside the document; "" if it has no usable target."""
        if not href or href.startswith("#"):
            return ""
        try:
            address = urljoin(self.base, href)
        except ValueError:  # a malformed address
            return ""
        return clean_line(address) if address.lower().startswith(LINKS) else ""
