"""Formulas of web pages: the page's own TeX, else its MathML as TeX."""

import pytest
from lxml import etree

from reader.sources.html.mathml import DEPTH, tex_of
from tests.sources.webpage.pages import blocks, site

TEX = r"\frac{a}{b}"
MATHML = "<math><mfrac><mi>a</mi><mi>b</mi></mfrac></math>"
ANNOTATED = (
    f"<math><semantics><mi>drawn</mi><annotation encoding='application/x-tex'>{TEX}</annotation></semantics></math>"
)


@pytest.mark.parametrize(
    "html",
    [
        MATHML,
        ANNOTATED,
        f"<math alttext='{{\\displaystyle {TEX}}}'><mi>drawn</mi></math>",
        f"<span class=katex><span class=katex-mathml>{ANNOTATED}</span><span class=katex-html>drawn</span></span>",
        f"<span class=mwe-math-element><span style='display:none'>{ANNOTATED}</span><img alt='{TEX}'></span>",
        f"<span class=MathJax_Preview>drawn</span><span class=MathJax>{MATHML}</span>"
        f"<script type='math/tex'>{TEX}</script>",
        f"<mjx-container class=MathJax>drawn<mjx-assistive-mml>{MATHML}</mjx-assistive-mml></mjx-container>",
        f"<span class=math-inline data-math='{TEX}'>drawn</span>",
        f"<span class=tex data-tex='\\({TEX}\\)'><span class=katex>drawn</span></span>",
        "<img src='https://latex.codecogs.com/svg.image?%5Cfrac%7Ba%7D%7Bb%7D'>",
        "<img src='https://s0.wp.com/latex.php?latex=%5Cfrac%7Ba%7D%7Bb%7D&bg=fff' alt=drawn>",
        "<img src='https://example.org/formula/%5Cfrac%7Ba%7D%7Bb%7D'>",
        f"<img src=eq.svg class=latex alt='{TEX}'>",
    ],
)
def test_formula_in_a_sentence_is_its_tex(html: str) -> None:
    article = site(f"<p>We know that {html} holds for all of them.</p>")
    assert f"We know that {TEX} holds for all of them." in article.text
    assert ("code", TEX) in [(mark.kind, mark.span.of(article.text)) for mark in article.marks]


@pytest.mark.parametrize(
    "html",
    [
        f"<p>So</p><div class=katex-display><span class=katex>{ANNOTATED}</span></div>",
        f"<p>So <span class=katex-display><span class=katex>{ANNOTATED}</span></span></p>",
        f"<p>So</p><math display=block alttext='{TEX}'></math>",
        f"<p>So</p><script type='math/tex; mode=display'>{TEX}</script>",
        f"<p>So</p><mjx-container display=true><mjx-assistive-mml>{MATHML}</mjx-assistive-mml></mjx-container>",
        f"<table><tr><td></td><td><math display=block alttext='{TEX}'></math></td><td>(1)</td></tr></table>",
    ],
)
def test_displayed_formula_is_code_of_its_own(html: str) -> None:
    article = site(html)
    assert [(each.span.of(article.text), each.language) for each in article.blocks if each.kind == "code"] == [
        (TEX, "latex")
    ]


def test_formula_is_apart_from_the_next_word_and_not_from_its_ending() -> None:
    article = site(f"<p>If {MATHML}and {MATHML}th and {MATHML}-fold hold, then it is so for all of them.</p>")
    assert f"If {TEX} and {TEX}th and {TEX}-fold hold" in article.text


def test_letter_is_printed_in_italics() -> None:
    article = site("<p>Let <math><mi>n</mi></math> be a number.</p>")
    assert "Let n be a number." in article.text
    assert ("emphasis", "n") in [(mark.kind, mark.span.of(article.text)) for mark in article.marks]


def test_picture_is_no_formula_because_of_its_words() -> None:
    article = site("<p>A boat <img src=boat.jpg alt='x_y at Leith'> sails.</p>")
    assert [mark.kind for mark in article.marks if mark.kind == "code"] == []


