"""Corrections of the analysis: each kind, how they combine, and what becomes of them in a changed article."""

import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.analysis import Analysis, Contender, Entity, Quote, Speaker
from reader.analysis.queries import closest_quote, find_entity, quote_at, speakers_near
from reader.anchoring import Placement, describe
from reader.annotations.corrections import (
    Attribute,
    Change,
    Correction,
    Dismiss,
    Merge,
    Rename,
    Retype,
    active_corrections,
    apply_corrections,
    describe_change,
    ineffective_corrections,
    names_of,
    new_correction,
)
from reader.annotations.new_correction import make_corrections, require_entity, require_quote, speaker_names
from reader.annotations.revisions import history, new_id
from reader.document.article import Article
from reader.errors import NoteError
from reader.text.span import Span
from tests.fixtures.harbour import plain

TEXT = (
    "Xi Jinping came to Moscow. “We are friends,” Xi said. President Putin nodded. “True friends,” he said. "
    "Xi smiled at the Kremlin gate. “Nobody asked us,” a man in Leith said. He said that it was cold."
)
ARTICLE = plain(TEXT)
MOMENTS = (f"2026-03-01T00:00:{second:02}.000000Z" for second in count())


def at(words: str, nth: int = 0, text: str = TEXT) -> Span:
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def spans(words: str, text: str = TEXT) -> tuple[Span, ...]:
    return tuple(at(words, nth, text) for nth in range(text.count(words)))


XI = Entity("Xi Jinping", "person", (), (at("Xi Jinping"),))
SHORT = Entity("Xi", "other", (), spans("Xi")[1:])
PUTIN = Entity("Putin", "person", ("President Putin",), (at("Putin"),))
MOSCOW = Entity("Moscow", "place", (), (at("Moscow"),))
LEITH = Entity("Leith", "person", (), (at("Leith"),))
KREMLIN = Entity("Kremlin", "organisation", (), (at("Kremlin"),))

FRIENDS = Quote(
    at("“We are friends,”"),
    Speaker("Xi", at("Xi", 1)),
    at("said"),
    0.6,
    (Contender("Xi", at("Xi", 1), ()), Contender("Putin", at("he", TEXT[: at("he said").start].count("he")), ())),
)
TRUE = Quote(at("“True friends,”"), Speaker("Putin", at("he said", 0)), at("said", 1), 0.5)
TRUE = replace(TRUE, speaker=Speaker("Putin", Span(at("he said").start, at("he said").start + 2)))
NOBODY = Quote(at("“Nobody asked us,”"), Speaker("a man in Leith", at("a man in Leith")), at("said", 2), 0.9)
COLD = Quote(at("it was cold"), Speaker("Leith", at("He")), at("said", 3), 0.7)
MADE = Analysis("rules 1", (SHORT, XI, MOSCOW, PUTIN, KREMLIN, LEITH), (FRIENDS, TRUE, NOBODY), (COLD,))


def correction(change: Change, article: Article = ARTICLE) -> Correction:
    return new_correction(article.text_id, article.sha256, change, next(MOMENTS))


def after(*changes: Change, analysis: Analysis = MADE, article: Article = ARTICLE) -> Analysis:
    return apply_corrections(analysis, [correction(change) for change in changes], article)


def entity(name: str, analysis: Analysis) -> Entity:
    (found,) = (each for each in analysis.entities if each.name == name)
    return found


def speakers(analysis: Analysis) -> list[str | None]:
    return [quote.speaker.name if quote.speaker else None for quote in (*analysis.quotes, *analysis.indirect)]


SAME = Merge(names_of(SHORT), names_of(XI))


# ---------------------------------------------------------------------- one at a time


def test_without_corrections_an_analysis_is_what_it_was() -> None:
    assert apply_corrections(MADE, [], ARTICLE) is MADE


