"""`reader correct`: correct names and speakers that the analysis got wrong; list or undo corrections."""

from collections.abc import Iterable
from dataclasses import asdict

from reader.analysis import EntityKind
from reader.anchoring import describe
from reader.annotations import corrections
from reader.annotations.corrected_analysis import ineffective_corrections
from reader.annotations.new_correction import require_entity, require_quote, speaker_names
from reader.cli.command import Options, argument, beside_option, command, format_option, option, source_argument, switch
from reader.cli.context import CommandContext, open_article
from reader.errors import NoteError, UsageError
from reader.export.export_data import speaker_object
from reader.export.json import correction_object
from reader.session.session import Session
from reader.system import stdio
from reader.text.format import counted, in_quotation_marks
from reader.text.span import Span


class CorrectOptions(Options):
    source: str = source_argument()
    read_as: str = format_option()
    entity: str | None = option("--entity", "NAME", "name to correct, in any of its spellings")
    rename: str | None = option("--rename", "NEW", "new name")
    kind: EntityKind | None = argument("--kind", choices=("person", "organisation", "place", "other"), help="new kind")
    same_as: str | None = option("--same-as", "OTHER", "merge into this name, of which it is another spelling")
    dismiss: bool = switch("--dismiss", "not a name; drop it")
    alias: str | None = argument(
        "--alias", help="with --belongs-to: only the mentions of --entity that are spelled like this"
    )
    belongs_to: str | None = option("--belongs-to", "OTHER", "name that the mention or alias means, known or new")
    mention: str | None = option("--mention", "WORDS", "one mention of a name, with --belongs-to")
    add_name: str | None = option("--add-name", "WORDS", "name that was missed, with --kind or --same-as")
    add_quote: str | None = option("--add-quote", "WORDS", "quote that was missed, with --speaker or --no-speaker")
    quote: str | None = option("--quote", "WORDS", "quote to correct, or words in it")
    before: str = beside_option("before")
    after: str = beside_option("after")
    speaker: str | None = option("--speaker", "NAME", "new speaker")
    no_speaker: bool = switch("--no-speaker", "leave the quote unattributed")
    spread: bool = switch("--spread", "with --speaker: also what follows from it, as by the same “he”")
    list: bool = switch("--list", "list the corrections")
    json: bool = switch("--json", "print the list, or the correction and what follows from it, as JSON")
    clear: str | None = option("--clear", "ID", "undo the correction with this id")


@command(
    "correct",
    "SOURCE [--format FORMAT] (--entity NAME (--rename NEW | --kind KIND | --same-as OTHER | --dismiss)\n"
    "       | --entity NAME --alias ALIAS --belongs-to OTHER | --mention WORDS --belongs-to OTHER\n"
    "       | (--quote | --add-quote) WORDS (--speaker NAME [--spread] | --no-speaker) [--json]\n"
    "       | --add-name WORDS (--kind KIND | --same-as OTHER) [--before WORDS] [--after WORDS]\n"
    "       | --list [--json] | --clear ID)",
)
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
        undone = session.analysis_state.remove_correction(options.clear)
        stdio.tell(f"undone: {corrections.describe_change(undone.change)}")
    else:
        save_correction(requested_change(options, session), options, session)
    return 0


def save_correction(change: corrections.Change, options: CorrectOptions, session: Session) -> None:
    """Save a correction, print its id, and tell what follows from it. Raises NoteError."""
    state, text = session.analysis_state, session.article.text
    follow = state.what_follows(change)
    made = state.correct(change)
    if options.json:
        told = [
            {**asdict(each.span), "text": each.span.of(text), "speaker": speaker_object(each.speaker)}
            for each in follow
        ]
        stdio.say_json({"corrections": list(map(correction_object, made)), "follows": told, "spread": options.spread})
        return
    stdio.say(*(correction.id for correction in made))
    if follow:
        words = in_quotation_marks(follow[0].speaker.span.of(text)) if follow[0].speaker else ""
        hint = "changed, too" if options.spread else "--spread changes them, too"
        stdio.tell(
            f"{counted(follow, 'more quote')} by {words} {'follow' if len(follow) > 1 else 'follows'} from it: {hint}"
        )


ANSWERS = {
    "--entity": ("--rename", "--kind", "--same-as", "--dismiss", "--belongs-to"),
    "--mention": ("--belongs-to",),
    "--add-name": ("--kind", "--same-as"),
    "--quote": ("--speaker", "--no-speaker"),
    "--add-quote": ("--speaker", "--no-speaker"),
    "--list": (),
    "--clear": (),
}
"""What can be corrected, each with the options of which one says how."""

