"""Mails, mailboxes and saved web pages as articles: headers, bodies, attachments, and damaged or hostile messages."""

import gzip
import io
from base64 import b64encode
from email.message import EmailMessage
from pathlib import Path

import pytest

from reader.cli.context import entry_address
from reader.document.article import Article
from reader.sources import mail
from tests.sources.blocks import check_blocks, kinds, words
from tests.sources.mutants import mutants
from tests.sources.opening import open_source, opened, refusal
from tests.sources.survival import survive

SAMPLE = Path(__file__).parents[1] / "samples" / "harbour.eml"

HEADERS = "From: Ann Lee <ann@example.org>\nTo: Bo\nSubject: The vote\nDate: Mon, 02 Mar 2026 21:30:00 +0000\n"


def article_of(folder: Path, data: str | bytes) -> Article:
    article = opened(folder, "a.eml", data.encode() if isinstance(data, str) else data)
    check_blocks(article.text, article.blocks)
    return article


def built(*bodies: tuple[str, str]) -> EmailMessage:
    """Return a mail with alternative bodies, each with its subtype."""
    message = EmailMessage()
    message["From"], message["Subject"] = "Ann Lee <ann@example.org>", "The vote"
    for number, (subtype, said) in enumerate(bodies):
        message.add_alternative(said, subtype) if number else message.set_content(said, subtype)
    return message


def test_mail_has_title_byline_and_the_structure_of_its_html() -> None:
    article = open_source(str(SAMPLE))
    assert (article.title, article.author) == ("The Harbour Vote: “for tomorrow”", ("Ann Lee",))
    assert article.published == "2026-03-02"
    assert kinds(article)[:2] == [
        ("heading", "The Harbour Vote: “for tomorrow”"),
        ("paragraph", "Ann Lee to Bo Chen, Desk · 2026-03-02"),
    ]
    assert [block.role for block in article.blocks[:3]] == ["title", "furniture", "body"]
    assert {block.kind for block in article.blocks} >= {"heading", "paragraph", "item", "quotation", "table"}
    assert "six years.[1] She" in article.text
    assert article.left_out == ("attachment minutes.pdf",)


def test_plain_mail_has_its_quotations(tmp_path: Path) -> None:
    article = article_of(tmp_path, f"{HEADERS}\nDear Bo,\n\n> It was fair.\n\nIt was not.\n")
    assert kinds(article)[2:] == [
        ("paragraph", "Dear Bo,"),
        ("quotation", "It was fair."),
        ("paragraph", "It was not."),
    ]


def test_best_alternative_with_words_is_read(tmp_path: Path) -> None:
    message = built(("plain", "In short."), ("html", "<p>In <b>full</b>.</p>"))
    assert article_of(tmp_path, message.as_bytes()).text.endswith("In full.")
    empty = b"Content-Type: multipart/alternative; boundary=x\n\n--x\nContent-Type: text/plain\n\nwords\n--x\n"
    assert article_of(tmp_path, empty + b"Content-Type: image/png\n\nabc\n--x--\n").text == "words"


def test_parts_between_attachments_are_read_in_order(tmp_path: Path) -> None:
    message = built(("plain", "First."))
    message.add_attachment(b"x", "image", "png", filename="a.png")
    message.add_attachment("Second.", disposition="inline")
    message.add_attachment("Not this.", filename="notes.txt")
    message.add_attachment(built(("plain", "Forwarded.")))
    article = article_of(tmp_path, message.as_bytes())
    assert words(article, role="body") == ["First.", "Second."]
    assert article.left_out == ("attachment a.png", "attachment notes.txt", "attachment The vote")


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ('Content-Type: text/plain; charset="koi8-r"\n', "Гавань открыта, сказали в пятницу.".encode("koi8-r")),
        ("Content-Type: text/plain; charset=unknown-8bit\n", "Гавань открыта, сказали в пятницу.".encode()),
        ("Content-Transfer-Encoding: base64\n", b64encode("Гавань открыта, сказали в пятницу.".encode())),
        (
            "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n",
            b"<p>=D0=93=D0=B0=D0=B2=D0=B0=D0=BD=D1=8C \xd0\xbe\xd1\x82\xd0\xba\xd1\x80\xd1\x8b\xd1\x82\xd0\xb0, "
            + "сказали в пятницу.".encode(),
        ),
    ],
)
def test_encodings_are_undone(headers: str, body: bytes, tmp_path: Path) -> None:
    article = article_of(tmp_path, f"MIME-Version: 1.0\n{headers}\n".encode() + body)
    assert article.text.strip() == "Гавань открыта, сказали в пятницу."


