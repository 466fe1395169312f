"""What is put right in the file of a checked text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SessionError
from reader.session.put_right import Wanted, cited_as, plan_change, replacements_in, write_change
from reader.sources.open import open_source
from reader.text.span import Span
from reader.verification import Difference


def same(words: str) -> Difference:
    return Difference(words, words, True)


def other(draft: str, source: str) -> Difference:
    return Difference(draft, source, False)


@pytest.mark.parametrize(
    ("text", "quoted", "differences", "after"),
    [
        (
            "“We were told until Friday,” she said.",
            "We were told until Friday,",
            [same("We were"), other("", "not"), same("told until Friday")],
            "“We were not told until Friday,” she said.",
        ),
        (
            "“We were *never* told\nuntil _Friday_,” she said.",
            "We were never told until Friday,",
            [same("We were"), other("never", "not"), same("told until"), other("Friday", "Monday, at noon")],
            "“We were *not* told\nuntil _Monday, at noon_,” she said.",
        ),
        (
            "He called it “a really bad deal” twice.",
            "a really bad deal",
            [same("a"), other("really", ""), same("bad deal")],
            "He called it “a bad deal” twice.",
        ),
        (
            "“It is over now,” he said.",
            "It is over now,",
            [same("It is over"), other("now", "")],
            "“It is over,” he said.",
        ),
        ("“It is over,” he said.", "It is over,", [same("It is over"), other("", "now")], "“It is over now,” he said."),
    ],
    ids=["left out", "markup and lines", "added", "added at the end", "left out at the end"],
)
def test_only_the_words_that_differ_are_replaced(
    text: str, quoted: str, differences: list[Difference], after: str, tmp_path: Path
) -> None:
    file = tmp_path / "draft.md"
    file.write_bytes(f"# A Draft\r\n\r\n{text}\r\n".encode())
    article = open_source(str(file))
    start = article.text.index(quoted)
    change = plan_change(article, [Wanted(Span(start, start + len(quoted)), tuple(differences))])
    write_change(change)
    assert file.read_bytes() == f"# A Draft\r\n\r\n{after}\r\n".encode()
    write_change(change, back=True)
    assert file.read_bytes() == change.before


def test_a_name_and_a_link_are_put_right_together(tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("“It is over,” said Tom Ray ([here](wrong.md)).\n")
    article = open_source(str(file))
    name, quoted = article.text.index("Tom Ray"), article.text.index("It is")
    new = cited_as(str(tmp_path / "vote.md"), article)
    citation = Wanted(Span(quoted, quoted + 10), new=new, cited="wrong.md")
    change = plan_change(article, [citation, Wanted(Span(name, name + 7), new="Ann Lee")])
    write_change(change)
    assert file.read_text() == "“It is over,” said Ann Lee ([here](vote.md)).\n"
    assert cited_as("https://example.org/vote", article) == "https://example.org/vote"


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("draft.html", "<p>“It is over,” she said.</p>", "draft.html is not plain text or Markdown"),
        ("draft.md", "“It is&nbsp;over,” she said.", "draft.md writes these words in another way"),
        ("draft.txt", "“It is over,” she said, été.".encode("cp1252"), "draft.txt cannot be put right here"),
    ],
)
def test_what_cannot_be_put_right(name: str, content: str | bytes, complaint: str, tmp_path: Path) -> None:
    file = tmp_path / name
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    article = open_source(str(file))
    start = article.text.index("It is")
    wanted = Wanted(Span(start, start + 10), (same("It"), other("is", "was"), same("over")))
    with pytest.raises(SessionError, match=complaint):
        plan_change(article, [wanted])


def test_a_file_that_has_changed_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "draft.md"
    file.write_text("“It is over,” she said.\n")
    article = open_source(str(file))
    wanted = [Wanted(Span(1, 11), (same("It"), other("is", "was"), same("over")))]
    change = plan_change(article, wanted)
    file.write_text("“It is over,” she said. And more.\n")
    for attempt in (lambda: write_change(change), lambda: plan_change(article, wanted)):
        with pytest.raises(SessionError, match="has changed since"):
            attempt()
    assert file.read_text() == "“It is over,” she said. And more.\n"


@given(st.lists(st.tuples(st.sampled_from(["the quay", "was", "sold", "on Monday"]), st.booleans()), min_size=1))
def test_what_is_written_has_the_words_of_the_source(pieces: list[tuple[str, bool]]) -> None:
    differences = tuple(Difference(words, words if equal else f"not {words}", equal) for words, equal in pieces)
    text = "«" + ", ".join(words for words, _ in pieces) + "»"
    made = replacements_in(text, Span(1, len(text) - 1), Wanted(Span(1, len(text) - 1), differences))
    for each in reversed(made):
        text = text[: each.span.start] + each.new + text[each.span.end :]
    assert text == "«" + ", ".join(each.source for each in differences) + "»"
