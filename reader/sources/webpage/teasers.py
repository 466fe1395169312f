"""Links to other articles among the paragraphs of an article, which are the site's.

They are furniture: drawn dimmed, and not analyzed. Pitfall: an author's own list of links looks alike, so links count
only after a label that says what they are, in capitals, or as headings without a text below.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from reader.sources.builder import PendingBlock
from reader.sources.plain.line_patterns import is_furniture

LABEL = r"""(?:
    # English
    (?:read|see|watch|learn)\ (?:more|also|next) | also | related(?:\ \w+)? | more(?:\ \w+)?\ (?:on|from|in|about)\ .+
    | more\ (?:related\ )?(?:stories|news|articles|coverage) | (?:you\ )?(?:might|may)\ (?:also\ )?like | want\ more
    | recommended(?:\ for\ you)? | don['’]?t\ miss | up\ next | further\ reading | in\ other\ news | explore\ further
    # German
    | (?:lesen\ sie|lies|lest|sehen\ sie)\ (?:auch|mehr|dazu|hier)(?:\ auch)? | siehe\ auch | auch\ interessant
    | (?:mehr|weitere|passend)\ (?:zum|zu|dazu|artikel|themen|meldungen|nachrichten|beiträge|tipps)(?:\ .+)?
    | das\ (?:könnte|dürfte)\ (?:sie|dich|euch)\ (?:auch\ )?interessieren | schon\ gelesen | zum\ thema
    | (?:lust\ auf|noch)\ mehr | top-themen(?:\ .+)?
    # French
    | (?:à\ )?(?:lire|voir|écouter)\ (?:aussi|également|plus) | lisez\ aussi | sur\ le\ même\ (?:sujet|thème)
    | pour\ (?:aller\ plus\ loin|en\ savoir\ plus)
    # Spanish, Portuguese, Italian
    | (?:lea|lee|leer|ver|vea|mira|mire)(?:\ (?:tambi[eé]n|además|más|aquí))? | puedes?\ ver | siga\ leyendo
    | (?:te|le)\ (?:puede|podría|recomendamos)(?:\ \w+){0,2}
    | (?:notas?|noticias?|artículos?|contenidos?)\ relacionad[ao]s?
    | (?:leia|veja|saiba)\ (?:também|mais) | (?:leggi|vedi|guarda)\ anche | (?:ti\ )?potrebbe\ interessarti
    # Dutch, Polish
    | (?:lees|bekijk|zie)\ (?:ook|meer|verder)
    | (?:czytaj|zobacz|przeczytaj|sprawdź)\ (?:też|także|również|więcej) | polecamy
    )"""
"""Labels of links to other articles."""

LABEL_WORDS, CAPITALS = 8, 4
"""The most words of a label, and the least of a link in capitals."""

LONGEST = 150
"""Characters of a label: a word may have a million, and the pattern looks at them again and again."""

LINKED = 0.85
"""Share of the letters of a block that are links, if it is nothing else."""


def mark_teasers(pieces: Sequence[PendingBlock]) -> Iterator[PendingBlock]:
    """Yield the blocks of an article, those of the site as furniture."""
    listed = False
    for at, piece in enumerate(pieces):
        labels = _is_label(piece.text) and all(map(_is_link, pieces[at + 1 : at + 2]))
        listed = labels or (listed and _is_link(piece))
        is_shouted = piece.kind == "paragraph" and piece.text.isupper() and len(piece.text.split()) >= CAPITALS
        bare = _is_linked_heading(piece) and sum(map(_is_linked_heading, pieces[max(0, at - 1) : at + 2])) > 1
        is_teaser = listed or _is_labelled_link(piece) or bare
        is_button = piece.kind in ("paragraph", "item") and is_furniture(piece.text)
        if piece.role != "furniture" and (is_teaser or is_button or (is_shouted and _is_link(piece))):
            piece = replace(piece, role="furniture")
        yield piece


def _is_label(text: str) -> bool:
    return len(text.split(maxsplit=LABEL_WORDS)) <= LABEL_WORDS and _labelled().fullmatch(text) is not None


def _is_labelled_link(piece: PendingBlock) -> bool:
    """Return whether a block is a label and a link: "Read also: Council votes"."""
    found = _labelled().match(piece.text[:LONGEST]) if _linked_share(piece) else None
    if found is None or piece.text[found.end() - 1].isalnum():
        return False
    return _linked_share(piece, found.end()) > LINKED


def _is_linked_heading(piece: PendingBlock) -> bool:
    return piece.kind == "heading" and _is_link(piece)


def _is_link(piece: PendingBlock) -> bool:
    """Return whether a block is nothing but links, and no statement; a headline may be a question."""
    return _linked_share(piece) > LINKED and not piece.text.endswith(".")


def _linked_share(piece: PendingBlock, start: int = 0) -> float:
    links = (mark.span for mark in piece.marks if mark.kind == "link")
    linked = sum(sum(map(str.isalnum, piece.text[max(span.start, start) : span.end])) for span in links)
    return linked / max(1, sum(map(str.isalnum, piece.text[start:]))) if linked else 0.0


@cache
def _labelled() -> re.Pattern[str]:
    """Compile the pattern of a label and the signs after it on first use: most sources do not need it."""
    return re.compile(LABEL + r"\s*[:：?!|»>→…–—-]*\s*", re.IGNORECASE | re.VERBOSE)
