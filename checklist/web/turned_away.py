"""Sign-ins that are turned away before anything of them is read: in a crowd of strangers there is little else to do."""

from __future__ import annotations

from starlette.datastructures import Headers
from starlette.requests import cookie_parser
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from checklist.errors import Busy, ChecklistError, TooManyAttempts
from checklist.web import device_cookie, origin, passwords, plain_pages
from checklist.web.runtime import Runtime


class TurnedAway:
    """The answer to a sign-in of which nothing is read: neither its form, nor the database."""

    def __init__(self, runtime: Runtime, error: ChecklistError) -> None:
        self._runtime = runtime
        self._error = error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait for a turn, then send the page."""
        rest = (await receive()).get("more_body", False)
        await self._runtime.refusals.come()
        answer = page(self._error)
        # Closed while something of the form is still on the way, the answer would be lost to whoever sends it.
        if not rest:
            answer.headers["connection"] = "close"
        await answer(scope, receive, send)


def page(error: ChecklistError) -> Response:
    """A page that asks nothing of anybody: it is for moments in which everybody is asked for something."""
    answer = plain_pages.without_database(error.message, error.status)
    if isinstance(error, Busy):
        answer.headers["retry-after"] = str(passwords.RETRY_AFTER)
    return answer


def of(scope: Scope, runtime: Runtime) -> TurnedAway | None:
    """The refusal of a sign-in that would have to wait whatever it says; None for one that is to be read, and all else."""
    if scope["path"] != "/login" or scope["method"] != "POST":
        return None
    if runtime.doorkeeper.addresses.wait(origin.address(scope)) and not _is_known(scope):
        return TurnedAway(runtime, TooManyAttempts())
    return TurnedAway(runtime, Busy(passwords.FULL)) if runtime.passwords.is_full else None


def _is_known(scope: Scope) -> bool:
    """Whether the browser claims to be a known device; its form says whose, so the claim is looked at with it."""
    return device_cookie.any_of(cookie_parser(Headers(scope=scope).get("cookie", "")))
