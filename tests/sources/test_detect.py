"""Formats of streams are detected by their text."""

import io

import pytest

from reader.sources.detect import looks_like_markdown
from reader.sources.open import open_source

BODY = "The harbour stays open, the council said on Friday.\n"


@pytest.mark.parametrize(
    "text",
    [
        "---\ntitle: Harbour\n---\nwords\n",
        "+++\ntitle = 'Harbour'\n+++\nwords\n",
        "# Harbour\n\nwords\n",
        "words\n\n## Harbour\n\nwords\n",
        "words\n\n```python\ncode\n```\n\nwords\n",
        "see [the vote](https://example.org/vote) for more\n",
    ],
)
def test_stream_with_markdown_syntax_is_markdown(text: str) -> None:
    assert looks_like_markdown(text)
    assert "#" not in open_source("-", io.BytesIO(text.encode())).text


@pytest.mark.parametrize(
    "text",
    [
        "",
        BODY,
        "#!/bin/sh\n# a comment\necho hello\n",
        "#budget and #harbour\n\nare tags\n",
        "---\nA rule, and then words.\n",
        "---\nSome words between rules.\n---\nMore words.\n",
        "Hi,\n\n> you wrote\n> this\n\n- and\n- that\n\n*really*\n\n-- \nAnn\n",
        "A title\n=======\n\nwords\n",
        "```\nnever closed\n",
        "[1] http://example.org\n",
        "![x](http://example.org/x.png)\n",
    ],
)
def test_stream_without_certain_markdown_is_plain_text(text: str) -> None:
    assert not looks_like_markdown(text)


@pytest.mark.parametrize("marker", ["~", "`", "[", "# ", "[a](http://", "---\n", "\n", "\n#", "+++\n"])
def test_detection_takes_bounded_time(marker: str) -> None:
    looks_like_markdown(marker * 60_000)