def test_merging_joins_mentions_spellings_and_what_was_said() -> None:
    merged = after(SAME)
    one = entity("Xi Jinping", merged)
    assert (one.kind, one.aliases) == ("person", ("Xi",))
    assert one.mentions == tuple(sorted({*XI.mentions, *SHORT.mentions}))
    assert "Xi" not in [each.name for each in merged.entities]
    assert speakers(merged)[0] == "Xi Jinping"
    assert merged.quotes[0].contenders[0].name == "Xi Jinping"


def test_a_merged_name_is_listed_by_how_often_it_is_mentioned_now() -> None:
    merged = after(Merge(names_of(SHORT), names_of(LEITH)))
    assert merged.entities[0].name == "Leith"
    assert [len(each.mentions) for each in merged.entities] == sorted(
        (len(each.mentions) for each in merged.entities), reverse=True
    )


def test_renaming_changes_what_is_shown_and_keeps_the_spelling_of_the_text() -> None:
    renamed = after(Rename(names_of(PUTIN), "Vladimir Putin"))
    assert entity("Vladimir Putin", renamed).aliases == ("Putin", "President Putin")
    assert speakers(renamed)[1] == "Vladimir Putin"
    assert renamed.quotes[0].contenders[1].name == "Vladimir Putin"
    assert renamed.quotes[1].speaker == replace(TRUE.speaker or Speaker("", Span(0, 0)), name="Vladimir Putin")


def test_renaming_to_a_name_that_is_there_makes_the_two_one() -> None:
    assert after(Rename(names_of(SHORT), "xi jinping")) == after(SAME)


@pytest.mark.parametrize("kind", ["person", "organisation", "place", "other"])
def test_retyping_changes_the_kind_and_nothing_else(kind: str) -> None:
    retyped = after(Retype(names_of(LEITH), kind))  # type: ignore[arg-type]
    assert entity("Leith", retyped) == replace(LEITH, kind=kind)  # type: ignore[arg-type]
    assert retyped.quotes == MADE.quotes


def test_dismissing_takes_the_name_away_and_leaves_the_words_of_the_text() -> None:
    dismissed = after(Dismiss(names_of(PUTIN)), Dismiss(names_of(LEITH)))
    assert [each.name for each in dismissed.entities] == ["Xi", "Xi Jinping", "Moscow", "Kremlin"]
    assert speakers(dismissed) == ["Xi", "he", "a man in Leith", "He"]


def test_a_speaker_that_was_set_is_certain_and_shown_by_the_name_of_the_entity() -> None:
    quote = after(Attribute(describe(TEXT, NOBODY.span), names_of(PUTIN))).quotes[2]
    assert quote.speaker == Speaker("Putin", at("Putin"))
    assert (quote.confidence, quote.uncertain, quote.contenders) == (1.0, False, ())


def test_the_words_that_name_a_speaker_are_those_that_were_weighed_if_there_are_any() -> None:
    quote = after(Attribute(describe(TEXT, FRIENDS.span), names_of(PUTIN))).quotes[0]
    assert quote.speaker is not None
    assert quote.speaker.span == FRIENDS.contenders[1].span


def test_to_confirm_a_speaker_leaves_the_words_that_name_him() -> None:
    quote = after(Attribute(describe(TEXT, TRUE.span), names_of(PUTIN))).quotes[1]
    assert quote.speaker == TRUE.speaker
    assert (quote.confidence, quote.uncertain) == (1.0, False)


def test_a_speaker_may_be_anybody() -> None:
    beside = after(Attribute(describe(TEXT, NOBODY.span), ("a man",))).quotes[2]
    assert beside.speaker == Speaker("a man", at("a man"))
    nowhere = after(Attribute(describe(TEXT, NOBODY.span), ("Bob Hale",))).quotes[2]
    assert nowhere.speaker == Speaker("Bob Hale", Span(NOBODY.span.start, NOBODY.span.start))


def test_a_speaker_may_be_nobody() -> None:
    quote = after(Attribute(describe(TEXT, FRIENDS.span), ())).quotes[0]
    assert (quote.speaker, quote.confidence) == (None, 1.0)


