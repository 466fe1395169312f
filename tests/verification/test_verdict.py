"""The verdict on a quotation: its words, its speaker, its place."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import Analysis
from reader.document.segments import sentences
from reader.sources.markdown import read_markdown
from reader.sources.plain import read_plain
from reader.system.paths import SAMPLE
from reader.text.span import Span
from reader.verification import DraftQuotation
from reader.verification.source_text import SourceText
from reader.verification.verdict import AnalyzedDraft, check_quotation
from tests.examples import at_most
from tests.verification.drafts import HARBOUR, analysis_of, check_of, checked, source

SAID = "We were not told until Friday that the old ferry would stop running in May"


@pytest.mark.parametrize(
    ("quoted", "words"),
    [
        (f"{SAID},", "verbatim"),
        (f"{SAID}.", "verbatim"),
        ("we were not told until Friday", "verbatim"),
        ("until Friday that the old ferry would stop running", "verbatim"),
        ("The budget was clear to everybody who can read", "verbatim"),
        ("We were not told until Friday that … would stop running in May", "adapted"),
        ("We were not told … that the old ferry ... stop running in May", "adapted"),
        ("[They] were not told until Friday that [it] would stop running in May", "adapted"),
        ("[W]e were not told until Friday", "adapted"),
        ("We were not[3] told until Friday[^note]", "verbatim"),
        ("We were not told until Friday that the old [Leith] ferry would stop", "adapted"),
        ("The budget … was clear to [all] who can read", "adapted"),
        ("We were not told until Monday that the old ferry would stop running in May", "altered"),
        ("We were told until Friday that the old ferry would stop running in May", "altered"),
        ("We were not told until Friday that the ferry would stop running in May", "altered"),
        ("We were not told until Friday that the old ferry would always stop running in May", "altered"),
        ("We were not told until that Friday the old ferry would stop running in May", "altered"),
        (f"{SAID} and a harbour is a promise", "altered"),
        ("We were not told until Friday … a harbour is a promise", "altered"),
        ("You cannot audit a lighthouse from an office in the capital", "missing"),
        ("It was clear to them that it was to be a gull", "missing"),
    ],
)
def test_the_words(quoted: str, words: str) -> None:
    assert check_of(f"Maria Ortiz said: “{quoted}.”").words == words


@pytest.mark.parametrize(("speaker", "attribution"), [("Ann Lee", "same"), ("Tom Ray", "same"), ("Bob Hill", "other")])
def test_two_passages_joined_in_the_other_order(speaker: str, attribution: str) -> None:
    story = (
        "A Story\n\nBob Hill was there too.\n\n“They would come to me and ask whether we will be thrown out,” "
        "Tom Ray said.\n\n"
        "“She called me on Sunday because the quay was full,” Ann Lee said.\n"
    )
    first, second = (
        "She called me on Sunday because the quay was full",
        "they would come to me and ask whether we will be",
    )
    check = check_of(f"“{first} and {second},” {speaker} said.", story)
    assert (check.words, check.attribution) == ("altered", attribution)


@pytest.mark.parametrize(
    ("quoted", "words"),
    [
        ("Nobody told us the new quay opens", "altered"),
        ("The old ferry stops the new quay opens", "altered"),
        ("The old ferry the new quay", "missing"),
        ("And nobody told after Easter without", "missing"),
    ],
)
def test_two_passages_are_joined_by_four_words_in_a_row_of_each(quoted: str, words: str) -> None:
    far = " ".join(f"Number {number} is about something else entirely today." for number in range(20))
    story = (
        "A Story\n\n“The old ferry stops running in May and nobody told us,” Tom Ray said.\n\n"
        f"{far}\n\n“The new quay opens after Easter without any ceremony,” Tom Ray said.\n"
    )
    assert check_of(f"“{quoted},” Tom Ray said.", story).words == words


@pytest.mark.parametrize(
    ("draft", "attribution"),
    [
        (f"“{SAID},” Maria Ortiz said.", "same"),
        (f"“{SAID},” Ortiz said.", "same"),
        (f"Mayor Maria Ortiz was angry. “{SAID},” she said.", "same"),
        (f"“{SAID},” Tom Ray said.", "other"),
        (f"“{SAID},” Anna Ortiz said.", "other"),
        (f"“{SAID},” Bob Hill said.", "other"),
        (f"There it was: “{SAID}.”", "unknown"),
        ("“A harbour is a promise,” said Wang Yiwei.", "same"),
        ("“The council of Leith voted for the new quay on Friday,” said Maria Ortiz.", "other"),
        ("The paper had it: “The council of Leith voted for the new quay on Friday.”", "same"),
        ("So it was: “The council of Leith voted for the new quay on Friday.”", "unknown"),
        ("“The budget was clear to everybody,” the head of the port said.", "same"),
        ("“The budget was clear to everybody,” the minister said.", "unknown"),
    ],
)
def test_the_attribution(draft: str, attribution: str) -> None:
    check = check_of(draft)
    assert (check.words, check.attribution) == ("verbatim", attribution)


def test_the_place_of_a_quotation() -> None:
    place = check_of(f"“{SAID},” Maria Ortiz said.").place
    assert place is not None
    assert (place.text, place.paragraph, place.page) == (SAID, 2, "")
    assert place.span.of(HARBOUR) == SAID
    assert place.speaker is not None
    assert place.speaker.name == "Maria Ortiz"


def test_a_missing_quotation_has_no_place_and_no_attribution() -> None:
    check = check_of("“You cannot audit a lighthouse,” Maria Ortiz said.")
    assert (check.words, check.attribution, check.place, check.others) == ("missing", None, None, ())


def test_without_sources_everything_is_missing() -> None:
    (check,) = checked("“We were not told,” Maria Ortiz said.", []).checks
    assert check.words == "missing"


@pytest.mark.parametrize(
    ("draft", "fine"),
    [
        (f"“{SAID},” Maria Ortiz said.", True),
        ("“We were … told until Friday,” Maria Ortiz said.", False),
        ("“We were not told … that the old ferry would stop,” Maria Ortiz said.", False),
        ("“The budget … was clear to [all] who can read,” Tom Ray said.", True),
        (f"It was so: “{SAID}.”", True),
        (f"“{SAID},” Tom Ray said.", False),
        ("“We were told until Friday that the old ferry would stop,” Maria Ortiz said.", False),
        ("“You cannot audit a lighthouse from an office,” Maria Ortiz said.", False),
    ],
)
def test_what_is_fine(draft: str, fine: bool) -> None:
    assert (check_of(draft).standing == "fine") is fine


def test_the_differences() -> None:
    place = check_of("“We were told until Monday that the old ferry would … in May,” Maria Ortiz said.").place
    assert place is not None
    assert [(each.draft, each.source) for each in place.differences if not each.equal] == [
        ("", "not"),
        ("Monday", "Friday"),
        ("…", "stop running"),
    ]
    assert " ".join(each.source for each in place.differences) == place.text


def test_a_word_changed_at_an_end_is_part_of_the_place() -> None:
    place = check_of("“They were not told until Friday that the old boat,” Maria Ortiz said.").place
    assert place is not None
    assert place.text == "We were not told until Friday that the old ferry"


def test_the_place_with_the_right_speaker_is_the_best_one() -> None:
    other = "A Copy\n\n“We were not told until Friday,” said Tom Ray.\n"
    check = check_of("“We were not told until Friday,” Maria Ortiz said.", other, HARBOUR)
    assert check.place is not None
    assert (check.attribution, check.place.source) == ("same", "/1.txt")
    assert [place.source for place in check.others] == ["/0.txt"]


def test_a_quotation_in_marks_is_better_than_prose() -> None:
    prose = "Prose\n\nThe day came when we were not told until Friday, and nobody knew.\n"
    check = check_of("“We were not told until Friday,” somebody said.", prose, HARBOUR)
    assert check.place is not None
    assert check.place.source == "/1.txt"


def test_the_author_of_an_article_says_its_words() -> None:
    text = source("A Letter\n\nThe council has never asked what a harbour is for.\n")
    article = text.article.__class__(text.article.text, text.article.blocks, author=("Ann Lee",))
    letter = text.__class__("/letter", article)
    (check,) = checked("“The council has never asked what a harbour is for,” Ann Lee wrote.", [letter]).checks
    assert check.attribution == "same"


@pytest.mark.parametrize(
    ("markdown", "attribution"),
    [
        ("Tom Ray told the paper:\n\n> The budget was clear to everybody.\n\nSo it was.", "same"),
        ("> The budget was clear to everybody.\n>\n> — Tom Ray", "same"),
        ("> The budget was clear to everybody.\n>\n> — Ann Lee\n\nTom Ray agreed.", "other"),
        ("Tom Ray was there. The budget was clear to everybody.", "other"),
    ],
)
def test_block_quotations_of_a_source_have_speakers(markdown: str, attribution: str) -> None:
    article = replace(read_markdown(f"# A Story\n\n{markdown}\n", "/story.md"), source="/story.md")
    (check,) = checked("“The budget was clear to everybody,” Tom Ray said.", [SourceText("/s", article)]).checks
    assert (check.words, check.attribution) == ("verbatim", attribution)


def test_paragraphs_of_a_block_quotation_together_or_alone() -> None:
    together = "Speech\n\n“The ferry is old and it leaks.\n\n“Nobody will miss it in the winter,” said Ann Lee.\n"
    apart = (
        "One\n\n“The ferry is old and it leaks,” said Ann Lee.\n\nMuch later:\n\n“Nobody will miss it in the winter.”\n"
    )
    markdown = "Ann Lee said:\n\n> The ferry is old and it leaks.\n>\n> Nobody will miss it in the winter."
    (check,) = checked(markdown, [source(together)]).checks
    assert check.words == "verbatim"
    assert [check.words for check in checked(markdown, [source(apart)]).checks] == ["verbatim", "verbatim"]


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        ("Maria Ortiz said that they were not told until Friday that the old ferry would stop running.", "adapted"),
        ("Maria Ortiz said that they were told on Friday that the old ferry would stop running.", "altered"),
        ("Maria Ortiz said that the lighthouse had been sold to a company abroad.", "missing"),
    ],
)
def test_indirect_speech_may_be_in_other_words(draft: str, words: str) -> None:
    assert check_of(draft, indirect=True).words == words


# ---------------------------------------------------------------------- properties

SOURCES = [source(HARBOUR, "/a"), source(SAMPLE.read_text(encoding="utf-8"), "/b")]

SENTENCES = [
    span.of(each.article.text)
    for each in SOURCES
    for block in each.article.blocks
    for span in sentences(each.article, block)
    if any(sign.isalnum() for sign in span.of(each.article.text))
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_copy_of_a_sentence_is_never_altered(sentence: str) -> None:
    article = read_plain(sentence)
    draft = AnalyzedDraft(article, Analysis("none", (), ()))
    quotation = DraftQuotation((Span(0, len(article.text)),))
    assert check_quotation(quotation, draft, SOURCES, analysis_of).words == "verbatim"


@at_most(25)
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=3))
def test_a_verdict_does_not_depend_on_the_order_of_sources(chance: random.Random, quoted: list[str]) -> None:
    draft = "\n\n".join(f"> {sentence.strip('“”')}\n\nSo it was." for sentence in quoted)
    copies = [*SOURCES, source(HARBOUR, "/c"), source("Short\n\n“A harbour is a promise,” said Tom Ray.\n", "/d")]
    expected = checked(draft, copies).checks
    shuffled = list(copies)
    chance.shuffle(shuffled)
    assert checked(draft, shuffled).checks == expected


@at_most(60)
@given(st.text(max_size=80), st.text(max_size=200))
def test_any_text_gets_a_verdict(quoted: str, text: str) -> None:
    checked(f"> {quoted}\n\n“{quoted},” said Ann Lee.", [source(f"Title\n\n{text}\n\n“{quoted}” so.\n")])


def test_a_difference_has_neither_the_interruption_nor_the_stop_before_it() -> None:
    story = f"A Story\n\n“{SAID},” Ann Lee said, “and I do not know why.”\n"
    check = check_of(f"“{SAID} and I do not know why. It may be never,” Ann Lee said.", story)
    assert check.place is not None
    assert [(each.draft, each.source) for each in check.place.differences if not each.equal] == [
        ("It may be never", "")
    ]


def test_words_may_stand_in_the_rest_of_a_source() -> None:
    """Missing words are told to be looked for where only the beginning of a source that may have them is here."""
    whole = source(HARBOUR)
    beginning = replace(whole, article=replace(whole.article, completeness="beginning"))
    for text, speaker, partial in (
        (beginning, "Maria Ortiz", True),
        (beginning, "Jo Nye", False),
        (whole, "Maria Ortiz", False),
    ):
        (check,) = checked(f"{speaker} said: “You cannot audit a lighthouse from an office.”", [text]).checks
        assert check.words == "missing"
        assert check.is_partial is partial
        assert [remark for remark in check.remarks if "only the beginning" in remark] == list(check.remarks)
        assert bool(check.remarks) is partial


CASES = {
    "an interview that was never given": ("“The quay is safe,” Ann Lee said.", "Ann Lee was not reached.", "missing"),
    "a brief with a ruling that nobody wrote": (
        "“A ferry is a road,” wrote Tom Ray.",
        "Tom Ray wrote nothing.",
        "missing",
    ),
    "two parts of a speech, an hour apart, as one": (
        "“We will walk down to the harbour and we fight like hell tonight,” Ann Lee said.",
        "“We will walk down to the harbour, and sing,” Ann Lee said. “If not, we fight like hell tonight,” she added.",
        "altered",
    ),
    "a sentence without its beginning": (
        "“The poor should starve,” Ann Lee said.",
        "“I would never say that the poor should starve,” Ann Lee said.",
        "denied",
    ),
    "a promise without its condition": (
        "“We will rebuild the quay,” Ann Lee said.",
        "“We will rebuild the quay, unless it rains,” Ann Lee said.",
        "restricted",
    ),
    "a question as an answer": (
        "“Taxes are theft,” Ann Lee said.",
        "“Are taxes theft? Taxes are theft?” Ann Lee said.",
        "asked",
    ),
    "an opponent's view as one's own": (
        "“Taxes are theft,” Ann Lee said.",
        "“My opponent claims that taxes are theft,” Ann Lee said.",
        "reported",
    ),
    "another speaker of the same hearing": (
        "“The old ferry leaks every day,” Ann Lee said.",
        "“The old ferry leaks every day,” Tom Ray said.",
        "other",
    ),
    "a paraphrase by a program, in quotation marks": (
        "“The ferry that we have is old and leaks every single day of the week,” Ann Lee said.",
        "“The ferry we have got is very old, and leaks on every single day of the week,” Ann Lee said.",
        "altered",
    ),
    "a figure that grew": (
        "“We lost 43 ferries in the great storm,” Ann Lee said.",
        "“We lost 4 ferries in the great storm,” Ann Lee said.",
        "altered",
    ),
    "a description of somebody else than the one named before": (
        "“The old ferry leaks every day,” Ann Lee said.",
        "Ann Lee came.\n\nTom Ray wrote:\n\nThe old ferry leaks every day",
        "other",
    ),
}
"""What was torn, invented or given to somebody else in print: the draft, the source, and what is told."""


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("We lost 4 ferries in the storm", "and nobody has mended the quay", ["verbatim", "verbatim"]),
        ("We lost 9 ferries in the storm", "and nobody has mended the quay", ["altered", "verbatim"]),
        ("We lost 4 ferries in the storm", "and the mayor is a fool who sleeps", ["verbatim", "missing"]),
        ("We lost 4 ferries in the storm", "and the rest will sail in May", ["altered"]),
        ("We lost 9 ferries in the storm", "No", ["altered"]),
    ],
)
def test_parts_of_an_interrupted_quotation_of_which_some_are_right(first: str, second: str, words: list[str]) -> None:
    story = (
        "A Story\n\n“We lost 4 ferries in the storm,” Ann Lee told a full hall on Monday.\n\n"
        "“And nobody has mended the quay.”\n\nThe hall was cold, and it rained for two more hours.\n\n"
        "“And the rest will sail in May,” Ann Lee said.\n"
    )
    draft = f"“{first},” Ann Lee said, “{second}.”"
    assert [check.words for check in checked(draft, [source(story)]).checks] == words


@pytest.mark.parametrize(("left_out", "words"), [("", "verbatim"), (" in May", "adapted"), (" in May" * 13, "altered")])
def test_few_words_may_be_left_out_where_the_draft_interrupts_a_quotation(left_out: str, words: str) -> None:
    story = f"A Story\n\n“We were not told{left_out} that the old ferry would stop running,” Ann Lee said.\n"
    assert check_of("“We were not told,” Ann Lee said, “that the old ferry would stop running.”", story).words == words


@pytest.mark.parametrize(
    ("draft", "story", "attribution"),
    [
        ("“A ferry is a road,” writes Ann Lee.", "May 3, 2026 By Ann Lee and Bo Li\n\nA ferry is a road.", "same"),
        ("“A ferry is a road,” writes Tom Ray.", "May 3, 2026 By Ann Lee and Bo Li\n\nA ferry is a road.", "other"),
        ("“A ferry is a road,” Ann Lee wrote.", "As Ann Lee put it on Friday:\n\nA ferry is a road.", "same"),
        (
            "“A ferry is a road,” Ann Lee said.",
            "The agreement is no longer fit for us, said Secretary for Ports, Ann Lee:\n\n“A ferry is a road.”",
            "same",
        ),
        (
            "“A ferry is a road,” Eve Ruthven said.",
            "Ann Lee: I was there.\n\nA ferry is a road, and a long one.\n\nEve Ruthven: No.",
            "other",
        ),
        (
            "“A ferry is a road,” Ann Lee said.",
            "Ann Lee: I was there.\n\nA ferry is a road, and a long one.\n\nEve Ruthven: No.",
            "same",
        ),
        ("“A ferry is a road,” the Leith Port Authority wrote.", "In Leith, a ferry is a road.", "unknown"),
        (
            "Bo Li wrote so.\n\nRuthven, too, speaks of “the road over sea”.",
            "“The road over sea,” Eve Ruthven said.",
            "same",
        ),
        ("Bo Li said so. The mayor disagreed: “A ferry is a road.”", "“A ferry is a road,” Ann Lee said.", "unknown"),
        ("Ann Lee, according to the BBC, is “a road in the sea”.", "“A road in the sea,” Ann Lee said.", "same"),
        ("The Louisianan said: “A ferry is a road.”", "“A ferry is a road,” Ann Lee said.", "unknown"),
        ("Ann Lee came. “A ferry is a road,” her husband said.", "“A ferry is a road,” his wife said.", "other"),
        ("Ann Lee came. “A ferry is a road,” her husband said.", "“A ferry is a road,” a nurse said.", "unknown"),
        ("Ann Lee came. She said “a ferry is a road”.", "“A ferry is a road,” Tom Ray said.", "other"),
        (
            "Tom Ray came. The mayor was with him. He said “a ferry is a road”.",
            "“A ferry is a road,” Bo Li said.",
            "unknown",
        ),
        ("Ann Lee came. She said: “A ferry is a road.”", "“She says a ferry is a road,” Tom Ray said.", "unknown"),
        ("It was Ann Lee who said “a ferry is a road”.", "“A ferry is a road,” Tom Ray said.", "other"),
        ("Ann Lee came. She sees, too, that “a ferry is a road”.", "“A ferry is a road,” Tom Ray said.", "other"),
        ("Tom Ray came. His advice: “A ferry is a road.”", "“A ferry is a road,” Eve Ruthven said.", "other"),
        ("Mayor Ann Lee came. “A ferry is a road,” the mayor said.", "“A ferry is a road,” Tom Ray said.", "other"),
        ("“A ferry is a road,” the mayor said.\n\nMayor Ann Lee?", "“A ferry is a road,” Tom Ray said.", "unknown"),
        ("“A ferry is a road,” the mayor, Ann Lee, said.", "“A ferry is a road,” Tom Ray said.", "other"),
        (
            "Two came. They call it “a road in the sea,” the BBC reported.",
            "Two call it “a road in the sea”.",
            "unknown",
        ),
        ("Ann Lee said: “A ferry is a road.”", "Ann Lee put it so: A ferry is a road.", "same"),
        (
            "“A ferry is a road,” Ann Lee said.",
            "Ann Lee left.\n\nIt rained.\n\nSo it was.\n\n“A ferry is a road,” a port official said.",
            "other",
        ),
        (
            "“A ferry is a road,” Ann Lee said.",
            "Ann Lee left.\n\nSo it was.\n\n“A ferry is a road,” a spokesman for Lee said.",
            "same",
        ),
        (
            "“A ferry is a road,” Ann Lee said.",
            "Ann Lee left.\n\nIt rained.\n\nSo it was.\n\n“A ferry is a road,” the port official said.",
            "unknown",
        ),
        (
            "Ann Lee came. She said “a ferry is a road”.",
            "Ann Lee met her father, Tom Lee. “A ferry is a road,” Lee said.",
            "unknown",
        ),
        ("“A ferry is a road,” a spokesman for Hull said.", "“A ferry is a road,” Leith’s spokesman said.", "other"),
        ("“A ferry is a road,” a spokesman for Leith said.", "“A ferry is a road,” Leith’s spokesman said.", "same"),
        ("“A ferry is a road,” a spokesman said.", "“A ferry is a road,” Leith’s spokesman said.", "same"),
        ("Washington said “a ferry is a road”.", "“A ferry is a road,” Ann Lee said.", "unknown"),
        (
            "“A ferry is a road,” Ann Lee said.",
            "Ann Lee, General Secretary, Leith Harbour Committee told us, “A ferry is a road.”",
            "unknown",
        ),
        (
            "“A ferry is a road,” Ann Lee said.",
            "“So what?” Ann Lee said. “A ferry is a road,” his son, Bo, added.",
            "other",
        ),
    ],
)
def test_nobody_is_accused_without_evidence(draft: str, story: str, attribution: str) -> None:
    assert check_of(draft, f"A Story\n\n{story}\n").attribution == attribution


def test_what_a_paper_has_from_others_is_only_to_be_looked_at() -> None:
    story = "A Story\n\nThe Leith Herald reported, “The old ferry leaks every day, according to the harbour police.”\n"
    assert check_of("The Leith Herald reported that “the old ferry leaks every day”.", story).standing == "doubtful"


@pytest.mark.parametrize(("draft", "story", "told"), CASES.values(), ids=CASES)
def test_cases_as_in_print(draft: str, story: str, told: str) -> None:
    check = check_of(draft, f"A Story\n\n{story}\n")
    frame = check.frame.kind if check.frame else ""
    assert told in (check.words, check.attribution, frame)
    assert check.standing == "complaint"


@pytest.mark.parametrize(
    ("phrase", "words"),
    [("6 inches more", "verbatim"), ("8 inches more", "altered"), ("8 feet more", ""), ("8 more", "")],
)
def test_a_phrase_with_another_figure_is_altered(phrase: str, words: str) -> None:
    story = "A Story\n\n“We were told to expect 6 inches more of snow than in May,” Ann Lee said.\n"
    checks = checked(f"The city was told to expect “{phrase}” than in May.", [source(story)]).checks
    assert [check.words for check in checks] == [words] * bool(words)


def test_what_perhaps_turns_a_quotation_may_be_quoted_beside_it() -> None:
    story = "A Story\n\n“Maybe we need a new quay. The harbour will be shut by then,” Ann Lee said.\n"
    alone, beside = "“The harbour will be shut by then,” Ann Lee said.", "“Maybe we need a new quay,” she said."
    assert [each.standing for each in checked(alone, [source(story)]).checks] == ["doubtful"]
    assert [each.standing for each in checked(f"{alone} {beside}", [source(story)]).checks] == ["fine", "fine"]
    assert checked(f"{alone}\n\n{beside}", [source(story)]).checks[0].standing == "doubtful"
