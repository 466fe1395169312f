"""Build the gold of "he" and "she": `python -m tests.quality.build_he_she CLONE FOLDER`.

CLONE is a clone of https://github.com/networkdynamics/PolNeAR, whose texts are not ours to give. FOLDER gets
`he_she_dev.jsonl` and `he_she_check.jsonl`: the articles of its training and of its test part that
`gold/he_she.labels.jsonl` labels, with the name for which the pronoun of a quotation stands. `he_she_check_read.jsonl`
has the other quotations of those of the test part, whose errors were read; `he_she_more.jsonl` the other ones of the
training part and `he_she_more_dev.jsonl` those of the development part.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.quality.build_wikinews import checksum
from tests.quality.scores import Document

LABELS = Path(__file__).parent / "gold" / "he_she.labels.jsonl"

TEXTS = {
    "dev": "data/train/text",
    "more": "data/train/text",
    "more_dev": "data/dev/text",
    "check": "data/test/text",
    "check_read": "data/test/text",
}


def main(argv: Sequence[str] | None = None) -> int:
    clone, folder = (Path(each) for each in (argv if argv is not None else sys.argv[1:]))
    folder.mkdir(parents=True, exist_ok=True)
    for part in TEXTS:
        documents = list(built(clone, LABELS, part))
        lines = "".join(json.dumps(document, ensure_ascii=False) + "\n" for document in documents)
        (folder / f"he_she_{part}.jsonl").write_text(lines, encoding="utf-8")
        print(f"he_she_{part}: {sum(len(document['quotes']) for document in documents)} quotations")
    return 0


def built(clone: Path, labels: Path, part: str) -> Iterator[Document]:
    """Yield the labelled articles of a part with their texts; exit if one is not the text that was labelled."""
    for line in labels.read_text(encoding="utf-8").splitlines():
        label: Document = json.loads(line)
        if label["part"] != part:
            continue
        path = clone / TEXTS[part] / label["id"]
        text = path.read_bytes().decode() if path.exists() else ""
        if checksum(text) != label["sha256"]:
            sys.exit(f"{path} is not there as it was labelled; get a new clone")
        named = [dict(zip(("start", "end", "mention", "name"), quote, strict=True)) for quote in label["quotes"]]
        yield {"id": label["id"], "text": text, "quotes": named}


if __name__ == "__main__":
    sys.exit(main())
