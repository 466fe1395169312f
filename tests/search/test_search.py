"""Search: queries, the index, its results, and damage to it."""

import os
import re
import sqlite3
import subprocess
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import Analysis, Entity, Quote, Speaker
from reader.analysis.engine import best_engine
from reader.annotations.corrections import Rename
from reader.cli import main
from reader.errors import SearchError
from reader.search import Hit, index_library, queries
from reader.search.freshness import DAMAGED, FreshIndex
from reader.search.index import DamagedIndexError, SearchIndex, translate_errors
from reader.search.index_findings import index_findings, outdated_articles, put_findings
from reader.search.queries import locate_span
from reader.search.query import Query, Term, parse_query
from reader.search.snippets import BEGIN, END, Marked, plain
from reader.system import worker
from reader.system.paths import UserPaths, user_paths
from reader.text import scripts
from reader.text.span import Span
from tests.examples import at_most
from tests.fixtures.news_library import BOATS, NEWS, VOTE, Shelf, dump
from tests.fixtures.note_edits import rewrite
from tests.waiting import PATIENCE


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """An empty library in a place where commands find it."""
    return Shelf(user_paths(tmp_path / "store" / "library.json"), tmp_path)


def found(shelf: Shelf, words: str, *, analyzed: bool = False) -> list[Hit]:
    return shelf.asker.answer(lambda db: queries.find_hits(db, parse_query(words), 50), analyzed=analyzed)


def told(hits: Sequence[Hit]) -> list[tuple[str, str, str]]:
    """Return kind, article and found text of each hit."""
    return [(hit.kind, hit.origin.title, plain(hit.pieces)) for hit in hits]


def lit(hit: Hit) -> list[str]:
    return [words for words, found in (*hit.passage, *hit.pieces) if found]


# ---------------------------------------------------------------------- what is asked


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("harbour vote", '(ALL : "harbour") AND (ALL : "vote" *)'),
        ('"harbour vote"', '(ALL : "harbour vote")'),
        ('"harbour vo', '(ALL : "harbour vo" *)'),
        ("“harbour vote” now", '(ALL : "harbour vote") AND (ALL : "now" *)'),
        ("speaker:ortiz", '(speaker : "ortiz")'),
        ('entity:"Port Authority" dock', '(names : "Port Authority") AND (ALL : "dock" *)'),
        ("harbour OR quay vote", '(ALL : "harbour" OR ALL : "quay") AND (ALL : "vote" *)'),
        ("speaker:ortiz OR quay", '(speaker : "ortiz" OR ALL : "quay" *)'),
        ("LAW AND ORDER", '(ALL : "LAW") AND (ALL : "ORDER" *)'),
        ("OR harbour OR", '(ALL : "harbour" *)'),
        ('a* ("NOT" b) https://c.org/d 12:30', " AND ".join(
            f"(ALL : {word})" for word in ('"a*"', '"NOT"', '"b)"', '"https://c.org/d"', '"12:30" *'))),
        ("well-known -quay -tag:city", '(ALL : "well-known" *)'),
        ("— … ! -", ""),
        ("tag: kind: OR", ""),
    ],
)  # fmt: skip
def test_words_are_quoted_for_the_index(text: str, match: str) -> None:
    assert parse_query(text).match == match.replace("ALL", "{title text about tags speaker}")


def test_conditions_are_separated_from_words() -> None:
    query = parse_query('tag:#city/housing STATE:changed in:notes harbour tag:budget "two words"')
    assert [tag.text for tag in query.terms("tag")] == ["city/housing", "budget"]
    assert (query.terms("state"), query.kinds) == ((Term("changed"),), ("note",))
    assert [words.text for words in query.words] == ["harbour", "two words"]


def test_name_may_be_a_prefix_while_typing() -> None:
    assert parse_query("speaker:ort", typing=True).match == '(speaker : "ort" *)'
    assert parse_query("speaker:ort ", typing=True).match == '(speaker : "ort")'
    assert parse_query("state:orph", typing=True).terms("state") == (Term("orphaned"),)
    assert parse_query("state:orph").problem.startswith("unknown state “orph”")


