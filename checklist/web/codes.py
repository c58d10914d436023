"""Codes of an authenticator: wrong ones are counted before they are judged, as wrong passwords are."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from sqlite_utils import Database

from checklist.errors import Refused
from checklist.model.accounts import Principal
from checklist.store import clock
from checklist.store.accounts import confirmation, second_factors
from checklist.store.act import Whence
from checklist.store.notices import audit

if TYPE_CHECKING:
    from checklist.web.runtime import Runtime


async def spend(runtime: Runtime, principal: Principal, code: str, whence: Whence) -> None:
    """Use up a code; raises TooManyAttempts, or Refused for a wrong one and for one that was used before."""
    await asyncio.wrap_future(runtime.writer.submit(lambda db: confirmation.begin_code(db, principal)))
    try:
        await asyncio.wrap_future(
            runtime.writer.submit(lambda db: confirmation.spend_code(db, principal, code, clock.now(), whence))
        )
    except Refused:
        runtime.doorkeeper.addresses.pay(whence.address)
        await asyncio.wrap_future(runtime.writer.submit(lambda db: _failed(db, principal.person_id, whence)))
        raise


def _failed(db: Database, person_id: int, whence: Whence) -> None:
    audit.note_sign_in(db, clock.now(), person_id, whence, succeeded=False)


async def spend_if_held(runtime: Runtime, principal: Principal, code: str, whence: Whence) -> bool:
    """The same of whoever has an authenticator, as it stands now and not as it stood when a screen was drawn."""
    held = await asyncio.wrap_future(runtime.writer.submit(lambda db: second_factors.holds(db, principal.person_id)))
    if held:
        await spend(runtime, principal, code, whence)
    return held
