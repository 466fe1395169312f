"""A web site of our own on this machine, with pages that behave and pages that do not."""

import gzip
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Site:
    """What is served at which path; whatever a test needs."""

    url: str = ""
    pages: dict[str, Answer] = field(default_factory=dict)
    asked: Counter[str] = field(default_factory=Counter)
    agents: list[str] = field(default_factory=list)
    closing: threading.Event = field(default_factory=threading.Event)
    """Set when the test is over, so that pages that never end do."""

    def page(self, path: str, data: bytes, kind: str | None = "text/html; charset=utf-8", status: int = 200) -> str:
        """Serve `data` at `path`; the URL."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            if kind is not None:
                handler.send_header("Content-Type", kind)
            handler.send_header("Content-Length", str(len(data)))
            handler.end_headers()
            handler.wfile.write(data)

        self.pages[path] = answer
        return self.url + path

    def packed(self, path: str, data: bytes, length: int | None = None) -> str:
        """Serve `data`, which is gzip or something that is called so."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(200)
            handler.send_header("Content-Type", "text/html")
            handler.send_header("Content-Encoding", "gzip")
            handler.send_header("Content-Length", str(len(data) if length is None else length))
            handler.end_headers()
            handler.wfile.write(data)

        self.pages[path] = answer
        return self.url + path

    def moved(self, path: str, to: str, status: int = 302) -> str:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Location", to)
            handler.send_header("Content-Length", "0")
            handler.end_headers()

        self.pages[path] = answer
        return self.url + path

    def raw(self, path: str, data: bytes) -> str:
        """Serve bytes as they are, status line and all."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(data)

        self.pages[path] = answer
        return self.url + path

    def endless(self, path: str, head: bytes, part: bytes, pause: float = 0.0) -> str:
        """Serve `head` and then `part` without end."""

        def answer(handler: BaseHTTPRequestHandler) -> None:
            handler.wfile.write(head)
            while not self.closing.wait(pause):
                handler.wfile.write(part)

        self.pages[path] = answer
        return self.url + path


class Server(ThreadingHTTPServer):
    """A server to which a client that trusts it not says nothing, which is no reason to write anything."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


def bomb(size: int) -> bytes:
    """A small gzip of `size` bytes."""
    return gzip.compress(b" " * size)


@contextmanager
def running(certificate: Path | None = None) -> Iterator[Site]:
    """A site, as long as the block runs; with a certificate it speaks https."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked[self.path] += 1
            site.agents.append(self.headers.get("User-Agent", ""))
            answer = site.pages.get(self.path)
            with suppress(OSError):
                if answer is None:
                    self.send_error(404)
                else:
                    answer(self)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (likewise)
            """Say nothing."""

    server = (Server if certificate else ThreadingHTTPServer)(("127.0.0.1", 0), Handler)
    server.daemon_threads = False  # so that each is waited for when the site is closed
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield site
    finally:
        site.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
