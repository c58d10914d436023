"""What stands between a hospital's tablets and the server: a proxy that refuses, and answers with pages of its own."""

from __future__ import annotations

import http.client
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

from tests import small_server

PORTAL = "<!doctype html><title>Guest Wi-Fi</title><h1>Guest Wi-Fi: please agree</h1><button>OK</button>"
OF_ONE_LINK = frozenset({"connection", "keep-alive", "transfer-encoding", "content-length"})


@dataclass(frozen=True)
class Asked:
    """One request as the gateway sees it."""

    method: str
    path: str
    body: bytes
    at: float = field(default_factory=time.monotonic)


Rule = Callable[[Asked], int | None]
"""The status with which the gateway itself answers a request, or None to let it through."""


def pass_all(_: Asked) -> None:
    """Let everything through."""


class Gateway:
    """Listens on a port of its own and forwards whole requests; `with Gateway(port) as gateway`. No websockets."""

    def __init__(self, upstream_port: int) -> None:
        self.rule: Rule = pass_all
        self.asked: list[Asked] = []
        self.url = ""
        """Where a browser finds the server through this gateway; to browsers a secure place, as it is localhost."""
        self._upstream_port = upstream_port
        gateway = self

        class Handler(small_server.Quiet):
            protocol_version = "HTTP/1.1"

            def handle_one_request(self) -> None:
                try:
                    super().handle_one_request()
                except OSError:
                    self.close_connection = True

            def forward(self) -> None:
                gateway.answer(self)

            do_GET = do_POST = do_HEAD = forward

        self._running = small_server.running(Handler)

    def __enter__(self) -> Gateway:
        self.url = self._running.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._running.__exit__(None, None, None)

    def count(self, method: str, part: str, since: float, seconds: float) -> int:
        """How many requests of this method, with this in their path, came within so many seconds of a moment."""
        return sum(
            one.method == method and part in one.path and since <= one.at <= since + seconds for one in self.asked
        )

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        """Refuse a request, or bring it to the server and its answer back."""
        length = int(handler.headers.get("content-length") or 0)
        asked = Asked(handler.command, handler.path, handler.rfile.read(length))
        self.asked.append(asked)
        status = self.rule(asked)
        if status is None:
            self._forward(handler, asked)
        else:
            _send(handler, status, [("Content-Type", "text/html; charset=utf-8")], PORTAL.encode())

    def _forward(self, handler: BaseHTTPRequestHandler, asked: Asked) -> None:
        there = http.client.HTTPConnection("127.0.0.1", self._upstream_port, timeout=30)
        try:
            there.putrequest(asked.method, asked.path, skip_host=True, skip_accept_encoding=True)
            for name, value in handler.headers.items():
                if name.lower() not in OF_ONE_LINK:
                    there.putheader(name, value)
            there.putheader("Content-Length", str(len(asked.body)))
            there.endheaders(asked.body)
            found = there.getresponse()
            headers = [one for one in found.getheaders() if one[0].lower() not in OF_ONE_LINK]
            _send(handler, found.status, headers, found.read())
        finally:
            there.close()


def _send(handler: BaseHTTPRequestHandler, status: int, headers: list[tuple[str, str]], body: bytes) -> None:
    handler.send_response_only(status)
    for name, value in headers:
        handler.send_header(name, value)
    if status != 304:
        handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if handler.command != "HEAD" and status != 304:
        handler.wfile.write(body)
