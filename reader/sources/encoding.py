"""Decode bytes: by BOM or NULs, as UTF-8, as declared, or by detection; never with a crash.

Declarations come after UTF-8: bytes beyond ASCII that are valid UTF-8 are hardly ever anything else, and many pages
declare a wrong encoding. Detection asks first which reading has only letters that one language writes, then
charset-normalizer.

Code pages of one script differ in few letters, so statistics cannot tell them apart: Hungarian in windows-1250 looks
like good Portuguese in windows-1252, but no language has õ, û and ö. Only Latin, Hebrew, Greek and Cyrillic are told by
alphabets. Pitfall: in Cyrillic any other code page gives Cyrillic letters too; but their case is wrong, with capitals
within words.
"""

import codecs
import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from unicodedata import category, combining

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

WIDE = (("utf-32-le", 4, 0), ("utf-32-be", 4, 3), ("utf-16-le", 2, 0), ("utf-16-be", 2, 1))
"""Encodings without a mark that have NULs in Latin text: bytes to a character, and the one that is hardly ever NUL."""

FEW_NULS = 0.5
"""Share of the NULs that may be in that place; the ideographic space of UTF-16 has one there."""

WIDE_SAMPLE = 4096
"""Bytes that tell whether an encoding is one of these; divisible by four."""

TEXT_CATEGORIES = "LMNPSZ"
"""Unicode's categories of what text has: letters, marks, numbers, punctuation, symbols and separators."""

DECLARED = rb"""(?:encoding|charset|coding)\s{0,5}[:=]\s{0,5}["']?([A-Za-z0-9][A-Za-z0-9_.:-]{1,39})"""
DECLARED_WITHIN = 2048
"""What XML, HTML, mails and editors' comments write near the beginning, and the bytes that are examined for it."""

ESCAPED = ((rb"\x1b\$[@B]", "iso2022_jp"), (rb"\x1b\$\)C", "iso2022_kr"))
"""Escape sequences of Japanese and Korean mail, whose bytes are ASCII."""

LEGACY = "cp1252"
"""The most common old encoding, and the source of the few odd bytes in an almost ASCII file."""

FEW_BYTES, FEW_OF_ALL = 16, 0.2
"""With fewer bytes beyond ASCII than both of these, statistics can only guess."""

RARE = frozenset(
    "cp037 cp273 cp424 cp500 cp875 cp1026 cp1140 hp_roman8 utf_7 utf_16 utf_16_be utf_16_le utf_32 utf_32_be utf_32_le"
    " ptcp154 kz1048 koi8_t cp1006 cp1125 cp1258 cp720 cp860 cp861 cp863 iso8859_3 iso8859_4 iso8859_10 iso8859_14"
    " iso8859_16 mac_iceland mac_latin2 mac_turkish".split()
)
"""Encodings that charset-normalizer prefers to likelier ones: of mainframes, and those that few ever used."""

JOHAB = "johab"
"""An old Korean encoding in which any Chinese is Korean; taken if there is nothing else."""

EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "big5hkscs", "cp949", JOHAB)
"""Those it may not recognize when a file mixes text with code; the one with the fewest undecodable bytes is taken."""

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


def wide_encoding(data: bytes) -> str:
    """Return the encoding of text that is UTF-16 or UTF-32, by its mark or its NULs; "" for any other data."""
    for mark, encoding in BOMS:
        if data.startswith(mark):
            return "" if encoding == "utf-8-sig" else encoding
    sample = data[:WIDE_SAMPLE]
    nuls = sample.count(0)
    for encoding, width, position in WIDE if nuls else ():
        fits = len(data) % width == 0 and sample[position::width].count(0) < FEW_NULS * nuls
        if fits and _is_text(sample, encoding):
            return encoding
    return ""


def _is_text(sample: bytes, encoding: str) -> bool:
    """Return whether `sample` in this encoding has no characters that no text has."""
    text = sample.decode(encoding, "replace").removesuffix("\ufffd")  # it may end within a character
    if "\ufffd" in text:
        return False
    return all(character in "\t\n\f\r" or category(character)[0] in TEXT_CATEGORIES for character in text)


