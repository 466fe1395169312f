"""Links that a terminal may open by itself (OSC 8): which ones are safe to send, and in which characters.

The address is foreign text inside an escape sequence, so a control character in it would end the sequence and begin
another one. Everything outside printable ASCII is percent-encoded, and what is not a link to the web or a mail address
is not sent. A terminal that does not know the sequence ignores it; the few that might print it get none.
"""

import re
from collections.abc import Mapping
from urllib.parse import quote

SAFE_SCHEMES = ("http://", "https://", "mailto:")
"""The beginnings of addresses that may be opened, by a terminal or by us."""

LONGEST = 2048  # characters; terminals cut or refuse longer addresses

UNABLE = re.compile(r"linux|vt\d.*|dumb|cons\d.*|sun.*")
"""$TERM of terminals that may print a sequence they do not know."""


def is_safe(url: str) -> bool:
    return url.lower().startswith(SAFE_SCHEMES)


def terminal_link(href: str) -> str:
    """Return the address as it may be sent to a terminal; "" for one that is not safe or too long."""
    if not is_safe(href):
        return ""
    signs = href[: LONGEST + 1]
    address = "".join(sign if "!" <= sign <= "~" else quote(sign, safe="", errors="replace") for sign in signs)
    return address if len(address) <= LONGEST else ""


def are_links_understood(environ: Mapping[str, str]) -> bool:
    """Return whether links may be sent to the terminal of this environment."""
    return UNABLE.fullmatch(environ.get("TERM", "")) is None
