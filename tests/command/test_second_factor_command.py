"""Taking a second factor away at the server, where nobody else is left who could."""

from __future__ import annotations

from dataclasses import replace

import pytest

from checklist.__main__ import main
from checklist.model.notices import MailPlan, MailSecurity
from checklist.store import db
from checklist.store.accounts import people, second_factors
from checklist.store.notices import mail_plans
from tests.authenticator import Authenticator
from tests.world import World, by, principal

Captured = pytest.CaptureFixture[str]


def test_the_operator_takes_one_away_and_the_person_is_told_and_written_to(world: World, capsys: Captured) -> None:
    admin = world.people["admin"]
    for login, sentence in (("nobody", "登録されていません"), ("admin", second_factors.NONE)):
        assert main(["user", "reset-second-factor", login]) == 1
        assert sentence in capsys.readouterr().err
    Authenticator.of(admin)
    with db.writing() as connection:
        plan = MailPlan(True, "127.0.0.1", 25, MailSecurity.NONE, "", "", "anzen@example.jp")
        mail_plans.save(by(connection, principal(admin)), plan)
        people.change(by(connection), replace(admin, mail="admin@example.jp"))
    assert main(["user", "reset-second-factor", " ADMIN "]) == 0
    assert capsys.readouterr().out == "二段階認証を解除しました：admin\n"
    with db.reading() as connection:
        assert not second_factors.holds(connection, admin.id)
        told = connection.execute("SELECT kind, what, mail_id FROM notification").fetchone()
        (mail,) = connection.execute("SELECT id, address, body FROM mail").fetchall()
        row = connection.execute("SELECT person_id, about_id FROM audit WHERE kind = 'second_factor_reset'").fetchone()
    assert (told["kind"], told["mail_id"], mail["address"]) == ("account", mail["id"], "admin@example.jp")
    assert told["what"] in mail["body"]
    assert tuple(row) == (None, admin.id)
