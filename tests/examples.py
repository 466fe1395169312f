"""The number of examples of tests of properties."""

from hypothesis import settings


def at_most(examples: int) -> settings:
    """Limit the examples of a slow property; the profile may say fewer."""
    return settings(max_examples=min(examples, settings().max_examples))
