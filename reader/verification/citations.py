"""Find the source that a draft cites for a quotation: a link, `[1]` with its list, a footnote, `[@key]`.

A reference is a link of the draft (an internal one leads to its footnote), a marker whose note is in the draft, a key,
or an address in the text. It belongs to the quotation that it encloses or follows, up to the next quotation of the
sentence; a quotation without one has the one before it in its sentence. What it cites is told by path, address, file
name or key, else by the title, in the reference itself or in its note.

Pitfall: a link beside a quotation may lead anywhere ("[Ann Lee](https://en.wikipedia.org/…)"). So words are elsewhere
only if a reference leads to a source that was checked, and none to one that has them.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import unquote, urlsplit

from reader.document.article import Article
from reader.document.links import MARKER, footnote_at
from reader.document.segments import sentences
from reader.sources.detect import is_url
from reader.text.normalize import fold
from reader.text.span import Span
from reader.verification import Citation, DraftQuotation
from reader.verification.source_text import SourceText

KEYS = re.compile(r"\[[^\[\]\n]{0,80}?@[^\[\]\n]{1,200}\]")
"""Keys in brackets, as Pandoc cites: [@lee2026, p. 3; @ray2025]."""

KEY = re.compile(r"-?@\{?([\w][\w:.#$%&+?<>~/-]*[\w]|\w)")

ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]'’]")

FILE = re.compile(r"[\w./%~-]*[\w%~-]\.[A-Za-z][A-Za-z0-9]{1,5}\b")
"""A path or the name of a file in the words of a note."""

TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_\w+|ref|source|smid|cmpid)=[^&]*&?", re.IGNORECASE)
"""Parts of an address that tell where its reader came from."""

SHORTEST_TITLE = 12  # minimum letters of a title that is looked for in a note: shorter ones stand in any text
LABEL = 5  # maximum words of a label that a block begins with, beside the references in it
LONGEST_TITLE = 300  # characters of a first line that may be a title


@dataclass(frozen=True, slots=True)
class Reference:
    span: Span
    shown: str
    """What is cited, as the draft writes it."""
    targets: tuple[str, ...]
    """Addresses, paths and keys."""
    words: str = ""
    """The words of the note, among which a title may be."""


class CitedSources:
    """The references of a draft, and the sources to which they lead."""

    def __init__(self, draft: Article, quotations: Sequence[DraftQuotation], sources: Sequence[SourceText]) -> None:
        self._draft = draft
        self._quotations = sorted(quotations, key=lambda quotation: quotation.span)
        self._names = SourceNames(sources, draft)

    @cached_property
    def _references(self) -> list[Reference]:
        return sorted(find_references(self._draft), key=lambda reference: reference.span)

    def cited(self, quotation: DraftQuotation) -> tuple[Reference, ...]:
        """Return the references of a quotation: those that enclose or follow it, or else the nearest before it."""
        if not self._references:
            return ()
        parts = quotation.parts
        around = [each for each in self._references if any(each.span.overlaps(part) for part in parts)]
        if around:
            return tuple(around)
        reach = self._reach(quotation)
        others = [each.span for each in self._quotations if not each.span.overlaps(quotation.span)]
        next_one = min((span.start for span in others if span.start >= quotation.span.end), default=reach.end)
        after = [r for r in self._references if quotation.span.start <= r.span.start < min(reach.end, next_one)]
        following = [r for r in after if not any(r.span.overlaps(span) for span in others)]
        if following:
            return tuple(following)
        last_one = max((span.end for span in others if span.end <= quotation.span.start), default=reach.start)
        before = [r for r in self._references if max(reach.start, last_one) <= r.span.start < quotation.span.start]
        return tuple(before[-1:]) or self._in_label(quotation)

    def _in_label(self, quotation: DraftQuotation) -> tuple[Reference, ...]:
        """Return the references of the label that the block of a quotation begins with: "**Trade** ([1]). …"."""
        first = sentences(self._draft, self._draft.block_at(quotation.span.start))[0]
        found = [each for each in self._references if first.holds(each.span)]
        words = first.of(self._draft.text).split()
        shown = sum(len(each.span.of(self._draft.text).split()) for each in found)
        return tuple(found) if len(words) - shown <= LABEL and first.end <= quotation.span.start else ()

    def _reach(self, quotation: DraftQuotation) -> Span:
        """Return where references of a quotation may stand: its sentences; for a block, what introduces it, too."""
        draft, span = self._draft, quotation.span
        block = draft.block_at(span.start)
        if quotation.kind == "block":
            index = draft.block_index(span.start)
            while index and draft.blocks[index - 1].kind == "quotation":
                index -= 1
            after = draft.block_index(max(span.start, span.end - 1))
            while after + 1 < len(draft.blocks) and draft.blocks[after + 1].kind == "quotation":
                after += 1
            return Span(draft.blocks[max(0, index - 1)].span.start, draft.blocks[after].span.end)
        found = [each for each in sentences(draft, block) if each.end > span.start and each.start < span.end]
        if not found:
            return block.span
        end = found[-1].end
        for marker in re.finditer(r"\s*(?:\[[^\[\]]*\]|[⁰¹²³⁴-⁹]+|\([^()]*\))[.,;]?", draft.text[end : block.span.end]):
            if marker.start():
                break
            end += marker.end()
        return Span(found[0].start, max(end, span.end))

    def sources_of(self, references: Sequence[Reference]) -> frozenset[str]:
        """Return the keys of the sources to which some references lead."""
        return frozenset(key for reference in references for key in self._names.find(reference))

    def judge(self, references: Sequence[Reference], key: str | None, having: frozenset[str]) -> Citation | None:
        """Return whether the words, in the source `key`, are where they are cited; `having` are all that have them.

        None if nothing is cited, or if the words are in no source but the cited one is here.
        """
        if not references:
            return None
        leading = [(reference, self._names.find(reference)) for reference in references]
        shown = next((each.shown for each, found in leading if found), references[0].shown)
        found = self.sources_of(references)
        if not found:
            return Citation(shown, "absent")
        if key is None:
            return None
        return Citation(shown, "same" if found & (having | {key}) else "elsewhere")


def find_references(draft: Article) -> Iterator[Reference]:
    """Yield what a draft cites, in any order."""
    links = [mark for mark in draft.marks if mark.kind == "link"]
    for mark in links:
        if mark.target is None:
            yield Reference(mark.span, mark.href, (mark.href,), mark.span.of(draft.text))
        elif (note := note_at(draft, mark.span.start)) is not None:
            yield note
    taken = [mark.span for mark in links]
    for pattern in (KEYS, MARKER, ADDRESS):
        for match in re.finditer(pattern, draft.text):
            span = Span(*match.span())
            if any(span.overlaps(other) for other in taken):
                continue
            targets = KEY.findall(match[0]) if pattern is KEYS else [match[0]]
            found = Reference(span, match[0].strip("[]"), tuple(targets)) if targets else None
            found = note_at(draft, span.start) if pattern is MARKER else found
            if found is not None:
                taken.append(span)
                yield found


def note_at(draft: Article, offset: int) -> Reference | None:
    """Return the reference to a footnote whose marker is at `offset`; None in the note itself."""
    note = footnote_at(draft, offset)
    if note is None or not note.reference.start <= offset < note.reference.end:
        return None
    words = note.note.of(draft.text)
    links = tuple(mark.href for mark in draft.marks if mark.kind == "link" and note.note.overlaps(mark.span))
    keys = tuple(key for found in KEYS.finditer(words) for key in KEY.findall(found[0]))
    named = (*links, *ADDRESS.findall(words), *FILE.findall(words), *keys)
    return Reference(note.reference, " ".join(words.split()), tuple(each for each in named if each), words)


class SourceNames:
    """The names by which a draft can cite its sources."""

    def __init__(self, sources: Sequence[SourceText], draft: Article) -> None:
        self._sources = sources
        self._folder = "" if is_url(draft.source) or draft.source == "-" else os.path.dirname(draft.source)

    @cached_property
    def _addresses(self) -> dict[str, str]:
        return {plain_address(each.article.source): each.key for each in self._sources if is_url(each.article.source)}

    @cached_property
    def _paths(self) -> dict[str, str]:
        local = (each for each in self._sources if not is_url(each.article.source))
        return {os.path.normpath(each.article.source): each.key for each in local}

    @cached_property
    def _files(self) -> dict[str, set[str]]:
        """The sources by the names of their files, with and without a suffix, letters and digits only."""
        found: dict[str, set[str]] = {}
        for each in self._sources:
            path = urlsplit(each.article.source).path if is_url(each.article.source) else each.article.source
            name = unquote(os.path.basename(path.rstrip("/")))
            for form in {plain_name(name), plain_name(os.path.splitext(name)[0]), plain_name(each.article_id)} - {""}:
                found.setdefault(form, set()).add(each.key)
        return found

    @cached_property
    def _titles(self) -> list[tuple[str, str]]:
        """The titles with the keys of their sources: whole, without a subtitle, and the first line of the text."""
        found = []
        for each in self._sources:
            title = each.article.title
            forms = {
                title.partition("…")[0],
                re.split(r"[:;|–—]", title)[0],
                each.article.text.lstrip().partition("\n")[0][:LONGEST_TITLE],
            }
            found += [(plain_title(form), each.key) for form in sorted(forms)]
        return [(title, key) for title, key in found if sum(map(str.isalnum, title)) >= SHORTEST_TITLE and " " in title]

    def find(self, reference: Reference) -> frozenset[str]:
        """Return the keys of the sources that a reference cites."""
        found = [key for target in reference.targets for key in self._named(target)]
        if found or not reference.words:
            return frozenset(found)
        words = f" {plain_title(reference.words)} "
        titled = [(title, key) for title, key in self._titles if f" {title} " in words]
        longest = [(title, key) for title, key in titled if not any(title != o and title in o for o, _ in titled)]
        return frozenset(key for _, key in longest)

    def _named(self, target: str) -> frozenset[str]:
        if is_url(target):
            key = self._addresses.get(plain_address(target))
            if key is not None or self._addresses:
                return frozenset({key} if key else ())
        path = unquote(target.partition("#")[0].removeprefix("file://"))
        if not path:
            return frozenset()
        if (key := self._paths.get(os.path.normpath(os.path.join(self._folder, path)))) is not None:
            return frozenset({key})
        named = self._files.get(plain_name(os.path.basename(path.rstrip("/"))), set())
        return frozenset(named) if len(named) == 1 else frozenset()


def plain_address(address: str) -> str:
    """Return an address without what does not tell pages apart: scheme, www., fragment, tracking, a last slash."""
    parts = urlsplit(address)
    query = TRACKING.sub("", parts.query).rstrip("&")
    host = parts.netloc.lower().removeprefix("www.").removeprefix("m.")
    return f"{host}{unquote(parts.path).rstrip('/')}{f'?{query}' if query else ''}"


def plain_name(name: str) -> str:
    return re.sub(r"[\W_]+", "", name).casefold()


def plain_title(title: str) -> str:
    return " ".join(re.findall(r"\w+", fold(title).text))
