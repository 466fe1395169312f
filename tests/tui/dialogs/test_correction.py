"""The choices that the dialogs of corrections offer: how they are drawn, what was typed, and other spellings."""

import pytest

from reader.analysis import Entity
from reader.text.span import Span
from reader.tui.dialogs.correction import NameChoice, spellings_of, typed_choice

TEXT = "Maria Ortiz came. Mayor Ortiz spoke, the\nmayor left, and Ortiz stayed. MARIA ORTIZ."


def spans(*words: str) -> tuple[Span, ...]:
    return tuple(Span(TEXT.index(each), TEXT.index(each) + len(each)) for each in words)


@pytest.mark.parametrize(
    ("words", "beside", "room", "line"),
    [
        ("Ann", "person 1", 20, "Ann         person 1"),
        ("Ann", "person 1", 12, "Ann   perso…"),
        ("Maria Ortiz", "now", 11, "Maria…  now"),
        ("東京 Times", "now", 14, "東京 Times now"),
    ],
)
def test_a_choice_fills_its_line_with_its_label_at_the_right(words: str, beside: str, room: int, line: str) -> None:
    assert NameChoice(words, beside, (words,)).content(room).plain == line


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("", []), ("  ", []), ("ann  lee", []), ("Tom\tRay ", ["Tom Ray"])],
)
def test_what_is_typed_is_a_choice_unless_the_list_has_it(typed: str, offered: list[str]) -> None:
    found = typed_choice(typed, [NameChoice("Lee", "", ("Lee", "Ann Lee"))])
    assert [choice.words for choice in found] == offered
    assert [choice.names for choice in found] == [(name,) for name in offered]


@pytest.mark.parametrize(
    ("mention", "found"),
    [(None, ["Ortiz", "the mayor"]), ("Mayor Ortiz", ["Mayor Ortiz"]), ("MARIA ORTIZ", [])],
)
def test_the_shortest_spellings_are_offered_or_that_of_a_mention(mention: str | None, found: list[str]) -> None:
    words = ("Maria Ortiz", "Mayor Ortiz", "the\nmayor", "MARIA ORTIZ")
    entity = Entity("Maria Ortiz", "person", (), (*spans(*words), Span(TEXT.index("Ortiz st"), TEXT.index(" stayed"))))
    assert spellings_of(entity, TEXT, spans(mention)[0] if mention else None) == found
