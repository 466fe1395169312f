"""Foreign values made safe."""

import json

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


BAD_TAGS = ["city hall", "a\nb", "#x", "<script>", "2024", "//", "", "ok/yes", "ok/yes"]
GOOD_TAGS = ("city-hall", "a-b", "x", "-script-", "_2024", "ok/yes")


def test_tags_are_made_valid() -> None:
    assert coerce.valid_tags(BAD_TAGS) == GOOD_TAGS


def test_tags_of_our_json_are_made_valid(session: Session) -> None:
    session.article_notes.annotate(None, "Words.")
    made = json.loads(session.exports.render("json").decode())
    note = made["notes"][0]
    note["id"] = "aaaaaaaaaa"
    note["tags"] = note["revisions"][0]["tags"] = BAD_TAGS
    import_text(session.library, json.dumps(made))
    imported = session.library.note("aaaaaaaaaa")
    assert imported
    assert imported.tags == GOOD_TAGS


def test_tags_of_our_web_annotations_are_made_valid(session: Session) -> None:
    bodies = [{"type": "TextualBody", "value": tag, "purpose": "tagging"} for tag in BAD_TAGS]
    import_text(session.library, annotation(id="urn:x-reader:note:aaaaaaaaaa", body=bodies))
    imported = session.library.note("aaaaaaaaaa")
    assert imported
    assert imported.tags == GOOD_TAGS


def test_number_and_length_of_tags_are_limited() -> None:
    assert len(coerce.to_tags([f"t{number}" for number in range(10_000)], "")) == coerce.MOST_TAGS
    assert coerce.to_tags(["x" * 1000], "") == ("x" * coerce.LONGEST,)
