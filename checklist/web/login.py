"""Sign in, sign out, and the first set-up."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from checklist.errors import Busy, ChecklistError, Refused, TooManyAttempts
from checklist.model.accounts import Person, Role
from checklist.rules.accounts import passwords as new_passwords
from checklist.store import db, region
from checklist.store.accounts import people, providers, sessions
from checklist.store.act import Act, acting, operator
from checklist.web import device_cookie, origin, plain_pages, reader_cookie, request_body, turned_away
from checklist.web.gate import principal_of, token_of
from checklist.web.request_state import State
from checklist.web.runtime import Runtime
from checklist.web.sign_in import Attempt, SignedIn

WAIT_FOR_CODE = "初期設定コードの誤りが続いたため、しばらく待ってからお試しください。コードは変わっていません。"


def safe_next(path: str) -> str:
    """A path on this server to go to after signing in; anything else becomes the start page."""
    # Browsers read // and /\ as the beginning of another host, and drop tabs and line ends from an address.
    local = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if local else "/"


def with_cookie(response: Response, request: Request[State], token: str) -> Response:
    """The answer with the cookie of a session."""
    response.set_cookie(
        sessions.cookie_name(),
        token,
        max_age=int(sessions.ABSOLUTE.total_seconds()),
        httponly=True,
        # With strict the cookie would stay away from a link in a mail, and show the sign-in to whoever is signed in.
        samesite="lax",
        secure=origin.is_secure(request.scope),
    )
    return response


async def show_login(request: Request[State]) -> Response:
    """`GET /login`."""
    if not await run_in_threadpool(_any_account):
        return RedirectResponse("/setup", 303)
    return page(request, after=safe_next(request.query_params.get("next", "/")))


def page(
    request: Request[State], status: int = 200, *, message: str = "", after: str = "/", login: str = ""
) -> Response:
    """The sign-in, with the button of the hospitals' own provider where there is one."""
    with db.reading() as connection:
        door = providers.door(connection)
    label = door.provider.label if door else ""
    return plain_pages.render(request, "login", status, message=message, next=after, login=login, provider=label)


def welcome(request: Request[State], found: SignedIn, after: str) -> Response:
    """Let somebody in whose session has begun, in whatever way they have shown who they are: the one place for it."""
    response = with_cookie(RedirectResponse(after, 303), request, found.token)
    device_cookie.note(response, request, found.person_id, found.password_hash)
    # Whose sheets this device shows without a network is not changed by a password alone.
    if not found.waits:
        reader_cookie.note(response, request, found.person_id)
    return response


def attempt_of(request: Request[State], login: str = "", password: str = "") -> Attempt:
    """What a request shows of whoever signs in with it; without a name and a password where something else shows it."""
    agent = request.headers.get("user-agent", "")
    return Attempt(login, password, origin.address(request.scope), request.cookies, agent, token_of(request.scope))


def _any_account() -> bool:
    with db.reading() as connection:
        return people.exist(connection)


async def sign_in(runtime: Runtime, attempt: Attempt) -> SignedIn:
    """Check a password and begin a session; raises Busy, TooManyAttempts, or Refused with one sentence for every reason."""
    keeper = runtime.doorkeeper
    with runtime.passwords.place():
        # Through the answer writer: taps and sign-ins are committed together instead of waiting for each other's lock.
        judged = await asyncio.wrap_future(runtime.writer.submit(lambda db: keeper.begin(db, attempt)))
        try:
            fresh = await runtime.passwords.judge(lambda: keeper.judge(judged))
        except Refused:
            await asyncio.wrap_future(runtime.writer.submit(lambda db: keeper.note_failure(db, judged)))
            raise
    return await asyncio.wrap_future(runtime.writer.submit(lambda db: keeper.finish(db, judged, fresh)))


async def login(request: Request[State]) -> Response:
    """`POST /login` with the fields `login` and `password`; 303 on success."""
    form = await request_body.read_form(request)
    name, after, runtime = form.get("login", ""), safe_next(form.get("next", "/")), request.state["runtime"]
    try:
        found = await sign_in(runtime, attempt_of(request, name, form.get("password", "")))
    # The gate has asked already; the last place may have gone while the form came in.
    except Busy as error:
        await runtime.refusals.come()
        return turned_away.page(error)
    except (TooManyAttempts, Refused) as error:
        await runtime.refusals.come()
        status = TooManyAttempts.status if isinstance(error, TooManyAttempts) else 401
        return page(request, status, message=error.message, after=after, login=name)
    return welcome(request, found, after)