def test_indirect_speech_has_speakers_too() -> None:
    told_by = after(Attribute(describe(TEXT, COLD.span), names_of(XI)))
    assert told_by.indirect[0].speaker is not None
    assert told_by.indirect[0].speaker.name == "Xi Jinping"
    assert told_by.quotes == MADE.quotes


def test_fields_that_are_not_corrected_are_carried_along() -> None:
    made = replace(MADE, language="Scots", engine="other 3")
    found = after(SAME, analysis=made)
    assert (found.language, found.engine) == ("Scots", "other 3")
    assert found.quotes[0].cue == FRIENDS.cue


# ---------------------------------------------------------------------- one after the other


def test_retyping_merging_and_renaming_go_together_in_order_of_time() -> None:
    names = ("Xi Jinping", "Xi")
    made = after(Retype(names_of(SHORT), "place"), SAME, Rename(names, "President Xi"), Retype(names, "other"))
    found = entity("President Xi", made)
    assert (found.kind, found.aliases, len(found.mentions)) == ("other", ("Xi Jinping", "Xi"), 3)
    assert speakers(made)[0] == "President Xi"


def test_a_speaker_that_was_set_follows_what_becomes_of_the_name() -> None:
    said = Attribute(describe(TEXT, NOBODY.span), names_of(SHORT))
    assert speakers(after(said, SAME))[2] == "Xi Jinping"
    assert speakers(after(said, Rename(names_of(SHORT), "The Guest")))[2] == "The Guest"
    assert speakers(after(said, Merge(names_of(SHORT), names_of(PUTIN)), Dismiss(names_of(PUTIN))))[2] == "Xi"


def test_the_later_of_two_that_differ_counts_also_where_they_did_not_know_of_each_other() -> None:
    """As two windows make them: both remember the name as the article has it."""
    assert entity("C", after(Rename(names_of(SHORT), "B"), Rename(names_of(SHORT), "C"))).aliases == ("Xi",)
    first, second = (Attribute(describe(TEXT, TRUE.span), (name,)) for name in ("One", "Two"))
    assert speakers(after(first, second))[1] == "Two"


def test_what_is_no_name_any_more_can_be_corrected_no_further() -> None:
    gone = after(Dismiss(names_of(LEITH)))
    assert after(Dismiss(names_of(LEITH)), Rename(names_of(LEITH), "Edinburgh")) == gone
    assert after(Dismiss(names_of(LEITH)), Merge(names_of(LEITH), names_of(XI))) == gone


def test_names_merged_in_a_circle_are_one() -> None:
    made = after(SAME, Merge(names_of(XI), names_of(SHORT)))
    assert made == after(SAME)


def test_a_correction_that_was_taken_back_does_nothing() -> None:
    made = correction(SAME)
    assert apply_corrections(MADE, [made.revised(deleted=True)], ARTICLE) == MADE
    assert active_corrections([made.revised(deleted=True)]) == ()


def in_two_windows(one: Correction, other: Correction) -> Correction:
    """A correction with what two windows have made of it."""
    known = {revision.id: revision for revision in (*one.revisions, *other.revisions)}
    return replace(one, revisions=tuple(known.values()))


def test_taken_back_in_two_windows_it_is_taken_back_once() -> None:
    made = correction(SAME)
    gone = in_two_windows(made.revised(deleted=True), made.revised(deleted=True))
    assert (len(gone.heads), gone.conflict, active_corrections([gone])) == (2, (), ())
    back = gone.revised(deleted=False)
    assert (len(back.heads), back.conflict, active_corrections([back])) == (1, (), (back,))


def test_taken_back_in_one_window_and_kept_in_another_it_is_a_conflict_and_holds() -> None:
    made = correction(SAME)
    kept = made.revised(deleted=True).revised(deleted=False)
    both = in_two_windows(kept, made.revised(deleted=True))
    assert [head.deleted for head in both.conflict] == [False, True]
    assert active_corrections([both]) == (both,)
    changed = both.revised(deleted=True)
    assert (changed.conflict, len(changed.heads)) == ((), 2)


