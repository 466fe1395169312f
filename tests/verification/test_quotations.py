"""The quotations of a draft."""

import pytest

from reader.sources.markdown import read_markdown
from reader.verification.source_text import SourceText
from tests.verification.drafts import analysis_of, quotations


def found(markdown: str, *, indirect: bool = False) -> list[tuple[list[str], str]]:
    draft, quoted = quotations(markdown, indirect=indirect)
    return [([part.of(draft.text) for part in one.parts], one.speaker.name if one.speaker else "") for one in quoted]


@pytest.mark.parametrize(
    ("markdown", "expected"),
    [
        ("“We were not told,” Maria Ortiz said.", [(["We were not told,"], "Maria Ortiz")]),
        (
            "“We were not told,” Maria Ortiz said, “until last Friday.”",
            [(["We were not told,", "until last Friday."], "Maria Ortiz")],
        ),
        (
            "“We were not told,” Maria Ortiz said. “It was late.”",
            [(["We were not told,"], "Maria Ortiz"), (["It was late."], "Maria Ortiz")],
        ),
        (
            "“We were not told,”\nMaria Ortiz said,\n“until last Friday.”",
            [(["We were not told,", "until last Friday."], "Maria Ortiz")],
        ),
        (
            "“Were we told?”\n\nAs Maria Ortiz put it, “nobody came.”",
            [(["Were we told?"], ""), (["nobody came."], "Maria Ortiz")],
        ),
        (
            "Maria Ortiz said: “We were not told.\n\n“Nobody called us.”",
            [(["We were not told.", "Nobody called us."], "Maria Ortiz")],
        ),
        (
            "“We were not told.\n\n“Nobody called us,” Maria Ortiz said.",
            [(["We were not told.", "Nobody called us,"], "Maria Ortiz")],
        ),
        ("Maria Ortiz told the paper:\n\n> We were not told.", [(["We were not told."], "Maria Ortiz")]),
        ("> We were not told.\n>\n> — Maria Ortiz, mayor", [(["We were not told."], "Maria Ortiz")]),
        ("> We were not told.\n>\n> — Mr. J. P. Ortiz, mayor", [(["We were not told."], "Mr. J. P. Ortiz")]),
        ("> We were not told.\n>\n> Maria Ortiz, mayor", [(["We were not told."], "Maria Ortiz")]),
        ("> We were not told.\n>\n> Nobody came to us.", [(["We were not told.", "Nobody came to us."], "")]),
        ("> We were not told. — Maria Ortiz", [(["We were not told."], "Maria Ortiz")]),
        ("> We were *not* “told”.\n>\n> Nobody came.", [(["We were not “told”.", "Nobody came."], "")]),
        ("> “We were not told,” said Ann Lee.", [(["We were not told,"], "Ann Lee")]),
        (
            "It was “late on Friday”. Nobody, Maria Ortiz said, “came to us at all”.",
            [(["late on Friday"], "Maria Ortiz"), (["came to us at all"], "Maria Ortiz")],
        ),
        (
            "To come “late on a Friday” is, Maria Ortiz wrote, “a sign of bad manners.”",
            [(["late on a Friday"], "Maria Ortiz"), (["a sign of bad manners."], "Maria Ortiz")],
        ),
        (
            "“Were we told?” Maria Ortiz asked, “or not?”",
            [(["Were we told?", "or not?"], "Maria Ortiz")],
        ),
        (
            "“Were we told?” All that, Maria Ortiz said, “was nothing.”",
            [(["Were we told?"], "Maria Ortiz"), (["was nothing."], "Maria Ortiz")],
        ),
        (
            "“We were not told,” Maria Ortiz said, and later, “nobody came.”",
            [(["We were not told,"], "Maria Ortiz"), (["nobody came."], "Maria Ortiz")],
        ),
        (
            "Maria Ortiz said ‘we were not told until it was late’, but for ‘the old mayor’.",
            [(["we were not told until it was late"], "Maria Ortiz"), (["the old mayor"], "Maria Ortiz")],
        ),
        ("> — Maria Ortiz", []),
        ("Nothing is quoted here.", []),
    ],
)
def test_quotations_with_their_speakers(markdown: str, expected: list[tuple[list[str], str]]) -> None:
    assert found(markdown) == expected


def test_the_turns_of_a_script_quote_others() -> None:
    turn = "{}: Good evening. “The ferry that we have leaks every day of the week,” said Tom Ray at the harbour."
    script = "\n\n".join(turn.format(name) for name in ("PRESENTER", "REPORTER") * 3)
    assert found(script) == 6 * [(["The ferry that we have leaks every day of the week,"], "Tom Ray")]
    assert len(found(script.replace("“", "").replace("”", ""))) == 6


def test_block_quotations_that_follow_each_other_have_their_own_signatures() -> None:
    blocks = "> We were not told.\n>\n> — Maria Ortiz\n\n> It was late.\n>\n> — Tom Ray"
    assert found(blocks) == [(["We were not told."], "Maria Ortiz"), (["It was late."], "Tom Ray")]


def test_indirect_speech_on_request() -> None:
    markdown = "Maria Ortiz said that the council had not been told until Friday."
    assert found(markdown) == []
    assert found(markdown, indirect=True) == [(["the council had not been told until Friday"], "Maria Ortiz")]


def test_spans_after_a_block_quotation_are_those_of_the_draft() -> None:
    draft, quoted = quotations("> We were not told.\n\nLater, “it was late,” said Tom Ray.")
    assert [one.text(draft.text) for one in quoted] == ["We were not told.", "it was late,"]
    assert quoted[1].speaker is not None
    assert quoted[1].speaker.span.of(draft.text) == "Tom Ray"


def test_quotes_whose_speakers_were_not_looked_for_stay_so_beside_block_quotations() -> None:
    german = (
        "Der Kanzler sagte am Montag in Berlin, dass die Regierung das Gesetz noch in diesem Jahr verabschieden werde. "
        "„Wir werden nicht länger warten“, sagte er vor der Presse. Die Opposition kritisierte den Plan.\n\n"
        "> Wir wurden nicht gefragt, und niemand hat uns etwas gesagt.\n"
    )
    analysis = analysis_of(SourceText("/plan.md", read_markdown(german, "plan.md"), "article"))
    assert analysis.language == "German"
    assert {quote.certainty for quote in analysis.quotes} == {None}
