"""The own password and a code once more, judged in the queue of the sign-ins and counted by its buckets."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from checklist.model.accounts import Principal, Retyped
from checklist.store.accounts import sessions, waits
from checklist.store.accounts.confirmation import WRONG, Judge
from checklist.store.act import Whence
from checklist.web import codes
from checklist.web.sign_in import Judged

if TYPE_CHECKING:
    from checklist.web.runtime import Runtime

_PATIENCE = 60
"""Seconds after which a screen stops waiting for its turn."""


async def judged(runtime: Runtime, principal: Principal, password: str, address: str) -> Judged:
    """Judge the password of who is signed in; raises Busy, TooManyAttempts or Refused."""
    keeper, login = runtime.doorkeeper, principal.login
    with runtime.passwords.place():
        begun = await asyncio.wrap_future(
            runtime.writer.submit(lambda db: keeper.begin_again(db, login, password, address))
        )
        await runtime.passwords.judge(lambda: keeper.judge(begun, WRONG))
    await asyncio.wrap_future(runtime.writer.submit(lambda db: waits.forget_failures(db, begun.counted)))
    return begun


async def confirmed(runtime: Runtime, principal: Principal, typed: Retyped, whence: Whence) -> None:
    """Judge password and code of who is signed in; the code only of whoever has an authenticator. Raises as `judged`.

    Whoever came by a provider has no password to type: the code, or that the provider has just asked them anew.
    """
    if not principal.vouched_in:
        await judged(runtime, principal, typed.password, whence.address)
    if not await codes.spend_if_held(runtime, principal, typed.code, whence) and principal.vouched_in:
        await vouched(runtime, principal)


async def vouched(runtime: Runtime, principal: Principal) -> None:
    """Use up that the provider has asked anew; raises Refused."""
    await asyncio.wrap_future(runtime.writer.submit(lambda db: sessions.spend_vouched(db, principal)))


def for_screens(runtime: Runtime) -> Judge:
    """The same for the threads in which screens run; called in the server's loop."""
    loop = asyncio.get_running_loop()

    def judge(principal: Principal, typed: Retyped, address: str) -> None:
        work = confirmed(runtime, principal, typed, Whence(address))
        asyncio.run_coroutine_threadsafe(work, loop).result(_PATIENCE)

    return judge
