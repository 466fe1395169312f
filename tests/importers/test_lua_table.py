"""Tables of plain values in Lua, which are read and never run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import NoteImportError
from reader.importers.lua_table import Value, is_lua, parse_lua

STRINGS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20) | st.sampled_from(
    ["a\nb", '"', "\\", "\t"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | STRINGS,
    lambda inner: st.dictionaries(st.integers(1, 99) | STRINGS, inner, max_size=4),
    max_leaves=12,
)


def written(value: object) -> str:
    """A value as Lua writes it."""
    if isinstance(value, dict):
        return "{" + "".join(f"[{written(key)}] = {written(item)}, -- x\n" for key, item in value.items()) + "}"
    if isinstance(value, str):
        quoted = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\\n").replace("\t", "\\9")
        return f'"{quoted}"'
    return "nil" if value is None else str(value).lower()


@given(st.dictionaries(STRINGS, VALUES, max_size=4))
def test_what_lua_writes_is_read(table: dict[str, object]) -> None:
    assert parse_lua(f"-- a comment\nreturn {written(table)}\n") == table


@pytest.mark.parametrize(
    ("text", "table"),
    [
        ("return {}", {}),
        ("{'a', 2; 3.5, x = true, [9] = nil,}", {1: "a", 2: 2, 3: 3.5, "x": True, 9: None}),
        ("{[1] = 0x1F, [2] = -1e3, [3] = math.huge}", {1: 31, 2: -1000.0, 3: None}),
        (r'{"\65\x42\z   C\228"}', {1: "ABC\ufffd"}),
        ("-- one\n-- two\nreturn {{{1}}}", {1: {1: {1: 1}}}),
    ],
)
def test_forms_of_a_table(text: str, table: dict[str | int, Value]) -> None:
    assert is_lua(text)
    assert parse_lua(text) == table


@pytest.mark.parametrize(
    "text",
    [
        "{os.execute('rm x')}",
        "{[1] = os.execute}",
        "{a = function() end}",
        "{1} + {2}",
        "{1, 2",
        "{'open}",
        "{[{}] = 1}",
        "{1 2}",
        "{[1] 2}",
        "return",
        "return 5",
        "",
        "{" * 1_000,
        "{[[long]]}",
        "{\0}",
    ],
)
def test_anything_else_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(NoteImportError, match=r"not a Lua table of plain values: line 1$"):
        parse_lua(text)


@pytest.mark.parametrize("text", ["", "[1]", '"a"', "return 5", "Just a letter.", "-- a comment"])
def test_other_texts_are_no_table(text: str) -> None:
    assert not is_lua(text)
