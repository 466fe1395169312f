"""The widgets: the article pane, the side pane, and their lists."""
