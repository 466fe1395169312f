"""A draft with a footnote for each quotation."""

import html
import re
from dataclasses import replace
from typing import get_args

import pytest
from markdown_it import MarkdownIt

from reader.export.checked_draft import footnote, to_annotated_html, to_annotated_markdown
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.verification import Citation, CitationResult, Difference, Frame
from reader.verification.quotations import find_draft_quotations, mark_blocks, unmark_analysis
from reader.verification.source_text import SourceText
from reader.verification.verdict import AnalyzedDraft, CheckedDraft, check_draft
from tests.fixtures.golden import check_golden
from tests.verification.drafts import HARBOUR, analysis_of, checked

DRAFT = """# The *Quay*

“We were not told until Friday … would stop running in May,” **Maria Ortiz** said. See [the plan](https://example.org/plan).

- “The budget was clear to nobody who can read,” Tom Ray said.
- Here `code *is*` kept, 100% of it.

> A harbour is a promise.
>
> — Wang Yi Wei

> A lighthouse is a promise, and nobody in this town has kept it since the war.

***

```python
print("“We were not told”")
```

1) “The council of Leith voted for the new quay on Friday,” John Hill said.
"""


def harbour() -> SourceText:
    article = read_plain(HARBOUR, "https://example.org/harbour")
    return SourceText(article.source, replace(article, author=("Ann Lee",), published="2026-03-02"), "article")


def annotated(markdown: str = DRAFT) -> CheckedDraft:
    return checked(markdown, [harbour()])


def test_the_golden_draft() -> None:
    check_golden("checked_draft.md", to_annotated_markdown(annotated()))


def test_the_text_of_the_draft_is_the_same() -> None:
    draft = annotated()
    made = to_annotated_markdown(draft).partition("***\n\n")[2].partition("[^1]:")[0]
    for number in range(1, len(draft.checks) + 1):
        assert made.count(f"[^{number}]") == 1
        made = made.replace(f"[^{number}]", "")
    again = read_markdown(made, "draft.md")
    assert again.text.split() == draft.draft.article.text.split()
    assert [(mark.kind, mark.span.of(again.text)) for mark in again.marks] == [
        (mark.kind, mark.span.of(draft.draft.article.text)) for mark in draft.draft.article.marks
    ]


def test_what_was_accepted_or_is_not_chosen_needs_nobody() -> None:
    draft = annotated()
    second = draft.checks[1].quotation.span
    made = to_annotated_markdown(replace(draft, accepted=frozenset({second})))
    assert made.startswith("**2 of 5 quotations need you**\n\n- ✗ missing")
    assert "[^2]: ✓ **altered" in made
    chosen = replace(draft, chosen=frozenset({"missing", "adapted"}))
    assert [check.words for check in chosen.told] == ["adapted", "missing"]
    assert [check.words for check in chosen.by_need] == ["missing", "adapted"]
    assert to_annotated_markdown(chosen).startswith("**3 of 5 quotations need you**\n\n- ✗ missing")


def test_a_draft_without_quotations_is_only_itself() -> None:
    assert to_annotated_markdown(annotated("Nothing.\n")) == "Nothing.\n"


def test_hostile_words_in_a_source_do_nothing() -> None:
    text = "<b>Title</b>\n\n“We [saw](javascript:x) *nothing* of it in the dark,” said Ann Lee.\n"
    source = SourceText("/bad`.txt", read_plain(text, "/bad`.txt"), "bad")
    draft = checked("“We saw nothing of it in the darkness,” said Ann Lee.", [source])
    made = MarkdownIt().render(to_annotated_markdown(draft))
    assert "<b>" not in made
    assert "<em>nothing" not in made
    assert 'href="javascript' not in made
    page = to_annotated_html(draft)
    assert "<b>Title" not in page


def test_the_page_has_a_card_for_each_quotation() -> None:
    draft = annotated()
    page = to_annotated_html(draft)
    assert page == to_annotated_html(annotated())
    assert page.count('<aside class="note') == len(draft.checks) + len(("what needs somebody", "the sources"))
    assert page.count("#complaint") == 3 + 1  # with the filter
    assert "3 of 5 quotations need you" in page
    assert "altered, same speaker" in page
    assert 'href="https://example.org/harbour#:~:text=' in page
    words = {n: re.findall(rf'<mark class="exact" data-note="{n}"[^>]*>(.*?)</mark>', page) for n in range(1, 6)}
    assert {n: html.unescape(re.sub("<.*?>", "", " ".join(found))) for n, found in words.items()} == {
        n: check.quotation.span.of(draft.draft.article.text) for n, check in enumerate(draft.checks, 1)
    }
    assert "No longer found" not in page, "the other two cards are on the whole text"


