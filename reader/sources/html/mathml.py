"""MathML as TeX, for pages that give no TeX of their own.

Covers what browsers draw (MathML Core). Symbols with a common command become it; any other character stays as it is,
which TeX engines of today read.
"""

import re
import unicodedata

from reader.sources.html.elements import Element, element_name, words_of

DEPTH = 50
"""Depth of nesting that is converted; below it the text is taken as it is."""

PAIRS = """
    ± pm ∓ mp × times ÷ div · cdot ⋅ cdot ∗ ast ⋆ star ∘ circ ∙ bullet † dagger ‡ ddagger ⊕ oplus ⊗ otimes ⊙ odot
    ≤ leq ≥ geq ≠ neq ≈ approx ≡ equiv ≅ cong ∼ sim ≃ simeq ∝ propto ≪ ll ≫ gg ∣ mid ∥ parallel ⊥ bot ⊤ top
    ∈ in ∉ notin ∋ ni ⊂ subset ⊆ subseteq ⊃ supset ⊇ supseteq ∪ cup ∩ cap ∖ setminus ∅ emptyset
    ∀ forall ∃ exists ¬ neg ∧ land ∨ lor ⊢ vdash ⊨ models
    → to ← leftarrow ↔ leftrightarrow ⇒ Rightarrow ⇐ Leftarrow ⇔ Leftrightarrow ↦ mapsto ↑ uparrow ↓ downarrow
    ∑ sum ∏ prod ∫ int ∬ iint ∭ iiint ∮ oint ⨁ bigoplus ⨂ bigotimes ⋃ bigcup ⋂ bigcap
    ∞ infty ∂ partial ∇ nabla ℏ hbar ℓ ell ℜ Re ℑ Im ℘ wp ℵ aleph … ldots ⋯ cdots ⋮ vdots ⋱ ddots
    ⟨ langle ⟩ rangle ⌊ lfloor ⌋ rfloor ⌈ lceil ⌉ rceil ‖ |
    ϵ epsilon ε varepsilon ϑ vartheta ϕ phi φ varphi ϖ varpi ϱ varrho ς varsigma
""".split()
COMMANDS = dict(zip(PAIRS[::2], PAIRS[1::2], strict=True))
"""Names of commands by the character that they draw."""

ESCAPED = frozenset("{}%#&_$")

CHARACTERS = {"−": "-", "′": "'", "″": "''", "\N{NO-BREAK SPACE}": " ", "⁡": "", "⁢": "", "⁣": "", "⁤": "", "~": r"\sim "}
"""What stands for other characters; the invisible operators have no place in TeX."""

GREEK = re.compile(r"GREEK (SMALL|CAPITAL) LETTER ([A-Z]{2,})")

FUNCTIONS = frozenset(
    "arccos arcsin arctan arg cos cosh cot coth csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min"
    " Pr sec sin sinh sup tan tanh".split()
)

STYLES = {
    **dict.fromkeys(("double-struck", "DOUBLE-STRUCK"), "mathbb"),
    **dict.fromkeys(("script", "bold-script", "SCRIPT"), "mathcal"),
    **dict.fromkeys(("fraktur", "bold-fraktur", "FRAKTUR", "BLACK-LETTER"), "mathfrak"),
    **dict.fromkeys(("bold", "bold-italic", "BOLD"), "mathbf"),
    **dict.fromkeys(("sans-serif", "SANS-SERIF"), "mathsf"),
    **dict.fromkeys(("monospace", "MONOSPACE"), "mathtt"),
}
"""Commands by the `mathvariant` of an element, and by words in the Unicode name of a letter."""

ACCENTS = {
    **dict.fromkeys("^ˆ\u0302", "hat"),
    **dict.fromkeys("~˜\u0303", "tilde"),
    **dict.fromkeys("¯‾−_\u0304", "bar"),
    **dict.fromkeys("→⃗", "vec"),
    **dict.fromkeys("˙.", "dot"),
    **dict.fromkeys("¨", "ddot"),
    **dict.fromkeys("ˇ", "check"),
    **dict.fromkeys("˘", "breve"),
    **dict.fromkeys("⏞", "overbrace"),
}
"""Commands by the character above."""

BELOW = {"⏟": "underbrace", "_": "underline", "‾": "underline", "¯": "underline"}


def tex_of(math: Element) -> str:
    """Return the TeX of a `math` element; "" if it holds nothing."""
    return re.sub(r" +", " ", _convert(math, 0)).strip()


