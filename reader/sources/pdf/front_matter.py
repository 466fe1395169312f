"""What the first page says of the work: title, authors and their places of work, journal, DOI and year.

Each fact has its place, the words of a line, or is not given. The title is the largest type that is no label and no
name of a journal; authors stand between it and the abstract. Years and journals are read where a page states them, the
surest form first: how to cite it, the issue, its date. The file's own data counts only where the page has the same
words. Pitfall: footnotes cite other works, so an issue counts only at the edges and above the title.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date

from reader.document.article import Evidence
from reader.sources.pdf.authors import (
    END_MARK,
    PATTERNS,
    SAME_TYPE,
    TEXT_BEGINS,
    above_text,
    declared_names,
    is_name,
    last_names,
    line_type,
    read_byline,
    read_names,
)
from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import Typography
from reader.text.format import fold_line
from reader.text.sanitize import clean_line

LARGER, MUCH_LARGER = 1.08, 1.25  # letters of a title relative to the text, and of one with words in italics
LONGEST_TITLE, MOST_LINES = 400, 8  # characters and lines of a title; the longest of papers have half as many
MOST_IN_SENTENCE = 20  # words of a title that ends with a full stop; more are a sentence in large letters
HIGHEST = 0.35  # the share of the page below which no title begins
NEAR_GROUPS = 5  # lines of other columns that may stand between two lines of a title
TITLE_PITCH = 2.5  # distance of two lines of a title, in sizes of its letters, above which another line begins
NAMES_PITCH = 1.5  # the same for the distance of one name from the title above it
SUBTITLE, SUBTITLE_PITCH = 0.7, 1.6  # type of a subtitle, and its distance, relative to the type of the title
MUCH_LONGER = 1.5  # how much longer than the declared title is a line that says more, such as how to cite

NO_TITLE, PROCEEDINGS, NO_JOURNAL = PATTERNS["no title"], PATTERNS["proceedings"], PATTERNS["no journal"]

TITLE, LETTER = re.compile(r"(?i)^title\s*:\s*"), 2
"""A label before a title, and characters of a sign of a footnote after it that is drawn as a letter."""

LISTED = re.compile(r"author\(?s?\)?:", re.IGNORECASE)
INITIAL = re.compile(r"\b[^\W\d_a-z]\. ")
WORDS = re.compile(r"[^\W\d_]{2,}[:,]?(?: [\w’'.,:;&()-]+){1,30}")
"""A title that a file may give where its first page has none."""

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\[\]]*[^\s\"<>{}|.,;:)\[\]]")
UNRAISED = re.compile(r"\[(\d+)\]$")  # digits at the end of an identifier that seem raised
BARE = r"(?:19\d\d|20[0-4]\d)"
YEAR = rf"(?<!\d)(?<!\d-){BARE}(?!\d)"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATES = (
    rf"(?i)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{MONTH}),?\s+(?P<year>{YEAR})",
    rf"(?i)(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>{YEAR})",
    rf"(?P<year>{YEAR})-(?P<month>\d\d)-(?P<day>\d\d)",
)

ISSUE = r"\bvol(?:ume)?\b|\bpp?\b|\d\s?\(\d+\)|\d+:\s?\w?\d+|\d[–-]\d"  # volume, pages, 12(3), 14:1, 305–313

AT_EDGES = (
    re.compile(rf"(?i:{ISSUE}|\bno\b|\bissue\b|\bpages\b).*?{YEAR}|{YEAR}.*(?i:{ISSUE}|\b\d+, \d+)"),
    re.compile(rf"^(?:[^\W\d_a-z][\w.]* ?){{2,6}}\({YEAR}\)"),
)
DATED = (
    re.compile(rf"published(?: online)?\b.{{0,30}}?{YEAR}|(?:publication|issue) date.{{0,20}}{YEAR}", re.IGNORECASE),
    re.compile(rf"arxiv:.{{0,40}}{YEAR}", re.IGNORECASE),
)
STATED = (
    re.compile(rf"(?:©|\(c\)|copyright|\ufffdc)\D{{0,30}}?{YEAR}|\bc {YEAR}", re.IGNORECASE),
    re.compile(
        r"(?i)\b(?:proceedings|proc|conference|workshop|symposium|meeting|annual|acm|ieee|nips|icml|aaai|acl|osdi"
        rf"|to appear)\b.*{YEAR}"
    ),
    re.compile(rf"this (?:version|draft).*?{YEAR}", re.IGNORECASE),
    re.compile(rf"(?:accepted|revised).*{YEAR}", re.IGNORECASE),
    re.compile(rf"(?:received|submitted).*{YEAR}", re.IGNORECASE),
    re.compile(rf"^\W*(?:\S+ ){{,4}}{MONTH}[\s\d,–-]*{YEAR}", re.IGNORECASE),
    re.compile(rf"10\.\d{{4,9}}/\S*?{YEAR}"),
    re.compile(rf"^\D{{0,25}}\(?{YEAR}\)?\W{{0,3}}$"),
)
"""How a page states its year, the surest first: in the issue, as a day, or otherwise."""

CITED = re.compile(r"\bcite (?:this |as\b)", re.IGNORECASE)
TAKEN = re.compile(r"\bdownloaded (?:on|from|by)\b|\blicen[cs]ed use\b", re.IGNORECASE)
"""How a line begins that tells how to cite the work, and what one says that tells who took the file, and when."""

CITATION = 5  # lines of what tells how to cite the work
BEGINNING = 10  # letters of a title that tell how to cite it
EARLIER = 1  # years before the latest work that it cites in which a paper may have come out: some are to appear
LATEST = 3  # years after the latest work that it cites in which a paper may have come out, if only its file tells when

JOURNAL = re.compile(
    rf"(?:.*\bet al\.?\s*[,/]?\s+|(?i:in|source):?\s+)?(?P<name>[^\W\d_a-z][^\d©|]{{3,90}}?)[\s,.:;|(]*"
    rf"(?:\(?{YEAR}\)?[\s,;:.]+\d|(?i:vol(?:ume|\b))|\d{{1,4}}\s*[(:,]|\|)"
)
VOLUME = re.compile(rf"vol(?:ume|\.)\s*\d+.*{YEAR}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The facts of a first page; each is "" or empty if the page does not state it."""

    title: str = ""
    title_lines: tuple[PdfLine, ...] = ()
    author: tuple[str, ...] = ()
    author_lines: tuple[PdfLine, ...] = ()
    published: str = ""  # a year, or a day as YYYY-MM-DD
    journal: str = ""
    doi: str = ""
    evidence: tuple[Evidence, ...] = ()