@pytest.mark.parametrize(
    "quoted", ["“A harbour is a promise,”", '"A harbour is a promise,"', "«A harbour is a promise»,"]
)
def test_a_reference_follows_the_closing_mark(quoted: str) -> None:
    made = to_annotated_markdown(annotated(f"{quoted} said Wang Yiwei."))
    assert f"***\n\n{quoted[:-1] if quoted.endswith('»,') else quoted}[^1]" in made


def test_lines_of_a_plain_draft_stay_lines() -> None:
    article = read_plain("Title\n\nOne “harbour is a promise” line\n# second line\n")
    marked = mark_blocks(article)
    made = analysis_of(SourceText("draft", marked.article))
    quotations = find_draft_quotations(marked, made)
    draft = check_draft(quotations, AnalyzedDraft(article, unmark_analysis(marked, made)), [harbour()], analysis_of)
    assert "line  \n\\# second line" in to_annotated_markdown(draft)


LIKE_MARKDOWN = (
    *("# no heading", "1. no item", "1) none", "+ none", "a *b* _c_ d", "[x](y)", "<b>no tag</b>", "`no code`", "~~~"),
    *("=== no line", "#tag", "a\\b", "&amp;", "a | b", "![x](y)"),
)


@pytest.mark.parametrize("words", LIKE_MARKDOWN)
def test_words_that_look_like_markdown_stay_words(words: str) -> None:
    text = f"The Vote\n\nIt rained all day.\n\n{words} in the whole town of Leith.\nAnd more of it.\n"
    article = read_plain(text)
    draft = CheckedDraft(AnalyzedDraft(article, analysis_of(harbour())), (), {})
    again = read_markdown(to_annotated_markdown(draft), "draft.md")
    assert again.text.split() == article.text.split()
    assert again.marks == ()
    assert [block.kind for block in again.blocks] == [block.kind for block in article.blocks]


@pytest.mark.parametrize("words", LIKE_MARKDOWN)
def test_words_after_a_mark_that_look_like_markdown_stay_words(words: str) -> None:
    escaped = "".join(f"\\{sign}" if sign in "#*_[]<>`~=|&!\\-+.()" else sign for sign in words)
    article = read_markdown(f"**Nobody** {escaped} and *then* {escaped}.\n", "draft.md")
    draft = CheckedDraft(AnalyzedDraft(article, analysis_of(harbour())), (), {})
    again = read_markdown(to_annotated_markdown(draft), "draft.md")
    assert again.text == article.text == f"Nobody {words} and then {words}."
    assert again.marks == article.marks


def test_two_marks_on_one_span_are_closed_in_the_order_in_which_they_were_opened() -> None:
    article = read_markdown("***Nobody*** came.\n", "draft.md")
    assert len({mark.span for mark in article.marks}) == 1 < len(article.marks)
    made = to_annotated_markdown(CheckedDraft(AnalyzedDraft(article, analysis_of(harbour())), (), {}))
    assert read_markdown(made, "draft.md").marks == article.marks
    linked = read_markdown("**[Nobody](https://example.org)** came.\n", "draft.md")
    for marks in (linked.marks, linked.marks[::-1]):
        draft = AnalyzedDraft(replace(linked, marks=marks), analysis_of(harbour()))
        made = to_annotated_markdown(CheckedDraft(draft, (), {}))
        assert set(read_markdown(made, "draft.md").marks) == set(linked.marks)


def test_a_footnote_says_where_the_words_are_and_what_is_wrong_with_them() -> None:
    """Each part of a footnote, from drafts that cite rightly and wrongly, and with a passage that must not be used."""
    draft = annotated("“A harbour is a promise,” said Tom Ray.\n")
    (check,) = draft.checks
    assert check.place is not None
    lines = []
    for result in (None, *get_args(CitationResult)):
        citation = result and Citation("the *plan*", result)
        for restriction in ("", "off the record"):
            for words in ("verbatim", "adapted", "altered"):
                differing = (Difference("A harbor", "A harbour", False),) if words == "altered" else ()
                place = replace(check.place, restriction=restriction, differences=differing)
                changed = replace(check, words=words, place=place, citation=citation, remarks=("a *remark*",))
                lines.append(footnote(draft, changed))
    frame = Frame("denied", True, "Nobody says that", Span(0, 16))
    lines.append(footnote(draft, replace(check, place=replace(check.place, frame=frame))))
    lines.append(footnote(draft, replace(check, words="missing", attribution=None, place=None)))
    local = replace(
        harbour(), article=replace(harbour().article, source="/news/harbour.txt", title="", author=(), published="")
    )
    beside = replace(draft, sources={check.place.source: local})
    lines += [footnote(beside, check, web_only=web_only) for web_only in (False, True)]
    check_golden("footnotes.md", "\n".join(lines) + "\n")
