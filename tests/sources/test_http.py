"""Fetching pages from a local server: what is fetched, how, and messages about failing sites."""

import errno
import gzip
import signal
import socket
import ssl
import threading
import zlib
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.error import URLError

import pytest

from reader.errors import SourceError
from reader.sources import http
from reader.sources.http import describe_failure, is_local_address, ssl_context
from reader.sources.open import open_source
from reader.sources.progress import Reading, ReadingStoppedError, shown_by
from tests.fixtures.hostile_files import chapter, epub, lines, pdf
from tests.fixtures.web_server import Site, bomb, running
from tests.waiting import PATIENCE

pytestmark = pytest.mark.usefixtures("no_sandbox")

TLS = Path(__file__).parents[1] / "samples" / "tls"
PAGE = (Path(__file__).parents[1] / "samples" / "harbour-site.html").read_bytes()


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@pytest.fixture
def site() -> Iterator[Site]:
    with running() as site:
        yield site


def refusal(url: str) -> str:
    with pytest.raises(SourceError) as raised:
        open_source(url, online=True)
    line = str(raised.value)
    assert "\n" not in line
    assert len(line) < 400
    return line


# -- pages ------------------------------------------------------------------------------------------------------------


def test_a_page_is_fetched_and_read(site: Site) -> None:
    url = site.page("/story", PAGE)
    article = open_source(url, online=True)
    assert article.title == "The Harbour Vote"
    assert article.source == url
    assert len(article.fetched) == len("2026-03-02")
    assert f"{site.url}/authority" in {mark.href for mark in article.marks}


def test_nothing_else_is_fetched(site: Site) -> None:
    url = site.page("/unasked", PAGE)
    with pytest.raises(SourceError, match="is fetched only when you name it"):
        open_source(url)
    open_source(url, online=True)
    assert site.asked["/unasked"] == 1
    assert not any(path in site.asked for path in ("/authority", "/favicon.ico", "/robots.txt"))


def test_user_agent_names_the_program(site: Site) -> None:
    open_source(site.page("/agent", PAGE), online=True)
    assert site.agents[-1].startswith("reader-notes/")


@pytest.mark.parametrize(
    ("data", "kind", "words"),
    [
        (pdf(lines("The harbour stays open.")), "application/pdf", "The harbour stays open."),
        (pdf(lines("The harbour stays open.")), "application/octet-stream", "The harbour stays open."),
        (
            epub({"a.xhtml": chapter("<p>The harbour stays open.</p>")}),
            "application/epub+zip",
            "The harbour stays open.",
        ),
        (b"# The *harbour*\n\nstays open.\n", "text/markdown", "The harbour\n\nstays open."),
        (b"# The harbour\n\nstays open.\n", "text/plain", "The harbour\n\nstays open."),
        (b"# a comment\nThe harbour\n", "text/x-python", "# a comment\nThe harbour\n"),
        (b'{"harbour": "open"}', "application/json", '{"harbour": "open"}'),
        (b"<!doctype html><p>The harbour stays open.", None, "The harbour stays open."),
    ],
)
def test_url_may_serve_any_supported_format(site: Site, data: bytes, kind: str | None, words: str) -> None:
    assert open_source(site.page("/thing", data, kind), online=True).text == words


def test_unsupported_media_type_is_named(site: Site) -> None:
    assert "is image/png, nothing to read" in refusal(site.page("/picture.png", b"\x89PNG", "image/png"))
    assert "is video/mp4" in refusal(site.page("/film", b"\0" * 99, "video/mp4"))


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("<html><p>L’été déjà".encode(), "text/html; charset=iso-8859-1"),
        ("<html><p>L’été déjà".encode("cp1252"), "text/html; charset=ISO-8859-1"),
        ("<html><p>L’été déjà".encode("cp1252"), "text/html; charset=nonsense"),
        ("<html><p>L’été déjà".encode("cp1252"), "text/html; charset=base64"),
        ("<html><meta charset=cp1252><p>L’été déjà".encode("cp1252"), "text/html"),
        ("<html><p>L’été déjà".encode("utf-16"), "text/html"),
        ("<html><p>L’été déjà".encode("utf-16-le"), "text/html; charset=utf-16le"),
    ],
)
def test_declared_charset_is_used_if_it_fits(site: Site, data: bytes, kind: str) -> None:
    assert open_source(site.page("/charset", data, kind), online=True).text == "L’été déjà"


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


