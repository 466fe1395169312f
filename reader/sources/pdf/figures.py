"""The words within figures: labels of axes, ticks, legends and boxes, which are no text and no headings.

A figure ends with its caption, so what stands above a caption on its page is looked at from there upwards, as long as
it is in short pieces. It becomes furniture: shown dimmed, in no outline, and nobody looks for names in it. Pitfall: a
table may stand above the caption of a figure, and the heading of a section above the figure.
"""

import re
from collections.abc import Iterator, Sequence

from reader.sources.pdf.lines import PdfLine
from reader.sources.pdf.paragraphs import OTHER_SIZE, PdfParagraph, Typography
from reader.sources.plain.line_patterns import ends_sentence

TABLE = re.compile(r"(?:supplementary )?(?:tab|таб|box)", re.IGNORECASE)  # what a caption of no figure begins with
LABEL, WORDS = 60, 4  # maximum characters of a line in a figure, and words of one in the letters of the text
FEWEST = 3  # lines that show that something is a figure: above a caption also an equation may stand
WORD = re.compile(r"[^\W\d_]{2,}")
ADDRESS = re.compile(r"@|://")  # of an author or in a footnote


def mark_figures(paragraphs: Sequence[PdfParagraph], setting: Typography) -> None:
    """Make what stands within figures furniture."""
    for number, caption in enumerate(paragraphs):
        if caption.kind == "caption" and not TABLE.match(caption.lines[0].text):
            inside = list(_inside(paragraphs, number, setting))
            if sum(len(each.lines) for each in inside) >= FEWEST:
                for each in inside:
                    each.kind = "furniture"


def _inside(paragraphs: Sequence[PdfParagraph], caption: int, setting: Typography) -> Iterator[PdfParagraph]:
    """Yield the paragraphs above a caption that are pieces of its figure, from the last one up."""
    page, waiting = paragraphs[caption].lines[0].page, list[PdfParagraph]()
    for above in reversed(paragraphs[:caption]):
        if above.last.page != page or above.kind not in ("text", "item", "heading", "table"):
            return
        if not all(_is_label(line, setting) for line in above.lines):
            return
        waiting.append(above)
        if above.kind in ("text", "item") or not any(WORD.search(line.text) for line in above.lines):
            yield from waiting  # else with nothing of the figure above it is the heading of a section, or a table
            waiting.clear()


def _is_label(line: PdfLine, setting: Typography) -> bool:
    words = line.text.split()
    is_other = bool(line.em) and abs(line.em - setting.em) > OTHER_SIZE * setting.em
    brief = len(words) <= WORDS or 2 * len(WORD.findall(line.text)) <= len(words)
    return (
        len(line.text) <= LABEL
        and not ADDRESS.search(line.text)
        and not ends_sentence(line.text)
        and (is_other or brief)
    )
