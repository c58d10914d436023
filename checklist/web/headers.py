"""The headers of every answer: what a browser may do with it, and that nobody keeps what is private."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.types import Message, Scope, Send

from checklist.web import origin, streamlit_side


def _inline_script_hashes() -> str:
    """The hashes of Streamlit's own inline scripts, so that no other inline script runs."""
    scripts = re.findall(r"<script>(.*?)</script>", streamlit_side.page(), re.S)
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
        # The own websocket is among it; a bare ws: would let a script that got in talk to any host.
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)

_ALWAYS = [
    (b"content-security-policy", CONTENT_SECURITY_POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # No page of another site that opened ours, or that ours opened, gets hold of its window.
    (b"cross-origin-opener-policy", b"same-origin"),
    # Addresses hold ids and the secret of a pass, which no other site is told.
    (b"referrer-policy", b"same-origin"),
    # The camera is not among them: evaluators take photos at the items.
    (b"permissions-policy", b"geolocation=(), microphone=(), payment=()"),
]
_SECURE_ONLY = [(b"strict-transport-security", b"max-age=31536000")]
# A second policy only ever adds to the first, so one that an answer brings along may stay.
_OURS = frozenset(name for name, _ in (*_ALWAYS, *_SECURE_ONLY)) - {b"content-security-policy"}


def of(scope: Scope) -> list[tuple[bytes, bytes]]:
    """The headers that belong to every answer to this request."""
    return _ALWAYS + (_SECURE_ONLY if origin.is_secure(scope) else [])


def added(scope: Scope, send: Send) -> Send:
    """Wrap `send` so that every answer carries them, is read by no other site, and is kept by nobody if private."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = [one for one in message.get("headers", ()) if one[0] not in _OURS and not _opens_to_others(one[0])]
            if all(name != b"cache-control" for name, _ in own):
                own.append((b"cache-control", b"no-store"))
            message["headers"] = own + of(scope)
        await send(message)

    return sending


def _opens_to_others(name: bytes) -> bool:
    # Streamlit lets every site read its health and settings.
    return name.startswith(b"access-control-")
