"""The child that finds names and quotes, started while Textual is imported, which takes as long as their search.

It is `reader.analysis.worker`: the article goes in; lines with the progress and the findings come out.
`reader.tui.analysis_client` reads them once the article is on the screen.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread

from reader.document.article import Article
from reader.document.codec import encode_article
from reader.session.session import Session
from reader.session.state import is_any_saved, is_saved
from reader.system import plain_json  # imported in a third of the time that orjson takes
from reader.system.worker import Worker

PART = 1 << 20  # characters of the text encoded at a time: each part may wait for the thread that imports Textual


@contextmanager
def begun_analysis(session: Session) -> Iterator[None]:
    """Find names and quotes until exit or the screen takes it; of an article left before they are cached."""
    folder = session.paths.state
    if is_any_saved(folder) and is_saved(session.article_id, folder):
        yield
        return
    with suppress(OSError):  # the screen tries again, and reports it
        session.begun_analysis = start_child(session.article)
    try:
        yield
    finally:
        if session.begun_analysis is not None:
            session.begun_analysis.close()


def start_child(article: Article, *, refined_only: bool = False) -> Worker:
    """Return a child that analyzes an article, by a model only if `refined_only`; a thread sends it. Raises OSError."""
    worker = Worker("reader.analysis.worker")
    worker.lower_priority()
    Thread(target=send_article, args=(worker, article, refined_only)).start()  # a daemon could crash a Python that ends
    return worker


def send_article(worker: Worker, article: Article, refined_only: bool) -> None:
    worker.send(*request_parts(article, refined_only))
    worker.end_input()


def request_parts(article: Article, refined_only: bool) -> Iterator[bytes]:
    """Yield the request for an analysis in parts: a line about the article, and its text as it is."""
    yield plain_json.dumps({**encode_article(article), "text": "", "refined_only": refined_only}) + b"\n"
    for start in range(0, len(article.text), PART):
        yield article.text[start : start + PART].encode()
