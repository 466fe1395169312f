"""What the first page says of the work: title, authors and their places of work, journal, DOI and year.

Each fact has its place, the words of a line, or is not given. The title is the largest type that is no label and no
name of a journal; authors stand between it and the abstract, all in the type of the first. The file's own data counts
only where the page has the same words. Pitfall: places of work and cities look like names, so a line with words of an
institution is none of authors, and what follows in other type neither.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reader.document.article import Evidence
from reader.sources.pdf.dehyphenate import Dehyphenator
from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import Typography
from reader.text.format import fold_line
from reader.text.sanitize import clean_line

LARGER = 1.08
"""Letters of a title relative to those of the text; in a smaller one it is bold, or in capitals."""

LONGEST_TITLE, MOST_LINES = 400, 8
"""Characters and lines of a title; the longest of papers have half as many."""

MOST_IN_SENTENCE = 12
"""Words of a title that ends with a full stop; more are a sentence in large letters."""

HIGHEST = 0.35
"""The share of the page below which no title begins."""

NEAR_GROUPS = 5
"""Lines of other columns that may stand between two lines of a title."""

SAME_TYPE = 0.6
"""Points by which the letters of the lines of one title differ."""

TITLE_PITCH = 1.9
"""Distance of two lines of a title, in sizes of its letters, above which another line begins."""

NO_TITLE = re.compile(
    r"untitled.*|.*\.(?:docx?|odt|indd|tex|dvi|pdf|qxd|rtf|html?|p65|ps)|microsoft word.*|title|document\d*|\d[\d. -]*"
    r"|(?:original |research |review |full |short |regular |invited )*(?:research|article|paper|review|reports?"
    r"|communication|letters?|note|editorial|commentary|perspective|case report)s?(?: open access)?|open access"
    r"|abstract|contents|table of contents|full paper|technical report|working paper|discussion paper|preprint|draft"
    r"|isca archive|.*\bissn\b.*|https?:.*|www\..*|.*@.*|proceedings of .*|published by .*|vol(?:ume|\.).*"
    r"|(?:the )?(?:(?:european|american|british|international|annual|open|indian|chinese) )?journal of .*"
    r"|(?:\w+ ){0,4}(?:journal|letters|transactions|bulletin)|introduction|summary|acknowledge?ments?|references",
    re.IGNORECASE,
)
"""Titles that programs write, labels of kinds of articles, and names of journals."""

LABELS = frozenset(
    "review research researcharticle reviewarticle originalarticle originalresearch openaccess casereport editorial"
    " studyprotocol methodology shortreport commentary debate technicalnote article letter brief".split()
)
"""Labels without their spaces."""

WORDS = re.compile(r"[^\W\d_]{2,}[:,]?(?: [\w’'.,:;&()-]+){1,30}")
"""A title that a file may give where its first page has none."""

ABSTRACT = re.compile(
    r"(?:abstract|a b s t r a c t|summary|résumé|zusammenfassung|resumen|resumo|riassunto|sommario|аннотация|摘要"
    r"|synopsis|executive summary|(?:[1I]\.?\s+)?introduction|background|key ?words|index terms|categories and subject"
    r"|contents|article info)\b",
    re.IGNORECASE,
)
"""Where the text begins below the names."""

INSTITUTION = re.compile(
    r"\b(?:universit\w*|college|institut\w*|departe?ment\w*|dept|school|facult\w*|laborator\w*|labs?|cent(?:er|re|rum)"
    r"|hospital|clinic|academ\w+|division|research|inc|corp\w*|ltd|llc|gmbh|group|foundation|ministry|agency|society"
    r"|association|polytechnic\w*|technolog\w+|sciences?|engineering|medic\w+|avenue|p\.?\s?o\. ?box|usa|u\.s\.a|uk"
    r"|china|germany|france|japan|italy|india|canada|spain|australia|netherlands|switzerland|address\w*|correspond\w*"
    r"|e-?mail|tel|fax|received|accepted|editor\w*|published|copyright|license|version|student|professor"
    r"|google|microsoft|ibm|facebook|amazon|council|national|company|journal|conference|workshop|team"
    r"|abstract|article|paper|report|draft|preprint|open access|equal contribution|contribut\w+|authors?)\b"
    r"|@|https?:|www\.|\d{4}",
    re.IGNORECASE,
)
"""What only the lines of institutions and addresses have."""

NO_PLACE = re.compile(
    r"@|received|accepted|copyright|©|licen[cs]e|editor|correspond|published|http|doi:", re.IGNORECASE
)
"""What lines among those of institutions have that are none."""

MARKS = re.compile(
    r"\[[\d*†‡§,\s]*\]|[\d*∗†‡§¶#+$^∥‖⋆★⊥☆✉°¹²³⁴-⁹⁰ªᵃ-ᶻ]+"
    r"|\((?:\d|[a-z])(?:,\s*\w)*\)|(?<=[a-z])\s[a-d](?:,[a-d])*(?=\s*(?:,|$|;))"
)
"""The signs that lead from a name to a footnote or a place of work."""

END_MARK = re.compile(r"(?:\s*(?:\[[\d*†‡§]{1,3}\]|[*∗†‡§¶⋆★☆]))+$")
"""The sign of a footnote after a title."""

# Between two names; degrees; an initial without its space; before names; a word of a name.
BETWEEN = re.compile(r"\s*(?:[,;&•·|\n]|\s{3,}|\b(?:and|AND|And|und|et(?! al)|y|e|i)\b|(?<=\S)\s–\s)\s*")
DEGREES = re.compile(
    r",?\s*\b(?:Ph\.?\s?D|M\.?D|M\.?Sc|B\.?Sc|M\.?A|M\.?P\.?H|Dr|Prof|Jr|Sr|I{2,3}|R\.?N|FRCP"
    r"|MBBS|DPhil|Dipl\.?-?\w+)\b\.?"
)
SPACELESS = re.compile(r"\.(?=[^\W\d_])")
BY = re.compile(r"(?:by|von|par|por|authors?:?|edited by)\s+", re.IGNORECASE)
NAME_WORD = re.compile(r"[^\W\d_a-zß-öø-ÿ][\w’'`´¨ˆ˜ˇ˚-]*\.?(?:-[A-Z]\.)?|(?:[^\W\d_]\.-?){1,3}")
PARTICLES = frozenset(
    "von van de der den del della di da do dos das du la le el al bin ibn ben ten ter zu zur zum y e af av".split()
)
MOST_WORDS = 5
"""Words of a name."""

STATES = frozenset(
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA"
    " RI SC SD TN TX UT VT VA WA WV WI WY DC UK US".split()
)
"""The end of the name of a town, not of a person."""

MEMBER = re.compile(
    r",?\s*(?:(?:senior|student|life|associate)\s+)?(?:member|fellow)\b,?|,?\s*\b(?:IEEE|ACM|OSA|SPIE)\b", re.IGNORECASE
)
LETTER_MARKED = re.compile(r"([a-h])[^\W\d_a-z]")
"""A place of work after the raised letter of its authors, which nothing tells from others."""

DOI = re.compile(r"\b10\.\d{4,9}/[^\s\"<>{}|\[\]]*[^\s\"<>{}|.,;:)\[\]]")

UNRAISED = re.compile(r"\[(\d+)\]$")
"""Digits at the end of an identifier that seem raised."""

YEAR = r"(?:19[5-9]|20[0-4])\d"
MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
DATES = (
    rf"(?i)(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month>{MONTH}),?\s+(?P<year>{YEAR})",
    rf"(?i)(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>{YEAR})",
    rf"(?P<year>{YEAR})-(?P<month>\d\d)-(?P<day>\d\d)",
)

ISSUE = r"\bvol(?:ume)?\b|\bpp?\b|\d\s?\(\d+\)|\d+:\s?\w?\d+|\d[–-]\d"
"""Volume, pages, "12(3)", "14:1", "305–313"."""

STATED = (
    re.compile(rf"published(?: online)?\b.{{0,30}}?\b{YEAR}|(?:publication|issue) date.{{0,20}}{YEAR}", re.IGNORECASE),
    re.compile(rf"arxiv:.{{0,40}}{YEAR}", re.IGNORECASE),
    re.compile(rf"(?:©|\(c\)|copyright|\ufffdc)\D{{0,30}}?{YEAR}|\bc {YEAR}\b", re.IGNORECASE),
    re.compile(rf"(?i:{ISSUE}|\bno\b|\bissue\b|\bpages\b).*\b{YEAR}\b|\b{YEAR}\b.*(?i:{ISSUE}|\b\d+, \d+)"),
    re.compile(
        r"(?i)\b(?:proceedings|proc|conference|workshop|symposium|meeting|annual|acm|ieee|nips|icml|aaai|acl|osdi"
        rf"|to appear)\b.*{YEAR}"
    ),
    re.compile(rf"(?:accepted|received|revised|submitted).*{YEAR}", re.IGNORECASE),
    re.compile(rf"{MONTH}[\s\d,–-]*{YEAR}", re.IGNORECASE),
    re.compile(rf"10\.\d{{4,9}}/\S*?(?<!\d){YEAR}(?!\d)"),
    re.compile(rf"^\D{{0,60}}\(?{YEAR}\)?\W{{0,3}}$"),
)
"""How a page states its year, the surest first."""

DAYS = 2
"""How many of them tell the day on which a work came out; others tell that of a conference."""

LATEST = 3
"""Years after the latest work that it cites in which a paper may have come out, if only its file tells when."""


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """The facts of a first page; each is "" or empty if the page does not state it."""

    title: str = ""
    title_lines: tuple[PdfLine, ...] = ()
    author: tuple[str, ...] = ()
    author_lines: tuple[PdfLine, ...] = ()
    published: str = ""
    """A year, or a day as YYYY-MM-DD."""
    journal: str = ""
    doi: str = ""
    evidence: tuple[Evidence, ...] = ()


class FirstPage:
    """The first page with text, and what runs along the edges of the first pages."""

    def __init__(
        self, lines: Sequence[PdfLine], edges: Sequence[PdfLine], setting: Typography, words: Dehyphenator, label: str
    ) -> None:
        self.lines = sorted(lines, key=lambda line: (-round(line.bottom), line.left))
        self.edges = [*edges]
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
        """Return whether a word stands on the page."""
        return fold_line(word) in self._words

    def evidence(self, fact: str, lines: Sequence[PdfLine]) -> Evidence | None:
        """Return where the page states a fact; None if it is on no lines."""
        said = clean_line(" ".join(line.text for line in lines)).strip()
        return Evidence(fact, "page", said, self.label) if lines else None


def read_front_matter(page: FirstPage, metadata: Mapping[str, str], latest_cited: int) -> FrontMatter:
    """Return what `page` says; `metadata` is the file's own data, `latest_cited` the year of its latest reference."""
    declared = clean_line(metadata.get("Title", "")).strip()
    declared = "" if NO_TITLE.fullmatch(declared) else declared
    lines = _find_title(page, declared)
    title = END_MARK.sub("", clean_line(page.words.join(lines)[0])).strip()
    titled = page.evidence("title", lines)
    if not title and (page.says(declared) or WORDS.fullmatch(declared)):
        title, titled = declared, Evidence("title", "pdf", declared)
    names, author_lines, affiliations = _find_authors(page, lines) if lines else ((), (), ())
    by = page.evidence("author", author_lines)
    entered = clean_line(metadata.get("Author", "")).strip()
    written = tuple(name for part in BETWEEN.split(entered) if (name := _tidy(part)))
    on_page = all(" " in name and page.names(name.split()[-1]) for name in written)
    if written and on_page and set(map(_last, names)) <= set(map(_last, written)):
        names, by = written, Evidence("author", "pdf", entered)
    published, stated = _find_year(page, lines, metadata.get("CreationDate", ""), latest_cited)
    journal, named = _find_journal(page, lines, clean_line(metadata.get("Subject", "")).strip())
    dois = ((DOI.search(UNRAISED.sub(r"\1", line.text)), line) for line in (*page.edges, *page.lines))
    doi, doi_lines = next(((found[0], [line]) for found, line in dois if found), ("", []))
    places, site = page.evidence("affiliations", affiliations), page.evidence("site", named)
    evidence = filter(None, (titled, by, places, stated, site, page.evidence("doi", doi_lines)))
    return FrontMatter(title, tuple(lines), names, tuple(author_lines), published, journal, doi, tuple(evidence))


