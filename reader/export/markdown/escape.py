"""Words made safe in Markdown: what a parser gives back is what was put in, white space folded.

Only what could mean something is escaped, so that the file stays readable: the signs that CommonMark, its common
extensions (tables, strikethrough, bare links) and Obsidian read anywhere, and those that open a block at the start of
a line. The trap: every line must have lost its indentation first, since four spaces make code of anything.
"""

import re

from reader.document.article import Article
from reader.text.sanitize import clean
from reader.text.span import Span

ANYWHERE = re.compile(
    r"[\\`*_\[\]<#$%=^~|]"
    r"|&(?=#?\w{1,32};)"  # a character reference
    r"|(?<=\S)\.(?=[^\W\d_]{2})|/(?=/)|(?<=\S)@(?=\S)"  # example.com, https://…, ann@example.org
)

AT_LINE_START = re.compile(
    r"(?P<sign>[-+](?=[-\s:\\]|$)|>|:(?=-))"  # a list, a rule, an underline, a quotation, the second row of a table
    r"|(?P<number>[0-9]{1,9})(?P<dot>[.)])(?=\s|$)"
)


def escape_line(line: str) -> str:
    """One line of words, without white space at its ends, as Markdown that means just these words."""
    safe = ANYWHERE.sub(r"\\\g<0>", line)
    found = AT_LINE_START.match(safe)
    if found is None:
        return safe
    return "\\" + safe if found["sign"] else f"{found['number']}\\{safe[found.start('dot') :]}"


def escape_markdown(words: str) -> str:
    """`words` cleaned, on one line, as Markdown that means just these words."""
    return escape_line(" ".join(clean(words).split()))


def block_quote(words: str) -> str:
    """`words` as a Markdown block quotation; a blank line in them parts two paragraphs, a newline two lines."""
    lines = [escape_line(line.strip()) for line in clean(words).strip().split("\n")]
    quoted = [f"> {line}" if line else ">" for line in lines]
    return "\n".join(line for line, before in zip(quoted, ["", *quoted], strict=False) if line != ">" or before != ">")


def passage_text(article: Article, span: Span) -> str:
    """The words of `span`; where the source breaks its lines by hand, a single newline is a space."""
    words = list(span.of(article.text))
    for index, character in enumerate(words):
        if character == "\n" and article.blocks:
            block = article.block_at(span.start + index)
            if block.reflow and span.start + index in block.span:
                words[index] = " "
    return "".join(words)
