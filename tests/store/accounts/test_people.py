"""Accounts and passwords."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Lock
from time import sleep

import pytest
from argon2 import PasswordHasher, Type

from checklist.errors import NotFound, Refused
from checklist.model.accounts import Person, Role
from checklist.store import db
from checklist.store.accounts import people, sessions
from tests.world import HOST, PASSWORD, World, by

MADE_WITH = people._HASHER
"""As it is where no test has put a cheap one in its place."""
NEW = Person(0, " Ｙamada ", "山田", None, False, frozenset({Role.SECRETARIAT}), True)


def test_an_account_is_found_by_its_login_in_any_width_and_case(world: World) -> None:
    with db.writing() as connection:
        person_id = people.add(by(connection), NEW, "long enough password")
        assert people.get(by(connection), person_id).login == "yamada"
        found = people.credentials(connection, "YAMADA")
    assert found is not None
    assert found[0] == person_id
    assert found[1].startswith("$argon2id$")
    assert people.verify_password(found[1], "long enough password")
    assert not people.verify_password(found[1], "wrong")


def test_hashes_are_made_by_a_setting_that_owasp_names_and_older_ones_are_known() -> None:
    assert (MADE_WITH.type, MADE_WITH.memory_cost, MADE_WITH.time_cost, MADE_WITH.parallelism) == (
        Type.ID,
        47_104,
        1,
        1,
    )
    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=2).hash(PASSWORD)
    fresh = people.hashed_anew(older, PASSWORD)
    assert fresh is not None
    assert people.verify_password(fresh, PASSWORD)
    assert people.hashed_anew(fresh, PASSWORD) is None


@pytest.mark.parametrize("mail", ["anzen", "a@b", "a b@example.jp", "a@例.jp", "a@example.jp, b@example.jp"])
def test_a_mail_address_that_is_none_is_refused(mail: str, world: World) -> None:
    with db.writing() as connection, pytest.raises(Refused, match="メールアドレス"):
        people.add(by(connection), replace(NEW, mail=mail), "long enough password")


def test_a_mail_address_is_kept_changed_and_taken_away(world: World) -> None:
    with db.writing() as connection:
        person_id = people.add(by(connection), replace(NEW, mail=" anzen@h01.example.jp "), "long enough password")
        found = people.get(by(connection), person_id)
        assert found.mail == "anzen@h01.example.jp"
        people.change(by(connection), replace(found, mail=""))
        assert people.get(by(connection), person_id).mail == ""


def test_only_a_few_passwords_are_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0
    lock = Lock()

    class Slow:
        def verify(self, stored: str, password: str) -> bool:
            nonlocal running, most
            with lock:
                running += 1
                most = max(most, running)
            sleep(0.02)
            with lock:
                running -= 1
            return True

    monkeypatch.setattr(people, "_HASHER", Slow())
    with ThreadPoolExecutor(20) as pool:
        assert all(pool.map(lambda _: people.verify_password("stored", "password"), range(20)))
    assert most <= 4


def test_an_unknown_account_never_fits() -> None:
    assert not people.verify_password(None, "an account that does not exist")
    assert not people.verify_password("damaged", PASSWORD)


@pytest.mark.parametrize(
    ("person", "password", "where"),
    [
        (replace(NEW, login="x"), "long enough password", "ログインID"),
        (replace(NEW, name=" "), "long enough password", "氏名"),
        (replace(NEW, roles=frozenset()), "long enough password", "役割"),
        (replace(NEW, roles=frozenset({Role.LEADER})), "long enough password", "所属"),
        (replace(NEW, roles=frozenset({Role.CENTER_STAFF})), "long enough password", "所属"),
        (NEW, "short", "パスワード"),
        (NEW, "x" * 201, "パスワード"),
        (replace(NEW, login="ADMIN"), "long enough password", "ログインID"),
    ],
)
def test_a_faulty_account_is_refused_with_the_field_named(
    world: World, person: Person, password: str, where: str
) -> None:
    with pytest.raises(Refused) as refused, db.writing() as connection:
        people.add(by(connection), person, password)
    assert where in [fault.where for fault in refused.value.faults]


def test_a_new_password_ends_every_session(world: World) -> None:
    person = world.people["evaluator.h02"]
    with db.writing() as connection:
        token = sessions.start(connection, person.id)
        people.set_password(by(connection), person.id, "another password")
        assert sessions.find(connection, token) is None


def test_a_closed_account_neither_signs_in_nor_stays_signed_in(world: World) -> None:
    person = world.people["evaluator.h02"]
    with db.writing() as connection:
        token = sessions.start(connection, person.id)
        people.change(by(connection), replace(person, active=False))
        assert sessions.find(connection, token) is None
        assert people.credentials(connection, person.login) is None


def test_roles_and_organisation_can_be_changed(world: World) -> None:
    person = world.people["evaluator.h02"]
    with db.writing() as connection:
        people.change(
            by(connection),
            replace(person, roles=frozenset({Role.EVALUATOR, Role.SAFETY_MANAGER}), hospital_id=world.hospitals[HOST]),
        )
        found = people.get(by(connection), person.id)
    assert found.roles == {Role.EVALUATOR, Role.SAFETY_MANAGER}
    assert found.hospital_id == world.hospitals[HOST]


def test_the_last_administrator_stays(world: World) -> None:
    with pytest.raises(Refused, match="システム管理者"), db.writing() as connection:
        people.change(by(connection), replace(world.people["admin"], roles=frozenset({Role.SECRETARIAT})))
    with db.reading() as connection:
        assert people.get(by(connection), world.people["admin"].id).roles == {Role.ADMIN}


def test_an_unknown_account_is_not_found(world: World) -> None:
    with db.reading() as connection, pytest.raises(NotFound):
        people.get(by(connection), 999)
