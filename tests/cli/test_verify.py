"""`reader verify`: the verdicts on a draft's quotations."""

import json
from pathlib import Path

import pytest

from reader.anchoring import describe
from reader.annotations.corrections import AcceptCheck
from reader.session.session import Session
from reader.sources.open import open_source
from reader.system import stdio
from reader.system.paths import PACKAGE, user_paths
from reader.text.span import Span
from tests.cli.command_line import STORY, Reader, Screen, one_line

SAID = "“We were not told until Friday,” Maria Ortiz said."


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    file = tmp_path / "draft.md"
    file.write_text(f"# A Draft\n\n{SAID}\n", encoding="utf-8")
    return file


def test_a_draft_that_is_fine(reader: Reader, draft: Path, story: Path) -> None:
    answer = reader("verify", draft, "--against", story)
    assert answer.code == 0
    assert "✓ verbatim, same speaker" in answer.out
    assert "none of 1 quotation needs you" in answer.out
    assert answer.err == ""


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("“We were told until Friday,” Maria Ortiz said.", "✗ altered, same speaker"),
        ("“Nobody ever counted the gulls of Leith,” Maria Ortiz said.", "✗ missing: in no source"),
        ("“We were not told until Friday,” John Hill said.", "✗ verbatim, but said by Maria Ortiz"),
    ],
)
def test_a_draft_with_something_to_look_at(reader: Reader, draft: Path, story: Path, text: str, verdict: str) -> None:
    draft.write_text(text, encoding="utf-8")
    answer = reader("verify", draft, "--against", story)
    assert answer.code == 3
    assert answer.out.startswith(f"1 of 1 quotation needs you\n\n{verdict}")


def test_json(reader: Reader, draft: Path, story: Path) -> None:
    draft.write_text(f"{SAID}\n\n“Nobody counted the gulls of Leith.”\n", encoding="utf-8")
    answer = reader("verify", draft, "--against", story, "--json")
    first, second = json.loads(answer.out)
    shown = reader("show", draft).out
    assert shown[first["start"] : first["end"]] == first["text"] == "We were not told until Friday,"
    assert shown[first["speaker"]["start"] : first["speaker"]["end"]] == first["speaker"]["name"] == "Maria Ortiz"
    there = first.pop("source")
    assert {key: first[key] for key in ("words", "attribution", "diff", "remarks", "others")} == {
        "words": "verbatim",
        "attribution": "same",
        "diff": None,
        "remarks": [],
        "others": [],
    }
    assert reader("show", story).out[there["start"] : there["end"]] == there["text"] == "We were not told until Friday"
    assert (there["path"], there["title"], there["paragraph"], there["page"]) == (
        str(story),
        "The Harbour Vote",
        1,
        None,
    )
    assert there["speaker"]["name"] == "Maria Ortiz"
    assert (second["words"], second["attribution"], second["source"]) == ("missing", None, None)


def test_the_draft_may_be_standard_input(reader: Reader, story: Path) -> None:
    assert reader("verify", "-", "--against", story, stdin=SAID).code == 0


def test_texts_from_standard_input_are_checked_against_others_from_there(reader: Reader) -> None:
    reader("note", "-", "--text", "kept", stdin=STORY)
    (verdict,) = json.loads(reader("verify", "-", "--json", stdin=SAID).out)
    assert verdict["words"] == "verbatim"


def test_the_result_may_go_to_a_file(reader: Reader, draft: Path, story: Path, tmp_path: Path) -> None:
    answer = reader("verify", draft, "--against", story, "--json", "-o", tmp_path / "out.json")
    assert (answer.code, answer.out) == (0, "")
    assert len(json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))) == 1


def test_no_file_name_reaches_the_terminal_as_a_command(reader: Reader, draft: Path, story: Path) -> None:
    hostile = story.rename(story.with_name("evil\x1b]0;title\x07.txt"))
    answer = reader("verify", draft, "--against", hostile)
    assert "title" in answer.out
    assert not {"\x1b", "\x07"} & set(answer.out + answer.err)


@pytest.mark.parametrize("name", ["draft", "story"])
def test_a_result_never_replaces_what_is_checked(reader: Reader, draft: Path, story: Path, name: str) -> None:
    target = {"draft": draft, "story": story}[name]
    before = target.read_bytes()
    answer = reader("verify", draft, "--against", story, "--markdown", "-o", target)
    assert answer.code == 2
    assert "would replace what is checked" in answer.err
    assert target.read_bytes() == before


def test_a_result_that_cannot_be_written_is_one_line(reader: Reader, draft: Path, story: Path, tmp_path: Path) -> None:
    answer = reader("verify", draft, "--against", story, "-o", tmp_path / "none" / "out")
    assert "No such file" in one_line(answer)