class FirstPage:
    """The first page with text, and what runs along the edges of the first pages."""

    def __init__(
        self, lines: Sequence[PdfLine], edges: Sequence[PdfLine], setting: Typography, words: Dehyphenator, label: str
    ) -> None:
        lines, edges = ([line for line in each if not TAKEN.search(line.text)] for each in (lines, edges))
        self.lines = sorted(lines, key=lambda line: (-round(line.bottom), line.left))
        self.edges = edges
        self.words = words
        self.label = label
        self.size = setting.em or setting.size
        self._words = {fold_line(word) for line in (*lines, *edges) for word in line.text.split()}
        self.folded = fold_line(" ".join(line.text for line in (*lines, *edges)))

    def says(self, said: str) -> bool:
        """Return whether the page has these words, however they are broken over lines."""
        folded = fold_line(said)
        return len(folded) > 3 and folded in self.folded

    def names(self, word: str) -> bool:
        return fold_line(word) in self._words

    def below(self, title: Sequence[PdfLine]) -> list[PdfLine]:
        return [*above_text([line for line in self.lines if title and line.bottom < title[-1].bottom])]

    def above(self, title: Sequence[PdfLine]) -> list[PdfLine]:
        top = title[0].bottom if title else float("inf")
        high = [line for at, line in enumerate(self.lines) if line.bottom > top or at < 3]
        return [*self.edges, *high, *self.lines[-1:]]

    def margins(self, title: Sequence[PdfLine]) -> list[PdfLine]:
        """Return the lines that are neither text nor title: around it, at the edges, and in small letters."""
        small = [line for line in self.lines if line_type(line) < self.size - SAME_TYPE]
        around = (*self.above(title), *self.below(title), *small, *self.lines[-4:])
        margins = {id(line): line for line in around}
        return [line for line in margins.values() if all(line is not each for each in title)]

    def evidence(self, fact: str, lines: Sequence[PdfLine]) -> Evidence | None:
        """Return where the page states a fact; None if it is on no lines."""
        said = clean_line(" ".join(line.text for line in lines)).strip()
        return Evidence(fact, "page", said, self.label) if lines else None


