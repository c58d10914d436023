"""Taking what a device delivers: for the person whose outbox it is, and on disk before it is acknowledged."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from sqlite_utils import Database
from starlette.requests import Request

from checklist.errors import OtherPerson, TooFast
from checklist.model.accounts import Principal
from checklist.store import batch
from checklist.store.accounts import sessions
from checklist.store.act import Act
from checklist.web.gate import principal_of
from checklist.web.request_state import State

T = TypeVar("T")


def sender(connection: Database, token: str, person: int | None) -> Principal:
    """Who delivers; nothing is taken from the outbox of somebody else than the one whose session this is."""
    # The gate has asked already; asked again in the transaction itself, because a session may end while this waits.
    principal = batch.once(connection, ("session", token), lambda: sessions.require_for_delivery(connection, token))
    # Somebody else may have signed in on the tablet since: their name would stand under these answers.
    if person not in (None, principal.person_id):
        raise OtherPerson
    return principal


async def deliver(
    request: Request[State], person: int | None, work: Callable[[Act], T], brings: int = 1, keeps: bool = False
) -> T:
    """What `work` returns, once the answer writer has it on disk; `person` names whose outbox it comes from, if any.

    `brings` is how much was entered; 0 for a sheet that sends nothing, only to learn how things stand. `keeps` as the
    writer has it: only for work that changes nothing by which others are permitted.
    Raises TooFast if one person brings more than anybody can enter.
    """
    token = request.state["token"]
    if request.state["runtime"].entries.take(principal_of(request.scope).person_id, brings):
        raise TooFast

    def checked(connection: Database) -> T:
        act = Act.now(connection, sender(connection, token, person))
        if brings:
            # Somebody entered this: here, or on the way while the server was out of reach.
            batch.once(connection, ("used", token), lambda: sessions.touch(connection, token, sessions.AWAY))
        return work(act)

    # The loop serves the others while the group commit waits for the disk: 6 ms on a busy one.
    return await request.state["runtime"].writer.done(checked, keeps)