# ---------------------------------------------------------------------- another analysis, another text


def test_a_name_is_known_again_by_any_name_that_it_was_called() -> None:
    fuller = replace(MADE, entities=(replace(XI, name="Xi", aliases=("Xi Jinping",)), MOSCOW))
    assert entity("The President", after(Rename(("Xi Jinping", "Xi"), "The President"), analysis=fuller))


def test_a_name_of_several_words_is_known_again_among_the_spellings_of_a_fuller_one() -> None:
    fuller = replace(MADE, entities=(Entity("Vladimir V. Putin", "person", ("President Putin",), PUTIN.mentions),))
    retyped = after(Retype(("President Putin", "Putin"), "other"), analysis=fuller)
    assert retyped.entities[0].kind == "other"


def test_a_short_name_is_never_taken_for_somebody_elses() -> None:
    """May the month is no name; Theresa May is one."""
    theresa = replace(MADE, entities=(Entity("Theresa May", "person", ("May",), (at("Xi"),)),))
    assert after(Dismiss(("May",)), analysis=theresa) == theresa
    maria = replace(MADE, entities=(Entity("Juan Ortiz", "person", ("Ortiz",), (at("Xi"),)),))
    assert after(Rename(("Maria Ortiz", "Ortiz"), "Mia"), analysis=maria) == maria


def test_of_two_the_one_that_is_called_so_is_meant() -> None:
    renamed = after(Rename(("Xi", "Xi Jinping"), "The Short"))
    assert entity("The Short", renamed).mentions == SHORT.mentions


def test_spelling_matters_only_as_far_as_a_reader_sees_it() -> None:
    shouting = replace(MADE, entities=(replace(XI, name="XI  JINPING"),))
    assert after(Retype(("Xi Jinping",), "other"), analysis=shouting).entities[0].kind == "other"


LONGER = "A word before it all. " + TEXT.replace("President Putin nodded", "Putin nodded and smiled")


def moved(analysis: Analysis, text: str) -> Analysis:
    """`analysis` in `text`, which has the same quotes elsewhere."""

    def there(span: Span) -> Span:
        return at(span.of(TEXT), 0, text)

    return replace(
        analysis,
        entities=tuple(replace(each, mentions=(at(each.name, 0, text),)) for each in analysis.entities),
        quotes=tuple(Quote(there(quote.span), None, None, 0.0) for quote in analysis.quotes),
        indirect=(),
    )


def test_a_quote_is_found_again_in_a_text_that_has_changed() -> None:
    article = plain(LONGER)
    made = after(Attribute(describe(TEXT, TRUE.span), names_of(PUTIN)), analysis=moved(MADE, LONGER), article=article)
    assert speakers(made) == [None, "Putin", None]


def test_a_quote_whose_words_have_changed_is_found_where_it_was_placed() -> None:
    text = TEXT.replace("“True friends,”", "“True and old friends,”")
    quote = Quote(at("“True and old friends,”", 0, text), None, None, 0.0)
    made = replace(
        correction(Attribute(describe(TEXT, TRUE.span), ("Putin",))), placement=Placement(quote.span, "changed")
    )
    (found,) = apply_corrections(Analysis("rules 1", (), (quote,)), [made], plain(text)).quotes
    assert found.speaker is not None
    assert found.speaker.name == "Putin"


def test_a_quote_that_is_gone_takes_nothing_from_another() -> None:
    text = TEXT.replace("“True friends,” he said. ", "")
    made = correction(Attribute(describe(TEXT, TRUE.span), ("Putin",)))
    before = moved(replace(MADE, quotes=(FRIENDS, NOBODY)), text)
    assert apply_corrections(before, [made], plain(text)) == before
    assert ineffective_corrections(before, [made], plain(text))[0].id == made.id


