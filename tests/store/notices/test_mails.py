"""The outbox: what is sent next, what waits how long, what is given up, and for whom nothing is sent any more."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from checklist.errors import Forbidden, Refused
from checklist.model.notices import MailPlan, MailSecurity, MailState
from checklist.rules.notices import mail_plans as rules
from checklist.rules.notices import stages
from checklist.rules.notices.digest import Digest
from checklist.store import clock, db
from checklist.store.accounts import people
from checklist.store.act import Act
from checklist.store.notices import mail_plans, mails
from tests.cycle import who
from tests.world import World, by

TEXT = Digest("お知らせ 1件", "本文")
PLAN = MailPlan(True, "smtp.example.jp", 587, MailSecurity.STARTTLS, "robot", "geheim", "anzen@example.jp")


def put(act: Act, world: World, login: str, number: str) -> int:
    return mails.put(act, world.people[login].id, f"{login}@example.jp", TEXT, number, ())


def later(act: Act, by_this: timedelta) -> Act:
    return replace(act, at=act.at + by_this)


def test_the_oldest_goes_first_and_what_was_being_sent_goes_again_under_its_number(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        first, second = (put(act, world, login, login) for login in ("manager.h02", "manager.h01"))
        assert [one.id for one in mails.due(act)] == [first, second]
        mails.begin(act, mails.due(act)[0])
        assert [(one.message_id, one.state) for one in mails.due(act)] == [
            ("manager.h02", MailState.SENDING), ("manager.h01", MailState.WAITING)
        ]  # fmt: skip


def test_what_is_sent_is_due_no_more_and_its_words_are_gone(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        put(act, world, "manager.h01", "1")
        mails.end(act, mails.due(act)[0])
        assert mails.due(act) == mails.due(later(act, timedelta(days=9))) == []
        row = connection.execute("SELECT state, body, fault FROM mail").fetchone()
    assert tuple(row) == ("sent", "", "")


def test_each_failure_waits_for_its_pause_and_the_last_gives_up(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        put(act, world, "manager.h01", "1")
        for tries, pause in enumerate(stages.PAUSES, 1):
            (mail,) = mails.due(act)
            mails.fail(act, mail, "満杯です。", for_good=False)
            assert mails.due(later(act, pause - timedelta(seconds=1))) == []
            act = later(act, pause)
            assert [one.tries for one in mails.due(act)] == [tries]
        mails.fail(act, mails.due(act)[0], "満杯です。", for_good=False)
        assert mails.due(later(act, timedelta(days=30))) == []
        found = mails.outbox(act)
    assert (found.waiting, found.stuck_since, found.fault) == (0, None, "")
    assert [(one.fault, one.body, one.state) for one in found.failed] == [("満杯です。", "", MailState.FAILED)]


def test_what_fails_for_good_is_not_tried_again_and_is_told_for_thirty_days(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        put(act, world, "manager.h01", "1")
        mails.fail(act, mails.due(act)[0], "宛先がありません。", for_good=True)
        assert mails.due(later(act, timedelta(days=5))) == []
        assert len(mails.outbox(later(act, timedelta(days=29))).failed) == 1
        assert mails.outbox(later(act, timedelta(days=31))).failed == ()


def test_the_outbox_is_stuck_only_once_something_was_tried(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        put(act, world, "manager.h01", "1")
        assert (mails.outbox(act).waiting, mails.outbox(act).stuck_since) == (1, None)
        mails.fail(act, mails.due(act)[0], "応答しません。", for_good=False)
        found = mails.outbox(act)
    assert (found.waiting, found.stuck_since, found.fault) == (1, clock.day_of(act.at), "応答しません。")


def test_whoever_has_left_gets_no_mail_that_still_waits(world: World) -> None:
    with db.writing() as connection:
        act = by(connection)
        gone, stays = (put(act, world, login, login) for login in ("manager.h02", "manager.h01"))
        people.change(act, replace(people.get(act, world.people["manager.h02"].id), active=False))
        mails.drop_of_inactive(act)
        mails.drop_of_inactive(act)
        assert [one.id for one in mails.due(act)] == [stays]
        (left,) = mails.outbox(act).failed
        assert (left.id, left.body, left.fault) == (gone, "", "アカウントが停止されたため、送信していません。")


def test_nobody_reads_what_a_mail_says(world: World) -> None:
    with db.writing() as connection:
        put(by(connection), world, "manager.h01", "1")
    with db.reading() as connection:
        assert [one.body for one in mails.recent(by(connection, who(world, "admin")))] == [""]


@pytest.mark.parametrize("login", ["manager.h01", "leader.h01", "evaluator.h02", "center"])
def test_the_outbox_and_the_plan_are_for_whoever_keeps_the_server(world: World, login: str) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, login))
        for do in (
            lambda: mails.due(act), lambda: mails.outbox(act), lambda: mails.recent(act), lambda: mails.drop_of_inactive(act),
            lambda: put(act, world, "manager.h01", "1"), lambda: mail_plans.current(act), lambda: mail_plans.save(act, PLAN),
        ):  # fmt: skip
            with pytest.raises(Forbidden):
                do()
        assert mail_plans.active(act) is False


def test_a_kept_password_is_never_handed_to_another_server(world: World) -> None:
    """Whoever keeps the settings may use the password and not read it: their own server would tell it to them."""
    with db.writing() as connection:
        act = by(connection, who(world, "admin"))
        mail_plans.save(act, PLAN)
        with pytest.raises(Refused) as caught:
            mail_plans.save(act, replace(PLAN, host="elsewhere.example", password=""), keeps_password=True)
        assert [one.where for one in caught.value.faults] == [rules.PASSWORD]
        assert mail_plans.current(act) == PLAN
        mail_plans.save(act, replace(PLAN, port=25, password=""), keeps_password=True)
        assert mail_plans.current(act).password == "geheim"
        mail_plans.save(act, replace(PLAN, host="elsewhere.example", password="other"))
        assert mail_plans.current(act).password == "other"


def test_a_refused_plan_leaves_the_password_of_the_one_that_holds(world: World) -> None:
    with db.writing() as connection:
        act = by(connection, who(world, "admin"))
        mail_plans.save(act, PLAN)
        with pytest.raises(Refused):
            mail_plans.save(act, replace(PLAN, port=0))
        assert mail_plans.current(act) == PLAN
