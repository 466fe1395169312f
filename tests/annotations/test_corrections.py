"""Corrections of the analysis: each kind, how they combine, and what becomes of them in a changed article."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import Analysis, Contender, Entity, Quote, Speaker
from reader.analysis.queries import closest_quote, find_entity, quote_at, speakers_near
from reader.anchoring import Placement, describe, place
from reader.annotations.corrected_analysis import (
    FOLLOWS,
    apply_corrections,
    ineffective_corrections,
    is_whole,
    overlaps_any,
)
from reader.annotations.corrections import (
    AcceptCheck,
    AddName,
    AddQuote,
    Anchored,
    Attribute,
    Change,
    Correction,
    Dismiss,
    Merge,
    MoveAlias,
    MoveMention,
    Rename,
    Retype,
    accepted_checks,
    active_corrections,
    describe_change,
    names_of,
    new_correction,
)
from reader.annotations.new_correction import (
    make_corrections,
    move_change,
    require_entity,
    require_quote,
    speaker_names,
)
from reader.annotations.revisions import history, new_id
from reader.document.article import Article
from reader.errors import NoteError
from reader.text.span import Span
from tests.examples import at_most
from tests.fixtures.harbour import plain

TEXT = (
    "Xi Jinping came to Moscow. “We are friends,” Xi said. President Putin nodded. “True friends,” he said. "
    "Xi smiled at the Kremlin gate. “Nobody asked us,” a man in Leith said. He said that it was cold."
)
ARTICLE = plain(TEXT)
MOMENTS = (f"2026-03-01T00:00:00.{number:06}Z" for number in count())


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


def test_analysis_without_corrections_is_unchanged() -> None:
    assert apply_corrections(MADE, [], ARTICLE) is MADE


def test_merge_joins_mentions_spellings_and_quotes() -> None:
    merged = after(SAME)
    one = entity("Xi Jinping", merged)
    assert (one.kind, one.aliases) == ("person", ("Xi",))
    assert one.mentions == tuple(sorted({*XI.mentions, *SHORT.mentions}))
    assert "Xi" not in [each.name for each in merged.entities]
    assert speakers(merged)[0] == "Xi Jinping"
    assert merged.quotes[0].contenders[0].name == "Xi Jinping"


def test_merged_name_is_sorted_by_all_mentions() -> None:
    merged = after(Merge(names_of(SHORT), names_of(LEITH)))
    assert merged.entities[0].name == "Leith"
    assert [len(each.mentions) for each in merged.entities] == sorted(
        (len(each.mentions) for each in merged.entities), reverse=True
    )


def test_rename_changes_the_displayed_name_only() -> None:
    renamed = after(Rename(names_of(PUTIN), "Vladimir Putin"))
    assert entity("Vladimir Putin", renamed).aliases == ("Putin", "President Putin")
    assert speakers(renamed)[1] == "Vladimir Putin"
    assert renamed.quotes[0].contenders[1].name == "Vladimir Putin"
    assert renamed.quotes[1].speaker == replace(TRUE.speaker or Speaker("", Span(0, 0)), name="Vladimir Putin")


def test_rename_to_an_existing_name_merges() -> None:
    assert after(Rename(names_of(SHORT), "xi jinping")) == after(SAME)


@pytest.mark.parametrize("kind", ["person", "organisation", "place", "other"])
def test_retype_changes_only_the_kind(kind: str) -> None:
    retyped = after(Retype(names_of(LEITH), kind))  # type: ignore[arg-type]
    assert entity("Leith", retyped) == replace(LEITH, kind=kind)  # type: ignore[arg-type]
    assert retyped.quotes == MADE.quotes


def test_dismiss_removes_the_name_and_keeps_speakers_as_written() -> None:
    dismissed = after(Dismiss(names_of(PUTIN)), Dismiss(names_of(LEITH)))
    assert [each.name for each in dismissed.entities] == ["Xi", "Xi Jinping", "Moscow", "Kremlin"]
    assert speakers(dismissed) == ["Xi", "he", "a man in Leith", "He"]


def test_attributed_speaker_is_certain_and_has_the_entity_name() -> None:
    quote = after(Attribute(describe(TEXT, NOBODY.span), names_of(PUTIN))).quotes[2]
    assert quote.speaker == Speaker("Putin", at("Putin"))
    assert (quote.confidence, quote.uncertain, quote.contenders) == (1.0, False, ())


def test_attributed_speaker_has_the_span_of_its_contender() -> None:
    quote = after(Attribute(describe(TEXT, FRIENDS.span), names_of(PUTIN))).quotes[0]
    assert quote.speaker is not None
    assert quote.speaker.span == FRIENDS.contenders[1].span


def test_confirming_a_speaker_keeps_its_span() -> None:
    quote = after(Attribute(describe(TEXT, TRUE.span), names_of(PUTIN))).quotes[1]
    assert quote.speaker == TRUE.speaker
    assert (quote.confidence, quote.uncertain) == (1.0, False)


def test_speaker_may_be_any_name() -> None:
    beside = after(Attribute(describe(TEXT, NOBODY.span), ("a man",))).quotes[2]
    assert beside.speaker == Speaker("a man", at("a man"))
    nowhere = after(Attribute(describe(TEXT, NOBODY.span), ("Bob Hale",))).quotes[2]
    assert nowhere.speaker == Speaker("Bob Hale", Span(NOBODY.span.start, NOBODY.span.start))


@pytest.mark.parametrize(("apart", "near"), [(1990, True), (2001, False)])
def test_the_name_of_another_speaker_is_looked_for_within_a_page(apart: int, near: bool) -> None:
    said, name = "“It was cold,” he said.", "Bob Hale"
    filler = "x" * (apart - len(name) - 2)
    for text, there in ((f"{name} {filler} {said}", 0), (f"{said} {filler} {name}", len(said) + len(filler) + 2)):
        quote = Span(text.index("“"), text.index("”") + 1)
        analysis = Analysis("rules", (), (Quote(quote, None, None, 0.0),))
        (found,) = after(Attribute(describe(text, quote), (name,)), analysis=analysis, article=plain(text)).quotes
        assert found.speaker is not None
        assert found.speaker.span.start == (there if near else quote.start)


def test_speaker_may_be_removed() -> None:
    quote = after(Attribute(describe(TEXT, FRIENDS.span), ())).quotes[0]
    assert (quote.speaker, quote.confidence) == (None, 1.0)


def test_indirect_speech_can_be_attributed() -> None:
    told_by = after(Attribute(describe(TEXT, COLD.span), names_of(XI)))
    assert told_by.indirect[0].speaker is not None
    assert told_by.indirect[0].speaker.name == "Xi Jinping"
    assert told_by.quotes == MADE.quotes


def test_an_added_name_is_found_wherever_its_words_stand() -> None:
    found = after(AddName(describe(TEXT, at("said", 1)), ("said",), "other"))
    assert entity("said", found) == Entity("said", "other", (), spans("said"))
    known = after(AddName(describe(TEXT, at("gate")), names_of(KREMLIN), "organisation"))
    assert entity("Kremlin", known).mentions == (at("Kremlin"), at("gate"))
    longer = after(AddName(describe(TEXT, at("Kremlin gate")), ("Kremlin gate",), "place"))
    assert [other.name for other in longer.entities if other.name.startswith("Kremlin")] == ["Kremlin gate"]


def test_an_added_name_is_displayed_by_the_first_of_its_names_and_stands_in_no_other_mention_nor_word() -> None:
    text = "Ann Lee met Annette. Ann sat by Ann Lee."
    analysis = Analysis("rules 1", (Entity("Ann Lee", "person", (), spans("Ann Lee", text)),), (), ())
    change = AddName(describe(text, at("Ann sat", text=text)), ("Ann Ray", "Ann sat"), "person")
    added = after(change, analysis=analysis, article=plain(text))
    assert entity("Ann Ray", added) == Entity("Ann Ray", "person", ("Ann sat",), (at("Ann sat", text=text),))
    change = AddName(
        describe(text, Span(at("Ann sat", text=text).start, at(" sat", text=text).start)), ("Annie", "Ann"), "person"
    )
    added = after(change, analysis=analysis, article=plain(text))
    assert entity("Annie", added).mentions == (Span(at("Ann sat", text=text).start, at(" sat", text=text).start),)
    assert entity("Ann Lee", added) == entity("Ann Lee", analysis)


@at_most(50)
@given(st.lists(st.integers(0, 40), max_size=8, unique=True), st.integers(0, 40), st.integers(1, 6))
def test_a_span_overlaps_any_of_others_if_it_shares_a_character_with_one(
    edges: list[int], start: int, length: int
) -> None:
    others = [Span(*pair) for pair in zip(*[iter(sorted(edges))] * 2, strict=False)]
    shared = {at for other in others for at in range(other.start, other.end)} & set(range(start, start + length))
    assert overlaps_any(others, Span(start, start + length)) == bool(shared)


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("lee", True),
        (" lee ", True),
        ("(lee)", True),
        ("lee2", False),
        ("ulee", False),
        ("leee", False),
        ("9lee", False),
        ("leee x", False),
        ("x alee y", False),
        ("a lee b", True),
    ],
)
def test_a_passage_is_whole_without_a_letter_or_digit_beside_it(text: str, whole: bool) -> None:
    assert is_whole(text, at("lee", text=text)) is whole


def test_an_added_quote_is_in_text_order_and_replaces_what_it_overlaps() -> None:
    added = after(AddQuote(describe(TEXT, at("nodded")), names_of(PUTIN)))
    assert [quote.span.of(TEXT) for quote in added.quotes] == [
        "“We are friends,”",
        "nodded",
        "“True friends,”",
        "“Nobody asked us,”",
    ]
    assert added.quotes[1].speaker == Speaker("Putin", at("Putin"))
    assert (added.quotes[1].confidence, added.indirect) == (1.0, MADE.indirect)
    wider = after(AddQuote(describe(TEXT, at("“True friends,” he said")), ()))
    assert [quote.span.of(TEXT) for quote in wider.quotes][1] == "“True friends,” he said"
    assert (len(wider.quotes), wider.quotes[1].speaker) == (3, None)


def test_one_mention_is_given_to_another_name_with_the_quote_it_speaks() -> None:
    found = after(MoveMention(describe(TEXT, at("Xi", 1)), names_of(XI)))
    assert entity("Xi Jinping", found).mentions == (at("Xi Jinping"), at("Xi", 1))
    assert entity("Xi", found).mentions == (at("Xi", 2),)
    assert found.quotes[0].speaker == Speaker("Xi Jinping", at("Xi", 1))
    new = after(MoveMention(describe(TEXT, at("Leith")), ("Leith Lee",)))
    assert entity("Leith Lee", new) == Entity("Leith Lee", "person", ("Leith",), (at("Leith"),))
    assert "Leith" not in [other.name for other in new.entities], "a name without mentions is gone"


def test_an_alias_is_given_to_another_name() -> None:
    merged = Merge(names_of(SHORT), names_of(XI))
    found = after(merged, MoveAlias(("Xi Jinping", "Xi"), "xi", names_of(PUTIN)))
    assert (entity("Xi Jinping", found).mentions, entity("Xi Jinping", found).aliases) == ((at("Xi Jinping"),), ())
    assert set(spans("Xi")[1:]) <= set(entity("Putin", found).mentions)
    assert found.quotes[0].speaker == Speaker("Putin", at("Xi", 1))
    assert after(MoveAlias(names_of(PUTIN), "Vladimir", names_of(XI))) == MADE


def test_additions_follow_their_words_in_a_changed_article() -> None:
    text = "It was spring. " + TEXT
    changed = plain(text)
    made = after(
        AddQuote(describe(TEXT, at("nodded")), ()),
        MoveMention(describe(TEXT, at("Leith")), ("Leith Lee",)),
        analysis=Analysis("rules 1", (replace(LEITH, mentions=(at("Leith", 0, text),)),), ()),
        article=changed,
    )
    assert [quote.span for quote in made.quotes] == [at("nodded", 0, text)]
    assert entity("Leith Lee", made).mentions == (at("Leith", 0, text),)


def test_other_fields_are_kept() -> None:
    made = replace(MADE, language="Scots", engine="other 3")
    found = after(SAME, analysis=made)
    assert (found.language, found.engine) == ("Scots", "other 3")
    assert found.quotes[0].cue == FRIENDS.cue


# ---------------------------------------------------------------------- one after the other


def test_corrections_apply_in_order_of_time() -> None:
    names = ("Xi Jinping", "Xi")
    made = after(Retype(names_of(SHORT), "place"), SAME, Rename(names, "President Xi"), Retype(names, "other"))
    found = entity("President Xi", made)
    assert (found.kind, found.aliases, len(found.mentions)) == ("other", ("Xi Jinping", "Xi"), 3)
    assert speakers(made)[0] == "President Xi"


def test_attributed_speaker_follows_later_corrections() -> None:
    said = Attribute(describe(TEXT, NOBODY.span), names_of(SHORT))
    assert speakers(after(said, SAME))[2] == "Xi Jinping"
    assert speakers(after(said, Rename(names_of(SHORT), "The Guest")))[2] == "The Guest"
    assert speakers(after(said, Merge(names_of(SHORT), names_of(PUTIN)), Dismiss(names_of(PUTIN))))[2] == "Xi"


def test_later_of_two_differing_corrections_wins() -> None:
    """As made in two windows, both with the name in the article."""
    assert entity("C", after(Rename(names_of(SHORT), "B"), Rename(names_of(SHORT), "C"))).aliases == ("Xi",)
    first, second = (Attribute(describe(TEXT, TRUE.span), (name,)) for name in ("One", "Two"))
    assert speakers(after(first, second))[1] == "Two"


def test_dismissed_name_is_not_corrected_further() -> None:
    gone = after(Dismiss(names_of(LEITH)))
    assert after(Dismiss(names_of(LEITH)), Rename(names_of(LEITH), "Edinburgh")) == gone
    assert after(Dismiss(names_of(LEITH)), Merge(names_of(LEITH), names_of(XI))) == gone


def test_names_merged_in_a_circle_are_joined() -> None:
    made = after(SAME, Merge(names_of(XI), names_of(SHORT)))
    assert made == after(SAME)


@pytest.mark.parametrize(
    ("name", "spreads", "follows"),
    [("Max Orr", False, "Tom Ray"), ("Max Orr", True, "Max Orr"), ("Tom Ray", True, "Tom Ray")],
)
def test_what_follows_from_a_speaker_is_corrected_with_it_on_request(name: str, spreads: bool, follows: str) -> None:
    text = "Tom Ray came with Max Orr. “It is late,” he said. “It is early,” he added."
    people = tuple(
        Entity(who, "person", ("Ray",) * (who == "Tom Ray"), spans(who, text)) for who in ("Tom Ray", "Max Orr")
    )
    by = (Speaker("Tom Ray", Span(start, start + 2)) for start in (text.index("he said"), text.index("he added")))
    said = [
        Quote(at(words, text=text), one, None, 0.7)
        for words, one in zip(("“It is late,”", "“It is early,”"), by, strict=True)
    ]
    change = Attribute(describe(text, said[0].span), (name,), spreads)
    found = after(change, analysis=Analysis("rules 1", people, tuple(said)), article=plain(text))
    assert speakers(found) == [name, follows]
    assert [quote.confidence for quote in found.quotes] == [1.0, FOLLOWS if follows == "Max Orr" else 0.7]


def test_undone_correction_has_no_effect() -> None:
    made = correction(SAME)
    assert apply_corrections(MADE, [made.revised(deleted=True)], ARTICLE) == MADE
    assert active_corrections([made.revised(deleted=True)]) == ()


def in_two_windows(one: Correction, other: Correction) -> Correction:
    """Return a correction with the revisions of two windows."""
    known = {revision.id: revision for revision in (*one.revisions, *other.revisions)}
    return replace(one, revisions=tuple(known.values()))


def test_correction_undone_in_two_windows_is_undone_once() -> None:
    made = correction(SAME)
    gone = in_two_windows(made.revised(deleted=True), made.revised(deleted=True))
    assert (len(gone.heads), gone.conflict, active_corrections([gone])) == (2, (), ())
    back = gone.revised(deleted=False)
    assert (len(back.heads), back.conflict, active_corrections([back])) == (1, (), (back,))


def test_correction_undone_in_one_window_only_stays_active() -> None:
    made = correction(SAME)
    kept = made.revised(deleted=True).revised(deleted=False)
    both = in_two_windows(kept, made.revised(deleted=True))
    assert [head.deleted for head in both.conflict] == [False, True]
    assert active_corrections([both]) == (both,)
    changed = both.revised(deleted=True)
    assert (changed.conflict, len(changed.heads)) == ((), 2)


# ---------------------------------------------------------------------- another analysis, another text


def test_entity_matches_by_any_displayed_name() -> None:
    fuller = replace(MADE, entities=(replace(XI, name="Xi", aliases=("Xi Jinping",)), MOSCOW))
    assert entity("The President", after(Rename(("Xi Jinping", "Xi"), "The President"), analysis=fuller))


def test_name_of_several_words_matches_an_alias() -> None:
    fuller = replace(MADE, entities=(Entity("Vladimir V. Putin", "person", ("President Putin",), PUTIN.mentions),))
    retyped = after(Retype(("President Putin", "Putin"), "other"), analysis=fuller)
    assert retyped.entities[0].kind == "other"


def test_short_name_never_matches_another_entity() -> None:
    """May is a month; Theresa May is a name."""
    theresa = replace(MADE, entities=(Entity("Theresa May", "person", ("May",), (at("Xi"),)),))
    assert after(Dismiss(("May",)), analysis=theresa) == theresa
    maria = replace(MADE, entities=(Entity("Juan Ortiz", "person", ("Ortiz",), (at("Xi"),)),))
    assert after(Rename(("Maria Ortiz", "Ortiz"), "Mia"), analysis=maria) == maria


def test_entity_with_the_displayed_name_is_preferred() -> None:
    renamed = after(Rename(("Xi", "Xi Jinping"), "The Short"))
    assert entity("The Short", renamed).mentions == SHORT.mentions


def test_names_are_compared_folded() -> None:
    shouting = replace(MADE, entities=(replace(XI, name="XI  JINPING"),))
    assert after(Retype(("Xi Jinping",), "other"), analysis=shouting).entities[0].kind == "other"


LONGER = "A word before it all. " + TEXT.replace("President Putin nodded", "Putin nodded and smiled")


def moved(analysis: Analysis, text: str) -> Analysis:
    """Return `analysis` moved to `text`, which has the same quotes elsewhere."""

    def there(span: Span) -> Span:
        return at(span.of(TEXT), 0, text)

    return replace(
        analysis,
        entities=tuple(replace(each, mentions=(at(each.name, 0, text),)) for each in analysis.entities),
        quotes=tuple(Quote(there(quote.span), None, None, 0.0) for quote in analysis.quotes),
        indirect=(),
    )


def test_quote_is_found_in_changed_text() -> None:
    article = plain(LONGER)
    made = after(Attribute(describe(TEXT, TRUE.span), names_of(PUTIN)), analysis=moved(MADE, LONGER), article=article)
    assert speakers(made) == [None, "Putin", None]


def test_changed_quote_is_found_by_its_placement() -> None:
    text = TEXT.replace("“True friends,”", "“True and old friends,”")
    quote = Quote(at("“True and old friends,”", 0, text), None, None, 0.0)
    made = replace(
        correction(Attribute(describe(TEXT, TRUE.span), ("Putin",))), placement=Placement(quote.span, "changed")
    )
    (found,) = apply_corrections(Analysis("rules 1", (), (quote,)), [made], plain(text)).quotes
    assert found.speaker is not None
    assert found.speaker.name == "Putin"


def test_missing_quote_does_not_affect_another() -> None:
    text = TEXT.replace("“True friends,” he said. ", "")
    made = correction(Attribute(describe(TEXT, TRUE.span), ("Putin",)))
    before = moved(replace(MADE, quotes=(FRIENDS, NOBODY)), text)
    assert apply_corrections(before, [made], plain(text)) == before
    assert ineffective_corrections(before, [made], plain(text))[0].id == made.id


def test_correction_without_match_has_no_effect() -> None:
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
@given(corrections, st.randoms())
def test_order_and_repetition_of_corrections_do_not_matter(made: list[Correction], chance: random.Random) -> None:
    shuffled = [*made, *made]
    chance.shuffle(shuffled)
    assert apply_corrections(MADE, shuffled, ARTICLE) == apply_corrections(MADE, made, ARTICLE)


@pytest.mark.slow
@given(corrections)
def test_corrected_analysis_is_consistent(made: list[Correction]) -> None:
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


@given(changes_of(known_names))
def test_applying_a_correction_again_changes_nothing(change: Change) -> None:
    once = after(change)
    assert after(change, analysis=once) == once


@given(corrections)
def test_undoing_the_last_correction_removes_its_effect(made: list[Correction]) -> None:
    ordered = active_corrections(made)
    if ordered:
        without = [*ordered[:-1], ordered[-1].revised(deleted=True)]
        assert apply_corrections(MADE, without, ARTICLE) == apply_corrections(MADE, ordered[:-1], ARTICLE)


# ---------------------------------------------------------------------- telling


def tell(*changes: Change, known: Sequence[Correction] = ()) -> list[Correction]:
    return make_corrections(changes, known, MADE, ARTICLE, ARTICLE.text_id)


def test_new_correction_is_last_even_if_the_clock_went_back() -> None:
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
def test_correction_without_effect_is_refused(change: Change) -> None:
    with pytest.raises(NoteError, match="nothing to correct"):
        tell(change)


@pytest.mark.parametrize("words", ["", " \n ", "\u200b", "x" * 201])
def test_invalid_name_is_refused(words: str) -> None:
    with pytest.raises(NoteError, match="name"):
        tell(Rename(names_of(XI), words))
    with pytest.raises(NoteError, match="name"):
        tell(Attribute(describe(TEXT, TRUE.span), (words,)))


@pytest.mark.parametrize(
    "change",
    [
        lambda name: Rename(names_of(XI), name),
        lambda name: Attribute(describe(TEXT, TRUE.span), (name,)),
        lambda name: AddQuote(describe(TEXT, at("nodded")), (name,)),
        lambda name: AddName(describe(TEXT, at("Kremlin gate")), (name,), "place"),
        lambda name: MoveAlias(names_of(XI), "Xi", (name,)),
        lambda name: MoveMention(describe(TEXT, at("Putin")), (name,)),
    ],
)
def test_typed_name_is_sanitized(change: Callable[[str], Change]) -> None:
    (made,) = tell(change("  The\n\x1b[31m Guest "), known=[correction(SAME)])
    assert made.change == change("The ␛[31m Guest")


def test_entity_is_found_by_any_spelling_or_similar_names_are_offered() -> None:
    assert require_entity(MADE, "president putin") == PUTIN
    assert find_entity(MADE, "xi") == SHORT
    with pytest.raises(NoteError, match="did you mean Moscow"):
        require_entity(MADE, "Moscov")
    with pytest.raises(NoteError, match="reader analyze"):
        require_entity(MADE, "\x1b[31m")
    assert speaker_names(MADE, "PRESIDENT Putin") == names_of(PUTIN)
    assert speaker_names(MADE, "Bob Hale") == ("Bob Hale",)


def test_quote_is_found_by_words_in_or_around_it() -> None:
    assert quote_at(MADE, at("are friends")) == FRIENDS
    assert require_quote(MADE, at("“We are friends,” Xi said.")) == FRIENDS
    assert quote_at(MADE, Span(0, len(TEXT))) is None
    with pytest.raises(NoteError, match="no quote"):
        require_quote(MADE, at("Kremlin gate"))
    assert closest_quote([], Span(0, 1)) is None


def test_names_near_a_quote_come_first() -> None:
    near = [each.name for each in speakers_near(MADE, NOBODY)]
    assert near == ["Kremlin", "Leith", "Xi", "Putin", "Xi Jinping", "Moscow"], "Xi speaks; Moscow does not"


def test_a_place_that_speaks_is_offered_among_those_who_speak() -> None:
    moscow = find_entity(MADE, "Moscow")
    assert moscow is not None
    said = replace(NOBODY, speaker=Speaker("Moscow", moscow.mentions[0]))
    near = [each.name for each in speakers_near(replace(MADE, quotes=(said,)), NOBODY)]
    assert near.index("Moscow") < near.index("Xi"), "Xi, of no kind, does not speak any more"


def test_every_change_has_a_description() -> None:
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
    for length, shown in ((40, "x" * 40), (41, "x" * 41), (42, "x" * 40 + "…")):
        assert describe_change(AcceptCheck(describe("x" * 80, Span(0, length)))) == f"“{shown}” checked by you"
    following = Attribute(describe(TEXT, TRUE.span), names_of(PUTIN), spreads=True)
    assert describe_change(following) == "“True friends,” said by Putin, and what follows from it"


ASKED = describe(TEXT, NOBODY.span)

ABOUT_WORDS = [
    Attribute(ASKED, names_of(PUTIN)),
    AddQuote(ASKED, names_of(PUTIN)),
    AddName(ASKED, ("Nobody",), "person"),
    MoveMention(ASKED, names_of(XI)),
    AcceptCheck(ASKED),
]


@pytest.mark.parametrize("change", ABOUT_WORDS, ids=lambda change: change.word)
def test_correction_is_about_the_same_words_of_the_text_that_was_reloaded_meanwhile(change: Anchored) -> None:
    later = f"It was a cold day. {TEXT}"
    assert move_change(change, TEXT, later).anchor == describe(later, at(ASKED.exact, text=later))


@pytest.mark.parametrize("change", ABOUT_WORDS, ids=lambda change: change.word)
@pytest.mark.parametrize("now", ["“Nobody has asked us,”", "“Nobody asked me,”", ""])
def test_correction_of_words_that_have_changed_meanwhile_is_refused(change: Anchored, now: str) -> None:
    with pytest.raises(NoteError, match="these words have changed; nothing was corrected"):
        move_change(change, TEXT, TEXT.replace(ASKED.exact, now))


def test_quotation_that_is_reworded_after_its_check_was_accepted_is_unchecked_again() -> None:
    made = correction(AcceptCheck(ASKED))

    def accepted(text: str) -> list[str]:
        (placement,) = place([ASKED], text, TEXT)
        return [span.of(text) for span in accepted_checks([replace(made, placement=placement)])]

    assert accepted(f"It was a cold day. {TEXT}") == ["“Nobody asked us,”"]
    assert accepted(TEXT.replace("Nobody asked us", "Nobody has asked us")) == []


def test_correction_of_a_name_is_the_same_in_any_text() -> None:
    assert move_change(SAME, TEXT, "Another text.") == SAME


def test_notes_and_corrections_are_undone_in_the_order_in_which_they_were_made() -> None:
    from reader.annotations.notes import new_note

    first, note, last = correction(SAME), new_note("a", "", None, "n", ()), correction(Dismiss(("A",)))
    last = replace(last, revisions=(replace(last.head, id=new_id(), at="2999-01-01T00:00:00.000000Z"),))
    assert [step.entry for step in history([last, first, note]).undo] == [first.id, note.id, last.id]
