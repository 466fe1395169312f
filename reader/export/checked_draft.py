"""A draft with a footnote for each of its quotations, as Markdown or as one HTML page; the verdicts as JSON objects.

The footnote says the verdict, the title, author and date of the source with a link to the passage, and the original
words where they differ: what a fact-checker's desk asks for. The draft is rendered from its text, so that any format
can be annotated; Markdown comes out with the same words and marks, not with the same characters.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import asdict

from reader.anchoring import Placement, describe
from reader.annotations.notes import Note, NoteRevision, Tags
from reader.document.article import Article, Block, Mark
from reader.document.segments import sentence_at
from reader.export.export_data import ExportData, speaker_object
from reader.export.html import to_html
from reader.export.links import BackLinks, is_web_address
from reader.export.markdown import ANYWHERE, escape_line, escape_markdown, passage_text
from reader.sources.detect import is_url
from reader.system.paths import short_path
from reader.text.format import UNTITLED
from reader.text.sanitize import clean
from reader.text.span import Span
from reader.verification import SIGNS, Check, Place, Standing, in_context
from reader.verification.quotations import CLOSING
from reader.verification.source_text import SourceText
from reader.verification.verdict import CheckedDraft

WRAPPERS = {"strong": ("**", "**"), "emphasis": ("*", "*"), "strike": ("~~", "~~"), "code": ("`", "`")}

COLOURS: dict[Standing, str] = {"fine": "green", "doubtful": "yellow", "complaint": "pink"}

LONGEST = 400  # characters of the sentences of a source that a verdict shows: what fits a footnote

WORD = re.compile(r"\w+")

IN_LIST = 100  # characters of a quotation in the list of those that need somebody: about a line


def footnote(checked: CheckedDraft, check: Check, *, web_only: bool = False) -> str:
    """Return the footnote of a quotation as one line of Markdown; `web_only`, without links to files."""
    parts = [f"{SIGNS[checked.standing(check)]} **{escape_markdown(check.verdict)}**"]
    place = check.place
    if place is not None:
        article = checked.sources[place.source].article
        cited = [f"*{escape_markdown(article.title or UNTITLED)}*", escape_markdown(" and ".join(article.author))]
        where = BackLinks(article).place(place.span)
        linked = is_web_address(article.source) or not web_only
        cited += [escape_markdown(article.published), where.markdown if linked else escape_markdown(where.words)]
        parts.append(", ".join(filter(None, cited)))
        parts += source_words(check, place, article)
    if check.citation is not None and check.citation.result != "same":
        parts.append(escape_markdown(check.citation.words))
    parts += map(escape_markdown, check.remarks)
    return " · ".join(parts)


def source_words(check: Check, place: Place, article: Article) -> Iterator[str]:
    """Yield the source's words where they matter, unless they are restricted: the draft is handed on."""
    if check.restriction:
        return
    if place.frame is not None and not place.words_only:
        yield f"in the source: “{with_bold(in_context(place.text, place.span, place.frame))}”"
    elif check.words == "altered":
        yield f"draft: “{with_bold((each.draft, not each.equal) for each in place.differences)}”"
        yield f"source: “{with_bold((each.source, not each.equal) for each in place.differences)}”"
    elif WORD.findall(whole := around(article, place)) != WORD.findall(place.text) or check.words == "adapted":
        yield f"in the source: {escape_markdown(whole)}"


def with_bold(pieces: Iterable[tuple[str, bool]]) -> str:
    """Return pieces of a passage as Markdown, those that matter in bold."""
    words = ((escape_markdown(" ".join(text.split())), bold) for text, bold in pieces)
    return " ".join(f"**{text}**" if bold else text for text, bold in words if text)


def around(article: Article, place: Place) -> str:
    """Return the sentences of a source that a passage stands in; the passage alone if they are long or restricted."""
    span = place.span if place.words_only else sentences_around(article, place)
    return place.text if span == place.span else " ".join(passage_text(article, span).split())


def sentences_around(article: Article, place: Place) -> Span:
    """Return the sentences that a passage and what was cut off stand in; the words alone if they are long."""
    span = place.span if place.frame is None else place.span.joined(place.frame.span)
    first, last = (sentence_at(article, at) for at in (span.start, span.end - 1))
    whole = Span(first.start, max(last.end, span.end))
    return whole if len(whole) <= LONGEST else span


