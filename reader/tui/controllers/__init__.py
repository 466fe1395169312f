"""Behaviour of the reading screen, one controller a subject."""
