"""The jump list: positions of the caret before each jump, to go back to and forward again."""


class JumpList:
    """The positions behind and ahead in one article, as offsets."""

    def __init__(self) -> None:
        self.behind: list[int] = []
        self.ahead: list[int] = []

    def record(self, offset: int) -> None:
        """Record that a jump leaves `offset`."""
        if self.behind[-1:] != [offset]:
            self.behind.append(offset)
        self.ahead.clear()

    def back(self, here: int) -> int | None:
        """Return the last position other than `here` that a jump left; None if there is none."""
        return self._step(here, self.behind, self.ahead)

    def forward(self, here: int) -> int | None:
        """Return the position that `back` was last called from; None if there is none."""
        return self._step(here, self.ahead, self.behind)

    @staticmethod
    def _step(here: int, source: list[int], target: list[int]) -> int | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        target.append(here)
        return source.pop()
