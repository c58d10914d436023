"""Small HTTP servers on this machine; each answers as the handler of its test does and is gone with its block."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Quiet(BaseHTTPRequestHandler):
    """A handler of requests that tells nobody of them."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def running(handler: type[Quiet], port: int = 0) -> Iterator[str]:
    """The address of a server whose requests go to this handler."""
    server = ThreadingHTTPServer(("127.0.0.1", port), handler)
    # It looks every so often whether it shall end; by itself twice a second, for which each test would wait.
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
