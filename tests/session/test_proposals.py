"""Proposals of programs: what is taken, what is refused, and what becomes of them, also on two devices."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from reader.annotations.notes import Note
from reader.annotations.proposals import Proposal, new_proposal
from reader.errors import NoteError
from reader.library.library import Library, MergeSummary
from reader.session.note_editing import accept, proposals_with_states, reject
from reader.session.proposals import MOST_BYTES, propose, read_suggestion
from reader.session.session import Session
from tests.library.devices import ALPHA, sitting

ONCE = {"quote": "three four"}
OFTEN = "Word upon word. " * 400
SPOKEN = "The vote\n\n“We were not told,” Maria Ortiz said. John Smith was there.\n\n“It was a disgrace,” said Ortiz.\n"


def line(**values: object) -> bytes:
    return json.dumps(values).encode()


HOSTILE: dict[str, tuple[bytes, str]] = {
    # no JSON, or none that two readers understand alike
    "nothing": (b"{}", "no quote"),
    "prose": (b"Dear reader, please add a note", "not JSON"),
    "a list": (b'["three four"]', "no JSON object"),
    "a number": (b"7", "no JSON object"),
    "cut off": (b'{"quote": "three', "not JSON"),
    "two objects": (b'{"quote": "three four"} {"quote": "one"}', "not JSON"),
    "half a character": (b'{"quote": "three four", "text": "\\ud800"}', "not JSON"),
    "an object among the tags": (b'{"quote": "three four", "tags": [{"a": 1, "a": 2}]}', "no list of texts"),
    "invalid UTF-8": (b'{"quote": "three four", "text": "\xff\xfe"}', "not JSON"),
    "overlong UTF-8": (b'{"quote": "\xc0\xaf"}', "not JSON"),
    "UTF-16": ('{"quote": "three four"}'.encode("utf-16"), "not JSON"),
    "a null byte": (b'{"quote": "three \x00four"}', "not JSON"),
    "deep": (b'{"quote": ' + b"[" * 20_000 + b"]" * 20_000 + b"}", "nested too deeply"),
    "a huge number": (b'{"quote": ' + b"9" * 5000 + b"}", "not JSON"),
    "a large number": (b'{"quote": 1e999}', "not JSON"),
    "gigantic": (line(quote="three four", text="x" * MOST_BYTES), "at most"),
    # wrong types, and what is not theirs to say
    "no text": (line(quote=None), "its quote is no text"),
    "true": (line(quote="three four", text=True), "its text is no text"),
    "an object": (line(quote={"exact": "three four"}), "its quote is no text"),
    "tags as text": (line(quote="three four", tags="budget"), "its tags are no list of texts"),
    "tags of numbers": (line(quote="three four", tags=[1, 2]), "its tags are no list of texts"),
    "a tag with spaces": (line(quote="three four", tags=["two words"]), "cannot be a tag"),
    "a tag that is a path": (line(quote="three four", tags=["../../etc"]), "cannot be a tag"),
    "a tag with an escape": (line(quote="three four", tags=["\x1b[31mred"]), "cannot be a tag"),
    "too many tags": (line(quote="three four", tags=[f"t{each}" for each in range(50)]), "50 tags"),
    "its own state": (line(quote="three four", state="accepted"), "“state” is unknown"),
    "its own author": (line(quote="three four", author="Ann"), "“author” is unknown"),
    "a person who accepts": (line(quote="three four", accepted_by="Ann"), "“accepted_by” is unknown"),
    "a file": (line(quote="root", source="/etc/passwd"), "“source” is unknown"),
    "a key with an escape": (line(**{"\x1b]0;title\x07": "x", "quote": "three four"}), "is unknown"),
    "a key like another": (line(**{"quоte": "three four"}), "is unknown"),
    # words that are not in the text, or in too many places
    "empty": (line(quote=" \n\t"), "no quote"),
    "invisible": (line(quote="\u200b\u200b"), "empty"),
    "not there": (line(quote="three five"), "does not have"),
    "not there, in red": (line(quote="\x1b[31mthree five\x1b[0m"), "does not have"),
    "other neighbours": (line(quote="three four", prefix="one"), "with those words beside it"),
    "hundreds of places": (line(quote="word"), "occurs in 800 places"),
    "a pattern": (line(quote=".*"), "does not have"),
    # corrections
    "a speaker where nobody speaks": (line(quote="three four", speaker="Ann Lee"), "no quote"),
    "a correction with a note": (line(quote="three four", speaker="Ann", text="note"), "no text and no tags"),
    "a name of nobody": (line(name="Nobody Atall", rename="Ann"), "names nobody"),
    "half a rename": (line(name="Ann"), "needs `name` and `rename`"),
    "a rename of words": (line(name="Ann", rename="Bea", quote="three four"), "and nothing else"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_line_is_refused_in_one_line(name: str, tmp_path: Path) -> None:
    raw, reason = HOSTILE[name]
    session = sitting(tmp_path / "home", ALPHA + OFTEN)
    with pytest.raises(NoteError) as refused:
        propose(session, read_suggestion(raw), "agent:clerk")
    said = str(refused.value)
    assert reason in said
    assert said.isprintable(), "one line, without controls"
    assert len(said) < 400
    assert session.library.proposals() == []


TEXTS = {
    "markup": "[b]bold[/b] <script>alert(1)</script> **strong** {{ 7 * 7 }} %s $(rm -rf /)",
    "escapes": "\x1b[2J\x1b]52;c;cm0gLXJm\x07gone\r\nback",
    "right to left": "\u202egnihton\u202c \u2066apart\u2069 \ufeffand",
    "combining": "Z" + "\u0335" * 200,
    "a front matter": "---\ntitle: mine\n---\n# Heading\n- [ ] item",
    "a formula": '=HYPERLINK("http://example.org"; "click")',
}


@pytest.mark.parametrize("name", TEXTS)
def test_hostile_text_stays_text(name: str, tmp_path: Path) -> None:
    session = sitting(tmp_path / "home")
    made = propose(session, read_suggestion(line(**ONCE, text=TEXTS[name])), "agent:clerk")
    assert made is not None
    assert not {"\x1b", "\x07", "\r", "\u202e", "\u2066"} & set(made.note.text)
    session.load_notes()
    assert [each.note.text for each in session.proposals] == [made.note.text]
    accept(session.library, made.id)
    session.load_notes()
    assert [note.text for note in session.notes] == [made.note.text]


def proposed(
    session: Session, text: str = "By whom?", author: str = "agent:clerk", quote: str = "three four"
) -> Proposal:
    made = propose(session, read_suggestion(line(quote=quote, text=text)), author)
    assert made is not None
    session.load_notes()
    return made


def states(library: Library) -> list[str]:
    return [state for _, state in proposals_with_states(library)]


def test_it_is_no_note_until_somebody_accepts_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("READER_AUTHOR", "Ann Lee")
    session = sitting(tmp_path / "home")
    made = proposed(session)
    assert list(session.notes) == []
    assert b"By whom" not in session.exports.render("json")
    assert [each.note.span and each.note.span.of(ALPHA) for each in session.proposals] == ["three four"]
    session.article_notes.decide(accept, made.id)
    (note,) = session.notes
    assert list(session.proposals) == []
    assert (note.author.name, note.author.accepted_by, note.author.device) == (
        *("agent:clerk", "Ann Lee"),
        session.library.author.device,
    )
    assert session.article_notes.undo() == "the note is gone"
    assert (session.notes, [each.id for each in session.proposals]) == ((), [made.id])
    assert session.article_notes.redo() == "the note is back"
    assert states(session.library) == ["accepted"]
    session.article_notes.delete(made.id)
    assert states(session.library) == ["accepted"], "a note that was deleted is no proposal again"
    assert session.library.check().problems == ()


@pytest.mark.parametrize("again", ["redone", "accepted again"])
def test_an_acceptance_that_is_undone_twice_brings_it_back_twice(again: str, tmp_path: Path) -> None:
    session = sitting(tmp_path / "home")
    made = proposed(session)
    session.article_notes.decide(accept, made.id)
    session.article_notes.undo()
    if again == "redone":
        session.article_notes.redo()
    else:
        session.article_notes.decide(accept, made.id)
    assert states(session.library) == ["accepted"]
    session.article_notes.undo()
    assert (session.notes, [each.id for each in session.proposals]) == ((), [made.id])
    session.article_notes.decide(accept, made.id)
    session.article_notes.delete(made.id)
    session.article_notes.undo()
    session.article_notes.redo()
    assert states(session.library) == ["accepted"], "it was deleted, not undone"


def test_what_was_rejected_does_not_come_back_from_the_same_author(tmp_path: Path) -> None:
    session = sitting(tmp_path / "home")
    made = proposed(session)
    again = read_suggestion(line(quote=" three  four", text="by whom? ", tags=["budget"]))
    assert propose(session, again, "agent:clerk") is None, "twice adds nothing"
    session.article_notes.decide(reject, made.id)
    assert list(session.proposals) == []
    assert propose(session, again, "agent:clerk") is None
    assert session.article_notes.undo() == "the proposal is back"
    assert [each.id for each in session.proposals] == [made.id]
    assert session.article_notes.redo() == "the proposal is rejected again"
    assert propose(session, again, "agent:other") is not None
    with pytest.raises(NoteError, match="no proposal nothing"):
        accept(session.library, made.id, "nothing")
    assert states(session.library) == ["rejected", "proposed"], "all or none"


def test_an_edited_one_keeps_both_wordings(tmp_path: Path) -> None:
    session = sitting(tmp_path / "home")
    made = proposed(session)
    draft = session.article_notes.draft_of(made.note)
    saved = session.article_notes.save_draft(replace(draft, text="By the clerk.")).note
    assert [each.text for each in saved.revisions] == ["By whom?", "By the clerk."]
    assert (saved.author.name, bool(saved.author.accepted_by)) == ("agent:clerk", True)
    assert list(session.proposals) == []
    session.article_notes.undo()
    assert [note.text for note in session.notes] == ["By whom?"]
    session.article_notes.undo()
    assert (session.notes, len(session.proposals)) == ((), 1)


def test_a_speaker_and_a_name_are_proposed_likewise(tmp_path: Path) -> None:
    session = sitting(tmp_path / "home", SPOKEN)
    lines = (line(quote="It was a disgrace", speaker="John Smith"), line(name="Maria Ortiz", rename="Maria Ortiz Vega"))
    made = [propose(session, read_suggestion(each), "agent:clerk") for each in lines]
    session.load_notes()
    assert [each.note.text for each in session.proposals] == [
        "Maria Ortiz renamed to Maria Ortiz Vega",
        "“It was a disgrace,” said by John Smith",
    ]
    assert list(session.analysis_state.corrections) == []
    with pytest.raises(NoteError, match="nothing to correct"):
        propose(session, read_suggestion(line(name="John Smith", rename="John Smith")), "agent:clerk")
    accept(session.library, *(each.id for each in made if each))
    session.load_notes()
    speakers = [quote.speaker.name for quote in session.analysis_state.analysis.quotes if quote.speaker]
    assert speakers == ["Maria Ortiz Vega", "John Smith"]
    assert {each.revisions[0].by.name for each in session.analysis_state.corrections} == {"agent:clerk"}
    session.article_notes.undo()
    assert len(session.proposals) == 1


def test_the_life_of_a_proposal_on_two_devices(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From the line to an export with both names; each device has the same ones, whatever the order."""
    here, there = sitting(tmp_path / "here"), sitting(tmp_path / "there")
    first, second, third = (
        [proposed(session, f"Thought {number}.") for session in (here, there)] for number in (1, 2, 3)
    )
    assert first[0].id == first[1].id, "the same proposal, from the same program on two devices, is one"
    monkeypatch.setenv("READER_AUTHOR", "Ann Lee")
    ann = Library(here.paths.library, here.paths.state)
    accept(ann, first[0].id, second[0].id)
    reject(ann, third[0].id)
    reject(there.library, second[1].id)
    monkeypatch.setenv("READER_AUTHOR", "Bea Ray")
    bea = Library(there.paths.library, there.paths.state)
    accept(bea, first[1].id)
    ours, theirs = ann.merge(bea), bea.merge(ann)
    assert (ours.proposals, theirs.proposals, ours.conflicts) == (0, 0, 0)
    for library in (ann, bea):
        assert states(library) == ["accepted", "accepted", "rejected"], "an acceptance outlives a rejection elsewhere"
        assert sorted(note.text for note in library.notes()) == ["Thought 1.", "Thought 2."]
        assert library.check().problems == ()
    assert ann.merge(bea) == MergeSummary()
    session = Session(here.article, here.paths, ann)
    session.load_notes()
    assert propose(session, read_suggestion(line(**ONCE, text="thought 3.")), "agent:clerk") is None
    exported = json.loads(session.exports.render("json"))
    names = {each["text"]: (each["author"], each["accepted_by"]) for each in exported["notes"]}
    assert names["Thought 2."] == ("agent:clerk", "Ann Lee")
    assert b"by agent:clerk, accepted by Ann Lee" in session.exports.render("markdown")
    for form in ("html", "csv", "w3c"):
        told = session.exports.render(form)
        assert b"agent:clerk" in told
        assert b"Ann Lee" in told, form
        assert b"Thought 3" not in told


