"""Who said what, over the whole library and in one article."""

import json
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from reader.analysis import cache
from reader.analysis.engine import best_engine
from reader.anchoring import describe
from reader.annotations.corrections import Attribute, Dismiss, Merge, Rename
from reader.cli import main
from reader.search import Origin
from reader.search.people import (
    Figure,
    figure_in,
    find_figures,
    find_mentions,
    find_sayings,
    make_mention,
    similar_names,
    speakers_in,
)
from reader.search.query import parse_query
from reader.sources.open import open_source
from reader.system.paths import user_paths
from reader.text.span import Span
from tests.fixtures.news_library import BOATS, NOON, SAID, VOTE, Shelf, analyzed

ORTIZ = ["“Nobody should pay for a harbour twice,”", "“We were not told until Friday,”", "“It was a disgrace,”"]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)
    shelf.fill()
    return shelf


def said_by(shelf: Shelf, name: str) -> list[tuple[str, list[str]]]:
    """Return the names that may be meant, each with its quotes."""
    return shelf.asker.answer(
        lambda db: [(who.name, [saying.words for saying in find_sayings(db, who)]) for who in find_figures(db, name)],
        analyzed=True,
    )


def run(shelf: Shelf, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["--library", str(shelf.paths.library), "quotes", *words])
    out, err = capsys.readouterr()
    return code, out, err


# ---------------------------------------------------------------------- who is meant


def test_a_name_that_no_article_has_is_said_and_mentioned_nowhere(shelf: Shelf) -> None:
    found = shelf.asker.answer(lambda db: figure_in(db, "nowhere", "Ada Nobody", (), "person"), analyzed=True)
    assert found == Figure("Ada Nobody", "person", (), articles=0, quotes=0, mentions=0)


def test_full_name_finds_all_quotes_of_a_person(shelf: Shelf) -> None:
    assert said_by(shelf, "Maria Ortiz") == [("Maria Ortiz", ORTIZ)]
    assert said_by(shelf, "MARIA  ORTIZ") == [("Maria Ortiz", ORTIZ)]


def test_last_name_never_joins_two_people(shelf: Shelf) -> None:
    assert said_by(shelf, "Smith") == [
        ("Ann Smith", ["“I will vote against it,”"]),
        ("John Smith", ["“The budget was clear to everybody,”"]),
        ("Smith", ["“Harbours are for boats,”"]),
    ]
    assert said_by(shelf, "Ann Smith") == [("Ann Smith", ["“I will vote against it,”"])]


def test_lone_last_names_stay_apart(shelf: Shelf) -> None:
    shelf.session("more.txt", BOATS.replace("A Short Piece", "Another One").replace("Tuesday", "Sunday"))
    lone = [(name, said) for name, said in said_by(shelf, "Smith") if name == "Smith"]
    assert lone == [("Smith", ["“Harbours are for boats,”"])] * 2


def test_quotes_are_sorted_by_date_of_article(shelf: Shelf) -> None:
    source = shelf.folder / "old.md"
    source.write_text(f"---\npublished: 2019-05-01\n---\n# Long Ago\n\n{NOON.partition('Leith')[2]}", "utf-8")
    shelf.session("old.md", source.read_text("utf-8"))
    (page,) = shelf.asker.answer(
        lambda db: [[saying.origin for saying in find_sayings(db, who)] for who in find_figures(db, "Maria Ortiz")],
        analyzed=True,
    )
    assert page[0].day == "2019-05-01"
    assert [origin.day for origin in page] == sorted(origin.day for origin in page)


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("Ann Lee left.", "Ann Lee", ("", "Ann Lee", " left.")),
        ("So said Ann\tLee", "Ann\tLee", ("So said ", "Ann Lee", "")),
        ("One.\nThe (Ann) left.\nTwo.", "Ann", ("The (", "Ann", ") left.")),
        ("x" * 60 + "Ann" + "y" * 60, "Ann", ("x" * 60, "Ann", "y" * 60)),
        ("w xx " + "x" * 57 + " Ann " + "y" * 57 + " yy z", "Ann", (f"… {'x' * 57} ", "Ann", f" {'y' * 57} …")),
        ("w\n" + "x" * 59 + " Ann " + "y" * 59 + "\nz", "Ann", (f"{'x' * 59} ", "Ann", f" {'y' * 59}")),
    ],
)
def test_a_mention_has_the_words_of_its_line_around_it(text: str, words: str, shown: tuple[str, str, str]) -> None:
    at = text.index(words)
    found = make_mention(Origin("a", "", "", "", ""), text, Span(at, at + len(words)))
    assert (found.before, found.words, found.after) == shown


def test_names_that_are_used_more_are_offered_first_and_at_most_three(shelf: Shelf) -> None:
    def offered(name: str) -> list[str]:
        return shelf.asker.answer(lambda db: similar_names(db, name), analyzed=True)

    assert offered("J. Smith") == ["Ann Smith", "John Smith", "Smith"]
    assert offered("mit%") == offered("") == offered("_") == []


