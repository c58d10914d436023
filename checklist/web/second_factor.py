"""The own authenticator: registering one, replacing it, new recovery codes, and going without."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, TypeVar

from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from checklist import words
from checklist.errors import ChecklistError, Malformed
from checklist.formats import qr_code
from checklist.model.accounts import Retyped
from checklist.rules.accounts import one_time_codes
from checklist.store.accounts import second_factors
from checklist.store.act import Act, View, viewing
from checklist.web import code_page, confirming, plain_pages, request_body
from checklist.web.gate import principal_of
from checklist.web.login import form_token, safe_next
from checklist.web.request_state import State

T = TypeVar("T")
QR = "認証アプリに登録するQRコード"


async def show(request: Request[State]) -> Response:
    """`GET /second-factor`."""
    return await _page(request, safe_next(request.query_params.get("next", "/")))


async def _page(
    request: Request[State], after: str, message: str = "", status: int = 200, factor: int | None = None
) -> Response:
    """How it stands; with `factor`, the code of the one that is being registered."""
    principal = principal_of(request.scope)

    def read() -> dict[str, Any]:
        with viewing(principal) as view:
            held = second_factors.own(view)
            demanded = second_factors.is_needed(view)
            known = {"held": held, "since": words.moment(held.confirmed_at) if held else "", "demanded": demanded}
            return {**known, **(_shown(view, factor) if factor is not None else {})}

    values = await run_in_threadpool(read)
    return plain_pages.render(
        request, "second_factor", status, message=message, next=after, name=principal.name,
        asks_there=bool(principal.vouched_in), token=form_token(request.state["token"]), due=values["demanded"] and not values["held"], **values,
    )  # fmt: skip


def _shown(view: View, factor: int) -> dict[str, Any]:
    try:
        secret = second_factors.begun(view, factor)
    except ChecklistError:
        return {}
    # Without the name of the region: each of its signs takes nine places twice, and cameras read a dense code badly.
    link = one_time_codes.uri(secret, view.principal.login, words.PRODUCT)
    # The one text of a page that is no text: made by the library from the secret and from names that it escapes.
    picture = Markup(qr_code.svg(link, QR))
    return {"factor": factor, "picture": picture, "secret": one_time_codes.grouped(secret)}


async def change(request: Request[State]) -> Response:
    """`POST /second-factor` with `do`: begin, confirm, renew or end; then a page that says what has become of it."""
    form = await request_body.read_form(request)
    after, factor = safe_next(form.get("next", "/")), form.get("factor", "")
    number = int(factor) if factor.isascii() and factor.isdigit() and len(factor) < 18 else None
    if not code_page.is_own_form(request, form):
        return await _page(request, after, code_page.LATE, 403)
    try:
        do = _DOES.get(form.get("do", ""))
        if do is None:
            raise Malformed
        return await do(request, form, after, number)
    except ChecklistError as error:
        await request.state["runtime"].refusals.come()
        return await _page(request, after, error.message, error.status, number)


async def _begin(request: Request[State], form: dict[str, str], after: str, _: int | None) -> Response:
    principal = principal_of(request.scope)
    if principal.second_factor:
        await _retyped(request, form)
    factor, _secret = await _act(request, second_factors.begin, principal.second_factor)
    return await _page(request, after, factor=factor)


async def _confirm(request: Request[State], form: dict[str, str], after: str, factor: int | None) -> Response:
    principal, address = principal_of(request.scope), code_page.whence_of(request).address
    if factor is None:
        raise Malformed
    if principal.vouched_in:
        await confirming.vouched(request.state["runtime"], principal)
    else:
        await confirming.judged(request.state["runtime"], principal, form.get("password", ""), address)
    code, token = form.get("code", ""), request.state["token"]
    given = await _act(request, lambda act: second_factors.confirm(act, factor, code, token), True)
    return _told(request, given, after)


async def _renew(request: Request[State], form: dict[str, str], after: str, _: int | None) -> Response:
    await _retyped(request, form)
    return _told(request, await _act(request, second_factors.renew, True), after)


async def _end(request: Request[State], form: dict[str, str], after: str, _: int | None) -> Response:
    await _retyped(request, form)
    await _act(request, second_factors.end, True)
    return RedirectResponse("/second-factor", 303)


_DOES = {"begin": _begin, "confirm": _confirm, "renew": _renew, "end": _end}


def _told(request: Request[State], given: tuple[str, ...], after: str) -> Response:
    answer = plain_pages.render(request, "recovery_codes", codes=given, next=after)
    # Shown once: neither the way back nor a cache of the browser brings them again.
    answer.headers["cache-control"] = "no-store"
    return answer


async def _retyped(request: Request[State], form: dict[str, str]) -> None:
    """Raise unless password and code are those of who is signed in."""
    typed = Retyped(form.get("password", ""), form.get("code", ""))
    whence = code_page.whence_of(request)
    await confirming.confirmed(request.state["runtime"], principal_of(request.scope), typed, whence)


async def _act(request: Request[State], work: Callable[[Act], T], confirmed: bool) -> T:
    principal, whence = principal_of(request.scope), code_page.whence_of(request, confirmed)
    writer = request.state["runtime"].writer
    return await asyncio.wrap_future(writer.submit(lambda db: work(Act.now(db, principal, whence))))