# -- title ------------------------------------------------------------------------------------------------------------


def _type(line: PdfLine) -> float:
    """Return the size of the type of a line."""
    return line.em if 0 < line.em < 4 * line.size else line.size


def _find_title(page: FirstPage, declared: str) -> list[PdfLine]:
    """Return the lines of the title: of the largest type, or those that the file names as its title."""
    groups = [group for group in _groups(page, page.lines) if _may_be_title(page, group)]
    for group in groups:
        said = fold_line(page.words.join(group)[0])
        if declared and (said in fold_line(declared) or fold_line(declared) in said):
            return group
    if large := [group for group in groups if _type(group[0]) >= LARGER * page.size]:
        return max(large, key=lambda group: (round(_type(group[0])), group[0].bottom))
    loud = [group for group in groups if all(line.bold or line.text.isupper() for line in group)]
    below = next((line.bottom for line in page.lines if ABSTRACT.match(line.text)), float("-inf"))
    return next((group for group in loud if group[0].bottom > below), [])


def _groups(page: FirstPage, lines: Iterable[PdfLine]) -> list[list[PdfLine]]:
    """Return lines of one type that stand below one another."""
    groups: list[list[PdfLine]] = []
    for line in lines:
        if line.filled or _is_label(line.text):
            continue
        group = next((group for group in reversed(groups[-NEAR_GROUPS:]) if _goes_on(page, group[-1], line)), None)
        if group is None:
            groups.append(group := [])
        group.append(line)
    return groups