def test_headers_are_decoded_and_sanitized(tmp_path: Path) -> None:
    head = "From: =?utf-8?q?J=C3=B6rg_=1b?= <j@example.org>\nSubject: =?utf-8?b?8J+?= =?x-odd?q?a?=\nDate: soon\n"
    article = article_of(tmp_path, f"{head}To: {', '.join(f'P{n} <{n}@x.org>' for n in range(9))}\n\nwords\n")
    assert article.author == ("Jörg ␛",)
    assert article.published == ""
    assert "to P0, P1, P2 and 6 others" in article.text
    assert "\x1b" not in article.text


def test_pictures_and_hidden_text_of_a_mail_are_left_alone(tmp_path: Path) -> None:
    html = '<p style="display:none">preview</p><p>It opens. <img src="https://example.org/p.gif" alt=""></p>'
    article = article_of(tmp_path, built(("html", html)).as_bytes())
    assert words(article, role="body") == ["It opens."]
    assert article.marks == ()


# -- known by its look ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("before", ["", "From ann@example.org Mon Mar  2 21:30:00 2026\n", "Received: by x\n\tfor y\n"])
def test_piped_mail_is_known_by_its_headers(before: str) -> None:
    article = open_source("-", io.BytesIO(f"{before}{HEADERS}\nwords\n".encode()))
    assert article.title == "The vote"


@pytest.mark.parametrize(
    "text",
    [
        "From: Ann\n\nwords\n",
        "From 0123456789012345678901234567890123456789 Mon Sep\nFrom: Ann\nDate: x\nSubject: y\n\nwords\n",
        "From: Ann\nTo: Bo\nSubject: x\nA line of text.\n\nwords\n",
        "Q: Who?\nA: Me.\n\nFrom: Ann\nSubject: x\nTo: Bo\n",
    ],
)
def test_other_text_is_no_mail(text: str) -> None:
    assert open_source("-", io.BytesIO(text.encode())).text.startswith(text[:9])


# -- bad input --------------------------------------------------------------------------------------------------------


def nested(depth: int) -> bytes:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))
    return b"From: Ann\n" + opening + b"Content-Type: text/plain\n\nwords\n"


@pytest.mark.parametrize("depth", [40, 3000])
def test_endless_nesting_is_refused(depth: int, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(nested(depth))
    assert "nested without end" in refusal(tmp_path / "a.eml")


def test_parts_are_limited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "MOST", 5)
    many = b"Content-Type: multipart/mixed; boundary=x\n\n" + b"--x\nContent-Type: text/plain\n\nwords\n" * 9 + b"--x--"
    (tmp_path / "a.eml").write_bytes(many)
    assert "more than 5 parts" in refusal(tmp_path / "a.eml")


@pytest.mark.parametrize("body", ["", "Content-Type: image/png\n\nabc", "Content-Type: text/html\n\n<!-- -->"])
def test_mail_without_words_is_refused(body: str, tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text(f"From: Ann\nSubject: x\n{body}")
    assert "has no text" in refusal(tmp_path / "a.eml")


def test_text_without_headers_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_text("words\n\nmore words\n")
    assert "is not a mail" in refusal(tmp_path / "a.eml")


def test_mutants_survive(tmp_path: Path) -> None:
    for data in mutants(SAMPLE.read_bytes(), 30):
        survive(data, tmp_path / "a.eml")


def test_html_with_endless_attributes_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.eml").write_bytes(
        built(("html", "<p " + "".join(f"a{number}='>' " for number in range(2001)) + ">words")).as_bytes()
    )
    assert open_source(str(tmp_path / "a.eml")).text.endswith("words")


PAGE = Path(__file__).parents[1] / "samples" / "harbour.mhtml"


def test_saved_page_is_read_like_one_of_the_web() -> None:
    article = open_source(str(PAGE))
    assert article.title == "The Harbour Vote"
    assert words(article, kind="heading")[1:] == ["The morning", "What was at stake", "The evening", "Afterwards"]
    assert article.text == open_source(str(PAGE.with_name("harbour-pandoc.html"))).text


def test_links_start_from_where_the_page_was_saved(tmp_path: Path) -> None:
    page = '<article><h1>Vote</h1><p>See <a href="/news/a">the news</a> of the vote.</p></article>'
    head = "Snapshot-Content-Location: https://example.org/x/\nMIME-Version: 1.0\n"
    head += "Content-Type: multipart/related; boundary=x\n"
    (tmp_path / "a.mht").write_text(f"{head}\n--x\nContent-Type: text/html\n\n{page}\n--x--\n")
    article = open_source(str(tmp_path / "a.mht"))
    assert [mark.href for mark in article.marks if mark.kind == "link"] == ["https://example.org/news/a"]


