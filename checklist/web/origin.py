"""Where a request comes from: same-origin checks and the security headers of every answer."""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import re
from pathlib import Path

import streamlit
from starlette.datastructures import Headers
from starlette.types import Scope

from checklist.web import outer


def _inline_script_hashes() -> str:
    """The hashes of Streamlit's own inline scripts, so that no other inline script runs."""
    # Read from the installed page: hashes written down here would stop Streamlit's own start after its next update.
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    scripts = re.findall(r"<script>(.*?)</script>", page, re.S)
    digests = (hashlib.sha256(script.encode()).digest() for script in scripts)
    return " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests)


CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'self'",
        # blob: and wasm are needed by Streamlit's components and tables.
        f"script-src 'self' blob: 'wasm-unsafe-eval' {_inline_script_hashes()}",
        # Streamlit writes its styles into the page while it runs; only scripts are held to hashes.
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self' ws: wss:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

SECURITY_HEADERS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Addresses hold ids and the secret of a pass, which no other site is told.
    (b"referrer-policy", b"same-origin"),
    # The camera is not among them: evaluators take photos at the items.
    (b"permissions-policy", b"geolocation=(), microphone=(), payment=()"),
]


def is_same(scope: Scope) -> bool:
    """Whether `Origin` is absent or names the outer address; without one in the settings, the host that was asked.

    In the second case only the host is compared: behind a reverse proxy the scheme seen here is not the browser's.
    `X-Forwarded-Host` is never asked: whoever reaches this server past its proxy could write anything into it.
    """
    headers = Headers(scope=scope)
    origin = headers.get("origin")
    if origin is None:
        return True
    # Compared as text: a browser's origin is nothing but scheme and host, and parsing fails on made-up ones.
    scheme, _, host = origin.lower().partition("://")
    if (wanted := outer.outer()) is not None:
        return (scheme, host) == (wanted.scheme, wanted.host)
    asked = headers.get("host", "").lower()
    # Proxies name the port of their own door even if it is the one that a browser leaves out.
    return host != "" and host in {asked, asked.removesuffix(":443"), asked.removesuffix(":80")}


def address(scope: Scope) -> str:
    """Where a request comes from, as one key for whoever can use it: of IPv6 the network, of which everybody has many.

    The server has taken the address of a proxy's client from `X-Forwarded-For` already, if the proxy is one of
    `FORWARDED_ALLOW_IPS` (the same machine unless told otherwise).
    """
    host = (scope.get("client") or ("", 0))[0]
    try:
        found = ipaddress.ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))


def is_secure(scope: Scope) -> bool:
    """Whether the browser speaks TLS: as the outer address says, else to this server or to the proxy before it."""
    if (wanted := outer.outer()) is not None:
        return wanted.scheme == "https"
    # A client may forge the header, but decides by it about nothing except its own cookie.
    return scope.get("scheme") in {"https", "wss"} or Headers(scope=scope).get("x-forwarded-proto") == "https"
