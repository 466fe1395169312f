"""What of the footer fits into each width."""

from collections.abc import Sequence

from reader.config.contexts import CONTEXTS
from reader.text.width import cells_of
from reader.tui.chrome.footer_plan import FooterKey, footer_keys, footer_words, plan_footer
from tests.fixtures.golden import check_golden

PLACE = "¶ 12 · 34%"

RIGHTS = ("finding names … 36%  Was it 漢字?  ¶ 12 · 34%", "36%  Was it 漢字?  ¶ 12 · 34%", PLACE)

FOOTERS = {
    "keys": ("", footer_keys(CONTEXTS["text"]), ("",), False),
    "keys and the place": ("", footer_keys(CONTEXTS["text"]), (PLACE,), False),
    "what is selected, work in progress and a note": ("2 words", footer_keys(CONTEXTS["selection"]), RIGHTS, False),
    "a message and work in progress": ("", footer_keys(CONTEXTS["text"]), ("saved  36%", "saved"), True),
    "a message and what is selected": ("2 words", footer_keys(CONTEXTS["selection"]), ("not saved",), True),
    "a message alone": ("", (), ("it is not saved",), True),
    "keys without words or help": ("", (FooterKey("Esc", ""), FooterKey("Enter", "Go")), (PLACE,), False),
}

WIDEST = 140


def lines(lead: str, keys: Sequence[FooterKey], rights: Sequence[str], has_message: bool) -> list[str]:
    """Return the line of each width at which other words are shown, the widest also with the kinds of its parts."""
    shown, last = [], ""
    for width in range(WIDEST):
        words = list(footer_words(plan_footer(max(0, width - 2), lead, keys, rights, has_message), width))
        assert width < 2 or sum(cells_of(each) for each, _, _ in words) == width
        line = "".join(each if kind else "│" for each, kind, _ in words)
        if line != last:
            shown.append(f"{width:>3} {line}")
        last = line
    kinds = (f"‹{each}|{kind}{f' {command}' if command else ''}›" for each, kind, command in words if each.strip())
    return [*shown, "".join(kinds)]


def test_what_fits_into_each_width_is_as_it_was_read() -> None:
    check_golden(
        "footer.txt", "".join(f"== {name}\n" + "\n".join(lines(*each)) + "\n" for name, each in FOOTERS.items())
    )
