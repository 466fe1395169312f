"""A reporter collects what five articles say about one thing: one file by tag, edited by hand, and exported again."""

import json
import re
from pathlib import Path

import pytest

from reader.cli import main
from reader.system.paths import user_paths
from tests.cli.command_line import Answer
from tests.fixtures.news_library import Shelf

PIERS = """Old Piers

The piers of Hull were sold in May, said the Port Authority.
"""

SHIPS = """Ships Return

Twelve ships came back to Leith this week, more than in ten years.
"""


class Desk:
    """A library with five articles and notes on them, and the command line."""

    def __init__(self, shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
        self.shelf = shelf
        self._capsys = capsys
        shelf.fill()
        shelf.session("piers.txt", PIERS)
        shelf.session("ships.txt", SHIPS)
        self.ids = {
            name: self.note(name, words, text)
            for name, words, text in (
                ("vote.txt", "We were not told until Friday", "Check with the council. #harbour"),
                ("noon.txt", "pay for a harbour twice", "Twice? #harbour/money"),
                ("boats.txt", "Harbours are for boats", "Keep for the end. #harbour #quote"),
                ("piers.txt", "were sold in May", "To whom? #harbour/money"),
                ("ships.txt", "Twelve ships came back", "Ask the harbour master. #harbour"),
            )
        }
        self.note("ships.txt", "more than in ten years", "Doubtful. #unrelated")

    def note(self, name: str, words: str, text: str) -> str:
        text_of = (self.shelf.folder / name).read_text(encoding="utf-8")
        session = self.shelf.session(name, text_of)
        return session.article_notes.annotate(session.article_notes.find_passage(words), text).id

    def run(self, *argv: object) -> Answer:
        code = main([str(word) for word in argv])
        said = self._capsys.readouterr()
        return Answer(code, said.out, said.err)

    def __call__(self, *argv: object) -> Answer:
        return self.run("--library", str(self.shelf.paths.library), *argv)


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path), capsys)


def test_a_story_over_five_articles_survives_editing_and_a_second_export(desk: Desk, tmp_path: Path) -> None:
    story = tmp_path / "story.md"
    assert desk("export", "--query", "tag:harbour", "-o", story) == Answer(0, "", f"reader: wrote {story}\n")
    first = story.read_text()
    assert all(note in first for note in desk.ids.values())
    assert "Doubtful" not in first
    headings = [line for line in first.splitlines() if line.startswith("## ")]
    assert sorted(headings) == sorted(
        f"## {title}"
        for title in ("The Harbour Vote", "Another Day in Leith", "A Short Piece", "Old Piers", "Ships Return")
    )
    assert first.count("sha256 `") == 5

    # She writes around the notes, gives the file a title and a key of her own, and adds one more note in the library.
    mine = first.replace("---\n# tag:harbour\n", "deadline: Friday\n---\n# Who pays for the harbour?\n\nMy lead.\n")
    story.write_text(f"{mine}\n## To do\n\nCall the clerk.\n")
    desk.note("vote.txt", "The budget was clear", "Was it? #harbour")
    assert desk("export", "--query", "tag:harbour", "-o", story).code == 0
    second = story.read_text()
    assert "Was it? #harbour" in second
    for own in ("deadline: Friday\n", "# Who pays for the harbour?\n\nMy lead.\n", "## To do\n\nCall the clerk.\n"):
        assert own in second
    assert desk("export", "--query", "tag:harbour", "-o", story).err == f"reader: {story} is already up to date\n"

    # She edits two notes in the file; nothing is written over them, and an import takes them back.
    story.write_text(
        second.replace("\nTo whom? #harbour/money\n", "\nTo a fund in Hull. #harbour/money\n").replace(
            "\nTwice? #harbour/money\n", "\nTwice? #harbour/money #check\n"
        )
    )
    refused = desk("export", "--query", "tag:harbour", "-o", story)
    assert (refused.code, "edited by hand" in refused.err) == (1, True)
    assert "To a fund in Hull." in story.read_text()
    assert desk("import", story).err == "reader: imported 2 edits: 2 in place; 4 already there\n"
    assert desk("export", "--query", "tag:harbour", "-o", story).code == 0
    third = story.read_text()
    assert "To a fund in Hull. #harbour/money" in third
    assert "Call the clerk." in third
    assert "check" in json.loads(desk("notes", "--tag", "check", "--json").out)[0]["tags"]


def test_another_query_writes_into_the_same_file_without_touching_what_was_added(desk: Desk, tmp_path: Path) -> None:
    story = tmp_path / "story.md"
    desk("export", "--query", "tag:harbour", "-o", story)
    story.write_text(story.read_text() + "\nMine.\n")
    assert desk("export", "--query", "tag:harbour/money", "--by", "tag", "-o", story).code == 0
    said = story.read_text()
    assert 'query: "tag:harbour/money"' in said
    assert desk.ids["vote.txt"] not in said
    assert said.endswith("\nMine.\n")


@pytest.mark.parametrize("form", ["markdown", "html", "csv", "json", "w3c"])
def test_every_form_tells_where_the_words_come_from(form: str, desk: Desk) -> None:
    said = desk("export", "--query", "tag:harbour", "--format", form)
    assert (said.code, said.err) == (0, "")
    for name, title in (("vote.txt", "The Harbour Vote"), ("ships.txt", "Ships Return")):
        article = desk.shelf.article(name)
        assert title in said.out
        assert article.sha256 in said.out
        if form != "html":  # which may be shared, and names no folders
            assert str(desk.shelf.folder / name).replace(".", "\\.") in said.out or article.source in said.out


