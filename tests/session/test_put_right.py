"""What is put right in the file of a checked text."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SessionError
from reader.session.put_right import (
    FileChange,
    Replacement,
    Wanted,
    cited_as,
    plan_change,
    replacements_in,
    write_change,
)
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
    for span, new in reversed(made):
        text = text[: span.start] + new + text[span.end :]
    assert text == "«" + ", ".join(each.source for each in differences) + "»"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is over.", ("It is over.", "It was over.")),
        ("One.\n\nIt is over.\n\nTwo.", ("It is over.", "It was over.")),
        ("One line.\nIt is\nover.", ("One line. It is over.", "One line. It was over.")),
        (
            f"{'a' * 50} It is over {'b' * 50}",
            (f"{'a' * 36} It is over {'b' * 34}", f"{'a' * 36} It was over {'b' * 34}"),
        ),
        ("It is \x1b[0mover.", ("It is ␛[0mover.", "It was ␛[0mover.")),
    ],
    ids=["short", "its paragraph", "on one line", "forty characters on each side", "made harmless"],
)
def test_a_change_is_told_with_some_words_around_it(text: str, told: tuple[str, str], tmp_path: Path) -> None:
    at = text.index(" is") + 1
    change = FileChange(tmp_path / "draft.md", text.encode(), ((Span(at, at + 2), "was"),))
    assert change.told() == [told]


@pytest.mark.parametrize(
    ("text", "wanted", "made"),
    [
        ("Yes [a](x.md) b", Wanted(Span(0, 3), new="y.md", cited="x.md"), [(Span(8, 12), "y.md")]),
        ("x.md Yes", Wanted(Span(5, 8), new="y.md", cited="x.md"), []),
        (f"Yes{' ' * 1996}x.md", Wanted(Span(0, 3), new="y", cited="x.md"), [(Span(1999, 2003), "y")]),
        (f"Yes{' ' * 1997}x.md", Wanted(Span(0, 3), new="y", cited="x.md"), []),
        ("Yes", Wanted(Span(0, 3), new="No"), [(Span(0, 3), "No")]),
        ("Yes", Wanted(Span(0, 3), (other("Yes", "No"),)), [(Span(0, 3), "No")]),
        ("Yes", Wanted(Span(0, 3), (other("No", "Yes"),)), []),
        ("YES", Wanted(Span(0, 3), (other("yes", "no"),)), [(Span(0, 3), "no")]),
        ("a b", Wanted(Span(0, 3), (other("a", ""), same("b"))), [(Span(0, 2), "")]),
        ("a b", Wanted(Span(0, 3), (same("a"), other("b", ""))), [(Span(1, 3), "")]),
        ("a", Wanted(Span(0, 1), (other("a", ""),)), [(Span(0, 1), "")]),
        ("…", Wanted(Span(0, 1), (other("", "a"),)), [(Span(1, 1), " a")]),
    ],
)
def test_what_changes_in_the_words_of_a_file(text: str, wanted: Wanted, made: list[Replacement]) -> None:
    assert replacements_in(text, wanted.span, wanted) == made
