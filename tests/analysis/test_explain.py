"""Why a quote has its speaker, in one sentence."""

import pytest

from reader.analysis import Contender, Hint, Quote, Speaker
from reader.analysis.engine import analyze
from reader.analysis.explain import OWN_CUES, explain
from reader.analysis.quotes.weights import BY_NAME
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.system.paths import SAMPLE
from reader.text.span import Span

TEXT = 'Ann Lee was there. “We go,” she said at once to Bob Hale, who smiled. "No," Bob thought of it.'
WE_GO = Span(TEXT.index("“"), TEXT.index("”") + 1)


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start, start + len(words))


def contender(name: str, words: str, **hints: float) -> Contender:
    return Contender(name, at(words), tuple(Hint(weight, points) for weight, points in hints.items()))


def quote(*contenders: Contender, cue: str = "", confidence: float = 0.8, named: bool = True) -> Quote:
    speaker = Speaker(contenders[0].name, contenders[0].span) if contenders and named else None
    return Quote(WE_GO, speaker, at(cue) if cue else None, confidence, contenders)


def test_the_words_of_the_article_come_first_then_the_rival() -> None:
    article = open_source(str(SAMPLE))
    found = next(quote for quote in analyze(article, "rules").quotes if "World War" in quote.span.of(article.text))
    told = explain(found, article.text)
    assert told.sentence == "“as per Xi's statement” follows the quotation; Putin spoke just before."
    assert told.figure == "85 of 100"
    assert told.second == "Second: Vladimir Putin — no verb links it to these words."


def test_a_pronoun_is_followed_by_the_name() -> None:
    told = explain(quote(contender("Ann Lee", "she", SAY=5.0), cue="said"), TEXT)
    assert told.sentence == "“she said” (Ann Lee) follows the quotation."
    assert told.second == ""


def test_words_far_apart_or_with_quotation_marks_are_shortened() -> None:
    told = explain(quote(contender("Bob Hale", "Bob thought", SAY=5.0), cue="said"), TEXT)
    assert told.sentence == "“said … Bob thought” follows the quotation."


def test_words_around_the_quotation_are_no_evidence_of_one_side() -> None:
    told = explain(quote(contender("Ann Lee", "Ann Lee", SAY=5.0), cue="said"), TEXT)
    assert told.sentence == "The subject of a verb of saying is Ann Lee."


def test_without_a_verb_the_heaviest_evidence_is_told() -> None:
    told = explain(quote(contender("Ann Lee", "she", SENTENCE_BEFORE=2.0, MAIN_SUBJECT=2.5, PERSON=0.6)), TEXT)
    assert told.sentence == "The subject of the sentence is Ann Lee."
    assert explain(quote(contender("Ann Lee", "she", PERSON=0.6)), TEXT).sentence == "Ann Lee is the nearest name."


@pytest.mark.parametrize(
    ("hints", "cue", "reason"),
    [
        ({"GOVERNED": -2.0, "PERSON": 0.6}, "said", "after a preposition"),
        ({"SENTENCE_BEFORE": 2.0}, "said", "no verb links it to these words"),
        ({"SENTENCE_BEFORE": 2.0}, "", "the evidence is further away"),
        ({"SAY": 3.0}, "said", "the evidence is weaker"),
        ({"TELEPATHY": -3.0, "SAY": 3.0}, "said", "the evidence is weaker"),
        ({}, "said", "no verb links it to these words"),
    ],
)
def test_why_not_the_second(hints: dict[str, float], cue: str, reason: str) -> None:
    told = explain(
        quote(contender("Ann Lee", "she", SAY=5.0), contender("Bob Hale", "Bob Hale", **hints), cue=cue), TEXT
    )
    assert told.second == f"Second: Bob Hale — {reason}."


def test_nobody_is_named() -> None:
    weak = quote(contender("Ann Lee", "she", SENTENCE_BEFORE=0.6), named=False, confidence=0)
    told = explain(weak, TEXT)
    assert told.sentence == "No speaker: the subject of the sentence before is Ann Lee, which is not enough."
    assert (told.figure, told.second) == ("", "")
    none = quote(contender("Ann Lee", "she"), contender("Bob Hale", "Bob Hale"), named=False, confidence=0)
    assert explain(none, TEXT).sentence == "No speaker: there is no evidence."
    assert explain(none, TEXT).second.startswith("Second: Bob Hale — ")
    assert explain(quote(confidence=0), TEXT).sentence == "No possible speaker was found near the quotation."


def test_the_user_has_set_the_speaker() -> None:
    mine = Quote(WE_GO, Speaker("Ann Lee", at("she")), None, 1.0)
    assert explain(mine, TEXT).sentence == "You set this speaker."
    assert explain(mine, TEXT).figure == ""
    follows = Quote(WE_GO, Speaker("Ann Lee", at("she")), None, 0.9)
    assert explain(follows, TEXT).sentence == "This follows from another speaker that you set."


def test_every_clause_has_a_place_for_the_name_and_every_kind_of_link_has_one() -> None:
    assert all(BY_NAME[weight].clause for weight in OWN_CUES)
    assert all("{name}" in words for one in BY_NAME.values() for words in (one.clause, one.neutral) if words)


def test_every_quote_of_a_text_is_explained_in_one_sentence() -> None:
    article = read_plain(TEXT)
    for found in analyze(article, "rules").quotes:
        told = explain(found, article.text)
        assert told.sentence.endswith(".")
        assert "{" not in told.sentence


def test_what_may_be_unable_to_speak_is_said_to_be_a_subject() -> None:
    ann = contender("Ann Lee", "she", SAY=5.0)
    for hints, clause in (
        ({"SENTENCE_BEFORE_CUE": 2.0, "PHRASE": 0.2}, ", though the subject of the sentence before is “the visit”"),
        ({"SAME_PASSAGE_SPEAKER": 5.0, "PHRASE": 0.2}, ", though the subject just before is “the visit”"),
        ({"SAME_PASSAGE_SPEAKER": 5.0, "PLACE": -1.0}, ", though the subject just before is the visit"),
        ({"SAME_PASSAGE_SPEAKER": 5.0, "PERSON": 0.6}, "; the visit spoke just before"),
    ):
        told = explain(quote(ann, contender("the visit", "there", **hints), cue="said"), TEXT)
        assert told.sentence == f"“she said” (Ann Lee) follows the quotation{clause}."
    they = contender("They", "there", MAIN_SUBJECT=2.5, PHRASE=0.2)
    assert explain(quote(ann, they, cue="said"), TEXT).sentence.endswith(
        ", though the subject of the sentence is “they”."
    )


def test_a_phrase_is_not_told_twice_and_two_that_follow_are_told_apart() -> None:
    phrase = contender("the woman there", "She said at once".lower()[0:8], SAY=5.0, PHRASE=0.2)
    assert "(the woman there)" in explain(quote(phrase, cue="said"), TEXT).sentence
    same = contender("she", "she", SAY=5.0, PHRASE=0.2)
    assert explain(quote(same, cue="said"), TEXT).sentence == "“she said” follows the quotation."
    rival = contender("Bob Hale", "Bob Hale", AFTER_COMMA=6.0, OWNER=-1.0)
    told = explain(quote(contender("Ann Lee", "she", SAY=5.0), rival, cue="said"), TEXT)
    assert told.sentence == "“she said” (Ann Lee) follows the quotation; Bob Hale follows it, too."
    assert told.second == "Second: Bob Hale — its possession is the subject."
