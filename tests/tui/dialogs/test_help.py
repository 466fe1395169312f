"""How keys and words stand beside or below each other in the help."""

import pytest

from reader.tui.dialogs.help import help_content

SECTIONS = (
    ("Moving about", (("j  Down", "next line of the text, or of the list"), ("a", "note"))),
    ("Pages", (("Shift-PageDown  Ctrl-F", "page"),)),
)


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (45, [" j  Down            next line of the text, or", "                    of the list"]),
        (44, [" j  Down            next line of the text,", "                    or of the list"]),
        (40, [" j  Down            next line of the", "                    text, or of the list"]),
        (39, [" j  Down", "    next line of the text, or of the", "    list"]),
    ],
)
def test_words_stand_beside_their_keys_where_there_is_room(width: int, lines: list[str]) -> None:
    found = help_content(SECTIONS, width).plain.splitlines()
    beside = width >= 40
    assert found == [
        " Moving about ",
        *lines,
        f" a{' ' * 18 if beside else '  '}note",
        "",
        " Pages ",
        " Shift-PageDown  Ctrl-F",
        f"{' ' * 20 if beside else '    '}page",
    ]


def test_a_title_is_wrapped_too() -> None:
    assert help_content(SECTIONS[:1], 12).plain.splitlines()[:2] == [" Moving ", " about "]
    assert help_content(SECTIONS[:1], 14).plain.splitlines()[:1] == [" Moving about "]
