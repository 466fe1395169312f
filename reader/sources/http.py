"""Fetch one page by its URL, within limits of time, size and redirections.

The standard library fetches, since it supports proxies and checks certificates; redirections are followed here, because
urllib would read the whole body of each. Only http and https are used, and a page on the internet may not redirect to
the user's own network: the address that was connected to is checked before a request is sent, since a name may resolve
differently each time. Pitfall: a socket timeout starts again with every byte, so the whole fetch runs in a thread that
is abandoned when the time is up.
"""

import http.client
import ipaddress
import os
import re
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from functools import partial
from http.cookiejar import CookieJar
from itertools import chain
from pathlib import PurePosixPath
from typing import Any
from urllib import request
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urljoin, urlsplit, urlunsplit

from reader import __version__
from reader.errors import SourceError
from reader.sources.detect import SourceData, is_url
from reader.sources.progress import Reading, current
from reader.sources.refresh import WITHIN, target_on_site
from reader.text.sanitize import clean_line

TIME = 20.0  # seconds for the whole fetch
SILENCE = 10.0  # seconds without a byte
REDIRECTIONS = 10  # browsers stop at 20; well-behaved sites need at most three

PART = 1 << 16

LONGEST = 200  # characters of a URL in a message
GZIP = 31  # zlib's `wbits` for its largest window and a gzip header
ZLIB = b"\x08\x18\x28\x38\x48\x58\x68\x78"  # the bytes that a header of zlib may begin with

BROKE_OFF = "closed the connection before the page was complete; try again"
TOO_SLOW = "is too slow; try again later"

AGENT = f"reader-notes/{__version__} (a person reading one page in a terminal)"

ACCEPTED = (
    "text/html, application/xhtml+xml, text/markdown, text/plain, application/pdf, application/epub+zip, */*;q=0.5"
)

NO_LINES = str.maketrans("", "", "\t\r\n")
"""White space in a URL that was broken over lines when copied; browsers drop it, too."""

HTML_TYPES = ("text/html", "application/xhtml+xml", "")  # pages that may lead on by themselves

MOVED = frozenset({301, 302, 303, 307, 308})

UNSAFE_PATH = "/%:=&?~+!$,;'@()*[]|"  # characters kept in a path or query; everything beyond ASCII is encoded

REFUSALS = {
    401: "requires a password",
    402: "requires payment",
    403: "does not allow programs to read it",
    404: "has no such page",
    410: "no longer has this page",
    429: "received too many requests; try again later",
    451: "may not show it where you are",
}
"""The words for a status in messages."""

TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
"""NAT64 (RFC 6052, RFC 8215) and IPv4-compatible addresses: a gateway in the local network decides where they lead."""

SPECIAL = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("192.88.99.0/24"))
"""IETF protocol assignments (RFC 6890), part of which Python takes for global, and the relays of 6to4 (RFC 7526)."""

AddressCheck = Callable[[str], None]
"""Called with the IP address of a site before a request is sent; raises to end the fetch."""


def normalize_url(source: str) -> str:
    """Return `source` without fragment, with scheme and host in lower case; articles are identified by it.

    Raises SourceError if it cannot be fetched.
    """
    address = urldefrag(source.strip().translate(NO_LINES)).url
    name = display_url(source)
    try:
        parts = urlsplit(address)
        host, port = parts.hostname or "", parts.port
        host = host if ":" in host else host.encode("idna").decode()
    except ValueError as error:  # also UnicodeError
        raise SourceError(f"{name} is not a URL that can be fetched; is it spelled right?") from error
    if not host:
        raise SourceError(f"{name} has no host name; is it spelled right?")
    if parts.username is not None or parts.password is not None:
        raise SourceError("a URL with a name and password in it is not fetched, since it would be kept; leave them out")
    site = f"[{host}]" if ":" in host else host
    path, query = quote(parts.path or "/", safe=UNSAFE_PATH), quote(parts.query, safe=UNSAFE_PATH)
    return urlunsplit((parts.scheme.lower(), site if port is None else f"{site}:{port}", path, query, ""))


def display_url(url: str) -> str:
    """Return a URL for messages: sanitized, and cut if it is very long."""
    line = clean_line(url[: 2 * LONGEST])
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def fetch(source: str, limit: int) -> SourceData:
    """Fetch the URL `source`, at most `limit` + 1 bytes, decompressed; its base is the URL after redirections.

    Raises SourceError; ReadingStoppedError if the user stops it.
    """
    fetching = _Fetch(normalize_url(source), limit)
    reading = current.get() or Reading(lambda line: None)
    with reading.stopped_by(fetching.stop, fetching.name):
        reading.show(f"fetching {fetching.name}")
        threading.Thread(target=fetching.run, daemon=True).start()
        fetching.ended.wait(TIME)
        fetching.stop()
        reading.show("")
        if fetching.failure is not None:
            raise fetching.failure
        if fetching.fetched is None:
            raise fetching.refusal(TOO_SLOW)
        return fetching.fetched


