"""Sources that can be read so that the draft's speaker says the words, although the analysis names somebody else."""

import pytest

from reader.analysis import Analysis, Contender, Hint, Quote, Speaker
from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.verification.evidence import is_mentioned, supports
from reader.verification.source_text import SourceText
from reader.verification.speakers import Voice
from tests.verification.drafts import check_of, checked, source

WORDS = "The bill is too long, and nobody in this house has read it to the end"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"According to Yahoo News, the spokesman Jesse Lehrich said on Friday that “{WORDS}.”", "Yahoo News"),
        (f"“{WORDS},” Jesse Lehrich said in a statement, according to The Blaze.", "The Blaze"),
        (f"“It is shut,” Jesse Lehrich said, according to The Blaze. “{WORDS}.”", "The Blaze"),
        (f"As Fox News pointed out, “{WORDS}.” Jesse Lehrich agreed.", "Fox News"),
        (f"As Fox News reported, Jesse Lehrich said no more:\n\n“It is shut.\n\n“{WORDS}.”", "Fox News"),
        (f"A chorus of people has said so, including the mayor Ann Lee -- “{WORDS}” -- and others.", "Ann Lee"),
        (f"What Republicans think was told by Ann Lee (R-Ky.), who found: “{WORDS}.”", "Ann Lee"),
    ],
)
def test_other_speakers_that_a_source_supports(text: str, speaker: str) -> None:
    story = f"A Story\n\nAnn Lee and Tom Ray were there.\n\n{text}\n"
    assert check_of(f"“{WORDS},” {speaker} said.", story).attribution == "same"
    assert check_of(f"“{WORDS},” Tom Ray said.", story).attribution != "same"


def quoted(confidence: float, *contenders: tuple[str, str]) -> tuple[SourceText, Analysis, Quote]:
    """Return a source with a quote that has these contenders: names, and the weight that speaks for each."""
    text = source("Ann Lee, Tom Ray and Bob Hill were there.\n\nAt the end there was this: “It is so.”\n")
    span = Span(text.article.text.index("“"), len(text.article.text.rstrip()))
    found = tuple(Contender(name, Span(0, 7), (Hint(weight, 5.0),)) for name, weight in contenders)
    quote = Quote(span, Speaker(found[0].name, Span(0, 7)), None, confidence, found)
    return text, Analysis("none", (), (quote,)), quote


@pytest.mark.parametrize(
    ("confidence", "weight", "speaker", "supported"),
    [
        (0.8, "SAY", "Tom Ray", True),
        (0.95, "SAY", "Tom Ray", False),
        (0.95, "ACCORDING", "Tom Ray", True),
        (0.8, "SAY", "Bob Hill", False),
        (0.8, "SAY", "the mayor", False),
    ],
)
def test_who_came_second_closely_or_passes_the_words_on(
    confidence: float, weight: str, speaker: str, supported: bool
) -> None:
    text, analysis, quote = quoted(confidence, ("Ann Lee", "SAY"), ("Tom Ray", weight))
    draft = read_plain(f"“It is so,” said {speaker}.")
    voice = Voice(Speaker(speaker, Span(17, 17 + len(speaker))), draft, Analysis("none", (), ()))
    assert supports(text, analysis, quote, voice) is supported


def test_a_speaker_whom_the_source_never_names_is_another() -> None:
    story = f"A Story\n\nIt was late. There was a cry: “{WORDS}!”\n"
    assert check_of(f"“{WORDS},” Tom Ray said.", story).attribution == "other"
    assert check_of(f"“{WORDS},” the mayor said.", story).attribution == "unknown"


def test_a_pronoun_after_a_last_name_that_the_draft_does_not_explain() -> None:
    story = f"A Story\n\n“{WORDS},” said Ann Tuttle, a judge.\n"
    draft = f"Tom Ray came early.\n\nTuttle was blunt about it. “{WORDS},” she said."
    assert check_of(draft, story).attribution == "same"
    assert check_of(f"Tom Ray came early.\n\nAs Tuttle put it, “{WORDS}.”", story).attribution == "same"
    assert check_of(f"Ann Tuttle came early.\n\n“{WORDS},” said Tom Ray.", story).attribution == "other"


def test_who_passes_words_on_in_another_sentence_does_not_support() -> None:
    spoken = f"Ann Lee spoke. “{WORDS},” Ann Lee said."
    story = f"A Story\n\nIt was loud, as Tom Ray knew. {spoken} It was quiet, as Bob Hill saw.\n"
    assert check_of(f"“{WORDS},” Ann Lee said.", story).attribution == "same"
    assert check_of(f"“{WORDS},” Tom Ray said.", story).attribution == "other"
    assert check_of(f"“{WORDS},” Bob Hill said.", story).attribution == "other"


INTERVIEW = f"""The Quay

A talk with Ann Lee, who runs the harbour.

Q: Ms. Lee, when will the ferry that was taken out of service in May come back?

A: I have been asked that by everybody. {WORDS}.

It may be never, for all I can tell you from this office.

Q: And who pays?

A: We do.
"""

