"""Signing in, out and setting up: nothing is told to strangers, and a session ends when it should."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.applications import Starlette
from starlette.testclient import TestClient

from checklist.errors import Refused, TooManyAttempts
from checklist.model.accounts import Role
from checklist.store import db, region
from checklist.store.accounts import people
from checklist.web.login import WAIT_FOR_CODE, safe_next
from checklist.web.sign_in import Attempt, Doorkeeper, SignedIn
from tests.client import Client
from tests.web.fake_time import FakeTime
from tests.world import PASSWORD, World, by

SignIn = Callable[[str], Client]
WRONG = "ログインIDまたはパスワードが正しくありません。"
WAIT = "ログインの失敗が続いたため、しばらく待ってからお試しください。"


def attempt(client: TestClient, login: str, password: str = "wrong password", **more: str) -> Any:
    return client.post("/login", data={"login": login, "password": password, **more})


def alert(answer: Any) -> str | None:
    found = re.search(r'role="alert">([^<]*)<', answer.text)
    return found.group(1) if found else None


def sign_in(keeper: Doorkeeper, login: str, password: str) -> SignedIn:
    """The three steps of a sign-in, each as the server takes it."""
    with db.writing() as connection:
        judged = keeper.begin(connection, Attempt(login, password))
    fresh = keeper.judge(judged)
    with db.writing() as connection:
        return keeper.finish(connection, judged, fresh)


def session_count() -> int:
    with db.reading() as connection:
        return int(connection.execute("SELECT count(*) FROM session").fetchone()[0])


def test_the_right_password_leads_on_with_a_cookie_that_scripts_cannot_read(anyone: TestClient) -> None:
    answer = attempt(anyone, "manager.h01", PASSWORD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"]
    parts = {part.strip().lower() for part in cookie.split(";")[1:]}
    assert {"httponly", "samesite=lax", "path=/"} <= parts
    assert "secure" not in parts
    assert len(re.match(r"sid=([^;]+);", cookie).group(1)) >= 43  # type: ignore[union-attr]


def test_behind_tls_the_cookie_never_travels_without_it(anyone: TestClient) -> None:
    fields = {"login": "manager.h01", "password": PASSWORD}
    answer = anyone.post("/login", data=fields, headers={"X-Forwarded-Proto": "https"})
    assert "; secure" in answer.headers["set-cookie"].lower()


def test_the_token_itself_is_not_in_the_database(anyone: TestClient, world_db: Path) -> None:
    token = attempt(anyone, "manager.h01", PASSWORD).cookies["sid"]
    for path in world_db.parent.glob(f"{world_db.name}*"):
        assert token.encode() not in path.read_bytes()


@pytest.mark.parametrize("login", ["MANAGER.H01", "ｍａｎａｇｅｒ．ｈ０１", "  manager.h01 "])
def test_a_login_may_be_typed_in_full_width_and_capitals(anyone: TestClient, login: str) -> None:
    assert attempt(anyone, login, PASSWORD).status_code == 303


def test_known_and_unknown_logins_get_the_same_answer(anyone: TestClient) -> None:
    known, unknown, empty = (attempt(anyone, login) for login in ("manager.h01", "nobody.h01", ""))
    assert known.status_code == unknown.status_code == empty.status_code == 401
    assert alert(known) == alert(unknown) == alert(empty) == WRONG
    assert known.text.replace("manager.h01", "") == unknown.text.replace("nobody.h01", "")
    assert "set-cookie" not in known.headers
    assert session_count() == 0


def test_an_unknown_login_costs_a_password_check_too(anyone: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str | None] = []
    real = people.verify_password

    def verify(stored: str | None, password: str) -> bool:
        checked.append(stored)
        return real(stored, password)

    monkeypatch.setattr(people, "verify_password", verify)
    attempt(anyone, "manager.h01")
    attempt(anyone, "nobody.h01")
    assert [stored is None for stored in checked] == [False, True]


def test_an_inactive_account_is_no_account(anyone: TestClient, world: World) -> None:
    with db.writing() as connection:
        connection.execute("UPDATE person SET active = 0 WHERE login = 'manager.h01'")
    answer = attempt(anyone, "manager.h01", PASSWORD)
    assert (answer.status_code, alert(answer)) == (401, WRONG)


@pytest.mark.parametrize("login", ["manager.h01", "nobody.h01"])
def test_after_five_failures_the_wait_grows_and_even_the_right_password_waits(
    anyone: TestClient, time: FakeTime, login: str
) -> None:
    for _ in range(5):
        assert attempt(anyone, login).status_code == 401
    for seconds in (2, 4, 8, 16):
        time.pass_by(seconds=seconds - 1)
        waiting = attempt(anyone, login, PASSWORD)
        assert (waiting.status_code, alert(waiting)) == (429, WAIT)
        time.pass_by(seconds=1.1)
        assert attempt(anyone, login).status_code == 401


def test_the_wait_has_an_end_and_the_right_password_starts_the_count_anew(anyone: TestClient, time: FakeTime) -> None:
    for _ in range(16):
        time.pass_by(minutes=15, seconds=1)
        assert attempt(anyone, "manager.h01").status_code == 401
    time.pass_by(minutes=15, seconds=1)
    assert attempt(anyone, "manager.h01", PASSWORD).status_code == 303
    for _ in range(5):
        assert attempt(anyone, "manager.h01").status_code == 401


def test_guesses_at_the_same_time_do_not_outrun_the_wait(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one password is judged, the next guess arrives."""
    judged, keeper = [], Doorkeeper()

    def verify(stored: str | None, password: str) -> bool:
        judged.append(password)
        if len(judged) < 20:
            guess(f"guess {len(judged)}")
        return False

    def guess(password: str) -> None:
        with pytest.raises((Refused, TooManyAttempts)):
            sign_in(keeper, "manager.h01", password)

    monkeypatch.setattr(people, "verify_password", verify)
    guess("guess 0")
    assert len(judged) == 5