@pytest.mark.parametrize("decided", [True, False])
def test_what_two_devices_proposed_before_they_knew_that_an_article_is_one_counts_once(
    decided: bool, tmp_path: Path
) -> None:
    """The article had two ids, and so has the proposal: what was decided about one holds for both."""
    session = sitting(tmp_path / "home")
    first = proposed(session)
    if decided:
        reject(session.library, first.id)
    other = new_proposal("b" * 10, first.made_on, first.change, first.author)
    session.library.save(replace(other, article=first.article))  # as a merge does
    assert len(session.library.proposals()) == 2
    assert states(session.library) == ["rejected" if decided else "proposed"]
    session.load_notes()
    assert len(session.proposals) == (0 if decided else 1)


def test_a_damaged_library_makes_no_note_of_a_proposal(tmp_path: Path) -> None:
    """What nobody has accepted is never taken for a note or a correction, even where pieces are missing."""
    session = sitting(tmp_path / "home", SPOKEN)
    propose(session, read_suggestion(line(quote="We were not told", text="By whom?")), "agent:clerk")
    propose(session, read_suggestion(line(name="Maria Ortiz", rename="Ann")), "agent:clerk")
    library = Library(session.paths.library)
    library.repair()
    raw = session.paths.library.read_bytes()
    at = raw.index(b'"notes"')
    for copy in (session.paths.library.with_name("library.json.bak"),):
        copy.unlink(missing_ok=True)
    session.paths.library.write_bytes(raw[: at - 1] + raw[at + 40 :])
    damaged = Library(session.paths.library)
    damaged.repair()
    assert damaged.notes() == []
    assert damaged.corrections(None) == []
    assert all(isinstance(each, Proposal) and not isinstance(each, Note) for each in damaged.proposals())


def test_an_account_without_a_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    session = sitting(tmp_path / "home")
    made = proposed(session)

    def nobody() -> str:
        raise OSError("no such account")

    monkeypatch.setattr("getpass.getuser", nobody)
    assert "READER_AUTHOR" not in os.environ
    accept(session.library, made.id)
    (note,) = session.library.notes()
    assert note.author.signature == "agent:clerk, accepted by somebody"