class _Fetch:
    """One fetch, run in a thread; when it has `ended`, either `fetched` or `failure` is set, unless it was stopped."""

    def __init__(self, url: str, limit: int) -> None:
        self.requested = url
        self.name = display_url(url)
        self.limit = limit
        self.fetched: SourceData | None = None
        self.failure: SourceError | None = None
        self._end = time.monotonic() + TIME
        self._starts_local = False
        """True if the requested site is on the user's own network."""
        self._starts_translated = False
        """True if its address is translated: then other sites with such addresses are as far away."""
        self._redirected = False
        self._stopped = threading.Event()
        self.ended = threading.Event()

    def stop(self) -> None:
        """Give up: nobody waits any more."""
        self._stopped.set()
        self.ended.set()

    def run(self) -> None:
        try:
            self.fetched = self._follow()
        except SourceError as error:
            self.failure = error
        except (OSError, http.client.HTTPException, zlib.error, ValueError) as error:
            self.failure = SourceError(f"{self.name} could not be fetched: {describe_failure(error)}")
            self.failure.__cause__ = error
        finally:
            self.ended.set()

    def _follow(self) -> SourceData:
        """Fetch the URL and follow redirections. Raises SourceError, OSError, HTTPException, ValueError."""
        opener = build_opener(self._check_address)
        url = self.requested
        for _ in range(REDIRECTIONS + 1):
            sent = request.Request(url, headers={"User-Agent": AGENT, "Accept": ACCEPTED, "Accept-Encoding": "gzip"})
            try:
                response: http.client.HTTPResponse = opener.open(sent, timeout=SILENCE)
            except HTTPError as error:
                with closing(error):
                    url = self._redirect_target(url, error)
                self._redirected = True
                continue
            with closing(response):
                found = self._read(url, response)
            head = found.data[:WITHIN].decode("utf-8", "replace") if found.media_type in HTML_TYPES else ""
            if not (target := target_on_site(head, url)):
                return found
            url, self._redirected = self._checked_target(target), True
        raise self.refusal(f"redirects more than {REDIRECTIONS} times, perhaps in a loop")

    def _check_address(self, address: str) -> None:
        """Check the address of a connection before a request is sent. Raises SourceError."""
        local, translated = is_local_address(address), is_translated_address(address)
        if not self._redirected:
            self._starts_local, self._starts_translated = local, translated
        elif local and not (self._starts_local and (translated or not self._starts_translated)):
            raise self.refusal("redirects to a machine on your own network, which is not followed")

    def _redirect_target(self, url: str, error: HTTPError) -> str:
        """Return the target of a redirection. Raises SourceError if there is none, or it must not be followed."""
        to = error.headers.get("Location") if error.code in MOVED else None
        if to is None:
            said = REFUSALS.get(error.code) or ("fails" if error.code >= 500 else "does not give the page")
            hint = "; try again later" if error.code >= 500 else ""
            raise self.refusal(f"{said} (status {error.code}){hint}")
        try:
            target = urljoin(url, to.encode("latin-1", "replace").decode("utf-8", "replace").strip())
        except ValueError:
            target = to
        return self._checked_target(target)

    def _checked_target(self, target: str) -> str:
        """Return where a redirection leads. Raises SourceError if it must not be followed."""
        if not is_url(target):
            raise self.refusal(f"redirects to {display_url(target)}, which is not a web page")
        if "@" in urlsplit(target).netloc:
            raise self.refusal("redirects to an address with a name and password, which is not followed")
        return normalize_url(target)

    def _read(self, url: str, response: http.client.HTTPResponse) -> SourceData:
        data = bytearray()
        for part in self._unpack(self._read_parts(response), response.headers.get("Content-Encoding", "")):
            data += part
            if len(data) > self.limit:
                break
        media_type = response.headers.get_content_type() if "Content-Type" in response.headers else ""
        charset = response.headers.get_content_charset() or ""
        suffix = PurePosixPath(urlsplit(url).path).suffix.lower()
        content = bytes(data[: self.limit + 1])
        return SourceData(self.name, self.requested, content, suffix, media_type, charset, base=url)

    def _read_parts(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        """Yield the body as it comes. Raises SourceError if it ends early or comes too slowly."""
        announced = response.headers.get("Content-Length", "")
        chunked = "Transfer-Encoding" in response.headers
        left = int(announced) if announced.isascii() and announced.isdigit() and not chunked else None
        while left != 0:
            part = response.read1(PART if left is None else min(PART, left))
            if self._stopped.is_set() or time.monotonic() > self._end:
                raise self.refusal(TOO_SLOW)
            if not part:
                break
            left = None if left is None else left - len(part)
            yield part
        if left:
            raise self.refusal(BROKE_OFF)

    def _unpack(self, parts: Iterator[bytes], packing: str) -> Iterator[bytes]:
        """Yield the body decompressed, in parts of a bounded size; deflate comes with zlib's header or without one."""
        packing = packing.strip().lower()
        if packing in ("identity", ""):
            yield from parts
            return
        if packing not in ("gzip", "x-gzip", "deflate"):
            how = f"({clean_line(packing)[:40]}); save the page from a browser, and open that file"
            raise self.refusal(f"packs the page in a way that was not asked for {how}")
        head = next(parts, b"")
        wbits = GZIP if packing != "deflate" else zlib.MAX_WBITS if head[:1] in ZLIB else -zlib.MAX_WBITS
        unpacker = zlib.decompressobj(wbits)
        for part in chain((head,), parts):
            left = part
            while left and not unpacker.eof:
                yield unpacker.decompress(left, PART)
                left = unpacker.unconsumed_tail
        while more := unpacker.decompress(unpacker.unconsumed_tail, PART):
            yield more
        if not unpacker.eof:
            raise self.refusal(BROKE_OFF)

    def refusal(self, what: str) -> SourceError:
        return SourceError(f"{self.name}: the site {what}")


# -- connections -------------------------------------------------------------------------------------------------------


class _Http(http.client.HTTPConnection):
    """An HTTP connection that checks its peer's address before a request is sent."""

    check: AddressCheck | None = None

    def connect(self) -> None:
        super().connect()
        if self.check is not None:
            self.check(self.sock.getpeername()[0])


class _Https(_Http, http.client.HTTPSConnection):
    """Likewise over TLS."""


class _Handler(request.AbstractHTTPHandler):
    def __init__(self, check: AddressCheck) -> None:
        super().__init__()
        self._check = check

    def http_open(self, req: request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(self._connection, _Http, req), req)

    def https_open(self, req: request.Request) -> http.client.HTTPResponse:
        return self.do_open(partial(self._connection, _Https, req), req, context=ssl_context())

    def _connection(self, kind: type[_Http], req: request.Request, host: str, /, **how: Any) -> _Http:
        """Make a connection that checks its address, unless that is a proxy's, which says nothing about the site."""
        connection = kind(host, **how)
        connection.check = self._check if req.host == urlsplit(req.full_url).netloc else None
        return connection

    http_request = https_request = request.AbstractHTTPHandler.do_request_


def build_opener(check: AddressCheck) -> request.OpenerDirector:
    """Build an opener for http and https that uses the user's proxies and keeps cookies across redirections.

    `check` is called before a request is sent to a site; what it raises ends the fetch.
    """
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        _Handler(check),
        request.HTTPCookieProcessor(CookieJar()),
        request.HTTPErrorProcessor(),
        request.HTTPDefaultErrorHandler(),
    ):
        opener.add_handler(handler)
    return opener


