"""Codes of an authenticator: wrong ones are counted before they are judged, as wrong passwords are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlite_utils import Database

from checklist.errors import Refused
from checklist.model.accounts import Principal
from checklist.store import clock
from checklist.store.accounts import second_factors, waits
from checklist.store.act import Whence
from checklist.store.notices import audit

if TYPE_CHECKING:
    from checklist.web.runtime import Runtime


async def spend(runtime: Runtime, principal: Principal, code: str, whence: Whence) -> None:
    """Use up a code; raises TooManyAttempts, or Refused for a wrong one and for one that was used before.

    Counted by the name alone: whoever guesses here knows the password, from whatever address.
    """
    name, person_id = f"{principal.login}\ncode", principal.person_id

    def begin(db: Database) -> None:
        waits.check_wait(db, name)
        # Before it is judged: guesses sent at the same time must not outrun the wait.
        waits.note_failure(db, name)

    def judge(db: Database) -> None:
        second_factors.spend(db, person_id, code, clock.now(), whence)
        waits.forget_failures(db, name)

    await asyncio.wrap_future(runtime.writer.submit(begin))
    try:
        await asyncio.wrap_future(runtime.writer.submit(judge))
    except Refused:
        runtime.doorkeeper.addresses.pay(whence.address)
        await asyncio.wrap_future(runtime.writer.submit(lambda db: _failed(db, person_id, whence)))
        raise


def _failed(db: Database, person_id: int, whence: Whence) -> None:
    audit.note_sign_in(db, clock.now(), person_id, whence, succeeded=False)


async def spend_if_held(runtime: Runtime, principal: Principal, code: str, whence: Whence) -> None:
    """The same of whoever has an authenticator, as it stands now and not as it stood when a screen was drawn."""
    if await asyncio.wrap_future(runtime.writer.submit(lambda db: second_factors.holds(db, principal.person_id))):
        await spend(runtime, principal, code, whence)