def _goes_on(page: FirstPage, above: PdfLine, line: PdfLine) -> bool:
    """Return whether a line continues the title that the line above it may be."""
    return (
        abs(_type(line) - _type(above)) <= SAME_TYPE
        and 0 <= above.bottom - line.bottom <= TITLE_PITCH * _type(line)
        and line.left < above.right
        and line.right > above.left
        and (line.bold == above.bold or _type(line) >= LARGER * page.size)
    )


def _is_label(said: str) -> bool:
    """Return whether a line is no title but a label, whose letters may be set apart: R E VI E W."""
    words = " ".join(said.split())
    return NO_TITLE.fullmatch(words) is not None or words.replace(" ", "").casefold() in LABELS


def _may_be_title(page: FirstPage, group: Sequence[PdfLine]) -> bool:
    text = " ".join(" ".join(line.text for line in group).split())
    bottom, top = page.lines[-1].bottom, page.lines[0].top
    high = group[0].top >= bottom + HIGHEST * (top - bottom)
    letters = sum(map(str.isalpha, text))
    wordy = len(text.split()) > 1 or letters > 2 * len("title")
    sentences = len(text.split()) > MOST_IN_SENTENCE and text.endswith(".")
    fits = len(text) <= LONGEST_TITLE and len(group) <= MOST_LINES and 2 * letters > len(text) and not sentences
    return high and wordy and letters > 3 and fits and not _is_label(text)


