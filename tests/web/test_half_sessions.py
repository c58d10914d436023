"""The real server over real HTTP: whoever has not done all of signing in gets nothing, by whatever request."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import httpx2
import pytest

from checklist.errors import CodeDue, EnrolmentDue, PasswordDue, StillDue
from checklist.model.accounts import Role, SecondFactorRule
from checklist.store import clock, db
from checklist.store.accounts import people, second_factors, sessions
from checklist.web.routes import ROUTES
from tests.authenticator import Authenticator
from tests.client import MARK, Client, operation
from tests.server import Server
from tests.web.test_gate import handshake
from tests.web.test_second_step import field
from tests.world import PASSWORD, World, by, principal

Served = tuple[Server, World]
DUE: dict[str, type[StillDue]] = {"leader.h01": CodeDue, "center": EnrolmentDue, "manager.h02": PasswordDue}
"""Who stands at which step; what is to be done is all that opens."""
SCREENS = ("/", "/visits", "/assessments?assessment=2", "/comparison", "/settings", "/accounts", "/audit", "/no-such-page",
           "/_stcore/host-config", "/_stcore/health", "/media/x.png", "/static/js/index.js", "/component/x/index.html")  # fmt: skip
MACHINES = ("/api/visits", "/api/visits/1", "/api/assessments/2", "/api/assessments/2/history", "/api/photos/1", "/api/x",
            "/download/visits/1.pdf", "/download/assessments/2.xlsx", "/download/region/annual-reports.zip",
            "/download/lists/accounts.csv", "/download/hospitals/1/evidence-pack.zip", "/download/x")  # fmt: skip


@dataclass(frozen=True)
class Halves:
    """The server, and the token of a session that has come so far for each."""

    served: Served
    tokens: dict[str, str]

    @property
    def url(self) -> str:
        return self.served[0].url

    @property
    def world(self) -> World:
        return self.served[1]

    def client(self, login: str, token: str = "") -> httpx2.Client:
        cookie = {"cookie": f"sid={token or self.tokens[login]}"}
        return httpx2.Client(base_url=self.url, headers=cookie, timeout=60)


@pytest.fixture(scope="module")
def halves(served: Served) -> Iterator[Halves]:
    server, world = served
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CHECKLIST_DB", str(server.database))
        Authenticator.of(world.people["leader.h01"])
        with db.writing() as connection:
            act = by(connection, principal(world.people["admin"]))
            rule = SecondFactorRule(frozenset({Role.CENTER_STAFF}), date(2026, 1, 1))
            second_factors.demand(act, rule)
            people.set_password(act, world.people["manager.h02"].id, "told-by-somebody-else")
            tokens = {login: sessions.start(connection, world.people[login].id) for login in DUE}
        yield Halves(served, tokens)


@pytest.mark.parametrize("login", list(DUE))
def test_no_screen_no_document_and_no_answer_opens(halves: Halves, login: str) -> None:
    due = DUE[login]
    with halves.client(login) as http:
        for path in SCREENS:
            answer = http.get(path)
            assert answer.status_code == 303, path
            assert answer.headers["location"].partition("?")[0] == due.where, path
            assert answer.content == b"", path
        for path in MACHINES:
            answer = http.get(path)
            assert (answer.status_code, answer.json()) == (401, {"message": due().message}), path
        for method in ("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD"):
            for path in ("/_stcore/upload_file/x/y", "/visits", "/api/assessments/2/answers", "/download/x"):
                answer = http.request(method, path, headers=MARK)
                assert answer.status_code in (303, 401), (method, path)
        taps = {"operations": [operation("1-01", "A")]}
        assert http.post("/api/assessments/2/answers", json=taps, headers=MARK).status_code == 401
        assert http.post("/api/here", headers=MARK).status_code == 401
    with db.reading() as connection:
        assert not connection.execute("SELECT 1 FROM rating WHERE version > 0").fetchall()


@pytest.mark.parametrize("login", list(DUE))
def test_no_websocket_opens_however_the_cookie_is_written(halves: Halves, login: str) -> None:
    token = halves.tokens[login]
    whole = sessions_of(halves, "secretariat")
    cookies = (
        f"sid={token}", f"sid=x; sid={token}", f'sid="{token}"', f"__Host-sid={whole}; sid={token}",
        f"sid={token}; other={whole}", f"sid={token}{whole}",
    )  # fmt: skip
    for cookie in cookies:
        assert handshake(halves.served, cookie, halves.url) == 403, cookie
    assert handshake(halves.served, f"sid={whole}", halves.url) == 101


def sessions_of(halves: Halves, login: str) -> str:
    """A session that is whole."""
    with db.writing() as connection:
        return sessions.start(connection, halves.world.people[login].id)


def test_steps_of_others_and_steps_left_out_are_refused(halves: Halves) -> None:
    code, enrolment, password = (halves.client(login) for login in DUE)
    forms: list[tuple[httpx2.Client, str, dict[str, str], str]] = [
        # Registering an authenticator of one's own in place of the one that is asked for.
        (code, "/second-factor", {"do": "begin"}, "/login/code"),
        (code, "/second-factor", {"do": "end", "password": PASSWORD}, "/login/code"),
        (code, "/password", {"old": PASSWORD, "new": "x" * 20, "again": "x" * 20}, "/login/code"),
        (enrolment, "/password", {"old": PASSWORD, "new": "x" * 20, "again": "x" * 20}, "/second-factor"),
        (enrolment, "/login/code", {"code": "123456"}, "/second-factor"),
        (password, "/second-factor", {"do": "begin"}, "/password"),
        (password, "/login/code", {"code": "123456"}, "/password"),
    ]
    for http, path, form, where in forms:
        answer = http.post(path, data=form)
        assert (answer.status_code, answer.headers["location"].partition("?")[0]) == (303, where), path
    # The form of one session is of no use to another, and a stranger's origin to none.
    token = field(code.get("/login/code").text, "token")
    for http, path, form in (
        (code, "/login/code", {"token": "", "code": "123456"}),
        (code, "/login/code", {"token": "あ", "code": "123456"}),
        (enrolment, "/second-factor", {"token": token, "do": "begin"}),
    ):
        assert http.post(path, data=form).status_code == 403, form
    evil = {"origin": "http://evil.example"}
    assert code.post("/login/code", data={"token": token, "code": "123456"}, headers=evil).status_code == 403
    with db.reading() as connection:
        begun = connection.execute("SELECT count(*) AS n FROM second_factor WHERE confirmed_at IS NULL").fetchone()["n"]
    assert begun == 0
    for http in (code, enrolment, password):
        http.close()


def test_what_is_sent_with_a_code_that_is_too_long_or_none_at_all_is_refused_in_words(halves: Halves) -> None:
    with halves.client("leader.h01") as http:
        token = field(http.get("/login/code").text, "token")
        for body in ({"token": token}, {"token": token, "code": ""}, {"token": token, "code": "9" * 5_000}):
            answer = http.post("/login/code", data=body)
            assert answer.status_code in (422, 429), body
            assert 'role="alert"' in answer.text
        answer = http.post(
            "/login/code", content=b"\xff\xfe", headers={"content-type": "application/x-www-form-urlencoded"}
        )
        assert answer.status_code in (403, 422)


def test_signing_out_ends_the_half_and_its_code_opens_nothing_more(halves: Halves) -> None:
    with db.writing() as connection:
        half = sessions.start(connection, halves.world.people["leader.h01"].id)
    with halves.client("", half) as http:
        form = field(http.get("/login/code").text, "token")
        assert http.post("/logout", data={"token": form}).headers["location"] == "/login"
        assert http.get("/login/code").headers["location"].startswith("/login?next=")
        assert http.post("/login/code", data={"token": form, "code": "123456"}).status_code == 303


def test_a_whole_way_over_http_ends_with_a_session_that_answers(halves: Halves) -> None:
    mine = Authenticator.of(halves.world.people["evaluator.h02"])
    with Client.at(halves.url).sign_in("evaluator.h02") as member:
        half = member.http.cookies["sid"]
        assert member.read(1).status_code == 401
        form = {"token": field(member.http.get("/login/code").text, "token"), "code": mine.code(), "next": "/visits"}
        answer = member.http.post("/login/code", data=form)
        assert (answer.status_code, answer.headers["location"]) == (303, "/visits")
        assert member.read(1).status_code == 200
        assert member.http.cookies["sid"] != half
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=lax" in cookie
    with halves.client("", half) as http:
        assert http.get("/api/visits").status_code == 401


def test_every_route_of_ours_is_closed_to_a_half_session_unless_it_is_open_to_all(halves: Halves) -> None:
    """Asked of the list of routes itself, so that one that is added tomorrow is among them."""
    values: dict[str, Callable[[], str]] = {"id:int": lambda: "1", "kind": lambda: "pdf"}
    open_to_all = {"/healthz", "/login", "/setup", "/visit/", "/meeting/", "/sw.js", "/assets", "/public/council",
                   "/public/council/papers/1.x", "/q/x", "/pass/x", "/invitation", "/invitation/x", "/calendar/x.ics",
                   "/login/oidc", "/oauth2callback"}  # fmt: skip
    with halves.client("leader.h01") as http:
        for route in ROUTES:
            path = str(getattr(route, "path", ""))
            for name in ("id:int", "kind", "token", "file", "path:path", "code", "record", "name", "report", "paper"):
                path = path.replace("{" + name + "}", values.get(name, lambda: "x")())
            if path in open_to_all | {"/login/code", "/logout"}:
                continue
            answer = http.get(path)
            assert answer.status_code in (303, 401), path
            assert "location" not in answer.headers or answer.headers["location"].startswith("/login/code"), path


def test_a_demand_from_tomorrow_leaves_today_alone(halves: Halves) -> None:
    with db.writing() as connection:
        act = by(connection, principal(halves.world.people["admin"]))
        before = second_factors.rule(act)
        second_factors.demand(act, SecondFactorRule(frozenset(Role), clock.today() + timedelta(days=1)))
    with halves.client("center") as http:
        assert http.get("/visits").status_code == 200
    with db.writing() as connection:
        second_factors.demand(by(connection, principal(halves.world.people["admin"])), before)
    with halves.client("center") as http:
        assert http.get("/visits").status_code == 303
