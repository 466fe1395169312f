"""The behaviour of the reading screen, one controller per subject."""