# -- authors ----------------------------------------------------------------------------------------------------------


def _find_authors(page: FirstPage, title: Sequence[PdfLine]) -> tuple[tuple[str, ...], list[PdfLine], list[PdfLine]]:
    """Return the names below the title, their lines, and those of the places of work."""
    names: list[str] = []
    found: list[PdfLine] = []
    others: list[PdfLine] = []
    rest = ""
    below = list(_below_title(page, title))
    left = min(line.left for line in title)
    marks = "".join({mark[1] for line in below if (mark := LETTER_MARKED.match(line.text))})
    inner = [line for line in below if line.right > left]
    for line in below:
        if line.right <= left and not any(abs(line.bottom - each.bottom) < each.size / 2 for each in inner):
            continue  # beside the title and its authors
        same = not found or (
            abs(_type(line) - _type(found[0])) <= SAME_TYPE
            and (line.bold == found[0].bold or END_MARK.search(line.text) is not None)
        )
        here, half = _names(line, rest, marks) if same else ([], "")
        if here:
            names += here
            found.append(line)
        elif INSTITUTION.search(line.text) and not NO_PLACE.search(line.text):
            others.append(line)
        rest = half
    return tuple(dict.fromkeys(names)), found, others


def _below_title(page: FirstPage, title: Sequence[PdfLine]) -> Iterator[PdfLine]:
    """Yield the lines between the title and the text."""
    below = [line for line in page.lines if line.bottom < title[-1].bottom]
    for line, after in zip(below, [*below[1:], None], strict=False):
        if ABSTRACT.match(line.text) or (_is_prose(line) and (after is None or _is_prose(after))):
            return
        yield line


