"""Guess the encoding of bytes by alphabets: which reading has only letters that one language writes?

Code pages of one script differ in few letters, so statistics cannot tell them apart: Hungarian in windows-1250 looks
like good Portuguese in windows-1252, but no language has õ, û and ö. Only Latin, Hebrew, Greek and Cyrillic are read
here. Pitfall: in Cyrillic any other code page gives Cyrillic letters too; but their case is wrong, with capitals within
words.
"""

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from unicodedata import combining

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
