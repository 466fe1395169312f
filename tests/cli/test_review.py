"""`reader review`: notes made on the terminal come out of a pipe."""

import json
import os
import shlex
import sys
import time
from contextlib import nullcontext
from pathlib import Path

import pytest

from reader.cli import review
from reader.cli.context import CommandContext
from reader.cli.review import ReviewOptions, lines_of, open_review
from reader.session.session import APPROVED, CHANGES_ASKED, Session
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.system import stdio
from reader.text.span import Span
from tests.bench.terminal import Terminal
from tests.cli.command_line import Reader, one_line

TEXT = "First line of it.\n\nSecond paragraph here, about Leith.\n\nThe third one ends it.\n"

PATIENCE = 30.0
"""Seconds to wait for the program."""


def reviewed(tmp_path: Path, options: str, keys: list[str], code: int = 0) -> str:
    """Return what `reader review` prints into a file, after these keys in a terminal; `told` has its errors.

    It has to end with this exit code.
    """
    source, out = tmp_path / "draft.txt", tmp_path / "out"
    source.write_text(TEXT, encoding="utf-8")
    command = f"{shlex.quote(sys.executable)} -m reader review - {options}"
    told = shlex.quote(str(tmp_path / "told"))
    script = f"cat {shlex.quote(str(source))} | {command} > {shlex.quote(str(out))} 2> {told}"
    program = Terminal(["sh", "-c", script], {**os.environ, "TERM": "xterm-256color"})
    try:
        program.until("Second paragraph", program.started)
        for key in keys:
            program.press(key)
            if key == "a":
                program.until("Ctrl-S", time.perf_counter())
        stop = time.monotonic() + PATIENCE
        while time.monotonic() < stop:
            found, status = os.waitpid(program.pid, os.WNOHANG)
            if found:
                assert os.waitstatus_to_exitcode(status) == code
                return out.read_text(encoding="utf-8")
            program.rest(0.02)
        raise TimeoutError("it does not end")
    finally:
        program.kill()


KEYS = ["}", "a", "Why Leith? #check", "\x13", "P"]


def test_notes_of_piped_text_are_printed_as_markdown_and_earlier_ones_only_on_request(
    home: Path, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed = reviewed(tmp_path, "", KEYS)
    assert printed.splitlines()[4:] == [
        "## Line 3",
        "",
        "> Second paragraph here, about Leith.",
        "",
        "Why Leith? #check",
    ]
    assert printed.startswith("Read 1 of 1, approved.\n\n# Notes on ")
    assert "Why Leith?" in reader("notes").out
    second = reviewed(tmp_path, "", ["a", "Who says so?", "\x13", "q"], code=130)
    assert "Who says so?" in second
    assert "Why Leith?" not in second
    assert second.startswith("Read 0 of 1, left without a decision.\n")
    assert (tmp_path / "told").read_text() == ""
    monkeypatch.setattr(review, "draw", lambda session: APPROVED)
    monkeypatch.setattr(stdio, "on_terminal", nullcontext)
    every = json.loads(reader("review", "-", "--json", "--all", stdin=TEXT).out)["notes"]
    assert sorted(note["text"] for note in every) == ["Who says so?", "Why Leith? #check"]


def test_notes_have_line_numbers_as_json_and_are_not_kept_on_request(
    home: Path, tmp_path: Path, reader: Reader
) -> None:
    printed = json.loads(reviewed(tmp_path, "--json --no-library", [*KEYS[:-1], "X"], code=3))
    assert (printed["decision"], printed["read"], printed["of"]) == ("changes", 1, 1)
    (note,) = printed["notes"]
    assert (note["text"], note["tags"], note["line"], note["end_line"]) == ("Why Leith? #check", ["check"], 3, 3)
    assert note["quote"] == "Second paragraph here, about Leith."
    assert json.loads(reader("notes", "--json").out) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ("", "reader: 1 draft kept, not printed\n"),
        ("--no-library", "reader: not saved: Why Leith? #check\n"),
    ],
)
def test_a_draft_is_mentioned_on_standard_error(options: str, told: str, home: Path, tmp_path: Path) -> None:
    assert "No notes." in reviewed(tmp_path, options, [*KEYS[:3], "\x1b", "P"])
    assert (tmp_path / "told").read_text() == told


