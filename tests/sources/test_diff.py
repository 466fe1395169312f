"""Diffs keep their lines, from a stream, a file, or within another text; commits and files are headings."""

import io
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.document.article import Article
from reader.sources.detect import SourceData
from reader.sources.diff import find_diffs, read_source
from reader.sources.open import open_source
from reader.sources.plain import read_plain

STDIN = SourceData("standard input", "-", b"")

SHOWN = """commit c90bde68eb0636f6d56560bcae842b75a593803a
Author: Ann Lee <ann@example.org>
Date:   Mon Mar 2 19:40:00 2026 +0000

    Keep the harbour open

    See [the vote](https://example.org/vote).
    - it was close

diff --git a/harbour.md b/harbour.md
index 4e6e2e9..97e7887 100644
--- a/harbour.md
+++ b/harbour.md
@@ -1,3 +1,3 @@

 # The harbour

-is closed
+is open
- a list that goes
diff --git a/b.py b/b.py
new file mode 100644
--- /dev/null
+++ b/b.py
@@ -0,0 +1 @@
+OPEN = True
"""


HUNK = "@@ -1,3 +1,3 @@ harbour\n The harbour\n-is closed\n+is open\n\n"

MAIL = f"""From c90bde68eb0636f6d56560bcae842b75a593803a Mon Sep 17 00:00:00 2001
From: Ann Lee <ann@example.org>
Date: Mon, 2 Mar 2026 19:40:00 +0000
Subject: [PATCH 1/2] Keep the harbour open, whatever the council
 says

We were told on Friday.

Signed-off-by: Ann Lee <ann@example.org>
---
 harbour.md | 2 +-
 1 file changed, 1 insertion(+), 1 deletion(-)

diff --git a/harbour.md b/harbour.md
--- a/harbour.md
+++ b/harbour.md
{HUNK.rstrip()}
--{" "}
2.43.0

"""


def piped(data: str) -> Article:
    return open_source("-", io.BytesIO(data.encode()))


def shown(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.span.of(article.text)) for block in article.blocks]


def test_git_show_keeps_its_lines() -> None:
    article = piped(SHOWN)
    assert article.text == SHOWN
    assert article.title == "Keep the harbour open"
    headings = [(block.level, block.span.of(SHOWN)) for block in article.headings]
    assert headings == [
        (1, "commit c90bde68eb0636f6d56560bcae842b75a593803a"),
        (2, "diff --git a/harbour.md b/harbour.md"),
        (2, "diff --git a/b.py b/b.py"),
    ]
    assert ("code", "@@ -1,3 +1,3 @@\n\n # The harbour\n\n-is closed\n+is open\n- a list that goes") in shown(article)
    assert ("paragraph", "See [the vote](https://example.org/vote).") in shown(article)
    assert not any(block.kind == "item" or block.reflow for block in article.blocks)


def test_file_shown_by_git_is_read_in_its_format() -> None:
    assert piped("# The *harbour*\n\nstays open\n").text == "The harbour\n\nstays open"


@pytest.mark.parametrize(
    "text", ["commit to it\n", "diff\n", "--- a\n", "From me to you\n", "commit 4e6e2e9 was bad\n"]
)
def test_text_that_begins_like_a_patch_is_not_one(text: str) -> None:
    assert all(block.kind != "code" for block in piped(text).blocks)


def test_long_patch_is_split_into_blocks() -> None:
    article = read_source("diff --git a/a b/a\n@@ -0,0 +1 @@\n" + "+line\n" * 5000, STDIN)
    assert len(article.blocks) > 10
    assert all(block.span.of(article.text).count("\n") < 500 for block in article.blocks)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (SHOWN + "\n" + SHOWN.replace("Keep", "Open"), "Keep the harbour open and 1 other commit"),
        (SHOWN[SHOWN.index("diff --git") :], "Changes to harbour.md and 1 other file"),
        (MAIL, "Keep the harbour open, whatever the council says"),
        (MAIL * 2, "Keep the harbour open, whatever the council says and 1 other commit"),
        (f"--- old/harbour.md\n+++ new/harbour.md\n{HUNK}", "Changes to new/harbour.md"),
        (f"Only in a: x\ndiff -ru a/y b/y\n--- a/y\n+++ b/y\n{HUNK}", "Changes to y"),
        (f"Index: harbour.md\n{'=' * 67}\n--- harbour.md\t(r1)\n+++ harbour.md\t(r2)\n{HUNK}", "Changes to harbour.md"),
        ("* commit 98d5c56 (HEAD)\n| Author: Ann Lee\n| \n|     Open it\n| \n* commit 98d5c57\n  Author: B\n",
         "Open it and 1 other commit"),
        (HUNK, "@@ -1,3 +1,3 @@ harbour The harbour -is closed +is open"),
        ("2c2\n< is closed\n---\n> is open\n", "2c2 < is closed --- > is open"),
        ("*** a\t2026\n--- b\t2026\n***************\n*** 1,2 ****\n! is closed\n--- 1,2 ----\n! is open\n",
         "*** a 2026 --- b 2026 *************** *** 1,2 **** ! is…"),
    ],
    ids=["log", "diff", "mail", "mails", "unified", "recursive", "subversion", "graph", "hunk", "normal", "context"],
)  # fmt: skip
def test_every_kind_of_diff_is_told_by_its_beginning(text: str, title: str) -> None:
    article = piped(text)
    assert article.text == text
    assert article.title == title
    assert not any(block.reflow and block.kind != "heading" for block in article.blocks)
    assert not any(kind in ("item", "quotation", "table") for kind, _ in shown(article))


