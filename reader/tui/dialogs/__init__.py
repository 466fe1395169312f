"""Boxes over a screen; each returns a value."""
