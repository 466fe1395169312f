"""Notes and corrections, and the revisions that they consist of; here, the colours of highlights.

A highlight without a colour has the usual one, yellow. The names are what the library file and the exports hold; how
they look is up to the theme. Pitfall: another program may write any name, which is kept, but looks like yellow here.
The first frame needs the colours before anything of notes is loaded.
"""

USUAL = "yellow"  # the colour of a highlight whose `color` is empty
COLOURS = ("green", "pink", "violet")  # the other colours, in the order in which a highlight steps through them


def next_colour(colour: str) -> str:
    """Return the colour after `colour`; "" is the usual one."""
    steps = ("", *COLOURS)
    return steps[(steps.index(colour) + 1) % len(steps)] if colour in steps else COLOURS[0]


def colour_name(colour: str) -> str:
    return colour or USUAL
