"""An article's notes as files: every word comes back, no note reaches beyond itself, and what the user wrote stays.

The golden files in `tests/golden` are what one would find on disk. After a change that is meant, write them anew with
`REWRITE_GOLDEN=1 python -m pytest tests/export/test_export.py` and read the difference.
"""

import json
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.analysis import Analysis, Entity
from reader.anchoring import Anchor
from reader.annotations.notes import Note, NoteRevision
from reader.errors import ExportError
from reader.export.export_data import ExportData, note_object, speaker_of
from reader.export.json import to_json
from reader.export.markdown.render import to_markdown
from reader.text.sanitize import HOSTILE
from reader.text.span import Span
from tests.fixtures.harbour import ID, NOTHING, body, harbour, headings_of, one_note, plain, span_of, values

GOLDEN = Path(__file__).parents[1] / "golden"


# ---------------------------------------------------------------------- golden files


@pytest.mark.parametrize(("name", "render"), [("harbour.md", to_markdown), ("harbour.json", to_json)])
def test_the_export_is_byte_for_byte_the_golden_file(name: str, render: object) -> None:
    made = (to_markdown if render is to_markdown else to_json)(harbour())
    if os.environ.get("REWRITE_GOLDEN"):
        (GOLDEN / name).write_bytes(made.encode())
    assert made.encode() == (GOLDEN / name).read_bytes()


def test_the_order_of_the_notes_given_does_not_matter() -> None:
    exported = harbour()
    assert to_markdown(replace(exported, notes=exported.notes[::-1])) == to_markdown(exported)


# ---------------------------------------------------------------------- tags


def test_the_tag_line_holds_only_tags_that_the_text_does_not() -> None:
    markdown = to_markdown(one_note("Words.", "A #budget `#code`", ("budget", "code", "city/housing")))
    assert "\n#code #city/housing · ¶ 1 · 2026-03-05\n" in markdown
    assert values(markdown)["tags"] == ["budget", "city/housing", "code"]


def test_two_tags_that_become_one_are_said_to_be_one() -> None:
    markdown = to_markdown(one_note("Words.", "", ("city hall", "city-hall", "a-->b", "a---b")))
    assert values(markdown)["tags"] == ["a---b", "city-hall"]
    assert 'one tag here, #city-hall, is written in several ways in the notes: "city hall", "city-hall" -->' in markdown
    assert '"a---b", "a- - >b" -->' in markdown
    assert "\n#city-hall #a---b ·" in markdown


# ---------------------------------------------------------------------- front matter


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=40), st.text(max_size=40))
def test_every_value_is_json_in_plain_characters(title: str, author: str) -> None:
    article = replace(plain("Words."), title=title, author=(author,))
    markdown = to_markdown(ExportData(article, ID, NOTHING, ()))
    assert values(markdown).get("title", "") == title
    assert values(markdown)["author"] == [author]
    assert not HOSTILE.search(markdown)


def test_keys_without_a_value_are_left_out() -> None:
    markdown = to_markdown(ExportData(plain("Words."), ID, NOTHING, ()))
    assert values(markdown) == {"title": "Notes", "reader_id": ID}


def test_names_become_links_that_obsidian_can_follow() -> None:
    entities = (Entity("A|B [C] #D^E", "person", (), (Span(0, 1),)), Entity("[]", "place", (), (Span(0, 1),)))
    exported = ExportData(plain("Words."), ID, Analysis("rules 1", entities, ()), ())
    assert values(to_markdown(exported))["people"] == ["[[A B C D E]]"]
    assert "places" not in values(to_markdown(exported))
    assert r"- **A\|B \[C\] \#D\^E** · 1 mention (¶ 1)" in to_markdown(exported)


# ---------------------------------------------------------------------- writing it anew


def test_the_same_input_gives_the_same_bytes_and_so_does_its_own_export() -> None:
    first = to_markdown(harbour())
    assert to_markdown(harbour()) == first
    assert to_markdown(harbour(), first) == first
    assert to_markdown(harbour(), " \n") == first


def test_what_the_user_wrote_around_the_region_stays() -> None:
    old = to_markdown(one_note("Words.", "old", ("first",)))
    mine = old.replace('title: "Notes"\n', 'aliases:\n  - Harbour\ntitle: "Mine"\n# a remark\n\nrating: 5\n')
    mine = mine.replace("# Notes\n", "# My own title\n\nAn introduction.\n") + "\nMy conclusion.\n"
    new = to_markdown(one_note("Words.", "new", ("second",)), mine)
    assert new.startswith('---\naliases:\n  - Harbour\ntitle: "Notes"\n# a remark\n\nrating: 5\n')
    assert "---\n# My own title\n\nAn introduction.\n\n<!-- reader:begin" in new
    assert new.endswith(" -->\n\nMy conclusion.\n")
    assert "\nnew\n" in new
    assert "\nold\n" not in new


def test_a_tag_of_the_users_own_stays_and_one_that_the_notes_lost_goes() -> None:
    old = to_markdown(one_note("Words.", "", ("first",)))
    mine = old.replace('tags: ["first"]\n', "tags:\n  - first\n  - to-read\n- 'mine'\n")
    new = to_markdown(one_note("Words.", "", ("second",)), mine)
    assert values(new)["tags"] == ["second", "to-read", "mine"]
    assert values(to_markdown(one_note("Words."), new))["tags"] == ["to-read", "mine"]


