"""What fits into the footer, as pieces to paint, without Textual.

The keys give way to what stands at the right, from the last one on; that of the help is always there. The footer paints
the pieces, and so does the splash, which is drawn before Textual is imported.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from reader.config import user_config
from reader.config.contexts import Context
from reader.config.key_names import key_label
from reader.text.width import cells_of, cut

MOST = 8  # the most commands shown at one time, besides the help
GAP = 2  # least number of cells between the left and the right, and between two keys

AFTER_FIRST_PAINT = frozenset(("edit", "why"))
"""Commands that need the notes or the analysis to say whether they would do something."""

HELP = "help"  # the command whose key is always shown
LEAST_KEYS = 3  # the fewest keys that work in progress and the place in the text leave room for

Words = tuple[str, str, str]
"""Words, their kind (the end of the name of a component class: "key" of `footer--key`), and the command they run."""


class FooterKey(NamedTuple):
    key: str
    """As it is written on a keyboard."""
    label: str
    command: str = ""
    """The id of the command that a click runs; empty for a key of a text field."""


class FooterPlan(NamedTuple):
    lead: str
    keys: tuple[FooterKey, ...]
    right: str

    @property
    def separator(self) -> str:
        return " · " if self.lead else " " * GAP

    @property
    def parts(self) -> tuple[str, ...]:
        """The words at the left, between which the separator stands."""
        return (*([self.lead] if self.lead else []), *(f"{key.key} {key.label}".rstrip() for key in self.keys))

    @property
    def cells(self) -> int:
        """The cells needed, with a gap between left and right."""
        left, right = cells_of(self.separator.join(self.parts)), cells_of(self.right)
        return left + right + (GAP if left and right else 0)


def footer_keys(place: Context) -> tuple[FooterKey, ...]:
    """Return all keys that the footer may show in a context: those of a text field, and of commands that have one."""
    known = user_config().commands_by_id
    found = []
    for name, label in place.footer:
        if (command := known.get(name)) is None:
            found.append(FooterKey(key_label(name), label))
        elif command.keys:
            found.append(FooterKey(key_label(command.keys[0]), label, name))
    return tuple(found)


def plan_footer(
    room: int, lead: str, all_keys: Sequence[FooterKey], rights: Sequence[str], has_message: bool = False
) -> FooterPlan:
    """Return what fits into `room` cells; `rights` is what may stand at the right, the longest form first."""
    helping = tuple(key for key in all_keys if key.command == HELP)
    keys = tuple(key for key in all_keys if key.command != HELP)[:MOST]
    for right in rights[:2]:
        if (whole := FooterPlan(lead, (*keys, *helping), right)).cells <= room:
            return whole
    least = 0 if has_message else min(LEAST_KEYS, len(keys))
    for right in rights if has_message else [*rights, ""]:
        if FooterPlan(lead, (*keys[:least], *helping), right).cells <= room:
            return _filled(lead, keys, helping, right, room)
    short = tuple(key._replace(label="") for key in helping)
    beside = room - FooterPlan(lead, short, "").cells - GAP
    if lead and 5 * beside >= room:  # enough of the right one to know it
        return _filled(lead, keys, short, cut(rights[-1], beside), room)
    for help_keys in (helping, short):
        if FooterPlan("", help_keys, rights[-1]).cells <= room:
            return _filled("", keys, help_keys, rights[-1], room)
    beside = room - FooterPlan("", short, "").cells - (GAP if short else 0)
    return FooterPlan("", short, cut(rights[-1], beside)) if beside >= 0 else FooterPlan("", short[:room], "")


def _filled(lead: str, keys: Sequence[FooterKey], helping: tuple[FooterKey, ...], right: str, room: int) -> FooterPlan:
    plans = (FooterPlan(lead, (*keys[:count], *helping), right) for count in range(len(keys), -1, -1))
    return next((plan for plan in plans if plan.cells <= room), FooterPlan("", helping, right))


def footer_words(plan: FooterPlan, width: int, right_kind: str = "label") -> Iterator[Words]:
    """Yield the line of `width` cells; a kind may be empty."""
    used = 1
    yield " ", "", ""
    if plan.lead:
        used += cells_of(plan.lead)
        yield plan.lead, "lead", ""
    for number, key in enumerate(plan.keys):
        separator = plan.separator if number or plan.lead else ""
        label = f" {key.label}" if key.label else ""
        used += sum(map(cells_of, (separator, key.key, label)))
        yield separator, "label", ""
        yield key.key, "key", key.command
        yield label, "label", key.command
    yield " " * max(0, width - 1 - used - cells_of(plan.right)), "", ""
    yield plan.right, right_kind, ""
    yield " ", "", ""