def read_front_matter(page: FirstPage, metadata: Mapping[str, str], latest_cited: int) -> FrontMatter:
    """Return what `page` says; `metadata` is the file's own data, `latest_cited` the year of its latest reference."""
    declared = clean_line(metadata.get("Title", "")).strip()
    declared = "" if NO_TITLE.fullmatch(declared) else declared
    lines = _find_title(page, declared)
    title = TITLE.sub("", END_MARK.sub("", clean_line(page.words.join(lines)[0]))).strip()
    if title.startswith(declared) and len(title) <= len(declared) + LETTER:
        title = declared
    titled = page.evidence("title", lines)
    if not title and (page.says(declared) or WORDS.fullmatch(declared)):
        title, titled = declared, Evidence("title", "pdf", declared)
    names, name_lines, place_lines = read_byline(page.below(lines), lines)
    by = page.evidence("author", name_lines)
    entered = clean_line(metadata.get("Author", "")).strip()
    written = tuple(name for name in declared_names(entered) if page.names(name.split()[-1]))
    if written and last_names(names) <= last_names(written):
        names, by = written, Evidence("author", "pdf", entered)
    published, stated = _find_year(page, lines, last_names(names), metadata.get("CreationDate", ""), latest_cited)
    journal, named = _find_journal(page, lines, clean_line(metadata.get("Subject", "")).strip())
    if fold_line(journal) in fold_line(title):
        journal, named = "", []
    dois = ((DOI.search(UNRAISED.sub(r"\1", line.text)), line) for line in (*page.edges, *page.lines))
    doi, doi_lines = next(((found[0], [line]) for found, line in dois if found), ("", []))
    places, site = page.evidence("affiliations", place_lines), page.evidence("site", named)
    evidence = filter(None, (titled, by, places, stated, site, page.evidence("doi", doi_lines)))
    return FrontMatter(title, tuple(lines), names, tuple(name_lines), published, journal, doi, tuple(evidence))


# -- title ------------------------------------------------------------------------------------------------------------


def _find_title(page: FirstPage, declared: str) -> list[PdfLine]:
    """Return the lines of the title: those that the file names, else the largest, the loudest, or those above names."""
    text = next((line.bottom for line in page.lines if TEXT_BEGINS.match(line.text)), float("-inf"))
    groups = [group for group in _groups(page) if _may_be_title(page, group)]
    groups = [group for group in groups if group[0].bottom > text] or groups
    if named := [group for group in groups if _is_declared(fold_line(page.words.join(group)[0]), fold_line(declared))]:
        return max(named, key=lambda group: line_type(group[0]))
    if large := [group for group in groups if line_type(group[0]) >= LARGER * page.size]:
        title = max(large, key=lambda group: (round(line_type(group[0])), group[0].bottom))
        return [*title, *next((group for group in large if _is_subtitle(title[-1], group)), [])]
    groups = [group for group in groups if not PROCEEDINGS.match(group[0].text)]
    for group in groups:
        signed = INITIAL.search(group[0].text) and read_names(group[0])[0]
        if not signed and group[0].bottom > text and all(line.bold or line.text.isupper() for line in group):
            return group
    for group in groups:
        after = next((line for line in page.lines if line.bottom < group[-1].bottom), None)
        cased = after is not None and after.bottom > text and after.text != after.text.lower()
        if after and cased and read_names(after)[0] and not read_names(group[0])[0]:
            return group
    return []


