"""What is off the record, on background or under embargo leaves in no form."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest

from reader.analysis import Analysis, Entity, Quote, Speaker
from reader.anchoring import Anchor, Placement, describe
from reader.annotations.corrections import AddName, AddQuote, Attribute, Change, Correction, Rename, new_correction
from reader.annotations.notes import Note, NoteRevision, inline_tags, new_note
from reader.annotations.off_record import restriction_of
from reader.document.article import Article, Block
from reader.errors import ExportError
from reader.export import OFFERED
from reader.export.clearance import MASK, clear
from reader.export.collection import Collection, Exported
from reader.export.export_data import ExportData
from reader.export.file import FormatOrTemplate, render_export
from reader.export.template import Template
from reader.text.span import Span

BEFORE = "The council of Leith voted on Friday. “We were never asked about the quay,” Maria Ortiz said."
KEPT_IN = "“Minister Vandermolen signed the Zeebrugge contract in March and hid it,” Vandermolen's driver said."
AFTER = "Residents will meet again on Monday, and Ortiz wants a public hearing."
TEXT = f"{BEFORE}\n\n{KEPT_IN}\n\n{AFTER}"
WORDS = "signed the Zeebrugge contract in March and hid it"
SECRETS = ("Zeebrugge", "contract in", "hid it")
"""Words that are nowhere but in the passage."""

TOMORROW, TODAY = (str(date.today() + timedelta(days=days)) for days in (1, 0))


def article(text: str = TEXT) -> Article:
    blocks, at = [], 0
    for paragraph in text.split("\n\n"):
        blocks.append(Block(Span(at, at + len(paragraph))))
        at += len(paragraph) + 2
    return Article(text, tuple(blocks), title="The Harbour Vote", source="https://example.org/harbour")


ARTICLE = article()


def span_of(words: str, text: str = TEXT) -> Span:
    at = text.index(words)
    return Span(at, at + len(words))


def note(words: str | None, text: str = "", *tags: str, of: Article = ARTICLE) -> Note:
    """Return a note on words of an article, or on all of it, where they stand."""
    span = span_of(words, of.text) if words else None
    anchor = describe(of.text, span) if span else None
    made = new_note("a", of.sha256, anchor, text, (*tags, *inline_tags(text)))
    return replace(made, placement=Placement(span, "exact"), placed_on=of.sha256) if span else made


def revised(made: Note, **values: object) -> Note:
    return made.revised(**values)


def orphaned(made: Note, guess: Span | None = None) -> Note:
    return replace(made, placement=Placement(None, "orphaned", guess))


def in_conflict(made: Note, **values: object) -> Note:
    """Return a note with two current texts."""
    one, other = made.revised(text="one"), made.revised(text="other", **values)
    return replace(made, revisions=(*one.revisions, other.head))


def off_record(*tags: str, words: str | None = WORDS, text: str = "") -> Note:
    return note(words, text, *(tags or ("off-record",)))


ORTIZ = Entity("Maria Ortiz", "person", ("Ortiz",), (span_of("Maria Ortiz"), span_of("Ortiz wants")))
MINISTER = Entity("Zeebrugge", "place", (), (span_of("Zeebrugge"),))
SAID = Quote(
    span_of("“We were never asked about the quay,”"), Speaker("Maria Ortiz", span_of("Maria Ortiz")), None, 0.9
)
TOLD = Quote(span_of(KEPT_IN[: KEPT_IN.index("”") + 1]), Speaker("Vandermolen", span_of("Vandermolen's")), None, 0.9)
ANALYSIS = Analysis("rules", (ORTIZ, MINISTER), (SAID, TOLD), ())


def correction(change: Change, words: str = "") -> Correction:
    made = new_correction("a", ARTICLE.sha256, change, "2026-01-01T00:00:00.000000Z")
    return replace(made, placement=Placement(span_of(words), "exact")) if words else made


def on(words: str) -> Anchor:
    return describe(TEXT, span_of(words))


@dataclass(frozen=True)
class Scene:
    """What an article has: notes of which one keeps a passage in, and what else may carry its words."""

    notes: tuple[Note, ...] = (off_record(),)
    analysis: Analysis = ANALYSIS
    corrections: tuple[Correction, ...] = ()
    picked: Callable[[Note], bool] = lambda _: True
    article: Article = ARTICLE
    secrets: tuple[str, ...] = SECRETS
    kept_in: tuple[str, ...] = ()


TWICE = article(f"{TEXT}\n\nAs he put it: {WORDS}.")
NO_FINDINGS = Analysis("", (), ())
FRESH = article(f"{BEFORE}\n\n{AFTER}")
WITHOUT_TEXT = Article("", (), title="The Harbour Vote")

SCENES = {
    # the tag
    "off the record": Scene(),
    "in capitals": Scene((off_record("OFF-RECORD"),)),
    "a sub-tag": Scene((off_record("off-record/lawyer"),)),
    "on background": Scene((off_record("background"),)),
    "under embargo": Scene((off_record(f"embargo/{TOMORROW}"),)),
    "embargo without a day": Scene((off_record("embargo"),)),
    "embargo with no real day": Scene((off_record("embargo/2026-13-41"),)),
    "embargo that is over, but off the record": Scene((off_record(f"embargo/{TODAY}", "off-record"),)),
    "among other tags": Scene((off_record("harbour", "off-record", "money"),)),
    "written in the note": Scene((note(WORDS, "Call again. #off-record"),)),
    # the passage
    "the sentence": Scene((off_record(words=KEPT_IN),)),
    "with what is around it": Scene((off_record(words=TEXT[20 : TEXT.index(AFTER) + 9]),)),
    "the first half of a quote": Scene((off_record(words="Minister Vandermolen signed the Zeebrugge contract"),),
                                       secrets=("Zeebrugge",)),
    "the second half of a quote": Scene((off_record(words="Zeebrugge contract in March and hid it"),)),
    "one word": Scene((off_record(words="Zeebrugge"),), secrets=("Zeebrugge",)),
    "the whole article": Scene((off_record(words=None),), secrets=(*SECRETS, "never asked", "public hearing")),
    "twice in the text": Scene((note(WORDS, "", "off-record", of=TWICE),), article=TWICE),
    "words that are gone": Scene((orphaned(off_record()),), Analysis("", (), ()), article=FRESH),
    "words with a likely place": Scene((orphaned(off_record(), span_of(KEPT_IN)),)),
    "in an article without its text": Scene(
        (orphaned(off_record()), orphaned(note(KEPT_IN, "see"))), Analysis("", (), ()), article=WITHOUT_TEXT
    ),
    # other notes
    "a second note on it": Scene((off_record(), note(WORDS, "Who says so?"))),
    "a note on its paragraph": Scene((off_record(), note(KEPT_IN, "Ask again."))),
    "a note on its beginning": Scene((off_record(), note("signed the Zeebrugge", "Really?"))),
    "a note that begins before": Scene((off_record(), note(f"said.\n\n{KEPT_IN[:60]}", "Really?"))),
    "a highlight on all": Scene((off_record(), note(TEXT))),
    "a note on the words before": Scene((off_record(), note("“Minister Vandermolen ", "Call him."))),
    "a note on the words after": Scene((off_record(), note(",” Vandermolen's driver", "Who is that?"))),
    "a note that quotes it": Scene((off_record(), note("Monday", "He signed the Zeebrugge contract, he says."))),
    "a note on the article that quotes it": Scene((off_record(), note(None, "“Zeebrugge contract in March and hid”"))),
    "in other capitals and marks": Scene((off_record(), note("Monday", "HE SIGNED: THE ZEEBRUGGE, CONTRACT!"))),
    "an earlier text quoted it": Scene(
        (off_record(), revised(note("Monday", f"So he {WORDS}?"), text="When?")),
    ),
    "it was moved from there": Scene((off_record(), replace(
        revised(note(KEPT_IN, "Ask."), anchor=on("Monday")), placement=Placement(span_of("Monday"), "exact")))),
    "an orphan with its words": Scene((off_record(), orphaned(note(KEPT_IN, "Gone?")))),
    "one of two texts has the tag": Scene((in_conflict(note(WORDS), tags=("off-record",)),)),
    "one of two texts quotes it": Scene(
        (off_record(), in_conflict(note("Monday"), anchor=describe(TEXT, span_of(KEPT_IN))))
    ),
    # names, quotes and corrections
    "a quote nobody has noted": Scene((off_record(words=KEPT_IN),), replace(ANALYSIS, entities=())),
    "indirect speech": Scene(analysis=replace(ANALYSIS, quotes=(SAID,), indirect=(TOLD,))),
    "a name that is only there": Scene(analysis=replace(ANALYSIS, quotes=())),
    "another spelling that is only there": Scene(analysis=replace(ANALYSIS, entities=(
        Entity("Leith", "place", ("Zeebrugge",), (span_of("Leith"), span_of("Zeebrugge"))),))),
    "a quote that was added": Scene(corrections=(correction(AddQuote(on(KEPT_IN), ()), KEPT_IN),)),
    "a speaker that was corrected": Scene(corrections=(correction(Attribute(on(KEPT_IN), ("Ortiz",)), KEPT_IN),)),
    "a name that was added": Scene(corrections=(
        correction(AddName(on("Zeebrugge"), ("Zeebrugge",), "place"), "Zeebrugge"),)),
    "a name that was renamed": Scene(corrections=(correction(Rename(("Zeebrugge",), "Port of Zeebrugge")),)),
    "a correction beside it": Scene(corrections=(
        correction(AddName(on("Minister"), ("Minister",), "other"), "Minister"),)),
    # what is picked
    "a neighbour is picked": Scene((off_record(), note("“Minister Vandermolen ", "Call him.")),
                                   picked=lambda made: made.text == "Call him."),
    "nothing but its quote is picked": Scene(picked=lambda _: False),
    "a draft quotes another article": Scene((note("Monday", "Ask."),), kept_in=(WORDS,)),
    "a note quotes another article": Scene(
        (note("Monday", "the Zeebrugge contract in March, he says", of=FRESH),), NO_FINDINGS, article=FRESH,
        kept_in=(WORDS,)),
}  # fmt: skip

SINGLE = [row.name for row in OFFERED if row.text == "none"]
REFUSED = [row.name for row in OFFERED if row.text != "none"]
SEVERAL = [row.name for row in OFFERED if row.text != "all"]


def exported(scene: Scene) -> ExportData:
    return ExportData(
        scene.article, "harbour234", scene.analysis, scene.notes, scene.corrections, kept_in=scene.kept_in
    )


def collected(scene: Scene) -> Collection:
    chosen = replace(scene.analysis, entities=())
    notes = tuple(made for made in scene.notes if scene.picked(made))
    part = replace(exported(scene), notes=notes, chosen=chosen, corrections=(), restricting=scene.notes)
    other = ExportData(
        Article("A storm.", (Block(Span(0, 8)),)), "stormstorm", Analysis("", (), ()), (note(None, "x"),)
    )
    return Collection((part, other), "Harbour", "harbour")


def leaks(made: bytes, scene: Scene) -> list[str]:
    shown = made.decode().casefold()
    return [words for words in scene.secrets if words.casefold() in shown]


def test_there_are_enough_scenes() -> None:
    assert len(SCENES) >= 40


@pytest.mark.parametrize("scene", SCENES.values(), ids=SCENES)
def test_nothing_leaks(scene: Scene) -> None:
    """In no form of one article or of several; forms with the whole text are refused."""
    one, several = exported(scene), collected(scene)
    for form in SINGLE:
        assert not leaks(render_export(one, form), scene), form
        assert not leaks(render_export(one.without_findings(), form), scene), form
    for form in SEVERAL:
        assert not leaks(render_export(several, form), scene), form
    forms: list[FormatOrTemplate] = [*REFUSED, Template("t.txt", "{{ article.text }}", ".txt")]
    quoting_alone = "Zeebrugge" not in scene.article.text and not any(map(restriction_of, scene.notes))
    refused: list[tuple[Exported, FormatOrTemplate]] = [(several, "qdpx"), *((one, how) for how in forms)]
    for whole, how in [] if quoting_alone else refused:
        with pytest.raises(ExportError, match="--include-off-record"):
            render_export(whole, how)
    for each in (one, several):
        assert not leaks(repr(clear(each)[0]).encode(), scene), "whatever a later form makes of it"


def test_scenes_have_what_could_leak() -> None:
    """With the option every scene shows the words in some form."""
    for name, scene in SCENES.items():
        forms = [render_export(each, form, off_record=True) for each in (exported(scene), collected(scene))
                 for form in ("json", "markdown", "html")]  # fmt: skip
        assert any(leaks(made, scene) for made in forms), name


def test_the_rest_is_exported_and_counted() -> None:
    one = exported(Scene((off_record(), note("public hearing", "When?"))))
    found, left_out = clear(one)
    assert left_out == "left out: 1 note and 1 quote off the record, on background or under embargo"
    made = render_export(one, "markdown").decode()
    assert "When?" in made
    assert "never asked" in made
    assert MASK not in made
    assert found.parts[0].article.sha256 == ARTICLE.sha256


def test_nothing_changes_without_a_restriction() -> None:
    one = exported(Scene((note(WORDS, "See #offrecord and #embargo/" + TODAY),)))
    assert clear(one)[0] == one
    assert not clear(one)[1]
    assert leaks(render_export(one, "html"), Scene())


def test_reasons_are_told() -> None:
    day = date(2026, 11, 29)
    said = {
        tags: restriction_of(note(WORDS, tags), day) for tags in ("#off-record", "#background/1", "#embargo/2026-12-01")
    }
    assert list(said.values()) == ["off the record", "on background", "embargoed until 1 December"]
    assert restriction_of(note(WORDS, "#embargo/2027-02-03"), day) == "embargoed until 3 February 2027"
    assert restriction_of(note(WORDS, "#embargo/2026-11-29 #harbour"), day) == ""
    assert restriction_of(note(WORDS, "#embargo/2026-12-01 #off-record"), day) == "off the record"
    one = exported(Scene((off_record(), off_record("background", words="public hearing"))))
    with pytest.raises(ExportError, match="HTML page has the whole text, and 2 passages of it are off the record or"):
        render_export(one, "html")


def test_an_article_of_which_nothing_is_left_is_no_part_of_a_collection() -> None:
    made, _ = clear(collected(Scene((off_record(words=None),))))
    assert [part.id for part in made.parts] == ["stormstorm"]


def test_revisions_that_stay_are_those_of_the_note() -> None:
    kept = note("public hearing", "When?")
    (part,) = clear(exported(Scene((off_record(), kept))))[0].parts
    assert part.notes == (kept,)
    assert all(isinstance(each, NoteRevision) for each in part.notes[0].revisions)
