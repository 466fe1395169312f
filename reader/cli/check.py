"""`reader check`: check the library for damage, and repair it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command
from reader.cli.context import CommandContext
from reader.system import stdio
from reader.text.format import counted

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class CheckOptions:
    """Options of `reader check`."""

    repair: bool
    accept_loss: bool


def _add_arguments(parser: "ArgumentParser") -> None:
    parser.add_argument("--repair", action="store_true", help="repair what can be repaired (nothing is deleted)")
    parser.add_argument(
        "--accept-loss", action="store_true", help="accept that notes which were saved are not there any more"
    )


def check_library(options: CheckOptions, context: CommandContext) -> int:
    """Print what is wrong with the library, after repairing it if asked; return 1 if anything still is."""
    if options.accept_loss:
        missing = context.library.accept_loss()
        stdio.tell(f"accepted: {missing}" if missing else "nothing is missing")
    report = context.library.repair() if options.repair else context.library.check()
    stdio.say(*report.problems, *report.remarks)
    counts = [counted(report.articles, "article"), counted(report.notes, "note")]
    if report.corrections:
        counts.append(counted(report.corrections, "correction"))
    stdio.say(", ".join(counts))
    if report.problems:
        advice = "some could not be repaired" if options.repair else "`reader check --repair` repairs what it can"
        stdio.tell(f"{counted(report.problems, 'problem')}: {advice}")
    return 1 if report.problems else 0


COMMAND = Command("[--repair] [--accept-loss]", _add_arguments, CheckOptions, check_library)