def ssl_context() -> ssl.SSLContext:
    """Check certificates against the system's authorities, or certifi's if Python finds none."""
    paths = ssl.get_default_verify_paths()
    known = [path for path in (paths.cafile, paths.capath) if path and os.path.exists(path)]
    context = ssl.create_default_context()
    if not known:
        with suppress(ModuleNotFoundError):
            import certifi

            context.load_verify_locations(certifi.where())
    return context


def is_local_address(address: str) -> bool:
    """Return whether an IP address belongs to this machine, a local network, or nobody."""
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        if is_translated_address(address) or found.teredo is not None:
            return True
        if (inner := found.ipv4_mapped or found.sixtofour) is not None:
            return is_local_address(str(inner))
    return not found.is_global or any(found in network for network in SPECIAL)


def is_translated_address(address: str) -> bool:
    """Return whether a gateway in the local network translates an IPv6 address to one of IPv4."""
    found = ipaddress.ip_address(address.partition("%")[0])
    return any(found in network for network in TRANSLATED)


def describe_failure(error: Exception) -> str:
    """Describe in a few words why a page could not be fetched."""
    reason = error.reason if isinstance(error, URLError) and isinstance(error.reason, Exception) else error
    if isinstance(reason, socket.gaierror):
        return "the site is not found; is the address right, and are you online?"
    if isinstance(reason, ssl.SSLCertVerificationError):
        return f"its certificate is not valid ({clean_line(reason.verify_message)}), so it may be somebody else's"
    if isinstance(reason, ssl.SSLError):
        return f"no secure connection ({clean_line(reason.reason or 'TLS failed').lower().replace('_', ' ')})"
    if isinstance(reason, TimeoutError):
        return "the site does not answer; try again later"
    if isinstance(reason, ConnectionRefusedError):
        return "the site refuses the connection; is the address right?"
    if isinstance(reason, http.client.IncompleteRead | http.client.RemoteDisconnected | ConnectionError):
        return "the site closed the connection; try again"
    if isinstance(reason, http.client.HTTPException | zlib.error):
        return "the site sent an invalid response"
    words = reason.strerror if isinstance(reason, OSError) and reason.strerror else str(reason)
    return re.sub(r"\s+", " ", clean_line(words)) or type(reason).__name__
