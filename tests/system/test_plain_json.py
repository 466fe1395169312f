"""JSON by orjson and by the standard library: the same bytes, and the same refusals."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.system import fast_json, plain_json

numbers = st.integers(-(2**63), 2**64 - 1) | st.floats(1e-4, 1e15) | st.floats(-1e15, -1e-4)
strings = st.text(st.characters(codec="utf-8"), max_size=8)
values = st.recursive(
    st.none() | st.booleans() | numbers | strings,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(strings, inner, max_size=4),
    max_leaves=20,
)

either = pytest.mark.parametrize("module", [fast_json, plain_json], ids=["fast", "plain"])


@given(values, st.booleans(), st.booleans())
def test_both_write_the_same_bytes_and_read_them(value: Any, sort_keys: bool, indent: bool) -> None:
    written = fast_json.dumps(value, sort_keys=sort_keys, indent=indent)
    assert plain_json.dumps(value, sort_keys=sort_keys, indent=indent) == written
    assert fast_json.loads(written) == plain_json.loads(written) == json.loads(written) == value


@given(st.binary(max_size=20) | st.text(max_size=20).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_both_read_the_same_bytes(data: bytes) -> None:
    assert outcome(fast_json.loads, data) == outcome(plain_json.loads, data)


def outcome(read: Callable[[bytes], Any], data: bytes) -> Any:
    try:
        return read(data)
    except ValueError:
        return ValueError


@either
@pytest.mark.parametrize("value", ["\ud800", {"\udfff": 1}, 2**64, -(2**63) - 1, {1: 2}, {"a": {2.5}}, b""], ids=repr)
def test_what_json_cannot_say_is_not_written(module: Any, value: object) -> None:
    with pytest.raises(TypeError):
        module.dumps(value)


@either
@pytest.mark.parametrize("wrapped", [lambda value: [value], lambda value: {"x": value}], ids=["lists", "objects"])
def test_so_many_levels_are_written_and_no_more(module: Any, wrapped: Callable[[object], object]) -> None:
    nest: object = []
    for _ in range(plain_json.DEPTH - 1):
        nest = wrapped(nest)
    assert module.loads(module.dumps(nest)) == nest
    with pytest.raises(TypeError):
        module.dumps(wrapped(wrapped(nest)))


@either
def test_a_deep_nest_is_not_written(module: Any) -> None:
    nest: list[Any] = []
    for _ in range(2000):
        nest = [nest]
    with pytest.raises(TypeError):
        module.dumps(nest)


@either
@pytest.mark.parametrize(
    "data",
    [b"", b"{", b"[1,]", b"NaN", b"[Infinity]", b"1e400", b'"\\ud800"', b'"\xff"', b"\xef\xbb\xbf{}", b"[" * 100_000],
    ids=lambda data: repr(data[:8]),
)
def test_what_is_no_json_is_refused(module: Any, data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        module.loads(data)


@either
def test_both_halves_of_a_character_are_one(module: Any) -> None:
    assert module.loads(b'"\\ud83d\\ude00 \\u00e9"') == "\U0001f600 é"