def test_a_date_counts_once_it_is_typed() -> None:
    assert parse_query("harbour after:2026-0", typing=True) == parse_query("harbour ")
    assert parse_query("after:2026-05", typing=True).terms("after") == (Term("2026-05"),)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("state:wrong", "unknown state “wrong”"),
        ("in:books", "cannot search in “books”"),
        ("tag:12", "“12” cannot be a tag"),
        (
            "harbour -tagg:city",
            "unknown field “tagg:”; fields: tag, speaker, entity, author, source, dossier, folder, after",
        ),
        ("do NOT enter", "unknown operator “NOT”; operators: OR between two, - before"),
        *(
            (f"after:{day}", f"“{day}” is no date; write YYYY")
            for day in ("May", "2026-13", "2026-02-30", "2026-W01-1", "٢٠٢٦")
        ),
    ],
)
def test_invalid_query_is_reported(text: str, says: str) -> None:
    assert parse_query(text).problem.startswith(says)


HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet='"*():^+-{}AND ORNOTEAR tag:speaker:state:in:\x00\x1b“”', max_size=40),
    st.lists(
        st.sampled_from(['"', "tag:", "speaker:", "folder:", 'in:"', "a", "*", "NEAR(", ")", "OR", "-", "'", "\x00"])
    ).map(" ".join),
    st.lists(
        st.sampled_from(
            "a -leith OR tag:city -tag:x speaker:o -author:lee source:vote after:2026 -before:2026-05 state:exact "
            "state:archived -state:removed in:notes -kind:quote folder:/x -folder:/y".split()
        )
    ).map(" ".join),
)


@pytest.fixture(scope="module")
def asked_index() -> SearchIndex:
    """An index with one of everything."""
    folder = Path(tempfile.mkdtemp())
    shelf = Shelf(UserPaths(folder / "library.json", folder / "state", folder / "cache"), folder)
    session = shelf.session("vote.txt")
    session.article_notes.annotate(
        session.article_notes.find_passage("told until Friday"), "Check this. #budget", ["city/housing"]
    )
    shelf.asker.answer(lambda db: None)
    return shelf.index


@given(text=HOSTILE, typing=st.booleans())
def test_any_query_is_answered(asked_index: SearchIndex, text: str, typing: bool) -> None:
    query = parse_query(text, typing=typing)
    with asked_index.reading() as db:
        queries.find_hits(db, query, 5)
        queries.list_notes(db, query, 5)
        queries.fitting_articles(db, query)
        queries.tag_counts(db, query.limits)


def test_a_folder_limits_articles_quotes_notes_and_tags(tmp_path: Path) -> None:
    shelf = Shelf(UserPaths(tmp_path / "library.json", tmp_path / "state", tmp_path / "cache"), tmp_path)
    (tmp_path / "deep").mkdir()
    shelf.session("vote.txt").article_notes.annotate(None, "A council of old. #city")
    shelf.session("deep/vote.txt", f"{VOTE}\nAnd more.").article_notes.annotate(None, "The council again. #port")
    shelf.asker.answer(lambda db: None, analyzed=True)
    with shelf.index.reading() as db:

        def sources(text: str) -> set[str]:
            return {hit.origin.source for hit in queries.find_hits(db, parse_query(text), 50)}

        deep = str(tmp_path / "deep" / "vote.txt")
        assert sources("council") == {deep, str(tmp_path / "vote.txt")}
        for folder in (tmp_path / "deep", f"{tmp_path}/deep/"):
            query = parse_query(f'folder:"{folder}" council')
            assert sources(f'folder:"{folder}" council') == {deep}
            assert {hit.origin.source for hit in queries.list_notes(db, query, 5)[0]} == {deep}
            assert queries.list_notes(db, query, 5)[1] == 1
            assert len(queries.fitting_articles(db, query)) == 1
            assert queries.tag_counts(db, query.limits) == [("port", 1)]
        assert sources(f'folder:"{tmp_path}/dee" council') == set(), "the name of a folder, not its beginning"
        assert sources(f"folder:{tmp_path}") == set(), "a folder alone is nothing to search for"


