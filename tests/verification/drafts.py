"""Check small drafts against small sources, by the rules."""

from collections.abc import Iterable
from functools import cache

from reader.analysis import Analysis
from reader.analysis.engine import analyze
from reader.document.article import Article
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.verification import Check, DraftQuotation
from reader.verification.quotations import find_draft_quotations, mark_blocks, unmark_analysis
from reader.verification.source_text import SourceText
from reader.verification.verdict import AnalyzedDraft, CheckedDraft, check_draft

HARBOUR = """The Harbour Vote

The council of Leith voted for the new quay on Friday, after four hours of debate.

“We were not told until Friday that the old ferry would stop running in May,” Maria Ortiz said. “Nobody called us, and
nobody wrote.”

“The budget,” said Tom Ray, the head of the port, “was clear to everybody who can read.” He counted 43 ferries a day.

Wang Yiwei of Renmin University was not surprised. “A harbour is a promise,” he said.
"""


def source(text: str, key: str = "/harbour.txt") -> SourceText:
    return SourceText(key, read_plain(text, key), "article")


@cache
def analysis_of(text: SourceText) -> Analysis:
    marked = mark_blocks(text.article)
    return unmark_analysis(marked, analyze(marked.article, "rules"))


def quotations(markdown: str, *, indirect: bool = False) -> tuple[Article, list[DraftQuotation]]:
    """Return a draft and its quotations."""
    draft = read_markdown(markdown, "draft.md")
    marked = mark_blocks(draft)
    return draft, find_draft_quotations(marked, analyze(marked.article, "rules"), indirect=indirect)


def checked(
    markdown: str, sources: Iterable[SourceText], *, indirect: bool = False, path: str = "draft.md"
) -> CheckedDraft:
    """Return a draft with its verdicts."""
    draft = read_markdown(markdown, path)
    marked = mark_blocks(draft)
    made = analyze(marked.article, "rules")
    found = find_draft_quotations(marked, made, indirect=indirect)
    return check_draft(found, AnalyzedDraft(draft, unmark_analysis(marked, made)), sources, analysis_of)


def check_of(markdown: str, *sources: str, indirect: bool = False) -> Check:
    """Return the only verdict on a draft."""
    texts = [source(text, f"/{number}.txt") for number, text in enumerate(sources or (HARBOUR,))]
    (check,) = checked(markdown, texts, indirect=indirect).checks
    return check
