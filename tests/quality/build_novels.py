"""Build the gold of novels from LitBank: `python -m tests.quality.build_novels CLONE FOLDER`.

CLONE is a clone of https://github.com/dbamman/litbank (Creative Commons Attribution 4.0 International; the novels are
in the public domain). FOLDER gets `novels.dev.jsonl` and `novels.check.jsonl`, each with every second novel: develop on
the first and only check on the second. A line holds the beginning of a novel as it was printed, with

    aliases  the names of each character, most frequent first, or the words for one without a name
    quotes   {"start", "end", "type", "who", "ref"}: "explicit" if the paragraph names the speaker outside its
             quotations, "anaphoric" if a pronoun or description there stands for the speaker, else "implicit"

Offsets are characters into the text, half open.
"""

import json
import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

Document = dict[str, Any]
Range = tuple[int, int]

SEARCHED = 400
"""Maximum characters skipped where the tokens leave something out of the printed text."""

LIKE = {"``": '"', "''": '"', "“": '"', "”": '"', "‘": "'", "’": "'"}
"""Signs that tokens and the printed text may write in different ways."""


class Mention(NamedTuple):
    """The place of a character's mention, with its words and whether it is a name."""

    start: int
    end: int
    who: str
    form: str
    words: str


def main(argv: Sequence[str] | None = None) -> int:
    clone, folder = (Path(each) for each in (argv if argv is not None else sys.argv[1:]))
    listed = _git(clone, "ls-tree", "--name-only", "HEAD", "quotations/tsv/").split()
    stems = sorted(Path(each).stem for each in listed if each.endswith(".ann"))
    folder.mkdir(parents=True, exist_ok=True)
    for part, chosen in (("dev", stems[0::2]), ("check", stems[1::2])):
        novels = [novel for stem in chosen if (novel := read_novel(clone, stem))["quotes"]]
        lines = "".join(json.dumps(novel, ensure_ascii=False) + "\n" for novel in novels)
        (folder / f"novels.{part}.jsonl").write_text(lines, encoding="utf-8")
        print(f"novels.{part}: {len(novels)} novels, {sum(len(novel['quotes']) for novel in novels)} quotations")
    return 0


def _git(clone: Path, *args: str) -> str:
    done = subprocess.run(["git", "-C", str(clone), *args], capture_output=True, check=True)
    return done.stdout.decode().replace("\r\n", "\n")


def read_novel(clone: Path, stem: str) -> Document:
    """Return the beginning of a novel with its quotations and the characters who say them."""
    tokens = [line.split(" ") for line in _git(clone, "show", f"HEAD:quotations/tsv/{stem}.txt").splitlines()]
    printed = _git(clone, "show", f"HEAD:original/{stem.removesuffix('_brat')}.txt")
    places = align(tokens, printed)
    end = max(place[1] for place in places.values())
    mentions = list(_mentions(_git(clone, "show", f"HEAD:coref/tsv/{stem}.ann"), places))
    spoken = list(_quotations(_git(clone, "show", f"HEAD:quotations/tsv/{stem}.ann"), places))
    names = aliases(mentions, {who for _, _, who in spoken})
    quotes: list[Document] = [{"start": start, "end": stop, "who": who} for start, stop, who in spoken if who in names]
    for quote in quotes:
        quote["type"], quote["ref"] = kind_of(quote, quotes, mentions, printed)
    return {"id": stem.removesuffix("_brat"), "text": printed[:end], "aliases": names, "quotes": quotes}


def align(tokens: Sequence[Sequence[str]], printed: str) -> dict[tuple[int, int], Range]:
    """Return the place of each token, by its line and its number there, in the printed text."""
    places: dict[tuple[int, int], Range] = {}
    at = 0
    for line, words in enumerate(tokens):
        for number, word in enumerate(words):
            found = _find(word, printed, at)
            if found is not None:
                places[line, number] = found
                at = found[1]
    return places


def _find(word: str, printed: str, at: int) -> Range | None:
    """Return the place of a word at or shortly after `at`."""
    pattern = r"\s*".join(_sign(sign) for sign in re.findall(r"``|''|.", word))
    found = re.compile(pattern).search(printed, at, at + SEARCHED)
    return found.span() if found else None


def _sign(sign: str) -> str:
    plain = LIKE.get(sign, sign)
    alike = [re.escape(other) for other, same in LIKE.items() if same == plain]
    return f"(?:{'|'.join([*alike, re.escape(plain)])})" if alike else re.escape(sign)


def _rows(annotations: str, kind: str) -> Iterator[list[str]]:
    for line in annotations.splitlines():
        row = line.split("\t")
        if row[0] == kind:
            yield row


def _place(row: Sequence[str], places: dict[tuple[int, int], Range]) -> Range | None:
    """Return the characters of an annotation, given by its first and last token."""
    first, last = (int(row[2]), int(row[3])), (int(row[4]), int(row[5]))
    if first not in places or last not in places:
        return None
    return places[first][0], places[last][1]


def _mentions(annotations: str, places: dict[tuple[int, int], Range]) -> Iterator[Mention]:
    characters = {row[1]: row[2] for row in _rows(annotations, "COREF")}
    for row in _rows(annotations, "MENTION"):
        place = _place(row, places)
        if place is not None and row[1] in characters and row[7] == "PER":
            yield Mention(*place, characters[row[1]], row[8] if len(row) > 8 else "", row[6])


def _quotations(annotations: str, places: dict[tuple[int, int], Range]) -> Iterator[tuple[int, int, str]]:
    speakers = {row[1]: row[2] for row in _rows(annotations, "ATTRIB")}
    for row in _rows(annotations, "QUOTE"):
        place = _place(row, places)
        if place is not None and row[1] in speakers:
            yield *place, speakers[row[1]]


def aliases(mentions: Sequence[Mention], speakers: set[str]) -> dict[str, list[str]]:
    """Return the names of each character, most frequent first; the words for a speaker who is never named."""
    counts: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for mention in mentions:
        counts[mention.who][mention.form][mention.words] += 1
    found = {who: forms["PROP"] or forms["NOM"] for who, forms in counts.items() if forms["PROP"] or who in speakers}
    return {who: [name for name, _ in names.most_common()] for who, names in found.items() if names}


def kind_of(
    quote: Document, quotes: Sequence[Document], mentions: Sequence[Mention], printed: str
) -> tuple[str, str | None]:
    """Return how the paragraph of a quotation tells its speaker, and the words that do."""
    start = printed.rfind("\n\n", 0, quote["start"]) + 1
    end = printed.find("\n\n", quote["end"])
    end = len(printed) if end < 0 else end
    outside = [
        mention
        for mention in mentions
        if start <= mention.start < end
        and mention.who == quote["who"]
        and not any(other["start"] <= mention.start < other["end"] for other in quotes)
    ]
    named = next((mention for mention in outside if mention.form == "PROP"), None)
    told = named or next(iter(outside), None)
    return ("explicit" if named else "anaphoric" if told else "implicit"), told.words if told else None


if __name__ == "__main__":
    sys.exit(main())