LEE = "---\nauthor: Ann Lée\ndate: 2026-03-05\n---\n\n# The Quay\n\nThe quay of Hull is closed for repairs.\n"
ROY = "---\nauthor: Bo Roy\ndate: 2025\n---\n\n# The Pier\n\nThe pier of Hull is open again after the storm.\n"


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("quay OR pier", "quay pier seal"),
        ("hull -pier", "quay seal"),
        ("hull -quay -pier", ""),
        ("-hull", "other"),
        ('-"is closed" -tag:animals in:articles', "pier other"),
        ("in:articles storm OR tag:animals", "pier quay"),
        ("tag:animals OR author:roy", "quay pier seal"),
        ("author:lee", "quay seal"),
        ('author:"ANN LEE" -in:notes', "quay"),
        ("source:PIER.md", "pier"),
        ("-source:.md", "other"),
        ("in:articles after:2026", "quay other"),
        ("in:articles after:2026-03-06", "other"),
        ("in:articles after:2026-03-05 before:2026-03-06", "quay"),
        ("in:articles before:2026-03-05", "pier"),
        ("in:articles after:2025-07", "quay other pier"),
        ("kind:note", "seal"),
        ("in:notes after:2026-03-06", "seal"),
        ("-kind:article", "seal"),
        ("in:notes in:articles quay", "quay seal"),
        ("state:exact OR author:roy", "quay pier seal"),
        ("-state:exact", "pier other"),
        ("-folder:/nowhere in:articles", "quay pier other"),
    ],
)
def test_conditions_are_combined(shelf: Shelf, words: str, hits: str) -> None:
    quay = shelf.session("quay.md", LEE)
    shelf.session("pier.md", ROY)
    shelf.session("other.txt", "Something Else\n\nNothing is said here of any harbour.\n")
    note = quay.article_notes.annotate(quay.article_notes.find_passage("quay of Hull"), "A seal. #animals")
    names = {quay.article_id: "quay", note.id: "seal"}
    told = [names.get(hit.note or hit.origin.id, Path(hit.origin.source).stem) for hit in found(shelf, words)]
    assert sorted(told) == sorted(hits.split())


def test_conditions_filter_the_lists(shelf: Shelf) -> None:
    quay = shelf.session("quay.md", LEE)
    pier = shelf.session("pier.md", ROY)
    for session, words in ((quay, "A seal. #animals"), (pier, "A gull. #animals"), (pier, "A boat.")):
        session.article_notes.annotate(None, words)
    shelf.asker.answer(lambda db: None)
    with shelf.index.reading() as db:
        assert queries.fitting_articles(db, parse_query("seal OR boat -author:lee")) == {pier.article_id}
        assert queries.fitting_articles(db, parse_query("-tag:animals")) == {pier.article_id}
        assert queries.list_notes(db, parse_query("author:roy -tag:animals"), 5)[1] == 1
        assert queries.list_notes(db, parse_query("-boat after:2026"), 5)[1] == 2
        assert queries.list_notes(db, parse_query("in:quotes seal"), 5)[1] == 0
        assert queries.list_notes(db, parse_query("in:notes seal"), 5)[1] == 1
        assert queries.list_notes(db, parse_query("in:notes OR in:quotes seal"), 5)[1] == 1


@given(st.lists(st.sampled_from(["council", "budget", "leith", "Friday,", "the", "long evening"]), min_size=1))
def test_article_is_found_by_its_words(asked_index: SearchIndex, words: list[str]) -> None:
    with asked_index.reading() as db:
        assert "article" in [hit.kind for hit in queries.find_hits(db, parse_query(" ".join(words)), 50)]


# ---------------------------------------------------------------------- what is answered


def test_all_words_must_match_and_the_last_may_be_a_prefix(shelf: Shelf) -> None:
    shelf.fill()
    assert [hit.origin.title for hit in found(shelf, "council evening")] == ["The Harbour Vote"]
    assert [hit.origin.title for hit in found(shelf, "council even")] == ["The Harbour Vote"]
    assert found(shelf, "even council") == []
    assert found(shelf, '"evening long"') == []
    assert [hit.origin.title for hit in found(shelf, '"long evening"')] == ["The Harbour Vote"]


