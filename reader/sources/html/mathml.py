"""MathML as TeX, for pages that give no TeX of their own: fractions, roots, indices, accents, tables.

Covers what browsers draw (MathML Core). Letters and signs stay as they are: α and ≤ are read more easily than their
commands, and TeX engines of today read them.
"""

import re
import unicodedata

from reader.sources.html.elements import Element, element_name, words_of
from reader.text.word_lists import read_sections

DEPTH = 50  # depth of nesting that is converted; below it the text is taken as it is

CHARACTERS = str.maketrans({"−": "-", "′": "'", "″": "''", "\N{NO-BREAK SPACE}": " ", **dict.fromkeys("⁡⁢⁣⁤"), "‖": "\\|"})
CHARACTERS |= {ord(sign): f"\\{sign}" for sign in "{}%#&_$"}
"""What stands for other characters; the invisible operators have no place in TeX."""

ITALIC = re.compile("[\U0001d434-\U0001d467\U0001d6e2-\U0001d71b]+")  # slanted letters, as those of any formula are

FUNCTIONS = frozenset(read_sections("sources/lexicon/words")["functions"])

ACCENTS = {
    **dict.fromkeys("^ˆ\u0302", "hat"),
    **dict.fromkeys("~˜\u0303", "tilde"),
    **dict.fromkeys("¯‾−-_\u0304", "bar"),
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
        return words_of(node).translate(CHARACTERS)
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
        return f"{opening.translate(CHARACTERS)}{', '.join(parts)}{closing.translate(CHARACTERS)}"
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
    words = ITALIC.sub(lambda found: unicodedata.normalize("NFKC", found[0]), said).translate(CHARACTERS)
    is_word = name == "mi" and len(said) > 1 and said.isascii() and said.isalpha()
    return f"\\mathrm{{{words}}}" if is_word else words


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
    if name == "mover" and (accent := ACCENTS.get(said)):
        return f"\\{accent}{{{parts[0].strip()}}}"
    if name == "munder" and (accent := BELOW.get(said)):
        return f"\\{accent}{{{parts[0].strip()}}}"
    return _scripts(parts, name != "mover", name != "munder")
