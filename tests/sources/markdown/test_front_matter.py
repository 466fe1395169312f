"""Front matter in YAML and TOML."""

import re

import pytest

from reader.sources.markdown import read_markdown
from reader.sources.markdown.front_matter import MOST, read_front_matter
from tests.sources.blocks import roles


def test_front_matter_is_metadata_and_not_text() -> None:
    article = read_markdown('---\ntitle: "The Harbour Vote"\nauthor: Ann Lee\ndate: 2026-03-02T10:00\n---\n\nWords.\n')
    assert article.text == "Words."
    assert (article.title, article.author, article.published) == ("The Harbour Vote", ("Ann Lee",), "2026-03-02")


def test_heading_equal_to_the_title_is_the_title_block() -> None:
    head = "---\ntitle: The Harbour Vote\n---\n"
    assert roles(read_markdown(f"{head}# The harbour vote!\n\nwords")) == ["title", "body"]
    assert roles(read_markdown(f"{head}## The Harbour Vote\n\nwords")) == ["title", "body"]
    other = read_markdown(f"{head}# Introduction\n\nwords")
    assert (other.title, roles(other)) == ("The Harbour Vote", ["body", "body"])


@pytest.mark.parametrize(
    ("block", "author"),
    [
        ("author: Ann Lee # the editor", ("Ann Lee",)),
        ("Authors: [Ann Lee, \"Ray, Bob\", 'O''Neil']", ("Ann Lee", "Ray, Bob", "O'Neil")),
        ("authors: [Ann Lee,\n  Bob Ray]", ("Ann Lee", "Bob Ray")),
        ("authors:\n  - Ann Lee\n  - 'Bob Ray'", ("Ann Lee", "Bob Ray")),
        ("authors:\n- name: Ann Lee\n  email: a@x.org\n- email: b@x.org\n  name: Bob", ("Ann Lee", "Bob")),
        ("author:\n  name: Ann Lee\n  url: https://x.org", ("Ann Lee",)),
        ("by: >-\n  Ann\n  Lee", ("Ann Lee",)),
        ("author: Ann\n  Lee", ("Ann Lee",)),
        ('author: "Ann\\u001b \\"A\\" Lee"', ('Ann␛ "A" Lee',)),
        ('author: "Ann \\x41\\_Lee"', ("Ann A Lee",)),
        ('author: "Ann\\\n  \\ Lee"', ("Ann Lee",)),
        (f"a: &a [Ann, Ann]\nauthor: [{', '.join(['*a'] * MOST)}]", ("Ann",) * MOST),
        ("\n".join(["a0: &a0 []", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20))]), ()),
        ("author:", ()),
        ("author: []", ()),
        ("tags: [a]\nother:\n  author: nested", ()),
    ],
)
def test_authors_in_yaml(block: str, author: tuple[str, ...]) -> None:
    assert read_front_matter(f"---\n{block}\n---\nwords").author == author


def test_toml_front_matter_is_read() -> None:
    matter = read_front_matter(
        "+++\ntitle = 'The Vote'\ndate = 2026-03-02T10:00:00Z\nauthors = ['Ann', {name = 'Bob'}]\n+++\nwords"
    )
    assert (matter.title, matter.author, matter.published) == ("The Vote", ("Ann", "Bob"), "2026-03-02")


@pytest.mark.parametrize("block", ['author: "never closed', "title: one: two", "- a: [", "a: &a [*b]"])
def test_damaged_front_matter_is_not_text(block: str) -> None:
    article = read_markdown(f"---\nkey: value\n{block}\n---\nwords")
    assert (article.text, article.author) == ("words", ())


@pytest.mark.parametrize(
    "text",
    [
        "---\n\nwords after a rule\n",
        "---\nwords between rules\n---\nmore\n",
        "---\ntitle: never closed\n",
        "---\n---\nwords\n",
        "---\n# only a comment\n---\nwords\n",
        "+++\nnot toml at all\n+++\nwords\n",
        f"+++\na = {'[' * 5000}\n+++\nwords\n",
        " ---\ntitle: indented\n---\n",
    ],
)
def test_text_that_resembles_front_matter_is_kept(text: str) -> None:
    assert read_front_matter(text).length == 0
    for word in re.findall(r"\w+", text):
        assert word in read_markdown(text).text
