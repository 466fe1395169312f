"""`reader correct`: correct names and speakers that the analysis got wrong; list or undo corrections."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.analysis import EntityKind
from reader.anchoring import describe
from reader.annotations.corrections import (
    Attribute,
    Change,
    Correction,
    Dismiss,
    Merge,
    Rename,
    Retype,
    describe_change,
    ineffective_corrections,
    names_of,
)
from reader.annotations.new_correction import require_entity, require_quote, speaker_names
from reader.cli.command import Command, add_quote_context, add_source
from reader.cli.context import CommandContext, open_article
from reader.errors import UsageError
from reader.export.json import correction_object
from reader.session.session import Session
from reader.system import stdio

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class CorrectOptions:
    """Options of `reader correct`."""

    source: str
    read_as: str
    entity: str | None
    rename: str | None
    kind: EntityKind | None
    same_as: str | None
    dismiss: bool
    quote: str | None
    before: str
    after: str
    speaker: str | None
    no_speaker: bool
    list: bool
    json: bool
    clear: str | None


def _add_arguments(parser: "ArgumentParser") -> None:
    add_source(parser)
    parser.add_argument("--entity", metavar="NAME", help="name to correct, in any of its spellings")
    parser.add_argument("--rename", metavar="NEW", help="new name")
    parser.add_argument("--kind", choices=("person", "organisation", "place", "other"), help="new kind")
    parser.add_argument("--same-as", metavar="OTHER", help="merge into this name, of which it is another spelling")
    parser.add_argument("--dismiss", action="store_true", help="not a name; drop it")
    parser.add_argument("--quote", metavar="WORDS", help="quote to correct, or words in it")
    add_quote_context(parser)
    parser.add_argument("--speaker", metavar="NAME", help="new speaker")
    parser.add_argument("--no-speaker", action="store_true", help="leave the quote unattributed")
    parser.add_argument("--list", action="store_true", help="list the corrections")
    parser.add_argument("--json", action="store_true", help="print the list as JSON")
    parser.add_argument("--clear", metavar="ID", help="undo the correction with this id")


def correct_article(options: CorrectOptions, context: CommandContext) -> int:
    """Save a correction and print its id; or list corrections, without writing; or undo one."""
    check_usage(options)
    session = context.session(open_article(options.source, context, options.read_as))
    if options.list:
        session.load_notes()
        list_corrections(session, as_json=options.json)
        return 0
    session.record_opening()
    if options.clear is not None:
        stdio.tell(f"undone: {describe_change(session.remove_correction(options.clear).change)}")
        return 0
    stdio.say(*(correction.id for correction in session.correct(requested_change(options, session))))
    return 0


def check_usage(options: CorrectOptions) -> None:
    """Raise UsageError unless the options say what to correct, and one way how."""
    subjects = {
        "--entity": options.entity,
        "--quote": options.quote,
        "--list": options.list,
        "--clear": options.clear,
    }
    given = [name for name, value in subjects.items() if value]
    if len(given) != 1:
        raise UsageError("give one of --entity, --quote, --list or --clear")
    entity_changes = count_given(options.rename, options.kind, options.same_as, options.dismiss or None)
    quote_changes = count_given(options.speaker, options.no_speaker or None)
    if options.entity and entity_changes != 1:
        raise UsageError("with --entity give one of --rename, --kind, --same-as or --dismiss")
    if options.quote and quote_changes != 1:
        raise UsageError("with --quote give one of --speaker or --no-speaker")
    if (entity_changes and not options.entity) or (quote_changes and not options.quote):
        raise UsageError(
            "--rename, --kind, --same-as and --dismiss need --entity; --speaker and --no-speaker need --quote"
        )
    if (options.before or options.after) and not options.quote:
        raise UsageError("--before and --after need --quote")
    if options.json and not options.list:
        raise UsageError("--json needs --list")


def count_given(*values: object) -> int:
    """Return how many of the values are not None."""
    return sum(value is not None for value in values)


def requested_change(options: CorrectOptions, session: Session) -> Change:
    """Return the change that the options ask for. Raises NoteError on a name or quote not in the article."""
    analysis = session.analysis
    if options.quote:
        quote = require_quote(analysis, session.find_passage(options.quote, options.before, options.after))
        speaker = () if options.speaker is None else speaker_names(analysis, options.speaker)
        return Attribute(describe(session.article.text, quote.span), speaker)
    assert options.entity is not None, "checked by check_usage"
    names = names_of(require_entity(analysis, options.entity))
    if options.rename is not None:
        return Rename(names, options.rename)
    if options.kind is not None:
        return Retype(names, options.kind)
    if options.same_as is not None:
        return Merge(names, names_of(require_entity(analysis, options.same_as)))
    return Dismiss(names)


def list_corrections(session: Session, *, as_json: bool) -> None:
    """Print the corrections in force, in the order in which they apply."""
    corrections = session.corrections
    if as_json:
        stdio.say_json([correction_object(correction) for correction in corrections])
        return
    idle = ineffective_corrections(session.raw_analysis, corrections, session.article) if corrections else ()
    stdio.say(*(format_correction(correction, correction in idle) for correction in corrections))


def format_correction(correction: Correction, idle: bool) -> str:
    """Return a correction on one line; `idle`, with a remark that it changes nothing."""
    return f"{correction.id}  {describe_change(correction.change)}{'  (no effect in this text)' if idle else ''}"


COMMAND = Command(
    "SOURCE [--format FORMAT] (--entity NAME (--rename NEW | --kind KIND | --same-as OTHER | --dismiss)\n"
    "       | --quote WORDS [--before WORDS] [--after WORDS] (--speaker NAME | --no-speaker)\n"
    "       | --list [--json] | --clear ID)",
    _add_arguments,
    CorrectOptions,
    correct_article,
)
