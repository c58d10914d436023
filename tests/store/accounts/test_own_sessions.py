"""Where somebody is signed in: seen and ended by themselves, and nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlite_utils import Database

from checklist.errors import Forbidden, NotFound, NotSignedIn, Refused
from checklist.model.accounts import ClaimMatch, Provider, SignInWay
from checklist.store import clock, db
from checklist.store.accounts import identities, own_sessions, providers, sessions
from checklist.store.act import Act, View, Whence
from checklist.store.visits import passes
from tests.world import World, by, principal

TABLET = Whence("192.0.2.9", "Mozilla/5.0 (iPad)")
SAFE = Provider(False, "https://login.example.jp", "anzen", "geheim", ClaimMatch.MAIL, "病院")


def act_of(connection: Database, world: World, login: str) -> Act:
    return by(connection, principal(world.people[login]))


def audited(connection: Database) -> list[tuple[str, str]]:
    rows = connection.execute("SELECT kind, detail FROM audit WHERE kind <> 'account_added' ORDER BY id").fetchall()
    return [(row["kind"], row["detail"]) for row in rows]


def test_own_sessions_are_told_with_where_and_how_the_one_that_asks_first(world: World) -> None:
    me, other = world.people["leader.h01"].id, world.people["leader.h02"].id
    with db.writing() as connection:
        here = sessions.start(connection, me, Whence("192.0.2.1", "Windows"))
        sessions.start(connection, me, TABLET, SignInWay.PROVIDER)
        sessions.start(connection, other, TABLET)
        stale = sessions.start(connection, me)
        late = clock.to_text(clock.now() - sessions.IDLE - timedelta(minutes=1))
        connection.execute(
            "UPDATE session SET last_seen_at = ? WHERE token_hash = ?", [late, sessions.token_hash(stale)]
        )
        found = own_sessions.own(act_of(connection, world, "leader.h01"), sessions.token_hash(here))
    assert [(one.own, one.way, one.device, one.address) for one in found] == [
        (True, SignInWay.PASSWORD, "Windows", "192.0.2.1"),
        (False, SignInWay.PROVIDER, TABLET.device, TABLET.address),
    ]
    assert {len(one.key) for one in found} == {16}
    assert here not in f"{found}"


def test_one_or_all_others_are_ended_at_once_and_nobody_elses(world: World) -> None:
    me, other = world.people["leader.h01"].id, world.people["leader.h02"].id
    with db.writing() as connection:
        here, there, third = (sessions.start(connection, me, TABLET) for _ in range(3))
        foreign = sessions.start(connection, other)
        act = act_of(connection, world, "leader.h01")
        with pytest.raises(NotFound):
            own_sessions.end_one(act, sessions.token_hash(foreign)[:16])
        for key in ("", "%", "x" * 16, sessions.token_hash(there)):
            with pytest.raises(NotFound):
                own_sessions.end_one(act, key)
        own_sessions.end_one(act, sessions.token_hash(there)[:16])
        with pytest.raises(NotSignedIn):
            sessions.require(connection, there)
        assert own_sessions.end_others(act, sessions.token_hash(here)) == 1
        assert own_sessions.end_others(act, sessions.token_hash(here)) == 0
        alive = [sessions.find(connection, one) is not None for one in (here, there, third, foreign)]
        assert alive == [True, False, False, True]
        assert audited(connection)[-2:] == [
            ("session_ended", "iPad"), ("session_ended", "ほかのすべての端末（1件）"),
        ]  # fmt: skip


def test_a_pass_is_seen_and_ended_by_its_owner_and_sees_nothing_itself(world: World) -> None:
    member = world.people["evaluator.h02"]
    with db.writing() as connection:
        issued = passes.issue(by(connection, principal(world.people["secretariat"])), world.visit, member.id)
        token, _ = passes.open_once(connection, issued, TABLET)
        act = act_of(connection, world, "evaluator.h02")
        (found,) = own_sessions.own(act, "")
        assert (found.visit_id, found.device) == (world.visit, TABLET.device)
        session = sessions.find(connection, token)
        assert session is not None
        through = View.now(connection, session.principal)
        with pytest.raises(Forbidden):
            own_sessions.own(through, "")
        own_sessions.end_one(act, found.key)
        assert sessions.find(connection, token) is sessions.find_for_delivery(connection, token) is None


def test_whoever_keeps_accounts_ends_all_of_somebody_and_it_is_written_down(world: World) -> None:
    me = world.people["leader.h01"].id
    with db.writing() as connection:
        token = sessions.start(connection, me)
        sessions.end_all(act_of(connection, world, "admin"), me)
        assert sessions.find(connection, token) is None
        assert audited(connection)[-1] == ("session_ended", "すべての端末")


def test_the_provider_is_kept_without_former_secrets_and_its_secret_goes_nowhere_else(world: World) -> None:
    with db.writing() as connection:
        act = act_of(connection, world, "admin")
        providers.save(act, SAFE)
        assert providers.door(connection) is None
        providers.save(act, Provider(True, SAFE.issuer, SAFE.client_id, "", ClaimMatch.NAME, "病院"), keeps_secret=True)
        door = providers.door(connection)
        assert door is not None
        assert (door.provider.client_secret, door.provider.claim) == ("geheim", ClaimMatch.NAME)
        for elsewhere in ("https://evil.example", "https://login.example.jp/"):
            with pytest.raises(Refused, match="シークレットを入力し直してください"):
                providers.save(
                    act, Provider(True, elsewhere, SAFE.client_id, "", ClaimMatch.NAME, "病院"), keeps_secret=True
                )
        with pytest.raises(Refused, match="https:// で始まる"):
            providers.save(act, Provider(True, "http://login.example.jp", "a", "b", ClaimMatch.NAME, "病院"))
        providers.save(act, Provider(True, SAFE.issuer, SAFE.client_id, "another", ClaimMatch.NAME, "病院"))
        assert [row[0] for row in connection.execute("SELECT client_secret FROM sign_in_provider ORDER BY id")] == [
            "", "", "another",
        ]  # fmt: skip
        told = [detail for kind, detail in audited(connection) if kind == "settings_changed"][-3:]
        assert [("いいえ → はい" in one, "シークレットを変更" in one) for one in told] == [
            (False, True), (True, False), (False, True),
        ]  # fmt: skip
        assert "geheim" not in "".join(told) + repr(door)


def test_a_link_once_ended_is_ended_and_nobody_is_two_people(world: World) -> None:
    with db.writing() as connection:
        act = act_of(connection, world, "leader.h01")
        identities.link(act, SAFE.issuer, "u-1")
        admin = act_of(connection, world, "admin")
        (known,) = identities.of_person(admin, world.people["leader.h01"].id)
        identities.unlink(admin, known.id)
        with pytest.raises(NotFound, match="すでに解除されています"):
            identities.unlink(admin, known.id)
        assert identities.of_person(admin, world.people["leader.h01"].id) == []
        found = identities.whose(connection, SAFE.issuer, "u-1", ClaimMatch.SUBJECT, None)
        assert (found.person_id, found.fault) == (None, identities.Unmatched.NOBODY)
