"""Transcripts and interviews without quotation marks: each turn is a quote whose speaker is certain."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.analysis.engine import analyze
from reader.analysis.explain import explain
from reader.analysis.speech.layouts import labelled_lines
from reader.analysis.speech.transcripts import find_turns
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from tests.examples import at_most

ASKED = ("We were told of it, you know.", "By whom? I was not told.", "By you, I think.", "I do not recall that.") * 2


LONG = (
    "We had asked the council for a new quay in the spring, and in the autumn, and once more in the winter of that year"
)


def said(text: str) -> list[tuple[str, str]]:
    """Return the quotes of a text with their speakers."""
    article = read_plain(text)
    quotes = analyze(article, "rules").quotes
    return [(quote.speaker.name if quote.speaker else "", quote.span.of(article.text)) for quote in quotes]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Quay\n\nAnn Lee met Tom Ray.\n\nLEE: We were told.\n\nRAY: By whom?\n\nLEE: By you.\n",
            [("Ann Lee", "We were told."), ("Tom Ray", "By whom?"), ("Ann Lee", "By you.")],
        ),
        (
            "The Quay\n\nLEE: We were told.\nRAY: By whom?\nLEE: By you.\n",
            [("LEE", "We were told."), ("RAY", "By whom?"), ("LEE", "By you.")],
        ),
        (
            f"The Quay\n\nAnn Lee: {LONG}\nand the next.\nTom Ray: By whom?\nAnn Lee: By you.\n",
            [("Ann Lee", f"{LONG}\nand the next."), ("Tom Ray", "By whom?"), ("Ann Lee", "By you.")],
        ),
        (
            "The Quay\n\nAnn Lee met Tom Ray.\n\nAL: We were told.\n\nTR: By whom?\n\nAL: By you.\n",
            [("Ann Lee", "We were told."), ("Tom Ray", "By whom?"), ("Ann Lee", "By you.")],
        ),
        (
            "The Quay\n\nANN LEE, HARBOUR NEWS: Were you told?\n\nMR. RAY (by phone): I was. “No,” they said.\n\n"
            "LEE: By whom?\n\nAUDIENCE MEMBER: By you!\n\nRAY [laughs]: Yes.\n",
            [
                ("Ann Lee", "Were you told?"),
                ("RAY", "I was. “No,” they said."),
                ("Ann Lee", "By whom?"),
                ("Audience Member", "By you!"),
                ("RAY", "Yes."),
            ],
        ),
        (
            "The Quay\n\nANN LEE: Were you told?\n\nDONALD RAY: I was.\n\nMS. LEE: By whom?\n\nMR. RAY: By you.\n\n"
            "RAY: And you.\n",
            [
                ("Ann Lee", "Were you told?"),
                ("Donald Ray", "I was."),
                ("Ann Lee", "By whom?"),
                ("Donald Ray", "By you."),
                ("Donald Ray", "And you."),
            ],
        ),
        (
            "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ann Lee>We were told.\n\n"
            "00:00:04.000 --> 00:00:06.000\n<v Tom Ray>By whom?</v>\n\n"
            "00:00:06.000 --> 00:00:09.000\n<v Ann Lee>By you.\n",
            [("Ann Lee", "We were told."), ("Tom Ray", "By whom?"), ("Ann Lee", "By you.")],
        ),
        (
            "The Quay\n\n[00:12] Speaker 1: We were told.\n\n[00:14] Speaker 2: By whom?\n\n"
            "[00:15] Speaker 1: By you.\n",
            [("Speaker 1", "We were told."), ("Speaker 2", "By whom?"), ("Speaker 1", "By you.")],
        ),
        (
            "The Quay\n\nA talk with Ann Lee, whom Tom Ray knows.\n\nQ: Were you told?\n\nA: I was not.\n\n"
            "Q. By nobody?\n\nA. No.\n",
            [("Q", "Were you told?"), ("Ann Lee", "I was not."), ("Q", "By nobody?"), ("Ann Lee", "No.")],
        ),
        (
            "Ann Lee: The Quay Comes First\n\nShe met Tom Ray. Ann Lee was late.\n\nQuestion: Were you told?\n\n"
            "Answer: I was not.\n",
            [("Question", "Were you told?"), ("Ann Lee", "I was not.")],
        ),
        (
            "The Quay\n\nAnn Lee and Tom Ray were there.\n\nQ: Were you told?\n\nA: I was not.\n",
            [("Q", "Were you told?"), ("A", "I was not.")],
        ),
    ],
)
def test_each_turn_is_a_quote(text: str, expected: list[tuple[str, str]]) -> None:
    assert said(text) == expected


def test_paragraphs_without_a_label_continue_the_turn() -> None:
    text = (
        "The Quay\n\nAnn Lee met Tom Ray.\n\nLEE: We were told.\n\nIt was late, and nobody knew.\n\n"
        "The ferry was gone.\n\n(Applause)\n\nRAY: By whom?\n\nLEE: By you.\n\nThis talk has been edited.\n"
    )
    assert said(text) == [
        ("Ann Lee", "We were told."),
        ("Ann Lee", "It was late, and nobody knew."),
        ("Ann Lee", "The ferry was gone."),
        ("Tom Ray", "By whom?"),
        ("Ann Lee", "By you."),
    ]


@pytest.mark.parametrize("space", ["\n", "\n\n"])
def test_a_headline_is_no_turn(space: str) -> None:
    text = (
        f"Ann Lee: We Were Never Told{space}The council met.\n\nLEE: We were told.\n\nRAY: By whom?\n\nLEE: By you.\n"
    )
    assert [turn.label is not None for turn in find_turns(read_plain("The Quay\n\n" + text))] == [True, True, True]


def test_a_heading_ends_a_turn() -> None:
    text = "# The Quay\n\nLEE: We were told.\n\n## May\n\nSpring came.\n\nRAY: By whom?\n\nLEE: By you.\n"
    article = read_markdown(text, "quay.md")
    assert [turn.words.of(article.text) for turn in find_turns(article)] == ["We were told.", "By whom?", "By you."]


def test_a_story_that_quotes_a_transcript_does_not_continue_its_turns() -> None:
    story = "\n\n".join(f"The council met for the {number}th time that year." for number in range(20))
    text = f"The Quay\n\nLEE: We were told.\n\n{story}\n\nRAY: By whom?\n\nLEE: By you.\n"
    assert said(text) == [("LEE", "We were told."), ("RAY", "By whom?"), ("LEE", "By you.")]


@pytest.mark.parametrize(
    "text",
    [
        "Notes\n\nNote: You can update now.\n\nWarning: Do you have a copy?\n\nNote: We removed it.\n",
        "FAQ\n\nQ: How do I install it?\n\nA: Run it. You need a key.\n\nQ: How do I remove it?\n\nA: You do not.\n",
        "FAQ\n\n" + "Q: How do I install it?\n\nA: Run it.\n\n" * 9 + "Q: And then?\n\nA: I do not know.\n",
        "People\n\nName: Ann Lee\nAge: 34\nCity: Leith\n\nName: Tom Ray\nAge: 40\nCity: Hull\n",
        "Mail\n\nFrom: Ann Lee\nTo: Tom Ray\nSubject: You and me?\n\nFrom: Tom Ray\nTo: Ann Lee\nSubject: We?\n",
        "Log\n\nINFO: We started.\nINFO: You asked.\nERROR: I failed.\nINFO: We started.\nERROR: I failed.\n",
        "Log\n\nServer: We started.\nServer: You asked.\nServer: I am done.\nClient: I failed.\nServer: Bye.\n",
        "Words\n\nFerry: A boat that you take.\n\nQuay: A place where we land.\n\nBuoy: What I see.\n",
        "Cities\n\nLeith: Rain\nHull: Sun\nLeith: Sun\nHull: Rain\n",
        "Prices\n\nLeith: The fare was 3.\n\nHull: The fare was 4.\n\nLeith: The fare rose.\n\nHull: It fell.\n",
        "Story\n\nHe had one wish: that you go. She had another: I stay. He had one more: we go.\n",
        "Story\n\nAnn Lee, who said so: We go.\n\nTom Ray, who said no: I stay.\n\nAnn Lee, who said so: You go.\n",
        "Code\n\nif you: I\nelse we: You\nif you: I.\nelse we: You.\n",
        "Two\n\nLEE: We were told.\n\nRAY: By whom?\n",
        "",
    ],
)
def test_other_texts_with_colons_are_no_transcripts(text: str) -> None:
    assert find_turns(read_plain(text)) == []


def test_turns_may_stand_in_quotation_marks() -> None:
    text = "The Quay\n\nAnn Lee: We go.\n\nTom Ray: “By whom? I ask.”\n\nAnn Lee: 'Cause you go.\n\nTom Ray: You.\n"
    told = [("Ann Lee", "We go."), ("Tom Ray", "“By whom? I ask.”"), ("Ann Lee", "'Cause you go."), ("Tom Ray", "You.")]
    assert said(text) == told


@pytest.mark.parametrize("label", ["Juror #2", "mod anonymous"])
def test_a_label_without_the_form_of_a_name_speaks_where_it_comes_back(label: str) -> None:
    lines = ["Ann Lee: Are you sure?", f"{label}: I am.", "Ann Lee: We go, then."] * 3
    assert (label, "I am.") in said("\n\n".join(lines))
    assert (label, "I am.") not in said("\n\n".join(lines[:4]))


def test_the_number_of_a_line_is_not_said() -> None:
    lines = [
        "The Quay",
        "1      MR. LEE: Were you told,",
        "2      sir, of it?",
        "3      MR. RAY: I was, you know.",
        "4      By you.",
    ]
    spoken = [words for _, words in said("\n\n".join([*lines, *lines[1:]]))]
    assert spoken[:4] == ["Were you told,", "sir, of it?", "I was, you know.", "By you."]


@pytest.mark.parametrize("label", ["{}:", "[0:12]{}: ", "{}:\n[laughs] ", "{}:\nHey Tom—"])
def test_labels_stand_close_to_words_and_times_and_above_words_with_signs(label: str) -> None:
    lines = ["The Quay\n", *(label.format(("Ann", "Tom")[n % 2]) + words for n, words in enumerate(ASKED))]
    assert [name for name, _ in said("\n\n".join(lines))] == ["Ann", "Tom"] * 4


@pytest.mark.parametrize("time", ["[01:02:03:04]", "[2021-06-08T20:00:10.219Z]", "[01:02:03:04 - 01:02:05:06]"])
def test_times_have_frames_or_a_zone(time: str) -> None:
    lines = ["The Log\n", *[f"{time} <annlee> are you sure?", f"{time} <tomray> I am, you know"] * 4]
    assert said("\n".join(lines))[:2] == [("annlee", "are you sure?"), ("tomray", "I am, you know")]


def test_a_voice_without_a_name_is_none() -> None:
    article = read_plain("The Quay\n\n<v  >We go.\n\n<v Ann>We stay.\n")
    assert [turn.words.of(article.text) for turn in find_turns(article)] == ["We stay."]


def test_code_is_no_transcript() -> None:
    assert find_turns(read_markdown("```\nLEE: We go.\nRAY: You?\nLEE: I do.\n```\n", "code.md")) == []


def test_the_label_is_what_names_the_speaker() -> None:
    article = read_plain("The Quay\n\nAnn Lee met Tom Ray.\n\nLEE: We were told.\n\nRAY: By whom?\n\nLEE: By you.\n")
    quote = analyze(article, "rules").quotes[0]
    assert quote.speaker is not None
    assert quote.speaker.span.of(article.text) == "LEE"
    assert quote.confidence > 0.95
    assert explain(quote, article.text).sentence.startswith("The label of")


@at_most(200)
@given(
    st.lists(
        st.sampled_from(
            ["LEE", "Q", "A", ":", ".", " ", "\n", "\n\n", "(", "[0:12] ", "<v Ann>", "I say", "“", "?", "é"]
        )
    )
)
@example(["LEE", ":", "\n\n", "LEE", "LEE"])
def test_any_text_has_turns_in_order_inside_it(pieces: list[str]) -> None:
    article = read_plain("".join(pieces) + "\n\nLEE: I go.\n\nRAY: You?\n\nLEE: I do.\n")
    turns = find_turns(article)
    end = 0
    for turn in turns:
        assert end <= turn.span.start <= turn.words.start < turn.words.end <= turn.span.end <= len(article.text)
        assert turn.label is None or turn.label.start < turn.label.end <= turn.words.start  # perhaps above the passage
        end = turn.span.end
    for quote in analyze(article, "rules").quotes:
        assert quote.span


@pytest.mark.parametrize(
    ("label", "names", "speakers"),
    [
        ("{}: ", ("The CHIEF WHIP OF THE OPPOSITION", "Mr T J RAY"), ("the CHIEF WHIP OF THE OPPOSITION", "T J Ray")),
        ("{}.- ", ("HON. T. LEE", "MR SPEAKER"), ("T. Lee", "Mr Speaker")),
        ("{} ", ("MR. LEE.", "MS. RAY."), ("LEE", "RAY")),
        ("{}", ("MS. LEE:  ", "Q\u00a0\u00a0 "), ("LEE", "Q")),
        ("({}) – ", ("Ann", "Tom"), ("Ann", "Tom")),
        ("{} | 0:12\n", ("Ann Lee", "Tom Ray"), ("Ann Lee", "Tom Ray")),
        ("{} [0:12 - 0:14]:\n", ("Speaker A", "Speaker B"), ("Speaker A", "Speaker B")),
        ("{} 0 minutes 12 seconds\n", ("Ann Lee", "Tom Ray"), ("Ann Lee", "Tom Ray")),
        ("{}\n0:12\n", ("Ann Lee", "Tom Ray"), ("Ann Lee", "Tom Ray")),
        ("00:12 — {}: ", ("Ann", "Tom"), ("Ann", "Tom")),
        ("{}, Host — ", ("Ann Lee", "Tom Ray"), ("Ann Lee", "Tom Ray")),
        ("{} | ", ("Ann Lee", "Tom Ray"), ("Ann Lee", "Tom Ray")),
        ("{}\t", ("Ann Lee", "Tom Ray"), ("Ann Lee", "Tom Ray")),
        ("17\t{}\t", ("Ann Lee", "Tom Ray"), ("Ann Lee", "Tom Ray")),
        ("0:12 <{}> ", ("annlee", "tomray"), ("annlee", "tomray")),
        ("[{} 0:12] ", ("Ann Lee", "Tom Ray"), ("Ann Lee", "Tom Ray")),
        ("{}@All: ", ("Ann Lee", "Viewer 2"), ("Ann Lee", "Viewer 2")),
    ],
)
def test_labels_with_titles_offices_times_and_brackets(
    label: str, names: tuple[str, str], speakers: tuple[str, str]
) -> None:
    text = "\n\n".join(label.format(names[n % 2]) + words for n, words in enumerate(ASKED))
    assert said(f"The Quay\n\nThe House met at ten.\n\n{text}\n") == list(zip(speakers * 4, ASKED, strict=True))


@pytest.mark.parametrize(("first", "second"), [("EK", "TR"), ("Ann", "Tom")], ids=["initials", "first names"])
def test_notes_of_what_those_present_said_are_no_sentences(first: str, second: str) -> None:
    notes = ("we could ask", "not now", "the quay first", "and you?") * 2
    text = "".join(f"- {(first, second)[n % 2]}: {words}\n" for n, words in enumerate(notes))
    speakers = [speaker for speaker, _ in said(f"Present\n\nElla Kor, Theo Ring\n\n{text}")]
    assert len(speakers) == len(notes)
    assert len({*speakers}) == 2


def test_the_times_of_a_live_report_are_no_labels() -> None:
    report = read_plain("4:40 p.m.:\n\nAnn Lee spoke of the bridge.\n\n12:05 a.m.\n\nShe left.")
    assert not list(labelled_lines(report))


def test_recurrent_headings_are_no_speakers() -> None:
    parts = [f"{name}\n\nYou may ask for more, if we can give you that.\n" for name in ("Moor", "Fees", "Quay", "Port")]
    text = "\n".join(f"{part}\nLimits\n\nYou have five a week, and we count them.\n" for part in parts)
    assert not find_turns(read_plain(f"The Quay\n\n{text}"))