def _convert(node: Element, depth: int) -> str:
    name = element_name(node).removeprefix("mjx-")
    if not name or name.startswith("annotation"):
        return ""
    if depth > DEPTH:
        return _text(words_of(node))
    if name in ("mi", "mn", "mo", "mtext", "ms"):
        return _token(name, node)
    if name == "mspace":
        return " "
    children = [child for child in node if element_name(child)]
    if name == "semantics":
        children = children[:1]
    parts = [_convert(child, depth + 1) for child in children]
    return _compose(name, node, parts)


def _compose(name: str, node: Element, parts: list[str]) -> str:
    if name == "mfrac" and len(parts) == 2:
        command = "binom" if node.get("linethickness") in ("0", "0px") else "frac"
        return f"\\{command}{{{parts[0]}}}{{{parts[1]}}}"
    if name == "mroot" and len(parts) == 2:
        return f"\\sqrt[{parts[1]}]{{{parts[0]}}}"
    if name == "msqrt":
        return "".join(("\\sqrt{", *parts, "}"))
    if name in ("msub", "msup", "msubsup"):
        return _scripts(parts, name != "msup", name != "msub")
    if name in ("munder", "mover", "munderover"):
        return _limits(name, parts)
    if name == "mfenced":
        opening, closing = node.get("open", "("), node.get("close", ")")
        return f"{_text(opening)}{', '.join(parts)}{_text(closing)}"
    if name in ("mtr", "mlabeledtr"):
        return " & ".join(parts[name == "mlabeledtr" :])
    if name == "mtable":
        if len(parts) == 1:
            return parts[0]
        kind = "aligned" if node.get("columnalign", "").startswith("right") else "matrix"
        return "".join((f"\\begin{{{kind}}}", " \\\\ ".join(parts), f"\\end{{{kind}}}"))
    return "".join(parts)


def _token(name: str, node: Element) -> str:
    said = words_of(node)
    if name in ("mtext", "ms"):
        return f"\\text{{{said}}}" if said else " "
    if said in FUNCTIONS:
        return f"\\{said} "
    style = STYLES.get(node.get("mathvariant", ""), "")
    if not style and name == "mi" and len(said) > 1 and said.isascii() and said.isalpha():
        style = "mathrm"
    words = _text(said)
    return f"\\{style}{{{words.strip()}}}" if style and words else words


def _text(said: str) -> str:
    return "".join(map(_character, said))


def _character(character: str) -> str:
    """Return the TeX of a character; a letter beyond ASCII may be Greek, or of one of the styled alphabets."""
    if character in CHARACTERS:
        return CHARACTERS[character]
    if command := COMMANDS.get(character):
        return f"\\{command} "
    if character in ESCAPED:
        return f"\\{character}"
    if character.isascii():
        return character
    plain = unicodedata.normalize("NFKC", character)
    if found := GREEK.fullmatch(unicodedata.name(plain, "") if len(plain) == 1 else ""):
        command = found[2].lower().replace("lamda", "lambda")
        return f"\\{command.capitalize() if found[1] == 'CAPITAL' else command} "
    if not (plain.isascii() and plain.isalnum()):
        return character
    name = unicodedata.name(character, "")
    style = next((command for word, command in STYLES.items() if word.isupper() and word in name), "")
    return f"\\{style}{{{plain}}}" if style else plain


def _scripts(parts: list[str], below: bool, above: bool) -> str:
    if len(parts) != 1 + below + above:
        return "".join(parts)
    base = parts[0].strip()
    if len(base) != 1 and not re.fullmatch(r"\\[A-Za-z]+(?:\{[^{}]*\})?", base):
        base = f"{{{base}}}"
    if above and parts[-1].strip() in ("'", "''", "'''"):
        return f"{base}{parts[-1].strip()}" + (f"_{{{parts[1]}}}" if below else "")
    return base + (f"_{{{parts[1].strip()}}}" if below else "") + (f"^{{{parts[-1].strip()}}}" if above else "")


def _limits(name: str, parts: list[str]) -> str:
    """Return a base with something below or above: an accent, a brace, or the limits of a sum."""
    if len(parts) != (3 if name == "munderover" else 2):
        return "".join(parts)
    said = parts[1].strip()
    if name == "mover" and (accent := ACCENTS.get(said) or ACCENTS.get(ARROWS.get(said, ""))):
        return f"\\{accent}{{{parts[0].strip()}}}"
    if name == "munder" and (accent := BELOW.get(said)):
        return f"\\{accent}{{{parts[0].strip()}}}"
    return _scripts(parts, name != "mover", name != "munder")


ARROWS = {"\\to": "→", "\\sim": "~", "-": "−"}
"""Characters that an accent is drawn with, by the TeX that they became."""
