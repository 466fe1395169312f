"""An RTF document as an article: groups and control words become paragraphs (`rtf_body`), read like a web page.

A group inherits the state of the one around it, and its end restores it. Unknown destinations (`\\*`) are left out.
Libraries for RTF return bare text; headings, lists, tables and notes are read here. RTF is ASCII: other characters are
bytes in the code page of their font (`\\'e9`), or numbers with a substitute for old programs (`\\u8220"`). Pitfall: one
character may be several bytes or two numbers, each a token of its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import groupby
from operator import itemgetter

from reader.document.article import Article
from reader.errors import SourceError
from reader.sources.detect import SourceData
from reader.sources.encoding import find_codec
from reader.sources.office import OBJECT, build_document, element_named, element_of_level, is_title, refuse_damaged
from reader.sources.office.rtf_body import BodyBuilder, LetterRun, Shape
from reader.sources.progress import Progress
from reader.text.word_lists import read_sections

WHAT = "an RTF document"

TOKEN = re.compile(
    r"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,10})?[ ]?|'(?P<byte>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    r"|(?P<brace>[{}])|[\r\n\0]+|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)

CHARACTERS = {
    **{"~": "\N{NO-BREAK SPACE}", "_": "\N{NON-BREAKING HYPHEN}", "\\": "\\", "{": "{", "}": "}"},
    **{"tab": "\t", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **{"bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "line": "\n", "lbr": "\n", "softline": "\n"},
}
"""Escaped signs and control words that are characters; a backslash before the end of a line is a paragraph."""

CHARSETS = {
    **{77: "mac_roman", 128: "cp932", 129: "cp949", 134: "gb18030", 136: "cp950", 161: "cp1253", 162: "cp1254"},
    **{163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874", 238: "cp1250"},
}
"""Encodings by the number of a font's character set."""

DEFAULT_CODEC = "cp1252"

DEPTH = 2000  # depth of groups: programs nest dozens

SILENT = frozenset(read_sections("sources/lexicon/office")["silent in rtf"])
"""Destinations whose text is not the document's."""

KNOWN = frozenset("footnote fldinst listtext pntext shptxt".split())
"""Destinations that are read although `\\*` allows to leave them out."""

INDENTED = 567  # twips (a centimetre) from which a paragraph without a style is a quotation

MARKS = {"b": "strong", "i": "em", "strike": "s", "striked": "s", "super": "sup", "sub": "sub"}

INFO = {"title": "title", "author": "creator"}

LANGUAGES = {1031: "de", 1033: "en-US", 2057: "en-GB", 1036: "fr", 3082: "es", 1040: "it", 1043: "nl", 1049: "ru"}
"""Common languages by their number at Microsoft."""


def decode_characters(parts: Iterable[tuple[str, str]]) -> str:
    """Return the text of parts, each with the encoding that its characters are bytes of, "" if they are none.

    What belongs to one character, bytes or the halves of a pair of UTF-16, may stand in several parts.
    """
    runs = ((codec, "".join(text for text, _ in run)) for codec, run in groupby(parts, key=itemgetter(1)))
    texts = (run.encode("latin-1", "replace").decode(codec, "replace") if codec else run for codec, run in runs)
    return "".join(texts).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@dataclass(frozen=True, slots=True)
class _State:
    sink: str = "body"
    """Where its text goes: body, skip, info, fonts, styles, instruction or sign."""
    name: str = ""
    """The field of the metadata."""
    marks: tuple[str, ...] = ()
    hidden: bool = False
    codec: str = DEFAULT_CODEC
    substitutes: int = 1
    """Characters after a numbered one that stand for it in old programs."""
    href: str = ""
    shape: Shape = field(default_factory=Shape)
    indent: int = 0


def read_source(found: SourceData, progress: Progress) -> Article:
    """Read an RTF document, in one step. Raises SourceError."""
    text = found.data.decode("latin-1")
    if not text.lstrip().startswith("{\\rtf"):
        raise refuse_damaged(found.name, WHAT)
    parser = _DocumentReader(found.name)
    parser.read(text[text.index("{") :])
    body, comments, deletions = parser.builder.finish(), parser.comments, parser.deletions
    return build_document(body, found.place, parser.info, comment=comments, deleted_passage=deletions)


