"""How many examples and cases a quick run tries, and a full one."""

from hypothesis import settings


def at_most(examples: int) -> settings:
    """Limit the examples of a slow property; the profile may say fewer."""
    return settings(max_examples=min(examples, settings().max_examples))


def in_turns(most: int) -> int:
    """Return 1 for a profile of many examples, else `most`: every how manyth case is tried.

    Tests that share the cases take turns at them, so that each is tried by some test.
    """
    return 1 if settings().max_examples >= 100 else most
