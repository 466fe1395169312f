"""Find a passage by its words, as quoted by someone who has the text."""

from reader.document.article import Article
from reader.errors import ReaderError
from reader.text.normalize import fold, occurrences
from reader.text.sanitize import clean_line
from reader.text.span import Span

LISTED = 10
"""The number of places that an error message lists."""


class PassageError(ReaderError):
    """The words occur nowhere in the article, or in several places."""


def find_passage(article: Article, words: str, before: str = "", after: str = "") -> Span:
    """Return the one place of `words` in the text, compared after folding.

    `before` and `after` are words directly beside the passage. Raises PassageError if there is no such place, or more
    than one.
    """
    folded, wanted = fold(article.text), fold(words).text.strip()
    left, right = fold(before).text.strip(), fold(after).text.strip()
    if not wanted:
        raise PassageError("the quote is empty: give words of the article")
    places = [
        folded.span(at, at + len(wanted))
        for at in occurrences(wanted, folded.text)
        if folded.text[max(0, at - len(left) - 1) : at].rstrip().endswith(left)
        and folded.text[at + len(wanted) : at + len(wanted) + len(right) + 1].lstrip().startswith(right)
    ]
    if not places:
        beside = " with those words beside it" if before or after else ""
        raise PassageError(
            f"the article does not have “{clean_line(words)}”{beside}; quote it as `reader show` prints it"
        )
    if len(places) > 1:
        where = ", ".join(f"¶ {article.paragraph_number(place.start)}" for place in places[:LISTED])
        where += f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
        raise PassageError(
            f"“{clean_line(words)}” occurs in {len(places)} places ({where}); "
            "say which with --before or --after, or quote more words"
        )
    return places[0]
