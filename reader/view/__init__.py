"""What is on the screen, without Textual: lines, viewport, selection, scroll bar, jump list, search in the text."""
