"""How much of an article a page has: the whole, its beginning, or something else than an article.

A page that stands before an article (consent, a log-in, "not found") is short and talks about itself: about cookies and
a choice, a password, an address that leads nowhere. The beginning of an article ends in the middle, or with an offer to
read on. Pitfall: articles are written about cookies and passwords, and have boxes with offers, so only short texts are
judged by their words, and an offer counts only where the text breaks off or the page says that it is not free.
"""

import re
from collections.abc import Sequence

from reader.document.article import Completeness
from reader.sources.builder import PendingBlock
from reader.sources.html.elements import Element
from reader.sources.webpage.left_out import is_sentence, word_total

SHORT = 60
"""Words of a text that is not an article if its words say so."""

TITLED = 250
"""Words of a text that is none if its heading says so, too."""

EXCERPT = 600
"""Words of a beginning that a site shows; a longer text that ends well is believed to be whole."""

ENDING = 4
"""Last blocks of a page that may be offers."""

SENTENCE = 6
"""Words of a last paragraph that breaks off; fewer are a label or a signature."""

OFFER_WORDS = 40
"""Words of a block that is an offer."""


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{alternatives})")


ABOUT_ITSELF = (
    (
        "the page asks for consent, and has no article",
        _words(r"cookies?|consent|privacy|(?:personal|your) data|trackers?|einwilligung|datenschutz|témoins"),
        _words(
            r"accept|agree|adjust|reject|refuse|allow|manage|choose|decline|partners|akzeptier|zustimm|ablehn|auswähl"
            r"|refuser|acepta|rechaza"
        ),
    ),
    (
        "the page asks to log in, and has no article",
        _words(
            r"log[- ]?in|members? (?:area|only)|restricted|sign[- ]?in|anmelden|einloggen|connexion|se connecter"
            r"|iniciar sesión|accedi"
        ),
        _words(
            r"password|passcode|enter|user ?name|e-?mail|account|register|sign up|members?|passwort|konto|mot de passe"
            r"|to (?:continue|see|view|read)|compte|contraseña"
        ),
    ),
    (
        "the page says that there is nothing at its address",
        _words(
            r"page|address|links?|url|article|story|content|document|file|site|404|410|we|seite|adresse|artikel|lien"
            r"|página|dirección"
        ),
        _words(
            r"not found|nowhere|deleted|removed|no longer|(?:does|did|do)(?:n[o’']t| not) exist|gone|expired"
            r"|(?:can|could)(?:n?[o’']t| ?not) (?:be )?f[io]u?nd|(?:been |has )?moved|unavailable|went wrong"
            r"|(?:is|was)(?: not|n[’']t) (?:available|here|there)|nicht gefunden|existiert nicht|gibt es nicht"
            r"|introuvable|n[’']existe|no existe|no encontrad|non trovat"
        ),
    ),
    (
        "the page needs a browser that runs its program, and has no article without",
        _words(r"java ?script"),
        _words(r"enable|disabled|turn|requires?|need|without|activ|aktivier|support|allow|run"),
    ),
    (
        "the page asks whether you are a program, and has no article",
        _words(r"robots?|captcha|human|automated|unusual (?:traffic|activity)|your browser|access (?:to|denied)"),
        _words(r"verif|checking|denied|prove|confirm|blocked|detected|moment|are you|not a"),
    ),
)
"""What pages say that are none, each by what they are about and what they say of it, of which a short text has both."""

OFFER = _words(
    r"(?:continue|keep|finish|go on) (?:reading|with)|read (?:on|more with|the (?:rest|full|whole|entire))|unlock"
    r"|subscribe (?:to|now|for)|subscribers? (?:only|to)|for (?:subscribers|members)|to (?:continue|keep|read) "
    r"|(?:log|sign) in (?:to|or)|already (?:a |an )?(?:subscriber|member)|free month|trial"
    r"|become a (?:member|subscriber)|weiterlesen|jetzt (?:abonnieren|testen|lesen)|probemonat|abonne[zr]|suscr[íi]b"
)
"""What a site offers where the beginning of an article ends."""

