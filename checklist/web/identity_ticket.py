"""What binds a sign-in at a provider to the browser that began it: a cookie, good for some minutes and for one return.

The cookie holds a seed alone. What the provider is told (state, nonce, and the PKCE verifier) is made of it with a key that
never leaves this process, so that neither the cookie nor an address that somebody saw gives the others away.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import OrderedDict
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from itsdangerous import BadData, URLSafeSerializer
from starlette.requests import Request
from starlette.responses import Response

from checklist.jobs.identity_client import Exchange
from checklist.store import clock
from checklist.store.accounts import sessions
from checklist.web import origin

GOOD_FOR = timedelta(minutes=10)
RETURN = "/oauth2callback"
_MOST = 10_000


@dataclass(frozen=True)
class Ticket:
    """One sign-in that is under way: with which provider (its row), where it goes afterwards, and since when."""

    seed: str
    door: int
    after: str
    at: datetime
    again: str = ""
    """The stored session of whoever is signed in already and is to be asked anew."""


class Tickets:
    """Gives tickets out and takes each back once; those that were under way when the server stopped are good no more."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)
        self._signed = URLSafeSerializer(self._key, "identity-ticket")
        self._used: OrderedDict[str, datetime] = OrderedDict()

    def new(self, door: int, after: str, again: str = "") -> Ticket:
        """A ticket of its own for a browser that goes to a provider."""
        return Ticket(secrets.token_urlsafe(32), door, after, clock.now(), again)

    def state(self, ticket: Ticket) -> str:
        """What the provider hands back unread."""
        return self._made("state", ticket)

    def exchange(self, ticket: Ticket, code: str, redirect: str) -> Exchange:
        """What goes with a code of this sign-in."""
        return Exchange(code, self._made("verifier", ticket), self._made("nonce", ticket), redirect)

    def _made(self, what: str, ticket: Ticket) -> str:
        # 64 letters of the alphabet that RFC 7636 allows a verifier.
        return hmac.new(self._key, f"{what}.{ticket.seed}".encode(), hashlib.sha256).hexdigest()

    def put(self, response: Response, request: Request[Any], ticket: Ticket) -> None:
        """Leave the ticket with the browser."""
        response.set_cookie(
            _name(), str(self._signed.dumps(msgspec.to_builtins(asdict(ticket)))),
            max_age=int(GOOD_FOR.total_seconds()), httponly=True,
            # With strict it would stay away when the provider sends the browser back.
            samesite="lax", secure=origin.is_secure(request.scope),
        )  # fmt: skip

    def take(self, request: Request[Any], state: str) -> Ticket | None:
        """The ticket of this browser for this state, once: None for any other, one too old, or one that came back already."""
        try:
            ticket = msgspec.convert(self._signed.loads(request.cookies.get(_name(), "")), Ticket)
        except (BadData, msgspec.ValidationError):
            return None
        # As bytes: of two texts compare_digest takes ASCII only, and an address may hold anything.
        if not hmac.compare_digest(state.encode(), self.state(ticket).encode()):
            return None
        moment = clock.now()
        if not timedelta(0) <= moment - ticket.at <= GOOD_FOR or ticket.seed in self._used:
            return None
        self._used[ticket.seed] = moment
        while len(self._used) > _MOST:
            self._used.popitem(last=False)
        return ticket

    def drop(self, response: Response, request: Request[Any]) -> None:
        """Take the cookie away again."""
        response.delete_cookie(_name(), httponly=True, samesite="lax", secure=origin.is_secure(request.scope))


def _name() -> str:
    return sessions.cookie_name("identity")