def test_a_file_from_a_windows_editor_keeps_its_line_endings() -> None:
    windows = to_markdown(one_note("Words.", "old")).replace("\n", "\r\n") + "Mine.\r\n"
    new = to_markdown(one_note("Words.", "new"), windows)
    assert new.count("\n") == new.count("\r\n")
    assert new.replace("\r\n", "\n") == to_markdown(one_note("Words.", "new")) + "Mine.\n"
    assert to_markdown(one_note("Words.", "new"), "\ufeff" + new) == "\ufeff" + new


def test_front_matter_that_was_taken_out_comes_back_and_a_rule_is_not_taken_for_it() -> None:
    whole = to_markdown(one_note("Words."))
    assert to_markdown(one_note("Words."), "# " + body(whole)) == whole
    ruled = "---\nNever closed.\n\n" + body(whole)
    assert to_markdown(one_note("Words."), ruled).endswith("---\n" + ruled)


def test_a_region_edited_by_hand_is_not_written_over_unasked() -> None:
    edited = to_markdown(one_note("Words.", "old")).replace("\nold\n", "\nbetter\n")
    with pytest.raises(ExportError, match=r"edited by hand.*--force"):
        to_markdown(one_note("Words.", "new"), edited)
    assert to_markdown(one_note("Words.", "new"), edited, force=True) == to_markdown(one_note("Words.", "new"))


def test_a_file_that_is_not_an_export_is_only_added_to_and_only_when_asked() -> None:
    letter = "---\nmood: good\n---\nDear Ann,\n\nno newline at the end"
    with pytest.raises(ExportError, match=r"not an export of this article.*--force"):
        to_markdown(one_note("Words."), letter)
    forced = to_markdown(one_note("Words."), letter, force=True)
    assert forced.startswith(f'---\nmood: good\ntitle: "Notes"\nreader_id: "{ID}"\n---\nDear Ann,\n\nno newline')
    assert to_markdown(one_note("Words."), forced) == forced


@pytest.mark.parametrize("force", [False, True])
def test_another_articles_export_is_never_touched(force: bool) -> None:
    other = to_markdown(replace(one_note("Words."), article_id="aaaaaaaaaa"))
    with pytest.raises(ExportError, match="another article \\(aaaaaaaaaa\\)"):
        to_markdown(one_note("Words."), other, force=force)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("broken", ["no end", "two", "no begin"])
def test_comments_that_are_not_one_pair_are_refused(broken: str, force: bool) -> None:
    whole = to_markdown(one_note("Words."))
    lines = whole.splitlines(keepends=True)
    files = {
        "no end": "".join(line for line in lines if "reader:end" not in line),
        "no begin": "".join(line for line in lines if "reader:begin" not in line),
        "two": whole + body(whole),
    }
    with pytest.raises(ExportError, match="exactly one"):
        to_markdown(one_note("Words."), files[broken], force=force)


# ---------------------------------------------------------------------- JSON and speakers


def test_json_loses_nothing() -> None:
    exported = harbour()
    data = json.loads(to_json(exported))
    assert (data["format"], data["version"], data["article"]["id"]) == ("reader", 1, ID)
    for note, made in zip(exported.notes, data["notes"], strict=True):
        revisions = []
        for values_ in made["revisions"]:
            anchor = Anchor(**values_.pop("anchor")) if values_["anchor"] else values_.pop("anchor")
            revisions.append(NoteRevision(**{**values_, "tags": tuple(values_["tags"])}, anchor=anchor))
        assert Note(made["id"], made["article"], made["made_on"], tuple(revisions), note.placement) == note


@settings(deadline=None, max_examples=100)
@given(st.text())
def test_json_holds_any_text_and_nothing_that_acts_on_a_terminal(words: str) -> None:
    made = to_json(one_note("Words.", words))
    assert json.loads(made)["notes"][0]["text"] == words
    assert not HOSTILE.search(made)
    assert made.endswith("}\n")


def test_a_note_in_json_has_the_promised_keys() -> None:
    exported = harbour()
    whole = note_object(exported.notes[-1], ID, "T", "-", None)
    assert list(whole) == ("id article title source quote speaker text tags state start end created updated".split())
    assert [whole[key] for key in ("quote", "state", "start", "end")] == [None] * 4
    orphan = note_object(exported.notes[0], ID, "T", "-", None)
    assert [orphan[key] for key in ("state", "start", "end")] == ["orphaned", None, None]


def test_a_passage_has_the_speaker_of_the_quote_that_it_lies_in() -> None:
    exported = harbour()
    article, analysis = exported.article, exported.analysis
    assert speaker_of(analysis, span_of(article, "told until")) == "Maria Ortiz"
    assert speaker_of(analysis, span_of(article, "Friday,” Ortiz")) is None
    assert speaker_of(analysis, span_of(article, "was fair")) is None


def test_the_sections_that_would_be_empty_are_left_out() -> None:
    assert headings_of(body(to_markdown(ExportData(plain("Words."), ID, NOTHING, ())))) == []


def test_quote_ids_stay_when_other_quotes_come() -> None:
    exported = harbour()
    ids = re.findall(r"\^rq-[a-z2-7]{10}$", to_markdown(exported), re.MULTILINE)
    fewer = replace(exported, analysis=replace(exported.analysis, quotes=exported.analysis.quotes[1:]))
    assert len(set(ids)) == 3
    assert re.findall(r"\^rq-[a-z2-7]{10}$", to_markdown(fewer), re.MULTILINE) == ids[1:]