def test_hit_has_its_words_and_their_place(shelf: Shelf) -> None:
    shelf.fill()
    (hit,) = found(shelf, "disagreed")
    assert lit(hit) == ["disagreed"]
    assert hit.span is not None
    assert hit.span.of(shelf.article("vote.txt").text) == "disagreed"
    assert plain(hit.pieces).startswith("… John Smith of the Port Authority disagreed.")


@pytest.mark.parametrize(
    ("text", "asked", "lit_words"),
    [
        ("市议会在星期五晚上投票决定保留港口。码头不会关闭。", "港口", ["港口"]),
        ("市议会在星期五晚上投票决定保留港口。", "投票决定保留", ["投票决定保留"]),
        ("市议会在星期五晚上投票决定保留港口。", "港口 投票", ["投票", "港口"]),
        ("港は開いたままだと市議会は金曜日に決めた。オルティス氏は反対した。", "市議会", ["市議会"]),
        ("港は開いたままだと市議会は金曜日に決めた。オルティス氏は反対した。", "オルティス", ["オルティス"]),
        ("시의회는 금요일에 항구를 유지하기로 결정했다.", "항구", ["항구"]),
        ("시의회는 금요일에 항구를 유지하기로 결정했다.", "의회", ["의회"]),
        ("สภาเมืองลงมติให้ท่าเรือเปิดต่อไป", "ท่าเรือ", ["ท่าเรือ"]),
        ("नगर परिषद ने शुक्रवार को बंदरगाह खुला रखा।", "बंदरगाह", ["बंदरगाह"]),
        ("Ortiz会见了Leith的市长 in 2026年", "leith", ["Leith"]),
        ("Ortiz会见了Leith的市长 in 2026年", "市长", ["市长"]),
        ("Ortiz会见了Leith的市长 in 2026年", "2026", ["2026"]),
    ],
)
def test_parts_of_text_without_spaces_are_found(shelf: Shelf, text: str, asked: str, lit_words: list[str]) -> None:
    shelf.session("a.txt", f"Title of it\n\n{text}\n\nAnother paragraph that says nothing.\n")
    shelf.session("b.txt", "Other title\n\n口港 票投 会市议 港の口 구항 เรือท่า รท สภเ\n")
    (hit,) = found(shelf, asked)
    assert lit(hit) == lit_words
    assert text in plain(hit.pieces)
    assert hit.span is not None
    assert hit.span.of(shelf.article("a.txt").text) == lit_words[0]


def test_notes_and_tags_without_spaces_are_found(shelf: Shelf) -> None:
    session = shelf.session("a.txt", "标题\n\n市议会在星期五晚上投票决定保留港口。\n")
    session.article_notes.annotate(session.article_notes.find_passage("投票决定保留港口"), "谁付钱？见预算 #城市/住房")
    (note,) = found(shelf, "in:notes 预算")
    assert plain(note.pieces) == "谁付钱？见预算 #城市/住房"
    assert plain(note.passage) == "投票决定保留港口"
    assert found(shelf, "tag:城市 付钱") != []
    listed, count = shelf.asker.answer(lambda db: queries.list_notes(db, parse_query("付钱"), 5))
    assert (plain(listed[0].pieces), count) == ("谁付钱？见预算 #城市/住房", 1)


@given(st.text(alphabet="ab 港口はカ한국กำเ็ือคनी\n.", max_size=40), st.data())
def test_every_script_is_indexed(text: str, data: st.DataObject) -> None:
    set_apart = scripts.split_cjk(text)
    assert scripts.join_cjk(set_apart) == text
    start = data.draw(st.integers(0, len(text)))
    part = text[start : data.draw(st.integers(start, len(text)))]
    runs = re.findall(r"[港口はカ한국]+", part)
    for run in runs:
        assert scripts.split_cjk(run) in set_apart


def test_title_ranks_above_text(shelf: Shelf) -> None:
    shelf.session("one.txt", "Nothing Much\n\nSomebody mentioned a heron once in a very long and quiet sentence.")
    shelf.session("two.txt", "The Heron\n\nA bird that stands still.")
    assert [hit.origin.title for hit in found(shelf, "heron")] == ["The Heron", "Nothing Much"]


