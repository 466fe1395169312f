"""Encodings told apart by alphabets."""

import pytest

from reader.sources.alphabets import guess_by_alphabet

WORDS = {
    "cp1252": "L'été, les élèves: «\xa0Où est la forêt ?\xa0» L’âge, la sœur, le garçon.",
    "cp1250": "“Żółw” – powiedział sędzia, że Łódź będzie dążyć do pokoju; święta już się zaczęły.",
    "iso8859_2": "Žluťoučký kůň úpěl ďábelské ódy, řekla Šárka.",
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
    "cp850": "L'été, les élèves étaient prêts à négocier; ça va être français, déjà. Où sont-ils allés, à côté ?",
    "cp852": "Prezydent powiedział, że Łódź będzie dążyć do pokoju; święta już się zaczęły, więc cóż.",
}


@pytest.mark.parametrize("encoding", WORDS)
def test_the_alphabet_tells_the_encoding(encoding: str) -> None:
    text = WORDS[encoding]
    assert text.encode(encoding).decode(guess_by_alphabet(text.encode(encoding))) == text


def test_hungarian_is_not_taken_for_a_western_language() -> None:
    text = "Őrült költő, hűvös ősz; gyűlölködő fűtő. Árvíztűrő tükörfúrógép."
    assert text.encode("iso8859_2").decode(guess_by_alphabet(text.encode("iso8859_2"))) == text


@pytest.mark.parametrize(("text", "encoding"), [("naïve café", "cp1252"), ("Łódź", "cp1250"), ("“no” – yes", "cp1252")])
def test_few_letters_suffice(text: str, encoding: str) -> None:
    assert text.encode(encoding).decode(guess_by_alphabet(text.encode(encoding))) == text


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"plain",
        b"\xff\xfe\x80 \xc3( \xed\xa0\x80",
        "国家主席抵达莫斯科，开始对俄罗斯进行国事访问。".encode("gb18030"),
        "国家主席はモスクワを訪問し、大統領と会談した。".encode("cp932"),
        "시진핑 국가주석이 모스크바를 방문해 회담했다.".encode("cp949"),
        "ประธานาธิบดีกล่าวว่าการเจรจาจะดำเนินต่อไป".encode("cp874"),
        bytes(range(256)),
    ],
)
def test_what_is_in_no_alphabet_is_not_guessed(data: bytes) -> None:
    assert guess_by_alphabet(data) == ""
