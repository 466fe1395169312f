"""Pages that lead elsewhere by themselves: `<meta http-equiv="refresh" content="0; url=…">`.

A page with hardly any text that leads to its own site is followed, like a redirection of the server. Pitfall: sites
reload their articles in this way as well, so a page with text is never left.
"""

import re
from html import unescape
from urllib.parse import urljoin

from reader.sources.detect import is_url, site_of
from reader.text.sanitize import clean_line

WITHIN = 1 << 16  # characters of a page in which it says so: its head

REFRESH = re.compile(
    r"""<meta\b(?=[^>]{0,300}?http-equiv\s*=\s*["']?refresh)[^>]{0,300}?\bcontent\s*=\s*["']?\s*[\d.]*\s*[;,]\s*
        (?:url\s*=\s*)?["']?(?P<target>[^"'>\s]{1,2000})""",
    re.IGNORECASE | re.VERBOSE,
)

UNSEEN = re.compile(r"(?is)<!--.*?-->|<(script|style|head|title)\b.*?</\1\s*>|<[^>]*>")
"""What a page has beside its words."""

FEW = 40  # words of a page that only leads on: “You are being redirected; if nothing happens, click here.”


def refresh_target(text: str, url: str) -> str:
    """Return the address to which a page at `url` (or at a path) leads by itself; "" if it stays where it is."""
    found = REFRESH.search(text[:WITHIN])
    said = clean_line(unescape(found["target"])) if found else ""
    try:
        target = urljoin(url, said) if said and is_url(url) else said
    except ValueError:
        return ""
    return "" if target == url else target


def target_on_site(text: str, url: str) -> str:
    """Return where a page without text of its own leads on its own site; "" if it has text, or leads elsewhere."""
    target = refresh_target(text, url)
    if not is_url(target) or len(UNSEEN.sub(" ", text[:WITHIN]).split()) > FEW:
        return ""
    return target if site_of(target) == site_of(url) else ""