def test_indirect_speech(reader: Reader, draft: Path, story: Path) -> None:
    draft.write_text("Maria Ortiz said that they were not told until Friday.\n", encoding="utf-8")
    assert "no quotations" in reader("verify", draft, "--against", story).err
    answer = reader("verify", draft, "--against", story, "--indirect")
    assert (answer.code, "✓ adapted" in answer.out) == (0, True)


def test_a_folder_of_sources_without_the_draft_itself(reader: Reader, draft: Path, story: Path) -> None:
    assert story.parent == draft.parent
    assert reader("verify", draft, "--against", draft.parent).code == 0
    story.unlink()
    answer = reader("verify", draft, "--against", draft.parent)
    assert "nothing to check against" in one_line(answer)


def test_a_copy_of_the_draft_is_no_source(reader: Reader, draft: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.md"
    copy.write_bytes(draft.read_bytes())
    assert reader("verify", draft, "--against", copy).code == 3


def test_a_source_that_cannot_be_read_is_one_line_and_the_others_are_used(
    reader: Reader, draft: Path, story: Path, tmp_path: Path
) -> None:
    answer = reader("verify", draft, "--against", tmp_path / "missing.txt", story)
    assert (answer.code, "✓ verbatim" in answer.out) == (1, True)
    assert answer.err.count("\n") == 1
    assert "missing.txt" in answer.err
    answer = reader("verify", draft, "--against", tmp_path / "missing.txt")
    assert (answer.code, answer.out) == (1, "")


def test_without_sources_the_library_is_searched(reader: Reader, draft: Path, story: Path) -> None:
    other = story.with_name("other.md")
    other.write_text("# Another\n\nNothing of the kind.\n", encoding="utf-8")
    assert reader("add", story, other, draft).code == 0
    answer = reader("verify", draft, "--json")
    (check,) = json.loads(answer.out)
    assert (answer.code, check["source"]["path"], check["others"]) == (0, str(story), [])
    assert check["source"]["article"] == next(
        line.split()[0] for line in reader("library").out.splitlines() if "Harbour" in line
    )


def test_the_speaker_is_the_one_the_user_has_corrected(reader: Reader, draft: Path, story: Path) -> None:
    assert reader("add", story).code == 0
    quote = "“We were not told until Friday,”".replace("“", '"').replace("”", '"')
    assert reader("correct", story, "--quote", quote, "--speaker", "John Hill").code == 0
    for argv in (["verify", draft], ["verify", draft, "--against", story]):
        assert "but said by John Hill" in reader(*argv).out


def test_an_empty_library(reader: Reader, draft: Path) -> None:
    answer = reader("verify", draft)
    assert (answer.code, "✗ missing: in no source" in answer.out) == (3, True)
    assert "--against names sources" in answer.err


@pytest.mark.parametrize("text", ["Nothing is quoted.\n", "# Only a heading\n"])
def test_a_draft_without_quotations_says_so(reader: Reader, draft: Path, story: Path, text: str) -> None:
    draft.write_text(text, encoding="utf-8")
    answer = reader("verify", draft, "--against", story, "--json")
    assert (answer.code, json.loads(answer.out)) == (0, [])
    assert answer.err == "reader: the draft has no quotations\n"


def test_an_empty_draft_is_one_line(reader: Reader, draft: Path, story: Path) -> None:
    draft.write_text("", encoding="utf-8")
    assert "is empty" in one_line(reader("verify", draft, "--against", story))


def test_a_draft_in_another_language_says_so(reader: Reader, draft: Path, story: Path) -> None:
    german = (
        "Der Rat hat am Freitag nach vier Stunden über den Hafen entschieden, und die Stadt ist nicht zufrieden. "
        "„Wir haben es erst am Freitag erfahren“, sagte Maria Ortiz nach der Sitzung, die sich bis in die Nacht zog."
    )
    draft.write_text(german, encoding="utf-8")
    assert "in German: words are checked, but not who said them" in reader("verify", draft, "--against", story).err


def test_progress_and_interruption(reader: Reader, draft: Path, story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    monkeypatch.setattr(stdio, "show_progress", seen.append)
    assert reader("verify", draft, "--against", story).code == 0
    assert "reading sources: 1" in seen
    assert "checking quotations: 0 of 1" in seen
    assert "checking quotations: 1 of 1" not in seen  # the line is cleared
    assert seen[-1] == ""

    def interrupt(message: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(stdio, "show_progress", interrupt)
    answer = reader("verify", draft, "--against", story)
    assert (answer.code, answer.out) == (130, "")


def test_progress_as_json_lines(reader: Reader, draft: Path, story: Path, tmp_path: Path) -> None:
    answer = reader("verify", draft, "--against", story, "--jsonl")
    *progress, verdict = map(json.loads, answer.out.splitlines())
    assert {"doing": "reading sources", "done": 1, "of": 0} in progress
    assert progress[-1] == {"doing": "checking quotations", "done": 1, "of": 1}
    assert verdict == json.loads(reader("verify", draft, "--against", story, "--json").out)[0]
    told = reader("verify", draft, "--against", story, "--jsonl", "-o", tmp_path / "verdicts.jsonl").out.splitlines()
    assert [json.loads(line) for line in told] == progress
    assert json.loads((tmp_path / "verdicts.jsonl").read_text()) == verdict


def test_in_a_terminal_the_verdicts_are_shown_on_the_screen(
    reader: Reader, draft: Path, story: Path, screen: Screen
) -> None:
    assert reader("verify", draft, "--against", story).code == 0
    assert (screen.checks, screen.article) == ((str(story),), reader("show", draft).out.rstrip("\n"))


def test_a_verdict_that_was_accepted_is_no_reason_to_stop(reader: Reader, draft: Path, story: Path, home: Path) -> None:
    draft.write_text("“We were told until Friday,” Maria Ortiz said.\n", encoding="utf-8")
    assert reader("verify", draft, "--against", story).code == 3
    session = Session(open_source(str(draft)), user_paths())
    session.record_opening()
    span = Span(1, 1 + len("We were told until Friday,"))
    session.analysis_state.correct(AcceptCheck(describe(session.article.text, span)))
    assert reader("verify", draft, "--against", story).code == 0
    session.article_notes.undo()
    assert reader("verify", draft, "--against", story).code == 3


def test_the_example_of_the_documents(reader: Reader, draft: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(PACKAGE.parent)
    page = (PACKAGE.parent / "docs" / "verify.md").read_text(encoding="utf-8")
    written, printed = (page.partition(f"```{kind}\n")[2].partition("```")[0] for kind in ("markdown", "text"))
    draft.write_text(written, encoding="utf-8")
    answer = reader("verify", draft, "--against", "seeds/xi-jinping-moscow-visit.txt")
    assert (answer.code, answer.out) == (3, printed)


def test_the_annotated_draft(reader: Reader, draft: Path, story: Path, tmp_path: Path) -> None:
    made = reader("verify", draft, "--against", story, "--markdown").out
    assert "Friday,”[^1] Maria Ortiz said." in made
    assert "[^1]: ✓ **verbatim, same speaker** · *The Harbour Vote*" in made
    page = tmp_path / "draft.html"
    assert reader("verify", draft, "--against", story, "--html", "-o", page).code == 0
    assert "verbatim, same speaker" in page.read_text(encoding="utf-8")


def test_a_page_is_fetched_only_if_it_is_named(reader: Reader, draft: Path, tmp_path: Path) -> None:
    listed = tmp_path / "list.txt"
    listed.write_text(f"{STORY}\nhttps://example.invalid/page\n", encoding="utf-8")
    assert reader("verify", draft, "--against", listed).code == 0


def test_the_facts_of_a_draft(reader: Reader, draft: Path, story: Path, tmp_path: Path) -> None:
    story.write_text("# A Count\n\nHe counted 43 ferries a day, said Ray.\n", encoding="utf-8")
    draft.write_text("Ray counted 34 ferries a day.\n\nThe tram has twelve seats.\n", encoding="utf-8")
    answer = reader("verify", draft, "--facts", "--against", story)
    assert answer.code == 3
    assert "✗ figure “34” · ¶ 1: the source has “43”" in answer.out
    rows = json.loads(reader("verify", draft, "--facts", "--against", story, "--json").out)
    assert [(row["kind"], row["text"], row["result"]) for row in rows] == [
        ("figure", "34", "differs"),
        ("figure", "twelve", "not_found"),
    ]
    there = rows[0]["source"]
    assert (there["path"], there["fact"]["text"]) == (str(story), "43")
    assert reader("show", story).out[there["start"] : there["end"]] == there["text"]
    for name in ("log.csv", "log.html"):
        assert reader("verify", draft, "--facts", "--against", story, "-o", tmp_path / name).code == 3
        log = (tmp_path / name).read_text(encoding="utf-8")
        assert "differs" in log
        assert "He counted 43 ferries a day" in log
    assert "no such form" in reader("verify", draft, "--facts", "--markdown", "--against", story).err


def test_sure_names_only_speakers_who_are(reader: Reader, draft: Path, story: Path) -> None:
    """Who is not sure in a source counts as not found there; a description never is."""
    story.write_text("“We were not told,” Maria Ortiz said.\n\n“Nobody knew of it at all,” a spokeswoman said.\n")
    draft.write_text("“We were not told,” John Hill said.\n\n“Nobody knew of it at all,” John Hill said.\n")
    answer = reader("verify", draft, "--against", story)
    assert "but said by Maria Ortiz" in answer.out
    assert "but said by a spokeswoman" in answer.out
    answer = reader("verify", draft, "--against", story, "--sure")
    assert "but said by Maria Ortiz" in answer.out
    assert "but the source names no speaker" in answer.out
    assert "said by a spokeswoman" not in answer.out
