"""Two names, and whether they can be one person's."""

import pytest

from reader.analysis import Analysis, Speaker
from reader.analysis.engine import analyze
from reader.sources.plain import read_plain
from reader.text.span import Span
from reader.verification.speakers import Voice, compare_speakers, name_words, same_name, voice_of
from tests.verification.drafts import check_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Maria Ortiz", "Maria Ortiz"),
        ("Ortiz", "Maria Ortiz"),
        ("Ms. Ortiz", "Maria Ortiz"),
        ("President Obama", "Barack Obama"),
        ("Donald J. Trump", "Donald Trump"),
        ("Bill Clinton", "William Clinton"),
        ("Xi", "Xi Jinping"),
        ("the Port Authority", "Leith Port Authority"),
        ("WHO", "World Health Organization"),
        ("Centcom", "US Central Command"),
        ("Gazilanes", "Santiago Gavilanes"),
        ("Uifa’atali Amata", "Uifaatali Amata"),
        ("John Smith Jr.", "John Smith"),
        ("Ortiz’s", "Ortiz"),
        ("UK", "United Kingdom"),
        ("Wang Yi Wei", "Wang Yiwei"),
        ("Jon Sanders", "John Sanders"),
        ("José García", "Jose Garcia"),
        ("GARCIA", "José García"),
        ("Søren Møller", "Soren Moller"),
        ("J.K. Rowling", "Joanne Kathleen Rowling"),
        ("George W. Bush", "George Walker Bush"),
        ("Ocasio Cortez", "Alexandria Ocasio-Cortez"),
        ("AOC", "Alexandria Ocasio-Cortez"),
        ("Ann Smith-Jones", "Ann Jones"),
        ("Assad", "Bashar al-Assad"),
        ("Bashar Assad", "Bashar al-Assad"),
        ("Ban Ki-moon", "Ban Ki Moon"),
        ("U.N.", "United Nations"),
        ("U.S. Senate", "US Senate"),
    ],
)
def test_names_that_can_be_one_persons(one: str, other: str) -> None:
    assert same_name(name_words(one), name_words(other))
    assert same_name(name_words(other), name_words(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hillary Clinton", "Bill Clinton"),
        ("Maria Ortiz", "Maria Smith"),
        ("Ortiz", "Tom Ray"),
        ("the Port Authority", "the Post Office"),
        ("George W. Bush", "George H.W. Bush"),
        ("Kim Jong-un", "Kim Jong-il"),
        ("Cent", "Port Central"),
        ("Comport", "Port Company"),
    ],
)
def test_names_of_two_people(one: str, other: str) -> None:
    assert not same_name(name_words(one), name_words(other))


WORDS = "We were not told until Friday that the old ferry would stop running in May"


@pytest.mark.parametrize(
    ("draft", "speaker", "attribution"),
    [
        ("“{}”, Mr. Clinton said.", "Hillary Clinton", "other"),
        ("“{}”, Mrs. Clinton said.", "Hillary Clinton", "same"),
        ("Clinton was there. “{}”, he said.", "Hillary Clinton", "other"),
        ("Clinton was there. “{}”, she said.", "Hillary Clinton", "same"),
        ("Bill Clinton came.\n\n“{}”, Clinton said.", "Hillary Clinton", "other"),
        ("Bill Clinton came.\n\n“{}”, Clinton said.", "Bill Clinton", "same"),
        ("“{}”, Clinton said.\n\nBill Clinton had come.", "Hillary Clinton", "other"),
        ("Bill Clinton came, and Hillary Clinton.\n\n“{}”, Clinton said.", "Hillary Clinton", "same"),
        ("Bill Clinton came, and Hillary Clinton.\n\n“{}”, Mr. Clinton said.", "Hillary Clinton", "other"),
        ("Eric Trump came.\n\n“{}”, Trump said.", "Donald Trump", "unknown"),
        ("Eric Trump came. “{}”, Trump said.", "Donald Trump", "other"),
    ],
)
def test_whom_a_last_name_means(draft: str, speaker: str, attribution: str) -> None:
    story = f"A Story\n\n{speaker} was there. “{WORDS},” {speaker} said.\n"
    assert check_of(draft.format(WORDS), story).attribution == attribution


