"""The genre of a text, by its structure, and what it changes in who speaks."""

from dataclasses import replace
from itertools import islice, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.analysis import FoundGenre
from reader.analysis.engine import analyze
from reader.analysis.genre import LOOKED_AT, POINTS, SIGNS, WEIGHED, find_genre, references_start
from reader.document.article import GENRES, Article
from reader.sources.markdown import read_markdown
from reader.sources.open import open_source
from reader.sources.plain import read_plain
from reader.system.paths import SAMPLE
from tests.examples import at_most

STORY = (
    "She had never liked the quay. When the wind came in from the sea, she said that he was a fool to stay, and he "
    "laughed at her, and I went down to the boats with my brother to see what was left of them after the night.\n\n"
)

PAPER = """# On Quays

Quays settle by a tenth each year [1, 2]. Lee et al. found less (Ray, 2019). Others found “no settling at all”.

## References

[1] Lee, A. Quays. 2017.
"""

MANUAL = """# quay

Moors boats. `Example` says “run it twice”, and `quay --help` prints “a list of options”.

```sh
pip install quay
quay moor --all
```

- `--all`: all boats
- `--dry-run`: none
"""

PROGRAM = '''import os


class Quay:
    """A place to land."""

    def moor(self, boat):
        if boat.is_late:
            raise ValueError("boat")
        return boat


def main():
    Quay().moor(os.environ["BOAT"])
'''

DIFF = """Moor late boats, too

The council asked for that in the spring.

--- a/quay.py
+++ b/quay.py
@@ -1,3 +1,3 @@
 class Quay:
-    late = False
+    late = True
"""

LOG = "2026-05-01 10:00:01 quay started\n2026-05-01 10:00:02 boat moored\n2026-05-01 10:00:03 quay stopped\n"

MAN = """QUAY(1)                     User Commands                     QUAY(1)

NAME
       quay - moor boats

SYNOPSIS
       quay [OPTION]... BOAT

DESCRIPTION
       Moor each BOAT, as the harbour master asks.
"""

PRINTED = """UNITS(7)              Linux Programmer's Manual              UNITS(7)

       Decimal prefixes of units are powers of ten.
"""

STANDARD = """Network Working Group                                          A. Lee
Request for Comments: 9999                                        Quay

Quays and boats [1] are moored as others said [2], [3] and [4].
"""

HELP = """Usage: quay [OPTION]... BOAT
Moor each boat.

  -a, --all              all boats
  -n, --dry-run          none
      --late=HOUR        those after an hour
"""

BARE = "The file quay.toml says how. Run moor() with --all, or set BOAT_NAME and late_boats in /etc/quay.conf for it.\n"

NUMBERED_LOG = "".join(f"081109 2036{n:02} {n} INFO dfs.Quay$Boat: Boat moored for blk_{n}\n" for n in range(12))

CONFIGURATION = """name: "Quay"

on:
  push:
    branches: [main]

jobs:
  moor:
    runs-on: quay
"""

INTERVIEW = "Ann Lee: Were you told?\n\nTom Ray: I was not.\n\nAnn Lee: By nobody?\n\nTom Ray: No.\n"

DIRECTED = "The Rain\n\n" + "ANN [rising] I was told.\n\nTOM. You were not.\n\nANN. I was.\n\nTOM. By whom?\n\n" * 3

NOTES = """# Quays

The town keeps a list of quays and of the people who care for them. See the example.
"""

ON_QUAYS = """\\begin{abstract}
We report on how quays settle \\cite{lee2017}, as was proposed \\cite{ray2019} and evaluated \\citep[2]{fox2020}.
\\end{abstract}
"""

PLAY = f"ACT I\n\nSCENE I\n\nEnter Ann and Tom.\n\n{INTERVIEW}\n\nExeunt.\n"


@pytest.mark.parametrize(
    ("article", "genre", "evidence"),
    [
        (open_source(str(SAMPLE)), "prose", "none of the signs of another genre"),
        (read_plain(INTERVIEW), "transcript", "4 turns of 2 speakers"),
        (
            read_plain("".join(f"[00:00:0{n}] Speaker {n % 2 + 1}: I was told.\n" for n in range(9))),
            "transcript",
            "9 turns",
        ),
        (read_plain(f"The Quay\n\n{STORY}{STORY}{STORY}"), "fiction", "of bodies, rooms and voices"),
        (read_plain(PLAY), "fiction", "stage directions"),
        (read_plain(DIRECTED), "fiction", "stage directions"),
        (read_markdown(PAPER), "paper", "citations for each 1,000 words"),
        (read_plain(ON_QUAYS * 4), "paper", "works cited by keys"),
        (replace(read_markdown(NOTES * 6), source="/quay/README.md"), "manual", "the name of a manual"),
        (read_markdown(MANUAL), "manual", "words of the trade"),
        (read_plain(MAN.partition("\n\n")[2]), "manual", "the headings of a manual page"),
        (read_plain(PRINTED), "manual", "the head of a manual or standard"),
        (read_plain(STANDARD), "manual", "the head of a manual or standard"),
        (read_plain(HELP), "manual", ""),
        (read_plain(f"The Quay\n\n{BARE}{BARE}{BARE}"), "manual", "words of the trade"),
        (read_plain(NUMBERED_LOG), "code", "at the margin are code"),
        (read_plain(CONFIGURATION), "code", "at the margin are code"),
        (read_plain(PROGRAM), "code", "of the lines at the margin are code"),
        (read_plain(DIFF), "code", "are the lines of a diff"),
        (read_plain(LOG), "code", "at the margin are code"),
        (read_plain(f'"""Moor boats."""\n\n{STORY}'), "code", "begins as only code does"),
    ],
    ids="news talk timed story play directed paper keys named readme man page standard help bare numbers yaml code diff"
    " log module".split(),
)
def test_each_genre_is_told_by_its_signs(article: Article, genre: str, evidence: str) -> None:
    found = find_genre(article)
    assert found.genre == genre
    assert evidence in found.evidence


