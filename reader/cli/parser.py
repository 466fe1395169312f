"""What each command takes: its words, its options, and the function in `reader.cli` that does it.

`COMMANDS` is the one list of them: the command line, its help and the tests of the README are made from it. The trap:
it is read at nearly every start, so it names what a command needs and imports none of it.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

from reader.document.article import FORMATS
from reader.system import stdio
from reader.text.sanitize import clean_line

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

MOST_PROCESSES = 64
"""More than this is a slip."""

LONGEST = 7 * 24 * 3600
"""Seconds: whoever gives a file longer than a week does not want a limit."""

MOST_HITS = 10_000
"""More than anybody looks through, and all are held in memory."""

SOURCE = "a file (text, Markdown, HTML, EPUB, PDF), a URL, or - for standard input"


class Parser(argparse.ArgumentParser):
    """An argument parser that says nothing a terminal could trip over, and not before it is heard."""

    def print_help(self, file: "SupportsWrite[str] | None" = None) -> None:
        stdio.write(self.format_help())

    def takes(self) -> tuple[argparse.Action, ...]:
        """All its arguments, as argparse has them; it has no public way to ask."""
        return tuple(self._actions)

    def error(self, message: str) -> NoReturn:
        super().error(clean_line(message))


@dataclass(frozen=True, slots=True)
class Command:
    """One command."""

    does: str
    """Its function in `reader.cli`, or with its full name above that; looked up when it is called for."""
    words: str
    usage: str
    arguments: Callable[[Parser], None]


def source_argument(parser: Parser) -> None:
    parser.add_argument("source", metavar="SOURCE", help=SOURCE)
    format_argument(parser)


def show_arguments(parser: Parser) -> None:
    source_argument(parser)
    parser.add_argument(
        "--annotated", action="store_true", help="with quotes, speakers, notes and their states in words, line by line"
    )


def format_argument(parser: Parser) -> None:
    parser.add_argument(
        "--format",
        dest="read_as",
        metavar="FORMAT",
        choices=FORMATS,
        default="",
        help=f"what SOURCE is, if its name and look do not tell: {', '.join(FORMATS)}",
    )


def beside_arguments(parser: Parser) -> None:
    parser.add_argument("--before", default="", metavar="WORDS", help="words that stand directly before the quote")
    parser.add_argument("--after", default="", metavar="WORDS", help="words that stand directly after it")


def note_arguments(parser: Parser) -> None:
    source_argument(parser)
    parser.add_argument(
        "--quote", metavar="WORDS", help="the passage, in the words of the article; else the whole of it"
    )
    beside_arguments(parser)
    parser.add_argument("--text", default="", metavar="NOTE", help="what you have to say; a #tag in it becomes a tag")
    parser.add_argument("--tag", action="append", default=[], help="a label; may be given several times")
    parser.add_argument("--stdin", action="store_true", help="one note a line from standard input, printed when safe")


def notes_arguments(parser: Parser) -> None:
    parser.add_argument("source", nargs="?", metavar="SOURCE", help=f"{SOURCE}; all articles if left out")
    format_argument(parser)
    parser.add_argument("--search", default="", metavar="WORDS", help="notes that hold all of these words")
    parser.add_argument("--tag", help="notes with this tag or one nested in it")
    parser.add_argument("--state", choices=("exact", "changed", "orphaned"), help="how the passage was found again")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as a JSON list")
    form.add_argument("--ids", action="store_true", help="the ids alone, one a line")


def edit_arguments(parser: Parser) -> None:
    parser.add_argument("note", metavar="NOTE_ID")
    parser.add_argument("--text", metavar="NOTE", help="what the note says from now on")
    parser.add_argument("--tag", action="append", default=[], help="a label to add")
    parser.add_argument("--untag", action="append", default=[], metavar="TAG", help="a label to take away")


def relink_arguments(parser: Parser) -> None:
    parser.add_argument("note", metavar="NOTE_ID")
    parser.add_argument("--quote", metavar="WORDS", required=True, help="the new passage, in the words of the article")
    beside_arguments(parser)


def several_notes(parser: Parser) -> None:
    parser.add_argument("notes", nargs="+", metavar="NOTE_ID")


def tags_arguments(parser: Parser) -> None:
    parser.add_argument("rename", nargs="*", metavar="rename OLD NEW", help="call a tag, and those nested in it, anew")


def correct_arguments(parser: Parser) -> None:
    source_argument(parser)
    parser.add_argument("--entity", metavar="NAME", help="a name, by any of its spellings")
    parser.add_argument("--rename", metavar="NEW", help="what it is to be called")
    parser.add_argument("--kind", choices=("person", "organisation", "place", "other"), help="what it is")
    parser.add_argument("--same-as", metavar="OTHER", help="it is another spelling of this name, which is kept")
    parser.add_argument("--dismiss", action="store_true", help="it is no name")
    parser.add_argument("--quote", metavar="WORDS", help="a quote, or words that stand in it")
    beside_arguments(parser)
    parser.add_argument("--speaker", metavar="NAME", help="who said it")
    parser.add_argument("--no-speaker", action="store_true", help="nobody who can be named said it")
    parser.add_argument("--list", action="store_true", help="what was corrected")
    parser.add_argument("--json", action="store_true", help="the list as JSON")
    parser.add_argument("--clear", metavar="ID", help="take a correction back")


def export_arguments(parser: Parser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("source", nargs="?", metavar="SOURCE", help=SOURCE)
    which.add_argument("--all", action="store_true", help="every article that has notes, one file each")
    parser.add_argument("-o", dest="target", metavar="FILE|DIRECTORY", help="where to write; else standard output")
    form = parser.add_mutually_exclusive_group()
    form.add_argument(
        "--format",
        choices=("markdown", "json", "csv", "w3c", "html"),
        help="Markdown if left out; w3c: Web Annotations; html: a page to share",
    )
    form.add_argument("--template", metavar="FILE", help="a form of your own: a Jinja2 template")
    parser.add_argument("--force", action="store_true", help="write over what was changed by hand")


def import_arguments(parser: Parser) -> None:
    parser.add_argument(
        "files",
        nargs="+",
        metavar="FILE",
        help="reader JSON, Web Annotations, Hypothesis JSON, or a Markdown export that was edited by hand",
    )


def analyze_arguments(parser: Parser) -> None:
    parser.add_argument(
        "sources", nargs="+", metavar="SOURCE", help=f"{SOURCE}; with --jsonl also a folder: all files in it"
    )
    format_argument(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="an object for one source, a list for several")
    form.add_argument(
        "--jsonl",
        action="store_true",
        help='an object a line; - then holds one {"id", "text"} a line, answered in order',
    )
    parser.add_argument("--indirect", action="store_true", help="indirect speech too: Xi said that …")
    parser.add_argument("--explain", action="store_true", help="how each speaker was chosen, and who came next")
    parser.add_argument(
        "--engine", choices=("rules", "spacy"), help="else $READER_ENGINE, else spacy where it is installed"
    )
    parser.add_argument(
        "--pipeline",
        metavar="NAME",
        help="the spaCy pipeline, a package or a folder; else $READER_PIPELINE, else the best one installed",
    )
    parser.add_argument(
        "--processes",
        type=count,
        metavar="N",
        help="how many share the work; else two, or one for a short article, and for many files as many as there are "
        "cores",
    )
    parser.add_argument(
        "--progress",
        action="store_true",
        help='with --jsonl -: {"id", "progress"} lines on the way, {"so_far"} of a book',
    )
    many = parser.add_argument_group("many files")
    many.add_argument(
        "-o",
        dest="target",
        metavar="FILE",
        help="keep the lines there; files that have one, and are as they were then, are not done again",
    )
    many.add_argument("--part", type=part, metavar="K/N", help="the K-th of N parts: for N machines, each its own")
    many.add_argument(
        "--seconds", type=duration, metavar="N", help="how long one file may take; else a minute, and more for a book"
    )
    many.add_argument(
        "--cluster", metavar="ADDRESS", help="have a Dask cluster do it: its scheduler, such as tcp://host:8786"
    )


def count(words: str) -> int:
    """A number of processes. Raises ValueError, which argparse puts into words."""
    number = int(words)
    if not 1 <= number <= MOST_PROCESSES:
        raise ValueError(words)
    return number


def part(words: str) -> tuple[int, int]:
    """Which of how many parts, "2/8". Raises ValueError, which argparse puts into words."""
    which, of = map(int, words.split("/"))
    if not 1 <= which <= of:
        raise ValueError(words)
    return which, of


def duration(words: str) -> float:
    """Seconds. Raises ValueError, which argparse puts into words."""
    seconds = float(words)
    if not 0 < seconds <= LONGEST:
        raise ValueError(words)
    return seconds


def limit(words: str) -> int:
    """How many are shown. Raises ValueError, which argparse puts into words."""
    number = int(words)
    if not 1 <= number <= MOST_HITS:
        raise ValueError(words)
    return number


def search_arguments(parser: Parser) -> None:
    parser.add_argument(
        "words",
        nargs="+",
        metavar="WORDS",
        help='all must occur; "a phrase"; tag:TAG, speaker:NAME, entity:NAME, state:STATE, in:notes|quotes|articles',
    )
    parser.add_argument("--limit", type=limit, default=20, metavar="N", help="how many are shown (20)")
    parser.add_argument("--json", action="store_true", help="as a JSON list")


def quotes_arguments(parser: Parser) -> None:
    parser.add_argument("source", nargs="?", metavar="SOURCE", help=f"{SOURCE}; the whole library if left out")
    format_argument(parser)
    parser.add_argument("--speaker", metavar="NAME", help="what this person said")
    parser.add_argument("--entity", metavar="NAME", help="where this name stands, with the line around it")
    parser.add_argument("--indirect", action="store_true", help="indirect speech too: Xi said that …")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as a JSON list")
    form.add_argument("--markdown", action="store_true", help="as Markdown with links to the places")


def index_arguments(parser: Parser) -> None:
    parser.add_argument("--rebuild", action="store_true", help="make it anew from the library")
    parser.add_argument("--jsonl", action="store_true", help="tell how far it has come, a JSON object a line")


def library_arguments(parser: Parser) -> None:
    parser.add_argument("--json", action="store_true", help="as a JSON list")


def merge_arguments(parser: Parser) -> None:
    parser.add_argument("other", metavar="LIBRARY_FILE", help="another library; it is only read")


def check_arguments(parser: Parser) -> None:
    parser.add_argument("--repair", action="store_true", help="mend what can be mended; nothing is ever deleted")


def keys_arguments(parser: Parser) -> None:
    parser.add_argument("--print-default", action="store_true", help="the usual keys in TOML, to be changed and kept")


def completion_arguments(parser: Parser) -> None:
    parser.add_argument("shell", choices=("bash", "zsh", "fish", "answer"), metavar="bash|zsh|fish", help="your shell")
    parser.add_argument("words", nargs="*", help=argparse.SUPPRESS)


def help_arguments(parser: Parser) -> None:
    parser.add_argument("command", nargs="?", metavar="COMMAND", help="one of the commands; all of them if left out")


def no_arguments(parser: Parser) -> None:
    """The command takes none of its own."""


COMMANDS = {
    "show": Command("read:show", "the text of an article", "SOURCE [--annotated] [--format FORMAT]", show_arguments),
    "note": Command(
        "notes:note",
        "write a note on an article, or on a passage of it",
        "SOURCE [--format FORMAT] [--quote WORDS] [--text NOTE] [--tag TAG]... [--before WORDS]\n"
        "       [--after WORDS] [--stdin]",
        note_arguments,
    ),
    "notes": Command(
        "notes:notes",
        "list notes",
        "[SOURCE] [--format FORMAT] [--search WORDS] [--tag TAG] [--state exact|changed|orphaned]\n"
        "       [--json | --ids]",
        notes_arguments,
    ),
    "edit": Command(
        "notes:edit", "change a note", "NOTE_ID [--text NOTE] [--tag TAG]... [--untag TAG]...", edit_arguments
    ),
    "relink": Command(
        "notes:relink",
        "put a note on another passage",
        "NOTE_ID --quote WORDS [--before WORDS] [--after WORDS]",
        relink_arguments,
    ),
    "delete": Command("notes:delete", "take notes away; they can be restored", "NOTE_ID...", several_notes),
    "restore": Command("notes:restore", "bring deleted notes back", "NOTE_ID...", several_notes),
    "tags": Command("notes:tags", "the tags in use, or rename one", "[rename OLD NEW]", tags_arguments),
    "correct": Command(
        "correct:correct",
        "tell the analysis what it got wrong: names, speakers",
        "SOURCE [--format FORMAT] (--entity NAME (--rename NEW | --kind KIND | --same-as OTHER | --dismiss)\n"
        "       | --quote WORDS [--before WORDS] [--after WORDS] (--speaker NAME | --no-speaker)\n"
        "       | --list [--json] | --clear ID)",
        correct_arguments,
    ),
    "export": Command(
        "analyze:export",
        "notes, quotes and names of an article as Markdown, JSON, CSV, Web Annotations or a page to share",
        "(SOURCE | --all) [-o FILE|DIRECTORY] [--format markdown|json|csv|w3c|html | --template FILE]\n"
        "       [--force]",
        export_arguments,
    ),
    "import": Command(
        "import_:take_in",
        "take in notes from a file: of reader, Hypothesis, other tools, or an export that you edited",
        "FILE...",
        import_arguments,
    ),
    "analyze": Command(
        "analyze:analyze",
        "the names and quotes of an article, or of an archive of any size",
        "SOURCE... [--format FORMAT] [--json | --jsonl] [--indirect] [--explain] [--engine rules|spacy]\n"
        "       [--pipeline NAME] [--processes N] [--progress]\n"
        "       reader analyze (FOLDER | FILE)... --jsonl [-o FILE] [--part K/N] [--seconds N]\n"
        "       [--processes N | --cluster ADDRESS]",
        analyze_arguments,
    ),
    "search": Command(
        "search:search", "search all articles, quotes and notes", "WORDS... [--limit N] [--json]", search_arguments
    ),
    "quotes": Command(
        "quotes:quotes",
        "who said what, in the whole library or one article",
        "[SOURCE] [--format FORMAT] [--speaker NAME | --entity NAME] [--indirect] [--json | --markdown]",
        quotes_arguments,
    ),
    "index": Command(
        "search:index",
        "bring the search index up to date; it is made from the library",
        "[--rebuild] [--jsonl]",
        index_arguments,
    ),
    "library": Command("library:library", "the articles, newest first", "[--json]", library_arguments),
    "merge": Command("library:merge", "take another library in; nothing is lost", "LIBRARY_FILE", merge_arguments),
    "check": Command("library:check", "is the library whole", "[--repair]", check_arguments),
    "tour": Command("read:tour", "a minute with the sample article; nothing of it is kept", "", no_arguments),
    "keys": Command("read:keys", "the keys of the screen", "[--print-default]", keys_arguments),
    "completion": Command(
        "reader.cli.completion:completion",
        "what your shell needs to complete commands, options, note ids and tags",
        "bash|zsh|fish",
        completion_arguments,
    ),
    "config": Command("config:config", "what is settled, by what, and is it right", "", no_arguments),
    "help": Command("reader.cli.parsing:show_help", "the commands, or the options of one", "[COMMAND]", help_arguments),
}
