"""Analyze one article in a process of its own, for the screen: by the rules, then with a model if there is one.

The request is a line with the article without its text, and whether the analysis by the rules is known; then the text,
and a newline at its end. The answers are lines with the share that is done, and for each analysis, also of the first
part of a book, the lines of `codec.to_lines`: `complete` tells the whole from a part, and `last` that no other engine
follows.
"""

import sys
from collections.abc import Iterable
from math import inf
from time import monotonic

from reader.analysis.codec import to_lines
from reader.analysis.engine import can_refine, chosen_pipeline
from reader.analysis.model.pool import local_tagger
from reader.analysis.model.tagger import Step
from reader.analysis.pipeline import PreparedArticle, analyze_by_rules
from reader.document.codec import decode_article
from reader.errors import AnalysisError, ReaderError
from reader.system import fast_json
from reader.system.memory import collect_rarely, return_freed_memory

PAUSE = 1.0  # minimum seconds between two reports of progress: more would draw the eye away from the text


def analyze_request() -> None:
    """Answer the request on standard input. Raises AnalysisError."""
    collect_rarely()
    about = fast_json.loads(sys.stdin.buffer.readline())
    text = sys.stdin.buffer.read().decode().removesuffix("\n")
    article, refined_only = decode_article({**about, "text": text}), bool(about["refined_only"])
    del about, text
    prepared, write_progress = PreparedArticle(article), progress_writer()
    if not refined_only:
        made = analyze_by_rules(
            article, None, write_progress, lambda part: send_lines(to_lines(part, complete=False, last=False)), prepared
        )
        try:
            is_last = not can_refine(made)
        except AnalysisError:  # reported by the screen, which asks the same
            is_last = True
        send_lines(to_lines(made, complete=True, last=is_last))
        if is_last:
            return
        del made
    return_freed_memory()  # a model takes as much again
    if pipeline := chosen_pipeline():
        made = analyze_by_rules(article, local_tagger(pipeline), write_progress, None, prepared)
        send_lines(to_lines(made, complete=True, last=True))


def progress_writer() -> Step:
    """Return a function that tells the share that is done, but not too often."""
    told = -inf

    def write(done: float) -> None:
        nonlocal told
        if (moment := monotonic()) - told >= PAUSE:
            told = moment
            send_lines([fast_json.dumps({"progress": round(done, 2)}) + b"\n"])

    return write


def send_lines(lines: Iterable[bytes]) -> None:
    sys.stdout.buffer.writelines(lines)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    try:
        analyze_request()
    except ReaderError as error:
        sys.exit(str(error))
