"""Which screens show a field for a file just now, and to which sign-in: only from there may a file be sent."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock

MOST = 5_000
_offered: OrderedDict[str, str] = OrderedDict()
_lock = Lock()


def offer(screen: str, token_hash: str) -> None:
    """A screen shows a field for a file to whoever is signed in under this token."""
    with _lock:
        _offered[screen] = token_hash
        _offered.move_to_end(screen)
        while len(_offered) > MOST:
            _offered.popitem(last=False)


def is_offered(screen: str, token_hash: str) -> bool:
    """Whether this screen shows one, and to this sign-in."""
    with _lock:
        return _offered.get(screen) == token_hash