def _is_subtitle(above: PdfLine, group: Sequence[PdfLine]) -> bool:
    """Return whether lines in hardly smaller type stand directly below a title."""
    size, gap = line_type(above), above.bottom - group[0].bottom
    if not (SUBTITLE * size <= line_type(group[0]) < size and 0 < gap < SUBTITLE_PITCH * size):
        return False
    return not any(read_names(line)[0] for line in group)


def _is_declared(said: str, declared: str) -> bool:
    """Return whether a group of lines is the title that the file names, or a part of it."""
    return bool(declared) and (said in declared or (declared in said and len(said) < MUCH_LONGER * len(declared)))


def _groups(page: FirstPage) -> list[list[PdfLine]]:
    """Return lines of one type that stand below one another, without the label of its kind above a title."""
    groups: list[list[PdfLine]] = []
    for line in page.lines:
        if line.filled or _is_label(line.text) or LISTED.match(line.text):
            continue
        group = next((group for group in reversed(groups[-NEAR_GROUPS:]) if _goes_on(page, group, line)), None)
        if group is None:
            groups.append(group := [])
        group.append(line)
    return groups


def _goes_on(page: FirstPage, group: Sequence[PdfLine], line: PdfLine) -> bool:
    """Return whether a line continues the title that the lines above it may be."""
    above = group[-1]
    return (
        abs(line_type(line) - line_type(above)) <= SAME_TYPE
        and 0 <= above.bottom - line.bottom <= TITLE_PITCH * line_type(line)
        and line.left < above.right
        and line.right > above.left
        and (line.bold == above.bold or line_type(line) >= MUCH_LARGER * page.size)
        and (len(group) > MOST_LINES or not _names_authors(page, above, line))
    )


def _names_authors(page: FirstPage, above: PdfLine, line: PdfLine) -> bool:
    """Return whether a line names authors: words of a title look like names, but have no initials and no gap above."""
    names, _ = read_names(line)
    if above.text.isupper() and not line.text.isupper():
        return bool(names)
    initial, apart = INITIAL.search(line.text), above.bottom - line.bottom > NAMES_PITCH * line_type(line)
    if line_type(line) >= LARGER * page.size:
        return len(names) > 1 and initial is not None
    return len(names) > 1 or (bool(names) and (initial is not None or apart))


def _is_label(said: str) -> bool:
    """Return whether a line is no title but a label, whose letters may be set apart: R E VI E W."""
    return any(NO_TITLE.fullmatch(between.join(said.split())) for between in (" ", ""))


def _may_be_title(page: FirstPage, group: Sequence[PdfLine]) -> bool:
    text = " ".join(" ".join(line.text for line in group).split())
    bottom, top = page.lines[-1].bottom, page.lines[0].top
    high = group[0].top >= bottom + HIGHEST * (top - bottom)
    letters = sum(map(str.isalpha, text))
    wordy = len(text.split()) > 1 or letters > 2 * len("title")
    sentences = len(text.split()) > MOST_IN_SENTENCE and text.endswith(".")
    fits = len(text) <= LONGEST_TITLE and len(group) <= MOST_LINES and 2 * letters > len(text) and not sentences
    journal = re.compile(rf"{re.escape(text)}[\s,]+(?:vol\S*\s+)?\d{{1,4}}\W{{1,3}}{YEAR}", re.IGNORECASE)
    is_journal = any(journal.match(line.text) for line in (*page.edges, *page.lines))
    return high and wordy and letters > 3 and fits and not _is_label(text) and not is_journal


# -- year, journal ----------------------------------------------------------------------------------------------------


