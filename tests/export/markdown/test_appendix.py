"""Quotes and names after the notes."""

import re
from dataclasses import replace

from reader.export.markdown.render import to_markdown
from tests.fixtures.harbour import harbour


def test_quote_ids_do_not_depend_on_other_quotes() -> None:
    exported = harbour()
    ids = re.findall(r"\^rq-[a-z2-7]{10}$", to_markdown(exported), re.MULTILINE)
    fewer = replace(exported, analysis=replace(exported.analysis, quotes=exported.analysis.quotes[1:]))
    assert len(set(ids)) == 3
    assert re.findall(r"\^rq-[a-z2-7]{10}$", to_markdown(fewer), re.MULTILINE) == ids[1:]
