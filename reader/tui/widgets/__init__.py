"""What is drawn: the article pane, the side pane, lists, the status line."""
