"""Highlights and comments that other programs wrote into a PDF or a Word document, as notes on the article that it is.

The file says where they are, and `sources` which words are there. Here these words are found in the article, whose
lines are joined and whose divided words are whole: only letters and digits are compared, on the same page first.
"""

import colorsys
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from reader.anchoring import describe
from reader.document.article import Article
from reader.errors import NoteImportError, ReaderError, SourceError
from reader.importers import ArticleInfo, ImportedArticle, ImportedNote, ImportFile, coerce
from reader.importers.coerce import Object
from reader.sources.detect import PDF, PDF_WITHIN, SourceData, detect_format
from reader.sources.open import load_source, open_loaded
from reader.sources.refusals import ZIP
from reader.sources.sandbox import read_notes_sandboxed
from reader.text.normalize import is_word_part, occurrences
from reader.text.span import Span, grouped

MANY = 1_000  # places with the same words that are compared

STRETCH = 4
"""How much longer than its words a passage may be that has something in between: the head of a page, a footnote."""

PAGES_NAMED = 5

HUES = ((0.08, "pink"), (0.2, ""), (0.47, "green"), (0.86, "violet"), (1.0, "pink"))
"""The names of colours, each with the hue at which the next begins; "" is yellow."""


def load_document(path: Path) -> SourceData | None:
    """Load a PDF or, by its first bytes, a Word document; return None for any other file."""
    try:
        with path.open("rb") as file:
            head = file.read(PDF_WITHIN)
        if PDF not in head and not head.startswith(ZIP):
            return None
        found = load_source(str(path), None)
        return found if PDF in head or detect_format(found) == "docx" else None
    except (OSError, ValueError, SourceError):  # a NUL in the name
        return None


def read(file: ImportFile) -> list[ImportedArticle]:
    """Read the highlights and comments in a document as notes. Raises NoteImportError."""
    source: SourceData = file.value
    try:
        article = open_loaded(source)
        kind = detect_format(source)
        found = read_notes_sandboxed(kind, source)
    except ReaderError as error:
        raise NoteImportError(str(error)) from error
    about = ArticleInfo(article.source, article.title, article.author, article.published, sha256=article.sha256)
    finder = PassageFinder(article)
    placed = [(item, place_annotation(item, finder)) for item in found]
    notes = (note_from_annotation(item, span, article, kind) for item, span in placed)
    lost = [coerce.to_line(item.get("page")) for item, span in placed if span is None]
    return [ImportedArticle(about, tuple(filter(None, notes)), remarks=describe_lost(lost))]


def describe_lost(pages: Sequence[str]) -> tuple[str, ...]:
    """Return a line about highlights and comments that are on no words of the text, if there are any."""
    if not pages:
        return ()
    named = list(dict.fromkeys(filter(None, pages)))
    more = " …" if len(named) > PAGES_NAMED else ""
    where = f" ({'pages' if len(named) > 1 else 'page'} {', '.join(named[:PAGES_NAMED])}{more})" if named else ""
    return (f"{len(pages)} on no words of the text{where}: comments were kept without a place",)


def place_annotation(item: Object, finder: "PassageFinder") -> Span | None:
    words, page = coerce.to_text(item.get("words")), coerce.to_line(item.get("page"))
    return finder.find(words, page, to_share(item.get("place")), coerce.to_text(item.get("before")))


def note_from_annotation(item: Object, span: Span | None, article: Article, form: str = "pdf") -> ImportedNote | None:
    """Return the note for one annotation in a file of this `form`, which is on `span`; None if it says nothing."""
    words, text = coerce.to_text(item.get("words")), coerce.to_text(item.get("text"))
    page, kind = coerce.to_line(item.get("page")), coerce.to_line(item.get("kind"))
    anchor = None
    if span is not None:
        anchor = describe(article.text, span)
    elif words and kind != "comment":
        anchor = coerce.to_quote(" ".join(words.split()))
    if anchor is None and not text:
        return None
    author, name = coerce.to_line(item.get("author")), coerce.to_line(item.get("name"))
    created, updated = coerce.to_time(item.get("created")), coerce.to_time(item.get("updated"))
    place = round(to_share(item.get("place")), 3)
    tags = coerce.to_tags([kind] if kind in ("underline", "strikeout") else [], text)
    unnamed = (page, kind, words, author, created or (text, place))
    note_id = coerce.derive_id(form, repr((name, page, kind, words, created) if name else unnamed))
    color = nearest_color(item.get("color")) if kind == "highlight" else ""
    return ImportedNote(note_id, text, tags, anchor, created or updated, updated, color=color, author=author)


