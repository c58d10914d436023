"""Asking a provider of identities without anybody else waiting for it: threads of its own, and what it said kept a while."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from joserfc.errors import InvalidKeyIdError
from joserfc.jwk import KeySet

from checklist.jobs import identity_client, identity_token
from checklist.jobs.identity_client import Exchange, Unreachable
from checklist.jobs.identity_token import Metadata, Untrusted
from checklist.model.accounts import Provider
from checklist.rules.accounts import providers
from checklist.store import clock
from checklist.web.waiting_room import WaitingRoom

T = TypeVar("T")
AT_ONCE, WAITING = 4, 20
KEPT = 3600.0
"""Seconds for which what a provider says of itself, and its keys, are not asked for again."""
FRESH = 10.0
"""Seconds for which a provider that has answered is believed to be there: a browser sent to one that is down shows no word of ours."""
AGAIN = 30.0
"""Seconds between two looks for a key that is not among those: made-up ones must not make us ask for each."""
PATIENCE = 25.0
"""Seconds after which whoever signs in is told that the provider does not answer."""


class IdentityProviders(WaitingRoom):
    """A few threads, the room in which people wait for them, and a memory of one provider."""

    def __init__(self) -> None:
        super().__init__(AT_ONCE + WAITING)
        self._threads = ThreadPoolExecutor(AT_ONCE, "identity")
        self._kept: dict[object, tuple[float, Any]] = {}

    def close(self) -> None:
        """Take no more; what has begun ends by its own limits."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def ask(self, work: Callable[[], T]) -> T:
        """What `work` gives, in the server's loop; raises Busy at once if too many wait, Unreachable if it takes too long."""
        with self.place():
            try:
                return await asyncio.wait_for(asyncio.wrap_future(self._threads.submit(work)), PATIENCE)
            except TimeoutError as error:
                raise Unreachable("認証サーバーが時間内に応答しません。") from error

    def leads_to(self, provider: Provider, state: str, exchange: Exchange, anew: bool = False) -> str:
        """Where a browser is sent to sign in; raises Unreachable."""
        return identity_client.leads_to(provider, self._metadata(provider, FRESH), state, exchange, anew)

    def names_itself(self, provider: Provider) -> bool:
        """Whether the provider says who it is beside every code; raises Unreachable."""
        return self._metadata(provider).names_itself

    def claims(self, provider: Provider, exchange: Exchange) -> dict[str, Any]:
        """The verified claims of the person for whom a code was given; raises Unreachable or Untrusted."""
        metadata = self._metadata(provider)
        found = identity_client.tokens(provider, metadata, exchange)
        at = clock.now().timestamp()
        try:
            claims = identity_token.verified(
                provider, metadata, self._keys(provider, metadata), found, exchange.nonce, at
            )
        except InvalidKeyIdError:
            try:
                newer = self._keys(provider, metadata, AGAIN)
                claims = identity_token.verified(provider, metadata, newer, found, exchange.nonce, at)
            except InvalidKeyIdError as error:
                raise Untrusted("IDトークンの署名の鍵が不明") from error
        if providers.claim_name(provider.claim) not in claims:
            claims = {**identity_client.more_claims(provider, metadata, found, claims), **claims}
        return claims

    def _metadata(self, provider: Provider, seconds: float = KEPT) -> Metadata:
        return self._once(("metadata", provider), seconds, lambda: identity_client.discover(provider))

    def _keys(self, provider: Provider, metadata: Metadata, seconds: float = KEPT) -> KeySet:
        return self._once(("keys", provider), seconds, lambda: identity_client.keys(provider, metadata))

    def _once(self, key: object, seconds: float, read: Callable[[], T]) -> T:
        """What was read lately, else read anew; nothing of other settings is kept."""
        found = self._kept.get(key)
        if found is not None and time.monotonic() - found[0] < seconds:
            kept: T = found[1]
            return kept
        fresh = read()
        self._kept = {one: value for one, value in list(self._kept.items()) if one[1] == key[1]}  # type: ignore[index]
        self._kept[key] = time.monotonic(), fresh
        return fresh
