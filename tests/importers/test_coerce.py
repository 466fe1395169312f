"""Foreign values made safe."""

from reader.importers import coerce
from reader.session.session import Session
from tests.importers.story import annotation, import_text


def test_control_characters_are_replaced(session: Session) -> None:
    hostile = "\x1b]52;c;aGk=\x07\u202e"
    import_text(
        session.library,
        annotation(
            body=[
                {"type": "TextualBody", "value": hostile},
                {"type": "TextualBody", "value": hostile, "purpose": "tagging"},
            ],
            target={
                "source": f"https://x.example/{hostile}",
                "selector": {"type": "TextQuoteSelector", "exact": hostile},
            },
        ),
    )
    written = session.library.path.read_text(encoding="utf-8")
    assert [sign for sign in ("\x1b", "\\u001b", "\u202e", "\\u202e") if sign in written] == []
    assert len(session.library.notes()) == 1


def test_number_and_length_of_tags_are_limited() -> None:
    assert len(coerce.to_tags([f"t{number}" for number in range(10_000)], "")) == coerce.MOST_TAGS
    assert coerce.to_tags(["x" * 1000], "") == ("x" * coerce.LONGEST_TAG,)
