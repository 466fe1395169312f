"""Limits of plain text and Markdown."""

import pytest

from reader.errors import SourceError
from reader.sources import limits
from reader.sources.limits import check_markdown, check_plain


def test_number_of_lines_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LINES", 100)
    check_plain("words\n" * 100, "a.txt")
    with pytest.raises(SourceError, match=r"^a\.txt has more than 100 lines; split it and open a part$"):
        check_plain("words\n" * 101, "a.txt")


@pytest.mark.parametrize("paragraph", ["x\n\n", "x\n \t\n", "- x\n", "  • x\n", "> x\n", "1. x\n", "---\n", "12) x\n"])
def test_number_of_paragraphs_is_limited(paragraph: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PARAGRAPHS", 100)
    check_plain(paragraph * 50, "a.txt")
    with pytest.raises(SourceError, match=r"^a\.txt has more than 100 paragraphs"):
        check_plain(paragraph * 101, "a.txt")


def test_lines_of_one_paragraph_are_not_paragraphs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PARAGRAPHS", 100)
    check_plain("2026-03-02 12:00 the harbour is open\n" * 500, "a.log")


@pytest.mark.parametrize(
    "part",
    ["*a _b ", "~~a *b ", "[a](b ", "&amp", "\\*", "- x\n", "# x\n", "> x\n\n", "[^1]: x\n", "|", "<a:", "`", "x\n"],
)
def test_lines_and_marks_of_markdown_are_limited(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MARKDOWN_COST", 1000)
    check_markdown(part * 30, "a.md")
    with pytest.raises(SourceError, match=r"^a\.md has more lines and marks than .* --format text$"):
        check_markdown(part * 1001, "a.md")


def test_prose_in_markdown_is_far_from_the_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MARKDOWN_COST", 1000)
    check_markdown(f"{'The *council* voted on Friday. ' * 10}\n\n" * 40, "a.md")