@pytest.mark.parametrize(
    ("packing", "pack"), [("gzip", gzip.compress), ("deflate", zlib.compress), ("deflate", raw_deflate)]
)
def test_packed_pages_are_decompressed(packing: str, pack: Callable[[bytes], bytes], site: Site) -> None:
    head = f"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: {packing}\r\n\r\n".encode()
    assert open_source(site.raw("/packed", head + pack(PAGE)), online=True).title == "The Harbour Vote"
    assert "closed the connection" in refusal(site.raw("/cut", head + pack(PAGE)[:900]))


def test_fragment_is_not_part_of_the_source(site: Site) -> None:
    url = site.page("/story", PAGE)
    assert open_source(f"{url}#:~:text=Ortiz", online=True).source == url


@pytest.mark.parametrize(
    ("written", "known"),
    [
        ("HTTPS://Example.ORG", "https://example.org/"),
        ("http://example.org/a b?q=ä#x", "http://example.org/a%20b?q=%C3%A4"),
        ("http://example.org:8080/%7Eann", "http://example.org:8080/%7Eann"),
        ("http://bücher.example/", "http://xn--bcher-kva.example/"),
        ("http://[::1]/x", "http://[::1]/x"),
        (" http://example.org/long-\nname ", "http://example.org/long-name"),
    ],
)
def test_urls_are_normalized(written: str, known: str) -> None:
    assert http.normalize_url(written) == known


@pytest.mark.parametrize("url", ["http://", "http:///x", "http://a:99999999/", "http://[::1", "http://..example.org/"])
def test_invalid_url_is_refused(url: str) -> None:
    assert "spelled right?" in refusal(url)


def test_very_long_url_is_shortened_in_messages(site: Site) -> None:
    line = refusal(f"{site.url}/{'x' * 60_000}")
    assert line.endswith("…: the site has no such page (status 404)")


def test_url_with_a_password_is_refused() -> None:
    line = refusal("http://ann:secret@example.org/")
    assert "password" in line
    assert "secret" not in line


# -- redirections -----------------------------------------------------------------------------------------------------


def test_redirection_keeps_the_requested_url_as_source(site: Site) -> None:
    site.page("/new/story", PAGE)
    for status in (301, 302, 303, 307, 308):
        article = open_source(site.moved("/old", "/new/story", status), online=True)
        assert article.source == f"{site.url}/old"
        assert f"{site.url}/authority" in {mark.href for mark in article.marks}


def test_redirection_loop_ends(site: Site) -> None:
    site.moved("/there", "/here")
    assert "perhaps in a loop" in refusal(site.moved("/here", "/there"))
    assert site.asked["/here"] + site.asked["/there"] == http.REDIRECTIONS + 1


@pytest.mark.parametrize("to", ["file:///etc/passwd", "ftp://example.org/", "data:text/html,x", "javascript:alert(1)"])
def test_redirection_to_another_scheme_is_refused(site: Site, to: str) -> None:
    assert "which is not a web page" in refusal(site.moved("/out", to))


def test_redirection_with_a_password_is_refused(site: Site) -> None:
    line = refusal(site.moved("/out", "http://ann:secret@example.org/"))
    assert "redirects to an address with a name and password" in line
    assert "secret" not in line
    assert f"{site.url}/out" in line