def test_a_password_changed_while_it_is_judged_opens_no_session(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    real = people.verify_password

    def verify(stored: str | None, password: str) -> bool:
        right = real(stored, password)
        with db.writing() as connection:
            people.set_password(by(connection), world.people["manager.h01"].id, "another password")
        return right

    monkeypatch.setattr(people, "verify_password", verify)
    with pytest.raises(Refused):
        sign_in(Doorkeeper(), "manager.h01", PASSWORD)
    assert session_count() == 0


def test_a_hash_of_former_days_becomes_one_of_today_with_the_next_right_password(world: World) -> None:
    manager = world.people["manager.h01"].id
    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=2).hash(PASSWORD)

    def stored() -> str:
        with db.reading() as connection:
            found = people.credentials(connection, "manager.h01")
        assert found is not None
        return found[1]

    sign_in(Doorkeeper(), "manager.h01", PASSWORD)
    with db.writing() as connection:
        connection.execute("UPDATE person SET password_hash = ? WHERE id = ?", [older, manager])
    with pytest.raises(Refused):
        sign_in(Doorkeeper(), "manager.h01", "wrong password")
    assert stored() == older
    first = sign_in(Doorkeeper(), "manager.h01", PASSWORD)
    fresh = stored()
    assert first.password_hash == fresh != older
    assert sign_in(Doorkeeper(), "manager.h01", PASSWORD).password_hash == fresh
    # Whoever was signed in stays so: it is the same password.
    assert session_count() == 3


def test_one_login_waits_alone(anyone: TestClient, time: FakeTime) -> None:
    for _ in range(6):
        attempt(anyone, "manager.h01")
    assert attempt(anyone, "manager.h01", PASSWORD).status_code == 429
    assert attempt(anyone, "manager.h02", PASSWORD).status_code == 303


def test_the_same_login_in_other_letters_does_not_get_around_the_wait(anyone: TestClient, time: FakeTime) -> None:
    for login in ("manager.h01", "MANAGER.H01", "ＭＡＮＡＧＥＲ．Ｈ０１", " manager.h01", "Manager.H01"):
        attempt(anyone, login)
    assert attempt(anyone, "manager.H01", PASSWORD).status_code == 429


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("/visits?id=1", "/visits?id=1"),
        ("/answer?assessment=2", "/answer?assessment=2"),
        ("", "/"),
        ("visits", "/"),
        ("//evil.example", "/"),
        ("///evil.example", "/"),
        ("/\\evil.example", "/"),
        ("/x\\..\\evil", "/"),
        ("\\/evil.example", "/"),
        ("https://evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/\n/evil.example", "/"),
        ("/\r\nset-cookie: sid=x", "/"),
        (" //evil.example", "/"),
    ],
)
def test_after_signing_in_only_paths_of_this_server_are_followed(anyone: TestClient, asked: str, taken: str) -> None:
    assert safe_next(asked) == taken
    answer = attempt(anyone, "manager.h01", PASSWORD, next=asked)
    assert (answer.status_code, answer.headers["location"]) == (303, taken)


def test_the_sign_in_page_keeps_where_the_way_led_and_escapes_it(anyone: TestClient) -> None:
    page = anyone.get("/login", params={"next": '/visits?x="><script>alert(1)</script>'})
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    failed = attempt(anyone, '"><script>alert(2)</script>', next="/visits")
    assert "<script>alert" not in failed.text
    assert 'name="next" value="/visits"' in failed.text


