"""Requests that no browser would send, as many as wanted, the same for the same seed.

Run by hand, 10,000 against the real server: `python -m tests.soak.malformed_requests`.
"""

from __future__ import annotations

import json
import socket
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx2

from checklist.store import db
from checklist.store.accounts import sessions
from tests.server import Server
from tests.world import CODES, World, build

COUNT, SEED = 10_000, 20261127
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
PATHS = (
    "/", "/home", "/records", "/login", "/setup", "/logout", "/healthz", "/sw.js", "/visit/", "/visit/{n}", "/pass/{x}",
    "/api/assessments/{n}", "/api/assessments/{n}/answers", "/api/assessments/{n}/late-answers",
    "/api/assessments/{n}/submission", "/api/assessments/{n}/photos", "/api/photos/{n}", "/api/photos/{n}/erase", "/api/visits/{n}",
    "/api/visits/{n}/follow-ups", "/api/here", "/api/{x}", "/download/visits/{n}.{k}", "/download/visits/{n}/report.{k}",
    "/download/comparison.{k}", "/download/assessments/{n}.{k}", "/download/hospitals/{n}/records/{x}.{k}",
    "/download/hospitals/{n}/criteria.{k}", "/download/sheets/{x}.{k}", "/download/evidence/{n}", "/download/{x}",
    "/assets/{x}", "/_stcore/health", "/_stcore/host-config", "/_stcore/upload_file/{x}/{x}", "/media/{x}", "/{x}",
)  # fmt: skip
NUMBERS = ("0", "1", "2", "3", "99", "-1", "1.5", "9" * 19, "9" * 40, "٣", "１", "1e3", "0x1", "NaN", "", "%00")
KINDS = ("pdf", "xlsx", "csv", "zip", "exe", "", "%00", "xlsx%0a")
WORDS = ("x", "..", "%2e%2e", "%2f", "%5c", "%00", "%0a", "%ff", "あ", "a" * 300, "a" * 1500, "'--", "<b>", "${x}", " ", "=1+1",
         "anzen-2", "conference", "\u202e", "%F0%9F%98%80", "[", "con")  # fmt: skip
QUERIES = ("part", "person", "item", "operation", "taken_at", "by", "track", "chapter", "class", "year", "on", "set",
           "partner", "edition", "empty", "next", "from", "to")  # fmt: skip
HEADERS: dict[str, tuple[str, ...]] = {
    "X-Checklist": ("1", "1", "1", "2", ""),
    "Origin": ("http://127.0.0.1", "null", "http://evil.example", "", "http://[::1", "あ".encode().decode("latin-1")),
    "Accept": ("text/html", "*/*", "application/json", "x" * 5000, ";;q="),
    "Content-Type": ("application/json", "application/x-www-form-urlencoded", "multipart/form-data", "multipart/form-data; boundary=x", ";"),
    "Cookie": ("sid=", "sid=x; sid=y", "sid=\"a\\", "=;;;", "device1=x.y; device2=", "reader=x"),
    "If-None-Match": ("*", "x", "\"x"), "Range": ("bytes=0-1", "bytes=9-1", "bytes=-", "x" * 900),
    "X-Forwarded-Proto": ("https", ",", "HTTPS, x"), "Forwarded": ("proto=", "for=;proto=\"https"),
    "Accept-Encoding": ("gzip", "x", ""), "Accept-Language": ("ja", "\x7f"),
}  # fmt: skip


@dataclass(frozen=True)
class Odd:
    """One request; `token` is the session it comes with, if any."""

    method: str
    path: str
    headers: dict[str, str]
    content: bytes
    token: str | None = None
    extra: dict[str, Any] = field(default_factory=dict)


def requests(seed: int, count: int, tokens: list[str]) -> Iterator[Odd]:
    """So many requests, most of them with one of these sessions."""
    chance = Random(seed)
    for _ in range(count):
        path = chance.choice(PATHS)
        while "{" in path:
            hole = path[path.index("{") : path.index("}") + 1]
            path = path.replace(hole, chance.choice({"{n}": NUMBERS, "{k}": KINDS, "{x}": WORDS}[hole]), 1)
        if chance.random() < 0.4:
            asked = (
                f"{chance.choice(QUERIES)}={chance.choice((*NUMBERS, *WORDS))}" for _ in range(chance.randint(1, 4))
            )
            path += "?" + "&".join(asked)
        headers = {name: chance.choice(some) for name, some in HEADERS.items() if chance.random() < 0.25}
        if chance.random() < 0.6:
            headers |= {"X-Checklist": "1"}
            headers.pop("Origin", None)
        token = chance.choice(tokens) if chance.random() < 0.7 else None
        if token:
            headers["Cookie"] = f"sid={token}"
        method = "POST" if chance.random() < 0.4 else chance.choice(METHODS)
        yield Odd(method, path, headers, b"" if method in ("GET", "HEAD") else body(chance), token)


