"""Sources that can be read so that the draft's speaker says the words, although the analysis names somebody else."""

import pytest

from tests.verification.drafts import check_of

WORDS = "The bill is too long, and nobody in this house has read it to the end"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        (f"According to Yahoo News, the spokesman Jesse Lehrich said on Friday that “{WORDS}.”", "Yahoo News"),
        (f"“{WORDS},” Jesse Lehrich said in a statement, according to The Blaze.", "The Blaze"),
        (f"As Fox News pointed out, “{WORDS}.” Jesse Lehrich agreed.", "Fox News"),
        (f"A chorus of people has said so, including the mayor Ann Lee -- “{WORDS}” -- and others.", "Ann Lee"),
    ],
)
def test_other_speakers_that_a_source_supports(text: str, speaker: str) -> None:
    source = f"A Story\n\nAnn Lee and Tom Ray were there.\n\n{text}\n"
    assert check_of(f"“{WORDS},” {speaker} said.", source).attribution == "same"
    assert check_of(f"“{WORDS},” Tom Ray said.", source).attribution != "same"


def test_a_speaker_whom_the_source_never_names_is_another() -> None:
    source = f"A Story\n\nIt was late. There was a cry: “{WORDS}!”\n"
    assert check_of(f"“{WORDS},” Tom Ray said.", source).attribution == "other"
    assert check_of(f"“{WORDS},” the mayor said.", source).attribution == "unknown"


def test_a_pronoun_after_a_last_name_that_the_draft_does_not_explain() -> None:
    source = f"A Story\n\n“{WORDS},” said Ann Tuttle, a judge.\n"
    draft = f"Tom Ray came early.\n\nTuttle was blunt about it. “{WORDS},” she said."
    assert check_of(draft, source).attribution == "same"
