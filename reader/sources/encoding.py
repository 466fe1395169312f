"""Decode bytes: by BOM or NULs, as UTF-8, as declared, or by detection; never with a crash.

Declarations come after UTF-8: bytes beyond ASCII that are valid UTF-8 are hardly ever anything else, and many pages
declare a wrong encoding. Detection is chardet's, which knows what XML, HTML and editors write at the beginning, and how
often letters follow each other in each language. Pitfall: a few bytes beyond ASCII are letters in any encoding, so
there the most common one is taken unless another is clearly likelier.
"""

import codecs

from reader.text.sanitize import clean

HEAD, GUESS_LENGTH = 2048, 1 << 16
"""Bytes that detection looks at: the beginning, which may declare an encoding, and those beyond ASCII."""

BOMS = (  # UTF-32 first: its little-endian mark begins with that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

WIDE = (("utf-32-le", 4, 0), ("utf-32-be", 4, 3), ("utf-16-le", 2, 0), ("utf-16-be", 2, 1))
"""Encodings without a mark that have NULs in Latin text: bytes to a character, and the one that is hardly ever NUL."""

FEW_NULS = 0.5  # share of the NULs that may be in that place; the ideographic space of UTF-16 has one there
WIDE_SAMPLE = 4096  # bytes that tell whether NULs are those of UTF-16 or UTF-32; divisible by four
LEGACY = "cp1252"  # the most common old encoding, and the source of the few odd bytes in an almost ASCII file

FEW_BYTES, CLEARLY = 6, 1.5
"""With fewer bytes beyond ASCII than this only those of Windows and ISO are considered, and another than the
most common one must be so many times likelier."""

BEYOND_ASCII = bytes(range(0x80, 0x100))

SPACES = (b" ", b"\n")  # bytes that are never part of another character in any encoding
BROKEN = 0.01  # share of undecodable characters above which the declared encoding is not believed

SHIFTING = ("iso2022", "hz", "utf16", "utf7")
"""Beginnings of names, without punctuation, of encodings whose bytes may look like ASCII or hold NULs."""


def decode(data: bytes, declared: str = "") -> str:
    """Decode `data`: newlines become LF, control characters visible signs, undecodable bytes U+FFFD."""
    return clean(decode_raw(data, declared))


def decode_raw(data: bytes, declared: str = "") -> str:
    """Decode `data` with LF for newlines but all control characters, for readers that interpret them.

    `declared` is the encoding that the source declares, if any.
    """
    text = _decode(data, find_codec(declared))
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def wide_encoding(data: bytes) -> str:
    """Return the encoding of text that is UTF-16 or UTF-32, by its mark or its NULs; "" for any other data."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return "" if encoding == "utf-8-sig" else encoding
    sample = data[:WIDE_SAMPLE]
    for encoding, width, position in WIDE if b"\0" in sample else ():
        text = sample.decode(encoding, "replace").removesuffix("\ufffd")  # it may end within a character
        few = sample[position::width].count(0) < FEW_NULS * sample.count(0) and len(data) % width == 0
        if few and "\ufffd" not in text and "".join(text.split()).isprintable():
            return encoding
    return ""


SUPERSETS = {
    **dict.fromkeys(("iso8859-1", "ascii"), LEGACY),
    **{"iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"},
    **{"shift_jis": "cp932", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"},
}
"""What is written where these are declared; browsers read them so, too."""


def find_codec(declared: str) -> str:
    """Return Python's name of an encoding, or of its usual superset; "" if there is none."""
    try:
        name = codecs.lookup(declared.strip(" \t\"'")).name
        b"a".decode(name, "replace")  # some codecs are not encodings of text
    except (LookupError, ValueError):
        return ""
    return SUPERSETS.get(name, name)


def _decode(data: bytes, declared: str) -> str:
    if data.startswith(codecs.BOM_UTF8):
        return data.decode("utf-8-sig", "replace")
    if wide := wide_encoding(data):
        return data.decode(wide, "replace")
    if declared.replace("-", "").replace("_", "").startswith(SHIFTING):
        return data.decode(declared, "replace")
    if b"\x1b" in data and data.isascii():
        from chardet import detect  # 40 ms that UTF-8 need not pay

        escaped = detect(data[:GUESS_LENGTH])["encoding"] or ""
        if escaped.lower().startswith("iso-2022"):
            return data.decode(escaped, "replace")
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
    from chardet import EncodingEra, detect_all  # 40 ms that UTF-8 need not pay

    start = max(0, *(data.rfind(space, 0, odd) for space in SPACES))
    sample = data[:HEAD] + data[max(HEAD, start) :][:GUESS_LENGTH]
    few = len(sample) - len(sample.translate(None, BEYOND_ASCII)) < FEW_BYTES
    era = EncodingEra.MODERN_WEB | EncodingEra.LEGACY_ISO if few else EncodingEra.ALL & ~EncodingEra.MAINFRAME
    likely: dict[str, float] = {}
    for each in detect_all(sample, ignore_threshold=True, encoding_era=era):
        likely.setdefault(find_codec(each["encoding"] or ""), each["confidence"])
    best = next(filter(None, likely), LEGACY)
    is_clear = not few or likely.get(best, 0) >= CLEARLY * likely.get(LEGACY, 0)
    return best if is_clear else LEGACY
