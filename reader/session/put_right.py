"""Put the quotations of a checked text right in its file: the source's words, the right name, the cited source.

The words are looked for in the file as those of a note are, and only the words that differ are replaced, so that line
breaks and markup stay. What cannot be found exactly is not changed. A file is written only as long as it is as it was
read: others may have changed it since, and nothing of theirs is overwritten.
"""

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reader.anchoring import describe, place
from reader.document.article import Article
from reader.errors import SessionError, SourceError, explained, raising
from reader.export.file import write_file
from reader.sources.detect import SUFFIXES, is_url
from reader.sources.open import load_source, open_loaded
from reader.system.atomic_file import folder_locked, read_regular
from reader.text.format import collapse_whitespace
from reader.text.normalize import fold
from reader.text.sanitize import clean_line
from reader.text.span import Span
from reader.verification import Difference

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")

PLAIN = ("text", "markdown")  # formats whose files have the words as they are
AROUND = 40  # characters shown before and after what is changed: it has to be recognized

CITED_WITHIN = 2000
"""Characters after a quotation in which its citation is looked for: the rest of a paragraph, and a list below it."""

Replacement = tuple[Span, str]  # the place of words in a file, and those that take it


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be put right: words of the article at `span`, some of which differ, or all of which become `new`."""

    span: Span
    differences: tuple[Difference, ...] = ()
    new: str = ""
    cited: str = ""
    """A citation after the span that becomes `new`, instead of the span itself."""

    @property
    def words(self) -> str:
        """What will stand there."""
        return " ".join(each.source for each in self.differences) or self.new


@dataclass(frozen=True, slots=True)
class FileChange:
    """A change of a file: all of it is written, or nothing."""

    path: Path
    before: bytes
    replacements: tuple[Replacement, ...]
    """In the order of the text."""

    @property
    def after(self) -> bytes:
        text = self.before.decode()
        for span, new in reversed(self.replacements):
            text = text[: span.start] + new + text[span.end :]
        return text.encode()

    def told(self) -> list[tuple[str, str]]:
        """Return each place as it is and as it will be, in one line with some words around it."""
        text = self.before.decode()
        found = []
        for span, new in self.replacements:
            before = text[max(0, span.start - AROUND) : span.start].rpartition("\n\n")[2]
            after = text[span.end : span.end + AROUND].partition("\n\n")[0]
            sides = (f"{before}{words}{after}" for words in (span.of(text), new))
            was, now = (clean_line(collapse_whitespace(side)) for side in sides)
            found.append((was, now))
        return found


def plan_change(article: Article, wanted: Sequence[Wanted]) -> FileChange:
    """Return the change that puts a text right, not written yet. Raises SessionError if it cannot be made."""
    path = Path(article.source)
    if not path.is_absolute():
        raise SessionError("only a text in a file can be put right")
    name = clean_line(path.name)
    suffix = path.suffix.lower()
    if (article.format or SUFFIXES.get(suffix, "text")) not in PLAIN or suffix == ".gz":
        raise SessionError(f"{name} is not plain text or Markdown: put it right in the program that made it")
    refusal = SessionError(f"{name} cannot be put right here: it is no text in UTF-8 that can be read")
    with raising(refusal, on=(OSError, UnicodeDecodeError, SourceError)):
        loaded = load_source(str(path), None)
        text = loaded.data.decode()
        now = open_loaded(loaded, article.format)
    if now.text != article.text:
        raise SessionError(f"{name} has changed since it was read: reload it, and check it again")
    placed = place([describe(article.text, each.span) for each in wanted], text)
    replacements: list[Replacement] = []
    for each, found in zip(wanted, placed, strict=True):
        made = [] if found.span is None else replacements_in(text, found.span, each)
        if not made:
            raise SessionError(f"{name} writes these words in another way: put them right there")
        replacements += made
    return FileChange(path, loaded.data, tuple(sorted(replacements, key=lambda each: each[0])))


def replacements_in(text: str, span: Span, wanted: Wanted) -> list[Replacement]:
    """Return what changes in the words of a file at `span`; nothing if they are not those that were checked."""
    if wanted.cited:
        at = text.find(wanted.cited, span.end, span.end + CITED_WITHIN)
        return [(Span(at, at + len(wanted.cited)), wanted.new)] if at >= 0 else []
    if not wanted.differences:
        return [(span, wanted.new)]
    words = [Span(*found.span()) for found in WORD.finditer(text, span.start, span.end)]
    drafts = [WORD.findall(each.draft) for each in wanted.differences]
    if [fold(word.of(text)).text for word in words] != [fold(word).text for some in drafts for word in some]:
        return []
    made, at = [], 0
    for some, each in zip(drafts, wanted.differences, strict=True):
        if not each.equal:
            made.append(exchange(text, span, words, at, at + len(some), each.source))
        at += len(some)
    return made


def exchange(text: str, span: Span, words: Sequence[Span], begin: int, end: int, new: str) -> Replacement:
    """Return what puts `new` in the place of the words from-to (half open), which may be none."""
    if begin == end:
        at = words[begin].start if begin < len(words) else words[-1].end if words else span.end
        return (Span(at, at), f"{new} " if begin < len(words) else f" {new}")
    start, stop = words[begin].start, words[end - 1].end
    if not new:
        stop = words[end].start if end < len(words) else stop
        start = start if end < len(words) else words[begin - 1].end if begin else start
    return (Span(start, stop), new)


def write_change(change: FileChange, *, back: bool = False) -> None:
    """Write a change, or take it `back`, durably. Raises SessionError if the file has changed, or cannot be written."""
    expected, content = (change.after, change.before) if back else (change.before, change.after)
    name = clean_line(change.path.name)
    with explained(SessionError, f"{name} cannot be written"), folder_locked(change.path.parent):
        if read_regular(change.path) != expected:
            raise SessionError(f"{name} has changed since: nothing was written")
        write_file(change.path, content)


def cited_as(source: str, draft: Article) -> str:
    """Return how a draft cites a source: an address as it is, a file from the draft's folder."""
    return source if is_url(source) or not source else os.path.relpath(source, os.path.dirname(draft.source))
