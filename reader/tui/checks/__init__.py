"""The checks of a draft on the screen: a child process that makes them, their rows in the side pane, and their keys."""