def need_line(checked: CheckedDraft, check: Check) -> str:
    words = " ".join(check.text.split())
    shown = words if len(words) <= IN_LIST else f"{words[:IN_LIST].rsplit(None, 1)[0]} …"
    at = checked.draft.article.paragraph_number(check.quotation.span.start)
    return f"{SIGNS[check.standing]} {escape_markdown(f'{check.verdict}: “{shown}”')} · ¶ {at}"


def report(checked: CheckedDraft, *, web_only: bool = False) -> tuple[str, str]:
    """Return what stands above and below a checked draft, as Markdown: what needs somebody, and the sources.

    `web_only`, without the paths of files.
    """
    needed = [need_line(checked, check) for check in checked.by_need if checked.standing(check) != "fine"]
    above = "\n\n".join(filter(None, [f"**{checked.headline}**", "\n".join(f"- {line}" for line in needed)]))
    facts = []
    for source in checked.found_in:
        article = source.article
        place = short_path(article.source) if is_web_address(article.source) or not web_only else ""
        cited = [article.title or UNTITLED, *article.author, article.published, place]
        facts.append(f"- {escape_markdown(', '.join(filter(None, cited)))} · sha256 `{article.sha256}`")
    return above, "\n".join(["**Sources**", "", *facts]) if facts else ""


def to_annotated_markdown(checked: CheckedDraft) -> str:
    """Return the draft as Markdown with a footnote for each quotation, below what needs somebody."""
    if not checked.checks:
        return annotated_text(checked)
    above, below = report(checked)
    return "\n\n".join(filter(None, [above, "***", annotated_text(checked).rstrip("\n"), below])) + "\n"


def annotated_text(checked: CheckedDraft) -> str:
    article = checked.draft.article
    references: defaultdict[int, list[str]] = defaultdict(list)
    for number, check in enumerate(checked.told, 1):
        references[end_of_quotation(article, check)].append(f"[^{number}]")
    text, before = "", ""
    for block in article.blocks:
        if block.role != "repeat":
            joint = "\n>\n" if before == block.kind == "quotation" else "\n\n" if text else ""
            text, before = f"{text}{joint}{render_block(article, block, references)}", block.kind
    notes = (f"\n\n[^{number}]: {footnote(checked, check)}" for number, check in enumerate(checked.told, 1))
    return "".join([text, *notes, "\n"])


def end_of_quotation(article: Article, check: Check) -> int:
    """Return the offset after the closing quotation mark of a quotation."""
    end = check.quotation.span.end
    while check.quotation.kind == "direct" and article.text[end : end + 1] and article.text[end] in CLOSING:
        end += 1
    return end


def render_block(article: Article, block: Block, references: dict[int, list[str]]) -> str:
    if block.kind == "rule":
        return "---"
    if block.kind in ("code", "table"):
        fence = "````"
        return f"{fence}{block.language}\n{clean(block.span.of(article.text))}\n{fence}"
    lines = "".join(render_words(article, block, references)).strip().split("\n")
    match block.kind:
        case "heading":
            return f"{'#' * max(1, block.level)} {' '.join(lines)}"
        case "quotation":
            return "\n".join(f"> {line}" for line in lines)
        case "item":
            sign = block.prefix.strip()
            indent = " " * (len(block.prefix) - len(block.prefix.lstrip()))
            return f"{indent}{sign if sign[:1].isdigit() else '-'} {' '.join(lines)}"
    return "  \n".join(lines)


def render_words(article: Article, block: Block, references: dict[int, list[str]]) -> Iterator[str]:
    """Yield the text of a block in pieces: escaped, with its marks and the references to footnotes."""
    start, end = block.span.start, block.span.end
    marks = [mark for mark in article.marks if block.span.holds(mark.span) and len(mark.span)]
    ends = {offset for offset in references if start < offset <= end}
    borders = sorted({start, end, *ends, *(edge for mark in marks for edge in (mark.span.start, mark.span.end))})
    for at, after in zip(borders, [*borders[1:], end], strict=True):
        closing = sorted((mark for mark in marks[::-1] if mark.span.end == at), key=lambda mark: -mark.span.start)
        yield from (wrapper(mark)[1] for mark in closing)
        yield from references.get(at, ()) if at in ends else ()
        opening = sorted((mark for mark in marks if mark.span.start == at), key=lambda mark: -mark.span.end)
        yield from (wrapper(mark)[0] for mark in opening)
        words = clean(article.text[at:after])
        in_code = any(mark.kind == "code" and mark.span.holds(Span(at, after)) for mark in marks)
        yield words if in_code else escape_piece(words.replace("\n", " ") if block.reflow else words, first=at == start)


