"""Makes the README's picture of the real screen from the sample article: `python -m tests.picture`."""

import asyncio
import html
import os
import re
import tempfile
from pathlib import Path

from reader.paths import PACKAGE, SAMPLE, Places
from reader.session import Session
from reader.sources import open_source
from tests.desk import opened

PICTURE = PACKAGE.parent / "docs" / "screen.svg"

SIZE = (120, 34)


async def picture() -> str:
    """The sample with three notes, the Quotes tab open on the quote under the caret, as SVG."""
    with tempfile.TemporaryDirectory() as folder:
        places = Places(Path(folder) / "library.json", Path(folder) / "state", Path(folder) / "cache")
        session = Session(open_source(str(SAMPLE)), places)
        session.enter()
        session.annotate(session.find_passage("the 80th anniversary"), "Check the date against the 2015 parade. #check")
        session.annotate(session.find_passage('"main guest,"'), "His word for it, not Beijing's.", ["wording"])
        session.annotate(session.find_passage("record bilateral trade"))
        async with opened(session, SIZE, session.find_passage('"good neighbors,"')) as desk:
            await desk.press("2", "enter")
            return desk.pilot.app.export_screenshot(title="reader")


def words_of(svg: str) -> list[str]:
    """What can be read in a picture; how it is drawn differs from one version of the drawing library to the next."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", svg)
    return html.unescape(" ".join(texts)).replace("\xa0", " ").split()


if __name__ == "__main__":
    os.environ["READER_ENGINE"] = "rules"  # the same picture wherever it is made
    PICTURE.write_text(asyncio.run(picture()), encoding="utf-8")