def _is_prose(line: PdfLine) -> bool:
    words = re.findall(r"[^\W\d_]+", line.text)
    small = sum(word.islower() and word not in PARTICLES and len(word) > 1 for word in words)
    return len(words) >= 6 and 2 * small > len(words) and not INSTITUTION.search(line.text)


def _names(line: PdfLine, rest: str, marks: str) -> tuple[list[str], str]:
    """Return the names on a line that has nothing else, and what may be the first half of one that goes on below.

    `marks` are letters that lead from names to places of work.
    """
    parts = [
        part.strip()
        for cell in line.cells or (line.text,)
        for part in BETWEEN.split(MARKS.sub(", ", MEMBER.sub("", BY.sub("", DEGREES.sub("", cell), count=1))))
        if sum(map(str.isalpha, part)) > 1
    ]
    if parts and rest:
        parts[0] = f"{rest} {parts[0]}"
    if marks and sum(part[-1] in marks for part in parts) > len(parts) / 2:
        parts = [part[:-1] if part[-1] in marks else part for part in parts]
    said = [name for part in parts for name in _pairs(SPACELESS.sub(". ", part))]
    full = [name for name in said if _is_name(name)]
    single = [name for name in said[:-1] if name not in full and len(full) > 1 and _is_single(name)]
    half = said[-1] if full and said[-1] not in full and _is_single(said[-1]) else ""
    if len(full) <= 2 * (len(said) - len(full) - len(single) - bool(half)):
        return [], ""
    return [_tidy(name) for name in said if name in full or name in single], half


def _is_single(name: str) -> bool:
    return len(name) > 3 and NAME_WORD.fullmatch(name) is not None and not INSTITUTION.search(name)


def _pairs(part: str) -> Iterator[str]:
    """Yield the names of a line that nothing but a space sets apart: of two words, or of three with an initial."""
    words = part.split()
    if len(words) <= 4 or not PARTICLES.isdisjoint(words):
        yield part
        return
    names: list[list[str]] = []
    while words:
        size = 3 if len(words) > 2 and len(words[1].rstrip(".")) == 1 else 2
        names.append(words[:size])
        words = words[size:]
    apart = set(map(len, names)) in ({2}, {2, 3})
    yield from map(" ".join, names) if apart else [part]


def _is_name(part: str) -> bool:
    words = part.split()
    if not 1 < len(words) <= MOST_WORDS or INSTITUTION.search(part) or words[-1] in STATES:
        return False
    named = [word for word in words if word not in PARTICLES]
    return len(named) > 1 and all(NAME_WORD.fullmatch(word) for word in named) and len(named[-1]) > 1


def _tidy(name: str) -> str:
    """Return a name with small letters after the first of each word."""
    junior = "." if name.endswith(" Jr.") else ""
    name = " ".join(MARKS.sub(" ", DEGREES.sub("", name)).split()).strip(" .,;") + junior
    shortest = 1 if name.isupper() and "." not in name else 2  # two capitals may be initials
    return " ".join(
        word.title() if word.isupper() and sum(map(str.isalpha, word)) > shortest and "." not in word else word
        for word in name.split()
        if word not in ("{et", "al.}", "et", "al", "al.")
    )


def _last(name: str) -> str:
    return fold_line(name.split()[-1])


# -- year, journal ----------------------------------------------------------------------------------------------------