@pytest.mark.parametrize(
    "text",
    [
        f"The Quay\n\n{STORY}On Monday, May 4, 2026, the council of Leith voted 11 to 9, Ann Lee told Tom Ray.\n\n" * 2,
        f"Vote\n\nThe council closed the bridge.\n\n{INTERVIEW}"
        + "On Monday, May 4, the city of Leith voted 11 to 9, according to Tom Ray.\n\n" * 9,
        "Filler\n\n" + "She went down to the pier and said nothing to him.\n\n" * 60,
        "List\n\n- milk from the farm\n- bread, if there is any left\n- a pound of butter\n",
    ],
    ids=["dated and named", "a short interview within", "filler", "a list"],
)
def test_prose_has_none_of_them(text: str) -> None:
    assert find_genre(read_plain(text)).genre == "prose"


def test_labels_that_may_be_those_of_speakers_are_told_and_read_as_turns_if_the_reader_says_so() -> None:
    words = ("The fare was 3", "The quay is wet", "It rose by much", "The ferry is late", "Rain again", "Sun")
    talk = read_plain(
        "Talk\n\n" + "\n\n".join(f"{who}: {said}" for who, said in zip(["Ann", "Tom"] * 3, words, strict=True))
    )
    assert find_genre(talk) == FoundGenre(doubtful=("Ann", "Tom"))
    assert not analyze(talk, "rules").quotes
    quotes = analyze(replace(talk, genre="transcript"), "rules").quotes
    assert [quote.speaker and quote.speaker.name for quote in quotes] == ["Ann", "Tom"] * 3
    chosen = replace(read_plain(INTERVIEW), genre="prose")
    assert not analyze(chosen, "rules").quotes
    assert not find_genre(read_plain("Cities\n\nLeith: Rain\nHull: Sun\nLeith: Sun\nHull: Rain\n")).doubtful


def test_every_sign_has_points_for_each_genre_but_transcripts() -> None:
    assert {"base", *SIGNS} == {*POINTS}
    assert {len(numbers) for numbers in POINTS.values()} == {1 + len(WEIGHED)}
    assert {*WEIGHED, "transcript"} == {*GENRES}


def test_only_the_beginning_decides() -> None:
    places = map("".join, product("bdfgklmnprst", "aeiou", "bdfgklmnprst", "aeiou"))
    told = "".join(
        f"“Will you come to the {place}?” she asked him.\n\n“Never!” he said to her, and she went.\n\n"
        for place in islice(places, LOOKED_AT // 80)
    )
    assert find_genre(read_plain("The Quay\n\n" + told + PROGRAM * 20)).genre == "fiction"


def test_a_text_that_repeats_itself_is_no_story() -> None:
    told = "“Will you come?” she asked him.\n\n“Never!” he said to her, and she went.\n\n"
    assert find_genre(read_plain("The Quay\n\n" + told * 200)).genre == "prose"


def test_in_technical_texts_only_people_and_bodies_speak() -> None:
    text = PAPER.replace(
        "## Ref", "The Figure says that quays sink. “We saw it sink,” said Ann Lee, who built it.\n\n## Ref"
    )
    article = read_markdown(text + "\nRay, T. “Why do quays sink so fast?” 2018.\n")
    analysis = analyze(article, "rules")
    said = [(quote.span.of(article.text), quote.speaker and quote.speaker.name) for quote in analysis.quotes]
    assert said == [("“no settling at all”", None), ("“We saw it sink,”", "Ann Lee")]
    assert all(quote.speaker and quote.speaker.name == "Ann Lee" for quote in analysis.indirect)
    assert article.text[references_start(article) :].lstrip().startswith("References")


@at_most(200)
@given(
    st.lists(
        st.sampled_from(
            ["import x\n", "LEE: I go.\n\n", "[1] ", "``x`` ", "he ", "ACT I\n", "+", "é", "\n\n", "@@ -1 +1"]
        )
    )
)
def test_any_text_has_a_genre_with_evidence(pieces: list[str]) -> None:
    found = find_genre(read_plain("".join(pieces) + "\n\nEnd."))
    assert found.genre in GENRES
    assert found.evidence
