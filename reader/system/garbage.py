"""How often Python looks for objects that refer to each other and are not used any more.

It looks whenever so many more objects were made than freed. An analysis makes millions, none of which refer to each
other in a circle; looking for them takes a twentieth of the time of articles, and a fifth of a book's.
"""

import gc

YOUNG = 500_000
"""Objects made since the last look: a hundred articles' tokens."""


def collect_rarely() -> None:
    """Let Python look for garbage rarely in this process, which makes many objects and lives as long as its work."""
    gc.set_threshold(YOUNG)