TRANSCRIPT = f"""The Quay

LEE: When will the ferry that was taken out in May come back?

RAY: {WORDS}.

LEE: And who pays?

RAY: We do.
"""


@pytest.mark.parametrize(
    ("story", "draft", "attribution"),
    [
        (INTERVIEW, f"“{WORDS},” Ann Lee said.", "same"),
        (INTERVIEW, f"“{WORDS},” Tom Ray said.", "other"),
        (INTERVIEW, "“It may be never, for all I can tell you from this office,” said Ms. Lee.", "same"),
        (INTERVIEW, "“When will the ferry that was taken out of service in May come back?” Ann Lee asked.", "other"),
        (INTERVIEW, "“When will the ferry that was taken out of service in May come back?” a man asked.", "unknown"),
        (TRANSCRIPT, f"“{WORDS},” Mr. Ray said.", "same"),
        (TRANSCRIPT, f"“{WORDS},” Tom Ray said.", "same"),
        (TRANSCRIPT, f"“{WORDS},” Ann Lee said.", "other"),
    ],
)
def test_a_transcript_says_who_speaks(story: str, draft: str, attribution: str) -> None:
    check = check_of(draft, story)
    assert (check.words, check.attribution) == ("verbatim", attribution)


@pytest.mark.parametrize(
    ("before", "attribution"),
    [
        ("Tom Ray came late. Wang Yiwei of Renmin University was not surprised.", "same"),
        ("Wang Yiwei of Renmin University was not surprised. Tom Ray came late.", "other"),
        ("Tom Ray came late.", "other"),
        ("Wang Yiwei of Renmin University was not surprised. It was cold in Leith.", "same"),
    ],
)
def test_a_pronoun_can_mean_the_last_person_named_in_its_paragraph(before: str, attribution: str) -> None:
    story = f"A Story\n\nWang Yiwei, Bob Hill and Tom Ray were there.\n\n{before} “{WORDS},” he said.\n"
    assert check_of(f"“{WORDS},” said Wang Yiwei.", story).attribution == attribution


@pytest.mark.parametrize(("pronoun", "attribution"), [("she", "other"), ("he", "same")])
def test_a_pronoun_of_the_draft_is_not_about_somebody_of_the_other_gender_named_before_it(
    pronoun: str, attribution: str
) -> None:
    story = f"A Story\n\nAnn Lee and Tom Ray were there.\n\n“{WORDS},” Tom Ray said.\n"
    draft = f"Ann Lee was angry. Mr. Ray came late. “{WORDS},” {pronoun} said."
    assert check_of(draft, story).attribution == attribution


@pytest.mark.parametrize(
    ("speaker", "attribution"),
    [("Ann Lee", "same"), ("Lee", "same"), ("a spokeswoman", "same"), ("Anna Lee", "other"), ("Tom Ray", "other")],
)
def test_a_phrase_before_its_name(speaker: str, attribution: str) -> None:
    story = (
        f"A Story\n\nTom Ray came.\n\n“{WORDS},” said a spokeswoman for the port, Ann Lee.\n\nAnna Lee runs a café.\n"
    )
    assert check_of(f"“{WORDS},” {speaker} said.", story).attribution == attribution


def test_an_editorial_is_no_person() -> None:
    story = f"A Story\n\nAnn Lee was not there.\n\n“{WORDS},” the editorial said.\n"
    assert check_of(f"“{WORDS},” Ann Lee said.", story).attribution == "other"


@pytest.mark.parametrize(
    ("story", "speaker", "attribution"),
    [
        ("Ann Lee says it is good.\n\nFor Tom Ray, it is more than that.\n\n“{}.”", "Tom Ray", "unknown"),
        ("Ann Lee says it is good.\n\nFor Tom Ray, it is more than that.\n\n“{}.”", "Maria Ortiz", "other"),
        ("“{},” said Pentagon spokesman Tom Ray.", "The Pentagon", "same"),
        ("“{},” said Pentagon spokesman Capt. Tom Ray.", "The Pentagon", "same"),
        ("“{},” said the Pentagon's spokesman, Tom Ray.", "The Pentagon", "same"),
        ("“{},” said Tom Ray, the spokesman of the Pentagon.", "The Pentagon", "same"),
        ("“{},” said Pentagon lawyer Tom Ray.", "The Pentagon", "unknown"),
        ("“{},” said Tom Ray. The Pentagon did not answer.", "The Pentagon", "other"),
        ("Tom Ray Lee and Ann Ray came.\n\n“{},” Ray said.", "Tom Ray Lee", "unknown"),
        ("Ann Lee spoke.\n\n“{},” Lee spokesman Tom Ray said.", "Ann Lee", "unknown"),
        ("Ann Lee spoke.\n\n“{},” Lee lawyer Tom Ray said.", "Ann Lee", "other"),
        ("Ann Lee came, a Republican.\n\n“{},” Republican strategist Tom Ray said.", "Republican", "same"),
    ],
)
def test_whom_the_source_does_not_surely_contradict(story: str, speaker: str, attribution: str) -> None:
    assert check_of(f"“{WORDS},” {speaker} said.", f"A Story\n\n{story.format(WORDS)}\n").attribution == attribution


