"""A cookie that says: from this device somebody has signed in with the right password. It opens nothing.

Strangers who guess at a name make everybody wait who types it – except its owner on a device that is known.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from checklist.web import origin

_KEPT = timedelta(days=400)
_NAME = "device"


def nonce(cookies: Mapping[str, str], person_id: int, password_hash: str) -> str | None:
    """Which device this is, if it is a known one of this person; a new password makes all of them unknown."""
    token, _, seal = cookies.get(f"{_NAME}{person_id}", "").partition(".")
    fits = hmac.compare_digest(seal.encode(), _seal(token, person_id, password_hash).encode())
    return token if token and fits else None


def any_of(cookies: Mapping[str, str]) -> bool:
    """Whether the browser claims to be known to anybody."""
    return any(name.startswith(_NAME) for name in cookies)


def note(response: Response, request: Request[Any], person_id: int, password_hash: str) -> None:
    """Make this device a known one, under a token of its own."""
    token = secrets.token_urlsafe(12)
    response.set_cookie(
        f"{_NAME}{person_id}",
        f"{token}.{_seal(token, person_id, password_hash)}",
        max_age=int(_KEPT.total_seconds()),
        path="/login",
        httponly=True,
        samesite="lax",
        secure=origin.is_secure(request.scope),
    )


def _seal(token: str, person_id: int, password_hash: str) -> str:
    # The stored hash is the key: it never leaves the server, and changes with the password.
    return hmac.new(password_hash.encode(), f"{person_id}.{token}".encode(), hashlib.sha256).hexdigest()
