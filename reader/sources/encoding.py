"""Decode bytes: by BOM, as UTF-8, as declared, or by detection; never with a crash.

Declarations come after UTF-8: bytes beyond ASCII that are valid UTF-8 are hardly ever anything else, and many pages
declare a wrong encoding.
"""

import codecs

from reader.text.sanitize import clean

GUESS_LENGTH = 1 << 16
"""Bytes that detection looks at."""

BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

ENCODINGS = (
    *("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "iso8859_2", "iso8859_5"),
    *("koi8_r", "cp866", "cp932", "euc_jp", "gb18030", "big5", "cp949"),
)
"""Encodings of old text files, likeliest first; without this list, detection offers EBCDIC and other rarities instead
of Windows code pages."""

LEGACY = "cp1252"
"""The most common of them, and the source of the few odd bytes in an almost ASCII file."""

FEW_BYTES, FEW_OF_ALL = 16, 0.2
"""With fewer bytes beyond ASCII than both of these, detection can only guess."""

BEYOND_ASCII = bytes(range(0x80, 0x100))

SPACES = (b" ", b"\n")
"""Bytes that are never part of another character in any encoding."""

BROKEN = 0.01
"""Share of undecodable characters above which the declared encoding is not believed."""

SHIFTING = ("iso2022", "hz", "utf16", "utf7")
"""Beginnings of names, without punctuation, of encodings whose bytes may look like ASCII or hold NULs."""


def decode(data: bytes, declared: str = "") -> str:
    """Decode `data`: newlines become LF, control characters visible signs, undecodable bytes U+FFFD."""
    return clean(decode_raw(data, declared))


def decode_raw(data: bytes, declared: str = "") -> str:
    """Decode `data` with LF for newlines but all control characters, for readers that interpret them.

    `declared` is the encoding that the source declares, if any.
    """
    text = _decode(data, _find_codec(declared))
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def has_bom(data: bytes) -> bool:
    return any(data.startswith(mark) for mark, _ in BOMS)


def _find_codec(declared: str) -> str:
    """Return Python's name of an encoding, or "". Like browsers, take Latin-1 for its superset."""
    try:
        name = codecs.lookup(declared.strip(" \t\"'")).name
        b"a".decode(name, "replace")  # some codecs are not encodings of text
    except (LookupError, ValueError):
        return ""
    return LEGACY if name in ("iso8859-1", "ascii") else name


def _decode(data: bytes, declared: str) -> str:
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if declared.replace("-", "").replace("_", "").startswith(SHIFTING):
        return data.decode(declared, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        beyond = len(text) - len(data.translate(None, BEYOND_ASCII)) - damaged
        if beyond > damaged:  # truncated or mixed UTF-8
            return text
        if declared and declared != "utf-8":
            text = data.decode(declared, "replace")
            if text.count("\ufffd") <= BROKEN * len(text):
                return text
        return data.decode(_guess_legacy_encoding(data, error.start), "replace")


def _guess_legacy_encoding(data: bytes, odd: int) -> str:
    """Return the likeliest encoding of `data`, which is not UTF-8 at byte `odd`."""
    start = max(data.rfind(space, 0, odd) for space in SPACES) + 1
    sample = data[start : start + GUESS_LENGTH]
    beyond = len(sample) - len(sample.translate(None, BEYOND_ASCII))
    if beyond < FEW_BYTES and beyond < FEW_OF_ALL * len(data):
        return LEGACY
    from charset_normalizer import from_bytes  # 30 ms that UTF-8 need not pay

    ends = [len(sample)]
    if start + len(sample) < len(data):  # cut between characters: one of four offsets is
        space = max(map(sample.rfind, SPACES))
        ends = [space] if space > 0 else [len(sample) - cut for cut in range(4)]
    likely = {
        encoding: match.coherence - match.chaos
        for end in ends
        for match in from_bytes(sample[:end], cp_isolation=list(ENCODINGS))
        for encoding in match.could_be_from_charset
    }
    return max(ENCODINGS, key=lambda encoding: likely.get(encoding, -1))
