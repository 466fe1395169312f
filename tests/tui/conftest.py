"""Tests of the screen start no child process but those that they are about."""

from tests.in_process import no_children

__all__ = ["no_children"]