RESERVED = _words(
    r"(?:this|the) (?:\w+ )?(?:article|story|content|post|text) is (?:for|only|reserved|available|exclusive)"
    r"|(?:for )?subscribers only|to (?:continue|keep|finish) reading"
    r"|(?:rest|remainder) of (?:the|this) (?:article|story|post|text)"
    r"|(?:subscribe|register|(?:sign|log) (?:in|up)) to (?:read|continue)|(?:is|are) reserved for"
    r"|réservée? aux abonnés|nur für abonnent|para suscriptores"
)
"""What says that there is more of the article, whether or not the text breaks off."""

BREAKS_OFF = re.compile(r"(?:…|\.\.\.|\[…\]|\[\.\.\.\])[\])’”\"»]?$")
ENDS = re.compile(r"[.!?:;。！？؟।…*)\]’”\"»“]\W*$")


def judge_completeness(
    pieces: Sequence[PendingBlock], page: Sequence[PendingBlock], title: str, *, is_free: bool, refers: str
) -> tuple[Completeness, str]:
    """Return how much of an article `pieces` are, and why that is not the whole; "" if it is.

    `page` is all that is shown, without its frame; `is_free` is false if the page declares that it is not; `refers` is
    the address to which it leads by itself, "" if it stays.
    """
    text = [piece for piece in pieces if not piece.furniture]
    body, offers = _without_offers(text)
    judged = body if any(is_sentence(piece.text) for piece in body) else text
    said = " ".join([title, *(piece.text for piece in text if piece.kind == "heading" or piece in judged)])
    count = word_total(text)
    if refers and count <= SHORT:
        return "not_an_article", f"the page only leads to {refers}"
    heading = " ".join([title, *(piece.text for piece in text[:1])])
    for reason, about, verdict in ABOUT_ITSELF:
        in_words = heading if count > SHORT else said
        if count <= TITLED and about.search(in_words) and verdict.search(in_words):
            return "not_an_article", reason
    if not body:
        return "whole", ""
    return _judge_end(body[-1], [*offers, *_offers_after(body[-1], page)], count, is_free=is_free)


def _without_offers(text: Sequence[PendingBlock]) -> tuple[list[PendingBlock], list[PendingBlock]]:
    """Return the blocks without headings and the offers at their end, and these offers."""
    body = [piece for piece in text if piece.kind != "heading"]
    offers: list[PendingBlock] = []
    while body and _is_offer(body[-1]):
        offers.append(body.pop())
    return body, offers


def _judge_end(
    last: PendingBlock, offers: Sequence[PendingBlock], count: int, *, is_free: bool
) -> tuple[Completeness, str]:
    """Judge by the `last` paragraph and the `offers` that follow it."""
    long = len(last.text.split()) >= SENTENCE and last.kind == "paragraph"
    breaks = long and BREAKS_OFF.search(last.text) is not None
    linked = any(mark.kind == "link" and mark.span.end == len(last.text) for mark in last.marks)
    ends = not long or linked or ENDS.search(last.text) is not None
    if breaks and count <= EXCERPT:
        return "beginning", "only the beginning is here: the text ends in the middle"
    if not is_free and (offers or not ends or count <= EXCERPT):
        return "beginning", "only the beginning may be here: the site says that the article is not free"
    if offers and not ends:
        return "beginning", "only the beginning is here: the text ends in the middle, and the site offers the rest"
    if count <= EXCERPT and any(RESERVED.search(piece.text) for piece in offers):
        return "beginning", "only the beginning is here: the site keeps the rest for its readers"
    return "whole", ""


def _offers_after(last: PendingBlock, page: Sequence[PendingBlock]) -> list[PendingBlock]:
    """Return the offers to read on that follow the last paragraph on the page."""
    page = [piece for piece in page if not piece.furniture]
    at = next((at for at in reversed(range(len(page))) if page[at].text == last.text), len(page))
    return list(filter(_is_offer, page[at + 1 : at + 1 + ENDING]))


def _is_offer(piece: PendingBlock) -> bool:
    short = len(piece.text.split()) <= OFFER_WORDS
    return short and (OFFER.search(piece.text) or RESERVED.search(piece.text)) is not None


def declares_free(root: Element) -> bool:
    """Return whether the structured data of a page does not say that its article must be paid for."""
    scripts = (script.text or "" for script in root.iter("script") if "ld+json" in script.get("type", ""))
    return not any(re.search(r'(?i)"isAccessibleForFree"\s*:\s*"?(?:false|no)\b', script) for script in scripts)