class _DocumentReader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.builder = BodyBuilder()
        self.info: dict[str, str] = {}
        self.comments = self.deletions = 0
        self._state = _State()
        self._stack: list[_State] = []
        self._characters: list[tuple[str, str]] = []
        """Text that waits, with the encoding that its characters are bytes of; "" if they are none."""
        self._runs: list[LetterRun] = []
        self._sign = ""
        self._instruction = ""
        self._fonts: dict[int, str] = {}
        self._styles: dict[int, str] = {}
        self._number = 0
        self._waiting = 0
        """Characters that are left out, as they stand for the one before them."""
        self._optional = False
        self._heading_row = False
        self._notes = 0
        self._said = 0
        """Characters of the text so far."""
        self._objects: list[tuple[int, int]] = []
        """Depth of the open objects, and the characters before them."""
        self._outer: list[tuple[int, BodyBuilder, list[LetterRun], str]] = []
        """Depth, builder, runs and sign around the open notes."""

    def read(self, text: str) -> None:
        """Read a document, whose characters are bytes; binary data is left out. Raises SourceError."""
        at = 0
        while (found := TOKEN.match(text, at)) is not None:
            at = found.end()
            match found.lastgroup:
                case "word" | "number":
                    number = None if found["number"] is None else int(found["number"])
                    if found["word"] == "bin":
                        at += max(0, number or 0)
                    else:
                        self._read_word(found["word"], number)
                case "brace" if found["brace"] == "{":
                    self._open_group()
                case "brace":
                    self._close_group()
                case "byte":
                    self._read_text(chr(int(found["byte"], 16)))
                case "sign" if found["sign"] == "*":
                    self._optional = True
                case "sign":
                    self._read_word("par" if found["sign"] in "\r\n" else found["sign"])
                case "text":
                    self._read_text(found["text"])
        self.end_paragraph()

    def _open_group(self) -> None:
        self._end_run()
        self._stack.append(self._state)
        self._waiting, self._optional = 0, False
        if len(self._stack) > DEPTH:
            raise SourceError(f"{self.name} is nested without end, and is refused")

    def end_paragraph(self) -> None:
        self._end_run()
        state = self._state
        shape = state.shape
        if not shape.element and state.indent >= INDENTED and not self._sign:
            shape = replace(shape, element="blockquote")
        self.builder.add_paragraph(self._runs, shape, self._sign)
        self._runs, self._sign = [], ""

    def _close_group(self) -> None:
        self._end_run()
        self._waiting = 0
        if self._objects and self._objects[-1][0] == len(self._stack):
            _, said = self._objects.pop()
            if self._said == said and self._state.sink == "body":
                self._add_run(LetterRun(OBJECT))
        if self._outer and self._outer[-1][0] == len(self._stack):
            self.end_paragraph()
            self.builder.finish()
            _, self.builder, self._runs, self._sign = self._outer.pop()
        if self._stack:
            self._state = self._stack.pop()

    def _read_text(self, text: str) -> None:
        text, self._waiting = text[self._waiting :], max(0, self._waiting - len(text))
        if self._state.sink != "skip":
            self._characters.append((text, self._state.codec))

    def _end_run(self) -> None:
        """Bring the characters so far to where the open group's text goes."""
        text = decode_characters(self._characters)
        self._characters.clear()
        if not text:
            return
        state = self._state
        match state.sink:
            case "body":
                if not state.hidden:
                    self._add_run(LetterRun(text, state.marks, state.href))
            case "sign":
                self._sign += text
            case "instruction":
                self._instruction += text
            case "info":
                self.info[state.name] = f"{self.info.get(state.name, '')}{text}"[:1000]
            case "styles":
                self._styles[self._number] = f"{self._styles.get(self._number, '')}{text}".partition(";")[0][:100]

    def _add_run(self, run: LetterRun) -> None:
        self._said += len(run.text)
        last = self._runs[-1] if self._runs else None
        if last is not None and not last.note and (last.marks, last.href) == (run.marks, run.href):
            self._runs[-1] = replace(last, text=last.text + run.text)
        else:
            self._runs.append(run)

    def _read_word(self, word: str, number: int | None = None) -> None:
        optional, self._optional = self._optional, False
        if self._state.sink == "skip":
            return
        if word in CHARACTERS:
            self._characters.append((CHARACTERS[word], ""))
            return
        if word == "u" and number is not None:
            self._characters.append((chr(number % 0x10000), ""))  # a UTF-16 code unit, written as a signed number
            self._waiting = self._state.substitutes
            return
        self._end_run()
        if word == "footnote":
            self._open_note()
        elif self._is_destination(word, optional=optional):
            return
        elif word in ("par", "sect", "page", "cell", "row", "nestcell", "nestrow"):
            self._end(word)
        else:
            self._change_state(word, number)

    def _is_destination(self, word: str, *, optional: bool) -> bool:
        """Redirect the text of this group if `word` is a destination, which may be `optional`."""
        state = self._state
        if word in SILENT or (optional and word not in KNOWN):
            self.comments += word == "annotation"
            if word in ("moMath", "moMathPara") and state.sink == "body":
                self._add_run(LetterRun(OBJECT))
            self._state = replace(state, sink="skip")
        elif word in ("fonttbl", "stylesheet"):
            self._state = replace(state, sink="fonts" if word == "fonttbl" else "styles")
        elif word == "object" and state.sink == "body":
            self._objects.append((len(self._stack), self._said))
        elif word == "info":
            self._state = replace(state, sink="info", name="")
        elif state.sink == "info" and word in INFO:
            self._state = replace(state, name=INFO[word])
        elif word in ("listtext", "pntext"):
            self._state, self._sign = replace(state, sink="sign"), ""
        elif word == "fldinst":
            self._state, self._instruction = replace(state, sink="instruction"), ""
        elif word == "fldrslt":
            quoted = self._instruction.partition("HYPERLINK")[2].split('"')
            leads_out = len(quoted) > 1 and "\\l" not in quoted[0]
            self._state = replace(state, href=quoted[1] if leads_out else "")
        else:
            return False
        return True

    def _open_note(self) -> None:
        self._notes += 1
        self._runs.append(LetterRun("", note=self._notes))
        self._outer.append((len(self._stack), self.builder, self._runs, self._sign))
        self.builder, self._runs, self._sign = self.builder.open_note(self._notes), [], ""
        self._state = replace(self._state, sink="body", marks=(), shape=Shape(), indent=0)

    def _end(self, word: str) -> None:
        if word in ("cell", "nestcell"):
            self._state = replace(self._state, shape=replace(self._state.shape, in_table=True))
            self.end_paragraph()
            self.builder.end_cell()
        elif word in ("row", "nestrow"):
            self.builder.end_row(heading=self._heading_row)
        elif word != "page" or not self._state.shape.in_table:
            self.end_paragraph()

    def _change_state(self, word: str, number: int | None) -> None:
        state = self._state
        match word:
            case "plain":
                state = replace(state, marks=(), hidden=False)
            case _ if word in MARKS:
                others = tuple(mark for mark in state.marks if mark != MARKS[word])
                state = replace(state, marks=(*others, MARKS[word]) if number != 0 else others)
            case "nosupersub":
                state = replace(state, marks=tuple(mark for mark in state.marks if mark not in ("sup", "sub")))
            case "v" | "deleted":
                self.deletions += word == "deleted" and number != 0
                state = replace(state, hidden=number != 0)
            case "pard":
                state = replace(state, shape=Shape(), indent=0)
            case "intbl":
                state = replace(state, shape=replace(state.shape, in_table=True))
            case "trowd" | "trhdr":
                self._heading_row = word == "trhdr"
            case "uc":
                state = replace(state, substitutes=max(0, number or 0))
            case _ if number is not None:
                state = self._numbered(state, word, number)
        self._state = state

    def _numbered(self, state: _State, word: str, number: int) -> _State:
        shape = state.shape
        match word:
            case "ansicpg":
                return replace(state, codec=find_codec(f"cp{number}") or DEFAULT_CODEC)
            case "f" if state.sink == "fonts":
                self._number = number
            case "f":
                return replace(state, codec=self._fonts.get(number, state.codec))
            case "fcharset" if number in CHARSETS:
                self._fonts[self._number] = CHARSETS[number]
            case "s" if state.sink == "styles":
                self._number = number
            case "s":
                named = self._styles.get(number, "")
                element = "h1" if is_title(named) else element_named(named)
                return replace(state, shape=replace(shape, element=element, title=is_title(named)))
            case "outlinelevel" if number < 9 and not shape.title and state.sink == "body":
                return replace(state, shape=replace(shape, element=element_of_level(number + 1)))
            case "ilvl":
                return replace(state, shape=replace(shape, level=max(0, min(8, number))))
            case "li" if state.sink == "body":
                return replace(state, indent=number)
            case "deflang":
                self.info["language"] = LANGUAGES.get(number, "")
        return state
