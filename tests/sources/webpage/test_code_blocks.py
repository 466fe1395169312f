"""Code of web pages: its lines, without line numbers, buttons and colours."""

import pytest

from tests.sources.webpage.pages import blocks, site

CODE = "def vote():\n    return 7\n\nprint(vote())"


@pytest.mark.parametrize(
    "html",
    [
        f"<pre><code class=language-python>{CODE}</code></pre>",
        f"<code><pre class=language-python>{CODE}</pre></code>",
        f"<div class=highlight><pre data-lang=python>{CODE}</pre></div>",
        "<pre data-language=python><code>"
        + "".join(
            f"<span class=lineno>{number}</span><span>{line}</span>\n"
            for number, line in enumerate(CODE.split("\n"), 1)
        )
        + "</code></pre>",
        "<pre class=language-python>"
        + "".join(f"<div class=line>{line}</div>" for line in CODE.split("\n"))
        + "</pre>",
        "<pre class=language-python><code>" + CODE.replace("\n", "<br>") + "</code></pre>",
        "<pre class=language-python><code>"
        + "".join(f"<span class='line hl'>{line}</span>" for line in CODE.split("\n"))
        + "</code></pre>",
        "<pre class=language-python><code>"
        + "\n".join(f"<span class=line>{line}</span>" for line in CODE.split("\n"))
        + "</code></pre>",
        f"<figure><table class='highlight language-python'><tr><td class=gutter><pre>1\n2\n3\n4</pre></td>"
        f"<td><pre>{CODE}</pre></td></tr></table></figure>",
        "<pre class=language-python>"
        + "".join(
            f"<div><span>{number}</span><span>{line}</span></div>" for number, line in enumerate(CODE.split("\n"), 1)
        )
        + "</pre>",
        f"<pre class=language-python><div class=code__header>python <button>Copy</button></div>{CODE}</pre>",
        f"<pre><span style='user-select: none'>$ </span><code class=language-python>{CODE}</code></pre>",
        f"<pre class=language-python><div>Run</div><div class=cm-content>{CODE}</div></pre>",
        f"<div><code language=python>{CODE}</code></div>",
        f"<pre class=language-python><span class=boring>from votes import *\n</span>{CODE}</pre>",
        f"<code class='hl lean block' data-lang=python>{CODE}</code>",
    ],
)
def test_code_keeps_its_lines(html: str) -> None:
    article = site(html)
    code = [block for block in article.blocks if block.kind == "code"]
    assert [(block.span.of(article.text), block.language) for block in code] == [(CODE, "python")]


def test_numbers_in_code_are_no_line_numbers() -> None:
    assert blocks(site("<pre><span class=mi>1</span>, <span class=mi>2</span></pre>"), "code") == ["1, 2"]


def test_tags_for_the_colours_of_a_terminal_are_not_shown() -> None:
    shown = "&lt;font color=red&gt;$&lt;/font&gt; vote &lt;u style=x&gt;now&lt;/u&gt; &lt;town&gt;"
    code = f"<div class=highlight><pre><code>{shown}</code></pre></div>"
    assert blocks(site(f"<div class=termy>{code}</div>"), "code") == ["$ vote now <town>"]
    assert "<u style=x>" in blocks(site(code), "code")[0]


def test_code_in_a_sentence_stays_in_it() -> None:
    assert "Run the code vote() now." in site("<p>Run the code <code>vote()</code> now.</p>").text


def test_empty_code_is_none() -> None:
    assert blocks(site("<pre> </pre>"), "code") == []
