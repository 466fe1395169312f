"""A text field whose placeholder ends in "…" where the field is too narrow for it."""

from textual.widgets import Input

from reader.text.width import cut


class FittedInput(Input):
    """A text field without a border; Textual's own breaks off its placeholder in the middle of a word."""

    def __init__(self, placeholder: str, id: str) -> None:  # noqa: A002
        super().__init__(id=id, placeholder=placeholder, compact=True, select_on_focus=False)
        self._whole_placeholder = placeholder

    def on_resize(self) -> None:
        self.placeholder = cut(self._whole_placeholder, self.content_size.width)