def test_a_mail_by_git_is_headings_prose_and_changes() -> None:
    article = piped(MAIL)
    assert [words for kind, words in shown(article) if kind == "heading"] == [
        "Keep the harbour open, whatever the council\n says",
        "diff --git a/harbour.md b/harbour.md",
    ]
    assert ("paragraph", "We were told on Friday.") in shown(article)
    assert ("code", HUNK.rstrip()) in shown(article)
    assert article.blocks[-1].role == "furniture"


GRAPH_LOG = """* commit 98d5c56 (HEAD)
| Author: Ann Lee
|
|     Open it
|
|  harbour.md | 2 +-
| diff --git a/x b/x
| --- a/x
| +++ b/x
| @@ -1 +1 @@
| -a
| +b
|
* commit 98d5c57
  Author: B
"""


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        (
            GRAPH_LOG,
            [
                ("heading", 1, "* commit 98d5c56 (HEAD)"),
                ("furniture", 0, "| Author: Ann Lee"),
                ("paragraph", 0, "|\n|     Open it\n|\n|  harbour.md | 2 +-"),
                ("heading", 2, "| diff --git a/x b/x"),
                ("code", 0, "| --- a/x\n| +++ b/x"),
                ("code", 0, "| @@ -1 +1 @@\n| -a\n| +b\n|"),
                ("heading", 1, "* commit 98d5c57"),
                ("furniture", 0, "  Author: B"),
            ],
        ),
        (
            "--- a\n+++ b\n@@ -1 +1 @@\n--- old\n+++ new\n\n@@ -9 +9 @@\n-x\n--- c\n+++ d\n@@ -1 +1 @@\n-y\n",
            [
                ("heading", 2, "--- a\n+++ b"),
                ("code", 0, "@@ -1 +1 @@\n--- old\n+++ new"),
                ("code", 0, "@@ -9 +9 @@\n-x"),
                ("heading", 2, "--- c\n+++ d"),
                ("code", 0, "@@ -1 +1 @@\n-y"),
            ],
        ),
    ],
    ids=["graph", "unified"],
)
def test_each_line_is_of_its_kind(text: str, blocks: list[tuple[str, int, str]]) -> None:
    found = read_source(text, STDIN).blocks
    assert [
        (block.role if block.role == "furniture" else block.kind, block.level, block.span.of(text)) for block in found
    ] == blocks


@pytest.mark.parametrize("lines", [399, 400, 401])
def test_a_long_change_is_split_after_400_lines(lines: int) -> None:
    blocks = read_source("diff --git a/a b/a\n" + "+line\n" * lines, STDIN).blocks
    assert [len(block.span) // len("+line\n") + 1 for block in blocks[1:]] == [min(lines, 400), *[1] * (lines > 400)]


@pytest.mark.parametrize(
    ("hunk", "after", "kept"),
    [
        ("@@ -1 +1 @@", "-a\n+b\nafter", "-a\n+b"),
        ("@@ -1 +1 @@", "-a\n\\ No newline\n+b\n\\ No newline\nafter", "-a\n\\ No newline\n+b\n\\ No newline"),
        ("@@ -1,2 +1,2 @@", " a\n\n\nafter", " a"),
        ("@@ -1 +1 @@", "-a\n+b\n+c\nafter", "-a\n+b\n+c"),
        ("@@ -1 +1 @@", "-a\n+b\n-- \n2.43", "-a\n+b"),
        ("@@ -1 +1 @@", "-a\n+b\n\n--boundary--\n", "-a\n+b"),
        ("@@@ -1 -1 +1 @@@", "- a\n -b\n++c\nafter", "- a\n -b\n++c"),
        ("@@ -0,0 +1 @@", "+b\nafter", "+b"),
    ],
)
def test_a_hunk_within_a_text_ends_with_its_signs(hunk: str, after: str, kept: str) -> None:
    text = f"before\nindex 12..34\n--- a\n+++ a\n{hunk}\n{after}"
    assert [span.of(text) for span in find_diffs(text)] == [f"index 12..34\n--- a\n+++ a\n{hunk}\n{kept}"]


def test_colours_are_dropped_from_a_diff_in_a_file_too(tmp_path: Path) -> None:
    coloured = SHOWN.replace("-is closed", "\x1b[31m-is closed\x1b[m").replace("commit c", "\x1b[33mcommit c", 1)
    (tmp_path / "a.patch").write_text(coloured)
    assert open_source(str(tmp_path / "a.patch")).text == SHOWN
    assert piped(coloured).text == SHOWN
    assert "\x1b" not in open_source(str(tmp_path / "a.patch"), format="text").text


def test_a_diff_within_a_mail_keeps_its_lines() -> None:
    before, after = "Dear Ann,\n\nhere is what I would change:\n\n", "\nWhat do you think?\n- it is short\n"
    found = shown(read_plain(f"{before}diff --git a/x b/x\nindex 12..34\n{HUNK}{HUNK}{after}"))
    assert ("code", f"diff --git a/x b/x\nindex 12..34\n{HUNK}{HUNK.rstrip()}") in found
    assert ("paragraph", "here is what I would change:") in found
    assert found[-1] == ("item", "it is short")


@given(
    st.lists(st.sampled_from(["@@ -1,2 +1 @@", "+a", "-b", " c", "", "-- ", "--- a", "+++ b", "x", "@@@ -1 -1 +1 @@@"]))
)
def test_any_lines_give_valid_blocks(lines: list[str]) -> None:
    text = "\n".join(lines)
    spans = find_diffs(text)
    assert all(span.start < span.end for span in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))
    end = 0
    for block in read_source(f"diff --git a/x b/x\n{text}", STDIN).blocks:
        assert end <= block.span.start < block.span.end
        end = block.span.end
