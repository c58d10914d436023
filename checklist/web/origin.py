"""Where a request comes from: from which page, from which address, and whether by TLS."""

from __future__ import annotations

import ipaddress
import re

from starlette.datastructures import Headers
from starlette.types import Scope

from checklist.store import outer

_PROTO = re.compile(r'(?:^|;)\s*proto\s*=\s*"?(\w+)"?', re.IGNORECASE)


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
    # A client may forge the headers, but decides by them about nothing except its own cookie.
    return scope.get("scheme") in {"https", "wss"} or _outer_scheme(Headers(scope=scope)) == "https"


def base(scope: Scope) -> str:
    """The address at which whoever asks reaches this server, for links that leave it."""
    told = outer.outer()
    return str(told or f"{'https' if is_secure(scope) else 'http'}://{Headers(scope=scope).get('host', 'localhost')}")


def _outer_scheme(headers: Headers) -> str:
    """How the browser asked the outermost proxy, which stands first in what the proxies say."""
    if told := headers.get("x-forwarded-proto"):
        return told.partition(",")[0].strip().lower()
    found = _PROTO.search(headers.get("forwarded", "").partition(",")[0])
    return found[1].lower() if found else ""
