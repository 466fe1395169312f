"""Bytes to text: by BOM, then UTF-8, then what the source declares, then detection; never a crash.

Declarations come after UTF-8, because bytes that are valid UTF-8 beyond ASCII hardly ever are anything else, and pages
that declare the wrong thing are many.
"""

import codecs

from reader.text.sanitize import clean

GUESS_LENGTH = 1 << 16
"""Bytes that a guess at the encoding looks at: plenty, and never felt."""

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
"""What old text files are in, likeliest first; left to itself, detection offers EBCDIC, old Macs and other rarities
where it should say Windows."""

LEGACY = "cp1252"
"""The most common of them by far, and where the few odd bytes of an almost ASCII file come from."""

FEW_BYTES, FEW_OF_ALL = 16, 0.2
"""With fewer bytes beyond ASCII than both of these, detection can only guess."""

BEYOND_ASCII = bytes(range(0x80, 0x100))

SPACES = (b" ", b"\n")
"""Bytes that are never part of another character, whatever the encoding."""

BROKEN = 0.01
"""A share of characters that cannot be decoded above which what was declared is not believed."""

SHIFTING = ("iso2022", "hz", "utf16", "utf7")
"""How encodings begin, without signs, whose bytes may look like ASCII or hold NULs."""


def decode(data: bytes, declared: str = "") -> str:
    """`data` as text: newlines are LF, control characters are visible signs, what cannot be decoded is U+FFFD."""
    return clean(decode_raw(data, declared))


def decode_raw(data: bytes, declared: str = "") -> str:
    """`data` as text with LF for newlines and all its controls: for whoever takes their meaning out of it.

    `declared` is the encoding that the source says it has, if it says one.
    """
    text = _decode(data, _find_codec(declared))
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def has_bom(data: bytes) -> bool:
    return any(data.startswith(mark) for mark, _ in BOMS)


def _find_codec(declared: str) -> str:
    """The name of an encoding as Python knows it; empty if it knows none. Browsers take Latin-1 for its superset."""
    try:
        name = codecs.lookup(declared.strip(" \t\"'")).name
        b"a".decode(name, "replace")  # not everything that has a codec is an encoding of text
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
        if beyond > damaged:  # UTF-8 that was cut or mixed
            return text
        if declared and declared != "utf-8":
            text = data.decode(declared, "replace")
            if text.count("\ufffd") <= BROKEN * len(text):
                return text
        return data.decode(_guess_legacy_encoding(data, error.start), "replace")


def _guess_legacy_encoding(data: bytes, odd: int) -> str:
    """The likeliest encoding of `data`, which is not UTF-8 at the byte `odd`."""
    start = max(data.rfind(space, 0, odd) for space in SPACES) + 1
    sample = data[start : start + GUESS_LENGTH]
    beyond = len(sample) - len(sample.translate(None, BEYOND_ASCII))
    if beyond < FEW_BYTES and beyond < FEW_OF_ALL * len(data):
        return LEGACY
    from charset_normalizer import from_bytes  # 30 ms that UTF-8 need not pay

    ends = [len(sample)]
    if start + len(sample) < len(data):  # not within a character: of four places one is between two
        space = max(map(sample.rfind, SPACES))
        ends = [space] if space > 0 else [len(sample) - cut for cut in range(4)]
    likely = {
        encoding: match.coherence - match.chaos
        for end in ends
        for match in from_bytes(sample[:end], cp_isolation=list(ENCODINGS))
        for encoding in match.could_be_from_charset
    }
    return max(ENCODINGS, key=lambda encoding: likely.get(encoding, -1))