def test_people_are_listed_by_texts_and_quotes_with_one_article_that_names_them(shelf: Shelf) -> None:
    def people(query: str, limit: int = -1) -> list[tuple[str, int, int]]:
        found = shelf.asker.answer(lambda db: speakers_in(db, parse_query(query), limit=limit), analyzed=True)
        for person in found:
            article, name, kind = person.known_in
            assert article == min(person.articles)
            assert (name, kind) == (person.name, "person")
        return [(person.name, len(person.articles), person.quotes) for person in found]

    everybody = people("")
    assert everybody == [("Maria Ortiz", 2, 3), ("Ann Smith", 1, 1), ("John Smith", 1, 1), ("Smith", 1, 1)]
    assert people("", limit=2) == everybody[:2]
    assert people("", limit=0) == []
    assert people("dossier:none") == []


def test_notes_are_listed_with_their_quotes(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(session.article_notes.find_passage("told until Friday"), "Check this. #budget")
    session.article_notes.annotate(session.article_notes.find_passage("Port Authority"), "Elsewhere.")
    (page,) = shelf.asker.answer(
        lambda db: [find_sayings(db, who) for who in find_figures(db, "Maria Ortiz")], analyzed=True
    )
    assert [[note.text for note in saying.notes] for saying in page] == [[], ["Check this. #budget"], []]


def test_indirect_speech_is_listed_on_request(shelf: Shelf) -> None:
    shelf.session("told.txt", "Told\n\nMaria Ortiz said that the harbour would be closed for the whole summer.\n")
    (who,) = shelf.asker.answer(lambda db: find_figures(db, "Maria Ortiz"), analyzed=True)
    told = shelf.asker.answer(lambda db: find_sayings(db, who, indirect=True))
    assert [saying.words for saying in told if saying.indirect] == ["the harbour would be closed for the whole summer"]
    assert not any(saying.indirect for saying in shelf.asker.answer(lambda db: find_sayings(db, who)))


# ---------------------------------------------------------------------- corrections apply everywhere


def test_corrections_apply_everywhere(shelf: Shelf) -> None:
    said_by(shelf, "Smith")
    boats = shelf.session("boats.txt")
    boats.analysis_state.correct(Rename(("Smith",), "Ann Smith"))
    assert said_by(shelf, "Ann Smith") == [
        ("Ann Smith", ["“Harbours are for boats,”", "“I will vote against it,”"])
    ] or (sorted(said_by(shelf, "Ann Smith")[0][1]) == ["“Harbours are for boats,”", "“I will vote against it,”"])
    boats.article_notes.undo()
    assert said_by(shelf, "Ann Smith") == [("Ann Smith", ["“I will vote against it,”"])]


def test_name_is_found_with_any_form_of_initials(shelf: Shelf) -> None:
    shelf.session("boats.txt").analysis_state.correct(Rename(("Smith",), "J.K. Smith"))
    shelf.session("noon.txt").analysis_state.correct(Rename(("Ann Smith",), "Prof. J. K. Smith MP"))
    both = {"“Harbours are for boats,”", "“I will vote against it,”"}
    for asked in ("J.K. Smith", "J. K. Smith", "j k smith"):
        ((name, words),) = said_by(shelf, asked)
        assert (name, set(words)) == ("Prof. J. K. Smith MP", both), asked


def test_corrected_speaker_is_used(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    quote = session.article_notes.find_passage("“It was a disgrace,”")
    session.analysis_state.correct(Attribute(describe(session.article.text, quote), ("John Smith", "Smith")))
    assert "“It was a disgrace,”" in said_by(shelf, "John Smith")[0][1]
    assert "“It was a disgrace,”" not in said_by(shelf, "Maria Ortiz")[0][1]
    session.analysis_state.correct(Attribute(describe(session.article.text, quote), ("Nobody Known",)))
    assert said_by(shelf, "Nobody Known") == [("Nobody Known", ["“It was a disgrace,”"])]


def test_dismissed_name_is_not_found(shelf: Shelf) -> None:
    session = shelf.session("boats.txt")
    session.analysis_state.correct(Dismiss(("Leith",)))
    (leith,) = shelf.asker.answer(lambda db: find_figures(db, "Leith"), analyzed=True)
    assert leith.articles == 2
    noon = shelf.session("noon.txt")
    noon.analysis_state.correct(Merge(("Ann Smith", "Smith"), ("Maria Ortiz", "Ortiz")))
    assert "“I will vote against it,”" in said_by(shelf, "Maria Ortiz")[0][1]


def test_analysis_is_cached_for_the_screen(shelf: Shelf) -> None:
    said_by(shelf, "Smith")
    article = shelf.article("vote.txt")
    assert cache.load_analysis(shelf.paths.cache, article, best_engine()) is not None
    assert [progress.doing for progress in shelf.progress if progress.doing == "analysis"]


# ---------------------------------------------------------------------- where a name stands


def test_mentions_have_their_line(shelf: Shelf) -> None:
    (who,) = shelf.asker.answer(lambda db: find_figures(db, "Port Authority"), analyzed=True)
    (spot,) = shelf.asker.answer(lambda db: find_mentions(db, who))
    assert (spot.before, spot.words, spot.after) == (
        "John Smith of the ",
        "Port Authority",
        " disagreed. “The budget was clear to everybody,” said Smith.",
    )
    assert spot.span.of(shelf.article("vote.txt").text) == "Port Authority"


def test_long_line_is_cut_at_words(shelf: Shelf) -> None:
    shelf.session("long.txt", f"Long\n\n{'word ' * 50}Nora Lindqvist {'word ' * 50}")
    (who,) = shelf.asker.answer(lambda db: find_figures(db, "Nora Lindqvist"), analyzed=True)
    (spot,) = shelf.asker.answer(lambda db: find_mentions(db, who))
    assert spot.before.startswith("… word")
    assert spot.after.endswith("word …")
    assert len(spot.before) < 70


def test_mentions_are_cut_at_a_limit(shelf: Shelf) -> None:
    (who,) = shelf.asker.answer(lambda db: find_figures(db, "Leith"), analyzed=True)
    every = shelf.asker.answer(lambda db: find_mentions(db, who))
    assert len(every) == 3
    assert shelf.asker.answer(lambda db: find_mentions(db, who, limit=2)) == every[:2]


# ---------------------------------------------------------------------- the command


def test_command_lists_quotes_of_a_person(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(shelf, capsys, "--speaker", "Maria Ortiz")
    assert (code, err) == (0, "")
    assert out.startswith("Maria Ortiz · person · 3 quotes in 2 articles\n")
    assert all(words in out for words in ORTIZ)
    code, out, err = run(shelf, capsys, "--speaker", "Smith")
    assert "“Smith” matches 3 names, listed separately" in err


def test_json_has_the_place_of_each_quote(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(shelf, capsys, "--speaker", "John Smith", "--json")
    (quote,) = json.loads(out)
    text = shelf.article("vote.txt").text
    assert text[quote["start"] : quote["end"]] == quote["text"] == "“The budget was clear to everybody,”"
    (speaker,) = (
        each.speaker for each in analyzed(shelf.article("vote.txt")).quotes if each.span.start == quote["start"]
    )
    assert speaker is not None
    assert quote["speaker"] == {"name": "John Smith", "start": speaker.span.start, "end": speaker.span.end}
    _, out, _ = run(shelf, capsys, "--entity", "Leith", "--json")
    assert {place["name"] for place in json.loads(out)} == {"Leith"}


def test_markdown_is_escaped(shelf: Shelf, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SAID, "“We were *not* told [until] `Friday` <b>,”", "Maria Ortiz")
    odd = VOTE.replace("not told until Friday", "*not* told [until] `Friday` <b>")
    session = shelf.session("vote.txt", odd)
    session.article_notes.annotate(session.article_notes.find_passage("told [until]"), "# no heading")
    _, out, _ = run(shelf, capsys, "--speaker", "Maria Ortiz", "--markdown")
    tokens = MarkdownIt().parse(out)
    words = ["".join(part.content for part in token.children or ()) for token in tokens if token.type == "inline"]
    assert "“We were *not* told [until] `Friday` <b>,”" in words
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h1", "h2", "h2"]


def test_mentions_as_markdown_have_their_line_and_a_link(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = run(shelf, capsys, "--entity", "Port Authority", "--markdown")
    title, _, heading, _, line = out.splitlines()[:5]
    assert title == "# Port Authority"
    assert heading.startswith("## The Harbour Vote")
    assert line.startswith("- John Smith of the **Port Authority** disagreed. “The budget was clear")
    assert "[→](" in line


def test_quotes_of_an_article_without_entering_it(
    shelf: Shelf, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "unread.txt"
    path.write_text(NOON.replace("Leith", "Hull"), "utf-8")
    article = open_source(str(path))
    cache.store_analysis(shelf.paths.cache, article, analyzed(article))
    code, out, _ = run(shelf, capsys, str(path), "--speaker", "Ann Smith")
    assert code == 0
    assert "“I will vote against it,”" in out
    assert str(path) not in [source for record in shelf.library.articles() for source in record.sources]
    code, out, _ = run(shelf, capsys, str(path))
    assert "Maria Ortiz~: “Nobody should pay" in out
    code, out, _ = run(shelf, capsys, str(path), "--entity", "Hull")
    assert "Hull · place · " in out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["--speaker", "Maria Ortez"], 1, "no article in the library mentions “Maria Ortez”"),
        (["--speaker", "Orti"], 1, "did you mean Maria Ortiz?"),
        (["--speaker", "a", "--entity", "b"], 2, "not both"),
        (["nowhere.txt"], 1, "nowhere.txt"),
    ],
)
def test_errors_are_reported(
    shelf: Shelf, capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    got, _, err = run(shelf, capsys, *words)
    assert got == code
    assert says in err


def test_all_quotes_of_the_library(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run(shelf, capsys)
    assert code == 0
    assert out.count("¶") == 6