def test_a_correction_that_finds_nothing_does_nothing() -> None:
    nowhere = ("Ann Lee", "Lee")
    changes: list[Change] = [
        Merge(nowhere, names_of(XI)),
        Merge(names_of(XI), nowhere),
        Rename(nowhere, "Lee"),
        Retype(nowhere, "place"),
        Dismiss(nowhere),
        Attribute(describe("Quite another text.", Span(0, 5)), nowhere),
    ]
    assert after(*changes) == MADE
    assert len(ineffective_corrections(MADE, map(correction, changes), ARTICLE)) == len(changes)


# ---------------------------------------------------------------------- whatever is told

NAMES = [names_of(each) for each in MADE.entities]
WORDS = st.sampled_from(["Xi", "Xi Jinping", "The Guest", "Putin", "X"])
ANCHORS = st.sampled_from([describe(TEXT, quote.span) for quote in (*MADE.quotes, *MADE.indirect)])
known_names = st.sampled_from(NAMES)
any_names = known_names | st.lists(WORDS, min_size=1, max_size=3, unique=True).map(tuple)


def changes_of(names: st.SearchStrategy[tuple[str, ...]]) -> st.SearchStrategy[Change]:
    return st.one_of(
        st.builds(Merge, names, names),
        st.builds(Rename, names, WORDS),
        st.builds(Retype, names, st.sampled_from(["person", "organisation", "place", "other"])),
        st.builds(Dismiss, names),
        st.builds(Attribute, ANCHORS, names | st.just(())),
    )


moments = st.integers(0, 5).map(lambda second: f"2026-03-01T00:00:0{second}.000000Z")
corrections = st.lists(
    st.builds(lambda change, moment: new_correction("a", "", change, moment), changes_of(any_names), moments)
)


@pytest.mark.slow
@settings(deadline=None, max_examples=100)
@given(corrections, st.randoms())
def test_the_order_in_which_they_are_given_and_how_often_does_not_matter(
    made: list[Correction], chance: random.Random
) -> None:
    shuffled = [*made, *made]
    chance.shuffle(shuffled)
    assert apply_corrections(MADE, shuffled, ARTICLE) == apply_corrections(MADE, made, ARTICLE)


@pytest.mark.slow
@settings(deadline=None, max_examples=100)
@given(corrections)
def test_an_analysis_stays_sound(made: list[Correction]) -> None:
    found = apply_corrections(MADE, made, ARTICLE)
    inside = Span(0, len(TEXT))
    assert [quote.span for quote in found.quotes] == [quote.span for quote in MADE.quotes]
    assert [quote.span for quote in found.indirect] == [quote.span for quote in MADE.indirect]
    for each in found.entities:
        assert each.name
        assert each.name not in each.aliases
        assert len(set(each.aliases)) == len(each.aliases)
        assert list(each.mentions) == sorted(set(each.mentions))
        assert all(inside.holds(span) for span in each.mentions)
    for quote in (*found.quotes, *found.indirect):
        assert quote.speaker is None or (quote.speaker.name and inside.holds(quote.speaker.span))
    mentions = [span for each in found.entities for span in each.mentions]
    assert len(mentions) == len(set(mentions))
    assert set(mentions) <= {span for each in MADE.entities for span in each.mentions}


@settings(deadline=None, max_examples=100)
@given(changes_of(known_names))
def test_told_again_of_what_came_of_it_a_correction_changes_nothing(change: Change) -> None:
    once = after(change)
    assert after(change, analysis=once) == once


@settings(deadline=None, max_examples=100)
@given(corrections)
def test_taking_back_the_last_is_as_if_it_had_never_been(made: list[Correction]) -> None:
    ordered = active_corrections(made)
    if ordered:
        without = [*ordered[:-1], ordered[-1].revised(deleted=True)]
        assert apply_corrections(MADE, without, ARTICLE) == apply_corrections(MADE, ordered[:-1], ARTICLE)


# ---------------------------------------------------------------------- telling


def tell(*changes: Change, known: Sequence[Correction] = ()) -> list[Correction]:
    return make_corrections(changes, known, MADE, ARTICLE, ARTICLE.text_id)