SUPERSETS = {
    **dict.fromkeys(("iso8859-1", "ascii"), LEGACY),
    **{"iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874"},
    **{"shift_jis": "cp932", "euc_kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"},
}
"""What is written where these are declared; browsers read them so, too."""


def _find_codec(declared: str) -> str:
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
    for sequence, encoding in ESCAPED if b"\x1b" in data and data.isascii() else ():
        if re.search(sequence, data):
            return data.decode(encoding, "replace")
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        text = data.decode("utf-8", "replace")
        damaged = text.count("\ufffd")
        beyond = len(text) - len(data.translate(None, BEYOND_ASCII)) - damaged
        if beyond > damaged:  # truncated or mixed UTF-8
            return text
        for encoding in (declared, _declared_within(data)):
            if encoding and encoding != "utf-8":
                text = data.decode(encoding, "replace")
                if text.count("\ufffd") <= BROKEN * len(text):
                    return text
        return data.decode(_guess_legacy_encoding(data, error.start), "replace")


def _declared_within(data: bytes) -> str:
    """Return Python's name of the encoding that `data` itself declares; "" if it declares none."""
    found = re.search(DECLARED, data[:DECLARED_WITHIN])
    return _find_codec(found[1].decode()) if found else ""


def _guess_legacy_encoding(data: bytes, odd: int) -> str:
    """Return the likeliest encoding of `data`, which is not UTF-8 at byte `odd`."""
    start = max(data.rfind(space, 0, odd) for space in SPACES) + 1
    sample = data[start : start + GUESS_LENGTH]
    if found := guess_by_alphabet(sample):
        return found
    beyond = len(sample) - len(sample.translate(None, BEYOND_ASCII))
    if beyond < FEW_BYTES and beyond < FEW_OF_ALL * len(data):
        return LEGACY
    from charset_normalizer import from_bytes  # 30 ms that UTF-8 need not pay

    if start + len(sample) < len(data):
        sample = sample[: max(map(sample.rfind, SPACES)) + 1] or sample
    matches = from_bytes(sample, preemptive_behaviour=False)
    names = [name for match in matches for name in match.could_be_from_charset if name not in RARE]
    if names:
        likeliest = next((name for name in names if name != JOHAB), JOHAB)
        return LEGACY if likeliest in LATIN_CODE_PAGES else likeliest  # no language has the letters of another
    damaged = {encoding: sample.decode(encoding, "replace").count("\ufffd") for encoding in EAST_ASIAN}
    return min(EAST_ASIAN, key=lambda encoding: damaged[encoding])


WESTERN = (
    "àâæçèéêëîïôùûüœ",  # French
    "äöüß",  # German
    "áéíñóúüçàèòï",  # Spanish, Catalan
    "áâãàçéêíóôõúü",  # Portuguese
    "àèéìíîòóùú",  # Italian
    "åäöæøéèêóòôâüá",  # Danish, Norwegian, Swedish, Finnish
    "éèëêïíóöüáú",  # Dutch, Irish
    "áðéíóúýþæö",  # Icelandic
)
CENTRAL = (
    "áéíóöőúüű",  # Hungarian
    "ąćęłńóśźż",  # Polish
    "áčďéěíňóřšťúůýž",  # Czech
    "áäčďéíĺľňóôŕšťúýž",  # Slovak
    "čćđšž",  # Croatian, Slovene
    "ăâîşţ",  # Romanian
)
TURKISH = ("çğıöşüâîûİ",)
BALTIC = ("ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž")  # Lithuanian, Latvian, Estonian
HEBREW = ("אבגדהוזחטיךכלםמןנסעףפץצקרשת" + "".join(map(chr, range(0x5B0, 0x5C4))),)  # with vowel signs
GREEK = ("αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",)
CYRILLIC = (
    "абвгдежзийклмнопрстуфхцчшщъыьэюяё",  # Russian, Bulgarian
    "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",  # Ukrainian
    "абвгдеёжзійклмнопрстуўфхцчшыьэюя",  # Belarusian
    "абвгдђежзијклљмнњопрстћуфхцчџшѓѕќ",  # Serbian, Macedonian
)

