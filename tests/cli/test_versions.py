"""`reader versions`."""

import re
from pathlib import Path

import pytest

from reader.cli.versions import shorten_middle
from tests.cli.command_line import STORY, Reader
from tests.fixtures.word import docx

LATER = STORY.replace("Friday evening", "Monday").replace("until Friday", "until late on Monday").replace(
    "Residents of Leith had asked for a delay. ", ""
)  # fmt: skip


def test_changes_between_the_last_two_texts(reader: Reader, story: Path) -> None:
    reader("add", story)
    first = reader("versions", story)
    assert first.code == 0
    assert first.err == "reader: only one text of it is known: there is nothing to compare\n"
    story.write_text(LATER)
    answer = reader("versions", story)
    assert (answer.code, answer.err) == (0, "")
    title, one, two, _, counts, *lines = answer.out.splitlines()
    assert title == f"The Harbour Vote · {story}"
    assert one.endswith("  60 words")
    assert "not opened yet" in two
    assert counts == "1 → 2  words: 11 removed, 4 added · quotations: 1 changed"
    assert "¶ 1" in lines
    assert (
        '    The council met on [-Friday evening-] {+Monday+} to decide about the harbour. "We were not told until '
        '[-Friday,"-] {+late on Monday,"+} Maria Ortiz said.'
    ) in lines
    assert (
        "    [-Residents of Leith had asked for a delay.-] The mayor said that the vote could not wait any longer."
        in lines
    )
    assert lines[-3:] == [
        "Quotations",
        '    now       Maria Ortiz: "We were not told until late on Monday,"',
        '      before  Maria Ortiz: "We were not told until Friday,"',
    ]


def test_two_versions_by_their_numbers(reader: Reader, story: Path) -> None:
    for text in (STORY, LATER, STORY.replace("four", "five")):
        story.write_text(text)
        reader("add", story)
    assert "1 → 3  words: 1 removed, 1 added\n" in reader("versions", story, "--from", 1).out
    assert "3 → 1  words: 1 removed, 1 added\n" in reader("versions", story, "--from", 3, "--to", 1).out
    bad = reader("versions", story, "--from", 4)
    assert (bad.code, bad.out) == (1, "")
    assert bad.err == "reader: there is no version 4: they are numbered from 1 to 3\n"


def test_an_unknown_article(reader: Reader, story: Path) -> None:
    answer = reader("versions", story)
    assert (answer.code, answer.out) == (1, "")
    assert answer.err == f"reader: the library has no article {story}; `reader library` lists ids and sources\n"


def test_long_stretches_that_are_the_same_are_cut(reader: Reader, story: Path) -> None:
    words = " ".join(f"word{number}" for number in range(200))
    story.write_text(f"Title\n\n{words} end.\n")
    reader("add", story)
    story.write_text(f"Title\n\nBegin {words} end.\n")
    (line,) = (line for line in reader("versions", story).out.splitlines() if "{+" in line)
    assert line == f"    {{+Begin+}} {' '.join(f'word{number}' for number in range(12))} …"
    story.write_text(f"Title\n\n{words} middle {words.replace('word', 'term')} last.\n")
    (line,) = (line for line in reader("versions", story).out.splitlines() if "{+" in line)
    last = " ".join(f"word{number}" for number in range(188, 200))
    assert line.startswith(f"    … {last} ")


@pytest.mark.parametrize(
    ("words", "first", "last", "shown"),
    [
        (12, True, True, "1–12"),
        (13, True, True, "1–12 …"),
        (12, True, False, " 1–12 "),
        (13, True, False, "… 2–13 "),
        (12, False, True, " 1–12 "),
        (13, False, True, " 1–12 …"),
        (24, False, False, " 1–24 "),
        (25, False, False, " 1–12 … 14–25 "),
    ],
)
def test_words_far_from_a_change_are_left_out(words: int, first: bool, last: bool, shown: str) -> None:
    def spelled(found: re.Match[str]) -> str:
        return " ".join(map(str, range(int(found[1]), int(found[2]) + 1)))

    same = f" {' '.join(str(number) for number in range(1, words + 1))} "
    expected = re.sub(r"(\d+)–(\d+)", spelled, shown)
    found = shorten_middle(same, first=first, last=last)
    assert found == (expected if "…" in shown else same)


def test_what_was_deleted_in_a_word_document_is_readable(reader: Reader, tmp_path: Path) -> None:
    run = '<w:r><w:t xml:space="preserve">{}</w:t></w:r>'
    deleted = f"<w:del>{run.format('shut ').replace('w:t', 'w:delText')}</w:del><w:ins>{run.format('open ')}</w:ins>"
    path = tmp_path / "plan.docx"
    path.write_bytes(docx(f"<w:p>{run.format('The harbour stays ')}{deleted}{run.format('all year.')}</w:p>"))
    reader("add", path)
    lines = reader("versions", path).out.splitlines()
    assert "before changes" in lines[1]
    assert lines[-1] == "    The harbour stays [-shut-] {+open+} all year."
    path.write_bytes(docx(f"<w:p>{run.format('The harbour stays open all year.')}</w:p>"))
    assert "only one text" in reader("versions", path).err
