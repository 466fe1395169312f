"""Decoding of bytes in any encoding."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.sources.encoding import decode, wide_encoding
from reader.text.sanitize import clean

FRENCH = "L'été dernier, le président a déclaré que « la France » n'était pas prête à négocier avec les élèves. "


RUSSIAN = "Президент заявил, что переговоры будут продолжены. Жители Москвы готовятся к параду. "


JAPANESE = "国家主席はモスクワを訪問し、大統領と会談した。両国の関係はさらに深まる見通しだ。"


CHINESE = "国家主席抵达莫斯科，开始对俄罗斯进行国事访问。两国元首将举行会谈。"


@given(st.binary(max_size=400))
def test_any_bytes_decode_to_sanitized_text(data: bytes) -> None:
    text = decode(data)
    assert text == clean(text)
    assert "\r" not in text


@given(st.text(st.characters(exclude_characters="\r\ufeff", exclude_categories=["Cs"]), max_size=200))
def test_unicode_encodings_round_trip(text: str) -> None:
    for encoding, mark in (
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ):
        data = mark + text.encode(encoding)
        if mark == codecs.BOM_UTF16_LE and text.startswith("\0"):  # that would be the mark of UTF-32
            continue
        if mark or "\0" not in text:  # that may be UTF-16 without a mark
            assert decode(data) == clean(text)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (FRENCH, "cp1252"),
        ("He said “no” – and the café’s owner agreed. ", "cp1252"),
        ("Prezydent powiedział, że Łódź będzie dążyć do pokoju; święta już się zaczęły. " * 3, "cp1250"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8_r"),
        ("Ο πρόεδρος δήλωσε ότι οι διαπραγματεύσεις θα συνεχιστούν. ", "cp1253"),
        ("הנשיא אמר כי השיחות יימשכו. תושבי ירושלים מתכוננים לחגיגה. ", "cp1255"),
        (JAPANESE, "cp932"),
        (JAPANESE, "euc_jp"),
        (CHINESE, "gb18030"),
        ("시진핑 국가주석이 모스크바를 방문해 푸틴 대통령과 회담했다. ", "cp949"),
    ],
)
def test_legacy_encodings_are_detected(text: str, encoding: str) -> None:
    assert decode((text * 4).encode(encoding)) == text * 4


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("text", [FRENCH, "漢字\u3000かな 1\n😀", "مرحبا بالعالم"])
def test_unicode_without_a_mark_is_recognized_by_its_nuls(text: str, encoding: str) -> None:
    assert wide_encoding(text.encode(encoding)) == encoding
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(
    "data", [b"abc\0def", b"\x01\0\x02\0\x03\0\x04\0", b"a\0b\0c", bytes(range(256)), b"\0" * 64, b"", b"text"]
)
def test_other_data_is_not_taken_for_unicode(data: bytes) -> None:
    assert wide_encoding(data) == ""


@pytest.mark.parametrize(("text", "encoding"), [(JAPANESE, "iso2022_jp"), ("안녕하세요 여러분", "iso2022_kr")])
def test_escaped_mail_is_recognized_by_its_sequences(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_escape_sequences_of_terminals_are_not_mail() -> None:
    assert decode(b"\x1b[1mbold\x1b[0m \x1b$ x") == clean("\x1b[1mbold\x1b[0m \x1b$ x")


@pytest.mark.parametrize(
    "head",
    [
        '<?xml version="1.0" encoding="{}"?>\n',
        "<meta http-equiv='Content-Type' content='text/html; charset={}'>\n",
        "# -*- coding: {} -*-\n",
    ],
)
@pytest.mark.parametrize("word", ["Łódź", "Пример"])
def test_encoding_that_the_text_declares_is_used(head: str, word: str) -> None:
    name = "iso-8859-2" if word == "Łódź" else "koi8-r"
    text = head.format(name) + word
    assert decode(text.encode(name)) == text


@pytest.mark.parametrize(
    ("declared", "text", "encoding"),
    [
        ("shift_jis", "①髙", "cp932"),
        ("gb2312", "朱镕基", "gb18030"),
        ("euc-kr", "똠방각하", "cp949"),
        ("iso-8859-1", "“no” – €", "cp1252"),
        ("iso-8859-9", "ağaç “…”", "cp1254"),
    ],
)
def test_declared_encoding_stands_for_its_superset(declared: str, text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), declared) == text


def test_declaration_in_the_text_that_does_not_fit_is_not_used() -> None:
    text = "<?xml encoding='euc-jp'?> " + RUSSIAN * 3
    assert decode(text.encode("cp1251")) == text


@pytest.mark.parametrize("encoding", ["johab", "cp874", "cp1256", "big5hkscs"])
def test_less_common_encodings_are_not_excluded(encoding: str) -> None:
    text = {
        "johab": "시진핑 국가주석이 모스크바를 방문해 푸틴 대통령과 회담했다. ",
        "cp874": "ประธานาธิบดีกล่าวว่าการเจรจาจะดำเนินต่อไป ชาวเมืองกำลังเตรียมงานเฉลิมฉลอง ",
        "cp1256": "قال الرئيس إن المفاوضات ستستمر وسكان المدينة يستعدون للاحتفال ",
        "big5hkscs": "國家主席抵達莫斯科，開始對俄羅斯進行國事訪問。兩國元首將舉行會談。",
    }[encoding] * 8
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("text", "encoding"), [(JAPANESE, "cp932"), (CHINESE, "gb18030"), (FRENCH, "cp1252")])
def test_big_file_is_detected_by_a_sample(text: str, encoding: str) -> None:
    whole = "a" * 100_001 + "\n" + text * 3000
    assert decode(whole.encode(encoding)) == whole


@pytest.mark.parametrize(("text", "encoding"), [(JAPANESE, "iso2022_jp"), (CHINESE, "hz"), (FRENCH, "utf-7")])
def test_declared_encoding_whose_bytes_look_like_ascii_is_used(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding), encoding) == text


def test_declared_encoding_that_does_not_fit_is_not_used() -> None:
    assert decode((RUSSIAN * 9).encode("cp1251"), "shift_jis") == RUSSIAN * 9


def test_damaged_utf_8_is_decoded_as_utf_8() -> None:
    data = FRENCH.encode()
    assert decode(data[:-4] + b"\xff" + data[-4:]) == FRENCH[:-4] + "\ufffd" + FRENCH[-4:]
    assert decode("Žluťoučký kůň".encode()[:-1]) == "Žluťoučký ků\ufffd"


def test_few_invalid_bytes_do_not_change_the_encoding() -> None:
    text = decode(b"First paragraph \xff\xfe\x80 \xc3( \xed\xa0\x80 end.\n\nLast paragraph\n")
    assert text.startswith("First paragraph ")
    assert text.endswith(" end.\n\nLast paragraph\n")


def test_truncated_utf_16_character_is_replaced() -> None:
    assert decode(codecs.BOM_UTF16_LE + "café".encode("utf-16-le")[:-1]) == "caf\ufffd"


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_all_newlines_become_lf(newline: str) -> None:
    assert decode(newline.join(["one", "two", "", "three"]).encode()) == "one\ntwo\n\nthree"


WORDS = {
    "cp1252": "L'été, les élèves: «\xa0Où est la forêt ?\xa0» L’âge, la sœur, le garçon.",
    "cp1250": "“Żółw” – powiedział sędzia, że Łódź będzie dążyć do pokoju; święta już się zaczęły.",
    "iso8859_2": "Žluťoučký kůň úpěl ďábelské ódy, řekla Šárka. Děti přišly domů až večer.",
    "cp1254": "Cumhurbaşkanı görüşmelerin süreceğini açıkladı; İstanbul'da ağaçlar çiçek açtı.",
    "cp1257": "Ąžuolas, gėlė, šventė: žmonės “ruošiasi” šventei, įžymūs ąsočiai.",
    "cp1255": "הנשיא אמר כי השיחות יימשכו. בְּרֵאשִׁית בָּרָא",
    "cp1253": "Ο πρόεδρος δήλωσε ότι οι «διαπραγματεύσεις» θα συνεχιστούν.",
    "cp1251": "Президент заявил, что «переговоры» будут продолжены. Зелёная ёлка.",
    "koi8_r": "Президент заявил, что переговоры будут продолжены. Жители Москвы готовятся.",
    "koi8_u": "Президент заявив, що переговори між Києвом і Варшавою триватимуть. Її ґанок.",
    "iso8859_5": "Президент заявил, что переговоры будут продолжены. Жители Москвы готовятся.",
    "cp866": "Президент заявил, что переговоры будут продолжены. Жители Москвы готовятся.",
    "mac_cyrillic": "Президент заявил, что переговоры будут продолжены. Жители Москвы готовятся.",
    "cp855": "Президент заявил, что переговоры будут продолжены. Жители Москвы готовятся.",
    "cp862": "הנשיא אמר כי השיחות יימשכו.",
    "cp850": "L'été, les élèves étaient prêts à négocier; le garçon a été reçu dès la rentrée par sa maîtresse.",
    "cp852": "Prezydent powiedział, że Łódź będzie dążyć do pokoju; święta już się zaczęły, więc cóż.",
}


@pytest.mark.parametrize("encoding", WORDS)
def test_a_sentence_tells_the_encoding(encoding: str) -> None:
    text = WORDS[encoding]
    assert decode(text.encode(encoding)) == text


@pytest.mark.parametrize(("text", "encoding"), [("naïve café", "cp1252"), ("Łódź", "cp1250"), ("“no” – yes", "cp1252")])
def test_few_letters_suffice(text: str, encoding: str) -> None:
    assert decode(text.encode(encoding)) == text