def test_endless_formula_is_left_as_it_is() -> None:
    assert blocks(site(f"<script type='math/tex; mode=display'>{'x+' * 6000}</script>"), "code") == []


@pytest.mark.parametrize(
    ("mathml", "tex"),
    [
        ("<msqrt><mi>x</mi><mo>−</mo><mn>1</mn></msqrt>", r"\sqrt{x-1}"),
        ("<mroot><mi>x</mi><mn>3</mn></mroot>", r"\sqrt[3]{x}"),
        ("<msubsup><mi>x</mi><mi>i</mi><mn>2</mn></msubsup>", "x_{i}^{2}"),
        ("<msup><mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow><mn>2</mn></msup>", "{(x)}^{2}"),
        ("<msup><mi>f</mi><mo>′</mo></msup>", "f'"),
        ("<munderover><mo>∑</mo><mi>i</mi><mi>n</mi></munderover><mi>a</mi>", "∑_{i}^{n}a"),
        ("<mover><mi>x</mi><mo>→</mo></mover><mover><mi>a</mi><mo>^</mo></mover>", r"\vec{x}\hat{a}"),
        ("<munder><mi>x</mi><mo>⏟</mo></munder>", r"\underbrace{x}"),
        ("<mi>α</mi><mi>Γ</mi><mi>𝜎</mi><mo>≤</mo><mi>x</mi>", "αΓσ≤x"),
        ("<mi>ℝ</mi><mi mathvariant='bold'>B</mi><mi>𝑥</mi>", "ℝBx"),
        ("<mi>sin</mi><mi>max</mi><mi>rate</mi>", r"\sin \max \mathrm{rate}"),
        ("<mtext>if even</mtext><mo>{</mo><mo>%</mo>", r"\text{if even}\{\%"),
        ("<mfenced><mi>a</mi><mi>b</mi></mfenced>", "(a, b)"),
        ("<mfrac linethickness='0'><mi>n</mi><mi>k</mi></mfrac>", r"\binom{n}{k}"),
        ("<mtable><mtr><mtd><mi>a</mi></mtd><mtd><mi>b</mi></mtd></mtr></mtable>", "a & b"),
        ("<mtable><mtr><mi>a</mi></mtr><mtr><mi>b</mi></mtr></mtable>", r"\begin{matrix}a \\ b\end{matrix}"),
        (
            "<mtable columnalign='right left'><mtr><mi>a</mi></mtr><mtr><mi>b</mi></mtr></mtable>",
            r"\begin{aligned}a \\ b\end{aligned}",
        ),
        ("<mtable><mlabeledtr><mtd><mtext>1</mtext></mtd><mtd><mi>a</mi></mtd></mlabeledtr></mtable>", "a"),
        ("<mi>a</mi><mspace/><mi>書</mi><mo>⁡</mo>", "a 書"),
        ("<mfrac><mi>a</mi></mfrac><mover><mi>b</mi></mover><msup><mi>c</mi></msup>", "abc"),
        ("<semantics><mi>x</mi><annotation-xml><ci>y</ci></annotation-xml></semantics>", "x"),
    ],
)
def test_mathml_becomes_tex(mathml: str, tex: str) -> None:
    assert tex_of(etree.fromstring(f"<math>{mathml}</math>")) == tex


def test_deep_mathml_is_taken_as_it_is() -> None:
    deep = "<mrow>" * (DEPTH + 20) + "<mi>α</mi>" + "</mrow>" * (DEPTH + 20)
    assert tex_of(etree.fromstring(f"<math>{deep}</math>")) == "α"


def test_preview_and_copy_for_screen_readers_are_no_text() -> None:
    article = site(
        "<p>So <span class=MathJax_Preview>drawn</span><span class=MJX_Assistive_MathML>read</span> it is.</p>"
    )
    assert "So it is." in article.text


def test_words_between_a_drawing_and_its_script_stay() -> None:
    drawn = "<span class=MathJax_Preview>drawn</span>"
    assert (
        r"We know that \alpha+x"
        in site(f"<p>{drawn} We know that <script type='math/tex'>\\alpha+x</script>.</p>").text
    )