def escape_piece(words: str, *, first: bool) -> str:
    """Escape a piece of a block, whose `first` piece begins a line."""
    begun, *lines = words.split("\n")
    begun = escape_line(begun) if first else ANYWHERE.sub(r"\\\g<0>", begun)
    return "\n".join([begun, *map(escape_line, lines)])


def wrapper(mark: Mark) -> tuple[str, str]:
    """Return the Markdown before and after a mark."""
    if mark.kind in ("link", "picture"):
        return ("![" if mark.kind == "picture" else "["), f"](<{clean(mark.href)}>)"
    return WRAPPERS[mark.kind]


def to_annotated_html(checked: CheckedDraft) -> str:
    """Return the draft as one HTML page with the verdicts in the margin."""
    article = checked.draft.article
    notes = [margin_note(checked, number) for number in range(len(checked.told))]
    if notes:
        parts = filter(None, report(checked, web_only=True))
        notes += [make_note(article, f"report-{number}", words, ()) for number, words in enumerate(parts)]
    return to_html(ExportData(article, article.text_id, checked.draft.analysis, tuple(notes)).without_findings())


def margin_note(checked: CheckedDraft, number: int) -> Note:
    """Return a verdict as a note on its quotation, with tags by which the page filters."""
    check = checked.told[number]
    text = footnote(checked, check, web_only=True).replace(" · ", "\n\n")
    tags = (checked.standing(check), check.words)
    article, span = checked.draft.article, check.quotation.span
    return make_note(article, f"check-{number + 1}", text, tags, span, COLOURS[checked.standing(check)])


def make_note(article: Article, own_id: str, text: str, tags: Tags, span: Span | None = None, color: str = "") -> Note:
    """Return a note of a page; it has no date, so that the same input makes the same page."""
    anchor = None if span is None else describe(article.text, span)
    revision = NoteRevision("", None, "", text, tags, anchor, color).sealed()
    placement = None if span is None else Placement(span, "exact")
    return Note(own_id, article.text_id, article.sha256, (revision,), placement=placement)


def check_objects(checked: CheckedDraft) -> list[dict[str, object]]:
    """Return the verdicts as `reader verify --json` prints them, in text order."""
    return [check_object(checked, check) for check in checked.told]


def check_object(checked: CheckedDraft, check: Check) -> dict[str, object]:
    place, span, frame = check.place, check.quotation.span, check.frame
    return {
        **asdict(span),
        "text": check.text,
        "speaker": speaker_object(check.quotation.speaker),
        "words": check.words,
        "attribution": check.attribution,
        "diff": list(map(asdict, place.differences)) if place and place.differences else None,
        "confidence": check.confidence,
        "frame": frame and {"kind": frame.kind, "certain": frame.certain, "text": frame.text, **asdict(frame.span)},
        "citation": asdict(check.citation) if check.citation else None,
        "restriction": check.restriction or None,
        "remarks": list(check.remarks),
        "source": passage_fields(place, checked.sources[place.source]) if place else None,
        "others": [place_fields(other, checked.sources[other.source]) for other in check.others],
        **({"partial": True} if check.is_partial else {}),
        "nearest": place_fields(check.nearest, checked.sources[check.nearest.source]) if check.nearest else None,
    }


def passage_fields(place: Place, source: SourceText) -> dict[str, object]:
    """Return the fields of the best place, with the sentences that it stands in, and what was cut off."""
    whole = sentences_around(source.article, place)
    return place_fields(place, source) | {"sentences": {**asdict(whole), "text": whole.of(source.article.text)}}


def place_fields(place: Place, source: SourceText) -> dict[str, object]:
    article = source.article
    return {
        "url" if is_url(article.source) else "path": article.source,
        "article": source.article_id,
        "title": article.title,
        **asdict(place.span),
        "text": place.text,
        "speaker": speaker_object(place.speaker),
        "paragraph": place.paragraph,
        "page": place.page or None,
        **({"outside": True} if place.outside else {}),
    }