def test_paths_are_told_from_the_folder_of_the_file(desk: Desk, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    assert desk("export", "--query", "tag:harbour", "--relative", "-o", f"{folder}/").code == 0
    (file,) = folder.iterdir()
    assert "](../vote.txt)" in file.read_text()
    assert str(tmp_path) not in file.read_text()


def test_quotes_of_a_speaker_are_collected_with_the_notes_on_them(desk: Desk) -> None:
    said = desk("export", "--query", "speaker:ortiz", "--by", "speaker").out
    assert [line for line in said.splitlines() if line.startswith("## ")] == ["## Maria Ortiz", "## Sources"]
    assert "> “It was a disgrace,”" in said
    assert "Twice? #harbour/money" in said
    assert "boats" not in said
    notes = desk("export", "--query", "speaker:ortiz", "--notes-only").out
    assert "disgrace" not in notes
    assert "Twice? #harbour/money" in notes


def test_notes_of_an_article_that_cannot_be_read_are_there_with_their_words(desk: Desk) -> None:
    (desk.shelf.folder / "ships.txt").unlink()
    for file in Path(f"{desk.shelf.paths.library}.texts").iterdir():
        file.unlink()
    said = desk("export", "--query", "tag:harbour").out
    assert "From an article whose text is not at hand:" in said
    assert "> Twelve ships came back" in said
    assert "Ask the harbour master." in said


def test_articles_asked_for_bring_all_their_notes(desk: Desk) -> None:
    said = desk("export", "--query", "in:articles ships").out
    assert "Doubtful. #unrelated" in said
    assert "Twelve ships came back" in said
    assert desk.ids["vote.txt"] not in said


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["--query", ""], 2, "--query needs words or fields"),
        (["--query", "colour:red"], 1, "unknown field “colour:”"),
        (["--query", "tag:nothing"], 0, "nothing to export: no note or quote matches"),
        (["--query", "tag:harbour", "--by", "colour"], 2, "invalid choice"),
        (["--all", "--by", "tag", "-o", "out"], 2, "--by is for --query"),
        (["--query", "tag:harbour", "--all"], 2, "not allowed with argument"),
    ],
)
def test_what_cannot_be_exported_is_said_in_one_line(argv: list[str], code: int, said: str, desk: Desk) -> None:
    answer = desk("export", *argv)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_a_file_of_something_else_is_not_written_over(desk: Desk, tmp_path: Path) -> None:
    for form, content in (("markdown", "A letter."), ("json", "[]"), ("csv", "a,b\n"), ("html", "<p>"), ("w3c", "{}")):
        file = tmp_path / f"letter.{form}"
        file.write_text(content)
        answer = desk("export", "--query", "tag:harbour", "--format", form, "-o", file)
        assert (answer.code, file.read_text()) == (1, content)
        assert "not an export of several articles; --force" in answer.err
    desk("export", desk.shelf.folder / "vote.txt", "-o", tmp_path / "vote.md")
    answer = desk("export", "--query", "tag:harbour", "-o", tmp_path / "vote.md")
    assert (answer.code, "notes of another article" in answer.err) == (1, True)


def test_a_collection_in_json_goes_to_another_library(desk: Desk, tmp_path: Path) -> None:
    file, other = tmp_path / "story.json", tmp_path / "other" / "library.json"
    desk("export", "--query", "tag:harbour", "--format", "json", "-o", file)
    assert len(json.loads(file.read_text())["articles"]) == 5
    answer = desk.run("--library", str(other), "import", file)
    assert "imported 5 notes: 5 in place" in answer.err
    assert desk.run("--library", str(other), "import", file).err == "reader: nothing new: 5 already there\n"
    web = desk("export", "--query", "tag:harbour", "--format", "w3c", "-o", tmp_path / "story.jsonld")
    assert web.code == 0
    assert desk("import", tmp_path / "story.jsonld").err == "reader: nothing new: 5 already there\n"


def test_a_template_sees_all_articles(desk: Desk, tmp_path: Path) -> None:
    template = tmp_path / "list.txt.j2"
    template.write_text("{{ query }}: {% for part in articles %}{{ part.notes | length }}{% endfor %}")
    assert desk("export", "--query", "tag:harbour", "--template", template).out == "tag:harbour: 11111"


def test_every_passage_is_cited_by_a_key_of_the_bibliography(desk: Desk, tmp_path: Path) -> None:
    story = desk("export", "--query", "tag:harbour", "--citations").out
    cited = re.findall(r"\[@([\w-]+), ¶ \d\]", story)
    items = json.loads(desk("export", "--query", "tag:harbour", "--format", "csl-json").out)
    assert len(cited) == 5
    assert sorted(cited) == sorted(item["id"] for item in items)
    bibtex = tmp_path / "story.bib"
    assert desk("export", "--query", "tag:harbour", "--format", "bibtex", "-o", bibtex).code == 0
    assert re.findall(r"^@misc\{([\w-]+),$", bibtex.read_text(), re.MULTILINE) == [item["id"] for item in items]
    assert desk("export", "--query", "tag:money", "--format", "bibtex", "-o", bibtex).code == 0
    alone = desk("export", desk.shelf.folder / "vote.txt", "--citations", "--notes-only").out
    assert "[@harbour-vote, ¶ 2]" in alone


def test_edits_come_back_from_a_file_with_citations(desk: Desk, tmp_path: Path) -> None:
    story = tmp_path / "story.md"
    desk("export", "--query", "tag:harbour", "--citations", "-o", story)
    story.write_text(story.read_text().replace("\nTo whom? #harbour/money\n", "\nTo a fund. #harbour/money\n"))
    assert desk("import", story).err == "reader: imported 1 edit: 1 in place; 4 already there\n"