IN_TEXT = ("--mention", "--add-name", "--quote", "--add-quote")
"""Subjects that are words of the text, which may occur more than once."""


def check_usage(options: CorrectOptions) -> None:
    """Raise UsageError unless the options say what to correct, and one way how."""
    values = asdict(options).items()
    given = {f"--{name.replace('_', '-')}" for name, value in values if value not in (None, False, "")}
    subjects = given.intersection(ANSWERS)
    if len(subjects) != 1:
        raise UsageError(f"give one of {one_of(ANSWERS)}")
    (subject,) = subjects
    own, ways = ANSWERS[subject], {way for each in ANSWERS.values() for way in each}
    if own and len(given.intersection(own)) != 1:
        raise UsageError(f"with {subject} give {'one of ' if len(own) > 1 else ''}{one_of(own)}")
    if stray := sorted(given & ways - set(own)):
        takers = [each for each, answers in ANSWERS.items() if stray[0] in answers]
        raise UsageError(f"{stray[0]} needs {one_of(takers)}")
    if given & {"--before", "--after"} and subject not in IN_TEXT:
        raise UsageError(f"--before and --after need {one_of(IN_TEXT)}")
    if ("--alias" in given) != (subject == "--entity" and "--belongs-to" in given):
        raise UsageError("--alias needs --entity and --belongs-to, and --belongs-to with --entity needs --alias")
    if options.json and options.clear is not None:
        raise UsageError("--json does not go with --clear")
    if options.spread and not (options.quote and options.speaker):
        raise UsageError("--spread needs --quote and --speaker")


def one_of(names: Iterable[str]) -> str:
    """Return names as in "--list or --clear"."""
    *others, last = names
    return f"{', '.join(others)} or {last}" if others else last


def requested_change(options: CorrectOptions, session: Session) -> corrections.Change:
    """Return the change that the options ask for. Raises NoteError on a name or quote not in the article."""
    analysis = session.analysis_state.analysis
    if words := options.quote or options.add_quote or options.mention or options.add_name:
        span = session.article_notes.find_passage(words, options.before, options.after)
        return change_at(span, options, session)
    assert options.entity is not None, "checked by check_usage"
    names = corrections.names_of(require_entity(analysis, options.entity))
    if options.rename is not None:
        return corrections.Rename(names, options.rename)
    if options.kind is not None:
        return corrections.Retype(names, options.kind)
    if options.same_as is not None:
        return corrections.Merge(names, corrections.names_of(require_entity(analysis, options.same_as)))
    if options.alias is not None and options.belongs_to is not None:
        return corrections.MoveAlias(names, options.alias, speaker_names(analysis, options.belongs_to))
    return corrections.Dismiss(names)


def change_at(span: Span, options: CorrectOptions, session: Session) -> corrections.Change:
    """Return the change of what stands at `span`. Raises NoteError."""
    analysis, text = session.analysis_state.analysis, session.article.text
    if options.mention and options.belongs_to is not None:
        if not any(mention.overlaps(span) for entity in analysis.entities for mention in entity.mentions):
            raise NoteError("these words are no mention of a name; --add-name adds one")
        return corrections.MoveMention(describe(text, span), speaker_names(analysis, options.belongs_to))
    if options.add_name and options.same_as is not None:
        entity = require_entity(analysis, options.same_as)
        return corrections.AddName(describe(text, span), corrections.names_of(entity), entity.kind)
    if options.add_name and options.kind is not None:
        return corrections.AddName(describe(text, span), (" ".join(span.of(text).split()),), options.kind)
    speaker = () if options.speaker is None else speaker_names(analysis, options.speaker)
    if options.add_quote:
        return corrections.AddQuote(describe(text, span), speaker)
    return corrections.Attribute(describe(text, require_quote(analysis, span).span), speaker, options.spread)


def list_corrections(session: Session, *, as_json: bool) -> None:
    state = session.analysis_state
    if as_json:
        stdio.say_json(list(map(correction_object, state.corrections)))
    elif state.corrections:
        idle = ineffective_corrections(state.raw_analysis, state.corrections, session.article)
        for each in state.corrections:
            effect = "  (no effect in this text)" if each in idle else ""
            stdio.say(f"{each.id}  {corrections.describe_change(each.change)}{effect}")