def test_redirection_into_the_local_network_is_refused(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that was connected to counts, not an earlier resolution of the name."""
    addresses = iter([False, True])
    monkeypatch.setattr(http, "is_local_address", lambda address: next(addresses))
    site.page("/secret", PAGE)
    assert "a machine on your own network" in refusal(site.moved("/lure", "/secret"))
    assert site.asked["/lure"] == 1
    assert site.asked["/secret"] == 0


def test_redirection_within_the_local_network_is_followed(site: Site) -> None:
    site.page("/new/story", PAGE)
    assert open_source(site.moved("/intranet", "/new/story"), online=True).title == "The Harbour Vote"


def test_page_that_only_leads_on_is_followed_on_its_site(site: Site) -> None:
    site.page("/new/story", PAGE)
    to_new = b"<meta http-equiv=refresh content='0; url=/new/story'><p>Moved</p>"
    assert open_source(site.page("/gone", to_new), online=True).title == "The Harbour Vote"
    away = open_source(site.page("/away", to_new.replace(b"/new", b"https://elsewhere.org")), online=True)
    assert (away.completeness, away.doubt) == ("not_an_article", "the page only leads to https://elsewhere.org/story")
    loop = site.page("/again", b"<meta http-equiv=refresh content='0; url=/more'>")
    site.page("/more", b"<meta http-equiv=refresh content='0; url=/again'>")
    assert "perhaps in a loop" in refusal(loop)


def test_host_name_is_resolved_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[object] = []
    look_up = socket.getaddrinfo

    def counted(*asked: object, **how: object) -> object:
        found.append(asked[0])
        return look_up(*asked, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", counted)
    open_source(site.page("/story", PAGE), online=True)
    assert found == ["127.0.0.1"]


def test_local_addresses_are_recognized() -> None:
    for address in ("127.0.0.1", "::1", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0", "::ffff:10.0.0.1"):
        assert is_local_address(address)
    assert is_local_address("fe80::1%eth0")
    assert not is_local_address("93.184.216.34")
    assert not is_local_address("::ffff:93.184.216.34")


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("64:ff9b::5db8:d822", True),
        ("64:ff9b::a00:1", True),
        ("64:ff9b:1::1", True),
        ("64:ff9b:2::1", False),
        ("2002:a00:1::", True),
        ("2002:c0a8:101::1", True),
        ("2002:c000:1::1", True),
        ("2002:5db8:d822::1", False),
        ("::ffff:192.0.0.8", True),
        ("192.0.0.1", True),
        ("192.0.0.9", True),
        ("192.0.1.1", False),
        ("::10.0.0.1", True),
        ("2001:0:0:0:0:0:f5ff:fffe", True),
        ("2606:2800:220:1::1", False),
        ("fd00::1", True),
    ],
)
def test_addresses_that_lead_into_the_local_network_are_local(address: str, local: bool) -> None:
    assert is_local_address(address) == local


@pytest.mark.parametrize(
    ("addresses", "followed"),
    [
        (("64:ff9b::5db8:d822", "64:ff9b::5db8:d823"), True),
        (("64:ff9b::5db8:d822", "192.168.0.1"), False),
        (("93.184.216.34", "64:ff9b::a00:1"), False),
        (("192.168.0.1", "10.0.0.1"), True),
    ],
)
def test_redirection_from_a_translated_address_leads_to_such_only(addresses: tuple[str, str], followed: bool) -> None:
    fetch = http._Fetch("http://example.org/", 1000)  # noqa: SLF001
    fetch._check_address(addresses[0])  # noqa: SLF001
    fetch._redirected = True  # noqa: SLF001
    if followed:
        fetch._check_address(addresses[1])  # noqa: SLF001
        return
    with pytest.raises(SourceError, match="redirects to a machine on your own network"):
        fetch._check_address(addresses[1])  # noqa: SLF001


def test_redirection_without_a_location_is_refused(site: Site) -> None:
    assert "status 302" in refusal(site.raw("/lost", b"HTTP/1.0 302 Found\r\n\r\n"))


# -- sites that fail --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "has no such page (status 404)"),
        (410, "no longer has this page"),
        (403, "does not allow programs to read it"),
        (401, "requires a password"),
        (429, "received too many requests"),
        (418, "does not give the page (status 418)"),
        (500, "fails (status 500); try again later"),
        (503, "try again later"),
    ],
)
def test_status_is_explained(site: Site, status: int, words: str) -> None:
    assert words in refusal(site.page("/refused", b"no", status=status))


def test_unreachable_site_is_reported() -> None:
    assert "the site refuses the connection" in refusal("http://127.0.0.1:1/")
    assert "the site is not found" in refusal("http://nowhere.invalid/")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError("timed out"), "the site does not answer; try again later"),
        (OSError(errno.EHOSTUNREACH, "No route\nto host"), "No route to host"),
        (OSError(), "OSError"),
    ],
)
def test_any_failure_to_connect_is_described_in_one_line(error: OSError, words: str) -> None:
    assert describe_failure(URLError(error)) == words


def test_page_is_fetched_through_a_proxy_of_the_local_network(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("no_proxy")
    monkeypatch.setenv("http_proxy", site.url)
    site.moved("http://old.example/story", "http://new.example/story")
    site.page("http://new.example/story", PAGE)
    assert open_source("http://old.example/story", online=True).title == "The Harbour Vote"


def test_site_without_tls_is_reported(site: Site) -> None:
    line = refusal(site.url.replace("http://", "https://"))
    assert "no secure connection" in line or "closed the connection" in line


@pytest.mark.parametrize(
    ("certificate", "words"),
    [
        ("self", "its certificate is not valid (self-signed certificate)"),
        ("expired", "its certificate is not valid (certificate has expired)"),
        ("elsewhere", "its certificate is not valid (IP address mismatch"),
    ],
)
def test_site_with_an_invalid_certificate_gets_no_request(
    certificate: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "ca.pem"))
    with running(TLS / f"{certificate}.pem") as site:
        assert words in refusal(site.page("/story", PAGE))
        assert not site.asked


def test_certificate_needs_a_known_authority(monkeypatch: pytest.MonkeyPatch) -> None:
    with running(TLS / "good.pem") as site:
        url = site.page("/story", PAGE)
        assert "unable to get local issuer certificate" in refusal(url)
        assert not site.asked
        monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "ca.pem"))
        assert open_source(url, online=True).title == "The Harbour Vote"


def test_certificates_of_certifi_are_used_where_the_system_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certifi = pytest.importorskip("certifi")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path / "none"))
    expected = ssl.create_default_context(cafile=certifi.where()).cert_store_stats()
    assert ssl_context().cert_store_stats() == expected


def test_https_may_redirect_to_http(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(TLS / "ca.pem"))
    with running(TLS / "good.pem") as safe:
        assert open_source(safe.moved("/old", site.page("/story", PAGE)), online=True).title == "The Harbour Vote"


def test_slow_site_is_abandoned(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "TIME", 0.3)
    waiting = site.endless("/silent", b"", b"", pause=0.05)
    assert "the site is too slow" in refusal(waiting)
    dripping = site.endless("/dripping", b"HTTP/1.0 200 OK\r\n\r\n", b"x", pause=0.02)
    assert "the site is too slow" in refusal(dripping)
    head = site.endless("/head", b"HTTP/1.0 200 OK\r\nA: ", b"x", pause=0.02)
    assert "the site is too slow" in refusal(head)


def test_endless_page_is_cut_at_the_limit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.open.LIMIT", 1 << 20)
    url = site.endless("/endless", b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n", b"<p>words" * 8192)
    assert "is larger than 1 MiB" in refusal(url)
    assert "is larger than 1 MiB" in refusal(site.page("/huge", b"w" * (2 << 20), "text/plain"))


def test_gzip_bomb_is_decompressed_up_to_the_limit(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.sources.open.LIMIT", 1 << 20)
    assert "is larger than 1 MiB" in refusal(site.packed("/bomb", bomb(200 << 20)))


def test_incomplete_page_is_refused(site: Site) -> None:
    head = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n"
    assert "closed the connection" in refusal(site.raw("/cut", head + PAGE[:2000]))
    chunked = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>wo"
    assert "closed the connection" in refusal(site.raw("/chunk", chunked))
    assert "closed the connection" in refusal(site.packed("/zip", gzip.compress(PAGE)[:900]))


@pytest.mark.parametrize(
    "data",
    [b"", b"nonsense\r\n\r\n", b"HTTP/1.0 abc\r\n\r\n", b"HTTP/1.0 200 OK\r\n" + b"a: b\r\n" * 200, b"\0" * 70_000],
)
def test_invalid_response_is_reported(site: Site, data: bytes) -> None:
    assert "the site" in refusal(site.raw("/odd", data))


def test_unrequested_encoding_is_refused(site: Site) -> None:
    head = b"HTTP/1.0 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\n\r\n"
    assert "packs the page in a way that was not asked for (br)" in refusal(site.raw("/br", head + b"\x0b\x02"))
    assert "sent an invalid response" in refusal(site.packed("/false", PAGE))


def test_empty_and_script_only_pages_are_refused(site: Site) -> None:
    assert "is empty" in refusal(site.page("/empty", b""))
    script = b"<!doctype html><html><body><div id=app></div><script>go()</script></body></html>"
    assert "has no text of its own" in refusal(site.page("/app", script))


def test_text_from_the_server_is_sanitized(site: Site) -> None:
    assert "\x1b" not in refusal(site.moved("/evil", "file:///\x1b]0;x\x07"))
    assert "\x1b" not in refusal(site.page("/kind", b"x", "image/\x1b[31m"))


def test_ctrl_c_interrupts_a_waiting_fetch(site: Site) -> None:
    """The site has the request and does not answer."""
    whoever_waits = threading.get_ident()

    def interrupt(handler: BaseHTTPRequestHandler) -> None:
        signal.pthread_kill(whoever_waits, signal.SIGINT)
        site.closing.wait(PATIENCE)

    site.pages["/silent"] = interrupt
    with pytest.raises(KeyboardInterrupt):
        open_source(f"{site.url}/silent", online=True)


def test_a_waiting_fetch_is_stopped(site: Site) -> None:
    """The site has the request and does not answer."""
    lines: list[str] = []
    reading = Reading(lines.append)

    def stop(handler: BaseHTTPRequestHandler) -> None:
        reading.stop()
        site.closing.wait(PATIENCE)

    site.pages["/silent"] = stop
    with shown_by(reading), pytest.raises(ReadingStoppedError, match=r"^stopped reading http://.*/silent$"):
        open_source(f"{site.url}/silent", online=True)
    assert lines == [f"fetching {site.url}/silent", ""]
