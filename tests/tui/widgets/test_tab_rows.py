"""The layers and rows of an analysis, and an analysis that changes while they are made."""

from pathlib import Path

import pytest

from reader.analysis import Analysis
from reader.analysis.engine import analyze
from reader.document.article import Article
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.system.paths import UserPaths
from reader.tui.widgets import tab_rows as room
from reader.tui.widgets.tab_rows import AnalysisView, analysis_view
from tests.page_object import opened, plain

TEXT = "Maria Ortiz spoke on Friday.\n\n“We will stay,” Maria Ortiz said. Ortiz said that nobody would leave the town."


def test_names_and_quotes_become_layers_and_rows() -> None:
    article = read_plain(TEXT)
    made = analysis_view(article, analyze(article, "rules"), indirect=False, advice="install more")
    assert [span.of(TEXT) for span in made.layers["person"].spans] == ["Maria Ortiz", "Maria Ortiz", "Ortiz"]
    assert [span.of(TEXT) for span in made.layers["quote"].spans] == ["“We will stay,”"]
    assert made.layers["indirect"].spans == []
    assert [row.about.words for row in made.quotes.entries] == ["Maria Ortiz “We will stay,”"]
    assert made.names.in_order("by count").rows[-1].lines(20) == [[("install more", "dim")]]


def test_rows_are_indexed_by_their_spans() -> None:
    article = read_plain(TEXT)
    made = analysis_view(article, analyze(article, "rules"), indirect=True, advice="")
    index = made.quotes.places.at(TEXT.index("nobody"))
    assert index is not None
    assert made.quotes.entries[index].about.words.endswith("indirectly")


async def test_an_analysis_that_changes_while_it_is_listed_is_listed_again(
    paths: UserPaths, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(plain(TEXT, paths)) as desk:
        screen = desk.screen
        assert desk.lit("indirect") == []

        def overtaken(article: Article, analysis: Analysis, indirect: bool, advice: str) -> AnalysisView:
            screen.analysis.indirect_shown = True
            return analysis_view(article, analysis, indirect, advice)

        monkeypatch.setattr(room, "analysis_view", overtaken)
        await screen.analysis.show_in_thread()
        assert len(desk.lit("indirect")) == 1


def test_the_outline_of_a_diff_names_its_files(tmp_path: Path) -> None:
    path = tmp_path / "change.diff"
    path.write_text(
        "diff --git a/docs/a b.md b/docs/c.md\n--- a/docs/a b.md\n+++ b/docs/c.md\n@@ -1 +1 @@\n-one\n+two\n"
    )
    assert [row.title for row in room.outline_rows(open_source(str(path)))] == ["docs/c.md"]
