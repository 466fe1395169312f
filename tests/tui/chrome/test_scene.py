"""What is behind an article, as it is drawn without Textual."""

from reader.sources.plain import read_plain
from reader.tui.chrome.scene import Rule, Scene, article_scene, footer_place, place_words, scene_row
from reader.view.arrangement import Rect, Wishes, arrange
from reader.view.progress import ReadingProgress
from tests.fixtures.golden import check_golden

STORY = "The Vote\n\nThe council of Leith met.\n\nThe Quay\n\nIt voted for the new quay, and for the ferry.\n"

SIZES = (
    (60, 6, Wishes()),
    (60, 10, Wishes(turned=True)),
    (72, 5, Wishes()),
    (80, 16, Wishes()),
    (80, 16, Wishes("nothing")),
    (112, 10, Wishes("margin")),
    (166, 10, Wishes()),
    (166, 32, Wishes()),
)


def drawn(scene: Scene, rows: range, width: int, colourless: bool) -> list[str]:
    """Return rows of a scene, each with the kinds of its pieces."""
    lines = []
    for y in rows:
        pieces = list(scene_row(scene, y, width, colourless))
        assert sum(len(words) for words, _ in pieces) == width
        kinds = " ".join(f"{len(words)} [{kind}]" for words, kind in pieces)
        lines.append(f"{''.join(words for words, _ in pieces).rstrip()}| {kinds}")
    return lines


def test_what_is_behind_an_article_is_as_it_was_read() -> None:
    progress = ReadingProgress(read_plain(STORY, "/news/vote.txt"))
    progress.genre = "prose"
    lines: list[str] = []
    for width, height, wishes in SIZES:
        plan = arrange(width, height, wishes)
        for lit in ("article", "side", ""):
            lines.append(f"== {width}x{height} {tuple(wishes)} lit {lit}")
            for above in (0, 1):
                lines += drawn(article_scene(plan, lit, above), range(0, 4), width, colourless=lit == "side")
        for caret in (0, 12, len(STORY) - 12):
            lines.append(f"{place_words(progress, caret)} {footer_place(plan, progress, caret)!r}")
    check_golden("scenes.txt", "\n".join(lines) + "\n")


def test_rules_lie_on_the_ground_that_they_are_on() -> None:
    scene = Scene(Rect(9, 1, 6, 2), (Rule(2, 1, 4, is_lit=True), Rule(10, 1, 4, is_lit=False)))
    assert drawn(scene, range(0, 3), 18, colourless=True) == [
        "| 18 [text]",
        "  ━━━━    ────| 2 [text] 4 [text lit] 3 [text] 1 [side] 4 [side quiet] 1 [side] 3 [text]",
        "| 9 [text] 6 [side] 3 [text]",
    ]
