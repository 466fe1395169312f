"""Modal dialogs over a screen."""