def body(chance: Random) -> bytes:
    """Something that is nearly what a route wants, or nothing like it."""
    kind = chance.random()
    if kind < 0.1:
        return chance.randbytes(chance.randint(0, 3000))
    if kind < 0.25:
        fields = ("login", "password", "next", "token", "code", "region", "name", "everywhere")
        return "&".join(f"{name}={chance.choice((*WORDS, *NUMBERS))}" for name in fields).encode()
    if kind < 0.3:
        depth = chance.choice((10, 1000, 100_000))
        return b"[" * depth + b"]" * chance.choice((0, depth))
    content = json.dumps(_near(chance), ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")
    if chance.random() < 0.3 and content:
        at = chance.randrange(len(content))
        content = content[:at] + chance.randbytes(2) + content[at + chance.randint(0, 3) :]
    return content


def _near(chance: Random) -> Any:
    odd: tuple[Any, ...] = (None, True, -1, 0, 1, 2**31, 2**63, 10**30, 1.5, "", "A", "X", "あ" * 3000, [], {}, [[]],
                            "\x00", "\ud800", "1-01", "0b0e7f4e-5f0c-4b0e-9d0e-0123456789ab", 1e308)  # fmt: skip

    def value(likely: Any) -> Any:
        return likely if chance.random() < 0.7 else chance.choice(odd)

    operation = {
        "operation_id": value(f"0b0e7f4e-5f0c-4b0e-9d0e-{chance.randrange(16**12):012x}"),
        "item": value(chance.choice(CODES)),
        "base_version": value(0),
        "value": value("A"),
        "comment": value("x"),
        "tapped_at": value("2026-11-22T10:00:00+09:00"),
    }
    near = {key: one for key, one in operation.items() if chance.random() < 0.93}
    return chance.choice(
        (
            {"operations": [near] * chance.randint(0, 3), "person": value(1)},
            {"finding": value(1), "mark": value("solved"), "comment": value(""), "seen": value(None)},
            {"reason": value("x")},
            near,
            value({}),
        )
    )


def _raw(server: Server, chance: Random) -> None:
    """Bytes that are no request at all."""
    with socket.create_connection(("127.0.0.1", server.port), 5) as found:
        found.settimeout(0.2)
        found.sendall(chance.choice((b"", b"GET ", b"GET / HTTP/9.9\r\n\r\n", chance.randbytes(200), b"POST /login HTTP/1.1\r\n"
                                     b"Content-Length: -1\r\n\r\n", b"GET /" + b"x" * 70_000)))  # fmt: skip


def main() -> int:
    """Send them all to the real server, and look at its answers and at what it has logged."""
    with tempfile.TemporaryDirectory() as folder:
        database = Path(folder) / "checklist.db"
        db.migrate(database)
        with db.writing(database) as connection:
            world: World = build(connection)
        told: Counter[int] = Counter()
        with Server(database) as server, httpx2.Client(base_url=server.url, timeout=60) as http:
            for start in range(0, COUNT, 100):
                with db.writing(database) as connection:
                    tokens = [sessions.start(connection, one.id) for one in world.people.values()]
                for odd in requests(SEED + start, 100, tokens):
                    try:
                        answer = http.request(
                            odd.method, odd.path, headers=odd.headers, content=odd.content, follow_redirects=False
                        )
                    except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError):
                        told[0] += 1
                        continue
                    told[answer.status_code] += 1
                    if answer.status_code == 500:
                        print("500", odd)
                _raw(server, Random(start))
                http.cookies.clear()
            log = server.log.read_text(encoding="utf-8", errors="replace")
    traces = log.count("Traceback")
    print(dict(sorted(told.items())), f"{traces} tracebacks")
    print(log[-3000:] if traces else "")
    return int(bool(told[500] or traces))


if __name__ == "__main__":
    sys.exit(main())
