"""Speech in languages whose words are not known: by quotation marks and dashes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis.speech import find_foreign_speech
from reader.analysis.tokens import reading_lines
from reader.sources.plain import read_plain

CASES = {
    "German": ("„Wir gehen“, sagte er. »Ja«, rief sie. Die „Zeit“ und das Wort „Heimat“.", ["„Wir gehen“", "»Ja«"]),
    "German, chevrons": ("Er rief: »Ja!« Sie ging. »Nein«, sagte er.", ["»Ja!«", "»Nein«"]),
    "German, typed": ('„Die Narren!" sagte er. „Komm", sagte sie.', ['„Die Narren!"', '„Komm"']),
    "Swiss": ("«Wir ‹gehen› jetzt nach Hause», sagte er.", ["«Wir ‹gehen› jetzt nach Hause»"]),
    "French": ("« Nous partons », dit-il. « Non ! » Le « Monde » est là.", ["« Nous partons »", "« Non ! »"]),
    "Russian": ("«Мы готовы», — сказал он. Газета «Известия» вышла.", ["«Мы готовы»"]),
    "Russian, nested": ("Он сказал: «Я читаю «Известия».", ["«Я читаю «Известия»"]),
    "Polish": ("„Idziemy”, powiedział. Czyta „Pana Tadeusza”.", ["„Idziemy”"]),
    "Swedish": ("”Nej”, sade han. ”Vi går hem nu allihop” var allt.", ["”Nej”", "”Vi går hem nu allihop”"]),
    "Finnish": ("»Ei», hän sanoi. »Me lähdemme nyt kotiin.»", ["»Ei»", "»Me lähdemme nyt kotiin.»"]),
    "Dutch": ("‘We gaan’, zei hij. Het ‘huis’ is van m’n oom.", ["‘We gaan’"]),
    "Chinese": ("他说：“明天。”他读《红楼梦》。「我不知道这件事」他说。", ["“明天。”", "「我不知道这件事」"]),
    "Chinese, title marks": ("他说：《我不去。》然后走了。", ["《我不去。》"]),
    "Japanese": ("「明日」と言った。『なぜですか？』「働き方」の問題。", ["「明日」", "『なぜですか？』"]),
    "Korean": ("“기다리지 않겠다”고 말했다. ‘소주’를 마셨다.", ["“기다리지 않겠다”"]),
    "of two paragraphs": ("„Wir gehen heute.\n\nMorgen auch“, sagte er.", ["„Wir gehen heute.", "Morgen auch“"]),
    "opened again": ("«Иди домой.\n\n«И жди меня».", ["«Иди домой.", "«И жди меня»"]),
    "never closed": ("Er sagte „ja und ging.\n\nEs war spät. Es war kalt.", []),
}


@pytest.mark.parametrize("case", CASES)
def test_words_in_the_marks_of_a_language_are_speech_unless_they_are_a_term(case: str) -> None:
    text, found = CASES[case]
    article = read_plain(text)
    spans = find_foreign_speech(article, [span for span, _ in reading_lines(article)])
    assert [span.of(text) for span in spans] == found


DIALOGUES = {
    "French": (
        "— Vous viendrez demain ? demanda-t-elle.\n\n— Oui, répondit le roi, je viendrai.\n\n— Bien.",
        ["Vous viendrez demain ?", "Oui,", "je viendrai.", "Bien."],
    ),
    "Spanish": (
        "—¿Vendrás? —preguntó Juan.\n\n—Sí —dijo ella—. Vendré.",
        ["¿Vendrás?", "Sí", "Vendré."],
    ),
    "Spanish, hyphens": (
        "-¿Vendrás? -preguntó Juan.\n\n-Sí, dijo don Pedro.\n\n-¡Qué bien!",
        ["¿Vendrás?", "Sí,", "¡Qué bien!"],
    ),
    "Polish": (
        "— Czy to prawda? — zapytał.\n\n— Nie wiem — odpowiedział Jan. — Proszę pytać.",
        ["Czy to prawda?", "Nie wiem", "Proszę pytać."],
    ),
    "Russian": (
        "— Вы придёте? — спросил он.\n\n— Жизнь — это дорога, — сказала она. — Приду.",
        ["Вы придёте?", "Жизнь — это дорога,", "Приду."],
    ),
    "list": ("— Äpfel;\n\n— Birnen;\n\n— Zucker", []),
    "news": ("— Altdorf. Der Rat hat getagt.\n\n— Bern. Der Bund hat gespart.", []),
    "list of hyphens": ("- Milch kaufen.\n- Brot holen.\n- Wer kommt?", []),
}


@pytest.mark.parametrize("case", DIALOGUES)
def test_a_line_that_a_dash_opens_is_speech_but_what_its_author_says(case: str) -> None:
    text, found = DIALOGUES[case]
    article = read_plain(text)
    assert [span.of(text) for span in find_foreign_speech(article, [])] == found


@given(
    st.lists(st.sampled_from([*'„“”«»‹›「」《》"‘’‚', "— ", "-", " ", "\n\n", "слово", "Wort", "话", ", ", ". ", "? "]))
)
def test_speech_is_in_order_without_overlaps(parts: list[str]) -> None:
    article = read_plain("".join(parts))
    spans = find_foreign_speech(article, [span for span, _ in reading_lines(article)])
    assert all(one.end <= other.start for one, other in pairwise(spans))
    assert all(span.start < span.end for span in spans)
