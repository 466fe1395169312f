"""Subtitles as articles: paragraphs, speakers, times, and endless or broken files."""

import io
from pathlib import Path

import pytest

from reader.analysis.speech.transcripts import find_turns
from reader.document.article import Article, cited_page
from reader.sources import subtitles
from reader.sources.detect import SourceData
from tests.sources.blocks import check_blocks, words
from tests.sources.mutants import mutants
from tests.sources.opening import open_source, opened, refusal
from tests.sources.survival import survive

VTT = """WEBVTT - The Harbour Vote

NOTE a remark

STYLE
::cue { color: red }

00:01.000 --> 00:03.000
<v Maria Ortiz>We were not told

intro
00:03.000 --> 00:05.000 align:start
<v Maria Ortiz>until <i>Friday</i>.

00:01:10.000 --> 00:01:12.000
<v.loud thomas Reid>Who says so?</v>

01:00:00.000 --> 01:00:02.000
<v Maria Ortiz>I do &amp; we do.
"""


def srt(*cues: tuple[int, str]) -> str:
    """Return subtitles of two seconds each, with their start in seconds."""
    return "\n".join(
        f"{n}\n00:{at // 60:02}:{at % 60:02},000 --> 00:{(at + 2) // 60:02}:{(at + 2) % 60:02},000\n{said}\n"
        for n, (at, said) in enumerate(cues, 1)
    )


def article_of(folder: Path, text: str, name: str = "a.srt") -> Article:
    article = opened(folder, name, text.encode())
    check_blocks(article.text, article.blocks)
    return article


def time_of(article: Article, said: str) -> str:
    return article.page_at(article.text.index(said))


def test_voices_are_speakers_and_every_passage_has_its_time(tmp_path: Path) -> None:
    article = article_of(tmp_path, VTT, "a.vtt")
    assert article.title == "The Harbour Vote"
    assert words(article) == [
        "Maria Ortiz: We were not told until Friday.",
        "Thomas Reid: Who says so?",
        "Maria Ortiz: I do & we do.",
    ]
    assert [time_of(article, said) for said in ("not told", "until", "Who", "I do")] == [
        "0:01",
        "0:03",
        "1:10",
        "1:00:00",
    ]
    assert cited_page(time_of(article, "Who")) == "1:10"
    turns = [(turn.label.of(article.text), turn.words.of(article.text)) for turn in find_turns(article) if turn.label]
    assert turns[1] == ("Thomas Reid", "Who says so?")
    assert len(turns) == 3


@pytest.mark.parametrize(
    ("cues", "expected"),
    [
        (
            (
                (1, "<v Ann Lee>The port has nine berths."),
                (14, "<v Ann Lee>The tenth is gone."),
                (26, "<v Ann Lee>So."),
            ),
            [("Ann Lee", "The port has nine berths."), ("", "The tenth is gone."), ("", "So.")],
        ),
        (
            (
                (1, "Ann Lee: The port has nine berths."),
                (4, "Tom Lee: The tenth is gone."),
                (6, "Ann Lee: It was sold."),
            ),
            [
                ("Ann Lee", "The port has nine berths."),
                ("Tom Lee", "The tenth is gone."),
                ("Ann Lee", "It was sold."),
            ],
        ),
        (((1, "The port has nine berths."), (14, "Ann Lee: The tenth is gone.")), []),
    ],
)
def test_what_is_said_in_a_recording_is_a_turn(
    tmp_path: Path, cues: tuple[tuple[int, str], ...], expected: list[tuple[str, str]]
) -> None:
    article = article_of(tmp_path, srt(*cues))
    turns = find_turns(article)
    assert [
        (turn.label.of(article.text) if turn.label else "", turn.words.of(article.text)) for turn in turns
    ] == expected


def test_subtitles_are_joined_to_paragraphs(tmp_path: Path) -> None:
    long = "It was a long evening in the council chamber. " * 12
    article = article_of(
        tmp_path, srt((1, "We were"), (3, "not told."), (9, "After\na pause."), (11, long), (13, "More."))
    )
    assert words(article)[0] == "We were not told."
    assert words(article)[1].startswith("After a pause. It was")
    assert words(article)[2] == "More."
    assert article.title == "a"


@pytest.mark.parametrize(
    ("first", "at", "together"),
    [
        ("So", 6.9, True),
        ("So", 7, False),
        ("x" * 499 + ".", 3, True),
        ("x" * 500 + ".", 3, False),
        ("x" * 1200, 3, True),
        ("x" * 1201, 3, False),
    ],
    ids=["no pause", "a pause of four seconds", "short", "long", "without an end", "too long"],
)
def test_a_paragraph_ends_after_a_pause_or_when_it_is_long(first: str, at: float, together: bool) -> None:
    cues = [subtitles.Cue(0, 3, first), subtitles.Cue(int(at), 9, "And more")]
    article = subtitles.article_of_cues(cues, SourceData("talk.srt", "talk.srt", b""), "")
    assert words(article) == ([f"{first} And more"] if together else [first, "And more"])


def test_labels_dashes_and_arrows_begin_a_paragraph(tmp_path: Path) -> None:
    article = article_of(
        tmp_path, srt((1, "LEE: We were told."), (3, "- By whom?\n- By you."), (5, ">> Never."), (7, "-5 degrees"))
    )
    assert words(article) == ["LEE: We were told.", "– By whom?", "– By you.", "Never. -5 degrees"]


def test_repeated_lines_of_automatic_subtitles_are_read_once(tmp_path: Path) -> None:
    article = article_of(
        tmp_path, srt((1, "we were not told"), (3, "we were not told\nuntil friday"), (5, "until friday"))
    )
    assert article.text == "we were not told until friday"


def test_markup_is_removed_and_text_sanitized(tmp_path: Path) -> None:
    said = r"{\an8}<font color='red'>It <00:00:01.500><c.x>opens</c></font> &lt;now&gt; \x1b[1m".replace(
        r"\x1b", "\x1b"
    )
    assert article_of(tmp_path, srt((1, said))).text == "It opens <now> ␛[1m"


@pytest.mark.parametrize("text", [VTT, f"\ufeff{VTT}", srt((1, "words")), srt((1, "words")).replace("\n", "\r\n")])
def test_piped_subtitles_are_known_by_their_look(text: str) -> None:
    assert open_source("-", io.BytesIO(text.encode())).is_timed


def test_file_without_subtitles_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.srt").write_text("words\n00:01 -> 00:02\n")
    assert "is not a file of subtitles" in refusal(tmp_path / "a.srt")


def test_number_of_subtitles_is_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subtitles, "MOST", 10)
    article_of(tmp_path, srt(*((n, "words") for n in range(10))))
    (tmp_path / "a.srt").write_text(srt(*((n, "words") for n in range(11))))
    assert "has more than 10 subtitles" in refusal(tmp_path / "a.srt")


@pytest.mark.parametrize("part", ["<v a", "{\\", "- ", "&lt", "00:00:01,000 --> ", "A" * 39, "<", "\n\n"])
def test_hostile_subtitles_take_bounded_time(part: str, tmp_path: Path) -> None:
    survive(srt((1, part * 100_000)).encode(), tmp_path / "a.srt")


def test_mutants_survive(tmp_path: Path) -> None:
    for data in mutants(VTT.encode(), 60):
        survive(data, tmp_path / "a.vtt")
