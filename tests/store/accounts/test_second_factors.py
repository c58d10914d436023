"""Second factors in the store: who is told, what the key does, and what stays when one is taken away."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pyotp
import pytest

from checklist.errors import EnrolmentDue, NotFound, PasswordDue, Refused, Unconfirmed
from checklist.jobs import notices as notice_job
from checklist.model.accounts import Role, SecondFactorRule, SignInWay
from checklist.rules.accounts import one_time_codes
from checklist.store import backup, clock, db, file_rights, secret_key
from checklist.store.accounts import invitations, people, second_factors, sessions
from checklist.store.act import NOWHERE, Act, View, Whence
from checklist.store.notices import notices
from checklist.store.visits import passes
from tests.authenticator import Authenticator
from tests.world import World, by, principal

AT = datetime(2026, 11, 22, 1, 0, 10, tzinfo=UTC)


def test_a_code_is_good_for_its_half_minute_and_for_those_beside_it() -> None:
    secret = one_time_codes.new_secret()
    now = int(AT.timestamp()) // one_time_codes.SECONDS
    for steps, good in ((-2, False), (-1, True), (0, True), (1, True), (2, False)):
        code = pyotp.TOTP(secret).generate_otp(now + steps)
        assert one_time_codes.step(secret, code, AT) == (now + steps if good else None), steps
    assert one_time_codes.step(secret, "", AT) is None
    assert one_time_codes.step(secret, "あいうえおか", AT.replace(year=1971)) is None
    # The vectors of RFC 6238, appendix B, in the six digits that authenticators show.
    known = {59: "287082", 1111111109: "081804", 1234567890: "005924", 2000000000: "279037"}
    base32 = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    for second, code in known.items():
        assert one_time_codes.step(base32, code, datetime.fromtimestamp(second, UTC)) == second // 30


@pytest.mark.parametrize(
    ("typed", "normal", "digits"),
    [
        ("123456", "123456", True), ("１２３　４５６", "123456", True), (" 123-456\n", "123456", True),
        ("ABCD-efgh-2345-jkmn", "abcdefgh2345jkmn", False), ("١٢٣٤٥٦", "", False), ("12345", "12345", False), ("", "", False),
    ],
)  # fmt: skip
def test_a_code_is_read_however_it_is_typed(typed: str, normal: str, digits: bool) -> None:
    assert one_time_codes.normal(typed) == normal
    assert one_time_codes.is_digits(normal) is digits


def test_the_link_for_the_authenticator_names_region_and_login() -> None:
    link = one_time_codes.uri(one_time_codes.new_secret(), "leader.h01", "医療安全 相互チェック")
    assert link.startswith("otpauth://totp/")
    assert pyotp.parse_uri(link).name == "leader.h01"
    assert one_time_codes.grouped("GEZDGNBVGY") == "GEZD GNBV GY"


def test_whoever_keeps_the_accounts_takes_one_away_and_the_person_is_told(world: World) -> None:
    leader, admin = world.people["leader.h01"], principal(world.people["admin"])
    Authenticator.of(leader)
    with db.writing() as connection:
        token = sessions.start(connection, leader.id, factor_at=clock.now())
        with pytest.raises(Unconfirmed):
            second_factors.reset(Act.now(connection, admin, NOWHERE), leader.id)
        act = by(connection, admin)
        held = second_factors.of_person(act, leader.id)
        assert held is not None
        assert held.codes_left == second_factors.CODES
        notice_job.mail_at_once(act, leader.id, second_factors.reset(act, leader.id))
        assert not connection.execute("SELECT 1 FROM mail").fetchall(), "no mail leaves before a server is set"
        assert sessions.find(connection, token) is None
        assert not second_factors.holds(connection, leader.id)
        (told,) = notices.own(View.now(connection, principal(leader)))
        assert admin.name in told.what
        assert "二段階認証を解除" in told.what
        row = connection.execute("SELECT * FROM audit WHERE kind = 'second_factor_reset'").fetchone()
        assert (row["person_id"], row["about_id"]) == (admin.person_id, leader.id)
        kept = connection.execute("SELECT secret, ended_by FROM second_factor").fetchone()
        assert tuple(kept) == ("", admin.person_id)
        with pytest.raises(Refused, match=second_factors.NONE):
            second_factors.reset(act, leader.id)


def test_after_the_code_a_session_goes_on_in_the_way_in_which_it_began(world: World) -> None:
    """Whoever came by a provider has typed no password, and is not asked to change the one that somebody else chose."""
    leader = world.people["leader.h01"]
    Authenticator.of(leader)
    with db.writing() as connection:
        connection.execute("UPDATE person SET password_by_other = 1 WHERE id = ?", [leader.id])
        for way, due in ((SignInWay.PROVIDER, None), (SignInWay.PASSWORD, PasswordDue)):
            half = sessions.start(connection, leader.id, Whence("192.0.2.7", "iPad"), way)
            token = sessions.go_on(connection, half)
            found = sessions.find(connection, token)
            assert found is not None
            assert (found.due, sessions.find(connection, half)) == (due, None), way
            row = connection.execute(
                "SELECT way, device, address FROM session WHERE token_hash = ?", [sessions.token_hash(token)]
            ).fetchone()
            assert tuple(row) == (way, "iPad", "192.0.2.7")


def test_a_clock_that_ran_ahead_leaves_nobody_without_codes(world: World) -> None:
    leader = world.people["leader.h01"]
    mine = Authenticator.of(leader)
    with db.writing() as connection:
        for at in (clock.now() + timedelta(days=2), clock.now()):
            code = pyotp.TOTP(mine.secret).at(at)
            second_factors.spend(connection, leader.id, code, at, NOWHERE)
            with pytest.raises(Refused, match="すでに使用"):
                second_factors.spend(connection, leader.id, code, at, NOWHERE)


def test_the_key_stays_out_of_copies_and_is_made_once(world: World, world_db: Path, tmp_path: Path) -> None:
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda place: secret_key._key(place, makes=True), [secret_key.path_of(world_db)] * 6))
    assert [path.name for path in tmp_path.glob("*.key*")] == [f"{world_db.name}.key"]
    mine = Authenticator.of(world.people["leader.h01"])
    copy = tmp_path / "copy" / "copy.db"
    copy.parent.mkdir()
    backup.backup(world_db, copy)
    assert not list(copy.parent.rglob("*.key"))
    assert mine.secret.encode() not in copy.read_bytes()
    with db.reading(copy) as connection:
        locked = connection.execute("SELECT secret FROM second_factor").fetchone()["secret"]
        with pytest.raises(Refused, match="鍵のファイル"):
            secret_key.unlock(connection, locked)
        assert ["1人の認証アプリ" in one.message for one in secret_key.remarks(connection)] == [True]
    shutil.copy(secret_key.path_of(world_db), secret_key.path_of(copy))
    with db.reading(copy) as connection:
        assert secret_key.unlock(connection, locked) == mine.secret
        assert list(secret_key.remarks(connection)) == []
    secret_key.path_of(world_db).chmod(0o644)
    assert secret_key.path_of(world_db) in file_rights.close_to_others(world_db)


def test_a_rule_covers_its_roles_from_its_day_on_and_never_a_pass(world: World) -> None:
    admin, day = principal(world.people["admin"]), clock.today()
    with db.writing() as connection:
        act = by(connection, admin)
        token = sessions.start(connection, world.people["evaluator.h02"].id)
        opened, _ = passes.open_once(
            connection, passes.issue(by(connection, principal(world.people["secretariat"])), world.visit, world.people["evaluator.h02"].id)
        )  # fmt: skip
        for roles, since, due in (
            ({Role.ADMIN}, day, None), ({Role.EVALUATOR}, day + timedelta(days=1), None),
            ({Role.EVALUATOR}, day, EnrolmentDue), (set(), day, None), ({Role.EVALUATOR, Role.ADMIN}, date(2026, 1, 1), EnrolmentDue),
        ):  # fmt: skip
            second_factors.demand(act, SecondFactorRule(frozenset(roles), since))
            found = sessions.find(connection, token)
            assert found is not None
            assert found.due is due, (roles, since)
            # A tablet that walks through the wards on a pass is not stopped in the corridor.
            assert sessions.require_for_delivery(connection, opened).visit_scope == world.visit
            assert second_factors.is_needed(View.now(connection, principal(world.people["evaluator.h02"]))) is bool(due)
        rows = connection.execute("SELECT detail FROM audit WHERE detail LIKE '二段階認証%' ORDER BY id").fetchall()
        assert len(rows) == 5
        assert "二段階認証を求める役割：なし → システム管理者" in rows[0]["detail"]
        second_factors.demand(act, SecondFactorRule(frozenset({Role.EVALUATOR, Role.ADMIN}), date(2026, 1, 1)))
        assert connection.execute("SELECT count(*) AS n FROM second_factor_rule").fetchone()["n"] == 5
        with pytest.raises(Refused, match="求め始める日"):
            second_factors.demand(act, SecondFactorRule(frozenset({Role.ADMIN}), date(1, 1, 1)))


def test_an_invitation_takes_the_place_of_the_one_before_and_ends_with_its_days(world: World) -> None:
    admin, leader = principal(world.people["admin"]), world.people["leader.h01"]
    with db.writing() as connection:
        act = by(connection, admin)
        first, second = (invitations.invite(act, leader.id, days) for days in (7, 30))
        assert [one.state(act.at).value for one in invitations.of_person(act, leader.id)] == ["open", "revoked"]
        (found,) = invitations.open_ones(act)
        assert (found.login, found.expires_at) == (leader.login, act.at + timedelta(days=30))
        assert invitations.usable(connection, second.token, act.at).invited_id == leader.id
        for token, at, told in (
            (first.token, act.at, "取り消されて"), (second.token, act.at + timedelta(days=30), "有効期限"), ("", act.at, "見つかりません"),
        ):  # fmt: skip
            with pytest.raises(Refused, match=told):
                invitations.usable(connection, token, at)
        for days in (0, 31, -1):
            with pytest.raises(Refused, match="有効な日数"):
                invitations.invite(act, leader.id, days)
        with pytest.raises(NotFound):
            invitations.invite(act, 10**9, 7)
        with pytest.raises(NotFound):
            invitations.revoke(act, 10**9)
        invitations.accept(connection, second.token, "a hash", act.at, NOWHERE)
        invitations.revoke(act, found.id)
        assert invitations.of_person(act, leader.id)[0].state(act.at).value == "used"
        assert invitations.without_own_password(act) == frozenset()
        people.set_password(act, leader.id, "told-by-somebody-else")
        assert invitations.without_own_password(act) == {leader.id}