@pytest.mark.parametrize(
    ("story", "attribution"),
    [
        ("Mayor Tom Ray was there. “{}”, Ann Lee said.", "other"),
        ("Mayor Tom Ray was there. “{}”, Tom Ray said.", "same"),
        ("A crowd was there. “{}”, Ann Lee said.", "unknown"),
        ("Mayor Ann Lee was there, and Mayor Tom Ray. “{}”, Ann Lee said.", "same"),
    ],
)
def test_whom_one_text_alone_calls_so(story: str, attribution: str) -> None:
    phrase, named = voice("“{}”, the mayor said."), voice(story)
    assert compare_speakers(phrase, named) == compare_speakers(named, phrase) == attribution


def voice(text: str) -> Voice | None:
    """Return the voice of the quotation in a text."""
    article = read_plain(text.format(WORDS))
    analysis = analyze(article)
    return voice_of(analysis.quotes[-1], article, analysis)


def test_nobody_and_a_pronoun_are_compared_with_nobody() -> None:
    lee, she = (
        Voice(Speaker(name, Span(0, len(name))), read_plain(name), Analysis("none", (), ())) for name in ("Lee", "she")
    )
    assert [compare_speakers(*pair) for pair in ((lee, lee), (None, lee), (lee, None), (she, lee), (lee, she))] == [
        "same",
        *["unknown"] * 4,
    ]


@pytest.mark.parametrize(("name", "pronoun"), [("she", True), ("Who", True), ("WHO", False), ("I", True), ("Q", True)])
def test_what_stands_for_somebody(name: str, pronoun: bool) -> None:
    voice = Voice(Speaker(name, Span(0, len(name))), read_plain(name), Analysis("none", (), ()))
    assert voice.is_pronoun is pronoun


@pytest.mark.parametrize(
    ("text", "name", "gender"),
    [
        ("He spoke.", "He", "he"),
        ("she spoke.", "she", "she"),
        ("Mr. Lee spoke.", "Lee", "he"),
        ("Mrs. Lee spoke.", "Lee", "she"),
        ("Ms Lee spoke.", "Lee", "she"),
        ("Mr. Lee spoke.", "Mr. Lee", "he"),
        ("Maria Lee spoke.", "Maria Lee", "she"),
        ("Thomas Lee spoke.", "Thomas Lee", "he"),
        ("Mr. Maria Lee spoke.", "Maria Lee", "he"),
        ("Lee spoke.", "Lee", None),
        ("Maria spoke.", "Maria", None),
        ("They spoke.", "They", None),
    ],
)
def test_what_a_text_says_of_a_speakers_gender(text: str, name: str, gender: str | None) -> None:
    at = text.index(name)
    voice = Voice(Speaker(name, Span(at, at + len(name))), read_plain(text), Analysis("none", (), ()))
    assert voice.gender == gender


@pytest.mark.parametrize(
    ("source", "speaker", "attribution"),
    [
        ("Foreign minister Antonio Tajani came.\n\n“{}”, the Spanish foreign minister said.", "Carlos Ruiz", "unknown"),
        ("Spanish Minister Antonio Tajani came.\n\n“{}”, the Spanish minister said.", "Carlos Ruiz", "other"),
        ("Foreign minister Antonio Tajani came.\n\n“{}”, the foreign minister said.", "Antonio Tajani", "same"),
        ("Minister Antonio Tajani came.\n\n“{}”, Italy's health minister said.", "Antonio Tajani", "same"),
        ("French minister Antonio Tajani came.\n\n“{}”, the Spanish minister said.", "Antonio Tajani", "unknown"),
    ],
)
def test_a_minister_is_not_the_minister_of_another_country(source: str, speaker: str, attribution: str) -> None:
    story = f"A Story\n\n{speaker} was there.\n\n{source.format(WORDS)}\n"
    assert check_of(f"“{WORDS}”, {speaker} said.", story).attribution == attribution


@pytest.mark.parametrize(
    ("minister", "attribution"),
    [
        ("The Italian foreign minister, Antonio Tajani", "same"),
        ("The foreign minister, Antonio Tajani", "same"),
        ("The Spanish foreign minister, José Albares", "unknown"),
    ],
)
def test_a_possessive_means_somebody_of_its_owners_country(minister: str, attribution: str) -> None:
    name = minister.partition(", ")[2]
    story = f"A Story\n\n{minister}, spoke. “We will not accept it,” {name} said.\n\n"
    story += "Giorgia Meloni, the Italian premier, left.\n"
    check = check_of("Giorgia Meloni was angry. Her foreign minister said: “We will not accept it.”", story)
    assert check.attribution == attribution