@pytest.mark.parametrize(
    ("draft", "attribution"),
    [
        ("Ann Lee came. “Yes,” she said.\n\nThe answer of Tom Ray was short. “{}.”", "same"),
        ("Tom Ray came. “Yes,” he said.\n\nThe answer of Ann Lee was short. “{}.”", "unknown"),
        ("Ann Lee, who was there, was blunt: “{}.”", "other"),
        ("Tom Ray, who was there, was blunt: “{}.”", "same"),
        ("Ann Lee came. “Yes,” she said.\n\n“{}.”", "unknown"),
        ("Ray told the paper, “{}.”", "same"),
        ("Tom Ray came. “Yes,” he said.\n\nVerdugo, the head coach, hopes: “{}.”", "other"),
        ("Lee told the paper, “{}.”", "other"),
        ("Ann Lee came.\n\n“{}.” King said.", "unknown"),
        ("Ann Lee came.\n\nFormer told the paper, “{}.”", "unknown"),
        ("Tom Ray came.\n\nA British spokesman said, “{}.”", "unknown"),
        ("Tom Ray came. He remembered an opponent: “{},” Ann Lee said.", "other"),
        ("“{},” said the Texan.", "unknown"),
        ("“{},” the Kentuckian said.", "unknown"),
        ("“{},” the Marine said.", "unknown"),
        ("“{},” the former Navy SEAL said.", "unknown"),
        ("“{},” the House Democrat said.", "unknown"),
        ("“{},” the Health Secretary said.", "unknown"),
        ("The Texan was not convinced: “{}.”", "unknown"),
        ("“{},” said Lee's opposite number.", "unknown"),
        ("Lee's answer was short: “{}.”", "other"),
        ("Tom Ray came.\n\n“{},” the Texan said.", "same"),
    ],
)
def test_to_whom_a_draft_gives_words(draft: str, attribution: str) -> None:
    story = f"A Story\n\nAnn Lee was there.\n\n“{WORDS},” said Tom Ray.\n"
    assert check_of(draft.format(WORDS).replace("“Yes,”", "'Yes,'"), story).attribution == attribution


CLASS_DAY = f"""Class Day

Hundreds came to see the comedian Ron Cheng on the stage. “You look tired,” said Ron Cheng.

Carl Moran, the pastor, spoke of the children. “I could not send them away,” said Carl Moran.

A graduate in law had the last word. “{WORDS},” Hamza Masoud said.
"""


@pytest.mark.parametrize(
    ("before", "attribution"),
    [
        ("", "other"),
        ("Masoud, who studies law, heard him. ", "unknown"),
        ("A graduate told of the house, and another graduate told of the bill. ", "other"),
    ],
)
def test_he_is_nobody_whom_the_draft_has_not_named(before: str, attribution: str) -> None:
    stage = "Ron Cheng was on the stage. “You look tired,” said Ron Cheng."
    draft = f"{before}{stage}\n\nHe was sure of it. “{WORDS},” he said."
    assert checked(draft, [source(CLASS_DAY)]).checks[1].attribution == attribution


def test_a_description_that_the_source_has_for_somebody_else() -> None:
    assert check_of(f"Of the house the pastor says: “{WORDS}.”", CLASS_DAY).attribution == "other"
    assert check_of(f"Of the house the graduate says: “{WORDS}.”", CLASS_DAY).attribution == "unknown"
    assert check_of(f"Masoud came late. Of the house the pastor says: “{WORDS}.”", CLASS_DAY).attribution == "same"


@pytest.mark.parametrize("husband", ["Her husband", "Lee’s husband"])
def test_a_husband_is_not_whose_husband_he_is(husband: str) -> None:
    story = f"Ann Lee was searched on Monday.\n\n“{WORDS},” {husband} said.\n\nLee and her husband showed a film.\n"
    assert check_of(f"The woman, Ann Lee, was angry. “{WORDS},” she said.", story).attribution == "other"


@pytest.mark.parametrize(("name", "mentioned"), [("José García", True), ("Jose Garcia", True), ("José Pérez", False)])
def test_a_name_with_an_accent_is_mentioned_in_a_source(name: str, mentioned: bool) -> None:
    draft = read_plain(f"“{WORDS},” {name} said.")
    voice = Voice(Speaker(name, Span(len(WORDS) + 4, len(WORDS) + 4 + len(name))), draft, Analysis("none", (), ()))
    assert is_mentioned(source("A Story\n\nIt was “late” when García came.\n"), voice) is mentioned


def test_forecasters_of_a_body_are_not_somebody_else() -> None:
    story = f"A Story\n\nLeith Weather forecasters said on Friday: “{WORDS}.”\n"
    assert check_of(f"Leith Weather said on Friday: “{WORDS}.”", story).attribution != "other"