def form_token(session_token: str) -> str:
    """The token that a form of this session carries; of no use to any other."""
    return hmac.new(session_token.encode(), b"form", hashlib.sha256).hexdigest()


async def show_logout(request: Request[State]) -> Response:
    """`GET /logout`: warns of answers that are still on the device."""
    principal = principal_of(request.scope)
    token = form_token(request.state["token"])
    return plain_pages.render(request, "logout", name=principal.name, person=principal.person_id, token=token)


async def logout(request: Request[State]) -> Response:
    """`POST /logout`: ends this session, or all of this person's.

    The gate has refused foreign origins. A browser, which names its origin, sends the form's token as well; a script
    that names none and sends none has nothing but its cookie, which no page of another site can make it send.
    """
    principal, token = principal_of(request.scope), request.state["token"]
    form = await request_body.read_form(request)
    # As bytes: of two texts compare_digest takes ASCII only, and a form may hold anything.
    sent = form.get("token", "" if "origin" in request.headers else None)
    if sent is not None and not hmac.compare_digest(sent.encode(), form_token(token).encode()):
        return plain_pages.render(request, "logout", 403, message="画面の有効期限が切れました。もう一度お試しください。",
                            name=principal.name, person=principal.person_id, token=form_token(token))  # fmt: skip

    def end() -> None:
        with db.writing() as connection:
            if form.get("everywhere") == "1":
                sessions.end_all(Act.now(connection, principal), principal.person_id)
            sessions.end(connection, token)

    await run_in_threadpool(end)
    response = RedirectResponse("/login", 303)
    reader_cookie.note(response, request, reader_cookie.NOBODY)
    secure = origin.is_secure(request.scope)
    response.delete_cookie(sessions.cookie_name(), httponly=True, samesite="lax", secure=secure)
    return response


async def set_up(request: Request[State]) -> Response:
    """`GET` and `POST /setup`: the first administrator, with the code from the console; then it leads to the sign-in."""
    if await run_in_threadpool(_any_account):
        return RedirectResponse("/login", 303)
    if request.method != "POST":
        return _set_up_page(request, {})
    form, runtime = await request_body.read_form(request), request.state["runtime"]
    code, address = runtime.setup_code, origin.address(request.scope)
    if runtime.wrong_codes.wait(address):
        return _set_up_page(request, form, WAIT_FOR_CODE, TooManyAttempts.status)
    if not code.fits(form.get("code", "")):
        runtime.wrong_codes.pay(address)
        return _set_up_page(request, form, "初期設定コードが正しくありません。サーバーの画面を確認してください。", 403)
    if form.get("again", form.get("password")) != form.get("password"):
        return _set_up_page(request, form, "2回入力したパスワードが一致しません。もう一度入力してください。", 422)
    try:
        token = await run_in_threadpool(_first_administrator, form)
    except ChecklistError as error:
        return _set_up_page(request, form, error.message, error.status)
    # Not before: after a faulty form the code has to be good for another try.
    code.spend()
    return with_cookie(RedirectResponse("/", 303), request, token)


def _set_up_page(request: Request[State], form: dict[str, str], message: str = "", status: int = 200) -> Response:
    values = {key: form.get(key, "") for key in ("region", "name", "login")}
    return plain_pages.render(request, "setup", status, message=message, values=values, minimum=new_passwords.MINIMUM)


def _first_administrator(form: dict[str, str]) -> str:
    with acting(operator()) as act:
        # Asked again under the write lock: two people who hold the code make one administrator.
        if people.exist(act.db):
            raise Refused("すでに管理者が登録されています。")
        region.save(act, replace(region.load(act.db), name=form.get("region", "")))
        person = Person(0, form.get("login", ""), form.get("name", ""), None, False, frozenset({Role.ADMIN}), True)
        return sessions.start(act.db, people.add_own(act, person, form.get("password", "")))
