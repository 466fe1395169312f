"""`reader dossier`, and what a dossier limits: queries, exports, verification."""

import json
from pathlib import Path

import pytest

from reader.search.index import SearchIndex
from reader.system.paths import user_paths
from tests.cli.command_line import Reader, Screen, one_line

STORY = """# The Harbour Vote

“We were never asked about the new quay,” said Maria Ortiz, the mayor of Leith.

“They signed the contract for the quay in March,” Tom Quill said.
"""

MINUTES = """# Minutes

Mayor Maria Ortiz said: “The quay will be closed for the whole summer.”
"""

NOVEL = """# A Novel

“Nobody was ever asked for a dance,” said Dorothea. “Her uncle from Dundee gladly paid the huge bill for white lilies.”
"""

DRAFT = """# My piece

“We were never asked about the new quay,” Maria Ortiz said.
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("story", STORY), ("minutes", MINUTES), ("novel", NOVEL), ("draft", DRAFT)):
        (tmp_path / f"{name}.md").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_begin_list_show_and_end_one(reader: Reader, folder: Path) -> None:
    assert "no dossiers yet" in reader("dossier").err
    made = reader("dossier", "Harbour vote", "story.md", "minutes.md", "--draft", "draft.md")
    assert made.code == 0
    assert [line.split()[1] for line in made.out.splitlines()] == ["source", "source", "draft"]
    assert "3 texts added or changed; 3 texts in the dossier “Harbour vote”" in made.err
    assert "nothing new; 3 texts" in reader("dossier", "HARBOUR VOTE", "story.md").err
    assert json.loads(reader("dossier", "HARBOUR VOTE", "story.md", "--json").out)["name"] == "Harbour vote"
    assert "Harbour vote · 2 sources, 1 draft" in reader("dossier").out
    assert json.loads(reader("dossier", "--json").out)[0]["drafts"] == 1
    listed = json.loads(reader("dossier", "harbour vote", "--json").out)
    assert [(each["title"], each["role"]) for each in listed["members"]] == [
        ("The Harbour Vote", "source"),
        ("Minutes", "source"),
        ("My piece", "draft"),
    ]
    assert "source  The Harbour Vote · " in reader("dossier", "Harbour vote").out
    assert len(json.loads(reader("dossier", "Harbour vote", "--limit", "2", "--json").out)["members"]) == 2
    reader("dossier", "A second one", "story.md")
    assert [each["name"] for each in json.loads(reader("dossier", "--limit", "1", "--json").out)] == ["A second one"]
    reader("dossier", "A second one", "--remove")
    gone = reader("dossier", "Harbour vote", "--remove", "story.md")
    assert "1 text taken out of “Harbour vote”; 2 texts left in it" in gone.err
    assert "undone: 1 article as before" in reader("dossier", "Harbour vote", "--undo").err
    assert "it is empty, so it is gone" in reader("dossier", "Harbour vote", "--remove").err
    assert len(json.loads(reader("library", "--json").out)) == 3, "the articles stay"
    assert "no dossier “Harbour vote”" in one_line(reader("dossier", "Harbour vote"))


def test_a_text_whose_file_is_gone_is_taken_out(reader: Reader, folder: Path) -> None:
    reader("dossier", "Harbour", "story.md", "minutes.md")
    (folder / "story.md").unlink()
    assert reader("dossier", "Harbour", "--remove", "story.md").code == 0
    (article,) = json.loads(reader("dossier", "Harbour", "--json").out)["members"]
    assert reader("dossier", "Harbour", article["article"], "--remove").code == 0


def test_what_cannot_be_read_is_told_and_the_rest_is_added(reader: Reader, folder: Path) -> None:
    made = reader("dossier", "Harbour", "gone.md", "story.md", "empty/")
    assert made.code == 1
    assert made.err.splitlines()[:2] == [
        "reader: no such file: gone.md; is the path right?",
        "reader: no such file: empty/; is the path right?",
    ]
    assert len(made.out.splitlines()) == 1
    assert reader("dossier", "Other", "gone.md").code == 1
    assert "Other" not in reader("dossier").out
    assert "is not in the dossier" in reader("dossier", "Harbour", "--remove", "minutes.md").err
    assert len(json.loads(reader("dossier", "Harbour", "--json").out)["members"]) == 1


@pytest.mark.parametrize("name", ["a/b", "a\tb", "a😀", "", "x" * 61, "\x1b[2J"])
def test_a_bad_name_gets_one_line_and_nothing_is_written(
    name: str, reader: Reader, folder: Path, library: Path
) -> None:
    assert "the name of a dossier" in one_line(reader("dossier", name, "story.md"))
    assert not library.exists()


def test_usage(reader: Reader, folder: Path) -> None:
    assert "give the NAME" in reader("dossier", "--people").err
    reader("dossier", "Harbour", "story.md")
    assert "did you mean “Harbour”?" in one_line(reader("dossier", "Harbuor", "--people"))


def test_it_opens_on_the_screen(reader: Reader, folder: Path, screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    reader("dossier", "Harbour", "story.md")
    shown: list[str] = []

    def draw(_: object, limit: str) -> int:
        shown.append(limit)
        return 0

    monkeypatch.setattr("reader.cli.dossier.draw", draw)
    assert reader("dossier", "harbour").code == 0
    assert shown == ['dossier:"Harbour"']


def test_queries_exports_and_completion_know_it(reader: Reader, folder: Path) -> None:
    reader("add", "novel.md")
    reader("dossier", "Harbour vote", "story.md", "minutes.md")
    hits = json.loads(reader("search", 'dossier:"harbour vote"', "Leith", "--json").out)
    assert {hit["title"] for hit in hits} == {"The Harbour Vote"}
    assert {hit["title"] for hit in json.loads(reader("search", '-dossier:"harbour vote" Dundee', "--json").out)} == {
        "A Novel"
    }
    assert "not “/”" in reader("search", "dossier:a/b").err
    made = json.loads(reader("export", "--query", 'dossier:"Harbour vote"', "--format", "json").out)
    assert [part["article"]["title"] for part in made["articles"]] == ["Minutes", "The Harbour Vote"]
    assert made["articles"][0]["dossiers"][0]["dossier"] == "Harbour vote"
    assert 'dossier:"Harbour vote"\t2 articles' in reader("completion", "answer", "--", "search", "dossier:").out
    assert "Harbour vote\t2 articles" in reader("completion", "answer", "--", "dossier", "H").out


def test_an_export_brings_it_into_another_library(reader: Reader, folder: Path, tmp_path: Path) -> None:
    reader("dossier", "Harbour", "story.md", "--draft", "draft.md")
    made = tmp_path / "all.json"
    reader("export", "--query", "dossier:harbour", "--format", "json", "-o", made)
    other = ("--library", tmp_path / "other.json")
    assert "2 dossier entries" in reader(*other, "import", made).err
    assert "nothing new" in reader(*other, "import", made).err
    assert "Harbour · 1 source, 1 draft" in reader(*other, "dossier").out
    assert "nothing new" in reader("import", made).err
    assert "merged: nothing new" in reader("merge", tmp_path / "other.json").err


def test_people_across_it_are_one_where_their_names_say_so(reader: Reader, folder: Path) -> None:
    (folder / "smith.md").write_text("# Fish\n\n“Fish is dear,” Smith said.\n")
    (folder / "smith2.md").write_text("# Bread\n\n“Bread is dear,” Smith said.\n")
    reader("dossier", "Harbour", "story.md", "minutes.md", "smith.md", "smith2.md", "--draft", "draft.md")
    people = json.loads(reader("dossier", "Harbour", "--people", "--json").out)
    assert [(each["name"], each["texts"], each["quotes"]) for each in people] == [
        ("Maria Ortiz", 2, 2),
        ("Smith", 1, 1),
        ("Smith", 1, 1),
        ("Tom Quill", 1, 1),
    ]
    assert json.loads(reader("dossier", "Harbour", "--people", "--limit", "2", "--json").out) == people[:2]
    assert set(people[0]["roles"]) == {"Mayor", "mayor of Leith"}
    assert "Maria Ortiz (Mayor; mayor of Leith): 2 quotes in 2 texts" in reader("dossier", "Harbour", "--people").out


def test_a_draft_is_checked_against_its_dossier_first(reader: Reader, folder: Path) -> None:
    (folder / "draft.md").write_text(
        "# My piece\n\n“We were never asked about the new quay,” Maria Ortiz said.\n\n"
        "“Nobody was ever asked for a contract,” Tom Quill said.\n\n"
        "“Her uncle from Dundee gladly paid the huge bill for white tulips,” Dorothea said.\n\n"
        "“The quay will be closed for the summer,” Ortiz said.\n"
    )
    reader("add", "novel.md", "story.md", "minutes.md")

    def words(*argv: object) -> list[str]:
        return [each["words"] for each in json.loads(reader("verify", "draft.md", *argv, "--json").out)]

    assert words() == ["verbatim", "altered", "altered", "altered"], "against the library, as before"
    reader("dossier", "Harbour", "minutes.md", "--draft", "draft.md")
    checks = json.loads(reader("verify", "draft.md", "--json").out)
    assert [each["words"] for each in checks] == ["verbatim", "missing", "altered", "altered"]
    assert checks[0]["source"]["outside"], "verbatim words count wherever they stand"
    assert checks[1]["nearest"]["title"] == "A Novel"
    assert checks[1]["source"] is None
    assert checks[2]["source"]["outside"], "with six words of meaning in common"
    assert "outside" not in checks[3]["source"]
    assert "nearest: “Nobody was ever asked for a" in reader("verify", "draft.md").out
    assert words("--against", "novel.md")[1] == "altered"
    (folder / "earlier.md").write_text("# My Earlier Piece\n\n“Nobody was ever asked for a contract,” he said.\n")
    reader("dossier", "Harbour", "--draft", "earlier.md")
    assert words()[1] == "missing", "another draft is no source"


FORMS = ["markdown", "csv", "json", "w3c"]


def test_what_is_off_the_record_leaves_in_no_form(reader: Reader, folder: Path) -> None:
    reader("dossier", "Harbour", "story.md", "--draft", "draft.md")
    words = "They signed the contract for the quay in March"
    reader("note", "story.md", "--quote", words, "--tag", "off-record")
    reader("note", "story.md", "--quote", "never asked", "--text", "When?")
    answers = [reader("export", "story.md", "--format", form) for form in FORMS]
    answers += [reader("export", "--query", "dossier:harbour", "--format", form) for form in (*FORMS, "html")]
    answers += [reader("quotes", form) for form in ("--json", "--jsonl", "--csv", "--markdown")]
    answers += [reader("quotes", "--entity", "Tom Quill", "--json"), reader("quotes", "story.md", "--csv")]
    for answer in answers:
        assert answer.code == 0
        assert "signed the contract" not in answer.out
        assert "left out: " in answer.err
    assert "When?" in answers[0].out
    assert "never asked" in answers[-1].out
    assert reader("export", "--all", "-o", folder / "all").err.count("left out: 1 note and 1 quote") == 1
    for how in (["--format", "html"], ["--format", "qdpx", "-o", "made.qdpx"], ["--template", "story.md"]):
        assert "--include-off-record" in one_line(reader("export", "story.md", *how))
    whole = reader("export", "story.md", "--format", "html", "--include-off-record")
    assert "signed the contract" in whole.out
    assert "signed the contract" in reader("quotes", "--csv", "--include-off-record").out
    assert "signed the contract" in reader("notes").out, "the list is for you"


def test_a_checked_draft_has_no_restricted_words_from_around_its_quotations(reader: Reader, folder: Path) -> None:
    """Three sources whose next words must not leave: in the sentence, and in a frame; then on record again."""
    (folder / "one.md").write_text(
        "# One\n\n“The quay will close in May,” Tom Quill said, and he feared a riot by June.\n"
    )
    (folder / "two.md").write_text(
        "# Two\n\n“Only my worst enemy would say that the mayor sold the old lighthouse,” he said.\n"
    )
    (folder / "draft.md").write_text(
        "“The quay will close in May,” Tom Quill said.\n\n“The mayor sold the old lighthouse,” he said.\n"
    )
    reader("dossier", "Harbour", "one.md", "two.md", "--draft", "draft.md")
    secret = ("feared a riot", "my worst enemy")
    for how in ("--markdown", "--html"):
        made = reader("verify", "draft.md", how).out
        assert all(words in made for words in secret), how
    for source, words in zip(("one.md", "two.md"), secret, strict=True):
        reader("note", source, "--quote", words, "--tag", "off-record")
    for how in ("--markdown", "--html"):
        made = reader("verify", "draft.md", how).out
        assert not any(words in made for words in secret), how
    assert "feared a riot" in reader("verify", "draft.md", "--json").out, "what you read yourself has them"


def test_verify_complains_of_words_off_the_record(reader: Reader, folder: Path) -> None:
    (folder / "draft.md").write_text(
        "# My piece\n\n“They signed the contract for the quay in March,” Tom Quill said.\n"
    )
    reader("dossier", "Harbour", "story.md", "--draft", "draft.md")
    assert reader("verify", "draft.md").code == 0
    reader("note", "story.md", "--quote", "signed the contract", "--tag", "embargo/2999-12-01")
    answer = reader("verify", "draft.md")
    assert answer.code == 3
    assert "✗ verbatim, but embargoed until 1 December 2999" in answer.out
    (check,) = json.loads(reader("verify", "draft.md", "--json").out)
    assert check["restriction"] == "embargoed until 1 December 2999"
    (folder / "today.md").write_text(
        "# In the paper\n\n“They signed the contract for the quay in March,” Tom Quill said.\n"
    )
    reader("dossier", "Harbour", "today.md")
    assert reader("verify", "draft.md").code == 0, "elsewhere the same words are on the record"


def test_people_of_a_dossier_need_no_analysis_of_other_texts(reader: Reader, folder: Path) -> None:
    reader("add", "novel.md")
    reader("dossier", "harbour", "minutes.md")
    answer = reader("dossier", "harbour", "--people")
    assert answer.out == "Maria Ortiz (Mayor): 1 quote in 1 text\n"
    with SearchIndex(user_paths().library).reading() as db:
        assert db.execute("SELECT count(*) FROM articles WHERE studied <> ''").fetchone() == (1,)
    assert reader("search", "speaker:Dorothea").out  # found when it is asked for