def test_piped_page_is_known_by_its_headers() -> None:
    assert open_source("-", io.BytesIO(PAGE.read_bytes())).title == "The Harbour Vote"


@pytest.mark.parametrize("text", ["Content-Type: text/plain\n\nwords", "Content-Type: multipart/related\n\n"])
def test_file_without_a_page_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_text(text)
    assert "is not a saved web page" in refusal(tmp_path / "a.mhtml")


def test_file_without_headers_is_refused_as_what_it_should_be(tmp_path: Path) -> None:
    (tmp_path / "a.mhtml").write_text("\nno headers")
    assert "is not a saved web page, or it is damaged" in refusal(tmp_path / "a.mhtml")


def test_mutants_of_a_saved_page_survive(tmp_path: Path) -> None:
    for data in mutants(PAGE.read_bytes(), 16):
        survive(data, tmp_path / "a.mhtml")


def test_of_related_parts_only_the_first_is_the_text(tmp_path: Path) -> None:
    part = "--x\nContent-Type: text/html\n\n<p>{}</p>\n"
    parts = "".join(map(part.format, ("The vote is over.", "A picture of it, in words.", "Another.")))
    head = f"{HEADERS}MIME-Version: 1.0\nContent-Type: multipart/{{}}; boundary=x\n\n"
    related = article_of(tmp_path, f"{head.format('related')}{parts}--x--\n")
    assert [said for _, said in kinds(related)[2:]] == ["The vote is over."]
    assert related.left_out == ()
    mixed = article_of(tmp_path, f"{head.format('mixed')}{parts}--x--\n")
    assert [said for _, said in kinds(mixed)[2:]] == ["The vote is over.", "A picture of it, in words.", "Another."]


MAILBOX = (Path(__file__).parents[1] / "samples" / "harbour.mbox").read_bytes()


@pytest.mark.parametrize("name", ["a.mbox", "2026-March.txt.gz"])
def test_mails_are_listed_and_opened_by_number(name: str, tmp_path: Path) -> None:
    article = opened(tmp_path, name, gzip.compress(MAILBOX) if name.endswith(".gz") else MAILBOX)
    check_blocks(article.text, article.blocks)
    assert kinds(article) == [
        ("heading", name),
        ("heading", "The Harbour Vote"),
        ("paragraph", "entry 1 · 2026-03-02 · Ann Lee"),
        ("heading", "Re: The Harbour Vote"),
        ("paragraph", "entry 2 · 2026-03-03 · Bo Chén"),
    ]
    first = open_source(entry_address(article, 1))
    assert (first.title, first.author, first.source) == ("The Harbour Vote", ("Ann Lee",), f"{tmp_path / name}#1")
    assert first.text.endswith("From then on, nobody asked.\nFrom the desk: when? We heard it in 2026")
    assert "Who said so?" in open_source(entry_address(article, 2)).text
    assert "has no mail 3; it has 2 mails" in refusal(f"{tmp_path / name}#3")


def test_one_mail_is_a_mail_and_patches_are_a_diff(tmp_path: Path) -> None:
    one = MAILBOX[: MAILBOX.index(b"From bo")]
    assert opened(tmp_path, "a", one).title == "The Harbour Vote"
    assert len(opened(tmp_path, "a.mbox", one).headings) == 1
    patch = b"From %s Mon Sep 17 00:00:00 2001\nFrom: Ann\nSubject: [PATCH] x\n\n---\n\n" % (b"0" * 40)
    assert not any("entry 1" in words for _, words in kinds(opened(tmp_path, "a.patch", patch * 2)))


def test_file_with_a_number_sign_is_itself(tmp_path: Path) -> None:
    assert opened(tmp_path, "notes#1", b"words").text == "words"
    assert "no such file" in refusal(tmp_path / "other#1")


def test_damaged_and_long_mailboxes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.mbox").write_bytes(b"words")
    assert "is not a mailbox" in refusal(tmp_path / "a.mbox")
    for data in mutants(MAILBOX, 40):
        survive(data, tmp_path / "a.mbox")
    monkeypatch.setattr(mail, "MAILS", 1)
    assert opened(tmp_path, "a.mbox", MAILBOX).left_out == ("1 mail",)