def to_share(value: object) -> float:
    """Return a number from 0 to 1; 0 for anything else."""
    return value if isinstance(value, float) and 0 <= value <= 1 else 0.0


def nearest_color(value: object) -> str:
    """Return the name of the colour nearest to red, green and blue up to 255; "" for yellow, grey and what is none."""
    if not (isinstance(value, list) and len(value) == 3 and all(type(part) is int for part in value)):
        return ""
    hue, saturation, _ = colorsys.rgb_to_hsv(*(part / 255 for part in value))
    return next(name for end, name in HUES if hue <= end) if saturation > 0.1 else ""


class PassageFinder:
    """Finds words of the pages of an article by their letters alone."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.letters, self._places = fold_letters(article.text)
        ends = [*(page.start for page in article.pages[1:]), len(article.text)]
        pages = zip(article.pages, ends, strict=False)
        self._pages = grouped((page.label, Span(page.start, max(page.start, end))) for page, end in pages)

    def find(self, words: str, page: str, share: float, before: str = "") -> Span | None:
        """Return where `words` are: on the page, best after those `before` them, nearest to that share of its letters.

        None if they are nowhere.
        """
        lines = [letters for line in words.splitlines() if (letters := fold_letters(line)[0])]
        if not lines:
            return None
        expected = self._expected(page, share)
        lead = fold_letters(before)[0]
        whole = self._nearest(lead + "".join(lines), page, expected)
        if whole is not None:
            whole = Span(whole.start + len(lead), whole.end)
        elif lead:
            whole = self._nearest("".join(lines), page, expected)
        if whole is None and len(lines) > 1:
            first, last = (self._nearest(line, page, expected) for line in (lines[0], lines[-1]))
            if first is not None and last is not None and 0 < last.end - first.start < STRETCH * len("".join(lines)):
                whole = Span(first.start, last.end)
        return None if whole is None else self._in_text(whole)

    def _expected(self, page: str, share: float) -> int:
        """Return the place among the letters after a share of those of a page."""
        edges = [[bisect_left(self._places, at) for at in (span.start, span.end)] for span in self._pages.get(page, ())]
        wanted = int(share * sum(end - start for start, end in edges))
        for start, end in edges:
            if wanted <= end - start:
                return start + wanted
            wanted -= end - start
        return 0

    def _nearest(self, letters: str, page: str, expected: int) -> Span | None:
        """Return the occurrence of `letters` on the page, else anywhere, that is nearest to the expected place."""
        found = list(islice(occurrences(letters, self.letters), MANY))
        here = [start for start in found if any(self._places[start] in span for span in self._pages.get(page, ()))]
        start = min(here or found, key=lambda place: abs(place - expected), default=None)
        return None if start is None else Span(start, start + len(letters))

    def _in_text(self, letters: Span) -> Span:
        """Return the passage of the text with these letters, widened to whole words."""
        text = self.article.text
        start, end = self._places[letters.start], self._places[letters.end - 1] + 1
        while start > 0 and is_word_part(text[start - 1]) and is_word_part(text[start]):
            start -= 1
        while end < len(text) and is_word_part(text[end - 1]) and is_word_part(text[end]):
            end += 1
        return Span(start, end)


def fold_letters(text: Iterable[str]) -> tuple[str, list[int]]:
    """Return the letters and digits of `text` in one form, and the offset of each."""
    letters: list[str] = []
    places: list[int] = []
    for offset, char in enumerate(text):
        if char.isascii():
            folded = char.lower() if char.isalnum() else ""
        else:
            folded = "".join(filter(str.isalnum, unicodedata.normalize("NFKD", char).casefold()))
        letters.append(folded)
        places += [offset] * len(folded)
    return "".join(letters), places
