"""`reader note`: write a note on an article, or one for each line of standard input."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.cli.command import Command, add_quote_context, add_source
from reader.cli.context import CommandContext, open_article
from reader.errors import UsageError
from reader.session.note_editing import clean_note_text, parse_tags
from reader.system import stdio

if TYPE_CHECKING:
    from argparse import ArgumentParser


@dataclass(frozen=True, slots=True)
class NoteOptions:
    """Options of `reader note`."""

    source: str
    read_as: str
    quote: str | None
    before: str
    after: str
    text: str
    tag: tuple[str, ...]
    stdin: bool


def _add_arguments(parser: "ArgumentParser") -> None:
    add_source(parser)
    parser.add_argument("--quote", metavar="WORDS", help="exact text to annotate (default: the whole article)")
    add_quote_context(parser)
    parser.add_argument("--text", default="", metavar="NOTE", help="text of the note; a #tag in it becomes a tag")
    parser.add_argument("--tag", action="append", default=[], help="add a tag; may be repeated")
    parser.add_argument(
        "--stdin", action="store_true", help="read one note per line from standard input; print each once saved"
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
    span = None if options.quote is None else session.find_passage(options.quote, options.before, options.after)
    session.record_opening()
    if not options.stdin:
        stdio.say(session.annotate(span, text, tags).id)
        return 0
    for line in stdio.input_lines():
        if text := clean_note_text(line.decode(errors="replace")):
            session.annotate(span, text, tags)
            stdio.say(text, now=True)
    return 0


COMMAND = Command(
    "SOURCE [--format FORMAT] [--quote WORDS] [--text NOTE] [--tag TAG]... [--before WORDS]\n"
    "       [--after WORDS] [--stdin]",
    _add_arguments,
    NoteOptions,
    write_note,
)
