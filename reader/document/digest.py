"""The sha256 of a text, and ids made of digests.

Pitfall: the modules imported here take a thirtieth of a start, and a text read for the first time needs none of them
before its first words.
"""

from base64 import b32encode
from hashlib import sha256

ID_LENGTH = 10  # 50 bits: among a million articles, the chance that two share an id is one in two thousand


def base32_id(digest: bytes) -> str:
    """Return the first characters of `digest` in RFC 4648 base 32, lower case."""
    return b32encode(digest).decode().lower()[:ID_LENGTH]


def id_of(content: str | bytes) -> str:
    """Return an id made of the sha256 of a text (UTF-8) or of bytes: the same wherever it is made."""
    return base32_id(sha256(content.encode() if isinstance(content, str) else content).digest())


def text_digest(text: str) -> str:
    """Return the sha256 of `text` (UTF-8) in hexadecimal."""
    return sha256(text.encode()).hexdigest()
