"""The contents of the screen, without Textual: lines, viewport, caret and selection, scroll bar, margin."""
