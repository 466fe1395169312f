"""`reader note`, `edit`, `relink`, `delete` and `restore`: write notes, and change those that are there."""

from reader.cli.command import Options, argument, beside_option, command, format_option, option, source_argument, switch
from reader.cli.context import CommandContext, open_article
from reader.errors import UsageError
from reader.session.note_editing import clean_note_text, edit_note, parse_tags, require_note, set_deleted
from reader.system import stdio
from reader.text.format import counted


class NoteOptions(Options):
    source: str = source_argument()
    read_as: str = format_option()
    quote: str | None = option("--quote", "WORDS", "exact text to annotate (default: the whole article)")
    before: str = beside_option("before")
    after: str = beside_option("after")
    text: str = option("--text", "NOTE", "text of the note; a #tag in it becomes a tag", default="")
    tag: tuple[str, ...] = argument("--tag", action="append", default=[], help="add a tag; may be repeated")
    stdin: bool = switch("--stdin", "read one note per line from standard input; print each once saved")


@command(
    "note",
    "SOURCE [--format FORMAT] [--quote WORDS] [--text NOTE] [--tag TAG]... [--before WORDS]\n"
    "       [--after WORDS] [--stdin]",
)
def write_note(options: NoteOptions, context: CommandContext) -> int:
    """Write one note and print its id, or one for each line of standard input; each is printed once it is saved."""
    text = clean_note_text(options.text)
    if options.quote is None and (options.before or options.after):
        raise UsageError("--before and --after need --quote")
    if options.stdin and (options.text or options.source == "-"):
        raise UsageError("--stdin cannot be combined with --text or the SOURCE -")
    if not (text or options.tag or options.stdin or options.quote is not None):
        raise UsageError("nothing to note: give --text, --tag or --quote")
    tags = parse_tags(options.tag)
    session = context.session(open_article(options.source, context, options.read_as))
    notes, quote = session.article_notes, options.quote
    span = None if quote is None else notes.find_passage(quote, options.before, options.after)
    session.record_opening(notes=False)
    if not options.stdin:
        stdio.say(notes.annotate(span, text, tags).id)
        return 0
    for line in stdio.input_lines():
        if text := clean_note_text(line.decode(errors="replace")):
            notes.annotate(span, text, tags)
            stdio.say(text, now=True)
    return 0


class EditOptions(Options):
    note: str = argument(metavar="NOTE_ID", help="from `reader notes`")
    text: str | None = option("--text", "NOTE", "new text of the note")
    tag: tuple[str, ...] = argument("--tag", action="append", default=[], help="add a tag; may be repeated")
    untag: tuple[str, ...] = argument(
        "--untag", action="append", default=[], metavar="TAG", help="remove a tag; may be repeated"
    )
    accept: bool = switch("--accept", "accept what another program has written into the note")


@command("edit", "NOTE_ID [--text NOTE] [--tag TAG]... [--untag TAG]... [--accept]")
def change_note(options: EditOptions, context: CommandContext) -> int:
    if options.text is None and not (options.tag or options.untag or options.accept):
        raise UsageError("nothing to change: give --text, --tag, --untag or --accept")
    deleted = require_note(context.library, options.note).deleted
    edit_note(context.library, options.note, options.text, options.tag, options.untag)
    if deleted:
        stdio.tell("the note had been deleted; it is restored")
    return 0


class RelinkOptions(Options):
    note: str = argument(metavar="NOTE_ID", help="from `reader notes`")
    quote: str = argument("--quote", metavar="WORDS", required=True, help="exact text of the new passage")
    before: str = beside_option("before")
    after: str = beside_option("after")


@command("relink", "NOTE_ID --quote WORDS [--before WORDS] [--after WORDS]")
def relink_note(options: RelinkOptions, context: CommandContext) -> int:
    """Move a note to another passage of its article, as the source has it now."""
    from reader.session.reopen import reopen_for_note  # TinyDB, not to complete the words of a command

    session = context.session(reopen_for_note(context.library, options.note))
    span = session.article_notes.find_passage(options.quote, options.before, options.after)
    session.record_opening()
    session.article_notes.relink(options.note, span)
    return 0


class NotesByIdOptions(Options):
    notes: tuple[str, ...] = argument(nargs="+", metavar="NOTE_ID", help="as `reader notes` and `delete` print it")


@command("delete", "NOTE_ID...")
def delete_notes(options: NotesByIdOptions, context: CommandContext) -> int:
    """Delete notes, all or none; print how to restore them."""
    ids = tuple(dict.fromkeys(options.notes))
    set_deleted(context.library, ids, True)
    stdio.tell(f"deleted {counted(ids, 'note')}; to restore: reader restore {' '.join(ids)}")
    return 0


@command("restore", "NOTE_ID...")
def restore_notes(options: NotesByIdOptions, context: CommandContext) -> int:
    """Restore deleted notes, all or none."""
    set_deleted(context.library, tuple(dict.fromkeys(options.notes)), False)
    return 0
