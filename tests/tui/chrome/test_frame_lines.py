"""The frames of an article, as they are drawn without Textual."""

from reader.sources.plain import read_plain
from reader.tui.chrome.frame_lines import (
    FrameBox,
    Scene,
    article_scene,
    article_track,
    footer_place,
    place_words,
    scene_row,
)
from reader.view.arrangement import Rect, Wishes, arrange
from reader.view.progress import ReadingProgress
from tests.fixtures.golden import check_golden

STORY = "The Vote\n\nThe council of Leith met.\n\nThe Quay\n\nIt voted for the new quay, and for the ferry.\n"

SIZES = (
    (60, 6, Wishes()),
    (60, 6, Wishes(turned=True)),
    (72, 5, Wishes()),
    (80, 16, Wishes()),
    (80, 16, Wishes(side=False)),
    (112, 10, Wishes()),
    (112, 10, Wishes(side=False)),
    (166, 10, Wishes()),
)


def drawn(scene: Scene, rows: range, width: int, colourless: bool) -> list[str]:
    """Return rows of frames, each with the kinds of its pieces."""
    lines = []
    for y in rows:
        pieces = list(scene_row(scene, y, width, colourless))
        kinds = " ".join(f"[{kind}]" for _, kind in pieces)
        lines.append(f"{''.join(words for words, _ in pieces)}| {kinds}")
    return lines


def test_the_frames_around_an_article_are_as_they_were_read() -> None:
    progress = ReadingProgress(read_plain(STORY, "/news/vote.txt"))
    progress.genre = "prose"
    lines: list[str] = []
    for width, height, wishes in SIZES:
        plan = arrange(width, height, wishes)
        for lit in ("article", "side", ""):
            lines.append(f"== {width}x{height} {tuple(wishes)} lit {lit}, track {article_track(plan, lit)!r}")
            for above in (0, 1):
                scene = article_scene(plan, progress, lit, above)
                lines += drawn(scene, range(0, height + 1, 3), width, colourless=lit == "side")
        for caret in (0, 12, len(STORY) - 12):
            lines.append(f"{place_words(plan, progress, caret)} {footer_place(plan, progress, caret)!r}")
    check_golden("frames.txt", "\n".join(lines) + "\n")


def test_what_lies_between_boxes_is_empty_or_the_divider() -> None:
    boxes = (FrameBox(Rect(2, 0, 6, 3), "text", lit=True, title="A"), FrameBox(Rect(9, 1, 6, 1), "side", framed=False))
    lines = [line for lit in (False, True) for line in drawn(Scene(boxes, 8, lit), range(-1, 4), 18, colourless=lit)]
    check_golden("frames-between.txt", "\n".join(lines) + "\n")
