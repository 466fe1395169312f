"""The jump list: positions of the caret before each jump, to go back to and forward again.

`History` is the same for any kind of place; the navigator keeps one of screens.
"""

from typing import Generic, TypeVar

T = TypeVar("T")


class History(Generic[T]):
    """The places behind and ahead, the nearest last; with a `limit`, only so many behind are kept."""

    def __init__(self, limit: int | None = None) -> None:
        self.behind: list[T] = []
        self.ahead: list[T] = []
        self._limit = limit

    def record(self, place: T) -> None:
        """Record that `place` is left for a new one."""
        if self.behind[-1:] != [place]:
            self.behind.append(place)
        if self._limit is not None:
            del self.behind[: -self._limit]
        self.ahead.clear()

    def back(self, here: T | None) -> T | None:
        """Return the last place other than `here` that was left; None if there is none."""
        return self._step(here, self.behind, self.ahead)

    def forward(self, here: T | None) -> T | None:
        """Return the place that `back` was last called from; None if there is none."""
        return self._step(here, self.ahead, self.behind)

    @staticmethod
    def _step(here: T | None, source: list[T], target: list[T]) -> T | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        if here is not None:
            target.append(here)
        return source.pop()


class JumpList(History[int]):
    """The positions behind and ahead in one article, as offsets."""
