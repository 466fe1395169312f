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

SHORT, TITLED = 60, 250  # words of a text that is not an article if its words say so, and of one if its heading does
EXCERPT = 600  # words of a beginning that a site shows; a longer text that ends well is believed to be whole

ENDING, OFFER_WORDS, SENTENCE = 4, 40, 6
"""Last blocks that may be offers, words of an offer, and words of a paragraph that breaks off: fewer are a label."""


def _words(alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"(?i)(?<!\w)(?:{alternatives})")


LOG_IN = "the page asks to log in, and has no article"

ABOUT_ITSELF = tuple(
    (reason, _words(about), _words(says))
    for reason, about, says in (
        (
            "the page asks for consent, and has no article",
            "cookies?|consent|privacy|(?:personal|your) data|trackers?|einwilligung|datenschutz|témoins",
            "accept|agree|adjust|reject|refuse|allow|manage|choose|decline|partners|akzeptier|zustimm|ablehn|auswähl"
            "|refuser|acepta|rechaza",
        ),
        (
            LOG_IN,
            "log[- ]?in|members? (?:area|only)|restricted|sign[- ]?in|anmelden|einloggen|connexion|se connecter"
            "|iniciar sesión|accedi",
            "password|passcode|enter|user ?name|e-?mail|account|register|sign up|members?|passwort|konto|mot de passe"
            "|to (?:continue|see|view|read)|compte|contraseña",
        ),
        (
            "the page says that there is nothing at its address",
            "page|address|links?|url|article|story|content|document|file|site|404|410|seite|adresse|artikel|lien"
            r"|página|pagina|dirección|страниц|stron|\w*(?:页面?|頁面?|ページ|페이지)",
            "not found|nowhere|deleted|removed|no longer|(?:does|did|do)(?:n[o’']t| not) exist|expired"
            "|(?:can|could)(?:n?[o’']t| ?not) (?:be )?f[io]u?nd|(?:been |has )?moved|unavailable|went wrong"
            "|(?:is|was)(?: not|n[’']t) (?:available|here|there)|nicht gefunden|existiert nicht|gibt es nicht"
            "|introuvable|n[’']existe|n[oã]o? existe|n[oã]o? encontrad|non trovat|niet gevonden|не найден|nie znalez"
            r"|\w*(?:找不到|不存在|見つかりません|찾을 수 없)",
        ),
        (
            "the page needs a browser that runs its program, and has no article without",
            "java ?script",
            "enable|disabled|turn|requires?|need|without|activ|aktivier|support|allow|run",
        ),
        (
            "the page asks whether you are a program, and has no article",
            "robots?|captcha|human|automated|unusual (?:traffic|activity)|your browser|access (?:to|denied)"
            "|you (?:are|have been) (?:temporarily )?blocked|too many requests",
            "verif|checking|denied|prove|confirm|blocked|detected|moment|are you|not a|too many",
        ),
    )
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
    pieces: Sequence[PendingBlock], page: Sequence[PendingBlock], title: str, *, is_free: bool, stub: str
) -> tuple[Completeness, str]:
    """Return how much of an article `pieces` are, and why that is not the whole; "" if it is.

    `page` is all that is shown; `is_free` is false if the page declares that it is not; `stub` is why a short page is
    none, if more than its words tell that.
    """
    text = [piece for piece in pieces if piece.role != "furniture"]
    body = [piece for piece in text if piece.kind != "heading"]
    offers: list[PendingBlock] = []
    while body and _is_offer(body[-1]):
        offers.append(body.pop())
    count = word_total(text)
    if stub and count <= SHORT:
        return "not_an_article", stub
    if count <= TITLED:
        beside = offers if count <= SHORT and any(is_sentence(piece.text) for piece in body) else []
        said = [piece for piece in text if piece not in beside][: None if count <= SHORT else 1]
        words = " ".join([title, *(piece.text for piece in said)])
        if reason := next((why for why, about, says in ABOUT_ITSELF if about.search(words) and says.search(words)), ""):
            return "not_an_article", reason
    if not body:
        return "whole", ""
    after = [piece for piece in page if piece.role != "furniture"]
    at = next((at for at in reversed(range(len(after))) if after[at].text == body[-1].text), len(after))
    offers += filter(_is_offer, after[at + 1 : at + 1 + ENDING])
    why = _why_beginning(body[-1], offers, is_short=count <= EXCERPT, is_free=is_free)
    return ("beginning", f"only the beginning {why}") if why else ("whole", "")


def _why_beginning(last: PendingBlock, offers: Sequence[PendingBlock], *, is_short: bool, is_free: bool) -> str:
    """Return why there is more after the `last` paragraph, to judge by it and the `offers` that follow; "" if not."""
    is_prose = len(last.text.split()) >= SENTENCE and last.kind == "paragraph"
    linked = any(mark.kind == "link" and mark.span.end == len(last.text) for mark in last.marks)
    ends = not is_prose or linked or ENDS.search(last.text) is not None
    if is_short and is_prose and BREAKS_OFF.search(last.text):
        return "is here: the text ends in the middle"
    is_reserved = any(RESERVED.search(piece.text) for piece in offers)
    is_offered = is_reserved or (is_short and bool(offers))  # below a long text it may be a newsletter
    if not is_free and (is_offered or not ends or is_short):
        return "may be here: the site says that the article is not free"
    if is_offered and not ends:
        return "is here: the text ends in the middle, and the site offers the rest"
    return "is here: the site keeps the rest for its readers" if is_short and is_reserved else ""


def _is_offer(piece: PendingBlock) -> bool:
    short = len(piece.text.split()) <= OFFER_WORDS
    return short and (OFFER.search(piece.text) or RESERVED.search(piece.text)) is not None


def declares_free(root: Element) -> bool:
    """Return whether the structured data of a page does not say that its article must be paid for."""
    scripts = (script.text or "" for script in root.iter("script") if "ld+json" in script.get("type", ""))
    return not any(re.search(r'(?i)"isAccessibleForFree"\s*:\s*"?(?:false|no)\b', script) for script in scripts)