CODE_PAGES = (
    *((encoding, WESTERN) for encoding in ("cp1252", "iso8859_15")),
    *((encoding, CENTRAL) for encoding in ("cp1250", "iso8859_2")),
    ("cp1254", TURKISH),
    ("cp1257", BALTIC),
    ("cp1255", HEBREW),
    *((encoding, GREEK) for encoding in ("cp1253", "iso8859_7")),
    *((encoding, CYRILLIC) for encoding in ("cp1251", "koi8_r", "koi8_u", "iso8859_5")),
)
OLD_CODE_PAGES = (
    *((encoding, WESTERN) for encoding in ("mac_roman", "cp850", "cp437")),
    *(("cp852", CENTRAL), ("cp857", TURKISH), ("cp775", BALTIC), ("cp862", HEBREW), ("cp737", GREEK)),
    *((encoding, CYRILLIC) for encoding in ("cp866", "mac_cyrillic", "cp855")),
)
"""Code pages with the alphabets that they are made for, likeliest first; those of DOS and the old Macintosh."""

LATIN_CODE_PAGES = frozenset(
    encoding
    for encoding, alphabets in (*CODE_PAGES, *OLD_CODE_PAGES)
    if alphabets in (WESTERN, CENTRAL, TURKISH, BALTIC)
)

ENOUGH = 16
"""Bytes beyond ASCII that are needed for an old code page, which would give some meaning to any few of them."""

SIGNS = frozenset("„“”‚‘’«»‹›–—…•·°§©®™€£¡¿\xa0\xad№¹²³½×´")
"""Signs that any language may write."""

BEFORE_WORDS = frozenset("„‚¡¿£№§")
AFTER_WORDS = frozenset("°©®™¹²³½")
"""Those of them that never follow a letter, and never come directly before one."""

ASCII, BYTES = 0x7F, bytes(range(256))

LATIN = "\u024f"
"""The last letter of the Latin script."""

WORD = re.compile(rb"[A-Za-z\x80-\xff]*[\x80-\xff][A-Za-z\x80-\xff]*")
WORDS = 2000
"""Words with bytes beyond ASCII that are examined: twenty pages of French."""

FITTING = 0.95
"""Share of the characters beyond ASCII that must fit; the rest are names, in another language."""


def guess_by_alphabet(sample: bytes) -> str:
    """Return the encoding in which `sample` has the letters of one language; "" if there is none."""
    words = b" ".join(found[0] for found, _ in zip(WORD.finditer(sample), range(WORDS), strict=False))
    beyond = {byte: count for byte, count in Counter(words).items() if byte > ASCII}
    pairs = {pair: count for pair, count in Counter(pairwise(words)).items() if max(pair) > ASCII}
    total = sum(beyond.values()) or 1
    best, encoding = FITTING, ""
    for candidate, alphabets in CODE_PAGES if total < ENOUGH else (*CODE_PAGES, *OLD_CODE_PAGES):
        reading = BYTES.decode(candidate, "replace")
        fitting = max(_count_fitting(beyond, reading, alphabet) for alphabet in alphabets)
        if fitting <= best * total:
            continue
        fitting -= sum(count for (a, b), count in pairs.items() if _is_misplaced(reading[a], reading[b]))
        if fitting > best * total:
            best, encoding = fitting / total, candidate
    return encoding


def _count_fitting(counts: Mapping[int, int], reading: str, alphabet: str) -> int:
    known = {*alphabet, *alphabet.upper(), *SIGNS}
    return sum(count for byte, count in counts.items() if reading[byte] in known)


def _is_misplaced(before: str, after: str) -> bool:
    """Return whether no text has these characters side by side: capitals or signs within a word, or two scripts."""
    if not before.isalpha():
        return (combining(after) > 0 and not combining(before)) or (before in AFTER_WORDS and after.isalpha())
    if not after.isalpha():
        return after in BEFORE_WORDS
    return (before.islower() and after.isupper()) or (before > LATIN) != (after > LATIN)
