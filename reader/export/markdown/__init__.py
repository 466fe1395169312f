"""An article's notes as a Markdown file that can be exported again; here, how text is escaped in it.

A parser returns the same words, with white space folded. Only what could have a meaning is escaped, so that the file
stays readable: signs that CommonMark, its common extensions (tables, strikethrough, bare links) and Obsidian read
anywhere, and those that begin a block at the start of a line. Pitfall: every line must have lost its indentation first,
since four spaces make code of anything.
"""

import re

from reader.document.article import Article
from reader.text.sanitize import clean
from reader.text.span import Span

ANYWHERE = re.compile(
    r"[\\`*_\[\]<#$%=^~|]"
    r"|&(?=#?\w{1,32};)"  # a character reference
    r"|(?<=\S)\.(?=[^\W\d_]{2})|/(?=/)|@(?=\S)"  # example.com, https://…, ann@example.org, @key
)

AT_LINE_START = re.compile(
    r"(?P<sign>[-+](?=[-\s:\\]|$)|>|:(?=-))"  # a list, a rule, an underline, a quotation, the second row of a table
    r"|(?P<number>[0-9]{1,9})(?P<dot>[.)])(?=\s|$)"
)


def escape_line(line: str) -> str:
    """Escape one line without white space at its ends."""
    safe = ANYWHERE.sub(r"\\\g<0>", line)
    found = AT_LINE_START.match(safe)
    if found is None:
        return safe
    return "\\" + safe if found["sign"] else f"{found['number']}\\{safe[found.start('dot') :]}"


def escape_markdown(words: str) -> str:
    """Sanitize and escape `words`, joined to one line."""
    return escape_line(" ".join(clean(words).split()))


def block_quote(words: str) -> str:
    """Make `words` a Markdown block quotation; blank lines separate paragraphs, newlines lines."""
    lines = [escape_line(line.strip()) for line in clean(words).strip().split("\n")]
    quoted = [f"> {line}" if line else ">" for line in lines]
    return "\n".join(line for line, before in zip(quoted, ["", *quoted], strict=False) if line != ">" or before != ">")


def passage_text(article: Article, span: Span) -> str:
    """Return the text of `span`; where the source is hard-wrapped, single newlines become spaces."""
    words = list(span.of(article.text))
    for index, character in enumerate(words):
        if character == "\n" and article.blocks:
            block = article.block_at(span.start + index)
            if block.reflow and span.start + index in block.span:
                words[index] = " "
    return "".join(words)
