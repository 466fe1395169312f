"""The score of indirect speech counts plain cues for recall, and all that is found for precision."""

from tests.quality.reported import Reported

TEXT = "Lee said it would rain for days. Ray thought it would not rain. “No,” Lee said."


def span(words: str) -> list[int]:
    start = TEXT.index(words)
    return [start, start + len(words)]


def attribution(source: str, cue: str, content: str) -> dict[str, list[list[int]]]:
    return {"source": [span(source)], "cue": [span(cue)], "content": [span(content)]}


def test_plain_cues_are_recalled_and_others_are_right_too() -> None:
    said = attribution("Lee", "said", "it would rain for days")
    thought = attribution("Ray", "thought", "it would not rain")
    quoted = attribution("Lee", "said", "“No,”")
    score = Reported()
    found = [span("it would rain for days"), span("it would not rain"), span("Ray thought")]
    answer = {"indirect": [{"start": start, "end": end} for start, end in found]}
    score.add({"text": TEXT, "attributions": [said, thought, quoted]}, answer)
    assert list(score.lines()) == ["indirect speech                P  66.7  R 100.0   (plain cues 1, found 3)"]