def _margins(page: FirstPage, title: Sequence[PdfLine]) -> list[PdfLine]:
    """Return the lines that are neither text nor title: above and below it, at the edges, and in small letters."""
    names = list(_below_title(page, title)) if title else []
    top = title[0].bottom if title else float("inf")
    small = [line for line in page.lines if line.bottom > top or _type(line) < page.size - SAME_TYPE]
    margins = {id(line): line for line in (*page.edges, *small, *names, *page.lines[:3], *page.lines[-4:])}
    return [line for line in margins.values() if all(line is not each for each in title)]


def _find_year(
    page: FirstPage, title: Sequence[PdfLine], created: str, latest_cited: int
) -> tuple[str, Evidence | None]:
    """Return the day or year in which the work came out, and where it says so."""
    margins = _margins(page, title)
    turned = sorted((line for line in page.edges if line.turned and line.page == 0), key=lambda line: line.bottom)
    texts = [" ".join(line.text for line in turned), *(line.text for line in margins)]
    for number, pattern in enumerate(STATED):
        for text in texts:
            if found := pattern.search(text):
                days = (re.compile(date).search(text, found.start()) for date in DATES if number < DAYS)
                day = next((day for day in days if day and day.start() < found.end()), None)
                said = _iso_day(day) if day else re.findall(YEAR, found[0])[-1]
                return said, Evidence("published", "page", clean_line(text).strip(), page.label)
    made = re.match(rf"D:({YEAR})", created)
    if made and latest_cited and latest_cited <= int(made[1]) <= latest_cited + LATEST:
        return made[1], Evidence("published", "pdf", created)
    return "", None


def _iso_day(found: re.Match[str]) -> str:
    day, month, year = found.group("day", "month", "year")
    number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
    try:
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return year


NO_JOURNAL = re.compile(
    r"(?:volume|vol|no|issue|date|pages?|article|received|accepted|published|copyright|preprint|draft|by|spring|summer"
    r"|fall|autumn|winter)\b"
    rf"|{MONTH}\b|.*\b(?:universit|department|institute of)|[A-Z]+[’']$",
    re.IGNORECASE,
)

JOURNAL = re.compile(
    rf"(?:.*\bet al\.?\s*[,/]?\s+|in:?\s+)?(?P<name>[^\W\d_][^\d©|]{{3,90}}?)[\s,.:;|(]*"
    rf"(?:\(?{YEAR}\)?[\s,;:.]+\d|[Vv]ol(?:ume)?\b|\d{{1,4}}\s*[(:,]|\|)"
)
VOLUME = re.compile(rf"vol(?:ume|\.)\s*\d+.*{YEAR}", re.IGNORECASE)
PROCEEDINGS = re.compile(
    r"(?:.*\bin:?\s+)?(?P<name>(?:proceedings|proc\.) of [^()]{10,140}?)(?:[,(.]|$)", re.IGNORECASE
)


def _find_journal(page: FirstPage, title: Sequence[PdfLine], subject: str) -> tuple[str, list[PdfLine]]:
    """Return the journal or the proceedings, and the line that names it, if one does."""
    margins = _margins(page, title)
    for above, line, below in zip([None, *margins], margins, [*margins[1:], None], strict=False):
        text = page.words.join([line])[0]
        if PROCEEDINGS.match(text):
            goes_on = below is not None and text[-1:] in "-," and abs(line.bottom - below.bottom) < 2 * line.size
            whole = PROCEEDINGS.match(page.words.join([line, below])[0] if goes_on and below else text)
            return (whole["name"].strip() if whole else text), [line]
        found = JOURNAL.match(text) if re.search(YEAR, text) else None
        if found and not NO_JOURNAL.match(found["name"]) and not _is_name(found["name"]):
            return found["name"].strip(" ,.;:"), [line]
        near = above is not None and abs(above.bottom - line.bottom) < 2 * line.size
        if above is not None and near and VOLUME.match(text) and len(above.text) < 90:
            return " ".join(above.text.split()), [above]
    if page.says(subject) and not re.search(r"\d{3}", subject):
        return subject, [line for line in page.lines if fold_line(line.text) in fold_line(subject)][:1]
    return "", []