@pytest.mark.parametrize(
    ("content", "status"),
    [(b"login=%ff%fe&password=x", 422), (b"\xff\xfe", 422), (b"x=1&" * 60, 422), (b"login=" + b"a" * 70_000, 413)],
)
def test_a_broken_form_is_refused_in_japanese(anyone: TestClient, content: bytes, status: int) -> None:
    answer = anyone.post("/login", content=content, headers={"content-type": "application/x-www-form-urlencoded"})
    assert answer.status_code == status
    assert "送信された" in answer.text


def test_signing_out_here_leaves_the_other_devices_signed_in(signed_in: SignIn) -> None:
    here, there = signed_in("manager.h01"), signed_in("manager.h01")
    answer = here.http.post("/logout")
    assert (answer.status_code, answer.headers["location"]) == (303, "/login")
    assert 'sid=""' in answer.headers["set-cookie"]
    assert here.http.get("/logout").headers["location"].startswith("/login")
    assert there.http.get("/logout").status_code == 200


def test_signing_out_everywhere_ends_all_sessions_of_this_person_only(signed_in: SignIn, world: World) -> None:
    here, there, other = signed_in("manager.h01"), signed_in("manager.h01"), signed_in("manager.h02")
    assert here.http.post("/logout", data={"everywhere": "1"}).status_code == 303
    assert there.read(world.self_assessment).status_code == 401
    assert other.http.get("/logout").status_code == 200
    assert session_count() == 1


def test_the_cookie_that_was_signed_out_is_dead(signed_in: SignIn, world: World) -> None:
    manager = signed_in("manager.h01")
    cookie = {"Cookie": f"sid={manager.http.cookies['sid']}"}
    manager.http.post("/logout")
    assert manager.http.get(f"/api/assessments/{world.self_assessment}", headers=cookie).status_code == 401


def test_the_sign_out_form_carries_a_token_that_fits_its_session_only(signed_in: SignIn) -> None:
    first, second = signed_in("manager.h01"), signed_in("manager.h01")
    page = first.http.get("/logout").text
    found = re.search(r'name="token" value="([0-9a-f]{64})"', page)
    assert found is not None
    assert "manager.h01 さん" in page
    assert second.http.post("/logout", data={"token": found.group(1)}).status_code == 403
    assert session_count() == 2
    assert first.http.post("/logout", data={"token": found.group(1)}).status_code == 303


def test_a_browser_signs_out_with_the_token_of_its_form_only(signed_in: SignIn) -> None:
    manager, own = signed_in("manager.h01"), {"Origin": "http://sogo.example"}
    assert manager.http.post("/logout", headers=own).status_code == 403
    assert session_count() == 1
    found = re.search(r'name="token" value="([0-9a-f]{64})"', manager.http.get("/logout").text)
    assert found is not None
    assert manager.http.post("/logout", data={"token": found[1]}, headers=own).status_code == 303


def test_a_foreign_page_cannot_sign_anybody_in_or_out(anyone: TestClient, signed_in: SignIn) -> None:
    evil = {"Origin": "http://evil.example"}
    manager = signed_in("manager.h01")
    assert manager.http.post("/logout", headers=evil).status_code == 403
    assert manager.http.get("/logout").status_code == 200
    fields = {"login": "manager.h01", "password": PASSWORD}
    assert anyone.post("/login", data=fields, headers=evil).status_code == 403


def test_a_new_password_and_a_closed_account_end_every_session(signed_in: SignIn, world: World) -> None:
    manager, leader = signed_in("manager.h01"), signed_in("leader.h01")
    with db.writing() as connection:
        people.set_password(by(connection), world.people["manager.h01"].id, "a new password")
        connection.execute("UPDATE person SET active = 0 WHERE login = 'leader.h01'")
    assert manager.read(world.self_assessment).status_code == 401
    assert leader.read(world.self_assessment).status_code == 401


def test_a_role_that_was_taken_away_is_gone_at_once(signed_in: SignIn, world: World) -> None:
    manager = signed_in("manager.h01")
    with db.writing() as connection:
        connection.execute("DELETE FROM role WHERE person_id = ?", [world.people["manager.h01"].id])
    assert manager.read(world.self_assessment).status_code == 403


# First set-up


@pytest.fixture
def newcomer(empty_db: Path, app: Starlette, capsys: pytest.CaptureFixture[str]) -> Iterator[TestClient]:
    """Somebody before a server that has no account yet; `capsys` holds what it prints from its start on."""
    with TestClient(app, base_url="http://sogo.example", follow_redirects=False) as client:
        yield client


def code_on(console: str) -> str:
    return str(re.findall(r"初期設定コード: ([\d ]+)", console)[-1]).strip()


