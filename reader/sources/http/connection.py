"""Connections to web sites: through the user's proxies, with certificates and addresses checked.

Pitfall: a site's name may resolve differently each time, so the address that was connected to is checked.
"""

import http.client
import ipaddress
import os
import re
import socket
import ssl
import zlib
from collections.abc import Callable
from contextlib import suppress
from http.cookiejar import CookieJar
from typing import Any
from urllib import request
from urllib.error import URLError
from urllib.parse import urlsplit

from reader.text.sanitize import clean_line

TRANSLATED = tuple(map(ipaddress.IPv6Network, ("64:ff9b::/96", "64:ff9b:1::/48", "::/96")))
"""NAT64 (RFC 6052, RFC 8215) and IPv4-compatible addresses: a gateway in the local network decides where they lead."""

SPECIAL = (ipaddress.IPv4Network("192.0.0.0/24"), ipaddress.IPv4Network("192.88.99.0/24"))
"""IETF protocol assignments (RFC 6890), part of which Python takes for global, and the relays of 6to4 (RFC 7526)."""

AddressCheck = Callable[[str], None]
"""Called with the IP address of a site before a request is sent; raises to end the fetch."""


class _Http(http.client.HTTPConnection):
    """An HTTP connection that checks its peer's address before a request is sent."""

    check: AddressCheck | None = None

    def connect(self) -> None:
        super().connect()
        if self.check is not None:
            self.check(self.sock.getpeername()[0])


class _Https(http.client.HTTPSConnection):
    """An HTTPS connection that checks its peer's address before a request is sent."""

    check: AddressCheck | None = None

    def connect(self) -> None:
        super().connect()
        if self.check is not None:
            self.check(self.sock.getpeername()[0])


def _connection_factory(
    kind: type[_Http] | type[_Https], outgoing: request.Request, check: AddressCheck
) -> Callable[..., http.client.HTTPConnection]:
    """Make connections that call `check`; not through a proxy, whose address says nothing about the site."""
    through_proxy = outgoing.host != urlsplit(outgoing.full_url).netloc

    def made(host: str, /, **how: Any) -> http.client.HTTPConnection:
        connection = kind(host, **how)
        connection.check = None if through_proxy else check
        return connection

    return made


class _HttpHandler(request.HTTPHandler):
    """Handle http."""

    def __init__(self, check: AddressCheck) -> None:
        super().__init__()
        self._check = check

    def http_open(self, req: request.Request) -> http.client.HTTPResponse:
        return self.do_open(_connection_factory(_Http, req, self._check), req)


class _HttpsHandler(request.HTTPSHandler):
    """Handle https."""

    def __init__(self, check: AddressCheck) -> None:
        super().__init__()
        self._check = check

    def https_open(self, req: request.Request) -> http.client.HTTPResponse:
        return self.do_open(_connection_factory(_Https, req, self._check), req, context=ssl_context())


def build_opener(check: AddressCheck) -> request.OpenerDirector:
    """Build an opener for http and https that uses the user's proxies and keeps cookies across redirections.

    `check` is called before a request is sent to a site; what it raises ends the fetch.
    """
    opener = request.OpenerDirector()
    for handler in (
        request.ProxyHandler(),
        _HttpHandler(check),
        _HttpsHandler(check),
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
        if is_translated_address(address):
            return True
        inner = found.ipv4_mapped or found.sixtofour
        if inner is not None:
            return is_local_address(str(inner))
        if found.teredo is not None:
            return True
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
