"""Where the caret was before each jump, and where going back has led away from; no Textual."""


class Jumps:
    """The way back through an article, and forward again, in offsets."""

    def __init__(self) -> None:
        self.behind: list[int] = []
        self.ahead: list[int] = []

    def leave(self, offset: int) -> None:
        """A jump leads away from `offset`."""
        if self.behind[-1:] != [offset]:
            self.behind.append(offset)
        self.ahead.clear()

    def back(self, here: int) -> int | None:
        """Where the caret was before the last jump that led away from another place; None if there was none."""
        return self._step(here, self.behind, self.ahead)

    def forward(self, here: int) -> int | None:
        """Where `back` was called; None if it was not."""
        return self._step(here, self.ahead, self.behind)

    @staticmethod
    def _step(here: int, source: list[int], target: list[int]) -> int | None:
        while source and source[-1] == here:
            source.pop()
        if not source:
            return None
        target.append(here)
        return source.pop()
