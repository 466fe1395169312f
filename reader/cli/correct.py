"""Corrections from the command line: told, listed, taken back."""

from argparse import Namespace
from typing import TYPE_CHECKING

from reader.cli.context import Belongings, UsageError, open_article
from reader.system import stdio

if TYPE_CHECKING:
    from reader.annotations.corrections import Change, Correction
    from reader.session.session import Session


def correct(asked: Namespace, own: Belongings) -> int:
    """Tell the analysis something and say the correction's id when it is safe; or list what was told, or take it back.

    A list only looks; the others enter the article.
    """
    check_usage(asked)
    session = own.session(open_article(asked.source, own, asked.read_as))
    if asked.list:
        session.look()
        list_corrections(session, asked)
        return 0
    session.enter()
    if asked.clear is not None:
        from reader.annotations.corrections import in_words

        stdio.tell(f"taken back: {in_words(session.uncorrect(asked.clear).change)}")
        return 0
    stdio.say(*(correction.id for correction in session.correct(change_asked(asked, session))))
    return 0


def check_usage(asked: Namespace) -> None:
    """Raises UsageError where it is not said what is to be corrected, and to what."""
    about = {"--entity": asked.entity, "--quote": asked.quote, "--list": asked.list, "--clear": asked.clear}
    given = [name for name, value in about.items() if value]
    if len(given) != 1:
        raise UsageError("give one of --entity, --quote, --list and --clear")
    entity = [asked.rename, asked.kind, asked.same_as, asked.dismiss or None]
    quote = [asked.speaker, asked.no_speaker or None]
    wanted = {"--entity": entity, "--quote": quote}.get(given[0], [])
    if wanted and sum(value is not None for value in wanted) != 1:
        options = {"--entity": "--rename, --kind, --same-as and --dismiss", "--quote": "--speaker and --no-speaker"}
        raise UsageError(f"with {given[0]} give one of {options[given[0]]}")
    if [value for value in (*entity, *quote) if value is not None] != [value for value in wanted if value is not None]:
        raise UsageError("--rename, --kind, --same-as and --dismiss belong to --entity, the speakers to --quote")
    if (asked.before or asked.after) and not asked.quote:
        raise UsageError("--before and --after tell one --quote from another: give --quote too")
    if asked.json and not asked.list:
        raise UsageError("--json belongs to --list")


def change_asked(asked: Namespace, session: "Session") -> "Change":
    """Raises NoteError on a name or a quote that the article does not have."""
    from reader.anchoring import describe
    from reader.annotations.corrections import Attribute, Dismiss, Merge, Rename, Retype, names_of
    from reader.annotations.new_correction import entity_called, quote_of, speaker_called

    analysis = session.analysis
    if asked.quote:
        quote = quote_of(analysis, session.find_passage(asked.quote, asked.before, asked.after))
        speaker = () if asked.no_speaker else speaker_called(analysis, asked.speaker)
        return Attribute(describe(session.article.text, quote.span), speaker)
    names = names_of(entity_called(analysis, asked.entity))
    if asked.rename is not None:
        return Rename(names, asked.rename)
    if asked.kind is not None:
        return Retype(names, asked.kind)
    if asked.same_as is not None:
        return Merge(names, names_of(entity_called(analysis, asked.same_as)))
    return Dismiss(names)


def list_corrections(session: "Session", asked: Namespace) -> None:
    """The corrections that hold, in the order in which they take effect."""
    if asked.json:
        from reader.export.json import correction_object

        stdio.say_json([correction_object(correction) for correction in session.corrections])
    else:
        from reader.annotations.corrections import without_effect

        idle = without_effect(session.uncorrected, session.corrections, session.article) if session.corrections else ()
        stdio.say(*(line(correction, correction in idle) for correction in session.corrections))


def line(correction: "Correction", idle: bool) -> str:
    """A correction on one line."""
    from reader.annotations.corrections import in_words

    return f"{correction.id}  {in_words(correction.change)}{'  (nothing to correct in this text)' if idle else ''}"
