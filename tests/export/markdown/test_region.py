"""Markdown exports: golden file, repeated exports, and edits by the user around our region.

After an intended change, rewrite the golden files with `REWRITE_GOLDEN=1 python -m pytest tests/export` and
review the diff.
"""

from dataclasses import replace

import pytest

from reader.errors import ExportError
from reader.export.markdown.region import to_markdown
from tests.fixtures.golden import check_golden
from tests.fixtures.harbour import ID, body, harbour, one_note, values


def test_export_equals_golden_file() -> None:
    check_golden("harbour.md", to_markdown(harbour()))


def test_order_of_given_notes_does_not_matter() -> None:
    exported = harbour()
    assert to_markdown(replace(exported, notes=exported.notes[::-1])) == to_markdown(exported)


def test_same_input_gives_same_bytes_also_on_export_over_itself() -> None:
    first = to_markdown(harbour())
    assert to_markdown(harbour()) == first
    assert to_markdown(harbour(), first) == first
    assert to_markdown(harbour(), " \n") == first


def test_text_around_the_region_is_kept() -> None:
    old = to_markdown(one_note("Words.", "old", ("first",)))
    mine = old.replace('title: "Notes"\n', 'aliases:\n  - Harbour\ntitle: "Mine"\n# a remark\n\nrating: 5\n')
    mine = mine.replace("# Notes\n", "# My own title\n\nAn introduction.\n") + "\nMy conclusion.\n"
    new = to_markdown(one_note("Words.", "new", ("second",)), mine)
    assert new.startswith('---\naliases:\n  - Harbour\ntitle: "Notes"\n# a remark\n\nrating: 5\n')
    assert "---\n# My own title\n\nAn introduction.\n\n<!-- reader:begin" in new
    assert new.endswith(" -->\n\nMy conclusion.\n")
    assert "\nnew\n" in new
    assert "\nold\n" not in new


def test_tags_added_by_the_user_are_kept_and_tags_removed_from_notes_are_dropped() -> None:
    old = to_markdown(one_note("Words.", "", ("first",)))
    mine = old.replace('tags: ["first"]\n', "tags:\n  - first\n  - to-read\n- 'mine'\n")
    new = to_markdown(one_note("Words.", "", ("second",)), mine)
    assert values(new)["tags"] == ["second", "to-read", "mine"]
    assert values(to_markdown(one_note("Words."), new))["tags"] == ["to-read", "mine"]


def test_crlf_line_endings_are_kept() -> None:
    windows = to_markdown(one_note("Words.", "old")).replace("\n", "\r\n") + "Mine.\r\n"
    new = to_markdown(one_note("Words.", "new"), windows)
    assert new.count("\n") == new.count("\r\n")
    assert new.replace("\r\n", "\n") == to_markdown(one_note("Words.", "new")) + "Mine.\n"
    assert to_markdown(one_note("Words.", "new"), "\ufeff" + new) == "\ufeff" + new


def test_removed_front_matter_is_restored_and_a_rule_is_not_front_matter() -> None:
    whole = to_markdown(one_note("Words."))
    assert to_markdown(one_note("Words."), "# " + body(whole)) == whole
    ruled = "---\nNever closed.\n\n" + body(whole)
    assert to_markdown(one_note("Words."), ruled).endswith("---\n" + ruled)


def test_region_edited_by_hand_is_overwritten_only_with_force() -> None:
    edited = to_markdown(one_note("Words.", "old")).replace("\nold\n", "\nbetter\n")
    with pytest.raises(ExportError, match=r"edited by hand.*--force"):
        to_markdown(one_note("Words.", "new"), edited)
    assert to_markdown(one_note("Words.", "new"), edited, force=True) == to_markdown(one_note("Words.", "new"))


def test_foreign_file_is_appended_to_only_with_force() -> None:
    letter = "---\nmood: good\n---\nDear Ann,\n\nno newline at the end"
    with pytest.raises(ExportError, match=r"not an export of this article.*--force"):
        to_markdown(one_note("Words."), letter)
    forced = to_markdown(one_note("Words."), letter, force=True)
    head, _, rest = forced.partition("\n---\n")
    assert head.startswith(f'---\nmood: good\ntitle: "Notes"\nreader_id: "{ID}"\nreader_sha256: "')
    assert rest.startswith("Dear Ann,\n\nno newline")
    assert to_markdown(one_note("Words."), forced) == forced


@pytest.mark.parametrize("force", [False, True])
def test_export_of_another_article_is_never_overwritten(force: bool) -> None:
    other = to_markdown(replace(one_note("Words."), article_id="aaaaaaaaaa"))
    with pytest.raises(ExportError, match="another article \\(aaaaaaaaaa\\)"):
        to_markdown(one_note("Words."), other, force=force)


@pytest.mark.parametrize("force", [False, True])
@pytest.mark.parametrize("broken", ["no end", "two", "no begin"])
def test_region_comments_must_be_one_pair(broken: str, force: bool) -> None:
    whole = to_markdown(one_note("Words."))
    lines = whole.splitlines(keepends=True)
    files = {
        "no end": "".join(line for line in lines if "reader:end" not in line),
        "no begin": "".join(line for line in lines if "reader:begin" not in line),
        "two": whole + body(whole),
    }
    with pytest.raises(ExportError, match="exactly one"):
        to_markdown(one_note("Words."), files[broken], force=force)