def test_the_screen_says_how_to_have_the_notes(
    home: Path, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []

    def draw(session: Session) -> int:
        said.append(session.opening_remark)
        return APPROVED

    monkeypatch.setattr(review, "draw", draw)
    monkeypatch.setattr(stdio, "on_terminal", nullcontext)
    (tmp_path / "draft.txt").write_text(TEXT, encoding="utf-8")
    answer = reader("review", str(tmp_path / "draft.txt"))
    assert (answer.code, answer.out) == (0, "Read 1 of 1, approved.\n\nNo notes.\n")
    assert said == ["P approves, X asks for changes, q leaves it open"]


@pytest.mark.parametrize(
    ("answers", "code", "said"),
    [
        ((APPROVED, APPROVED, APPROVED), 0, "Read 3 of 3, approved."),
        ((APPROVED, CHANGES_ASKED, APPROVED), 3, "Read 3 of 3, changes asked for."),
        ((CHANGES_ASKED, 0), 130, "Read 1 of 3, left without a decision."),
        ((APPROVED, 70), 70, ""),
    ],
)
def test_several_files_are_one_round(
    answers: tuple[int, ...], code: int, said: str, tmp_path: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Notes of all that were read are printed; a screen that fails ends the round with its own code."""
    waiting = iter(answers)

    def draw(session: Session) -> int:
        session.record_opening()
        session.article_notes.annotate(None, f"On {Path(session.article.source).name}")
        assert session.is_review
        return next(waiting)

    monkeypatch.setattr(review, "draw", draw)
    monkeypatch.setattr(stdio, "on_terminal", nullcontext)
    files = [tmp_path / f"{number}.txt" for number in (1, 2, 3)]
    for number, file in enumerate(files):
        file.write_text(f"{TEXT} Text {number}.", encoding="utf-8")
    answer = reader("review", *map(str, files))
    assert answer.code == code
    assert answer.out.partition("\n")[0] == said
    notes = answer.out.count("On the whole text") if said else 0
    assert notes == (len(answers) if said else 0)
    assert next(waiting, None) is None


def test_tags_stand_below_a_note_unless_it_has_them(session: Session) -> None:
    session.record_opening()
    notes = session.article_notes
    made = [notes.annotate(None, "Why? #a", ["a", "b"]), notes.annotate(None, "Who?", ["c"]), notes.annotate(None, "!")]
    printed = "\n".join(review.markdown_notes(review.ReviewedNotes(session.article.text, session, made, 0)))
    assert printed.split("## On the whole text\n\n")[1:] == ["Why? #a\n\n#b\n\n", "Who?\n\n#c\n\n", "!"]


def test_lines_are_those_of_the_source() -> None:
    raw = "# Title\n\nSome *text* here,\nand [a link](https://example.org) there.\n\n- one\n- two words\n"
    article = read_markdown(raw)
    at = article.text.index("a link")
    two = article.text.index("two words")
    spans = [Span(at, at + 6), Span(two, two + 9), Span(0, two + 9)]
    assert lines_of(spans, article.text, raw) == [(4, 4), (7, 7), (1, 7)]
    plain = read_plain(TEXT)
    assert lines_of([Span(19, len(TEXT) - 1)], plain.text, plain.text) == [(3, 5)]


def test_lines_of_a_web_page_are_those_of_its_text(tmp_path: Path, home: Path) -> None:
    def raw(name: str, content: str) -> str:
        (tmp_path / name).write_text(content, encoding="utf-8")
        options = ReviewOptions((), "", False, False, False, False)
        return open_review(str(tmp_path / name), options, CommandContext(None))[1]

    page = "<html><body>\n\n<h1>Vote</h1>\n<p>It stays open, and the town is glad of it.</p></body></html>"
    assert "<p>" not in raw("page.html", page)
    assert raw("draft.md", "# Vote\n\nIt *stays* open.\n") == "# Vote\n\nIt *stays* open.\n"


def test_a_source_that_cannot_be_read_is_one_line(home: Path, reader: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "missing.md" in one_line(reader("review", "missing.md"))
    monkeypatch.setenv("TERM", "dumb")
    assert "TERM=dumb" in one_line(reader("review", "missing.md"))


@pytest.mark.parametrize("lead", ["", "\n", "\n\n", "x\n"])
def test_lines_are_counted_from_the_first_even_if_it_is_empty(lead: str) -> None:
    text = f"{lead}one\ntwo\n\nthree"
    for number, line in enumerate(text.split("\n"), 1):
        if line:
            start = text.index(line)
            spans = [Span(start, start + len(line)), Span(start, start), Span(start, len(text))]
            last = text.count("\n") + 1
            found = lines_of(spans, text, text)
            assert found == [(number, number), (number, number), (number, last)]


@pytest.mark.parametrize(
    ("start", "end", "lines"),
    [(0, 3, (1, 1)), (0, 4, (1, 1)), (0, 5, (1, 2)), (4, 8, (2, 2)), (8, 8, (3, 3)), (0, 11, (1, 3))],
)
def test_a_passage_ends_on_the_line_of_its_last_letter(start: int, end: int, lines: tuple[int, int]) -> None:
    text = "one\ntwo\nfour\n"
    assert lines_of([Span(start, end)], text.strip(), text.strip()) == [lines]