def test_what_is_told_takes_effect_after_what_is_known_even_when_the_clock_has_gone_back() -> None:
    future = new_correction("a", "", SAME, "2999-01-01T00:00:00.000000Z")
    first, second = tell(Rename(("Xi Jinping",), "One"), Rename(("Xi Jinping", "One"), "Two"), known=[future])
    assert future.created < first.created < second.created
    assert (first.article, first.made_on) == (ARTICLE.text_id, ARTICLE.sha256)


@pytest.mark.parametrize(
    "change",
    [
        Merge(names_of(XI), names_of(XI)),
        Rename(names_of(XI), "Xi Jinping"),
        Retype(names_of(XI), "person"),
        Dismiss(("Ann Lee",)),
    ],
)
def test_what_changes_nothing_is_refused(change: Change) -> None:
    with pytest.raises(NoteError, match="nothing to correct"):
        tell(change)


@pytest.mark.parametrize("words", ["", " \n ", "\u200b", "x" * 201])
def test_words_that_can_be_no_name_are_refused(words: str) -> None:
    with pytest.raises(NoteError, match="name"):
        tell(Rename(names_of(XI), words))
    with pytest.raises(NoteError, match="name"):
        tell(Attribute(describe(TEXT, TRUE.span), (words,)))


def test_what_was_typed_is_made_harmless() -> None:
    (made,) = tell(Rename(names_of(XI), "  The\n\x1b[31m Guest "))
    assert made.change == Rename(names_of(XI), "The ␛[31m Guest")


def test_an_entity_is_called_by_any_spelling_and_what_is_like_it_is_offered() -> None:
    assert require_entity(MADE, "president putin") == PUTIN
    assert find_entity(MADE, "xi") == SHORT
    with pytest.raises(NoteError, match="did you mean Moscow"):
        require_entity(MADE, "Moscov")
    with pytest.raises(NoteError, match="reader analyze"):
        require_entity(MADE, "\x1b[31m")
    assert speaker_names(MADE, "PRESIDENT Putin") == names_of(PUTIN)
    assert speaker_names(MADE, "Bob Hale") == ("Bob Hale",)


def test_a_quote_is_meant_by_words_in_it_or_around_it() -> None:
    assert quote_at(MADE, at("are friends")) == FRIENDS
    assert require_quote(MADE, at("“We are friends,” Xi said.")) == FRIENDS
    assert quote_at(MADE, Span(0, len(TEXT))) is None
    with pytest.raises(NoteError, match="no quote"):
        require_quote(MADE, at("Kremlin gate"))
    assert closest_quote([], Span(0, 1)) is None


def test_those_who_are_mentioned_near_a_quote_come_first() -> None:
    assert [each.name for each in speakers_near(MADE, NOBODY)] == ["Kremlin", "Leith", "Putin", "Xi Jinping"]


def test_each_says_in_words_what_it_is() -> None:
    assert [
        describe_change(change)
        for change in (SAME, Rename(("A",), "B"), Retype(("A",), "organisation"), Dismiss(("A",)))
    ] == [
        "Xi and Xi Jinping merged",
        "A renamed to B",
        "A made an organisation",
        "A dismissed as no name",
    ]
    assert describe_change(Attribute(describe(TEXT, TRUE.span), names_of(PUTIN))) == "“True friends,” said by Putin"
    long = describe("word \x1b" * 40, Span(0, 200))
    assert describe_change(Attribute(long, ())) == "“word ␛word ␛word ␛word ␛word ␛word ␛word…” said by nobody"


def test_notes_and_corrections_are_undone_in_the_order_in_which_they_were_made() -> None:
    from reader.annotations.notes import new_note

    first, note, last = correction(SAME), new_note("a", "", None, "n", ()), correction(Dismiss(("A",)))
    last = replace(last, revisions=(replace(last.head, id=new_id(), at="2999-01-01T00:00:00.000000Z"),))
    assert [step.entry for step in history([last, first, note]).undo] == [first.id, note.id, last.id]
