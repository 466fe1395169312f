"""What is marked in the text: the steps of the key, decoration, and articles that are mostly quotations."""

import pytest

from reader.config import user_config
from reader.session.session import Session
from reader.session.state import APPEARANCE_FILE, Appearance, load_appearance, save_appearance
from reader.sources.markdown import read_markdown
from reader.system.paths import UserPaths
from tests.page_object import Desk, opened, plain

STORY = (
    "The Vote of Leith\n\nMaria Ortiz came from Leith on Friday, and many people waited for her at the harbour there. "
    "“We were not told,” Maria Ortiz said. Nobody else in the town spoke about it on that long day in June."
)

INTERVIEW = (
    "An Interview\n\nOn Friday Maria Ortiz of Leith came to speak with us about the harbour and its sale.\n\n"
    "“We were not told about it until Friday, and nobody asked us what we thought,” "
    "Ortiz said.\n\n“It was the end of a long story, and it could have been told in another way by everyone,” "
    "Ortiz said."
)


def marked(desk: Desk, words: str) -> set[str]:
    """Return the kinds of marks that are drawn on the first place of `words`, by their colours."""
    pane = desk.screen.article
    styles = {kind: pane.painter.style((kind,)).color for kind in ("person", "organisation", "place", "other", "quote")}
    for row in range(pane.size.height):
        for segment in pane.render_line(row):
            if words in segment.text and segment.style:
                return {kind for kind, colour in styles.items() if colour == segment.style.color}
    raise AssertionError(f"{words} is not on the screen")


async def test_the_key_steps_through_what_is_marked(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        steps = []
        for _ in range(4):
            before = marked(desk, "Maria Ortiz"), marked(desk, "We were not told")
            await desk.press("M")
            steps.append((*before, desk.said))
        everything = ({"person"}, {"quote"})
        assert steps == [
            (*everything, "marked: quotes and notes"),
            (set(), {"quote"}, "marked: notes only"),
            (set(), set(), "marked: names, quotes and notes"),
            (*everything, "marked: quotes and notes"),
        ]


async def test_the_list_stays_and_notes_are_always_marked(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        await desk.press("v", "l", "l", "H", "M", "M")
        assert desk.lit("highlight") == ["The"]
        pane = desk.screen.article
        ground = pane.painter.style(("title", "highlight")).bgcolor
        assert any(segment.style and segment.style.bgcolor == ground for segment in pane.render_line(0))
        await desk.press("2")
        assert len(desk.rows) == 1
        await desk.press("enter")
        assert desk.lit("chosen") == ["“We were not told,”"]


async def test_what_is_marked_is_kept_for_all_articles_and_the_theme_too(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        desk.pilot.app.theme = "paper"
        await desk.press("M", "plus", "q")
    kept = load_appearance(paths.state)
    assert (kept.theme, kept.layers) == ("paper", "quotes")
    assert kept.width is not None
    async with opened(plain(STORY.replace("Friday", "Monday"), paths)) as desk:
        assert (marked(desk, "Maria Ortiz"), marked(desk, "We were not told")) == (set(), {"quote"})


async def test_the_configuration_sets_what_is_marked_at_the_start(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dataclasses import replace

    from reader.tui.controllers import marks

    save_appearance(Appearance(layers="all"), paths.state)
    config = replace(user_config(), layers="notes", marks="decorated")
    monkeypatch.setattr(marks, "user_config", lambda: config)
    async with opened(plain(STORY, paths)) as desk:
        assert marked(desk, "Maria Ortiz") == set()
        assert desk.screen.article.painter.style(("person",)).underline


@pytest.mark.parametrize("word", ["everything", "[]", ""])
async def test_an_unknown_choice_means_all(word: str, paths: UserPaths) -> None:
    save_appearance(Appearance(layers=word), paths.state)
    async with opened(plain(STORY, paths)) as desk:
        assert desk.screen.marks.layers == "all"
    assert (paths.state / APPEARANCE_FILE).exists()


async def test_decorated_marks_have_underline_and_italics_and_are_kept(paths: UserPaths) -> None:
    async with opened(plain(STORY, paths)) as desk:
        style = desk.screen.article.painter.style
        assert not style(("person",)).underline
        await desk.choose("decorate")
        assert desk.said == "names and quotes: underline and italics"
        assert style(("person",)).underline
        assert style(("organisation",)).underline2
        assert style(("quote",)).italic
        assert style(("person",)).color == desk.screen.article.painter.style(("person",)).color
        await desk.press("q")
    async with opened(plain(STORY, paths)) as desk:
        assert desk.screen.article.painter.style(("person",)).underline
        await desk.choose("decorate")
        assert desk.said == "names and quotes: colour only"
        assert not desk.screen.article.painter.style(("person",)).underline
    assert load_appearance(paths.state).marks == "plain"


# ---------------------------------------------------------------------- mostly quotations


async def test_an_interview_starts_with_its_quotes_unmarked(paths: UserPaths) -> None:
    async with opened(plain(INTERVIEW, paths)) as desk:
        assert desk.said.startswith("quotations are ")
        assert desk.said.endswith("not marked · M marks them")
        assert (marked(desk, "Maria Ortiz"), marked(desk, "We were not told")) == ({"person"}, set())
        await desk.press("2")
        assert len(desk.rows) == 2
        await desk.press("1", "escape", "M")
        assert (marked(desk, "Maria Ortiz"), marked(desk, "We were not told")) == ({"person"}, {"quote"})
        assert desk.said == "marked: names, quotes and notes"
        await desk.press("M")
        assert (marked(desk, "Maria Ortiz"), marked(desk, "We were not told")) == (set(), {"quote"})
        await desk.press("M", "M")
        assert marked(desk, "We were not told") == {"quote"}
        desk.screen.analysis.show()
        assert marked(desk, "We were not told") == {"quote"}
    async with opened(plain(INTERVIEW, paths)) as desk:
        assert marked(desk, "We were not told") == set()


async def test_an_interview_of_which_only_notes_are_wanted_says_nothing(paths: UserPaths) -> None:
    save_appearance(Appearance(layers="notes"), paths.state)
    async with opened(plain(INTERVIEW, paths)) as desk:
        assert desk.said == ""
        await desk.press("M")
        assert marked(desk, "We were not told") == {"quote"}


async def test_another_text_is_decided_anew(paths: UserPaths) -> None:
    async with opened(plain(INTERVIEW, paths)) as desk:
        assert desk.screen.marks.left_out
        desk.screen.marks.text_changed()
        assert not desk.screen.marks.left_out
        desk.screen.analysis.show()
        assert desk.screen.marks.left_out


# ---------------------------------------------------------------------- headings and tables


async def test_nothing_is_marked_in_titles_headings_and_the_heads_of_tables(paths: UserPaths) -> None:
    text = (
        "# Maria Ortiz in Leith\n\nMaria Ortiz left Edinburgh.\n\n## What Maria Ortiz wants\n\nShe said so.\n\n"
        "| Maria Ortiz | Leith |\n|---|---|\n| Maria Ortiz | Edinburgh |\n"
    )
    async with opened(Session(read_markdown(text), paths)) as desk:
        pane = desk.screen.article
        person = pane.painter.style(("person",)).color
        rows = {
            row
            for row in range(pane.size.height)
            for segment in pane.render_line(row)
            if segment.style and segment.style.color == person and "Ortiz" in segment.text
        }
        words = [pane.render_line(row).text.strip() for row in sorted(rows)]
        assert [line.startswith(("Maria Ortiz left", "│ Maria Ortiz │ Edin")) for line in words] == [True, True]
