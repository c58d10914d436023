"""Signing in at the hospitals' own provider: there with a ticket, back with a code, and in by what the provider vouches for."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Mapping
from typing import Any

from sqlite_utils import Database
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from checklist.errors import ChecklistError, Refused, TooManyAttempts
from checklist.jobs.identity_client import Unreachable
from checklist.jobs.identity_token import LEEWAY, Untrusted
from checklist.model.accounts import Principal, SignInWay
from checklist.rules.accounts import providers as rules
from checklist.store import clock, db
from checklist.store.accounts import identities, providers, sessions
from checklist.store.accounts.identities import Unmatched
from checklist.store.accounts.providers import Door
from checklist.store.act import Act
from checklist.store.notices import audit
from checklist.web import device_cookie, identity_ticket, login, origin, plain_pages
from checklist.web.gate import token_of
from checklist.web.identity_ticket import Ticket
from checklist.web.request_state import State
from checklist.web.sign_in import BY_PROVIDER, Attempt, SignedIn, begin_session

LOCAL = "ログインIDとパスワードでもログインできます。"
AGAIN = f"ログインの手続きを確認できませんでした。もう一度、最初からお試しください。{LOCAL}"
NOBODY = f"認証サーバーでの本人確認はできましたが、ログインできるアカウントがありません。システム管理者に連絡してください。{LOCAL}"
NOT_VERIFIED = f"認証サーバーからの応答を確認できないため、ログインできません。もう一度お試しください。{LOCAL}"
NOT_DONE = f"認証サーバーでのログインが完了していません。{LOCAL}"
OTHER_SESSION = "本人確認を始めた画面のログインが終了しています。ログインし直してから、もう一度お試しください。"
OTHER_PERSON = "認証サーバーで本人確認をした人が、ログインしている人と異なります。何も記録していません。"
NOT_ANEW = "認証サーバーがパスワードなどを改めて確かめていないため、本人確認になりません。認証サーバーの設定（auth_time）を確認してください。"
_LONGEST = 4_000
"""Characters of a code; nobody hands out longer ones."""
_PATH = 1_000
"""The same of where somebody was going: a browser keeps no longer ticket."""


async def begin(request: Request[State]) -> Response:
    """`GET /login/oidc`: to the provider, with a ticket; back to the sign-in with a sentence where it cannot be asked."""
    runtime, after = request.state["runtime"], login.safe_next(request.query_params.get("next", "/"))
    if len(after) > _PATH:
        after = "/"
    if (door := _door()) is None:
        return RedirectResponse("/login", 303)
    asked, tickets = runtime.identity_providers, runtime.tickets
    again = await run_in_threadpool(_again, request) if "again" in request.query_params else None
    if again is None and "again" in request.query_params:
        return RedirectResponse("/login", 303)
    ticket = tickets.new(door.id, after, again.vouched_in if again else "")
    exchange = tickets.exchange(ticket, "", _redirect(request))
    try:
        _let_in(request)
        url = await asked.ask(lambda: asked.leads_to(door.provider, tickets.state(ticket), exchange, bool(again)))
    except ChecklistError as error:
        return await _back(request, error, after)
    response = RedirectResponse(url, 303)
    tickets.put(response, request, ticket)
    return response


async def come_back(request: Request[State]) -> Response:
    """`GET /oauth2callback`: where the provider sends the browser to; 303 to where somebody was going."""
    runtime, told = request.state["runtime"], request.query_params
    try:
        _let_in(request)
    except TooManyAttempts as error:
        return await _back(request, error)
    # Before anything is asked of anybody: what came along by itself, or a second time, has no ticket.
    ticket = runtime.tickets.take(request, told.get("state", ""))
    if ticket is None:
        return login.page(request, 403, message=AGAIN)
    response: Response
    try:
        claims, door, attempt = await _vouched_for(request, ticket)
        if ticket.again:
            why = await asyncio.wrap_future(
                runtime.writer.submit(lambda db: _asked_anew(db, door, claims, attempt, ticket))
            )
            if why:
                raise Refused(why)
            response = plain_pages.render(request, "vouched")
        else:
            found = await asyncio.wrap_future(runtime.writer.submit(lambda db: admit(db, door, claims, attempt)))
            if isinstance(found, Unmatched):
                raise Refused(NOBODY)
            response = login.welcome(request, found, ticket.after)
    except ChecklistError as error:
        runtime.doorkeeper.addresses.pay(origin.address(request.scope))
        response = await _back(request, error, ticket.after, bool(ticket.again))
    runtime.tickets.drop(response, request)
    return response


async def _vouched_for(request: Request[State], ticket: Ticket) -> tuple[dict[str, Any], Door, Attempt]:
    """Who came back with this ticket; raises Refused with one of the sentences above, or Unreachable."""
    runtime, told, door = request.state["runtime"], request.query_params, _door()
    if door is None or door.id != ticket.door:
        # Whoever keeps the settings has changed them meanwhile; the code is another provider's.
        raise Refused(AGAIN)
    attempt = login.attempt_of(request)
    try:
        claims = await _claims(request, door, ticket)
    except Untrusted as error:
        why = f"{BY_PROVIDER}：{error.message}"
        await asyncio.wrap_future(runtime.writer.submit(lambda db: _note(db, None, attempt, why)))
        raise Refused(NOT_DONE if "error" in told else NOT_VERIFIED) from error
    return claims, door, attempt


async def _claims(request: Request[State], door: Door, ticket: Ticket) -> dict[str, Any]:
    """What the provider vouches for; raises Untrusted with the reason for the audit, or Unreachable."""
    runtime, told = request.state["runtime"], request.query_params
    asked = runtime.identity_providers
    if "error" in told:
        word = "".join(one for one in told["error"][:60] if one.isascii() and (one.isalnum() or one == "_"))
        raise Untrusted(f"ログインが完了していない（{word}）")
    names_itself = await asked.ask(lambda: asked.names_itself(door.provider))
    if told.get("iss", door.provider.issuer) != door.provider.issuer or (names_itself and "iss" not in told):
        # RFC 9207: the code of one provider must not be handed to another, which might be an attacker's.
        raise Untrusted("別の認証サーバーからのコード")
    code = told.get("code", "")
    if not 0 < len(code) <= _LONGEST:
        raise Untrusted("コードがない")
    exchange = runtime.tickets.exchange(ticket, code, _redirect(request))
    return await asked.ask(lambda: asked.claims(door.provider, exchange))


def admit(connection: Database, door: Door, claims: Mapping[str, Any], attempt: Attempt) -> SignedIn | Unmatched:
    """Begin the session of the account that verified claims lead to; why not, where they lead to none, is written down."""
    provider, subject = door.provider, rules.subject(claims)
    assert subject is not None, "claims without a subject are never verified"
    claimed = rules.claimed(provider.claim, claims)
    found = identities.whose(connection, provider.issuer, subject, provider.claim, claimed)
    if found.fault is not None or found.person_id is None:
        fault = found.fault or Unmatched.NOBODY
        _note(connection, found.person_id, attempt, f"{BY_PROVIDER}：{fault}")
        return fault
    account = found.person_id, found.password_hash
    signed_in = begin_session(connection, attempt, account, SignInWay.PROVIDER)
    if not found.linked:
        living = sessions.find(connection, signed_in.token)
        assert living is not None, "a session that has just begun lives"
        identities.link(Act.now(connection, living.principal, attempt.whence), provider.issuer, subject)
    return signed_in


def _again(request: Request[State]) -> Principal | None:
    """Whoever is signed in here by a provider, and whole."""
    with db.reading() as connection:
        found = sessions.find(connection, token_of(request.scope))
    return found.principal if found and not found.due and found.principal.vouched_in else None


def _asked_anew(connection: Database, door: Door, claims: Mapping[str, Any], attempt: Attempt, ticket: Ticket) -> str:
    """Note in the session that began it that its person was asked anew; why not, where it does not count.

    What must not: another session, another person at the same provider, and a provider that only remembered them.
    """
    living = sessions.find(connection, attempt.former)
    principal = living.principal if living else None
    found = identities.whose(connection, door.provider.issuer, str(rules.subject(claims)), door.provider.claim, None)
    if principal is None or not hmac.compare_digest(principal.vouched_in, ticket.again):
        return OTHER_SESSION
    is_same = found.fault is None and found.person_id == principal.person_id
    if not is_same or not rules.asked_anew(claims, ticket.at.timestamp(), clock.now().timestamp(), LEEWAY):
        _note(connection, principal.person_id, attempt, f"{BY_PROVIDER}：本人確認が{'古い' if is_same else '別の人'}")
        return NOT_ANEW if is_same else OTHER_PERSON
    sessions.vouch(connection, principal)
    return ""


def _note(connection: Database, person_id: int | None, attempt: Attempt, why: str) -> None:
    audit.note_sign_in(connection, clock.now(), person_id, attempt.whence, succeeded=False, detail=why)


def _door() -> Door | None:
    with db.reading() as connection:
        return providers.door(connection)


def _redirect(request: Request[State]) -> str:
    return origin.base(request.scope) + identity_ticket.RETURN


def _let_in(request: Request[State]) -> None:
    """Raise TooManyAttempts for an address from which too much went wrong lately, as at the form."""
    waits = request.state["runtime"].doorkeeper.addresses.wait(origin.address(request.scope))
    if waits and not device_cookie.any_of(request.cookies):
        raise TooManyAttempts


async def _back(request: Request[State], error: ChecklistError, after: str = "/", again: bool = False) -> Response:
    """The sign-in once more, with why the other way does not lead in; the local one stays.

    Who is signed in, and was only to be asked `again`, goes back to where that was needed.
    """
    await request.state["runtime"].refusals.come()
    # What exactly is wrong with the provider is for whoever keeps the settings, who reads it there.
    message = f"{Unreachable.__doc__}{LOCAL}" if isinstance(error, Unreachable) else error.message
    if again:
        return plain_pages.render(request, "vouched", error.status, message=message.removesuffix(LOCAL))
    return login.page(request, error.status, message=message, after=after)
