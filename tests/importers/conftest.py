"""A session and a library to import into."""

from pathlib import Path

import pytest

from reader.library.library import Library
from reader.session.session import Session
from tests.importers.story import places_in, story


@pytest.fixture
def session(tmp_path: Path) -> Session:
    made = Session(story(), places_in(tmp_path / "mine"))
    made.record_opening()
    return made


@pytest.fixture
def other(tmp_path: Path) -> Library:
    """Another library, empty."""
    return Library(places_in(tmp_path / "other").library)
