"""The widgets: the article pane, the side pane, lists, the status line."""
