"""A desk for close reading in the terminal."""

__version__ = "0.2.0"