def set_up(client: TestClient, code: str, **fields: str) -> Any:
    form = {"region": "架空地域", "name": "管理 花子", "login": "hanako", "password": "a long password"}
    return client.post("/setup", data=form | {"code": code} | fields)


def test_without_accounts_every_way_leads_to_the_set_up(newcomer: TestClient) -> None:
    for path in ("/", "/visits", "/login"):
        assert newcomer.get(path).headers["location"] == "/setup"
    assert newcomer.get("/setup").status_code == 200
    assert newcomer.get("/api/assessments/1").status_code == 401


def test_a_slip_in_one_of_the_two_entries_makes_no_administrator(
    newcomer: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    code = code_on(capsys.readouterr().out)
    answer = set_up(newcomer, code, again="a long passwort")
    assert (answer.status_code, "一致しません" in answer.text) == (422, True)
    assert 'value="架空地域"' in answer.text
    assert set_up(newcomer, code, again="a long password").status_code == 303


def test_the_code_on_the_console_makes_one_administrator_and_then_none(
    newcomer: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    code = code_on(capsys.readouterr().out)
    answer = set_up(newcomer, code)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    with db.reading() as connection:
        (person,) = people.all_people(by(connection))
        assert (person.login, person.roles) == ("hanako", frozenset({Role.ADMIN}))
        assert region.load(connection).name == "架空地域"
    assert newcomer.get("/logout").status_code == 200
    again = set_up(newcomer, code, login="taro")
    assert again.headers["location"] == "/login"
    assert newcomer.get("/setup").headers["location"] == "/login"
    with db.reading() as connection:
        assert len(people.all_people(by(connection))) == 1


@pytest.mark.parametrize("typed", ["{}{}{}", " {}\u3000{}  {} ", "full width"])
def test_a_code_may_be_typed_without_or_with_other_spaces_and_in_full_width(
    newcomer: TestClient, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    code = code_on(capsys.readouterr().out)
    wide = "".join(chr(ord(digit) + 0xFEE0) if digit.isdigit() else digit for digit in code)
    assert set_up(newcomer, wide if typed == "full width" else typed.format(*code.split())).status_code == 303


def test_a_wrong_code_makes_nobody_and_keeps_what_was_typed(newcomer: TestClient) -> None:
    answer = set_up(newcomer, "000000000000", name="管理 <b>花子")
    assert answer.status_code == 403
    assert alert(answer) == "初期設定コードが正しくありません。サーバーの画面を確認してください。"
    assert "管理 &lt;b&gt;花子" in answer.text
    with db.reading() as connection:
        assert not people.exist(connection)


def test_after_ten_wrong_guesses_their_sender_waits_and_the_code_stays(
    newcomer: TestClient, capsys: pytest.CaptureFixture[str], time: FakeTime
) -> None:
    code = code_on(capsys.readouterr().out)
    assert [set_up(newcomer, "1").status_code for _ in range(12)] == [403] * 10 + [429] * 2
    waiting = set_up(newcomer, code)
    assert (waiting.status_code, alert(waiting)) == (429, WAIT_FOR_CODE)
    assert "初期設定コード" not in capsys.readouterr().out
    time.pass_by(seconds=2)
    assert set_up(newcomer, code).status_code == 303


def test_a_stranger_who_guesses_at_the_code_keeps_nobody_else_from_setting_up(
    newcomer: TestClient, app: Starlette, capsys: pytest.CaptureFixture[str]
) -> None:
    code = code_on(capsys.readouterr().out)
    stranger = TestClient(app, base_url="http://sogo.example", client=("192.0.2.7", 1), follow_redirects=False)
    stranger.portal = newcomer.portal
    for _ in range(30):
        set_up(stranger, "1")
    assert set_up(newcomer, code).status_code == 303


@pytest.mark.parametrize(
    "fields", [{"password": "short"}, {"login": "x"}, {"name": " "}, {"region": ""}, {"password": "x" * 201}]
)
def test_a_faulty_set_up_says_why_and_the_code_still_works(
    newcomer: TestClient, capsys: pytest.CaptureFixture[str], fields: dict[str, str]
) -> None:
    code = code_on(capsys.readouterr().out)
    answer = set_up(newcomer, code, **fields)
    assert answer.status_code == 422
    assert alert(answer)
    with db.reading() as connection:
        assert not people.exist(connection)
    assert set_up(newcomer, code).status_code == 303


def test_with_accounts_no_code_is_printed_and_no_set_up_is_served(
    anyone: TestClient, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "初期設定コード" not in capsys.readouterr().out
    assert anyone.get("/setup").headers["location"] == "/login"
    assert set_up(anyone, "").headers["location"] == "/login"