def _find_year(
    page: FirstPage, title: Sequence[PdfLine], authors: set[str], created: str, latest_cited: int
) -> tuple[str, Evidence | None]:
    """Return the day or year in which the work came out, and where it says so."""
    turned = sorted((line for line in page.edges if line.turned and line.page == 0), key=lambda line: line.bottom)
    margins = [" ".join(line.text for line in turned), *(line.text for line in page.margins(title))]
    dated = _first_year(DATED, margins)
    found = _own_citation(margins, title, authors)
    found = found or _first_year(AT_EDGES, [line.text for line in page.above(title)])
    found = found or dated or _first_year((*STATED, *AT_EDGES), margins, latest_cited - EARLIER)
    if found:
        year, said, _ = dated if dated and dated[0] == found[0] else found
        day = _iso_day(dated[2]) if dated and dated[0] == year else ""
        return day or year, Evidence("published", "page", clean_line(said).strip(), page.label)
    made = re.match(rf"D:({BARE})", created) or re.search(rf"({YEAR})$", created)
    if made and latest_cited and latest_cited <= int(made[1]) <= latest_cited + LATEST:
        return made[1], Evidence("published", "pdf", created)
    return "", None


Found = tuple[str, str, str]  # a year, the line that states it, and what that line says from there on


def _own_citation(margins: Sequence[str], title: Sequence[PdfLine], authors: set[str]) -> Found | None:
    """Return the year on the line that tells how to cite the work: an author, then another or its title."""
    begins = fold_line(" ".join(line.text for line in title))[:BEGINNING]
    for at, line in enumerate(margins):
        said, year = fold_line(line), re.search(YEAR, line)
        if CITED.search(line):
            longer = (" ".join(margins[at : at + count]) for count in range(1, CITATION + 1))
            whole = next((each for each in longer if re.search(YEAR, each)), "")
            if any(name in fold_line(whole) for name in authors):
                return re.findall(YEAR, whole)[0], whole, ""
        titled = bool(begins) and begins in fold_line(" ".join(margins[at : at + 2]))
        known = titled or sum(name in said for name in authors) > 1
        if year and known and said.startswith(tuple(authors)):
            return year[0], line, ""
    return None


def _first_year(patterns: Iterable[re.Pattern[str]], texts: Sequence[str], earliest: int = 0) -> Found | None:
    """Return the first year of a form, the surest form first; one before the `earliest` is of something else."""
    found = ((match, text) for pattern in patterns for text in texts if (match := pattern.search(text)))
    for match, text in found:
        first = re.match(YEAR, match[0])  # before the volume; pages may look like years
        years = re.findall(rf"\(({BARE})\)", match[0]) or re.findall(YEAR, match[0])
        if int(year := first[0] if first else years[-1]) >= earliest:
            return year, text, text[match.start() :]
    return None


def _iso_day(said: str) -> str:
    """Return the first day in a text; "" if it has none that the calendar has."""
    days = sorted((found for form in DATES if (found := re.search(form, said))), key=lambda found: found.start())
    for day, month, year in (found.group("day", "month", "year") for found in days[:1]):
        number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
        with suppress(ValueError):
            return date(int(year), number, int(day)).isoformat()
    return ""


def _find_journal(page: FirstPage, title: Sequence[PdfLine], subject: str) -> tuple[str, list[PdfLine]]:
    """Return the journal or the proceedings, and the line that names it, if one does."""
    margins = page.margins(title)
    for above, line, below in zip([None, *margins], margins, [*margins[1:], None], strict=False):
        text = page.words.join([line])[0]
        if PROCEEDINGS.match(text):
            goes_on = below is not None and text[-1:] in "-," and abs(line.bottom - below.bottom) < 2 * line.size
            whole = PROCEEDINGS.match(page.words.join([line, below])[0] if goes_on and below else text)
            return (whole["name"].strip() if whole else text), [line]
        found = JOURNAL.match(text) if re.search(YEAR, text) else None
        if found and not NO_JOURNAL.match(found["name"]) and not is_name(found["name"]):
            return found["name"].strip(" ,.;:"), [line]
        near = above is not None and abs(above.bottom - line.bottom) < 2 * line.size
        if above is not None and near and VOLUME.match(text) and len(above.text) < 90:
            return " ".join(above.text.split()), [above]
    if page.says(subject) and not re.search(r"\d{3}", subject):
        return subject, [line for line in page.lines if fold_line(line.text) in fold_line(subject)][:1]
    return "", []