def test_notes_are_found_by_text_passage_and_tags(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    note = session.article_notes.annotate(
        session.article_notes.find_passage("told until Friday"), "Check this. #budget", ["city/housing"]
    )
    for words in ("check in:notes", "until in:notes", "housing in:notes", "tag:budget", "tag:city", "state:exact"):
        assert [hit.note for hit in found(shelf, words)] == [note.id], words
    for words in ("tag:cit", "tag:bud", "state:orphaned", "tag:budget nowhere"):
        assert found(shelf, words) == [], words
    session.article_notes.delete(note.id)
    assert found(shelf, "tag:budget") == []


def test_quotes_are_found_by_words_and_speaker(shelf: Shelf) -> None:
    shelf.fill()
    hits = found(shelf, "speaker:ortiz", analyzed=True)
    assert sorted(plain(hit.pieces) for hit in hits) == [
        "“It was a disgrace,”",
        "“Nobody should pay for a harbour twice,”",
        "“We were not told until Friday,”",
    ]
    assert {hit.speaker for hit in hits} == {"Maria Ortiz"}
    assert [hit.speaker for hit in found(shelf, "in:quotes boats")] == ["Smith"]
    assert [hit.speaker for hit in found(shelf, 'in:quotes speaker:"ann smith"')] == ["Ann Smith"]


def test_notes_are_found_by_the_speaker_of_their_passage(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    note = session.article_notes.annotate(session.article_notes.find_passage("told until Friday"), "Check.")
    other = session.article_notes.annotate(session.article_notes.find_passage("Port Authority"), "Who is that?")
    assert [hit.note for hit in found(shelf, "speaker:ortiz in:notes", analyzed=True)] == [note.id]
    assert [hit.note for hit in found(shelf, 'entity:"port authority" in:notes', analyzed=True)] == [other.id]
    assert [hit.note for hit in found(shelf, "speaker:smith in:notes")] == []


def test_correction_changes_results(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    found(shelf, "harbour", analyzed=True)
    session.analysis_state.correct(Rename(("Maria Ortiz", "Ortiz"), "Mary Ortiz-Lopez"))
    assert {hit.speaker for hit in found(shelf, "in:quotes speaker:lopez", analyzed=True)} == {"Mary Ortiz-Lopez"}


def test_archived_articles_are_found_and_removed_ones_not(shelf: Shelf) -> None:
    shelf.fill()
    first, second = (record.id for record in shelf.library.articles()[:2])
    shelf.library.shelve("archived", first)
    shelf.library.shelve("removed", second)
    assert first in {hit.origin.id for hit in found(shelf, "leith")}
    assert second not in {hit.origin.id for hit in found(shelf, "leith")}
    assert [hit.origin.id for hit in found(shelf, "state:removed")] == [second]
    shelf.session("noon.txt")
    assert second in {hit.origin.id for hit in found(shelf, "leith")}, "opened again, it is back"


def test_results_are_sanitized(shelf: Shelf) -> None:
    session = shelf.session("evil.txt", "evil \x1b]52;c;aGk=\x07 words \x01and\x02 more")
    session.article_notes.annotate(None, "\x1b[2J #tag\x9b")
    for hit in found(shelf, "evil") + found(shelf, "in:notes tag"):
        assert not any(ord(sign) < 32 or 127 <= ord(sign) < 160 for sign in plain(hit.pieces))


def test_tags_are_counted_with_sub_tags(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.article_notes.annotate(None, "", ["city/housing", "budget"])
    session.article_notes.annotate(None, "one more", ["city/harbour", "city/housing"])
    counts = shelf.asker.answer(queries.tag_counts)
    assert counts == [("budget", 1), ("city", 2), ("city/harbour", 1), ("city/housing", 2)]


# ---------------------------------------------------------------------- snippets


@given(st.lists(st.tuples(st.text(alphabet="ab \n.é漢", max_size=60), st.booleans())), st.integers(10, 80))
def test_snippet_has_the_match_and_fits(parts: list[tuple[str, bool]], room: int) -> None:
    marked = Marked.of("".join(f"{BEGIN}{words}{END}" if is_found else words for words, is_found in parts))
    assert marked.text == "".join(words for words, _ in parts)
    assert [place.of(marked.text) for place in marked.places] == [words for words, is_found in parts if is_found]
    pieces = marked.pieces(room, marked.best(room))
    assert len(plain(pieces)) <= room + 4
    assert "\n" not in plain(pieces)


def test_snippet_is_where_most_words_match() -> None:
    text = f"{BEGIN}one{END} alone. " + "word " * 100 + f"Then {BEGIN}one{END} and {BEGIN}two{END}."
    marked = Marked.of(text)
    pieces = marked.pieces(60, marked.best(60))
    assert [words for words, is_found in pieces if is_found] == ["one", "two"]


# ---------------------------------------------------------------------- the index follows the library


STEPS = st.sampled_from(["vote", "noon", "grown", "note", "edit", "delete", "shelve", "correct", "ask", "study"])


@pytest.mark.slow
@at_most(25)
@given(st.lists(STEPS, max_size=12))
def test_index_after_any_history_equals_a_new_one(steps: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shelf = Shelf(UserPaths(folder / "library.json", folder / "state", folder / "cache"), folder)
        for number, step in enumerate(steps):
            take(step, number, shelf)
        shelf.asker.answer(lambda db: None, analyzed=True)
        followed = dump(shelf.index)
        shelf.index.discard()
        shelf.asker.answer(lambda db: None, analyzed=True)
        assert dump(shelf.index) == followed


def take(step: str, number: int, shelf: Shelf) -> None:
    """Do one step of a history."""
    if step in ("vote", "noon", "grown"):
        shelf.session("vote.txt" if step == "grown" else f"{step}.txt", f"{VOTE}\nMore." if step == "grown" else None)
    elif step in ("ask", "study"):
        shelf.asker.answer(lambda db: None, analyzed=step == "study")
    elif records := shelf.library.articles():
        session = shelf.session(Path(records[0].sources[-1]).name, Path(records[0].sources[-1]).read_text("utf-8"))
        notes = session.notes
        if step == "note":
            session.article_notes.annotate(Span(number, number + 30), f"word{number}", [f"tag{number % 3}"])
        elif step == "edit" and notes:
            rewrite(session, notes[0].id, "other words", ["changed"])
        elif step == "delete" and notes:
            session.article_notes.delete(notes[0].id)
        elif step == "shelve":
            shelf.library.shelve("archived" if number % 2 else "removed", records[0].id)
        elif step == "correct" and any(
            entity.name == "Maria Ortiz" for entity in session.analysis_state.analysis.entities
        ):
            session.analysis_state.correct(Rename(("Maria Ortiz", "Ortiz"), f"Maria Ortiz{number}"))


def test_unchanged_library_is_not_read(shelf: Shelf) -> None:
    shelf.fill()
    found(shelf, "leith")

    def never() -> None:
        raise AssertionError("the library was opened")

    asker = FreshIndex(shelf.paths, never, shelf.told.append, shelf.progress.append)  # type: ignore[arg-type]
    assert len(asker.answer(lambda db: queries.list_articles(db))) == len(NEWS)


def test_only_changed_records_are_indexed(shelf: Shelf) -> None:
    shelf.fill()
    found(shelf, "leith")
    shelf.progress.clear()
    shelf.session("vote.txt").article_notes.annotate(None, "one more")
    found(shelf, "leith")
    assert [(progress.done, progress.of) for progress in shelf.progress] == [(1, 1)], "the note"


def test_deleting_the_index_loses_nothing(shelf: Shelf) -> None:
    shelf.fill()
    before = told(found(shelf, "leith"))
    shelf.index.path.unlink()
    assert told(found(shelf, "leith")) == before


def test_missing_text_is_no_error(shelf: Shelf) -> None:
    shelf.fill()
    for text in shelf.library.files.texts.iterdir():
        text.unlink()
    assert found(shelf, "evening") == []
    assert [hit.origin.title for hit in found(shelf, "noon")] == ["Another Day in Leith"], "its file is called so"
    index_findings(shelf.index, lambda: shelf.library, shelf.paths.cache)
    assert outdated_articles(shelf.index, best_engine()) == []


def test_carets_are_indexed_as_progress(shelf: Shelf) -> None:
    session = shelf.session("vote.txt")
    session.save_state(session.load_state().__class__(caret=len(session.article.text) // 2))
    found(shelf, "leith")
    index_library.index_reading(shelf.index, shelf.paths.state)
    with shelf.index.reading() as db:
        assert [listed.progress for listed in queries.list_articles(db)] == [50]


def test_openings_that_left_the_library_as_it_was_are_indexed(shelf: Shelf) -> None:
    sessions = [shelf.session(name) for name in ("vote.txt", "noon.txt")]
    found(shelf, "leith")
    sessions[0].record_opening()
    index_library.index_reading(shelf.index, shelf.paths.state)
    with shelf.index.reading() as db:
        listed = queries.list_articles(db)
    assert [row.origin.id for row in listed[:2]] == [sessions[0].article_id, sessions[1].article_id]
    assert [row.opened for row in listed] == [record.opened for record in sessions[0].library.articles()]


# ---------------------------------------------------------------------- the file


def test_index_is_private(shelf: Shelf) -> None:
    shelf.fill()
    shelf.index.path.parent.mkdir(exist_ok=True)
    shelf.index.path.touch(mode=0o644)
    found(shelf, "leith")
    assert shelf.index.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", ["garbage", "truncated", "middle", "tables", "empty"])
def test_damaged_index_is_rebuilt_with_notice(shelf: Shelf, damage: str) -> None:
    shelf.fill()
    before = told(found(shelf, "leith"))
    path = shelf.index.path
    raw = path.read_bytes()
    if damage == "garbage":
        path.write_bytes(b"this is no index " * 1000)
    elif damage == "truncated":
        path.write_bytes(raw[: len(raw) // 2])
    elif damage == "middle":
        path.write_bytes(raw[:4096] + b"\xff" * (len(raw) - 4096))
    elif damage == "empty":
        path.write_bytes(b"")
    else:
        with sqlite3.connect(path) as db:
            db.execute("DROP TABLE entries")
        db.close()
    assert told(found(shelf, "leith")) == before
    assert shelf.told == ([] if damage == "empty" else [DAMAGED])


def test_index_of_another_version_is_rebuilt(shelf: Shelf) -> None:
    shelf.fill()
    before = told(found(shelf, "leith"))
    with sqlite3.connect(shelf.index.path) as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    assert told(found(shelf, "leith")) == before
    assert shelf.told == []


def test_file_of_another_process_is_not_deleted(shelf: Shelf) -> None:
    """Two processes that find the same damage must not delete the rebuilt index."""
    shelf.fill()
    found(shelf, "leith")
    shelf.index.discard(inode=1)
    assert shelf.index.path.exists()


@pytest.mark.parametrize("what", ["directory", "fifo"])
def test_library_is_searched_without_an_index_file(shelf: Shelf, what: str) -> None:
    shelf.fill()
    if what == "directory":
        shelf.index.path.mkdir()
    else:
        os.mkfifo(shelf.index.path)
    assert [hit.origin.title for hit in found(shelf, "council")] == ["The Harbour Vote"]
    assert len(shelf.told) == 1
    assert "searching without one" in shelf.told[0]


def test_sqlite_without_full_text_search_is_reported() -> None:
    with (
        closing(sqlite3.connect(":memory:")) as db,
        pytest.raises(SearchError, match="FTS5"),
        translate_errors(0),
    ):
        db.execute("CREATE VIRTUAL TABLE t USING fts5x(a)")


def test_two_processes_index_many_changes(shelf: Shelf) -> None:
    shelf.fill()
    session = shelf.session("vote.txt")
    for number in range(30):
        session.article_notes.annotate(None, f"word{number}")
    argv = worker.command("reader", "--library", str(shelf.paths.library), "search", "word29", "--json")
    with ExitStack() as stack:
        asked = [
            stack.enter_context(
                subprocess.Popen(argv, env=worker.environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            )
            for _ in range(2)
        ]
        for process in asked:
            out, err = process.communicate(timeout=PATIENCE)
            assert (process.returncode, err) == (0, b"")
            assert b"word29" in out
    index_library.index_reading(shelf.index, shelf.paths.state)
    followed = dump(shelf.index)
    shelf.index.discard()
    shelf.asker.answer(lambda db: None)
    index_library.index_reading(shelf.index, shelf.paths.state)
    assert dump(shelf.index) == followed


def test_killed_indexing_is_continued(shelf: Shelf) -> None:
    shelf.fill()

    def stop(progress: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        index_library.index_library(shelf.index, shelf.library, stop)
    assert [hit.origin.title for hit in found(shelf, "council")] == ["The Harbour Vote"]


def test_failed_change_is_rolled_back(shelf: Shelf) -> None:
    shelf.fill()
    found(shelf, "leith")
    before = dump(shelf.index)

    def change() -> None:
        with shelf.index.changing() as db:
            db.execute("DELETE FROM articles")
            db.execute("SELECT nothing FROM nowhere")

    with pytest.raises(DamagedIndexError):
        change()
    assert dump(shelf.index) == before


def test_repeated_quotes_are_indexed(shelf: Shelf) -> None:
    """A cache may contain what no engine finds."""
    session = shelf.session("boats.txt")
    found(shelf, "boats")
    quote = Quote(Span(15, 40), Speaker("Smith", Span(41, 46)), None, 1.0)
    strange = Analysis("x", (Entity("A", "person", ("A",), ()), Entity("A", "place", (), ())), (quote, quote), (quote,))
    with shelf.index.changing() as db:
        put_findings(db, [(session.article_id, "x", (session.article, strange))])
    with shelf.index.reading() as db:
        assert len(queries.find_hits(db, parse_query("in:quotes"), 10)) == 3


# ---------------------------------------------------------------------- back to the text


def test_hit_is_located_in_changed_article(shelf: Shelf) -> None:
    old = shelf.session("boats.txt").article
    at = old.text.index("Harbours")
    new = shelf.session("boats.txt", BOATS.replace("“Harbours", "A long new beginning, and then:\n\n“Harbours")).article
    place = locate_span(new, Span(at, at + 8), old.sha256, old.text)
    assert place is not None
    assert place.of(new.text) == "Harbours"
    assert locate_span(new, Span(at, at + 8), old.sha256, None) is None
    assert locate_span(new, Span(3, 5), new.sha256, None) == Span(3, 5)


# ---------------------------------------------------------------------- the command


def test_command_prints_hits_or_json(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.fill()
    library = ["--library", str(shelf.paths.library)]
    assert main([*library, "search", "council", "evening"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("The Harbour Vote · ")
    assert "\x1b" not in out
    assert main([*library, "search", "--json", "in:articles", "boats"]) == 0
    assert '"kind": "article"' in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (["state:wrong"], 1, "unknown state"),
        (["—"], 2, "nothing to search for"),
        (["nowhere"], 0, "no matches"),
        (["--limit", "1", "leith"], 0, "first 1 shown"),
    ],
)
def test_command_reports_errors(
    shelf: Shelf, capsys: pytest.CaptureFixture[str], words: list[str], code: int, says: str
) -> None:
    shelf.fill()
    assert main(["--library", str(shelf.paths.library), "search", *words]) == code
    assert says in capsys.readouterr().err


def test_search_without_library_creates_no_files(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--library", str(shelf.paths.library), "search", "anything"]) == 0
    assert capsys.readouterr() == ("", "reader: no matches\n")
    assert not shelf.paths.library.parent.exists()


def test_command_updates_the_index(shelf: Shelf, capsys: pytest.CaptureFixture[str]) -> None:
    shelf.fill()
    assert main(["--library", str(shelf.paths.library), "index", "--rebuild", "--jsonl"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if "ready" in line] == ['{"ready":"index"}', '{"ready":"analysis"}']
    assert SearchIndex(shelf.paths.library).path.exists()


def test_empty_query_finds_nothing() -> None:
    assert parse_query("   ") == Query()
