"""How texts introduce people."""

import pytest

from reader.analysis.roles import find_roles
from reader.text.span import Span


def roles(text: str, name: str) -> list[str]:
    spans = [Span(at, at + len(name)) for at in range(len(text)) if text.startswith(name, at)]
    return list(find_roles(text, spans))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ana Ortiz, the mayor of Leith, left.", ["mayor of Leith"]),
        ("Ana Ortiz, director of the Institute of Ports, left.", ["director of the Institute of Ports"]),
        ("Mayor Ana Ortiz left.", ["Mayor"]),
        ("The Russian President Ana Ortiz left.", ["Russian President"]),
        ("Then former deputy minister Ana Ortiz left.", ["former deputy minister"]),
        ("It was the union leader Ana Ortiz.", ["union leader"]),
        ("They asked the new prime minister, Ana Ortiz.", ["new prime minister"]),
        ("Mayor Ana Ortiz came. Ana Ortiz, a lawyer, left.", ["Mayor", "lawyer"]),
        ("Ana Ortiz, in the end, left.", []),
        ("Ana Ortiz, who was a teacher, left.", []),
        ("Ana Ortiz, has been a teacher, left.", []),
        ("Mrs Ana Ortiz left.", []),
        ("“Well,” Ana Ortiz, 43, said.", []),
    ],
)
def test_roles_beside_a_name(text: str, found: list[str]) -> None:
    assert roles(text, "Ana Ortiz") == found
