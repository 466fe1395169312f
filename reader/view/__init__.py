"""The contents of the screen, without Textual: lines, viewport, selection, scroll bar, jump list, search."""
